/** The bar of time at the foot: the ruler with its sliders, and the buttons and the field that move along it. */

import { h, icon, refill } from "../dom.js";
import { nextDay } from "../model/chains.js";
import { clampDay, monthIndex, monthStart, yearOf } from "../model/days.js";
import { momentText, momentWords, neighbourSpan, readMoment, shownUnit, spanOf, yearSpan } from "../model/moments.js";
import { ICONS } from "./icons.js";
import { createPlayer, SPEEDS } from "./player.js";
import { createRuler } from "./ruler.js";
import { refusal, saidOf } from "./said.js";

const FIELD = 10; // letters of the date field: a day
const ANNOUNCE_MS = 500;
const SWIPE = 40; // pixels that a finger goes at least
const CHOICES = ["day", "month", "year"]; // of what is shown; a span is made on the ruler

/**
 * The parts of the bar and what runs in it.
 * @typedef {object} Bar
 * @property {import("../types.js").Context} ctx
 * @property {HTMLElement} live  what is read out
 * @property {ReturnType<typeof createRuler>} ruler
 * @property {ReturnType<typeof createPlayer>} player
 * @property {HTMLInputElement} field
 * @property {HTMLSelectElement} unit  what is shown: a day, a month, a year, a span
 * @property {HTMLSelectElement} speed
 * @property {HTMLElement} words
 * @property {Record<"previous" | "play" | "next" | "loop" | "more", HTMLElement>} buttons
 * @property {HTMLElement} tools
 * @property {HTMLElement} element
 * @property {string} unitShown
 * @property {boolean} typing  whether the reader writes in the field
 * @property {number} announcing  the timer of what is read out
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {HTMLElement} live
 * @param {import("../types.js").Beat} beat
 * @param {boolean} still  whether motion is unwanted
 */
export function createTimebar(ctx, live, beat, still) {
  const bar = createBar(ctx, live, beat, still);
  listen(bar);
  return {
    element: bar.element,
    play: bar.buttons.play,
    show: () => show(bar),
    translate: () => translate(bar),
    key: (/** @type {string} */ name) => key(bar, name),
  };
}

/** @param {import("../types.js").Context} ctx @param {HTMLElement} live @param {import("../types.js").Beat} beat @param {boolean} still @returns {Bar} */
function createBar(ctx, live, beat, still) {
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      class: "date-field",
      size: FIELD,
      maxlength: 40,
      autocomplete: "off",
      spellcheck: "false",
    })
  );
  const unit = /** @type {HTMLSelectElement} */ (h("select", { class: "unit" }));
  const speed = /** @type {HTMLSelectElement} */ (h("select", { class: "speed" }));
  const words = h("output", { class: "date-words" });
  const button = (/** @type {string} */ path, /** @type {string} */ name) =>
    h("button", { type: "button", class: `tool ${name}` }, icon(path));
  const buttons = {
    previous: button(ICONS.previous, "previous"),
    play: button(ICONS.play, "play"),
    next: button(ICONS.next, "next"),
    loop: button(ICONS.loop, "loop"),
    more: button(ICONS.more, "more"),
  };
  buttons.loop.setAttribute("aria-pressed", "false");
  buttons.more.setAttribute("aria-expanded", "false");
  const { previous, play, next, loop, more } = buttons;
  const settings = h("div", { class: "time-settings" }, unit, speed, loop);
  const tools = h("div", { class: "time-tools" }, previous, play, next, field, words, more, settings);
  const player = createPlayer(
    ctx,
    {
      speed: () => speed.value,
      loops: () => loop.getAttribute("aria-pressed") === "true",
      toggled: () => label(bar),
    },
    beat,
    still,
  );
  const ruler = createRuler(ctx, player.stop);
  const element = h("section", { class: "timebar", id: "time" }, tools, ruler.element);
  /** @type {Bar} */
  const bar = {
    ...{ ctx, live, ruler, player, field, unit, speed, words, buttons, tools, element },
    unitShown: "",
    typing: false,
    announcing: 0,
  };
  return bar;
}

/** @param {Bar} bar */
function listen(bar) {
  const { ruler, player, field, unit, buttons, tools } = bar;
  buttons.previous.addEventListener("click", () => hop(bar, -1));
  buttons.next.addEventListener("click", () => hop(bar, 1));
  buttons.play.addEventListener("click", player.toggle);
  buttons.loop.addEventListener("click", () => flip(buttons.loop, "aria-pressed"));
  buttons.more.addEventListener("click", () => flip(buttons.more, "aria-expanded"));
  unit.addEventListener("change", () => chooseUnit(bar));
  onSwipe(tools, (direction) => hop(bar, direction));
  ruler.range.addEventListener("keydown", (event) => {
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    hop(bar, event.key === "PageUp" ? 1 : -1);
  });
  followField(bar, field);
}

/** @param {Element} button @param {string} state  its attribute */
function flip(button, state) {
  button.setAttribute(state, String(button.getAttribute(state) !== "true"));
}

/** The field says what is shown unless the reader is writing in it. @param {Bar} bar @param {HTMLInputElement} field */
function followField(bar, field) {
  field.addEventListener("change", () => commit(bar));
  field.addEventListener("input", () => {
    bar.typing = true;
    field.setCustomValidity("");
  });
  field.addEventListener("keydown", ({ key: name }) => {
    if (name === "Enter") commit(bar);
    if (name === "Escape") forget(bar);
  });
  field.addEventListener("blur", () => {
    if (field.getAttribute("aria-invalid") !== "true") forget(bar);
  });
}

