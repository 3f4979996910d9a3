/** The panels of the desk: the day, search, comparison, table, story and what can be taken away. */
import { balance, changesBetween, changesOn, nextDay, spellOn } from "./chains.js";
import { dayNumber, dayWords, isoDay, readDay, whenWords } from "./days.js";
import { ruleWords, sourceFold } from "./details.js";
import { h, refill } from "./dom.js";
import { areaWords, pick } from "./i18n.js";
import { eventsOn } from "./marks.js";
import { agreedPanel, newsPart, viewPanel } from "./overlaypanels.js";
import { searchEntries } from "./search.js";
import { changeGroups } from "./words.js";

/** @param {import("./plate.js").Context} ctx @param {import("./words.js").ChangeGroup[]} groups */
function changeList(ctx, groups) {
  return h(
    "ul",
    { class: "changes" },
    ...groups.map((group) => {
      const citations = [
        ...new Map(
          group.territories
            .flatMap((land) => spellOn(land, ctx.store.get().day).source)
            .map((one) => [one.join("|"), one]),
        ).values(),
      ];
      const name = (/** @type {import("./types.js").Territory} */ land) =>
        h(
          "button",
          { type: "button", class: "chip", onclick: () => ctx.select("territory", land.id) },
          pick(land.name, ctx.lang()),
        );
      return h(
        "li",
        {},
        h("p", {}, group.sentence),
        h("div", { class: "chips" }, ...group.territories.map(name)),
        sourceFold(ctx, citations),
      );
    }),
  );
}

/** The day: what changed, what happened. @param {import("./plate.js").Context} ctx @param {string[]} observers */
export function dayPanel(ctx, observers) {
  const { day, lang, layers } = ctx.store.get();
  const t = ctx.t();
  const groups = changeGroups(changesOn(ctx.theatres, day), ctx.nameOf, lang, t);
  const jump = (/** @type {number | null} */ to, /** @type {string} */ key) =>
    to === null
      ? null
      : h(
          "button",
          { type: "button", class: "linkish", onclick: () => ctx.store.set({ day: to }) },
          t(key, { date: dayWords(to, lang, "short") }),
        );
  const events = eventsOn(ctx.blob.events, day, layers).reverse();
  const today = events.filter(({ strength }) => strength === 1);
  const recent = events.filter(({ strength }) => strength < 1).slice(0, 8);
  const eventList = (/** @type {typeof events} */ list) =>
    h(
      "ul",
      { class: "event-list" },
      ...list.map(({ event }) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "linkish", onclick: () => ctx.select("event", event.id) },
            pick(event.title, lang),
          ),
          h("span", { class: "when" }, whenWords(event, lang, t)),
        ),
      ),
    );
  const view = viewPanel(ctx, observers);
  const seen = ctx.store.get().as !== "";
  return [
    ...(seen ? view : []),
    h("h2", {}, t("day.changed")),
    groups.length ? changeList(ctx, groups) : h("p", { class: "note" }, t("day.nothing")),
    h(
      "p",
      { class: "jumps" },
      jump(nextDay(ctx.changeDays, day, -1), "day.previous"),
      jump(nextDay(ctx.changeDays, day, 1), "day.next"),
    ),
    ...agreedPanel(ctx),
    ...newsPart(ctx),
    today.length ? h("h2", {}, t("day.events")) : null,
    today.length ? eventList(today) : null,
    recent.length ? h("h2", {}, t("day.recent")) : null,
    recent.length ? eventList(recent) : null,
    ...(seen ? [] : view),
    h("p", { class: "lede" }, pick(ctx.blob.map.lede, lang)),
    h("p", { class: "hint" }, t("day.hint")),
  ];
}

/** @param {import("./plate.js").Context} ctx @param {import("./search.js").Entry[]} entries */
export function searchPanel(ctx, entries) {
  const t = ctx.t();
  const results = h("ul", { class: "results", id: "search-results" });
  const count = h("p", { class: "note", role: "status" });
  const show = () => {
    const hits = searchEntries(entries, input.value);
    count.textContent = input.value.trim() ? t("search.count", { count: hits.length }) : t("search.hint");
    refill(
      results,
      ...hits.map(({ entry, matched }) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => ctx.select(entry.kind, entry.id, "go", matched) },
            h("b", {}, entry.label),
            matched && matched !== entry.label ? ` (${matched})` : "",
            h("span", { class: "when" }, `${t(`search.${entry.kind}`)}${entry.detail ? ` · ${entry.detail}` : ""}`),
          ),
        ),
      ),
    );
  };
  const input = /** @type {HTMLInputElement} */ (
    h("input", { type: "search", id: "search-field", autocomplete: "off", spellcheck: "false", oninput: show })
  );
  show();
  return [h("h2", {}, h("label", { for: "search-field" }, t("search.title"))), input, count, results];
}

