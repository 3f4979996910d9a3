/** The day panel's parts on what lies over the land: what began or ended, what was agreed, how a power saw the land. */

import { h } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { dayNumber, dayWords } from "../model/days.js";
import { pick, sentence, tongue } from "../model/i18n.js";
import { agreementsShown, observersOn, overlayNews, spheresOn, viewsThatDiffer } from "../model/overlays.js";
import { sourceFold, spanWords, stateWords } from "./details.js";
import { ownerWords } from "./linedetails.js";

/** @param {import("../types.js").Context} ctx @param {string} id */
function landNamed(ctx, id) {
  return ctx.theatres.flatMap((one) => one.territories).find((land) => land.id === id);
}

/** @param {import("../types.js").Context} ctx @param {string[]} ids */
function landWords(ctx, ids) {
  const names = [...new Set(ids)]
    .flatMap((id) => landNamed(ctx, id) ?? [])
    .map((land) => pick(land.name, ctx.lang()))
    .sort((a, b) => a.localeCompare(b, ctx.lang()));
  if (names.length <= 5) return names.join(", ");
  return ctx.t()("change.and_more", { names: names.slice(0, 4).join(", "), count: names.length - 4 });
}

/**
 * A line of news; in a span it begins with its day.
 * @param {import("../types.js").Context} ctx
 * @param {string} iso  its day
 * @param {string} text
 * @param {import("../types.js").Citation[]} source
 * @param {[string, string]} [link]  the kind and the id of what it leads to
 */
function newsItem(ctx, iso, text, source, link) {
  const { since, lang } = ctx.store.get();
  const dated = since === null ? null : h("span", { class: "when" }, dayWords(dayNumber(iso), lang));
  const told = link
    ? h("button", { type: "button", class: "linkish", onclick: () => ctx.select(...link) }, sentence(text))
    : h("p", {}, sentence(text));
  return h("li", {}, dated, told, sourceFold(ctx, source));
}

/** Recognitions and sales of railways, in sentences. @param {import("../types.js").Context} ctx @param {ReturnType<typeof overlayNews>} news */
function lawItems(ctx, news) {
  const t = ctx.t();
  /** @type {Map<string, typeof news.railways>} */
  const sold = new Map();
  for (const one of news.railways) {
    const key = `${one.after.from} ${one.before.owner} ${one.after.owner}`;
    sold.set(key, [...(sold.get(key) ?? []), one]);
  }
  const seen = news.recognitions.map((group) => {
    const lands = group.flatMap((one) => one.territories);
    const [one] = group;
    const values = { by: ctx.nameIn(one.by), lands: landWords(ctx, lands), view: stateWords(ctx, one.as, ctx.nameIn) };
    return newsItem(ctx, one.from, t(`news.${one.stance}`, values), one.source);
  });
  const railways = [...sold.values()].map((group) => {
    const [{ railway, before, after }] = group;
    const names = group.map((one) => pick(one.railway.name, ctx.lang()));
    const values = { name: names.join("; "), from: ownerWords(ctx, before), to: ownerWords(ctx, after) };
    return newsItem(ctx, after.from, t("news.railway", values), after.source, ["railway", railway.id]);
  });
  return [...seen, ...railways];
}

/** What happened to recognitions and railways in a span. @param {import("../types.js").Context} ctx @param {import("../types.js").Moment} moment */
export function newsItems(ctx, moment) {
  return lawItems(ctx, overlayNews(ctx.blob, moment, ctx.first));
}

/** In sentences: movements, agreements, recognitions and railways that begin or end on the day. @param {import("../types.js").Context} ctx @param {import("../types.js").Moment} moment */
export function newsPart(ctx, moment) {
  const t = ctx.t();
  const lang = ctx.lang();
  const news = overlayNews(ctx.blob, moment, ctx.first);
  const agreed = (/** @type {string} */ key, /** @type {import("../types.js").Agreement} */ one) =>
    newsItem(ctx, one.from, t(key, { name: pick(one.name, lang) }), one.source);
  const broken = (/** @type {import("../types.js").Agreement} */ one) => {
    const said = t("news.ended_by", { name: pick(one.name, lang), polity: ctx.nameIn(one.ended_by) });
    return newsItem(ctx, one.from, `${said} ${pick(one.note, lang)}`, one.source);
  };
  const moved = (/** @type {string} */ key, /** @type {import("../types.js").Movement} */ one) => {
    const text = t(key, { name: pick(one.name, lang), polity: ctx.nameIn(one.polity) });
    return newsItem(ctx, one.from, text, one.source, ["movement", one.id]);
  };
  const single = news.begun.filter((one) => one.to === one.from);
  const items = [
    ...news.agreed.map((one) => agreed("news.agreed", one)),
    ...news.lapsed.map((one) => (one.ended_by ? broken(one) : agreed("news.lapsed", one))),
    ...lawItems(ctx, news),
    ...single.map((one) => moved("news.moves", one)),
    ...news.begun.filter((one) => !single.includes(one)).map((one) => moved("news.begins", one)),
    ...news.ended.filter((one) => !single.includes(one)).map((one) => moved("news.ends", one)),
  ];
  return items.length ? [h("h2", {}, t("news.title")), h("ul", { class: "changes news" }, ...items)] : [];
}

