/** The panel that compares two dates: what each power gained and lost, and every land that changed. */

import { h, refill } from "../dom.js";
import { balance, changesBetween } from "../model/chains.js";
import { changeGroups } from "../model/changes.js";
import { dayWords, isoDay, readDay } from "../model/days.js";
import { signedArea } from "../model/i18n.js";
import { changeList } from "./changelist.js";
import { polityLink } from "./details.js";
import { dataTable } from "./tables.js";

/** @param {import("../types.js").Context} ctx */
export function comparePanel(ctx) {
  const { store } = ctx;
  const { day, compare, lang } = store.get();
  const t = ctx.t();
  const results = h("div", { class: "compare-results" }, ...compareResults(ctx));
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      id: "compare-field",
      class: "date-field",
      size: 12,
      value: compare === null ? "" : isoDay(compare),
      placeholder: "1939-08-23",
      maxlength: 24,
      autocomplete: "off",
    })
  );
  /** @param {number | null} other */
  const compareWith = (other) => {
    store.set({ compare: other });
    refill(results, ...compareResults(ctx));
  };
  const commit = () => {
    const other = readDay(field.value);
    const good = other >= ctx.first && other <= ctx.last;
    field.setAttribute("aria-invalid", String(!good));
    if (good) compareWith(other);
  };
  const stop = () => {
    field.value = "";
    field.removeAttribute("aria-invalid");
    compareWith(null);
  };
  field.addEventListener("change", commit);
  return [
    h("h2", {}, t("compare.title")),
    h("p", {}, t("compare.hint", { date: dayWords(day, lang) })),
    h(
      "div",
      { class: "row" },
      h("label", { for: "compare-field" }, t("compare.field")),
      field,
      h("button", { type: "button", class: "plain-button", onclick: commit }, t("compare.go")),
      h("button", { type: "button", class: "plain-button", onclick: stop }, t("compare.stop")),
    ),
    results,
  ];
}

/** Gains and losses between the two dates, earlier to later. @param {import("../types.js").Context} ctx */
function compareResults(ctx) {
  const { day, compare, lang } = ctx.store.get();
  const t = ctx.t();
  if (compare === null) return [];
  const [first, second] = compare <= day ? [compare, day] : [day, compare];
  const changes = changesBetween(ctx.theatres, first, second);
  if (!changes.length) return [h("p", { class: "note" }, t("compare.same"))];
  const table = dataTable(
    t("compare.caption", { from: dayWords(first, lang), to: dayWords(second, lang) }),
    ["compare.polity", "compare.gained", "compare.lost"].map((key) => t(key)),
    balance(changes).map((row) => [
      polityLink(ctx, row.polity),
      signedArea(row.gained, "+", lang),
      signedArea(row.lost, "−", lang),
    ]),
    { figures: [1, 2] },
  );
  return [
    table,
    h("p", { class: "note" }, t("compare.windows")),
    changeList(ctx, changeGroups(changes, ctx.nameOf, lang, t)),
  ];
}
