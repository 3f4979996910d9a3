/** What a reader takes away: files of the day and its sources, the view as a picture, and the page on paper. */
import { h, refill, saveFile } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { dayWords, isoDay } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { bibtexText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson, stateRows } from "../model/exporting.js";
import { pick } from "../model/i18n.js";
import { paperPlan, shortCitation } from "../model/paper.js";
import { picturePng, pictureSvg } from "./picture.js";

const CSV = "text/csv;charset=utf-8";

/**
 * @typedef {object} Shown
 * @property {import("../types.js").Context} ctx
 * @property {() => import("../types.js").Plate[]} plates
 * @property {() => import("../types.js").Plate[]} others  the plates of the other date, if there is one
 */

/** What each button of the panel does, by its key. @param {Shown} shown @returns {Record<string, () => void>} */
export function takingActions(shown) {
  const { blob, store, theatres } = shown.ctx;
  const { id } = blob.map;
  const day = () => store.get().day;
  const save = (
    /** @type {string} */ name,
    /** @type {string} */ extension,
    /** @type {string | Blob} */ content,
    /** @type {string} */ type = "",
  ) => saveFile(fileName(name, isoDay(day()), extension), content, type);
  const keys = () => sourceKeys(shownCitations(shown));
  return {
    geojson: () => {
      const parts = shown.plates().map(({ theatre, positions }) => ({ theatre, arcs: positions() }));
      save(id, "geojson", JSON.stringify(stateGeoJson(parts, isoDay(day()), day())), "application/geo+json");
    },
    states: () => save(id, "csv", csvText(stateRows(theatres, isoDay(day()), day())), CSV),
    bibtex: () => save(id, "bib", bibtexText(keys(), blob.sources), "application/x-bibtex"),
    sources_csv: () => save(`${id}-sources`, "csv", sourcesCsv(keys(), blob.sources), CSV),
    svg: () => save(id, "svg", picture(shown).text, "image/svg+xml"),
    png: async () => save(id, "png", await picturePng(picture(shown))),
    print: () => window.print(),
  };
}

/** The citations of all that is on show: the lands and lines in view, and the events. @param {Shown} shown */
function shownCitations({ ctx, plates }) {
  const { day, layers } = ctx.store.get();
  const lands = plates().flatMap((plate) => {
    const seen = plate.inView();
    return plate.theatre.territories.filter((land) => seen[land.index]).map((land) => spellOn(land, day)?.source ?? []);
  });
  const told = eventsOn(ctx.blob.events, day, layers).map(({ event }) => event.source);
  return [...lands, ...told, ...plates().flatMap((plate) => plate.linesInView().map((line) => line.source))];
}

/** The view as a picture; two dates that are compared stand side by side, the earlier first. @param {Shown} shown */
function picture({ ctx, plates, others }) {
  const { day, compare, lang } = ctx.store.get();
  const twins = others();
  const pictured = plates().flatMap((plate, i) => {
    const pair = twins.length ? [plate, twins[i]] : [plate];
    return compare !== null && compare < day ? pair.reverse() : pair;
  });
  const dates = (compare === null ? [day] : [day, compare]).sort((a, b) => a - b);
  return pictureSvg(pictured, {
    title: pick(ctx.blob.map.title, lang),
    date: dates.map((one) => dayWords(one, lang)).join(" | "),
    credits: ctx.t()("credits"),
  });
}

/** Put the sources on the paper, and leave the plates as much of it as there is. @param {Shown} shown @param {HTMLElement} root @param {Element} printSources @param {Element} legend */
export function drawPrintSources(shown, root, printSources, legend) {
  const { blob, t } = shown.ctx;
  const citations = sourceKeys(shownCitations(shown)).map((key) => blob.sources[key]?.text ?? key);
  const entries = [...legend.querySelectorAll("li")].map((one) => one.textContent?.length ?? 0);
  const plan = paperPlan(
    citations.map((text) => text.length),
    entries,
  );
  const items = citations.map((text) => h("li", {}, plan.dense ? shortCitation(text) : text));
  refill(printSources, h("h2", {}, t()("save.sources")), h("ol", {}, ...items), h("p", {}, t()("credits")));
  root.classList.toggle("dense", plan.dense);
  root.style.setProperty("--plate-height", `${plan.height}mm`);
}
