/** Events on a day: strong on their own, fading for a year, hidden before. */
import { countUpTo } from "./chains.js";
import { dayNumber } from "./days.js";

const FADE_DAYS = 365;

/** How strongly an event shows on a day: 0 hidden, 1 its day. @param {number} first @param {number} last @param {number} day */
export function eventStrength(first, last, day) {
  if (day < first) return 0;
  if (day <= last) return 1;
  const age = day - last;
  return age > FADE_DAYS ? 0 : 0.85 - 0.5 * (age / FADE_DAYS);
}

/**
 * Events in the order of time with their days as numbers, the long ones apart from those that a search by the first day finds.
 * @typedef {{event: import("../types.js").AtlasEvent, first: number, last: number}} DatedEvent
 * @type {WeakMap<import("../types.js").AtlasEvent[], {long: DatedEvent[], short: DatedEvent[], firsts: number[]}>}
 */
const indexes = new WeakMap();

/** @param {import("../types.js").AtlasEvent[]} events */
function indexOf(events) {
  let index = indexes.get(events);
  if (!index) {
    const all = events
      .map((event) => ({ event, first: dayNumber(event.earliest), last: dayNumber(event.latest) }))
      .sort(inTime);
    const short = all.filter(({ first, last }) => last - first <= FADE_DAYS);
    const long = all.filter(({ first, last }) => last - first > FADE_DAYS);
    index = { long, short, firsts: short.map(({ first }) => first) };
    indexes.set(events, index);
  }
  return index;
}

/** @param {{event: import("../types.js").AtlasEvent, first: number}} a @param {{event: import("../types.js").AtlasEvent, first: number}} b */
function inTime(a, b) {
  return a.first - b.first || (a.event.id < b.event.id ? -1 : 1);
}

/** The events on show on a day, the newest last. @param {import("../types.js").AtlasEvent[]} events @param {number} day @param {Set<string>} layers */
export function eventsOn(events, day, layers) {
  const { long, short, firsts } = indexOf(events);
  const recent = short.slice(countUpTo(firsts, day - 2 * FADE_DAYS - 1), countUpTo(firsts, day));
  return [...long, ...recent]
    .map(({ event, first, last }) => ({ event, first, strength: eventStrength(first, last, day) }))
    .filter(({ event, strength }) => strength && layers.has(`events:${event.theme}`))
    .sort(inTime);
}

/**
 * Join marks that truly overlap; the newest leads.
 * @template {import("../types.js").Point} Mark
 * @param {Mark[]} marks  the newest last
 * @param {number} near
 * @returns {Mark[][]} the newest first in each
 */
export function clusterMarks(marks, near) {
  /** @type {Mark[][]} */
  const clusters = [];
  for (const mark of marks.toReversed()) {
    const home = clusters.find(([lead]) => Math.hypot(lead.x - mark.x, lead.y - mark.y) < near);
    if (home) home.push(mark);
    else clusters.push([mark]);
  }
  return clusters;
}
