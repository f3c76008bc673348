"""Columns of the records of a page of many: typed arrays one after another.

These are: the length of the header (four bytes), the header as JSON (`n`, the number of records;
`arrays`, the name, type and length of each array), and the arrays. Numbers are little-endian;
header and arrays each begin at a multiple of eight bytes, counted from the end of the length.
`web/src/page/many/columns.js` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from geotrack.page.payload import Days, EventData, FacetColumns
from geotrack.page.times import NO_DAY, OPEN

__all__ = ["PER_DEGREE", "STYLES", "Array", "column_bytes", "record_columns"]

STYLES = ("reported", "assumed", "unstated", "unplaced")
"""Styles of symbols, as in `web/src/page/many/many-record.js`."""
# The same there.
_SIGNS = ("doubt", "new", "changed")
_SIDES = ("left", "right", "both", "none")

PER_DEGREE = 10_000
"""Positions are whole numbers of this part of a degree."""
_WHOLE = 8
_TYPES = ("<u1", "<i1", "<u2", "<i2", "<u4", "<i4")
Array = np.ndarray[Any, np.dtype[Any]]


def column_bytes(arrays: Mapping[str, Array], data: Any = None) -> bytes:
    """Return columns as bytes; see the module.

    Parameters
    ----------
    arrays : mapping of str to array of integers
        By name. One has a value for each record, or all values of a column of lists, whose ends
        are the column `NAME.ends`.
    data : JSON value, optional
        What stands beside them, as `data` of the header.
    """
    shrunk = {name: _shrunk(array) for name, array in arrays.items()}
    header = {
        "n": len(shrunk["n"]),
        "arrays": [[name, array.dtype.str[1:], len(array)] for name, array in shrunk.items()],
        **({} if data is None else {"data": data}),
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    parts = [text.ljust(-(-len(text) // _WHOLE) * _WHOLE)]
    parts += [(raw := array.tobytes()) + b"\0" * (-len(raw) % _WHOLE) for array in shrunk.values()]
    return len(parts[0]).to_bytes(4, "little") + b"".join(parts)


def _shrunk(array: Array) -> Array:
    """Return integers in the smallest type that has them all."""
    if not len(array):
        return array.astype("<u1")
    lowest, highest = array.min(), array.max()
    has_all = (t for t in _TYPES if np.iinfo(t).min <= lowest and highest <= np.iinfo(t).max)
    return array.astype(next(has_all))


def record_columns(
    events: Sequence[EventData],
    facets: FacetColumns,
    times: Sequence[Days],
    symbols: Sequence[str],
) -> dict[str, Array]:
    """Return what a page knows of each record as columns.

    Parameters
    ----------
    events, facets, times
        Of the payload of a small page.
    symbols : sequence of str
        Ids of APP-6 symbols, to which the column `symbol` refers; 0 is none.
    """
    places = [event["at"] or (None, None) for event in events]
    columns: dict[str, Sequence[int]] = {
        "n": [event["n"] for event in events],
        "drawn": [STYLES.index(event["drawn"]) for event in events],
        "lat": [_fixed(lat) for lat, _ in places],
        "lon": [_fixed(lon) for _, lon in places],
        "signs": [sum(1 << _SIGNS.index(s) for s in event.get("signs", ())) for event in events],
        "symbol": [
            symbols.index(event["symbol"]) + 1 if "symbol" in event else 0 for event in events
        ],
        **_of_times(times),
    }
    if any("side" in event for event in events):
        columns["side"] = [_SIDES.index(event.get("side", "none")) for event in events]
    arrays = {name: np.array(values, dtype="i8") for name, values in columns.items()}
    for name, values in cast("dict[str, list[Any]]", facets).items():
        if name == "id":  # a text, which stands in the rows
            continue
        if values and isinstance(values[0], list):
            arrays[name] = np.array([v for one in values for v in one], dtype="i8")
            arrays[f"{name}.ends"] = np.cumsum([len(one) for one in values])
        else:
            arrays[name] = np.array(values, dtype="i8")
    return arrays


def _fixed(degrees: float | None) -> int:
    return NO_DAY if degrees is None else round(degrees * PER_DEGREE)


def _of_times(times: Iterable[Days]) -> dict[str, list[int]]:
    """Return the columns of days: a start, and from it the lengths to the other limits."""
    rows = [_limits(days) for days in times]
    names = ("dated", "start", "startDays", "endAfter", "endDays")
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _limits(days: Days) -> tuple[int, ...]:
    if days is None:
        return 0, 0, 0, 0, 0
    if isinstance(days[0], list):  # choices, of which the column has the first and the last
        pairs = days
        before = None if any(b is None for _, b in pairs) else max(b for _, b in pairs if b)
        return _limits([pairs[0][0], before])
    first, before, *end = days
    start = 0 if first is None else first
    lengths = [OPEN if before is None else before - start, 0, 0]
    if end:
        end_first, end_before = end
        lengths[1] = -OPEN if end_first is None else end_first - start
        lengths[2] = OPEN if end_before is None else end_before - start
    return (2 if end else 1), (NO_DAY if first is None else first), *lengths
