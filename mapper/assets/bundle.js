/**
 * Bundles the page's modules into classic scripts: node bundle.js [folder to write to].
 * `mapper.js` is what every page runs, after `proj4.js`; `foreign.js` what a page with a user's own folium layers runs besides. The first
 * line holds the digest of the sources, so that a bundle older than they are is noticed.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const HERE = new URL("./", import.meta.url);

/** The digest of all sources: path and text of each, in the order of the paths. @param {URL} folder */
export function sourcesDigest(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  const digest = createHash("sha256");
  for (const path of paths.filter((one) => one.endsWith(".js")).sort())
    digest
      .update(`${path}\0`)
      .update(readFileSync(new URL(path, folder)))
      .update("\0");
  return digest.digest("hex");
}

/** The scripts by the name that each defines: the module that it begins with. */
export const SCRIPTS = { mapper: "js/main.js", foreign: "js/foreign.js", proj4: "js/proj4.js" };

/** @param {keyof typeof SCRIPTS} name @param {string} outfile */
export function bundle(name, outfile) {
  buildSync({
    entryPoints: [fileURLToPath(new URL(SCRIPTS[name], HERE))],
    absWorkingDir: fileURLToPath(HERE),
    outfile,
    bundle: true,
    format: "iife",
    globalName: name,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    minify: true,
    footer: { js: name === "proj4" ? "proj4=proj4.default;" : "" }, // the library is what its script defines
    banner: { js: `// sources ${sourcesDigest(new URL("js/", HERE))}` },
    logLevel: "warning",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL("vendor", HERE));
  for (const name of /** @type {(keyof typeof SCRIPTS)[]} */ (Object.keys(SCRIPTS)))
    bundle(name, join(folder, `${name}.js`));
}
