"""The projection of a map in words."""

from __future__ import annotations

from folium_polar.geometry.projections import EQUAL_AREA, STEREOGRAPHIC
from geotrack.i18n import words

__all__ = ["projection_in_short", "projection_note"]

# Meridians that are neither east nor west.
_NO_SIDE = {0, 180}


def projection_note(code: str, language: str = "en") -> str:
    """
    Return the projection, its meridian and what it preserves, as text of a page.

    Parameters
    ----------
    code : str
        A key of `folium_polar.geometry.projections.POLAR_CRS`.
    language : str
        One of `geotrack.i18n.LANGUAGES`.

    Returns
    -------
    str
        One line; web/src/page/i18n.js has the same text for a rotated page.

    Examples
    --------
    >>> projection_note("EPSG:3571").partition(": ")[0]
    'Lambert azimuthal equal-area, EPSG:3571, 180° down'
    """
    say = words(language)
    if code in EQUAL_AREA:
        kind, down, parallel = "areas", EQUAL_AREA[code], 0
    else:
        kind, (down, parallel) = "shapes", STEREOGRAPHIC[code]
    side = "" if down in _NO_SIDE else say(f"page.projection.{'west' if down < 0 else 'east'}")
    meridian = f"{abs(down)}° {side}".strip()
    orientation = say("page.projection.straight", code=code, meridian=meridian)
    return say(f"page.projection.{kind}", which=orientation, parallel=parallel)


def projection_in_short(code: str, language: str = "en") -> str:
    """Return what the projection of a map preserves, in words of everyday."""
    kind = "areas" if code in EQUAL_AREA else "shapes"
    return words(language)(f"page.projection.plain.{kind}")
