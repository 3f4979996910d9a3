/** The plate of one theatre: land, borders, waters and frame, drawn once a zoom; a day only changes attributes. */
import { borderClass, groupBorders, lawClass } from "./borders.js";
import { recognitionsOn, seenAs, spellOn } from "./chains.js";
import { shade } from "./colour.js";
import { forwardOf, frameExtent, frameOutline, graticule } from "./crs.js";
import { dayNumber } from "./days.js";
import { decodeArcs, pathData, thinArcs, walkRing } from "./decode.js";
import { s } from "./dom.js";
import { pick } from "./i18n.js";
import { fillColour, patternElement, patternKey, patternSpec } from "./patterns.js";

/**
 * What all parts of the page share.
 * @typedef {object} Context
 * @property {import("./types.js").Blob} blob
 * @property {ReturnType<typeof import("./state.js").createStore>} store
 * @property {() => import("./types.js").Translate} t
 * @property {() => string} lang
 * @property {(polity: string) => string} nameOf
 * @property {(polity: string) => string} colourOf
 * @property {() => boolean} dark
 * @property {(kind: string, id: string, how?: string, name?: string) => void} select
 * @property {import("./types.js").Theatre[]} theatres
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
  "other",
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

/** @param {Float64Array[]} arcs @param {(position: [number, number]) => [number, number]} forward */
function projectArcs(arcs, forward) {
  return arcs.map((arc) => {
    const flat = new Float64Array(arc.length);
    for (let i = 0; i < arc.length; i += 2) {
      const [x, y] = forward([arc[i], arc[i + 1]]);
      flat[i] = x;
      flat[i + 1] = y;
    }
    return flat;
  });
}

/**
 * A curve beside a curve: each vertex moved along the mean normal of its two sides.
 * @param {Float64Array} arc  in pixels
 * @param {number} by  pixels to the left of the direction on the screen
 */
export function offsetArc(arc, by) {
  const count = arc.length / 2;
  const moved = new Float64Array(arc.length);
  for (let i = 0; i < count; i++) {
    const a = Math.max(0, i - 1);
    const b = Math.min(count - 1, i + 1);
    const dx = arc[2 * b] - arc[2 * a];
    const dy = arc[2 * b + 1] - arc[2 * a + 1];
    const length = Math.hypot(dx, dy) || 1;
    moved[2 * i] = arc[2 * i] + (dy / length) * by;
    moved[2 * i + 1] = arc[2 * i + 1] - (dx / length) * by;
  }
  return moved;
}

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {Context} ctx
 */
