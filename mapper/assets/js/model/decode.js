/** Arcs: quantised differences become positions, rings of arc indexes become coordinates. */

/** Decode arcs of whole steps, x, y, dx, dy..., into positions lon, lat, lon, lat... @param {number[][]} arcs @param {number} places  decimals of a degree that a step has */
export function decodeArcs(arcs, places) {
  const steps = 10 ** places;
  return arcs.map((arc) => {
    const flat = new Float64Array(arc.length);
    let x = 0;
    let y = 0;
    for (let i = 0; i < arc.length; i += 2) {
      x += arc[i];
      y += arc[i + 1];
      flat[i] = x / steps;
      flat[i + 1] = y / steps;
    }
    return flat;
  });
}

/**
 * Walk along arcs and call visit(x, y, isFirstOfRing) on each vertex, shared ends once.
 * @param {ArrayLike<number>[]} arcs
 * @param {number[]} ring  arc indexes, ~i for arc i backwards
 * @param {(x: number, y: number, first: boolean) => void} visit
 */
export function walkRing(arcs, ring, visit) {
  for (let k = 0; k < ring.length; k++) {
    const backwards = ring[k] < 0;
    const arc = arcs[backwards ? ~ring[k] : ring[k]];
    const count = arc.length / 2;
    for (let i = k === 0 ? 0 : 1; i < count; i++) {
      const j = backwards ? count - 1 - i : i;
      visit(arc[2 * j], arc[2 * j + 1], k === 0 && i === 0);
    }
  }
}

/** A ring as GeoJSON positions. @param {Float64Array[]} arcs @param {number[]} ring @returns {[number, number][]} */
export function ringPositions(arcs, ring) {
  /** @type {[number, number][]} */
  const positions = [];
  walkRing(arcs, ring, (x, y) => positions.push([x, y]));
  return positions;
}

/** A coordinate of path data, to a tenth of a pixel: much cheaper than `toFixed`. @param {number} value */
export function tenths(value) {
  const all = Math.round(value * 10);
  const rest = Math.abs(all % 10);
  return rest ? `${all < 0 ? "-" : ""}${Math.trunc(Math.abs(all) / 10)}.${rest}` : `${all / 10}`;
}

const LISTED = 2000; // tenths of a pixel: longer steps are rare
/** Steps of path data by tenths of a pixel: to look one up is much cheaper than to write it. */
const STEPS = Array.from({ length: 2 * LISTED + 1 }, (_, i) => written(i - LISTED));

/** A step in path data: its sign, or a space, parts it from what is before. @param {number} step  in tenths of a pixel */
function written(step) {
  return step < 0 ? tenths(step / 10) : ` ${tenths(step / 10)}`;
}

/** @param {number} step  in tenths of a pixel */
function stepText(step) {
  return Math.abs(step) <= LISTED ? STEPS[step + LISTED] : written(step);
}

/**
 * Path data of rings of arcs, in steps from vertex to vertex; a closed ring of fewer than two is left out.
 * @param {Int32Array[]} arcs  in tenths of a pixel
 * @param {number[][]} rings  indexes, ~i for arc i backwards
 * @param {boolean} closed
 */
export function stepData(arcs, rings, closed) {
  const parts = [];
  for (const ring of rings) {
    /** @type {string[]} */
    const steps = [];
    let start = "";
    let x = 0;
    let y = 0;
    walkRing(arcs, ring, (nextX, nextY, first) => {
      if (first) start = `M${tenths(nextX / 10)} ${tenths(nextY / 10)}l`;
      else if (nextX !== x || nextY !== y) steps.push(stepText(nextX - x), stepText(nextY - y));
      x = nextX;
      y = nextY;
    });
    if (steps.length >= (closed ? 4 : 2)) parts.push(start, steps.join(""), closed ? "Z" : "");
  }
  return parts.join("");
}

/**
 * Path data of projected arcs; vertices nearer than `gap` to the last drawn one are left out, ends are kept.
 * @param {Float64Array[]} arcs  projected, in pixels
 * @param {number[][]} rings
 * @param {boolean} closed
 * @param {number} [gap]
 */
export function pathData(arcs, rings, closed, gap = 0) {
  const parts = [];
  for (const ring of rings) {
    let lastX = 0;
    let lastY = 0;
    let count = 0;
    let pending = "";
    const piece = [];
    walkRing(arcs, ring, (x, y, first) => {
      const px = Math.round(x * 10) / 10;
      const py = Math.round(y * 10) / 10;
      if (!first && Math.abs(px - lastX) + Math.abs(py - lastY) < gap) {
        pending = `L${tenths(px)} ${tenths(py)}`;
        return;
      }
      piece.push(first ? "M" : "L", tenths(px), " ", tenths(py));
      pending = "";
      lastX = px;
      lastY = py;
      count++;
    });
    if (pending && !closed) piece.push(pending);
    if (closed && count < 3) continue;
    parts.push(piece.join(""), closed ? "Z" : "");
  }
  return parts.join("");
}
