/** Movements as tapered arrows and toothed fronts, railways as ladders in their owners' colours. */

import { keyedGroup, s } from "../dom.js";
import { shade } from "../model/colour.js";
import { dayNumber, dayWords } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { ownersOf, progress, railwaySpell } from "../model/overlays.js";

const OUTLINE_DAYS = 31;
const STUB = 0.12; // of the way, on the first day at least
const CROWDED_ZOOM = 3.5; // below it short movements stay out
const SHORT_WAY = 60; // pixels
const DATED_ZOOM = 2; // from which the heads bear their dates

/** done, outline or hidden. @param {{from: string, to: string}} movement @param {number} day */
export function movementPhase({ from, to }, day) {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (day < first) return "hidden";
  if (day <= last) return "now";
  return day <= last + OUTLINE_DAYS ? "past" : "hidden";
}

/** A smooth curve through points (Catmull-Rom), as more points. @param {{x: number, y: number}[]} points */
export function smooth(points) {
  if (points.length < 3) return points;
  const out = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const p0 = points[Math.max(0, i - 1)];
    const [p1, p2] = [points[i], points[i + 1]];
    const p3 = points[Math.min(points.length - 1, i + 2)];
    for (let k = 0; k < 6; k++) {
      const u = k / 6;
      const at = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c, /** @type {number} */ d) =>
        0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u * u + (3 * b - a - 3 * c + d) * u ** 3);
      out.push({ x: at(p0.x, p1.x, p2.x, p3.x), y: at(p0.y, p1.y, p2.y, p3.y) });
    }
  }
  out.push(points[points.length - 1]);
  return out;
}

/** A tapered arrow along points, as path data. @param {{x: number, y: number}[]} points @param {number} width at the head */
export function arrowPath(points, width) {
  const line = smooth(points);
  const lengths = [0];
  for (let i = 1; i < line.length; i++)
    lengths.push(lengths[i - 1] + Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y));
  const total = lengths[lengths.length - 1];
  if (total < 6) return "";
  const head = Math.min(total * 0.45, width * 2.4);
  const neck = total - head;
  const left = [];
  const right = [];
  let nx = 0;
  let ny = 0;
  for (let i = 0; i < line.length && lengths[i] <= neck; i++) {
    const a = line[Math.max(0, i - 1)];
    const b = line[Math.min(line.length - 1, i + 1)];
    const span = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    nx = -(b.y - a.y) / span;
    ny = (b.x - a.x) / span;
    const half = (width * (0.25 + 0.75 * (lengths[i] / total))) / 2;
    left.push(`${(line[i].x + nx * half).toFixed(1)} ${(line[i].y + ny * half).toFixed(1)}`);
    right.push(`${(line[i].x - nx * half).toFixed(1)} ${(line[i].y - ny * half).toFixed(1)}`);
  }
  const after = lengths.findIndex((length) => length > neck);
  const share = (neck - lengths[after - 1]) / (lengths[after] - lengths[after - 1] || 1);
  const base = {
    x: line[after - 1].x + (line[after].x - line[after - 1].x) * share,
    y: line[after - 1].y + (line[after].y - line[after - 1].y) * share,
  };
  const tip = line[line.length - 1];
  const span = Math.hypot(tip.x - base.x, tip.y - base.y) || 1;
  nx = -(tip.y - base.y) / span;
  ny = (tip.x - base.x) / span;
  const at = (/** @type {number} */ by) => `${(base.x + nx * by).toFixed(1)} ${(base.y + ny * by).toFixed(1)}`;
  const outline = [
    ...left,
    at(width / 2),
    at(width * 1.15),
    `${tip.x.toFixed(1)} ${tip.y.toFixed(1)}`,
    at(-width * 1.15),
    at(-width / 2),
    ...right.reverse(),
  ];
  return `M${outline.join("L")}Z`;
}

/** The first part of a line, by its share of the length. @param {{x: number, y: number}[]} points @param {number} share */
export function firstPart(points, share) {
  if (share >= 1) return points;
  let left = lengthOf(points) * share;
  const out = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length >= left) {
      const by = length ? left / length : 0;
      out.push({ x: a.x + (b.x - a.x) * by, y: a.y + (b.y - a.y) * by });
      return out;
    }
    left -= length;
    out.push(b);
  }
  return out;
}

