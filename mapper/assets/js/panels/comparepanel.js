/** The panel that compares two moments, or what was agreed with what was held: what each power gained and lost, and every land that changed. */

import { h, refill } from "../dom.js";
import { balance, changesBetween, landsOn, spellOn, territoryId } from "../model/chains.js";
import { changeGroups } from "../model/changes.js";
import { areaWords, pick, signedArea } from "../model/i18n.js";
import { momentText, momentWords, readMoment } from "../model/moments.js";
import { agreedAndHeld, agreementsShown, isOwn, spheresOn } from "../model/overlays.js";
import { otherMoment } from "../model/state.js";
import { changeList, landChips } from "./changelist.js";
import { polityLink, sourceFold } from "./details.js";
import { gainsWords, refusal } from "./said.js";
import { dataTable } from "./tables.js";

/** @typedef {import("../dom.js").Child} Child */

/** @param {import("../types.js").Context} ctx */
export function comparePanel(ctx) {
  const { store } = ctx;
  const state = store.get();
  const t = ctx.t();
  const results = h("div", { class: "compare-results" }, ...compareResults(ctx));
  const set = (/** @type {Partial<import("../types.js").State>} */ patch) => {
    store.set(patch);
    refill(results, ...compareResults(ctx));
    for (const one of [results.querySelector("table"), results.firstElementChild])
      one?.scrollIntoView({ block: "nearest" });
  };
  const line = () => results.querySelector(".lead-figure")?.textContent;
  const between = [
    h("h2", { "data-line": line() }, t("compare.title")),
    h("p", {}, t("compare.hint", { date: momentWords(state, state.lang, ctx) })),
    ...otherRow(ctx, set),
  ];
  if (!ctx.blob.agreements.length) return [...between, results];
  const hint = h("p", {}, t("against.hint"));
  if (!state.against) {
    const go = plainButton(t("against.go"), () => set({ against: "agreed" }));
    return [...between, results, h("h2", {}, t("against.heading")), hint, h("p", {}, go)];
  }
  const stop = plainButton(t("compare.stop"), () => set({ compare: null }));
  return [h("h2", { "data-line": line() }, t("against.heading")), results, hint, h("p", {}, stop), ...between];
}

/** @param {string} words @param {() => void} onclick */
function plainButton(words, onclick) {
  return h("button", { type: "button", class: "plain-button", onclick }, words);
}

/** The field of the other moment, the buttons that begin and end a comparison, and why a date is refused. @param {import("../types.js").Context} ctx @param {(patch: Partial<import("../types.js").State>) => void} set */
function otherRow(ctx, set) {
  const t = ctx.t();
  const other = otherMoment(ctx.store.get());
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      id: "compare-field",
      class: "date-field",
      size: 12,
      value: other ? momentText(other, ctx) : "",
      placeholder: momentText({ since: null, day: ctx.first }, ctx),
      "aria-describedby": "compare-why",
      maxlength: 40,
      autocomplete: "off",
      spellcheck: "false",
    })
  );
  const why = h("p", { id: "compare-why", class: "refusal", role: "alert" });
  const tell = (/** @type {boolean} */ isRefused) => {
    field.setAttribute("aria-invalid", String(isRefused));
    why.textContent = isRefused ? refusal(ctx, field.value) : "";
  };
  const commit = () => {
    const moment = readMoment(field.value, ctx);
    tell(!moment);
    if (moment) set({ compare: moment.day, compareSince: moment.since });
  };
  const stop = () => {
    field.value = "";
    tell(false);
    set({ compare: null });
  };
  field.addEventListener("change", commit);
  const begin = plainButton(t("compare.go"), commit);
  const end = ctx.store.get().against ? null : plainButton(t("compare.stop"), stop);
  return [h("div", { class: "row" }, h("label", { for: "compare-field" }, t("compare.field")), field, begin, end), why];
}

/** @param {import("../types.js").Context} ctx @returns {Child[]} */
function compareResults(ctx) {
  const state = ctx.store.get();
  const other = otherMoment(state);
  if (state.against) return againstResults(ctx);
  return other ? betweenResults(ctx, [state, other]) : [];
}

