/** What a reader takes away: files of the day and its sources, the view as a picture, and the page on paper. */
import { h, refill, saveFile } from "../dom.js";
import { landsOn, spellOn } from "../model/chains.js";
import { changesIn } from "../model/changes.js";
import { isoDay } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import {
  bibtexText,
  changeRows,
  csvText,
  fileName,
  sourceKeys,
  sourcesCsv,
  stateGeoJson,
  stateRows,
} from "../model/exporting.js";
import { pick } from "../model/i18n.js";
import { momentText, momentWords } from "../model/moments.js";
import { paperPlan } from "../model/paper.js";
import { landOverTime, seriesRows } from "../model/series.js";
import { otherMoment } from "../model/state.js";
import { chartSvg } from "./chartpicture.js";
import { picturePng, pictureSvg } from "./picture.js";

const CSV = "text/csv;charset=utf-8";

/**
 * @typedef {object} Shown
 * @property {import("../types.js").Context} ctx
 * @property {() => import("../types.js").Plate[]} plates
 * @property {() => import("../types.js").Plate[]} others  the plates of the other date, if there is one
 * @property {Element} legend
 * @property {Record<string, () => void>} sheets  what shows sheets for a class, by its key
 * @property {<T>(task: () => T) => T} uncovered  do something while all names of the view are drawn, whatever covers the plates
 */

/** What each button of the panel does, by its key. @param {Shown} shown @returns {Record<string, () => void>} */
export function takingActions(shown) {
  const { blob, store, theatres } = shown.ctx;
  const { id } = blob.map;
  const day = () => store.get().day;
  const named = () => momentText(store.get(), shown.ctx).replace("/", "_");
  const save = (
    /** @type {string} */ name,
    /** @type {string} */ extension,
    /** @type {string | Blob} */ content,
    /** @type {string} */ type = "",
  ) => saveFile(fileName(name, named(), extension), content, type);
  const keys = () => sourceKeys(shownCitations(shown));
  return {
    geojson: () => {
      const parts = shown.plates().map(({ theatre, arcs }) => ({ theatre, arcs }));
      save(id, "geojson", JSON.stringify(stateGeoJson(blob, parts, isoDay(day()), day())), "application/geo+json");
    },
    states: () => save(id, "csv", csvText(stateRows(blob, theatres, isoDay(day()), day())), CSV),
    changes: () => save(`${id}-changes`, "csv", csvText(changeRows(theatres, store.get())), CSV),
    chart_csv: () => save(`${id}-land`, "csv", csvText(seriesRows(landOverTime(theatres, shown.ctx))), CSV),
    chart_svg: () => save(`${id}-land`, "svg", chart(shown.ctx), "image/svg+xml"),
    bibtex: () => save(id, "bib", bibtexText(keys(), blob.sources), "application/x-bibtex"),
    sources_csv: () => save(`${id}-sources`, "csv", sourcesCsv(keys(), blob.sources), CSV),
    svg: () => save(id, "svg", picture(shown).text, "image/svg+xml"),
    png: async () => save(id, "png", await picturePng(picture(shown))),
    print: () => window.print(),
    ...shown.sheets,
  };
}

/** Each power's land over time as a picture. @param {import("../types.js").Context} ctx */
function chart(ctx) {
  const { blob, first, last, lang } = ctx;
  const t = ctx.t();
  const span = momentWords({ since: first, day: last }, lang(), ctx);
  return chartSvg(ctx, {
    title: `${pick(blob.map.title, lang())}: ${t("chart.title")}, ${span}`,
    credits: t("credits"),
    most: (km2) => t("chart.most", { km2 }),
  });
}

/** The citations of all that is on show: the lands and lines in view, and the events; or but those of its own days, not of the year before, which fade. @param {Shown} shown @param {boolean} [fading] */
function shownCitations({ ctx, plates }, fading = true) {
  const state = ctx.store.get();
  const { day, layers } = state;
  const lands = plates().flatMap((plate) => {
    const seen = plate.inView();
    return landsOn([plate.theatre], day)
      .filter((land) => seen[land.index])
      .map((land) => spellOn(land, day).source);
  });
  const changed = changesIn(ctx.theatres, state).flatMap(({ changes }) => changes.map(({ after }) => after.source));
  const told = eventsOn(ctx.blob.events, state, layers)
    .filter(({ strength }) => fading || strength === 1)
    .map(({ event }) => event.source);
  return [
    ...lands,
    ...(state.since === null ? [] : changed),
    ...told,
    ...plates().flatMap((plate) => plate.linesInView().map((line) => line.source)),
  ];
}

/** The view as a picture, with all names in it. @param {Shown} shown */
function picture(shown) {
  return shown.uncovered(() => viewPicture(shown));
}

/** The view as it is drawn; two dates that are compared stand side by side, the earlier first. @param {Shown} shown */
function viewPicture({ ctx, plates, others, legend }) {
  const state = ctx.store.get();
  const { day, compare, against, lang } = state;
  const twins = others();
  const pictured = plates().flatMap((plate, i) => {
    const pair = twins.length ? [plate, twins[i]] : [plate];
    return against || (compare ?? day) < day ? pair.reverse() : pair;
  });
  const moments = [state, otherMoment(state) ?? []].flat().sort((a, b) => a.day - b.day);
  const date = moments.map((one) => momentWords(one, lang, ctx)).join(" | ");
  const words = {
    title: pick(ctx.blob.map.title, lang),
    date: against ? ctx.t()("against.title", { date }) : date,
    credits: ctx.t()("credits"),
  };
  return pictureSvg(pictured, words, legend);
}

/**
 * Put the sources on the paper, and say how it is shared.
 * @param {Shown} shown @param {Element} printSources @param {number} aspect  width of the subject for its height
 */
export function drawPrintSources(shown, printSources, aspect) {
  const { blob, t } = shown.ctx;
  const citations = sourceKeys(shownCitations(shown, false)).map((key) => blob.sources[key]?.text ?? key);
  const length = (/** @type {Element} */ one) => one.textContent?.length ?? 0;
  const lists = [...shown.legend.querySelectorAll("ul, .legend-note")].map((list) =>
    list.matches("ul") ? [...list.children].map(length) : [length(list)],
  );
  const items = citations.map((text) => h("li", {}, text));
  refill(
    printSources,
    h("p", { class: "print-credits" }, t()("credits")),
    h("h2", {}, t()("save.sources")),
    h("ol", {}, ...items),
  );
  const lengths = citations.map((text) => text.length);
  return paperPlan(lengths, lists, aspect);
}
