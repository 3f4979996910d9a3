/** Opens the page: makes its parts, lets them follow the one state, and draws it. */

import { bindPrinting } from "../files/printing.js";
import { drawPrintSources } from "../files/taking.js";
import { recordAsked } from "../model/records.js";
import { lostDay, readHash } from "../model/state.js";
import { bindLayers, keepControl } from "../panels/control.js";
import { createLocator } from "../plate/locator.js";
import {
  emphasise,
  follow,
  makeRoomForStep,
  repaintAll,
  setViews,
  showDate,
  showTheme,
  showTitle,
  showWhole,
  syncControl,
  translate,
} from "./actions.js";
import { followAddress } from "./address.js";
import { createChart, currentView } from "./charts.js";
import { isEmbedded, shareWheel } from "./embedded.js";
import { createPage, pictured } from "./page.js";
import { followRecord } from "./records.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * Draw everything and restore the address.
 * @param {import("../types.js").Blob} blob
 * @param {{maps: Record<string, L.Map>, layers: unknown}} parts
 */
export function openPage(blob, { maps, layers: control }) {
  const page = createPage(blob, maps, control);
  const { ctx, known, media, legend } = page;
  const asked = recordAsked(location.hash, ctx.blob);
  if (media.narrow.matches && !ctx.store.get().step) page.desk.toggle(false);
  if (media.low.matches) legend.shut();
  for (const id of known.theatres) openTheatre(page, id);
  followSize(page);
  ctx.store.listen((_state, _old, changed) => {
    if (changed.has("day")) ctx.lost = null;
    follow(page, changed);
  });
  bindLayers(ctx.store, ctx);
  keepControl(maps[known.theatres[0]], control);
  media.night.addEventListener("change", () => repaintAll(page));
  followPrinting(page);
  followKeys(page);
  const told = readHash(location.hash, known);
  tellLostDay(page);
  drawFirst(page, () => {
    goToStep(page, told, "read");
    if (asked) followRecord(page, asked);
  });
  followAddress(ctx.store, known, (patch) => {
    const record = recordAsked(location.hash, ctx.blob);
    ctx.store.set(patch);
    tellLostDay(page);
    if (patch.views) setViews(page, patch.views);
    goToStep(page, patch, "go");
    if (record) followRecord(page, record);
  });
  return { store: ctx.store };
}

/** Let the panel say that the address names a day which the atlas has not. @param {Page} page */
function tellLostDay({ ctx, known }) {
  const name = lostDay(location.hash, known);
  if (name) ctx.lost = { key: "day.lost", name };
}

/** @param {Page} page @param {string} id */
function openTheatre(page, id) {
  const { ctx, charts, media, selection } = page;
  const map = page.maps[id];
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120, updateWhenIdle: true }).addTo(map);
  const chart = createChart(map, id, ctx, media.still);
  charts.push(chart);
  if (isEmbedded()) shareWheel(map, ctx.t);
  page.locators.push(createLocator(chart.plate, chart.marks.standing));
  map.on("click", ({ latlng, originalEvent: { target } }) =>
    selection.clicked(chart.plate, /** @type {Element | null} */ (target), latlng),
  );
  for (const name of ["marks", "moves", "rails"])
    chart.plate.groups[name].addEventListener("keydown", (event) => {
      const key = /** @type {KeyboardEvent} */ (event).key;
      if (key !== "Enter" && key !== " ") return;
      event.preventDefault();
      selection.clicked(chart.plate, /** @type {Element} */ (event.target));
    });
}

/** @param {Page} page @param {string} id */
function followView({ charts, ctx, comparison, maps, schedule }, id) {
  const map = maps[id];
  map.on("moveend", () => {
    for (const { changed } of charts) changed.draw(false);
    ctx.store.set({ views: { ...ctx.store.get().views, [id]: currentView(map) } });
    schedule.names();
    schedule.legendSoon();
    comparison.resize();
  });
  map.on("zoomend", () => schedule.marks());
}

/** @param {Page} page */
function followSize(page) {
  const { charts, comparison, elements, media, schedule } = page;
  const observer = new ResizeObserver(() => {
    const pan = media.narrow.matches || media.upright.matches; // what is in the middle stays there while the desk below takes room
    for (const { plate } of charts) plate.map.invalidateSize({ animate: false, pan });
    comparison.resize();
    schedule.legendSoon();
  });
  for (const frame of elements.plates.children) observer.observe(frame);
  media.narrow.addEventListener("change", () => {
    if (page.desk.current().narrow) page.desk.show("day");
    else page.desk.refresh();
  });
}

/** @param {Page} page */
function followPrinting(page) {
  const fill = (/** @type {number} */ aspect) => drawPrintSources(pictured(page), page.elements.printSources, aspect);
  bindPrinting(page.paper, fill, page.preview.isOpen);
}

/** @param {Page} page */
function followKeys({ selection, timebar }) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") selection.unselect();
    if (event.target === document.body && timebar.key(event.key)) event.preventDefault();
  });
}

/** An address that names a step and no day leads to the step's own. @param {Page} page @param {Partial<import("../types.js").State>} told @param {"read" | "go"} how */
function goToStep({ story }, { step, day }, how) {
  if (step && day === undefined) story.goTo(step, how);
}

/** A map that the address tells no view opens at its own, in what the title leaves free; only a later one is kept in the address. @param {Page} page */
function openViews(page) {
  const { charts, ctx, known, schedule, sheet } = page;
  const told = ctx.store.get().views;
  sheet.move(sheet.stop());
  for (const { plate } of charts) plate.map.invalidateSize({ animate: false, pan: false });
  schedule.measure();
  showWhole(page, (theatre) => !told[theatre]);
  for (const id of known.theatres) followView(page, id);
}

/** The land at once, the rest when it is on the screen. @param {Page} page @param {() => void} then */
function drawFirst(page, then) {
  showTheme(page);
  translate(page);
  showDate(page);
  showTitle(page);
  syncControl(page);
  openViews(page);
  for (const { plate } of page.charts) {
    plate.paint(true);
    plate.showLayers();
  }
  page.schedule.marks(true);
  requestAnimationFrame(() => window.setTimeout(() => drawRest(page, then)));
}

/** @param {Page} page @param {() => void} then */
function drawRest(page, then) {
  const { ctx, comparison, desk, schedule } = page;
  comparison.draw();
  emphasise(page);
  schedule.legend();
  schedule.measure();
  schedule.watch();
  schedule.namesNow();
  const { step, compare, against } = ctx.store.get();
  if (step) makeRoomForStep(page, ctx.blob.map.story[step - 1].views);
  desk.show(step ? "story" : compare !== null || against ? "compare" : "day");
  then();
  document.documentElement.classList.add("ready");
}
