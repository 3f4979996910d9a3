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

  /** @param {import("../types.js").Point[]} line  in pixels @param {(x: number, y: number) => void} put */
  function walk(line, put) {
    for (const [i, to] of line.entries()) {
      const from = line[i - 1] ?? to;
      if (Math.max(from.x, to.x) < x0 || Math.min(from.x, to.x) > x1) continue;
      if (Math.max(from.y, to.y) < y0 || Math.min(from.y, to.y) > y1) continue;
      const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / (CELL / 2)));
      for (let k = 0; k <= steps; k++)
        put(from.x + ((to.x - from.x) * k) / steps, from.y + ((to.y - from.y) * k) / steps);
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
