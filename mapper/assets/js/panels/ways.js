/** The way to what a reader picked elsewhere than on its plate: its place, its day, its layer. */
import { inWindow } from "../model/boxes.js";
import { landsOf } from "../model/chains.js";
import { clampDay, dayNumber, isoDay } from "../model/days.js";
import { datedName, datedNames } from "../model/search.js";
import { bringIntoSight, centreOn } from "../plate/focus.js";
import { layerNames } from "./control.js";

/** @typedef {{ctx: import("../types.js").Context, charts: import("../types.js").Chart[]}} Shown */

/** Go to a day; a span that holds it stays. @param {Shown} shown @param {number} day */
function goToDay({ ctx: { store, first, last } }, day) {
  const { since, day: end } = store.get();
  if (since === null || day < since || day > end) store.set({ day: clampDay(day, first, last) });
}

/** @param {Shown} shown @param {{lon: number, lat: number}} point @param {number} zoom  at least */
function goToPoint({ charts }, point, zoom) {
  for (const { plate } of charts)
    if (inWindow(point, plate.raw.window)) centreOn(plate, [point.lat, point.lon], Math.max(plate.map.getZoom(), zoom));
}

/** Switch a layer on, if the page has it. @param {Shown} shown @param {string} name */
function showLayer({ ctx: { store } }, name) {
  if (layerNames().includes(name)) store.set({ layers: new Set([...store.get().layers, name]) });
}

/** @param {Shown} shown @param {import("../types.js").Territory} land */
export function goToLand({ charts }, { theatre, point: [lon, lat] }) {
  const plate = charts.find((one) => one.id === theatre)?.plate;
  if (plate) centreOn(plate, [lat, lon], plate.map.getZoom());
}

/** Keep in sight what was picked where it stands, or in the middle of a small map. @param {import("../types.js").Plate} plate @param {[number, number]} at  latitude, longitude @param {boolean} small */
export function keepInSight(plate, at, small) {
  if (small) centreOn(plate, at, plate.map.getZoom());
  else bringIntoSight(plate, at);
}

/** @param {Shown} shown @param {import("../types.js").AtlasEvent} event */
export function goToEvent(shown, event) {
  showLayer(shown, `events:${event.theme}`);
  goToDay(shown, dayNumber(event.earliest));
  goToPoint(shown, event, 4);
}

/** Show a movement or a railway on its map. @param {Shown} shown @param {import("../types.js").Movement | import("../types.js").Railway} line @param {string} layer */
export function goToLine(shown, line, layer) {
  showLayer(shown, layer);
  const [lon, lat] = line.points[line.points.length >> 1];
  goToPoint(shown, { lon, lat }, 4.5);
}

/** A name of another time brings the nearest day on which it was in force; the name on the map and today's do not. @param {Shown} shown @param {import("../types.js").Place} place @param {string} name */
export function goToPlace(shown, place, name) {
  goToPoint(shown, place, 4);
  const { day, lang } = shown.ctx.store.get();
  if (
    Object.values(place.today).some((text) => text.split(", ").includes(name)) ||
    datedName(place, isoDay(day), lang) === name
  )
    return;
  const spans = datedNames(place, lang)
    .filter(([one]) => one === name)
    .map(([, from, to]) => [dayNumber(from), dayNumber(to) - 1]);
  const days = spans.map(([from, to]) => clampDay(day, from, to)).filter((one) => !Number.isNaN(one));
  if (!days.length) return;
  const nearest = days.reduce((best, one) => (Math.abs(one - day) < Math.abs(best - day) ? one : best));
  goToDay(shown, nearest);
}

/** Go to the largest land of a power, on its first day if it holds none now. @param {Shown} shown @param {string} polity */
export function goToPolity(shown, polity) {
  const { store, theatres } = shown.ctx;
  const starts = theatres
    .flatMap((one) => one.territories)
    .flatMap((land) => land.spells.filter((one) => one.controller === polity).map((one) => dayNumber(one.from)));
  if (!landsOf(theatres, polity, store.get().day).length && starts.length) goToDay(shown, Math.min(...starts));
  const [largest] = landsOf(theatres, polity, store.get().day).sort((a, b) => b.km2 - a.km2);
  if (largest) goToLand(shown, largest);
}
