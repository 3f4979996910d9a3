/** Where two belligerents face each other: chains of border arcs on a day, and the one smooth line that they make. */
import { lengthOf } from "./courses.js";
import { dayNumber } from "./days.js";
import { tenths } from "./decode.js";

const SLACK = 6000; // metres: how far the edge between two zones may lie from where the towns put it
const COARSE = 0.4; // of the slack, that leaving out vertices may take; rounding corners takes the rest
const FINE = 1000; // metres: a line known as well as that stays as it is
const STEPS = 5; // pieces of a rounded corner
const CUT = 7; // a front is cut in the arcs whose number it divides

/** @typedef {import("../types.js").Territory} Territory */
/** @typedef {{arcs: number[], left: number, right: number, line: number, far?: boolean}} Border */

/**
 * A piece of front: one arc in the direction in which the first side of its war is on the left.
 * @typedef {object} Piece
 * @property {number} arc
 * @property {boolean} forward  whether it runs as the arc does
 * @property {number} left  the land on its left
 * @property {number} right
 * @property {boolean} fromLeft  whether the attacker stands on the left
 * @property {boolean} far  whether the towns that place it lie far apart
 * @property {number} slack  metres that the line may leave the arc by
 */

/**
 * A part of a chain that is drawn by itself.
 * @typedef {{pieces: Piece[], from: boolean, to: boolean}} Stretch  whether it begins, and ends, in the middle of a piece
 */

/** A point of the line of a front, with its piece. @typedef {{x: number, y: number, piece: Piece}} Vertex */

/**
 * The powers that fight each other on a day, `a b` where a is on the first side, and the first day of their war.
 * @param {{sides: string[][], days: [string, string][]}[]} wars
 * @param {number} day
 * @returns {Map<string, number>}
 */
export function enemiesOn(wars, day) {
  const enemies = new Map();
  for (const { sides, days } of wars) {
    if (!days.some(([first, after]) => dayNumber(first) <= day && day < dayNumber(after))) continue;
    for (const one of sides[0]) for (const other of sides[1]) enemies.set(`${one} ${other}`, dayNumber(days[0][0]));
  }
  return enemies;
}

/**
 * The same, found anew only where a war begins or ends between the day and the one asked for before.
 * @param {{sides: string[][], days: [string, string][]}[]} wars
 * @returns {(day: number) => Map<string, number>}
 */
export function enemiesByDay(wars) {
  const turns = wars.flatMap(({ days }) => days.flat().map(dayNumber)).sort((a, b) => a - b);
  let span = -1;
  /** @type {Map<string, number>} */
  let enemies = new Map();
  return (day) => {
    const next = turns.filter((turn) => turn <= day).length;
    if (next !== span) enemies = enemiesOn(wars, day);
    span = next;
    return enemies;
  };
}

/**
 * Whether a border is a front, its sides held by powers that fight each other: null if not, else whether the land called left is on the first side of the war.
 * @param {{left: number, right: number}} border
 * @param {(land: number) => string} holder  "" of a land that is not there
 * @param {Map<string, number>} enemies
 * @returns {boolean | null}
 */
export function frontSide({ left, right }, holder, enemies) {
  const [one, other] = [holder(left), holder(right)];
  if (one === other || !one || !other) return null;
  if (enemies.has(`${one} ${other}`)) return true;
  return enemies.has(`${other} ${one}`) ? false : null;
}

/** The arcs that have a land on their left. @param {Territory} land @param {Float64Array[]} metres @returns {Set<number>} */
export function arcsBeside({ arcs }, metres) {
  const found = new Set();
  for (const rings of arcs)
    for (const [place, ring] of rings.entries()) {
      const leftward = (place === 0) === ringArea(metres, ring) > 0; // the land is on the left as the ring runs
      for (const arc of ring) if (arc >= 0 === leftward) found.add(arc < 0 ? ~arc : arc);
    }
  return found;
}

/** Twice the area of a ring, positive where it runs against the clock; y grows upwards. @param {Float64Array[]} metres @param {number[]} ring */
function ringArea(metres, ring) {
  let area = 0;
  for (const id of ring) {
    const arc = metres[id < 0 ? ~id : id];
    let along = 0;
    for (let i = 2; i < arc.length; i += 2) along += arc[i - 2] * arc[i + 1] - arc[i] * arc[i - 1];
    area += id < 0 ? -along : along;
  }
  return area;
}

/**
 * Who attacks between two lands: who took one of them last from the other's holder in their war, else who will take one
 * first, else the holder of the left.
 * @param {Territory} left
 * @param {Territory} right
 * @param {number} day
 * @param {number} begun  the first day of the war
 * @returns {boolean} whether it is the holder of the left
 */
