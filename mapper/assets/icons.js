/**
 * Gathers the signs that folium's icons may name, as paths: node icons.js FILE. A page takes those that it shows.
 * {"fa house": [view box, path, 0], "glyphicon home": [view box, path, 1], ...}; 1 where the path's y points up.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fas } from "@fortawesome/free-solid-svg-icons";

const BOOTSTRAP = new URL("./node_modules/bootstrap/", import.meta.url);

/** Font Awesome's solid icons, under their older names too. */
function fontAwesome() {
  const found = Object.values(fas).flatMap(({ iconName, icon: [width, height, aliases, , path] }) => {
    const glyph = [`0 0 ${width} ${height}`, [path].flat().join(""), 0];
    const names = [iconName, ...aliases.filter((alias) => typeof alias === "string" && /[a-z]{2}/.test(alias))];
    return names.map((name) => [`fa ${name}`, glyph]);
  });
  return Object.fromEntries(found);
}

/** Bootstrap 3's Glyphicons, which lie in an SVG font: names by character from its style sheet. */
function glyphicons() {
  const font = readFileSync(new URL("fonts/glyphicons-halflings-regular.svg", BOOTSTRAP), "utf8");
  const sheet = readFileSync(new URL("dist/css/bootstrap.css", BOOTSTRAP), "utf8");
  const drawn = new Map();
  for (const [glyph] of font.matchAll(/<glyph [^>]*>/g)) {
    const code = /unicode="&#x([0-9a-f]+);"/.exec(glyph)?.[1];
    const character = code ?? /unicode="(.)"/u.exec(glyph)?.[1].codePointAt(0)?.toString(16);
    const path = / d="([^"]+)"/.exec(glyph)?.[1];
    const width = /horiz-adv-x="(\d+)"/.exec(glyph)?.[1] ?? "1200";
    if (character && path) drawn.set(character, [`0 -960 ${width} 1200`, path, 1]);
  }
  const names = [...sheet.matchAll(/\.glyphicon-([a-z0-9-]+):before \{\s*content: "(?:\\([0-9a-f]+)|(.))";/gu)];
  const code = (/** @type {RegExpMatchArray} */ [, , hex, plain]) => hex ?? plain.codePointAt(0)?.toString(16);
  const found = names.map((match) => [`glyphicon ${match[1]}`, drawn.get(code(match)?.replace(/^0+/, ""))]);
  return Object.fromEntries(found.filter(([, glyph]) => glyph));
}

writeFileSync(process.argv[2], JSON.stringify({ ...fontAwesome(), ...glyphicons() }));
