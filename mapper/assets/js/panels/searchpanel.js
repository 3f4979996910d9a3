/** The panel of search: dates, places and powers by all their names, lands, events, stories and their texts, also on the other maps. */
import { h, refill } from "../dom.js";
import { changesIn, unnested } from "../model/changes.js";
import { dayNumber } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick, plural } from "../model/i18n.js";
import { momentWords, partMoment, readMoment } from "../model/moments.js";
import { queriesNear, searchEntries } from "../model/search.js";
import { elsewhereHref } from "./maplinks.js";

const EVENTS = 12; // of a date, at most
const THEN = 5; // that bear a name, on a date beside it
const NAMED = ["place", "polity", "territory"]; // kinds that have further names

/** @typedef {import("../model/search.js").Entry} Entry */

/**
 * @param {import("../types.js").Context} ctx
 * @param {Entry[]} entries
 * @param {(hit: import("../model/search.js").Hit) => void} go  to a hit on this map
 */
export function searchPanel(ctx, entries, go) {
  const t = ctx.t();
  const results = h("ul", { class: "results", id: "search-results" });
  const count = h("p", { class: "note", role: "status" });
  const about = h("p", { class: "note about" }); // what it is that some hits quote
  const show = () => {
    const { items, near } = itemsOrNear(ctx, input.value, entries, go);
    const found = input.value.trim() ? plural(t, ctx.lang(), "search.found", items.length) : "";
    const told = [
      near ? t("search.near", { query: input.value.trim(), found }) : found,
      items.length ? "" : t("search.hint"),
    ];
    count.textContent = told.filter(Boolean).join(". ");
    refill(about, items.some((one) => "quoted" in one.dataset) ? t("claims.note") : "");
    refill(results, ...items);
  };
  const input = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "search",
      id: "search-field",
      autocomplete: "off",
      spellcheck: "false",
      oninput: show,
      onkeydown: (/** @type {KeyboardEvent} */ { key }) => {
        if (key === "Enter") /** @type {HTMLElement | null} */ (results.querySelector("button, a"))?.click();
      },
    })
  );
  show();
  return [h("h2", {}, h("label", { for: "search-field" }, t("search.title"))), input, count, about, results];
}

/** What a query finds or, where that is nothing, what is found by words near to it. @param {import("../types.js").Context} ctx @param {string} query @param {Entry[]} entries @param {(hit: import("../model/search.js").Hit) => void} go */
function itemsOrNear(ctx, query, entries, go) {
  const items = itemsOf(ctx, query, entries, go);
  if (items.length) return { items, near: false };
  for (const meant of queriesNear(entries, query)) {
    const found = itemsOf(ctx, meant, entries, go);
    if (found.length) return { items: found, near: true };
  }
  return { items, near: false };
}

/** What a query finds: a date and what happened then, what bears a name on a date, and all else. @param {import("../types.js").Context} ctx @param {string} query @param {Entry[]} entries @param {(hit: import("../model/search.js").Hit) => void} go */
function itemsOf(ctx, query, entries, go) {
  const { items: dated, told: happened } = dateItems(ctx, query, entries, go);
  const hits = searchEntries(entries, query, ctx.lang()).filter(({ entry }) => !happened.includes(entry));
  const then = dated.length ? [] : thenItems(ctx, query, entries, go);
  return [...dated, ...then, ...hits.map((hit) => hitItem(ctx, hit, go))];
}

/** A query that is a date leads to it, and to what happened then. @param {import("../types.js").Context} ctx @param {string} query @param {Entry[]} entries @param {(hit: import("../model/search.js").Hit) => void} go */
function dateItems(ctx, query, entries, go) {
  const moment = readMoment(query, ctx);
  if (!moment) return { items: [], told: [] };
  const t = ctx.t();
  const lang = ctx.lang();
  const span = { since: moment.since ?? moment.day, day: moment.day }; // events of the day alone
  const doubt = (/** @type {import("../types.js").AtlasEvent} */ one) =>
    dayNumber(one.latest) - dayNumber(one.earliest);
  const events = eventsOn(ctx.blob.events, span, null)
    .map(({ event }) => event)
    .sort((a, b) => doubt(a) - doubt(b))
    .map(({ id }) => id);
  const changes = changesIn(ctx.theatres, moment).reduce((sum, one) => sum + one.changes.length, 0);
  const counts = [plural(t, lang, "count.lands", changes), plural(t, lang, "count.events", events.length)];
  const lead = h(
    "li",
    {},
    h(
      "button",
      { type: "button", onclick: () => ctx.store.set(moment) },
      h("b", {}, momentWords(moment, lang, ctx)),
      h("span", { class: "when" }, counts.join(" · ")),
    ),
  );
  const told = events
    .flatMap((id) => entries.find((one) => one.kind === "event" && !one.map && one.id === id) ?? [])
    .slice(0, EVENTS);
  const items = told.map((entry) => hitItem(ctx, { entry, matched: "", beside: "", score: 0, excerpt: null }, go));
  return { items: [lead, ...items], told };
}

/** A query of a name and a date leads to what bears the name, on that day. @param {import("../types.js").Context} ctx @param {string} query @param {Entry[]} entries @param {(hit: import("../model/search.js").Hit) => void} go */
function thenItems(ctx, query, entries, go) {
  const part = partMoment(query, ctx);
  if (!part) return [];
  const { moment, rest } = part;
  const when = momentWords(moment, ctx.lang(), ctx);
  return searchEntries(entries, rest, ctx.lang())
    .filter(({ entry, excerpt }) => NAMED.includes(entry.kind) && !entry.map && !excerpt)
    .slice(0, THEN)
    .map(({ entry, ...hit }) => {
      const dated = { ...entry, detail: [when, entry.detail].filter(Boolean).join(" · ") };
      return hitItem(ctx, { ...hit, entry: dated }, (one) => {
        ctx.store.set(moment);
        go(one);
      });
    });
}

/** @param {import("../types.js").Context} ctx @param {import("../model/search.js").Hit} hit @param {(hit: import("../model/search.js").Hit) => void} go */
function hitItem(ctx, hit, go) {
  const { entry, beside, excerpt } = hit;
  const t = ctx.t();
  const detail = [t(`search.${entry.kind}`), entry.detail].filter(Boolean).join(" · ");
  const told = [
    h("b", {}, entry.label),
    beside ? ` (${unnested(beside)})` : "",
    excerpt
      ? h(
          "span",
          { class: "excerpt", lang: hit.tongue },
          ...excerpt.map(({ text, found }) => (found ? h("mark", {}, text) : text)),
        )
      : null,
    h("span", { class: "when" }, detail),
  ];
  const { map } = entry;
  if (!map)
    return h(
      "li",
      { "data-quoted": Boolean(hit.isQuoted) },
      h("button", { type: "button", onclick: () => go(hit) }, ...told),
    );
  const title = pick(ctx.blob.maps.find(({ id }) => id === map)?.title, ctx.lang());
  const where = h("span", { class: "when other-map" }, t("search.elsewhere", { map: title }));
  return h("li", {}, h("a", { href: elsewhereHref(ctx, entry) }, ...told, where));
}
