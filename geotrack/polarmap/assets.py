"""Files that pages are built from: scripts and style sheets of the bundle."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from geotrack.files.resources import PACKAGE, packaged_text

__all__ = [
    "bundle_css",
    "bundle_js",
    "glyphs",
    "page_css",
    "page_js",
    "pins_js",
    "plugin_css",
    "plugin_js",
    "questions_css",
    "questions_js",
    "rasters_js",
    "since_js",
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
def page_js(*, records: bool, many: bool = False) -> str:
    """Return the script of the briefing page.

    Parameters
    ----------
    records : bool
        Whether the page has records; without any, the script is a third smaller.
    many : bool
        Whether it has so many that they are drawn as dots.
    """
    name = "page-bare" if not records else "page-many" if many else "page"
    return packaged_text(f"static/{name}.js")


@cache
def page_css(*, records: bool) -> str:
    """Return the style sheet of the briefing page; `records` as for `page_js`."""
    return packaged_text("static/page.css" if records else "static/page-bare.css")


@cache
def since_js() -> str:
    """Return the script by which readers choose since when records are new."""
    return packaged_text("static/since.js")


@cache
def rasters_js() -> str:
    """Return the script that draws images warped to the map's plane."""
    return packaged_text("static/rasters.js")


@cache
def tiles_js() -> str:
    """Return the script that fetches tiles and pictures of a WMS."""
    return packaged_text("static/tiles.js")


@cache
def questions_js() -> str:
    """Return the script of questions about a place."""
    return packaged_text("static/questions.js")


@cache
def questions_css() -> str:
    """Return the style sheet of questions about a place."""
    return packaged_text("static/questions.css")


@cache
def plugin_js(name: str) -> str:
    """Return the script of a plugin of folium (`polarmap.folium_elements.plugins`)."""
    return packaged_text(f"static/plugins/{name}.js")


@cache
def plugin_css(name: str) -> str:
    """Return the style sheet of one of folium's plugins; empty if it has none."""
    path = PACKAGE / "static" / "plugins" / f"{name}.css"
    return path.read_text(encoding="utf-8") if path.exists() else ""
