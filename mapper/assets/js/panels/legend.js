/** The legend in words: only what is on the plate on this day. */

import { h, icon, refill } from "../dom.js";
import { inBox } from "../model/boxes.js";
import { territoryId } from "../model/chains.js";
import { movementPhase } from "../model/courses.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { legendContent } from "../model/legend.js";
import { momentWords } from "../model/moments.js";
import { agreementsShown, builtRailway, ownersOf, spheresOn } from "../model/overlays.js";
import { changedBlocks } from "../plate/changed.js";
import { railPaths } from "../plate/moves.js";
import { patternSpec } from "../plate/patterns.js";
import { sharesWords } from "./evidence.js";
import { ICONS } from "./icons.js";
import { ownerWords } from "./linedetails.js";
import {
  edgeSwatch,
  frontSwatch,
  letterSwatch,
  lineSwatch,
  powerSwatch,
  sphereSwatch,
  statusSwatch,
  swatch,
  themeSwatch,
} from "./swatches.js";

const FEW = 16; // powers that need no fold
const MANY = 100; // powers that a folded list is made of before it is opened; pictures and sheets have no use for more

/** A sample and its words. @typedef {[SVGElement, string | HTMLElement]} Row */
/** Whether the reader opened or shut the list of powers; undefined before. @typedef {{powers?: boolean}} Asked */

