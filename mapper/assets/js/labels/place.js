/** Where names stand: inside their land, never on each other, the same at every run. */
import { overlaps } from "../model/boxes.js";
import { walkRing } from "../model/decode.js";

/**
 * A raster of territories in projected metres: the index of the territory in each cell, -1 for none.
 * @typedef {{cells: Int16Array, columns: number, rows: number, size: number, left: number, top: number}} Grid
 * @typedef {import("../types.js").Box} Box
 */

/**
 * @param {import("../types.js").Territory[]} territories
 * @param {Float64Array[]} arcs  projected, metres
 * @param {{left: number, top: number, right: number, bottom: number}} extent  metres, top > bottom
 * @param {number} size  metres a cell
 * @returns {Grid}
 */
export function rasterise(territories, arcs, extent, size) {
  const columns = Math.ceil((extent.right - extent.left) / size);
  const rows = Math.ceil((extent.top - extent.bottom) / size);
  const cells = new Int16Array(columns * rows).fill(-1);
  for (const territory of territories) {
    /** @type {number[][]} */
    const crossings = [];
    for (const ring of territory.arcs.flat()) {
      let px = 0;
      let py = 0;
      walkRing(arcs, ring, (x, y, first) => {
        const gx = (x - extent.left) / size - 0.5;
        const gy = (extent.top - y) / size - 0.5;
        if (!first) addCrossings(crossings, px, py, gx, gy, rows);
        px = gx;
        py = gy;
      });
    }
    for (const [row, list] of crossings.entries()) {
      if (!list) continue;
      list.sort((a, b) => a - b);
      for (let i = 0; i + 1 < list.length; i += 2) {
        const from = Math.max(0, Math.ceil(list[i]));
        const to = Math.min(columns - 1, Math.floor(list[i + 1]));
        for (let column = from; column <= to; column++) cells[row * columns + column] = territory.index;
      }
    }
  }
  return { cells, columns, rows, size, left: extent.left, top: extent.top };
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

/** The box in cells of each territory on a grid. @param {Grid} grid @param {number} count  of territories @returns {Box[]} */
export function cellBoxes(grid, count) {
  const boxes = Array.from({ length: count }, () => ({ x0: grid.columns, y0: grid.rows, x1: 0, y1: 0 }));
  for (let y = 0; y < grid.rows; y++) {
    for (let x = 0; x < grid.columns; x++) {
      const territory = grid.cells[y * grid.columns + x];
      if (territory < 0) continue;
      const box = boxes[territory];
      if (x < box.x0) box.x0 = x;
      if (x >= box.x1) box.x1 = x + 1;
      if (y < box.y0) box.y0 = y;
      box.y1 = y + 1;
    }
  }
  return boxes;
}

/** How many cells each territory has on a grid. @param {Grid} grid @param {number} count  of territories */
export function cellCounts({ cells }, count) {
  const counts = new Int32Array(count);
  for (const territory of cells) if (territory >= 0) counts[territory]++;
  return counts;
}

/** Which territories lie beside each on a grid. @param {Grid} grid @param {number} count  of territories @returns {Set<number>[]} */
export function neighbours({ cells, columns }, count) {
  const beside = Array.from({ length: count }, () => /** @type {Set<number>} */ (new Set()));
  const meet = (/** @type {number} */ one, /** @type {number} */ other) => {
    if (other < 0 || other === one) return;
    beside[one].add(other);
    beside[other].add(one);
  };
  for (let at = 0; at < cells.length; at++) {
    if (cells[at] < 0) continue;
    if ((at + 1) % columns) meet(cells[at], cells[at + 1]);
    if (at + columns < cells.length) meet(cells[at], cells[at + columns]);
  }
  return beside;
}

/**
 * The part of a group that hangs together with its home; all of the group where it has none.
 * @param {Set<number>} members
 * @param {(territory: number) => boolean} isHome
 * @param {Set<number>[]} beside
 */
export function mainland(members, isHome, beside) {
  const found = new Set([...members].filter(isHome));
  for (const one of found) for (const other of beside[one]) if (members.has(other)) found.add(other); // those that are added have their turn
  return found.size ? found : members;
}

/**
 * Count the cells of a group in any rectangle: a summed table over the part of the grid that is on show.
 * @param {Grid} grid
 * @param {Box[]} boxes  of all territories, in cells
 * @param {Iterable<number>} members  the territories of the group
 * @param {Box} view  in cells, half-open
 */
export function groupTable(grid, boxes, members, view) {
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

/** The share of the cells in a rectangle that are the group's. @param {NonNullable<ReturnType<typeof groupTable>>} table @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function shareIn(table, x0, y0, x1, y1) {
  const all = (Math.round(x1) - Math.round(x0)) * (Math.round(y1) - Math.round(y0));
  return countIn(table, x0, y0, x1, y1) / all;
}

const NARROWEST = 26; // pixels across land that a name needs at least
const FINEST = 10; // pixels between two places that are tried for a name, at least
const COARSE = 1; // cells that a name keeps from the edge of its land where cells are large
const SIZES = [40, 33, 27, 22, 18, 15, 12.5, 10.5, 9];

/** Whether land of so many cells is large enough for the smallest name. @param {number} count @param {number} cell  pixels a cell */
export function isWide(count, cell) {
  return Math.sqrt(count) * cell >= NARROWEST;
}

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
  if (first < 0 && !isWide(table.count, cell)) return null;
  const breaks = nameLines(name);
  for (const size of SIZES.slice(first < 0 ? SIZES.length - 1 : first)) {
    for (const lines of breaks) {
      const width = Math.max(...lines.map((line) => measure(line, size))) / cell;
      const height = (lines.length * size * 1.15) / cell;
      const found = bestCentre(table, width, height, size === SIZES.at(-1) ? 0.93 : 0.995, FINEST / cell, taken);
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
 * @param {number} finest  cells between two places that are tried, where cells are large
 * @param {(box: Box) => boolean} taken
 */
function bestCentre(table, width, height, share, finest, taken) {
  const { x0, y0, x1, y1 } = table;
  if (width > x1 - x0 + 1 || height > y1 - y0 + 1) return null;
  const middleX = (x0 + x1) / 2;
  const middleY = (y0 + y1) / 2;
  const span = Math.max(x1 - x0, y1 - y0);
  const step = Math.max(Math.min(1, finest), Math.floor(Math.min(width / 6, height / 2, span / 24)));
  const spare = finest < 1 ? COARSE : 0;
  const [halfX, halfY] = [Math.max(1, width + spare) / 2, Math.max(1, height + spare) / 2]; // whole cells are counted
  let best = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let cy = y0 + height / 2; cy <= y1 - height / 2 + 1; cy += step) {
    for (let cx = x0 + width / 2; cx <= x1 - width / 2 + 1; cx += step) {
      const inside = shareIn(table, cx - halfX, cy - halfY, cx + halfX, cy + halfY);
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
