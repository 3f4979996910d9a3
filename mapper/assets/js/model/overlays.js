/** What lies over the land on a day: agreements and their spheres, views of other powers, railways; and what of it is new. */
import { sameRule, spellOn, territoryId } from "./chains.js";
import { dayNumber } from "./days.js";
import { firstDay } from "./moments.js";

/** @typedef {{agreement: import("../types.js").Agreement, polity: string, interest: boolean}} Sphere  `interest`: of interest alone, the land was not given */

/** Whether a record is in force: from the first day up to, not with, the last. @param {{from: string, to: string}} record @param {number} day */
export function inForce(record, day) {
  return inForceIn(record, { since: null, day });
}

/** Whether a record is in force on a day of a moment. @param {{from: string, to: string}} record @param {import("../types.js").Moment} moment */
function inForceIn(record, { since, day }) {
  return dayNumber(record.from) <= day && (since ?? day) < dayNumber(record.to);
}

/**
 * Which sphere each territory was assigned to: by the agreement that was chosen, else by the latest in force.
 * @param {import("../types.js").Agreement[]} agreements
 * @param {import("../types.js").Moment} moment  in a span, in force on any of its days
 * @param {string} [chosen]  the id of one agreement
 * @returns {Map<string, Sphere>} by territory
 */
export function spheresOn(agreements, moment, chosen = "") {
  const valid = agreements.filter((one) => inForceIn(one, moment));
  const only = valid.filter((one) => one.id === chosen);
  const ordered = (only.length ? only : valid).toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  /** @type {Map<string, Sphere>} */
  const found = new Map();
  for (const agreement of ordered)
    for (const [territory, polity, kind] of agreement.assign)
      found.set(territory, { agreement, polity, interest: kind === "interest" });
  return found;
}

/** The agreements whose spheres are drawn, the latest first. @param {Map<string, Sphere>} spheres */
export function agreementsShown(spheres) {
  const shown = [...new Set([...spheres.values()].map(({ agreement }) => agreement))];
  return shown.sort((a, b) => (a.from > b.from ? -1 : a.from < b.from ? 1 : a.id < b.id ? -1 : 1));
}

/**
 * Spheres as views that a power might have: whom each land was agreed for; in a sphere of interest that is who has the title.
 * @param {Map<string, Sphere>} spheres
 * @param {string} by  whose view
 * @param {Map<string, string>} titles  who has the title, by land
 * @returns {import("../types.js").Recognition[]}
 */
export function spheresAsSeen(spheres, by, titles) {
  return [...spheres].map(([land, { agreement, polity: power, interest }]) => {
    const polity = (interest && titles.get(land)) || power;
    return view(by, land, polity, agreement);
  });
}

/** @param {string} by @param {string} land @param {string} polity @param {import("../types.js").Agreement} agreement */
function view(by, land, polity, agreement) {
  return {
    by,
    of: polity,
    from: agreement.from,
    to: "9999-12-31", // they were chosen for their day
    territories: [land],
    stance: "agrees",
    as: { controller: polity, sovereign: polity, status: "sovereign" },
    source: agreement.source,
    note: "",
  };
}

/** Whether a land in another's sphere of interest is in the hands of who has the title: that breaks no agreement. @param {Sphere} sphere @param {import("../types.js").Territory} land @param {number} day */
export function isOwn({ interest }, land, day) {
  const { controller, sovereign } = spellOn(land, day);
  return interest && controller === sovereign;
}

/**
 * What was agreed beside what was held, power by power, in km2, the largest first.
 * @param {import("../types.js").Territory[]} territories
 * @param {Map<string, Sphere>} spheres
 * @param {number} day
 * @returns {{polity: string, agreed: number, interest: number, both: number, others: number}[]} agreed for it, of that a sphere of interest alone and held by
 *   it, and held by it though agreed for another
 */
export function agreedAndHeld(territories, spheres, day) {
  /** @type {Map<string, {polity: string, agreed: number, interest: number, both: number, others: number}>} */
  const rows = new Map();
  const row = (/** @type {string} */ polity) => {
    const found = rows.get(polity) ?? { polity, agreed: 0, interest: 0, both: 0, others: 0 };
    rows.set(polity, found);
    return found;
  };
  for (const land of territories) {
    const sphere = spheres.get(territoryId(land));
    if (!sphere) continue;
    const { controller } = spellOn(land, day);
    row(sphere.polity).agreed += land.km2;
    if (sphere.interest) row(sphere.polity).interest += land.km2;
    if (controller === sphere.polity) row(controller).both += land.km2;
    else if (!isOwn(sphere, land, day)) row(controller).others += land.km2;
  }
  return [...rows.values()].sort(
    (a, b) => b.agreed - a.agreed || b.others - a.others || (a.polity < b.polity ? -1 : 1),
  );
}

