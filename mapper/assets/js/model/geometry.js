/** The shapes of one theatre in its plane, and where a position lies on the plate and in which land. */
import { bordersOf } from "./borders.js";
import { graticule, planeOf, windowExtent, windowOutline } from "./crs.js";
import { linesAt, walkRing } from "./decode.js";

const THIN = 0.5; // pixels that a line may be amiss
const BAND = 2.4; // pixels from a border to the middle of its bands
const NET = 5; // degrees

/**
 * What is drawn of a theatre, before any scale: lines in metres, borders, and the box of each land and border.
 * @typedef {object} Shape
 * @property {import("../types.js").RawTheatre} raw
 * @property {import("../types.js").Territory[]} territories
 * @property {ReturnType<typeof planeOf>} plane
 * @property {{left: number, right: number, top: number, bottom: number}} extent  of the window, in metres
 * @property {import("./borders.js").Border[]} borders
 * @property {number[][]} bordering  the borders of each land
 * @property {import("../types.js").Box[]} boxes  of the lands, in metres from the plate's corner
 * @property {import("../types.js").Box[]} borderBoxes
 * @property {import("../types.js").Box[]} shoreBoxes  of the arcs of the coast
 * @property {ArrayLike<number>[]} frame  the window's outline and the net of meridians, in metres
 */

/** @param {import("../types.js").RawTheatre} raw @param {import("../types.js").Theatre} theatre @returns {Shape} */
export function shapeOf(raw, { territories }) {
  const plane = planeOf(raw.proj);
  const extent = windowExtent(raw.window, plane.forward);
  const arcBoxes = raw.arcs.map((arc) => lineBox(arc, extent));
  const borders = bordersOf(raw);
  /** @type {number[][]} */
  const bordering = territories.map(() => []);
  for (const [index, { left, right }] of borders.entries())
    for (const land of [...left, ...right]) bordering[land].push(index);
  const around = (/** @type {number[]} */ arcs) => joined(arcs.map((arc) => arcBoxes[arc < 0 ? ~arc : arc]));
  const outline = windowOutline(raw.window, 24);
  return {
    raw,
    territories,
    plane,
    extent,
    borders,
    bordering,
    boxes: territories.map((land) => around(land.arcs.flat(2))),
    borderBoxes: borders.map((border) => around(border.arcs)),
    shoreBoxes: raw.coast.map((arc) => arcBoxes[arc]),
    frame: [[...outline, outline[0]], ...graticule(raw.window, NET)].map((line) => line.flatMap(plane.forward)),
  };
}

/** The box of a line, in metres from the plate's corner. @param {ArrayLike<number>} line @param {Shape["extent"]} extent @returns {import("../types.js").Box} */
function lineBox(line, { left, top }) {
  let [x0, y0, x1, y1] = [line[0], line[1], line[0], line[1]];
  for (let i = 2; i < line.length; i += 2) {
    const [x, y] = [line[i], line[i + 1]];
    if (x < x0) x0 = x;
    else if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    else if (y > y1) y1 = y;
  }
  return { x0: x0 - left, y0: top - y1, x1: x1 - left, y1: top - y0 };
}

/** The box around boxes. @param {import("../types.js").Box[]} boxes @returns {import("../types.js").Box} */
function joined(boxes) {
  const box = { ...boxes[0] };
  for (const { x0, y0, x1, y1 } of boxes) {
    if (x0 < box.x0) box.x0 = x0;
    if (y0 < box.y0) box.y0 = y0;
    if (x1 > box.x1) box.x1 = x1;
    if (y1 > box.y1) box.y1 = y1;
  }
  return box;
}

/** @typedef {ReturnType<typeof pathsAt>} Paths */

/** Path data at a scale, each made when it is first asked for. @param {Shape} shape @param {number} scale  pixels a metre */
export function pathsAt({ raw, territories, extent, borders, frame }, scale) {
  const all = (/** @type {ArrayLike<unknown>} */ list) => Array.from({ length: list.length }, (_, i) => i);
  const at = (/** @type {ArrayLike<number>[]} */ lines) => linesAt(lines, extent, scale, THIN);
  const arcs = at(raw.arcs);
  const outer = at(frame);
  /** @template Made @param {number} count @param {(index: number) => Made} make @returns {(index: number) => Made} */
  const kept = (count, make) => {
    /** @type {(Made | undefined)[]} */
    const made = new Array(count);
    return (index) => {
      made[index] ??= make(index);
      return /** @type {Made} */ (made[index]);
    };
  };
  return {
    tenths: arcs.tenths,
    land: kept(territories.length, (index) => arcs.area(territories[index].arcs.flat())),
    border: kept(borders.length, (index) => arcs.lines(borders[index].arcs)),
    left: kept(borders.length, (index) => arcs.beside(borders[index].arcs, BAND)),
    right: kept(borders.length, (index) => arcs.beside(borders[index].arcs, -BAND)),
    shore: kept(raw.coast.length, (index) => arcs.lines([raw.coast[index]])),
    lakes: () => at(raw.lakes).area(all(raw.lakes).map((ring) => [ring])),
    rivers: () => raw.rivers.map(({ points }) => at([points]).lines([0])),
    window: () => outer.lines([0]),
    net: () => outer.lines(all(frame).slice(1)),
  };
}

/** Metres from the plate's corner. @param {Shape} shape @param {[number, number]} position @returns {import("../types.js").Point} */
export function project({ plane, extent }, position) {
  const [x, y] = plane.forward(position);
  return { x: x - extent.left, y: extent.top - y };
}

/**
 * The land under a position, or -1: an even count of crossings lies outside.
 * @param {Shape} shape
 * @param {[number, number]} position
 * @param {(land: number) => boolean} there  whether a land is there on the day
 */
export function landAt(shape, position, there) {
  const { raw, territories, boxes, plane } = shape;
  const at = project(shape, position);
  const [px, py] = plane.forward(position);
  return territories.findIndex((land, index) => {
    const { x0, y0, x1, y1 } = boxes[index];
    if (at.x < x0 || at.x > x1 || at.y < y0 || at.y > y1 || !there(index)) return false;
    let inside = false;
    let [fromX, fromY] = [0, 0];
    for (const ring of land.arcs.flat())
      walkRing(raw.arcs, ring, (x, y, first) => {
        const crosses = !first && y > py !== fromY > py && px < ((fromX - x) * (py - y)) / (fromY - y) + x;
        if (crosses) inside = !inside;
        [fromX, fromY] = [x, y];
      });
    return inside;
  });
}
