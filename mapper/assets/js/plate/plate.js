/** The plate of one theatre: land, borders, waters and neat line. A day touches what differs from the day before alone. */
import { s } from "../dom.js";
import { borderClass, lawClass } from "../model/borders.js";
import { landsTurning, recognitionsOn, sameRule, seenAs, spellOn } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { pick } from "../model/i18n.js";
import { createParts } from "./parts.js";
import { fillColour, patternElement, patternKey, patternSpec } from "./patterns.js";
import { createPens } from "./pens.js";
import { createSpheres } from "./spheres.js";
import { createView } from "./view.js";

/** @typedef {ReturnType<typeof createPlate>} Plate */
/** @typedef {import("../types.js").Rule} Rule */

/**
 * What a plate is drawn from, and what is drawn on it now. Of each border there are four lines: the border itself, a band on its left
 * and on its right, and the border in law.
 * @typedef {object} Drawn
 * @property {import("../types.js").Context} ctx
 * @property {L.Map} map
 * @property {import("../types.js").RawTheatre} raw
 * @property {import("../types.js").Theatre} theatre
 * @property {ReturnType<typeof createView>} view
 * @property {import("./parts.js").Parts} parts
 * @property {ReturnType<typeof createPens>} pens  of borders
 * @property {ReturnType<typeof createPens>} shores  of the coast
 * @property {(Rule | undefined)[]} rules  by land; none for one that is not there
 * @property {number} day  that the rules are of
 * @property {number} zoom  that the paths are of
 * @property {boolean[]} seen  the lands that were near the view since the zoom changed
 * @property {Float64Array} shaped  the zoom that the outline of each land is of
 * @property {boolean[]} seenBorders
 * @property {boolean[]} seenShores
 * @property {Set<number> | null} kept  the lands that do not fade
 * @property {number} picked  the land that is ringed, or -1
 * @property {Set<string>} patterns  ids
 * @property {Map<string, string>} paints  that were mixed
 * @property {string} prefix  of ids: two plates may show the same theatre
 */

const SLOTS = 4;
const [LINE, LEFT, RIGHT, LAW] = [0, 1, 2, 3];

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {import("../types.js").Context} ctx
 */
export function createPlate(map, id, ctx) {
  const raw = ctx.blob.theatres[id];
  const theatre = /** @type {import("../types.js").Theatre} */ (ctx.theatres.find((one) => one.id === id));
  const view = createView(map, raw, theatre, ctx.obstacles);
  const parts = createParts(map, raw);
  const { groups, lands } = parts;
  /** @type {Drawn} */
  const drawn = {
    ctx,
    map,
    raw,
    theatre,
    view,
    parts,
    pens: createPens(view.borders.length * SLOTS, (key) => penOf(groups, key)),
    shores: createPens(raw.coast.length, () => ({ group: groups.coast, attributes: { class: "coastline" } })),
    rules: new Array(lands.length),
    day: Number.NaN,
    zoom: Number.NaN,
    seen: [],
    shaped: new Float64Array(lands.length).fill(Number.NaN),
    seenBorders: [],
    seenShores: [],
    kept: null,
    picked: -1,
    patterns: new Set(),
    paints: new Map(),
    prefix: map.getContainer().id,
  };
  for (const index of raw.coast.keys()) drawn.shores.hold(index, "coast");
  const spheres = createSpheres(ctx, {
    prefix: drawn.prefix,
    theatre,
    raw,
    view,
    groups,
    patternOf: (kind, make) => patternOf(drawn, kind, make),
  });
  drawZoom(drawn);
  map.on("zoomend viewreset", () => drawZoom(drawn));
  map.on("moveend", () => drawNear(drawn));
  return {
    ...view,
    id,
    map,
    raw,
    theatre,
    groups,
    lands,
    rules: () => drawn.rules,
    there: (/** @type {number} */ index) => drawn.rules[index] !== undefined,
    landAt: (/** @type {[number, number]} */ position) => view.landAt(position, (index) => !!drawn.rules[index]),
    inView: () => view.touching(view.shape.boxes).map((touches, index) => touches && !!drawn.rules[index]),
    paint: (/** @type {boolean} */ all = false) => paint(drawn, all),
    paintSpheres: (/** @type {boolean} */ all = false) => spheres.paint(map.getZoom(), all),
    repaint: () => {
      forgetPaints(drawn);
      drawn.pens.clear();
      paint(drawn, true);
      spheres.paint(map.getZoom(), true);
    },
    pickLand: (/** @type {number} */ index) => pickLand(drawn, index),
    showLayers: () => showLayers(drawn),
    fadeAllBut: (/** @type {Set<number> | null} */ kept) => fadeAllBut(drawn, kept),
    linesInView: () => linesInView(drawn),
  };
}

