/** Details of a power: what it holds on the day, as what, and when it gained and lost land. */

import { h } from "../dom.js";
import { landsOn, ledger } from "../model/chains.js";
import { dayWords } from "../model/days.js";
import { areaWords, signedArea } from "../model/i18n.js";
import { landChips } from "./changelist.js";
import { todayPart } from "./details.js";
import { dataTable } from "./tables.js";

/** @param {import("../types.js").Context} ctx @param {string} polity */
export function polityDetails(ctx, polity) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const record = ctx.blob.polities[polity];
  const held = landsOn(ctx.theatres, day).filter(({ spell }) => spell.controller === polity);
  const lands = held.map(({ land }) => land);
  const area = (/** @type {import("../types.js").Territory[]} */ some) =>
    areaWords(
      some.reduce((sum, land) => sum + land.km2, 0),
      lang,
    );
  /** @type {Map<string, import("../types.js").Territory[]>} */
  const byStatus = new Map();
  for (const { land, spell } of held) byStatus.set(spell.status, [...(byStatus.get(spell.status) ?? []), land]);
  const parts = [...byStatus].flatMap(([status, some]) => [
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
      ? h("p", {}, t("polity.area", { count: new Set(lands.map((land) => land.whole ?? land)).size, km2: area(lands) }))
      : h("p", { class: "note" }, t("polity.none")),
    ...parts,
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
