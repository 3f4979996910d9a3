/** The shapes of one theatre: projected once, thinned once a scale; where a position lies on the plate and in which land. */
import { bordersByLand, groupBorders } from "./borders.js";
import { livesOn } from "./chains.js";
import { forwardOf, graticule, windowExtent, windowOutline } from "./crs.js";
import { decodeArcs, pathData, thinArcs, walkRing } from "./decode.js";

const THIN = 0.8; // pixels between vertices at least
const BAND = 2.4; // pixels from a border to the middle of its bands

/** @param {Float64Array[]} arcs @param {(position: [number, number]) => [number, number]} forward */
function projectArcs(arcs, forward) {
  return arcs.map((arc) => {
    const flat = new Float64Array(arc.length);
    for (let i = 0; i < arc.length; i += 2) {
      const [x, y] = forward([arc[i], arc[i + 1]]);
      flat[i] = x;
      flat[i + 1] = y;
    }
    return flat;
  });
}

/**
 * A curve beside a curve: each vertex moved along the mean normal of its two sides.
 * @param {Float64Array} arc  in pixels
 * @param {number} by  pixels to the left of the direction on the screen
 */
function offsetArc(arc, by) {
  const count = arc.length / 2;
  const moved = new Float64Array(arc.length);
  for (let i = 0; i < count; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(count - 1, i + 1);
    const dx = arc[2 * b] - arc[2 * a];
    const dy = arc[2 * b + 1] - arc[2 * a + 1];
    const length = Math.hypot(dx, dy) || 1;
    moved[2 * i] = arc[2 * i] + (dy / length) * by;
    moved[2 * i + 1] = arc[2 * i + 1] - (dx / length) * by;
  }
  return moved;
}

/**
 * What is drawn of a theatre, before any scale: positions in metres, borders grouped, the box of each land.
 * @typedef {object} Shape
 * @property {import("../types.js").RawTheatre} raw
 * @property {import("../types.js").Territory[]} territories
 * @property {(position: [number, number]) => [number, number]} forward
 * @property {{left: number, right: number, top: number, bottom: number}} extent  of the window, in metres
 * @property {Float64Array[]} arcs  positions
 * @property {Float64Array[]} metres  the same, projected
 * @property {ReturnType<typeof groupBorders>} borders
 * @property {number[][]} bordersOf  each land
 * @property {[number, number][][]} lakes  rings
 * @property {import("../types.js").Box[]} boxes  of the territories, in metres from the plate's corner
 */

/**
 * @param {import("../types.js").RawTheatre} raw
 * @param {import("../types.js").Theatre} theatre
 * @returns {Shape}
 */
export function shapeOf(raw, { territories }) {
  const forward = forwardOf(raw.proj);
  const extent = windowExtent(raw.window, forward);
  const arcs = decodeArcs(raw.arcs, raw.places);
  const metres = projectArcs(arcs, forward);
  const borders = groupBorders(raw.borders);
  return {
    raw,
    territories,
    forward,
    extent,
    arcs,
    metres,
    borders,
    bordersOf: bordersByLand(borders, territories.length),
    lakes: raw.lakes.flatMap((lake) => (Array.isArray(lake[0][0]) ? /** @type {any} */ (lake) : [lake])),
    boxes: territories.map((territory) => landBox(territory, metres, extent)),
  };
}

/** @param {import("../types.js").Territory} territory @param {Float64Array[]} metres @param {Shape["extent"]} extent @returns {import("../types.js").Box} */
function landBox(territory, metres, extent) {
  const box = {
    x0: Number.POSITIVE_INFINITY,
    y0: Number.POSITIVE_INFINITY,
    x1: Number.NEGATIVE_INFINITY,
    y1: Number.NEGATIVE_INFINITY,
  };
  for (const ring of territory.arcs.flat()) {
    walkRing(metres, ring, (x, y) => {
      box.x0 = Math.min(box.x0, x - extent.left);
      box.x1 = Math.max(box.x1, x - extent.left);
      box.y0 = Math.min(box.y0, extent.top - y);
      box.y1 = Math.max(box.y1, extent.top - y);
    });
  }
  return box;
}

