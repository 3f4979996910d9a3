/** The front of a campaign: one line, toothed towards the defender, dotted where its towns lie far apart. */
import { s } from "../dom.js";
import { spellOn } from "../model/chains.js";
import { shade } from "../model/colour.js";
import { lengthOf } from "../model/courses.js";
import { tenths } from "../model/decode.js";
import {
  arcEnds,
  arcsBeside,
  attacksFromLeft,
  chainsOf,
  courseOf,
  enemiesByDay,
  frontSide,
  runsOf,
  slackOf,
  smoothFront,
  stretchesOf,
  teethOf,
  thinLine,
} from "../model/fronts.js";

const FADE_MS = 450; // as long as the land fades
const BAND = 2.8; // pixels from the line to the middle of its bands
const TEETH = { every: 15, half: 3.8, height: 6.5 }; // pixels
const LEAST = 12; // pixels that a stretch with teeth has
const THIN = 0.8; // pixels between vertices at least
const SPECK = 1; // square pixels of ground that the line hides

/** @typedef {import("../model/fronts.js").Piece} Piece */
/** @typedef {import("../model/fronts.js").Stretch} Stretch */
/** @typedef {import("../types.js").Point} Point */

/**
 * What fronts are drawn from, and what is drawn now.
 * @typedef {object} Drawn
 * @property {import("../types.js").Context} ctx
 * @property {L.Map} map
 * @property {import("../types.js").Theatre} theatre
 * @property {import("../types.js").RawTheatre} raw
 * @property {{metres: Float64Array[], extent: {left: number, top: number}, borders: import("../model/fronts.js").Border[], bordersOf: number[][], toPixel: (point: Point) => Point, nearView: () => {land: (land: number) => boolean}}} view
 * @property {Record<string, SVGElement>} groups
 * @property {{fill: (land: number) => string, band: (land: number) => string, still: boolean}} paint
 * @property {boolean[]} candidates  by border: whether a zone lies beside it
 * @property {(day: number) => Map<string, number>} enemiesOf
 * @property {Map<string, number>} enemies  of the day
 * @property {ReturnType<typeof arcEnds>} ends
 * @property {Map<number, Set<number>>} beside  the arcs with a land on their left, by land, where they were needed
 * @property {Map<number, Piece[]>} fronts  the pieces of each border that is a front now
 * @property {boolean} stale  whether any piece is another than when they were drawn
 * @property {Set<Drawing>} standing
 * @property {Stretch[]} waiting  what is not drawn, for it is far from the view
 * @property {number} drawnAt  when they were drawn last
 * @property {Map<string, string>} inks  of the powers
 */

/** @type {Map<string, number>} */
const NONE = new Map();

/** @typedef {{stretch: Stretch, line: SVGElement, ground: SVGElement}} Drawing */

/** @param {Pick<Drawn, "ctx" | "map" | "theatre" | "raw" | "view" | "groups" | "paint">} from */
export function createFronts(from) {
  const { theatre, view } = from;
  const isZone = (/** @type {number} */ land) => Boolean(theatre.territories[land].of);
  /** @type {Drawn} */
  const drawn = {
    ...from,
    candidates: view.borders.map(({ left, right }) => isZone(left) || isZone(right)),
    enemiesOf: enemiesByDay(from.raw.wars ?? []),
    enemies: NONE,
    ends: arcEnds(view.metres),
    beside: new Map(),
    fronts: new Map(),
    stale: false,
    standing: new Set(),
    waiting: [],
    drawnAt: Number.NEGATIVE_INFINITY,
    inks: new Map(),
  };
  return {
    take: (/** @type {Set<number>} */ changed, /** @type {(land: number) => string} */ holder) =>
      take(drawn, changed, holder),
    has: (/** @type {number} */ border) => drawn.fronts.has(border),
    any: () => drawn.fronts.size > 0,
    draw: (/** @type {boolean} */ all) => draw(drawn, all),
    reveal: () => reveal(drawn, false),
  };
}

/**
 * Find the fronts of the day: only those beside what changed can be others, unless a war begins or ends.
 * @param {Drawn} drawn
 * @param {Set<number>} changed  the lands that look otherwise
 * @param {(land: number) => string} holder  "" of a land that is not there
 * @returns {Set<number>} the borders that became one or ceased to be
 */
