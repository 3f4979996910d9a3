/** Puts the page together: reads the blob, builds plates and desk, keeps them in step with the one state. */
import { changesBetween, indexTheatre, mergeDays, spellOn } from "./chains.js";
import { defineCrs, fittedView } from "./crs.js";
import { clampDay, dayNumber, dayWords, isoDay } from "./days.js";
import { eventDetails, placeDetails, territoryDetails } from "./details.js";
import { h, icon, onceAFrame, refill, saveFile } from "./dom.js";
import { bibtexText, citationText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson } from "./exporting.js";
import { createDesk, labelTools, toolButton } from "./frame.js";
import { followAddress } from "./history.js";
import { pick, translator } from "./i18n.js";
import { ICONS } from "./icons.js";
import { keyboardLand } from "./keyboard.js";
import { bindLayers, layerNames, syncLayers, translateControl } from "./layers.js";
import { createLegend } from "./legend.js";
import { createMarks, eventsOn } from "./marks.js";
import { createMoves } from "./moves.js";
import { createNames, within } from "./names.js";
import { comparePanel, dayPanel, savePanel, searchPanel, storyPanel, tablePanel } from "./panels.js";
import { picturePng, pictureSvg, sheetPlan, shortCitation } from "./picture.js";
import { createPlate } from "./plate.js";
import { createStore, readHash } from "./state.js";
import { createTimebar } from "./timebar.js";

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
    lang: known.langs.includes(browserLang) ? browserLang : "en",
    step: 0,
    compare: null,
  };
  return { ...state, ...readHash(location.hash, known) };
}

