/** Details of what the reader picked: a territory with its whole chain, an event with where it fell, a town with its holders. Notes and managers are in English in every language. */

import { h } from "../dom.js";
import { livesOn, runOf, spellOn, territoryId, wholeChain } from "../model/chains.js";
import { landTitle } from "../model/changes.js";
import { dayNumber, dayWords, isoDay, whenWords } from "../model/days.js";
import { doubtOn } from "../model/doubts.js";
import { areaWords, pick, tongue } from "../model/i18n.js";
import { agreedOf, inForce } from "../model/overlays.js";
import { uriOf, uriOfLand } from "../model/records.js";
import { datedName, datedNames } from "../model/search.js";
import { evidenceLine, evidencePart, ofLand, ofRecord, recognitionKey, recordPart } from "./evidence.js";

const NAMES = 3; // that are not folded, at most

/** Citations, each once. @param {import("../types.js").Context} ctx @param {import("../types.js").Citation[]} citations */
export function citationList(ctx, citations) {
  if (!citations?.length) return null;
  return h(
    "ul",
    { class: "citations" },
    ...once(citations).map(([key, locator]) => h("li", {}, citedText(ctx, key, locator))),
  );
}

/** A source with its locator in place of the full stop. @param {import("../types.js").Context} ctx @param {string} key @param {string} locator */
function citedText(ctx, key, locator) {
  const text = ctx.blob.sources[key]?.text ?? key;
  return locator ? `${text.replace(/\.$/, "")}, ${locator}` : text;
}

/** @param {import("../types.js").Citation[]} citations @returns {import("../types.js").Citation[]} */
function once(citations) {
  return [...new Map(citations.map((one) => [one.join("|"), one])).values()];
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Citation[]} citations */
export function sourceFold(ctx, citations) {
  if (!citations?.length) return null;
  return h(
    "details",
    { class: "sources" },
    h("summary", {}, ctx.t()("details.sources", { count: once(citations).length })),
    citationList(ctx, citations),
  );
}

/** Until when, in words: the end of the study is no end. @param {import("../types.js").Context} ctx @param {{to: string}} spell @param {"day" | "short"} [detail] */
function untilWords(ctx, spell, detail = "day") {
  const end = dayNumber(spell.to);
  return end > ctx.last ? ctx.t()("details.to_end") : dayWords(end - 1, ctx.lang(), detail);
}

/** From which day, in words: between two, where texts differ. @param {import("../types.js").Context} ctx @param {{from: string, earliest?: string, latest?: string}} spell @param {"day" | "short"} [detail] */
function sinceWords(ctx, { from, earliest, latest }, detail = "day") {
  const words = (/** @type {string} */ day) => dayWords(dayNumber(day), ctx.lang(), detail);
  return earliest && latest ? ctx.t()("date.between", { from: words(earliest), to: words(latest) }) : words(from);
}

