/** The shapes of one theatre: projected once, thinned once a scale; where a position lies on the plate and in which land. */
import { bordersByLand, groupBorders } from "./borders.js";
import { inBox, overlaps, scaled as scaledBox } from "./boxes.js";
import { livesOn } from "./chains.js";
import { forwardOf, graticule, windowExtent, windowOutline } from "./crs.js";
import { decodeArcs, stepData, walkRing } from "./decode.js";

const THIN = 0.8; // pixels between vertices at least
const BAND = 24; // tenths of a pixel from a border to the middle of its bands
const NOWHERE = {
  x0: Number.POSITIVE_INFINITY,
  y0: Number.POSITIVE_INFINITY,
  x1: Number.NEGATIVE_INFINITY,
  y1: Number.NEGATIVE_INFINITY,
};
const EVERYWHERE = {
  x0: Number.NEGATIVE_INFINITY,
  y0: Number.NEGATIVE_INFINITY,
  x1: Number.POSITIVE_INFINITY,
  y1: Number.POSITIVE_INFINITY,
};

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

/** The box of a flat curve. @param {Float64Array} curve  x, y, x, y... @returns {import("../types.js").Box} */
function curveBox(curve) {
  const box = { ...NOWHERE };
  for (let i = 0; i < curve.length; i += 2) {
    box.x0 = Math.min(box.x0, curve[i]);
    box.x1 = Math.max(box.x1, curve[i]);
    box.y0 = Math.min(box.y0, curve[i + 1]);
    box.y1 = Math.max(box.y1, curve[i + 1]);
  }
  return box;
}

/** The box around some arcs. @param {number[]} arcs  indexes, ~i for arc i backwards @param {import("../types.js").Box[]} boxes  of all arcs */
function boxAround(arcs, boxes) {
  const box = { ...NOWHERE };
  for (const arc of arcs) {
    const { x0, y0, x1, y1 } = boxes[arc < 0 ? ~arc : arc];
    box.x0 = Math.min(box.x0, x0);
    box.x1 = Math.max(box.x1, x1);
    box.y0 = Math.min(box.y0, y0);
    box.y1 = Math.max(box.y1, y1);
  }
  return box;
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
    const length = Math.sqrt(dx * dx + dy * dy) || 1; // a third of the cost of hypot
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
 * @property {import("../types.js").Box[]} arcBoxes  in metres from the plate's corner
 * @property {import("../types.js").Box[]} boxes  of the territories, in metres from the plate's corner
 * @property {import("../types.js").Box[]} borderBoxes  the same of borders
 * @property {import("../types.js").Box[]} degrees  of the territories, of longitude and latitude
 */

/** What was drawn of a theatre before: its twin in a comparison draws the same. @type {WeakMap<import("../types.js").RawTheatre, Shape>} */
const shapes = new WeakMap();

/** What is drawn of a theatre; the steps of its arcs are let go, for there are many and they are needed once. @param {import("../types.js").RawTheatre} raw @param {import("../types.js").Theatre} theatre @returns {Shape} */
export function shapeOf(raw, theatre) {
  const known = shapes.get(raw);
  if (known) return known;
  const made = makeShape(raw, theatre);
  shapes.set(raw, made);
  raw.arcs = [];
  return made;
}

/** @param {import("../types.js").RawTheatre} raw @param {import("../types.js").Theatre} theatre @returns {Shape} */
function makeShape(raw, { territories }) {
  const forward = forwardOf(raw.proj);
  const extent = windowExtent(raw.window, forward);
  const arcs = decodeArcs(raw.arcs, raw.places);
  const metres = projectArcs(arcs, forward);
  const borders = groupBorders(raw.borders);
  const arcBoxes = metres.map((arc) => fromCorner(curveBox(arc), extent));
  const degrees = arcs.map(curveBox);
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
    arcBoxes,
    boxes: territories.map((territory) => boxAround(territory.arcs.flat(2), arcBoxes)),
    borderBoxes: borders.map((border) => boxAround(border.arcs, arcBoxes)),
    degrees: territories.map((territory) => boxAround(territory.arcs.flat(2), degrees)),
  };
}

