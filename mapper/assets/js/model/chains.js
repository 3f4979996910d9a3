/** Who holds what on a day: the chains of spells, indexed by day. Spells are half-open, [from, to). */
import { dayNumber, isoDay } from "./days.js";
import { firstLanguage, pick } from "./i18n.js";

const GREAT = 2; // the rank of a large town

/** @typedef {import("../types.js").Territory} Territory */
/** @typedef {import("../types.js").Spell} Spell */
/** Days on which a campaign cuts a land. @typedef {{cut: true, from: string, to: string}} Cut */

/**
 * @param {string} id
 * @param {import("../types.js").RawTheatre} raw
 * @returns {import("../types.js").Theatre}
 */
export function indexTheatre(id, raw) {
  const byId = new Map(raw.territories.map((one) => [one.id, one]));
  const territories = raw.territories.map((one, index) => indexLand(one, byId.get(one.of ?? ""), index, id));
  const lands = new Map(territories.map((land) => [land.id, land]));
  for (const land of territories) {
    land.whole = lands.get(land.of ?? "") ?? null;
    land.whole?.zones.push(land);
  }
  const changes = territories.flatMap(changesOfLand).sort((a, b) => a.day - b.day);
  return {
    id,
    territories,
    changes,
    changeDays: [...new Set(changes.map(({ day }) => day))],
    turns: turnsOf(territories),
    doubtful: territories.filter(({ spells }) => spells.some(({ latest }) => latest)),
  };
}

/** The days on which a spell or the life of a land begins or ends, in order, each with those lands and the territories that they are part of, some more than once. @param {Territory[]} territories @returns {[number, number[]][]} */
function turnsOf(territories) {
  /** @type {Map<number, number[]>} */
  const days = new Map();
  const put = (/** @type {number} */ day, /** @type {number} */ index) => {
    const lands = days.get(day);
    if (!lands) days.set(day, [index]);
    else if (lands[lands.length - 1] !== index) lands.push(index);
  };
  for (const { index, whole, starts, lives } of territories)
    for (const day of new Set([...starts, ...lives.flat()])) {
      put(day, index);
      if (whole) put(day, whole.index);
    }
  return [...days].sort(([a], [b]) => a - b);
}

/** The lands of which a spell or the life begins or ends between two days, whichever is the first. @param {import("../types.js").Theatre} theatre @param {number} one @param {number} other */
export function turnedBetween({ turns }, one, other) {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  return new Set(turns.flatMap(([day, lands]) => (first < day && day <= last ? lands : [])));
}

/**
 * @param {import("../types.js").RawTerritory} raw
 * @param {import("../types.js").RawTerritory | undefined} whole
 * @param {number} index
 * @param {string} theatre
 * @returns {Territory}
 */
function indexLand(raw, whole, index, theatre) {
  const spells = [...(whole?.spells ?? []), ...raw.spells].sort((a, b) => (a.from < b.from ? -1 : 1));
  const { name = {}, today = {}, note = "" } = whole ?? raw;
  /** @type {[number, number][]} */
  const lives = [];
  for (const { from, to } of [...raw.spells].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const [first, after] = [dayNumber(from), dayNumber(to)];
    const last = lives.at(-1);
    if (last && last[1] === first) last[1] = after;
    else lives.push([first, after]);
  }
  const starts = spells.map((spell) => dayNumber(spell.from));
  const { towns = [] } = raw;
  const townNames = towns.map((town) => ({ "": town }));
  return {
    ...raw,
    name,
    today,
    note,
    towns,
    townNames,
    great: null,
    spells,
    starts,
    lives,
    theatre,
    index,
    whole: null,
    zones: [],
  };
}

/** Whether a land is there on a day: a territory that a campaign cuts is not, its zones are. @param {Territory} land @param {number} day */
export function livesOn({ lives }, day) {
  return lives.some(([first, after]) => first <= day && day < after);
}

/**
 * The chain of a land without a hole: on the days on which a campaign cuts it, the spells of the part that is asked for, else that it is cut.
 * @param {Territory} land
 * @param {(day: number) => Territory | null} [partOn]  a zone of the land on a day
 * @returns {(Spell | Cut)[]}
 */
export function wholeChain(land, partOn = () => null) {
  const { zones, lives } = land.whole ?? land;
  const cuts = zones.flatMap((zone) => zone.lives);
  const ends = [...lives, ...cuts].flat();
  /** @type {(Spell | Cut)[]} */
  const chain = [];
  let day = Math.min(...ends);
  const fill = (/** @type {number} */ until) => {
    while (day < until) {
      const [, last] = cuts.find(([first, after]) => first <= day && day < after) ?? [0, 0];
      if (!last) return; // not recorded
      const after = Math.min(last, until);
      const from = day;
      const spells = partOn(from)?.spells.filter((one) => from <= dayNumber(one.from) && dayNumber(one.from) < after);
      chain.push(...(spells?.length ? spells : [cutOf(from, after)]));
      day = after;
    }
  };
  for (const spell of land.spells) {
    fill(dayNumber(spell.from));
    chain.push(spell);
    day = dayNumber(spell.to);
  }
  fill(Math.max(...ends));
  return chain;
}

/** @param {number} from @param {number} to @returns {Cut} */
function cutOf(from, to) {
  return { cut: true, from: isoDay(from), to: isoDay(to) };
}

/** The links of a chain before and after a spell that are the same state without a break, itself among them. @param {(Spell | Cut)[]} chain @param {Spell} spell */
export function runOf(chain, spell) {
  const at = chain.indexOf(spell);
  const goesOn = (/** @type {Spell | Cut} */ one, /** @type {Spell | Cut | undefined} */ next) =>
    next && !("cut" in one) && !("cut" in next) && one.to === next.from && sameLook(one, next);
  let [first, last] = [at, at];
  while (first > 0 && goesOn(chain[first - 1], chain[first])) first--;
  while (goesOn(chain[last], chain[last + 1])) last++;
  return { first: chain[first], last: chain[last], next: chain[last + 1] };
}

