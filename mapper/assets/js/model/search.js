/** Search: names first, then the texts; a hit in a text is shown in its words, in the language of the page. */

import { firstLanguage, pick, tongue } from "./i18n.js";
import { nearQueries } from "./near.js";

/**
 * What can be found. By `names` it is found in every language; `own` are those that may stand beside its label, `hidden` those that are never shown;
 * `texts` are read when no name matches.
 * @typedef {object} Entry
 * @property {string} kind
 * @property {string} id
 * @property {string} label
 * @property {string[]} names
 * @property {() => string[]} [own]  in the language of the page, of the period, and further ones
 * @property {string[]} [hidden]
 * @property {() => string} [when]  its days in words, which find it as a hidden name does
 * @property {string} detail
 * @property {number} weight
 * @property {string} [map]  another map that it stands on
 * @property {() => import("../types.js").Text[]} [texts]
 * @property {import("../types.js").Text[]} [quoted]  those of them that are of the text which the atlas weighs, or correct it
 */
/** A piece of a text; `found` where it matched. @typedef {{text: string, found: boolean}} Piece */
/** `matched` is the name that matched, `beside` the same where it is to be shown, `tongue` the language of an excerpt if not the page's, `isQuoted` whether it is of the text that is weighed. @typedef {{entry: Entry, matched: string, beside: string, score: number, excerpt: Piece[] | null, tongue?: string | null, isQuoted?: boolean}} Hit */

const AROUND = 70; // letters of an excerpt on each side of the first match
const NAMED = ["place", "polity", "territory"]; // kinds whose name in another language is told where it was typed
/** @type {WeakMap<Entry, {text: import("../types.js").Text, folded: Record<string, string>}[]>} */
const foldedTexts = new WeakMap();
/** @type {WeakMap<Entry[], Set<string>>} */
const foldedWords = new WeakMap();

/** Names that were folded: they are many, and asked for at every letter. @type {Map<string, string>} */
const foldedNames = new Map();

/** @param {string} name */
function foldName(name) {
  let folded = foldedNames.get(name);
  if (folded === undefined) {
    folded = fold(name);
    foldedNames.set(name, folded);
  }
  return folded;
}

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
 * The entries that match all words of a query, best first: whole name, start of a name, start of a word, within, in a text;
 * of those that match alike, what is called so comes before what happened there.
 * A query that is one name of a place or power finds what bears its other names as well.
 * @param {Entry[]} entries
 * @param {string} query
 * @param {string} lang  of the page
 * @param {number} [limit]
 * @returns {Hit[]}
 */
export function searchEntries(entries, query, lang, limit = 30) {
  const wanted = fold(query);
  if (!wanted) return [];
  const queries = [wanted, ...otherNames(entries, wanted)];
  const hits = entries.flatMap((entry) => bestHit(entry, queries, lang) ?? []);
  const called = (/** @type {Hit} */ { entry }) => Number(foldName(entry.label) === wanted);
  hits.sort((a, b) => b.score - a.score || called(b) - called(a) || (a.entry.label < b.entry.label ? -1 : 1));
  return hits.slice(0, limit);
}

/** The queries that a query may mean that finds nothing, for it is misspelt. @param {Entry[]} entries @param {string} query */
export function queriesNear(entries, query) {
  let words = foldedWords.get(entries);
  if (!words) {
    words = new Set(
      entries
        .flatMap(({ names, hidden = [] }) => [...names, ...hidden].map(foldName))
        .flatMap((name) => name.split(" ")),
    );
    foldedWords.set(entries, words);
  }
  return nearQueries(words, query, fold);
}

/** The other names, folded, of what bears a name. @param {Entry[]} entries @param {string} wanted  folded */
function otherNames(entries, wanted) {
  const found = new Set();
  for (const { kind, names } of entries) {
    if (kind !== "place" && kind !== "polity") continue;
    const folded = names.map((name) => foldName(name.split(",")[0]));
    if (folded.includes(wanted)) for (const name of folded) if (name !== wanted && name.length > 2) found.add(name);
  }
  return [...found];
}

/** How an entry matches a query or, less well, its synonyms. @param {Entry} entry @param {string[]} queries  folded @param {string} lang @returns {Hit | null} */
function bestHit(entry, queries, lang) {
  for (const [i, wanted] of queries.entries()) {
    const words = wanted.split(" ");
    const { rank, matched } = bestName(entry, wanted, words);
    if (rank) {
      const score = (rank - (i ? 0.5 : 0)) * 10 + entry.weight;
      const beside = isShown(entry, matched, rank === 4 && !i) ? matched : "";
      return { entry, matched, beside, score, excerpt: null };
    }
    const found = textHit(entry, words, lang);
    if (found) return { entry, matched: "", beside: "", score: (i ? 0.25 : 0.5) * 10 + entry.weight, ...found };
  }
  return null;
}

