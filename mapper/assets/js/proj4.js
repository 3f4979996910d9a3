/** The core of proj4, for definitions that are PROJ strings; each projection is a script of its own, which adds it. */
import proj4 from "proj4/lib/core.js";
import defs from "proj4/lib/defs.js";
import Proj from "proj4/lib/Proj.js";

/** What a script called proj4 defines, for our own code, for Proj4Leaflet and for the projections. */
export default Object.assign(proj4, { defs, Proj });
