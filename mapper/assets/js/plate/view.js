/** A theatre's shape on a map: paths and points at the map's zoom, what of it is in view, and what covers it. */
import { boxOf, contains, inBox, overlaps, padded, scaled } from "../model/boxes.js";
import { livesOn } from "../model/chains.js";
import { isIn, landAt, outline, project, shapeOf, shapePaths } from "../model/geometry.js";

const ZOOMS_KEPT = 2;
const MADE_ASIDE = 0.6; // of a view, within which paths are right beyond each side of it
export const DRAWN_ASIDE = 0.3; // of a view, which is drawn beyond each side of it

/**
 * @typedef {object} View
 * @property {L.Map} map
 * @property {import("../model/geometry.js").Shape} shape
 * @property {Map<number, import("../model/geometry.js").Paths>} kept  by zoom
 * @property {{key: string, seen: boolean[]}} last  which lands were in view when it was asked last
 * @property {{left: number, top: number}} corner  of the plate on the screen
 * @property {Covers} covers
 */
/** What covers the plates, on the screen, and what of a map another hides. @typedef {Pick<import("../types.js").Context, "obstacles" | "hidden">} Covers */

/**
 * @param {L.Map} map
 * @param {import("../types.js").RawTheatre} raw
 * @param {import("../types.js").Theatre} theatre
 * @param {Covers} covers
 */
export function createView(map, raw, theatre, covers) {
  const shape = shapeOf(raw, theatre);
  /** @type {View} */
  const view = { map, shape, kept: new Map(), last: { key: "", seen: [] }, corner: { left: 0, top: 0 }, covers };
  /** @param {import("../types.js").Point} metres from the plate's corner @returns {import("../types.js").Point} pixels at the map's zoom */
  const toPixel = ({ x, y }) => ({ x: x * scaleOf(map), y: y * scaleOf(map) });
  return {
    arcs: shape.arcs,
    metres: shape.metres,
    extent: shape.extent,
    borders: shape.borders,
    bordersOf: shape.bordersOf,
    toPixel,
    paths: (/** @type {number} */ zoom) => paths(view, zoom),
    outline: (/** @type {number} */ scale, /** @type {number} */ gap) => outline(shape, scale, gap),
    project: (/** @type {[number, number]} */ position) => project(shape, position),
    pixel: (/** @type {[number, number]} */ position) => toPixel(project(shape, position)),
    landAt: (/** @type {[number, number]} */ position, /** @type {number} */ day) => landAt(shape, position, day),
    isIn: (/** @type {import("../types.js").Territory} */ land, /** @type {[number, number]} */ position) =>
      isIn(shape, land, position),
    inView: (/** @type {number} */ day) => inView(view, day),
    nearView: () => nearView(view),
    landBox: (/** @type {number} */ index) => scaled(shape.boxes[index], scaleOf(map)),
    viewBox: () => viewBox(map),
    measure: () => measure(view),
    covered: () => covered(view),
    hidden: () => hidden(view),
  };
}

/** Pixels a metre. @param {L.Map} map @param {number} [zoom] */
function scaleOf(map, zoom = map.getZoom()) {
  return map.options.crs?.scale(zoom) ?? 1;
}

/** Path data of all that is drawn near the view at a zoom, kept for the zooms used last; made anew where the view has gone too far. @param {View} view @param {number} zoom */
function paths({ map, shape, kept }, zoom) {
  const scale = scaleOf(map, zoom);
  const at = scaled(viewBox(map), 1 / scale);
  const known = kept.get(zoom);
  if (known && contains(known.within, padded(at, DRAWN_ASIDE))) return known;
  kept.delete(zoom);
  if (kept.size >= ZOOMS_KEPT) kept.delete(/** @type {number} */ (kept.keys().next().value));
  const made = shapePaths(shape, scale, padded(at, MADE_ASIDE));
  kept.set(zoom, made);
  return made;
}

/** Which lands of a day are in view: a vertex of theirs is, or they cover its middle. Legend and panels ask for the same. @param {View} view @param {number} day */
function inView({ map, shape, last }, day) {
  const view = scaled(viewBox(map), 1 / scaleOf(map));
  const key = [day, ...Object.values(view)].join();
  if (key === last.key) return last.seen;
  const { lat, lng } = map.getCenter();
  const middle = landAt(shape, [lng, lat], day);
  last.key = key;
  last.seen = shape.boxes.map(
    (box, i) =>
      overlaps(box, view) &&
      livesOn(shape.territories[i], day) &&
      (i === middle || contains(view, box) || hasVertexIn(shape, i, view)),
  );
  return last.seen;
}

/** Whether a land or a border may reach into what the map keeps drawn, which is somewhat more than the view. @param {View} view */
function nearView({ map, shape }) {
  const near = scaled(padded(viewBox(map), DRAWN_ASIDE), 1 / scaleOf(map));
  return {
    land: (/** @type {number} */ index) => overlaps(shape.boxes[index], near),
    border: (/** @type {number} */ index) => overlaps(shape.borderBoxes[index], near),
  };
}

/** @param {View["shape"]} shape @param {number} index  of a territory @param {import("../types.js").Box} box  in metres from the plate's corner */
function hasVertexIn({ territories, metres, extent }, index, box) {
  for (const ring of territories[index].arcs.flat())
    for (const end of ring) {
      const arc = metres[end < 0 ? ~end : end];
      for (let i = 0; i < arc.length; i += 2)
        if (inBox({ x: arc[i] - extent.left, y: extent.top - arc[i + 1] }, box)) return true;
    }
  return false;
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
function covered({ map, corner, covers }) {
  const { x0, y0 } = viewBox(map);
  const [dx, dy] = [x0 - corner.left, y0 - corner.top];
  return covers.obstacles().map((rect) => boxOf(rect, dx, dy));
}

/** What of the plate its twin of another day hides, in its pixels: the same land is seen there, with names of its own. @param {View} view @returns {import("../types.js").Box[]} */
function hidden({ map, covers }) {
  const { x0, y0 } = viewBox(map);
  return covers.hidden(map).map((box) => ({ x0: x0 + box.x0, y0: y0 + box.y0, x1: x0 + box.x1, y1: y0 + box.y1 }));
}
