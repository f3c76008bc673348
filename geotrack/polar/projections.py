"""The polar coordinate systems that a map can be drawn in."""

from __future__ import annotations

from geotrack.errors import UsageError

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
"""EPSG code → what it is; each has the North Pole as a point inside the map."""

# What is down in each, and the parallel along which a stereographic one is true to scale.
_STEREOGRAPHIC = {"EPSG:3995": ("0°", 71), "EPSG:3413": ("45° W", 70), "EPSG:5936": ("150° W", 81)}
_EQUAL_AREA = {
    "EPSG:3571": "180°",
    "EPSG:3572": "150° W",
    "EPSG:3573": "100° W",
    "EPSG:3574": "40° W",
    "EPSG:3575": "10° E",
    "EPSG:3576": "90° E",
}


def projection_note(code: str) -> str:
    """
    Name a projection, its meridian and what it keeps, as a briefing page says it.

    Parameters
    ----------
    code : str
        A key of `POLAR_CRS`.

    Returns
    -------
    str
        In one line; web/src/page/words.js says the same where the open page is turned.

    Examples
    --------
    >>> projection_note("EPSG:3571").partition(": ")[0]
    'Lambert azimuthal equal-area, EPSG:3571, 180° down'
    """
    if code in _EQUAL_AREA:
        name, down, keeps = "Lambert azimuthal equal-area", _EQUAL_AREA[code], "areas"
        price = "shapes flatten away from the pole"
    else:
        down, parallel = _STEREOGRAPHIC[code]
        name, keeps = "Polar stereographic", "angles and shapes"
        price = f"scale is true at {parallel}° N and grows southward"
    return f"{name}, {code}, {down} down: keeps {keeps}; {price}"


def normalise_crs(crs: str | int) -> str:
    """
    Give the code of a polar coordinate system in its one spelling.

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
        If it is none of them; the message lists those there are.

    Examples
    --------
    >>> normalise_crs("epsg3571")
    'EPSG:3571'
    """
    number = str(crs).strip().upper().removeprefix("EPSG").lstrip(":").strip()
    code = f"EPSG:{number}"
    if code not in POLAR_CRS:
        message = (
            f"{crs!r} is not a polar projection that geotrack draws: use {', '.join(POLAR_CRS)}"
        )
        raise UsageError(message)
    return code
