/**
 * The plate of one theatre: land, borders, waters and neat line. What is there on the day stands in the document, what is near the view has a path, made once a zoom; a day
 * brings, takes and paints only what differs from the day before.
 */

import { borderClass, lawClass } from "../model/borders.js";
import { livesOn, recognitionsOn, sameLook, seenAs, spellOn, territoryId, turnedBetween } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { pick } from "../model/i18n.js";
import { createFronts } from "./fronts.js";
import { createBorders } from "./lines.js";
import { createParts } from "./parts.js";
import { fillColour, patternElement, patternKey, patternSpec } from "./patterns.js";
import { createSpheres } from "./spheres.js";
import { createView } from "./view.js";

const NO_BORDER = "border none";
const NO_LAW = "law none";

/** @typedef {ReturnType<typeof createPlate>} Plate */
/** @typedef {ReturnType<ReturnType<typeof createView>["nearView"]>} Near */

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
 * @property {Map<string, string>} called  the name by which each power whose name changes was last called
 * @property {(import("../types.js").Spell | undefined)[]} spells  by territory
 * @property {boolean[]} lives  whether each is there on the day
 * @property {number | null} day  that the rules are of, or null if they are of what a power saw
 * @property {ReturnType<typeof createBorders>["borders"]} borders
 * @property {ReturnType<typeof createBorders>["inside"]} inside  the bands inside lands
 * @property {number} zoom  that is drawn
 * @property {number} made  the number of the paths that are drawn
 * @property {Map<Element, number>} dressed  the number of the paths that the path of an element is of
 * @property {number} picked  the territory that is ringed, or -1
 * @property {Set<string>} patterns  ids
 * @property {Map<string, string>} fills  the paint of each kind of hold
 * @property {Map<string, string>} bands  the colour of each power's bands
 * @property {string} prefix  of ids: two plates may show the same theatre
 * @property {ReturnType<typeof createFronts>} fronts
 */

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {import("../types.js").Context} ctx
 */
