/** Tables in the desk: a caption, a head, rows whose heading is one of their cells; wide ones scroll by themselves. */
import { h } from "../dom.js";

/**
 * @typedef {import("../dom.js").Child} Child
 * @param {string} caption
 * @param {string[]} heads
 * @param {Child[][]} rows
 * @param {{heading?: number, figures?: number[]}} [options]  which column heads its row, which hold figures
 */
export function dataTable(caption, heads, rows, { heading = 0, figures = [] } = {}) {
  const cell = (/** @type {Child} */ content, /** @type {number} */ column) =>
    column === heading
      ? h("th", { scope: "row" }, content)
      : h("td", figures.includes(column) ? { class: "figure" } : {}, content);
  const table = h(
    "table",
    {},
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell)))),
  );
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, table);
}