/** From when until when, in short words. @param {import("../types.js").Context} ctx @param {{from: string, to: string}} spell */
export function spanWords(ctx, spell) {
  const words = [dayWords(dayNumber(spell.from), ctx.lang(), "short"), untilWords(ctx, spell, "short")];
  return [...new Set(words)].join(" – ");
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule @param {(polity: string) => string} [name]  how powers are named */
export function ruleWords(ctx, rule, name = ctx.nameOf) {
  const holder = name(rule.controller);
  if (rule.status === "sovereign" && rule.controller === rule.sovereign) return holder;
  return `${holder} (${ctx.t()(`status.${rule.status}`)})`;
}

/** Today's name, where it is another. @param {import("../types.js").Context} ctx @param {string} name @param {{today: import("../types.js").Text}} record */
export function todayPart(ctx, name, { today }) {
  const now = pick(today, ctx.lang());
  return now && now !== name ? h("p", { class: "today" }, ctx.t()("details.today", { name: now })) : null;
}

/** Who held a land and how, and whose it was in law where that is another. @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule @param {(polity: string) => string} [name]  how powers are named */
export function stateWords(ctx, rule, name = ctx.nameOf) {
  if (rule.sovereign === rule.controller) return ruleWords(ctx, rule, name);
  return `${ruleWords(ctx, rule, name)}, ${ctx.t()("details.in_law", { polity: ctx.nameIn(rule.sovereign) })}`;
}

/** Which text says how a land was governed. @param {import("../types.js").Context} ctx @param {NonNullable<ReturnType<typeof administrationOf>>} governed */
function governedPart(ctx, governed) {
  const vouched = ofRecord(ctx, "administrations", governed.id, governed.from, governed.to);
  return vouched?.texts.length ? [h("h3", {}, pick(governed.name, ctx.lang())), ...evidencePart(ctx, vouched)] : [];
}

/** The row that names the administration of a land in one of its spells. @param {import("../types.js").Context} ctx @param {string} territory @param {import("../types.js").Spell} spell */
function administrationOf(ctx, territory, { administration, from }) {
  return ctx.blob.administrations.find(
    (one) => one.id === administration && one.territories.includes(territory) && one.from <= from && from < one.to,
  );
}

/** The campaign whose towns date a land on a day: that of a zone. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory} land @param {number} day */
function campaignOf(ctx, land, day) {
  if (!land.of) return undefined;
  return ctx.blob.campaigns.find(
    ({ from, to, territories }) =>
      territories.includes(territoryId(land)) && dayNumber(from) <= day && day < dayNumber(to),
  );
}

/** The way from a zone to its territory, on the last day on which it is whole before the campaign, or the first after. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory} zone */
export function wholeLink(ctx, zone) {
  const before = zone.lives[0][0] - 1;
  const day = before >= ctx.first ? before : zone.lives[zone.lives.length - 1][1];
  if (day > ctx.last) return pick(zone.name, ctx.lang());
  const go = () => {
    ctx.store.set({ day });
    ctx.select("territory", territoryId(zone), "stay");
  };
  const words = { land: pick(zone.name, ctx.lang()), day: dayWords(day, ctx.lang()) };
  return h("button", { type: "button", class: "linkish", onclick: go }, ctx.t()("details.whole", words));
}

/** A change that may have come before the day or after it, in words. @param {import("../types.js").Context} ctx @param {import("../model/doubts.js").Doubt} doubt */
function doubtWords(ctx, { before, after }) {
  const span = sinceWords(ctx, after);
  return ctx.t()("details.doubt_words", { before: ruleWords(ctx, before), after: ruleWords(ctx, after), span });
}

/** The answer to the first question, in a line: who held it. @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule */
function answer(ctx, rule) {
  return h("p", { class: "answer" }, stateWords(ctx, rule));
}

/** The way to the details of a power. @param {import("../types.js").Context} ctx @param {string} polity */
export function polityLink(ctx, polity) {
  return h(
    "button",
    { type: "button", class: "linkish", onclick: () => ctx.select("polity", polity, "stay") },
    ctx.nameOf(polity),
  );
}

/**
 * One link of a chain: its days, which lead there, what was so, its note and its sources.
 * @param {import("../types.js").Context} ctx
 * @param {{from: string, to: string, note?: string, source: import("../types.js").Citation[]}} spell
 * @param {boolean} now  whether it is in force on the day
 * @param {ReturnType<typeof ofRecord>} vouched  what vouches for it
 * @param {...import("../dom.js").Child} content
 */
export function chainLink(ctx, spell, now, vouched, ...content) {
  const from = dayNumber(spell.from);
  const go = () => ctx.store.set({ day: Math.max(ctx.first, from) });
  return h(
    "li",
    now ? { class: "now", "aria-current": "true" } : {},
    h("button", { type: "button", class: "linkish", onclick: go }, spanWords(ctx, spell)),
    ...content,
    spell.note ? h("span", { class: "note", lang: ctx.blob.about.languages[0] }, spell.note) : null,
    sourceFold(ctx, spell.source),
    evidenceLine(ctx, vouched),
  );
}

/** A land itself or, of one that a campaign cuts on the day, the largest zone. @param {import("../types.js").Territory} land @param {number} day */
function largestPart(land, day) {
  const whole = land.whole ?? land;
  if (livesOn(land, day)) return land;
  if (livesOn(whole, day)) return whole;
  const there = whole.zones.filter((zone) => livesOn(zone, day));
  return there.reduce((most, zone) => (zone.km2 > most.km2 ? zone : most), there[0] ?? land);
}

/** Which campaigns cut a land. @param {import("../types.js").Context} ctx @param {string} territory @param {import("../model/chains.js").Cut} cut */
function cutWords(ctx, territory, cut) {
  const campaigns = ctx.blob.campaigns.filter(
    ({ from, to, territories }) => territories.includes(territory) && from < cut.to && cut.from < to,
  );
  const names = campaigns.map(({ name }) => pick(name, ctx.lang()));
  return ctx.t()("details.cut", { campaign: names.join("; ") });
}

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Territory} chosen
 * @param {(day: number) => import("../types.js").Territory | null} [partOn]  its part on a day on which a campaign cuts it
 */