/** Whether a name that matched stands beside the label: another name of the same thing, or one that was typed in full. @param {Entry} entry @param {string} matched @param {boolean} isTyped */
function isShown({ kind, label, own }, matched, isTyped) {
  if (!matched || matched === label) return false;
  return (isTyped && NAMED.includes(kind)) || Boolean(own?.().includes(matched));
}

/** The name that matches best; of equals the first, but its own before those of other languages. @param {Entry} entry @param {string} wanted @param {string[]} words */
function bestName({ names, own, hidden = [], when }, wanted, words) {
  let rank = 0;
  let matched = "";
  for (const [i, name] of [...names, ...hidden, when?.() ?? ""].entries()) {
    const found = nameRank(foldName(name), wanted, words);
    const [shown, kept] = [i < names.length ? name : "", own && found === rank && rank > 0 ? own() : []];
    if (found > rank || (kept.includes(shown) && !kept.includes(matched))) [rank, matched] = [found, shown];
  }
  return { rank, matched };
}

/** @param {string} folded @param {string} wanted @param {string[]} words */
function nameRank(folded, wanted, words) {
  if (folded === wanted) return 4;
  if (folded.startsWith(wanted)) return 3;
  const parts = folded.split(" ");
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return words.every((word) => folded.includes(word)) ? 1 : 0;
}

/** The words around the first match in the first text that has all words; of a text that has them in another language, its beginning in that of the page. @param {Entry} entry @param {string[]} words @param {string} lang */
function textHit(entry, words, lang) {
  const texts = textsOf(entry);
  const has = (/** @type {string | undefined} */ folded) => words.every((word) => folded?.includes(` ${word}`));
  const found =
    texts.find(({ text, folded }) => has(folded[lang in folded ? lang : firstLanguage(text)])) ??
    texts.find(({ folded }) => Object.values(folded).some(has));
  if (!found) return null;
  const { text } = found;
  const isQuoted = Boolean(entry.quoted?.includes(text));
  return { excerpt: excerptOf(pick(text, lang), words), tongue: tongue(text, lang), isQuoted };
}

/** @param {Entry} entry */
function textsOf(entry) {
  let texts = foldedTexts.get(entry);
  if (!texts) {
    texts = (entry.texts?.() ?? []).map((text) => {
      const folded = Object.entries(text).map(([lang, words]) => [lang, ` ${fold(words)}`]);
      return { text, folded: Object.fromEntries(folded) };
    });
    foldedTexts.set(entry, texts);
  }
  return texts;
}

/** @param {string} text @param {string[]} words  folded @returns {Piece[]} */
function excerptOf(text, words) {
  const spots = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) =>
    fold(word)
      .split(" ")
      .some((part) => words.some((wanted) => part.startsWith(wanted))),
  );
  const at = spots[0]?.index ?? 0;
  const start = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
  const end = at + AROUND * 2 < text.length ? text.lastIndexOf(" ", at + AROUND * 2) : text.length;
  /** @type {Piece[]} */
  const pieces = [];
  let from = start;
  for (const spot of spots.filter(({ index }) => index < end)) {
    pieces.push({ text: text.slice(from, spot.index), found: false }, { text: spot[0], found: true });
    from = spot.index + spot[0].length;
  }
  pieces.push({ text: text.slice(from, end), found: false });
  if (start) pieces.unshift({ text: "… ", found: false });
  if (end < text.length) pieces.push({ text: " …", found: false });
  return pieces.filter((piece) => piece.text);
}

/** What has dated names. @typedef {Pick<import("../types.js").Place, "name" | "names">} Named */

/**
 * The name of a place or a polity on a day: the one in force, else its name at any time; the names of the language first.
 * @param {Named} place @param {string} iso @param {string} lang
 */
export function datedName(place, iso, lang) {
  const on = (/** @type {[string, string, string][]} */ names) =>
    names.find(([, from, to]) => (!from || from <= iso) && (!to || iso < to))?.[0];
  const first = firstLanguage(place.name);
  const own = lang === first ? "" : on(place.names[lang] ?? []) || place.name[lang];
  return own || on(place.names[first] ?? []) || place.name[first];
}

/** The dated names of a place or a polity, those of the language first, none twice. @param {Named} place @param {string} lang */
export function datedNames(place, lang) {
  const first = firstLanguage(place.name);
  const own = lang === first ? [] : (place.names[lang] ?? []);
  return [...own, ...(place.names[first] ?? []).filter((one) => !own.some((other) => other.join() === one.join()))];
}
