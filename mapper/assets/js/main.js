/** Puts the page together: reads the blob, builds plates and desk, keeps them in step with the one state. */

import { h } from "./dom.js";
import { bindPrinting } from "./files/printing.js";
import { createTaking } from "./files/taking.js";
import { indexTheatre, landsOf, mergeDays } from "./model/chains.js";
import { defineCrs, fittedView } from "./model/crs.js";
import { clampDay, dayNumber, dayWords } from "./model/days.js";
import { pick, translator } from "./model/i18n.js";
import { searchIndex } from "./model/search.js";
import { createStore, readHash } from "./model/state.js";
import { followAddress } from "./page/address.js";
import { createSheet, currentView } from "./page/charts.js";
import { createComparison } from "./page/comparison.js";
import { createDrawing } from "./page/schedule.js";
import { comparePanel } from "./panels/comparepanel.js";
import { bindLayers, layerNames, syncLayers, translateControl } from "./panels/control.js";
import { dayPanel } from "./panels/daypanel.js";
import { createDesk, createTools, labelTools, toolButton } from "./panels/desk.js";
import { ICONS } from "./panels/icons.js";
import { createLegend } from "./panels/legend.js";
import { savePanel } from "./panels/savepanel.js";
import { searchPanel } from "./panels/searchpanel.js";
import { createSelection } from "./panels/selection.js";
import { createStory } from "./panels/story.js";
import { storyPanel } from "./panels/storypanel.js";
import { tablePanel } from "./panels/tablepanel.js";
import { createTimebar } from "./panels/timebar.js";

/** @type {import("./types.js").Blob | undefined} */
let blobRead;

/** What the page is told, read once. @returns {import("./types.js").Blob} */
function readBlob() {
  blobRead ??= /** @type {import("./types.js").Blob} */ (
    JSON.parse(document.getElementById("atlas-data")?.textContent ?? "{}")
  );
  return blobRead;
}

/** The first state: the map's own, overruled by the address. @param {import("./types.js").Blob} blob @param {Parameters<typeof readHash>[1]} known */
function firstState(blob, known) {
  const browserLang = navigator.language?.slice(0, 2);
  /** @type {import("./types.js").State} */
  const state = {
    day: clampDay(dayNumber(blob.map.date), known.first, known.last),
    layers: new Set(blob.map.layers.filter((name) => known.layers.includes(name))),
    views: {},
    as: "",
    agreed: "",
    lang: known.langs.includes(browserLang) ? browserLang : "en",
    step: 0,
    compare: null,
    divider: 50,
  };
  return { ...state, ...readHash(location.hash, known) };
}

/**
 * Draw everything and restore the address.
 * @param {{maps: Record<string, L.Map>, layers: unknown}} parts
 */
