"""folium in polar projections, in one HTML file that works without a network.

>>> import folium
>>> from geotrack.polarmap import PolarMap
>>> polar_map = PolarMap(crs="EPSG:3995", title="The Arctic")
>>> _ = folium.Marker((90, 0), tooltip="North Pole").add_to(polar_map)
>>> polar_map.save("arctic.html")  # doctest: +SKIP
"""

from __future__ import annotations

from geotrack.basemap.style import ANTARCTIC_STYLES, BASEMAP_STYLES
from geotrack.errors import MapWarning, NeedsNetworkError
from geotrack.polarmap.crs import ANTARCTIC_CRS, POLAR_CRS, normalise_crs, projection_note
from geotrack.polarmap.escaping import json_for_script
from geotrack.polarmap.figure import PolarFigure
from geotrack.polarmap.folium_elements.pins import glyph_svg
from geotrack.polarmap.layers import (
    Basemap,
    Depth,
    Graticule,
    Labels,
    PolarLayer,
)
from geotrack.polarmap.polar_map import PolarMap
from geotrack.polarmap.raster_layers.image_overlay import ImageOverlay
from geotrack.polarmap.raster_layers.tiles import TileGrid, TileLayer
from geotrack.polarmap.shapes import Corridor, Disc, HatchedPolygon, rings

__all__ = [
    "ANTARCTIC_CRS",
    "ANTARCTIC_STYLES",
    "BASEMAP_STYLES",
    "POLAR_CRS",
    "Basemap",
    "Corridor",
    "Depth",
    "Disc",
    "Graticule",
    "HatchedPolygon",
    "ImageOverlay",
    "Labels",
    "MapWarning",
    "NeedsNetworkError",
    "PolarFigure",
    "PolarLayer",
    "PolarMap",
    "TileGrid",
    "TileLayer",
    "glyph_svg",
    "json_for_script",
    "normalise_crs",
    "projection_note",
    "rings",
]
