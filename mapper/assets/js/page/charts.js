/** One theatre on the page: its plate with names, marks and movements, on folium's map. */

import { createNames } from "../labels/names.js";
import { fittedView, wholeWindow } from "../model/crs.js";
import { keyboardLand } from "../panels/keyboard.js";
import { createChanged } from "../plate/changed.js";
import { createMarks } from "../plate/marks.js";
import { createMoves } from "../plate/moves.js";
import { createPlate } from "../plate/plate.js";

/** @typedef {ReturnType<typeof createChart>} Chart */

/**
 * @param {L.Map} map  with a view, which is the last resort for where to open
 * @param {string} id
 * @param {import("../types.js").Context} ctx
 * @param {boolean} still  whether motion is unwanted
 */
export function createChart(map, id, ctx, still) {
  const middle = currentView(map); // of the browser's window, before the map learns how little of the page it has
  map.invalidateSize({ animate: false, pan: false });
  map.options.zoomSnap = 0.5;
  if (still) {
    map.options.inertia = false;
    /** @type {any} */ (map)._zoomAnimated = false;
  }
  map.setMinZoom(0).setMaxZoom(9);
  const { map: own, theatres } = ctx.blob;
  const opening = () => fittedView(own.views[id] ?? middle, map.getSize(), wholeWindow(theatres[id]));
  const [lat, lon, zoom] = ctx.store.get().views[id] ?? opening();
  map.setView([lat, lon], zoom, { animate: false });
  const plate = createPlate(map, id, ctx);
  const marks = createMarks(plate, ctx);
  const changed = createChanged(plate, ctx);
  keyboardLand(plate, ctx);
  const moves = createMoves(plate, ctx);
  return { id, plate, marks, changed, names: createNames(plate, ctx, marks.standing, moves), moves };
}

/** The view of a map as the state keeps it. @param {L.Map} map @returns {import("../types.js").View} */
export function currentView(map) {
  const { lat, lng } = map.getCenter();
  return [Number(lat.toFixed(4)), Number(lng.toFixed(4)), Number(map.getZoom().toFixed(2))];
}
