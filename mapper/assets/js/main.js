/** The entry: what folium's script calls. */
import { readBlob } from "./page/context.js";
import { open } from "./page/open.js";
import { layer, year } from "./panels/control.js";
import { defineCrs } from "./plate/projection.js";

/** Leaflet copies every property of a click, and Firefox warns of two that are older than the standard's; nobody uses them. */
function forgetOldNames() {
  const mouse = /** @type {any} */ (MouseEvent.prototype);
  for (const name of ["mozPressure", "mozInputSource"]) delete mouse[name];
}

if (typeof document !== "undefined" && document.getElementById("atlas-data")) {
  defineCrs(readBlob().theatres);
  forgetOldNames();
}

export { layer, open, year };
