/** Movements as tapered arrows and toothed fronts, railways as ladders in their owners' colours. */
import { keyedGroup, s } from "../dom.js";
import { shade } from "../model/colour.js";
import {
  arrowPath,
  firstPart,
  lengthOf,
  lineData,
  movementPhase,
  OUTLINE_DAYS,
  smooth,
  stretched,
  toothedPath,
} from "../model/courses.js";
import { dayNumber } from "../model/days.js";
import { pick } from "../model/i18n.js";
import { shortDay } from "../model/moments.js";
import { builtRailway, ownersOf, progress } from "../model/overlays.js";

const STUB = 0.12; // of the way, on the first day at least
const CROWDED_ZOOM = 3.5; // below it short movements stay out
const SHORT_WAY = 60; // pixels
const LEAST_WAY = 14; // pixels that an arrow has, however short its way
const DATED_ZOOM = 2; // from which the heads bear their dates
const OPACITY = { advance: 0.85, raid: 0.25 }; // of an arrow on its days

/**
 * What moves are drawn from, and what is drawn now.
 * @typedef {object} Drawn
 * @property {import("../types.js").Plate} plate
 * @property {import("../types.js").Context} ctx
 * @property {{movement: import("../types.js").Movement, last: number, course: import("../types.js").Point[]}[]} movements
 * @property {import("../types.js").Railway[]} railways
 * @property {ReturnType<typeof keyedGroup>} showMovements
 * @property {ReturnType<typeof keyedGroup>} showRailways
 * @property {Map<string, {zoom: number, track: import("../types.js").Point[]}>} pixels  of railways
 * @property {Map<string, SVGElement>} bodies  the path of each movement that is or was drawn
 * @property {import("../types.js").Point[][]} ways  of the movements that are drawn, in pixels
 * @property {import("../types.js").Point[][]} tracks  of the railways that are drawn, in pixels
 * @property {{x: number, y: number, text: string, id: string}[]} dates  at the heads
 * @property {string} chosen  the movement or railway that the reader picked, or ""
 */

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createMoves(plate, ctx) {
  /** @type {Drawn} */
  const drawn = {
    plate,
    ctx,
    movements: ctx.blob.movements
      .filter((one) => one.theatre === plate.id)
      .map((movement) => ({ movement, last: dayNumber(movement.to), course: movement.points.map(plate.project) })),
    railways: ctx.blob.railways.filter((one) => one.theatre === plate.id),
    showMovements: keyedGroup(plate.groups.moves),
    showRailways: keyedGroup(plate.groups.rails),
    pixels: new Map(),
    bodies: new Map(),
    ways: [],
    tracks: [],
    dates: [],
    chosen: "",
  };
  return {
    draw: (/** @type {boolean} */ all = false) => draw(drawn, all),
    choose: (/** @type {string} */ id) => choose(drawn, id),
    dates: () => drawn.dates,
    lines: () => [...drawn.ways, ...drawn.tracks],
  };
}

/** Only what differs is made anew. @param {Drawn} drawn @param {boolean} all  what does not differ too */
function draw(drawn, all) {
  drawMovements(drawn, all);
  drawRailways(drawn, all);
}

/** @param {Drawn} drawn @param {string} id  of a movement or railway, or "" */
function choose(drawn, id) {
  if (id === drawn.chosen) return;
  drawn.chosen = id;
  draw(drawn, false);
}

/** The movements on show, with their course in pixels; short ones stay out while the map is small. @param {Drawn} drawn */
function shownMovements({ plate, ctx, movements }) {
  const state = ctx.store.get();
  const { day, layers, since } = state;
  const crowded = since === null && plate.map.getZoom() < CROWDED_ZOOM;
  return (layers.has("movements") ? movements : [])
    .filter(({ movement }) => movementPhase(movement, state) !== "hidden")
    .map(({ course, ...rest }) => ({ ...rest, points: course.map(plate.toPixel) }))
    .filter(({ points }) => !crowded || lengthOf(points) >= SHORT_WAY)
    .map((one) => ({
      ...one,
      share: one.movement.kind === "front" ? 1 : progress(one.movement, day),
      fade: since === null ? Math.round(10 * Math.max(0, (day - one.last) / OUTLINE_DAYS)) / 10 : 0,
    }));
}

/** @param {Drawn} drawn @param {boolean} all */
function drawMovements(drawn, all) {
  const state = drawn.ctx.store.get();
  const { lang, since } = state;
  const zoom = drawn.plate.map.getZoom();
  const shown = shownMovements(drawn);
  drawn.ways = shown.map(({ points }) => points);
  drawn.dates = shown
    .filter(
      ({ movement, share }) =>
        (movement.kind !== "front" || since !== null) && share === 1 && (zoom >= DATED_ZOOM || since !== null),
    )
    .map(({ movement: { id, kind, from }, last, points }) => ({
      ...points[kind === "front" ? points.length >> 1 : points.length - 1],
      id,
      text: shortDay(kind === "front" ? dayNumber(from) : last, state),
    }));
  if (all) drawn.showMovements([]);
  drawn.showMovements(
    shown.map((one) => [
      [one.movement.id, zoom, lang, one.share.toFixed(3), one.movement.id === drawn.chosen].join(" "),
      () => movementElement(drawn, one),
    ]),
  );
  for (const { movement, fade } of shown) fadeTo(drawn.bodies.get(movement.id), movement.kind, fade);
}

