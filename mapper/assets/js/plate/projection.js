/** The projections of the theatres in Leaflet's terms. */
import { planeOf, resolutions, windowExtent, withOffsets } from "../model/crs.js";

/**
 * What Leaflet calls a CRS.
 * @param {string} id  of the theatre
 * @param {{proj: string, window: import("../types.js").Window, coarsest: number}} theatre
 */
export function createCrs(id, { proj, window, coarsest }) {
  const extent = windowExtent(window, planeOf(proj).forward);
  const leaflet = /** @type {any} */ (L);
  return new leaflet.Proj.CRS(`mapper:${id}`, withOffsets(proj), {
    resolutions: resolutions(coarsest),
    origin: [extent.left, extent.top],
    bounds: L.bounds([extent.left, extent.bottom], [extent.right, extent.top]),
  });
}
