/** The page's parts, made in the order in which they need each other. */
import { h } from "../dom.js";
import { takingActions } from "../files/taking.js";
import { searchIndex } from "../model/search.js";
import { comparePanel } from "../panels/comparepanel.js";
import { dayPanel } from "../panels/daypanel.js";
import { createDesk } from "../panels/desk.js";
import { ICONS } from "../panels/icons.js";
import { createLegend } from "../panels/legend.js";
import { savePanel } from "../panels/savepanel.js";
import { searchPanel } from "../panels/searchpanel.js";
import { createSelection } from "../panels/selection.js";
import { createStory } from "../panels/story.js";
import { storyPanel } from "../panels/storypanel.js";
import { tablePanel } from "../panels/tablepanel.js";
import { createTimebar } from "../panels/timebar.js";
import { createTools, toolButton } from "../panels/tools.js";
import { setViews, showDetails, shownPlates, showPanel, toggleTheme } from "./actions.js";
import { createComparison } from "./comparison.js";
import { createContext, knownOf, observersOf } from "./context.js";
import { createSchedule } from "./schedule.js";

/**
 * The parts of the page, and what of it is not in the state of the store.
 * @typedef {object} Page
 * @property {import("../types.js").Context} ctx
 * @property {import("../types.js").Known} known
 * @property {Record<string, L.Map>} maps  by theatre
 * @property {any} control  Leaflet's control of the layers
 * @property {{night: MediaQueryList, narrow: MediaQueryList, still: boolean}} media
 * @property {ReturnType<typeof createElements>} elements
 * @property {import("../types.js").Chart[]} charts
 * @property {ReturnType<typeof createTimebar>} timebar
 * @property {ReturnType<typeof createComparison>} comparison
 * @property {ReturnType<typeof createLegend>} legend
 * @property {ReturnType<typeof createSchedule>} schedule
 * @property {ReturnType<typeof createSelection>} selection
 * @property {ReturnType<typeof createDesk>} desk
 * @property {ReturnType<typeof createTools>} tools
 * @property {number} slow  the timer of what waits until the reader rests
 */

/** @param {import("../types.js").Blob} blob @param {Record<string, L.Map>} maps @param {unknown} control @returns {Page} */
export function createPage(blob, maps, control) {
  const media = {
    night: window.matchMedia("(prefers-color-scheme: dark)"),
    narrow: window.matchMedia("(max-width: 44em)"),
    still: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
  const known = knownOf(blob, Object.keys(maps));
  const ctx = createContext(blob, known, media.night);
  const begun = { ctx, known, maps, control, media, charts: [], slow: 0 };
  const page = /** @type {Page} */ (/** @type {Partial<Page>} */ (begun)); // the other parts follow, each after those it needs
  page.elements = createElements(page);
  page.timebar = createTimebar(ctx, page.elements.live);
  page.comparison = createComparison(ctx, page.charts, page.elements.root, media.still);
  page.legend = createLegend(ctx, () => shownPlates(page));
  page.schedule = createSchedule(page.charts, page.legend, () => standing(page));
  ctx.obstacles = page.schedule.covers;
  page.selection = createSelection(ctx, page.charts, (front) => showDetails(page, front));
  ctx.select = page.selection.select;
  page.desk = createDesk(panelsOf(page), (isOpen) => deskToggled(page, isOpen));
  page.tools = createTools(ctx, {
    "tool.theme": () => toggleTheme(page),
    "tool.whole": () => setViews(page, blob.map.views, true),
    "tool.print": () => window.print(),
    "tool.full": () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(),
  });
  putTogether(page);
  return page;
}

/** The elements that are no part's own. @param {Page} page */
function createElements(page) {
  const { maps } = page;
  const ids = Object.keys(maps);
  const plates = h("div", { class: "plates", "data-count": ids.length });
  for (const id of ids) {
    const container = maps[id].getContainer();
    container.classList.add("plate-map");
    plates.append(h("div", { class: "plate-frame" }, container));
  }
  const heading = h("h1", {});
  const dateLine = h("p", { class: "title-date" });
  const menu = toolButton("desk.open", ICONS.menu, () => page.desk.toggle(!page.desk.isOpen()));
  menu.classList.add("desk-opener");
  const title = ids.length === 1 ? "title-block" : "title-block narrow";
  return {
    root: h("div", { class: "atlas" }),
    header: h("header", { class: title }, heading, dateLine, menu),
    heading,
    dateLine,
    plates,
    credits: h("button", { type: "button", class: "credits", onclick: () => showPanel(page, "save") }),
    live: h("div", { class: "unseen", role: "status", "aria-live": "polite" }),
    printSources: h("section", { class: "print-sources" }),
  };
}

/** The side panels of the desk. @param {Page} page @returns {import("../panels/desk.js").Panel[]} */
function panelsOf(page) {
  const { ctx, known, selection } = page;
  const observers = observersOf(ctx.blob);
  const entries = searchIndex(ctx.blob, ctx.lang);
  const story = createStory(ctx, known, observers, (views) => {
    if (views) setViews(page, views, true);
    showPanel(page, "story");
  });
  const actions = takingActions(pictured(page));
  return [
    { id: "day", label: "tab.day", content: () => [...selection.selected(), ...dayPanel(ctx, observers)] },
    ...(known.steps ? [{ id: "story", label: "tab.story", content: () => storyPanel(ctx, story.goTo) }] : []),
    { id: "search", label: "tab.search", content: () => searchPanel(ctx, entries) },
    { id: "compare", label: "tab.compare", content: () => comparePanel(ctx) },
    { id: "table", label: "tab.table", content: () => tablePanel(ctx) },
    { id: "save", label: "tab.save", content: () => savePanel(ctx, actions) },
  ];
}

/** @param {Page} page */
function putTogether({ elements, timebar, legend, desk, tools }) {
  const { root, header, plates, credits, live, printSources } = elements;
  const stage = h("main", { class: "stage" }, plates, credits);
  root.append(header, stage, timebar.element, legend.element, desk.element, live, printSources);
  desk.tools.append(...tools.elements);
  document.body.prepend(root);
}

/** @param {Page} page @param {boolean} isOpen */
function deskToggled({ elements, media, selection }, isOpen) {
  elements.root.classList.toggle("desk-closed", !isOpen);
  if (!isOpen && media.narrow.matches) selection.unselect();
}

/** What stands on the plates. @param {Page} page */
function standing({ elements: { header, credits, plates }, legend }) {
  return [header, legend.element, credits, ...plates.querySelectorAll(".leaflet-control")];
}

/** What a reader can take away a picture of. @param {Page} page @returns {import("../files/taking.js").Shown} */
export function pictured({ ctx, charts, comparison }) {
  return { ctx, plates: () => charts.map(({ plate }) => plate), others: comparison.plates };
}
