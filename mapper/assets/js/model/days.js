/** Days as whole numbers, never instants: no time zone can shift them. */

const DAY_MS = 86_400_000;
/** @type {Map<string, number>} */
const numbers = new Map();
/** @type {Map<number, string>} */
const isoDays = new Map();
/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();
/** @type {Map<string, string>} */
const written = new Map();

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
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return Number.NaN;
  const time = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return new Date(time).toISOString().slice(0, 10) === iso ? time / DAY_MS : Number.NaN;
}

/** @param {number} day */
export function isoDay(day) {
  let iso = isoDays.get(day);
  if (iso === undefined) {
    iso = new Date(day * DAY_MS).toISOString().slice(0, 10);
    isoDays.set(day, iso);
    numbers.set(iso, day);
  }
  return iso;
}

/** @param {number} day */
export function yearOf(day) {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** A date in words: 17 September 1939, 17 września 1939. @param {number} day @param {string} lang @param {"day" | "month" | "short"} [detail] */
export function dayWords(day, lang, detail = "day") {
  const key = `${lang} ${detail}`;
  const known = written.get(`${key} ${day}`);
  if (known !== undefined) return known;
  let format = formatters.get(key);
  if (!format) {
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { month: detail === "short" ? "short" : "long", year: "numeric", timeZone: "UTC" };
    if (detail !== "month") options.day = "numeric";
    format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options);
    formatters.set(key, format);
  }
  let text = format.format(day * DAY_MS);
  if (lang === "pl" && detail === "short") text = text.replace(" maj ", " maja "); // too short to be abbreviated, so it has its case
  written.set(`${key} ${day}`, text);
  return text;
}

/** The number of a month, from 1, by the beginning of its English or Polish name; 0 for none. @param {string} word */
function monthNumber(word) {
  for (const lang of ["en-GB", "pl"]) {
    const format = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", timeZone: "UTC" });
    for (let month = 1; month <= 12; month++) {
      const name = format.formatToParts(Date.UTC(2000, month - 1, 1)).find(({ type }) => type === "month")?.value;
      if (name?.toLowerCase().startsWith(word.toLowerCase())) return month;
    }
  }
  return 0;
}

/** What a reader types into a date field: 1939-09-17, 17.9.1939, 17 September 1939, 1939-09 or 1939; NaN for anything else. @param {string} text */
export function readDay(text) {
  const trimmed = text.trim();
  const pad = (/** @type {string} */ part) => part.padStart(2, "0");
  let parts = /^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?$/.exec(trimmed);
  if (parts) return dayNumber(`${parts[1]}-${pad(parts[2] ?? "1")}-${pad(parts[3] ?? "1")}`);
  parts = /^(?:(\d{1,2}) )?(\p{L}{3,})\.? (\d{4})$/u.exec(trimmed);
  if (parts) return dayNumber(`${parts[3]}-${pad(String(monthNumber(parts[2])))}-${pad(parts[1] ?? "1")}`);
  parts = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/.exec(trimmed);
  return parts ? dayNumber(`${parts[3]}-${pad(parts[2])}-${pad(parts[1])}`) : Number.NaN;
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
