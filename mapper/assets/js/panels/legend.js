/** The legend in words: only what is on the plate on this day. */

import { h, icon, refill, s } from "../dom.js";
import { pick } from "../model/i18n.js";
import { agreementsShown, ownersOf, railwaySpell, spheresOn } from "../model/overlays.js";
import { eventsOn, GLYPHS } from "../plate/marks.js";
import { movementPhase, railPaths } from "../plate/moves.js";
import { fillColour, patternElement, patternSpec, sphereColour, spherePattern } from "../plate/patterns.js";
import { ICONS } from "./icons.js";
import { ownerWords } from "./linedetails.js";

const FEW = 16; // powers that need no fold

/** @param {...SVGElement} content */
function swatch(...content) {
  return s("svg", { class: "swatch", viewBox: "0 0 30 18", "aria-hidden": "true" }, ...content);
}

/**
 * What the legend must name on a day: holders and owners, whose colours both are on the map, by area, statuses with an example, kinds of line.
 * @param {{rules: {controller: string, sovereign: string, status: string}[], km2: number[], shown: boolean[]}[]} parts  what is in view
 */
export function legendContent(parts) {
  /** @type {Map<string, number>} */
  const areas = new Map();
  /** @type {Map<string, {controller: string, sovereign: string, km2: number}>} */
  const statuses = new Map();
  const lands = parts.flatMap(({ rules, km2, shown }) =>
    rules.flatMap((rule, i) => (shown[i] ? [{ ...rule, km2: km2[i] }] : [])),
  );
  for (const { controller, sovereign, status, km2 } of lands) {
    for (const polity of new Set([controller, sovereign])) areas.set(polity, (areas.get(polity) ?? 0) + km2);
    if (status === "sovereign") continue;
    const known = statuses.get(status);
    const better =
      !known || (known.controller === known.sovereign) === (controller === sovereign)
        ? km2 > (known?.km2 ?? 0)
        : controller !== sovereign;
    if (better) statuses.set(status, { controller, sovereign, km2 });
  }
  const powers = [...areas.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([polity]) => polity);
  return { powers, statuses: [...statuses.entries()].map(([status, rule]) => ({ status, ...rule })) };
}

