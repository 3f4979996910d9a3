/** Details of a movement and of a railway with all its owners. */

import { h } from "../dom.js";
import { dayNumber, dayWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { ownersOf, railwaySpell } from "../model/overlays.js";
import { uriOf } from "../model/records.js";
import { chainLink, citationList } from "./details.js";
import { evidencePart, ofRecord, recordPart } from "./evidence.js";

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Movement} movement */
export function movementDetails(ctx, movement) {
  const { lang } = ctx.store.get();
  const t = ctx.t();
  const day = (/** @type {string} */ iso) =>
    h(
      "button",
      { type: "button", class: "linkish", onclick: () => ctx.store.set({ day: dayNumber(iso) }) },
      dayWords(dayNumber(iso), lang),
    );
  return [
    h("p", { class: "kicker" }, t(`movement.${movement.kind}`)),
    h("h2", {}, pick(movement.name, lang)),
    h(
      "dl",
      { class: "facts" },
      ...[h("dt", {}, t("movement.power")), h("dd", {}, h("strong", {}, ctx.nameOf(movement.polity)))],
      ...[h("dt", {}, t("movement.from")), h("dd", {}, day(movement.from))],
      ...[h("dt", {}, t("movement.to")), h("dd", {}, day(movement.to))],
    ),
    movement.note ? h("p", { class: "note", lang: ctx.blob.about.languages[0] }, movement.note) : null,
    h("h3", {}, t("details.sources_title")),
    citationList(ctx, movement.source),
    ...evidencePart(ctx, ofRecord(ctx, "movements", movement.id)),
    recordPart(ctx, uriOf(ctx.blob, "movements", movement.id)),
  ];
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").RailwaySpell} spell */
export function ownerWords(ctx, spell) {
  return ownersOf(spell).map(ctx.nameOf).join(ctx.t()("railway.and"));
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Railway} railway */
export function railwayDetails(ctx, railway) {
  const { day, lang } = ctx.store.get();
  const t = ctx.t();
  const now = railwaySpell(railway, day);
  const chain = railway.spells.map((one) =>
    chainLink(
      ctx,
      one,
      one === now,
      ofRecord(ctx, "railway_spells", railway.id, one.from),
      h("span", { class: "chain-rule" }, ownerWords(ctx, one)),
      one.manager ? h("span", { class: "chain-law", lang: ctx.blob.about.languages[0] }, one.manager) : null,
    ),
  );
  return [
    h("p", { class: "kicker" }, t("line.railway")),
    h("h2", {}, pick(railway.name, lang)),
    now
      ? h(
          "dl",
          { class: "facts" },
          ...[h("dt", {}, t("railway.owner")), h("dd", {}, h("strong", {}, ownerWords(ctx, now)))],
          ...(now.manager
            ? [h("dt", {}, t("railway.manager")), h("dd", { lang: ctx.blob.about.languages[0] }, now.manager)]
            : []),
        )
      : null,
    now ? citationList(ctx, now.source) : null,
    h("h3", {}, t("railway.chain")),
    h("ol", { class: "chain" }, ...chain),
    railway.source?.length ? h("h3", {}, t("railway.course")) : null,
    citationList(ctx, railway.source ?? []),
    recordPart(ctx, uriOf(ctx.blob, ...(now ? ["railway_spells", railway.id, now.from] : ["railways", railway.id]))),
  ];
}
