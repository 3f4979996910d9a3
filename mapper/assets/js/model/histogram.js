/** How much changed when: km2 that changed in each month, and the days of events. */
import { changesIn } from "./changes.js";
import { dayNumber, monthIndex, monthStart } from "./days.js";

/**
 * The km2 of land that changed holder, owner or status, by month; months without a change are left out.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {{first: number, last: number}} bounds
 * @returns {{from: number, to: number, km2: number}[]} months from a day up to, not with, another
 */
export function changeByMonth(theatres, { first, last }) {
  /** @type {Map<number, number>} */
  const months = new Map();
  for (const { day, changes } of changesIn(theatres, { since: first, day: last })) {
    const month = monthIndex(day);
    months.set(month, (months.get(month) ?? 0) + changes.reduce((sum, { territory }) => sum + territory.km2, 0));
  }
  return [...months].map(([month, km2]) => ({
    from: Math.max(first, monthStart(month)),
    to: Math.min(last + 1, monthStart(month + 1)),
    km2,
  }));
}

/** The days on which events began, each once, within the atlas. @param {import("../types.js").AtlasEvent[]} events @param {{first: number, last: number}} bounds */
export function eventDays(events, { first, last }) {
  const days = events.map((event) => dayNumber(event.earliest)).filter((day) => day >= first && day <= last);
  return [...new Set(days)].sort((a, b) => a - b);
}
