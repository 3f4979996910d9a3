/** How much land each power held over time. */

import { landsOn, spellOn } from "./chains.js";
import { changesIn } from "./changes.js";
import { isoDay, monthStart, yearOf } from "./days.js";

/**
 * One power's land: km2 from each day of `steps` on, the first day of the atlas first.
 * @typedef {{polity: string, most: number, steps: {day: number, km2: number}[]}} Series
 */

/**
 * The land of each power that ever held any.
 * @param {import("../types.js").Theatre[]} theatres
 * @param {{first: number, last: number}} bounds
 * @returns {Series[]} the largest first
 */
export function landOverTime(theatres, { first, last }) {
  /** @type {Map<string, Series>} */
  const all = new Map();
  const add = (/** @type {string} */ polity, /** @type {number} */ day, /** @type {number} */ km2) => {
    const one = all.get(polity) ?? { polity, most: 0, steps: [{ day: first, km2: 0 }] };
    all.set(polity, one);
    const now = one.steps[one.steps.length - 1];
    if (now.day === day) now.km2 += km2;
    else one.steps.push({ day, km2: now.km2 + km2 });
  };
  for (const land of landsOn(theatres, first)) add(spellOn(land, first).controller, first, land.km2);
  for (const { day, changes } of changesIn(theatres, { since: first + 1, day: last }))
    for (const { territory, before, after } of changes) {
      if (before.controller === after.controller) continue;
      add(before.controller, day, -territory.km2);
      add(after.controller, day, territory.km2);
    }
  const series = [...all.values()];
  for (const one of series) one.most = Math.max(...one.steps.map(({ km2 }) => km2));
  return series.sort((a, b) => b.most - a.most || (a.polity < b.polity ? -1 : 1));
}

/** What a power held on a day. @param {Series} series @param {number} day */
export function heldOn({ steps }, day) {
  return steps.findLast((step) => step.day <= day)?.km2 ?? 0;
}

/**
 * The area under a power's land as path data, over a box of width and height, from nothing up to the most it ever held.
 * @param {Series} series
 * @param {{first: number, last: number}} bounds
 * @param {number} width
 * @param {number} height
 */
export function areaPath({ steps, most }, { first, last }, width, height) {
  const x = (/** @type {number} */ day) => (((day - first) / (last + 1 - first)) * width).toFixed(1);
  const y = (/** @type {number} */ km2) => (height - (Math.max(0, km2) / (most || 1)) * height).toFixed(1);
  const line = steps.map(({ day, km2 }) => `H${x(day)}V${y(km2)}`).join("");
  return `M0 ${height}${line}H${width}V${height}Z`;
}

/** The years that begin within, each with its place from 0 to 1. @param {{first: number, last: number}} bounds */
export function yearLines({ first, last }) {
  const years = Array.from({ length: yearOf(last) - yearOf(first) }, (_, i) => yearOf(first) + 1 + i);
  return years.map((year) => ({ year, at: (monthStart(year * 12) - first) / (last + 1 - first) }));
}

/** The same as rows of a table: a day on which something changed, and the km2 of each power from it on; its head first. @param {Series[]} series */
export function seriesRows(series) {
  const days = [...new Set(series.flatMap(({ steps }) => steps.map(({ day }) => day)))].sort((a, b) => a - b);
  const rows = days.map((day) => [isoDay(day), ...series.map((one) => Math.max(0, heldOn(one, day)).toFixed(1))]);
  return [["date", ...series.map(({ polity }) => polity)], ...rows];
}
