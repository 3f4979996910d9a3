/** Names of waters in italics: of rivers along their course, of seas and lakes where they lie. */

import { keyedGroup, s } from "../dom.js";
import { inBox, overlaps } from "../model/boxes.js";
import { tenths } from "../model/decode.js";
import { pick } from "../model/i18n.js";
import { textWidth } from "./lettering.js";
import { nameLines } from "./place.js";

const FONT = 'italic 400 100px Georgia, "Times New Roman", serif';
const RIVER_ZOOM = 3.5;
const LETTERS = 11;
const STEP = 7; // pixels between the points that a river is sampled at
const STRAIGHT = 0.9; // a reach is at least so long between its ends, as a share of its course
const SLACK = 1.15; // of a name's length: a way is shorter than its samples say where it bends
const APART = 420; // pixels between two names of one river at least
const OVER = 4; // pixels that letters stand over the water
const WATER_LETTERS = [10.5, 12, 14, 17]; // by how many zooms a name has shown
const SPACING = 0.12; // of the letter size, between letters of a sea

/** @typedef {import("../types.js").Point} Point */
/** @typedef {import("../types.js").Box} Box */

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createWaterNames(plate, ctx) {
  const element = s("g", { class: "water-names" });
  const show = keyedGroup(element);
  const rivers = plate.raw.rivers.map((river) => ({ ...river, course: river.points.map(plate.project) }));
  const waters = ctx.blob.waters.map((water) => ({ water, at: plate.project([water.lon, water.lat]) }));
  const prefix = plate.map.getContainer().id;

  /** @param {Box} view @param {Box[]} taken  what names must not cover; theirs are added @param {(box: Box) => number} cost  of a name */
  function draw(view, taken, cost) {
    const { layers } = ctx.store.get();
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    const free = (/** @type {Box} */ box) => !taken.some((other) => overlaps(other, box, 1)) && !cost(box);
    for (const { water, at } of waters) {
      const made = waterName(water, plate.toPixel(at), view, free);
      if (made) elements.push(made);
    }
    if (layers.has("rivers") && plate.map.getZoom() >= RIVER_ZOOM)
      for (const river of rivers) elements.push(...riverNames(river, view, taken, free));
    show(elements);

    /** @param {import("../types.js").Water} one @param {Point} point @param {Box} within @param {(box: Box) => boolean} isFree @returns {[string, () => SVGElement] | null} */
    function waterName(one, { x, y }, within, isFree) {
      const zooms = Math.floor(plate.map.getZoom() - one.zoom);
      if (zooms < 0 || !inBox({ x, y }, within)) return null;
      const size = WATER_LETTERS[Math.min(zooms, WATER_LETTERS.length - 1)];
      const breaks = nameLines(pick(one.name, ctx.lang()));
      const lines = breaks.find(({ length }) => length > 1) ?? breaks[0];
      const wide = Math.max(...lines.map((line) => lineWidth(line, size) + line.length * SPACING * size));
      const [w, h] = [wide / 2, (lines.length * size * 1.15) / 2];
      const box = { x0: x - w, y0: y - h, x1: x + w, y1: y + h };
      if (!isFree(box)) return null;
      taken.push(box);
      const key = [one.id, ...lines, Math.round(x), Math.round(y), size].join(" ");
      return [key, () => waterElement(lines, x, y, size)];
    }
  }

  /** @param {{id: string, name: import("../types.js").Text, course: Point[]}} river @param {Box} view @param {Box[]} taken @param {(box: Box) => boolean} free @returns {[string, () => SVGElement][]} */
  function riverNames({ id, name, course }, view, taken, free) {
    const text = pick(name, ctx.lang()).split(" (")[0];
    const length = lineWidth(text, LETTERS) * SLACK + 2 * STEP;
    /** @type {[string, () => SVGElement][]} */
    const found = [];
    for (const piece of piecesIn(course.map(plate.toPixel), view)) {
      const reaches = bestReaches(smoothed(piece), length, (reach) => boxesOver(reach).every(free));
      for (const reach of reaches) {
        taken.push(...boxesOver(reach));
        const way = `${prefix}-${id}-${found.length}`;
        const d = `M${reach.map(({ x, y }) => `${tenths(x)} ${tenths(y)}`).join("L")}`;
        found.push([`${way} ${text} ${d}`, () => riverElement(way, d, text)]);
      }
    }
    return found;
  }

  return { element, draw };
}

