/** Sheets for a class: an outline map to fill in, a quiz with its answers, and the story step by step. */
import { h } from "../dom.js";
import { sourceKeys } from "../model/exporting.js";
import { pick } from "../model/i18n.js";
import { momentWords } from "../model/moments.js";
import { mapSvg } from "./picture.js";
import { aspectOf } from "./printing.js";
import { makeQuiz } from "./quiz.js";
import { drawSigns } from "./signs.js";

const WHOLE = { wide: { width: 277, height: 146 }, tall: { width: 190, height: 215 } }; // millimetres of a map with little under it
const BESIDE = { wide: { width: 172, height: 150 }, tall: { width: 112, height: 235 } }; // of one with questions or answers beside it
const KEYS = 10; // boxes of an empty key
let copies = 0; // of the legend

/** @typedef {import("./taking.js").Shown} Shown */
/** @typedef {import("./quiz.js").Asked} Asked */
/** @typedef {import("./quiz.js").AskedChange} AskedChange */
/** @typedef {ReturnType<typeof import("./printing.js").createPaper>} Paper */
/** @typedef {ReturnType<Paper["subjects"]>} Subjects */
/** @typedef {{shown: Shown, paper: Paper, root: HTMLElement, subjects: (Subjects[number] | null)[]}} Desk */

/** Sheets of the view on the screen. @param {"outline" | "quiz"} kind @param {Shown} shown @param {Paper} paper @param {HTMLElement} root */
export function sheetsOf(kind, shown, paper, root) {
  const subjects = shown.plates().map((plate) => ({ box: plate.viewBox(), zoom: plate.map.getZoom() }));
  paper.begin();
  try {
    const desk = { shown, paper, root, subjects };
    return kind === "outline" ? [outlineSheet(desk)] : quizSheets(desk);
  } finally {
    paper.end();
  }
}

/**
 * A picture of the plates on the paper.
 * @param {Desk} desk
 * @param {{width: number, height: number}} most  millimetres
 * @param {object} [how]
 * @param {boolean} [how.blank]  without colours and names
 * @param {import("./quiz.js").Quiz | null} [how.quiz]  whose signs are drawn
 */
export function mapFigure({ shown, paper, root, subjects }, most, { blank = false, quiz = null } = {}) {
  const { ctx } = shown;
  layOn(paper, subjects, most);
  const remove = quiz ? drawSigns(quiz, shown.plates()) : null; // beside the names, shown or not
  root.classList.toggle("unmarked", blank);
  const { text, width, height } = mapSvg(shown.plates().filter((_, i) => subjects[i]));
  remove?.();
  root.classList.remove("unmarked");
  const src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const alt = ctx.t()(blank ? "sheet.blank_map" : "sheet.map", { title: titleOf(ctx) });
  return h("img", { class: "sheet-map", src, alt, width, height });
}

/** Lay the plates as large as they may be. @param {Paper} paper @param {Desk["subjects"]} subjects @param {{width: number, height: number}} most */
function layOn(paper, subjects, { width, height }) {
  const aspect = shapeOf(subjects);
  const size = {
    width: Math.min(width, Math.ceil(height * aspect)),
    height: Math.min(height, Math.ceil(width / aspect)),
  };
  paper.lay({ tall: false, apart: false, ...size }, subjects);
}

/** The width of subjects for their height. @param {Desk["subjects"]} subjects */
const shapeOf = (subjects) => aspectOf(subjects.flatMap((one) => one ?? []));

/** Which way a sheet lies: upright if its map is larger so. @param {Desk["subjects"]} subjects @param {typeof WHOLE} sizes @returns {"wide" | "tall"} */
function wayOf(subjects, sizes) {
  const aspect = shapeOf(subjects);
  const scale = ({ width, height } = sizes.wide) => Math.min(width / aspect, height);
  return scale(sizes.tall) > scale(sizes.wide) ? "tall" : "wide";
}

/** What is shown in words. @param {import("../types.js").Context} ctx */
function titleOf(ctx) {
  return `${pick(ctx.blob.map.title, ctx.lang())}, ${momentWords(ctx.store.get(), ctx.lang(), ctx)}`;
}

/** One sheet. @param {import("../types.js").Context} ctx @param {string} kind @param {string} title @param {...import("../dom.js").Child} parts */
export function sheet(ctx, kind, title, ...parts) {
  const t = ctx.t();
  const pupil = kind.includes("answers")
    ? null
    : h("p", { class: "pupil" }, blank(t("sheet.name")), blank(t("sheet.class")));
  const head = h("header", {}, h("h2", {}, title), pupil);
  return h("section", { class: `sheet ${kind}` }, head, ...parts, h("p", { class: "sheet-credits" }, t("credits")));
}

/** Words with a line to write on. @param {string} words */
function blank(words) {
  return h("span", { class: "to-fill" }, words);
}

