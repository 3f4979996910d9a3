/** Where names stand: inside their land, never on each other, the same at every run. */
import { overlaps } from "../model/boxes.js";
import { walkRing } from "../model/decode.js";

/**
 * A raster of lands in projected metres: the index of the land in each cell, -1 for none, and the box of each land, in cells.
 * @typedef {{cells: Int16Array, columns: number, rows: number, size: number, left: number, top: number, boxes: Box[]}} Grid
 * @typedef {import("../types.js").Box} Box
 */

/**
 * An empty raster.
 * @param {{left: number, top: number, right: number, bottom: number}} extent  metres, top > bottom
 * @param {number} size  metres a cell
 * @param {number} count  of lands
 * @returns {Grid}
 */
export function createGrid({ left, top, right, bottom }, size, count) {
  const [columns, rows] = [Math.ceil((right - left) / size), Math.ceil((top - bottom) / size)];
  const cells = new Int16Array(columns * rows).fill(-1);
  const boxes = Array.from({ length: count }, () => ({ x0: columns, y0: rows, x1: 0, y1: 0 }));
  return { cells, columns, rows, size, left, top, boxes };
}

/**
 * Fill the cells of a land.
 * @param {Grid} grid
 * @param {{index: number, arcs: number[][][]}} land
 * @param {ArrayLike<number>[]} arcs  projected, metres
 */
export function fillLand(grid, { index, arcs: shape }, arcs) {
  const { cells, columns, rows, size, left, top } = grid;
  /** @type {number[][]} */
  const crossings = [];
  for (const ring of shape.flat()) {
    let px = 0;
    let py = 0;
    walkRing(arcs, ring, (x, y, first) => {
      const gx = (x - left) / size - 0.5;
      const gy = (top - y) / size - 0.5;
      if (!first) addCrossings(crossings, px, py, gx, gy, rows);
      px = gx;
      py = gy;
    });
  }
  const box = { x0: columns, y0: rows, x1: 0, y1: 0 };
  for (const [row, list] of crossings.entries()) {
    if (!list) continue;
    list.sort((a, b) => a - b);
    for (let i = 0; i + 1 < list.length; i += 2) {
      const from = Math.max(0, Math.ceil(list[i]));
      const to = Math.min(columns - 1, Math.floor(list[i + 1]));
      if (from > to) continue;
      cells.fill(index, row * columns + from, row * columns + to + 1);
      box.x0 = Math.min(box.x0, from);
      box.x1 = Math.max(box.x1, to + 1);
      box.y0 = Math.min(box.y0, row);
      box.y1 = row + 1;
    }
  }
  grid.boxes[index] = box;
}

/** @param {number[][]} crossings @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 @param {number} rows */
function addCrossings(crossings, x0, y0, x1, y1, rows) {
  if (y0 === y1) return;
  const from = Math.max(0, Math.ceil(Math.min(y0, y1)));
  const to = Math.min(rows - 1, Math.ceil(Math.max(y0, y1)) - 1);
  for (let row = from; row <= to; row++) {
    const x = x0 + ((row - y0) / (y1 - y0)) * (x1 - x0);
    const list = crossings[row];
    if (list) list.push(x);
    else crossings[row] = [x];
  }
}

/**
 * Count the cells of a group in any rectangle: a summed table over the part of the grid that is on show.
 * @param {Grid} grid
 * @param {Iterable<number>} members  the lands of the group
 * @param {Box} view  in cells, half-open
 */
export function groupTable(grid, members, view) {
  const { boxes } = grid;
  const inGroup = new Uint8Array(boxes.length);
  let x0 = view.x1;
  let x1 = view.x0;
  let y0 = view.y1;
  let y1 = view.y0;
  for (const territory of members) {
    const box = boxes[territory];
    if (box.x1 <= view.x0 || box.x0 >= view.x1 || box.y1 <= view.y0 || box.y0 >= view.y1) continue;
    inGroup[territory] = 1;
    x0 = Math.max(view.x0, Math.min(x0, box.x0));
    y0 = Math.max(view.y0, Math.min(y0, box.y0));
    x1 = Math.min(view.x1, Math.max(x1, box.x1));
    y1 = Math.min(view.y1, Math.max(y1, box.y1));
  }
  if (x0 >= x1 || y0 >= y1) return null;
  const width = x1 - x0 + 1;
  const sums = new Int32Array(width * (y1 - y0 + 1));
  for (let y = y0; y < y1; y++) {
    let run = 0;
    for (let x = x0; x < x1; x++) {
      const territory = grid.cells[y * grid.columns + x];
      if (territory >= 0 && inGroup[territory]) run++;
      const at = (y - y0 + 1) * width + (x - x0 + 1);
      sums[at] = sums[at - width] + run;
    }
  }
  const count = sums[sums.length - 1];
  return count ? { x0, y0, x1, y1, count, width, sums } : null;
}

/** @param {NonNullable<ReturnType<typeof groupTable>>} table @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function countIn(table, x0, y0, x1, y1) {
  const clampX = (/** @type {number} */ v) => Math.min(table.x1, Math.max(table.x0, Math.round(v))) - table.x0;
  const clampY = (/** @type {number} */ v) => Math.min(table.y1, Math.max(table.y0, Math.round(v))) - table.y0;
  const [a, b, c, d] = [clampX(x0), clampY(y0), clampX(x1), clampY(y1)];
  const { sums, width } = table;
  return sums[d * width + c] - sums[b * width + c] - sums[d * width + a] + sums[b * width + a];
}

