/** Changes in sentences, each with its lands to go to and its sources. */

import { h } from "../dom.js";
import { pick } from "../model/i18n.js";
import { sourceFold } from "./details.js";

const MANY = 8; // lands above which they are folded away

/** A button for a land. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory} land */
function landChip(ctx, land) {
  return h(
    "button",
    { type: "button", class: "chip", onclick: () => ctx.select("territory", land.id) },
    pick(land.name, ctx.lang()),
  );
}

/** Buttons for territories, a zone's for its own, folded where they are many. @param {import("../types.js").Context} ctx @param {import("../types.js").Territory[]} lands */
export function landChips(ctx, lands) {
  const wholes = [...new Set(lands.map((land) => land.whole ?? land))];
  const sorted = wholes.sort((a, b) => pick(a.name, ctx.lang()).localeCompare(pick(b.name, ctx.lang()), ctx.lang()));
  const chips = h("div", { class: "chips" }, ...sorted.map((land) => landChip(ctx, land)));
  if (wholes.length <= MANY) return chips;
  return h("details", {}, h("summary", {}, ctx.t()("change.lands", { count: wholes.length })), chips);
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