export function attacksFromLeft(left, right, day, begun) {
  const [one, other] = [stand(left, day), stand(right, day)];
  const taken = (/** @type {ReturnType<typeof stand>} */ land, /** @type {string} */ enemy) =>
    land.before === enemy && land.since >= begun ? land.since : Number.NEGATIVE_INFINITY;
  const lost = (/** @type {ReturnType<typeof stand>} */ land, /** @type {string} */ enemy) =>
    land.after === enemy ? land.until : Number.POSITIVE_INFINITY;
  const [byLeft, byRight] = [taken(one, other.holder), taken(other, one.holder)];
  if (byLeft !== byRight) return byLeft > byRight;
  return lost(other, one.holder) <= lost(one, other.holder);
}

/** Who holds a land on a day, since when and until when, who before and after. @param {Territory} land @param {number} day */
function stand({ spells, starts }, day) {
  let at = starts.findLastIndex((start) => start <= day);
  if (at < 0) at = 0;
  const holder = spells[at].controller;
  let first = at;
  while (first > 0 && spells[first - 1].controller === holder) first--;
  let next = at + 1;
  while (next < spells.length && spells[next].controller === holder) next++;
  return {
    holder,
    since: starts[first],
    before: spells[first - 1]?.controller ?? "",
    until: starts[next] ?? Number.POSITIVE_INFINITY,
    after: spells[next]?.controller ?? "",
  };
}

/** The nodes at which arcs end, numbered as they are met. @param {Float64Array[]} metres @returns {(arc: number) => [number, number]} of its first vertex and of its last */
export function arcEnds(metres) {
  /** @type {Map<string, number>} */
  const nodes = new Map();
  /** @type {Map<number, [number, number]>} */
  const known = new Map();
  const node = (/** @type {number} */ x, /** @type {number} */ y) => {
    const key = `${x} ${y}`;
    if (!nodes.has(key)) nodes.set(key, nodes.size);
    return /** @type {number} */ (nodes.get(key));
  };
  return (arc) => {
    let ends = known.get(arc);
    if (!ends) {
      const line = metres[arc];
      ends = [node(line[0], line[1]), node(line[line.length - 2], line[line.length - 1])];
      known.set(arc, ends);
    }
    return ends;
  };
}

/** Where a piece begins, or ends. @param {Piece} piece @param {ReturnType<typeof arcEnds>} ends @param {boolean} end */
function nodeOf({ arc, forward }, ends, end) {
  return ends(arc)[end === forward ? 1 : 0];
}

/** Join pieces end to end into chains; a chain that comes round ends where it begins. @param {Piece[]} pieces @param {ReturnType<typeof arcEnds>} ends @returns {Piece[][]} */
export function chainsOf(pieces, ends) {
  const node = (/** @type {Piece} */ piece, /** @type {boolean} */ end) => nodeOf(piece, ends, end);
  /** @type {Map<number, Piece[]>} */
  const starting = new Map();
  for (const piece of pieces) {
    const at = node(piece, false);
    const there = starting.get(at);
    if (there) there.push(piece);
    else starting.set(at, [piece]);
  }
  const ending = new Set(pieces.map((piece) => node(piece, true)));
  const used = new Set();
  /** @type {Piece[][]} */
  const chains = [];
  const follow = (/** @type {Piece} */ first) => {
    const chain = [];
    /** @type {Piece | undefined} */
    let piece = first;
    while (piece) {
      used.add(piece);
      chain.push(piece);
      const { left, right } = /** @type {Piece} */ (piece);
      /** @type {Piece[]} */
      const next = (starting.get(node(piece, true)) ?? []).filter((one) => !used.has(one));
      piece = next.find((one) => one.left === left || one.right === right) ?? next[0];
    }
    chains.push(chain);
  };
  for (const piece of pieces) if (!used.has(piece) && !ending.has(node(piece, false))) follow(piece);
  for (const piece of pieces) if (!used.has(piece)) follow(piece);
  return chains;
}

/**
 * A chain as stretches that are drawn each by itself, so that a change of land asks for those beside it alone: cut in the
 * middle of some arcs, always the same ones. Such an arc ends one stretch and begins the next.
 * @param {Piece[]} chain
 * @param {ReturnType<typeof arcEnds>} ends
 * @returns {Stretch[]}
 */
export function stretchesOf(chain, ends) {
  const cuts = chain.flatMap(({ arc }, i) => (arc % CUT === 0 ? [i] : []));
  if (!cuts.length) return [{ pieces: chain, from: false, to: false }];
  const [first, last] = [cuts[0], cuts[cuts.length - 1]];
  const middle = cuts.slice(1).map((cut, i) => ({ pieces: chain.slice(cuts[i], cut + 1), from: true, to: true }));
  const [head, tail] = [chain.slice(0, first + 1), chain.slice(last)];
  if (nodeOf(chain[0], ends, false) === nodeOf(chain[chain.length - 1], ends, true))
    return [...middle, { pieces: [...tail, ...head], from: true, to: true }];
  return [{ pieces: head, from: false, to: true }, ...middle, { pieces: tail, from: true, to: false }];
}

