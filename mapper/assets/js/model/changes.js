/** What changed on a day or in a span, in sentences: who passed what to whom, and how much. */
import { areaWords, pick } from "./i18n.js";
import { firstDay } from "./moments.js";

const ALL = 0.98; // of a territory's area, that is called the territory
const FEW = 2; // towns that are named

/** @typedef {import("../types.js").Territory} Territory */

/**
 * @typedef {{from: string, to: string, status: string, km2: number, changes: import("../types.js").Change[], sentence: string}} ChangeGroup
 */

/**
 * The changes of a moment, day by day.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {import("../types.js").Moment} moment
 * @returns {{day: number, changes: import("../types.js").Change[]}[]}
 */
export function changesIn(theatres, moment) {
  const first = firstDay(moment);
  /** @type {Map<number, import("../types.js").Change[]>} */
  const days = new Map();
  for (const { day, ...change } of theatres.flatMap((one) => one.changes)) {
    if (day < first || day > moment.day) continue;
    days.set(day, [...(days.get(day) ?? []), change]);
  }
  return [...days].sort(([a], [b]) => a - b).map(([day, changes]) => ({ day, changes }));
}

/**
 * The sentences of a moment's changes, in order.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {import("../types.js").Moment} moment
 * @param {(polity: string, day: number) => string} nameOn
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 * @returns {(ChangeGroup & {day: number})[]}
 */
export function groupsIn(theatres, moment, nameOn, lang, t) {
  return changesIn(theatres, moment).flatMap(({ day, changes }) =>
    changeGroups(changes, (polity) => nameOn(polity, day), lang, t).map((group) => ({ ...group, day })),
  );
}

/**
 * The lands that changed in a span, each with what was so before it and the days on which it went to another holder, or
 * else on which it changed otherwise. Of a territory that a campaign cuts in the span it is the zones that changed.
 * @param {import("../types.js").Theatre} theatre
 * @param {import("../types.js").Moment} moment
 */
export function changedLands(theatre, moment) {
  /** @type {Map<number, {index: number, before: import("../types.js").Spell, passed: number[], all: number[]}>} */
  const lands = new Map();
  const dated = changesIn([theatre], moment);
  const cut = new Set(dated.flatMap(({ changes }) => changes.map(({ territory }) => territory.whole)));
  for (const { day, changes } of dated) {
    for (const { territory, before, after } of changes) {
      for (const { index } of cut.has(territory) ? zonesIn(territory, moment) : [territory]) {
        const land = lands.get(index) ?? { index, before, passed: [], all: [] };
        land.all.push(day);
        if (before.controller !== after.controller) land.passed.push(day);
        lands.set(index, land);
      }
    }
  }
  return [...lands.values()].map(({ index, before, passed, all }) => ({
    ...{ index, before },
    days: passed.length ? passed : all,
  }));
}

/** The zones of a territory that are there in a span. @param {import("../types.js").Territory} territory @param {import("../types.js").Moment} moment */
function zonesIn({ zones }, moment) {
  const first = firstDay(moment);
  return zones.filter(({ lives }) => lives.some(([from, after]) => from <= moment.day && first < after));
}

/**
 * Group changes by old holder, new holder and new status; the largest first.
 * @param {import("../types.js").Change[]} changes
 * @param {(polity: string) => string} nameOf
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 * @returns {ChangeGroup[]}
 */
export function changeGroups(changes, nameOf, lang, t) {
  /** @type {Map<string, ChangeGroup>} */
  const groups = new Map();
  for (const change of changes) {
    const { before, after } = change;
    const key = [before.controller, after.controller, before.status, after.status, after.sovereign].join("|");
    let group = groups.get(key);
    if (!group) {
      group = {
        from: before.controller,
        to: after.controller,
        status: after.status,
        km2: 0,
        changes: [],
        sentence: "",
      };
      groups.set(key, group);
    }
    group.km2 += change.territory.km2;
    group.changes.push(change);
  }
  const sorted = [...groups.values()].sort((a, b) => b.km2 - a.km2);
  for (const group of sorted) group.sentence = changeSentence(group, nameOf, lang, t);
  return sorted;
}