const SIZES = [40, 33, 27, 22, 18, 15, 12.5, 10.5, 9];

/**
 * Place a name in its land: the size follows the area in steps, and steps down until the name fits.
 * @param {NonNullable<ReturnType<typeof groupTable>>} table
 * @param {string} name
 * @param {number} cell  pixels a cell
 * @param {(text: string, size: number) => number} measure  width of a line in pixels
 * @param {(box: Box) => boolean} taken  boxes in cells
 * @param {number} [largest]
 * @returns {{lines: string[], size: number, x: number, y: number, box: Box} | null} centre and box in cells
 */
export function fitName(table, name, cell, measure, taken, largest = 40) {
  const across = Math.sqrt(table.count) * cell;
  const first = SIZES.findIndex((size) => size <= largest && size <= across / 7.5);
  if (first < 0 && across < 26) return null;
  const breaks = nameLines(name);
  for (const size of SIZES.slice(first < 0 ? SIZES.length - 1 : first)) {
    for (const lines of breaks) {
      const width = Math.max(...lines.map((line) => measure(line, size))) / cell;
      const height = (lines.length * size * 1.15) / cell;
      const found = bestCentre(table, width, height, size === SIZES.at(-1) ? 0.93 : 0.995, taken);
      if (found) return { lines, size, ...found };
    }
  }
  return null;
}

/** A name on one line or, where it has words, on two. @param {string} name */
export function nameLines(name) {
  let middle = -1;
  let balance = Number.POSITIVE_INFINITY;
  for (let i = name.indexOf(" "); i >= 0; i = name.indexOf(" ", i + 1)) {
    const longest = Math.max(i, name.length - i - 1);
    if (longest < balance) [middle, balance] = [i, longest];
  }
  if (middle < 0) return [[name]];
  const two = [name.slice(0, middle), name.slice(middle + 1)];
  return name.length > 14 ? [two, [name]] : [[name], two];
}

/**
 * @param {NonNullable<ReturnType<typeof groupTable>>} table
 * @param {number} width  cells
 * @param {number} height  cells
 * @param {number} share  of the box that must be land of the group
 * @param {(box: Box) => boolean} taken
 */
function bestCentre(table, width, height, share, taken) {
  const { x0, y0, x1, y1 } = table;
  if (width > x1 - x0 + 1 || height > y1 - y0 + 1) return null;
  const middleX = (x0 + x1) / 2;
  const middleY = (y0 + y1) / 2;
  const span = Math.max(x1 - x0, y1 - y0);
  const step = Math.max(1, Math.floor(Math.min(width / 6, height / 2, span / 24)));
  const wanted = Math.max(1, Math.round(width) * Math.max(1, Math.round(height)));
  let best = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let cy = y0 + height / 2; cy <= y1 - height / 2 + 1; cy += step) {
    for (let cx = x0 + width / 2; cx <= x1 - width / 2 + 1; cx += step) {
      const inside = countIn(table, cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2) / wanted;
      if (inside < share) continue;
      const roomX = width * 0.75;
      const roomY = height * 1.6;
      const room = countIn(table, cx - roomX, cy - roomY, cx + roomX, cy + roomY) / (4 * roomX * roomY);
      const away = Math.hypot(cx - middleX, cy - middleY) / span;
      const score = room + Math.min(1, inside) - 0.5 * away;
      if (score <= bestScore) continue;
      const box = { x0: cx - width / 2, y0: cy - height / 2, x1: cx + width / 2, y1: cy + height / 2 };
      if (taken(box)) continue;
      bestScore = score;
      best = { x: cx, y: cy, box };
    }
  }
  return best;
}

const SPOTS = [
  [1, 0, "start"],
  [-1, 0, "end"],
  [0, -1, "middle"],
  [0, 1, "middle"],
  [0.8, -0.8, "start"],
  [-0.8, -0.8, "end"],
  [0.8, 0.8, "start"],
  [-0.8, 0.8, "end"],
];

/**
 * Place a label beside its point in the spot that is free and least cluttered, the first of equals; null where all are taken.
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} gap  from the point to the text
 * @param {Box[]} taken
 * @param {Box} [within]  the view that it must not leave
 * @param {(box: Box) => number} [clutter]  how much lies in a box that a label should rather not cover
 */
export function besidePoint(x, y, width, height, gap, taken, within, clutter = () => 0) {
  let best = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [dx, dy, anchor] of /** @type {[number, number, string][]} */ (SPOTS)) {
    const left = anchor === "start" ? x + dx * gap : anchor === "end" ? x + dx * gap - width : x - width / 2;
    const middle = y + dy * (gap + (dx === 0 ? height / 2 : height / 3));
    const box = { x0: left, y0: middle - height / 2, x1: left + width, y1: middle + height / 2 };
    if (within && (box.x0 < within.x0 || box.x1 > within.x1 || box.y0 < within.y0 || box.y1 > within.y1)) continue;
    if (taken.some((other) => overlaps(box, other, 1))) continue;
    const cost = clutter(box);
    if (cost >= least) continue;
    best = { x: left, y: middle, box };
    least = cost;
    if (!cost) break;
  }
  return best;
}
