"""The packed relief: its scale, and the colours of heights and depths."""

from __future__ import annotations

from folium_polar.basemap.files import DEPTHS_M

__all__ = [
    "DEPTH_STEPS",
    "HEIGHTS_M",
    "LAND_TINTS",
    "LEVEL_STEPS",
    "NIGHT_LAND_TINTS",
    "NIGHT_SEA_TINTS",
    "REACH_M",
    "SEA_TINTS",
    "SHADE",
    "SHADOW",
    "SLOPE_STEPS",
    "ZERO",
]

REACH_M = 5_883_000.0
"""Half a side of the packed square, metres of the packing plane: it ends at 35° N or S."""
HEIGHTS_M = (-4000, -3000, -2000, -1000, -200, 0, 300, 800, 1500, 2500)
"""Heights of land and sea floor at which the colour changes, metres."""
ZERO, SLOPE_STEPS, LEVEL_STEPS = 128, 89, 23
"""Grey of a flat slope and of the shore; greys of a slope of 1, and from one level to the next."""
SEA_TINTS = ("#e8f1f5", "#dfebf1", "#d5e4ec", "#cbdde7", "#c1d6e2", "#b7d0dd")
"""Colours of the sea from each depth on, the shallowest first: a theme has contrast 3 with each."""
DEPTH_STEPS = tuple(sum(-depth <= height < 0 for height in HEIGHTS_M) for depth in DEPTHS_M)
"""Of each of `DEPTHS_M`, the index of its colour in `SEA_TINTS`."""
LAND_TINTS = ("#f3eedf", "#efe7d2", "#e9ddc2", "#e2d2b2", "#f4f1ea")
"""Colours of the land from each height on, the lowest first."""
NIGHT_SEA_TINTS = ("#1f3643", "#1c323e", "#192d39", "#162833", "#13232d", "#101e27")
NIGHT_LAND_TINTS = ("#2d3332", "#313635", "#353a38", "#393d3b", "#3c403e")
"""The same at night."""
SHADE = {"land": 0.55, "sea": 0.22}
"""Opacity of the shade on a slope of 1: of white towards the light, of `SHADOW` away from it."""
SHADOW = "#4a464e"
