/** The panel of the day: what changed, what was agreed, what happened. */

import { h } from "../dom.js";
import { inWindow } from "../model/boxes.js";
import { changesOn, nextDay } from "../model/chains.js";
import { byWeight, changeGroups, greatOf } from "../model/changes.js";
import { dayWords, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { areaWords, pick } from "../model/i18n.js";
import { changeList } from "./changelist.js";
import { mapLinks } from "./maplinks.js";
import { agreedPanel, newsPart, viewPanel } from "./overlaypanels.js";
import { spanPanel } from "./spanpanel.js";

/** @param {import("../types.js").Context} ctx @param {string[]} observers */
export function dayPanel(ctx, observers) {
  const state = ctx.store.get();
  const { day, lang, layers, as } = state;
  const t = ctx.t();
  const view = viewPanel(ctx, observers);
  const foot = [
    ...(as ? [] : view),
    h("p", { class: "lede" }, pick(ctx.blob.map.lede, lang)),
    h("p", { class: "hint" }, t("day.hint")),
    ...mapLinks(ctx),
  ];
  const lost = ctx.lost
    ? [h("p", { class: "note lost", role: "alert" }, t(ctx.lost.key, { name: ctx.lost.name }))]
    : [];
  if (state.since !== null) return [...lost, ...(as ? view : []), ...spanPanel(ctx), ...foot];
  const groups = changeGroups(changesOn(ctx.theatres, day), ctx.nameIn, lang, t);
  const jump = (/** @type {number | null} */ to, /** @type {string} */ key) =>
    to === null
      ? null
      : h(
          "button",
          { type: "button", class: "linkish", onclick: () => ctx.store.set({ day: to }) },
          t(key, { date: dayWords(to, lang, "short") }),
        );
  const events = eventsOn(ctx.blob.events, state, layers).reverse();
  const recent = events.filter(({ event, strength }) => strength < 1 && isInSight(ctx, event));
  return [
    ...lost,
    ...(as ? view : []),
    h("h2", { "data-line": lineOf(ctx, groups, events) }, t("day.changed")),
    groups.length ? changeList(ctx, groups) : h("p", { class: "note" }, t("day.nothing")),
    h(
      "p",
      { class: "jumps" },
      jump(nextDay(ctx.changeDays, day, -1), "day.previous"),
      jump(nextDay(ctx.changeDays, day, 1), "day.next"),
    ),
    ...agreedPanel(ctx),
    ...newsPart(ctx, state),
    ...eventList(
      ctx,
      "day.events",
      events.filter(({ strength }) => strength === 1),
    ),
    ...eventList(ctx, "day.recent", recent.slice(0, 8)),
    ...foot,
  ];
}

/** Whether an event lies in a window of the map: others are told on their day alone. @param {import("../types.js").Context} ctx @param {import("../types.js").AtlasEvent} event */
function isInSight({ theatres, blob }, event) {
  return theatres.some(({ id }) => inWindow(event, blob.theatres[id].window));
}

/** The day in a line: a capital or the most that changed hands, and how much more did, or what happened. @param {import("../types.js").Context} ctx @param {ReturnType<typeof changeGroups>} groups @param {ReturnType<typeof eventsOn>} events */
function lineOf(ctx, groups, events) {
  const [group, ...more] = [...groups].sort(byWeight);
  if (group) {
    const names = groupLine(ctx, group);
    return more.length ? ctx.t()("change.and_more", { names, count: more.length }) : names;
  }
  const today = events.find(({ strength }) => strength === 1);
  return today ? pick(today.event.title, ctx.lang()) : ctx.t()("day.nothing");
}

/** A change in a line, without the names of its lands but for that of a great town. @param {import("../types.js").Context} ctx @param {import("../model/changes.js").ChangeGroup} group */
function groupLine(ctx, group) {
  if (group.from === group.to) return group.sentence;
  const town = pick(greatOf(group)?.name ?? {}, ctx.lang());
  const passed = `${ctx.nameOf(group.from)} → ${ctx.nameOf(group.to)}`;
  return [town && `${town}: `, passed, `, ${areaWords(group.km2, ctx.lang())}`].join("");
}

/** @param {import("../types.js").Context} ctx @param {string} title  its key @param {ReturnType<typeof eventsOn>} events */
function eventList(ctx, title, events) {
  if (!events.length) return [];
  const items = events.map(({ event }) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "linkish", onclick: () => ctx.select("event", event.id) },
        pick(event.title, ctx.lang()),
      ),
      h("span", { class: "when" }, whenWords(event, ctx.lang(), ctx.t())),
    ),
  );
  return [h("h2", {}, ctx.t()(title)), h("ul", { class: "event-list" }, ...items)];
}
