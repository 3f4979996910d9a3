/** The front of a campaign: one line, toothed towards the defender, dotted where its towns lie far apart. */
import { s } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { lengthOf } from "../model/courses.js";
import {
  attacksFromLeft,
  chainsOf,
  courseOf,
  enemiesOn,
  frontBorders,
  landsOnLeft,
  runsOf,
  slackOf,
  smoothFront,
  teethOf,
} from "../model/fronts.js";

const FADE_MS = 450; // as long as the land fades
const BAND = 2.8; // pixels from the line to the middle of its bands
const TEETH = { every: 15, half: 3.8, height: 6.5 }; // pixels
const LEAST = 12; // pixels that a front with teeth has

/** @typedef {import("../model/fronts.js").Piece} Piece */
/** @typedef {import("../types.js").Point} Point */

/**
 * What fronts are drawn from, and what is drawn now.
 * @typedef {object} Drawn
 * @property {import("../types.js").Context} ctx
 * @property {L.Map} map
 * @property {import("../types.js").Theatre} theatre
 * @property {import("../types.js").RawTheatre} raw
 * @property {{metres: Float64Array[], extent: {left: number, top: number}, borders: import("../model/fronts.js").Border[], toPixel: (point: Point) => Point}} view
 * @property {Record<string, SVGElement>} groups
 * @property {{fill: (land: number) => string, band: (land: number) => string, still: boolean}} paint
 * @property {number[]} candidates  the borders that a zone lies beside
 * @property {Set<string> | null} onLeft  once it was needed
 * @property {Map<number, boolean>} fronts  the borders that are fronts now
 * @property {Map<string, number>} enemies  of the day
 * @property {Map<string, {line: SVGElement, ground: SVGElement}>} standing
 */

/** @param {Pick<Drawn, "ctx" | "map" | "theatre" | "raw" | "view" | "groups" | "paint">} from */
export function createFronts(from) {
  const { theatre, view } = from;
  const isZone = (/** @type {number} */ land) => Boolean(theatre.territories[land].of);
  const candidates = view.borders.flatMap(({ left, right }, i) => (isZone(left) || isZone(right) ? [i] : []));
  /** @type {Drawn} */
  const drawn = { ...from, candidates, onLeft: null, fronts: new Map(), enemies: new Map(), standing: new Map() };
  return {
    take: (/** @type {() => string[]} */ holders, /** @type {boolean} */ changed) => take(drawn, holders, changed),
    has: (/** @type {number} */ border) => drawn.fronts.has(border),
    any: () => drawn.fronts.size > 0,
    draw: (/** @type {boolean} */ all) => draw(drawn, all),
  };
}

/**
 * Find the fronts of the day; they are as they were where neither land nor enemies changed.
 * @param {Drawn} drawn
 * @param {() => string[]} holders  by territory, "" where it is not there
 * @param {boolean} changed  whether any land did
 * @returns {Set<number>} the borders that became one or ceased to be
 */
function take(drawn, holders, changed) {
  const { as, day, layers } = drawn.ctx.store.get();
  const enemies = as || !layers.has("control") ? new Map() : enemiesOn(drawn.raw.wars ?? [], day);
  const same = !changed && String([...enemies]) === String([...drawn.enemies]);
  drawn.enemies = enemies;
  if (same) return new Set();
  const next = frontBorders(drawn.view.borders, drawn.candidates, holders(), enemies);
  const turned = new Set([...next.keys()].filter((border) => !drawn.fronts.has(border)));
  for (const border of drawn.fronts.keys()) if (!next.has(border)) turned.add(border);
  drawn.fronts = next;
  return turned;
}

/** The pieces of all fronts, each with the first side of its war on the left. @param {Drawn} drawn @returns {Piece[]} */
function piecesOf(drawn) {
  const { theatre, raw, view, ctx, fronts, enemies } = drawn;
  if (!fronts.size) return [];
  drawn.onLeft ??= landsOnLeft(theatre.territories, view.metres);
  const { onLeft } = drawn;
  const { day } = ctx.store.get();
  return [...fronts].flatMap(([index, leftIsFirst]) => {
    const border = view.borders[index];
    const [first, second] = leftIsFirst ? [border.left, border.right] : [border.right, border.left];
    const [one, other] = [theatre.territories[first], theatre.territories[second]];
    const both = Boolean(one.of && other.of);
    const powers = [one, other].map((land) => spellOn(land, day).controller).join(" ");
    const begun = enemies.get(powers) ?? day;
    return border.arcs.map((arc) => ({
      arc,
      forward: onLeft.has(`${arc} ${first}`),
      left: first,
      right: second,
      fromLeft: attacksFromLeft(one, other, day, begun),
      far: Boolean(border.far),
      slack: slackOf(both, raw.lines[border.line]?.km),
    }));
  });
}