/** The legend as it is drawn now; its patterns have names of their own, for the page's may not be drawn. @param {Element} legend */
export function legendCopy(legend) {
  copies += 1;
  const items = [...legend.querySelectorAll("li")].map((one) => {
    const sample = /** @type {Element} */ (one.querySelector("svg")?.cloneNode(true));
    for (const part of sample.querySelectorAll("[id]")) part.id = `${part.id}-${copies}`;
    for (const part of sample.querySelectorAll("[fill^=url]"))
      part.setAttribute("fill", (part.getAttribute("fill") ?? "").replace(")", `-${copies})`));
    return h("li", {}, sample, h("span", {}, one.querySelector("span")?.textContent));
  });
  return h("ul", { class: "sheet-legend flows" }, ...items);
}

/** Whole citations. @param {import("../types.js").Context} ctx @param {import("../types.js").Citation[][]} lists */
export function citations(ctx, lists) {
  const items = sourceKeys(lists).map((key) => h("li", {}, ctx.blob.sources[key]?.text ?? key));
  if (!items.length) return null;
  return h("div", { class: "sheet-sources flows" }, h("h3", {}, ctx.t()("save.sources")), h("ol", {}, ...items));
}

/** @param {Desk} desk */
function outlineSheet(desk) {
  const { ctx } = desk.shown;
  const t = ctx.t();
  const key = Array.from({ length: KEYS }, () => h("li", { class: "to-fill" }, h("span", { class: "key-box" })));
  const way = wayOf(desk.subjects, WHOLE);
  return sheet(
    ctx,
    `outline ${way}`,
    titleOf(ctx),
    h("p", { class: "task" }, t("sheet.outline_task")),
    mapFigure(desk, WHOLE[way], { blank: true }),
    h("ul", { class: "key" }, ...key),
  );
}

/** @param {Desk} desk */
function quizSheets(desk) {
  const { ctx } = desk.shown;
  const way = wayOf(desk.subjects, BESIDE);
  layOn(desk.paper, desk.subjects, BESIDE[way]);
  const quiz = makeQuiz(ctx, desk.shown.plates());
  const asked = mapFigure(desk, BESIDE[way], { blank: true, quiz });
  const answered = mapFigure(desk, BESIDE[way], { quiz });
  const legend = legendCopy(desk.shown.legend);
  const title = titleOf(ctx);
  return [
    sheet(
      ctx,
      `quiz ${way}`,
      title,
      h("div", { class: "beside" }, asked, h("div", { class: "questions" }, ...questions(ctx, quiz))),
    ),
    sheet(
      ctx,
      `answers ${way}`,
      `${ctx.t()("sheet.answers")}: ${title}`,
      h("div", { class: "beside flows" }, answered, h("div", { class: "questions" }, ...named(ctx, quiz))),
      legend,
      h("div", { class: "questions flows" }, ...told(ctx, quiz)),
      citations(ctx, quiz.sources),
    ),
  ];
}

/** @param {import("../types.js").Context} ctx @param {string} key @param {HTMLElement[]} items @param {string} kind */
function part(ctx, key, items, kind) {
  return items.length ? [h("h3", {}, ctx.t()(key)), h("ul", { class: kind }, ...items)] : [];
}

/** @param {import("../types.js").Context} ctx @param {import("./quiz.js").Quiz} quiz */
function questions(ctx, { holders, towns, events, changes }) {
  const t = ctx.t();
  const { compare } = new Intl.Collator(ctx.lang());
  const named = (/** @type {Asked} */ { sign }) => h("li", { class: "to-fill" }, h("b", {}, sign));
  const told = [...events].sort((a, b) => compare(a.title, b.title));
  const change = (/** @type {AskedChange} */ { lands }) =>
    h("li", {}, lands, h("p", { class: "lines" }, ...["from", "to", "on"].map((one) => blank(t(`sheet.${one}`)))));
  return [
    ...part(ctx, "sheet.holders", holders.map(named), "two"),
    ...part(ctx, "sheet.towns", towns.map(named), "two"),
    ...part(
      ctx,
      "sheet.events",
      told.map(({ title }) => h("li", { class: "match" }, h("span", { class: "letter-box" }), title, blank(""))),
      "one",
    ),
    ...part(ctx, "sheet.changes", changes.map(change), "one"),
  ];
}

/** The answers that stand beside the map. @param {import("../types.js").Context} ctx @param {import("./quiz.js").Quiz} quiz */
function named(ctx, { holders, towns }) {
  const answer = (/** @type {Asked} */ one) => h("li", {}, h("b", {}, one.sign), ` ${one.answer}`);
  return [
    ...part(ctx, "sheet.holders", holders.map(answer), "one"),
    ...part(ctx, "sheet.towns", towns.map(answer), "two"),
  ];
}

/** The longer answers. @param {import("../types.js").Context} ctx @param {import("./quiz.js").Quiz} quiz */
function told(ctx, { events, changes }) {
  const event = (/** @type {import("./quiz.js").AskedEvent} */ { sign, answer, title, text }) =>
    h("li", {}, h("b", {}, sign), ` ${title}, ${answer}. ${text}`);
  const change = (/** @type {AskedChange} */ { answer }) => h("li", {}, answer);
  return [
    ...part(ctx, "sheet.events", events.map(event), "one"),
    ...part(ctx, "sheet.changes", changes.map(change), "one"),
  ];
}
