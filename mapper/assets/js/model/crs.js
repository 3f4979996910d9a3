/** Each theatre's own equal-area projection, its window in it, and views. */

const ZOOM_RATIO = 1.6;
const ZOOMS = 10; // from 0
const BEYOND = 3;
const SHORT = 0.15; // of a zoom, by which a window may fall short of the side that it fills

/** Metres a pixel at each zoom; Leaflet asks for those beyond the last before it stays there. @param {number} coarsest  at zoom 0 */
export function resolutions(coarsest) {
  return Array.from({ length: ZOOMS + BEYOND }, (_, zoom) => coarsest / ZOOM_RATIO ** zoom);
}

/**
 * The box in projected metres of a window of meridians and parallels.
 * @param {import("../types.js").Window} box
 * @param {(position: [number, number]) => [number, number]} forward
 */
export function windowExtent(box, forward) {
  const points = windowOutline(box, 24).map(forward);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.max(...ys), bottom: Math.min(...ys) };
}

/** A window as a closed curve of positions. @param {import("../types.js").Window} box @param {number} parts a side */
export function windowOutline([west, south, east, north], parts) {
  /** @type {[number, number][]} */
  const points = [];
  const side = (
    /** @type {number} */ x0,
    /** @type {number} */ y0,
    /** @type {number} */ x1,
    /** @type {number} */ y1,
  ) => {
    for (let i = 0; i < parts; i++) points.push([x0 + ((x1 - x0) * i) / parts, y0 + ((y1 - y0) * i) / parts]);
  };
  side(west, south, east, south);
  side(east, south, east, north);
  side(east, north, west, north);
  side(west, north, west, south);
  return points;
}

/** A definition with its offsets spelled out: proj4's Albers knows no default for them. @param {string} definition */
export function withOffsets(definition) {
  return ["x_0", "y_0"].reduce((text, key) => (text.includes(`+${key}=`) ? text : `${text} +${key}=0`), definition);
}

const DEGREE = Math.PI / 180;
const ALIKE = 1e-6; // metres

/** Positions as metres. Where proj4's way around it, by datum and axes, leads to the same, the bare projection is taken, at a third of the cost. @param {string} definition @returns {(position: [number, number]) => [number, number]} */
export function forwardOf(definition) {
  const whole = proj4(withOffsets(definition));
  const bare = proj4.Proj(withOffsets(definition));
  const forward = (/** @type {[number, number]} */ [lon, lat]) => {
    const { x, y } = bare.forward({ x: lon * DEGREE, y: lat * DEGREE });
    return /** @type {[number, number]} */ ([x, y]);
  };
  const { long0 = 0, lat0 = 0 } = bare;
  /** @type {[number, number][]} */
  const around = [
    [0, 0],
    [7, 5],
    [-11, -3],
  ];
  const same = around.every(([dx, dy]) => {
    /** @type {[number, number]} */
    const position = [long0 / DEGREE + dx, lat0 / DEGREE + dy];
    const [one, other] = [forward(position), whole.forward(position)];
    return Math.abs(one[0] - other[0]) < ALIKE && Math.abs(one[1] - other[1]) < ALIKE;
  });
  return same ? forward : (position) => whole.forward(position);
}

/**
 * The latitude and longitude of projected metres. Where a projection has none, beyond a pole, it is that of the nearest
 * point of the window's box: a map of the world shows more paper than there is world.
 * @param {string} definition
 * @param {{left: number, right: number, top: number, bottom: number}} extent
 * @returns {(metres: [number, number]) => [number, number]}
 */
export function positionOf(definition, { left, right, top, bottom }) {
  const projection = proj4(withOffsets(definition));
  const clamp = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    Math.min(high, Math.max(low, value));
  return ([x, y]) => {
    const [lon, lat] = projection.inverse([x, y]);
    if (Number.isFinite(lon) && Number.isFinite(lat)) return [lat, lon];
    const [nearLon, nearLat] = projection.inverse([clamp(x, left, right), clamp(y, bottom, top)]);
    return [nearLat, nearLon];
  };
}

/**
 * A view made for a full desktop map, on a map of another size: as much of it as there is room for; where the window is told,
 * never all of it with empty paper on all its sides.
 * @param {import("../types.js").View} view
 * @param {import("../types.js").Point} size
 * @param {import("../types.js").Point} [whole]  the window in pixels at zoom 0
 * @returns {import("../types.js").View}
 */
export function fittedView([lat, lon, zoom], size, whole = { x: Infinity, y: Infinity }) {
  const zooms = (/** @type {number} */ scale) => Math.log(scale) / Math.log(ZOOM_RATIO);
  const fitted = zoom + zooms(Math.max(0.2, Math.min(size.x / 1000, size.y / 720, 1.6)));
  const filled = zooms(Math.max(0.01, Math.min(size.x / whole.x, size.y / whole.y))); // however little is free
  const half = Math.max(Math.round(fitted * 2), Math.ceil((filled - SHORT) * 2)) / 2;
  return [lat, lon, Math.min(9, Math.max(0, half))];
}

/** A theatre's window in pixels at zoom 0. @param {import("../types.js").RawTheatre} theatre @returns {import("../types.js").Point} */
export function wholeWindow({ window, proj, coarsest }) {
  const { left, right, top, bottom } = windowExtent(window, forwardOf(proj));
  return { x: (right - left) / coarsest, y: (top - bottom) / coarsest };
}

/** Meridians and parallels within a window, as lines of positions. @param {import("../types.js").Window} box @param {number} step degrees */
export function graticule([west, south, east, north], step) {
  /** @type {[number, number][][]} */
  const lines = [];
  const along = 32;
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step) {
    lines.push(Array.from({ length: along + 1 }, (_, i) => [lon, south + ((north - south) * i) / along]));
  }
  for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step) {
    lines.push(Array.from({ length: along + 1 }, (_, i) => [west + ((east - west) * i) / along, lat]));
  }
  return lines;
}
