/** Status as a pattern, in screen units: what a fill is made of, and the SVG element that draws it. */

import { s } from "../dom.js";
import { leastContrast, mixColours, nightColour, shade, standOut } from "../model/colour.js";

/** How far the inks of a pattern stand apart at least: broad ones and thin ones, on a screen and in grey print. */
const BROAD = 1.36;
const THIN = 1.5;
const THIN_WIDTH = 2.5; // pixels

/**
 * A tile of `size` pixels turned by `angle`, with a background and strips or dots on it.
 * @typedef {{size: number, angle: number, background: string, strips: {at: number, width: number, colour: string, across?: boolean}[], dots: {x: number, y: number, r: number, colour: string}[]}} PatternSpec
 */

/** @param {string} hex @param {boolean} dark */
export function fillColour(hex, dark) {
  return dark ? nightColour(hex) : mixColours(hex, "#fffdf6", 0.2);
}

/** @param {number} size @param {number} angle @param {string} background @param {PatternSpec["strips"]} strips @param {PatternSpec["dots"]} [dots] @returns {PatternSpec} */
const tile = (size, angle, background, strips, dots = []) => ({ size, angle, background, strips, dots });

/** @param {number} width @param {string} colour @param {boolean} [across] */
const strip = (width, colour, across = false) => ({ at: 0, width, colour, across });

/** Bands paler than the holder's fill, or deeper where the fill is too light for that. @param {number} angle @returns {(colours: Colours) => PatternSpec} */
const broadBands =
  (angle) =>
  ({ holder, light, pale, toned }) =>
    tile(22, angle, holder, [strip(11, light ? toned(holder, 0, -0.03, 1.15) : pale(0.38))]);

/**
 * What a pattern is made of: the holder's fill and a deeper one, the owner's, whether they are one, whether the holder's is nearly as light as can be, the owner's fill made lighter or
 * darker (on a dark page, on a light one), and the holder's paler.
 * @typedef {{holder: string, owner: string, deep: string, same: boolean, light: boolean, pale: (share: number) => string,
 *   toned: (colour: string, dark: number, light: number, chroma?: number) => string}} Colours
 * @type {Record<string, (colours: Colours) => PatternSpec | null>}
 */
const STATUS_TILES = {
  annexed: ({ holder, owner, same, toned }) =>
    same ? null : tile(14, 45, holder, [strip(2.2, toned(owner, 0.05, -0.05, 1.1))]),
  occupied: ({ holder, owner, deep, same, toned }) =>
    same
      ? tile(8, 45, toned(owner, -0.06, 0.07), [strip(3.2, deep)])
      : tile(8, 45, owner, [strip(3.2, toned(holder, 0.06, -0.07, 1.1))]),
  puppet: broadBands(-45),
  protectorate: broadBands(0),
  leased: ({ holder, owner, toned }) => {
    const dot = { r: 1.35, colour: toned(owner, 0.2, -0.25) };
    return tile(
      9,
      0,
      holder,
      [],
      [
        { x: 2.2, y: 2.2, ...dot },
        { x: 6.7, y: 6.7, ...dot },
      ],
    );
  },
  disputed: ({ owner, deep, same, pale, toned }) =>
    tile(9, 45, pale(0.55), [strip(1.8, deep), strip(1.8, same ? deep : toned(owner, 0.12, -0.16), true)]),
  autonomous: ({ holder, deep, light, pale }) => tile(7, 0, holder, [strip(1.2, light ? deep : pale(0.6), true)]),
  mandate: ({ holder, deep }) => tile(7, 0, holder, [strip(1.2, deep)]),
  "free city": ({ holder, deep }) => tile(6, 0, holder, [strip(1, deep), strip(1, deep, true)]),
};

/**
 * The pattern of a status; null where it needs none.
 * @param {string} status
 * @param {string} holder  colour of who holds the land
 * @param {string} owner  colour of whose it is in law
 * @param {boolean} dark
 * @param {Record<string, string>} own  the status whose pattern each status of the atlas's own has
 * @returns {PatternSpec | null}
 */
export function patternSpec(status, holder, owner, dark = false, own = {}) {
  const fill = fillColour(holder, dark);
  const ground = dark ? "#1d2023" : "#fffdf6";
  const spec = STATUS_TILES[own[status] ?? status]?.({
    holder: fill,
    owner: fillColour(owner, dark),
    deep: shade(fill, dark ? 0.13 : -0.13, 1.15),
    same: holder === owner,
    light: !dark && leastContrast(fill, ground) < THIN,
    pale: (share) => mixColours(fill, ground, share),
    toned: (colour, night, day, chroma) => shade(colour, dark ? night : day, chroma),
  });
  return spec ? clear(spec, dark ? 1 : -1) : null;
}

/** A pattern whose inks all stand out from its ground. @param {PatternSpec} spec @param {1 | -1} usual  lighter or darker */
function clear(spec, usual) {
  const inked = (/** @type {string} */ colour, /** @type {number} */ width) =>
    standOut(colour, spec.background, width < THIN_WIDTH ? THIN : BROAD, usual);
  return {
    ...spec,
    strips: spec.strips.map((one) => ({ ...one, colour: inked(one.colour, one.width) })),
    dots: spec.dots.map((one) => ({ ...one, colour: inked(one.colour, 2 * one.r) })),
  };
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
  return shade(colour, dark ? 0.06 : -0.32, 1.6);
}

/** The dashes of an agreed sphere: level and staggered, where the hatches of a status slant. @param {string} id @param {string} colour @param {boolean} dark */
export function spherePattern(id, colour, dark) {
  const fill = sphereColour(colour, dark);
  const dash = (/** @type {number} */ x, /** @type {number} */ y) =>
    s("rect", { x, y, width: 8, height: 2.4, rx: 1.2, fill });
  return s("pattern", { id, width: 20, height: 16, patternUnits: "userSpaceOnUse" }, dash(1, 3), dash(11, 11));
}
