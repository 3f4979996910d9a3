/** What a reader takes away: files of the day and its sources, and the printed sheet. */

import { h, refill, saveFile } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { dayWords, isoDay } from "../model/days.js";
import {
  bibtexText,
  citationText,
  csvText,
  fileName,
  sourceKeys,
  sourcesCsv,
  stateGeoJson,
} from "../model/exporting.js";
import { pick } from "../model/i18n.js";
import { eventsOn } from "../plate/marks.js";
import { picturePng, pictureSvg, sheetPlan, shortCitation } from "./picture.js";

/**
 * @param {import("../plate/plate.js").Context} ctx
 * @param {import("../page/charts.js").Sheet[]} sheets
 * @param {{plates: () => import("../plate/plate.js").Plate[]}} comparison  the plates of the other date, if there is one
 */
export function createTaking(ctx, sheets, comparison) {
  const { blob, store, theatres } = ctx;
  const iso = () => isoDay(store.get().day);
  const drawn = () => sheets.map(({ plate }) => plate);
  /** The citations of all that is on show: the lands and lines in view, and the events. */
  function shownCitations() {
    const { day, layers } = store.get();
    const lands = drawn().flatMap((plate) => {
      const seen = plate.inView();
      return plate.theatre.territories.filter((land) => seen[land.index]).map((land) => spellOn(land, day).source);
    });
    const told = eventsOn(blob.events, day, layers).map(({ event }) => event.source);
    return [...lands, ...told, ...drawn().flatMap((plate) => plate.linesInView().map((line) => line.source))];
  }
  /** The view as a picture; two dates that are compared stand side by side, the earlier first. */
  function picture() {
    const { day, compare, lang } = store.get();
    const others = comparison.plates();
    const plates = drawn().flatMap((plate, i) => {
      const pair = others.length ? [plate, others[i]] : [plate];
      return compare !== null && compare < day ? pair.reverse() : pair;
    });
    const dates = (compare === null ? [day] : [day, compare]).sort((a, b) => a - b);
    return pictureSvg(plates, {
      title: pick(blob.map.title, lang),
      date: dates.map((one) => dayWords(one, lang)).join(" | "),
      credits: ctx.t()("credits"),
    });
  }
  /** @type {Record<string, () => void>} */
  const actions = {
    geojson: () =>
      saveFile(
        fileName(blob.map.id, iso(), "geojson"),
        JSON.stringify(
          stateGeoJson(
            drawn().map((plate) => ({ theatre: plate.theatre, arcs: plate.arcs })),
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
    svg: () => saveFile(fileName(blob.map.id, iso(), "svg"), picture().text, "image/svg+xml"),
    png: async () => saveFile(fileName(blob.map.id, iso(), "png"), await picturePng(picture())),
    print: () => window.print(),
  };

  /** @param {HTMLElement} root @param {Element} printSources @param {Element} legend */
  function drawPrintSources(root, printSources, legend) {
    const citations = sourceKeys(shownCitations()).map((key) => blob.sources[key]?.text ?? key);
    const plan = sheetPlan(
      citations.map((text) => text.length),
      texts(legend, "li"),
    );
    const items = citations.map((text) => h("li", {}, plan.dense ? shortCitation(text) : text));
    refill(printSources, h("h2", {}, ctx.t()("save.sources")), h("ol", {}, ...items), h("p", {}, ctx.t()("credits")));
    root.classList.toggle("dense", plan.dense);
    root.style.setProperty("--plate-height", `${plan.height}mm`);
  }

  return { actions, drawPrintSources };
}

/** @param {Element} element @param {string} selector @returns {number[]} lengths of texts */
const texts = (element, selector) => [...element.querySelectorAll(selector)].map((one) => one.textContent?.length ?? 0);
