/** What the page does: each action brings some parts of the page to the state. */

import { landsOf } from "../model/chains.js";
import { fittedView } from "../model/crs.js";
import { dayWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { syncLayers, translateControl } from "../panels/control.js";
import { labelTools } from "../panels/tools.js";

/** @typedef {import("./page.js").Page} Page */

const REST_MS = 90;
const ZOOM_LABELS = [
  ["zoom-in", "map.zoom_in"],
  ["zoom-out", "map.zoom_out"],
];

/** @param {Page} page @param {string} id */
export function showPanel({ desk, legend, media }, id) {
  if (media.narrow.matches) legend.fold(true);
  desk.toggle(true);
  desk.show(id);
}

/** @param {Page} page @param {boolean} front  whether the panel comes to the front */
export function showDetails(page, front) {
  emphasise(page);
  if (front) showPanel(page, "day");
  else page.desk.refresh();
}

/** The plates of both dates. @param {Page} page */
export function shownPlates({ charts, comparison }) {
  return [...charts.map(({ plate }) => plate), ...comparison.plates()];
}

/** In a comparison what is the same fades; else, while a power's details are open, what it does not hold. @param {Page} page */
export function emphasise(page) {
  const { ctx, comparison, selection } = page;
  const polity = selection.polity();
  const { day } = ctx.store.get();
  for (const plate of shownPlates(page)) {
    const { theatre } = plate;
    const held = polity ? new Set(landsOf([theatre], polity, day).map((land) => land.index)) : null;
    plate.fadeAllBut(comparison.changed(theatre) ?? held);
  }
}

/** What may wait until the reader rests: legend, panel, title. @param {Page} page */
function refreshSlowly(page) {
  window.clearTimeout(page.slow);
  page.slow = window.setTimeout(() => {
    page.schedule.legend();
    page.desk.refresh();
    showTitle(page);
  }, REST_MS);
}

/** @param {Page} page @param {Record<string, import("../types.js").View>} views @param {boolean} [fit] */
export function setViews({ charts }, views, fit = false) {
  for (const { id, plate } of charts) {
    const view = views[id];
    if (!view) continue;
    const [lat, lon, zoom] = fit ? fittedView(view, plate.map.getSize()) : view;
    plate.map.setView([lat, lon], zoom, { animate: false });
  }
}

/** @param {Page} page */
export function toggleTheme(page) {
  document.documentElement.dataset.theme = page.ctx.dark() ? "light" : "dark";
  repaintAll(page);
}

/** @param {Page} page */
export function repaintAll(page) {
  for (const { plate, keyboard } of page.charts) {
    plate.repaint();
    plate.showLayers();
    keyboard.settle();
  }
  page.comparison.draw(true);
  emphasise(page);
  page.schedule.marks(true);
  page.schedule.names();
  refreshSlowly(page);
}

/** @param {Page} page */
export function translate(page) {
  const { ctx, elements, desk, timebar, tools, control } = page;
  const t = ctx.t();
  const lang = ctx.lang();
  document.documentElement.lang = lang;
  tools.showLanguage();
  elements.heading.textContent = pick(ctx.blob.map.title, lang);
  elements.credits.textContent = t("credits.short");
  timebar.translate();
  desk.translate(t);
  labelTools(elements.root, t);
  translateControl(control, t);
  translateMaps(page);
}

/** @param {Page} page */
function translateMaps({ ctx, charts, elements }) {
  const t = ctx.t();
  for (const { id, plate } of charts) {
    const container = plate.map.getContainer();
    container.setAttribute("role", "group");
    container.setAttribute("aria-label", t("map.label", { theatre: pick(ctx.blob.theatres[id].name, ctx.lang()) }));
    plate.groups.land.setAttribute("role", "group");
    plate.groups.land.setAttribute("aria-label", t("map.lands"));
  }
  for (const [name, key] of ZOOM_LABELS)
    for (const link of elements.root.querySelectorAll(`.leaflet-control-${name}`)) {
      link.setAttribute("aria-label", t(key));
      link.setAttribute("title", t(key));
    }
}

/** @param {Page} page */
export function showDate({ ctx, elements, timebar }) {
  const { day, compare, lang } = ctx.store.get();
  const dates = compare === null ? [] : [day, compare].sort((a, b) => a - b);
  elements.dateLine.textContent = dates.map((one) => dayWords(one, lang, "short")).join(" | ") || dayWords(day, lang);
  timebar.show();
}

/** @param {Page} page */
export function showTitle({ ctx }) {
  const { day, lang } = ctx.store.get();
  document.title = `${pick(ctx.blob.map.title, lang)}, ${dayWords(day, lang)}`;
}

/** Make the control of the layers say what the state says. @param {Page} page */
export function syncControl({ maps, known, control }) {
  syncLayers(maps[known.theatres[0]], control);
}

/** Draw what a change of the state asks for. @param {Page} page @param {Set<string>} changed  the fields */
export function follow(page, changed) {
  const only = (/** @type {string} */ name) => changed.size === 1 && changed.has(name);
  const any = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
  if (only("views")) return;
  if (only("divider")) {
    page.comparison.place();
    return;
  }
  if (any("lang")) translate(page);
  if (any("day", "compare", "lang")) showDate(page);
  if (any("layers", "day")) syncControl(page);
  if (any("lang", "layers", "as")) repaintAll(page);
  else showChanges(page, changed);
}

/** Bring a plate to the day; tells whether anything changed. @param {import("../types.js").Chart} chart */
function paintChart({ plate, keyboard }) {
  const different = plate.paint();
  if (different) keyboard.settle();
  return different;
}

/** Draw what a change of anything but language, layers and view of a power asks for. @param {Page} page @param {Set<string>} changed */
function showChanges(page, changed) {
  const { ctx, charts, comparison, schedule, selection } = page;
  const { compare, layers } = ctx.store.get();
  if (changed.has("day")) {
    const different = charts.filter(paintChart).length > 0;
    if (different || layers.has("towns") || layers.has("movements")) schedule.namesOfDay();
  }
  if (changed.has("day") || changed.has("agreed")) schedule.marks();
  const compares = compare !== null || changed.has("compare");
  if (compares) comparison.draw();
  if (compares || selection.polity()) emphasise(page);
  refreshSlowly(page);
}