export function createPlate(map, id, ctx) {
  const raw = ctx.blob.theatres[id];
  const theatre = /** @type {import("../types.js").Theatre} */ (ctx.theatres.find((one) => one.id === id));
  const view = createView(map, raw, theatre, ctx);
  const parts = createParts(map, raw);
  const { groups, lands } = parts;
  /** @type {Drawn} */
  const drawn = {
    fronts: createFronts({
      ...{ ctx, map, theatre, raw, view, groups },
      paint: {
        fill: (land) => fillOf(drawn, drawn.rules[land]),
        band: (land) => bandColour(drawn, drawn.rules[land]),
        still: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      },
    }),
    ctx,
    map,
    raw,
    theatre,
    view,
    parts,
    rules: [],
    called: new Map(changingNames(ctx).map((polity) => [polity, ""])),
    spells: new Array(lands.length),
    lives: [],
    day: null,
    ...createBorders(groups, view.borders.length),
    zoom: Number.NaN,
    made: Number.NaN,
    dressed: new Map(),
    picked: -1,
    patterns: new Set(),
    fills: new Map(),
    bands: new Map(),
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
  map.on("moveend", () => dressAll(drawn));
  map.on("moveend", () => spheres.paint(map.getZoom(), false));
  return {
    ...view,
    id,
    map,
    raw,
    theatre,
    groups,
    lands,
    /** The view in which the map showed its whole subject last. @type {{at: L.LatLng, zoom: number} | null} */
    whole: null,
    rules: () => drawn.rules,
    lives: () => drawn.lives,
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
    landAt: (/** @type {[number, number]} */ position, day = ctx.store.get().day) => view.landAt(position, day),
    inView: () => view.inView(ctx.store.get().day),
    linesInView: () => linesInView(drawn),
    bordersInView: () => bordersInView(drawn).map(({ kind }) => kind),
    frontsInView: () => frontsInView(drawn),
  };
}

/** Bring all paths to the map's zoom. @param {Drawn} drawn */
function drawZoom(drawn) {
  const { map, parts } = drawn;
  const origin = map.getPixelOrigin();
  parts.root.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
  const isOther = map.getZoom() !== drawn.zoom;
  drawn.zoom = map.getZoom();
  drawShapes(drawn);
  if (isOther) drawn.fronts.draw(true);
}

/** Draw waters, the edge of the window and what is ringed as far as paths reach, if they are others than those that are drawn. @param {Drawn} drawn */
function drawShapes(drawn) {
  const { parts, view, zoom } = drawn; // while a zoom runs the map has another, which is not drawn yet
  const made = view.paths(zoom);
  if (made.number === drawn.made) return;
  drawn.made = made.number;
  const { coast, lakes, rivers, net, window: outline } = made.waters();
  parts.coast.setAttribute("d", coast);
  parts.lakes.setAttribute("d", lakes);
  for (const [i, path] of parts.rivers.entries()) path.setAttribute("d", rivers[i]);
  parts.net.setAttribute("d", net);
  parts.outside.setAttribute("d", `M-9e4 -9e4H9e4V9e4H-9e4Z${outline}Z`);
  parts.neatline.setAttribute("d", outline);
  parts.sea.setAttribute("d", outline);
  if (drawn.picked >= 0) parts.picked.setAttribute("d", made.land(drawn.picked));
}

/** Give all that is there and near the view its path. @param {Drawn} drawn */
function dressAll(drawn) {
  drawShapes(drawn);
  const near = drawn.view.nearView();
  const made = drawn.view.paths(drawn.zoom);
  for (const [i, path] of drawn.parts.shown.entries()) dress(drawn, path, near.land(i) && (() => made.land(i)));
  drawBorders(drawn, drawn.parts.shown.keys(), near, true);
  drawn.fronts.reveal();
}

/** Draw the lines of borders that were set, and the bands inside some lands. @param {Drawn} drawn @param {Iterable<number>} lands @param {Near} near @param {boolean} all  lines that were not set too */
function drawBorders(drawn, lands, near, all) {
  const { borders, view, zoom } = drawn;
  const { border, left, right, number } = view.paths(zoom);
  for (const lines of Object.values(borders)) lines.draw({ near: near.border, shape: border, number }, all);
  for (const land of lands) {
    const inside = view.bordersOf[land].filter((i) => near.border(i) && borders.lines.kind(i).includes("state"));
    const shape = (/** @type {number} */ i) => (view.borders[i].left === land ? left(i) : right(i));
    drawn.inside.put(land, inside.length ? bandColour(drawn, drawn.rules[land]) : "", inside, { shape, number });
  }
}

/** Give an element its path, or take it away where it is of no use. @param {Drawn} drawn @param {Element} path @param {false | (() => string)} shape  false for what is far from the view */
function dress({ dressed, made }, path, shape) {
  if (dressed.get(path) === made) return;
  if (shape) {
    path.setAttribute("d", shape());
    dressed.set(path, made);
  } else if (dressed.delete(path)) path.removeAttribute("d");
}

/** @param {Drawn} drawn @param {import("../types.js").Rule} rule */
function fillOf(drawn, rule) {
  const { ctx, fills } = drawn;
  const kind = patternKey(rule.status, rule.controller, rule.sovereign);
  const known = fills.get(kind);
  if (known !== undefined) return known;
  const holder = ctx.colourOf(rule.controller);
  const spec = patternSpec(rule.status, holder, ctx.colourOf(rule.sovereign), ctx.dark(), ctx.blob.about.patterns);
  const fill = spec ? patternOf(drawn, kind, (key) => patternElement(key, spec)) : fillColour(holder, ctx.dark());
  fills.set(kind, fill);
  return fill;
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
function forgetPatterns({ patterns, fills, bands, parts }) {
  fills.clear();
  bands.clear();
  for (const key of patterns) parts.defs.querySelector(`#${CSS.escape(key)}`)?.remove();
  patterns.clear();
}

/** What of a rule the layers show. @param {Set<string>} layers @param {import("../types.js").Rule} rule @returns {import("../types.js").Rule | null} */
function shownRule(layers, rule) {
  if (layers.has("control")) return rule;
  if (!layers.has("recognised")) return null;
  return { controller: rule.sovereign, sovereign: rule.sovereign, status: "sovereign" };
}

/** @param {Drawn} drawn @param {number} index @param {Near} near */
function paintLand(drawn, index, near) {
  const { parts, view, zoom } = drawn;
  const path = parts.lands[index];
  if (!drawn.lives[index]) {
    parts.shown.take(index);
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
  dress(drawn, path, near.land(index) && (() => view.paths(zoom).land(index)));
  parts.shown.put(index, path);
}

/** @param {Drawn} drawn @param {number} index */
function landLabel({ ctx, rules, theatre }, index) {
  const rule = rules[index];
  const t = ctx.t();
  const values = { land: pick(theatre.territories[index].name, ctx.lang()), holder: ctx.nameOf(rule.controller) };
  if (rule.status === "sovereign") return t("land.label", values);
  return t("land.label_status", { ...values, status: t(`status.${rule.status}`) });
}

/** Set the lines of a border. @param {Drawn} drawn @param {number} index of a group of borders */
function setBorder(drawn, index) {
  const { borders, ctx, view, rules, lives, fronts } = drawn;
  const { left, right } = view.borders[index];
  const { layers } = ctx.store.get();
  const there = lives[left] && lives[right];
  const held = there && layers.has("control") && !fronts.has(index); // a front is one line by itself
  const kind = held ? borderClass(rules[left], rules[right], certaintyOf(drawn, view.borders[index])) : NO_BORDER;
  const law = there && layers.has("recognised") ? lawClass(rules[left], rules[right]) : NO_LAW;
  borders.lines.set(index, kind === NO_BORDER ? "" : kind);
  borders.laws.set(index, law === NO_LAW ? "" : law);
}

/** How certain the course of a border is: as its line states; between zones, which are computed of towns, schematic; else unstated. @param {Drawn} drawn @param {{left: number, right: number, line: number}} border */
function certaintyOf({ raw, theatre }, { left, right, line }) {
  if (line >= 0) return raw.lines[line].certainty;
  return [left, right].some((land) => theatre.territories[land].of) ? "schematic" : "";
}

/** @param {Drawn} drawn @param {import("../types.js").Rule} rule */
function bandColour({ ctx, bands }, { controller }) {
  let colour = bands.get(controller);
  if (colour === undefined) {
    colour = shade(fillColour(ctx.colourOf(controller), ctx.dark()), ctx.dark() ? 0.1 : -0.13, 1.35);
    bands.set(controller, colour);
  }
  return colour;
}

/** What a land that is not there goes by, for names: the largest of its zones on the day, or itself. @param {import("../types.js").Territory} land @param {number} day */
function mainPart(land, day) {
  const there = land.zones.filter((zone) => livesOn(zone, day));
  return there.reduce((most, zone) => (zone.km2 > most.km2 ? zone : most), there[0] ?? land);
}

/** Bring the rules to the state's day. @param {Drawn} drawn @param {boolean} all  also those that did not change @returns {Set<number>} the territories to paint */
function takeRules(drawn, all) {
  const { ctx, theatre, rules, spells, lives } = drawn;
  const { as, day } = ctx.store.get();
  const seen = recognitionsOn(ctx.blob.recognitions, as, day);
  const each = all || as !== "" || drawn.day === null; // what a power saw is known by no spell
  const asked = each ? theatre.territories.keys() : turnedBetween(theatre, drawn.day ?? day, day);
  drawn.day = as ? null : day;
  const changed = new Set();
  for (const index of asked) {
    const territory = theatre.territories[index];
    const there = livesOn(territory, day);
    const spell = spellOn(there ? territory : mainPart(territory, day), day);
    if (!each && spells[index] === spell && lives[index] === there) continue;
    const rule = seenAs(spell, seen.get(territoryId(territory)));
    const old = rules[index];
    if (all || !old || lives[index] !== there || !sameLook(old, rule)) changed.add(index);
    spells[index] = spell;
    rules[index] = rule;
    lives[index] = there;
  }
  return changed;
}

/** The powers whose name is not the same on all days. @param {import("../types.js").Context} ctx */
function changingNames({ blob }) {
  const dated = Object.entries(blob.polities).filter(([, { names }]) =>
    Object.values(names).some((some) => some.length),
  );
  return dated.map(([polity]) => polity);
}

/** The lands whose holder bears another name than when it was asked before: a power may change its name and hold what it held. @param {Drawn} drawn */
function renamed({ ctx, rules, lives, called }) {
  /** @type {Set<string>} */
  const others = new Set();
  for (const [polity, before] of called) {
    const name = ctx.nameOf(polity);
    if (before !== name) others.add(polity);
    called.set(polity, name);
  }
  return others.size
    ? rules.flatMap(({ controller }, index) => (lives[index] && others.has(controller) ? [index] : []))
    : [];
}

/** Bring the plate to the state's day; tells whether anything changed. @param {Drawn} drawn @param {boolean} all  repaint what did not change too */
function paint(drawn, all) {
  const { rules, lives, fronts } = drawn;
  const changed = takeRules(drawn, all);
  for (const index of renamed(drawn)) changed.add(index);
  const turned = fronts.take(changed, (land) => (lives[land] ? rules[land].controller : ""));
  if (!changed.size && !turned.size) return false;
  const near = drawn.view.nearView();
  for (const index of changed) paintLand(drawn, index, near);
  const borders = new Set([...turned, ...[...changed].flatMap((index) => drawn.view.bordersOf[index])]);
  const beside = new Set(changed);
  for (const index of borders) {
    setBorder(drawn, index);
    beside.add(drawn.view.borders[index].left).add(drawn.view.borders[index].right);
  }
  drawBorders(drawn, beside, near, false);
  fronts.draw(all);
  return changed.size > 0;
}

/** Ring a territory, or none. @param {Drawn} drawn @param {number} index */
function pickLand(drawn, index) {
  const { picked } = drawn.parts;
  drawn.picked = index;
  picked.setAttribute("class", index < 0 ? "picked none" : "picked");
  if (index >= 0) picked.setAttribute("d", drawn.view.paths(drawn.zoom).land(index));
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
function bordersInView({ ctx, view, borders }) {
  const seen = view.inView(ctx.store.get().day);
  return borders.lines
    .drawn()
    .map(([i, kind]) => ({ ...view.borders[i], kind }))
    .filter(({ left, right }) => seen[left] || seen[right]);
}

/** Whether a front is drawn and in view: `near` where its towns are near each other, `far` where they are not. @param {Drawn} drawn */
function frontsInView({ ctx, view, fronts }) {
  const seen = view.inView(ctx.store.get().day);
  const shown = view.borders.filter(({ left, right }, i) => fronts.has(i) && (seen[left] || seen[right]));
  return new Set(shown.map(({ far }) => (far ? "far" : "near")));
}

/** The lines whose borders are drawn and in view. @param {Drawn} drawn */
function linesInView(drawn) {
  const lines = new Set(bordersInView(drawn).map(({ line }) => line));
  return [...lines].filter((line) => line >= 0).map((line) => drawn.raw.lines[line]);
}
