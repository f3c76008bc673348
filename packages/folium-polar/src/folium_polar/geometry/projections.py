"""The polar coordinate systems of maps."""

from __future__ import annotations

from folium_polar.errors import UsageError

__all__ = ["EQUAL_AREA", "POLAR_CRS", "STEREOGRAPHIC", "normalise_crs"]

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

STEREOGRAPHIC = {"EPSG:3995": (0, 71), "EPSG:3413": (-45, 70), "EPSG:5936": (-150, 81)}
"""The stereographic ones: the meridian that points down, and the parallel of true scale."""
EQUAL_AREA = {
    "EPSG:3571": 180,
    "EPSG:3572": -150,
    "EPSG:3573": -100,
    "EPSG:3574": -40,
    "EPSG:3575": 10,
    "EPSG:3576": 90,
}
"""The equal-area ones: the meridian that points down."""


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
            f"{crs!r} is not a polar projection of these maps: use {', '.join(POLAR_CRS)}"
        )
    return code
