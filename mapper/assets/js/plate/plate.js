/** The plate of one theatre: land, borders, waters and neat line, drawn once a zoom; a day only changes attributes. */
import { borderClass, lawClass } from "../model/borders.js";
import { livesOn, recognitionsOn, sameRule, seenAs, spellOn, territoryId } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { pick } from "../model/i18n.js";
import { createParts } from "./parts.js";
import { fillColour, patternElement, patternKey, patternSpec } from "./patterns.js";
import { createSpheres } from "./spheres.js";
import { createView } from "./view.js";

/** @typedef {ReturnType<typeof createPlate>} Plate */

/**
 * What a plate is drawn from, and what is drawn on it now.
 * @typedef {object} Drawn
 * @property {import("../types.js").Context} ctx
 * @property {L.Map} map
 * @property {import("../types.js").RawTheatre} raw
 * @property {import("../types.js").Theatre} theatre
 * @property {ReturnType<typeof createView>} view
 * @property {import("./parts.js").Parts} parts
 * @property {import("../types.js").Rule[]} rules  by territory
 * @property {(import("../types.js").Spell | undefined)[]} spells  by territory
 * @property {boolean[]} lives  whether each is there on the day
 * @property {number} zoom  that the paths are of
 * @property {number} picked  the territory that is ringed, or -1
 * @property {Set<string>} patterns  ids
 * @property {string} prefix  of ids: two plates may show the same theatre
 */

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {import("../types.js").Context} ctx
 */
export function createPlate(map, id, ctx) {
  const raw = ctx.blob.theatres[id];
  const theatre = /** @type {import("../types.js").Theatre} */ (ctx.theatres.find((one) => one.id === id));
  const view = createView(map, raw, theatre, ctx.obstacles);
  const parts = createParts(map, raw, view.borders);
  const { groups, lands } = parts;
  /** @type {Drawn} */
  const drawn = {
    ctx,
    map,
    raw,
    theatre,
    view,
    parts,
    rules: [],
    spells: new Array(lands.length),
    lives: [],
    zoom: Number.NaN,
    picked: -1,
    patterns: new Set(),
    prefix: map.getContainer().id,
  };
  const spheres = createSpheres(ctx, {
    prefix: drawn.prefix,
    theatre,
    raw,
    shape: view,
    groups,
    patternOf: (kind, make) => patternOf(drawn, kind, make),
  });
  drawZoom(drawn);
  map.on("zoomend viewreset", () => drawZoom(drawn));
  return {
    ...view,
    id,
    map,
    raw,
    theatre,
    groups,
    lands,
    rules: () => drawn.rules,
    paint: (/** @type {boolean} */ all = false) => paint(drawn, all),
    paintSpheres: (/** @type {boolean} */ all = false) => spheres.paint(map.getZoom(), all),
    repaint: () => {
      forgetPatterns(drawn);
      paint(drawn, true);
      spheres.paint(map.getZoom(), true);
    },
    pickLand: (/** @type {number} */ index) => pickLand(drawn, index),
    showLayers: () => showLayers(drawn),
    fadeAllBut: (/** @type {Set<number> | null} */ kept) => fadeAllBut(drawn, kept),
    landAt: (/** @type {[number, number]} */ position) => view.landAt(position, ctx.store.get().day),
    inView: () => landsInView(drawn),
    linesInView: () => linesInView(drawn),
    bordersInView: () => bordersInView(drawn).map(({ kind }) => kind),
  };
}

/** Which lands are there on the day and may be in view. @param {Drawn} drawn */
function landsInView({ ctx, view, lives }) {
  return view.inView(ctx.store.get().day).map((seen, index) => seen && lives[index]);
}

