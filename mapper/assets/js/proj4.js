/** proj4 with the projections that a theatre may have, `PROJECTIONS` in `mapper.about`: half the library. */
import proj4 from "proj4/lib/core.js";
import defs from "proj4/lib/defs.js";
import Proj from "proj4/lib/Proj.js";
import aea from "proj4/lib/projections/aea.js";
import aeqd from "proj4/lib/projections/aeqd.js";
import bonne from "proj4/lib/projections/bonne.js";
import cea from "proj4/lib/projections/cea.js";
import eck6 from "proj4/lib/projections/eck6.js";
import eqc from "proj4/lib/projections/eqc.js";
import eqdc from "proj4/lib/projections/eqdc.js";
import eqearth from "proj4/lib/projections/eqearth.js";
import etmerc from "proj4/lib/projections/etmerc.js";
import laea from "proj4/lib/projections/laea.js";
import lcc from "proj4/lib/projections/lcc.js";
import moll from "proj4/lib/projections/moll.js";
import poly from "proj4/lib/projections/poly.js";
import robin from "proj4/lib/projections/robin.js";
import sinu from "proj4/lib/projections/sinu.js";
import stere from "proj4/lib/projections/stere.js";
import sterea from "proj4/lib/projections/sterea.js";
import tmerc from "proj4/lib/projections/tmerc.js";
import utm from "proj4/lib/projections/utm.js";

const ALL = [
  aea,
  aeqd,
  bonne,
  cea,
  eck6,
  eqc,
  eqdc,
  eqearth,
  etmerc,
  laea,
  lcc,
  moll,
  poly,
  robin,
  sinu,
  stere,
  sterea,
  tmerc,
  utm,
];
for (const one of ALL) Proj.projections.add(one);

/** What a script called proj4 defines, for our own code and for Proj4Leaflet. */
export default Object.assign(proj4, { defs, Proj });