/** Which land was for whom, by the names of the day. @param {import("../types.js").Context} ctx @param {import("../types.js").Agreement} one */
function landsFold(ctx, one) {
  /** @type {Map<string, string[]>} */
  const lands = new Map();
  for (const [land, polity] of one.assign) {
    const name = landNamed(ctx, land)?.name;
    if (name) lands.set(polity, [...(lands.get(polity) ?? []), pick(name, ctx.lang())]);
  }
  const items = [...lands].map(([polity, names]) => {
    const listed = [...new Set(names)].sort((a, b) => a.localeCompare(b, ctx.lang()));
    return h("li", {}, h("b", {}, sentence(ctx.nameIn(polity))), `: ${listed.join("; ")}`);
  });
  return h(
    "details",
    { class: "sources" },
    h("summary", {}, ctx.t()("agreed.lands")),
    h("ul", { class: "plain" }, ...items),
  );
}

/** The agreements that are drawn, with their notes, lines and sources, and the choice of one. @param {import("../types.js").Context} ctx */
export function agreedPanel(ctx) {
  const state = ctx.store.get();
  const { day, lang, layers, agreed } = state;
  if (!layers.has("agreed")) return [];
  const t = ctx.t();
  const here = (/** @type {import("../types.js").Agreement} */ one) =>
    one.assign.some(([land]) => landNamed(ctx, land));
  const all = ctx.blob.agreements.filter((one) => dayNumber(one.from) <= day && day < dayNumber(one.to) && here(one));
  const shown = agreementsShown(spheresOn(ctx.blob.agreements, state, agreed)).filter(here);
  if (!all.length) return [h("h2", {}, t("agreed.title")), h("p", { class: "note" }, t("agreed.none"))];
  const choice = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: "agreed-field" },
      h("option", { value: "" }, t("agreed.latest")),
      ...all
        .toReversed()
        .map((one) => h("option", { value: one.id, selected: one.id === agreed }, pick(one.name, lang))),
    )
  );
  choice.addEventListener("change", () => ctx.store.set({ agreed: choice.value }));
  const lines = ctx.theatres.flatMap((theatre) => ctx.blob.theatres[theatre.id].lines);
  const item = (/** @type {import("../types.js").Agreement} */ one) => {
    const drawn = lines.filter((line) => one.lines.includes(line.id));
    const note = pick(one.note, lang);
    return h(
      "li",
      {},
      h("b", {}, pick(one.name, lang)),
      h("span", { class: "when" }, spanWords(ctx, one)),
      note ? h("p", { class: "note", lang: tongue(one.note, lang) }, note) : null,
      landsFold(ctx, one),
      sourceFold(ctx, one.source),
      drawn.length
        ? h(
            "details",
            { class: "sources" },
            h("summary", {}, t("agreed.lines", { count: drawn.length })),
            h(
              "ul",
              { class: "plain" },
              ...drawn.map((line) =>
                h("li", {}, h("span", { lang: ctx.blob.about.languages[0] }, line.name), sourceFold(ctx, line.source)),
              ),
            ),
          )
        : null,
    );
  };
  return [
    h("h2", {}, t("agreed.title")),
    h("p", {}, h("label", { for: "agreed-field" }, t("agreed.choose"), " "), choice),
    h(
      "p",
      {},
      h(
        "button",
        { type: "button", class: "plain-button", onclick: () => ctx.store.set({ against: "agreed" }) },
        t("against.go"),
      ),
    ),
    h("ul", { class: "changes agreements" }, ...shown.map(item)),
  ];
}

/** Whose view the map shows, and how it differs from what was held. @param {import("../types.js").Context} ctx @param {string[]} observers */
export function viewPanel(ctx, observers) {
  if (!observers.length) return [];
  const { as, day, lang } = ctx.store.get();
  const t = ctx.t();
  const choice = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: "as-field" },
      h("option", { value: "" }, t("as.none")),
      ...observersOn(ctx.blob.recognitions, observers, day, as).map((polity) =>
        h("option", { value: polity, selected: polity === as }, ctx.nameOf(polity)),
      ),
    )
  );
  choice.addEventListener("change", () => ctx.store.set({ as: choice.value }));
  const head = [
    h("h2", {}, h("label", { for: "as-field" }, t("as.title"))),
    h("p", { class: "note" }, t("as.hint")),
    choice,
  ];
  if (!as) return head;
  const held = (/** @type {string} */ id) => {
    const land = landNamed(ctx, id);
    return land && spellOn(land, day);
  };
  const differing = viewsThatDiffer(ctx.blob.recognitions, as, day, held);
  const items = differing.map(({ record, lands }) => {
    const holders = [
      ...new Set(lands.map((id) => stateWords(ctx, /** @type {import("../types.js").Spell} */ (held(id)), ctx.nameIn))),
    ];
    return h(
      "li",
      {},
      h(
        "p",
        {},
        h("b", {}, landWords(ctx, lands)),
        ": ",
        t("as.differs", { view: stateWords(ctx, record.as, ctx.nameIn), held: holders.join("; ") }),
      ),
      h("span", { class: "when" }, t("as.since", { date: dayWords(dayNumber(record.from), lang) })),
      record.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, record.note) : null,
      sourceFold(ctx, record.source),
    );
  });
  return [
    ...head,
    h(
      "p",
      {},
      h("button", { type: "button", class: "plain-button", onclick: () => ctx.store.set({ as: "" }) }, t("as.back")),
    ),
    h("h3", {}, t("as.list", { polity: ctx.nameIn(as), date: dayWords(day, lang) })),
    items.length ? h("ul", { class: "changes views-list" }, ...items) : h("p", { class: "note" }, t("as.same")),
  ];
}
