"""Conversion from the CRS of a file to longitude and latitude on WGS 84."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import UsageError
from geotrack.importing.faults import UnreadableError, summarise_faults
from geotrack.importing.geometry.datum_shift import crs_name, transformer_to_wgs84
from geotrack.importing.geometry.shape_repair import repair
from geotrack.importing.limits import check_amount
from geotrack.importing.table import Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import CRS, Transformer

__all__ = ["reproject"]

_WGS84 = "EPSG:4326"
_PLANE = 2
_FARTHEST_LON, _POLE = 540.0, 90.0  # as `check` has them: a turn past 180
_DECIMALS = 9
"""Decimals of a converted degree: a tenth of a millimetre."""
_BENT_DEGREES = 5e-4
"""Tolerance for the middle of an edge, in degrees of latitude (55 m)."""
_ROUNDS = 9
_KEPT = "; it has no geometry, and 'unread_geometry' keeps it"
_OFF = "a longitude is more than a turn past 180, or a latitude not between -90 and 90"
_HALF_TURN = 180.0 - 1e-7
_KINDS = {"LinearRing": "LineString"}


Placed = dict[str, Any] | str | None
"""A GeoJSON geometry in lon/lat; the WKT of one that has no place there; or None."""


def reproject(table: Table, crs: str | None) -> tuple[list[Placed], list[str]]:
    """Return the GeoJSON geometry of each row, and notes about the conversion.

    Parameters
    ----------
    table : Table
        Geometries in the CRS of the file.
    crs : str or None
        Value of `--crs`, for a file that states none.

    Returns
    -------
    list of dict, str or None
        Geometries in lon/lat, WGS 84; WKT in the CRS of the file where a position is no finite
        number or lies outside the CRS; None where a row has none.
    list of str
        Notes for the user.

    Raises
    ------
    UsageError
        The CRS is unknown and most numbers are no longitudes and latitudes, or `--crs`
        contradicts the file.
    UnreadableError
        The CRS cannot be read or converted.
    """
    whole, placed, notes = _there(table)
    if not any(whole):
        return placed, notes
    source = _source(table, crs)
    if source is None:
        notes += _of_degrees(table, whole)
        return [p or _plain(g) for p, g in zip(placed, whole, strict=True)], notes
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    if source.equals(CRS(_WGS84), ignore_axis_order=True):
        notes += _off_the_globe(table, whole)
        return [p or _plain(g) for p, g in zip(placed, whole, strict=True)], notes
    try:
        transformer, how = transformer_to_wgs84(source, whole)
    except ProjError as error:
        reason = " ".join(str(error).split())[:80]
        raise UnreadableError(
            table.file, f"positions in its CRS cannot be converted: {reason}", "check the CRS"
        ) from None
    if any(g is not None and g.has_z for g in whole):
        how += "; heights stay as they are"
    notes.append(how)
    bent = _Bent(table.file, transformer, straight=source.is_geographic)
    faults: dict[str, list[str]] = {}
    for n, g in enumerate(whole):
        if g is not None:
            placed[n] = found = _converted(g, bent)
            if isinstance(found, str):
                faults[table.rows[n]] = [f"its position lies outside what its CRS covers{_KEPT}"]
    return placed, [*notes, *summarise_faults(faults)]


def _plain(geometry: Any) -> dict[str, Any] | None:
    return None if geometry is None else _geojson(geometry, None)


def _of_degrees(table: Table, whole: Sequence[Any]) -> list[str]:
    """Return notes about positions without a CRS; refuse those that are mostly no degrees."""
    import numpy as np
    import shapely

    bounds, is_degrees = _degrees(whole)
    if not table.plain and is_degrees.mean() <= 1 / 2:
        reach = ", ".join(
            f"{b:g}" for b in shapely.total_bounds([g for g in whole if g is not None])
        )
        name, swapped = table.geometry_from, ""
        if name and "," not in name and (np.abs(bounds) <= _FARTHEST_LON).all():
            swapped = f', or, if the latitude is first, --latlon "{name}"'
        raise UsageError(
            f"{table.file.name}: no CRS is stated, and its positions ({reach}) are no "
            f"longitudes and latitudes; say what they are in: --crs EPSG:CODE{swapped}"
        )
    notes = [] if table.plain else ["no CRS is stated; taken as longitude and latitude on WGS 84"]
    return [*notes, *_off_the_globe(table, whole)]


def _off_the_globe(table: Table, whole: Sequence[Any]) -> list[str]:
    """Return notes about positions that are no longitudes and latitudes."""
    at = [n for n, g in enumerate(whole) if g is not None]
    outside = {
        table.rows[n]: [_OFF] for n, good in zip(at, _degrees(whole)[1], strict=True) if not good
    }
    return list(summarise_faults(outside))


def _degrees(whole: Sequence[Any]) -> tuple[Any, Any]:
    """Return the bounds of the geometries that are not None, and whether each may be degrees."""
    import numpy as np
    import shapely

    bounds = shapely.bounds([g for g in whole if g is not None])
    most = np.array([_FARTHEST_LON, _POLE, _FARTHEST_LON, _POLE])
    return bounds, (np.abs(bounds) <= most).all(axis=1)


def _there(table: Table) -> tuple[list[Any], list[Placed], list[str]]:
    """Return the geometries of a table, those with infinite numbers as WKT, and notes."""
    import shapely

    cells = len(table.rows) * len(table.columns)
    count = int(shapely.get_num_coordinates(table.geometries).sum())
    check_amount(table.file, rows=len(table.rows), cells=cells, positions=count)
    whole, odd = repair(table.geometries)
    empty = sum(g is not None and not w for g, w in zip(table.geometries, whole, strict=True))
    placed: list[Placed] = [None] * len(whole)
    faults = {table.rows[n]: what for n, what in odd.items()}
    for n, g in enumerate(whole):
        if g is not None and (what := _infinite(g)):
            whole[n], placed[n] = None, str(g.wkt)
            faults.setdefault(table.rows[n], []).append(f"its {what} is no finite number{_KEPT}")
    many = "1 empty geometry" if empty == 1 else f"{empty} empty geometries"
    notes = [f"{many} became null"] if empty else []
    return whole, placed, [*notes, *summarise_faults(faults)]


def _infinite(geometry: Any) -> str:
    """Return which numbers of a geometry are infinite; empty for none."""
    import numpy as np
    import shapely

    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return "position"
    # The height of a position without one is NaN.
    if geometry.has_z and np.isinf(shapely.get_coordinates(geometry, include_z=True)[:, 2]).any():
        return "height"
    return ""


def _source(table: Table, crs: str | None) -> CRS | None:
    """Return the horizontal CRS of the rows."""
    stated = _parse_crs(table.crs) if table.crs else None
    option = _parse_crs(crs) if crs else None
    if table.crs and stated is None and option is None:
        raise UnreadableError(
            table.file,
            f"its CRS cannot be read: {' '.join(table.crs.split())[:60]}",
            "give it with --crs EPSG:CODE",
        )
    if crs and option is None:
        raise UsageError(
            f"--crs {crs!r} names no CRS of positions that is known; write it as EPSG:CODE, or as "
            "a PROJ string"
        )
    if stated and option and not stated.equals(option, ignore_axis_order=True):
        raise UsageError(
            f"{table.file.name} states {crs_name(stated)}; --crs is for files that state none: "
            "leave it out"
        )
    if table.plain and option and not option.is_geographic:
        raise UsageError(
            f"--crs {crs}: {table.geometry_from or 'its positions'} are degrees, and that CRS "
            "counts in lengths"
        )
    return stated or option


def _parse_crs(text: str) -> CRS | None:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    if crs.is_compound or len(crs.axis_info) != _PLANE:
        crs = crs.to_2d()
        crs = crs.sub_crs_list[0] if crs.is_compound else crs
    # Vertical and geocentric CRS have no horizontal positions.
    return crs if crs.is_geographic or crs.is_projected else None


class _Bent:
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
            there = self._lonlat(middle)
            off = _off(lonlat[:-1], lonlat[1:], there) > _BENT_DEGREES
            if not off.any():
                break
            at = np.flatnonzero(off) + 1
            coordinates = np.insert(coordinates, at, middle[off], axis=0)
            lonlat = np.insert(lonlat, at, there[off], axis=0)
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

    half = np.abs(_turn(np.diff(lonlat[:, 0]))) > _HALF_TURN
    for n in np.flatnonzero(half)[::-1]:
        before, after = lonlat[n].copy(), lonlat[n + 1].copy()
        between = (before + after) / 2
        pole = _POLE if between[1] > 0 else -_POLE
        before[1] = between[1] = after[1] = pole
        between[0] = _turn(before[0] + _FARTHEST_LON / 2)
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


def _converted(geometry: Any, bent: _Bent) -> dict[str, Any] | str:
    """Return a geometry in lon/lat; its WKT if it lies outside its CRS."""
    found = _geojson(geometry, bent)
    return found if all(math.isfinite(v) for v in _numbers(found)) else str(geometry.wkt)


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return _numbers(value.get("coordinates", value.get("geometries")))
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [value]


def _geojson(geometry: Any, bent: _Bent | None) -> dict[str, Any]:
    kind = _KINDS.get(geometry.geom_type, geometry.geom_type)
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geojson(g, bent) for g in geometry.geoms]}
    return {"type": kind, "coordinates": _coordinates(geometry, kind, bent)}


def _coordinates(geometry: Any, kind: str, bent: _Bent | None) -> Any:
    if kind.startswith("Multi"):
        inner = kind.removeprefix("Multi")
        return [_coordinates(g, inner, bent) for g in geometry.geoms]
    if kind == "Polygon":
        return [_line(r, bent) for r in (geometry.exterior, *geometry.interiors)]
    return _line(geometry, bent)[0] if kind == "Point" else _line(geometry, bent)


def _line(geometry: Any, bent: _Bent | None) -> list[list[float]]:
    import numpy as np
    import shapely

    coordinates = shapely.get_coordinates(geometry, include_z=bool(shapely.has_z(geometry)))
    if bent is None:
        positions = coordinates
    else:
        positions = bent.positions(coordinates, edges=geometry.geom_type != "Point")
        positions[:, :2] = np.round(positions[:, :2], _DECIMALS) + 0.0  # no negative zero
    # Drop NaN heights of single positions.
    return [[v for v in position if v == v] for position in positions.tolist()]  # noqa: PLR0124 (NaN)
