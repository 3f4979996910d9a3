/** The page's parts, made in the order in which they need each other. */
import { h } from "../dom.js";
import { classSet } from "../files/classset.js";
import { makePages } from "../files/pages.js";
import { createPaper } from "../files/printing.js";
import { sheetsOf } from "../files/sheets.js";
import { takingActions } from "../files/taking.js";
import { clampDay, dayNumber } from "../model/days.js";
import { searchIndex } from "../model/findable.js";
import { createLandChart } from "../panels/chartpanel.js";
import { createClaimsPanel } from "../panels/claimspanel.js";
import { comparePanel } from "../panels/comparepanel.js";
import { dayPanel } from "../panels/daypanel.js";
import { createDesk } from "../panels/desk.js";
import { ICONS } from "../panels/icons.js";
import { createLegend } from "../panels/legend.js";
import { createPreview } from "../panels/preview.js";
import { createReadout } from "../panels/readout.js";
import { savePanel } from "../panels/savepanel.js";
import { searchPanel } from "../panels/searchpanel.js";
import { createSelection } from "../panels/selection.js";
import { createSheet } from "../panels/sheet.js";
import { createStory } from "../panels/story.js";
import { createStoryButtons, createStoryPanel } from "../panels/storypanel.js";
import { tablePanel } from "../panels/tablepanel.js";
import { createTimebar } from "../panels/timebar.js";
import { createTools, toolButton } from "../panels/tools.js";
import {
  makeRoom,
  repaintAll,
  showDetails,
  shownPlates,
  showPanel,
  showStep,
  showWhole,
  toggleTheme,
} from "./actions.js";
import { createBeats } from "./beats.js";
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
 * @property {{night: MediaQueryList, narrow: MediaQueryList, upright: MediaQueryList, low: MediaQueryList, still: boolean}} media
 * @property {ReturnType<typeof createElements>} elements
 * @property {import("../types.js").Chart[]} charts
 * @property {ReturnType<typeof import("../plate/locator.js").createLocator>[]} locators
 * @property {ReturnType<typeof createTimebar>} timebar
 * @property {ReturnType<typeof createComparison>} comparison
 * @property {ReturnType<typeof createLegend>} legend
 * @property {ReturnType<typeof createSchedule>} schedule
 * @property {ReturnType<typeof createPaper>} paper
 * @property {ReturnType<typeof createPreview>} preview
 * @property {ReturnType<typeof createSelection>} selection
 * @property {ReturnType<typeof createStory>} story
 * @property {ReturnType<typeof createStoryButtons>} steps
 * @property {ReturnType<typeof createSheet>} sheet
 * @property {ReturnType<typeof createReadout>} readout
 * @property {ReturnType<typeof createDesk>} desk
 * @property {ReturnType<typeof createTools>} tools
 * @property {number} slow  the timer of what waits until the reader rests
 */

