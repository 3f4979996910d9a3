/**
 * Who holds what on a day: the chains of spells, indexed by day. Spells are half-open, [from, to).
 *
 * A land is a territory or, while a campaign cuts a territory, one of its zones. On any day either the territory has a
 * spell or its zones of one campaign have; what has none is not there.
 */
import { dayNumber } from "./days.js";

/** @typedef {import("../types.js").Territory} Territory */
/** @typedef {import("../types.js").Theatre} Theatre */
/** @typedef {import("../types.js").Change} Change */

/** @param {string} id @param {import("../types.js").RawTheatre} raw @returns {Theatre} */
export function indexTheatre(id, raw) {
  const lands = raw.territories.map((land, index) => indexLand(land, index, id));
  const byId = new Map(lands.map((land) => [land.id, land]));
  for (const land of lands) {
    const whole = byId.get(land.of ?? "");
    if (!whole) continue;
    land.whole = whole;
    whole.zones.push(land);
  }
  const changes = lands.flatMap(changesOfLand).sort((a, b) => a.day - b.day || a.territory.index - b.territory.index);
  const changeDays = [...new Set(changes.map(({ day }) => day))];
  return { id, territories: lands, changes, changeDays, turns: turnsOf(lands), meets: raw.meets ?? [] };
}

/** @param {import("../types.js").RawTerritory} land @param {number} index @param {string} theatre @returns {Territory} */
function indexLand(land, index, theatre) {
  const spells = land.spells.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const starts = spells.map(({ from }) => dayNumber(from));
  const ends = spells.map(({ to }) => dayNumber(to));
  return { ...land, spells, theatre, index, starts, ends, whole: null, zones: [] };
}

/** Every change of who holds a land, how, or whose it is, from its first spell on. @param {Territory} land @returns {import("../types.js").DatedChange[]} */
function changesOfLand(land) {
  /** @type {import("../types.js").DatedChange[]} */
  const changes = [];
  const add = (
    /** @type {number} */ day,
    /** @type {Territory} */ territory,
    /** @type {any} */ before,
    /** @type {any} */ after,
  ) => {
    if (before && !sameRule(before, after))
      changes.push({ day, territory, lands: [territory], before, after, km2: territory.km2 });
  };
  for (const [i, spell] of land.spells.entries()) {
    const day = land.starts[i];
    if (land.ends[i - 1] === day) add(day, land, land.spells[i - 1], spell);
    else if (land.whole) add(day, land, spellOn(land.whole, day - 1), spell);
    else for (const zone of land.zones) add(day, zone, spellOn(zone, day - 1), spell);
  }
  return changes;
}

/** The days on which lands get another spell or none, in order, each with the index of its land. @param {Territory[]} lands */
function turnsOf(lands) {
  const all = lands.flatMap(({ index, starts, ends }) => {
    const days = new Set([...starts, ...ends]);
    return [...days].map((day) => ({ day, index }));
  });
  all.sort((a, b) => a.day - b.day);
  return { days: Int32Array.from(all, ({ day }) => day), lands: Uint16Array.from(all, ({ index }) => index) };
}

/** Whether two spells would look the same on the map. @param {import("../types.js").Rule} a @param {import("../types.js").Rule} b */
export function sameRule(a, b) {
  return a.controller === b.controller && a.sovereign === b.sovereign && a.status === b.status;
}

/** How many of a list of numbers in order are not above a limit. @param {ArrayLike<number>} list @param {number} limit */
export function countUpTo(list, limit) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The spell in force on a day; none while a campaign cuts a territory, or for a zone before and after it. @param {Territory} land @param {number} day @returns {import("../types.js").Spell | undefined} */
export function spellOn(land, day) {
  const at = countUpTo(land.starts, day) - 1;
  return day < land.ends[at] ? land.spells[at] : undefined;
}

/** The lands that are there on a day, with their spells. @param {Theatre[]} theatres @param {number} day */
export function landsOn(theatres, day) {
  return theatres.flatMap((theatre) =>
    theatre.territories.flatMap((land) => {
      const spell = spellOn(land, day);
      return spell ? [{ land, spell }] : [];
    }),
  );
}

/** A territory, or on the days of a campaign its zones. @param {Territory} land @param {number} day */
export function partsOn(land, day) {
  const whole = land.whole ?? land;
  return [whole, ...whole.zones].filter((one) => spellOn(one, day));
}

/** The whole chain of a land: of a zone with the spells of its territory, in the order of time. @param {Territory} land */
export function chainOf({ spells, whole }) {
  return whole ? [...whole.spells, ...spells].sort((a, b) => (a.from < b.from ? -1 : 1)) : spells;
}

/** The times during which campaigns cut a territory, and who held parts of it then. @param {Territory} land */
export function divisionsOf({ starts, ends, spells, zones }) {
  return starts.flatMap((start, i) => {
    const end = ends[i - 1];
    if (end === undefined || end === start) return [];
    const holders = zones.filter((zone) => zone.starts[0] === end).flatMap((zone) => zone.spells);
    return [
      { from: spells[i - 1].to, to: spells[i].from, polities: [...new Set(holders.map((one) => one.controller))] },
    ];
  });
}

/** The lands that get another spell between two days, or none. @param {Theatre} theatre @param {number} one @param {number} other */
export function landsTurning({ turns }, one, other) {
  const from = countUpTo(turns.days, Math.min(one, other));
  const to = countUpTo(turns.days, Math.max(one, other));
  return new Set(turns.lands.subarray(from, to));
}

/** What changed from the day before to this day. @param {Theatre[]} theatres @param {number} day */
export function changesOn(theatres, day) {
  return changesBetween(theatres, day - 1, day);
}

