"""The polar coordinate systems that a map can be drawn in."""

from __future__ import annotations

from geotrack.errors import UsageError

__all__ = ["POLAR_CRS", "normalise_crs"]

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
