/** Two dates in one view: a twin of each chart shows the other date on one side of a divider that the reader moves. */
import { h } from "../dom.js";
import { changesBetween } from "../model/chains.js";
import { dayWords } from "../model/days.js";
import { createChart } from "./charts.js";

/**
 * The earlier date stands left of the divider, the later one right of it. A twin cannot be touched or focused: what the
 * reader does goes to the plate under it, which the twin follows.
 * @typedef {object} Comparison
 * @property {import("../types.js").Context} ctx
 * @property {import("../types.js").Chart[]} charts
 * @property {HTMLElement} root
 * @property {boolean} still  whether motion is unwanted
 * @property {ReturnType<typeof createTwin>[]} twins
 */

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Chart[]} charts
 * @param {HTMLElement} root
 * @param {boolean} still
 */
export function createComparison(ctx, charts, root, still) {
  /** @type {Comparison} */
  const comparison = { ctx, charts, root, still, twins: [] };
  return {
    draw: (/** @type {boolean} */ all = false) => draw(comparison, all),
    place: () => place(comparison),
    resize: () => resize(comparison),
    changed: (/** @type {import("../types.js").Theatre} */ theatre) => changed(ctx, theatre),
    plates: () => comparison.twins.map(({ plate }) => plate),
  };
}

/** The page as it is on the other date. @param {import("../types.js").Context} ctx @returns {import("../types.js").Context} */
function otherDate(ctx) {
  const get = () => {
    const state = ctx.store.get();
    return { ...state, day: state.compare ?? state.day };
  };
  return { ...ctx, store: { ...ctx.store, get } };
}

/** @param {Comparison} comparison @param {import("../types.js").Chart} chart */
function createTwin({ ctx, still }, chart) {
  const { map } = chart.plate;
  const { parts, container, range, before, after } = twinParts(ctx, `${map.getContainer().id}_other`);
  map.getContainer().after(...parts);
  const other = L.map(container, { crs: map.options.crs, zoomControl: false, attributionControl: false });
  other.setView(map.getCenter(), map.getZoom(), { animate: false });
  const twin = createChart(other, chart.id, otherDate(ctx), still);
  const moved = () => other.setView(map.getCenter(), map.getZoom(), { animate: false });
  const zooming = (/** @type {L.ZoomAnimEvent} */ { center, zoom }) => other.setView(center, zoom, { animate: !still });
  map.on("move", moved).on("zoomanim", zooming);
  function remove() {
    map.off("move", moved).off("zoomanim", zooming);
    other.remove();
    for (const part of parts) part.remove();
  }
  return { ...twin, map: other, moved, range, before, after, remove };
}

/** The twin's container, and the divider with the two dates. @param {import("../types.js").Context} ctx @param {string} id */
function twinParts({ store }, id) {
  const container = h("div", { id, class: "plate-map twin", inert: true });
  const range = /** @type {HTMLInputElement} */ (
    h("input", { type: "range", class: "divider", min: 0, max: 100, step: 1, value: store.get().divider })
  );
  range.addEventListener("input", () => store.set({ divider: Number(range.value) }));
  const before = h("span", { class: "divider-date before" });
  const after = h("span", { class: "divider-date after" });
  const parts = [container, h("div", { class: "divider-line" }, before, after), range];
  return { parts, container, range, before, after };
}

/** Draw the twins for the state, or take them away. @param {Comparison} comparison @param {boolean} all  what did not change too */
function draw(comparison, all) {
  const { ctx, charts, root } = comparison;
  const { day, compare, lang } = ctx.store.get();
  if (compare === null) {
    for (const twin of comparison.twins) twin.remove();
    comparison.twins = [];
    return;
  }
  if (!comparison.twins.length) comparison.twins = charts.map((chart) => createTwin(comparison, chart));
  root.classList.toggle("other-first", compare < day);
  const dates = [day, compare].sort((a, b) => a - b).map((one) => dayWords(one, lang, "short"));
  for (const { plate, range, before, after } of comparison.twins) {
    [before.textContent, after.textContent] = dates;
    range.setAttribute("aria-label", ctx.t()("compare.divider"));
    range.setAttribute("aria-valuetext", dates.join(" | "));
    if (all) plate.repaint();
    else plate.paint();
    plate.showLayers();
  }
  place(comparison);
  resize(comparison);
}

/** Put the divider where the state says. @param {Comparison} comparison */
function place({ ctx, root, twins }) {
  const { divider } = ctx.store.get();
  for (const { range } of twins) range.value = String(divider);
  root.style.setProperty("--divider", String(divider / 100));
}

/** Bring the twins to the size and view of their plates, and draw what depends on it. @param {Comparison} comparison */
function resize({ twins }) {
  for (const { map, moved, plate, marks, moves, names } of twins) {
    map.invalidateSize({ animate: false, pan: false });
    moved();
    plate.measure();
    plate.paintSpheres();
    marks.draw();
    moves.draw();
    names.draw();
  }
}

/** The lands of a plate that differ between the two dates, or null where none are compared. @param {import("../types.js").Context} ctx @param {import("../types.js").Theatre} theatre */
function changed(ctx, theatre) {
  const { day, compare } = ctx.store.get();
  if (compare === null) return null;
  return new Set(changesBetween([theatre], day, compare).flatMap(({ lands }) => lands.map(({ index }) => index)));
}
