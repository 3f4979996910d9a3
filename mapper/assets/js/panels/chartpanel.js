/** The panel with each power's land over time: a row a power on one axis of years, with a line at what is shown. */
import { h, s } from "../dom.js";
import { clampDay } from "../model/days.js";
import { areaWords } from "../model/i18n.js";
import { firstDay, momentWords } from "../model/moments.js";
import { areaPath, heldOn, landOverTime, yearLines } from "../model/series.js";
import { fillColour } from "../plate/patterns.js";
import { polityLink } from "./details.js";

const WIDTH = 1000; // units of a row
const HEIGHT = 30;
const YEARS = 5; // from one line of the axis to the next
const MANY = 12; // powers above which the rest is folded away

/** @param {import("../types.js").Context} ctx */
export function createLandChart(ctx) {
  const { store, theatres, first, last } = ctx;
  const series = landOverTime(theatres, ctx);
  /** @type {HTMLElement[]} */
  let cursors = [];

  /** Put the lines where time stands. */
  function show() {
    const state = store.get();
    const at = (/** @type {number} */ day) => String((day - first) / (last + 1 - first));
    for (const cursor of cursors) {
      cursor.style.setProperty("--from", at(firstDay(state)));
      cursor.style.setProperty("--to", at(state.day + 1));
    }
  }
  store.listen((_state, _old, changed) => {
    if (cursors[0]?.isConnected && (changed.has("day") || changed.has("since"))) show();
  });

  /** @param {import("../model/series.js").Series} one */
  function row(one) {
    const { day, lang } = store.get();
    const held = heldOn(one, day);
    const cursor = h("span", { class: "chart-cursor" });
    cursors.push(cursor);
    const go = (/** @type {MouseEvent} */ { clientX }) => {
      const { left, width } = plot.getBoundingClientRect();
      const share = (clientX - left) / width;
      store.set({ day: clampDay(first + share * (last + 1 - first), first, last) });
    };
    const plot = h("div", { class: "chart-plot", "aria-hidden": "true", onclick: go }, area(ctx, one), cursor);
    const now = held > 0 ? areaWords(held, lang) : "–";
    const most = ctx.t()("chart.most", { km2: areaWords(one.most, lang) });
    return h(
      "li",
      {},
      h("p", { class: "chart-head" }, polityLink(ctx, one.polity), h("span", { class: "figure", title: most }, now)),
      plot,
    );
  }

  function content() {
    cursors = [];
    const state = store.get();
    const t = ctx.t();
    const ordered = series.toSorted((a, b) => heldOn(b, state.day) - heldOn(a, state.day) || b.most - a.most);
    const [shown, rest] = [ordered.slice(0, MANY), ordered.slice(MANY)];
    const rows = [
      h("ol", { class: "chart" }, ...shown.map(row)),
      rest.length
        ? h(
            "details",
            {},
            h("summary", {}, t("chart.rest", { count: rest.length })),
            h("ol", { class: "chart" }, ...rest.map(row)),
          )
        : null,
    ];
    show();
    return [
      h("h2", {}, t("chart.title")),
      h(
        "p",
        { class: "note" },
        t("chart.hint", { date: momentWords({ since: null, day: state.day }, state.lang, ctx) }),
      ),
      axis(ctx),
      ...rows,
    ];
  }

  return { content };
}

/** The years of the axis. @param {import("../types.js").Context} ctx */
const axisYears = (ctx) => yearLines(ctx).filter(({ year }) => year % YEARS === 0);

/** @param {import("../types.js").Context} ctx */
function axis(ctx) {
  const marks = axisYears(ctx).map(({ year, at }) => {
    const mark = h("span", {}, String(year));
    mark.style.setProperty("--at", at.toFixed(4));
    return mark;
  });
  return h("div", { class: "chart-axis", "aria-hidden": "true" }, ...marks);
}

/** @param {import("../types.js").Context} ctx @param {import("../model/series.js").Series} one */
function area(ctx, one) {
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" },
    s("path", {
      class: "chart-area",
      d: areaPath(one, ctx, WIDTH, HEIGHT),
      fill: fillColour(ctx.colourOf(one.polity), ctx.dark()),
    }),
    ...axisYears(ctx).map(({ at }) => s("path", { class: "chart-year", d: `M${(at * WIDTH).toFixed(1)} 0V${HEIGHT}` })),
  );
}
