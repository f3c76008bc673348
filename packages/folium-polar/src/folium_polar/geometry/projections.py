"""The polar coordinate systems of maps."""

from __future__ import annotations

from folium_polar.errors import UsageError
from geotrack.i18n import words

__all__ = ["POLAR_CRS", "normalise_crs", "projection_note"]

POLAR_CRS = {
    "EPSG:3995": "Arctic polar stereographic, 0° down",
    "EPSG:3413": "NSIDC sea ice polar stereographic, 45° W down",
    "EPSG:5936": "Alaska polar stereographic, 150° W down",
    "EPSG:3571": "equal-area, 180° down (Bering Sea)",
    "EPSG:3572": "equal-area, 150° W down (Alaska)",
    "EPSG:3573": "equal-area, 100° W down (Canada)",
    "EPSG:3574": "equal-area, 40° W down (Atlantic)",
    "EPSG:3575": "equal-area, 10° E down (Europe)",
    "EPSG:3576": "equal-area, 90° E down (Russia)",
}
"""Descriptions by EPSG code; each has the North Pole as an interior point."""

# The meridian that points down, and the parallel of true scale of a stereographic one.
_STEREOGRAPHIC = {"EPSG:3995": (0, 71), "EPSG:3413": (-45, 70), "EPSG:5936": (-150, 81)}
_EQUAL_AREA = {
    "EPSG:3571": 180,
    "EPSG:3572": -150,
    "EPSG:3573": -100,
    "EPSG:3574": -40,
    "EPSG:3575": 10,
    "EPSG:3576": 90,
}
_NO_SIDE = {0, 180}


def projection_note(code: str, language: str = "en") -> str:
    """
    Return the projection, its meridian and what it preserves, as text of a page.

    Parameters
    ----------
    code : str
        A key of `POLAR_CRS`.
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
    if code in _EQUAL_AREA:
        kind, down, parallel = "areas", _EQUAL_AREA[code], 0
    else:
        kind, (down, parallel) = "shapes", _STEREOGRAPHIC[code]
    side = "" if down in _NO_SIDE else say(f"page.projection.{'west' if down < 0 else 'east'}")
    meridian = f"{abs(down)}° {side}".strip()
    which = say("page.projection.straight", code=code, meridian=meridian)
    return say(f"page.projection.{kind}", which=which, parallel=parallel)


def normalise_crs(crs: str | int) -> str:
    """
    Return the canonical code of a polar coordinate system.

    Parameters
    ----------
    crs : str or int
        ``"EPSG:3995"``, ``"EPSG3995"``, ``"3995"`` or ``3995``.

    Returns
    -------
    str
        A key of `POLAR_CRS`.

    Raises
    ------
    UsageError
        An unknown code; the message lists all.

    Examples
    --------
    >>> normalise_crs("epsg3571")
    'EPSG:3571'
    """
    number = str(crs).strip().upper().removeprefix("EPSG").lstrip(":").strip()
    code = f"EPSG:{number}"
    if code not in POLAR_CRS:
        raise UsageError(
            f"{crs!r} is not a polar projection that geotrack draws: use {', '.join(POLAR_CRS)}"
        )
    return code
