/** The courses of movements and railways as path data: smooth lines, tapered arrows, toothed fronts. Points are in pixels. */
import { dayNumber } from "./days.js";
import { tenths } from "./decode.js";

export const OUTLINE_DAYS = 31;

/**
 * How a movement shows at a moment: now, past (for a month after a day its outline fades) or hidden.
 * @param {{from: string, to: string}} movement
 * @param {import("../types.js").Moment} moment
 */
export function movementPhase({ from, to }, { since, day }) {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (day < first) return "hidden";
  if ((since ?? day) <= last) return "now";
  return since === null && day <= last + OUTLINE_DAYS ? "past" : "hidden";
}

/** A smooth curve through points (Catmull-Rom), as more points. @param {import("../types.js").Point[]} points */
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

/** Of length one, across the way from a to b. @param {import("../types.js").Point} a @param {import("../types.js").Point} b */
function normal(a, b) {
  const span = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  return [-(b.y - a.y) / span, (b.x - a.x) / span];
}

/** A tapered arrow along a line, as path data. @param {import("../types.js").Point[]} line  smooth @param {number} width at the head */
export function arrowPath(line, width) {
  const lengths = [0];
  for (let i = 1; i < line.length; i++)
    lengths.push(lengths[i - 1] + Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y));
  const total = lengths[lengths.length - 1];
  if (total < 6) return "";
  const head = Math.min(total * 0.45, width * 2.4);
  const neck = total - head;
  const left = [];
  const right = [];
  for (let i = 0; lengths[i] <= neck; i++) {
    const [nx, ny] = normal(line[Math.max(0, i - 1)], line[i + 1]);
    const half = (width * (0.25 + 0.75 * (lengths[i] / total))) / 2;
    left.push(`${tenths(line[i].x + nx * half)} ${tenths(line[i].y + ny * half)}`);
    right.push(`${tenths(line[i].x - nx * half)} ${tenths(line[i].y - ny * half)}`);
  }
  const after = lengths.findIndex((length) => length > neck);
  const share = (neck - lengths[after - 1]) / (lengths[after] - lengths[after - 1] || 1);
  const base = {
    x: line[after - 1].x + (line[after].x - line[after - 1].x) * share,
    y: line[after - 1].y + (line[after].y - line[after - 1].y) * share,
  };
  const tip = line[line.length - 1];
  const [nx, ny] = normal(base, tip);
  const at = (/** @type {number} */ by) => `${tenths(base.x + nx * by)} ${tenths(base.y + ny * by)}`;
  const outline = [
    ...left,
    at(width / 2),
    at(width * 1.15),
    `${tenths(tip.x)} ${tenths(tip.y)}`,
    at(-width * 1.15),
    at(-width / 2),
    ...right.reverse(),
  ];
  return `M${outline.join("L")}Z`;
}

/** The first part of a line, by its share of the length. @param {import("../types.js").Point[]} points @param {number} share */
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

/** A way that is at least so long: its beginning is drawn back. @param {import("../types.js").Point[]} points @param {number} least  pixels */
export function stretched(points, least) {
  const length = lengthOf(points);
  if (!length || length >= least) return points;
  const { x, y } = points[points.length - 1];
  const by = least / length;
  return points.map((point) => ({ x: x + (point.x - x) * by, y: y + (point.y - y) * by }));
}

/** @param {import("../types.js").Point[]} points */
export function lengthOf(points) {
  let length = 0;
  for (let i = 1; i < points.length; i++)
    length += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  return length;
}

/**
 * A front as a line with teeth towards the enemy.
 * @param {import("../types.js").Point[]} points
 * @param {number} every  pixels
 * @param {string} [side]  where the attacker stands, left or right of the line's direction
 */
export function toothedPath(points, every, side = "left") {
  const line = smooth(points);
  const turn = side === "right" ? -1 : 1;
  const parts = [`M${line.map((p) => `${tenths(p.x)} ${tenths(p.y)}`).join("L")}`];
  let since = every / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    let at = every - since;
    for (; at <= length; at += every) {
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      const [x, y] = [a.x + ux * at, a.y + uy * at];
      const tip = `${tenths(x - uy * 6 * turn)} ${tenths(y + ux * 6 * turn)}`;
      parts.push(
        `M${tenths(x - ux * 3.5)} ${tenths(y - uy * 3.5)}L${tip}L${tenths(x + ux * 3.5)} ${tenths(y + uy * 3.5)}`,
      );
    }
    since = (since + length) % every;
  }
  return parts.join("");
}

/** @param {import("../types.js").Point[]} points */
export function lineData(points) {
  return points.map((p) => `${tenths(p.x)} ${tenths(p.y)}`).join("L");
}
