/** Texts of the interface by key, texts of the data by column. */

/** @param {Record<string, Record<string, string>>} catalogues @param {string} lang @returns {import("../types.js").Translate} */
export function translator(catalogues, lang) {
  const own = catalogues[lang] ?? {};
  const english = catalogues.en ?? {};
  return (key, values = {}) => {
    const text = own[key] ?? english[key] ?? key;
    const filled = text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
    return filled.replace(/(?<!\.)\.\.$/, "."); // a value may end with the full stop of an abbreviation
  };
}

const FORMS = ["one", "few", "many", "other"];

/** A count with its noun: 1 change, 12 changes; the forms stand in the catalogue by the categories of the language. @param {import("../types.js").Translate} t @param {string} lang @param {string} key @param {number} count */
export function plural(t, lang, key, count) {
  const form = new Intl.PluralRules(lang).select(count);
  return t(`${key}.${FORMS.includes(form) ? form : "other"}`, { count: figure(count, lang) });
}

/** A data text in the language, else in the atlas's first. @param {import("../types.js").Text | undefined | null} text @param {string} lang */
export function pick(text, lang) {
  if (!text) return "";
  return text[lang] || text[firstLanguage(text)] || "";
}

/** The first of the languages of a data text, in which all of it stands. @param {import("../types.js").Text} text */
export function firstLanguage(text) {
  return Object.keys(text)[0] ?? "";
}

/** The language of a data text in a page of another: the first where it stands in, else null. @param {import("../types.js").Text} text @param {string} lang */
export function tongue(text, lang) {
  const first = firstLanguage(text);
  return lang !== first && (!text[lang] || text[lang] === text[first]) ? first : null;
}

/** Nouns that name a state with an article before them in a sentence. @type {Record<string, RegExp>} */
const ARTICLED = {
  en: /\b(Powers|Protectorate|Communists|States?|City|Republics?|League|Governments?|Territory|Kingdom|Union|regime|Empire|Federation|Islands)\b/i,
};

/** A name as it stands within a sentence: the Soviet Union. @param {string} name @param {string} lang */
export function withArticle(name, lang) {
  return ARTICLED[lang]?.test(name) && !/^the /i.test(name) ? `the ${name}` : name;
}

/** A sentence begins with a capital. @param {string} text */
export function sentence(text) {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}

/** Figures with the language's own separators. @param {number} value @param {string} lang */
export function figure(value, lang) {
  return new Intl.NumberFormat(lang === "en" ? "en-GB" : lang, {
    useGrouping: "always",
    maximumFractionDigits: 0,
  }).format(value);
}

/** An area in words, rounded as its accuracy allows. @param {number} km2 @param {string} lang */
export function areaWords(km2, lang) {
  const step = km2 >= 10_000 ? 100 : km2 >= 1000 ? 10 : 1;
  return `${figure(Math.round(km2 / step) * step, lang)} km²`;
}

/** A gain or a loss; a dash for none. @param {number} km2 @param {"+" | "−"} sign @param {string} lang */
export function signedArea(km2, sign, lang) {
  return km2 ? `${sign}${areaWords(km2, lang)}` : "–";
}
