"""Conversion from the CRS of a file to longitude and latitude on WGS 84."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folium_polar.geometry.crs import crs_of, file_in_crs
from geotrack.errors import UsageError
from geotrack.importing.disk_lists import DiskList, chunks_of, shape_weight
from geotrack.importing.faults import Faults, OptionError, UnreadableError, row_name
from geotrack.importing.geometry.shape_repair import repair
from geotrack.importing.geometry.transformer import (
    NOWHERE,
    area_text,
    crs_name,
    far_outside,
    transformer_to_wgs84,
)
from geotrack.importing.limits import check_amount
from geotrack.importing.option_names import option_name, option_remedy
from geotrack.importing.table import Table
from geotrack.messages import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import CRS, Transformer

__all__ = ["is_on_globe", "reproject"]

_WGS84 = "EPSG:4326"
# Axes of a CRS without heights.
_PLANE = 2
_FARTHEST_LON, _POLE = 540.0, 90.0  # as `check` has them: a turn past 180
_KEPT = Message("; it has no geometry, and 'unread_geometry' keeps it")
_OUT_OF_RANGE = Message(
    "a longitude is more than a turn past 180, or a latitude not between -90 and 90"
)


Placed = dict[str, Any] | str | None
"""A GeoJSON geometry in lon/lat; the WKT of one that has no place there; or None."""


def reproject(table: Table, crs: str | None) -> tuple[Sequence[Placed], list[str]]:
    """Return the GeoJSON geometry of each row, and notes about the conversion.

    Parameters
    ----------
    table : Table
        Geometries in the CRS of the file.
    crs : str or None
        Value of `--crs`, for a file that states none.

    Returns
    -------
    sequence of dict, str or None
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
    shapes, notes = _repaired_shapes(table)
    if not any(_is_shape(g) for g in shapes):
        return shapes, notes
    source = _source_crs(table, crs)
    if source is None or source.is_geographic:
        notes += _zero_notes(table, shapes)
    if source is None:
        notes += _degree_notes(table, shapes)
        return _placed(table, shapes, None)[0], notes
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    if source.equals(CRS(_WGS84), ignore_axis_order=True):
        notes += _Reach(table, shapes).outside
        return _placed(table, shapes, None)[0], notes
    try:
        transformer, how = transformer_to_wgs84(source, shapes)
    except ProjError as error:
        reason = " ".join(str(error).split())[:80]
        raise UnreadableError(
            table.file,
            Message("positions in its CRS cannot be converted: {reason}", reason),
            "check the CRS",
        ) from None
    if any(g.has_z for g in shapes if _is_shape(g)):
        how += "; heights stay as they are"
    conversion = _Conversion(table.file, transformer, straight=source.is_geographic)
    placed, faults = _placed(table, shapes, conversion)
    return placed, [*notes, how, *faults, *_area_notes(table, placed, source)]


def is_on_globe(geometry: dict[str, Any]) -> bool:
    """Return whether a GeoJSON Point has a latitude; other shapes are not looked at."""
    return bool(geometry["type"] != "Point" or abs(geometry["coordinates"][1]) <= _POLE)


def _is_shape(item: Any) -> bool:
    return item is not None and not isinstance(item, str)


def _placed(
    table: Table, shapes: Sequence[Any], conversion: _Conversion | None
) -> tuple[Sequence[Placed], list[str]]:
    """Return geometries as GeoJSON, those that a conversion takes off the globe as WKT."""
    placed, faults = DiskList(), Faults()
    for part in chunks_of(shapes):
        if conversion is not None:
            conversion.start()
        for g in part:
            geometry = g
            if _is_shape(g):
                geometry = _to_geojson(g, conversion)
                if isinstance(geometry, str):
                    problem = Message("its position lies outside what its CRS covers{kept}", _KEPT)
                    faults.add(table.rows[len(placed)], [problem])
            placed.append(geometry)
    return placed.whole(), list(faults)


def _zero_notes(table: Table, shapes: Sequence[Any]) -> list[str]:
    """Return a note about points at 0, 0."""
    rows = [
        n for n, g in enumerate(shapes)
        if _is_shape(g) and g.geom_type == "Point" and not g.is_empty and g.x == 0 == g.y
    ]  # fmt: skip
    return _row_notes(table, rows, NOWHERE)


