/** The ruler of time at the foot: years as long ticks, changes as short ones, and the controls that move along it. */

import { h, icon, refill, s } from "../dom.js";
import { changesOn, nextDay } from "../model/chains.js";
import { changeGroups } from "../model/changes.js";
import { clampDay, dayNumber, dayWords, isoDay, readDay, yearOf } from "../model/days.js";
import { ICONS } from "./icons.js";

/** Milliseconds a change. @type {Record<string, number>} */
const SPEEDS = { slow: 3000, medium: 1500, fast: 600 };
const SWIPE = 40; // pixels that a finger goes at least

/** @param {import("../plate/plate.js").Context} ctx @param {HTMLElement} live */
export function createTimebar(ctx, live) {
  const { first, last, store, changeDays } = ctx;
  const days = last - first;
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
  const previous = h("button", { type: "button", class: "tool", onclick: () => hop(-1) }, icon(ICONS.previous));
  const play = h(
    "button",
    { type: "button", class: "tool play", onclick: () => (timer ? stop() : start()) },
    icon(ICONS.play),
  );
  const next = h("button", { type: "button", class: "tool", onclick: () => hop(1) }, icon(ICONS.next));
  const ruler = h("div", { class: "ruler" }, rulerTicks(ctx), ...yearLabels(first, last), range);
  const tools = h("div", { class: "time-tools" }, previous, play, next, field, words, speed);
  const element = h("section", { class: "timebar" }, tools, ruler);
  let timer = 0;
  onSwipe(tools, (direction) => hop(direction));

  /** @param {1 | -1} direction */
  function hop(direction) {
    const day = nextDay(changeDays, store.get().day, direction);
    if (day !== null) store.set({ day });
    return day !== null;
  }

  function start() {
    const tick = () => {
      if (!hop(1)) stop();
      else timer = window.setTimeout(tick, SPEEDS[speed.value] ?? SPEEDS.medium);
    };
    timer = window.setTimeout(tick, 150);
    label();
  }

  function stop() {
    window.clearTimeout(timer);
    timer = 0;
    label();
  }

  function label() {
    const t = ctx.t();
    const name = timer ? t("time.pause") : t("time.play");
    refill(play, icon(timer ? ICONS.pause : ICONS.play));
    for (const [button, text] of /** @type {[HTMLElement, string][]} */ ([
      [previous, t("time.previous")],
      [next, t("time.next")],
      [play, name],
    ])) {
      button.setAttribute("aria-label", text);
      button.setAttribute("title", text);
    }
  }

  range.addEventListener("input", () => store.set({ day: Number(range.value) }));
  range.addEventListener("keydown", (event) => {
    const direction = event.key === "PageUp" ? 1 : event.key === "PageDown" ? -1 : 0;
    if (!direction) return;
    event.preventDefault();
    hop(/** @type {1 | -1} */ (direction));
  });

  /** The slider's keys where nothing has the focus; tells whether the key was one. @param {string} name */
  function key(name) {
    if (name === "PageUp" || name === "PageDown") hop(name === "PageUp" ? 1 : -1);
    else if (name === "ArrowRight" || name === "ArrowLeft") {
      stop();
      store.set({ day: clampDay(store.get().day + (name === "ArrowRight" ? 1 : -1), first, last) });
    } else return false;
    return true;
  }
  const commit = () => {
    const day = readDay(field.value);
    const bad = Number.isNaN(day) || (day < first && yearOf(day) < yearOf(first)) || day > last;
    field.setAttribute("aria-invalid", String(bad));
    const why = bad ? ctx.t()("time.bad_date", { first: isoDay(first), last: isoDay(last) }) : "";
    field.setCustomValidity(why);
    if (bad) {
      live.textContent = why;
      field.reportValidity();
    } else {
      stop();
      store.set({ day: clampDay(day, first, last) });
      field.value = isoDay(store.get().day);
    }
  };
  field.addEventListener("change", commit);
  field.addEventListener("input", () => field.setCustomValidity(""));
  field.addEventListener("keydown", (event) => event.key === "Enter" && commit());

  let announcing = 0;
  function announce() {
    window.clearTimeout(announcing);
    announcing = window.setTimeout(() => {
      const { day, lang } = store.get();
      const groups = changeGroups(changesOn(ctx.theatres, day), ctx.nameOf, lang, ctx.t());
      const said = groups.slice(0, 3).map((group) => group.sentence);
      live.textContent = [dayWords(day, lang), ...said.map((one) => one.replace(/\.$/, ""))].join(". ");
    }, 500);
  }

  function show() {
    const { day, lang } = store.get();
    if (Number(range.value) !== day) range.value = String(day);
    const text = dayWords(day, lang);
    range.setAttribute("aria-valuetext", text);
    words.textContent = text;
    if (document.activeElement !== field) field.value = isoDay(day);
    field.removeAttribute("aria-invalid");
    announce();
  }

  function translate() {
    const t = ctx.t();
    element.setAttribute("aria-label", t("time.title"));
    range.setAttribute("aria-label", t("time.slider"));
    field.setAttribute("aria-label", t("time.field"));
    field.setAttribute("title", t("time.field"));
    speed.setAttribute("aria-label", t("time.speed"));
    const chosen = speed.value || "medium";
    refill(speed, ...Object.keys(SPEEDS).map((key) => h("option", { value: key }, t(`time.${key}`))));
    speed.value = chosen;
    label();
    show();
  }
  ruler.style.setProperty("--days", String(days));
  return { element, show, translate, stop, key };
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

/** @param {import("../plate/plate.js").Context} ctx */
function rulerTicks({ first, last, changeDays, blob }) {
  const years = [];
  for (let year = yearOf(first); year <= yearOf(last); year++) years.push(Math.max(first, dayNumber(`${year}-01-01`)));
  const line = (/** @type {number[]} */ list, /** @type {number} */ from, /** @type {number} */ to) =>
    list.map((day) => `M${day - first} ${from}V${to}`).join("");
  const eventDays = blob.events.map((event) => dayNumber(event.earliest)).filter((day) => day >= first && day <= last);
  return s(
    "svg",
    { class: "ticks", viewBox: `0 0 ${last - first} 30`, preserveAspectRatio: "none", "aria-hidden": "true" },
    s("path", { class: "tick-year", d: line(years, 12, 30) }),
    s("path", { class: "tick-change", d: line(changeDays, 18, 28) }),
    s("path", { class: "tick-event", d: line([...new Set(eventDays)], 8, 12) }),
  );
}

/** @param {number} first @param {number} last */
function yearLabels(first, last) {
  const labels = [];
  for (let year = yearOf(first) + 1; year <= yearOf(last); year++) {
    const label = h(
      "span",
      { class: year % 5 === 0 ? "year fifth" : "year", "aria-hidden": "true" },
      year % 5 === 0 ? year : `’${String(year).slice(2)}`,
    );
    label.style.setProperty("--at", String((dayNumber(`${year}-01-01`) - first) / (last - first)));
    labels.push(label);
  }
  return labels;
}
