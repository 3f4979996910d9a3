/** The second entry: what the scripts call that folium writes for a user's own layers. A page without such has none of it. */
import { addPanes, fit, settle } from "./foreign/chart.js";
import { content, table } from "./foreign/content.js";
import { replacePins } from "./foreign/pin.js";
import { scale } from "./foreign/scale.js";
import { tiles } from "./foreign/tiles.js";

if (typeof L !== "undefined") {
  addPanes();
  replacePins();
}

export { content, fit, scale, settle, table, tiles };
