"""folium in polar projections, in one HTML file that works without a network.

Names are loaded when first used; `folium_polar.geometry` needs no folium.

>>> import folium
>>> from folium_polar import PolarMap
>>> polar_map = PolarMap(crs="EPSG:3995", title="The Arctic")
>>> _ = folium.Marker((90, 0), tooltip="North Pole").add_to(polar_map)
>>> polar_map.save("arctic.html")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from folium_polar.lazy import RARELY_USED, attach

if TYPE_CHECKING:
    from folium_polar.basemap.style import ANTARCTIC_STYLES, BASEMAP_STYLES
    from folium_polar.crs import ANTARCTIC_CRS, POLAR_CRS, normalise_crs
    from folium_polar.errors import MapWarning, NeedsNetworkError
    from folium_polar.escaping import json_for_script
    from folium_polar.figure import PolarFigure
    from folium_polar.folium_elements.pins import glyph_svg
    from folium_polar.geometry.geojson.positions import rings
    from folium_polar.layers import (
        Basemap,
        Depth,
        Graticule,
        Labels,
        PolarLayer,
        Relief,
    )
    from folium_polar.polar_map import PolarMap
    from folium_polar.raster_layers.image_overlay import ImageOverlay
    from folium_polar.raster_layers.tiles import TileGrid, TileLayer
    from folium_polar.shapes import Corridor, Disc, HatchedPolygon

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
    "Relief",
    "TileGrid",
    "TileLayer",
    "glyph_svg",
    "json_for_script",
    "normalise_crs",
    "rings",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "ANTARCTIC_STYLES": "basemap.style",
        "BASEMAP_STYLES": "basemap.style",
        "ANTARCTIC_CRS": "crs",
        "POLAR_CRS": "crs",
        "normalise_crs": "crs",
        "MapWarning": "errors",
        "NeedsNetworkError": "errors",
        "json_for_script": "escaping",
        "PolarFigure": "figure",
        "glyph_svg": "folium_elements.pins",
        "Basemap": "layers",
        "Depth": "layers",
        "Graticule": "layers",
        "Labels": "layers",
        "PolarLayer": "layers",
        "Relief": "layers",
        "PolarMap": "polar_map",
        "ImageOverlay": "raster_layers.image_overlay",
        "TileGrid": "raster_layers.tiles",
        "TileLayer": "raster_layers.tiles",
        "Corridor": "shapes",
        "Disc": "shapes",
        "HatchedPolygon": "shapes",
        "rings": "geometry.geojson.positions",
    },
    RARELY_USED,
)
