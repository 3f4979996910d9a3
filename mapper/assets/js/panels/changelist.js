/** Changes in sentences, each with its lands to go to and its sources. */

import { h } from "../dom.js";
import { byWhole, fewTowns } from "../model/changes.js";
import { pick } from "../model/i18n.js";
import { sourceFold } from "./details.js";

const MANY = 8; // lands above which they are folded away

/** A button for a territory or, of one that did not change whole, for its largest zone that did, with the towns. @param {import("../types.js").Context} ctx @param {ReturnType<typeof byWhole>[number]} land */
function landChip(ctx, { whole, parts, all }) {
  const lang = ctx.lang();
  const towns = all ? "" : fewTowns(parts, lang);
  return h(
    "button",
    { type: "button", class: "chip", onclick: () => ctx.select("territory", (all ? whole : parts[0]).id) },
    pick(whole.name, lang),
    towns ? h("span", {}, ` (${towns})`) : null,
  );
}

/** Buttons for lands, by territory, folded where they are many. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory[]} lands */
export function landChips(ctx, lands) {
  const lang = ctx.lang();
  const sorted = byWhole(lands).sort((a, b) => pick(a.whole.name, lang).localeCompare(pick(b.whole.name, lang), lang));
  const chips = h("div", { class: "chips" }, ...sorted.map((land) => landChip(ctx, land)));
  if (sorted.length <= MANY) return chips;
  return h("details", {}, h("summary", {}, ctx.t()("change.lands", { count: sorted.length })), chips);
}

/**
 * @param {import("../types.js").Context} ctx
 * @param {import("../model/changes.js").ChangeGroup[]} groups
 */
export function changeList(ctx, groups) {
  return h(
    "ul",
    { class: "changes" },
    ...groups.map((group) =>
      h(
        "li",
        {},
        h("p", {}, group.sentence),
        landChips(
          ctx,
          group.changes.map(({ territory }) => territory),
        ),
        sourceFold(
          ctx,
          group.changes.flatMap(({ after }) => after.source),
        ),
      ),
    ),
  );
}
