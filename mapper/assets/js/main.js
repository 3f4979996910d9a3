/** The entry: what folium's script calls. */
import { readBlob } from "./page/context.js";
import { openPage } from "./page/open.js";
import { layer, year } from "./panels/control.js";
import { createCrs } from "./plate/projection.js";

/** Leaflet copies every property of a click, and Firefox warns of two that are older than the standard's; nobody uses them. */
function forgetOldNames() {
  const mouse = /** @type {any} */ (MouseEvent.prototype);
  for (const name of ["mozPressure", "mozInputSource"]) delete mouse[name];
}

/** @type {Promise<import("./types.js").Blob> | undefined} */
let blob;
if (typeof document !== "undefined" && document.getElementById("atlas-data")) {
  blob = readBlob();
  forgetOldNames();
}

/** Draw everything, once it is read. @param {{maps: Record<string, L.Map>, layers: unknown}} parts */
function open(parts) {
  return blob && openPage(blob, parts);
}

export { createCrs as crs, layer, open, year };
