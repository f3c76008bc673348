"""Colours and fonts of a picture, read from the page's style sheets.

The style sheets define colours as custom properties of `:root`; the first such rule of each has the
colours of the light theme, also used on paper.
"""

from __future__ import annotations

import re
from functools import cache

from folium_polar.assets import bundle_css
from geotrack.files.resources import packaged_text

__all__ = ["SANS", "SERIF", "colour", "marking_colour"]

# Those of the page, which travel with geotrack, so the picture is the same on every machine.
SERIF = "Page Serif"
SANS = "Page Sans"

# The rule of a style sheet with the colours of the light theme, which is the first.
_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,8})")


@cache
def _colours() -> dict[str, str]:
    colours: dict[str, str] = {}
    for style_sheet in (bundle_css(), packaged_text("static/page.css")):
        first = _ROOT.search(style_sheet)
        colours.update(_COLOUR.findall(first[1]) if first else ())
    return colours


def colour(name: str) -> str:
    """Return a colour of the page.

    Parameters
    ----------
    name : str
        Name of the custom property without the dashes: `ink`, `name-sea`.

    Returns
    -------
    str
        ``#rrggbb``, or with two more digits for the opacity.
    """
    value = _colours()[name]
    short = len("#rgb")
    return value if len(value) > short + 1 else "#" + "".join(2 * digit for digit in value[1:])


def marking_colour(level: int | None) -> str:
    """Return the colour of a marking's banner; None is an unknown level."""
    defined = level is not None and f"marking-{level}" in _colours()
    return colour(f"marking-{level}" if defined else "marking-unknown")
