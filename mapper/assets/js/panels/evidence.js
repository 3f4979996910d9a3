/** How far a text vouches for what the page says: the level of a record in words, and the texts that were read, as links that open. */

import { h } from "../dom.js";

const FEW = 3; // texts that need no fold
const WEB = /^https?:\/\//;

/** @typedef {{level: string, texts: import("../types.js").Evidence["texts"]}} Found */

/** @param {import("../types.js").Context} ctx @param {number} level @param {number[]} texts @returns {Found} */
function found(ctx, level, texts) {
  const evidence = /** @type {import("../types.js").Evidence} */ (ctx.blob.evidence);
  return { level: evidence.levels[level], texts: texts.map((one) => evidence.texts[one]) };
}

/** What vouches for who held a land on a day: the spell that was written last by then. @param {import("../types.js").Context} ctx @param {string} territory @param {string} day  ISO */
export function ofLand(ctx, territory, day) {
  const spell = ctx.blob.evidence?.land[territory]?.findLast(([from]) => from <= day);
  return spell ? found(ctx, spell[1], /** @type {number[]} */ (spell.slice(2))) : null;
}

/** What vouches for another record; one of which no text was read is only cited. @param {import("../types.js").Context} ctx @param {...string} key  its table, and what names it there */
export function ofRecord(ctx, ...key) {
  if (!ctx.blob.evidence) return null;
  const [level, ...texts] = ctx.blob.evidence.others[key.join("/")] ?? [ctx.blob.evidence.levels.indexOf("cited")];
  return found(ctx, level, texts);
}

/** The key of a recognition. @param {import("../types.js").Recognition} one */
export function recognitionKey(one) {
  return [one.by, one.of, one.from, one.territories.join("+")];
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Evidence["texts"][number]} text */
function textItem(ctx, [source, locator, url, kind, part]) {
  const words = (ctx.blob.evidence?.sources[source] ?? source).replace(/\.$/, "");
  const name = locator ? `${words}, ${locator}` : words;
  const t = ctx.t();
  return h(
    "li",
    {},
    WEB.test(url) ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name) : name,
    ` (${t(`kind.${kind}`)}${part ? `, ${t("evidence.in_part")}` : ""})`,
  );
}

/** The level in words, and all texts. @param {import("../types.js").Context} ctx @param {Found | null} vouched @returns {HTMLElement[]} */
export function evidencePart(ctx, vouched) {
  if (!vouched) return [];
  const t = ctx.t();
  const items = vouched.texts.map((text) => textItem(ctx, text));
  const more = items.splice(FEW);
  return [
    h("p", { class: "level" }, h("b", {}, t("evidence.title")), " ", t(`level.${vouched.level}`)),
    ...(items.length ? [h("ul", { class: "citations evidence" }, ...items)] : []),
    ...(more.length
      ? [
          h(
            "details",
            { class: "sources" },
            h("summary", {}, t("evidence.more", { count: more.length })),
            h("ul", { class: "citations evidence" }, ...more),
          ),
        ]
      : []),
  ];
}

/** The URI by which a record is cited, and the way to tell of a mistake in it, where the build names one. @param {import("../types.js").Context} ctx @param {string} uri */
export function recordPart(ctx, uri) {
  const t = ctx.t();
  const href = ctx.blob.corrections;
  const mistaken = h("a", { href, target: "_blank", rel: "noopener" }, t("details.mistaken"));
  const told = [h("b", {}, t("details.record")), " ", h("code", {}, uri)];
  return h("p", { class: "note record" }, ...told, ...(href ? [" ", mistaken] : []));
}

/** The level and the first text, where space is short. @param {import("../types.js").Context} ctx @param {Found | null} vouched */
export function evidenceLine(ctx, vouched) {
  if (!vouched) return null;
  const [first] = vouched.texts;
  const level = h("span", { class: "level" }, ctx.t()(`level.${vouched.level}`));
  return first ? h("div", {}, level, h("ul", { class: "citations evidence" }, textItem(ctx, first))) : level;
}

/** How much of the atlas is read, in a sentence; none where it has no evidence. @param {import("../types.js").Context} ctx */
export function sharesWords(ctx) {
  const shares = ctx.blob.evidence?.shares;
  if (!shares) return "";
  const percent = new Intl.NumberFormat(ctx.lang() === "en" ? "en-GB" : ctx.lang(), { style: "percent" });
  const named = ["spells", "events", "agreements"].map((table) => [table, percent.format(shares[table] ?? 0)]);
  return ctx.t()("legend.evidence", Object.fromEntries(named));
}
