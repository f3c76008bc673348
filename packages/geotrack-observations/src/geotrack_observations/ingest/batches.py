"""Batches of raw rows of an input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import FieldError
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.column_roles import Roles
from geotrack_observations.rejections import Reason
from geotrack_observations.times.parse import DAY_END, TIME

__all__ = [
    "BATCH",
    "BLOCK",
    "NOTE_KEY",
    "Batch",
    "Row",
    "batch_of",
    "in_batches",
    "with_pair_order",
]

BATCH = 250_000
"""Maximum number of rows in a batch, about."""

BLOCK = 16 << 20
"""Bytes of text in a batch, about."""

NOTE_KEY = "note:"
"""Start of the names of counts that are a note on an input; the text follows."""

Row = dict[str, Any]
"""The cells of a row by column."""

# Number of first rows of a file from which the order of coordinates in pairs is found.
_ROWS_FOR_ORDER = 10_000
# Two numbers; the first is named as if it were the latitude.
_PAIR = r"^[\s(]*(?P<lat>[-+]?\d+(?:\.\d+)?)[\s,;]+(?P<lon>[-+]?\d+(?:\.\d+)?)[\s)]*$"
# A time of day.
_CLOCK = r"^ *\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( *[AaPp][Mm])?(Z|[+-]\d{2}:?\d{2})? *$"


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw rows of one input.

    Parameters
    ----------
    lines : numpy.ndarray of shape (n,)
        Line in a text, or row in a Parquet file, of each row; from 1.
    lon, lat : pyarrow.Array of length n
        Text or numbers.
    time : pyarrow.Array of length n, optional
        Text or timestamps; None without such a column.
    others : dict of str to pyarrow.Array
        The other columns by name.
    radius : pyarrow.Array of length n, optional
        Text or numbers; None without such a column.
    day_end : pyarrow.Array of length n, optional
        End of the day for rows that state only a day, as in files that `geotrack query` writes.
    roles : Roles
        Columns of position and time, and how they are read.
    refused : list of (line, reason)
        Rows that could not be read.
    derived : tuple of str
        Derived columns that were left out.
    counts : collections.Counter
        Numbers of cells whose value was replaced on reading, by kind.
    examples : dict of str to str
        Line and fault of the first of them, by kind.
    """

    lines: NDArray[np.int64]
    lon: Any
    lat: Any
    time: Any
    others: dict[str, Any]
    radius: Any = None
    day_end: Any = None
    roles: Roles = field(default_factory=lambda: Roles("lon", "lat"))
    refused: list[tuple[int, Reason]] = field(default_factory=list)
    derived: tuple[str, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def count(self, kind: str, cells: int) -> None:
        """Add a number of cells whose value was replaced on reading."""
        self.counts[kind] += cells


def batch_of(
    table: Any, lines: NDArray[np.int64], roles: Roles, refused: list[tuple[int, Reason]]
) -> Batch:
    """Return the rows of a table as a batch, with the columns of roles apart from the others."""
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    if roles.pair:
        lon, lat = _split(columns.pop(roles.pair), lon_first=roles.pair_order == "lonlat")
    else:
        lon, lat = columns.pop(roles.lon), columns.pop(roles.lat)
    time = columns.pop(roles.time) if roles.time else None
    if roles.parts:
        parts = [columns.pop(name).cast(pa.string()) for name in roles.parts]
        time = pc.binary_join_element_wise(*parts, "-")
    # With a column of days, that of times has perhaps only times of day.
    if roles.date and (clocks := _clocks(time)) is not None:
        time = pc.binary_join_element_wise(columns.pop(roles.date), clocks, " ")
    radius = columns.pop(roles.radius) if roles.radius else None
    for name, missing_word in roles.words.items():
        values = columns.get(name)
        if values is not None and pa.types.is_string(values.type):
            columns[name] = pc.if_else(pc.equal(values, missing_word), None, values)
    # A column `day_end` is the user's own if there are no times or its cells are no times.
    day_end = _day_ends(columns.get(DAY_END)) if time is not None else None
    if day_end is not None:
        del columns[DAY_END]
    return Batch(lines, lon, lat, time, columns, radius, day_end, roles, refused)


def in_batches(
    numbered_rows: Iterable[tuple[int, Row | Reason]],
) -> Iterator[tuple[list[Row], list[int], list[tuple[int, Reason]]]]:
    """Yield batches of rows with their lines and rejections.

    Parameters
    ----------
    numbered_rows : iterable of (int, dict or Reason)
        Line of each row, with its cells or the reason of its rejection.
    """
    rows: list[Row] = []
    lines: list[int] = []
    refused: list[tuple[int, Reason]] = []
    for line, row in numbered_rows:
        if isinstance(row, Reason):
            refused.append((line, row))
        else:
            rows.append(row)
            lines.append(line)
        if len(rows) + len(refused) >= BATCH:
            yield rows, lines, refused
            rows, lines, refused = [], [], []
    if rows or refused:
        yield rows, lines, refused


def _day_ends(values: Any) -> Any:
    """Return the column of ends of days if `geotrack query` wrote it; None for another column."""
    if values is None or values.null_count == len(values):
        return None
    try:
        return values.cast(TIME)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def with_pair_order(roles: Roles, table: Any) -> Roles:
    """Return roles with the order of a column of coordinate pairs, found from the first rows.

    Raises
    ------
    FieldError
        Neither its name nor its cells say it.
    """
    from geotrack.importing.geometry.table_positions import pair_order

    if roles.pair is None or roles.pair_order:
        return roles
    cells = table[roles.pair].cast(pa.string()).slice(0, _ROWS_FOR_ORDER).to_pylist()
    order, why = pair_order(roles.pair, cells)
    if why and order is None:
        message = (
            "{name}: which number is the latitude? No cell says it; call the column lat_lon or "
            "lon_lat"
        )
        raise FieldError(message, {"name": roles.pair})
    return replace(roles, pair_order=order or "latlon", pair_why=why)


def _split(pairs: Any, *, lon_first: bool) -> tuple[Any, Any]:
    """Split texts such as `65.72, -168.91` into longitudes and latitudes; other texts are kept."""
    texts = pairs.cast(pa.string())
    parts = pc.extract_regex(texts, _PAIR)
    lat, lon = (pc.struct_field(parts, name) for name in ("lat", "lon"))
    if lon_first:
        lat, lon = lon, lat
    return pc.coalesce(lon, texts), pc.coalesce(lat, texts)


def _clocks(values: Any) -> Any:
    """Return times of day, `1506` as `15:06`; None if any text is not just a time of day."""
    if values is None or values.null_count == len(values):
        return None
    texts = values.cast(pa.string()) if pa.types.is_integer(values.type) else values
    if not pa.types.is_string(texts.type):
        return None
    # As in `geotrack import`, 930 stands for 0930: a spreadsheet has dropped the zero.
    padded = pc.replace_substring_regex(texts, r"^ *(\d{3}) *$", r"0\1")
    clocks = pc.replace_substring_regex(padded, r"^ *(\d{2})(\d{2}) *$", r"\1:\2")
    return clocks if pc.all(pc.match_substring_regex(clocks, _CLOCK)).as_py() else None