export function territoryDetails(ctx, chosen, partOn) {
  const { day, lang } = ctx.store.get();
  const territory = largestPart(chosen, day);
  const t = ctx.t();
  const spell = spellOn(territory, day);
  const row = (/** @type {string} */ key, /** @type {string | Node} */ value) => [
    h("dt", {}, t(key)),
    h("dd", {}, value),
  ];
  const nameThen = (/** @type {{from: string}} */ one) => (/** @type {string} */ polity) =>
    ctx.nameOn(polity, dayNumber(one.from));
  const links = wholeChain(territory, partOn);
  const run = runOf(links, spell);
  const cutAfter = run.next && "cut" in run.next ? `; ${cutWords(ctx, territoryId(territory), run.next)}` : "";
  const chain = links.map((one) => {
    if ("cut" in one) {
      const words = h("span", { class: "chain-rule" }, cutWords(ctx, territoryId(territory), one));
      return chainLink(ctx, { ...one, source: [] }, false, null, words);
    }
    return chainLink(
      ctx,
      one,
      one === spell,
      ofLand(ctx, territoryId(territory), one.from),
      h("span", { class: "chain-rule" }, ruleWords(ctx, one, nameThen(one))),
      one.sovereign !== one.controller
        ? h("span", { class: "chain-law" }, t("details.in_law", { polity: nameThen(one)(one.sovereign) }))
        : null,
      one.administration
        ? h("span", { class: "chain-law" }, pick(administrationOf(ctx, territoryId(territory), one)?.name ?? {}, lang))
        : null,
      one.latest ? h("span", { class: "chain-law" }, t("details.since_between", { span: sinceWords(ctx, one) })) : null,
    );
  });
  const governed = administrationOf(ctx, territoryId(territory), spell);
  const campaign = campaignOf(ctx, territory, day);
  const doubt = doubtOn(territory, day);
  return [
    h("h2", {}, landTitle(territory, lang)),
    answer(ctx, spell),
    todayPart(ctx, pick(territory.name, lang), territory),
    h(
      "dl",
      { class: "facts" },
      ...row("details.held_by", h("strong", {}, polityLink(ctx, spell.controller))),
      ...row("details.law", polityLink(ctx, spell.sovereign)),
      ...row(
        "details.status",
        h("span", {}, h("b", {}, t(`status.${spell.status}`)), ` – ${t(`definition.${spell.status}`)}`),
      ),
      ...(governed ? row("details.administration", pick(governed.name, lang)) : []),
      ...(campaign ? row("details.campaign", pick(campaign.name, lang)) : []),
      ...(territory.of ? row("details.part_of", wholeLink(ctx, territory)) : []),
      ...row("details.since", sinceWords(ctx, run.first)),
      ...(doubt ? row("details.doubt", doubtWords(ctx, doubt)) : []),
      ...row("details.until", untilWords(ctx, run.last) + cutAfter),
      ...row("details.area", areaWords(territory.km2, lang)),
      ...(spell.confidence ? row("details.confidence", t(`confidence.${spell.confidence}`)) : []),
    ),
    spell.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, spell.note) : null,
    governed?.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, governed.note) : null,
    citationList(ctx, [...spell.source, ...(governed?.source ?? [])]),
    ...evidencePart(ctx, ofLand(ctx, territoryId(territory), isoDay(day))),
    ...(governed ? governedPart(ctx, governed) : []),
    recordPart(ctx, uriOfLand(ctx.blob, territory, day)),
    ...agreedPart(ctx, territoryId(territory)),
    h("h3", {}, t("details.chain")),
    h("ol", { class: "chain" }, ...chain),
    ...viewsPart(ctx, territoryId(territory)),
    territory.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, territory.note) : null,
  ];
}

/** What was agreed about a land on the day. @param {import("../types.js").Context} ctx @param {string} territory */
function agreedPart(ctx, territory) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const agreed = agreedOf(ctx.blob.agreements, territory, day);
  if (!agreed.length) return [];
  const items = agreed.map(({ agreement, polity }) =>
    h(
      "li",
      {},
      h("span", {}, t("agreed.land", { agreement: pick(agreement.name, lang), polity: ctx.nameOf(polity) })),
      sourceFold(ctx, agreement.source),
      evidenceLine(ctx, ofRecord(ctx, "agreements", agreement.id)),
    ),
  );
  return [h("h3", {}, t("agreed.title")), h("ul", { class: "plain agreed-land" }, ...items)];
}

