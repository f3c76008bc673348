"""Columns of the records of a page of many: typed arrays one after another.

These are: the length of the header (four bytes), the header as JSON (`n`, the number of records;
`arrays`, the name, type and length of each array), and the arrays. Numbers are little-endian;
header and arrays each begin at a multiple of eight bytes, counted from the end of the length. What
has changed since an earlier version is sent as `column_changes`. `web/src/page/many/columns.js`
reads both.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from geotrack.page.payload import Days, EventData, FacetColumns
from geotrack.page.times import NO_DAY, OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ADDED",
    "PER_DEGREE",
    "STYLES",
    "Array",
    "column_bytes",
    "column_changes",
    "record_columns",
    "shrunk",
]

STYLES = ("reported", "assumed", "unstated", "unplaced")
"""Styles of symbols, as in `web/src/page/many/many-record.js`."""
# The same there.
_SIGNS = ("doubt", "new", "changed")
_SIDES = ("left", "right", "both", "none")

PER_DEGREE = 10_000
"""Positions are whole numbers of this part of a degree."""
ADDED, _REMOVED = "added", "removed"
"""Columns of changes: places of the records that are new or changed, and earlier places of those
that are gone or changed."""
_ENDS = ".ends"
_WHOLE = 8
_TYPES = ("<u1", "<i1", "<u2", "<i2", "<u4", "<i4")
Array = np.ndarray[Any, np.dtype[Any]]


def column_bytes(arrays: Mapping[str, Array], **beside: Any) -> bytes:
    """Return columns as bytes; see the module.

    Parameters
    ----------
    arrays : mapping of str to array of integers
        By name. One has a value for each record, or all values of a column of lists, whose ends
        are the column `NAME.ends`; of `shrunk`.
    beside : JSON value
        What else the header has, by name.
    """
    header = {
        **beside,
        "arrays": [[name, array.dtype.str[1:], len(array)] for name, array in arrays.items()],
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    parts = [text.ljust(-(-len(text) // _WHOLE) * _WHOLE)]
    parts += [(raw := array.tobytes()) + b"\0" * (-len(raw) % _WHOLE) for array in arrays.values()]
    return len(parts[0]).to_bytes(4, "little") + b"".join(parts)


def shrunk(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Return arrays of integers, each in the smallest type that has them all."""
    return {name: _shrunk(array) for name, array in arrays.items()}


def _shrunk(array: Array) -> Array:
    if not len(array):
        return array.astype("<u1")
    lowest, highest = array.min(), array.max()
    has_all = (t for t in _TYPES if np.iinfo(t).min <= lowest and highest <= np.iinfo(t).max)
    return array.astype(next(has_all))


def column_changes(
    arrays: Mapping[str, Array], earlier: Mapping[str, Array], before: NDArray[np.intp]
) -> tuple[dict[str, Array], list[str]] | None:
    """Return what is left to send of columns to a page that has earlier ones.

    Parameters
    ----------
    arrays, earlier : mapping of str to array
        The columns, of `shrunk`.
    before : numpy.ndarray of int, shape (n,)
        The earlier place of each record; -1 of one that is new or changed.

    Returns
    -------
    dict of str to array, and list of str
        `added` and `removed`; and of each column the values of the records in `added`, or, of
        those in the list, all values: values of other records are not as they were. A record that
        stands in another order counts as changed. None if there are other columns.
    """
    if arrays.keys() != earlier.keys():
        return None
    is_kept, was_kept = before >= 0, np.zeros(len(earlier["n"]), dtype=bool)
    is_kept[is_kept] = _ascending(before[is_kept])
    was_kept[before[is_kept]] = True
    sent = shrunk({ADDED: np.flatnonzero(~is_kept), _REMOVED: np.flatnonzero(~was_kept)})
    whole = []
    for name in (name for name in arrays if not name.endswith(_ENDS)):
        now, then, ends = is_kept, was_kept, arrays.get(name + _ENDS)
        is_same = True
        if ends is not None:
            sizes, were = (np.diff(all_[name + _ENDS], prepend=0) for all_ in (arrays, earlier))
            is_same = np.array_equal(sizes[is_kept], were[was_kept])
            now, then = np.repeat(is_kept, sizes), np.repeat(was_kept, were)
        is_same = is_same and np.array_equal(arrays[name][now], earlier[name][then])
        sent[name] = arrays[name][~now] if is_same else arrays[name]
        if ends is not None:
            own_ends = np.cumsum(sizes[~is_kept]).astype(ends.dtype)
            sent[name + _ENDS] = own_ends if is_same else ends
        if not is_same:
            whole.append(name)
    return sent, whole


def _ascending(values: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which of some different values are the most that ascend."""
    if (np.diff(values) > 0).all():
        return np.ones(len(values), dtype=bool)
    # Patience sorting: the smallest value that ends an ascent of each length, and what is before.
    ends, places, before = list[int](), list[int](), list[int]()
    for n, value in enumerate(values.tolist()):
        length = bisect(ends, value)
        ends[length : length + 1], places[length : length + 1] = [value], [n]
        before.append(places[length - 1] if length else -1)
    ascend, place = np.zeros(len(values), dtype=bool), places[-1]
    while place >= 0:
        ascend[place], place = True, before[place]
    return ascend


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
            arrays[name + _ENDS] = np.cumsum([len(one) for one in values])
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