export function createPlate(map, id, ctx) {
  const raw = ctx.blob.theatres[id];
  const theatre = /** @type {import("./types.js").Theatre} */ (ctx.theatres.find((one) => one.id === id));
  const forward = forwardOf(raw.proj);
  const extent = frameExtent(raw.frame, forward);
  const arcs = decodeArcs(raw.arcs);
  const metres = projectArcs(arcs, forward);
  const borders = groupBorders(raw.borders);
  const riverLines = raw.rivers ?? [];
  const lakeRings = raw.lakes.flatMap((lake) => (Array.isArray(lake[0][0]) ? /** @type {any} */ (lake) : [lake]));
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
    if (!["land", "marks", "names"].includes(name)) groups[name].setAttribute("aria-hidden", "true");
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
  /** @type {(import("./types.js").Spell | undefined)[]} */
  const spells = new Array(lands.length);
  let zoomDrawn = Number.NaN;
  let pickedIndex = -1;
  /** @type {Map<number, any>} */
  const cache = new Map();
  const patterns = new Set();

  /** Positions in metres to pixels of the zoom. @param {number} scale */
  const toPixels = (scale) => (/** @type {Float64Array} */ arc) => {
    const flat = new Float64Array(arc.length);
    for (let i = 0; i < arc.length; i += 2) {
      flat[i] = (arc[i] - extent.left) * scale;
      flat[i + 1] = (extent.top - arc[i + 1]) * scale;
    }
    return flat;
  };

  /** @param {[number, number][]} positions @param {number} scale */
  const curve = (positions, scale) => {
    const flat = new Float64Array(positions.length * 2);
    for (const [i, position] of positions.entries()) {
      const [x, y] = forward(position);
      flat[2 * i] = x;
      flat[2 * i + 1] = y;
    }
    return toPixels(scale)(flat);
  };

  /** @param {number} zoom */
  function geometry(zoom) {
    const known = cache.get(zoom);
    if (known) return known;
    if (cache.size > 5) cache.delete(/** @type {number} */ (cache.keys().next().value));
    const scale = map.options.crs?.scale(zoom) ?? 1;
    const pixels = thinArcs(metres.map(toPixels(scale)), 0.8);
    const open = (/** @type {Float64Array[]} */ list) =>
      pathData(
        list,
        list.map((_, i) => [i]),
        false,
      );
    const made = {
      lands: theatre.territories.map((territory) => pathData(pixels, territory.arcs.flat(), true)),
      borders: borders.map((border) =>
        pathData(
          pixels,
          border.arcs.map((arc) => [arc]),
          false,
        ),
      ),
      left: borders.map((border) => open(border.arcs.map((arc) => offsetArc(pixels[arc], 2.4)))),
      right: borders.map((border) => open(border.arcs.map((arc) => offsetArc(pixels[arc], -2.4)))),
      coast: pathData(
        pixels,
        raw.coast.map((arc) => [arc]),
        false,
      ),
      lakes: pathData(
        thinArcs(
          lakeRings.map((ring) => curve(ring, scale)),
          0.8,
        ),
        lakeRings.map((_, i) => [i]),
        true,
      ),
      rivers: riverLines.map((river) => open(thinArcs([curve(river.points, scale)], 0.8))),
      net: open(graticule(raw.frame, 5).map((line) => curve(line, scale))),
      frame: open([curve([...frameOutline(raw.frame, 24), [raw.frame[0], raw.frame[1]]], scale)]),
    };
    cache.set(zoom, made);
    return made;
  }

  function place() {
    const origin = map.getPixelOrigin();
    root.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
  }

  function drawZoom() {
    const zoom = map.getZoom();
    place();
    if (zoom === zoomDrawn) return;
    zoomDrawn = zoom;
    const made = geometry(zoom);
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

  /** The fill of a rule; its pattern is made when first needed. @param {Rule} rule */
  function fillOf(rule) {
    const holder = ctx.colourOf(rule.controller);
    const spec = patternSpec(rule.status, holder, ctx.colourOf(rule.sovereign), ctx.dark());
    if (!spec) return fillColour(holder, ctx.dark());
    const key = `${id}-${patternKey(rule.status, rule.controller, rule.sovereign)}`;
    if (!patterns.has(key)) {
      patterns.add(key);
      defs.append(patternElement(key, spec));
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
    path.setAttribute("class", shown ? "territory" : "territory blank");
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

  let sphereKey = "";
  /** Agreed spheres in force, as broad bands over their land, and the lines they drew. @param {boolean} [all] */
  function paintSpheres(all = false) {
    const state = ctx.store.get();
    const inForce = state.layers.has("agreed")
      ? ctx.blob.agreements.filter((one) => dayNumber(one.from) <= state.day && state.day < dayNumber(one.to))
      : [];
    const key = `${zoomDrawn} ${inForce.map((one) => one.id).join(",")}`;
    if (!all && key === sphereKey) return;
    sphereKey = key;
    groups.spheres.replaceChildren();
    groups.agreed.replaceChildren();
    const made = geometry(zoomDrawn);
    for (const agreement of inForce) {
      for (const [territoryId, polity] of agreement.assign) {
        const index = theatre.territories.findIndex((one) => one.id === territoryId);
        if (index < 0) continue;
        groups.spheres.append(
          s("path", { class: "sphere", d: made.lands[index], fill: `url(#${spherePattern(polity)})` }),
        );
      }
      const ids = new Set(agreement.lines);
      const drawn = borders.flatMap((border, i) =>
        border.line >= 0 && ids.has(raw.lines[border.line].id) ? [made.borders[i]] : [],
      );
      if (drawn.length) groups.agreed.append(s("path", { class: "agreed-line", d: drawn.join("") }));
    }
  }

  /** @param {string} polity */
  function spherePattern(polity) {
    const key = `${id}-${patternKey("sphere", polity, "")}`;
    if (!patterns.has(key)) {
      patterns.add(key);
      const colour = shade(ctx.colourOf(polity), -0.16, 1.5);
      const pattern = s("pattern", {
        id: key,
        width: 16,
        height: 16,
        patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(-30)",
      });
      pattern.append(s("rect", { width: 16, height: 5, fill: colour }));
      defs.append(pattern);
    }
    return key;
  }

  function repaint() {
    for (const key of patterns) defs.querySelector(`#${CSS.escape(key)}`)?.remove();
    patterns.clear();
    paint(true);
    paintSpheres(true);
  }

  /** Ring a territory, or none. @param {number} index */
  function pickLand(index) {
    pickedIndex = index;
    picked.setAttribute("class", index < 0 ? "picked none" : "picked");
    if (index >= 0) picked.setAttribute("d", geometry(zoomDrawn).lands[index]);
  }

  function showLayers() {
    const layers = ctx.store.get().layers;
    for (const river of rivers) river.classList.toggle("none", !layers.has("rivers"));
  }

  /** @param {{x: number, y: number}} metres from the plate's corner @returns {{x: number, y: number}} pixels at the map's zoom */
  function toPixel({ x, y }) {
    const scale = map.options.crs?.scale(map.getZoom()) ?? 1;
    return { x: x * scale, y: y * scale };
  }

  /** @param {[number, number]} position @returns {{x: number, y: number}} metres from the plate's corner */
  function project(position) {
    const [x, y] = forward(position);
    return { x: x - extent.left, y: extent.top - y };
  }

  /** @param {[number, number]} position @returns {{x: number, y: number}} pixels at the map's zoom */
  const pixel = (position) => toPixel(project(position));

  /** The territory under a position, or -1: an even count of crossings lies outside. @param {[number, number]} position */
  function landAt([lon, lat]) {
    return theatre.territories.findIndex((territory) => {
      let inside = false;
      for (const ring of territory.arcs.flat()) {
        let px = 0;
        let py = 0;
        walkRing(arcs, ring, (x, y, first) => {
          if (!first && y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
          px = x;
          py = y;
        });
      }
      return inside;
    });
  }

  /** Fade what is the same on another date, stripe what is not with who held it then; null ends it. @param {Map<number, string> | null} others  holder by index */
  function compareWith(others) {
    for (const [index, path] of lands.entries()) path.classList.toggle("faded", others !== null && !others.has(index));
    const made = geometry(zoomDrawn);
    groups.other.replaceChildren(
      ...[...(others ?? [])].map(([index, polity]) =>
        s("path", { class: "sphere", d: made.lands[index], fill: `url(#${spherePattern(polity)})` }),
      ),
    );
  }

  /** The box of each territory in metres. */
  const boxes = theatre.territories.map((territory) => {
    const box = {
      x0: Number.POSITIVE_INFINITY,
      y0: Number.POSITIVE_INFINITY,
      x1: Number.NEGATIVE_INFINITY,
      y1: Number.NEGATIVE_INFINITY,
    };
    for (const ring of territory.arcs.flat()) {
      walkRing(metres, ring, (x, y) => {
        box.x0 = Math.min(box.x0, x - extent.left);
        box.x1 = Math.max(box.x1, x - extent.left);
        box.y0 = Math.min(box.y0, extent.top - y);
        box.y1 = Math.max(box.y1, extent.top - y);
      });
    }
    return box;
  });

  /** Which territories may be in view, by their boxes. */
  function inView() {
    const view = windowBox();
    const scale = map.options.crs?.scale(map.getZoom()) ?? 1;
    return boxes.map(
      (box) =>
        box.x0 * scale < view.x1 && box.x1 * scale > view.x0 && box.y0 * scale < view.y1 && box.y1 * scale > view.y0,
    );
  }

  /** The part of the plate on show, in its pixels. */
  function windowBox() {
    const bounds = map.getPixelBounds();
    const [min, max] = [/** @type {L.Point} */ (bounds.min), /** @type {L.Point} */ (bounds.max)];
    return { x0: min.x, y0: min.y, x1: max.x, y1: max.y };
  }

  let corner = { left: 0, top: 0 };
  /** Where the plate lies on the screen: asked for seldom, for the answer costs a layout. */
  function measure() {
    const { left, top } = map.getContainer().getBoundingClientRect();
    corner = { left, top };
  }

  /** The lines whose borders are drawn and in view. */
  function linesInView() {
    const seen = inView();
    const drawn = borders.filter(
      ({ left, right }, i) => (seen[left] || seen[right]) && lines[i].getAttribute("class") !== "border none",
    );
    return [...new Set(drawn.map(({ line }) => line))].filter((line) => line >= 0).map((line) => raw.lines[line]);
  }

  /** What covers the plate, in its pixels. @returns {import("./place.js").Box[]} */
  function covered() {
    const { x0, y0 } = windowBox();
    const [dx, dy] = [x0 - corner.left, y0 - corner.top];
    return ctx
      .obstacles()
      .map((box) => ({ x0: box.left + dx, y0: box.top + dy, x1: box.right + dx, y1: box.bottom + dy }));
  }

  drawZoom();
  map.on("zoomend viewreset", drawZoom);
  return {
    id,
    map,
    raw,
    theatre,
    arcs,
    metres,
    extent,
    groups,
    lands,
    renderer,
    borders,
    rules: () => rules,
    geometry: () => geometry(zoomDrawn),
    paint,
    paintSpheres,
    repaint,
    pickLand,
    showLayers,
    pixel,
    project,
    toPixel,
    measure,
    windowBox,
    drawZoom,
    landAt,
    compareWith,
    covered,
    inView,
    linesInView,
  };
}
