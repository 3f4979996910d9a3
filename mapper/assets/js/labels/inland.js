/** Where in its land a sign may stand: each cell of a view, by how far it is from what is not its holder's. */
import { neighbours, rasterise } from "./place.js";

const STEP = 3; // pixels a cell
const DIAGONAL = Math.SQRT2;

/** A spot in a holder's land, and how many pixels it is from its edge. @typedef {import("../types.js").Point & {depth: number}} Room */
/** What a holder has in a view: its spots, the deepest first, how many cells it has, and its lands. @typedef {{rooms: Room[], cells: number, lands: number[]}} Held */

/**
 * How far each cell is from the nearest that is another's, or from the edge of the grid, in cells: 1 beside it.
 * @param {Int16Array} owners  by cell, -1 for nobody's
 * @param {number} columns
 * @param {number} rows
 */
export function depths(owners, columns, rows) {
  const found = new Float32Array(owners.length);
  const reach = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ owner) =>
    x >= 0 && y >= 0 && x < columns && y < rows && owners[y * columns + x] === owner ? found[y * columns + x] : 0;
  const least = (/** @type {number} */ x, /** @type {number} */ y, /** @type {1 | -1} */ back) => {
    const owner = owners[y * columns + x];
    return Math.min(
      reach(x - back, y, owner) + 1,
      reach(x, y - back, owner) + 1,
      reach(x - 1, y - back, owner) + DIAGONAL,
      reach(x + 1, y - back, owner) + DIAGONAL,
    );
  };
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) found[y * columns + x] = least(x, y, 1);
  for (let y = rows - 1; y >= 0; y--)
    for (let x = columns - 1; x >= 0; x--) found[y * columns + x] = Math.min(found[y * columns + x], least(x, y, -1));
  return found;
}

/**
 * What each holder has in a plate's view, and which lands lie beside which.
 * @param {import("../types.js").Plate} plate
 * @param {(index: number) => string} holderOf  a land that is there; "" for one that nobody holds for certain
 */
export function heldInView(plate, holderOf) {
  const { theatre, metres, extent, toPixel } = plate;
  const lives = plate.lives();
  const there = theatre.territories.filter(({ index }) => lives[index]);
  const view = plate.viewBox();
  const scale = toPixel({ x: 1, y: 0 }).x;
  const part = {
    left: extent.left + view.x0 / scale,
    right: extent.left + view.x1 / scale,
    top: extent.top - view.y0 / scale,
    bottom: extent.top - view.y1 / scale,
  };
  const grid = rasterise(there, metres, part, STEP / scale);
  const holders = [...new Set(there.map(({ index }) => holderOf(index)))].filter(Boolean);
  const numbers = theatre.territories.map(({ index }) => (lives[index] ? holders.indexOf(holderOf(index)) : -1));
  const owners = grid.cells.map((land) => (land < 0 ? -1 : numbers[land]));
  const deep = depths(owners, grid.columns, grid.rows);
  /** @type {Map<string, Held>} */
  const held = new Map(holders.map((holder) => [holder, { rooms: [], cells: 0, lands: [] }]));
  for (const [i, owner] of owners.entries()) {
    if (owner < 0) continue;
    const one = /** @type {Held} */ (held.get(holders[owner]));
    const [column, row] = [i % grid.columns, Math.floor(i / grid.columns)];
    one.rooms.push({ x: view.x0 + (column + 0.5) * STEP, y: view.y0 + (row + 0.5) * STEP, depth: deep[i] * STEP });
    one.cells += 1;
  }
  for (const one of held.values()) one.rooms.sort((a, b) => b.depth - a.depth);
  for (const index of new Set(grid.cells)) if (index >= 0) held.get(holderOf(index))?.lands.push(index);
  return { held, beside: neighbours(grid, theatre.territories.length) };
}
