/** The part of a plate that nothing stands on, and how a position comes into its middle. */
import { inBox, overlaps } from "../model/boxes.js";
import { fittedView, wholeWindow } from "../model/crs.js";

const MARGIN = 22; // pixels from the edge of the free part within which a position is not in sight
const MOST_ASIDE = 0.3; // of the size: how far the middle of a view may be shifted
const LAST_ASIDE = 0.42; // the same where the view cannot grow further
const MOST_WIDER = 2; // zooms that a view grows by at most

/** @typedef {import("../types.js").Box} Box */

/** The largest part of a view that is left when what covers it is cut off, side by side. @param {Box} view @param {Box[]} covers @returns {Box} */
export function freePart(view, covers) {
  const area = (/** @type {Box} */ { x0, y0, x1, y1 }) => Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
  let free = view;
  for (const cover of covers) {
    if (!overlaps(cover, free)) continue;
    const { x0, y0, x1, y1 } = free;
    const cuts = [
      { x0: cover.x1, y0, x1, y1 },
      { x0, y0: cover.y1, x1, y1 },
      { x0, y0, x1: cover.x0, y1 },
      { x0, y0, x1, y1: cover.y0 },
    ];
    free = cuts.reduce((best, cut) => (area(cut) > area(best) ? cut : best));
  }
  return free;
}

/** The free part of a plate, in its pixels. @param {import("../types.js").Plate} plate */
function freeBox(plate) {
  return freePart(plate.viewBox(), plate.covered());
}

/** Show a position in the middle of what is free. @param {import("../types.js").Plate} plate @param {[number, number]} at  latitude, longitude @param {number} zoom */
export function centreOn(plate, at, zoom) {
  const { map } = plate;
  const view = plate.viewBox();
  const free = freeBox(plate);
  const off = L.point(free.x0 + free.x1 - view.x0 - view.x1, free.y0 + free.y1 - view.y0 - view.y1).divideBy(2);
  map.setView(map.unproject(map.project(at, zoom).subtract(off), zoom), zoom, { animate: false });
}

/**
 * How far a view of some size must shift, in one direction, to hold points and keep its middle near the middle; null where it cannot.
 * @param {number[]} away  of the points from the middle
 * @param {number} size
 * @param {number} [aside]  how far the middle may be shifted, as a share of the size
 */
export function shiftToHold(away, size, aside = MOST_ASIDE) {
  const reach = size / 2 - MARGIN;
  const least = Math.max(-aside * size, ...away.map((one) => one - reach));
  const most = Math.min(aside * size, ...away.map((one) => one + reach));
  return least > most ? null : Math.min(most, Math.max(least, 0));
}

/**
 * Show a view that was made for a full desktop in what of a plate is free, and in it some positions, if it need not grow much for them.
 * @param {import("../types.js").Plate} plate @param {import("../types.js").View} view @param {{lon: number, lat: number}[]} held
 * @param {boolean} filled  whether paper may be left on some side, but not on all
 */
export function fitOn(plate, view, held, filled) {
  const { map } = plate;
  const { x0, y0, x1, y1 } = freeBox(plate);
  const size = { x: x1 - x0, y: y1 - y0 };
  const [lat, lon, fitted] = fittedView(view, size, filled ? wholeWindow(plate.raw) : undefined);
  const widest = Math.max(0, fitted - MOST_WIDER);
  for (let zoom = fitted; zoom >= widest; zoom -= 0.5) {
    const middle = map.project([lat, lon], zoom);
    const away = held.map((one) => map.project([one.lat, one.lon], zoom).subtract(middle));
    const aside = zoom - 0.5 < widest ? LAST_ASIDE : MOST_ASIDE;
    const [x, y] = /** @type {const} */ (["x", "y"]).map((axis) =>
      shiftToHold(
        away.map((one) => one[axis]),
        size[axis],
        aside,
      ),
    );
    if (x === null || y === null) continue;
    const { lat: shifted, lng } = map.unproject(middle.add([x, y]), zoom);
    centreOn(plate, [shifted, lng], zoom);
    return;
  }
  centreOn(plate, [lat, lon], fitted);
}

/** Bring a position into sight, if it is not. @param {import("../types.js").Plate} plate @param {[number, number]} at  latitude, longitude */
export function bringIntoSight(plate, at) {
  const { x0, y0, x1, y1 } = freeBox(plate);
  const inner = { x0: x0 + MARGIN, y0: y0 + MARGIN, x1: x1 - MARGIN, y1: y1 - MARGIN };
  const [lat, lon] = at;
  if (!inBox(plate.pixel([lon, lat]), inner)) centreOn(plate, at, plate.map.getZoom());
}