/** @param {{x: number, y: number}[]} points */
function lengthOf(points) {
  let length = 0;
  for (let i = 1; i < points.length; i++)
    length += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  return length;
}

/**
 * A front as a line with teeth towards the enemy.
 * @param {{x: number, y: number}[]} points
 * @param {number} every  pixels
 * @param {string} [side]  where the attacker stands, left or right of the line's direction
 */
export function toothedPath(points, every, side = "left") {
  const line = smooth(points);
  const turn = side === "right" ? -1 : 1;
  const parts = [`M${line.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("L")}`];
  let since = every / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    let at = every - since;
    for (; at <= length; at += every) {
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      const [x, y] = [a.x + ux * at, a.y + uy * at];
      const tip = `${(x - uy * 6 * turn).toFixed(1)} ${(y + ux * 6 * turn).toFixed(1)}`;
      parts.push(
        `M${(x - ux * 3.5).toFixed(1)} ${(y - uy * 3.5).toFixed(1)}L${tip}L${(x + ux * 3.5).toFixed(1)} ${(y + uy * 3.5).toFixed(1)}`,
      );
    }
    since = (since + length) % every;
  }
  return parts.join("");
}

/** The colour of a railway's owner, strong enough for a thin line. @param {string} colour @param {boolean} dark */
export function railColour(colour, dark) {
  return shade(colour, dark ? 0.02 : -0.06, 1.7);
}

