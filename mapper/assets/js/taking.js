/** What a reader takes away: files of the day and its sources, and the printed sheet. */
import { spellOn } from "./chains.js";
import { dayWords, isoDay } from "./days.js";
import { h, refill, saveFile } from "./dom.js";
import { bibtexText, citationText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson } from "./exporting.js";
import { pick } from "./i18n.js";
import { eventsOn } from "./marks.js";
import { picturePng, pictureSvg, sheetPlan, shortCitation } from "./picture.js";

/**
 * @param {import("./plate.js").Context} ctx
 * @param {import("./plate.js").Plate[]} drawn
 */
export function createTaking(ctx, drawn) {
  const { blob, store, theatres } = ctx;
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
    credits: ctx.t()("credits"),
  });
  /** @type {Record<string, () => void>} */
  const actions = {
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
