/** The panel with tables equal to the map: who held which land, what changed in a span, and which events stand on it. */

import { h } from "../dom.js";
import { landsOn, spellOn } from "../model/chains.js";
import { changesIn } from "../model/changes.js";
import { dayWords, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { areaWords, pick } from "../model/i18n.js";
import { momentWords } from "../model/moments.js";
import { ruleWords } from "./details.js";
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

/** Who held which land on the day, or at the end of the span. @param {import("../types.js").Context} ctx */
function stateTable(ctx) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const order = new Intl.Collator(lang).compare;
  const lands = landsOn(ctx.theatres, day)
    .map((land) => ({ land, spell: spellOn(land, day), name: pick(land.name, lang) }))
    .map((one) => ({ ...one, holder: ctx.nameOf(one.spell.controller) }))
    .sort((a, b) => order(a.holder, b.holder) || order(a.name, b.name));
  return dataTable(
    t("table.states", { date: dayWords(day, lang) }),
    ["table.held_by", "table.land", "table.status", "table.law", "table.area"].map((key) => t(key)),
    lands.map(({ land, spell, name, holder }) => [
      holder,
      link(ctx, "territory", land.id, name),
      t(`status.${spell.status}`),
      ctx.nameOf(spell.sovereign),
      areaWords(land.km2, lang),
    ]),
    { heading: 1, figures: [4] },
  );
}

/** Each land that changed in the span, from whom to whom. @param {import("../types.js").Context} ctx */
function changeTable(ctx) {
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const rows = changesIn(ctx.theatres, state).flatMap(({ day, changes }) =>
    changes.map(({ territory, before, after }) => [
      dayWords(day, lang),
      link(ctx, "territory", territory.id, pick(territory.name, lang)),
      ruleWords(ctx, before),
      ruleWords(ctx, after),
      areaWords(territory.km2, lang),
    ]),
  );
  if (!rows.length) return [];
  return [
    dataTable(
      t("table.changes", { span: momentWords(state, lang, ctx) }),
      ["table.date", "table.land", "table.before", "table.after", "table.area"].map((key) => t(key)),
      rows,
      { heading: 1, figures: [4] },
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