/** @param {import("./types.js").Blob} blob @param {() => string} lang @returns {import("./search.js").Entry[]} */
function searchIndex(blob, lang) {
  const entries = [];
  const names = (/** @type {import("./types.js").Text} */ text) => [text.en, text.pl ?? ""].filter(Boolean);
  for (const place of blob.places) {
    const all = [...names(place.name), ...place.names.map(([name]) => name), place.today].filter(Boolean);
    entries.push({
      kind: /** @type {const} */ ("place"),
      id: place.id,
      label: pick(place.name, lang()),
      names: all,
      detail: place.today !== pick(place.name, lang()) ? place.today : "",
      weight: 5 - place.rank,
    });
  }
  for (const [id, polity] of Object.entries(blob.polities)) {
    entries.push({
      kind: /** @type {const} */ ("polity"),
      id,
      label: pick(polity.name, lang()),
      names: [...names(polity.name), id],
      detail: "",
      weight: 5,
    });
  }
  for (const theatre of Object.values(blob.theatres)) {
    for (const land of theatre.territories)
      entries.push({
        kind: /** @type {const} */ ("territory"),
        id: land.id,
        label: pick(land.name, lang()),
        names: [...names(land.name), land.today].filter(Boolean),
        detail: "",
        weight: 2,
      });
  }
  for (const event of blob.events) {
    entries.push({
      kind: /** @type {const} */ ("event"),
      id: event.id,
      label: pick(event.title, lang()),
      names: [...names(event.title), event.place, event.date].filter(Boolean),
      detail: event.date,
      weight: 1,
    });
  }
  return entries;
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
    select,
    obstacles: () => covers,
  };
  /** @type {DOMRect[]} */
  let covers = [];

  /** @type {{kind: string, id: string} | null} */
  let selection = null;
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
      { id: "day", label: "tab.day", content: () => [...selected(), ...dayPanel(ctx)] },
      ...(blob.map.story.length ? [{ id: "story", label: "tab.story", content: () => storyPanel(ctx, goToStep) }] : []),
      { id: "search", label: "tab.search", content: () => searchPanel(ctx, entries) },
      { id: "compare", label: "tab.compare", content: () => comparePanel(ctx) },
      { id: "table", label: "tab.table", content: () => tablePanel(ctx) },
      { id: "save", label: "tab.save", content: () => savePanel(ctx, saveActions, observers) },
    ],
    (isOpen) => {
      root.classList.toggle("desk-closed", !isOpen);
      for (const map of Object.values(maps)) map.invalidateSize({ animate: false, pan: false });
    },
  );
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
  /** @type {import("./plate.js").Plate[]} */
  const drawn = [];
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
  const narrow = window.matchMedia("(max-width: 700px)");
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
  if (window.innerWidth < 1150) legend.fold(true);

  /** @type {{id: string, plate: import("./plate.js").Plate, names: ReturnType<typeof createNames>, marks: ReturnType<typeof createMarks>, moves: ReturnType<typeof createMoves>}[]} */
  const sheets = [];
  for (const id of theatreIds) {
    const map = maps[id];
    map.invalidateSize({ animate: false, pan: false });
    map.options.zoomSnap = 0.5;
    if (still) {
      map.options.inertia = false;
      /** @type {any} */ (map)._zoomAnimated = false;
    }
    map.setMinZoom(0).setMaxZoom(9);
    L.control.zoom({ position: "topright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
    const [lat, lon, zoom] = store.get().views[id] ?? fittedView(blob.map.views[id] ?? [55, 25, 2], map.getSize());
    map.setView([lat, lon], zoom, { animate: false });
    const plate = createPlate(map, id, ctx);
    drawn.push(plate);
    const marks = createMarks(plate, ctx);
    const sheet = { id, plate, marks, names: createNames(plate, ctx, marks.standing), moves: createMoves(plate, ctx) };
    sheets.push(sheet);
    keyboardLand(plate, ctx);
    map.on("click", (event) => clicked(plate, /** @type {Element | null} */ (event.originalEvent.target)));
    plate.groups.marks.addEventListener("keydown", (event) => {
      const key = /** @type {KeyboardEvent} */ (event).key;
      if (key !== "Enter" && key !== " ") return;
      event.preventDefault();
      clicked(plate, /** @type {Element} */ (event.target));
    });
    map.on("moveend", () => {
      const { lat: y, lng: x } = map.getCenter();
      const view = /** @type {import("./types.js").View} */ ([
        Number(y.toFixed(4)),
        Number(x.toFixed(4)),
        Number(map.getZoom().toFixed(2)),
      ]);
      store.set({ views: { ...store.get().views, [id]: view } });
      drawNames();
      refreshLegend();
    });
    map.on("zoomend", () => {
      drawMarks();
      if (store.get().compare !== null) compareLands();
    });
  }
  const drawNames = onceAFrame(() => {
    for (const { names } of sheets) names.draw();
  });
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

  /** @returns {(HTMLElement | null)[]} */
  function selected() {
    if (!selection) return [];
    const { kind, id } = selection;
    const close = h(
      "button",
      {
        type: "button",
        class: "tool close",
        "aria-label": t("details.close"),
        title: t("details.close"),
        onclick: () => unselect(),
      },
      icon(ICONS.close),
    );
    const territory = theatres.flatMap((one) => one.territories).find((land) => land.id === id);
    const event = blob.events.find((one) => one.id === id);
    const place = blob.places.find((one) => one.id === id);
    let content = null;
    if (kind === "territory" && territory) content = territoryDetails(ctx, territory);
    else if (kind === "event" && event) content = eventDetails(ctx, event);
    else if (kind === "place" && place) content = placeDetails(ctx, place, landAt(place));
    return content ? [h("section", { class: "details" }, close, ...content)] : [];
  }

  /** The territory under a position, by the plate's own geometry. @param {{lon: number, lat: number}} point */
  function landAt(point) {
    for (const { plate } of sheets) {
      if (!within(point, plate.raw.frame)) continue;
      const index = plate.landAt([point.lon, point.lat]);
      if (index >= 0) return plate.theatre.territories[index];
    }
    return null;
  }

  function unselect() {
    selection = null;
    for (const { plate, marks } of sheets) {
      plate.pickLand(-1);
      marks.choose("");
    }
    desk.refresh();
  }

  /** @param {import("./plate.js").Plate} plate @param {Element | null} target */
  function clicked(plate, target) {
    const mark = target?.closest("[data-events]");
    if (mark) {
      const ids = (mark.getAttribute("data-events") ?? "").split(" ");
      const at = selection?.kind === "event" ? ids.indexOf(selection.id) : -1;
      select("event", ids[(at + 1) % ids.length], "stay");
      return;
    }
    const index = target?.closest("[data-territory]")?.getAttribute("data-territory");
    if (index) select("territory", plate.theatre.territories[Number(index)].id, "stay");
    else unselect();
  }

  /** Show something: its details, its ring, and unless it was clicked on the plate, its place and date. @param {string} kind @param {string} id @param {string} [how] @param {string} [name]  by which it was found */
  function select(kind, id, how = "go", name = "") {
    selection = { kind, id };
    const event = kind === "event" ? blob.events.find((one) => one.id === id) : undefined;
    const place = kind === "place" ? blob.places.find((one) => one.id === id) : undefined;
    for (const { plate, marks } of sheets) {
      const land = plate.theatre.territories.find((one) => (place ? one === landAt(place) : one.id === id));
      plate.pickLand(kind === "event" || !land ? -1 : land.index);
      marks.choose(event ? id : "");
      if (how === "go" && kind === "territory" && land) plate.map.panTo([land.point[1], land.point[0]]);
    }
    if (kind === "polity") goToPolity(id);
    if (how === "go" && event) {
      const layers = new Set([
        ...store.get().layers,
        ...(known.layers.includes(`events:${event.theme}`) ? [`events:${event.theme}`] : []),
      ]);
      store.set({ day: clampDay(dayNumber(event.earliest), first, last), layers });
    }
    if (place) goToName(place, name);
    const point = event ?? place;
    if (how === "go" && point) {
      for (const { plate } of sheets)
        if (within(point, plate.raw.frame)) plate.map.setView([point.lat, point.lon], Math.max(plate.map.getZoom(), 4));
    }
    if (narrow.matches || !desk.isOpen()) desk.toggle(true);
    desk.show("day");
  }

  /** A name that was not in force today brings its own day. @param {import("./types.js").Place} place @param {string} name */
  function goToName(place, name) {
    const spans = place.names.filter(([one]) => one === name);
    const iso = isoDay(store.get().day);
    if (!spans.length || spans.some(([, from, to]) => from <= iso && iso < to)) return;
    store.set({ day: clampDay(dayNumber(spans[0][1]), first, last) });
  }

  /** Go to the first day on which a polity holds land, if it holds none now. @param {string} polity */
  function goToPolity(polity) {
    selection = null;
    const lands = theatres.flatMap((one) => one.territories);
    const { day } = store.get();
    const holdsNow = lands.filter((land) => spellOn(land, day).controller === polity);
    const starts = lands.flatMap((land) =>
      land.spells.filter((one) => one.controller === polity).map((one) => dayNumber(one.from)),
    );
    if (!holdsNow.length && starts.length) store.set({ day: clampDay(Math.min(...starts), first, last) });
    const held = lands
      .filter((land) => spellOn(land, store.get().day).controller === polity)
      .sort((a, b) => b.km2 - a.km2)[0];
    const plate = drawn.find((one) => one.id === held?.theatre);
    if (held && plate) plate.map.panTo([held.point[1], held.point[0]]);
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

  /** @param {number} step  from 1 */
  function goToStep(step) {
    const one = blob.map.story[step - 1];
    if (!one) return;
    store.set({
      step,
      day: clampDay(dayNumber(one.date), first, last),
      layers: new Set(one.layers.filter((name) => known.layers.includes(name))),
      as: observers.includes(one.as) ? one.as : "",
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

  const iso = () => isoDay(store.get().day);
  /** The citations of all that is on show: the lands and lines in view, and the events. */
  function shownCitations() {
    const { day, layers } = store.get();
    const lands = drawn.flatMap((plate) => {
      const seen = plate.inView();
      return plate.theatre.territories.filter((land) => seen[land.index]).map((land) => spellOn(land, day).source);
    });
    const told = eventsOn(blob.events, day, layers).map(({ event }) => event.source);
    return [...lands, ...told, ...drawn.flatMap((plate) => plate.linesInView().map((line) => line.source))];
  }
  const words = () => ({
    title: pick(blob.map.title, ctx.lang()),
    date: dayWords(store.get().day, ctx.lang()),
    credits: t("credits"),
  });
  /** @type {Record<string, () => void>} */
  const saveActions = {
    geojson: () =>
      saveFile(
        fileName(blob.map.id, iso(), "geojson"),
        JSON.stringify(
          stateGeoJson(
            drawn.map((plate) => ({ theatre: plate.theatre, arcs: plate.arcs })),
            iso(),
            store.get().day,
          ),
        ),
        "application/geo+json",
      ),
    states: () =>
      saveFile(
        fileName(blob.map.id, iso(), "csv"),
        csvText([
          ["territory", "name", "date", "controller", "sovereign", "status", "from", "to", "km2", "source"],
          ...theatres.flatMap((one) =>
            one.territories.map((land) => {
              const spell = spellOn(land, store.get().day);
              return [
                land.id,
                land.name.en,
                iso(),
                spell.controller,
                spell.sovereign,
                spell.status,
                spell.from,
                spell.to,
                land.km2,
                citationText(spell.source),
              ];
            }),
          ),
        ]),
        "text/csv;charset=utf-8",
      ),
    bibtex: () =>
      saveFile(
        fileName(blob.map.id, iso(), "bib"),
        bibtexText(sourceKeys(shownCitations()), blob.sources),
        "application/x-bibtex",
      ),
    sources_csv: () =>
      saveFile(
        fileName(`${blob.map.id}-sources`, iso(), "csv"),
        sourcesCsv(sourceKeys(shownCitations()), blob.sources),
        "text/csv;charset=utf-8",
      ),
    svg: () => saveFile(fileName(blob.map.id, iso(), "svg"), pictureSvg(drawn, words()).text, "image/svg+xml"),
    png: async () => saveFile(fileName(blob.map.id, iso(), "png"), await picturePng(pictureSvg(drawn, words()))),
    print: () => window.print(),
  };

  function drawPrintSources() {
    const citations = sourceKeys(shownCitations()).map((key) => blob.sources[key]?.text ?? key);
    const plan = sheetPlan(
      citations.map((text) => text.length),
      texts(legend.element, "li"),
    );
    const items = citations.map((text) => h("li", {}, plan.dense ? shortCitation(text) : text));
    refill(printSources, h("h2", {}, t("save.sources")), h("ol", {}, ...items), h("p", {}, t("credits")));
    root.classList.toggle("dense", plan.dense);
    root.style.setProperty("--plate-height", `${plan.height}mm`);
  }

  /** @param {Element} element @param {string} selector @returns {number[]} lengths of texts */
  const texts = (element, selector) =>
    [...element.querySelectorAll(selector)].map((one) => one.textContent?.length ?? 0);

  /** The maps take the size of the sheet, and names need not give way to what is not printed. @param {boolean} printing */
  function dressForPrint(printing) {
    root.classList.toggle("printing", printing);
    if (printing) drawPrintSources();
    for (const { plate } of sheets) plate.map.invalidateSize({ animate: false });
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
      if (different || state.layers.has("towns")) drawNames();
    }
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
    if (event.key === "Escape" && selection) unselect();
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
