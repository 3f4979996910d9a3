/** Details of a power: what it holds on the day, as what, and when it gained and lost land. */

import { h } from "../dom.js";
import { landsOf, ledger, spellOn } from "../model/chains.js";
import { dayWords } from "../model/days.js";
import { areaWords, signedArea } from "../model/i18n.js";
import { landChips } from "./changelist.js";
import { namesPart, todayPart } from "./details.js";
import { dataTable } from "./tables.js";

/** @param {import("../types.js").Context} ctx @param {string} polity */
export function polityDetails(ctx, polity) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const record = ctx.blob.polities[polity];
  const lands = landsOf(ctx.theatres, polity, day);
  const area = (/** @type {import("../types.js").Territory[]} */ some) =>
    areaWords(
      some.reduce((sum, land) => sum + land.km2, 0),
      lang,
    );
  /** @type {Map<string, import("../types.js").Territory[]>} */
  const byStatus = new Map();
  for (const land of lands) {
    const { status } = spellOn(land, day);
    byStatus.set(status, [...(byStatus.get(status) ?? []), land]);
  }
  const held = [...byStatus].flatMap(([status, some]) => [
    h("p", {}, h("b", {}, t(`status.${status}`)), ` – ${t(`definition.${status}`)}: ${area(some)}`),
    landChips(ctx, some),
  ]);
  const name = ctx.nameOf(polity);
  return [
    h("p", { class: "kicker" }, t("search.polity")),
    h("h2", {}, name),
    todayPart(ctx, name, record),
    record.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, record.note) : null,
    h("h3", {}, t("polity.lands", { date: dayWords(day, lang) })),
    lands.length
      ? h("p", {}, t("polity.area", { count: lands.length, km2: area(lands) }))
      : h("p", { class: "note" }, t("polity.none")),
    ...held,
    ...namesPart(ctx, record),
    ...gainsAndLosses(ctx, polity),
  ];
}

/** @param {import("../types.js").Context} ctx @param {string} polity */
function gainsAndLosses(ctx, polity) {
  const t = ctx.t();
  const lang = ctx.lang();
  const entries = ledger(ctx.theatres, polity);
  if (!entries.length) return [];
  const rows = entries.map(({ day, gained, lost }) => [
    h(
      "button",
      { type: "button", class: "linkish", onclick: () => ctx.store.set({ day }) },
      dayWords(day, lang, "short"),
    ),
    signedArea(gained, "+", lang),
    signedArea(lost, "−", lang),
  ]);
  const table = dataTable(
    t("polity.ledger"),
    ["table.date", "compare.gained", "compare.lost"].map((key) => t(key)),
    rows,
    { figures: [1, 2] },
  );
  return [h("details", {}, h("summary", {}, t("polity.days", { count: entries.length })), table)];
}
