/** Status as a pattern, in screen units: what a fill is made of, and the SVG element that draws it. */
import { mixColours, nightColour, shade } from "./colour.js";
import { s } from "./dom.js";

/**
 * A tile of `size` pixels turned by `angle`, with a background and strips or dots on it.
 * @typedef {{size: number, angle: number, background: string, strips: {at: number, width: number, colour: string, across?: boolean}[], dots: {x: number, y: number, r: number, colour: string}[]}} PatternSpec
 */

/** @param {string} hex @param {boolean} dark */
export function fillColour(hex, dark) {
  return dark ? nightColour(hex) : mixColours(hex, "#fffdf6", 0.2);
}

/**
 * The pattern of a status. `plain` (null) needs none.
 * @param {string} status
 * @param {string} holder  colour of who holds the land
 * @param {string} owner  colour of whose it is in law
 * @param {boolean} dark
 * @returns {PatternSpec | null}
 */
export function patternSpec(status, holder, owner, dark = false) {
  const h = fillColour(holder, dark);
  const o = fillColour(owner, dark);
  const deep = shade(h, dark ? 0.13 : -0.13, 1.15);
  const same = holder === owner;
  const line = (
    /** @type {number} */ at,
    /** @type {number} */ width,
    /** @type {string} */ colour,
    across = false,
  ) => ({ at, width, colour, across });
  /** @param {number} size @param {number} angle @param {string} background @param {PatternSpec["strips"]} strips @param {PatternSpec["dots"]} [dots] */
  const tile = (size, angle, background, strips, dots = []) => ({ size, angle, background, strips, dots });
  switch (status) {
    case "annexed":
      return same ? null : tile(14, 45, h, [line(0, 2.2, shade(o, dark ? 0.05 : -0.05, 1.1))]);
    case "occupied":
      return tile(8, 45, same ? shade(o, dark ? -0.06 : 0.07) : o, [
        line(0, 3.2, same ? deep : shade(h, dark ? 0.06 : -0.07, 1.1)),
      ]);
    case "puppet":
    case "protectorate":
      return tile(22, -45, h, [line(0, 11, mixColours(h, dark ? "#1d2023" : "#fffdf6", 0.38))]);
    case "leased":
      return tile(
        9,
        0,
        h,
        [],
        [
          { x: 2.2, y: 2.2, r: 1.35, colour: shade(o, dark ? 0.2 : -0.25) },
          { x: 6.7, y: 6.7, r: 1.35, colour: shade(o, dark ? 0.2 : -0.25) },
        ],
      );
    case "disputed":
      return tile(9, 45, mixColours(h, dark ? "#1d2023" : "#fffdf6", 0.55), [
        line(0, 1.8, deep),
        line(0, 1.8, same ? deep : shade(o, dark ? 0.12 : -0.16), true),
      ]);
    case "autonomous":
      return tile(7, 0, h, [line(0, 1.2, mixColours(h, dark ? "#1d2023" : "#fffdf6", 0.6), true)]);
    case "mandate":
      return tile(7, 0, h, [line(0, 1.2, deep)]);
    case "free city":
      return tile(6, 0, h, [line(0, 1, deep), line(0, 1, deep, true)]);
    default:
      return null;
  }
}

/** @param {string} status @param {string} controller @param {string} sovereign */
export function patternKey(status, controller, sovereign) {
  const slug = (/** @type {string} */ word) => word.replace(/[^a-z0-9]+/gi, "-");
  return `p-${slug(status)}-${slug(controller)}-${slug(sovereign)}`;
}

/** @param {string} id @param {PatternSpec} spec */
export function patternElement(id, spec) {
  const { size } = spec;
  const patternTransform = `rotate(${spec.angle})`;
  return s(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform },
    s("rect", { width: size, height: size, fill: spec.background }),
    ...spec.strips.map(({ at, width, colour, across }) =>
      s("rect", {
        ...(across ? { x: 0, y: at, width: size, height: width } : { x: at, y: 0, width, height: size }),
        fill: colour,
      }),
    ),
    ...spec.dots.map(({ x, y, r, colour }) => s("circle", { cx: x, cy: y, r, fill: colour })),
  );
}

/** A power's colour where it is only agreed on, not held. @param {string} colour @param {boolean} dark */
export function sphereColour(colour, dark) {
  return shade(colour, dark ? 0.06 : -0.22, 1.6);
}

/** The dashes of an agreed sphere: level and staggered, where the hatches of a status slant. @param {string} id @param {string} colour @param {boolean} dark */
export function spherePattern(id, colour, dark) {
  const fill = sphereColour(colour, dark);
  const dash = (/** @type {number} */ x, /** @type {number} */ y) =>
    s("rect", { x, y, width: 8, height: 2.4, rx: 1.2, fill });
  return s("pattern", { id, width: 20, height: 16, patternUnits: "userSpaceOnUse" }, dash(1, 3), dash(11, 11));
}