/** Bring all paths to the map's zoom. @param {Drawn} drawn */
function drawZoom(drawn) {
  const { map, parts } = drawn;
  const origin = map.getPixelOrigin();
  parts.root.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
  const zoom = map.getZoom();
  if (zoom === drawn.zoom) return;
  drawn.zoom = zoom;
  const made = drawn.view.paths(zoom);
  for (const [i, path] of parts.lands.entries()) path.setAttribute("d", made.lands[i]);
  for (const [i, path] of parts.lines.entries()) {
    path.setAttribute("d", made.borders[i]);
    parts.leftBands[i].setAttribute("d", made.left[i]);
    parts.rightBands[i].setAttribute("d", made.right[i]);
    parts.laws[i].setAttribute("d", made.borders[i]);
  }
  parts.coast.setAttribute("d", made.coast);
  parts.lakes.setAttribute("d", made.lakes);
  for (const [i, path] of parts.rivers.entries()) path.setAttribute("d", made.rivers[i]);
  parts.net.setAttribute("d", made.net);
  parts.outside.setAttribute("d", `M-9e4 -9e4H9e4V9e4H-9e4Z${made.window}Z`);
  parts.neatline.setAttribute("d", made.window);
  parts.sea.setAttribute("d", made.window);
  if (drawn.picked >= 0) parts.picked.setAttribute("d", made.lands[drawn.picked]);
}

/** @param {Drawn} drawn @param {import("../types.js").Rule} rule */
function fillOf(drawn, rule) {
  const { ctx } = drawn;
  const holder = ctx.colourOf(rule.controller);
  const spec = patternSpec(rule.status, holder, ctx.colourOf(rule.sovereign), ctx.dark(), ctx.blob.about.patterns);
  if (!spec) return fillColour(holder, ctx.dark());
  const kind = patternKey(rule.status, rule.controller, rule.sovereign);
  return patternOf(drawn, kind, (key) => patternElement(key, spec));
}

/** The paint of a pattern, made when first needed. @param {Drawn} drawn @param {string} kind @param {(key: string) => SVGElement} make */
function patternOf({ prefix, patterns, parts }, kind, make) {
  const key = `${prefix}-${kind}`;
  if (!patterns.has(key)) {
    patterns.add(key);
    parts.defs.append(make(key));
  }
  return `url(#${key})`;
}

/** @param {Drawn} drawn */
function forgetPatterns({ patterns, parts }) {
  for (const key of patterns) parts.defs.querySelector(`#${CSS.escape(key)}`)?.remove();
  patterns.clear();
}

/** What of a rule the layers show. @param {Set<string>} layers @param {import("../types.js").Rule} rule @returns {import("../types.js").Rule | null} */
function shownRule(layers, rule) {
  if (layers.has("control")) return rule;
  if (!layers.has("recognised")) return null;
  return { controller: rule.sovereign, sovereign: rule.sovereign, status: "sovereign" };
}

/** @param {Drawn} drawn @param {number} index */
function paintLand(drawn, index) {
  const path = drawn.parts.lands[index];
  path.classList.toggle("none", !drawn.lives[index]);
  if (!drawn.lives[index]) {
    path.removeAttribute("aria-label");
    return;
  }
  const shown = shownRule(drawn.ctx.store.get().layers, drawn.rules[index]);
  const fill = shown ? fillOf(drawn, shown) : "";
  if (path.getAttribute("fill") !== fill) {
    path.setAttribute("fill", fill);
    path.setAttribute("stroke", fill); // closes the hair between neighbours
  }
  path.classList.toggle("blank", !shown);
  path.setAttribute("aria-label", landLabel(drawn, index));
}

/** @param {Drawn} drawn @param {number} index */
function landLabel({ ctx, rules, theatre }, index) {
  const rule = rules[index];
  const t = ctx.t();
  const values = { land: pick(theatre.territories[index].name, ctx.lang()), holder: ctx.nameOf(rule.controller) };
  if (rule.status === "sovereign") return t("land.label", values);
  return t("land.label_status", { ...values, status: t(`status.${rule.status}`) });
}

/** @param {Drawn} drawn @param {number} index of a group of borders */
function paintBorder(drawn, index) {
  const { ctx, view, parts, rules, lives } = drawn;
  const { left, right } = view.borders[index];
  const { layers } = ctx.store.get();
  const certainty = certaintyOf(drawn, view.borders[index]);
  const there = lives[left] && lives[right];
  const kind = layers.has("control") && there ? borderClass(rules[left], rules[right], certainty) : "border none";
  parts.lines[index].setAttribute("class", kind);
  const tinted = kind.includes("state");
  for (const [bands, side] of /** @type {[SVGElement[], number][]} */ ([
    [parts.leftBands, left],
    [parts.rightBands, right],
  ])) {
    bands[index].setAttribute("class", tinted ? "band" : "band none");
    if (tinted) bands[index].setAttribute("stroke", bandColour(ctx, rules[side]));
  }
  const law = layers.has("recognised") && there ? lawClass(rules[left], rules[right]) : "law none";
  parts.laws[index].setAttribute("class", law);
}

