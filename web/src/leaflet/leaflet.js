// Leaflet as one object, to which what is polar is added: read as modules it starts sooner than in its other form.
import * as leaflet from "leaflet/dist/leaflet-src.esm.js";

export default { ...leaflet };
