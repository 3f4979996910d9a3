/** The signs of a quiz on its plates: a number in the land that it asks for, letters beside towns and events. */
import { s } from "../dom.js";
import { inBox, overlaps } from "../model/boxes.js";

const SIZE = 15; // pixels of a sign
const ROOM = SIZE / 2 + 1; // from the edge of a land, where its number is
const ASIDE = [0, 0.8, 1.2, 1.7, 2.3, 3]; // from what it stands for, in sizes, the nearest first
const WAYS = 12; // around it
const SCALE = { width: 130, height: 40 }; // pixels of the lower left corner, where the scale stands
const LED = 1.4; // sizes from which a line leads from a sign to what it stands for
const BESIDE = 1.2; // sizes that a number stands from a land that is too small for it, at least
const END = 2; // pixels of the end of a line in a land

/** @typedef {import("../types.js").Box} Box */
/** What stands on a plate: what no sign may cover, and names of lands, which give way to a number that finds no other room. @typedef {{fixed: Box[], names: {box: Box, element: Element}[]}} Standing */

/** The places that are tried for a sign, as steps from what it stands for. */
const STEPS = ASIDE.flatMap((far) =>
  Array.from({ length: far ? WAYS : 1 }, (_, i) => {
    const angle = (i * 2 * Math.PI) / WAYS;
    return { x: far * SIZE * Math.cos(angle), y: far * SIZE * Math.sin(angle) };
  }),
);

/**
 * Draw the signs of a quiz, clear of names, dots and each other, and hide the towns that it leaves out from a map without names; call what is returned to take them away.
 * @param {import("./quiz.js").Quiz} quiz @param {import("../types.js").Plate[]} plates
 */
export function drawSigns({ holders, towns, events }, plates) {
  const stands = new Map(plates.map((plate) => [plate, standing(plate)]));
  const asked = new Set(towns.map(({ place }) => place));
  /** @type {[Element, string][]} */
  const marked = [];
  const mark = (/** @type {Element} */ element, /** @type {string} */ name) => {
    element.classList.add(name);
    marked.push([element, name]);
  };
  for (const { groups } of plates)
    for (const dot of groups.names.querySelectorAll("[data-place]"))
      if (!asked.has(dot.getAttribute("data-place") ?? "")) mark(dot, "unasked");
  const drawn = [...events, ...towns, ...holders].map((one) => {
    const { spot, rooms } = one;
    const stand = /** @type {Standing} */ (stands.get(spot.plate));
    const inside = rooms ? roomIn(rooms, stand, spot.plate.viewBox()) : null;
    const taken = [...stand.fixed, ...stand.names.map(({ box }) => box)];
    const at = inside ?? freeSpot(spot, taken, spot.plate, rooms ? BESIDE : 0);
    stand.fixed.push(around(at));
    for (const { box, element } of stand.names) if (overlaps(box, around(at), 1)) mark(element, "under-sign");
    const element = signElement(one, at, !inside);
    spot.plate.groups.land.parentElement?.append(element);
    return element;
  });
  return () => {
    for (const one of drawn) one.remove();
    for (const [element, name] of marked) element.classList.remove(name);
  };
}

/** A sign, with a line to what it stands for if it is far from it. @param {import("./quiz.js").Asked} asked @param {import("../types.js").Point} at @param {boolean} outside  of its land, if it has one */
function signElement({ spot, kind, sign, rooms }, { x, y }, outside) {
  const led = outside && (rooms || Math.hypot(x - spot.x, y - spot.y) >= LED * SIZE);
  const end = led && rooms ? [s("circle", { class: "end", cx: spot.x, cy: spot.y, r: END })] : [];
  const line = led ? [s("line", { x1: spot.x, y1: spot.y, x2: x, y2: y })] : [];
  const text = s("text", { x, y: y + 4.5, class: "sign-text" }, sign);
  return s("g", { class: `sign ${kind}` }, ...line, ...end, s("circle", { cx: x, cy: y, r: SIZE / 2 }), text);
}

/**
 * The deepest spot in a land where a sign covers nothing or, where there is none, names of lands alone.
 * @param {import("../labels/inland.js").Room[]} rooms @param {Standing} stand @param {Box} view @returns {import("../types.js").Point | null}
 */
export function roomIn(rooms, { fixed, names }, { x0, y0, x1, y1 }) {
  const within = { x0: x0 + SIZE, y0: y0 + SIZE, x1: x1 - SIZE, y1: y1 - SIZE };
  const wide = rooms.filter((room) => room.depth >= ROOM && inBox(room, within));
  const clear = (/** @type {import("../types.js").Point} */ at, /** @type {Box[]} */ boxes) =>
    !boxes.some((box) => overlaps(box, around(at), 1));
  const open = wide.filter((room) => clear(room, fixed));
  const boxes = names.map(({ box }) => box);
  return open.find((room) => clear(room, boxes)) ?? open[0] ?? null;
}

/** The nearest spot where a sign covers nothing or, where there is none, the one where it covers least. @param {import("../types.js").Point} spot @param {Box[]} taken @param {import("../types.js").Plate} plate @param {number} nearest  in sizes */
function freeSpot({ x, y }, taken, plate, nearest) {
  const { x0, y0, x1, y1 } = plate.viewBox();
  const within = { x0: x0 + SIZE / 2, y0: y0 + SIZE / 2, x1: x1 - SIZE / 2, y1: y1 - SIZE / 2 };
  let best = { x, y };
  let least = Number.POSITIVE_INFINITY;
  for (const step of STEPS.filter((one) => Math.hypot(one.x, one.y) >= (nearest - 0.01) * SIZE)) {
    const at = { x: x + step.x, y: y + step.y };
    const covered = taken.filter((one) => overlaps(one, around(at), 1)).length + (inBox(at, within) ? 0 : taken.length);
    if (covered < least) [best, least] = [at, covered];
    if (!covered) break;
  }
  return best;
}

/** @param {import("../types.js").Plate} plate @returns {Standing} */
function standing(plate) {
  const boxes = (/** @type {string} */ what) =>
    [.../** @type {NodeListOf<SVGGraphicsElement>} */ (plate.groups.names.querySelectorAll(what))].map((element) => {
      const { x, y, width, height } = element.getBBox();
      return { element, box: { x0: x, y0: y, x1: x + width, y1: y + height } };
    });
  const towns = boxes(".towns :is(text, circle)").map(({ box }) => box);
  return { fixed: [...towns, scaleBox(plate)], names: boxes(":scope > :not(.towns) text, :scope > text") };
}

/** Where the scale of a plate stands. @param {import("../types.js").Plate} plate @returns {Box} */
export function scaleBox(plate) {
  const { x0, y1 } = plate.viewBox();
  return { x0, y0: y1 - SCALE.height, x1: x0 + SCALE.width, y1 };
}

/** What a sign covers. @param {import("../types.js").Point} at @returns {import("../types.js").Box} */
function around({ x, y }) {
  return { x0: x - SIZE / 2, y0: y - SIZE / 2, x1: x + SIZE / 2, y1: y + SIZE / 2 };
}
