/** How a border is drawn on a day, from what lies on its two sides. */

/**
 * The class of a border: between two holders `state`, between two statuses of one holder `inner`, between two of its administrations `governed`, else none.
 * @param {import("../types.js").Rule} left
 * @param {import("../types.js").Rule} right
 * @param {string} certainty  surveyed, approximate, schematic, or "" where nobody stated it
 */
export function borderClass(left, right, certainty) {
  if (left.controller !== right.controller) return `border state ${certainty || "unstated"}`;
  if (left.status !== right.status || left.sovereign !== right.sovereign)
    return `border inner ${certainty || "unstated"}`;
  if ((left.administration ?? "") !== (right.administration ?? "")) return `border governed ${certainty || "unstated"}`;
  return "border none";
}

/** The class of a border in law. @param {import("../types.js").Rule} left @param {import("../types.js").Rule} right */
export function lawClass(left, right) {
  return left.sovereign !== right.sovereign ? "law" : "law none";
}

const MOST = 1 << 17; // territories or lines of a theatre: three to a key, with a bit 52, which a number holds

/**
 * Join border arcs between the same two territories along the same line into one drawn element; those whose towns lie far
 * apart into another.
 * @param {import("../types.js").RawTheatre["borders"]} borders
 */
export function groupBorders(borders) {
  /** @type {Map<number, {arcs: number[], left: number, right: number, line: number, far: boolean}>} */
  const groups = new Map();
  for (const [arc, left, right, line, far = 0] of borders) {
    const key = ((Math.min(left, right) * MOST + Math.max(left, right)) * MOST + line + 1) * 2 + far;
    const group = groups.get(key);
    if (group) group.arcs.push(arc);
    else groups.set(key, { arcs: [arc], left, right, line, far: far > 0 });
  }
  return [...groups.values()];
}

/** The numbers of the borders of each land. @param {{left: number, right: number}[]} borders @param {number} count  of lands */
export function bordersByLand(borders, count) {
  const found = Array.from({ length: count }, () => /** @type {number[]} */ ([]));
  for (const [i, { left, right }] of borders.entries()) {
    found[left].push(i);
    found[right].push(i);
  }
  return found;
}