export function open({ maps, layers: control }) {
  const blob = readBlob();
  const theatreIds = Object.keys(maps);
  const theatres = theatreIds.map((id) => indexTheatre(id, blob.theatres[id]));
  const first = dayNumber(blob.map.from);
  const last = dayNumber(blob.map.to);
  const agreed = blob.agreements.flatMap((one) => [dayNumber(one.from), dayNumber(one.to)]);
  const changeDays = mergeDays([...theatres.map((one) => one.changeDays), agreed], first, last);
  const observers = [...new Set(blob.recognitions.map((one) => one.by))].sort();
  const known = {
    first,
    last,
    layers: layerNames(),
    theatres: theatreIds,
    polities: observers,
    agreements: blob.agreements.map((one) => one.id),
    langs: Object.keys(blob.i18n),
    steps: blob.map.story.length,
  };
  const store = createStore(firstState(blob, known));
  let t = translator(blob.i18n, store.get().lang);
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 44em)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** @type {import("./plate/plate.js").Context} */
  const ctx = {
    blob,
    store,
    theatres,
    changeDays,
    first,
    last,
    t: () => t,
    lang: () => store.get().lang,
    nameOf: (polity) => pick(blob.polities[polity]?.name, store.get().lang) || polity,
    colourOf: (polity) => blob.polities[polity]?.colour ?? "#cccccc",
    dark: () => (document.documentElement.dataset.theme ?? (night.matches ? "dark" : "light")) === "dark",
    select: (...args) => selection.select(...args),
    obstacles: () => drawing.covers(),
  };

  // the frame
  const live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
  const timebar = createTimebar(ctx, live);
  const heading = h("h1", {});
  const dateLine = h("p", { class: "title-date" });
  const menu = toolButton("desk.open", ICONS.menu, () => desk.toggle(!desk.isOpen()));
  menu.classList.add("desk-opener");
  const alone = theatreIds.length === 1;
  const header = h("header", { class: alone ? "title-block" : "title-block narrow" }, heading, dateLine, menu);
  const plates = h("div", { class: "plates", "data-count": theatreIds.length });
  for (const id of theatreIds) {
    const container = maps[id].getContainer();
    container.classList.add("plate-map");
    plates.append(h("div", { class: "plate-frame" }, container));
  }
  const credits = h("button", { type: "button", class: "credits", onclick: () => showPanel("save") });
  const entries = searchIndex(blob, ctx.lang);
  const desk = createDesk(
    [
      { id: "day", label: "tab.day", content: () => [...selection.selected(), ...dayPanel(ctx, observers)] },
      ...(known.steps ? [{ id: "story", label: "tab.story", content: () => storyPanel(ctx, story.goTo) }] : []),
      { id: "search", label: "tab.search", content: () => searchPanel(ctx, entries) },
      { id: "compare", label: "tab.compare", content: () => comparePanel(ctx) },
      { id: "table", label: "tab.table", content: () => tablePanel(ctx) },
      { id: "save", label: "tab.save", content: () => savePanel(ctx, taking.actions) },
    ],
    (isOpen) => {
      root.classList.toggle("desk-closed", !isOpen);
      if (!isOpen && narrow.matches) selection.unselect();
    },
  );
  /** @type {import("./page/charts.js").Sheet[]} */
  const sheets = [];
  const shownPlates = () => [...sheets.map(({ plate }) => plate), ...comparison.plates()];
  const legend = createLegend(ctx, shownPlates);
  const printSources = h("section", { class: "print-sources" });
  const root = h(
    "div",
    { class: "atlas" },
    header,
    h("main", { class: "stage" }, plates, credits),
    timebar.element,
    legend.element,
    desk.element,
    live,
    printSources,
  );
  const tools = createTools(ctx, {
    "tool.theme": toggleTheme,
    "tool.whole": () => setViews(blob.map.views, true),
    "tool.print": () => window.print(),
    "tool.full": () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(),
  });
  desk.tools.append(...tools.elements);
  document.body.prepend(root);

  // what is drawn
  const comparison = createComparison(ctx, sheets, root, still);
  const drawing = createDrawing(sheets, legend, () => [
    header,
    legend.element,
    credits,
    ...plates.querySelectorAll(".leaflet-control"),
  ]);
  const taking = createTaking(ctx, sheets, comparison);
  const selection = createSelection(ctx, sheets, (front) => {
    emphasise();
    if (front) showPanel("day");
    else desk.refresh();
  });
  const story = createStory(ctx, known, observers, (views) => {
    if (views) setViews(views, true);
    showPanel("story");
  });
  if (narrow.matches) desk.toggle(false);
  if (!alone || window.matchMedia("(max-width: 72em)").matches) legend.fold(true);
  for (const id of theatreIds) openTheatre(id);
  new ResizeObserver(() => {
    for (const { plate } of sheets) plate.map.invalidateSize({ animate: false, pan: false });
    comparison.resize();
    drawing.legendSoon();
  }).observe(plates);

  /** @param {string} id */
  function showPanel(id) {
    if (narrow.matches) legend.fold(true);
    desk.toggle(true);
    desk.show(id);
  }

  /** @param {string} id */
  function openTheatre(id) {
    const map = maps[id];
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
    const sheet = createSheet(map, id, ctx, still);
    sheets.push(sheet);
    map.on("click", ({ originalEvent: { target } }) =>
      selection.clicked(sheet.plate, /** @type {Element | null} */ (target)),
    );
    for (const name of ["marks", "moves", "rails"]) {
      sheet.plate.groups[name].addEventListener("keydown", (event) => {
        const key = /** @type {KeyboardEvent} */ (event).key;
        if (key !== "Enter" && key !== " ") return;
        event.preventDefault();
        selection.clicked(sheet.plate, /** @type {Element} */ (event.target));
      });
    }
    map.on("moveend", () => {
      store.set({ views: { ...store.get().views, [id]: currentView(map) } });
      drawing.names();
      drawing.legendSoon();
      comparison.resize();
    });
    map.on("zoomend", () => drawing.marks());
  }

  /** In a comparison what is the same fades; else, while a power's details are open, what it does not hold. */
  function emphasise() {
    const polity = selection.polity();
    const { day } = store.get();
    for (const plate of shownPlates()) {
      const { theatre } = plate;
      const held = polity ? new Set(landsOf([theatre], polity, day).map((land) => land.index)) : null;
      plate.fadeAllBut(comparison.changed(theatre) ?? held);
    }
  }

  let slow = 0;
  /** What may wait until the reader rests: legend, panel, title. */
  function refreshSlowly() {
    window.clearTimeout(slow);
    slow = window.setTimeout(() => {
      drawing.legend();
      desk.refresh();
      showTitle();
    }, 90);
  }

  /** @param {Record<string, import("./types.js").View>} views @param {boolean} [fit] */
  function setViews(views, fit = false) {
    for (const { id, plate } of sheets) {
      const view = views[id];
      if (!view) continue;
      const [lat, lon, zoom] = fit ? fittedView(view, plate.map.getSize()) : view;
      plate.map.setView([lat, lon], zoom, { animate: false });
    }
  }

  function toggleTheme() {
    document.documentElement.dataset.theme = ctx.dark() ? "light" : "dark";
    repaintAll();
  }

  function repaintAll() {
    for (const { plate } of sheets) {
      plate.repaint();
      plate.showLayers();
    }
    comparison.draw(true);
    emphasise();
    drawing.marks(true);
    drawing.names();
    refreshSlowly();
  }

  function translate() {
    const { lang } = store.get();
    t = translator(blob.i18n, lang);
    document.documentElement.lang = lang;
    tools.showLanguage();
    heading.textContent = pick(blob.map.title, lang);
    credits.textContent = t("credits.short");
    timebar.translate();
    desk.translate(t);
    labelTools(root, t);
    translateControl(control, t);
    for (const { id, plate } of sheets) {
      const container = plate.map.getContainer();
      container.setAttribute("role", "group");
      container.setAttribute("aria-label", t("map.label", { theatre: pick(blob.theatres[id].name, lang) }));
      plate.groups.land.setAttribute("role", "group");
      plate.groups.land.setAttribute("aria-label", t("map.lands"));
    }
    for (const [selector, key] of [
      ["zoom-in", "map.zoom_in"],
      ["zoom-out", "map.zoom_out"],
    ]) {
      for (const link of root.querySelectorAll(`.leaflet-control-${selector}`)) {
        link.setAttribute("aria-label", t(key));
        link.setAttribute("title", t(key));
      }
    }
  }

  function showDate() {
    const { day, compare, lang } = store.get();
    const dates = compare === null ? [] : [day, compare].sort((a, b) => a - b);
    dateLine.textContent = dates.map((one) => dayWords(one, lang, "short")).join(" | ") || dayWords(day, lang);
    timebar.show();
  }

  function showTitle() {
    const { day, lang } = store.get();
    document.title = `${pick(blob.map.title, lang)}, ${dayWords(day, lang)}`;
  }

  store.listen((_state, _old, changed) => {
    const only = (/** @type {string} */ name) => changed.size === 1 && changed.has(name);
    if (only("views")) return;
    if (only("divider")) {
      comparison.place();
      return;
    }
    if (changed.has("lang")) translate();
    if (["day", "compare", "lang"].some((field) => changed.has(field))) showDate();
    if (changed.has("layers") || changed.has("day")) syncLayers(maps[theatreIds[0]], control);
    if (["lang", "layers", "as"].some((field) => changed.has(field))) repaintAll();
    else showChanges(changed);
  });

  /** Draw what a change of anything but language, layers and view of a power asks for. @param {Set<string>} changed */
  function showChanges(changed) {
    const { compare, layers } = store.get();
    if (changed.has("day")) {
      const different = sheets.filter(({ plate }) => plate.paint()).length > 0;
      if (different || layers.has("towns") || layers.has("movements")) drawing.namesOfDay();
    }
    if (changed.has("day") || changed.has("agreed")) drawing.marks();
    const compares = compare !== null || changed.has("compare");
    if (compares) comparison.draw();
    if (compares || selection.polity()) emphasise();
    refreshSlowly();
  }

  bindLayers({
    get: store.get,
    set: (patch) => store.set(patch.day === undefined ? patch : { ...patch, day: clampDay(patch.day, first, last) }),
  });
  night.addEventListener("change", repaintAll);
  bindPrinting(sheets, root, {
    fill: () => taking.drawPrintSources(root, printSources, legend.element),
    repaint: repaintAll,
    resize: (printing) => {
      comparison.resize();
      drawing.forSheet(printing, plates.querySelectorAll(".leaflet-control-scale"));
    },
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") selection.unselect();
    if (event.target === document.body && timebar.key(event.key)) event.preventDefault();
  });

  translate();
  showDate();
  showTitle();
  syncLayers(maps[theatreIds[0]], control);
  for (const { plate } of sheets) {
    plate.paint(true);
    plate.showLayers();
  }
  drawing.marks(true);
  requestAnimationFrame(() => window.setTimeout(openRest)); // once the land is on the screen

  function openRest() {
    comparison.draw();
    emphasise();
    drawing.legend();
    drawing.namesNow();
    desk.show(store.get().step ? "story" : store.get().compare !== null ? "compare" : "day");
    document.documentElement.classList.add("ready");
  }
  followAddress(store, theatreIds, known, (patch) => {
    store.set(patch);
    if (patch.views) setViews(patch.views);
  });
  return { store };
}

/** Leaflet copies every property of a click, and Firefox warns of two that are older than the standard's; nobody uses them. */
function forgetOldNames() {
  const mouse = /** @type {any} */ (MouseEvent.prototype);
  for (const name of ["mozPressure", "mozInputSource"]) delete mouse[name];
}

if (typeof document !== "undefined" && document.getElementById("atlas-data")) {
  defineCrs(readBlob().theatres);
  forgetOldNames();
}

export { layer, year } from "./panels/control.js";
