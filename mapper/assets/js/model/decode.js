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

/** @type {TextDecoder | undefined} */
let latin;
const [SPACE, MINUS, POINT, ZERO] = [32, 45, 46, 48]; // letters of path data

/** Path data as it is written, letter by letter: a tenth of the cost of joining texts. */
let letters = new Uint8Array(1 << 16);
let written = 0;

/** Write a coordinate; its sign, or a space where it is spaced, parts it from what is before. @param {number} value  in tenths of a pixel @param {boolean} spaced */
function writeTenths(value, spaced) {
  let left = value;
  if (left < 0) {
    letters[written++] = MINUS;
    left = -left;
  } else if (spaced) letters[written++] = SPACE;
  const rest = left % 10;
  let whole = (left - rest) / 10;
  if (whole < 10) letters[written++] = ZERO + whole;
  else {
    const end = written + String(whole).length;
    written = end;
    for (let at = end - 1; whole > 0; at--) {
      const digit = whole % 10;
      letters[at] = ZERO + digit;
      whole = (whole - digit) / 10;
    }
  }
  if (!rest) return;
  letters[written++] = POINT;
  letters[written++] = ZERO + rest;
}

const LONGEST = 26; // letters of a vertex at most
const [MOVE, LINE, CLOSE] = [..."MlZ"].map((letter) => letter.charCodeAt(0));

/** Make room for so many vertices. @param {number} count */
function reserve(count) {
  const wanted = written + count * LONGEST;
  if (wanted <= letters.length) return;
  const more = new Uint8Array(2 * wanted);
  more.set(letters);
  letters = more;
}

/**
 * Path data of rings of arcs, in steps from vertex to vertex; a closed ring of fewer than two is left out.
 * @param {Int32Array[]} arcs  in tenths of a pixel
 * @param {number[][]} rings  indexes, ~i for arc i backwards
 * @param {boolean} closed
 */
export function stepData(arcs, rings, closed) {
  const least = closed ? 2 : 1;
  written = 0;
  for (const ring of rings) {
    const begun = written;
    const steps = writeRing(arcs, ring);
    if (steps < least) written = begun;
    else if (closed) letters[written++] = CLOSE;
  }
  latin ??= new TextDecoder("latin1");
  return latin.decode(letters.subarray(0, written));
}

/** Write a ring, and tell how many steps it has. @param {Int32Array[]} arcs @param {number[]} ring */
function writeRing(arcs, ring) {
  let steps = 0;
  let x = 0;
  let y = 0;
  for (let k = 0; k < ring.length; k++) {
    const backwards = ring[k] < 0;
    const arc = arcs[backwards ? ~ring[k] : ring[k]];
    const by = backwards ? -2 : 2;
    reserve(arc.length / 2 + 1);
    let at = backwards ? arc.length - 2 : 0;
    if (k === 0) {
      [x, y] = [arc[at], arc[at + 1]];
      letters[written++] = MOVE;
      writeTenths(x, false);
      writeTenths(y, true);
      letters[written++] = LINE;
    }
    for (at += by; at >= 0 && at < arc.length; at += by) {
      const dx = arc[at] - x;
      const dy = arc[at + 1] - y;
      if (!dx && !dy) continue;
      writeTenths(dx, true);
      writeTenths(dy, true);
      x += dx;
      y += dy;
      steps++;
    }
  }
  return steps;
}
