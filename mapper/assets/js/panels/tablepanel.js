/** The panel with a table equal to the map: who held which land, and which events stand on it. */

import { h } from "../dom.js";
import { landsOn } from "../model/chains.js";
import { dayWords, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { areaWords, pick } from "../model/i18n.js";
import { ruleWords } from "./details.js";
import { dataTable } from "./tables.js";

/** The territories on a day, one that a campaign cuts as often as it has states. @param {import("../types.js").Theatre[]} theatres @param {number} day */
function statesOf(theatres, day) {
  /** @type {Map<string, {land: import("../types.js").Territory, spell: import("../types.js").Spell, km2: number}>} */
  const states = new Map();
  for (const { land, spell } of landsOn(theatres, day)) {
    const whole = land.whole ?? land;
    const key = [whole.id, spell.controller, spell.sovereign, spell.status].join(" ");
    states.set(key, { land: whole, spell, km2: (states.get(key)?.km2 ?? 0) + land.km2 });
  }
  return [...states.values()];
}

/** @param {import("../types.js").Context} ctx */
export function tablePanel(ctx) {
  const { day, lang, layers } = ctx.store.get();
  const t = ctx.t();
  const date = dayWords(day, lang);
  const link = (/** @type {string} */ kind, /** @type {string} */ id, /** @type {string} */ text) =>
    h("button", { type: "button", class: "linkish", onclick: () => ctx.select(kind, id) }, text);
  const order = new Intl.Collator(lang).compare;
  const lands = statesOf(ctx.theatres, day)
    .map((one) => ({ ...one, name: pick(one.land.name, lang), holder: ctx.nameOf(one.spell.controller) }))
    .sort((a, b) => order(a.holder, b.holder) || order(a.name, b.name));
  const states = dataTable(
    t("table.states", { date }),
    ["table.held_by", "table.land", "table.status", "table.law", "table.area"].map((key) => t(key)),
    lands.map(({ land, spell, km2, name, holder }) => [
      holder,
      link("territory", land.id, name),
      t(`status.${spell.status}`),
      ctx.nameOf(spell.sovereign),
      areaWords(km2, lang),
    ]),
    { heading: 1, figures: [4] },
  );
  const events = eventsOn(ctx.blob.events, day, layers).reverse();
  const eventTable = dataTable(
    t("table.events", { date }),
    ["table.date", "table.event", "table.place", "table.held_by"].map((key) => t(key)),
    events.map(({ event }) => [
      whenWords(event, lang, t),
      link("event", event.id, pick(event.title, lang)),
      pick(event.place, lang),
      event.join.candidates.map((one) => ruleWords(ctx, one)).join("; "),
    ]),
    { heading: 1 },
  );
  return [h("h2", {}, t("table.title")), states, events.length ? eventTable : null];
}
