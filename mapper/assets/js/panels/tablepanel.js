/** The panel with tables equal to the map: who held which land, what changed in a span, and which events stand on it. */

import { h } from "../dom.js";
import { landsOn, spellOn, territoryId } from "../model/chains.js";
import { changesIn, landNames } from "../model/changes.js";
import { dayWords, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { areaWords, pick } from "../model/i18n.js";
import { momentWords } from "../model/moments.js";
import { ruleWords, stateWords } from "./details.js";
import { dataTable } from "./tables.js";

/** @param {import("../types.js").Context} ctx */
export function tablePanel(ctx) {
  const { since } = ctx.store.get();
  return [
    h("h2", {}, ctx.t()("table.title")),
    ...(since === null ? [] : changeTable(ctx)),
    stateTable(ctx),
    ...eventTable(ctx),
  ];
}

/** @param {import("../types.js").Context} ctx @param {string} kind @param {string} id @param {string} text */
function link(ctx, kind, id, text) {
  return h("button", { type: "button", class: "linkish", onclick: () => ctx.select(kind, id) }, text);
}

/**
 * Lands of which the same is told, joined by territory: of one that a campaign cuts, the zones make one row, with their area.
 * @param {import("../types.js").Context} ctx
 * @param {{land: import("../types.js").Territory, told: string[]}[]} all
 * @returns {{land: import("../types.js").Territory, told: string[], name: string, km2: number}[]}
 */
function joined(ctx, all) {
  /** @type {Map<string, {told: string[], lands: import("../types.js").Territory[]}>} */
  const rows = new Map();
  for (const { land, told } of all) {
    const key = [territoryId(land), ...told].join("|");
    const row = rows.get(key) ?? { told, lands: [] };
    row.lands.push(land);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ told, lands }) => ({
    land: lands.reduce((most, one) => (one.km2 > most.km2 ? one : most)),
    told,
    name: landNames(
      lands.map((territory) => ({ territory })),
      ctx.lang(),
      ctx.t(),
    )[0],
    km2: lands.reduce((sum, one) => sum + one.km2, 0),
  }));
}

/** Who held which land on the day, or at the end of the span. @param {import("../types.js").Context} ctx */
function stateTable(ctx) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const order = new Intl.Collator(lang).compare;
  const all = landsOn(ctx.theatres, day).map((land) => {
    const rule = spellOn(land, day);
    return { land, told: [ctx.nameOf(rule.controller), stateWords(ctx, rule)] };
  });
  const rows = joined(ctx, all).sort((a, b) => order(a.told[0], b.told[0]) || order(a.name, b.name));
  return dataTable(
    t("table.states", { date: dayWords(day, lang) }),
    ["table.held_by", "table.land", "table.area"].map((key) => t(key)),
    rows.map(({ land, name, km2, told: [, state] }) => [
      state,
      link(ctx, "territory", land.id, name),
      areaWords(km2, lang),
    ]),
    { heading: 1, figures: [2] },
  );
}

/** Each land that changed in the span, from whom to whom. @param {import("../types.js").Context} ctx */
function changeTable(ctx) {
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const rows = changesIn(ctx.theatres, state).flatMap(({ day, changes }) =>
    joined(
      ctx,
      changes.map(({ territory, before, after }) => ({
        land: territory,
        told: [before, after].map((rule) => stateWords(ctx, rule)),
      })),
    ).map(({ land, name, km2, told }) => [
      dayWords(day, lang),
      link(ctx, "territory", land.id, name),
      told.join(" → "),
      areaWords(km2, lang),
    ]),
  );
  if (!rows.length) return [];
  return [
    dataTable(
      t("table.changes", { span: momentWords(state, lang, ctx) }),
      [t("table.date"), t("table.land"), `${t("table.before")} → ${t("table.after")}`, t("table.area")],
      rows,
      { heading: 1, figures: [3] },
    ),
  ];
}

/** @param {import("../types.js").Context} ctx */
function eventTable(ctx) {
  const state = ctx.store.get();
  const { lang, layers, since } = state;
  const t = ctx.t();
  const shown = eventsOn(ctx.blob.events, state, layers);
  if (!shown.length) return [];
  return [
    dataTable(
      t("table.events", { date: momentWords(state, lang, ctx) }),
      ["table.date", "table.event", "table.place", "table.held_by"].map((key) => t(key)),
      (since === null ? shown.reverse() : shown).map(({ event }) => [
        whenWords(event, lang, t),
        link(ctx, "event", event.id, pick(event.title, lang)),
        pick(event.place, lang),
        event.join.candidates.map((one) => ruleWords(ctx, one)).join("; "),
      ]),
      { heading: 1 },
    ),
  ];
}