/** What differs between two days. @param {Theatre[]} theatres @param {number} first @param {number} second @returns {Change[]} */
export function changesBetween(theatres, first, second) {
  return theatres.flatMap((theatre) => {
    const wholes = new Set([...landsTurning(theatre, first, second)].map((index) => wholeOf(theatre, index)));
    return [...wholes].sort((a, b) => a.index - b.index).flatMap((whole) => changesIn(theatre, whole, first, second));
  });
}

/** @param {Theatre} theatre @param {number} index */
function wholeOf({ territories }, index) {
  return territories[index].whole ?? territories[index];
}

/** What differs in a territory between two days. @param {Theatre} theatre @param {Territory} whole @param {number} first @param {number} second @returns {Change[]} */
function changesIn(theatre, whole, first, second) {
  const [olds, news] = [partsOn(whole, first), partsOn(whole, second)];
  return pairsOf(theatre, olds, news).flatMap(({ old, now, km2 }) => {
    const [before, after] = [spellOn(old, first), spellOn(now, second)];
    const territory = now.whole ? now : old;
    return before && after && !sameRule(before, after) ? [{ territory, lands: [old, now], before, after, km2 }] : [];
  });
}

/** The lands of one territory on one day over those on another. @param {Theatre} theatre @param {Territory[]} olds @param {Territory[]} news */
function pairsOf(theatre, olds, news) {
  const [old, now] = [olds[0], news[0]];
  if (!old || !now) return [];
  if (!now.whole) return olds.map((one) => ({ old: one, now, km2: one.km2 }));
  if (!old.whole) return news.map((one) => ({ old, now: one, km2: one.km2 }));
  if (old.campaign === now.campaign) return news.map((one) => ({ old: one, now: one, km2: one.km2 }));
  const [before, after] = [olds, news].map((lands) => new Map(lands.map((land) => [land.index, land])));
  return theatre.meets.flatMap(([one, other, km2]) => {
    const [from, to] = [before.get(one) ?? before.get(other), after.get(one) ?? after.get(other)];
    return from && to ? [{ old: from, now: to, km2 }] : [];
  });
}

/** All days on which something changes, in order. @param {number[][]} lists @param {number} first @param {number} last */
export function mergeDays(lists, first, last) {
  const days = new Set(lists.flat().filter((day) => day > first && day <= last));
  return [...days].sort((a, b) => a - b);
}

/** The nearest of listed days in order, after (direction 1) or before (-1) a day, or null. @param {number[]} days @param {number} day @param {1 | -1} direction */
export function nextDay(days, day, direction) {
  return (direction > 0 ? days[countUpTo(days, day)] : days[countUpTo(days, day - 1) - 1]) ?? null;
}

/**
 * Gains and losses of each polity between two days, largest movement first. Bare changes of status count for nobody.
 * @param {import("../types.js").Change[]} changes
 */
export function balance(changes) {
  /** @type {Map<string, {polity: string, gained: number, lost: number, gains: import("../types.js").Change[], losses: import("../types.js").Change[]}>} */
  const polities = new Map();
  const row = (/** @type {string} */ polity) => {
    let found = polities.get(polity);
    if (!found) {
      found = { polity, gained: 0, lost: 0, gains: [], losses: [] };
      polities.set(polity, found);
    }
    return found;
  };
  for (const change of changes) {
    if (change.before.controller === change.after.controller) continue;
    const gainer = row(change.after.controller);
    gainer.gained += change.km2;
    gainer.gains.push(change);
    const loser = row(change.before.controller);
    loser.lost += change.km2;
    loser.losses.push(change);
  }
  return [...polities.values()].sort((a, b) => b.gained + b.lost - a.gained - a.lost || (a.polity < b.polity ? -1 : 1));
}

/**
 * The days on which a polity gained or lost land, in order, with km2.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {string} polity
 */
export function ledger(theatres, polity) {
  /** @type {Map<number, {day: number, gained: number, lost: number}>} */
  const days = new Map();
  for (const { day, before, after, km2 } of theatres.flatMap((one) => one.changes)) {
    if (before.controller === after.controller) continue;
    if (before.controller !== polity && after.controller !== polity) continue;
    const entry = days.get(day) ?? { day, gained: 0, lost: 0 };
    entry[after.controller === polity ? "gained" : "lost"] += km2;
    days.set(day, entry);
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** The lands that a polity holds on a day. @param {import("../types.js").Theatre[]} theatres @param {string} polity @param {number} day */
export function landsOf(theatres, polity, day) {
  return landsOn(theatres, day).flatMap(({ land, spell }) => (spell.controller === polity ? [land] : []));
}

/**
 * The state as one observer sees it: a recognition in force replaces holder and status.
 * @param {import("../types.js").Recognition[]} recognitions
 * @param {string} observer  a polity, or "" for what was so on the ground
 * @param {number} day
 * @returns {Map<string, import("../types.js").Recognition>} by territory
 */
export function recognitionsOn(recognitions, observer, day) {
  const found = new Map();
  if (!observer) return found;
  for (const recognition of recognitions) {
    if (recognition.by !== observer) continue;
    if (dayNumber(recognition.from) > day || day >= dayNumber(recognition.to)) continue;
    for (const territory of recognition.territories) found.set(territory, recognition);
  }
  return found;
}

/**
 * @param {import("../types.js").Spell} spell
 * @param {import("../types.js").Recognition | undefined} recognition
 * @returns {import("../types.js").Rule}
 */
export function seenAs(spell, recognition) {
  return recognition?.as ?? spell;
}
