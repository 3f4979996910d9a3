/** Days as whole numbers, never instants: no time zone can shift them. */

const DAY_MS = 86_400_000;
/** @type {Map<string, number>} */
const numbers = new Map();
/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();
/** @type {Map<string, string>} */
const written = new Map();
const lately = { day: Number.NaN, iso: "" };

/** The number of an ISO day such as 1939-09-17, or NaN where there is no such day. @param {string} iso */
export function dayNumber(iso) {
  let day = numbers.get(iso);
  if (day === undefined) {
    day = countDays(iso);
    numbers.set(iso, day);
  }
  return day;
}

/** @param {string} iso */
function countDays(iso) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return Number.NaN;
  const [year, month, day] = [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8))];
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time.getTime() / DAY_MS : Number.NaN;
}

/** A day as ISO writes it; the last is kept, for the names of all powers are asked for on one day. @param {number} day */
export function isoDay(day) {
  if (day !== lately.day) Object.assign(lately, { day, iso: new Date(day * DAY_MS).toISOString().slice(0, 10) });
  return lately.iso;
}

/** @param {number} day */
export function yearOf(day) {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** A month as a number that counts on: twelve times the year, and the months before it. @param {number} day */
export function monthIndex(day) {
  const [year, month] = isoDay(day).split("-");
  return Number(year) * 12 + Number(month) - 1;
}

/** The first day of a month. @param {number} month  counted on */
export function monthStart(month) {
  const parts = [String(Math.floor(month / 12)).padStart(4, "0"), String((month % 12) + 1).padStart(2, "0"), "01"];
  return dayNumber(parts.join("-"));
}

/** A date in words: 17 September 1939, 17 września 1939. @param {number} day @param {string} lang @param {"day" | "month" | "short" | "bare"} [detail]  bare is short and without the year */
export function dayWords(day, lang, detail = "day") {
  const key = `${lang} ${detail}`;
  const known = written.get(`${key} ${day}`);
  if (known !== undefined) return known;
  let format = formatters.get(key);
  if (!format) {
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { month: detail === "short" || detail === "bare" ? "short" : "long", timeZone: "UTC" };
    if (detail !== "month") options.day = "numeric";
    if (detail !== "bare") options.year = "numeric";
    format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options);
    formatters.set(key, format);
  }
  let text = format.format(day * DAY_MS);
  if (lang === "pl" && detail !== "month") text = text.replace(/ maj(?= |$)/, " maja"); // too short to be abbreviated, so it has its case
  written.set(`${key} ${day}`, text);
  return text;
}

const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/** The number of a month, from 1, by its Roman numeral or the beginning of its name in a language of the catalogues, with a day or alone; 0 for none. @param {string} word */
function monthNumber(word) {
  const numeral = ROMAN.indexOf(word.toLowerCase()) + 1;
  if (numeral) return numeral;
  for (const lang of ["en-GB", "pl", "de", "lt"])
    for (const day of [undefined, /** @type {const} */ ("numeric")]) {
      const format = new Intl.DateTimeFormat(lang, { day, month: "long", timeZone: "UTC" });
      for (let month = 1; month <= 12; month++) {
        const name = format.formatToParts(Date.UTC(2000, month - 1, 1)).find(({ type }) => type === "month")?.value;
        if (name?.toLowerCase().startsWith(word.toLowerCase())) return month;
      }
    }
  return 0;
}

/** @param {number} first  month, counted on @param {number} after  the month after the last @returns {[number, number]} */
const monthDays = (first, after) => [monthStart(first), monthStart(after) - 1];

/** The first and the last day of one date as a reader types it, NaN where it is none. @param {string} text @returns {[number, number]} */
function readUnit(text) {
  const day = (/** @type {string} */ year, /** @type {string} */ month, /** @type {string} */ number) => {
    const found = dayNumber(`${year}-${month.padStart(2, "0")}-${number.padStart(2, "0")}`);
    return /** @type {[number, number]} */ ([found, found]);
  };
  const months = (/** @type {string} */ year, /** @type {number} */ month) => {
    const at = Number(year) * 12 + month - 1;
    return month >= 1 && month <= 12
      ? monthDays(at, at + 1)
      : /** @type {[number, number]} */ ([Number.NaN, Number.NaN]);
  };
  let parts = /^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?$/.exec(text);
  if (parts?.[3]) return day(parts[1], parts[2], parts[3]);
  if (parts)
    return parts[2] ? months(parts[1], Number(parts[2])) : monthDays(Number(parts[1]) * 12, Number(parts[1]) * 12 + 12);
  parts = /^(?:(\d{1,2})(?:\.|st|nd|rd|th)? (?:of )?)?(\p{L}{3,}|[ivx]{1,2})\.? (\d{4})$/iu.exec(text);
  if (parts) {
    const month = monthNumber(parts[2]);
    return parts[1] ? day(parts[3], String(month), parts[1]) : months(parts[3], month);
  }
  parts = /^(\p{L}{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/iu.exec(text);
  if (parts) return day(parts[3], String(monthNumber(parts[1])), parts[2]);
  parts = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/.exec(text);
  return parts ? day(parts[3], parts[2], parts[1]) : [Number.NaN, Number.NaN];
}

/**
 * The first and the last day of what a reader types as a date: 1939-09-17, 17.9.1939, 17 IX 1939, 17 September 1939, 17th of September 1939,
 * September 17, 1939, 1939-09, 1939, or two of them with a slash or a spaced dash between, such as 1937-07/1938-10; null for anything else.
 * @param {string} text
 * @returns {[number, number] | null}
 */
export function readDays(text) {
  const ends = text.trim().split(/\s*\/\s*|\s+[-–—]\s+|(?<=^\d{4})[-–](?=\d{4}$)|–/);
  if (ends.length > 2) return null;
  const [first] = readUnit(ends[0]);
  const [, last] = readUnit(ends[ends.length - 1]);
  return first <= last ? [first, last] : null;
}

/**
 * The date of an event in words, its uncertainty included.
 * @param {{date: string, earliest: string, latest: string, qualifier: string}} event
 * @param {string} lang
 * @param {import("../types.js").Translate} t
 */
export function whenWords(event, lang, t) {
  const first = dayNumber(event.earliest);
  const last = dayNumber(event.latest);
  let words;
  if (first === last || Number.isNaN(last)) words = dayWords(first, lang);
  else if (/^\d{4}-\d{2}[?~%]?$/.test(event.date)) words = dayWords(first, lang, "month");
  else if (/^\d{4}[?~%]?$/.test(event.date)) words = String(yearOf(first));
  else words = t("date.between", { from: dayWords(first, lang), to: dayWords(last, lang) });
  /** @type {Record<string, string>} */
  const doubts = { "?": "date.uncertain", "~": "date.about", "%": "date.uncertain_about" };
  return doubts[event.qualifier] ? t(doubts[event.qualifier], { date: words }) : words;
}

/** Keep a day within the study. @param {number} day @param {number} first @param {number} last */
export function clampDay(day, first, last) {
  return Math.min(last, Math.max(first, Math.round(day)));
}