/**
 * The agreements in force on any day of a moment, in the order of time, each with those that then took its place: that
 * assign some of its lands, and began within the moment and within its own time.
 * @param {import("../types.js").Agreement[]} agreements
 * @param {import("../types.js").Moment} moment
 */
export function agreementsIn(agreements, moment) {
  const valid = agreements
    .filter((one) => inForceIn(one, moment))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1));
  return valid.map((agreement) => {
    const lands = new Set(agreement.assign.map(([land]) => land));
    const follows = (/** @type {import("../types.js").Agreement} */ one) =>
      one.from > agreement.from && one.from <= agreement.to && dayNumber(one.from) >= firstDay(moment);
    const replaced = valid.filter((one) => follows(one) && one.assign.some(([land]) => lands.has(land)));
    return { agreement, replaced };
  });
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
 * The share of its way that a movement has come by the end of a day; both its days are included. It comes through the
 * towns that it passed when they fell, and goes evenly between them.
 * @param {{from: string, to: string, reached?: [string, number][]}} movement
 * @param {number} day
 */
export function progress({ from, to, reached }, day) {
  let [before, come] = [dayNumber(from) - 1, 0];
  if (day <= before) return 0;
  for (const [iso, share] of reached?.length ? reached : [[to, 1]]) {
    const by = dayNumber(/** @type {string} */ (iso));
    if (day < by) return come + ((Number(share) - come) * (day - before)) / (by - before);
    [before, come] = [by, Number(share)];
  }
  return come;
}

/** The owners of a railway's spell: one, or two that share it. @param {{owner: string}} spell */
export function ownersOf(spell) {
  return spell.owner.split("|").map((one) => one.trim());
}

/** @param {import("../types.js").Railway} railway @param {number} day */
export function railwaySpell(railway, day) {
  return railway.spells.find((spell) => inForce(spell, day));
}

/** The spell of a railway that is there on a day: none of one that was only planned. @param {import("../types.js").Railway} railway @param {number} day */
export function builtRailway(railway, day) {
  const spell = railwaySpell(railway, day);
  return spell?.status?.startsWith("planned") ? undefined : spell;
}

/** The powers, of some, that had a view of their own on a day, and the one that is chosen. @param {import("../types.js").Recognition[]} recognitions @param {string[]} observers @param {number} day @param {string} chosen */
export function observersOn(recognitions, observers, day, chosen) {
  const seeing = new Set(recognitions.filter((one) => inForce(one, day)).map(({ by }) => by));
  return observers.filter((polity) => polity === chosen || seeing.has(polity));
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
 * What begins or ends at a moment over the land: movements, agreements, recognitions and railways, each in the order of time.
 * @param {Pick<import("../types.js").Blob, "movements" | "agreements" | "recognitions" | "railways">} blob
 * @param {import("../types.js").Moment} moment
 * @param {number} first  the first day of all, on which nothing is new
 */
export function overlayNews(blob, moment, first) {
  const falls = (/** @type {string} */ iso) => dayNumber(iso) >= firstDay(moment) && dayNumber(iso) <= moment.day;
  const news = (/** @type {string} */ iso) => falls(iso) && dayNumber(iso) > first;
  return {
    begun: blob.movements.filter((one) => falls(one.from)),
    ended: blob.movements.filter((one) => falls(one.to)),
    agreed: blob.agreements.filter((one) => news(one.from)),
    lapsed: blob.agreements.filter((one) => news(one.to)),
    recognitions: freshRecognitions(blob.recognitions, news),
    railways: blob.railways
      .flatMap((railway) =>
        railway.spells.flatMap((after) => {
          const before = news(after.from) ? builtRailway(railway, dayNumber(after.from) - 1) : undefined;
          return before && before.owner !== after.owner ? [{ railway, before, after }] : [];
        }),
      )
      .sort((a, b) => dayNumber(a.after.from) - dayNumber(b.after.from)),
  };
}

/**
 * The recognitions that begin and do not merely go on under another holder; those of one day, viewer and view together.
 * @param {import("../types.js").Recognition[]} recognitions
 * @param {(iso: string) => boolean} news  whether a day is one on which something may begin
 */
function freshRecognitions(recognitions, news) {
  const fresh = recognitions.filter(
    (one) =>
      news(one.from) &&
      !recognitions.some(
        (other) =>
          other.by === one.by &&
          other.stance === one.stance &&
          other.of === one.of &&
          other.to === one.from &&
          other.territories.some((land) => one.territories.includes(land)),
      ),
  );
  /** @type {Map<string, import("../types.js").Recognition[]>} */
  const groups = new Map();
  for (const one of fresh.sort((a, b) => dayNumber(a.from) - dayNumber(b.from))) {
    const key = [one.from, one.by, one.of, one.stance, one.as.controller, one.as.sovereign, one.as.status].join("|");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
