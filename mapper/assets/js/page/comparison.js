/** Two states in one view: a twin of each chart shows another moment, or what was agreed, on one side of a divider that the reader moves. */
import { h } from "../dom.js";
import { boxOf } from "../model/boxes.js";
import { changesBetween, landsOn, spellOn, territoryId } from "../model/chains.js";
import { momentWords } from "../model/moments.js";
import { spheresAsSeen, spheresOn } from "../model/overlays.js";
import { otherMoment } from "../model/state.js";
import { createChart } from "./charts.js";

/**
 * The earlier date stands left of the divider, the later one right of it; what was agreed left of what was held. A twin cannot be touched or focused: what the
 * reader does goes to the plate under it, which the twin follows.
 * @typedef {object} Comparison
 * @property {import("../types.js").Context} ctx
 * @property {import("../types.js").Chart[]} charts
 * @property {HTMLElement} root
 * @property {boolean} still  whether motion is unwanted
 * @property {() => void} rename  place the names of the charts anew
 * @property {ReturnType<typeof createTwin>[]} twins
 * @property {number} sliding  the timer that runs while the divider is moved, else 0
 */

const RESTS = 150; // milliseconds after which the divider stands
const CLEAR = 6; // pixels that names keep from it

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../types.js").Chart[]} charts
 * @param {HTMLElement} root
 * @param {boolean} still
 * @param {() => void} rename
 */
export function createComparison(ctx, charts, root, still, rename) {
  /** @type {Comparison} */
  const comparison = { ctx, charts, root, still, rename, twins: [], sliding: 0 };
  return {
    draw: (/** @type {boolean} */ all = false) => draw(comparison, all),
    slide: () => slide(comparison),
    hidden: (/** @type {L.Map} */ map) => hidden(comparison, map),
    resize: () => resize(comparison),
    changed: (/** @type {import("../types.js").Theatre} */ theatre) => changed(ctx, theatre),
    plates: () => comparison.twins.map(({ plate }) => plate),
  };
}

/** The page as it is at the other moment, or as it was agreed: as one more power might see it. @param {import("../types.js").Context} ctx @returns {import("../types.js").Context} */
function otherSide(ctx) {
  const get = () => {
    const state = ctx.store.get();
    if (!state.against) return { ...state, ...otherMoment(state) };
    const kept = ["control", "towns", "rivers"].filter((name) => name === "control" || state.layers.has(name));
    return { ...state, as: state.against, layers: new Set(kept) };
  };
  const blob = Object.create(ctx.blob, {
    recognitions: {
      get: () => {
        const state = ctx.store.get();
        if (!state.against) return ctx.blob.recognitions;
        const titles = new Map(
          landsOn(ctx.theatres, state.day).map((land) => [territoryId(land), spellOn(land, state.day).sovereign]),
        );
        return spheresAsSeen(spheresOn(ctx.blob.agreements, state, state.agreed), state.against, titles);
      },
    },
  });
  return { ...ctx, blob, store: { ...ctx.store, get } };
}

/** @param {Comparison} comparison @param {import("../types.js").Chart} chart */
function createTwin({ ctx, still }, chart) {
  const { map } = chart.plate;
  const { parts, container, line, range, before, after } = twinParts(ctx, `${map.getContainer().id}_other`);
  map.getContainer().after(...parts);
  const other = L.map(container, { crs: map.options.crs, zoomControl: false, attributionControl: false });
  other.setView(map.getCenter(), map.getZoom(), { animate: false });
  const twin = createChart(other, chart.id, otherSide(ctx), still);
  const moved = () => other.setView(map.getCenter(), map.getZoom(), { animate: false });
  const zooming = (/** @type {L.ZoomAnimEvent} */ { center, zoom }) => other.setView(center, zoom, { animate: !still });
  map.on("move", moved).on("zoomanim", zooming);
  function remove() {
    map.off("move", moved).off("zoomanim", zooming);
    /** @type {any} */ (other)._animatingZoom = false; // a zoom that runs would end on a map that is gone
    other.remove();
    for (const part of parts) part.remove();
  }
  const dates = /** @type {import("../types.js").Box[]} */ ([]);
  return { ...twin, map: other, under: map, cut: 0, dates, moved, line, range, before, after, remove };
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
  const line = h("div", { class: "divider-line" }, before, after);
  return { parts: [container, line, range], container, line, range, before, after };
}