/** @param {import("./plate.js").Context} ctx */
export function comparePanel(ctx) {
  const { day, compare, lang } = ctx.store.get();
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
      maxlength: 12,
      autocomplete: "off",
    })
  );
  const commit = () => {
    const other = readDay(field.value);
    const good = other >= ctx.first && other <= ctx.last;
    field.setAttribute("aria-invalid", String(!good));
    if (!good) return;
    ctx.store.set({ compare: other });
    refill(results, ...compareResults(ctx));
  };
  const stop = () => {
    field.value = "";
    ctx.store.set({ compare: null });
    refill(results, ...compareResults(ctx));
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

/** Gains and losses between the two dates, earlier to later. @param {import("./plate.js").Context} ctx */
function compareResults(ctx) {
  const { day, compare, lang } = ctx.store.get();
  const t = ctx.t();
  if (compare === null) return [];
  const [first, second] = compare <= day ? [compare, day] : [day, compare];
  const changes = changesBetween(ctx.theatres, first, second);
  const rows = balance(changes);
  if (!changes.length) return [h("p", { class: "note" }, t("compare.same"))];
  const number = (/** @type {number} */ km2, /** @type {string} */ sign) =>
    km2 ? `${sign}${areaWords(km2, lang)}` : "–";
  const table = h(
    "table",
    { class: "balance" },
    h("caption", {}, t("compare.caption", { from: dayWords(first, lang), to: dayWords(second, lang) })),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["compare.polity", "compare.gained", "compare.lost"].map((key) => h("th", { scope: "col" }, t(key))),
      ),
    ),
    h(
      "tbody",
      {},
      ...rows.map((row) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, ctx.nameOf(row.polity)),
          h("td", {}, number(row.gained, "+")),
          h("td", {}, number(row.lost, "−")),
        ),
      ),
    ),
  );
  return [
    h("p", { class: "note" }, t("compare.stripes", { date: dayWords(compare, lang) })),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("compare.title") }, table),
    changeListBetween(ctx, changes),
  ];
}

/** @param {import("./plate.js").Context} ctx @param {import("./types.js").Change[]} changes */
function changeListBetween(ctx, changes) {
  const groups = changeGroups(changes, ctx.nameOf, ctx.lang(), ctx.t());
  return h("ul", { class: "changes" }, ...groups.map((group) => h("li", {}, h("p", {}, group.sentence))));
}

/** A table equal to the map. @param {import("./plate.js").Context} ctx */
export function tablePanel(ctx) {
  const { day, lang, layers } = ctx.store.get();
  const t = ctx.t();
  const heads = (/** @type {string[]} */ keys) =>
    h("thead", {}, h("tr", {}, ...keys.map((key) => h("th", { scope: "col" }, t(key)))));
  const lands = ctx.theatres
    .flatMap((theatre) => theatre.territories)
    .map((land) => ({ land, spell: spellOn(land, day) }));
  lands.sort(
    (a, b) =>
      ctx.nameOf(a.spell.controller).localeCompare(ctx.nameOf(b.spell.controller), lang) ||
      pick(a.land.name, lang).localeCompare(pick(b.land.name, lang), lang),
  );
  const states = h(
    "table",
    {},
    h("caption", {}, t("table.states", { date: dayWords(day, lang) })),
    heads(["table.held_by", "table.land", "table.status", "table.law", "table.area"]),
    h(
      "tbody",
      {},
      ...lands.map(({ land, spell }) =>
        h(
          "tr",
          {},
          h("td", {}, ctx.nameOf(spell.controller)),
          h(
            "th",
            { scope: "row" },
            h(
              "button",
              { type: "button", class: "linkish", onclick: () => ctx.select("territory", land.id) },
              pick(land.name, lang),
            ),
          ),
          h("td", {}, t(`status.${spell.status}`)),
          h("td", {}, ctx.nameOf(spell.sovereign)),
          h("td", { class: "figure" }, areaWords(land.km2, lang)),
        ),
      ),
    ),
  );
  const events = eventsOn(ctx.blob.events, day, layers).reverse();
  const eventTable = h(
    "table",
    {},
    h("caption", {}, t("table.events", { date: dayWords(day, lang) })),
    heads(["table.date", "table.event", "table.place", "table.held_by"]),
    h(
      "tbody",
      {},
      ...events.map(({ event }) =>
        h(
          "tr",
          {},
          h("td", {}, whenWords(event, lang, t)),
          h(
            "th",
            { scope: "row" },
            h(
              "button",
              { type: "button", class: "linkish", onclick: () => ctx.select("event", event.id) },
              pick(event.title, lang),
            ),
          ),
          h("td", {}, pick({ en: event.place, pl: event.place_pl }, lang)),
          h("td", {}, event.join.candidates.map((one) => ruleWords(ctx, one)).join("; ")),
        ),
      ),
    ),
  );
  const scroll = (/** @type {HTMLElement} */ table, /** @type {string} */ key) =>
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t(key) }, table);
  return [
    h("h2", {}, t("table.title")),
    scroll(states, "table.title"),
    events.length ? scroll(eventTable, "table.event") : null,
  ];
}

