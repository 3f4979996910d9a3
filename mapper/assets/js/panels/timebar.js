/** The bar of time at the foot: the ruler with its slider, and the buttons and the field that move along it. */

import { h, icon, refill } from "../dom.js";
import { changesOn, nextDay } from "../model/chains.js";
import { changeGroups } from "../model/changes.js";
import { clampDay, dayWords, isoDay, readDay, yearOf } from "../model/days.js";
import { ICONS } from "./icons.js";
import { rulerTicks, yearLabels } from "./ruler.js";

/** Milliseconds a change. @type {Record<string, number>} */
const SPEEDS = { slow: 3000, medium: 1500, fast: 600 };
const START_MS = 150;
const ANNOUNCE_MS = 500;
const SWIPE = 40; // pixels that a finger goes at least

/**
 * The parts of the bar and what runs in it.
 * @typedef {object} Bar
 * @property {import("../types.js").Context} ctx
 * @property {HTMLElement} live  what is read out
 * @property {HTMLInputElement} range
 * @property {HTMLInputElement} field
 * @property {HTMLSelectElement} speed
 * @property {HTMLElement} words
 * @property {Record<"previous" | "play" | "next", HTMLElement>} buttons
 * @property {HTMLElement} tools
 * @property {HTMLElement} element
 * @property {number} playing  the timer of the next change, 0 for none
 * @property {number} announcing  the timer of what is read out
 */

/** @param {import("../types.js").Context} ctx @param {HTMLElement} live */
export function createTimebar(ctx, live) {
  const bar = createBar(ctx, live);
  listen(bar);
  return {
    element: bar.element,
    show: () => show(bar),
    translate: () => translate(bar),
    key: (/** @type {string} */ name) => key(bar, name),
  };
}

/** @param {import("../types.js").Context} ctx @param {HTMLElement} live @returns {Bar} */
function createBar(ctx, live) {
  const { first, last, store } = ctx;
  const range = /** @type {HTMLInputElement} */ (
    h("input", { type: "range", class: "time-range", min: first, max: last, step: 1, value: store.get().day })
  );
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      class: "date-field",
      size: 10,
      maxlength: 24,
      inputmode: "numeric",
      autocomplete: "off",
      spellcheck: "false",
    })
  );
  const speed = /** @type {HTMLSelectElement} */ (h("select", { class: "speed" }));
  const words = h("output", { class: "date-words" });
  const buttons = {
    previous: h("button", { type: "button", class: "tool" }, icon(ICONS.previous)),
    play: h("button", { type: "button", class: "tool play" }, icon(ICONS.play)),
    next: h("button", { type: "button", class: "tool" }, icon(ICONS.next)),
  };
  const ruler = h("div", { class: "ruler" }, rulerTicks(ctx), ...yearLabels(first, last), range);
  ruler.style.setProperty("--days", String(last - first));
  const { previous, play, next } = buttons;
  const tools = h("div", { class: "time-tools" }, previous, play, next, field, words, speed);
  const element = h("section", { class: "timebar" }, tools, ruler);
  return { ctx, live, range, field, speed, words, buttons, tools, element, playing: 0, announcing: 0 };
}

/** @param {Bar} bar */
function listen(bar) {
  const { ctx, range, field, buttons, tools } = bar;
  buttons.previous.addEventListener("click", () => hop(bar, -1));
  buttons.next.addEventListener("click", () => hop(bar, 1));
  buttons.play.addEventListener("click", () => (bar.playing ? stop(bar) : start(bar)));
  onSwipe(tools, (direction) => hop(bar, direction));
  range.addEventListener("input", () => ctx.store.set({ day: Number(range.value) }));
  range.addEventListener("keydown", (event) => {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    hop(bar, event.key === "PageUp" ? 1 : -1);
  });
  field.addEventListener("change", () => commit(bar));
  field.addEventListener("input", () => field.setCustomValidity(""));
  field.addEventListener("keydown", (event) => event.key === "Enter" && commit(bar));
}

/** Go to the next or the previous change; tells whether there is one. @param {Bar} bar @param {1 | -1} direction */
function hop({ ctx: { store, changeDays } }, direction) {
  const day = nextDay(changeDays, store.get().day, direction);
  if (day !== null) store.set({ day });
  return day !== null;
}