/** Draw the fronts; a line that stands already stays, one that goes fades out over the one that comes. @param {Drawn} drawn @param {boolean} all  make all anew */
function draw(drawn, all) {
  const { ctx, map, view, groups, standing, paint } = drawn;
  const chains = chainsOf(piecesOf(drawn), view.metres);
  const zoom = map.getZoom();
  const wanted = new Map(chains.map((chain) => [keyOf(drawn, chain, zoom), chain]));
  for (const [key, { line, ground }] of standing) {
    if (!all && wanted.has(key)) continue;
    standing.delete(key);
    ground.remove();
    if (all || paint.still) line.remove();
    else fadeOut(line);
  }
  for (const [key, chain] of wanted) {
    if (standing.has(key)) continue;
    const made = frontElements(drawn, chain);
    standing.set(key, made);
    groups.fronts.append(made.line);
    groups["front-ground"].append(made.ground);
    if (!all && !paint.still) made.line.animate([{ opacity: 0 }, { opacity: 1 }], FADE_MS);
  }
  const { compare, against } = ctx.store.get();
  groups["front-ground"].classList.toggle("none", compare !== null || Boolean(against));
}

/** What makes a front look as it does. @param {Drawn} drawn @param {Piece[]} chain @param {number} zoom */
function keyOf({ ctx, theatre }, chain, zoom) {
  const { day } = ctx.store.get();
  const rule = (/** @type {number} */ land) => {
    const { controller, status } = spellOn(theatre.territories[land], day);
    return `${controller} ${status}`;
  };
  const parts = chain.map(({ arc, left, right, fromLeft }) => `${arc} ${fromLeft} ${rule(left)} ${rule(right)}`);
  return [zoom, ctx.dark(), ...parts].join("|");
}

/** @param {SVGElement} line */
function fadeOut(line) {
  line.classList.add("gone");
  const gone = () => line.remove();
  line.animate([{ opacity: 1 }, { opacity: 0 }], FADE_MS).finished.then(gone, gone);
}

/** The line of a front with its teeth, and the ground between it and the zones' own edge. @param {Drawn} drawn @param {Piece[]} chain */
function frontElements({ ctx, theatre, view, paint }, chain) {
  const { line, lobes } = smoothFront(courseOf(chain, view.metres));
  const { left, top } = view.extent;
  const toPixel = (/** @type {Point} */ { x, y }) => view.toPixel({ x: x - left, y: top - y });
  const points = line.map((vertex) => ({ ...toPixel(vertex), piece: vertex.piece }));
  const attacker = (/** @type {Piece} */ { left: one, right: other, fromLeft }) =>
    spellOn(theatre.territories[fromLeft ? one : other], ctx.store.get().day).controller;
  const ink = (/** @type {string} */ polity) => shade(ctx.colourOf(polity), ctx.dark() ? 0.12 : -0.3, 1.6);
  const bands = [1, -1].flatMap((side) =>
    runsOf(points, (piece) => paint.band(side > 0 ? piece.left : piece.right)).map(({ kind, points: run }) =>
      s("path", { class: "band", stroke: kind, d: dataOf(beside(run, BAND * side)) }),
    ),
  );
  const lines = runsOf(points, (piece) => `${piece.far} ${attacker(piece)}`).map(({ points: run }) => {
    const { piece } = run[1];
    return s("path", {
      class: `front-line ${piece.far ? "far" : "near"}`,
      stroke: ink(attacker(piece)),
      d: dataOf(run),
    });
  });
  const shown = lengthOf(points) < LEAST ? [] : teethOf(points, TEETH);
  const teeth = [...grouped(shown, ({ piece }) => ink(attacker(piece)))].map(([fill, some]) =>
    s("path", { class: "front-teeth", fill, d: some.map(({ d }) => d).join("") }),
  );
  const ground = [...grouped(lobes, ({ land }) => paint.fill(land))].map(([fill, some]) =>
    s("path", { class: "front-lobe", fill, d: some.map(({ ring }) => `${dataOf(ring.map(toPixel))}Z`).join("") }),
  );
  return { line: s("g", { class: "front-chain" }, ...bands, ...lines, ...teeth), ground: s("g", {}, ...ground) };
}

/** A line beside a line, to the left of its direction on the screen. @param {Point[]} points @param {number} by  pixels @returns {Point[]} */
function beside(points, by) {
  return points.map(({ x, y }, i) => {
    const [a, b] = [points[Math.max(0, i - 1)], points[Math.min(points.length - 1, i + 1)]];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: x + ((b.y - a.y) / length) * by, y: y - ((b.x - a.x) / length) * by };
  });
}

/** @param {Point[]} points */
function dataOf(points) {
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

/** @template T @param {T[]} list @param {(one: T) => string} key @returns {Map<string, T[]>} */
function grouped(list, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const one of list) {
    const name = key(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}