/** Gains and losses between two moments, from the end of the earlier to the end of the later. @param {import("../types.js").Context} ctx @param {import("../types.js").Moment[]} moments */
function betweenResults(ctx, moments) {
  const lang = ctx.lang();
  const t = ctx.t();
  const [first, second] = moments.toSorted((a, b) => a.day - b.day);
  const changes = changesBetween(ctx.theatres, first.day, second.day);
  if (!changes.length) return [h("p", { class: "note" }, t("compare.same"))];
  const [from, to] = [first, second].map((one) => momentWords(one, lang, ctx));
  const gains = gainsWords(ctx, [first, second]);
  const table = dataTable(
    t("compare.caption", { from, to }),
    ["compare.polity", "compare.gained", "compare.lost"].map((key) => t(key)),
    balance(changes).map((row) => [
      polityLink(ctx, row.polity),
      signedArea(row.gained, "+", lang),
      signedArea(row.lost, "−", lang),
    ]),
    { figures: [1, 2] },
  );
  return [
    gains ? h("p", { class: "lead-figure" }, gains) : null,
    table,
    h("p", { class: "note" }, t("compare.windows")),
    changeList(ctx, changeGroups(changes, ctx.nameIn, lang, t)),
  ];
}

/** What was agreed and what of it was held, power by power. @param {import("../types.js").Context} ctx @returns {Child[]} */
function againstResults(ctx) {
  const state = ctx.store.get();
  const { day, lang, agreed } = state;
  const t = ctx.t();
  const date = momentWords({ since: null, day }, lang, ctx);
  const spheres = spheresOn(ctx.blob.agreements, state, agreed);
  const lands = landsOn(ctx.theatres, day).filter((land) => spheres.has(territoryId(land)));
  if (!lands.length) return [h("p", { class: "note" }, t("against.none", { date }))];
  const area = (/** @type {number} */ km2) => (km2 ? areaWords(km2, lang) : "–");
  const rows = agreedAndHeld(lands, spheres, day);
  const differ = rows.reduce((sum, { others }) => sum + others, 0);
  const table = dataTable(
    t("against.caption", { date }),
    ["compare.polity", "against.for", "against.missing", "against.others"].map((key) => t(key)),
    rows.map((row) => [polityLink(ctx, row.polity), ...[row.agreed, row.agreed - row.both, row.others].map(area)]),
    { figures: [1, 2, 3] },
  );
  const acts = agreementsShown(new Map(lands.map(territoryId).map((id) => [id, /** @type {any} */ (spheres.get(id))])));
  return [
    h(
      "p",
      { class: "lead-figure" },
      differ ? t("against.differ", { km2: areaWords(differ, lang), date }) : t("against.same"),
    ),
    table,
    ...rows
      .filter(({ interest }) => interest)
      .map(({ polity, interest }) =>
        h(
          "p",
          { class: "note" },
          t("against.interest", { polity: ctx.nameIn(polity), km2: areaWords(interest, lang) }),
        ),
      ),
    h("p", { class: "note" }, t("compare.windows")),
    ...differences(ctx, lands, spheres, day),
    h("h3", {}, t("against.acts")),
    h(
      "ul",
      { class: "plain" },
      ...acts.map((one) => h("li", {}, h("b", {}, pick(one.name, lang)), sourceFold(ctx, one.source))),
    ),
  ];
}

/** The lands that were held by another than was agreed, by both. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory[]} lands @param {ReturnType<typeof spheresOn>} spheres @param {number} day @returns {Child[]} */
function differences(ctx, lands, spheres, day) {
  const t = ctx.t();
  /** @type {Map<string, {told: string, from: string, to: string, lands: import("../types.js").Territory[]}>} */
  const groups = new Map();
  for (const land of lands) {
    const sphere = spheres.get(territoryId(land));
    const { controller } = spellOn(land, day);
    if (!sphere || sphere.polity === controller) continue;
    const told = isOwn(sphere, land, day) ? "against.own" : "against.held_by";
    const key = `${told} ${sphere.polity} ${controller}`;
    const group = groups.get(key) ?? { told, from: sphere.polity, to: controller, lands: [] };
    group.lands.push(land);
    groups.set(key, group);
  }
  if (!groups.size) return [];
  const items = [...groups.values()].map((group) => {
    const km2 = group.lands.reduce((sum, land) => sum + land.km2, 0);
    const values = { polity: ctx.nameIn(group.from), holder: ctx.nameIn(group.to), km2: areaWords(km2, ctx.lang()) };
    return { km2, item: h("li", {}, h("p", {}, t(group.told, values)), landChips(ctx, group.lands)) };
  });
  items.sort((a, b) => b.km2 - a.km2);
  return [h("ul", { class: "changes" }, ...items.map(({ item }) => item))];
}