/** Bring all paths to the map's zoom. @param {Drawn} drawn */
function drawZoom(drawn) {
  const { map, parts, view, pens, shores } = drawn;
  const origin = map.getPixelOrigin();
  parts.root.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
  const zoom = map.getZoom();
  if (zoom === drawn.zoom) return;
  drawn.zoom = zoom;
  look(drawn);
  for (const [index, path] of parts.lands.entries()) if (path?.isConnected) shapeLand(drawn, index);
  pens.renewAll();
  shores.renewAll();
  drawPens(drawn);
  const paths = view.paths(zoom);
  parts.lakes.setAttribute("d", paths.lakes());
  for (const [i, data] of paths.rivers().entries()) parts.rivers[i].setAttribute("d", data);
  const outline = paths.window();
  parts.net.setAttribute("d", paths.net());
  parts.outside.setAttribute("d", `M-9e4 -9e4H9e4V9e4H-9e4Z${outline}Z`);
  parts.neatline.setAttribute("d", outline);
  parts.sea.setAttribute("d", outline);
  drawRing(drawn);
}

/** See anew what is near the view. @param {Drawn} drawn */
function look(drawn) {
  const { shape, near } = drawn.view;
  drawn.seen = near(shape.boxes);
  drawn.seenBorders = near(shape.borderBoxes);
  drawn.seenShores = near(shape.shoreBoxes);
}

/** Draw what came near the view. @param {Drawn} drawn */
function drawNear(drawn) {
  const { view, pens, shores, parts } = drawn;
  const { shape, near } = view;
  const come = (/** @type {boolean[]} */ seen, /** @type {boolean[]} */ now) => {
    const fresh = [];
    for (let i = 0; i < now.length; i++)
      if (now[i] && !seen[i]) {
        seen[i] = true;
        fresh.push(i);
      }
    return fresh;
  };
  for (const index of come(drawn.seen, near(shape.boxes))) if (parts.lands[index]?.isConnected) shapeLand(drawn, index);
  const borders = come(drawn.seenBorders, near(shape.borderBoxes));
  pens.renew(borders.flatMap((index) => [LINE, LEFT, RIGHT, LAW].map((slot) => index * SLOTS + slot)));
  shores.renew(come(drawn.seenShores, near(shape.shoreBoxes)));
  drawPens(drawn);
}

/** @param {Drawn} drawn */
function drawPens({ pens, shores, view, zoom, seenBorders, seenShores }) {
  const paths = view.paths(zoom);
  const data = [paths.border, paths.left, paths.right, paths.border];
  pens.draw((line) => {
    const border = Math.floor(line / SLOTS);
    return seenBorders[border] ? data[line % SLOTS](border) : "";
  });
  shores.draw((shore) => (seenShores[shore] ? paths.shore(shore) : ""));
}

/** Give a land its outline at the zoom; none where it is out of sight. @param {Drawn} drawn @param {number} index */
function shapeLand({ parts, view, zoom, seen, shaped }, index) {
  if (!seen[index] && Number.isNaN(shaped[index])) return;
  parts.lands[index]?.setAttribute("d", seen[index] ? view.paths(zoom).land(index) : "");
  shaped[index] = seen[index] ? zoom : Number.NaN;
}

/** Show a land, made when it is first there. @param {Drawn} drawn @param {number} index */
function showLand(drawn, index) {
  const { parts, kept, shaped, zoom } = drawn;
  const path =
    parts.lands[index] ?? s("path", { class: "territory", "data-territory": index, role: "button", tabindex: -1 });
  if (!parts.lands[index]) path.classList.toggle("faded", kept !== null && !kept.has(index));
  parts.lands[index] = path;
  if (!path.isConnected) parts.groups.land.append(path);
  if (shaped[index] !== zoom) shapeLand(drawn, index);
  return path;
}

