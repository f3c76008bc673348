"""The packed files of basemap, far coast and depths, and the latitudes where they end."""

from __future__ import annotations

from functools import cache

from folium_polar.resources import packaged_text

__all__ = [
    "DEPTHS_M",
    "EQUATOR",
    "FAR_SOUTH",
    "LAP",
    "SOUTH",
    "antarctic_depth",
    "antarctic_relief",
    "antarctica",
    "basemap",
    "depth",
    "far_coast",
    "far_coast_north",
    "relief",
]

SOUTH = 35.0
"""Latitude where the packed basemaps end, 35° N or S, and the map fades into the paper."""
LAP, FAR_SOUTH = 35.4, -20.0
"""Latitudes between which the far coast lies; from `SOUTH` to `LAP` it has the basemap's land."""
EQUATOR = 0.0
"""Latitude to which pages of maps that end there, or north of it, have the far coast."""
DEPTHS_M = (200, 1000, 3000)
"""Depths of the sea beyond which the water is darker, metres; a layer of the packed file each."""


@cache
def basemap() -> str:
    """Return the packed Natural Earth basemap, which ``web/src/polar/unpack.js`` reads."""
    return packaged_text("basemap/natural-earth.b91").strip()


@cache
def antarctica() -> str:
    """Return the packed basemap of the southern hemisphere, with its latitudes negated."""
    return packaged_text("basemap/antarctica.b91").strip()


@cache
def far_coast() -> str:
    """Return the packed land and borders south of the basemap, for maps that reach there."""
    return packaged_text("basemap/far-coast.b91").strip()


@cache
def far_coast_north() -> str:
    """Return the same down to the equator, for maps that end there or north of it."""
    return packaged_text("basemap/far-coast-north.b91").strip()


@cache
def depth() -> str:
    """Return the packed areas of deeper and deeper sea."""
    return packaged_text("basemap/depth.b91").strip()


@cache
def antarctic_depth() -> str:
    """Return the same of the southern hemisphere, with its latitudes negated."""
    return packaged_text("basemap/antarctica-depth.b91").strip()


@cache
def relief() -> str:
    """Return the packed relief, which ``web/src/relief/raster.js`` reads."""
    return packaged_text("basemap/relief.b91").strip()


@cache
def antarctic_relief() -> str:
    """Return the same of the southern hemisphere, with its latitudes negated."""
    return packaged_text("basemap/antarctica-relief.b91").strip()
