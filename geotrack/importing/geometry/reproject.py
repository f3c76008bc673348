"""Conversion from the CRS of a file to longitude and latitude on WGS 84."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from folium_polar.geometry.crs import crs_of, file_in_crs
from geotrack.errors import UsageError
from geotrack.importing.disk_lists import DiskList, chunks_of, shape_weight
from geotrack.importing.faults import Faults, UnreadableError
from geotrack.importing.geometry.area_of_use import NOWHERE, area_text, far_outside
from geotrack.importing.geometry.conversion import Conversion, to_geojson
from geotrack.importing.geometry.datum_shift import crs_name, transformer_to_wgs84
from geotrack.importing.geometry.shape_repair import repair
from geotrack.importing.limits import check_amount
from geotrack.importing.table import Table
from geotrack.messages import Message

if TYPE_CHECKING:
    from pyproj import CRS

__all__ = ["is_on_globe", "reproject"]

_WGS84 = "EPSG:4326"
_PLANE = 2
_FARTHEST_LON, _POLE = 540.0, 90.0  # as `check` has them: a turn past 180
_KEPT = "; it has no geometry, and 'unread_geometry' keeps it"
_OFF = "a longitude is more than a turn past 180, or a latitude not between -90 and 90"


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
    whole, notes = _there(table)
    if not any(_is_shape(g) for g in whole):
        return whole, notes
    source = _source(table, crs)
    if source is None or source.is_geographic:
        notes += _of_nowhere(table, whole)
    if source is None:
        notes += _of_degrees(table, whole)
        return _placed(table, whole, None)[0], notes
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    if source.equals(CRS(_WGS84), ignore_axis_order=True):
        notes += _Reach(table, whole).outside
        return _placed(table, whole, None)[0], notes
    try:
        transformer, how = transformer_to_wgs84(source, whole)
    except ProjError as error:
        reason = " ".join(str(error).split())[:80]
        raise UnreadableError(
            table.file,
            Message("positions in its CRS cannot be converted: {reason}", reason),
            "check the CRS",
        ) from None
    if any(g.has_z for g in whole if _is_shape(g)):
        how += "; heights stay as they are"
    conversion = Conversion(table.file, transformer, straight=source.is_geographic)
    placed, faults = _placed(table, whole, conversion)
    return placed, [*notes, how, *faults, *_of_area(table, placed, source)]


def is_on_globe(geometry: dict[str, Any]) -> bool:
    """Return whether a GeoJSON Point has a latitude; other shapes are not looked at."""
    return bool(geometry["type"] != "Point" or abs(geometry["coordinates"][1]) <= _POLE)


def _is_shape(item: Any) -> bool:
    return item is not None and not isinstance(item, str)


def _placed(
    table: Table, whole: Sequence[Any], conversion: Conversion | None
) -> tuple[Sequence[Placed], list[str]]:
    """Return geometries as GeoJSON, those that a conversion takes off the globe as WKT."""
    placed, faults = DiskList(), Faults()
    for part in chunks_of(whole):
        if conversion is not None:
            conversion.start()
        for g in part:
            found = g
            if _is_shape(g):
                found = to_geojson(g, conversion)
                if isinstance(found, str):
                    what = f"its position lies outside what its CRS covers{_KEPT}"
                    faults.add(table.rows[len(placed)], [what])
            placed.append(found)
    return placed.whole(), list(faults)


def _of_nowhere(table: Table, whole: Sequence[Any]) -> list[str]:
    """Return a note about points at 0, 0."""
    found = [
        n for n, g in enumerate(whole)
        if _is_shape(g) and g.geom_type == "Point" and not g.is_empty and g.x == 0 == g.y
    ]  # fmt: skip
    return _of_rows(table, found, NOWHERE)


def _of_area(table: Table, placed: Sequence[Placed], crs: CRS) -> list[str]:
    """Return a note about rows far outside the area of use of a CRS."""
    import numpy as np
    import shapely

    boxes = [
        shapely.geometry.shape(g).bounds if isinstance(g, dict) else (math.nan,) * 4 for g in placed
    ]
    west, south, east, north = zip(*boxes, strict=True)
    middle = (np.add(west, east) / 2, np.add(south, north) / 2)
    return _of_rows(table, far_outside(crs, *middle).nonzero()[0].tolist(), area_text(crs))


def _of_rows(table: Table, rows: Sequence[int], what: str) -> list[str]:
    if not rows:
        return []
    many = "1 row has" if len(rows) == 1 else f"{len(rows)} rows have"
    return [f"{many} {what}; first {table.rows[rows[0]]}"]


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
        self.count = self.good = at = 0
        self.low, self.high = np.full(2, np.inf), np.full(2, -np.inf)
        most = np.array([_FARTHEST_LON, _POLE, _FARTHEST_LON, _POLE])
        for part in chunks_of(whole):
            there = [n for n, g in enumerate(part) if _is_shape(g)]
            bounds = shapely.bounds([part[n] for n in there])
            is_good = (np.abs(bounds) <= most).all(axis=1)
            self.count, self.good = self.count + len(there), self.good + int(is_good.sum())
            self.low = np.minimum(self.low, bounds[:, :2].min(axis=0, initial=np.inf))
            self.high = np.maximum(self.high, bounds[:, 2:].max(axis=0, initial=-np.inf))
            for n in np.flatnonzero(~is_good).tolist():
                self.outside.add(table.rows[at + there[n]], [_OFF])
            at += len(part)


def _of_degrees(table: Table, whole: Sequence[Any]) -> list[str]:
    """Return notes about positions without a CRS; refuse those that are mostly no degrees."""
    import numpy as np

    reach = _Reach(table, whole)
    if not table.plain and reach.good <= reach.count / 2:
        box = np.concatenate([reach.low, reach.high])
        numbers = ", ".join(f"{b:g}" for b in box)
        name, swapped = table.geometry_from, ""
        if name and "," not in name and (np.abs(box) <= _FARTHEST_LON).all():
            swapped = f', or, if the latitude is first, --latlon "{name}"'
        raise UsageError(
            f"{table.file.name}: no CRS is stated, and its positions ({numbers}) are no "
            f"longitudes and latitudes; say what they are in: --crs EPSG:CODE{swapped}"
        )
    notes = [] if table.plain else ["no CRS is stated; taken as longitude and latitude on WGS 84"]
    return [*notes, *reach.outside]


def _there(table: Table) -> tuple[Sequence[Any], list[str]]:
    """Return the repaired geometries of a table, and notes.

    A geometry with infinite numbers is its WKT.
    """
    import shapely

    parts = (table.geometries, table.rows, *table.columns.values())
    rows = 0 if any(isinstance(part, DiskList) for part in parts) else len(table.rows)
    found, faults = DiskList(weigh=shape_weight), Faults()
    empty = 0
    for part in chunks_of(table.geometries):
        count = int(shapely.get_num_coordinates(part).sum())
        check_amount(table.file, rows=rows, cells=rows * len(table.columns), positions=count)
        whole, odd = repair(part)
        empty += sum(g is not None and not w for g, w in zip(part, whole, strict=True))
        for n, g in enumerate(whole):
            what = _infinite(g) if g is not None else ""
            notes = odd.get(n, [])
            if what:
                notes = [*notes, f"its {what} is no finite number{_KEPT}"]
            if notes:
                faults.add(table.rows[len(found)], notes)
            found.append(str(g.wkt) if what else g)
    many = "1 empty geometry" if empty == 1 else f"{empty} empty geometries"
    return found.whole(), [*([f"{many} became null"] if empty else []), *faults]


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
        named = file_in_crs(table.crs)
        why = f"names a file, which is not opened: {named}" if named else "cannot be read: "
        excerpt = "" if named else " ".join(table.crs.split())[:60]
        raise UnreadableError(
            table.file,
            Message("its CRS {why}{excerpt}", why, excerpt),
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
