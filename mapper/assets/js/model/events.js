/** Events on a day: strong on their own, fading for a year, hidden before; in a span all of its own, none faded. */
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
 * Events in the order of their first days, the first and the last day of each, and the latest day that those up to each reach.
 * @typedef {{events: import("../types.js").AtlasEvent[], first: Int32Array, last: Int32Array, reach: Int32Array}} Order
 * @type {WeakMap<import("../types.js").AtlasEvent[], Order>}
 */
const orders = new WeakMap();

/** The order of some events, made when it is first asked for. @param {import("../types.js").AtlasEvent[]} events @returns {Order} */
function orderOf(events) {
  const known = orders.get(events);
  if (known) return known;
  const first = (/** @type {import("../types.js").AtlasEvent} */ one) => dayNumber(one.earliest);
  const sorted = events.toSorted((a, b) => first(a) - first(b) || (a.id < b.id ? -1 : 1));
  const last = Int32Array.from(sorted, (one) => dayNumber(one.latest));
  let most = Number.NEGATIVE_INFINITY;
  const reach = last.map((day) => {
    most = Math.max(most, day);
    return most;
  });
  const made = { events: sorted, first: Int32Array.from(sorted, first), last, reach };
  orders.set(events, made);
  return made;
}

/** How many of ascending numbers are no more than one. @param {Int32Array} numbers @param {number} most */
function countTo(numbers, most) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The events on show at a moment, the newest last: those that begin by its last day and reach into it, or fade on it.
 * @param {import("../types.js").AtlasEvent[]} events  a list that does not change
 * @param {import("../types.js").Moment} moment
 * @param {Set<string> | null} layers  null for the events of all themes
 */
export function eventsOn(events, moment, layers) {
  const { events: sorted, first, last, reach } = orderOf(events);
  const { since, day } = moment;
  const from = since ?? day - FADE_DAYS;
  const shown = [];
  for (let at = countTo(first, day) - 1; at >= 0 && reach[at] >= from; at--) {
    if (last[at] < from || (layers && !layers.has(`events:${sorted[at].theme}`))) continue;
    const strength = since === null ? eventStrength(first[at], last[at], day) : 1;
    shown.push({ event: sorted[at], strength, first: first[at] });
  }
  return shown.reverse();
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
