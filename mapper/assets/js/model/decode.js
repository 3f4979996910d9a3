/** Arcs and rings: walked along, thinned, and written as path data. */

/**
 * Walk along arcs and call visit(x, y, isFirstOfRing) on each vertex, shared ends once.
 * @param {ArrayLike<number>[]} arcs  x, y, x, y ...
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

/** A ring as positions. @param {ArrayLike<number>[]} arcs @param {number[]} ring @returns {[number, number][]} */
export function ringPositions(arcs, ring) {
  /** @type {[number, number][]} */
  const positions = [];
  walkRing(arcs, ring, (x, y) => positions.push([x, y]));
  return positions;
}

/** Which vertex between two lies farthest from the line through them, and how far. @param {ArrayLike<number>} line @param {number} from @param {number} to */
function farthest(line, from, to) {
  const [ax, ay] = [line[2 * from], line[2 * from + 1]];
  const [dx, dy] = [line[2 * to] - ax, line[2 * to + 1] - ay];
  const length = Math.hypot(dx, dy);
  let at = -1;
  let most = -1;
  for (let i = from + 1; i < to; i++) {
    const [x, y] = [line[2 * i] - ax, line[2 * i + 1] - ay];
    const away = length ? Math.abs(x * dy - y * dx) / length : Math.hypot(x, y);
    if (away > most) [at, most] = [i, away];
  }
  return { at, most };
}

/**
 * Which vertices a line needs: the ends, and all without which it would run farther than the tolerance from them
 * (Douglas and Peucker, Cartographica 10, 1973).
 * @param {ArrayLike<number>} line  x, y, x, y ...
 * @param {number} tolerance
 * @returns {number[]} in order
 */
export function thinned(line, tolerance) {
  const last = line.length / 2 - 1;
  const kept = [0];
  const ends = [last];
  while (ends.length) {
    const to = ends[ends.length - 1];
    const { at, most } = farthest(line, kept[kept.length - 1], to);
    if (most > tolerance) ends.push(at);
    else kept.push(/** @type {number} */ (ends.pop()));
  }
  return kept;
}

/** Tenths as text that can follow another number: " 1.2" or "-1.2". @param {number} tenths */
function stepText(tenths) {
  return tenths < 0 ? String(tenths / 10) : ` ${tenths / 10}`;
}

const KNOWN = 2000;
const STEPS = Array.from({ length: 2 * KNOWN + 1 }, (_, i) => stepText(i - KNOWN));

/** The steps along a line of tenths of pixels, from its first vertex or backwards from its last. @param {Int32Array} line @param {boolean} backwards */
function stepsData(line, backwards) {
  let data = "";
  const count = line.length / 2;
  for (let i = 1; i < count; i++) {
    const to = backwards ? count - 1 - i : i;
    const from = backwards ? to + 1 : to - 1;
    const [dx, dy] = [line[2 * to] - line[2 * from], line[2 * to + 1] - line[2 * from + 1]];
    data += (STEPS[dx + KNOWN] ?? stepText(dx)) + (STEPS[dy + KNOWN] ?? stepText(dy));
  }
  return data;
}

/**
 * Lines at one scale as path data, each thinned and written when it is first asked for.
 * @param {ArrayLike<number>[]} lines  in metres
 * @param {{left: number, top: number}} corner  of the plate, in metres
 * @param {number} scale  pixels a metre
 * @param {number} gap  pixels that a line may be amiss
 */
export function linesAt(lines, { left, top }, scale, gap) {
  /** @type {(Int32Array | undefined)[]} */
  const pixels = new Array(lines.length);
  /** @type {[(string | undefined)[], (string | undefined)[]]} */
  const written = [new Array(lines.length), new Array(lines.length)];

  /** A line in tenths of pixels from the plate's corner. @param {number} index */
  function tenths(index) {
    let made = pixels[index];
    if (!made) {
      const line = lines[index];
      const kept = thinned(line, gap / scale);
      made = new Int32Array(kept.length * 2);
      for (let i = 0; i < kept.length; i++) {
        made[2 * i] = Math.round((line[2 * kept[i]] - left) * scale * 10);
        made[2 * i + 1] = Math.round((top - line[2 * kept[i] + 1]) * scale * 10);
      }
      pixels[index] = made;
    }
    return made;
  }

  /** @param {number} arc  ~i for arc i backwards */
  function steps(arc) {
    const [index, backwards] = arc < 0 ? [~arc, 1] : [arc, 0];
    written[backwards][index] ??= stepsData(tenths(index), backwards === 1);
    return /** @type {string} */ (written[backwards][index]);
  }

  /** @param {number} arc @returns {string} the move to where an arc begins */
  function move(arc) {
    const line = tenths(arc < 0 ? ~arc : arc);
    const at = arc < 0 ? line.length - 2 : 0;
    return `M${line[at] / 10} ${line[at + 1] / 10}l`;
  }

  return {
    tenths,
    /** Rings, without those of less than a triangle. @param {number[][]} rings */
    area(rings) {
      let data = "";
      for (const ring of rings) {
        const count = ring.reduce((sum, arc) => sum + tenths(arc < 0 ? ~arc : arc).length / 2 - 1, 0);
        if (count > 2) data += `${move(ring[0])}${ring.map(steps).join("")}z`;
      }
      return data;
    },
    /** Each arc by itself. @param {number[]} arcs */
    lines: (arcs) => arcs.map((arc) => move(arc) + steps(arc)).join(""),
    /** Each arc by itself, moved to the left of its direction on the screen. @param {number[]} arcs @param {number} by  pixels */
    beside: (arcs, by) =>
      arcs
        .map((arc) => {
          const line = besideLine(tenths(arc < 0 ? ~arc : arc), (arc < 0 ? -by : by) * 10);
          return `M${line[0] / 10} ${line[1] / 10}l${stepsData(line, false)}`;
        })
        .join(""),
  };
}

/**
 * A curve beside a curve: each vertex moved along the mean normal of its two sides.
 * @param {Int32Array} line
 * @param {number} by  to the left of the direction on the screen
 */
function besideLine(line, by) {
  const count = line.length / 2;
  const moved = new Int32Array(line.length);
  for (let i = 0; i < count; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(count - 1, i + 1);
    const dx = line[2 * b] - line[2 * a];
    const dy = line[2 * b + 1] - line[2 * a + 1];
    const length = Math.hypot(dx, dy) || 1;
    moved[2 * i] = line[2 * i] + Math.round((dy / length) * by);
    moved[2 * i + 1] = line[2 * i + 1] - Math.round((dx / length) * by);
  }
  return moved;
}