def _area_notes(table: Table, placed: Sequence[Placed], crs: CRS) -> list[str]:
    """Return a note about rows far outside the area of use of a CRS."""
    import numpy as np
    import shapely

    boxes = [
        shapely.geometry.shape(g).bounds if isinstance(g, dict) else (math.nan,) * 4 for g in placed
    ]
    west, south, east, north = zip(*boxes, strict=True)
    middle = (np.add(west, east) / 2, np.add(south, north) / 2)
    return _row_notes(table, far_outside(crs, *middle).nonzero()[0].tolist(), area_text(crs))


def _row_notes(table: Table, rows: Sequence[int], what: str) -> list[str]:
    if not rows:
        return []
    n = len(rows)
    counted = Message("1 row has") if n == 1 else Message("{n} rows have", n)
    first = row_name(table.rows[rows[0]])
    return [Message("{rows} {what}; first {row}", counted, what, first)]


class _Reach:
    """The numbers of positions that may be degrees.

    Parameters
    ----------
    table : Table
        The rows, for messages.
    whole : sequence of shapely geometry, str or None
        Its geometries.
    """

    def __init__(self, table: Table, whole: Sequence[Any]) -> None:
        import numpy as np
        import shapely

        self.outside = Faults()
        self.count = self.good = offset = 0
        self.low, self.high = np.full(2, np.inf), np.full(2, -np.inf)
        most = np.array([_FARTHEST_LON, _POLE, _FARTHEST_LON, _POLE])
        for part in chunks_of(whole):
            indexes = [n for n, g in enumerate(part) if _is_shape(g)]
            bounds = shapely.bounds([part[n] for n in indexes])
            is_good = (np.abs(bounds) <= most).all(axis=1)
            self.count, self.good = self.count + len(indexes), self.good + int(is_good.sum())
            self.low = np.minimum(self.low, bounds[:, :2].min(axis=0, initial=np.inf))
            self.high = np.maximum(self.high, bounds[:, 2:].max(axis=0, initial=-np.inf))
            for n in np.flatnonzero(~is_good).tolist():
                self.outside.add(table.rows[offset + indexes[n]], [_OUT_OF_RANGE])
            offset += len(part)


def _degree_notes(table: Table, shapes: Sequence[Any]) -> list[str]:
    """Return notes about positions without a CRS; refuse those that are mostly no degrees."""
    import numpy as np

    reach = _Reach(table, shapes)
    if not table.plain and reach.good <= reach.count / 2:
        box = np.concatenate([reach.low, reach.high])
        numbers = ", ".join(f"{b:g}" for b in box)
        name, swapped = table.geometry_from, ""
        if name and "," not in name and (np.abs(box) <= _FARTHEST_LON).all():
            swapped = option_remedy(', or, if the latitude is first, --latlon "{column}"', name)
        problem = Message(
            "{file}: no CRS is stated, and its positions ({numbers}) are no longitudes and "
            "latitudes",
            table.file.name,
            numbers,
        )
        remedy = option_remedy(
            "say what they are in: {option}{swapped}",
            option_name("crs", "EPSG:CODE"),
            swapped,
            option="crs",
        )
        raise OptionError("crs", problem, remedy)
    assumed = Message("no CRS is stated; taken as longitude and latitude on WGS 84")
    notes = [] if table.plain else [assumed]
    return [*notes, *reach.outside]


def _repaired_shapes(table: Table) -> tuple[Sequence[Any], list[str]]:
    """Return the repaired geometries of a table, and notes.

    A geometry with infinite numbers is its WKT.
    """
    import shapely

    parts = (table.geometries, table.rows, *table.columns.values())
    rows = 0 if any(isinstance(part, DiskList) for part in parts) else len(table.rows)
    shapes, faults = DiskList(weigh=shape_weight), Faults()
    empty = 0
    for part in chunks_of(table.geometries):
        count = int(shapely.get_num_coordinates(part).sum())
        check_amount(table.file, rows=rows, cells=rows * len(table.columns), positions=count)
        repaired, odd = repair(part)
        empty += sum(g is not None and not w for g, w in zip(part, repaired, strict=True))
        for n, g in enumerate(repaired):
            infinite_part = _infinite(g) if g is not None else ""
            notes = odd.get(n, [])
            if infinite_part:
                fault = "its {part} is no finite number{kept}"
                notes = [*notes, Message(fault, Message(infinite_part), _KEPT)]
            if notes:
                faults.add(table.rows[len(shapes)], notes)
            shapes.append(str(g.wkt) if infinite_part else g)
    note = (
        Message("1 empty geometry became null")
        if empty == 1
        else Message("{n} empty geometries became null", empty)
    )
    return shapes.whole(), [*([note] if empty else []), *faults]


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


