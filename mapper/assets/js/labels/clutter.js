/** What a label should rather not lie on: arrows, railways and dots, marked on a coarse raster of the view; and what it must not: the frame. */

const CELL = 6; // pixels
const BARRED = 2; // the mark of a cell that no label may touch

/**
 * A raster of a view that knows where lines run.
 * @param {import("../types.js").Box} view  in pixels
 */
export function createClutter({ x0, y0, x1, y1 }) {
  const columns = Math.max(1, Math.ceil((x1 - x0) / CELL));
  const rows = Math.max(1, Math.ceil((y1 - y0) / CELL));
  const cells = new Uint8Array(columns * rows);

  /** @param {number} x @param {number} y @param {number} kind */
  function markPoint(x, y, kind) {
    const [column, row] = [Math.floor((x - x0) / CELL), Math.floor((y - y0) / CELL)];
    if (column >= 0 && column < columns && row >= 0 && row < rows) cells[row * columns + column] = kind;
  }

  /** Go along what of a line is in the view or beside it. @param {import("../types.js").Point[]} line  in pixels @param {(x: number, y: number) => void} put */
  function walk(line, put) {
    for (const [i, to] of line.entries()) {
      const from = line[i - 1] ?? to;
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const part = bothParts(
        partWithin(from.x, dx, x0 - CELL, x1 + CELL),
        partWithin(from.y, dy, y0 - CELL, y1 + CELL),
      );
      if (!part) continue;
      const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / (CELL / 2)));
      for (let k = Math.floor(part[0] * steps); k <= Math.ceil(part[1] * steps); k++)
        put(from.x + (dx * k) / steps, from.y + (dy * k) / steps);
    }
  }

  /** @param {import("../types.js").Point[]} line  in pixels */
  function mark(line) {
    walk(line, (x, y) => markPoint(x, y, 1));
  }

  /** Bar a line and what is next to it. @param {import("../types.js").Point[]} line  in pixels */
  function bar(line) {
    walk(line, (x, y) => {
      for (const [dx, dy] of [
        [0, 0],
        [CELL, 0],
        [-CELL, 0],
        [0, CELL],
        [0, -CELL],
      ])
        markPoint(x + dx, y + dy, BARRED);
    });
  }

  /** How many marked cells a box touches; more than any number if one of them is barred. @param {import("../types.js").Box} box  in pixels */
  function count(box) {
    let found = 0;
    for (let row = Math.floor((box.y0 - y0) / CELL); row <= (box.y1 - y0) / CELL; row++)
      for (let column = Math.floor((box.x0 - x0) / CELL); column <= (box.x1 - x0) / CELL; column++)
        if (row >= 0 && row < rows && column >= 0 && column < columns) {
          const kind = cells[row * columns + column];
          found += kind === BARRED ? Number.POSITIVE_INFINITY : kind;
        }
    return found;
  }

  return { mark, bar, count };
}

/** Between which shares of a way along an axis it lies within two ends; null for none. @param {number} from @param {number} by @param {number} low @param {number} high @returns {[number, number] | null} */
function partWithin(from, by, low, high) {
  if (!by) return from >= low && from <= high ? [0, 1] : null;
  const ends = [(low - from) / by, (high - from) / by];
  return bothParts([0, 1], [Math.min(...ends), Math.max(...ends)]);
}

/** What two parts have in common. @param {[number, number] | null} one @param {[number, number] | null} other @returns {[number, number] | null} */
function bothParts(one, other) {
  if (!one || !other) return null;
  const [first, last] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return first <= last ? [first, last] : null;
}
