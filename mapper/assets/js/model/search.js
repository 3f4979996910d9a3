/** Search over places by all their names, polities, territories and events. */

import { firstLanguage, pick } from "./i18n.js";

/** @typedef {{kind: "place" | "polity" | "territory" | "event", id: string, label: string, names: string[], detail: string, weight: number}} Entry */

/** Fold a text for comparison: no accents, no case, no punctuation. @param {string} text */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łŁ]/g, "l")
    .replace(/[đĐ]/g, "d")
    .replace(/[øØ]/g, "o")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * The entries that match all words of a query, best first: whole name, start of a name, start of a word, within.
 * @param {Entry[]} entries
 * @param {string} query
 * @param {number} [limit]
 */
export function searchEntries(entries, query, limit = 30) {
  const wanted = fold(query);
  if (!wanted) return [];
  const words = wanted.split(" ");
  const hits = [];
  for (const entry of entries) {
    let best = 0;
    let matched = "";
    for (const name of entry.names) {
      const folded = fold(name);
      const rank = nameRank(folded, wanted, words);
      if (rank > best) {
        best = rank;
        matched = name;
      }
    }
    if (best) hits.push({ entry, matched, score: best * 10 + entry.weight });
  }
  hits.sort((a, b) => b.score - a.score || (a.entry.label < b.entry.label ? -1 : 1));
  return hits.slice(0, limit);
}

/** @param {string} folded @param {string} wanted @param {string[]} words */
function nameRank(folded, wanted, words) {
  if (folded === wanted) return 4;
  if (folded.startsWith(wanted)) return 3;
  const parts = folded.split(" ");
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return words.every((word) => folded.includes(word)) ? 1 : 0;
}

/**
 * The name of a place on a day: the one in force, else its name at any time; the names of the language first.
 * @param {import("../types.js").Place} place @param {string} iso @param {string} lang
 */
export function placeName(place, iso, lang) {
  const on = (/** @type {[string, string, string][]} */ names) =>
    names.find(([, from, to]) => (!from || from <= iso) && (!to || iso < to))?.[0];
  const first = firstLanguage(place.name);
  const own = lang === first ? "" : on(place.names[lang] ?? []) || place.name[lang];
  return own || on(place.names[first] ?? []) || place.name[first];
}

/** The dated names of a place, those of the language first, none twice. @param {import("../types.js").Place} place @param {string} lang */
export function placeNames(place, lang) {
  const first = firstLanguage(place.name);
  const own = lang === first ? [] : (place.names[lang] ?? []);
  return [...own, ...(place.names[first] ?? []).filter((one) => !own.some((other) => other.join() === one.join()))];
}

/** All that can be found, by all its names. @param {import("../types.js").Blob} blob @param {() => string} lang @returns {import("./search.js").Entry[]} */
export function searchIndex(blob, lang) {
  const entries = [];
  const names = (/** @type {import("../types.js").Text} */ text) => Object.values(text).filter(Boolean);
  for (const place of blob.places) {
    const dated = Object.values(place.names).flatMap((list) => list.map(([name]) => name));
    const all = [...new Set([...names(place.name), ...dated, ...names(place.today)])];
    entries.push({
      kind: /** @type {const} */ ("place"),
      id: place.id,
      get label() {
        return pick(place.name, lang());
      },
      names: all,
      get detail() {
        return pick(place.today, lang());
      },
      weight: 5 - place.rank,
    });
  }
  for (const [id, polity] of Object.entries(blob.polities)) {
    entries.push({
      kind: /** @type {const} */ ("polity"),
      id,
      get label() {
        return pick(polity.name, lang());
      },
      names: [...names(polity.name), id],
      detail: "",
      weight: 5,
    });
  }
  for (const theatre of Object.values(blob.theatres)) {
    for (const land of theatre.territories.filter((one) => !one.of))
      entries.push({
        kind: /** @type {const} */ ("territory"),
        id: land.id,
        get label() {
          return pick(land.name, lang());
        },
        names: [...names(land.name), ...names(land.today)],
        detail: "",
        weight: 2,
      });
  }
  for (const event of blob.events) {
    entries.push({
      kind: /** @type {const} */ ("event"),
      id: event.id,
      get label() {
        return pick(event.title, lang());
      },
      names: [...names(event.title), ...names(event.place), event.date],
      detail: event.date,
      weight: 1,
    });
  }
  return entries;
}
