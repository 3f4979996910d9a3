/** A moment is what the page shows: a day, or a span of days whose last is included. A year is the span of its days. */
import { dayWords, isoDay, monthIndex, monthStart, readDays, yearOf } from "./days.js";

/** @typedef {import("../types.js").Moment} Moment */
/** The first and the last day of the atlas. @typedef {{first: number, last: number}} Bounds */
/** @typedef {"year" | "month"} Unit */

/** @type {Map<string, Intl.DateTimeFormat>} */
const RANGES = new Map();
const LENGTHS = { year: 4, month: 7, day: 10 }; // letters of an ISO day

/** The first day of what is shown. @param {Moment} moment */
export function firstDay({ since, day }) {
  return since ?? day;
}

/** A span, cut to the atlas; one day of it is a day. @param {number} from @param {number} to @param {Bounds} bounds @returns {Moment} */
export function spanOf(from, to, { first, last }) {
  const [since, day] = [Math.max(first, from), Math.min(last, to)];
  return since === day ? { since: null, day } : { since, day };
}

/** The days of a year, as far as the atlas has them. @param {number} year @param {Bounds} bounds */
export function yearSpan(year, bounds) {
  return spanOf(monthStart(year * 12), monthStart(year * 12 + 12) - 1, bounds);
}

/** Whether a span begins and ends with a unit, or with the atlas within one. @param {Moment} moment @param {Unit} unit @param {Bounds} bounds */
function wholeUnits({ since, day }, unit, { first, last }) {
  if (since === null) return false;
  const begins = unit === "year" ? yearOf(since) * 12 : monthIndex(since);
  const after = unit === "year" ? yearOf(day) * 12 + 12 : monthIndex(day) + 1;
  return since === Math.max(first, monthStart(begins)) && day === Math.min(last, monthStart(after) - 1);
}

/** The year that is shown, or null. @param {Moment} moment @param {Bounds} bounds */
export function shownYear(moment, bounds) {
  const { since, day } = moment;
  return since !== null && yearOf(since) === yearOf(day) && wholeUnits(moment, "year", bounds) ? yearOf(day) : null;
}

/** What is shown: a day, a month, a year or another span. @param {Moment} moment @param {Bounds} bounds @returns {"day" | "month" | "year" | "span"} */
export function shownUnit(moment, bounds) {
  const { since, day } = moment;
  if (since === null) return "day";
  if (shownYear(moment, bounds) !== null) return "year";
  return wholeUnits(moment, "month", bounds) && monthIndex(since) === monthIndex(day) ? "month" : "span";
}

/** The longest unit that a span is made of, or null. @param {Moment} moment @param {Bounds} bounds @returns {Unit | null} */
function unitOf(moment, bounds) {
  if (wholeUnits(moment, "year", bounds)) return "year";
  return wholeUnits(moment, "month", bounds) ? "month" : null;
}

/** A moment as an address has it: 1939-09-17, 1937, 1937-07 or 1937-07/1938-10. @param {Moment} moment @param {Bounds} bounds */
export function momentText(moment, bounds) {
  const { since, day } = moment;
  if (since === null) return isoDay(day);
  const length = LENGTHS[unitOf(moment, bounds) ?? "day"];
  return [...new Set([since, day].map((one) => isoDay(one).slice(0, length)))].join("/");
}

/** What a reader or an address names, cut to the atlas; null where it is no date or lies outside. @param {string} text @param {Bounds} bounds @returns {Moment | null} */
export function readMoment(text, bounds) {
  const days = readDays(text);
  if (!days || days[1] < bounds.first || days[0] > bounds.last) return null;
  return spanOf(...days, bounds);
}

/** Why a text names no moment, as the key of what is said of it: its days lie outside, a month has no such day, or it is no date. @param {string} text @param {Bounds} bounds */
export function refusedFor(text, { first, last }) {
  const days = readDays(text);
  if (days && (days[1] < first || days[0] > last)) return "time.outside";
  const isDay = /^\s*(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\D+\d{4}|\d{1,2}[-./]\d{1,2}[-./]\d{4})\s*$/.test(text);
  return isDay ? "time.no_day" : "time.bad_date";
}

