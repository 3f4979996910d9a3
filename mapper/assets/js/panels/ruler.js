/** The ruler of time: how much changed in each month, events, years; a click picks a year, a drag a span, two handles mend it. */
import { h, s } from "../dom.js";
import { clampDay, dayNumber, dayWords, monthIndex, monthStart, yearOf } from "../model/days.js";
import { changeByMonth, eventDays } from "../model/histogram.js";
import { firstDay, momentWords, spanOf, yearSpan } from "../model/moments.js";

const TALL = 100; // units of the histogram's height
const EVENT_ROW = 12; // of them, for events
const LEAST = 100; // km2, about which a bar begins to grow
const DRAG = 4; // pixels after which a click is a drag
const STEPS = [1, 5, 10, 50, 100, 500]; // years from label to label
const MOST = 36; // labels

/**
 * @typedef {object} Ruler
 * @property {import("../types.js").Context} ctx
 * @property {HTMLElement} element
 * @property {HTMLElement} strip  the histogram, on which a reader clicks and drags
 * @property {HTMLElement} band  the span that is shown or dragged
 * @property {HTMLInputElement} range  the day
 * @property {HTMLInputElement[]} handles  the first and the last day of a span
 */

/** @param {import("../types.js").Context} ctx @param {() => void} taken  called when a reader takes hold of time */
export function createRuler(ctx, taken) {
  const { first, last, store } = ctx;
  const input = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (
      h("input", { type: "range", class: name, min: first, max: last, step: 1, value: store.get().day })
    );
  const band = h("div", { class: "span-band", hidden: true });
  const strip = h("div", { class: "strip", "aria-hidden": "true" }, histogram(ctx), ...yearLabels(first, last), band);
  const range = input("time-range");
  const handles = [input("span-handle from"), input("span-handle to")];
  const element = h("div", { class: "ruler" }, strip, ...handles, range);
  /** @type {Ruler} */
  const ruler = { ctx, element, strip, band, range, handles };
  pickOnStrip(ruler, taken);
  followSlider(ruler, taken);
  for (const handle of handles) followHandle(ruler, handle, taken);
  return { element, range, show: () => show(ruler), translate: () => translate(ruler) };
}

/** Bars of km2 a month by their logarithm, so that a small one is seen beside a large; events as ticks over them. @param {import("../types.js").Context} ctx */
function histogram(ctx) {
  const { first, last, theatres, blob } = ctx;
  const months = changeByMonth(theatres, ctx);
  const scale = (/** @type {number} */ km2) => Math.log10(1 + km2 / LEAST);
  const most = Math.max(1, ...months.map(({ km2 }) => scale(km2)));
  const bars = months.map(({ from, to, km2 }) => {
    const top = TALL - Math.max(6, ((TALL - EVENT_ROW - 4) * scale(km2)) / most);
    return `M${from - first} ${TALL}V${top.toFixed(1)}H${to - first}V${TALL}Z`;
  });
  const years = [];
  for (let year = yearOf(first) + 1; year <= yearOf(last); year++) years.push(monthStart(year * 12));
  return s(
    "svg",
    { class: "histogram", viewBox: `0 0 ${last - first + 1} ${TALL}`, preserveAspectRatio: "none" },
    s("path", { class: "tick-year", d: years.map((day) => `M${day - first} 0V${TALL}`).join("") }),
    s("path", { class: "bar-change", d: bars.join("") }),
    s("path", {
      class: "tick-event",
      d: eventDays(blob.events, ctx)
        .map((day) => `M${day - first} 0V${EVENT_ROW}`)
        .join(""),
    }),
  );
}

/** Labels of years, so many as find room, each fifth of them bold; where letters are large, each tenth stands alone. @param {number} first @param {number} last */
function yearLabels(first, last) {
  const labels = [];
  const count = yearOf(last) - yearOf(first);
  const step = STEPS.find((years) => count / years <= MOST) ?? Number(STEPS.at(-1));
  for (let year = Math.ceil((yearOf(first) + 1) / step) * step; year <= yearOf(last); year += step) {
    const fifth = year % (5 * step) === 0;
    const text = fifth || step > 1 ? year : `’${String(year).slice(2)}`;
    const tenth = year % (10 * step) === 0;
    const label = h("span", { class: `year${fifth ? " fifth" : ""}${tenth ? " tenth" : ""}` }, text);
    label.style.setProperty("--at", String((dayNumber(`${year}-07-01`) - first) / (last - first + 1)));
    labels.push(label);
  }
  return labels;
}