/** @param {import("../plate/plate.js").Context} ctx @param {() => import("../plate/plate.js").Plate[]} plates */
export function createLegend(ctx, plates) {
  const body = h("div", { class: "legend-body", id: "legend-body" });
  const toggle = h("button", {
    type: "button",
    class: "legend-toggle",
    "aria-expanded": "true",
    "aria-controls": "legend-body",
  });
  const element = h("section", { class: "legend" }, toggle, body);
  toggle.addEventListener("click", () => fold(toggle.getAttribute("aria-expanded") === "true"));

  /** @param {boolean} folded */
  function fold(folded) {
    toggle.setAttribute("aria-expanded", String(!folded));
    element.classList.toggle("folded", folded);
  }

  function draw() {
    const t = ctx.t();
    const { layers, day, as } = ctx.store.get();
    element.setAttribute("aria-label", t("legend.title"));
    refill(toggle, t("legend.title"), icon(ICONS.fold));
    const parts = plates().map((plate) => ({
      rules: plate.rules(),
      shown: plate.inView(),
      km2: plate.theatre.territories.map((one) => one.km2),
    }));
    const { powers, statuses } = legendContent(parts);
    const rows = [];
    if (as) rows.push(h("p", { class: "legend-note" }, t("legend.as", { polity: ctx.nameOf(as) })));
    if (layers.has("control") || layers.has("recognised")) {
      const rowOfPowers = list(
        "legend-powers",
        powers.map((polity) => [
          powerSwatch(polity),
          h(
            "button",
            { type: "button", class: "legend-power", onclick: () => ctx.select("polity", polity, "stay") },
            ctx.nameOf(polity),
          ),
        ]),
      );
      rows.push(
        h(
          "details",
          { open: powers.length <= FEW },
          h("summary", {}, t("legend.powers", { count: powers.length })),
          rowOfPowers,
        ),
      );
    }
    if (layers.has("control") && statuses.length)
      rows.push(
        list(
          "",
          statuses.map((one) => [statusSwatch(one), t(`legend.${one.status}`)]),
        ),
      );
    rows.push(...sphereRows(t), ...railRows(t));
    const lines = lineRows(t);
    if (lines.length) rows.push(list("", lines));
    const themes = [...new Set(eventsOn(ctx.blob.events, day, layers).map(({ event }) => event.theme))].sort();
    if (themes.length)
      rows.push(
        list(
          "legend-themes",
          themes.map((theme) => [themeSwatch(theme), t(`theme.${theme}`)]),
        ),
      );
    if (!rows.length) rows.push(h("p", { class: "legend-note" }, t("legend.empty")));
    refill(body, ...rows);
  }

  /** @param {import("../types.js").Translate} t @returns {[SVGElement, string][]} */
  function lineRows(t) {
    const { layers } = ctx.store.get();
    /** @type {[SVGElement, string][]} */
    const rows = [];
    const row = (/** @type {string} */ kind, /** @type {string} */ key) =>
      rows.push([swatch(s("path", { class: kind, d: "M1 9H29" })), t(key)]);
    const drawn = new Set();
    for (const plate of plates()) for (const path of plate.groups.inner.children) drawn.add(path.getAttribute("class"));
    for (const certainty of ["surveyed", "approximate", "schematic"])
      if (drawn.has(`border state ${certainty}`)) row(`border state ${certainty}`, `line.${certainty}`);
    if ([...drawn].some((kind) => kind?.startsWith("border inner"))) row("border inner surveyed", "line.inner");
    if (layers.has("recognised")) row("law", "line.law");
    if (plates().some((plate) => plate.groups.agreed.childElementCount)) row("agreed-line", "line.agreed");
    return [...rows, ...moveRows(t)];
  }

  /** @param {import("../types.js").Translate} t @returns {[SVGElement, string][]} */
  function moveRows(t) {
    const { layers, day } = ctx.store.get();
    if (!layers.has("movements")) return [];
    const kinds = new Set(
      ctx.blob.movements.filter((one) => movementPhase(one, day) !== "hidden").map(({ kind }) => kind === "front"),
    );
    /** @type {[boolean, string, string, string][]} */
    const samples = [
      [false, "advance", "M2 8 18 6.5V3.5L28 9 18 14.5V11.5L2 10Z", "line.advance"],
      [true, "front", "M1 8H29M5 8 8 13 11 8M18 8 21 13 24 8", "line.front"],
    ];
    return samples
      .filter(([front]) => kinds.has(front))
      .map(([, name, d, key]) => [swatch(s("path", { class: `${name} now sample`, d })), t(key)]);
  }

  /** The spheres of the day and who agreed on them. @param {import("../types.js").Translate} t */
  function sphereRows(t) {
    const { layers, day, agreed } = ctx.store.get();
    if (!layers.has("agreed")) return [];
    const lands = new Set(
      plates().flatMap((plate) => {
        const seen = plate.inView();
        return plate.theatre.territories.filter((land) => seen[land.index]).map((land) => land.id);
      }),
    );
    const spheres = new Map([...spheresOn(ctx.blob.agreements, day, agreed)].filter(([land]) => lands.has(land)));
    const polities = [...new Set([...spheres.values()].map(({ polity }) => polity))].sort();
    if (!polities.length) return [];
    return [
      list(
        "legend-spheres",
        polities.map((polity) => [sphereSwatch(polity), t("legend.sphere", { polity: ctx.nameOf(polity) })]),
      ),
      h(
        "p",
        { class: "legend-note" },
        t("legend.agreed", {
          names: agreementsShown(spheres)
            .slice(0, 3)
            .map((one) => pick(one.name, ctx.lang()))
            .join("; "),
        }),
      ),
    ];
  }

  /** The railways in view by owner. @param {import("../types.js").Translate} t */
  function railRows(t) {
    const { layers, day } = ctx.store.get();
    if (!layers.has("railways")) return [];
    /** @type {Map<string, {spell: import("../types.js").RailwaySpell, names: Set<string>}>} */
    const owners = new Map();
    for (const railway of ctx.blob.railways) {
      const plate = plates().find((one) => one.id === railway.theatre);
      const spell = railwaySpell(railway, day);
      if (!plate || !spell) continue;
      const view = plate.windowBox();
      const within = railway.points.some((point) => {
        const { x, y } = plate.pixel(point);
        return x >= view.x0 && x <= view.x1 && y >= view.y0 && y <= view.y1;
      });
      if (!within) continue;
      const row = owners.get(spell.owner) ?? { spell, names: new Set() };
      row.names.add(pick(railway.name, ctx.lang()).split(/[,:(]/)[0].trim());
      owners.set(spell.owner, row);
    }
    const rows = [...owners.values()].map(({ spell, names }) => {
      const some = [...names].slice(0, 2).join(", ");
      const named = names.size > 2 ? t("change.and_more", { names: some, count: names.size - 2 }) : some;
      return /** @type {[SVGElement, string]} */ ([
        swatch(...railPaths("M1 9H29", ownersOf(spell).map(ctx.colourOf), ctx.dark())),
        t("legend.railways", { owner: ownerWords(ctx, spell), names: named }),
      ]);
    });
    return rows.length ? [list("legend-railways", rows)] : [];
  }

  /** @param {string} polity */
  function sphereSwatch(polity) {
    const id = `legend-sphere-${polity}`;
    return swatch(
      spherePattern(id, ctx.colourOf(polity), ctx.dark()),
      s("rect", { class: "swatch-box", x: 1, y: 1, width: 28, height: 16, fill: `url(#${id})` }),
      s("rect", {
        class: "sphere-edge",
        x: 1,
        y: 1,
        width: 5,
        height: 16,
        fill: sphereColour(ctx.colourOf(polity), ctx.dark()),
      }),
    );
  }

  /** @param {string} polity */
  function powerSwatch(polity) {
    return swatch(
      s("rect", {
        class: "swatch-box",
        x: 1,
        y: 1,
        width: 28,
        height: 16,
        fill: fillColour(ctx.colourOf(polity), ctx.dark()),
      }),
    );
  }

  /** @param {{status: string, controller: string, sovereign: string}} one */
  function statusSwatch({ status, controller, sovereign }) {
    const spec = patternSpec(status, ctx.colourOf(controller), ctx.colourOf(sovereign), ctx.dark());
    if (!spec) return powerSwatch(controller);
    const id = `legend-${status.replace(" ", "-")}`;
    return swatch(
      patternElement(id, spec),
      s("rect", { class: "swatch-box", x: 1, y: 1, width: 28, height: 16, fill: `url(#${id})` }),
    );
  }

  return { element, draw, fold };
}

/** @param {string} theme */
function themeSwatch(theme) {
  return swatch(
    s(
      "g",
      { class: `mark theme-${theme}`, transform: "translate(15 9)" },
      s("circle", { class: "disc", r: 8 }),
      s("path", { class: "glyph", d: GLYPHS[theme] ?? "" }),
    ),
  );
}

/** @param {string} kind @param {[SVGElement, string | HTMLElement][]} rows */
function list(kind, rows) {
  return h("ul", { class: kind || null }, ...rows.map(([sample, text]) => h("li", {}, sample, h("span", {}, text))));
}
