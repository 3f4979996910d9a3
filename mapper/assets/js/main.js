/** The entry: what folium's script calls. */
import { planesOf } from "./model/unpack.js";
import { readBlob } from "./page/context.js";
import { openPage } from "./page/open.js";
import { layer, year } from "./panels/control.js";
import { defineCrs } from "./plate/projection.js";

/** Leaflet copies every property of a click, and Firefox warns of two that are older than the standard's; nobody uses them. */
function forgetOldNames() {
  const mouse = /** @type {any} */ (MouseEvent.prototype);
  for (const name of ["mozPressure", "mozInputSource"]) delete mouse[name];
}

const packed = typeof document === "undefined" ? null : document.getElementById("atlas-data")?.textContent;
/** @type {Promise<import("./types.js").Blob> | undefined} */
let told;
if (packed) {
  defineCrs(planesOf(packed)); // the maps are made before all that the page is told is there
  told = readBlob(packed);
  forgetOldNames();
}

/** Done once the page is open. @type {Promise<unknown> | undefined} */
let opened;

/** Open the page once all that it is told is there. @param {Parameters<typeof openPage>[1]} parts */
function open(parts) {
  opened = told?.then((blob) => openPage(blob, parts));
}

export { layer, open, opened, year };