/** @param {import("./plate.js").Context} ctx @param {(step: number) => void} goTo */
export function storyPanel(ctx, goTo) {
  const { step, lang } = ctx.store.get();
  const t = ctx.t();
  const story = ctx.blob.map.story;
  const current = story[step - 1];
  const contents = h(
    "ol",
    { class: "contents" },
    ...story.map((one, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "linkish",
            "aria-current": i === step - 1 ? "step" : null,
            onclick: () => goTo(i + 1),
          },
          pick(one.title, lang),
        ),
        h("span", { class: "when" }, dayWords(dayNumber(one.date), lang)),
      ),
    ),
  );
  if (!current)
    return [
      h("h2", {}, t("story.title")),
      h("p", {}, t("story.hint", { count: story.length })),
      h("p", {}, h("button", { type: "button", class: "plain-button", onclick: () => goTo(1) }, t("story.start"))),
      contents,
    ];
  const move = (/** @type {number} */ to, /** @type {string} */ key) =>
    h(
      "button",
      { type: "button", class: "plain-button", disabled: to < 1 || to > story.length, onclick: () => goTo(to) },
      t(key),
    );
  const note = (/** @type {string} */ key, /** @type {import("./types.js").Text} */ text) =>
    pick(text, lang) ? h("p", { class: key }, h("b", {}, t(`story.${key}`)), " ", pick(text, lang)) : null;
  return [
    h("p", { class: "kicker" }, pick(current.chapter, lang)),
    h("h2", { tabindex: -1, class: "story-title" }, pick(current.title, lang)),
    h(
      "p",
      { class: "when" },
      dayWords(dayNumber(current.date), lang),
      " · ",
      t("story.step", { step, count: story.length }),
    ),
    ...pick(current.text, lang)
      .split(/\n{2,}/)
      .map((paragraph) => h("p", {}, paragraph)),
    note("question", current.question),
    note("correction", current.correction),
    sourceFold(ctx, current.source),
    h(
      "div",
      { class: "row story-nav" },
      move(step - 1, "story.back"),
      move(step + 1, "story.next"),
      h("button", { type: "button", class: "plain-button", onclick: () => goTo(0) }, t("story.leave")),
    ),
    h("details", {}, h("summary", {}, t("story.contents")), contents),
  ];
}

/** @param {import("./plate.js").Context} ctx @param {Record<string, () => void>} actions */
export function savePanel(ctx, actions) {
  const t = ctx.t();
  const { day, lang } = ctx.store.get();
  const buttons = Object.entries(actions).map(([key, action]) =>
    h("li", {}, h("button", { type: "button", class: "plain-button", onclick: action }, t(`save.${key}`))),
  );
  const keys = Object.keys(ctx.blob.sources).sort();
  return [
    h("h2", {}, t("save.title")),
    h("p", { class: "note" }, t("save.hint", { date: dayWords(day, lang) })),
    h("ul", { class: "buttons" }, ...buttons),
    h("h2", {}, t("save.sources")),
    h(
      "ol",
      { class: "citations all" },
      ...keys.map((key) => h("li", { id: `source-${key}` }, ctx.blob.sources[key].text)),
    ),
    h("p", { class: "note" }, t("credits")),
    h("p", { class: "note" }, t("save.stamp", { version: ctx.blob.version, stamp: ctx.blob.stamp })),
  ];
}
