/** A class set: the story on paper, a sheet a step with map, text and question, and the answers on sheets at the end. */
import { h } from "../dom.js";
import { groupsIn } from "../model/changes.js";
import { clampDay, dayNumber, dayWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { citations, legendCopy, mapFigure, sheet } from "./sheets.js";
import { viewAt } from "./subject.js";

const MAP = { width: 172, height: 128 }; // millimetres
const LINES = 7; // to write on
const MOST = 5; // changes that an answer tells

/** @typedef {import("../types.js").StoryStep} Step */

/**
 * All sheets of the story; the state is as it was after it. Before each the page gets a breath.
 * @param {import("./taking.js").Shown} shown @param {import("./sheets.js").Paper} paper @param {HTMLElement} root
 * @param {(made: number) => Promise<boolean>} goOn  told how many are made; whether the reader still wants them
 */
export async function classSet(shown, paper, root, goOn) {
  const { ctx } = shown;
  const { store, blob } = ctx;
  const before = store.get();
  paper.begin();
  try {
    /** @type {HTMLElement[]} */
    const sheets = [];
    for (const [i, step] of blob.map.story.entries()) {
      if (!(await goOn(i))) return sheets;
      sheets.push(stepSheet(shown, paper, root, step, i));
    }
    return [...sheets, answerSheet(ctx)];
  } finally {
    store.set(before, "step");
    paper.end();
  }
}

/** Bring the state to a step. @param {import("../types.js").Context} ctx @param {Step} step @param {string[]} known  layers */
function goTo({ store, first, last }, { date, layers, as }, known) {
  store.set(
    {
      ...{ day: clampDay(dayNumber(date), first, last), since: null, compare: null, compareSince: null, against: "" },
      ...{ layers: new Set(layers.filter((name) => known.includes(name))), as, agreed: "" },
    },
    "step",
  );
}

/** @param {import("./taking.js").Shown} shown @param {import("./sheets.js").Paper} paper @param {HTMLElement} root @param {Step} step @param {number} i */
function stepSheet(shown, paper, root, step, i) {
  const { ctx } = shown;
  const lang = ctx.lang();
  goTo(ctx, step, ctx.blob.map.layers);
  const plates = shown.plates();
  const named = plates.some(({ id }) => step.views[id]);
  const subjects = plates.map((plate) => {
    const zoom = plate.map.getZoom();
    const view = step.views[plate.id];
    if (view) return { box: viewAt(plate, view), zoom };
    return named ? null : { box: plate.viewBox(), zoom };
  });
  const figure = mapFigure({ shown, paper, root, subjects }, MAP);
  const legend = legendCopy(shown.legend);
  const paragraphs = pick(step.text, lang).split(/\n{2,}/);
  const question = pick(step.question, lang);
  return sheet(
    ctx,
    "step",
    `${i + 1}. ${pick(step.title, lang)}, ${dayWords(dayNumber(step.date), lang)}`,
    h(
      "div",
      { class: "beside" },
      h("div", {}, figure, legend),
      h(
        "div",
        { class: "questions" },
        ...paragraphs.map((text) => h("p", {}, text)),
        question ? h("h3", {}, question) : null,
        ...(question ? Array.from({ length: LINES }, () => h("p", { class: "to-fill" })) : []),
      ),
    ),
  );
}

/** @param {import("../types.js").Context} ctx */
function answerSheet(ctx) {
  const { map } = ctx.blob;
  const title = `${ctx.t()("sheet.answers")}: ${pick(map.title, ctx.lang())}`;
  const blocks = map.story.map((step, i) => answer(ctx, step, i));
  return sheet(
    ctx,
    "answers",
    title,
    ...blocks,
    citations(
      ctx,
      map.story.map(({ source }) => source),
    ),
  );
}

/** What the map and its data say to the question of a step. @param {import("../types.js").Context} ctx @param {Step} step @param {number} i */
function answer(ctx, step, i) {
  const { story } = ctx.blob.map;
  const lang = ctx.lang();
  const t = ctx.t();
  const day = dayNumber(step.date);
  const [past, next] = [story[i - 1], story[i + 1]].map((one) => one && dayNumber(one.date));
  const events = eventsOn(ctx.blob.events, { since: day, day }, null).map(({ event }) => event);
  const told = (/** @type {string} */ key, /** @type {string[]} */ texts) =>
    texts.length ? [h("dt", {}, t(key)), ...texts.map((text) => h("dd", {}, text))] : [];
  const correction = pick(step.correction, lang);
  return h(
    "div",
    { class: "answer" },
    h("h3", {}, `${i + 1}. ${pick(step.question, lang) || pick(step.title, lang)}`),
    h(
      "dl",
      {},
      ...told(
        "sheet.since",
        past < day ? changesBetween(ctx, step, past + 1, day) : changesBetween(ctx, step, day, day),
      ),
      ...told(
        "sheet.happened",
        events.map((event) => `${pick(event.title, lang)}. ${pick(event.text, lang)}`),
      ),
      ...told("sheet.until", next > day ? changesBetween(ctx, step, day + 1, next) : []),
      ...told("story.correction", correction ? [correction] : []),
    ),
  );
}

/** The greatest changes of some days on the maps of a step, in order. @param {import("../types.js").Context} ctx @param {Step} step @param {number} since @param {number} day */
function changesBetween(ctx, step, since, day) {
  const lang = ctx.lang();
  const named = ctx.theatres.filter(({ id }) => step.views[id]);
  const groups = groupsIn(named.length ? named : ctx.theatres, { since, day }, ctx.nameOn, lang, ctx.t());
  const most = [...groups].sort((a, b) => b.km2 - a.km2).slice(0, MOST);
  return most.sort((a, b) => a.day - b.day).map(({ day: on, sentence }) => `${dayWords(on, lang)}: ${sentence}`);
}
