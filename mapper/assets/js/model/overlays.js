/** What lies over the land on a day: agreements and their spheres, views of other powers, railways; and what of it is new. */
import { sameRule } from "./chains.js";
import { dayNumber } from "./days.js";

/** @typedef {{agreement: import("../types.js").Agreement, polity: string}} Sphere */

/** Whether a record is in force: from the first day up to, not with, the last. @param {{from: string, to: string}} record @param {number} day */
export function inForce(record, day) {
  return dayNumber(record.from) <= day && day < dayNumber(record.to);
}

/**
 * Which sphere each territory was assigned to: by the agreement that was chosen, else by the latest in force.
 * @param {import("../types.js").Agreement[]} agreements
 * @param {number} day
 * @param {string} [chosen]  the id of one agreement
 * @returns {Map<string, Sphere>} by territory
 */
export function spheresOn(agreements, day, chosen = "") {
  const valid = agreements.filter((one) => inForce(one, day));
  const only = valid.filter((one) => one.id === chosen);
  const ordered = (only.length ? only : valid).toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  /** @type {Map<string, Sphere>} */
  const found = new Map();
  for (const agreement of ordered)
    for (const [territory, polity] of agreement.assign) found.set(territory, { agreement, polity });
  return found;
}

/** The agreements whose spheres are drawn, the latest first. @param {Map<string, Sphere>} spheres */
export function agreementsShown(spheres) {
  const shown = [...new Set([...spheres.values()].map(({ agreement }) => agreement))];
  return shown.sort((a, b) => (a.from > b.from ? -1 : a.from < b.from ? 1 : a.id < b.id ? -1 : 1));
}

/** The agreements in force that assign a territory, the latest first. @param {import("../types.js").Agreement[]} agreements @param {string} territory @param {number} day */
export function agreedOf(agreements, territory, day) {
  return agreements
    .filter((one) => inForce(one, day))
    .flatMap((agreement) =>
      agreement.assign.filter(([id]) => id === territory).map(([, polity]) => ({ agreement, polity })),
    )
    .sort((a, b) => (a.agreement.from > b.agreement.from ? -1 : 1));
}

/**
 * The share of its way that a movement has come by the end of a day; both its days are included.
 * @param {{from: string, to: string}} movement
 * @param {number} day
 */
export function progress({ from, to }, day) {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  return Math.min(1, Math.max(0, (day - first + 1) / (last - first + 1)));
}

/** The owners of a railway's spell: one, or two that share it. @param {{owner: string}} spell */
export function ownersOf(spell) {
  return spell.owner.split("|").map((one) => one.trim());
}

/** @param {import("../types.js").Railway} railway @param {number} day */
export function railwaySpell(railway, day) {
  return railway.spells.find((spell) => inForce(spell, day));
}

/** What differs between one power's view and what was held: the records in force, the latest first, with the lands they see otherwise. @param {import("../types.js").Recognition[]} recognitions @param {string} by @param {number} day @param {(territory: string) => import("../types.js").Spell | undefined} held */
export function viewsThatDiffer(recognitions, by, day, held) {
  const found = [];
  for (const record of recognitions) {
    if (record.by !== by || !inForce(record, day)) continue;
    const lands = record.territories.filter((id) => {
      const spell = held(id);
      return spell && !sameRule(spell, record.as);
    });
    if (lands.length) found.push({ record, lands });
  }
  return found.sort((a, b) => (a.record.from > b.record.from ? -1 : a.record.from < b.record.from ? 1 : 0));
}

/**
 * What begins or ends on a day over the land: movements, agreements, recognitions and railways.
 * @param {Pick<import("../types.js").Blob, "movements" | "agreements" | "recognitions" | "railways">} blob
 * @param {number} day
 * @param {number} first  the first day of all, on which nothing is new
 */
export function overlayNews(blob, day, first) {
  const news = day > first;
  const fresh = blob.recognitions.filter(
    (one) =>
      news &&
      dayNumber(one.from) === day &&
      !blob.recognitions.some(
        (other) =>
          other.by === one.by &&
          other.stance === one.stance &&
          other.of === one.of &&
          dayNumber(other.to) === day &&
          other.territories.some((land) => one.territories.includes(land)),
      ),
  );
  /** @type {Map<string, import("../types.js").Recognition[]>} */
  const recognitions = new Map();
  for (const one of fresh) {
    const key = [one.by, one.of, one.stance, one.as.controller, one.as.sovereign, one.as.status].join("|");
    recognitions.set(key, [...(recognitions.get(key) ?? []), one]);
  }
  return {
    begun: blob.movements.filter((one) => dayNumber(one.from) === day),
    ended: blob.movements.filter((one) => dayNumber(one.to) === day),
    agreed: blob.agreements.filter((one) => news && dayNumber(one.from) === day),
    lapsed: blob.agreements.filter((one) => news && dayNumber(one.to) === day),
    recognitions: [...recognitions.values()],
    railways: blob.railways.flatMap((railway) => {
      const [before, after] = [railwaySpell(railway, day - 1), railwaySpell(railway, day)];
      return news && before && after && before.owner !== after.owner ? [{ railway, before, after }] : [];
    }),
  };
}
