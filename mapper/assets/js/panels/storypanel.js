/** The panel of the story: its contents, or one step with its text, question and correction. */

import { h } from "../dom.js";
import { dayNumber, dayWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { sourceFold } from "./details.js";

/** @param {import("../types.js").Context} ctx @param {(step: number) => void} goTo */
export function storyPanel(ctx, goTo) {
  const { step, lang } = ctx.store.get();
  const t = ctx.t();
  const story = ctx.blob.map.story;
  const current = story[step - 1];
  const contents = h(
    "ol",
    { class: "contents" },
    ...story.map((one, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "linkish",
            "aria-current": i === step - 1 ? "step" : null,
            onclick: () => goTo(i + 1),
          },
          pick(one.title, lang),
        ),
        h("span", { class: "when" }, dayWords(dayNumber(one.date), lang)),
      ),
    ),
  );
  if (!current)
    return [
      h("h2", {}, t("story.title")),
      h("p", {}, t("story.hint", { count: story.length })),
      h("p", {}, h("button", { type: "button", class: "plain-button", onclick: () => goTo(1) }, t("story.start"))),
      contents,
    ];
  const move = (/** @type {number} */ to, /** @type {string} */ key) =>
    h(
      "button",
      { type: "button", class: "plain-button", disabled: to < 1 || to > story.length, onclick: () => goTo(to) },
      t(key),
    );
  const note = (/** @type {string} */ key, /** @type {import("../types.js").Text} */ text) =>
    pick(text, lang) ? h("p", { class: key }, h("b", {}, t(`story.${key}`)), " ", pick(text, lang)) : null;
  return [
    h("p", { class: "kicker" }, pick(current.chapter, lang)),
    h("h2", { tabindex: -1, class: "story-title" }, pick(current.title, lang)),
    h(
      "p",
      { class: "when" },
      dayWords(dayNumber(current.date), lang),
      " · ",
      t("story.step", { step, count: story.length }),
    ),
    ...pick(current.text, lang)
      .split(/\n{2,}/)
      .map((paragraph) => h("p", {}, paragraph)),
    note("question", current.question),
    note("correction", current.correction),
    sourceFold(ctx, current.source),
    h(
      "div",
      { class: "row story-nav" },
      move(step - 1, "story.back"),
      move(step + 1, "story.next"),
      h("button", { type: "button", class: "plain-button", onclick: () => goTo(0) }, t("story.leave")),
    ),
    h("details", {}, h("summary", {}, t("story.contents")), contents),
  ];
}
