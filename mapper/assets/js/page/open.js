/** Opens the page: makes its parts, lets them follow the one state, and draws it. */

import { bindPrinting } from "../files/printing.js";
import { drawPrintSources } from "../files/taking.js";
import { clampDay } from "../model/days.js";
import { bindLayers } from "../panels/control.js";
import { emphasise, follow, repaintAll, setViews, showDate, showTitle, syncControl, translate } from "./actions.js";
import { followAddress } from "./address.js";
import { createChart, currentView } from "./charts.js";
import { createPage, pictured } from "./page.js";

/** @typedef {import("./page.js").Page} Page */

/**
 * Draw everything and restore the address, once what the page is told is read.
 * @param {Promise<import("../types.js").Blob>} blob
 * @param {{maps: Record<string, L.Map>, layers: unknown}} parts
 */
export async function openPage(blob, { maps, layers: control }) {
  const page = createPage(await blob, maps, control);
  const { ctx, known, media, legend } = page;
  if (media.narrow.matches) page.desk.toggle(false);
  if (known.theatres.length > 1 || window.matchMedia("(max-width: 72em)").matches) legend.fold(true);
  for (const id of known.theatres) openTheatre(page, id);
  followSize(page);
  ctx.store.listen((_state, _old, changed) => follow(page, changed));
  bindLayers({ get: ctx.store.get, set: (patch) => ctx.store.set(clamped(page, patch)) });
  media.night.addEventListener("change", () => repaintAll(page));
  followPrinting(page);
  followKeys(page);
  drawFirst(page);
  followAddress(ctx.store, known.theatres, known, (patch) => {
    ctx.store.set(patch);
    if (patch.views) setViews(page, patch.views);
  });
  return { store: ctx.store };
}

/** @param {Page} page @param {string} id */
function openTheatre(page, id) {
  const { ctx, charts, comparison, media, schedule, selection } = page;
  const map = page.maps[id];
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const chart = createChart(map, id, ctx, media.still);
  charts.push(chart);
  map.on("click", ({ originalEvent: { target } }) =>
    selection.clicked(chart.plate, /** @type {Element | null} */ (target)),
  );
  for (const name of ["marks", "moves", "rails"])
    chart.plate.groups[name].addEventListener("keydown", (event) => {
      const key = /** @type {KeyboardEvent} */ (event).key;
      if (key !== "Enter" && key !== " ") return;
      event.preventDefault();
      selection.clicked(chart.plate, /** @type {Element} */ (event.target));
    });
  map.on("moveend", () => {
    ctx.store.set({ views: { ...ctx.store.get().views, [id]: currentView(map) } });
    schedule.names();
    schedule.legendSoon();
    comparison.resize();
  });
  map.on("zoomend", () => schedule.marks());
}

/** @param {Page} page */
function followSize({ charts, comparison, elements, schedule }) {
  new ResizeObserver(() => {
    for (const { plate } of charts) plate.map.invalidateSize({ animate: false, pan: false });
    comparison.resize();
    schedule.legendSoon();
  }).observe(elements.plates);
}

/** A patch whose day lies within the study. @param {Page} page @param {Partial<import("../types.js").State>} patch */
function clamped({ known }, patch) {
  return patch.day === undefined ? patch : { ...patch, day: clampDay(patch.day, known.first, known.last) };
}

/** @param {Page} page */
function followPrinting(page) {
  const { charts, comparison, elements, legend, schedule } = page;
  const { root, plates, printSources } = elements;
  bindPrinting(charts, root, {
    fill: () => drawPrintSources(pictured(page), root, printSources, legend.element),
    repaint: () => repaintAll(page),
    resize: (printing) => {
      comparison.resize();
      schedule.forPaper(printing, plates.querySelectorAll(".leaflet-control-scale"));
    },
  });
}

/** @param {Page} page */
function followKeys({ selection, timebar }) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") selection.unselect();
    if (event.target === document.body && timebar.key(event.key)) event.preventDefault();
  });
}

/** The land at once, the rest when it is on the screen. @param {Page} page */
function drawFirst(page) {
  translate(page);
  showDate(page);
  showTitle(page);
  syncControl(page);
  for (const { plate, keyboard } of page.charts) {
    plate.paint(true);
    plate.showLayers();
    keyboard.settle();
  }
  page.schedule.marks(true);
  requestAnimationFrame(() => window.setTimeout(() => drawRest(page)));
}

/** @param {Page} page */
function drawRest(page) {
  const { ctx, comparison, desk, schedule } = page;
  comparison.draw();
  emphasise(page);
  schedule.legend();
  schedule.namesNow();
  const { step, compare } = ctx.store.get();
  desk.show(step ? "story" : compare !== null ? "compare" : "day");
  document.documentElement.classList.add("ready");
}