/** How far the line of a front may leave a border, in metres. @param {boolean} zones  whether zones lie on both its sides @param {number} [km]  the accuracy of its line */
export function slackOf(zones, km = 0) {
  return zones ? SLACK : Math.min(SLACK, km * 1000);
}

/** The vertices of a stretch as the zones have them, in metres; y grows upwards. @param {Stretch} stretch @param {Float64Array[]} metres @returns {Vertex[]} */
export function courseOf({ pieces, from, to }, metres) {
  return pieces.flatMap((piece, i) => {
    const line = verticesOf(piece, metres);
    const [begins, ends] = [from && i === 0, to && i === pieces.length - 1];
    const shared = i > 0 ? 1 : 0; // the vertex at which the piece before it ends
    if (!begins && !ends) return line.slice(shared);
    const { next, at } = middleOf(line);
    return begins ? [at, ...line.slice(next)] : [...line.slice(shared, next), at];
  });
}

/** @param {Piece} piece @param {Float64Array[]} metres @returns {Vertex[]} */
function verticesOf(piece, metres) {
  const line = metres[piece.arc];
  const count = line.length / 2;
  return Array.from({ length: count }, (_, i) => {
    const j = piece.forward ? i : count - 1 - i;
    return { x: line[2 * j], y: line[2 * j + 1], piece };
  });
}

/** The middle of the longest side of a line, and which vertex follows it. @param {Vertex[]} line */
function middleOf(line) {
  let next = 1;
  const length = (/** @type {number} */ i) => Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  for (let i = 2; i < line.length; i++) if (length(i) > length(next)) next = i;
  const [a, b] = [line[next - 1], line[next]];
  return { next, at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, piece: b.piece } };
}
/**
 * The one line of a front: vertices left out and corners rounded as far as the slack allows; and what lies between it
 * and the zones' own edge, polygon by polygon, with the land that each is to be shown as.
 * @param {Vertex[]} course
 * @returns {{line: Vertex[], lobes: {land: number, ring: {x: number, y: number}[]}[]}}
 */
export function smoothFront(course) {
  const closed = same(course[0], course[course.length - 1]) && course.length > 3;
  const turned = closed ? fromMiddle(course) : course;
  const kept = keptVertices(turned);
  const lobes = kept.slice(1).flatMap((to, i) => lobesBeside(turned.slice(kept[i], to + 1)));
  const corners = kept.map((at) => turned[at]);
  const line = [corners[0]];
  for (let i = 1; i + 1 < corners.length; i++) {
    const corner = rounded(corners[i - 1], corners[i], corners[i + 1]);
    line.push(...corner);
    if (corner.length > 1) lobes.push(cornerLobe(corners[i], corner));
  }
  line.push(corners[corners.length - 1]);
  return { line, lobes };
}

/** @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
function same(a, b) {
  return a.x === b.x && a.y === b.y;
}

/** A closed course that begins and ends in the middle of its longest side, which no rounding touches. @param {Vertex[]} course */
function fromMiddle(course) {
  const { next, at } = middleOf(course);
  return [at, ...course.slice(next), ...course.slice(1, next), at];
}

/** The positions of the vertices that stay (after Douglas and Peucker), by the slack of each. @param {Vertex[]} course @returns {number[]} */
function keptVertices(course) {
  const kept = new Set([0, course.length - 1]);
  for (const [i, { piece }] of course.entries()) if (piece.slack < FINE) kept.add(i);
  const stops = [...kept].sort((a, b) => a - b);
  const stack = stops.slice(1).map((stop, i) => [stops[i], stop]);
  while (stack.length) {
    const [from, to] = /** @type {[number, number]} */ (stack.pop());
    let worst = -1;
    let most = 0;
    for (let i = from + 1; i < to; i++) {
      const off = distanceTo(course[i], course[from], course[to]) / (COARSE * course[i].piece.slack);
      if (off > 1 && off > most) [most, worst] = [off, i];
    }
    if (worst < 0) continue;
    kept.add(worst);
    stack.push([from, worst], [worst, to]);
  }
  return [...kept].sort((a, b) => a - b);
}

/** From a point to a side. @param {Vertex} point @param {Vertex} a @param {Vertex} b */
function distanceTo(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}