/** A box of metres as one from the plate's corner, whose y grows southward. @param {import("../types.js").Box} box @param {Shape["extent"]} extent */
function fromCorner({ x0, y0, x1, y1 }, { left, top }) {
  return { x0: x0 - left, y0: top - y1, x1: x1 - left, y1: top - y0 };
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

/**
 * What is drawn: at which scale, pixels a metre, and within which box, in tenths of a pixel.
 * @typedef {{scale: number, gap: number, box: import("../types.js").Box}} Drawing
 */

/** On which sides of a box a point lies, a bit each. @param {number} x @param {number} y @param {import("../types.js").Box} box */
function sidesOf(x, y, { x0, y0, x1, y1 }) {
  return (x < x0 ? 1 : 0) | (x > x1 ? 2 : 0) | (y < y0 ? 4 : 0) | (y > y1 ? 8 : 0);
}

/** The room that curves are written in before they are cut to length. */
let room = new Int32Array(1 << 12);

/**
 * A curve at a scale, in tenths of a pixel, without vertices that nobody sees: those too near the last, and those beyond one side of what is drawn, like those before and after them.
 * @param {Shape} shape @param {Float64Array} curve  in metres @param {Drawing} drawing
 */
function toTenths({ extent: { left, top } }, curve, { scale, gap, box }) {
  if (room.length < curve.length) room = new Int32Array(2 * curve.length);
  const by = scale * 10;
  const last = curve.length - 2;
  let kept = 0;
  let [px, py, before] = [0, 0, 0];
  let x = Math.round((curve[0] - left) * by);
  let y = Math.round((top - curve[1]) * by);
  let sides = sidesOf(x, y, box);
  for (let i = 0; i <= last; i += 2) {
    const end = i === last;
    const nextX = end ? x : Math.round((curve[i + 2] - left) * by);
    const nextY = end ? y : Math.round((top - curve[i + 3]) * by);
    const after = end ? sides : sidesOf(nextX, nextY, box);
    const spared = kept && !end && (Math.abs(x - px) + Math.abs(y - py) < gap || before & sides & after);
    if (!spared) {
      room[kept++] = x;
      room[kept++] = y;
      [px, py, before] = [x, y, sides];
    }
    [x, y, sides] = [nextX, nextY, after];
  }
  return room.slice(0, kept);
}

/** Path data of whole arcs, each by itself. @param {Int32Array[]} list @param {boolean} [closed] */
function eachData(list, closed = false) {
  const rings = list.map((_, i) => [i]);
  return stepData(list, rings, closed);
}

/** @typedef {ReturnType<typeof shapePaths>} Paths */
let pathsMade = 0;

/**
 * Path data of all that is drawn at a scale, each made when it is first asked for: right within a box, and no more than it must be beyond.
 * @param {Shape} shape @param {number} scale  pixels a metre @param {import("../types.js").Box} [within]  metres from the plate's corner
 */
export function shapePaths(shape, scale, within = EVERYWHERE) {
  const { raw, territories, borders, arcBoxes } = shape;
  const drawing = { scale, gap: 10 * THIN, box: scaledBox(within, 10 * scale) };
  /** @type {Int32Array[]} */
  const known = [];
  const inTenths = (/** @type {number[]} */ arcs) => {
    for (const end of arcs) {
      const arc = end < 0 ? ~end : end;
      known[arc] ??= toTenths(shape, shape.metres[arc], drawing);
    }
    return known;
  };
  const arcsData = (/** @type {number[]} */ arcs) => {
    const there = arcs.filter((arc) => overlaps(arcBoxes[arc], within));
    const each = there.map((arc) => [arc]);
    return stepData(inTenths(there), each, false);
  };
  const beside = (/** @type {number} */ index, /** @type {number} */ by) => {
    const arcs = borders[index].arcs.filter((arc) => overlaps(arcBoxes[arc], within));
    const all = inTenths(arcs);
    return eachData(arcs.map((arc) => offsetArc(all[arc], by)));
  };
  const scaled = (/** @type {Float64Array[]} */ lines) => lines.map((line) => toTenths(shape, line, drawing));
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
    number: ++pathsMade,
    within,
    land: memo((index) => {
      const rings = territories[index].arcs.flat();
      return stepData(inTenths(rings.flat()), rings, true);
    }),
    border: memo((index) => arcsData(borders[index].arcs)),
    arcs: arcsData,
    left: memo((index) => beside(index, BAND)),
    right: memo((index) => beside(index, -BAND)),
    waters,
  };
}

/** Path data of all lands, with so many pixels between vertices at least. @param {Shape} shape @param {number} scale  pixels a metre @param {number} gap */
export function outline(shape, scale, gap) {
  const drawing = { scale, gap: 10 * gap, box: EVERYWHERE };
  const arcs = shape.metres.map((arc) => toTenths(shape, arc, drawing));
  const rings = shape.territories.flatMap((one) => one.arcs.flat());
  return stepData(arcs, rings, true);
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
  const [x, y] = position;
  return shape.territories.findIndex(
    (land, i) => inBox({ x, y }, shape.degrees[i]) && livesOn(land, day) && isIn(shape, land, position),
  );
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
