/** What must be whole on paper: the view that the reader chose or, where it is the one that the map opens with, all that the map is about. */
import { spellOn } from "../model/chains.js";
import { changedLands } from "../model/changes.js";
import { fittedView, wholeWindow } from "../model/crs.js";
import { dayNumber } from "../model/days.js";
import { spheresOn } from "../model/overlays.js";

const DESKTOP = { x: 1000, y: 720 }; // the size that a map's views are made for
const MOVED = 1 / 8; // of a map's size: farther than what stands on it pushes its opening view aside
const ZOOMED = 1; // the same of its zoom
const MARGIN = 6; // pixels around a land

/** @typedef {import("../types.js").Box} Box */

/** The box of a plate that must be whole, in its pixels. @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx @returns {Box} */
export function subjectBox(plate, ctx) {
  const opening = ctx.blob.map.views[plate.id];
  if (!opening || !unmoved(plate, opening)) return plate.viewBox();
  const boxes = subjectLands(plate, ctx).map((index) => withMargin(plate.landBox(index)));
  return cut(around([viewAt(plate, opening), ...boxes]), plate);
}

/** Whether a map shows the view that it opens with. @param {import("../types.js").Plate} plate @param {import("../types.js").View} opening */
function unmoved({ map, raw, whole }, opening) {
  const size = map.getSize();
  const [lat, lon, fitted] = fittedView(opening, size, wholeWindow(raw));
  const { at, zoom } = whole ?? { at: L.latLng(lat, lon), zoom: fitted };
  const away = map.latLngToContainerPoint(at).subtract(size.divideBy(2));
  const near = Math.abs(away.x) <= MOVED * size.x && Math.abs(away.y) <= MOVED * size.y;
  return near && Math.abs(zoom - map.getZoom()) <= ZOOMED;
}

/** A view that was made for a full desktop, as a box of the plate's pixels. @param {import("../types.js").Plate} plate @param {import("../types.js").View} view */
export function viewAt({ map }, [lat, lon, zoom]) {
  const { x, y } = map.project([lat, lon], map.getZoom());
  const by = map.getZoomScale(map.getZoom(), zoom) / 2;
  return { x0: x - DESKTOP.x * by, y0: y - DESKTOP.y * by, x1: x + DESKTOP.x * by, y1: y + DESKTOP.y * by };
}

/**
 * The lands that changed in what is shown, and all lands of the powers over which others came to an agreement, as they were before it.
 * @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx
 */
function subjectLands({ theatre }, { blob, store }) {
  const state = store.get();
  const changed = state.since === null ? [] : changedLands(theatre, state).map(({ index }) => index);
  if (!state.layers.has("agreed")) return changed;
  const spheres = spheresOn(blob.agreements, state, state.agreed);
  const takers = new Set([...spheres.values()].map(({ polity }) => polity));
  const lands = theatre.territories.filter((land) => !land.of);
  const eve = Math.min(...[...spheres.values()].map(({ agreement }) => dayNumber(agreement.from))) - 1;
  if (!Number.isFinite(eve)) return changed;
  const owner = (/** @type {import("../types.js").Territory} */ land) => spellOn(land, eve).sovereign;
  const owners = new Set(lands.filter((land) => spheres.has(land.id)).map(owner));
  const divided = lands.filter((land) => owners.has(owner(land)) && !takers.has(owner(land)));
  return [...changed, ...divided.map(({ index }) => index)];
}

/** @param {Box} box @returns {Box} */
function withMargin({ x0, y0, x1, y1 }) {
  return { x0: x0 - MARGIN, y0: y0 - MARGIN, x1: x1 + MARGIN, y1: y1 + MARGIN };
}

/** The box around boxes that are not empty. @param {Box[]} boxes @returns {Box} */
function around(boxes) {
  const some = boxes.filter(({ x0, x1 }) => x1 - x0 > 2 * MARGIN);
  return {
    x0: Math.min(...some.map(({ x0 }) => x0)),
    y0: Math.min(...some.map(({ y0 }) => y0)),
    x1: Math.max(...some.map(({ x1 }) => x1)),
    y1: Math.max(...some.map(({ y1 }) => y1)),
  };
}

/** Cut a box to the theatre's window. @param {Box} box @param {import("../types.js").Plate} plate @returns {Box} */
function cut({ x0, y0, x1, y1 }, { extent, toPixel }) {
  const end = toPixel({ x: extent.right - extent.left, y: extent.top - extent.bottom });
  const clamp = (/** @type {number} */ value, /** @type {number} */ most) =>
    Math.min(most + MARGIN, Math.max(-MARGIN, value));
  return { x0: clamp(x0, end.x), y0: clamp(y0, end.y), x1: clamp(x1, end.x), y1: clamp(y1, end.y) };
}

/** Show a box in a plate of whatever size it has got. @param {import("../types.js").Plate} plate @param {Box} box  in pixels @param {number} zoom  of those */
export function fitBox({ map }, { x0, y0, x1, y1 }, zoom) {
  map.invalidateSize({ animate: false });
  const { x, y } = map.getSize();
  const fitted = map.getScaleZoom(Math.min(x / (x1 - x0), y / (y1 - y0)), zoom);
  const middle = map.unproject(L.point((x0 + x1) / 2, (y0 + y1) / 2), zoom);
  map.setView(middle, Math.min(9, Math.max(0, fitted)), { animate: false });
}