/** How certain the course of a border is: as its line states; between zones, which are computed of towns, schematic; else unstated. @param {Drawn} drawn @param {{left: number, right: number, line: number}} border */
function certaintyOf({ raw, theatre }, { left, right, line }) {
  if (line >= 0) return raw.lines[line].certainty;
  return [left, right].some((land) => theatre.territories[land].of) ? "schematic" : "";
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule */
function bandColour(ctx, rule) {
  return shade(fillColour(ctx.colourOf(rule.controller), ctx.dark()), ctx.dark() ? 0.1 : -0.13, 1.35);
}

/** What a land that is not there goes by, for names: the largest of its zones on the day, or itself. @param {import("../types.js").Territory} land @param {number} day */
function mainPart(land, day) {
  const there = land.zones.filter((zone) => livesOn(zone, day));
  return there.reduce((most, zone) => (zone.km2 > most.km2 ? zone : most), there[0] ?? land);
}

/** Bring the rules to the state's day. @param {Drawn} drawn @param {boolean} all  also those that did not change @returns {Set<number>} the territories to paint */
function takeRules({ ctx, theatre, rules, spells, lives }, all) {
  const { as, day } = ctx.store.get();
  const seen = recognitionsOn(ctx.blob.recognitions, as, day);
  const changed = new Set();
  for (const [index, territory] of theatre.territories.entries()) {
    const there = livesOn(territory, day);
    const spell = spellOn(there ? territory : mainPart(territory, day), day);
    if (!all && spells[index] === spell && lives[index] === there && !as) continue;
    const rule = seenAs(spell, seen.get(territoryId(territory)));
    const old = rules[index];
    if (all || !old || lives[index] !== there || !sameRule(old, rule)) changed.add(index);
    spells[index] = spell;
    rules[index] = rule;
    lives[index] = there;
  }
  return changed;
}

/** Bring the plate to the state's day; tells whether anything changed. @param {Drawn} drawn @param {boolean} all  repaint what did not change too */
function paint(drawn, all) {
  const changed = takeRules(drawn, all);
  for (const index of changed) paintLand(drawn, index);
  if (changed.size)
    for (const [index, { left, right }] of drawn.view.borders.entries())
      if (changed.has(left) || changed.has(right)) paintBorder(drawn, index);
  return changed.size > 0;
}

/** Ring a territory, or none. @param {Drawn} drawn @param {number} index */
function pickLand(drawn, index) {
  const { picked } = drawn.parts;
  drawn.picked = index;
  picked.setAttribute("class", index < 0 ? "picked none" : "picked");
  if (index >= 0) picked.setAttribute("d", drawn.view.paths(drawn.zoom).lands[index]);
}

/** @param {Drawn} drawn */
function showLayers({ ctx, parts }) {
  const { layers } = ctx.store.get();
  for (const river of parts.rivers) river.classList.toggle("none", !layers.has("rivers"));
}

/** Let all lands fade but some; null lets none. @param {Drawn} drawn @param {Set<number> | null} kept */
function fadeAllBut({ parts }, kept) {
  for (const [index, path] of parts.lands.entries()) path.classList.toggle("faded", kept !== null && !kept.has(index));
}

/** The borders that are drawn and in view, each with its class. @param {Drawn} drawn */
function bordersInView({ ctx, view, parts }) {
  const seen = view.inView(ctx.store.get().day);
  return view.borders
    .map((border, i) => ({ ...border, kind: parts.lines[i].getAttribute("class") ?? "" }))
    .filter(({ left, right, kind }) => (seen[left] || seen[right]) && kind !== "border none");
}

/** The lines whose borders are drawn and in view. @param {Drawn} drawn */
function linesInView(drawn) {
  const lines = new Set(bordersInView(drawn).map(({ line }) => line));
  return [...lines].filter((line) => line >= 0).map((line) => drawn.raw.lines[line]);
}
