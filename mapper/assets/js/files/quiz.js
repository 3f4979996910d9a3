/** A quiz on what is shown: signs for the map in place of its names, the questions to them and the answers. */
import { inBox, overlaps } from "../model/boxes.js";
import { groupsIn } from "../model/changes.js";
import { dayWords, isoDay, whenWords } from "../model/days.js";
import { eventsOn } from "../model/events.js";
import { pick } from "../model/i18n.js";
import { datedName } from "../model/search.js";
import { changedLately, holdersAsked } from "./holders.js";
import { scaleBox } from "./signs.js";

const MOST = { towns: 6, events: 5, changes: 4 };
const NAMES = 3; // lands that a question names
const INSET = 14; // pixels from the edge of the view within which no sign stands

/** @typedef {import("../types.js").Point & {plate: import("../types.js").Plate}} Spot */
/** One thing to be named: where it is on the map, its answer, and where its sign may stand if that must be in its land. @typedef {{spot: Spot, kind: string, sign: string, answer: string, rooms?: import("../labels/inland.js").Room[]}} Asked */
/** @typedef {Asked & {place: string}} AskedTown */
/** @typedef {Asked & {title: string, text: string}} AskedEvent */
/** @typedef {{lands: string, answer: string}} AskedChange */
/** @typedef {{holders: Asked[], towns: AskedTown[], events: AskedEvent[], changes: AskedChange[], sources: import("../types.js").Citation[][]}} Quiz */

/** Make a quiz of what plates show, as they are laid. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {Quiz} */
export function makeQuiz(ctx, plates) {
  const events = eventsAsked(ctx, plates);
  const changes = changesAsked(ctx, plates);
  return {
    holders: inOrder(holdersAsked(ctx, plates), plates).map((one, i) => ({ ...one, sign: String(i + 1) })),
    towns: townsAsked(ctx, plates),
    events: events.map(({ asked }) => asked),
    changes: changes.map(({ asked }) => asked),
    sources: [...events.map(({ source }) => source), ...changes.flatMap(({ sources }) => sources)],
  };
}

/** Whether a spot is well within what its plate shows, and not under its scale. @param {Spot} spot */
function inSight({ x, y, plate }) {
  const { x0, y0, x1, y1 } = plate.viewBox();
  const within = { x0: x0 + INSET, y0: y0 + INSET, x1: x1 - INSET, y1: y1 - INSET };
  return inBox({ x, y }, within) && !overlaps({ x0: x, y0: y, x1: x, y1: y }, scaleBox(plate));
}

/** In the order in which a reader comes upon them: plate by plate from the top. @template {{spot: Spot}} One @param {One[]} ones @param {import("../types.js").Plate[]} plates */
function inOrder(ones, plates) {
  return ones.sort(
    ({ spot: a }, { spot: b }) => plates.indexOf(a.plate) - plates.indexOf(b.plate) || a.y - b.y || a.x - b.x,
  );
}

/** The greatest towns whose dots are drawn, those where something changed of late first. @param {import("../types.js").Context} ctx @param {import("../types.js").Plate[]} plates @returns {AskedTown[]} */
function townsAsked(ctx, plates) {
  const places = new Map(ctx.blob.places.map((place) => [place.id, place]));
  const dots = plates.flatMap((plate) =>
    [...plate.groups.names.querySelectorAll("[data-place]")].map((dot) => ({
      place: /** @type {import("../types.js").Place} */ (places.get(dot.getAttribute("data-place") ?? "")),
      spot: { ...dotOf(dot), plate },
    })),
  );
  const { day } = ctx.store.get();
  const lately = new Map(plates.map((plate) => [plate, changedLately(plate.theatre, ctx.store.get()).lands]));
  const isQuiet = (/** @type {(typeof dots)[number]} */ { place: { lon, lat }, spot: { plate } }) => {
    const land = plate.theatre.territories[plate.landAt([lon, lat], day)];
    return !land || !lately.get(plate)?.has(land.whole ?? land);
  };
  const greatest = dots
    .filter(({ spot }) => inSight(spot))
    .map((one) => ({ ...one, quiet: isQuiet(one) }))
    .sort((a, b) => +a.quiet - +b.quiet || a.place.rank - b.place.rank || (a.place.id < b.place.id ? -1 : 1))
    .slice(0, MOST.towns);
  const iso = isoDay(day);
  return inOrder(greatest, plates).map(({ place, spot }, i) => ({
    ...{ spot, kind: "of-town", sign: String.fromCharCode(97 + i), place: place.id },
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
