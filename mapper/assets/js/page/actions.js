/** What the page does: each action brings some parts of the page to the state. */

import { inWindow } from "../model/boxes.js";
import { landsOf } from "../model/chains.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { momentWords } from "../model/moments.js";
import { otherMoment } from "../model/state.js";
import { syncLayers, translateControl } from "../panels/control.js";
import { labelTools } from "../panels/tools.js";
import { fitOn } from "../plate/focus.js";

/** @typedef {import("./page.js").Page} Page */

const REST_MS = 90;
const ZOOM_LABELS = [
  ["zoom-in", "map.zoom_in"],
  ["zoom-out", "map.zoom_out"],
];

/** @param {Page} page @param {string} id */
export function showPanel(page, id) {
  makeRoom(page);
  page.desk.show(id);
}

/** Open the desk; on a narrow screen the map of the theatre shrinks above it, which is told. @param {Page} page @param {string} [theatre]  "" for all, none for those that are shown */
export function makeRoom({ charts, desk, elements, media, schedule, sheet }, theatre) {
  desk.toggle(true);
  if (!media.narrow.matches) return false;
  sheet.move("half");
  if (theatre !== undefined)
    for (const frame of elements.plates.children)
      frame.classList.toggle("behind", theatre !== "" && frame.getAttribute("data-theatre") !== theatre);
  for (const { plate } of charts) plate.map.invalidateSize({ animate: false });
  schedule.measure();
  return true;
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

/** @param {Page} page @param {Record<string, import("../types.js").View>} views */
export function setViews({ charts }, views) {
  for (const { id, plate } of charts) {
    const view = views[id];
    if (view) plate.map.setView([view[0], view[1]], view[2], { animate: false });
  }
}

/**
 * Show views in what of the plates is free, and some positions in them.
 * @param {Page} page @param {Record<string, import("../types.js").View>} views @param {{lon: number, lat: number}[]} held @param {boolean} [filled]  whether paper may be left on some side, but not on all; so it is where nothing is held
 */
function fitViews({ charts }, views, held, filled = false) {
  for (const { id, plate } of charts) {
    const inside = held.filter((one) => inWindow(one, plate.raw.window));
    if (views[id]) fitOn(plate, views[id], inside, filled || !inside.length);
  }
}

/** The views that the map opens at, with the towns that it is about; or some of them. @param {Page} page @param {(theatre: string) => boolean} [wanted] */
export function showWhole(page, wanted = () => true) {
  const { views, towns } = page.ctx.blob.map;
  const held = page.ctx.blob.places.filter(({ id }) => towns.includes(id));
  const shown = Object.fromEntries(Object.entries(views).filter(([theatre]) => wanted(theatre)));
  fitViews(page, shown, held, true);
  for (const { id, plate } of page.charts)
    if (shown[id]) plate.whole = { at: plate.map.getCenter(), zoom: plate.map.getZoom() };
}

/** @param {Page} page @param {Record<string, import("../types.js").View>} views  of the step */
export function makeRoomForStep(page, views) {
  const theatres = Object.keys(views);
  makeRoom(page, theatres.length === 1 ? theatres[0] : "");
}

/** Show a step of the story: its views, and its text unless that is what the reader reads. @param {Page} page @param {Record<string, import("../types.js").View>} views @param {"read" | "go"} how */
export function showStep(page, views, how) {
  if (how === "go") {
    makeRoomForStep(page, views);
    page.desk.show("story");
  }
  page.schedule.measure();
  const state = page.ctx.store.get();
  const begun = eventsOn(page.ctx.blob.events, state, state.layers).filter(({ first }) => first === state.day);
  const events = begun.map(({ event }) => event);
  fitViews(page, views, events);
}

/** @param {Page} page */
export function toggleTheme({ ctx }) {
  ctx.store.set({ theme: ctx.dark() ? "light" : "dark" });
}

/** Put on the page the theme that the reader chose. @param {Page} page */
export function showTheme({ ctx }) {
  document.documentElement.dataset.theme = ctx.store.get().theme;
}

/** @param {Page} page */
export function repaintAll(page) {
  for (const { plate } of page.charts) {
    plate.repaint();
    plate.showLayers();
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
  elements.skip.textContent = t("page.skip");
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

/** What is shown, in words: its moment, both of two that are compared, or that what was agreed is. @param {import("../types.js").Context} ctx */
function shownWords(ctx) {
  const state = ctx.store.get();
  const { lang } = state;
  const other = otherMoment(state);
  if (state.against) return ctx.t()("against.title", { date: momentWords(state, lang, ctx, "short") });
  if (!other) return momentWords(state, lang, ctx);
  return [state, other]
    .sort((a, b) => a.day - b.day)
    .map((one) => momentWords(one, lang, ctx, "short"))
    .join(" | ");
}

/** @param {Page} page */
export function showDate({ ctx, elements, timebar }) {
  elements.dateLine.textContent = shownWords(ctx);
  timebar.show();
}

/** @param {Page} page */
export function showTitle({ ctx }) {
  document.title = `${pick(ctx.blob.map.title, ctx.lang())}, ${shownWords(ctx)}`;
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
    page.comparison.slide();
    return;
  }
  if (any("lang")) translate(page);
  if (changed.has("theme")) showTheme(page);
  if (any("day", "since", "compare", "compareSince", "against", "lang")) showDate(page);
  if (any("layers", "day", "since")) syncControl(page);
  if (any("step")) page.steps.show();
  if (any("lang", "layers", "as", "theme")) repaintAll(page);
  else showChanges(page, changed);
}

/** Draw what a change of anything but language, layers and view of a power asks for. @param {Page} page @param {Set<string>} changed */
function showChanges(page, changed) {
  const { ctx, charts, comparison, schedule, selection } = page;
  const { compare, against, layers } = ctx.store.get();
  const any = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
  if (any("day", "since")) {
    const different = charts.filter(({ plate }) => plate.paint()).length > 0;
    if (different || layers.has("towns") || layers.has("movements")) schedule.namesOfDay();
  }
  if (any("day", "since", "agreed", "against")) schedule.marks();
  const compares = compare !== null || against || any("compare", "against");
  if (compares) comparison.draw();
  if (compares || selection.polity()) emphasise(page);
  if (any("against") && against) showPanel(page, "compare"); // which says what differs
  refreshSlowly(page);
}
