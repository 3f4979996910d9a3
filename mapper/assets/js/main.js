/** Puts the page together: reads the blob, builds plates and desk, keeps them in step with the one state. */
import { changesBetween, indexTheatre, mergeDays } from "./chains.js";
import { defineCrs, fittedView } from "./crs.js";
import { clampDay, dayNumber, dayWords } from "./days.js";
import { h, icon, onceAFrame } from "./dom.js";
import { createDesk, labelTools, toolButton } from "./frame.js";
import { followAddress } from "./history.js";
import { pick, translator } from "./i18n.js";
import { ICONS } from "./icons.js";
import { bindLayers, layerNames, syncLayers, translateControl } from "./layers.js";
import { createLegend } from "./legend.js";
import { comparePanel, dayPanel, savePanel, searchPanel, storyPanel, tablePanel } from "./panels.js";
import { searchIndex } from "./search.js";
import { createSelection } from "./selection.js";
import { createSheet, currentView } from "./sheets.js";
import { createStore, readHash } from "./state.js";
import { createTaking } from "./taking.js";
import { createTimebar } from "./timebar.js";

/** Milliseconds without a step after which the names of the day are placed, and how long they may lag at most. */
const NAMES_REST = 60;
const NAMES_LAG = 400;

/** @returns {import("./types.js").Blob} */
function readBlob() {
  return JSON.parse(document.getElementById("atlas-data")?.textContent ?? "{}");
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
  /** @type {import("./plate.js").Context} */
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
    obstacles: () => covers,
  };
  /** @type {DOMRect[]} */
  let covers = [];

  /** @type {import("./sheets.js").Sheet[]} */
  const sheets = [];
  /** @type {import("./plate.js").Plate[]} */
  const drawn = [];
  const taking = createTaking(ctx, drawn);
  const live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
  const timebar = createTimebar(ctx, live);
  const heading = h("h1", {});
  const dateLine = h("p", { class: "title-date" });
  const header = h("header", { class: "title-block" }, heading, dateLine);
  const plates = h("div", { class: "plates" });
  const stage = h("main", { class: "stage" }, plates);
  const entries = searchIndex(blob, ctx.lang);
  const desk = createDesk(
    [
      { id: "day", label: "tab.day", content: () => [...selection.selected(), ...dayPanel(ctx, observers)] },
      ...(blob.map.story.length ? [{ id: "story", label: "tab.story", content: () => storyPanel(ctx, goToStep) }] : []),
      { id: "search", label: "tab.search", content: () => searchPanel(ctx, entries) },
      { id: "compare", label: "tab.compare", content: () => comparePanel(ctx) },
      { id: "table", label: "tab.table", content: () => tablePanel(ctx) },
      { id: "save", label: "tab.save", content: () => savePanel(ctx, taking.actions) },
    ],
    (isOpen) => {
      root.classList.toggle("desk-closed", !isOpen);
      for (const map of Object.values(maps)) map.invalidateSize({ animate: false, pan: false });
    },
  );
  const selection = createSelection(ctx, sheets, (front) => {
    if (!front) {
      desk.refresh();
      return;
    }
    desk.toggle(true);
    desk.show("day");
  });
  const menu = h(
    "button",
    {
      type: "button",
      class: "tool desk-opener",
      "data-label": "desk.open",
      onclick: () => desk.toggle(!desk.isOpen()),
    },
    icon(ICONS.menu),
  );
  header.append(menu);
  const legend = createLegend(ctx, () => drawn);
  const printSources = h("section", { class: "print-sources" });
  const root = h(
    "div",
    { class: "atlas" },
    header,
    stage,
    timebar.element,
    legend.element,
    desk.element,
    live,
    printSources,
  );
  const language = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { class: "language", "aria-label": "Language / Język" },
      ...known.langs.map((lang) => h("option", { value: lang, lang }, blob.i18n[lang]["language.name"] ?? lang)),
    )
  );
  language.addEventListener("change", () => store.set({ lang: language.value }));
  desk.tools.append(
    language,
    toolButton("tool.theme", ICONS.theme, toggleTheme),
    toolButton("tool.whole", ICONS.whole, () => setViews(blob.map.views, true)),
    toolButton("tool.print", ICONS.print, () => window.print()),
    toolButton("tool.full", ICONS.full, () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(),
    ),
  );

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = window.matchMedia("(max-width: 44em)");
  document.body.prepend(root);
  for (const id of theatreIds) {
    const container = maps[id].getContainer();
    container.classList.add("plate-map");
    plates.append(h("div", { class: "plate-frame" }, container));
  }
  plates.dataset.count = String(theatreIds.length);
  if (narrow.matches) {
    desk.toggle(false);
  }
  if (window.matchMedia("(max-width: 72em)").matches) legend.fold(true);

  for (const id of theatreIds) {
    const sheet = createSheet(maps[id], id, ctx, still);
    sheets.push(sheet);
    drawn.push(sheet.plate);
    maps[id].on("click", (event) =>
      selection.clicked(sheet.plate, /** @type {Element | null} */ (event.originalEvent.target)),
    );
    for (const name of ["marks", "moves", "rails"]) {
      sheet.plate.groups[name].addEventListener("keydown", (event) => {
        const key = /** @type {KeyboardEvent} */ (event).key;
        if (key !== "Enter" && key !== " ") return;
        event.preventDefault();
        selection.clicked(sheet.plate, /** @type {Element} */ (event.target));
      });
    }
    maps[id].on("moveend", () => {
      store.set({ views: { ...store.get().views, [id]: currentView(maps[id]) } });
      drawNames();
      refreshLegend();
    });
    maps[id].on("zoomend", () => {
      drawMarks();
      if (store.get().compare !== null) compareLands();
    });
  }
  const drawNames = onceAFrame(() => {
    for (const { names } of sheets) names.draw();
  });
  let steppedAt = 0;
  let namedAt = 0;
  let naming = 0;
  /** Names of a day: at once after a rest; while day follows day they may lag, for finding their places is the dearest part of a step. */
  function nameDay() {
    const now = performance.now();
    const running = now - steppedAt < NAMES_REST && now - namedAt < NAMES_LAG;
    steppedAt = now;
    window.clearTimeout(naming);
    if (running) {
      naming = window.setTimeout(nameDay, NAMES_REST);
      return;
    }
    namedAt = now;
    drawNames();
  }
  const drawMarks = (all = false) => {
    for (const { plate, marks, moves } of sheets) {
      plate.paintSpheres(all);
      marks.draw(all);
      moves.draw(all);
    }
  };
  let resting = 0;
  /** The legend of the view, once the map rests. */
  function refreshLegend() {
    window.clearTimeout(resting);
    resting = window.setTimeout(() => {
      legend.draw();
      measureCovers();
    }, 150);
  }
  let slow = 0;
  function showTitle() {
    const { day, lang } = store.get();
    document.title = `${pick(blob.map.title, lang)}, ${dayWords(day, lang)}`;
  }

  /** What may wait until the reader rests: legend, panel, printed sources. */
  function refreshSlowly() {
    window.clearTimeout(slow);
    slow = window.setTimeout(() => {
      legend.draw();
      measureCovers();
      desk.refresh();
      showTitle();
    }, 90);
  }

  /** What covers the plates; names give way to it. */
  function measureCovers() {
    const next = [header, legend.element, ...plates.querySelectorAll(".leaflet-control")].map((one) =>
      one.getBoundingClientRect(),
    );
    const same = next.every(
      (box, i) =>
        covers[i] &&
        Math.abs(box.top - covers[i].top) +
          Math.abs(box.left - covers[i].left) +
          Math.abs(box.bottom - covers[i].bottom) <
          4,
    );
    covers = next;
    for (const { plate } of sheets) plate.measure();
    if (!same) drawNames();
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

  /** The layers and the view of a power that a story found. @type {{layers: Set<string>, as: string} | null} */
  let beforeStory = null;
  /** @param {number} step  from 1; 0 leaves the story and brings back the layers that it found */
  function goToStep(step) {
    const { layers, as, step: from } = store.get();
    if (!step) store.set({ step, ...beforeStory });
    const one = blob.map.story[step - 1];
    if (!one) return;
    if (!from) beforeStory = { layers, as };
    store.set({
      step,
      day: clampDay(dayNumber(one.date), first, last),
      layers: new Set(one.layers.filter((name) => known.layers.includes(name))),
      as: observers.includes(one.as) ? one.as : "",
      agreed: "",
      compare: null,
    });
    setViews(one.views, true);
    desk.toggle(true);
    desk.show("story");
    const title = desk.element.querySelector(".story-title");
    if (title instanceof HTMLElement) title.focus();
  }

  function toggleTheme() {
    document.documentElement.dataset.theme = ctx.dark() ? "light" : "dark";
    repaintAll();
  }

  function repaintAll() {
    for (const { plate } of sheets) plate.repaint();
    compareLands();
    drawMarks(true);
    drawNames();
    refreshSlowly();
  }

  /** In a comparison what is the same fades. */
  function compareLands() {
    const { day, compare } = store.get();
    for (const { plate } of sheets) {
      const changes = compare === null ? [] : changesBetween([plate.theatre], day, compare);
      plate.compareWith(
        compare === null ? null : new Map(changes.map(({ territory, after }) => [territory.index, after.controller])),
      );
    }
  }

  /** What each map showed before the sheet was laid out. @type {{bounds: L.LatLngBounds, at: L.LatLng, zoom: number}[]} */
  let onScreen = [];
  /** The maps take the size of the sheet, and names need not give way to what is not printed. @param {boolean} printing */
  function dressForPrint(printing) {
    if (printing)
      onScreen = sheets.map(({ plate: { map } }) => ({
        bounds: map.getBounds(),
        at: map.getCenter(),
        zoom: map.getZoom(),
      }));
    root.classList.toggle("printing", printing);
    if (printing) taking.drawPrintSources(root, printSources, legend.element);
    // The sheet shows at least what the screen did.
    for (const [index, { plate }] of sheets.entries()) {
      plate.map.invalidateSize({ animate: false });
      const { bounds, at, zoom } = onScreen[index];
      if (printing) plate.map.fitBounds(bounds, { animate: false });
      else plate.map.setView(at, zoom, { animate: false });
    }
    legend.draw();
    if (printing) {
      for (const fold of legend.element.querySelectorAll("details")) fold.open = true;
      covers = [...plates.querySelectorAll(".leaflet-control-scale")].map((one) => one.getBoundingClientRect());
      for (const { plate } of sheets) plate.measure();
    } else measureCovers();
    for (const { names } of sheets) names.draw();
  }

  function translate() {
    const { lang } = store.get();
    t = translator(blob.i18n, lang);
    document.documentElement.lang = lang;
    language.value = lang;
    heading.textContent = pick(blob.map.title, lang);
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
    const { day, lang } = store.get();
    dateLine.textContent = dayWords(day, lang);
    timebar.show();
  }

  store.listen((state, _old, changed) => {
    if (changed.size === 1 && changed.has("views")) return;
    const controlMap = maps[theatreIds[0]];
    if (changed.has("lang")) translate();
    if (changed.has("day") || changed.has("lang")) showDate();
    if (changed.has("layers") || changed.has("day")) syncLayers(controlMap);
    if (changed.has("lang") || changed.has("layers") || changed.has("as")) {
      for (const { plate } of sheets) {
        plate.repaint();
        plate.showLayers();
      }
      drawNames();
      drawMarks(true);
    } else if (changed.has("day")) {
      let different = false;
      for (const { plate } of sheets) different = plate.paint() || different;
      drawMarks();
      if (different || state.layers.has("towns") || state.layers.has("movements")) nameDay();
    }
    if (changed.has("agreed")) drawMarks();
    if (state.compare !== null || changed.has("compare")) compareLands();
    refreshSlowly();
  });
  bindLayers({
    get: store.get,
    set: (patch) => store.set(patch.day === undefined ? patch : { ...patch, day: clampDay(patch.day, first, last) }),
  });
  night.addEventListener("change", repaintAll);
  window.addEventListener("beforeprint", () => dressForPrint(true));
  window.addEventListener("afterprint", () => dressForPrint(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !selection.isEmpty()) selection.unselect();
    if (event.target === document.body && timebar.key(event.key)) event.preventDefault();
  });

  translate();
  showDate();
  showTitle();
  syncLayers(maps[theatreIds[0]]);
  for (const { plate } of sheets) {
    plate.paint(true);
    plate.showLayers();
  }
  compareLands();
  drawMarks(true);
  legend.draw();
  measureCovers();
  for (const { names } of sheets) names.draw();
  desk.show(store.get().step ? "story" : store.get().compare !== null ? "compare" : "day");
  followAddress(store, theatreIds, known, (patch) => {
    store.set(patch);
    if (patch.views) setViews(patch.views);
  });
  document.documentElement.classList.add("ready");
  return { store };
}

if (typeof document !== "undefined" && document.getElementById("atlas-data")) defineCrs(readBlob().theatres);
