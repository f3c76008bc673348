"""Geometries from the cells of a table: longitude and latitude, whole positions, or WKT."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from geotrack.errors import UsageError, shorten
from geotrack.i18n.spelling import correction
from geotrack.importing.cells.text import is_number, text_of
from geotrack.importing.disk_lists import DiskList, Spool, chunks_of, gather, shape_weight
from geotrack.importing.faults import FewLines, UnreadableError, row_name
from geotrack.importing.geometry.shape_repair import read_wkt
from geotrack.importing.option_names import option_remedy
from geotrack.importing.table import ReadingOptions, Table
from geotrack.importing.targets.column_words import name_parts
from geotrack.importing.targets.value_labels import squashed
from geotrack.messages import Message, did_you_mean, joined, sentence
from geotrack.notation import degrees_of, number_of, parse_position, plain_pair
from geotrack.notation.column_names import (
    AXES,
    LATITUDE,
    LONGITUDE,
    POSITION,
    PREFIXED_AXIS,
    SIDED_AXES,
    WKT,
)
from geotrack.notation.dates import parse_date_text
from geotrack.notation.positions import Order

__all__ = [
    "is_axis_name",
    "pair_order",
    "place_rows",
    "position_column",
    "prefixed_axes",
    "without_columns",
]

# Share of cells that are positions, of a column that is named so; cells that are looked at.
_HALF, _SAMPLE = 0.5, 1_000


@dataclass(frozen=True)
class _Found:
    """Geometries with their columns."""

    geometries: Sequence[Any]
    columns: list[str]
    how: str = ""
    notes: Iterable[str] = ()
    crs: Collection[str] = ()
    options: Mapping[str, str] = field(default_factory=dict)


def place_rows(table: Table, options: ReadingOptions) -> Table:
    """Return a table with geometries from its columns of positions.

    Cells that became geometries are left out of its columns.

    Parameters
    ----------
    table : Table
        The cells, None or blank text for an empty one; geometries and notes so far.
    options : ReadingOptions
        Columns of the position. Without them, columns are found by name, and by content unless
        `guess` is off: WKT first, then longitude and latitude, then a column of whole positions.

    Raises
    ------
    UnreadableError
        The geometries have several CRS.
    UsageError
        A column that an option names does not exist, or options contradict each other.
    """
    placed = _positions(table.columns, table.rows, options, table.comma)
    if len(placed.crs) > 1:
        systems = ", ".join(sorted(placed.crs))
        raise UnreadableError(
            table.file, Message("geometries of several CRS: {many}", systems), "split the file"
        )
    left = dict(table.columns)
    spool = Spool(len(placed.columns))
    for name in placed.columns:
        # Keep cells that are no positions.
        cells = zip(table.columns[name], placed.geometries, strict=True)
        left[name] = gather((c if geometry is None else None for c, geometry in cells), spool)
        if not any(_text(cell) for cell in left[name]):
            del left[name]
    return replace(
        table,
        columns=left,
        geometries=placed.geometries,
        crs=next(iter(placed.crs), None),
        geometry_from=", ".join(placed.columns),
        geometry_how=placed.how,
        geometry_options=placed.options,
        plain=bool(placed.columns) and all(map(_is_degrees, placed.columns)),
        notes=(*table.notes, *placed.notes),
    )


def without_columns(options: ReadingOptions, kind: str) -> ReadingOptions:
    """Return options of a file that has its geometry apart.

    Raises
    ------
    UsageError
        They name columns of positions.
    """
    if any((options.lon, options.lat, options.wkt, options.latlon, options.lonlat)):
        raise UsageError(
            Message(
                "--lon, --lat, --latlon, --lonlat and --wkt name columns of a table; {kind} has "
                "its geometry apart: leave them out",
                kind,
            )
        )
    return options


def _is_degrees(column: str) -> bool:
    return any(axis.fullmatch(squashed(column)) for axis in AXES.values())


def _positions(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: ReadingOptions, comma: bool
) -> _Found:
    """Return the geometries of the columns that options, names or contents give."""
    named_options = [k for k in ("wkt", "latlon", "lonlat") if getattr(options, k)]
    axes = bool(options.lon or options.lat)
    if len(named_options) + axes > 1:
        raise UsageError(
            "positions from several of --wkt, --latlon, --lonlat and --lon with --lat at once; "
            "give one of them"
        )
    wkt = _column(columns, options.wkt, () if named_options or axes else WKT)
    if wkt:
        return _from_wkt_column(wkt, columns[wkt], rows)
    for order in ("latlon", "lonlat"):
        if name := getattr(options, order):
            column = _column(columns, name, ()) or ""
            if _is_wkt(map(_text, columns[column])):
                return _from_wkt_column(column, columns[column], rows, order)
            return _from_whole(column, columns, rows, order)
    points = _from_axes(columns, rows, options, comma)
    if points is None and axes:
        raise UsageError(Message("--lon and --lat go together; give both"))
    return points or _from_found(columns, rows, options)


def position_column(columns: Iterable[str], axis: str) -> str | None:
    """Return the column named like a longitude (`lon`) or latitude (`lat`), or None."""
    return _matching_column(columns, LONGITUDE if axis == "lon" else LATITUDE)


def _from_wkt_column(
    name: str, cells: Sequence[Any], rows: Sequence[str], order: Order | None = None
) -> _Found:
    geometries, crs, notes = _place_wkt(name, map(_text, cells), rows, order)
    return _Found(geometries, [name], "", notes, crs, {order: name} if order else {})


def _from_axes(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: ReadingOptions, comma: bool
) -> _Found | None:
    """Return points of a column of longitudes and one of latitudes, None if one is missing."""
    from shapely import Point

    axis_columns, how = {}, []
    prefixed = prefixed_axes(columns) if options.guess else {}
    for axis, name in (("lon", options.lon), ("lat", options.lat)):
        if name:
            axis_columns[axis] = _column(columns, name, ()) or ""
            continue
        column, rejected = _axis_column(columns, axis, comma, options.guess)
        column = column or prefixed.get(axis)
        if column is None:
            return None
        axis_columns[axis] = column
        if rejected:
            how.append(
                Message(
                    "{columns} kept, as {column} has as many positions or more",
                    ", ".join(rejected),
                    column,
                )
            )
    lon, lat = axis_columns["lon"], axis_columns["lat"]
    geometries, notes = DiskList(weigh=shape_weight), FewLines()
    for row, x, y in zip(rows, columns[lon], columns[lat], strict=True):
        at_lon, at_lat = _degrees(x, "lon", comma), _degrees(y, "lat", comma)
        if at_lon is None or at_lat is None:
            if _text(x) or _text(y):
                cells = f"{_short(_text(x))}, {_short(_text(y))}"
                notes.append(Message(_NO_POSITION, row_name(row), cells))
            geometries.append(None)
        else:
            geometries.append(Point(at_lon, at_lat))
    usual = all(position_column(columns, axis) == name for axis, name in axis_columns.items())
    guessed = {} if usual else axis_columns
    return _Found(
        geometries.whole(),
        [lon, lat],
        joined(how, "{first}; {second}") if how else "",
        notes,
        (),
        guessed,
    )


def _axis_column(
    columns: Mapping[str, Sequence[Any]], axis: str, comma: bool, guess: bool
) -> tuple[str | None, list[str]]:
    """Return the column of an axis by name, the best one by content, and the others."""
    usual = position_column(columns, axis)
    if not guess:
        return usual, []
    similar = [c for c in columns if c != usual and _is_axis(c, columns[c], axis)]
    candidates = [usual, *similar] if usual else similar
    if len(candidates) <= 1:
        return next(iter(candidates), None), []
    best = max(
        candidates, key=lambda c: sum(_degrees(v, axis, comma) is not None for v in columns[c])
    )
    return best, [c for c in candidates if c != best]


def _is_axis(name: str, cells: Sequence[Any], axis: str) -> bool:
    """Return whether a column is an axis: by its name, and its cells where it may be of a ship."""
    if is_axis_name(name, axis):
        return True
    plain = squashed(name_parts(name)[0])
    texts = [text for cell in cells[:_SAMPLE] if (text := _text(cell))]
    return plain == SIDED_AXES[axis] and all(
        number_of(t, comma=True) is None and degrees_of(t, axis) is not None for t in texts
    )


def _from_found(
    columns: Mapping[str, Sequence[Any]], rows: Sequence[str], options: ReadingOptions
) -> _Found:
    """Return points of a column of whole positions, found by name and content."""
    nothing = _Found([None] * len(rows), [])
    if not options.guess:
        return nothing
    shares = {name: _share(name, cells) for name, cells in columns.items()}
    best = max(shares, key=lambda name: shares[name], default=None)
    if best is None or not shares[best]:
        return nothing
    order, why = pair_order(best, columns[best])
    is_undecided = bool(why) and order is None
    if is_undecided and options.ask:
        order = options.ask(best, next(t for t in map(_text, columns[best]) if plain_pair(t)))
    if is_undecided and order is None:
        note = Message(
            "{column}: which number is the latitude? No cell says it, and no row has a geometry",
            best,
        )
        remedy = option_remedy('--latlon "{column}" or --lonlat "{column}" says it', best)
        return _Found(nothing.geometries, [], notes=[sentence(note, remedy)])
    return _from_whole(best, columns, rows, order, why)


def _share(name: str, cells: Sequence[Any]) -> float:
    """Return the share of cells that are positions; 0 where they are too few for a guess.

    The first cells stand for all.
    """
    texts = [text for cell in cells[:_SAMPLE] if (text := _text(cell))]
    is_named = squashed(name_parts(name)[0]) in POSITION or _order_of_name(name) is not None
    if not texts or (not is_named and parse_position(texts[0]) is None):
        return 0.0
    if not is_named and parse_date_text(texts[0]) is not None:  # `24 Jul 2024` is MGRS too
        return 0.0
    good = sum(
        parse_position(t) is not None or (is_named and plain_pair(t) is not None) for t in texts
    )
    share = good / len(texts)
    return share if share >= (_HALF if is_named else 1.0) else 0.0


def pair_order(name: str, cells: Sequence[Any]) -> tuple[Order | None, str]:
    """Return which axis stands first in the pairs of a column, and why; empty without pairs."""
    pairs = (pair for cell in cells if (pair := plain_pair(_text(cell))))
    least = most = next(pairs, None)
    if least is None or most is None:
        return None, ""
    if order := _order_of_name(name):
        return order, Message(
            "latitude first, by its name" if order == "latlon" else "longitude first, by its name"
        )
    for pair in pairs:
        least = min(least[0], pair[0]), min(least[1], pair[1])
        most = max(most[0], pair[0]), max(most[1], pair[1])
    reasons = Message("may be latitudes"), Message("are in the Arctic (50 to 90)")
    for low, why in zip((-_POLE, _ARCTIC), reasons, strict=True):
        first, second = (low <= least[n] <= most[n] <= _POLE for n in (0, 1))
        if first and not second:
            return "latlon", Message("latitude first: only the first numbers {why}", why)
        if second and not first:
            return "lonlat", Message("longitude first: only the second numbers {why}", why)
    return None, "undecided"


def _order_of_name(name: str) -> Order | None:
    """Return which axis stands first in a name that has both: `Position (Lat/Long)`."""
    plain = squashed(name)
    lat, lon = (re.search(axis, plain) for axis in (r"lat|bredde", r"lon|lng|lengde"))
    if not (lat and lon):
        return None
    return "latlon" if lat.start() < lon.start() else "lonlat"


def _from_whole(
    name: str,
    columns: Mapping[str, Sequence[Any]],
    rows: Sequence[str],
    order: Order | None,
    why: str = "",
) -> _Found:
    """Return points of a column of whole positions."""
    from shapely import Point

    geometries, notes = DiskList(weigh=shape_weight), FewLines()
    for row, cell in zip(rows, map(_text, columns[name]), strict=True):
        position = parse_position(cell, order)
        if position is None and cell:
            notes.append(Message(_NO_POSITION, row_name(row), _short(cell)))
        geometries.append(Point(position) if position else None)
    is_there = any(g is not None for g in geometries)
    crs = ["EPSG:4326"] if is_there else []
    return _Found(geometries.whole(), [name], why, notes, crs, {order or "latlon": name})


def _degrees(cell: Any, axis: str, comma: bool) -> float | None:
    if is_number(cell):
        return float(cell)
    return degrees_of(_text(cell), axis, comma)


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
        guess = correction(name, columns)
        remedy = did_you_mean(guess, Message("columns are {listed}", ", ".join(columns)))
        raise UsageError(sentence(Message("no column is called {name!r}", name), remedy))
    return _matching_column(columns, known)


def _matching_column(columns: Iterable[str], known: tuple[str, ...]) -> str | None:
    by_name = {name.strip().lower(): name for name in reversed(list(columns))}
    return next((by_name[k] for k in known if k in by_name), None)


def is_axis_name(name: str, axis: str) -> bool:
    """Return whether a column is named like a longitude (`lon`) or latitude (`lat`)."""
    spellings = squashed(name_parts(name)[0]), squashed(name)
    return any(AXES[axis].fullmatch(spelling) for spelling in spellings)


def prefixed_axes(columns: Iterable[str]) -> dict[str, str]:
    """Return the only two columns that are named alike but for the axis: `reclong`, `reclat`."""
    by_prefix: dict[str, dict[str, str]] = {}
    for name in columns:
        if match := PREFIXED_AXIS.fullmatch(squashed(name)):
            axis = "lat" if match[2].startswith("lat") else "lon"
            by_prefix.setdefault(match[1], {})[axis] = name
    pairs = [pair for pair in by_prefix.values() if len(pair) == len(AXES)]
    return pairs[0] if len(pairs) == 1 else {}


# Latitude of a pole, latitude from which on a place is arctic, and a full turn, degrees.
_POLE, _ARCTIC, _TURN = 90.0, 50.0, 360.0
_NO_POSITION = "{row}: {cells} is no position; the row has no geometry"


def _is_wkt(cells: Iterable[str]) -> bool:
    """Return whether the first filled cell is WKT."""
    return _from_wkt(next(filter(None, cells), "")) is not None


def _place_wkt(
    name: str, cells: Iterable[str], rows: Sequence[str], order: Order | None = None
) -> tuple[Sequence[Any], list[str], list[str]]:
    """Return the geometries of a column of WKT, their CRS, and messages."""
    shapes, notes = DiskList(weigh=shape_weight), FewLines()
    crs: dict[str, None] = {}
    for row, cell in zip(rows, cells, strict=True):
        shape, stated_crs = _from_wkt(cell) or (None, None)
        if shape is None and cell:
            notes.append(
                Message(
                    "{row}: {cell} is no WKT; the row has no geometry", row_name(row), _short(cell)
                )
            )
        if stated_crs:
            crs[stated_crs] = None
        shapes.append(_swapped(shape) if shape is not None and order == "latlon" else shape)
    hint = []
    if order is None and {*crs} <= {"EPSG:4326"} and _may_be_swapped(shapes):
        note = Message(
            "{column}: its first numbers may be the latitudes, as WFS writes EPSG:4326", name
        )
        remedy = option_remedy('if they are, --latlon "{column}" says it', name)
        hint.append(sentence(note, remedy))
    return shapes.whole(), [*crs], [*hint, *notes]


def _from_wkt(cell: str) -> tuple[Any, str | None] | None:
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


def _swapped(shape: Any) -> Any:
    """Return a geometry whose first axis is the latitude with the longitude first."""
    import shapely

    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def _may_be_swapped(shapes: DiskList) -> bool:
    """Return whether shapes lie off the globe, or all south of the Arctic, unless swapped."""
    import numpy as np
    import shapely

    boxes = [shapely.total_bounds(np.asarray(part, dtype=object)) for part in chunks_of(shapes)]
    bounds = np.array([box for box in boxes if not np.isnan(box).any()]).reshape(-1, 4)
    if not len(bounds):
        return False
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    if not -_TURN <= min(west, south) <= max(east, north) <= _TURN:
        return False  # metres, perhaps
    is_off = max(-south, north) > _POLE >= max(-west, east)
    return bool(is_off or (north < _ARCTIC <= east <= _POLE and west >= -_POLE))
