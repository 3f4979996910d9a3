/** The shapes of one theatre: projected once, thinned once a scale; where a position lies on the plate and in which land. */
import { bordersByLand, groupBorders } from "./borders.js";
import { livesOn } from "./chains.js";
import { forwardOf, graticule, windowExtent, windowOutline } from "./crs.js";
import { decodeArcs, stepData, walkRing } from "./decode.js";

const THIN = 0.8; // pixels between vertices at least
const BAND = 24; // tenths of a pixel from a border to the middle of its bands

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
 * A curve beside a curve, in tenths of a pixel: each vertex moved along the mean normal of its two sides.
 * @param {Int32Array} arc
 * @param {number} by  tenths to the left of the direction on the screen
 */
function offsetArc(arc, by) {
  const count = arc.length / 2;
  const moved = new Int32Array(arc.length);
  for (let i = 0; i < count; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(count - 1, i + 1);
    const dx = arc[2 * b] - arc[2 * a];
    const dy = arc[2 * b + 1] - arc[2 * a + 1];
    const length = Math.hypot(dx, dy) || 1;
    moved[2 * i] = Math.round(arc[2 * i] + (dy / length) * by);
    moved[2 * i + 1] = Math.round(arc[2 * i + 1] - (dx / length) * by);
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
 * @property {ReturnType<typeof watersOf>} waters
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
    waters: watersOf(raw, forward),
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

/** Positions in metres. @param {[number, number][]} positions @param {Shape["forward"]} forward */
function projected(positions, forward) {
  return Float64Array.from(positions.flatMap((position) => forward(position)));
}

/** What is drawn of waters and meridians, in metres. @param {import("../types.js").RawTheatre} raw @param {Shape["forward"]} forward */
function watersOf({ lakes, rivers, window }, forward) {
  const curve = (/** @type {[number, number][]} */ positions) => projected(positions, forward);
  /** @type {[number, number][][]} */
  const rings = lakes.flatMap((lake) => (Array.isArray(lake[0][0]) ? /** @type {any} */ (lake) : [lake]));
  return {
    lakes: rings.map(curve),
    rivers: rivers.map(({ points }) => curve(points)),
    net: graticule(window, 5).map(curve),
    window: [curve([...windowOutline(window, 24), [window[0], window[1]]])],
  };
}

/** An arc at a scale, thinned, in tenths of a pixel. @param {Shape} shape @param {Float64Array} arc  in metres @param {number} scale  pixels a metre */
function toTenths({ extent }, arc, scale) {
  const tenths = new Int32Array(arc.length);
  const last = arc.length - 2;
  let kept = 0;
  for (let i = 0; i <= last; i += 2) {
    const x = Math.round((arc[i] - extent.left) * scale * 10);
    const y = Math.round((extent.top - arc[i + 1]) * scale * 10);
    const near = kept && Math.abs(x - tenths[kept - 2]) + Math.abs(y - tenths[kept - 1]) < 10 * THIN;
    if (near && i < last) continue;
    tenths[kept] = x;
    tenths[kept + 1] = y;
    kept += 2;
  }
  return tenths.slice(0, kept);
}

/** Path data of whole arcs, each by itself. @param {Int32Array[]} list @param {boolean} [closed] */
function eachData(list, closed = false) {
  const rings = list.map((_, i) => [i]);
  return stepData(list, rings, closed);
}

/** @typedef {ReturnType<typeof shapePaths>} Paths */

/** Path data of all that is drawn at a scale, each made when it is first asked for. @param {Shape} shape @param {number} scale  pixels a metre */
export function shapePaths(shape, scale) {
  const { raw, territories, borders } = shape;
  /** @type {Int32Array[]} */
  const known = [];
  const inTenths = (/** @type {number[]} */ arcs) => {
    for (const arc of arcs) known[arc] ??= toTenths(shape, shape.metres[arc], scale);
    return known;
  };
  const arcsData = (/** @type {number[]} */ arcs) => {
    const each = arcs.map((arc) => [arc]);
    return stepData(inTenths(arcs), each, false);
  };
  const beside = (/** @type {number} */ index, /** @type {number} */ by) => {
    const { arcs } = borders[index];
    const all = inTenths(arcs);
    return eachData(arcs.map((arc) => offsetArc(all[arc], by)));
  };
  const scaled = (/** @type {Float64Array[]} */ lines) => lines.map((line) => toTenths(shape, line, scale));
  const waters = () => {
    const { lakes, rivers, net, window } = shape.waters;
    return {
      coast: arcsData(raw.coast),
      lakes: eachData(scaled(lakes), true),
      rivers: scaled(rivers).map((river) => eachData([river])),
      net: eachData(scaled(net)),
      window: eachData(scaled(window)),
    };
  };
  return {
    land: memo((index) => {
      const rings = territories[index].arcs.flat();
      return stepData(inTenths(rings.flat().map((arc) => (arc < 0 ? ~arc : arc))), rings, true);
    }),
    border: memo((index) => arcsData(borders[index].arcs)),
    arcs: arcsData,
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