/** Bring a movement to how long ago it ended. @param {Element | undefined} body @param {string} kind @param {number} fade */
function fadeTo(body, kind, fade) {
  if (!body || body.getAttribute("data-fade") === String(fade)) return;
  body.setAttribute("data-fade", String(fade));
  body.setAttribute("class", `${kind} ${fade > 0 ? "past" : "now"}`);
  if (kind !== "front")
    body.setAttribute("fill-opacity", ((kind === "raid" ? OPACITY.raid : OPACITY.advance) * (1 - fade)).toFixed(2));
}

/** @param {Drawn} drawn @param {boolean} all */
function drawRailways(drawn, all) {
  const { day, layers, lang } = drawn.ctx.store.get();
  const zoom = drawn.plate.map.getZoom();
  const shown = (layers.has("railways") ? drawn.railways : []).flatMap((one) => {
    const spell = builtRailway(one, day);
    return spell ? [{ one, spell, track: trackOf(drawn, one, zoom) }] : [];
  });
  if (all) drawn.showRailways([]);
  drawn.tracks = shown.map(({ track }) => track);
  drawn.showRailways(
    shown.map(({ one, spell, track }) => [
      [one.id, zoom, lang, spell.owner, one.id === drawn.chosen].join(" "),
      () => railElement(drawn, one, spell, track),
    ]),
  );
}

/** The course of a railway in pixels of a zoom. @param {Drawn} drawn @param {import("../types.js").Railway} railway @param {number} zoom */
function trackOf({ plate, pixels }, railway, zoom) {
  const known = pixels.get(railway.id);
  if (known?.zoom === zoom) return known.track;
  const track = railway.points.map((point) => plate.pixel(point));
  pixels.set(railway.id, { zoom, track });
  return track;
}

/** A movement as on its days; `fadeTo` gives its path the class. @param {Drawn} drawn @param {ReturnType<typeof shownMovements>[number]} shown */
function movementElement({ plate, ctx, chosen, bodies }, { movement, points, share }) {
  const colour = shade(ctx.colourOf(movement.polity), ctx.dark() ? 0.08 : -0.27, 1.5);
  const label = `${ctx.nameOf(movement.polity)}: ${pick(movement.name, ctx.lang())}`;
  const ring = movement.id === chosen ? " chosen" : "";
  const paths =
    movement.kind === "front"
      ? frontPaths(points, colour, movement.side)
      : arrowPaths(points, colour, share, plate.map.getZoom());
  bodies.set(movement.id, paths[1]);
  return s(
    "g",
    { class: `movement${ring}`, role: "button", tabindex: 0, "aria-label": label, "data-movement": movement.id },
    ...paths,
  );
}

/** @param {import("../types.js").Point[]} points @param {string} colour @param {string} [side] */
function frontPaths(points, colour, side) {
  return [
    s("path", { class: "hit", d: `M${lineData(points)}` }),
    s("path", { d: toothedPath(points, 16, side), stroke: colour }),
  ];
}

/** @param {import("../types.js").Point[]} points @param {string} colour @param {number} share @param {number} zoom */
function arrowPaths(points, colour, share, zoom) {
  const width = Math.max(5, Math.min(13, zoom * 2));
  const way = share < 1 ? firstPart(smooth(points), Math.max(STUB, share)) : smooth(stretched(points, LEAST_WAY));
  return [
    s("path", { class: "hit", d: `M${lineData(way)}` }),
    s("path", {
      d: arrowPath(way, Math.min(width, Math.max(4, lengthOf(way) / 3))),
      fill: colour,
      stroke: colour,
    }),
  ];
}

/** @param {Drawn} drawn @param {import("../types.js").Railway} railway @param {import("../types.js").RailwaySpell} spell @param {import("../types.js").Point[]} track */
function railElement({ ctx, chosen }, railway, spell, track) {
  const d = `M${lineData(track)}`;
  const owners = ownersOf(spell);
  const label = `${pick(railway.name, ctx.lang())}: ${owners.map(ctx.nameOf).join(", ")}`;
  const ring = railway.id === chosen ? " chosen" : "";
  return s(
    "g",
    { class: `railway${ring}`, role: "button", tabindex: 0, "aria-label": label, "data-railway": railway.id },
    s("path", { class: "hit", d }),
    ...railPaths(d, owners.map(ctx.colourOf), ctx.dark()),
  );
}

/** The colour of a railway's owner, strong enough for a thin line. @param {string} colour @param {boolean} dark */
function railColour(colour, dark) {
  return shade(colour, dark ? 0.02 : -0.06, 1.7);
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
