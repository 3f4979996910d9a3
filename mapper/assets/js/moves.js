/** Movements as tapered arrows and toothed fronts, railways as ladders. */
import { dayNumber, dayWords } from "./days.js";
import { s } from "./dom.js";
import { shade } from "./colour.js";
import { pick } from "./i18n.js";

const OUTLINE_DAYS = 31;

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

/** A front as a line with teeth to its right. @param {{x: number, y: number}[]} points @param {number} every pixels */
export function toothedPath(points, every) {
  const line = smooth(points);
  const parts = [`M${line.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("L")}`];
  let since = every / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    let at = every - since;
    for (; at <= length; at += every) {
      const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
      const [x, y] = [a.x + ux * at, a.y + uy * at];
      parts.push(
        `M${(x - ux * 3).toFixed(1)} ${(y - uy * 3).toFixed(1)}L${(x - uy * 5).toFixed(1)} ${(y + ux * 5).toFixed(1)}L${(x + ux * 3).toFixed(1)} ${(y + uy * 3).toFixed(1)}`,
      );
    }
    since = (since + length) % every;
  }
  return parts.join("");
}

/** @param {import("./plate.js").Plate} plate @param {import("./plate.js").Context} ctx */
export function createMoves(plate, ctx) {
  const movements = ctx.blob.movements.filter((one) => one.theatre === plate.id);
  const railways = ctx.blob.railways.filter((one) => one.theatre === plate.id);
  let key = "";

  /** @param {boolean} [all] */
  function draw(all = false) {
    const { day, layers } = ctx.store.get();
    const shown = layers.has("movements")
      ? movements.map((one) => ({ one, phase: movementPhase(one, day) })).filter(({ phase }) => phase !== "hidden")
      : [];
    const rails = layers.has("railways")
      ? railways
          .map((one) => ({ one, spell: one.spells.find((sp) => dayNumber(sp.from) <= day && day < dayNumber(sp.to)) }))
          .filter(({ spell }) => spell)
      : [];
    const next = [
      plate.map.getZoom(),
      ctx.lang(),
      ...shown.map(({ one, phase }) => one.id + phase),
      ...rails.map(({ one, spell }) => one.id + spell?.from),
    ].join(" ");
    if (!all && next === key) return;
    key = next;
    plate.groups.moves.replaceChildren(...shown.flatMap(({ one, phase }) => movementElements(one, phase)));
    plate.groups.rails.replaceChildren(...rails.flatMap(({ one, spell }) => railElements(one, spell?.owner ?? "")));
  }

  /** @param {import("./types.js").Movement} movement @param {string} phase */
  function movementElements(movement, phase) {
    const points = movement.points.map((point) => plate.pixel(point));
    const colour = shade(ctx.colourOf(movement.polity), -0.27, 1.5);
    const title = s("title", {}, pick(movement.name, ctx.lang()));
    if (movement.kind === "front")
      return [s("path", { class: `front ${phase}`, d: toothedPath(points, 16), stroke: colour }, title)];
    const width = Math.max(5, Math.min(13, plate.map.getZoom() * 2));
    const arrow = s(
      "path",
      {
        class: `advance ${phase}`,
        d: arrowPath(points, width),
        fill: phase === "now" ? colour : "none",
        stroke: colour,
      },
      title,
    );
    const tip = points[points.length - 1];
    if (phase !== "now" || plate.map.getZoom() < 2) return [arrow];
    return [
      arrow,
      s(
        "text",
        { class: "move-date", x: tip.x + 5, y: tip.y - 5 },
        dayWords(dayNumber(movement.to), ctx.lang(), "short"),
      ),
    ];
  }

  /** @param {import("./types.js").Railway} railway @param {string} owner */
  function railElements(railway, owner) {
    const points = railway.points.map((point) => plate.pixel(point));
    const d = `M${points.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join("L")}`;
    return [
      s("path", { class: "rail", d }, s("title", {}, `${pick(railway.name, ctx.lang())}: ${ctx.nameOf(owner)}`)),
      s("path", { class: "rail-gaps", d }),
    ];
  }
  return { draw };
}
