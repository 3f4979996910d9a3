/** The panel of a year or another span: each change in order, who gained and lost, what was agreed, what moved, what happened. */

import { h } from "../dom.js";
import { balance } from "../model/chains.js";
import { changesIn, groupsIn } from "../model/changes.js";
import { movementPhase } from "../model/courses.js";
import { dayNumber, dayWords, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick, plural, signedArea } from "../model/i18n.js";
import { daysWords, firstDay, momentWords } from "../model/moments.js";
import { agreementsIn } from "../model/overlays.js";
import { landChips } from "./changelist.js";
import { polityLink, sourceFold } from "./details.js";
import { newsItems } from "./overlaypanels.js";
import { dataTable } from "./tables.js";

/** @typedef {import("../dom.js").Child} Child */
/** @typedef {[string, HTMLElement | undefined]} Way  what a part of the panel is called, and where it begins */

/** @param {import("../types.js").Context} ctx */
export function spanPanel(ctx) {
  const { blob, theatres } = ctx;
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const groups = groupsIn(theatres, state, ctx.nameIn, lang, t);
  const events = eventsOn(blob.events, state, null);
  const movements = blob.movements.filter((one) => movementPhase(one, state) !== "hidden");
  const counts = [
    plural(t, lang, "count.changes", groups.length),
    plural(t, lang, "count.events", events.length),
    plural(t, lang, "count.movements", movements.length),
  ];
  const words = momentWords(state, lang, ctx);
  const changed = h("h2", {}, t("span.changed"));
  const gains = balancePart(ctx);
  const happened = list(
    ctx,
    "span.events",
    "event-list span-events",
    events.map(({ event }) => eventItem(ctx, event)),
  );
  const moved = list(
    ctx,
    "span.movements",
    "event-list span-movements",
    movements.map((one) => movementItem(ctx, one)),
  );
  return [
    h("h2", { class: "moment", "data-line": [words, ...counts].join(" · ") }, words),
    ways([
      [counts[0], groups.length ? changed : undefined],
      ...(gains.length ? [/** @type {Way} */ ([t("span.gains"), gains[0]])] : []),
      [counts[1], happened[0]],
      [counts[2], moved[0]],
    ]),
    changed,
    groups.length
      ? h("ol", { class: "changes span-changes" }, ...groups.map((group) => changeItem(ctx, group)))
      : h("p", { class: "note" }, t("span.nothing")),
    ...gains,
    ...agreedPart(ctx),
    ...happened,
    ...moved,
    ...list(ctx, "span.news", "changes news", newsItems(ctx, state)),
  ];
}

/** Ways to the parts of a long panel, in words; a part that is empty has none. @param {Way[]} parts */
function ways(parts) {
  const lead = (/** @type {HTMLElement} */ to) => () => {
    if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "start" });
  };
  const way = (/** @type {string} */ words, /** @type {HTMLElement | undefined} */ to) =>
    to ? h("button", { type: "button", class: "linkish", onclick: lead(to) }, words) : words;
  return h("p", { class: "note ways" }, ...parts.flatMap(([words, to], i) => [i ? " · " : "", way(words, to)]));
}

/** @param {import("../types.js").Context} ctx @param {string} title  its key @param {string} kind @param {HTMLElement[]} items */
function list(ctx, title, kind, items) {
  return items.length ? [h("h2", {}, ctx.t()(title)), h("ol", { class: kind }, ...items)] : [];
}

/** A day of the span that leads there: without its year where the span has one alone. @param {import("../types.js").Context} ctx @param {number} day */
function dayLink(ctx, day) {
  return h(
    "button",
    { type: "button", class: "linkish day", onclick: () => ctx.store.set({ day }) },
    dayWords(day, ctx.lang()),
  );
}

/** @param {import("../types.js").Context} ctx @param {ReturnType<typeof groupsIn>[number]} group */
function changeItem(ctx, { day, sentence, changes }) {
  return h(
    "li",
    {},
    h("p", {}, dayLink(ctx, day), h("br"), sentence),
    landChips(
      ctx,
      changes.map(({ territory }) => territory),
    ),
    sourceFold(
      ctx,
      changes.flatMap(({ after }) => after.source),
    ),
  );
}

/** What each power gained and lost in all changes of the span. @param {import("../types.js").Context} ctx */
function balancePart(ctx) {
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const rows = balance(changesIn(ctx.theatres, state).flatMap(({ changes }) => changes));
  if (!rows.length) return [];
  const table = dataTable(
    t("span.balance", { span: momentWords(state, lang, ctx) }),
    ["compare.polity", "compare.gained", "compare.lost"].map((key) => t(key)),
    rows.map((row) => [
      polityLink(ctx, row.polity),
      signedArea(row.gained, "+", lang),
      signedArea(row.lost, "−", lang),
    ]),
    { figures: [1, 2] },
  );
  return [table, h("p", { class: "note" }, t("compare.windows"))];
}

/** What was agreed, in force or replaced. @param {import("../types.js").Context} ctx */
function agreedPart(ctx) {
  const { blob, first } = ctx;
  const state = ctx.store.get();
  const { lang } = state;
  const t = ctx.t();
  const lands = new Set(ctx.theatres.flatMap(({ territories }) => territories.map(({ id }) => id)));
  const items = agreementsIn(blob.agreements, state)
    .filter(({ agreement }) => agreement.assign.some(([land]) => lands.has(land)))
    .map(({ agreement, replaced }) => {
      const [from, to] = [dayNumber(agreement.from), dayNumber(agreement.to)];
      const begun = from >= firstDay(state) && from > first;
      const ended = to <= state.day;
      const by = replaced.map((one) => pick(one.name, lang)).join("; ");
      const since = dayWords(from, lang);
      const until = dayWords(to, lang);
      return h(
        "li",
        {},
        h("b", {}, pick(agreement.name, lang)),
        h("span", { class: "when" }, begun ? t("span.agreed", { date: since }) : t("span.in_force", { date: since })),
        ended ? h("span", { class: "when" }, t("span.ended", { date: until })) : null,
        by ? h("span", { class: "when" }, t("span.replaced", { names: by })) : null,
        sourceFold(ctx, agreement.source),
      );
    });
  return list(ctx, "agreed.title", "changes agreements", items);
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").AtlasEvent} event */
function eventItem(ctx, event) {
  const t = ctx.t();
  const outside = event.join.match === "outside" ? ` · ${t("span.outside")}` : "";
  return h(
    "li",
    { "data-event": event.id },
    h(
      "button",
      { type: "button", class: "linkish", onclick: () => ctx.select("event", event.id) },
      pick(event.title, ctx.lang()),
    ),
    h("span", { class: "when" }, `${whenWords(event, ctx.lang(), t)}${outside}`),
  );
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Movement} movement */
function movementItem(ctx, movement) {
  const lang = ctx.lang();
  const when = daysWords(dayNumber(movement.from), dayNumber(movement.to), lang);
  return h(
    "li",
    { "data-move": movement.id },
    h(
      "button",
      { type: "button", class: "linkish", onclick: () => ctx.select("movement", movement.id) },
      `${ctx.nameOf(movement.polity)}: ${pick(movement.name, lang)}`,
    ),
    h("span", { class: "when" }, when),
  );
}