def _source_crs(table: Table, crs: str | None) -> CRS | None:
    """Return the horizontal CRS of the rows."""
    file_crs = _parse_crs(table.crs) if table.crs else None
    option = _parse_crs(crs) if crs else None
    if table.crs and file_crs is None and option is None:
        named_file = file_in_crs(table.crs)
        why = (
            Message("names a file, which is not opened: {file}", named_file)
            if named_file
            else Message("cannot be read: ")
        )
        excerpt = "" if named_file else " ".join(table.crs.split())[:60]
        raise UnreadableError(
            table.file,
            Message("its CRS {why}{excerpt}", why, excerpt),
            option_remedy("give it with {option}", option_name("crs", "EPSG:CODE"), option="crs"),
        )
    if crs and option is None:
        problem = Message(
            "{option} {crs!r} names no CRS of positions that is known", option_name("crs"), crs
        )
        raise OptionError("crs", problem, "write it as EPSG:CODE, or as a PROJ string")
    if file_crs and option and not file_crs.equals(option, ignore_axis_order=True):
        problem = Message("{file} states {crs}", table.file.name, crs_name(file_crs))
        remedy = Message("{option} is for files that state none: leave it out", option_name("crs"))
        raise OptionError("crs", problem, remedy)
    if table.plain and option and not option.is_geographic:
        problem = Message(
            "{option}: {positions} are degrees, and that CRS counts in lengths",
            option_name("crs", str(crs)),
            table.geometry_from or Message("its positions"),
        )
        raise OptionError("crs", problem)
    return file_crs or option


def _parse_crs(text: str) -> CRS | None:
    from pyproj.exceptions import CRSError

    try:
        crs = crs_of(text)
    except (CRSError, UsageError):  # the latter where it names a file
        return None
    if crs.is_compound or len(crs.axis_info) != _PLANE:
        crs = crs.to_2d()
        crs = crs.sub_crs_list[0] if crs.is_compound else crs
    # Vertical and geocentric CRS have no horizontal positions.
    return crs if crs.is_geographic or crs.is_projected else None


# Degrees from one of two opposite meridians to the one between them.
_ACROSS = 270.0
_DECIMALS = 9
"""Decimals of a converted degree: a tenth of a millimetre."""
_BENT_DEGREES = 5e-4
"""Tolerance for the middle of an edge, in degrees of latitude (55 m)."""
# Times that an edge is halved at most until its parts are straight enough.
_ROUNDS = 9
# A step in longitude from which on it crosses 180°, degrees, less rounding.
_HALF_TURN = 180.0 - 1e-7
# Types of shapely that GeoJSON names otherwise.
_KINDS = {"LinearRing": "LineString"}


class _Conversion:
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
            off = _distance_degrees(lonlat[:-1], lonlat[1:], middle_lonlat) > _BENT_DEGREES
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


def _distance_degrees(
    start: NDArray[np.float64], end: NDArray[np.float64], middle: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the distance of true middles from middles in lon/lat, in degrees."""
    import numpy as np

    lon = start[:, 0] + _turn(end[:, 0] - start[:, 0]) / 2
    lat = (start[:, 1] + end[:, 1]) / 2
    across = _turn(middle[:, 0] - lon) * np.cos(np.radians(middle[:, 1]))
    return np.asarray(np.hypot(across, middle[:, 1] - lat))


def _to_geojson(geometry: Any, conversion: _Conversion | None) -> dict[str, Any] | str:
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


def _geojson(geometry: Any, conversion: _Conversion | None) -> dict[str, Any]:
    kind = _KINDS.get(geometry.geom_type, geometry.geom_type)
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geojson(g, conversion) for g in geometry.geoms]}
    return {"type": kind, "coordinates": _coordinates(geometry, kind, conversion)}


def _coordinates(geometry: Any, kind: str, conversion: _Conversion | None) -> Any:
    if kind.startswith("Multi"):
        inner = kind.removeprefix("Multi")
        return [_coordinates(g, inner, conversion) for g in geometry.geoms]
    if kind == "Polygon":
        return [_line(r, conversion) for r in (geometry.exterior, *geometry.interiors)]
    return _line(geometry, conversion)[0] if kind == "Point" else _line(geometry, conversion)


def _line(geometry: Any, conversion: _Conversion | None) -> list[list[float]]:
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
