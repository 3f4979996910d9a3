/** Changes of which texts give several days: nobody can say on the days between on which side of them a land was. */
import { sameRule } from "./chains.js";
import { dayNumber } from "./days.js";

/**
 * The change of a land that may have come before a day or after it: the spells on its two sides, and the days from the earliest to the latest, both included.
 * @typedef {{before: import("../types.js").Spell, after: import("../types.js").Spell, earliest: number, latest: number}} Doubt
 * @param {import("../types.js").Territory} land
 * @param {number} day
 * @returns {Doubt | null}
 */
export function doubtOn({ spells }, day) {
  for (const [i, after] of spells.entries()) {
    if (!after.latest || !after.earliest || !i) continue;
    const [earliest, latest] = [dayNumber(after.earliest), dayNumber(after.latest)];
    if (earliest <= day && day < latest && !sameRule(spells[i - 1], after))
      return { before: spells[i - 1], after, earliest, latest };
  }
  return null;
}