function take(drawn, changed, holder) {
  const { ctx, view, candidates, fronts } = drawn;
  const { as, day, layers } = ctx.store.get();
  const enemies = as || !layers.has("control") ? NONE : drawn.enemiesOf(day);
  const asked = enemies === drawn.enemies ? [...changed].flatMap((land) => view.bordersOf[land]) : candidates.keys();
  drawn.enemies = enemies;
  const turned = new Set();
  for (const index of asked) {
    if (!candidates[index]) continue;
    const leftIsFirst = frontSide(view.borders[index], holder, enemies);
    const was = fronts.has(index);
    if (was !== (leftIsFirst !== null)) turned.add(index);
    if (leftIsFirst === null) fronts.delete(index);
    else fronts.set(index, piecesOf(drawn, view.borders[index], leftIsFirst));
    drawn.stale ||= was || leftIsFirst !== null;
  }
  return turned;
}

/** The pieces of a front, each with the first side of its war on the left. @param {Drawn} drawn @param {import("../model/fronts.js").Border} border @param {boolean} leftIsFirst @returns {Piece[]} */
function piecesOf(drawn, border, leftIsFirst) {
  const { theatre, raw, view, ctx, enemies, beside } = drawn;
  const { day } = ctx.store.get();
  const [left, right] = leftIsFirst ? [border.left, border.right] : [border.right, border.left];
  const [one, other] = [theatre.territories[left], theatre.territories[right]];
  const powers = [one, other].map((land) => spellOn(land, day).controller).join(" ");
  const arcs = beside.get(left) ?? arcsBeside(one, view.metres);
  beside.set(left, arcs);
  const alike = {
    left,
    right,
    fromLeft: attacksFromLeft(one, other, day, enemies.get(powers) ?? day),
    far: Boolean(border.far),
    slack: slackOf(Boolean(one.of && other.of), raw.lines[border.line]?.km),
  };
  return border.arcs.map((arc) => ({ arc, forward: arcs.has(arc), ...alike }));
}

/**
 * Draw the fronts near the view; a stretch of the same pieces stays, one that goes fades out over the one that comes,
 * unless the day before was drawn so lately that days run by.
 * @param {Drawn} drawn
 * @param {boolean} all  make all anew
 */
function draw(drawn, all) {
  const { ctx, groups, standing, paint } = drawn;
  const now = performance.now();
  const fades = !all && !paint.still && now - drawn.drawnAt > FADE_MS;
  if (all) {
    for (const one of standing) remove(one, false);
    standing.clear();
    drawn.inks.clear();
  }
  if (all || drawn.stale) {
    takeStretches(drawn, fades);
    drawn.drawnAt = now;
  }
  drawn.stale = false;
  reveal(drawn, fades);
  const { compare, against } = ctx.store.get();
  groups["front-ground"].classList.toggle("none", compare !== null || Boolean(against));
}

/** Cut the fronts into stretches anew: what no longer stands goes, what is new waits until it is near the view. @param {Drawn} drawn @param {boolean} fades */
function takeStretches(drawn, fades) {
  const { fronts, ends, standing } = drawn;
  const pieces = [...fronts.keys()].sort((a, b) => a - b).flatMap((border) => fronts.get(border) ?? []);
  const [whole, cut] = [false, true].map(
    (from) =>
      new Map([...standing].filter(({ stretch }) => stretch.from === from).map((one) => [one.stretch.pieces[0], one])),
  );
  const kept = new Set();
  drawn.waiting = chainsOf(pieces, ends)
    .flatMap((chain) => stretchesOf(chain, ends))
    .filter((stretch) => {
      const one = (stretch.from ? cut : whole).get(stretch.pieces[0]);
      const stays = one && isSame(one.stretch, stretch);
      if (stays) kept.add(one);
      return !stays;
    });
  for (const one of standing) {
    if (kept.has(one)) continue;
    standing.delete(one);
    remove(one, fades);
  }
}

/** Draw what waits and is near the view. @param {Drawn} drawn @param {boolean} fades */
function reveal(drawn, fades) {
  const { view, groups, standing, waiting } = drawn;
  if (!waiting.length) return;
  const near = view.nearView();
  drawn.waiting = waiting.filter((stretch) => {
    if (!stretch.pieces.some(({ left, right }) => near.land(left) && near.land(right))) return true;
    const made = { stretch, ...frontElements(drawn, stretch) };
    standing.add(made);
    groups.fronts.append(made.line);
    groups["front-ground"].append(made.ground);
    if (fades) made.line.animate([{ opacity: 0 }, { opacity: 1 }], FADE_MS);
    return false;
  });
}