/** What a reader names beside a date, and the longest date that stands before or after it: Wilno 20 September 1939. @param {string} text @param {Bounds} bounds @returns {{moment: Moment, rest: string} | null} */
export function partMoment(text, bounds) {
  const words = text.trim().split(/[,:]?\s+/);
  for (let count = words.length - 1; count > 0; count--)
    for (const at of [words.length - count, 0]) {
      const moment = readMoment(words.slice(at, at + count).join(" "), bounds);
      const rest = [...words.slice(0, at), ...words.slice(at + count)].join(" ");
      if (moment) return { moment, rest };
    }
  return null;
}

/**
 * A moment in words: 17 September 1939, 1937, July 1937, July 1937 – October 1938.
 * @param {Moment} moment
 * @param {string} lang
 * @param {Bounds} bounds
 * @param {"long" | "short"} [detail]
 */
export function momentWords(moment, lang, bounds, detail = "long") {
  const { since, day } = moment;
  if (since === null) return dayWords(day, lang, detail === "short" ? "short" : "day");
  const unit = unitOf(moment, bounds);
  if (unit === "year") return [...new Set([yearOf(since), yearOf(day)])].join("–");
  if (unit === "month" && monthIndex(since) === monthIndex(day)) return dayWords(day, lang, "month");
  return rangeWords(since, day, rangeFormat(lang, unit, detail));
}

/** Two days in words: 7 July – 13 December 1937; one where they are the same. @param {number} from @param {number} to @param {string} lang */
export function daysWords(from, to, lang) {
  return rangeWords(from, to, rangeFormat(lang, null, "long"));
}

/** @param {number} from @param {number} to @param {Intl.DateTimeFormat} format */
function rangeWords(from, to, format) {
  return format.formatRange(from * 86_400_000, to * 86_400_000).replaceAll("\u2009", " "); // a thin space is none that a reader types
}

/** A day on the map in short words, without its year where it stands in a span of one year. @param {number} day @param {import("../types.js").State} state */
export function shortDay(day, { since, day: last, lang }) {
  if (since === null || yearOf(since) !== yearOf(last)) return dayWords(day, lang, "short");
  return dayWords(day, lang, "bare");
}

/** @param {string} lang @param {Unit | null} unit @param {"long" | "short"} detail @returns {Intl.DateTimeFormat} */
function rangeFormat(lang, unit, detail) {
  const key = `${lang} ${unit} ${detail}`;
  let format = RANGES.get(key);
  if (!format) {
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { month: detail, year: "numeric", timeZone: "UTC" };
    if (unit === null) options.day = "numeric";
    format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options);
    RANGES.set(key, format);
  }
  return format;
}

/**
 * The span after (direction 1) or before (-1): the next year of a year, as many months of months, as many days of days;
 * null where the atlas has ended.
 * @param {Moment} moment
 * @param {1 | -1} direction
 * @param {Bounds} bounds
 * @returns {Moment | null}
 */
export function neighbourSpan(moment, direction, bounds) {
  const { day } = moment;
  const since = firstDay(moment);
  if (direction > 0 ? day >= bounds.last : since <= bounds.first) return null;
  const unit = unitOf(moment, bounds);
  if (!unit) {
    const length = day - since + 1;
    return direction > 0 ? spanOf(day + 1, day + length, bounds) : spanOf(since - length, since - 1, bounds);
  }
  const start = unit === "year" ? yearOf(since) * 12 : monthIndex(since);
  const end = unit === "year" ? yearOf(day) * 12 + 12 : monthIndex(day) + 1;
  const by = (end - start) * direction;
  return spanOf(monthStart(start + by), monthStart(end + by) - 1, bounds);
}
