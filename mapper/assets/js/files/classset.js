/** A class set: the story on paper, a sheet a step with map, text and question; the answers, and what changed and happened, on sheets at the end. */
import { h } from "../dom.js";
import { inBox, scaled } from "../model/boxes.js";
import { byWeight, groupsIn } from "../model/changes.js";
import { clampDay, dayNumber, dayWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { citations, legendCopy, mapFigure, sheet } from "./sheets.js";
import { viewAt } from "./subject.js";

const MAP = { width: 172, height: 128 }; // millimetres
const LINES = 7; // to write on
const MOST = 8; // changes that are told of a step

/** @typedef {import("../types.js").StoryStep} Step */
/** @typedef {(change: import("../types.js").Change) => boolean} Shows */

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
    /** @type {Shows[]} */
    const shows = [];
    for (const [i, step] of blob.map.story.entries()) {
      if (!(await goOn(i))) return sheets;
      sheets.push(stepSheet(shown, paper, root, step, i));
      shows.push(shownBy(shown.plates().filter(({ id }) => step.views[id] || !Object.keys(step.views).length)));
    }
    return [...sheets, ...answerSheets(ctx), ...supplementSheets(ctx, shows)];
  } finally {
    store.set(before, "step");
    paper.end();
  }
}

/** Whether a change lies in what plates show now. @param {import("../types.js").Plate[]} plates @returns {Shows} */
function shownBy(plates) {
  const metres = ({ viewBox, toPixel } = plates[0]) => scaled(viewBox(), 1 / toPixel({ x: 1, y: 0 }).x);
  const views = new Map(plates.map((plate) => [plate.id, { box: metres(plate), project: plate.project }]));
  return ({ territory: { theatre, point } }) => {
    const view = views.get(theatre);
    return !!view && inBox(view.project(point), view.box);
  };
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

/** The answers to the questions of the story, if it has any. @param {import("../types.js").Context} ctx */
function answerSheets(ctx) {
  const { story } = ctx.blob.map;
  const lang = ctx.lang();
  const t = ctx.t();
  const blocks = story.flatMap((step, i) => {
    const [question, answer, correction] = [step.question, step.answer, step.correction].map((text) =>
      pick(text, lang),
    );
    if (!answer) return [];
    const note = correction ? h("p", {}, h("b", {}, t("story.correction")), ` ${correction}`) : null;
    return [h("div", { class: "answer flows" }, h("h3", {}, `${i + 1}. ${question}`), h("p", {}, answer), note)];
  });
  const sources = story.filter(({ answer }) => pick(answer, lang)).map(({ source }) => source);
  return blocks.length ? [listSheet(ctx, "sheet.answers", blocks, sources)] : [];
}

/** What changed from step to step in the lands that each shows, and what happened on its day. @param {import("../types.js").Context} ctx @param {Shows[]} shows  by step */
function supplementSheets(ctx, shows) {
  const { story } = ctx.blob.map;
  const lang = ctx.lang();
  const t = ctx.t();
  const told = (/** @type {string} */ key, /** @type {string[]} */ texts) =>
    texts.length ? [h("dt", {}, t(key)), ...texts.map((text) => h("dd", {}, text))] : [];
  let past = Number.POSITIVE_INFINITY; // the latest day that a step has told
  const blocks = story.flatMap((step, i) => {
    const day = dayNumber(step.date);
    const since = past < day ? past + 1 : day;
    past = Number.isFinite(past) ? Math.max(past, day) : day;
    const events = eventsOn(ctx.blob.events, { since: day, day }, null).map(({ event }) => event);
    const parts = [
      ...told("sheet.since", changesBetween(ctx, shows[i], since, day)),
      ...told(
        "sheet.happened",
        events.map((event) => `${pick(event.title, lang)}. ${pick(event.text, lang)}`),
      ),
    ];
    const head = `${i + 1}. ${pick(step.title, lang)}, ${dayWords(day, lang)}`;
    return parts.length ? [h("div", { class: "answer flows" }, h("h3", {}, head), h("dl", {}, ...parts))] : [];
  });
  return blocks.length ? [listSheet(ctx, "sheet.supplement", blocks, [])] : [];
}

/** @param {import("../types.js").Context} ctx @param {string} key  of the title @param {HTMLElement[]} blocks @param {import("../types.js").Citation[][]} sources */
function listSheet(ctx, key, blocks, sources) {
  const title = `${ctx.t()(key)}: ${pick(ctx.blob.map.title, ctx.lang())}`;
  return sheet(ctx, "answers", title, ...blocks, citations(ctx, sources));
}

/** The greatest changes of some days in what a step shows, in order. @param {import("../types.js").Context} ctx @param {Shows} shows @param {number} since @param {number} day */
function changesBetween(ctx, shows, since, day) {
  const lang = ctx.lang();
  const seen = ctx.theatres.map((theatre) => ({ ...theatre, changes: theatre.changes.filter(shows) }));
  const groups = groupsIn(seen, { since, day }, ctx.nameOn, lang, ctx.t());
  const most = groups.sort((a, b) => +(a.from === a.to) - +(b.from === b.to) || byWeight(a, b)).slice(0, MOST);
  return most.sort((a, b) => a.day - b.day).map(({ day: on, sentence }) => `${dayWords(on, lang)}: ${sentence}`);
}