/** @param {string} text @param {number} size */
function lineWidth(text, size) {
  return (textWidth(text, FONT) * size) / 100;
}

/** The pieces of a course that lie in a view, sampled evenly. @param {Point[]} course  in pixels @param {Box} view */
function piecesIn(course, view) {
  /** @type {Point[][]} */
  const pieces = [];
  let piece = /** @type {Point[]} */ ([]);
  let left = 0;
  for (let i = 1; i < course.length; i++) {
    const [a, b] = [course[i - 1], course[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const away =
      Math.max(a.x, b.x) < view.x0 ||
      Math.min(a.x, b.x) > view.x1 ||
      Math.max(a.y, b.y) < view.y0 ||
      Math.min(a.y, b.y) > view.y1;
    for (let at = away ? length : left; at < length; at += STEP) {
      const point = { x: a.x + ((b.x - a.x) * at) / length, y: a.y + ((b.y - a.y) * at) / length };
      if (inBox(point, view)) piece.push(point);
      else if (piece.length) {
        pieces.push(piece);
        piece = [];
      }
    }
    if (away && piece.length) {
      pieces.push(piece);
      piece = [];
    }
    left = away ? 0 : (STEP - ((length - left) % STEP)) % STEP;
  }
  return piece.length ? [...pieces, piece] : pieces;
}

/**
 * The straightest reaches of a piece that are free, some way apart, each in reading direction.
 * @param {Point[]} piece  sampled every `STEP` pixels
 * @param {number} length  of the name
 * @param {(reach: Point[]) => boolean} free
 */
export function bestReaches(piece, length, free) {
  const count = Math.ceil(length / STEP) + 1;
  const reaches = [];
  for (let from = 0; from + count <= piece.length; from += 2) {
    const reach = piece.slice(from, from + count);
    const [a, b] = [reach[0], reach[count - 1]];
    const straight = Math.hypot(b.x - a.x, b.y - a.y) / (STEP * (count - 1));
    if (straight >= STRAIGHT) reaches.push({ from, straight, reach: b.x < a.x ? reach.reverse() : reach });
  }
  reaches.sort((a, b) => b.straight - a.straight || a.from - b.from);
  /** @type {typeof reaches} */
  const found = [];
  for (const one of reaches) {
    if (found.some((other) => Math.abs(other.from - one.from) * STEP < APART) || !free(one.reach)) continue;
    found.push(one);
  }
  return found.map(({ reach }) => reach);
}

/** What a name along a reach covers. @param {Point[]} reach @returns {Box[]} */
function boxesOver(reach) {
  return reach.map(({ x, y }) => ({ x0: x - 4, y0: y - LETTERS, x1: x + 4, y1: y + 2 }));
}

/** A piece without its smallest bends, so that letters stand even. @param {Point[]} piece */
function smoothed(piece) {
  return piece.map((_, i) => {
    const near = piece.slice(Math.max(0, i - 4), i + 5);
    const mean = (/** @type {"x" | "y"} */ axis) => near.reduce((sum, point) => sum + point[axis], 0) / near.length;
    return { x: mean("x"), y: mean("y") };
  });
}

/** @param {string} id  of the way @param {string} d @param {string} text */
function riverElement(id, d, text) {
  const along = s("textPath", { href: `#${id}`, startOffset: "50%" }, text);
  const name = s("text", { class: "river-name", "font-size": LETTERS, dy: -OVER }, along);
  return s("g", {}, s("path", { id, class: "river-way", d }), name);
}

/** @param {string[]} lines @param {number} x @param {number} y @param {number} size */
function waterElement(lines, x, y, size) {
  const text = s("text", { class: "water-name", "font-size": size, "letter-spacing": SPACING * size });
  for (const [i, line] of lines.entries())
    text.append(s("tspan", { x, y: y + (i - (lines.length - 1) / 2) * size * 1.15 + size * 0.35 }, line));
  return text;
}
