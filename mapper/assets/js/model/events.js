/** Events on a day: strong on their own, fading for a year, hidden before. */
import { dayNumber } from "./days.js";

const FADE_DAYS = 365;

/** How strongly an event shows on a day: 0 hidden, 1 its day. @param {number} first @param {number} last @param {number} day */
export function eventStrength(first, last, day) {
  if (day < first) return 0;
  if (day <= last) return 1;
  const age = day - last;
  return age > FADE_DAYS ? 0 : 0.85 - 0.5 * (age / FADE_DAYS);
}

/** The events on show on a day, the newest last. @param {import("../types.js").AtlasEvent[]} events @param {number} day @param {Set<string>} layers */
export function eventsOn(events, day, layers) {
  const shown = [];
  for (const event of events) {
    if (!layers.has(`events:${event.theme}`)) continue;
    const first = dayNumber(event.earliest);
    const strength = eventStrength(first, dayNumber(event.latest), day);
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