/** Draw the twins for the state, or take them away. @param {Comparison} comparison @param {boolean} all  what did not change too */
function draw(comparison, all) {
  const { ctx, charts, root } = comparison;
  const state = ctx.store.get();
  const { day, compare, against, lang } = state;
  const other = otherMoment(state);
  if (!other && !against) {
    if (!comparison.twins.length) return;
    for (const twin of comparison.twins) twin.remove();
    comparison.twins = [];
    comparison.rename();
    return;
  }
  const isNew = !comparison.twins.length;
  if (isNew) comparison.twins = charts.map((chart) => createTwin(comparison, chart));
  const wasFirst = root.classList.contains("other-first");
  const isFirst = root.classList.toggle("other-first", against !== "" || (compare ?? day) < day);
  const t = ctx.t();
  const names = other
    ? [state, other].sort((a, b) => a.day - b.day).map((one) => momentWords(one, lang, ctx, "short"))
    : [t("against.agreed"), t("against.held")];
  for (const { plate, range, before, after } of comparison.twins) {
    [before.textContent, after.textContent] = names;
    range.setAttribute("aria-label", t("compare.divider"));
    range.setAttribute("aria-valuetext", names.join(" | "));
    if (all) plate.repaint();
    else plate.paint();
    plate.showLayers();
  }
  place(comparison);
  resize(comparison);
  if (isNew || isFirst !== wasFirst) comparison.rename(); // those of the twins were placed with them
}

/** Put the divider where the state says. @param {Comparison} comparison */
function place({ ctx, root, twins }) {
  const { divider } = ctx.store.get();
  for (const { range } of twins) range.value = String(divider);
  root.style.setProperty("--divider", String(divider / 100));
}

/** The reader moves the divider: names stand under it as they would without, and step aside where it comes to rest. @param {Comparison} comparison */
function slide(comparison) {
  place(comparison);
  const begins = !comparison.sliding;
  window.clearTimeout(comparison.sliding);
  comparison.sliding = window.setTimeout(() => {
    comparison.sliding = 0;
    renameAll(comparison);
  }, RESTS);
  if (begins) renameAll(comparison);
}

/** @param {Comparison} comparison */
function renameAll({ twins, rename }) {
  for (const twin of twins) measure(twin);
  for (const { names } of twins) names.draw();
  rename();
}

/** Where the divider stands, and its dates. @param {ReturnType<typeof createTwin>} twin */
function measure(twin) {
  const { left, top } = twin.map.getContainer().getBoundingClientRect();
  twin.cut = twin.line.getBoundingClientRect().left - left;
  twin.dates = [twin.before, twin.after].map((one) => boxOf(one.getBoundingClientRect(), -left, -top));
}

/** What names of a map keep clear of: the other side and the dates. @param {Comparison} comparison @param {L.Map} map @returns {import("../types.js").Box[]} */
function hidden({ root, twins, sliding }, map) {
  const twin = twins.find((one) => one.map === map || one.under === map);
  if (!twin || sliding) return [];
  const { x, y } = map.getSize();
  const isLeft = root.classList.contains("other-first") === (twin.map === map);
  const [x0, x1] = isLeft ? [twin.cut - CLEAR, x] : [0, twin.cut + CLEAR];
  return [{ x0, y0: 0, x1, y1: y }, ...twin.dates];
}

/** Bring the twins to the size and view of their plates, and draw what depends on it. @param {Comparison} comparison */
function resize({ twins }) {
  for (const twin of twins) {
    const { map, moved, plate, marks, moves, names } = twin;
    map.invalidateSize({ animate: false, pan: false });
    measure(twin);
    moved();
    plate.measure();
    plate.paintSpheres();
    marks.draw();
    moves.draw();
    names.draw();
  }
}

/** The lands of a plate that differ between the two dates, or that were agreed on; null where nothing is compared. @param {import("../types.js").Context} ctx @param {import("../types.js").Theatre} theatre */
function changed(ctx, theatre) {
  const state = ctx.store.get();
  const { day, compare, against, agreed } = state;
  if (against) {
    const spheres = spheresOn(ctx.blob.agreements, state, agreed);
    return new Set(theatre.territories.filter((land) => spheres.has(territoryId(land))).map(({ index }) => index));
  }
  if (compare === null) return null;
  return new Set(changesBetween([theatre], day, compare).map(({ territory }) => territory.index));
}
