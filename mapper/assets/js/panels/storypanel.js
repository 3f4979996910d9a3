/** The panel of the story: on a wide screen all steps under each other, and the one that is read is shown; on a narrow one each by itself. */

import { h, icon, refill } from "../dom.js";
import { dayNumber, dayWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { sourceFold } from "./details.js";
import { ICONS } from "./icons.js";

const READ_AT = 0.3; // of the panel's height: where the step that is read stands
const REST_MS = 110; // without scrolling, after which the map follows
const GLIDE_MS = 1200; // that the panel may take to glide to a step
const ABOVE = 8; // pixels over a step that the panel went to

/**
 * @typedef {object} Told
 * @property {import("../types.js").Context} ctx
 * @property {(step: number, how?: "read") => void} goTo
 * @property {{narrow: MediaQueryList, still: boolean}} media
 * @property {{lang: string, narrow: boolean, step: number} | null} drawn  what stands in the panel
 * @property {HTMLElement[]} sections  of the steps
 * @property {HTMLElement} bar
 * @property {HTMLElement | null} body  that scrolls
 * @property {number} quiet  until when scrolling says nothing, for the panel glides by itself
 * @property {number} resting  a timer
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {(step: number, how?: "read") => void} goTo
 * @param {{narrow: MediaQueryList, still: boolean}} media
 */
export function createStoryPanel(ctx, goTo, media) {
  const bar = h("div", { class: "row story-bar" });
  /** @type {Told} */
  const told = { ctx, goTo, media, drawn: null, sections: [], bar, body: null, quiet: 0, resting: 0 };
  return {
    content: () => content(told),
    update: () => update(told),
    shown: (/** @type {HTMLElement} */ body) => {
      told.body = body;
      glide(told, true);
    },
    scrolled: (/** @type {HTMLElement} */ body) => scrolled(told, body),
  };
}

/** The buttons that lead through a story from the head of the sheet. @param {import("../types.js").Context} ctx @param {(step: number) => void} goTo */
export function createStoryButtons(ctx, goTo) {
  const button = (/** @type {string} */ key, /** @type {string} */ path, /** @type {number} */ by) =>
    h(
      "button",
      { type: "button", class: "tool", "data-label": key, onclick: () => goTo(ctx.store.get().step + by) },
      icon(path),
    );
  const [back, next] = [button("story.back", ICONS.previous, -1), button("story.next", ICONS.next, 1)];
  const show = () => {
    const { step } = ctx.store.get();
    for (const one of [back, next]) one.hidden = !step;
    back.toggleAttribute("disabled", step <= 1);
    next.toggleAttribute("disabled", step >= ctx.blob.map.story.length);
  };
  show();
  return { elements: [back, next], show };
}

/** @param {Told} told */
function content(told) {
  const { ctx, goTo, media, bar } = told;
  const { step, lang } = ctx.store.get();
  const { story } = ctx.blob.map;
  told.drawn = { lang, narrow: media.narrow.matches, step };
  const one = story[step - 1];
  if (media.narrow.matches && one) {
    told.sections = [];
    fillBar(told);
    return [...stepParts(ctx, one, step, true), bar, contentsFold(ctx, goTo)];
  }
  told.sections = media.narrow.matches ? [] : story.map((each, i) => section(ctx, each, i + 1));
  markStep(told);
  return [...intro(ctx, goTo), ...told.sections, bar];
}

/** Bring the panel to the state's step, if it can be without drawing it anew. @param {Told} told */
function update(told) {
  const { ctx, media, drawn } = told;
  const { step, lang } = ctx.store.get();
  if (!drawn || drawn.lang !== lang || drawn.narrow !== media.narrow.matches) return false;
  if (drawn.step === step) return true;
  if (drawn.narrow) return false;
  drawn.step = step;
  markStep(told);
  glide(told, media.still);
  return true;
}

/** What stands before the steps. @param {import("../types.js").Context} ctx @param {Told["goTo"]} goTo */
function intro(ctx, goTo) {
  const t = ctx.t();
  const begin = h("button", { type: "button", class: "plain-button", onclick: () => goTo(1) }, t("story.start"));
  return [
    h("h2", {}, t("story.title")),
    h("p", {}, t("story.hint", { count: ctx.blob.map.story.length })),
    ctx.blob.claims.here.length ? h("p", { class: "note" }, t("claims.note")) : null,
    h("p", {}, begin),
    contentsList(ctx, goTo),
  ];
}

/** @param {import("../types.js").Context} ctx @param {Told["goTo"]} goTo */
function contentsList(ctx, goTo) {
  const { step, lang } = ctx.store.get();
  const items = ctx.blob.map.story.map((one, i) => {
    const current = i === step - 1 ? "step" : null;
    const onclick = () => goTo(i + 1);
    return h(
      "li",
      {},
      h("button", { type: "button", class: "linkish", "aria-current": current, onclick }, pick(one.title, lang)),
      h("span", { class: "when" }, dayWords(dayNumber(one.date), lang)),
    );
  });
  return h("ol", { class: "contents" }, ...items);
}

/** @param {import("../types.js").Context} ctx @param {Told["goTo"]} goTo */
function contentsFold(ctx, goTo) {
  return h("details", {}, h("summary", {}, ctx.t()("story.contents")), contentsList(ctx, goTo));
}

/** A step under and over others. @param {import("../types.js").Context} ctx @param {import("../types.js").StoryStep} one @param {number} step */
function section(ctx, one, step) {
  return h("section", { class: "story-step", "data-step": step }, ...stepParts(ctx, one, step, false));
}

/** What a step says. @param {import("../types.js").Context} ctx @param {import("../types.js").StoryStep} one @param {number} step @param {boolean} alone */
function stepParts(ctx, one, step, alone) {
  const t = ctx.t();
  const lang = ctx.lang();
  const note = (/** @type {string} */ key, /** @type {import("../types.js").Text} */ text) =>
    pick(text, lang) ? h("p", { class: key }, h("b", {}, t(`story.${key}`)), " ", pick(text, lang)) : null;
  const place = t("story.step", { step, count: ctx.blob.map.story.length });
  return [
    h("p", { class: "kicker" }, pick(one.chapter, lang)),
    h("h2", { tabindex: -1, class: alone ? "story-title" : null }, pick(one.title, lang)),
    h("p", { class: "when" }, dayWords(dayNumber(one.date), lang), " · ", place),
    ...pick(one.text, lang)
      .split(/\n{2,}/)
      .map((paragraph) => h("p", {}, paragraph)),
    note("question", one.question),
    answerFold(ctx, one.answer),
    note("correction", one.correction),
    sourceFold(ctx, one.source),
  ];
}

/** The answer to a step's question, folded so that a reader may think first. @param {import("../types.js").Context} ctx @param {import("../types.js").Text} answer */
function answerFold(ctx, answer) {
  const text = pick(answer, ctx.lang());
  return text
    ? h("details", { class: "story-answer" }, h("summary", {}, ctx.t()("story.answer")), h("p", {}, text))
    : null;
}

/** Mark the step that is shown, and bring the bar to it. @param {Told} told */
function markStep(told) {
  const { step } = told.ctx.store.get();
  for (const [i, element] of told.sections.entries()) {
    const current = i === step - 1;
    if (current) element.setAttribute("aria-current", "step");
    else element.removeAttribute("aria-current");
    element.querySelector("h2")?.classList.toggle("story-title", current);
  }
  fillBar(told);
}

/** Back, Next and Leave. @param {Told} told */
function fillBar({ ctx, goTo, bar }) {
  const { step } = ctx.store.get();
  const { length } = ctx.blob.map.story;
  const t = ctx.t();
  const move = (/** @type {number} */ to, /** @type {string} */ key) =>
    h(
      "button",
      { type: "button", class: "plain-button", disabled: to < 0 || to > length, onclick: () => goTo(to) },
      t(key),
    );
  bar.hidden = !step;
  refill(bar, move(step - 1 || -1, "story.back"), move(step + 1, "story.next"), move(0, "story.leave"));
}

/** Bring the step that is shown to the top of the panel. @param {Told} told @param {boolean} atOnce */
function glide(told, atOnce) {
  const { body, sections, ctx } = told;
  const target = sections[ctx.store.get().step - 1];
  if (!body || !target) return;
  const { top } = target.getBoundingClientRect();
  const by = top - body.getBoundingClientRect().top - ABOVE;
  if (isRead(told, body) === ctx.store.get().step && by >= 0) return;
  told.quiet = performance.now() + (atOnce ? 2 * REST_MS : GLIDE_MS);
  body.scrollBy({ top: by, behavior: atOnce ? "auto" : "smooth" });
}

/** The step that stands where a reader reads, 0 for none. @param {Told} told @param {HTMLElement} body */
function isRead({ sections }, body) {
  const { top, height } = body.getBoundingClientRect();
  return sections.filter((one) => one.getBoundingClientRect().top <= top + height * READ_AT).length;
}

/** The map follows what is read, once the panel rests. @param {Told} told @param {HTMLElement} body */
function scrolled(told, body) {
  window.clearTimeout(told.resting);
  if (!told.sections.length) return;
  told.resting = window.setTimeout(() => {
    const step = isRead(told, body);
    if (performance.now() < told.quiet || !step || !told.sections[0].isConnected) return;
    if (step === told.ctx.store.get().step) return;
    if (told.drawn) told.drawn.step = step; // the panel stands there already
    told.goTo(step, "read");
    markStep(told);
  }, REST_MS);
}