/** @param {import("../types.js").Context} ctx @param {() => import("../types.js").Plate[]} plates @param {(folded: boolean) => void} toggled */
export function createLegend(ctx, plates, toggled) {
  const body = h("div", { class: "legend-body", id: "legend-body" });
  const toggle = h("button", {
    type: "button",
    class: "legend-toggle",
    "aria-expanded": "true",
    "aria-controls": "legend-body",
  });
  const element = h("section", { class: "legend" }, toggle, body);
  /** @type {Asked} */
  const asked = {};
  let settled = false; // by the reader, or for a low screen
  toggle.addEventListener("click", () => {
    settled = true;
    fold(toggle.getAttribute("aria-expanded") === "true");
  });

  /** @param {boolean} folded */
  function fold(folded) {
    toggle.setAttribute("aria-expanded", String(!folded));
    element.classList.toggle("folded", folded);
    toggled(folded);
  }

  function draw() {
    const title = ctx.t()("legend.title");
    element.setAttribute("aria-label", title);
    refill(toggle, title, icon(ICONS.fold));
    refill(body, ...legendParts(ctx, plates(), asked));
  }

  return {
    element,
    draw,
    shut: () => {
      settled = true;
      fold(true);
    },
    /** Leave the room to what is read above, unless the reader has opened or shut the legend. @param {boolean} much */
    makeRoom: (much) => {
      if (!settled) fold(much);
    },
    parts: () => [
      h("h2", { class: "unseen" }, ctx.t()("legend.title")),
      h("div", { class: "legend-parts" }, ...legendParts(ctx, plates(), asked)),
    ],
  };
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @param {Asked} asked */
function legendParts(ctx, plates, asked) {
  const { as } = ctx.store.get();
  const t = ctx.t();
  const parts = [
    ...(as ? [note(t("legend.as", { polity: ctx.nameOf(as) }))] : []),
    ...landParts(ctx, plates, asked),
    ...list("legend-changed", changedRows(ctx, plates)),
    ...sphereParts(ctx, plates),
    ...list("legend-railways", railRows(ctx, plates)),
    ...list("", [...lineRows(ctx, plates), ...frontRows(ctx, plates), ...moveRows(ctx)]),
    ...list("legend-letters", letterRows(ctx, plates)),
    ...list("legend-themes", themeRows(ctx)),
  ];
  const read = sharesWords(ctx);
  return [...(parts.length ? parts : [note(t("legend.empty"))]), ...(read ? [note(read)] : [])];
}

/** @param {string} kind @param {Row[]} rows */
function list(kind, rows) {
  const items = rows.map(([sample, text]) => h("li", {}, sample, h("span", {}, text)));
  return items.length ? [h("ul", { class: kind || null }, ...items)] : [];
}

/** @param {string} text */
function note(text) {
  return h("p", { class: "legend-note" }, text);
}

/** The powers and the statuses in view. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @param {Asked} asked */
function landParts(ctx, plates, asked) {
  const { layers } = ctx.store.get();
  if (!layers.has("control") && !layers.has("recognised")) return [];
  const t = ctx.t();
  const { powers, statuses } = legendContent(
    plates.map((plate) => ({
      rules: plate.rules(),
      shown: plate.inView(),
      km2: plate.theatre.territories.map((one) => one.km2),
    })),
  );
  const statusRows = statuses
    .filter((one) => isPatterned(ctx, one))
    .map((one) => /** @type {Row} */ ([statusSwatch(ctx, one), t(`legend.${one.status}`)]));
  return [powersFold(ctx, powers, asked), ...(layers.has("control") ? list("", statusRows) : [])];
}

/** The powers under a heading that folds them; more than many are listed only when it is opened, for there may be a thousand. @param {import("../types.js").Context} ctx @param {string[]} powers @param {Asked} asked */
function powersFold(ctx, powers, asked) {
  const isOpen = asked.powers ?? powers.length <= FEW;
  const rows = () =>
    list(
      "legend-powers",
      powers.map((polity) => /** @type {Row} */ ([powerSwatch(ctx, polity), powerButton(ctx, polity)])),
    );
  const onclick = () => {
    asked.powers = !fold.open;
    if (fold.childElementCount === 1) fold.append(...rows());
  };
  const summary = h("summary", { onclick }, ctx.t()("legend.powers", { count: powers.length }));
  const fold = /** @type {HTMLDetailsElement} */ (
    h("details", { open: isOpen }, summary, ...(isOpen || powers.length <= MANY ? rows() : []))
  );
  return fold;
}

/** Whether a hold is drawn with a pattern: land that was annexed and whose owner is gone is as plain as the rest. @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule */
function isPatterned(ctx, { status, controller, sovereign }) {
  const { patterns } = ctx.blob.about;
  return patternSpec(status, ctx.colourOf(controller), ctx.colourOf(sovereign), ctx.dark(), patterns) !== null;
}

/** The edge of lands that changed in a span, with the first holder most seen as its example. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Row[]} */
function changedRows(ctx, plates) {
  const state = ctx.store.get();
  const blocks = plates.flatMap(({ theatre }) => changedBlocks(theatre, state));
  if (!blocks.length) return [];
  const { from } = blocks.reduce((most, one) => (one.members.length > most.members.length ? one : most));
  const key = state.since === null ? "legend.doubt" : "legend.changed";
  return [[edgeSwatch(ctx, from), ctx.t()(key, { span: momentWords(state, state.lang, ctx) })]];
}

/** @param {import("../types.js").Context} ctx @param {string} polity */
function powerButton(ctx, polity) {
  const onclick = () => ctx.select("polity", polity, "stay");
  return h("button", { type: "button", class: "legend-power", onclick }, ctx.nameOf(polity));
}

/** The spheres of the day and who agreed on them. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates */
function sphereParts(ctx, plates) {
  const state = ctx.store.get();
  if (!state.layers.has("agreed") || state.against) return [];
  const t = ctx.t();
  const lands = new Set(
    plates.flatMap((plate) => {
      const seen = plate.inView();
      return plate.theatre.territories.filter((land) => seen[land.index]).map(territoryId);
    }),
  );
  const spheres = new Map([...spheresOn(ctx.blob.agreements, state, state.agreed)].filter(([land]) => lands.has(land)));
  const polities = [...new Set([...spheres.values()].map(({ polity }) => polity))].sort();
  if (!polities.length) return [];
  const rows = polities.map(
    (polity) => /** @type {Row} */ ([sphereSwatch(ctx, polity), t("legend.sphere", { polity: ctx.nameOf(polity) })]),
  );
  const names = agreementsShown(spheres)
    .slice(0, 3)
    .map((one) => pick(one.name, ctx.lang()));
  return [...list("legend-spheres", rows), note(t("legend.agreed", { names: names.join("; ") }))];
}

/** The railways in view by owner. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Row[]} */
function railRows(ctx, plates) {
  const { layers, day } = ctx.store.get();
  if (!layers.has("railways")) return [];
  const t = ctx.t();
  /** @type {Map<string, {spell: import("../types.js").RailwaySpell, names: Set<string>}>} */
  const owners = new Map();
  for (const railway of ctx.blob.railways) {
    const plate = plates.find((one) => one.id === railway.theatre);
    const spell = builtRailway(railway, day);
    if (!plate || !spell) continue;
    const view = plate.viewBox();
    if (!railway.points.some((point) => inBox(plate.pixel(point), view))) continue;
    const row = owners.get(spell.owner) ?? { spell, names: new Set() };
    row.names.add(pick(railway.name, ctx.lang()).split(/[,:(]/)[0].trim());
    owners.set(spell.owner, row);
  }
  return [...owners.values()].map(({ spell, names }) => {
    const some = [...names].slice(0, 2).join(", ");
    const named = names.size > 2 ? t("change.and_more", { names: some, count: names.size - 2 }) : some;
    return [
      swatch(...railPaths("M1 9H29", ownersOf(spell).map(ctx.colourOf), ctx.dark())),
      t("legend.railways", { owner: ownerWords(ctx, spell), names: named }),
    ];
  });
}

/** The kinds of border in view. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Row[]} */
function lineRows(ctx, plates) {
  const t = ctx.t();
  const drawn = new Set(plates.flatMap((plate) => plate.bordersInView()));
  /** @type {[boolean, string, string][]} */
  const kinds = [
    ...["surveyed", "approximate", "schematic", "unstated"].map(
      (certainty) =>
        /** @type {[boolean, string, string]} */ ([
          drawn.has(`border state ${certainty}`),
          `border state ${certainty}`,
          `line.${certainty}`,
        ]),
    ),
    [[...drawn].some((kind) => kind.startsWith("border inner")), "border inner surveyed", "line.inner"],
    [[...drawn].some((kind) => kind.startsWith("border governed")), "border governed", "line.governed"],
    [ctx.store.get().layers.has("recognised"), "law", "line.law"],
    [plates.some((plate) => plate.groups.agreed.childElementCount), "agreed-line", "line.agreed"],
  ];
  return kinds.filter(([shown]) => shown).map(([, kind, key]) => [lineSwatch(kind), t(key)]);
}

/** The fronts in view, and those drawn by hand on days of no campaign: one sign. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Row[]} */
function frontRows(ctx, plates) {
  const t = ctx.t();
  const state = ctx.store.get();
  const derived = new Set(plates.flatMap((plate) => [...plate.frontsInView()]));
  const drawn =
    state.layers.has("movements") &&
    ctx.blob.movements.some((one) => one.kind === "front" && movementPhase(one, state) !== "hidden");
  /** @type {[boolean, string, string][]} */
  const kinds = [
    [derived.has("near") || drawn, "near", "line.front"],
    [derived.has("far"), "far", "line.front_far"],
  ];
  return kinds.filter(([shown]) => shown).map(([, kind, key]) => [frontSwatch(kind), t(key)]);
}

/** The kinds of movement on the day. @param {import("../types.js").Context} ctx @returns {Row[]} */
function moveRows(ctx) {
  const state = ctx.store.get();
  if (!state.layers.has("movements")) return [];
  const t = ctx.t();
  const shown = new Set(
    ctx.blob.movements.filter((one) => movementPhase(one, state) !== "hidden").map(({ kind }) => kind),
  );
  return ["advance", "raid"]
    .filter((kind) => shown.has(kind))
    .map((kind) => [lineSwatch(`${kind} now sample`, "M2 8 18 6.5V3.5L28 9 18 14.5V11.5L2 10Z"), t(`line.${kind}`)]);
}

/** What letters mean that are on the plates: each style one thing. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Row[]} */
function letterRows(ctx, plates) {
  const t = ctx.t();
  const drawn = (/** @type {string} */ selector) => plates.some((plate) => plate.groups.names.querySelector(selector));
  /** @type {[string, string, string][]} */
  const kinds = [
    [".power.held", "power held", "letters.held"],
    [".river-name, .water-name", "water-name", "letters.water"],
    [".town-name.of-today", "town-name of-today", "letters.today"],
  ];
  return kinds.filter(([selector]) => drawn(selector)).map(([, kind, key]) => [letterSwatch(kind), t(key)]);
}

/** The themes of the events on the day. @param {import("../types.js").Context} ctx @returns {Row[]} */
function themeRows(ctx) {
  const state = ctx.store.get();
  const themes = new Set(eventsOn(ctx.blob.events, state, state.layers).map(({ event }) => event.theme));
  return [...themes].sort().map((theme) => [themeSwatch(ctx.blob.about.themes[theme]), ctx.t()(`theme.${theme}`)]);
}
