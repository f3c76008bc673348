"""Files that pages are built from: scripts and style sheets of the bundle."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from folium_polar.resources import PACKAGE, packaged_text

__all__ = [
    "bundle_css",
    "bundle_js",
    "glyphs",
    "pins_js",
    "plugin_css",
    "plugin_js",
    "rasters_js",
    "relief_js",
    "tiles_js",
    "vector_map_js",
]


@cache
def bundle_js() -> str:
    """Return the script built from ``web/`` by the build hook."""
    return packaged_text("static/polarmap.js")


@cache
def vector_map_js() -> str:
    """Return the script of maps without pictures and tiles, which `bundle_js` has too."""
    return packaged_text("static/vector-map.js")


@cache
def bundle_css() -> str:
    """Return the style sheet built from ``web/`` by the build hook."""
    return packaged_text("static/polarmap.css")


@cache
def pins_js() -> str:
    """Return the script that draws folium's Icon and BeautifyIcon."""
    return packaged_text("static/pins.js")


@cache
def glyphs() -> dict[str, Any]:
    """Return the glyphs of pins by prefix (``fa``, ``glyphicon``), packed by ``web/glyphs.mjs``.

    Each has the ``notice`` of its licence, its ``glyphs`` (width, height, path and, of a font, how
    far it reaches above its baseline) and ``aliases``, their further names.
    """
    packed: dict[str, Any] = json.loads(packaged_text("static/glyphs.json"))
    return packed


@cache
def rasters_js() -> str:
    """Return the script that draws images warped to the map's plane."""
    return packaged_text("static/rasters.js")


@cache
def relief_js() -> str:
    """Return the script that draws the shaded ground."""
    return packaged_text("static/relief.js")


@cache
def tiles_js() -> str:
    """Return the script that fetches tiles and pictures of a WMS."""
    return packaged_text("static/tiles.js")


@cache
def plugin_js(name: str) -> str:
    """Return the script of a plugin of folium (`folium_polar.folium_elements.plugins`)."""
    return packaged_text(f"static/plugins/{name}.js")


@cache
def plugin_css(name: str) -> str:
    """Return the style sheet of one of folium's plugins; empty if it has none."""
    path = PACKAGE / "static" / "plugins" / f"{name}.css"
    return path.read_text(encoding="utf-8") if path.exists() else ""