/** A click picks the year under it, a drag the months that it goes over. @param {Ruler} ruler @param {() => void} taken */
function pickOnStrip({ ctx, strip, band }, taken) {
  /** @type {number | null} */
  let from = null;
  let picked = false; // whether the deed was a drag, after which the click means nothing
  const pick = (/** @type {import("../types.js").Moment} */ moment) => {
    taken();
    ctx.store.set(moment);
    placeBand(ctx, band, ctx.store.get());
  };
  const dayAt = (/** @type {number} */ x) => {
    const { left, width } = strip.getBoundingClientRect();
    return clampDay(ctx.first + ((x - left) / width) * (ctx.last - ctx.first), ctx.first, ctx.last);
  };
  const dragged = (/** @type {PointerEvent} */ { clientX }) => {
    if (from === null || Math.abs(clientX - from) < DRAG) return null;
    const [a, b] = [dayAt(from), dayAt(clientX)].sort((one, other) => one - other).map(monthIndex);
    return spanOf(monthStart(a), monthStart(b + 1) - 1, ctx);
  };
  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = event.clientX;
    picked = false;
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", (event) => {
    const span = dragged(event);
    if (span) placeBand(ctx, band, span);
  });
  strip.addEventListener("pointerup", (event) => {
    const span = dragged(event);
    from = null;
    if (!span) return;
    picked = true;
    pick(span);
  });
  strip.addEventListener("click", ({ clientX }) => {
    if (!picked) pick(yearSpan(yearOf(dayAt(clientX)), ctx));
  });
  strip.addEventListener("pointercancel", () => {
    from = null;
    placeBand(ctx, band, ctx.store.get());
  });
}

/** Mark a span on the ruler; a day has no mark. @param {import("../types.js").Context} ctx @param {HTMLElement} band @param {import("../types.js").Moment} moment */
function placeBand({ first, last }, band, moment) {
  band.hidden = moment.since === null;
  const length = last - first + 1;
  band.style.setProperty("--from", String((firstDay(moment) - first) / length));
  band.style.setProperty("--to", String((moment.day + 1 - first) / length));
}

/** The slider moves by a day; what a reader does with the pointer down is one deed. @param {Ruler} ruler @param {() => void} taken */
function followSlider({ ctx, range }, taken) {
  let keyed = false;
  let held = false;
  range.addEventListener("pointerdown", () => {
    keyed = false;
    held = false;
  });
  range.addEventListener("pointerup", () => {
    held = false;
  });
  range.addEventListener("keydown", () => {
    keyed = true;
  });
  range.addEventListener("keyup", () => {
    keyed = false;
  });
  range.addEventListener("input", () => {
    taken();
    ctx.store.set({ day: Number(range.value) }, keyed || held ? "step" : "jump");
    held = range.matches(":active");
  });
}

/** A handle shows where it is drawn to, and is obeyed when it is let go; Page Up and Page Down go by a month. @param {Ruler} ruler @param {HTMLInputElement} handle @param {() => void} taken */
function followHandle({ ctx, band, handles }, handle, taken) {
  let how = /** @type {import("../types.js").How} */ ("jump");
  const days = () => {
    const [a, b] = handles.map(({ value }) => Number(value)).sort((one, other) => one - other);
    return { since: a, day: b };
  };
  const commit = () => {
    taken();
    ctx.store.set(days(), how);
    how = "jump";
  };
  handle.addEventListener("input", () => placeBand(ctx, band, days()));
  handle.addEventListener("change", commit);
  handle.addEventListener("keydown", (event) => {
    how = "step";
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    const [at, start] = [Number(handle.value), handle === handles[0]];
    const month = monthIndex(start ? at : at + 1) + (event.key === "PageUp" ? 1 : -1);
    handle.value = String(clampDay(start ? monthStart(month) : monthStart(month) - 1, ctx.first, ctx.last));
    commit();
  });
}

/** @param {Ruler} ruler */
function show({ ctx, element, band, range, handles }) {
  const state = ctx.store.get();
  const { day, since, lang } = state;
  if (Number(range.value) !== day) range.value = String(day);
  range.setAttribute("aria-valuetext", dayWords(day, lang));
  placeBand(ctx, band, state);
  element.classList.toggle("spanned", since !== null);
  for (const [i, handle] of handles.entries()) {
    handle.hidden = since === null;
    const at = i ? day : (since ?? day);
    handle.value = String(at);
    handle.setAttribute("aria-valuetext", dayWords(at, lang));
  }
}

/** @param {Ruler} ruler */
function translate({ ctx, strip, range, handles }) {
  const t = ctx.t();
  const whole = momentWords({ since: ctx.first, day: ctx.last }, ctx.lang(), ctx);
  strip.setAttribute("title", t("time.strip", { span: whole }));
  for (const [element, key] of /** @type {[HTMLElement, string][]} */ ([
    [range, "time.slider"],
    [handles[0], "time.from"],
    [handles[1], "time.to"],
  ]))
    element.setAttribute("aria-label", t(key));
}
