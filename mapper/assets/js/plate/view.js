/** A theatre's shape on a map: paths and points at the map's zoom, what of it is in view, and what covers it. */
import { landAt, pathsAt, project, shapeOf } from "../model/geometry.js";

const ZOOMS_KEPT = 6;
const AROUND = 0.4; // of the view's size, that is drawn on each side of it

/**
 * @typedef {object} View
 * @property {L.Map} map
 * @property {import("../model/geometry.js").Shape} shape
 * @property {Map<number, import("../model/geometry.js").Paths>} kept  by zoom
 * @property {{left: number, top: number}} corner  of the plate on the screen
 * @property {() => DOMRect[]} obstacles  what covers the plates, on the screen
 */

/**
 * @param {L.Map} map
 * @param {import("../types.js").RawTheatre} raw
 * @param {import("../types.js").Theatre} theatre
 * @param {() => DOMRect[]} obstacles
 */
export function createView(map, raw, theatre, obstacles) {
  const shape = shapeOf(raw, theatre);
  /** @type {View} */
  const view = { map, shape, kept: new Map(), corner: { left: 0, top: 0 }, obstacles };
  /** @param {import("../types.js").Point} metres from the plate's corner @returns {import("../types.js").Point} pixels at the map's zoom */
  const toPixel = ({ x, y }) => {
    const scale = scaleOf(map);
    return { x: x * scale, y: y * scale };
  };
  return {
    shape,
    extent: shape.extent,
    borders: shape.borders,
    toPixel,
    paths: (/** @type {number} */ zoom) => paths(view, zoom),
    project: (/** @type {[number, number]} */ position) => project(shape, position),
    pixel: (/** @type {[number, number]} */ position) => toPixel(project(shape, position)),
    landAt: (/** @type {[number, number]} */ position, /** @type {(land: number) => boolean} */ there) =>
      landAt(shape, position, there),
    touching: (/** @type {import("../types.js").Box[]} */ boxes, around = 0) => touching(map, boxes, around),
    near: (/** @type {import("../types.js").Box[]} */ boxes) => touching(map, boxes, AROUND),
    positions: () => positions(shape),
    viewBox: () => viewBox(map),
    measure: () => measure(view),
    covered: () => covered(view),
  };
}

/** The arcs as longitude, latitude, to a metre. @param {import("../model/geometry.js").Shape} shape @returns {number[][]} */
function positions({ raw, plane }) {
  return raw.arcs.map((arc) => {
    const flat = [];
    for (let i = 0; i < arc.length; i += 2)
      flat.push(...plane.inverse([arc[i], arc[i + 1]]).map((degrees) => Math.round(degrees * 1e5) / 1e5));
    return flat;
  });
}

/** Pixels a metre. @param {L.Map} map @param {number} [zoom] */
function scaleOf(map, zoom = map.getZoom()) {
  return map.options.crs?.scale(zoom) ?? 1;
}

/** Path data of all that is drawn at a zoom, kept for the zooms used last. @param {View} view @param {number} zoom */
function paths({ map, shape, kept }, zoom) {
  const known = kept.get(zoom);
  if (known) return known;
  if (kept.size >= ZOOMS_KEPT) kept.delete(/** @type {number} */ (kept.keys().next().value));
  const made = pathsAt(shape, scaleOf(map, zoom));
  kept.set(zoom, made);
  return made;
}

/** Which boxes, in metres, touch the view or what lies around it. @param {L.Map} map @param {import("../types.js").Box[]} boxes @param {number} around  of the view's size */
function touching(map, boxes, around) {
  const { x0, y0, x1, y1 } = viewBox(map);
  const scale = scaleOf(map);
  const [dx, dy] = [(x1 - x0) * around, (y1 - y0) * around];
  const [left, right, top, bottom] = [x0 - dx, x1 + dx, y0 - dy, y1 + dy].map((edge) => edge / scale);
  return boxes.map((box) => box.x0 < right && box.x1 > left && box.y0 < bottom && box.y1 > top);
}

/** The part of the plate on show, in its pixels. @param {L.Map} map @returns {import("../types.js").Box} */
function viewBox(map) {
  const bounds = map.getPixelBounds();
  const [min, max] = [/** @type {L.Point} */ (bounds.min), /** @type {L.Point} */ (bounds.max)];
  return { x0: min.x, y0: min.y, x1: max.x, y1: max.y };
}

/** Where the plate lies on the screen: asked for seldom, for the answer costs a layout. @param {View} view */
function measure(view) {
  const { left, top } = view.map.getContainer().getBoundingClientRect();
  view.corner = { left, top };
}

/** What covers the plate, in its pixels. @param {View} view @returns {import("../types.js").Box[]} */
function covered({ map, corner, obstacles }) {
  const { x0, y0 } = viewBox(map);
  const [dx, dy] = [x0 - corner.left, y0 - corner.top];
  return obstacles().map((box) => ({ x0: box.left + dx, y0: box.top + dy, x1: box.right + dx, y1: box.bottom + dy }));
}