/** Who recognised what of a land, and when. @param {import("../types.js").Context} ctx @param {string} territory */
function viewsPart(ctx, territory) {
  const { day } = ctx.store.get();
  const t = ctx.t();
  const views = ctx.blob.recognitions.filter((one) => one.territories.includes(territory));
  if (!views.length) return [];
  const items = views.map((one) =>
    h(
      "li",
      inForce(one, day) ? { class: "now", "aria-current": "true" } : {},
      h("b", {}, ctx.nameOf(one.by)),
      ` ${t(`stance.${one.stance}`)}: ${stateWords(ctx, one.as)}`,
      h("span", { class: "when" }, spanWords(ctx, one)),
      one.note ? h("span", { class: "note", lang: ctx.blob.about.languages[0] }, one.note) : null,
      sourceFold(ctx, one.source),
      evidenceLine(ctx, ofRecord(ctx, "recognitions", ...recognitionKey(one))),
    ),
  );
  return [
    h(
      "details",
      { class: "views" },
      h("summary", {}, t("views.title", { count: views.length })),
      h("ul", { class: "chain" }, ...items),
    ),
  ];
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").AtlasEvent} event */
export function eventDetails(ctx, event) {
  const { lang } = ctx.store.get();
  const t = ctx.t();
  const { match, candidates, border_km: km, border } = event.join;
  const where = candidates.map((one) => {
    const territory = ctx.theatres.flatMap((theatre) => theatre.territories).find((land) => land.id === one.territory);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "linkish", onclick: () => ctx.select("territory", one.territory) },
        territory ? pick(territory.name, lang) : one.territory,
      ),
      `: ${stateWords(ctx, one)}`,
    );
  });
  const nearest = new Intl.NumberFormat(lang === "en" ? "en-GB" : lang, {
    maximumFractionDigits: (km ?? 0) < 10 ? 1 : 0,
  });
  const near = border ? ` ${t("event.border_km", { km: nearest.format(km ?? 0), kind: t(`border.${border}`) })}` : "";
  const go = () => ctx.store.set({ day: Math.min(ctx.last, Math.max(ctx.first, dayNumber(event.earliest))) });
  return [
    h("p", { class: `kicker theme-${ctx.blob.about.themes[event.theme]}` }, t(`theme.${event.theme}`)),
    h("h2", {}, pick(event.title, lang)),
    h(
      "p",
      { class: "when" },
      h("button", { type: "button", class: "linkish", onclick: go }, whenWords(event, lang, t)),
      event.place ? ` · ${pick(event.place, lang)}` : "",
    ),
    h("p", {}, pick(event.text, lang)),
    event.essay.en
      ? h(
          "blockquote",
          {},
          h("p", { lang: tongue(event.essay, lang) }, pick(event.essay, lang)),
          h(
            "footer",
            {},
            t(
              lang === ctx.blob.about.languages[0] || tongue(event.essay, lang)
                ? "event.essay"
                : "event.essay_translated",
            ),
          ),
          h("p", { class: "note" }, t("claims.note")),
        )
      : null,
    event.correction.en
      ? h(
          "p",
          { class: "correction" },
          h("b", {}, t("event.correction")),
          " ",
          h("span", { lang: tongue(event.correction, lang) }, pick(event.correction, lang)),
        )
      : null,
    where.length ? h("h3", {}, t("event.who_held")) : null,
    where.length ? h("ul", { class: "plain" }, ...where) : null,
    where.length || match === "outside" ? h("p", { class: "note" }, t(`match.${match}`), near) : null,
    h("h3", {}, t("details.sources_title")),
    citationList(ctx, event.source),
    ...evidencePart(ctx, ofRecord(ctx, "events", event.id)),
    recordPart(ctx, uriOf(ctx.blob, "events", event.id)),
  ];
}

/** The names that a place or a polity bore, with their days; many are folded, for what was asked stands below them. @param {import("../types.js").Context} ctx @param {import("../model/search.js").Named} named */
export function namesPart(ctx, named) {
  const names = datedNames(named, ctx.lang()).map(([name, from, to]) =>
    h("li", {}, h("b", {}, name), " ", h("span", { class: "when" }, spanWords(ctx, { from, to }))),
  );
  const list = h("ul", { class: "plain" }, ...names);
  if (names.length > NAMES) return [h("details", { class: "views" }, h("summary", {}, ctx.t()("details.names")), list)];
  return names.length ? [h("h3", {}, ctx.t()("details.names")), list] : [];
}

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Place} place
 * @param {(day: number) => import("../types.js").Territory | null} landOn  the land it lies in on a day
 */
export function placeDetails(ctx, place, landOn) {
  const { day, lang } = ctx.store.get();
  const territory = landOn(day);
  const t = ctx.t();
  return [
    h("p", { class: "kicker" }, t("search.place")),
    h("h2", {}, datedName(place, isoDay(day), lang)),
    territory ? answer(ctx, spellOn(territory, day)) : null,
    todayPart(ctx, datedName(place, isoDay(day), lang), place),
    ...namesPart(ctx, place),
    ...(territory
      ? territoryDetails(ctx, territory, landOn).map((node) => {
          if (node?.classList.contains("answer")) return null; // given above
          return node?.tagName === "H2" ? h("h3", {}, t("details.lies_in", { land: node.textContent ?? "" })) : node;
        })
      : []),
  ];
}