/** @param {Drawing} drawing @param {boolean} fades */
function remove({ line, ground }, fades) {
  ground.remove();
  if (fades) fadeOut(line);
  else line.remove();
}

/** @param {Stretch} one @param {Stretch} other */
function isSame(one, other) {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.pieces.length === other.pieces.length &&
    one.pieces.every((piece, i) => piece === other.pieces[i])
  );
}

/** @param {SVGElement} line */
function fadeOut(line) {
  line.classList.add("gone");
  const gone = () => line.remove();
  line.animate([{ opacity: 1 }, { opacity: 0 }], FADE_MS).finished.then(gone, gone);
}

/** The line of a stretch with its teeth, and the ground between it and the zones' own edge. @param {Drawn} drawn @param {Stretch} stretch */
function frontElements(drawn, stretch) {
  const { ctx, theatre, view, paint } = drawn;
  const { line, lobes } = smoothFront(courseOf(stretch, view.metres));
  const { left, top } = view.extent;
  const { day } = ctx.store.get();
  const toPixel = (/** @type {Point} */ { x, y }) => view.toPixel({ x: x - left, y: top - y });
  const points = thinLine(
    line.map((vertex) => ({ ...toPixel(vertex), piece: vertex.piece })),
    THIN,
  );
  const attacker = (/** @type {Piece} */ { left: one, right: other, fromLeft }) =>
    spellOn(theatre.territories[fromLeft ? one : other], day).controller;
  const bands = [1, -1].flatMap((side) =>
    runsOf(points, (piece) => paint.band(side > 0 ? piece.left : piece.right)).map(({ kind, points: run }) =>
      s("path", { class: "band", stroke: kind, d: dataOf(beside(run, BAND * side)) }),
    ),
  );
  const lines = runsOf(points, (piece) => `${piece.far ? "far" : "near"} ${attacker(piece)}`).map(({ points: run }) => {
    const { piece } = run[1];
    const kind = `front-line ${piece.far ? "far" : "near"}`;
    return s("path", { class: kind, stroke: inkOf(drawn, attacker(piece)), d: dataOf(run) });
  });
  const shown = lengthOf(points) < LEAST ? [] : teethOf(points, TEETH);
  const teeth = [...grouped(shown, ({ piece }) => inkOf(drawn, attacker(piece)))].map(([fill, some]) =>
    s("path", { class: "front-teeth", fill, d: some.map(({ d }) => d).join("") }),
  );
  const seen = lobes
    .map(({ land, ring }) => ({ land, ring: thinLine(ring.map(toPixel), THIN) }))
    .filter(({ ring }) => areaOf(ring) > SPECK);
  const ground = [...grouped(seen, ({ land }) => paint.fill(land))].map(([fill, some]) =>
    s("path", { class: "front-lobe", fill, d: some.map(({ ring }) => `${dataOf(ring)}Z`).join("") }),
  );
  return { line: s("g", { class: "front-chain" }, ...bands, ...lines, ...teeth), ground: s("g", {}, ...ground) };
}

/** The colour of a power's line. @param {Drawn} drawn @param {string} polity */
function inkOf({ ctx, inks }, polity) {
  let ink = inks.get(polity);
  if (ink === undefined) {
    ink = shade(ctx.colourOf(polity), ctx.dark() ? 0.12 : -0.3, 1.6);
    inks.set(polity, ink);
  }
  return ink;
}

/** A line beside a line, to the left of its direction on the screen. @param {Point[]} points @param {number} by  pixels @returns {Point[]} */
function beside(points, by) {
  return points.map(({ x, y }, i) => {
    const [a, b] = [points[Math.max(0, i - 1)], points[Math.min(points.length - 1, i + 1)]];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return { x: x + ((b.y - a.y) / length) * by, y: y - ((b.x - a.x) / length) * by };
  });
}

/** @param {Point[]} ring */
function areaOf(ring) {
  let twice = 0;
  for (const [i, { x, y }] of ring.entries()) {
    const next = ring[(i + 1) % ring.length];
    twice += x * next.y - next.x * y;
  }
  return Math.abs(twice) / 2;
}

/** @param {Point[]} points */
function dataOf(points) {
  return `M${points.map(({ x, y }) => `${tenths(x)} ${tenths(y)}`).join("L")}`;
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
