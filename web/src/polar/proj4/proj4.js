// proj4js with the two projections that a polar map needs, and without the ways from one datum to another.
import Proj from "proj4/lib/Proj.js";
import laea from "proj4/lib/projections/laea.js";
import stere from "proj4/lib/projections/stere.js";

Proj.projections.add(stere);
Proj.projections.add(laea);
export default { Proj };
