/** Borders: which lands lie on the two sides of each, and how it is drawn on a day. */

/**
 * The class of a border: between two holders `state`, between two statuses of one holder `inner`, else none.
 * @param {import("../types.js").Rule} left
 * @param {import("../types.js").Rule} right
 * @param {string} certainty  surveyed, approximate, schematic, or "" where no line is named
 */
export function borderClass(left, right, certainty) {
  if (left.controller !== right.controller) return `border state ${certainty || "surveyed"}`;
  if (left.status !== right.status || left.sovereign !== right.sovereign)
    return `border inner ${certainty || "surveyed"}`;
  return "border none";
}

/** The class of a border in law. @param {import("../types.js").Rule} left @param {import("../types.js").Rule} right */
export function lawClass(left, right) {
  return left.sovereign !== right.sovereign ? "law" : "law none";
}

/**
 * A border: arcs between the same lands along the same line, ~i for arc i backwards. Of each side one land at most is
 * there on a day; none is where a campaign's zones do not cut a territory yet, or no longer.
 * @typedef {{arcs: number[], left: number[], right: number[], line: number, far: boolean}} Border
 */

/**
 * All borders of a theatre.
 * @param {{arcs: ArrayLike<unknown>, territories: {arcs: number[][][]}[], lines: {arcs: number[]}[], far?: number[]}} raw
 * @returns {Border[]}
 */
export function bordersOf({ arcs, territories, lines, far = [] }) {
  const lineOf = new Int16Array(arcs.length).fill(-1);
  for (const [index, line] of lines.entries()) for (const arc of line.arcs) lineOf[arc] = index;
  const distant = new Set(far);
  /** @type {Map<string, Border>} */
  const found = new Map();
  for (const [arc, [ours, theirs]] of sidesOf(arcs.length, territories).entries()) {
    if (!ours.length || !theirs.length) continue;
    const turned = theirs[0] < ours[0];
    const [left, right] = turned ? [theirs, ours] : [ours, theirs];
    const key = `${left}|${right}|${lineOf[arc]}|${distant.has(arc)}`;
    const border = found.get(key) ?? { arcs: [], left, right, line: lineOf[arc], far: distant.has(arc) };
    border.arcs.push(turned ? ~arc : arc);
    found.set(key, border);
  }
  return [...found.values()];
}

/** The lands on the left and on the right of each arc. @param {number} count  of arcs @param {{arcs: number[][][]}[]} territories */
function sidesOf(count, territories) {
  /** @type {[number[], number[]][]} */
  const sides = Array.from({ length: count }, () => [[], []]);
  for (const [index, land] of territories.entries())
    for (const arc of land.arcs.flat(2)) sides[arc < 0 ? ~arc : arc][arc < 0 ? 1 : 0].push(index);
  return sides;
}
