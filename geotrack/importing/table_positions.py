"""Geometries from the cells of a table: longitude and latitude, WKT or WKB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geotrack.column_names import LATITUDE, LONGITUDE, WKT
from geotrack.errors import UsageError, shorten
from geotrack.importing.cells import degrees_of, text_of
from geotrack.importing.faults import UnreadableError, few
from geotrack.importing.shape_repair import read_wkt
from geotrack.importing.table import Options
from geotrack.taxonomy import slip

__all__ = ["Placement", "place_rows", "position_column", "without_columns"]

Placed = tuple[Any, str | None]
"""A geometry and its CRS."""


@dataclass(frozen=True)
class Placement:
    """Geometries of the rows of a table.

    Parameters
    ----------
    geometries : list of shapely geometry or None
        One for each row.
    crs : str or None
        The CRS that the cells state.
    columns : dict of str to list
        The columns without the cells that became geometries, and without emptied columns.
    used : str
        The columns that give geometries.
    plain : bool
        Whether they are named as longitude and latitude.
    notes : tuple of str
        Cells that are no positions.
    """

    geometries: list[Any]
    crs: str | None
    columns: dict[str, list[Any]]
    used: str
    plain: bool
    notes: tuple[str, ...]


def place_rows(
    path: Path,
    columns: Mapping[str, list[Any]],
    rows: Sequence[str],
    options: Options,
    *,
    comma: bool = False,
) -> Placement:
    """Return geometries from the columns of positions.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    columns : Mapping of str to list
        Cells by column; None or blank text for an empty cell.
    rows : sequence of str
        Name of each row in messages.
    options : Options
        Columns of the position, where their names do not say it.
    comma : bool
        Whether numbers may have a decimal comma.

    Raises
    ------
    UnreadableError
        The geometries have several CRS.
    UsageError
        A column that an option names does not exist, or options contradict each other.
    """
    placed, used, notes = _positions(columns, rows, options, comma)
    srid = {p[1] for p in placed if p is not None and p[1]}
    if len(srid) > 1:
        many = ", ".join(sorted(srid))
        raise UnreadableError(path, f"geometries of several CRS: {many}", "split the file")
    left = dict(columns)
    for name in used:
        # Keep cells that are no positions.
        cells = zip(columns[name], placed, strict=True)
        left[name] = [None if there else cell for cell, there in cells]
        if all(_is_blank(c) for c in left[name]):
            del left[name]
    return Placement(
        [p[0] if p else None for p in placed],
        next(iter(srid), None),
        left,
        ", ".join(used),
        bool(used) and all(_is_degrees(u) for u in used),
        tuple(few(notes)),
    )


def without_columns(options: Options, kind: str) -> Options:
    """Return options of a file that has its geometry apart.

    Raises
    ------
    UsageError
        They name columns of positions.
    """
    if options.lon or options.lat or options.wkt:
        raise UsageError(
            "--lon, --lat and --wkt name columns of a table; "
            f"{kind} has its geometry apart: leave them out"
        )
    return options


def _is_degrees(column: str) -> bool:
    return column.strip().lower() in {*LONGITUDE, *LATITUDE} - {"x", "y"}


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _positions(
    columns: Mapping[str, list[Any]], rows: Sequence[str], options: Options, comma: bool
) -> tuple[list[Placed | None], list[str], list[str]]:
    """Return the geometry and CRS of each row, the columns used, and notes."""
    wkt = _column(columns, options.wkt, () if options.lon or options.lat else WKT)
    lon = _column(columns, options.lon, () if wkt else LONGITUDE)
    lat = _column(columns, options.lat, () if wkt else LATITUDE)
    if wkt and (lon or lat):
        raise UsageError("positions from --wkt and from --lon and --lat at once; give one of them")
    notes: list[str] = []
    placed: list[Placed | None] = []
    if wkt:
        for row, cell in zip(rows, columns[wkt], strict=True):
            found = None if _is_blank(cell) else _from_wkt(text_of(cell))
            if found is None and not _is_blank(cell):
                notes.append(f"{row}: {_short(cell)} is no WKT; the row has no geometry")
            placed.append(found)
        return placed, [wkt], notes
    if lon is None or lat is None:
        if options.lon or options.lat:
            raise UsageError("--lon and --lat go together; give both")
        return [None] * len(rows), [], notes
    from shapely import Point

    for row, x, y in zip(rows, columns[lon], columns[lat], strict=True):
        at_lon, at_lat = _degrees(x, "lon", comma), _degrees(y, "lat", comma)
        if at_lon is None or at_lat is None:
            if not (_is_blank(x) and _is_blank(y)):
                cells = f"{_short(x)}, {_short(y)}"
                notes.append(f"{row}: {cells} is no position; the row has no geometry")
            placed.append(None)
        else:
            placed.append((Point(at_lon, at_lat), None))
    return placed, [lon, lat], notes


def _degrees(cell: Any, axis: str, comma: bool) -> float | None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    return None if cell is None else degrees_of(text_of(cell), axis, comma)


def _short(cell: Any) -> str:
    return repr(shorten("" if cell is None else text_of(cell), 40))


def _column(
    columns: Mapping[str, list[Any]], name: str | None, known: tuple[str, ...]
) -> str | None:
    if name is not None:
        if name in columns:
            return name
        guess = slip(name, columns)
        remedy = f"did you mean {guess!r}?" if guess else f"columns are {', '.join(columns)}"
        raise UsageError(f"no column is called {name!r}; {remedy}")
    return _matching_column(columns, known)


def position_column(columns: Iterable[str], axis: str) -> str | None:
    """Return the column named like a longitude (`lon`) or latitude (`lat`), or None."""
    return _matching_column(columns, LONGITUDE if axis == "lon" else LATITUDE)


def _matching_column(columns: Iterable[str], known: tuple[str, ...]) -> str | None:
    by_name = {name.strip().lower(): name for name in reversed(list(columns))}
    return next((by_name[k] for k in known if k in by_name), None)


def _from_wkt(cell: str) -> Placed | None:
    import shapely

    head, semicolon, rest = cell.partition(";")
    srid = re.fullmatch(r"SRID=(\d+)", head, re.IGNORECASE) if semicolon else None
    try:
        geometry = read_wkt(rest if srid else cell)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter for curves
        return None
    if geometry is None:
        return None
    return geometry, f"EPSG:{srid[1]}" if srid else None