/** Take a land away; if it had the focus, the land that is in its place gets it. @param {Drawn} drawn @param {number} index */
function hideLand({ parts, theatre, rules }, index) {
  const path = parts.lands[index];
  if (!path?.isConnected) return;
  const focused = document.activeElement === path;
  path.remove();
  if (!focused) return;
  const { whole, zones } = theatre.territories[index];
  const heir = [...(whole ? [whole, ...whole.zones] : zones)].find((land) => rules[land.index]);
  if (heir) parts.lands[heir.index]?.focus({ preventScroll: true });
}

/**
 * What a pen looks like, by its key: the class of its path, and its colour or the power whose borders it draws.
 * @param {Record<string, SVGElement>} groups
 * @param {string} key
 * @returns {{group: SVGElement, attributes: Record<string, string>}}
 */
function penOf(groups, key) {
  const [kind, mark] = key.split("|");
  if (kind === "band") return { group: groups.bands, attributes: { class: kind, stroke: mark } };
  return { group: kind === "law" ? groups.law : groups.inner, attributes: { class: kind } };
}

/** The paint of a rule, mixed when first needed. @param {Drawn} drawn @param {Rule} rule */
function fillOf(drawn, rule) {
  const kind = patternKey(rule.status, rule.controller, rule.sovereign);
  return mixed(drawn, kind, () => {
    const { ctx } = drawn;
    const holder = ctx.colourOf(rule.controller);
    const spec = patternSpec(rule.status, holder, ctx.colourOf(rule.sovereign), ctx.dark(), ctx.blob.about.patterns);
    return spec ? patternOf(drawn, kind, (key) => patternElement(key, spec)) : fillColour(holder, ctx.dark());
  });
}

/** The colour of a power's bands. @param {Drawn} drawn @param {Rule} rule */
function bandColour(drawn, { controller }) {
  return mixed(drawn, `band ${controller}`, () => {
    const { ctx } = drawn;
    return shade(fillColour(ctx.colourOf(controller), ctx.dark()), ctx.dark() ? 0.1 : -0.13, 1.35);
  });
}

