// proj4js with the two projections of a polar map, and without datum transformations.
import Proj from "proj4/lib/Proj.js";
import laea from "proj4/lib/projections/laea.js";
import stere from "proj4/lib/projections/stere.js";

Proj.projections.add(stere);
Proj.projections.add(laea);
export default { Proj };
