/** The ruler of time: years as long ticks, changes as short ones, events as dots. */
import { h, s } from "../dom.js";
import { dayNumber, yearOf } from "../model/days.js";

/** @param {import("../types.js").Context} ctx */
export function rulerTicks({ first, last, changeDays, blob }) {
  const years = [];
  for (let year = yearOf(first); year <= yearOf(last); year++) years.push(Math.max(first, dayNumber(`${year}-01-01`)));
  const line = (/** @type {number[]} */ list, /** @type {number} */ from, /** @type {number} */ to) =>
    list.map((day) => `M${day - first} ${from}V${to}`).join("");
  const eventDays = blob.events.map((event) => dayNumber(event.earliest)).filter((day) => day >= first && day <= last);
  return s(
    "svg",
    { class: "ticks", viewBox: `0 0 ${last - first} 30`, preserveAspectRatio: "none", "aria-hidden": "true" },
    s("path", { class: "tick-year", d: line(years, 12, 30) }),
    s("path", { class: "tick-change", d: line(changeDays, 18, 28) }),
    s("path", { class: "tick-event", d: line([...new Set(eventDays)], 8, 12) }),
  );
}

/** @param {number} first @param {number} last */
export function yearLabels(first, last) {
  const labels = [];
  for (let year = yearOf(first) + 1; year <= yearOf(last); year++) {
    const label = h(
      "span",
      { class: year % 5 === 0 ? "year fifth" : "year", "aria-hidden": "true" },
      year % 5 === 0 ? year : `’${String(year).slice(2)}`,
    );
    label.style.setProperty("--at", String((dayNumber(`${year}-01-01`) - first) / (last - first)));
    labels.push(label);
  }
  return labels;
}
