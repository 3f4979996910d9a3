/** The panel of what can be taken away, and all sources. */

import { h } from "../dom.js";
import { momentWords } from "../model/moments.js";
import { mapLinks } from "./maplinks.js";
import { sharePart } from "./sharepanel.js";

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Known} known @param {Record<string, () => void>} actions */
export function savePanel(ctx, known, actions) {
  const t = ctx.t();
  const state = ctx.store.get();
  const { lang } = state;
  const buttons = Object.entries(actions).map(([key, action]) =>
    h("li", {}, h("button", { type: "button", class: "plain-button", onclick: action }, t(`save.${key}`))),
  );
  const order = new Intl.Collator(lang).compare;
  const sources = Object.entries(ctx.blob.sources).sort(([, a], [, b]) => order(a.text, b.text));
  return [
    ...sharePart(ctx, known),
    h("h2", {}, t("save.title")),
    h("p", { class: "note" }, t("save.hint", { date: momentWords(state, lang, ctx) })),
    h("ul", { class: "buttons" }, ...buttons),
    h("h2", {}, t("save.sources")),
    h("ol", { class: "citations all" }, ...sources.map(([key, { text }]) => h("li", { id: `source-${key}` }, text))),
    h("p", { class: "note" }, t("credits")),
    ...mapLinks(ctx),
    h("p", { class: "note" }, t("save.stamp", { version: ctx.blob.version, stamp: ctx.blob.stamp })),
  ];
}
