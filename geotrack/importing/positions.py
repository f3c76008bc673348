"""Geometry of table rows: columns of longitude and latitude, of whole positions, or of WKT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geotrack.column_names import LATITUDE, LONGITUDE, WKT
from geotrack.errors import UsageError, shorten
from geotrack.importing.cells import text_of
from geotrack.importing.labels import squashed
from geotrack.importing.shape_repair import read_wkt
from geotrack.importing.table import Options
from geotrack.notation import degrees_of, parse_position, plain_pair
from geotrack.notation.positions import Order
from geotrack.taxonomy import slip

__all__ = ["Placement", "place_rows", "position_column"]

_AXES = {
    "lon": re.compile(r"(?:decimal|dec|gps|geo|start|dd)?(?:lon|lng|long|longitude|lengdegrad)"
                      r"(?:dd|deg|dec|decimal|grader|wgs84|ddmm|dms|x)?"),
    "lat": re.compile(r"(?:decimal|dec|gps|geo|start|dd)?(?:lat|latitude|breddegrad)"
                      r"(?:dd|deg|dec|decimal|grader|wgs84|ddmm|dms|y)?"),
}  # fmt: skip
_WHOLE = {
    "position", "posisjon", "pos", "koordinat", "koordinater", "coordinate", "coordinates",
    "coords", "coord", "latlon", "latlong", "latlng", "lonlat", "lnglat", "longlat", "mgrs", "utm",
    "gridreference", "location", "lokasjon", "lokalitet", "sted", "place", "gps", "geo", "punkt",
    "latitudelongitude", "longitudelatitude", "breddegradlengdegrad", "lengdegradbreddegrad",
}  # fmt: skip
_LON_FIRST = ("lon", "lng", "lengde")
_LAT_FIRST = ("lat", "bredde")
_POLE, _ARCTIC = 90.0, 50.0
_HALF, _SAMPLE = 0.5, 1_000

Placed = tuple[Any, str | None]
"""A geometry and its CRS, if the cell states one."""


@dataclass(frozen=True)
class Placement:
    """Geometries of table rows.

    Parameters
    ----------
    geometries : list of (shapely geometry, str or None) or None
        One for each row: x or longitude first, with the CRS that its cell states.
    columns : list of str
        The columns that give them.
    how : str
        How the columns were found and read, where no option and no usual name says it.
    notes : tuple of str
        Cells that are no positions.
    options : Mapping of str to str
        Options that name the columns, where they were guessed.
    """

    geometries: list[Placed | None]
    columns: list[str]
    how: str = ""
    notes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


def place_rows(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: Options, comma: bool
) -> Placement:
    """Return the geometry of each row of a table.

    Parameters
    ----------
    columns : Mapping of str to sequence
        Cells by column; None or blank text for an empty one.
    rows : sequence of str
        Name of each row in messages.
    options : Options
        Columns of the position. Without them, columns are found by name, and by content unless
        `guess` is off: WKT first, then longitude and latitude, then a column of whole positions.
    comma : bool
        Whether numbers may have a decimal comma.

    Raises
    ------
    UsageError
        A column that an option names does not exist, or options contradict each other.
    """
    stated = [k for k in ("wkt", "latlon", "lonlat") if getattr(options, k)]
    axes = bool(options.lon or options.lat)
    if len(stated) + axes > 1:
        raise UsageError(
            "positions from several of --wkt, --latlon, --lonlat and --lon with --lat at once; "
            "give one of them"
        )
    if axes and not (options.lon and options.lat):
        other = "lat" if options.lon else "lon"
        if _axis_column(columns, other, comma, options.guess)[0] is None:
            raise UsageError("--lon and --lat go together; give both")
    wkt = _column(columns, options.wkt, () if stated or axes else WKT)
    if wkt:
        return _from_wkt_column(wkt, columns[wkt], rows)
    for order in ("latlon", "lonlat"):
        if name := getattr(options, order):
            return _from_whole(_column(columns, name, ()) or "", columns, rows, order)
    return _from_axes(columns, rows, options, comma) or _from_found(columns, rows, options)


def position_column(columns: Iterable[str], axis: str) -> str | None:
    """Return the column named like a longitude (`lon`) or latitude (`lat`), or None."""
    return _matching_column(columns, LONGITUDE if axis == "lon" else LATITUDE)


def _from_wkt_column(name: str, cells: Sequence[Any], rows: Sequence[str]) -> Placement:
    placed, notes = [], []
    for row, cell in zip(rows, map(_text, cells), strict=True):
        found = _from_wkt(cell)
        if found is None and cell:
            notes.append(f"{row}: {_short(cell)} is no WKT; the row has no geometry")
        placed.append(found)
    return Placement(placed, [name], notes=tuple(notes))


def _from_axes(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: Options, comma: bool
) -> Placement | None:
    """Return points of a column of longitudes and one of latitudes, None if one is missing."""
    from shapely import Point

    found, how = {}, []
    for axis, name in (("lon", options.lon), ("lat", options.lat)):
        if name:
            found[axis] = _column(columns, name, ()) or ""
            continue
        column, others = _axis_column(columns, axis, comma, options.guess)
        if column is None:
            return None
        found[axis] = column
        if others:
            how.append(f"{', '.join(others)} kept, as {column} has as many positions or more")
    lon, lat = found["lon"], found["lat"]
    placed: list[Placed | None] = []
    notes = []
    for row, x, y in zip(rows, map(_text, columns[lon]), map(_text, columns[lat]), strict=True):
        at_lon, at_lat = degrees_of(x, "lon", comma), degrees_of(y, "lat", comma)
        if at_lon is None or at_lat is None:
            if x or y:
                cells = f"{_short(x)}, {_short(y)}"
                notes.append(f"{row}: {cells} is no position; the row has no geometry")
            placed.append(None)
        else:
            placed.append((Point(at_lon, at_lat), None))
    usual = all(position_column(columns, axis) == name for axis, name in found.items())
    return Placement(placed, [lon, lat], "; ".join(how), tuple(notes), {} if usual else found)


def _axis_column(
    columns: Mapping[str, Sequence[Any]], axis: str, comma: bool, guess: bool
) -> tuple[str | None, list[str]]:
    """Return the column of an axis by name, the best one by content, and the others."""
    usual = position_column(columns, axis)
    if not guess:
        return usual, []
    named = [c for c in columns if c != usual and _AXES[axis].fullmatch(squashed(c))]
    found = [usual, *named] if usual else named
    if not found:
        return None, []
    best = max(found, key=lambda c: sum(degrees_of(_text(v), axis, comma) is not None
                                        for v in columns[c]))  # fmt: skip
    return best, [c for c in found if c != best]


def _from_found(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: Options
) -> Placement:
    """Return points of a column of whole positions, found by name and content."""
    nothing = Placement([None] * len(rows), [])
    if not options.guess:
        return nothing
    shares = {name: _share(name, cells) for name, cells in columns.items()}
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is None or not shares[best]:
        return nothing
    order, why = _order(best, columns[best])
    if why and order is None:
        note = (
            f"{best}: which number is the latitude? No cell says it, and no row has a geometry; "
            f'--latlon "{best}" or --lonlat "{best}" says it'
        )
        return Placement(nothing.geometries, [], notes=(note,))
    return _from_whole(best, columns, rows, order, why)


def _share(name: str, cells: Sequence[Any]) -> float:
    """Return the share of cells that are positions; 0 where they are too few for a guess.

    The first cells stand for all.
    """
    texts = [text for cell in cells[:_SAMPLE] if (text := _text(cell))]
    named = squashed(name) in _WHOLE
    if not texts or (not named and parse_position(texts[0]) is None):
        return 0.0
    good = sum(
        parse_position(t) is not None or (named and plain_pair(t) is not None) for t in texts
    )
    share = good / len(texts)
    return share if share >= (_HALF if named else 1.0) else 0.0


def _order(name: str, cells: Sequence[Any]) -> tuple[Order | None, str]:
    """Return what stands first in the pairs of a column, and why; no reason without pairs."""
    pairs = [pair for cell in cells if (pair := plain_pair(_text(cell)))]
    if not pairs:
        return None, ""
    plain = squashed(name)
    if plain.startswith(_LAT_FIRST):
        return "latlon", "latitude first, by its name"
    if plain.startswith(_LON_FIRST):
        return "lonlat", "longitude first, by its name"
    for limit, why in ((_POLE, "beyond 90"), (-_ARCTIC, "in the Arctic")):
        first, second = (_is_latitude([p[n] for p in pairs], limit) for n in (0, 1))
        if first and not second:
            return "latlon", f"latitude first: only its first numbers are latitudes, {why}"
        if second and not first:
            return "lonlat", f"longitude first: only its second numbers are latitudes, {why}"
    return None, "undecided"


def _is_latitude(numbers: Sequence[float], limit: float) -> bool:
    """Return whether all numbers may be latitudes; with a negative limit, those of the Arctic."""
    if limit < 0:
        return all(-limit <= n <= _POLE for n in numbers)
    return all(abs(n) <= limit for n in numbers)


def _from_whole(
    name: str,
    columns: Mapping[str, Sequence[Any]],
    rows: Sequence[str],
    order: Order | None,
    why: str = "",
) -> Placement:
    from shapely import Point

    placed: list[Placed | None] = []
    notes = []
    for row, cell in zip(rows, map(_text, columns[name]), strict=True):
        position = parse_position(cell, order)
        if position is None and cell:
            notes.append(f"{row}: {_short(cell)} is no position; the row has no geometry")
        placed.append((Point(position), "EPSG:4326") if position else None)
    return Placement(placed, [name], why, tuple(notes), {order or "latlon": name})


def _text(cell: Any) -> str:
    return "" if cell is None else text_of(cell)


def _short(cell: str) -> str:
    return repr(shorten(cell, 40))


def _column(
    columns: Mapping[str, Sequence[Any]], name: str | None, known: tuple[str, ...]
) -> str | None:
    if name is not None:
        if name in columns:
            return name
        guess = slip(name, columns)
        remedy = f"did you mean {guess!r}?" if guess else f"columns are {', '.join(columns)}"
        raise UsageError(f"no column is called {name!r}; {remedy}")
    return _matching_column(columns, known)


def _matching_column(columns: Iterable[str], known: tuple[str, ...]) -> str | None:
    by_name = {name.strip().lower(): name for name in reversed(list(columns))}
    return next((by_name[k] for k in known if k in by_name), None)


def _from_wkt(cell: str) -> Placed | None:
    import shapely

    head, semicolon, rest = cell.strip().partition(";")
    srid = re.fullmatch(r"SRID=(\d+)", head, re.IGNORECASE) if semicolon else None
    try:
        geometry = read_wkt(rest if srid else cell)
    except (shapely.errors.ShapelyError, NotImplementedError):  # the latter for curves
        return None
    if geometry is None:
        return None
    return geometry, f"EPSG:{srid[1]}" if srid else None
