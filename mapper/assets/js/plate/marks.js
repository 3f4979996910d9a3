/** Events on the plate: a round mark with one glyph a theme, strong on its day, fading for a year, hidden before. */

import { arrange, s } from "../dom.js";
import { inWindow } from "../model/boxes.js";
import { clusterMarks, eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";

const PLAIN = 2; // elements of a mark without a ring and a number
const NEAR = 13; // pixels under which two marks truly overlap

/** Glyphs as strokes in a square of 12 pixels around 0. @type {Record<string, string>} */
export const GLYPHS = {
  treaty: "M-3-4.2h4.4L3.4-2.2V4.2H-3ZM-1.4-1.2h3M-1.4.8h3M-1.4 2.7h1.6",
  diplomacy: "M-4-3.4h8v5H.6L-1.8 4V1.6H-4Z",
  war: "M-3.6-3.6 3.6 3.6M3.6-3.6-3.6 3.6M-3.9 1.7-1.7 3.9M3.9 1.7 1.7 3.9",
  occupation: "M-2.6-4.4V4.6M-2.6-4h5.8L1.6-1.8 3.2.2H-2.6",
  annexation: "M0-4.2V1.6M-2.6-.8 0 1.8 2.6-.8M-4 1.8V4.2H4V1.8",
  border: "M0-4.6V-2.4M0-1.1V1.1M0 2.4V4.6M-4.2 0h2.2M2 0h2.2",
  politics: "M0-4.4 1.2-1.3 4.4-1.2 1.9.8 2.8 4-0 2.1-2.8 4-1.9.8-4.4-1.2-1.2-1.3Z",
  ideology: "M0-2.6C-1.2-3.8-3-3.8-4.4-3.4V3c1.6-.3 3.2 0 4.4 1.2C1.2 3 2.8 2.7 4.4 3V-3.4C3-3.8 1.2-3.8 0-2.6V4.2",
  dot: "M-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0",
  economy: "M-4.2 4V-.6L-1.4.8V-.6L1.4.8V-3.8H4.2V4Z",
};

/** Marks that overlap, the newest first. @typedef {{event: import("../types.js").AtlasEvent, strength: number, x: number, y: number}[]} Cluster */

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createMarks(plate, ctx) {
  const events = ctx.blob.events.filter((event) =>
    event.join.theatre ? event.join.theatre === plate.id : inWindow(event, plate.raw.window),
  );
  /** @type {Map<import("../types.js").AtlasEvent, import("../types.js").Point>} */
  const metres = new Map();
  /** @type {import("../types.js").Point[]} */
  let standing = [];
  /** @type {Map<string, SVGElement>} */
  let drawn = new Map();
  let chosen = "";

  /** Where an event stands, projected once. @param {import("../types.js").AtlasEvent} event */
  function at(event) {
    let found = metres.get(event);
    if (!found) {
      found = plate.project([event.lon, event.lat]);
      metres.set(event, found);
    }
    return plate.toPixel(found);
  }

  /** Bring the marks to the state: one whose events stay is moved or fades. @param {boolean} [all]  make all anew */
  function draw(all = false) {
    const state = ctx.store.get();
    const shown = eventsOn(events, state, state.layers).map((one) => ({ ...one, ...at(one.event) }));
    const clusters = clusterMarks(shown, NEAR).reverse();
    standing = clusters.map(([lead]) => lead);
    const lang = ctx.lang();
    const keys = clusters.map((cluster) => `${lang} ${has(cluster, chosen)} ${idsOf(cluster)}`);
    const spare = all ? [] : spareMarks(new Set(keys));
    const next = new Map();
    for (const [i, cluster] of clusters.entries()) {
      const mark = (all ? null : drawn.get(keys[i])) ?? markElement(ctx, cluster, chosen, spare);
      const [{ strength, x, y }] = cluster;
      put(mark, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      put(mark, "opacity", strength.toFixed(1));
      next.set(keys[i], mark);
    }
    drawn = next;
    arrange(plate.groups.marks, [...drawn.values()]);
  }

  /** Marks that no cluster of some keys has, and nobody's focus: they may stand for other events. @param {Set<string>} keys */
  function spareMarks(keys) {
    const left = [...drawn].filter(([key]) => !keys.has(key)).map(([, mark]) => mark);
    return left.filter((mark) => mark !== document.activeElement && mark.childElementCount === PLAIN);
  }

  /** @param {string} id */
  function choose(id) {
    chosen = id;
    draw();
  }
  return { draw, choose, standing: () => standing };
}

/** A mark, not yet in its place; a spare one that looks like it, if there is any. @param {import("../types.js").Context} ctx @param {Cluster} cluster @param {string} chosen @param {SVGElement[]} spare  from which it is taken */
function markElement(ctx, cluster, chosen, spare) {
  const [{ event }] = cluster;
  const isOne = cluster.length === 1;
  const isRinged = has(cluster, chosen);
  const glyph = ctx.blob.about.themes[event.theme];
  const title = pick(event.title, ctx.lang());
  const at = isOne && !isRinged ? spare.findIndex((one) => one.getAttribute("class") === `mark theme-${glyph}`) : -1;
  const mark = at < 0 ? plainMark(glyph) : spare.splice(at, 1)[0];
  mark.setAttribute("aria-label", isOne ? title : ctx.t()("event.cluster", { title, count: cluster.length }));
  mark.setAttribute("data-lead", event.id);
  mark.setAttribute("data-events", idsOf(cluster));
  if (isRinged) {
    mark.classList.add("chosen");
    mark.prepend(s("circle", { class: "ring", r: 12 }));
  }
  if (!isOne) mark.append(...badge(cluster.length));
  return mark;
}

/** Whether an event is in a cluster. @param {Cluster} cluster @param {string} id */
function has(cluster, id) {
  return cluster.some(({ event }) => event.id === id);
}

/** The events of a cluster, the newest first. @param {Cluster} cluster */
function idsOf(cluster) {
  return cluster.map(({ event }) => event.id).join(" ");
}

/** Marks that stand for no event, by glyph: a copy is cheaper than a mark made of its parts. @type {Map<string, SVGElement>} */
const patterns = new Map();

/** A disc with a glyph. @param {string} glyph */
function plainMark(glyph) {
  const known = patterns.get(glyph);
  const pattern =
    known ??
    s(
      "g",
      { class: `mark theme-${glyph}`, role: "button", tabindex: 0 },
      s("circle", { class: "disc", r: 8 }),
      s("path", { class: "glyph", d: GLYPHS[glyph] }),
    );
  patterns.set(glyph, pattern);
  return /** @type {SVGElement} */ (pattern.cloneNode(true));
}

/** How many events a mark stands for. @param {number} count */
function badge(count) {
  const number = String(count);
  const width = 6 + 5 * number.length;
  return [
    s("rect", { class: "badge", x: 2, y: -12.5, width, height: 11, rx: 5.5 }),
    s("text", { class: "badge-number", x: 2 + width / 2, y: -4 }, number),
  ];
}

/** @param {Element} element @param {string} name @param {string} value */
function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
