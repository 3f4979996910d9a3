/** Events on a day: strong on their own, fading for a year, hidden before; in a span all of its own, none faded. */
import { dayNumber } from "./days.js";
import { firstDay } from "./moments.js";

const FADE_DAYS = 365;

/** How strongly an event shows on a day: 0 hidden, 1 its day. @param {number} first @param {number} last @param {number} day */
export function eventStrength(first, last, day) {
  if (day < first) return 0;
  if (day <= last) return 1;
  const age = day - last;
  return age > FADE_DAYS ? 0 : 0.85 - 0.5 * (age / FADE_DAYS);
}

/** Whether an event fell, or may have fallen, on a day of a span. @param {import("../types.js").AtlasEvent} event @param {import("../types.js").Moment} moment */
function fellIn(event, moment) {
  return dayNumber(event.earliest) <= moment.day && dayNumber(event.latest) >= firstDay(moment);
}

/**
 * The events on show at a moment, the newest last.
 * @param {import("../types.js").AtlasEvent[]} events
 * @param {import("../types.js").Moment} moment
 * @param {Set<string> | null} layers  null for the events of all themes
 */
export function eventsOn(events, moment, layers) {
  const shown = [];
  for (const event of events) {
    if (layers && !layers.has(`events:${event.theme}`)) continue;
    const first = dayNumber(event.earliest);
    const strength =
      moment.since === null ? eventStrength(first, dayNumber(event.latest), moment.day) : Number(fellIn(event, moment));
    if (strength) shown.push({ event, strength, first });
  }
  return shown.sort((a, b) => a.first - b.first || (a.event.id < b.event.id ? -1 : 1));
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
