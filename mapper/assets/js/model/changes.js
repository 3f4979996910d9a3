/** What changed, in sentences: who passed what to whom, and how much. */
import { areaWords, pick } from "./i18n.js";

const WHOLE = 0.98; // of a territory's area, that is called all of it

/**
 * @typedef {{from: string, to: string, status: string, km2: number, territories: import("../types.js").Territory[], source: import("../types.js").Citation[], sentence: string}} ChangeGroup
 */

/**
 * Group changes by old holder, new holder and new status; the largest first.
 * @param {import("../types.js").Change[]} changes
 * @param {(polity: string) => string} nameOf
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 * @returns {ChangeGroup[]}
 */
export function changeGroups(changes, nameOf, lang, t) {
  /** @type {Map<string, ChangeGroup & {sample: import("../types.js").Change}>} */
  const groups = new Map();
  for (const change of changes) {
    const { before, after, territory } = change;
    const key = [before.controller, after.controller, before.status, after.status, after.sovereign].join("|");
    let group = groups.get(key);
    if (!group) {
      group = {
        from: before.controller,
        to: after.controller,
        status: after.status,
        km2: 0,
        territories: [],
        source: [],
        sentence: "",
        sample: change,
      };
      groups.set(key, group);
    }
    group.km2 += change.km2;
    group.territories.push(territory);
    group.source.push(...after.source);
  }
  const sorted = [...groups.values()].sort((a, b) => b.km2 - a.km2);
  for (const group of sorted) group.sentence = changeSentence(group.sample, group, nameOf, lang, t);
  return sorted;
}

/** The names of territories, each once; of zones that are not all of theirs as a part of it. @param {import("../types.js").Territory[]} lands @param {string} lang @param {import("../types.js").Translate} t */
function landNames(lands, lang, t) {
  /** @type {Map<import("../types.js").Territory, number>} */
  const areas = new Map();
  for (const land of lands) areas.set(land.whole ?? land, (areas.get(land.whole ?? land) ?? 0) + land.km2);
  return [...areas].map(([whole, km2]) => {
    const land = pick(whole.name, lang);
    return km2 < WHOLE * whole.km2 ? t("land.part", { land }) : land;
  });
}

/**
 * @param {import("../types.js").Change} change
 * @param {{km2: number, territories: import("../types.js").Territory[]}} group
 * @param {(polity: string) => string} nameOf
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 */
function changeSentence({ before, after }, { km2, territories }, nameOf, lang, t) {
  const names = landNames(territories, lang, t).sort((a, b) => a.localeCompare(b, lang));
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
