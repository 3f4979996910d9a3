/** Towns on the plate: more of them with the zoom, a label beside each where it finds room. */

import { keyedGroup, s } from "../dom.js";
import { inBox, inWindow } from "../model/boxes.js";
import { isoDay } from "../model/days.js";
import { placeName } from "../model/search.js";
import { textWidth } from "./lettering.js";
import { besidePoint } from "./place.js";

// by the rank of a town, from 1
const TOWN_ZOOM = [0, 0, 2, 3.5, 5];
const TOWN_RADIUS = [0, 3.2, 2.5, 2, 2];
const TOWN_LETTERS = [0, 12, 11.5, 10.5, 10.5];
const SANS = "500 100px system-ui, sans-serif";
const UNDER_MARK = 8; // pixels from a mark to a town that lies under it

/** @param {import("../types.js").Plate} plate @param {import("../types.js").Context} ctx */
export function createTowns(plate, ctx) {
  const element = s("g", { class: "towns" });
  const show = keyedGroup(element);
  const places = ctx.blob.places
    .filter((place) => inWindow(place, plate.raw.window))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .map((place) => ({ place, radius: TOWN_RADIUS[place.rank], at: plate.project([place.lon, place.lat]) }));

  /** The towns in view, down to a rank. @param {import("../types.js").Box} view @param {number} rank */
  function points(view, rank) {
    const zoom = plate.map.getZoom();
    return places
      .filter(({ place }) => place.rank <= rank && zoom >= TOWN_ZOOM[place.rank])
      .map(({ at, ...town }) => ({ ...town, ...plate.toPixel(at) }))
      .filter((town) => inBox(town, view));
  }

  /**
   * @param {import("../types.js").Box} view
   * @param {import("../types.js").Box[]} taken  what labels must not cover; theirs are added
   * @param {ReturnType<typeof import("./clutter.js").createClutter>} clutter
   * @param {import("../types.js").Point[]} marks  of events
   */
  function draw(view, taken, clutter, marks) {
    const { layers, day } = ctx.store.get();
    const iso = isoDay(day);
    const towns = layers.has("towns") ? points(view, 4) : [];
    taken.push(...towns.filter(({ place }) => place.rank === 1).map(dotBox)); // they stand whether named or not
    for (const town of towns) clutter.mark([town]);
    /** @type {[string, () => SVGElement][]} */
    const elements = [];
    for (const town of towns) {
      const { place, x, y, radius } = town;
      const name = placeName(place, iso, ctx.lang());
      const letters = TOWN_LETTERS[place.rank];
      const width = (textWidth(name, SANS) * letters) / 100 + 2;
      const marked = marks.some((mark) => Math.hypot(mark.x - x, mark.y - y) < UNDER_MARK);
      const gap = marked ? 11 : radius + 2.5;
      const spot = besidePoint(x, y, width, letters * 1.1, gap, taken, view, clutter.count);
      if (!spot && place.rank > 1) continue;
      taken.push(dotBox(town));
      if (spot) taken.push(spot.box);
      const key = [place.id, name, x, y, spot?.x ?? "", spot?.y ?? ""];
      elements.push([
        key.map((one) => (typeof one === "number" ? Math.round(one) : one)).join(" "),
        () => townElement(place, name, town, spot, letters),
      ]);
    }
    show(elements);
  }

  return { element, points, draw };
}

/** @param {{x: number, y: number, radius: number}} dot */
function dotBox({ x, y, radius }) {
  return { x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius };
}

/** @param {import("../types.js").Place} place @param {string} name  of the day @param {{x: number, y: number, radius: number}} dot @param {{x: number, y: number} | null} spot @param {number} letters */
function townElement({ id, rank }, name, { x, y, radius }, spot, letters) {
  const group = s("g", { "data-place": id }, s("circle", { class: `town rank${rank}`, cx: x, cy: y, r: radius }));
  if (spot)
    group.append(
      s("text", { class: `town-name rank${rank}`, x: spot.x, y: spot.y + letters * 0.35, "font-size": letters }, name),
    );
  return group;
}
