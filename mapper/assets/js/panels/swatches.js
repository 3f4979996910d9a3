/** The samples of the legend: a piece of the map in a small box beside its words. */
import { s } from "../dom.js";
import { edgeColour } from "../plate/changed.js";
import { GLYPHS } from "../plate/marks.js";
import { fillColour, patternElement, patternSpec, sphereColour, spherePattern } from "../plate/patterns.js";

/** @param {...SVGElement} content */
export function swatch(...content) {
  return s("svg", { class: "swatch", viewBox: "0 0 30 18", "aria-hidden": "true" }, ...content);
}

/** A sample of a line. @param {string} kind  its class @param {string} [d] */
export function lineSwatch(kind, d = "M1 9H29") {
  return swatch(s("path", { class: kind, d }));
}

/** A sample of a front. @param {string} kind  near or far, as its towns are */
export function frontSwatch(kind) {
  const teeth = [7, 21].map((x) => `M${x - 4} 7L${x} 13.5L${x + 4} 7Z`).join("");
  return swatch(
    s("path", { class: `front-line ${kind} sample-front`, d: "M1 7H29" }),
    s("path", { class: "sample", d: teeth }),
  );
}

/** A sample of letters. @param {string} kind  their class */
export function letterSwatch(kind) {
  const sample = kind.startsWith("power") ? "ABC" : "Abc";
  return swatch(s("text", { class: `${kind} sample-letters`, x: 15, y: 13, "font-size": 12 }, sample));
}

/** @param {string} fill */
function box(fill) {
  return s("rect", { class: "swatch-box", x: 1, y: 1, width: 28, height: 16, fill });
}

/** @param {import("../types.js").Context} ctx @param {string} polity */
export function powerSwatch(ctx, polity) {
  return swatch(box(fillColour(ctx.colourOf(polity), ctx.dark())));
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule */
export function statusSwatch(ctx, { status, controller, sovereign }) {
  const spec = patternSpec(
    status,
    ctx.colourOf(controller),
    ctx.colourOf(sovereign),
    ctx.dark(),
    ctx.blob.about.patterns,
  );
  if (!spec) return powerSwatch(ctx, controller);
  const id = `legend-${status.replace(" ", "-")}`;
  return swatch(patternElement(id, spec), box(`url(#${id})`));
}

/** @param {import("../types.js").Context} ctx @param {string} polity */
export function sphereSwatch(ctx, polity) {
  const id = `legend-sphere-${polity}`;
  const colour = ctx.colourOf(polity);
  const edge = { class: "sphere-edge", x: 1, y: 1, width: 5, height: 16, fill: sphereColour(colour, ctx.dark()) };
  return swatch(spherePattern(id, colour, ctx.dark()), box(`url(#${id})`), s("rect", edge));
}

/** The edge of a land that changed. @param {import("../types.js").Context} ctx @param {string} polity  who held it before */
export function edgeSwatch(ctx, polity) {
  const edge = (/** @type {number} */ by, /** @type {number} */ width) => ({
    x: by,
    y: by,
    width: 30 - 2 * by,
    height: 18 - 2 * by,
    fill: "none",
    "stroke-width": width,
  });
  return swatch(
    box("none"),
    s("rect", { class: "changed-line sample-edge", ...edge(5, 1) }),
    s("rect", { ...edge(3, 4), stroke: edgeColour(ctx, polity) }),
  );
}

/** The mark of events with a glyph. @param {string} glyph */
export function themeSwatch(glyph) {
  return swatch(
    s(
      "g",
      { class: `mark theme-${glyph}`, transform: "translate(15 9)" },
      s("circle", { class: "disc", r: 8 }),
      s("path", { class: "glyph", d: GLYPHS[glyph] }),
    ),
  );
}