/** @param {import("./plate.js").Plate} plate @param {import("./plate.js").Context} ctx */
export function createMoves(plate, ctx) {
  const movements = ctx.blob.movements
    .filter((one) => one.theatre === plate.id)
    .map((movement) => ({ movement, last: dayNumber(movement.to), course: movement.points.map(plate.project) }));
  const railways = ctx.blob.railways.filter((one) => one.theatre === plate.id);
  /** @type {{x: number, y: number, text: string, id: string}[]} */
  let dates = [];
  /** The lines that are drawn, in pixels. @type {{x: number, y: number}[][]} */
  let ways = [];
  /** @type {{x: number, y: number}[][]} */
  let tracks = [];
  /** @type {Map<string, {zoom: number, track: {x: number, y: number}[]}>} */
  const pixels = new Map();
  const showMovements = keyedGroup(plate.groups.moves);
  const showRailways = keyedGroup(plate.groups.rails);
  let chosen = "";

  /** @param {boolean} [all] */
  function draw(all = false) {
    drawMovements(all);
    drawRailways(all);
  }

  /** The movements on show, with their course in pixels; short ones stay out while the map is small. */
  function shownMovements() {
    const { day, layers } = ctx.store.get();
    const crowded = plate.map.getZoom() < CROWDED_ZOOM;
    return (layers.has("movements") ? movements : [])
      .filter(({ movement }) => movementPhase(movement, day) !== "hidden")
      .map(({ course, ...rest }) => ({ ...rest, points: course.map(plate.toPixel) }))
      .filter(({ points }) => !crowded || lengthOf(points) >= SHORT_WAY);
  }

  /** Only what differs is made anew. @param {boolean} all */
  function drawMovements(all) {
    const { day, lang } = ctx.store.get();
    const zoom = plate.map.getZoom();
    const shown = shownMovements().map((one) => ({
      ...one,
      share: one.movement.kind === "front" ? 1 : progress(one.movement, day),
      fade: Math.round(10 * Math.max(0, (day - one.last) / OUTLINE_DAYS)) / 10,
    }));
    ways = shown.map(({ points }) => points);
    dates = shown
      .filter(({ movement, share }) => movement.kind !== "front" && share === 1 && zoom >= DATED_ZOOM)
      .map(({ movement: { id }, last, points }) => ({
        ...points[points.length - 1],
        id,
        text: dayWords(last, lang, "short"),
      }));
    if (all) showMovements([]);
    showMovements(
      shown.map(({ movement, points, share, fade }) => [
        [movement.id, zoom, lang, share.toFixed(3), fade, movement.id === chosen].join(" "),
        () => movementElement(movement, points, share, fade),
      ]),
    );
  }

  /** Only what differs is made anew. @param {boolean} all */
  function drawRailways(all) {
    const { day, layers, lang } = ctx.store.get();
    const zoom = plate.map.getZoom();
    const shown = (layers.has("railways") ? railways : []).flatMap((one) => {
      const spell = railwaySpell(one, day);
      return spell ? [{ one, spell }] : [];
    });
    if (all) showRailways([]);
    tracks = shown.map(({ one }) => trackOf(one, zoom));
    showRailways(
      shown.map(({ one, spell }, i) => [
        [one.id, zoom, lang, spell.owner, one.id === chosen].join(" "),
        () => railElement(one, spell, tracks[i]),
      ]),
    );
  }

  /** The course of a railway in pixels of a zoom. @param {import("../types.js").Railway} railway @param {number} zoom */
  function trackOf(railway, zoom) {
    const known = pixels.get(railway.id);
    if (known?.zoom === zoom) return known.track;
    const track = railway.points.map((point) => plate.pixel(point));
    pixels.set(railway.id, { zoom, track });
    return track;
  }

  /** @param {import("../types.js").Movement} movement @param {{x: number, y: number}[]} points @param {number} share @param {number} fade */
  function movementElement(movement, points, share, fade) {
    const colour = shade(ctx.colourOf(movement.polity), ctx.dark() ? 0.08 : -0.27, 1.5);
    const label = `${ctx.nameOf(movement.polity)}: ${pick(movement.name, ctx.lang())}`;
    const past = fade > 0 ? "past" : "now";
    const ring = movement.id === chosen ? " chosen" : "";
    const wrap = s(
      "g",
      { class: `movement${ring}`, role: "button", tabindex: 0, "aria-label": label, "data-movement": movement.id },
      s("title", {}, label),
    );
    if (movement.kind === "front") {
      const d = toothedPath(points, 16, movement.side);
      wrap.append(
        s("path", { class: "hit", d: `M${lineData(points)}` }),
        s("path", { class: `front ${past}`, d, stroke: colour }),
      );
      return wrap;
    }
    const width = Math.max(5, Math.min(13, plate.map.getZoom() * 2));
    const way = share < 1 ? firstPart(smooth(points), Math.max(STUB, share)) : points;
    wrap.append(
      s("path", { class: "hit", d: `M${lineData(way)}` }),
      s("path", {
        class: `advance ${past}`,
        d: arrowPath(way, Math.min(width, Math.max(4, lengthOf(way) / 3))),
        fill: colour,
        "fill-opacity": (0.85 * (1 - fade)).toFixed(2),
        stroke: colour,
      }),
    );
    return wrap;
  }

  /** @param {import("../types.js").Railway} railway @param {import("../types.js").RailwaySpell} spell @param {{x: number, y: number}[]} track */
  function railElement(railway, spell, track) {
    const d = `M${lineData(track)}`;
    const owners = ownersOf(spell);
    const label = `${pick(railway.name, ctx.lang())}: ${owners.map(ctx.nameOf).join(", ")}`;
    return s(
      "g",
      {
        class: `railway${railway.id === chosen ? " chosen" : ""}`,
        role: "button",
        tabindex: 0,
        "aria-label": label,
        "data-railway": railway.id,
      },
      s("title", {}, label),
      s("path", { class: "hit", d }),
      ...railPaths(d, owners.map(ctx.colourOf), ctx.dark()),
    );
  }

  /** @param {string} id of the movement or railway that the reader picked, or "" */
  function choose(id) {
    if (id === chosen) return;
    chosen = id;
    draw();
  }
  return { draw, choose, dates: () => dates, lines: () => [...ways, ...tracks] };
}

/** A ladder: a dark line with gaps in the owner's colour, of two owners in turn. @param {string} d @param {string[]} colours @param {boolean} dark */
export function railPaths(d, colours, dark) {
  const gap = 9;
  const gaps = colours.map((colour, i) =>
    s("path", {
      class: "rail-gaps",
      d,
      stroke: railColour(colour, dark),
      "stroke-dasharray": `${gap} ${2 + (colours.length - 1) * (gap + 2)}`,
      "stroke-dashoffset": -i * (gap + 2),
    }),
  );
  return [s("path", { class: "rail", d }), ...gaps];
}

/** @param {{x: number, y: number}[]} points */
function lineData(points) {
  return points.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("L");
}
