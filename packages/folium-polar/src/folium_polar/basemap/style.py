"""Colours and lines of the packed basemaps and of the graticule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "ANTARCTIC_STYLES",
    "BASEMAP_STYLES",
    "CIRCLE",
    "DEPTH_TINT",
    "GRATICULE",
    "PAPER",
    "WATER",
    "Style",
]

Style = Mapping[str, Any]

PAPER = "#fbfaf7"
WATER = ("#d3e2e9", "#e6eef1")
GRATICULE = "#9fb4be"
CIRCLE = "#5d7f90"
DEPTH_TINT = "#4f86a6", 0.07
"""Colour of one step of depth, and its opacity; deeper water has several, one over another."""

BASEMAP_STYLES: dict[str, Style] = {
    "land": {
        "fill": "#f1ece0",
        "stroke": "#8b8f86",
        "weight": 0.7,
        "halo": "#ffffff66",
        "haloWeight": 2.4,
    },
    "lakes": {"fill": "#dde8ec", "stroke": "#a3b2b4", "weight": 0.5},
    "glaciers": {"fill": "#fbfbf8"},
    "borders": {"stroke": "#a89f8e", "weight": 0.8, "dash": [5, 2, 1, 2]},
    "disputed": {"stroke": "#a89f8e", "weight": 0.8, "dash": [2, 3]},
}
"""Style of each layer of the packed basemap: fill, stroke, weight and dash in pixels."""

ANTARCTIC_STYLES: dict[str, Style] = {
    "shelves": {
        "fill": "#edf2f3",
        "stroke": "#8fa5ae",
        "weight": 0.7,
        "halo": "#ffffff66",
        "haloWeight": 2.4,
    },
    "antarctica": {
        "fill": "#fbfbf8",
        "stroke": "#8b9ba2",
        "weight": 0.7,
        "halo": "#ffffff66",
        "haloWeight": 2.4,
    },
    **BASEMAP_STYLES,
}
"""The same for the southern hemisphere; land is what lies north of Antarctica."""
