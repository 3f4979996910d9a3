/** The panel of a text, claim by claim: each with its judgement and the reason, and the way to its day and place. */
import { h, icon, refill } from "../dom.js";
import { dayNumber, dayWords, whenWords } from "../model/days.js";
import { pick, plural, tongue } from "../model/i18n.js";
import { ICONS } from "./icons.js";

const SIGNS = { right: ICONS.right, "needs correction": ICONS.unequal, opinion: ICONS.speech };

/** @typedef {keyof typeof SIGNS} Judgement */
/** @typedef {import("../types.js").Claim} Claim */

/**
 * What the panel keeps while others stand in its place.
 * @typedef {object} Kept
 * @property {import("../types.js").Context} ctx
 * @property {(event: string) => void} goToEvent
 * @property {(step: number) => void} goToStep
 * @property {string} judgement  those alone are shown; "" for all
 * @property {string} left  the claim from which the reader went to its day
 * @property {string} drawn  in which language
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {Kept["goToEvent"]} goToEvent
 * @param {Kept["goToStep"]} goToStep
 */
export function createClaimsPanel(ctx, goToEvent, goToStep) {
  /** @type {Kept} */
  const kept = { ctx, goToEvent, goToStep, judgement: "", left: "", drawn: "" };
  return {
    content: () => content(kept),
    update: () => kept.drawn === ctx.lang(),
    shown: (/** @type {HTMLElement} */ body) =>
      body.querySelector('.claims [aria-current="true"]')?.scrollIntoView({ block: "center" }),
  };
}

/** @param {Kept} kept */
function content(kept) {
  const { ctx } = kept;
  const t = ctx.t();
  const lang = ctx.lang();
  const { of, here } = ctx.blob.claims;
  kept.drawn = lang;
  const list = h("ol", { class: "claims" });
  const count = h("p", { class: "note", role: "status" });
  const buttons = ["", ...Object.keys(SIGNS)].map((judgement) => filterButton(kept, judgement, () => show()));
  const show = () => {
    const told = here.filter((one) => !kept.judgement || one.judgement === kept.judgement);
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.dataset.judgement === kept.judgement));
    count.textContent = plural(t, lang, "claims.count", told.length);
    refill(list, ...told.map((one) => item(kept, one)));
  };
  show();
  return [
    h("h2", {}, t("claims.title", { text: t("claims.text") })),
    h("p", { class: "note" }, t("claims.note")),
    h("p", {}, t("claims.hint"), here.length < of ? ` ${t("claims.here", { count: here.length, of })}` : ""),
    h("div", { class: "buttons claim-filter", role: "group", "aria-label": t("claims.filter") }, ...buttons),
    count,
    list,
  ];
}

/** @param {Kept} kept @param {string} judgement  "" for all @param {() => void} show */
function filterButton(kept, judgement, show) {
  const { ctx } = kept;
  const of = ctx.blob.claims.here.filter((one) => !judgement || one.judgement === judgement).length;
  const onclick = () => {
    kept.judgement = judgement;
    kept.left = "";
    show();
  };
  return h(
    "button",
    { type: "button", class: "plain-button", "data-judgement": judgement, disabled: !of, onclick },
    ...(judgement ? judged(ctx, judgement) : [ctx.t()("claims.all")]),
    ` (${of})`,
  );
}

/** The sign of a judgement and its words. @param {import("../types.js").Context} ctx @param {string} judgement */
function judged(ctx, judgement) {
  return [icon(SIGNS[/** @type {Judgement} */ (judgement)]), " ", ctx.t()(`judgement.${judgement}`)];
}

/** @param {Kept} kept @param {Claim} claim */
function item(kept, claim) {
  const { ctx } = kept;
  const lang = ctx.lang();
  return h(
    "li",
    { "data-claim": claim.id, "aria-current": claim.id === kept.left ? "true" : null },
    h("p", { class: "claim", lang: tongue(claim.claim, lang) }, pick(claim.claim, lang)),
    h("p", { class: `judgement ${claim.judgement.replace(" ", "-")}` }, ...judged(ctx, claim.judgement)),
    h("p", { class: "reason", lang: tongue(claim.reason, lang) }, pick(claim.reason, lang)),
    h("ul", { class: "plain" }, ...ways(kept, claim)),
  );
}

/** What leads to the days and places of a claim. @param {Kept} kept @param {Claim} claim */
function ways(kept, claim) {
  const { ctx } = kept;
  const lang = ctx.lang();
  const t = ctx.t();
  const way = (/** @type {string} */ title, /** @type {string} */ when, /** @type {() => void} */ go) => {
    const onclick = () => {
      kept.left = claim.id;
      kept.drawn = "";
      go();
    };
    const button = h("button", { type: "button", class: "linkish", onclick }, title);
    return h("li", {}, button, " ", h("span", { class: "when" }, when));
  };
  const events = claim.events.flatMap((id) => ctx.blob.events.find((one) => one.id === id) ?? []);
  return [
    ...events.map((one) => {
      const when = [whenWords(one, lang, t), pick(one.place, lang)].filter(Boolean).join(" · ");
      return way(pick(one.title, lang), when, () => kept.goToEvent(one.id));
    }),
    ...claim.steps.map((step) => {
      const one = ctx.blob.map.story[step - 1];
      const when = `${t("story.title")} · ${dayWords(dayNumber(one.date), lang)}`;
      return way(pick(one.title, lang), when, () => kept.goToStep(step));
    }),
  ];
}
