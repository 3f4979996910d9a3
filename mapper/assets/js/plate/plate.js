/** The plate of one theatre: land, borders, waters and frame, drawn once a zoom; a day only changes attributes. */

import { s } from "../dom.js";
import { borderClass, lawClass } from "../model/borders.js";
import { recognitionsOn, seenAs, spellOn } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { createGeometry } from "../model/geometry.js";
import { pick } from "../model/i18n.js";
import { fillColour, patternElement, patternKey, patternSpec } from "./patterns.js";
import { createSpheres } from "./spheres.js";

/**
 * What all parts of the page share.
 * @typedef {object} Context
 * @property {import("../types.js").Blob} blob
 * @property {ReturnType<typeof import("../model/state.js").createStore>} store
 * @property {() => import("../types.js").Translate} t
 * @property {() => string} lang
 * @property {(polity: string) => string} nameOf
 * @property {(polity: string) => string} colourOf
 * @property {() => boolean} dark
 * @property {(kind: string, id: string, how?: string, name?: string) => void} select
 * @property {import("../types.js").Theatre[]} theatres
 * @property {number[]} changeDays
 * @property {number} first
 * @property {number} last
 * @property {() => DOMRect[]} obstacles  what covers the plates, on the screen
 */

/** @typedef {ReturnType<typeof createPlate>} Plate */
/** @typedef {{controller: string, sovereign: string, status: string}} Rule */

const GROUPS = [
  "ground",
  "land",
  "spheres",
  "waters",
  "rails",
  "bands",
  "coast",
  "inner",
  "law",
  "agreed",
  "moves",
  "net",
  "outside",
  "picked",
  "names",
  "marks",
];

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {Context} ctx
 */