/** How far a point lies on the left of a side, times its length. @param {{x: number, y: number}} a @param {{x: number, y: number}} b @param {{x: number, y: number}} point */
function onLeft(a, b, point) {
  return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

/** A corner as a curve (a parabola), its ends at most so far from it as its slack lets it. @param {Vertex} before @param {Vertex} at @param {Vertex} after @returns {Vertex[]} */
function rounded(before, at, after) {
  const [into, out] = [Math.hypot(at.x - before.x, at.y - before.y), Math.hypot(after.x - at.x, after.y - at.y)];
  const slack = Math.min(at.piece.slack, after.piece.slack);
  const reach = Math.min(into / 2, out / 2, 2 * (1 - COARSE) * slack);
  if (slack < FINE || reach < 1) return [at];
  const a = { x: at.x + ((before.x - at.x) * reach) / into, y: at.y + ((before.y - at.y) * reach) / into };
  const b = { x: at.x + ((after.x - at.x) * reach) / out, y: at.y + ((after.y - at.y) * reach) / out };
  return Array.from({ length: STEPS + 1 }, (_, k) => {
    const t = k / STEPS;
    const blend = (/** @type {"x" | "y"} */ axis) =>
      (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * at[axis] + t * t * b[axis];
    return { x: blend("x"), y: blend("y"), piece: t <= 0.5 ? at.piece : after.piece };
  });
}

/** What a rounded corner cuts off. @param {Vertex} at @param {Vertex[]} curve */
function cornerLobe(at, curve) {
  const outer = onLeft(curve[0], curve[curve.length - 1], at) > 0 ? at.piece.left : at.piece.right;
  return { land: outer, ring: [at, ...curve] };
}

/** What lies between a part of the course and the straight line from its first vertex to its last. @param {Vertex[]} part */
function lobesBeside(part) {
  const lobes = [];
  const [a, b] = [part[0], part[part.length - 1]];
  /** @type {{x: number, y: number}[]} */
  let ring = [a];
  let side = 0;
  for (let i = 1; i < part.length; i++) {
    const now = i === part.length - 1 ? 0 : onLeft(a, b, part[i]);
    if (side && now * side < 0) {
      const cut = crossing(part[i - 1], part[i], side, now);
      lobes.push({ land: landBeside(part[i - 1].piece, side), ring: [...ring, cut] });
      ring = [cut];
    }
    ring.push(part[i]);
    side = now || side;
  }
  if (side && ring.length > 2) lobes.push({ land: landBeside(part[Math.max(1, part.length - 2)].piece, side), ring });
  return lobes;
}

/** @param {Vertex} a @param {Vertex} b @param {number} before @param {number} after */
function crossing(a, b, before, after) {
  const share = before / (before - after);
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** @param {Piece} piece @param {number} side */
function landBeside(piece, side) {
  return side > 0 ? piece.left : piece.right;
}

/** A line in pixels without the points that lie so near the one before that nobody sees them. @template {{x: number, y: number}} T @param {T[]} line @param {number} gap  pixels @returns {T[]} */
export function thinLine(line, gap) {
  let last = line[0];
  return line.filter((vertex, i) => {
    if (i > 0 && i < line.length - 1 && Math.abs(vertex.x - last.x) + Math.abs(vertex.y - last.y) < gap) return false;
    last = vertex;
    return true;
  });
}

/**
 * Teeth along a line in pixels, as closed triangles, each with its piece: as far apart as `every` says, or a little more or
 * less, so that those of the next stretch go on evenly.
 * @param {Vertex[]} line
 * @param {{every: number, half: number, height: number}} size  pixels
 * @returns {{piece: Piece, d: string}[]}
 */
export function teethOf(line, { every, half, height }) {
  const teeth = [];
  const whole = lengthOf(line);
  const apart = whole / Math.max(1, Math.round(whole / every));
  let next = apart / 2;
  let walked = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    for (; next <= walked + length; next += apart) {
      const at = next - walked;
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      const [x, y] = [a.x + ux * at, a.y + uy * at];
      const turn = b.piece.fromLeft ? -1 : 1; // on the screen the left of (ux, uy) is (uy, -ux)
      const point = (/** @type {number} */ px, /** @type {number} */ py) => `${tenths(px)} ${tenths(py)}`;
      teeth.push({
        piece: b.piece,
        d: `M${point(x - ux * half, y - uy * half)}L${point(x + uy * height * turn, y - ux * height * turn)}L${point(x + ux * half, y + uy * half)}Z`,
      });
    }
    walked += length;
  }
  return teeth;
}

/** Runs of a line whose pieces are alike: each begins where the one before ends. @template T @param {Vertex[]} line @param {(piece: Piece) => T} kind @returns {{kind: T, points: Vertex[]}[]} */
export function runsOf(line, kind) {
  /** @type {{kind: any, points: Vertex[]}[]} */
  const runs = [];
  for (let i = 1; i < line.length; i++) {
    const own = kind(line[i].piece);
    const last = runs[runs.length - 1];
    if (last && last.kind === own) last.points.push(line[i]);
    else runs.push({ kind: own, points: [line[i - 1], line[i]] });
  }
  return runs;
}