/** Metres to pixels. @param {Shape} shape @param {Float64Array} arc @param {number} scale */
function toPixels({ extent }, arc, scale) {
  const flat = new Float64Array(arc.length);
  for (let i = 0; i < arc.length; i += 2) {
    flat[i] = (arc[i] - extent.left) * scale;
    flat[i + 1] = (extent.top - arc[i + 1]) * scale;
  }
  return flat;
}

/** Positions to pixels. @param {Shape} shape @param {[number, number][]} positions @param {number} scale */
function curve(shape, positions, scale) {
  const flat = new Float64Array(positions.length * 2);
  for (const [i, position] of positions.entries()) {
    const [x, y] = shape.forward(position);
    flat[2 * i] = x;
    flat[2 * i + 1] = y;
  }
  return toPixels(shape, flat, scale);
}

/** Path data of whole arcs, each a line by itself. @param {Float64Array[]} list */
function linesData(list) {
  const each = list.map((_, i) => [i]);
  return pathData(list, each, false);
}

/** Path data of some arcs as they are. @param {Float64Array[]} pixels @param {number[]} arcs */
function arcsData(pixels, arcs) {
  const each = arcs.map((arc) => [arc]);
  return pathData(pixels, each, false);
}

/** @typedef {ReturnType<typeof shapePaths>} Paths */

/** Path data of all that is drawn at a scale, each made when it is first asked for. @param {Shape} shape @param {number} scale  pixels a metre */
export function shapePaths(shape, scale) {
  const { raw, territories, borders } = shape;
  /** @type {Float64Array[]} */
  const pixels = [];
  const arcPixels = (/** @type {number[]} */ arcs) => {
    for (const arc of arcs) pixels[arc] ??= thinArcs([toPixels(shape, shape.metres[arc], scale)], THIN)[0];
    return pixels;
  };
  const line = (/** @type {[number, number][]} */ positions) => curve(shape, positions, scale);
  const beside = (/** @type {number} */ index, /** @type {number} */ by) => {
    const { arcs } = borders[index];
    const known = arcPixels(arcs);
    return linesData(arcs.map((arc) => offsetArc(known[arc], by)));
  };
  const waters = () => {
    const lakes = thinArcs(shape.lakes.map(line), THIN);
    const rings = lakes.map((_, i) => [i]);
    return {
      coast: arcsData(arcPixels(raw.coast), raw.coast),
      lakes: pathData(lakes, rings, true),
      rivers: raw.rivers.map((river) => linesData(thinArcs([line(river.points)], THIN))),
      net: linesData(graticule(raw.window, 5).map(line)),
      window: linesData([line([...windowOutline(raw.window, 24), [raw.window[0], raw.window[1]]])]),
    };
  };
  return {
    land: memo((index) => {
      const rings = territories[index].arcs.flat();
      return pathData(arcPixels(rings.flat().map((arc) => (arc < 0 ? ~arc : arc))), rings, true);
    }),
    border: memo((index) => arcsData(arcPixels(borders[index].arcs), borders[index].arcs)),
    left: memo((index) => beside(index, BAND)),
    right: memo((index) => beside(index, -BAND)),
    waters: waters(),
  };
}

/** What a function gives for each number, kept. @template T @param {(number: number) => T} make @returns {(number: number) => T} */
function memo(make) {
  /** @type {Map<number, T>} */
  const kept = new Map();
  return (number) => {
    let found = kept.get(number);
    if (found === undefined) {
      found = make(number);
      kept.set(number, found);
    }
    return found;
  };
}

/** Metres from the plate's corner. @param {Shape} shape @param {[number, number]} position @returns {import("../types.js").Point} */
export function project({ forward, extent }, position) {
  const [x, y] = forward(position);
  return { x: x - extent.left, y: extent.top - y };
}

/** The territory under a position, or -1: an even count of crossings lies outside. @param {Shape} shape @param {[number, number]} position @param {number} day */
export function landAt(shape, position, day) {
  return shape.territories.findIndex((land) => livesOn(land, day) && isIn(shape, land, position));
}

/** Whether a position lies in a land. @param {Shape} shape @param {import("../types.js").Territory} land @param {[number, number]} position */
export function isIn({ arcs }, land, [lon, lat]) {
  let inside = false;
  for (const ring of land.arcs.flat()) {
    let px = 0;
    let py = 0;
    walkRing(arcs, ring, (x, y, first) => {
      if (!first && y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
      px = x;
      py = y;
    });
  }
  return inside;
}