export function createPlate(map, id, ctx) {
  const raw = ctx.blob.theatres[id];
  const theatre = /** @type {import("../types.js").Theatre} */ (ctx.theatres.find((one) => one.id === id));
  const shape = createGeometry(map, raw, theatre, ctx.obstacles);
  const { borders, inView } = shape;
  const riverLines = raw.rivers ?? [];
  const renderer = /** @type {any} */ (L.svg({ padding: 0.3 }).addTo(map));
  const root = s("g", { class: "plate" });
  const defs = s("defs");
  renderer._rootGroup.setAttribute("pointer-events", "auto");
  renderer._rootGroup.append(defs, root);
  /** @type {Record<string, SVGElement>} */
  const groups = {};
  for (const name of GROUPS) {
    groups[name] = s("g", { class: name });
    root.append(groups[name]);
  }
  for (const name of GROUPS)
    if (!["land", "rails", "moves", "marks", "names"].includes(name)) groups[name].setAttribute("aria-hidden", "true");
  groups.names.setAttribute("aria-hidden", "true");

  const lands = theatre.territories.map((territory) =>
    s("path", { class: "territory", "data-territory": territory.index, role: "button", tabindex: -1 }),
  );
  groups.land.append(...lands);
  const lines = borders.map(() => s("path", { class: "border none" }));
  const leftBands = borders.map(() => s("path", { class: "band none" }));
  const rightBands = borders.map(() => s("path", { class: "band none" }));
  const laws = borders.map(() => s("path", { class: "law none" }));
  groups.bands.append(...leftBands, ...rightBands);
  groups.inner.append(...lines);
  groups.law.append(...laws);
  const sea = s("path", { class: "sea" });
  groups.ground.append(sea);
  const coast = s("path", { class: "coastline" });
  groups.coast.append(coast);
  const lakes = s("path", { class: "lake" });
  const rivers = riverLines.map(() => s("path", { class: "river" }));
  groups.waters.append(...rivers, lakes);
  const net = s("path", { class: "graticule" });
  groups.net.append(net);
  const outside = s("path", { class: "beyond", "fill-rule": "evenodd" });
  const neatline = s("path", { class: "neatline" });
  groups.outside.append(outside, neatline);
  const picked = s("path", { class: "picked none" });
  groups.picked.append(picked);

  /** @type {Rule[]} */
  const rules = [];
  /** @type {(import("../types.js").Spell | undefined)[]} */
  const spells = new Array(lands.length);
  let zoomDrawn = Number.NaN;
  let pickedIndex = -1;
  const patterns = new Set();
  const prefix = map.getContainer().id; // two plates may show the same theatre

  function place() {
    const origin = map.getPixelOrigin();
    root.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
  }

  function drawZoom() {
    const zoom = map.getZoom();
    place();
    if (zoom === zoomDrawn) return;
    zoomDrawn = zoom;
    const made = shape.paths(zoom);
    for (const [i, path] of lands.entries()) path.setAttribute("d", made.lands[i]);
    for (const [i, path] of lines.entries()) {
      path.setAttribute("d", made.borders[i]);
      leftBands[i].setAttribute("d", made.left[i]);
      rightBands[i].setAttribute("d", made.right[i]);
      laws[i].setAttribute("d", made.borders[i]);
    }
    coast.setAttribute("d", made.coast);
    lakes.setAttribute("d", made.lakes);
    for (const [i, path] of rivers.entries()) path.setAttribute("d", made.rivers[i]);
    net.setAttribute("d", made.net);
    outside.setAttribute("d", `M-9e4 -9e4H9e4V9e4H-9e4Z${made.frame}Z`);
    neatline.setAttribute("d", made.frame);
    sea.setAttribute("d", made.frame);
    if (pickedIndex >= 0) picked.setAttribute("d", made.lands[pickedIndex]);
  }

  /** @param {Rule} rule */
  function fillOf(rule) {
    const holder = ctx.colourOf(rule.controller);
    const spec = patternSpec(rule.status, holder, ctx.colourOf(rule.sovereign), ctx.dark());
    if (!spec) return fillColour(holder, ctx.dark());
    const kind = patternKey(rule.status, rule.controller, rule.sovereign);
    return patternOf(kind, (key) => patternElement(key, spec));
  }

  /** The paint of a pattern, made when first needed. @param {string} kind @param {(key: string) => SVGElement} make */
  function patternOf(kind, make) {
    const key = `${prefix}-${kind}`;
    if (!patterns.has(key)) {
      patterns.add(key);
      defs.append(make(key));
    }
    return `url(#${key})`;
  }

  /** @param {number} index */
  function paintLand(index) {
    const rule = rules[index];
    const state = ctx.store.get();
    const path = lands[index];
    const shown = state.layers.has("control")
      ? rule
      : state.layers.has("recognised")
        ? { controller: rule.sovereign, sovereign: rule.sovereign, status: "sovereign" }
        : null;
    const fill = shown ? fillOf(shown) : "";
    if (path.getAttribute("fill") !== fill) {
      path.setAttribute("fill", fill);
      path.setAttribute("stroke", fill); // closes the hair between neighbours
    }
    path.classList.toggle("blank", !shown);
    path.setAttribute("aria-label", landLabel(index));
  }

  /** @param {number} index */
  function landLabel(index) {
    const rule = rules[index];
    const t = ctx.t();
    const name = pick(theatre.territories[index].name, ctx.lang());
    if (rule.status === "sovereign") return t("land.label", { land: name, holder: ctx.nameOf(rule.controller) });
    return t("land.label_status", {
      land: name,
      holder: ctx.nameOf(rule.controller),
      status: t(`status.${rule.status}`),
    });
  }

  /** @param {number} index of a group of borders */
  function paintBorder(index) {
    const { left, right, line } = borders[index];
    const state = ctx.store.get();
    const certainty = line >= 0 ? raw.lines[line].certainty : "";
    const kind = state.layers.has("control") ? borderClass(rules[left], rules[right], certainty) : "border none";
    lines[index].setAttribute("class", kind);
    const tinted = kind.includes("state");
    for (const [bands, side] of /** @type {[SVGElement[], number][]} */ ([
      [leftBands, left],
      [rightBands, right],
    ])) {
      bands[index].setAttribute("class", tinted ? "band" : "band none");
      if (tinted) bands[index].setAttribute("stroke", bandColour(rules[side]));
    }
    laws[index].setAttribute(
      "class",
      state.layers.has("recognised") ? lawClass(rules[left], rules[right]) : "law none",
    );
  }

  /** @param {Rule} rule */
  function bandColour(rule) {
    return shade(fillColour(ctx.colourOf(rule.controller), ctx.dark()), ctx.dark() ? 0.1 : -0.13, 1.35);
  }

  /** Bring the plate to the state's day; `all` repaints what did not change too. @param {boolean} [all] */
  function paint(all = false) {
    const state = ctx.store.get();
    const seen = recognitionsOn(ctx.blob.recognitions, state.as, state.day);
    const changed = new Set();
    for (const [index, territory] of theatre.territories.entries()) {
      const spell = spellOn(territory, state.day);
      if (!all && spells[index] === spell && !state.as) continue;
      const rule = seenAs(spell, seen.get(territory.id));
      const old = rules[index];
      spells[index] = spell;
      rules[index] = rule;
      if (
        !all &&
        old &&
        old.controller === rule.controller &&
        old.sovereign === rule.sovereign &&
        old.status === rule.status
      )
        continue;
      changed.add(index);
    }
    if (!changed.size) return false;
    for (const index of changed) paintLand(index);
    for (const [index, { left, right }] of borders.entries())
      if (changed.has(left) || changed.has(right)) paintBorder(index);
    return true;
  }

  const spheres = createSpheres(ctx, { prefix, theatre, raw, shape, groups, patternOf });

  function repaint() {
    for (const key of patterns) defs.querySelector(`#${CSS.escape(key)}`)?.remove();
    patterns.clear();
    paint(true);
    spheres.paint(map.getZoom(), true);
  }

  /** Ring a territory, or none. @param {number} index */
  function pickLand(index) {
    pickedIndex = index;
    picked.setAttribute("class", index < 0 ? "picked none" : "picked");
    if (index >= 0) picked.setAttribute("d", shape.paths(zoomDrawn).lands[index]);
  }

  function showLayers() {
    const layers = ctx.store.get().layers;
    for (const river of rivers) river.classList.toggle("none", !layers.has("rivers"));
  }

  /** Let all lands fade but some; null lets none. @param {Set<number> | null} kept */
  function fadeAllBut(kept) {
    for (const [index, path] of lands.entries()) path.classList.toggle("faded", kept !== null && !kept.has(index));
  }

  /** The lines whose borders are drawn and in view. */
  function linesInView() {
    const seen = inView();
    const drawn = borders.filter(
      ({ left, right }, i) => (seen[left] || seen[right]) && lines[i].getAttribute("class") !== "border none",
    );
    return [...new Set(drawn.map(({ line }) => line))].filter((line) => line >= 0).map((line) => raw.lines[line]);
  }

  drawZoom();
  map.on("zoomend viewreset", drawZoom);
  return {
    ...shape,
    id,
    map,
    raw,
    theatre,
    groups,
    lands,
    rules: () => rules,
    paint,
    paintSpheres: (/** @type {boolean} */ all = false) => spheres.paint(map.getZoom(), all),
    repaint,
    pickLand,
    showLayers,
    fadeAllBut,
    linesInView,
  };
}
