/** Boxes on the plate, and the window of longitudes and latitudes that a theatre has. */

/** @param {import("../types.js").Box} a @param {import("../types.js").Box} b @param {number} [margin] */
export function overlaps(a, b, margin = 0) {
  return a.x0 - margin < b.x1 && b.x0 - margin < a.x1 && a.y0 - margin < b.y1 && b.y0 - margin < a.y1;
}

/** @param {import("../types.js").Box} box @param {number} by @returns {import("../types.js").Box} */
export function scaled(box, by) {
  return { x0: box.x0 * by, y0: box.y0 * by, x1: box.x1 * by, y1: box.y1 * by };
}

/** A rectangle on the screen as a box elsewhere. @param {DOMRect} rect @param {number} dx @param {number} dy @returns {import("../types.js").Box} */
export function boxOf({ left, top, right, bottom }, dx, dy) {
  return { x0: left + dx, y0: top + dy, x1: right + dx, y1: bottom + dy };
}

/** Whether a box holds all of another. @param {import("../types.js").Box} a @param {import("../types.js").Box} b */
export function contains(a, b) {
  return a.x0 <= b.x0 && a.y0 <= b.y0 && a.x1 >= b.x1 && a.y1 >= b.y1;
}

/** A box with a share of its size more on each side. @param {import("../types.js").Box} box @param {number} share @returns {import("../types.js").Box} */
export function padded({ x0, y0, x1, y1 }, share) {
  const [dx, dy] = [(x1 - x0) * share, (y1 - y0) * share];
  return { x0: x0 - dx, y0: y0 - dy, x1: x1 + dx, y1: y1 + dy };
}

/** @param {import("../types.js").Point} point @param {import("../types.js").Box} box */
export function inBox({ x, y }, { x0, y0, x1, y1 }) {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

/** Whether a position lies in a window. @param {{lon: number, lat: number}} point @param {import("../types.js").Window} window */
export function inWindow({ lon, lat }, [west, south, east, north]) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
