/** The buttons of the years: a long list of them folds into decades. */
import { h } from "../dom.js";

const LONG = 60; // years above which the list folds

/**
 * Mark each button of Leaflet's list with its year, and fold a long list; the decade of the button that is down is open.
 * @param {HTMLElement} container  of the control
 * @param {number[]} years  in the order of the list
 */
export function foldYears(container, years) {
  const list = container.querySelector(".leaflet-control-layers-base");
  if (!list) return;
  const labels = [...list.children].filter((one) => one.tagName === "LABEL");
  for (const [i, label] of labels.entries()) label.setAttribute("data-year", String(years[i]));
  list.classList.toggle("folded", labels.length > LONG);
  if (labels.length <= LONG) return;
  /** @type {Map<number, HTMLElement>} */
  const decades = new Map();
  for (const [i, label] of labels.entries()) {
    const decade = Math.floor(years[i] / 10) * 10;
    const fold = decades.get(decade) ?? h("details", { class: "decade" }, h("summary", {}, `${decade}–${decade + 9}`));
    decades.set(decade, fold);
    fold.append(label);
  }
  list.append(...decades.values());
}

/** Open the decade of the button that is down; the others stay as the reader left them. @param {HTMLElement} container */
export function openDecade(container) {
  const fold = container.querySelector(".decade:has(input:checked)");
  if (fold instanceof HTMLDetailsElement) fold.open = true;
}
