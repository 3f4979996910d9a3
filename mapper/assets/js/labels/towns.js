/** Towns on the plate: more of them with the zoom, a label beside each where it finds room inside the window. */

import { keyedGroup, s } from "../dom.js";
import { inBox, inWindow, overlaps } from "../model/boxes.js";
import { isoDay } from "../model/days.js";
import { GAZETTEER_RANK } from "../model/gazetteer.js";
import { pick } from "../model/i18n.js";
import { datedName } from "../model/search.js";
import { textWidth } from "./lettering.js";
import { besidePoint } from "./place.js";

// by the rank of a town, from 1
const TOWN_ZOOM = [0, 0, 2, 3.5, 5, 6];
const TOWN_RADIUS = [0, 3.2, 2.5, 2, 2, 1.7];
const TOWN_LETTERS = [0, 12, 11.5, 10.5, 10.5, 10];
const SANS = "500 100px system-ui, sans-serif";
const DAY_LETTERS = 9.5;
const DAY_GAP = 4; // pixels between a name and the day behind it
const DAY = '600 100px Georgia, "Times New Roman", serif';
const UNDER_MARK = 8; // pixels from a mark to a town that lies under it
const MARK = 12.5; // pixels from the middle of a mark to a name beside it

/** The zoom from which a place shows. @param {import("../types.js").Place} place */
function zoomOf({ zoom, rank }) {
  return zoom ?? TOWN_ZOOM[rank];
}

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createTowns(plate, ctx) {
  const element = s("g", { class: "towns" });
  const show = keyedGroup(element);
  const places = ctx.blob.places
    .filter((place) => inWindow(place, plate.raw.window))
    .sort((a, b) => a.rank - b.rank || zoomOf(a) - zoomOf(b) || (a.id < b.id ? -1 : 1))
    .map((place) => ({ place, radius: TOWN_RADIUS[place.rank], at: plate.project([place.lon, place.lat]) }));
  const zonesOf = zonesOfPlaces(plate);

  /** The towns in view, down to a rank. @param {import("../types.js").Box} view @param {number} rank */
  function points(view, rank) {
    const zoom = plate.map.getZoom();
    return places
      .filter(({ place }) => place.rank <= rank && zoom >= zoomOf(place))
      .map(({ at, ...town }) => ({ ...town, ...plate.toPixel(at) }))
      .filter((town) => inBox(town, view));
  }

  /** The day that a town tells. @param {import("../types.js").Place} place @param {Map<number, string>} days */
  function dayOf(place, days) {
    return days.size ? (zonesOf(place).flatMap((index) => days.get(index) ?? [])[0] ?? "") : "";
  }

  /**
   * @param {import("../types.js").Box} view
   * @param {{taken: import("../types.js").Box[], covered: import("../types.js").Box[], told: {words: string, box: import("../types.js").Box}[]}} room  what labels must not cover, to which theirs are added; the days that are told; and
   *   what hides the plate: a town under it has no name beside it
   * @param {(box: import("../types.js").Box) => number} cost  of a label
   * @param {import("../types.js").Point[]} marks  of events
   * @param {Map<number, string>} days  of lands that changed, which a town that dates one of them tells
   */
  function draw(view, { taken, covered, told }, cost, marks, days) {
    const { layers, day } = ctx.store.get();
    const iso = isoDay(day);
    const towns = (layers.has("towns") ? points(view, GAZETTEER_RANK) : []).filter(
      (town) => !covered.some((box) => overlaps(box, dotBox(town))),
    );
    taken.push(...towns.filter(({ place }) => place.rank === 1).map(dotBox)); // they stand whether named or not
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    for (const town of towns) {
      const { place, x, y, radius } = town;
      const name = datedName(place, iso, ctx.lang());
      const letters = TOWN_LETTERS[place.rank];
      const away = marks.map((mark) => Math.hypot(mark.x - x, mark.y - y)).filter((far) => far < UNDER_MARK);
      const gap = away.length ? MARK + Math.max(...away) : radius + 2.5;
      const beside = (/** @type {number} */ width) => besidePoint(x, y, width, letters * 1.1, gap, taken, view, cost);
      const { spot, day } = withDay(beside, (textWidth(name, SANS) * letters) / 100 + 2, dayOf(place, days));
      if (!spot && place.rank > 1) continue;
      taken.push(dotBox(town));
      if (spot) taken.push(spot.box);
      if (spot && day) told.push({ words: day, box: spot.box });
      const key = [place.id, name, day, x, y, spot?.x ?? "", spot?.y ?? ""];
      elements.push([
        key.map((one) => (typeof one === "number" ? Math.round(one) : one)).join(" "),
        () => townElement(place, name, day, town, spot, letters),
      ]);
    }
    show(elements);
  }

  return { element, points, draw };
}

/**
 * Room for a name with its day behind it or, where there is none, for the name alone.
 * @param {(width: number) => ReturnType<typeof besidePoint>} beside
 * @param {number} width  of the name
 * @param {string} day  or ""
 */
function withDay(beside, width, day) {
  const spot = day ? beside(width + DAY_GAP + (textWidth(day, DAY) * DAY_LETTERS) / 100) : null;
  return spot ? { spot, day } : { spot: beside(width), day: "" };
}

/** @param {{x: number, y: number, radius: number}} dot */
function dotBox({ x, y, radius }) {
  return { x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius };
}

/** Whether a name is only today's: no table has one of the period, nor the language its own. @param {import("../types.js").Place} place @param {string} shown */
function isOfToday({ rank, zoom, name, today }, shown) {
  return rank === GAZETTEER_RANK && zoom !== undefined && !pick(today, "") && shown === pick(name, "");
}

/** @param {import("../types.js").Place} place @param {string} name  of the day @param {string} day  on which it was taken, or "" @param {{x: number, y: number, radius: number}} dot @param {{x: number, y: number} | null} spot @param {number} letters */
function townElement(place, name, day, { x, y, radius }, spot, letters) {
  const kind = isOfToday(place, name) ? "of-today" : `rank${place.rank}`;
  const group = s("g", { "data-place": place.id }, s("circle", { class: `town ${kind}`, cx: x, cy: y, r: radius }));
  if (!spot) return group;
  const at = { x: spot.x, y: spot.y + letters * 0.35 };
  const text = s("text", { class: `town-name ${kind}`, ...at, "font-size": letters }, name);
  if (day) text.append(s("tspan", { class: "town-day", dx: DAY_GAP, "font-size": DAY_LETTERS }, day));
  group.append(text);
  return group;
}

/**
 * The zones that a place dates: those that name it among their towns and in which it lies. Asked for once a place.
 * @param {import("../types.js").Plate} plate
 * @returns {(place: import("../types.js").Place) => number[]}
 */
function zonesOfPlaces(plate) {
  /** @type {Map<string, import("../types.js").Territory[]>} */
  const byTown = new Map();
  for (const land of plate.theatre.territories)
    for (const town of land.towns) byTown.set(town, [...(byTown.get(town) ?? []), land]);
  /** @type {Map<string, number[]>} */
  const known = new Map();
  return (place) => {
    let found = known.get(place.id);
    if (found) return found;
    const names = new Set([place.name, place.today].flatMap(Object.values).map((name) => name.split(", ")[0]));
    for (const [name] of Object.values(place.names).flat()) names.add(name);
    const lands = [...names].flatMap((name) => byTown.get(name) ?? []);
    found = lands.filter((land) => plate.isIn(land, [place.lon, place.lat])).map(({ index }) => index);
    known.set(place.id, found);
    return found;
  };
}
