/** One theatre on the page: its plate with names, marks and movements, on folium's map. */
import { fittedView } from "./crs.js";
import { keyboardLand } from "./keyboard.js";
import { createMarks } from "./marks.js";
import { createMoves } from "./moves.js";
import { createNames } from "./names.js";
import { createPlate } from "./plate.js";

/** @typedef {ReturnType<typeof createSheet>} Sheet */

/**
 * @param {L.Map} map
 * @param {string} id
 * @param {import("./plate.js").Context} ctx
 * @param {boolean} still  whether motion is unwanted
 */
export function createSheet(map, id, ctx, still) {
  const t = ctx.t();
  forgetOldNames();
  const middle = currentView(map); // of the window, before the map learns how little of the page it has
  map.invalidateSize({ animate: false, pan: false });
  map.options.zoomSnap = 0.5;
  if (still) {
    map.options.inertia = false;
    /** @type {any} */ (map)._zoomAnimated = false;
  }
  map.setMinZoom(0).setMaxZoom(9);
  L.control.zoom({ position: "topright", zoomInTitle: t("map.zoom_in"), zoomOutTitle: t("map.zoom_out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const [lat, lon, zoom] = ctx.store.get().views[id] ?? fittedView(ctx.blob.map.views[id] ?? middle, map.getSize());
  map.setView([lat, lon], zoom, { animate: false });
  const plate = createPlate(map, id, ctx);
  const marks = createMarks(plate, ctx);
  keyboardLand(plate, ctx);
  const moves = createMoves(plate, ctx);
  return { id, plate, marks, names: createNames(plate, ctx, marks.standing, moves.dates), moves };
}

/** Leaflet copies every property of a click, and Firefox warns of two that are older than the standard's; nobody uses them. */
function forgetOldNames() {
  const mouse = /** @type {any} */ (MouseEvent.prototype);
  for (const name of ["mozPressure", "mozInputSource"]) delete mouse[name];
}

/** The view of a map as the state keeps it. @param {L.Map} map @returns {import("./types.js").View} */
export function currentView(map) {
  const { lat, lng } = map.getCenter();
  return [Number(lat.toFixed(4)), Number(lng.toFixed(4)), Number(map.getZoom().toFixed(2))];
}