/** @param {import("../types.js").Blob} blob @param {Record<string, L.Map>} maps @param {unknown} control @returns {Page} */
export function createPage(blob, maps, control) {
  const media = {
    night: window.matchMedia("(prefers-color-scheme: dark)"),
    narrow: window.matchMedia("(max-width: 44em)"),
    upright: window.matchMedia("(max-width: 69em) and (max-aspect-ratio: 1 / 1)"),
    low: window.matchMedia("(max-height: 48.5em)"),
    still: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
  const known = knownOf(blob, Object.keys(maps));
  const ctx = createContext(blob, known, media.night);
  const begun = { ctx, known, maps, control, media, charts: [], locators: [], slow: 0 };
  const page = /** @type {Page} */ (/** @type {Partial<Page>} */ (begun)); // the other parts follow, each after those it needs
  page.elements = createElements(page);
  page.timebar = createTimebar(ctx, page.elements.live, createBeats(page.charts, page.media.still), page.media.still);
  page.comparison = createComparison(ctx, page.charts, page.elements.root, media.still, () => page.schedule.names());
  page.legend = createLegend(
    ctx,
    () => shownPlates(page),
    (folded) => page.elements.root.classList.toggle("legend-folded", folded),
  );
  page.schedule = createSchedule(page.charts, page.legend, page.locators, () => standing(page));
  ctx.obstacles = page.schedule.covers;
  ctx.hidden = page.comparison.hidden;
  ctx.measure = page.schedule.measure;
  page.paper = createPaper(pictured(page), page.elements.root, {
    repaint: () => repaintAll(page),
    resize: (printing) => {
      page.comparison.resize();
      for (const one of page.locators) one.draw();
      page.schedule.forPaper(printing, page.elements.plates.querySelectorAll(".leaflet-control-scale, .locator"));
    },
  });
  page.preview = createPreview(ctx, page.elements.root, makePages);
  page.selection = createSelection(ctx, page.charts, {
    make: (theatre) => makeRoom(page, theatre),
    show: (front) => showDetails(page, front),
  });
  ctx.select = page.selection.select;
  page.story = createStory(ctx, known, observersOf(blob), (views, how) => showStep(page, views, how));
  page.steps = createStoryButtons(ctx, page.story.goTo);
  page.sheet = createSheet(page.elements.root, page.timebar.element, page.steps.elements, (stop) =>
    page.desk.toggle(stop !== "peek"),
  );
  page.readout = createReadout(page, page.elements.plates);
  page.desk = createDesk(panelsOf(page), (isOpen) => deskToggled(page, isOpen), page.sheet.say);
  page.tools = createTools(ctx, {
    "tool.theme": () => toggleTheme(page),
    "tool.whole": () => showWhole(page),
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
    plates.append(h("div", { class: "plate-frame", "data-theatre": id }, container));
  }
  const heading = h("h1", {});
  const dateLine = h("p", { class: "title-date" });
  const menu = toolButton("desk.open", ICONS.menu, () => page.desk.toggle(!page.desk.isOpen()));
  menu.classList.add("desk-opener");
  const title = ids.length === 1 ? "title-block" : "title-block narrow";
  return {
    root: h("div", { class: "atlas" }),
    skip: h("a", {
      class: "skip",
      href: "#desk-body",
      onclick: (/** @type {Event} */ event) => skipToDesk(page, event),
    }),
    header: h("header", { class: title }, heading, dateLine, menu),
    heading,
    dateLine,
    plates,
    credits: h("button", { type: "button", class: "credits", onclick: () => showPanel(page, "save") }),
    live: h("div", { class: "unseen", role: "status", "aria-live": "polite" }),
    printSources: h("section", { class: "print-sources" }),
  };
}

/** The skip link leads over time and map to the panel, and leaves the address as it is. @param {Page} page @param {Event} event */
function skipToDesk({ desk }, event) {
  event.preventDefault();
  desk.toggle(true);
  desk.focus();
}

/** The side panels of the desk. @param {Page} page @returns {import("../panels/desk.js").Panel[]} */
function panelsOf(page) {
  const { ctx, known, selection } = page;
  const observers = observersOf(ctx.blob);
  /** @type {ReturnType<typeof searchIndex> | undefined} */
  let entries; // of all that can be found, which few readers ask for
  const chart = createLandChart(ctx);
  const story = createStoryPanel(ctx, page.story.goTo, page.media);
  const claims = createClaimsPanel(ctx, (event) => goToEvent(page, event), page.story.goTo);
  const actions = takingActions({ ...pictured(page), sheets: sheetActions(page) });
  /** @type {import("../panels/desk.js").Panel[]} */
  const panels = [
    { id: "day", label: "tab.day", content: () => [...selection.selected(), ...dayPanel(ctx, observers)] },
    ...(known.steps ? [{ id: "story", label: "tab.story", ...story }] : []),
    ...(ctx.blob.claims.here.length ? [{ id: "claims", label: "tab.claims", ...claims }] : []),
    { id: "legend", label: "legend.title", content: () => page.legend.parts(), narrow: true },
    {
      id: "search",
      label: "tab.search",
      content: () => {
        entries ??= searchIndex(ctx.blob, ctx);
        return searchPanel(ctx, entries, (hit) => goToHit(page, page.story.goTo, hit));
      },
    },
    { id: "compare", label: "tab.compare", content: () => comparePanel(ctx) },
    { id: "chart", label: "tab.chart", content: chart.content },
    { id: "table", label: "tab.table", content: () => tablePanel(ctx) },
    { id: "save", label: "tab.save", content: () => savePanel(ctx, known, actions) },
  ];
  return panels.map((panel) => ({
    ...panel,
    content: () => {
      page.legend.makeRoom(isLong(panel.id, selection.kind()));
      return panel.content();
    },
  }));
}

/** Whether a panel needs the room of the legend: all but the day, the steps of a story, and the details of a power, which may have been asked for in the legend. @param {string} id @param {string} picked  the kind of what has its details open */
const isLong = (id, picked) => (id === "day" ? picked !== "" && picked !== "polity" : id !== "story");

/** What shows sheets for a class. @param {Page} page @returns {Record<string, () => void>} */
function sheetActions(page) {
  const { root } = page.elements;
  const sheets = (/** @type {"outline" | "quiz"} */ kind) => () =>
    page.preview.show(sheetsOf(kind, pictured(page), page.paper, root));
  const steps = page.ctx.blob.map.story.length;
  const story = () => page.preview.make(steps, (goOn) => classSet(pictured(page), page.paper, root, goOn));
  return { outline: sheets("outline"), quiz: sheets("quiz"), ...(page.known.steps ? { class_set: story } : {}) };
}

/** Go to an event from the panel that led to it; its details take the focus. @param {Page} page @param {string} event */
function goToEvent({ ctx, desk }, event) {
  ctx.select("event", event);
  desk.focus();
}

/** Go to what was found: a step of the story, an agreement, or what can be picked. @param {Page} page @param {(step: number) => void} goTo @param {import("../model/search.js").Hit} hit */
function goToHit(page, goTo, { entry: { kind, id }, matched }) {
  const { ctx } = page;
  const { store, blob, first, last } = ctx;
  if (kind === "step") goTo(Number(id));
  else if (kind === "agreement") {
    const from = dayNumber(blob.agreements.find((one) => one.id === id)?.from ?? "");
    store.set({ day: clampDay(from, first, last), agreed: id, layers: new Set([...store.get().layers, "agreed"]) });
    showPanel(page, "day");
  } else ctx.select(kind, id, "go", matched);
}

/** @param {Page} page */
function putTogether({ elements, timebar, legend, desk, readout, sheet, tools }) {
  const { root, skip, header, plates, credits, live, printSources } = elements;
  const stage = h("main", { class: "stage" }, plates, credits);
  desk.element.prepend(sheet.head);
  const side = h("div", { class: "side" }, desk.element, legend.element);
  root.append(skip, header, timebar.element, stage, side, readout.element, live, printSources);
  desk.tools.append(...tools.elements);
  document.body.prepend(root);
}

/** @param {Page} page @param {boolean} isOpen */
function deskToggled({ elements, media, selection, sheet }, isOpen) {
  elements.root.classList.toggle("desk-closed", !isOpen);
  if (!media.narrow.matches) return;
  if (isOpen === (sheet.stop() === "peek")) sheet.move(isOpen ? "half" : "peek");
  if (!isOpen) selection.unselect();
}

/** What stands on the plates. @param {Page} page */
function standing({ elements: { header, plates }, legend }) {
  return [header, legend.element, ...plates.querySelectorAll(".leaflet-control, .locator")];
}

/** What a reader can take away a picture of. @param {Page} page @returns {import("../files/taking.js").Shown} */
export function pictured({ ctx, charts, comparison, elements: { root, plates }, legend, schedule }) {
  const uncovered = (/** @type {() => any} */ task) => {
    root.classList.add("taking");
    schedule.forPaper(true, plates.querySelectorAll(".leaflet-control-scale"));
    try {
      return task();
    } finally {
      root.classList.remove("taking");
      schedule.forPaper(false, []);
    }
  };
  return {
    ctx,
    sheets: {},
    plates: () => charts.map(({ plate }) => plate),
    others: comparison.plates,
    legend: legend.element,
    uncovered,
  };
}