/** A colour or paint that was mixed before, or now. @param {Drawn} drawn @param {string} key @param {() => string} mix */
function mixed({ paints }, key, mix) {
  let paint = paints.get(key);
  if (paint === undefined) {
    paint = mix();
    paints.set(key, paint);
  }
  return paint;
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
function forgetPaints({ patterns, paints, parts }) {
  for (const key of patterns) parts.defs.querySelector(`#${CSS.escape(key)}`)?.remove();
  patterns.clear();
  paints.clear();
}

/** What of a rule the layers show. @param {Set<string>} layers @param {Rule} rule @returns {Rule | null} */
function shownRule(layers, rule) {
  if (layers.has("control")) return rule;
  if (!layers.has("recognised")) return null;
  return { controller: rule.sovereign, sovereign: rule.sovereign, status: "sovereign" };
}

/** @param {Drawn} drawn @param {number} index  of a land that is there */
function paintLand(drawn, index) {
  const rule = /** @type {Rule} */ (drawn.rules[index]);
  const path = showLand(drawn, index);
  const shown = shownRule(drawn.ctx.store.get().layers, rule);
  const fill = shown ? fillOf(drawn, shown) : "";
  if (path.getAttribute("fill") !== fill) {
    path.setAttribute("fill", fill);
    path.setAttribute("stroke", fill); // closes the hair between neighbours
  }
  path.classList.toggle("blank", !shown);
  path.setAttribute("aria-label", landLabel(drawn, index, rule));
}

/** @param {Drawn} drawn @param {number} index @param {Rule} rule */
function landLabel({ ctx, theatre }, index, rule) {
  const t = ctx.t();
  const values = { land: pick(theatre.territories[index].name, ctx.lang()), holder: ctx.nameOf(rule.controller) };
  if (rule.status === "sovereign") return t("land.label", values);
  return t("land.label_status", { ...values, status: t(`status.${rule.status}`) });
}

/** Let the pens of the day draw a border. @param {Drawn} drawn @param {number} index  of the border */
function paintBorder(drawn, index) {
  const { ctx, raw, view, pens, rules } = drawn;
  const { left, right, line } = view.borders[index];
  const [ours, theirs] = [left, right].map((side) => rules[side.find((land) => rules[land]) ?? -1]);
  const hold = (/** @type {number} */ slot, /** @type {string} */ key) => pens.hold(index * SLOTS + slot, key);
  const { layers } = ctx.store.get();
  const certainty = line >= 0 ? raw.lines[line].certainty : "";
  const there = ours && theirs;
  const kind = there && layers.has("control") ? borderClass(ours, theirs, certainty) : "border none";
  const law = there && layers.has("recognised") ? lawClass(ours, theirs) : "law none";
  const tinted = kind.includes("state");
  hold(LINE, there && !kind.endsWith("none") ? `${kind}|${firstOf(ours.controller, theirs.controller)}` : "");
  hold(LEFT, there && tinted ? `band|${bandColour(drawn, ours)}` : "");
  hold(RIGHT, there && tinted ? `band|${bandColour(drawn, theirs)}` : "");
  hold(LAW, there && law === "law" ? `law|${firstOf(ours.sovereign, theirs.sovereign)}` : "");
}

/** @param {string} one @param {string} other */
function firstOf(one, other) {
  return one < other ? one : other;
}

/**
 * Bring the rules to the state's day.
 * @param {Drawn} drawn
 * @param {boolean} all  also those that did not change
 * @returns {Set<number>} the lands to paint
 */
function takeRules(drawn, all) {
  const { ctx, theatre, rules } = drawn;
  const { as, day } = ctx.store.get();
  const seen = recognitionsOn(ctx.blob.recognitions, as, day);
  const some = all || as || Number.isNaN(drawn.day) ? rules.keys() : landsTurning(theatre, drawn.day, day);
  drawn.day = day;
  /** @type {Set<number>} */
  const changed = new Set();
  for (const index of some) {
    const land = theatre.territories[index];
    const spell = spellOn(land, day);
    const rule = spell && seenAs(spell, seen.get(land.of ?? land.id));
    const old = rules[index];
    rules[index] = rule;
    if (all || !old !== !rule || (old && rule && !sameRule(old, rule))) changed.add(index);
  }
  return changed;
}

/** Bring the plate to the state's day; tells whether anything changed. @param {Drawn} drawn @param {boolean} all  repaint what did not change too */
function paint(drawn, all) {
  const changed = takeRules(drawn, all);
  for (const index of changed) if (drawn.rules[index]) paintLand(drawn, index);
  for (const index of changed) if (!drawn.rules[index]) hideLand(drawn, index);
  const { bordering } = drawn.view.shape;
  const borders = new Set([...changed].flatMap((index) => bordering[index]));
  for (const index of borders) paintBorder(drawn, index);
  if (borders.size) drawPens(drawn);
  drawRing(drawn);
  return changed.size > 0;
}

/** Ring a land, or none. @param {Drawn} drawn @param {number} index */
function pickLand(drawn, index) {
  drawn.picked = index;
  drawn.parts.picked.setAttribute("class", index < 0 ? "picked none" : "picked");
  drawRing(drawn);
}

/** The ring lies about the land, or about the territory of a zone that is not there. @param {Drawn} drawn */
function drawRing({ parts, view, theatre, rules, picked, zoom }) {
  const land = theatre.territories[picked];
  if (!land) return;
  const ringed = rules[picked] ? land : (land.whole ?? land);
  const data = view.paths(zoom).land(ringed.index);
  if (parts.picked.getAttribute("d") !== data) parts.picked.setAttribute("d", data);
}

/** @param {Drawn} drawn */
function showLayers({ ctx, parts }) {
  const { layers } = ctx.store.get();
  for (const river of parts.rivers) river.classList.toggle("none", !layers.has("rivers"));
}

/** Let all lands fade but some; null lets none. @param {Drawn} drawn @param {Set<number> | null} kept */
function fadeAllBut(drawn, kept) {
  if (!kept && !drawn.kept) return;
  drawn.kept = kept;
  for (const [index, path] of drawn.parts.lands.entries())
    path?.classList.toggle("faded", kept !== null && !kept.has(index));
}

/** The lines whose borders are drawn and in view. @param {Drawn} drawn */
function linesInView({ raw, view, pens }) {
  const shown = view.touching(view.shape.borderBoxes);
  const lines = view.borders.flatMap(({ line }, i) =>
    line >= 0 && shown[i] && pens.held(i * SLOTS + LINE) ? [line] : [],
  );
  return [...new Set(lines)].map((line) => raw.lines[line]);
}
