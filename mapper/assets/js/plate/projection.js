/** The projections of the theatres in Leaflet's terms. */
import { forwardOf, positionOf, resolutions, windowExtent, withOffsets } from "../model/crs.js";

/** Give Leaflet a CRS for each theatre, as L.CRS[theatre]. @param {Record<string, import("../types.js").Plane>} theatres */
export function defineCrs(theatres) {
  for (const [id, theatre] of Object.entries(theatres)) {
    const extent = windowExtent(theatre.window, forwardOf(theatre.proj));
    const leaflet = /** @type {any} */ (L);
    const crs = new leaflet.Proj.CRS(`mapper:${id}`, withOffsets(theatre.proj), {
      resolutions: resolutions(theatre.coarsest),
      origin: [extent.left, extent.top],
      bounds: L.bounds([extent.left, extent.bottom], [extent.right, extent.top]),
    });
    const position = positionOf(theatre.proj, extent);
    crs.projection.unproject = (/** @type {import("../types.js").Point} */ { x, y }) => L.latLng(position([x, y]));
    leaflet.CRS[id] = crs;
  }
}