/** @param {Bar} bar */
function start(bar) {
  const tick = () => {
    if (!hop(bar, 1)) stop(bar);
    else bar.playing = window.setTimeout(tick, SPEEDS[bar.speed.value] ?? SPEEDS.medium);
  };
  bar.playing = window.setTimeout(tick, START_MS);
  label(bar);
}

/** @param {Bar} bar */
function stop(bar) {
  window.clearTimeout(bar.playing);
  bar.playing = 0;
  label(bar);
}

/** Name the buttons. @param {Bar} bar */
function label({ ctx, buttons: { previous, play, next }, playing }) {
  const t = ctx.t();
  refill(play, icon(playing ? ICONS.pause : ICONS.play));
  for (const [button, text] of /** @type {[HTMLElement, string][]} */ ([
    [previous, t("time.previous")],
    [next, t("time.next")],
    [play, playing ? t("time.pause") : t("time.play")],
  ])) {
    button.setAttribute("aria-label", text);
    button.setAttribute("title", text);
  }
}

/** The slider's keys where nothing has the focus; tells whether the key was one. @param {Bar} bar @param {string} name */
function key(bar, name) {
  const { store, first, last } = bar.ctx;
  if (name === "PageUp" || name === "PageDown") hop(bar, name === "PageUp" ? 1 : -1);
  else if (name === "ArrowRight" || name === "ArrowLeft") {
    stop(bar);
    store.set({ day: clampDay(store.get().day + (name === "ArrowRight" ? 1 : -1), first, last) });
  } else return false;
  return true;
}

/** Take what stands in the field, or say why not. @param {Bar} bar */
function commit(bar) {
  const { field, live } = bar;
  const { store, first, last, t } = bar.ctx;
  const day = readDay(field.value);
  const bad = Number.isNaN(day) || (day < first && yearOf(day) < yearOf(first)) || day > last;
  field.setAttribute("aria-invalid", String(bad));
  const why = bad ? t()("time.bad_date", { first: isoDay(first), last: isoDay(last) }) : "";
  field.setCustomValidity(why);
  if (bad) {
    live.textContent = why;
    field.reportValidity();
  } else {
    stop(bar);
    store.set({ day: clampDay(day, first, last) });
    field.value = isoDay(store.get().day);
  }
}

/** Read the day and its first changes out, once the reader rests. @param {Bar} bar */
function announce(bar) {
  const { ctx, live } = bar;
  window.clearTimeout(bar.announcing);
  bar.announcing = window.setTimeout(() => {
    const { day, lang } = ctx.store.get();
    const groups = changeGroups(changesOn(ctx.theatres, day), ctx.nameOf, lang, ctx.t());
    const said = groups.slice(0, 3).map((group) => group.sentence);
    live.textContent = [dayWords(day, lang), ...said.map((one) => one.replace(/\.$/, ""))].join(". ");
  }, ANNOUNCE_MS);
}

/** Show the state's day. @param {Bar} bar */
function show(bar) {
  const { ctx, range, field, words } = bar;
  const { day, lang } = ctx.store.get();
  if (Number(range.value) !== day) range.value = String(day);
  const text = dayWords(day, lang);
  range.setAttribute("aria-valuetext", text);
  words.textContent = text;
  if (document.activeElement !== field) field.value = isoDay(day);
  field.removeAttribute("aria-invalid");
  announce(bar);
}

/** @param {Bar} bar */
function translate(bar) {
  const { ctx, range, field, speed, element } = bar;
  const t = ctx.t();
  element.setAttribute("aria-label", t("time.title"));
  range.setAttribute("aria-label", t("time.slider"));
  field.setAttribute("aria-label", t("time.field"));
  field.setAttribute("title", t("time.field"));
  speed.setAttribute("aria-label", t("time.speed"));
  const chosen = speed.value || "medium";
  refill(speed, ...Object.keys(SPEEDS).map((one) => h("option", { value: one }, t(`time.${one}`))));
  speed.value = chosen;
  label(bar);
  show(bar);
}

/** A finger that goes left pulls the next change in, one that goes right the previous. @param {HTMLElement} element @param {(direction: 1 | -1) => void} act */
function onSwipe(element, act) {
  /** @type {Touch | null} */
  let from = null;
  element.addEventListener("touchstart", ({ touches }) => {
    from = touches.length === 1 ? touches[0] : null;
  });
  element.addEventListener("touchend", ({ changedTouches: [to] }) => {
    if (!from) return;
    const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
    from = null;
    if (Math.abs(dx) >= SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) act(dx < 0 ? 1 : -1);
  });
}
