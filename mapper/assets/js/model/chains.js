/** Who holds what on a day: the chains of spells, indexed by day. Spells are half-open, [from, to). */
import { dayNumber } from "./days.js";

/**
 * @param {string} id
 * @param {import("../types.js").RawTheatre} raw
 * @returns {import("../types.js").Theatre}
 */
export function indexTheatre(id, raw) {
  const territories = raw.territories.map((territory, index) => {
    const spells = [...territory.spells].sort((a, b) => (a.from < b.from ? -1 : 1));
    return { ...territory, spells, theatre: id, index, starts: spells.map((s) => dayNumber(s.from)) };
  });
  const days = new Set();
  for (const { spells, starts } of territories) {
    for (let i = 1; i < spells.length; i++) if (!sameRule(spells[i - 1], spells[i])) days.add(starts[i]);
  }
  return { id, territories, changeDays: [...days].sort((a, b) => a - b) };
}

/** Whether two spells would look the same on the map. @param {import("../types.js").Rule} a @param {import("../types.js").Rule} b */
export function sameRule(a, b) {
  return a.controller === b.controller && a.sovereign === b.sovereign && a.status === b.status;
}

/** The position of the spell in force on a day. @param {import("../types.js").Territory} territory @param {number} day */
function spellIndex(territory, day) {
  const starts = territory.starts;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** @param {import("../types.js").Territory} territory @param {number} day */
export function spellOn(territory, day) {
  return territory.spells[spellIndex(territory, day)];
}

/** What changed from the day before to this day. @param {import("../types.js").Theatre[]} theatres @param {number} day */
export function changesOn(theatres, day) {
  return changesBetween(theatres, day - 1, day);
}

/**
 * What differs between two days.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {number} first
 * @param {number} second
 * @returns {import("../types.js").Change[]}
 */
export function changesBetween(theatres, first, second) {
  const changes = [];
  for (const theatre of theatres) {
    for (const territory of theatre.territories) {
      const before = spellOn(territory, first);
      const after = spellOn(territory, second);
      if (before !== after && !sameRule(before, after)) changes.push({ territory, before, after });
    }
  }
  return changes;
}

/** All days on which something changes, in order. @param {number[][]} lists @param {number} first @param {number} last */
export function mergeDays(lists, first, last) {
  const days = new Set(lists.flat().filter((day) => day > first && day <= last));
  return [...days].sort((a, b) => a - b);
}

/** The nearest listed day after (direction 1) or before (-1) a day, or null. @param {number[]} days @param {number} day @param {1 | -1} direction */
export function nextDay(days, day, direction) {
  if (direction > 0) return days.find((d) => d > day) ?? null;
  return days.findLast((d) => d < day) ?? null;
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
    gainer.gained += change.territory.km2;
    gainer.gains.push(change);
    const loser = row(change.before.controller);
    loser.lost += change.territory.km2;
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
  for (const { spells, starts, km2 } of theatres.flatMap((one) => one.territories)) {
    for (let i = 1; i < spells.length; i++) {
      const [before, after] = [spells[i - 1].controller, spells[i].controller];
      if (before === after || (before !== polity && after !== polity)) continue;
      const entry = days.get(starts[i]) ?? { day: starts[i], gained: 0, lost: 0 };
      entry[after === polity ? "gained" : "lost"] += km2;
      days.set(starts[i], entry);
    }
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** The lands that a polity holds on a day. @param {import("../types.js").Theatre[]} theatres @param {string} polity @param {number} day */
export function landsOf(theatres, polity, day) {
  return theatres.flatMap((one) => one.territories).filter((land) => spellOn(land, day).controller === polity);
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
