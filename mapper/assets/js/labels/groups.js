/** Whose name stands on which land. */

/** The states of today that a text names. @param {import("../types.js").Text | undefined} today */
function statesOf(today) {
  const [text = ""] = Object.values(today ?? {});
  return text.replace(/ \(.*\)/, "").split(/, | and /);
}

/**
 * Whether a land is of the country, by the states of today, that a power was: not what it held beyond it.
 * @param {Record<string, import("../types.js").Polity>} polities
 * @param {import("../types.js").Territory[]} territories
 * @returns {(polity: string, land: number) => boolean}
 */
export function homes(polities, territories) {
  const countries = new Map(Object.entries(polities).map(([id, { today }]) => [id, new Set(statesOf(today))]));
  const states = territories.map(({ today }) => statesOf(today));
  return (polity, land) => states[land].some((state) => countries.get(polity)?.has(state));
}

/**
 * Which name each land that is there carries on a day: its holder's, in the style of held land where it is occupied or disputed. Occupied land
 * of the owner's country carries the owner's while neither the owner nor another power of the country has land of its own. What several
 * powers hold of one owner are several groups.
 * @param {import("../types.js").Rule[]} rules  by land
 * @param {boolean[]} lives  whether each is there: a territory is not while a campaign cuts it
 * @param {(polity: string, land: number) => boolean} isHome  whether a land is of a power's country
 */
export function nameGroups(rules, lives, isHome) {
  const there = [...rules.entries()].filter(([index]) => lives[index]);
  const owners = new Set(there.filter(([, { status }]) => status !== "occupied").map(([, rule]) => rule.controller));
  const bearsOwner = (/** @type {string} */ owner, /** @type {number} */ land) =>
    !owners.has(owner) && isHome(owner, land) && ![...owners].some((other) => isHome(other, land));
  /** @type {Map<string, {polity: string, held: boolean, members: Set<number>}>} */
  const groups = new Map();
  for (const [index, { status, controller, sovereign }] of there) {
    const held = status === "occupied" || status === "disputed";
    const polity = status === "occupied" && bearsOwner(sovereign, index) ? sovereign : controller;
    const key = held ? `held ${polity} by ${controller}` : `own ${polity}`;
    const group = groups.get(key);
    if (group) group.members.add(index);
    else groups.set(key, { polity, held, members: new Set([index]) });
  }
  return [...groups.values()];
}
