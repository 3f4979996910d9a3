/** How a border is drawn on a day, from what lies on its two sides. */

/**
 * The class of a border: between two holders `state`, between two statuses of one holder `inner`, else none.
 * @param {import("../types.js").Rule} left
 * @param {import("../types.js").Rule} right
 * @param {string} certainty  surveyed, approximate, schematic, or "" where nobody stated it
 */
export function borderClass(left, right, certainty) {
  if (left.controller !== right.controller) return `border state ${certainty || "unstated"}`;
  if (left.status !== right.status || left.sovereign !== right.sovereign)
    return `border inner ${certainty || "unstated"}`;
  return "border none";
}

/** The class of a border in law. @param {import("../types.js").Rule} left @param {import("../types.js").Rule} right */
export function lawClass(left, right) {
  return left.sovereign !== right.sovereign ? "law" : "law none";
}

/**
 * Join border arcs between the same two territories along the same line into one drawn element.
 * @param {[number, number, number, number][]} borders
 */
export function groupBorders(borders) {
  /** @type {Map<string, {arcs: number[], left: number, right: number, line: number}>} */
  const groups = new Map();
  for (const [arc, left, right, line] of borders) {
    const key = left < right ? `${left} ${right} ${line}` : `${right} ${left} ${line}`;
    const group = groups.get(key);
    if (group) group.arcs.push(arc);
    else groups.set(key, { arcs: [arc], left, right, line });
  }
  return [...groups.values()];
}