/** The lands that are there on a day. @param {import("../types.js").Theatre[]} theatres @param {number} day */
export function landsOn(theatres, day) {
  return theatres.flatMap(({ territories }) => territories.filter((land) => livesOn(land, day)));
}

/** The id of the territory that a land is, or is part of. @param {Territory} land */
export function territoryId(land) {
  return land.of ?? land.id;
}

/**
 * Let the towns of zones have the names of places in each language. Today's name, which a zone tells in a bracket, is left to the first.
 * Each zone knows its great town.
 * @param {import("../types.js").Theatre[]} theatres @param {import("../types.js").Place[]} places @param {string[]} langs
 */
export function nameTowns(theatres, places, langs) {
  /** @type {Map<string, import("../types.js").Text>} */
  const known = new Map();
  const greats = greatTowns(places);
  for (const { name, names, today } of places) {
    const first = firstLanguage(name);
    const whole = `${name[first]} (${pick(today, first)})`;
    if (!known.has(whole)) known.set(whole, inFirst(whole, name, langs));
    for (const own of Object.values(name)) if (!known.has(own)) known.set(own, name);
    for (const [own] of names[first] ?? []) if (!known.has(own)) known.set(own, { ...name, [first]: own });
  }
  const textOf = (/** @type {string} */ town) => {
    const text = known.get(town.split(" (")[0]);
    return known.get(town) ?? (text && inFirst(town, text, langs));
  };
  for (const land of theatres.flatMap(({ territories }) => territories)) {
    land.townNames = land.towns.map((town, i) => textOf(town) ?? land.townNames[i]);
    const great = land.towns.flatMap((town) => greats.get(town.split(" (")[0]) ?? []);
    land.great = great.sort((a, b) => a.rank - b.rank)[0] ?? null;
  }
}

/** The capitals and large towns, by each of their names. @param {import("../types.js").Place[]} places */
function greatTowns(places) {
  /** @type {Map<string, import("../types.js").Great>} */
  const greats = new Map();
  for (const { name, names, rank } of places.filter((place) => place.rank <= GREAT)) {
    const first = firstLanguage(name);
    for (const own of Object.values(name)) if (!greats.has(own)) greats.set(own, { name, rank });
    for (const [own] of names[first] ?? [])
      if (!greats.has(own)) greats.set(own, { name: { ...name, [first]: own }, rank });
  }
  return greats;
}

/** The names of a town, in the first language those that a zone tells. @param {string} told @param {import("../types.js").Text} name @param {string[]} langs @returns {import("../types.js").Text} */
function inFirst(told, name, [first, ...others]) {
  return { [first]: told, ...Object.fromEntries(others.map((lang) => [lang, pick(name, lang)])) };
}

/** Every change of a land on the days on which it is there. @param {Territory} land @returns {import("../types.js").DatedChange[]} */
function changesOfLand(land) {
  /** @type {import("../types.js").DatedChange[]} */
  const changes = [];
  for (const [i, after] of land.spells.entries()) {
    const day = land.starts[i];
    const before = land.spells[i - 1];
    if (!before || !livesOn(land, day) || sameRule(before, after)) continue;
    if (livesOn(land, day - 1) || land.whole) changes.push({ day, territory: land, before, after });
  }
  for (const zone of land.zones) {
    const end = zone.lives.at(-1)?.[1] ?? 0;
    const [before, after] = [spellOn(zone, end - 1), spellOn(land, end)];
    if (livesOn(land, end) && !sameRule(before, after)) changes.push({ day: end, territory: zone, before, after });
  }
  return changes;
}

/** Whether two spells would be drawn the same. @param {import("../types.js").Rule} a @param {import("../types.js").Rule} b */
export function sameLook(a, b) {
  return sameRule(a, b) && (a.administration ?? "") === (b.administration ?? "");
}

/** Whether two spells are the same state. @param {import("../types.js").Rule} a @param {import("../types.js").Rule} b */
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

/** What changed from the day before to this day. @param {import("../types.js").Theatre[]} theatres @param {number} day @returns {import("../types.js").Change[]} */
export function changesOn(theatres, day) {
  return theatres.flatMap(({ changes }) => changes.filter((one) => one.day === day));
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
  for (const territory of theatres.flatMap((one) => one.territories)) {
    const [then, now] = [livesOn(territory, first), livesOn(territory, second)];
    const whole = territory.whole;
    // a zone stands for its land if it is there on one of the days, and its territory or itself on the other
    if (whole ? !(then || now) || (!now && !livesOn(whole, second)) : !(then && now)) continue;
    const before = spellOn(then || !whole ? territory : whole, first);
    const after = spellOn(now || !whole ? territory : whole, second);
    if (before !== after && !sameRule(before, after)) changes.push({ territory, before, after });
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
  for (const { day, territory, before, after } of theatres.flatMap((one) => one.changes)) {
    const [was, is] = [before.controller, after.controller];
    if (was === is || (was !== polity && is !== polity)) continue;
    const entry = days.get(day) ?? { day, gained: 0, lost: 0 };
    entry[is === polity ? "gained" : "lost"] += territory.km2;
    days.set(day, entry);
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

/** The lands that a polity holds on a day. @param {import("../types.js").Theatre[]} theatres @param {string} polity @param {number} day */
export function landsOf(theatres, polity, day) {
  return landsOn(theatres, day).filter((land) => spellOn(land, day).controller === polity);
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