/** The greatest town that changed hands in a group, if it is a capital or a large one. @param {Pick<ChangeGroup, "from" | "to" | "changes">} group */
export function greatOf({ from, to, changes }) {
  if (from === to) return null;
  const great = changes.flatMap(({ territory }) => territory.great ?? []);
  return great.sort((a, b) => a.rank - b.rank)[0] ?? null;
}

/** The most telling first: the group of a capital, of a large town, then the largest. @param {ChangeGroup} a @param {ChangeGroup} b */
export function byWeight(a, b) {
  const rank = (/** @type {ChangeGroup} */ group) => greatOf(group)?.rank ?? Number.MAX_SAFE_INTEGER;
  return rank(a) - rank(b) || b.km2 - a.km2;
}

/** Lands as territories: one of which almost all is there as a whole, else its parts, the largest first. @param {Territory[]} lands @returns {{whole: Territory, parts: Territory[], all: boolean}[]} */
export function byWhole(lands) {
  /** @type {Map<Territory, Territory[]>} */
  const found = new Map();
  for (const land of lands) {
    const whole = land.whole ?? land;
    found.set(whole, [...(found.get(whole) ?? []), land]);
  }
  return [...found].map(([whole, parts]) => ({
    whole,
    parts: parts.sort((a, b) => b.km2 - a.km2),
    all: parts.reduce((sum, { km2 }) => sum + km2, 0) >= ALL * whole.km2,
  }));
}

/** What a land is called: a zone by its towns within its territory. @param {Territory} land @param {string} lang */
export function landTitle(land, lang) {
  const name = pick(land.name, lang);
  const towns = fewTowns([land], lang);
  const own = `${name} / `; // of a land that is called as its town, which needs not be told again
  return name + (towns && ` (${towns.startsWith(own) ? towns.slice(own.length) : towns})`);
}

/** A name that stands in brackets, its own brackets as a stroke: Lwów / Lviv. @param {string} name */
export function unnested(name) {
  return name.replace(/ \(([^()]*)\)/g, " / $1");
}

/** The first towns of the parts of a territory; none where they only repeat its name. @param {Territory[]} parts @param {string} lang */
export function fewTowns(parts, lang) {
  const towns = [...new Set(parts.flatMap((land) => land.townNames.map((name) => unnested(pick(name, lang)))))];
  if (towns.length === 1 && towns[0] === pick(parts[0].name, lang)) return "";
  return towns.length > FEW ? `${towns.slice(0, FEW).join(", ")} …` : towns.join(", ");
}

/** The names of the territories that changed, each once; of those that changed in part as a part of it, with its towns. @param {{territory: Territory}[]} changes @param {string} lang @param {import("../types.js").Translate} t */
export function landNames(changes, lang, t) {
  return byWhole(changes.map(({ territory }) => territory)).map(({ whole, parts, all }) => {
    const land = pick(whole.name, lang);
    if (all) return land;
    const towns = fewTowns(parts, lang);
    return towns ? t("land.part_of", { land, towns }) : t("land.part", { land });
  });
}

/**
 * @param {ChangeGroup} group
 * @param {(polity: string) => string} nameOf
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 */
function changeSentence({ km2, changes }, nameOf, lang, t) {
  const [{ before, after }] = changes;
  const names = landNames(changes, lang, t).sort((a, b) => a.localeCompare(b, lang));
  const listed =
    names.length > 4
      ? t("change.and_more", { names: names.slice(0, 3).join(", "), count: names.length - 3 })
      : names.join(", ");
  const values = {
    lands: listed,
    from: nameOf(before.controller),
    to: nameOf(after.controller),
    sovereign: nameOf(after.sovereign),
    status: t(`status.${after.status}`),
    was: t(`status.${before.status}`),
    km2: areaWords(km2, lang),
  };
  if (before.controller !== after.controller) {
    return t(after.status === "sovereign" ? "change.passes" : "change.passes_as", values);
  }
  return t(before.status === after.status ? "change.law" : "change.status", values);
}