/** Let go of what was typed. @param {Bar} bar */
function forget(bar) {
  bar.typing = false;
  show(bar);
}

/** Go to the next or the previous change or, from a span, to the span beside it. @param {Bar} bar @param {1 | -1} direction */
function hop({ ctx, player }, direction) {
  const { store, changeDays } = ctx;
  const state = store.get();
  player.stop();
  if (state.since !== null) {
    const span = neighbourSpan(state, direction, ctx);
    if (span) store.set(span, "step");
    return;
  }
  const day = nextDay(changeDays, state.day, direction);
  if (day !== null) store.set({ day }, "step");
}

/** Show the day, the month or the year at hand. @param {Bar} bar */
function chooseUnit({ ctx, unit }) {
  const { day } = ctx.store.get();
  const month = monthIndex(day);
  /** @type {Record<string, () => import("../types.js").Moment>} */
  const moments = {
    day: () => ({ since: null, day }),
    month: () => spanOf(monthStart(month), monthStart(month + 1) - 1, ctx),
    year: () => yearSpan(yearOf(day), ctx),
  };
  ctx.store.set(moments[unit.value]?.() ?? {});
}

/** Name the buttons. @param {Bar} bar */
function label({ ctx, buttons, player }) {
  const t = ctx.t();
  const playing = player.playing();
  const unit = shownUnit(ctx.store.get(), ctx);
  refill(buttons.play, icon(playing ? ICONS.pause : ICONS.play));
  for (const [button, text] of /** @type {[HTMLElement, string][]} */ ([
    [buttons.previous, t(`time.previous.${unit}`)],
    [buttons.next, t(`time.next.${unit}`)],
    [buttons.play, playing ? t("time.pause") : t("time.play")],
    [buttons.loop, t("time.loop")],
    [buttons.more, t("time.more")],
  ])) {
    button.setAttribute("aria-label", text);
    button.setAttribute("title", text);
  }
}

/** The slider's keys where nothing has the focus; tells whether the key was one. @param {Bar} bar @param {string} name */
function key(bar, name) {
  const { store, first, last } = bar.ctx;
  if (name === "PageUp" || name === "PageDown") hop(bar, name === "PageUp" ? 1 : -1);
  else if (name === "ArrowRight" || name === "ArrowLeft")
    store.set({ day: clampDay(store.get().day + (name === "ArrowRight" ? 1 : -1), first, last) }, "step");
  else return false;
  return true;
}

/** Take what stands in the field, or say why not. @param {Bar} bar */
function commit(bar) {
  const { field, live, player } = bar;
  const { store } = bar.ctx;
  const moment = readMoment(field.value, bar.ctx);
  field.setAttribute("aria-invalid", String(!moment));
  const why = moment ? "" : refusal(bar.ctx, field.value);
  field.setCustomValidity(why);
  if (moment) {
    player.stop();
    store.set(moment);
    forget(bar);
  } else {
    live.textContent = why;
    field.reportValidity();
  }
}

/** Read the moment and its first changes out, once the reader rests. @param {Bar} bar */
function announce(bar) {
  const { ctx, live } = bar;
  window.clearTimeout(bar.announcing);
  bar.announcing = window.setTimeout(() => {
    live.textContent = saidOf(ctx);
  }, ANNOUNCE_MS);
}

/** Show the state's moment. @param {Bar} bar */
function show(bar) {
  const { ctx, ruler, field, words } = bar;
  const state = ctx.store.get();
  ruler.show();
  words.textContent = momentWords(state, state.lang, ctx);
  if (!bar.typing) {
    field.value = momentText(state, ctx);
    field.size = Math.max(FIELD, field.value.length);
    field.removeAttribute("aria-invalid");
    field.setCustomValidity("");
  }
  const shown = shownUnit(state, ctx);
  if (bar.unitShown !== shown) showUnits(bar, shown);
  announce(bar);
}

/** @param {Bar} bar @param {string} shown */
function showUnits(bar, shown) {
  const { ctx, unit } = bar;
  bar.unitShown = shown;
  const choices = CHOICES.includes(shown) ? CHOICES : [...CHOICES, shown];
  refill(unit, ...choices.map((one) => h("option", { value: one }, ctx.t()(`time.unit.${one}`))));
  unit.value = shown;
  label(bar);
}

/** @param {Bar} bar */
function translate(bar) {
  const { ctx, ruler, field, speed, unit, element } = bar;
  const t = ctx.t();
  element.setAttribute("aria-label", t("time.title"));
  ruler.translate();
  field.setAttribute("aria-label", t("time.field"));
  field.setAttribute("title", t("time.field"));
  speed.setAttribute("aria-label", t("time.speed"));
  unit.setAttribute("aria-label", t("time.unit"));
  const chosen = speed.value || "medium";
  refill(speed, ...Object.keys(SPEEDS).map((one) => h("option", { value: one }, t(`time.${one}`))));
  speed.value = chosen;
  showUnits(bar, shownUnit(ctx.store.get(), ctx));
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
