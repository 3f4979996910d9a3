/** A quiz on what is shown: signs for the map in place of its names, the questions to them and the answers. */
import { s } from "../dom.js";
import { inBox, overlaps } from "../model/boxes.js";
import { groupsIn } from "../model/changes.js";
import { dayWords, isoDay, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { datedName } from "../model/search.js";

const MOST = { holders: 10, towns: 6, events: 5, changes: 4 };
const NAMES = 3; // lands that a question names
const INSET = 14; // pixels from the edge of the view within which no sign stands
const SIZE = 15; // pixels of a sign
const ASIDE = [0, 0.8, 1.2, 1.7, 2.3, 3]; // from what it stands for, in sizes, the nearest first
const WAYS = 12; // around it
const SCALE = { width: 130, height: 40 }; // pixels of the lower left corner, where the scale stands
const LED = 1.4; // sizes from which a line leads from a sign to what it stands for

/** @typedef {import("../types.js").Point & {plate: import("../types.js").Plate}} Spot */
/** One thing to be named: where it is on the map, and its answer. @typedef {{spot: Spot, kind: string, sign: string, answer: string}} Asked */
/** @typedef {Asked & {title: string, text: string}} AskedEvent */
/** @typedef {{lands: string, answer: string}} AskedChange */
/** @typedef {{holders: Asked[], towns: Asked[], events: AskedEvent[], changes: AskedChange[], sources: import("../types.js").Citation[][]}} Quiz */

/** Make a quiz of what plates show, as they are laid. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Quiz} */
export function makeQuiz(ctx, plates) {
  const events = eventsAsked(ctx, plates);
  const changes = changesAsked(ctx, plates);
  return {
    holders: holdersAsked(ctx, plates),
    towns: townsAsked(ctx, plates),
    events: events.map(({ asked }) => asked),
    changes: changes.map(({ asked }) => asked),
    sources: [...events.map(({ source }) => source), ...changes.flatMap(({ sources }) => sources)],
  };
}

/** Whether a spot is well within what its plate shows. @param {Spot} spot */
function inSight({ x, y, plate }) {
  const { x0, y0, x1, y1 } = plate.viewBox();
  return inBox({ x, y }, { x0: x0 + INSET, y0: y0 + INSET, x1: x1 - INSET, y1: y1 - INSET });
}

/** In the order in which a reader comes upon them: plate by plate from the top. @template {{spot: Spot}} One @param {One[]} ones @param {import("../types.js").Plate[]} plates */
function inOrder(ones, plates) {
  return ones.sort(
    ({ spot: a }, { spot: b }) => plates.indexOf(a.plate) - plates.indexOf(b.plate) || a.y - b.y || a.x - b.x,
  );
}

/** The powers whose land is in sight, land that is held in another way apart; the largest. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Asked[]} */
function holdersAsked(ctx, plates) {
  /** @type {Map<string, {km2: number, most: number, spot: Spot, rule: import("../types.js").Rule}>} */
  const holders = new Map();
  for (const plate of plates) {
    const rules = plate.rules();
    for (const [index, seen] of plate.inView().entries()) {
      const { km2, point } = plate.theatre.territories[index];
      const rule = rules[index];
      const spot = { ...plate.pixel(point), plate };
      if (!seen || rule.status === "disputed" || !inSight(spot)) continue;
      const key = `${rule.controller} ${rule.status} ${rule.sovereign}`;
      const known = holders.get(key) ?? { km2: 0, most: 0, spot, rule };
      holders.set(key, { ...known, km2: known.km2 + km2, ...(km2 > known.most ? { most: km2, spot } : {}) });
    }
  }
  const largest = [...holders.values()].sort((a, b) => b.km2 - a.km2).slice(0, MOST.holders);
  return inOrder(largest, plates).map(({ spot, rule }, i) => ({
    ...{ spot, kind: "holder", sign: String(i + 1) },
    answer: holderWords(ctx, rule),
  }));
}

/** @param {import("../types.js").Context} ctx @param {import("../types.js").Rule} rule */
function holderWords(ctx, { controller, sovereign, status }) {
  const t = ctx.t();
  const holder = ctx.nameOf(controller);
  if (status === "sovereign") return holder;
  const how = { holder, status: t(`status.${status}`) };
  return controller === sovereign
    ? t("sheet.holder_as", how)
    : t("sheet.holder_of", { ...how, sovereign: ctx.nameOf(sovereign) });
}

/** The greatest towns whose dots are drawn. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Asked[]} */
function townsAsked(ctx, plates) {
  const places = new Map(ctx.blob.places.map((place) => [place.id, place]));
  const dots = plates.flatMap((plate) =>
    [...plate.groups.names.querySelectorAll("[data-place]")].map((dot) => ({
      place: /** @type {import("../types.js").Place} */ (places.get(dot.getAttribute("data-place") ?? "")),
      spot: { ...dotOf(dot), plate },
    })),
  );
  const greatest = dots
    .filter(({ spot }) => inSight(spot))
    .sort((a, b) => a.place.rank - b.place.rank || (a.place.id < b.place.id ? -1 : 1))
    .slice(0, MOST.towns);
  const iso = isoDay(ctx.store.get().day);
  return inOrder(greatest, plates).map(({ place, spot }, i) => ({
    ...{ spot, kind: "town", sign: String.fromCharCode(97 + i) },
    answer: datedName(place, iso, ctx.lang()),
  }));
}

/** @param {Element} dot */
function dotOf(dot) {
  const circle = dot.querySelector("circle");
  return { x: Number(circle?.getAttribute("cx")), y: Number(circle?.getAttribute("cy")) };
}

/** The latest events on show in sight. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates */
function eventsAsked(ctx, plates) {
  const state = ctx.store.get();
  const lang = ctx.lang();
  const shown = eventsOn(ctx.blob.events, state, state.layers).flatMap(({ event }) => {
    const plate = plates.find((one) => !event.join.theatre || one.id === event.join.theatre);
    return plate ? [{ event, spot: { ...plate.pixel([event.lon, event.lat]), plate } }] : [];
  });
  const latest = shown.filter(({ spot }) => inSight(spot)).slice(-MOST.events);
  return inOrder(latest, plates).map(({ event, spot }, i) => ({
    asked: {
      ...{ spot, kind: "event", sign: String.fromCharCode(65 + i), title: pick(event.title, lang) },
      answer: whenWords(event, lang, ctx.t()),
      text: pick(event.text, lang),
    },
    source: event.source,
  }));
}

/** What went from one power to another in what is shown, in sight; the largest, in order of time. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates */
function changesAsked(ctx, plates) {
  const lang = ctx.lang();
  const seen = new Map(plates.map((plate) => [plate.theatre.id, plate.inView()]));
  const groups = groupsIn(
    plates.map(({ theatre }) => theatre),
    ctx.store.get(),
    ctx.nameOn,
    lang,
    ctx.t(),
  ).filter(
    ({ from, to, changes }) =>
      from !== to && changes.some(({ territory }) => seen.get(territory.theatre)?.[territory.index]),
  );
  const largest = [...groups].sort((a, b) => b.km2 - a.km2);
  const names = largest.map((group) => landNames(group.changes, lang));
  const asked = largest.filter((_, i) => names.indexOf(names[i]) === i).slice(0, MOST.changes);
  return asked
    .sort((a, b) => a.day - b.day)
    .map(({ day, changes, sentence }) => ({
      asked: { lands: landNames(changes, lang), answer: `${dayWords(day, lang)}: ${sentence}` },
      sources: changes.map(({ after }) => after.source),
    }));
}

/** @param {import("../types.js").Change[]} changes @param {string} lang */
function landNames(changes, lang) {
  const names = [...new Set(changes.map(({ territory }) => pick(territory.name, lang)))].sort();
  return names.length > NAMES ? `${names.slice(0, NAMES).join(", ")} …` : names.join(", ");
}

/** The places that are tried for a sign, as steps from what it stands for. */
const STEPS = ASIDE.flatMap((far) =>
  Array.from({ length: far ? WAYS : 1 }, (_, i) => {
    const angle = (i * 2 * Math.PI) / WAYS;
    return { x: far * SIZE * Math.cos(angle), y: far * SIZE * Math.sin(angle) };
  }),
);

/**
 * Draw the signs of a quiz on its plates, clear of names, dots and each other; call what is returned to take them away.
 * @param {Quiz} quiz @param {import("../types.js").Plate[]} plates
 */
export function drawSigns({ holders, towns, events }, plates) {
  const taken = new Map(plates.map((plate) => [plate, standing(plate)]));
  const drawn = [...events, ...towns, ...holders].map(({ spot, kind, sign }) => {
    const boxes = taken.get(spot.plate) ?? [];
    const { x, y } = freeSpot(spot, boxes);
    boxes.push(around({ x, y }));
    const text = s("text", { x, y: y + 4.5, class: "sign-text" }, sign);
    const led = Math.hypot(x - spot.x, y - spot.y) >= LED * SIZE;
    const line = led ? [s("line", { x1: spot.x, y1: spot.y, x2: x, y2: y })] : [];
    const element = s("g", { class: `sign ${kind}` }, ...line, s("circle", { cx: x, cy: y, r: SIZE / 2 }), text);
    spot.plate.groups.land.parentElement?.append(element);
    return element;
  });
  return () => {
    for (const one of drawn) one.remove();
  };
}

/** The nearest spot where a sign covers nothing or, where there is none, the one where it covers least. @param {Spot} spot @param {import("../types.js").Box[]} taken */
function freeSpot({ x, y }, taken) {
  let best = { x, y };
  let least = Number.POSITIVE_INFINITY;
  for (const step of STEPS) {
    const at = { x: x + step.x, y: y + step.y };
    const covered = taken.filter((one) => overlaps(one, around(at), 1)).length;
    if (covered < least) [best, least] = [at, covered];
    if (!covered) break;
  }
  return best;
}

/** The names and dots of a plate. @param {import("../types.js").Plate} plate @returns {import("../types.js").Box[]} */
function standing({ groups, viewBox }) {
  const all = /** @type {NodeListOf<SVGGraphicsElement>} */ (groups.names.querySelectorAll("text, circle"));
  const names = [...all].map((one) => {
    const { x, y, width, height } = one.getBBox();
    return { x0: x, y0: y, x1: x + width, y1: y + height };
  });
  const { x0, y1 } = viewBox();
  return [...names, { x0, y0: y1 - SCALE.height, x1: x0 + SCALE.width, y1 }];
}

/** What a sign covers. @param {import("../types.js").Point} at @returns {import("../types.js").Box} */
function around({ x, y }) {
  return { x0: x - SIZE / 2, y0: y - SIZE / 2, x1: x + SIZE / 2, y1: y + SIZE / 2 };
}
