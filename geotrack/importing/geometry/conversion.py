"""Geometries as GeoJSON in longitude and latitude, with the edges that a conversion bends."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.importing.limits import check_amount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Transformer

__all__ = ["Conversion", "to_geojson"]

_POLE, _ACROSS = 90.0, 270.0
_DECIMALS = 9
"""Decimals of a converted degree: a tenth of a millimetre."""
_BENT_DEGREES = 5e-4
"""Tolerance for the middle of an edge, in degrees of latitude (55 m)."""
_ROUNDS = 9
_HALF_TURN = 180.0 - 1e-7
_KINDS = {"LinearRing": "LineString"}


class Conversion:
    """Converts positions; adds vertices where a straight edge becomes curved.

    Parameters
    ----------
    file : pathlib.Path
        The file, for messages.
    transformer : pyproj.Transformer
        From the CRS of the file, x first, to longitude and latitude.
    straight : bool
        Whether edges stay straight: from one geographic CRS to another.
    """

    def __init__(self, file: Path, transformer: Transformer, *, straight: bool) -> None:
        self._file, self._count = file, 0
        self._transformer = transformer
        self._straight = straight

    def start(self) -> None:
        """Start with other geometries, when the former are no longer in memory."""
        self._count = 0

    def positions(self, coordinates: NDArray[np.float64], *, edges: bool) -> NDArray[np.float64]:
        """Return lon, lat and, if there is one, height.

        Parameters
        ----------
        coordinates : numpy.ndarray of shape (n, 2) or (n, 3)
            Positions in the file's CRS.
        edges : bool
            Whether they are the vertices of a line or ring.
        """
        import numpy as np

        lonlat = self._lonlat(coordinates)
        if not edges or self._straight:
            return lonlat
        for _ in range(_ROUNDS):
            middle = (coordinates[:-1] + coordinates[1:]) / 2
            middle_lonlat = self._lonlat(middle)
            off = _off(lonlat[:-1], lonlat[1:], middle_lonlat) > _BENT_DEGREES
            if not off.any():
                break
            indexes = np.flatnonzero(off) + 1
            coordinates = np.insert(coordinates, indexes, middle[off], axis=0)
            lonlat = np.insert(lonlat, indexes, middle_lonlat[off], axis=0)
            check_amount(self._file, positions=self._count + len(lonlat))
        self._count += len(lonlat)
        return _over_the_pole(lonlat)

    def _lonlat(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        import numpy as np

        lon, lat = self._transformer.transform(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([lon, lat, *coordinates[:, 2:].T])


def _turn(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a difference of longitudes in the range -180 to 180."""
    return (degrees + 180.0) % 360.0 - 180.0


def _over_the_pole(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add the pole to edges that cross it, where the direction would be ambiguous."""
    import numpy as np

    crossing = np.abs(_turn(np.diff(lonlat[:, 0]))) > _HALF_TURN
    for n in np.flatnonzero(crossing)[::-1]:
        before, after = lonlat[n].copy(), lonlat[n + 1].copy()
        between = (before + after) / 2
        pole = _POLE if between[1] > 0 else -_POLE
        before[1] = between[1] = after[1] = pole
        between[0] = _turn(before[0] + _ACROSS)
        lonlat = np.insert(lonlat, n + 1, [before, between, after], axis=0)
    return lonlat


def _off(
    start: NDArray[np.float64], end: NDArray[np.float64], middle: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the distance of true middles from middles in lon/lat, in degrees."""
    import numpy as np

    lon = start[:, 0] + _turn(end[:, 0] - start[:, 0]) / 2
    lat = (start[:, 1] + end[:, 1]) / 2
    across = _turn(middle[:, 0] - lon) * np.cos(np.radians(middle[:, 1]))
    return np.asarray(np.hypot(across, middle[:, 1] - lat))


def to_geojson(geometry: Any, conversion: Conversion | None) -> dict[str, Any] | str:
    """Return a geometry in lon/lat, converted if it is not; its WKT if it lies outside its CRS."""
    geojson = _geojson(geometry, conversion)
    if conversion is None or all(math.isfinite(v) for v in _numbers(geojson)):
        return geojson
    return str(geometry.wkt)


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return _numbers(value.get("coordinates", value.get("geometries")))
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [value]


def _geojson(geometry: Any, conversion: Conversion | None) -> dict[str, Any]:
    kind = _KINDS.get(geometry.geom_type, geometry.geom_type)
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geojson(g, conversion) for g in geometry.geoms]}
    return {"type": kind, "coordinates": _coordinates(geometry, kind, conversion)}


def _coordinates(geometry: Any, kind: str, conversion: Conversion | None) -> Any:
    if kind.startswith("Multi"):
        inner = kind.removeprefix("Multi")
        return [_coordinates(g, inner, conversion) for g in geometry.geoms]
    if kind == "Polygon":
        return [_line(r, conversion) for r in (geometry.exterior, *geometry.interiors)]
    return _line(geometry, conversion)[0] if kind == "Point" else _line(geometry, conversion)


def _line(geometry: Any, conversion: Conversion | None) -> list[list[float]]:
    import numpy as np
    import shapely

    coordinates = shapely.get_coordinates(geometry, include_z=bool(shapely.has_z(geometry)))
    if conversion is None:
        positions = coordinates
    else:
        positions = conversion.positions(coordinates, edges=geometry.geom_type != "Point")
        positions[:, :2] = np.round(positions[:, :2], _DECIMALS) + 0.0  # no negative zero
    # Drop NaN heights of single positions.
    return [[v for v in position if v == v] for position in positions.tolist()]  # noqa: PLR0124 (NaN)
