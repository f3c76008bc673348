"""Checks of rows: valid position and time, cells of the type of their column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.rejections import Reason, reason_of
from geotrack_observations.storage.layout import FARTHEST_M
from geotrack_observations.times.parse import DAY_END, TIME, read_times

__all__ = ["UNREAD", "ZONE_BY", "Rows", "checked_rows", "kinds_of", "numbers"]

# A zero before other digits: the text is an id, not a number, such as 001234567 of a coast station.
_LEADING_ZERO = r"^[+-]?0\d"
# A text that certainly is a number.
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
# A text that certainly is a whole number of 64 bits.
_WHOLE = r"^[+-]?\d{1,18}$"
# Words for missing values in columns of numbers.
_NO_VALUE_WORDS = pa.array(["na", "n/a", "null", "none", "\\n", "-"])
# In AIS, longitude and latitude of a position that is not available (ITU-R M.1371).
_UNAVAILABLE = {"lon": 181.0, "lat": 91.0}
# Greatest longitude and latitude, degrees.
_LIMITS = {"lon": 180.0, "lat": 90.0}
_NO_POSITION = Reason.plain(
    "no position: lon 181 or lat 91, by which AIS states that none is known"
)
ZONE_BY = "zone:"
"""Start of the name of a count of times without a zone; the source of their zone follows it."""
UNREAD = "unread:"
"""Start of the name of a count of cells that were emptied; the name of the column follows it."""
_FARTHEST = f"{FARTHEST_M / 1000:,.0f} km"
# A column has numbers if at least this share of its first cells are such: every file has bad cells.
_NUMBER_SHARE = 0.9
# A number that differs by less than this from the one for "no value" means the same: 102.3 as a
# 32-bit float is 102.30000305.
_TOLERANCE = 1e-3

Rows = Any
"""A pyarrow.Table with `lon` and `lat` (degrees), `time` (UTC) and the other columns."""


def kinds_of(batch: Batch) -> dict[str, Any]:
    """Return the type of each column by its first cells: whole numbers, numbers, or text.

    Columns of position, time and radius are omitted.
    """
    return {name: _kind(values) for name, values in batch.others.items()}


def _kind(values: Any) -> Any:
    """Return the type of a column; of texts the type of the numbers that they are."""
    if not pa.types.is_string(values.type):
        return values.type
    texts = values.drop_null()
    _, bad = _converted(texts, pa.float64(), len(texts))
    most_bad = (1 - _NUMBER_SHARE) * len(texts)
    if not len(texts) or len(bad) > most_bad:
        return pa.string()
    if pc.any(pc.match_substring_regex(texts, _LEADING_ZERO)).as_py():
        return pa.string()
    is_number = np.ones(len(texts), dtype=np.bool_)
    is_number[bad] = False
    _, fractions = _converted(texts.filter(pa.array(is_number)), pa.int64(), int(is_number.sum()))
    return pa.float64() if len(fractions) else pa.int64()


def checked_rows(
    batch: Batch, kinds: dict[str, Any], *, radius: bool = False
) -> tuple[Rows, list[tuple[int, Reason]]]:
    """Return the valid rows, and the reasons of the rejected ones.

    Parameters
    ----------
    batch : Batch
        Rows as read.
    kinds : dict of str to pyarrow.DataType
        Types of the columns besides position, time and radius; a column that the batch has not
        is empty.
    radius : bool
        Whether the dataset has radii; empty for rows without one.

    Returns
    -------
    rows : pyarrow.Table
        With `lon`, `lat`, `time`, `day_end`, perhaps `radius_m`, and the columns of `kinds`.
    refused : list of (line, reason)
        First reason of each rejected row.
    """
    reasons: dict[int, Reason] = {}
    columns: dict[str, Any] = {}
    axes = {"lon": batch.lon, "lat": batch.lat}
    degrees = {name: numbers(values) for name, values in axes.items()}
    if batch.roles.is_ais:
        is_unavailable = np.any(
            [degrees[name][0] == value for name, value in _UNAVAILABLE.items()], axis=0
        )
        reasons |= dict.fromkeys(np.flatnonzero(is_unavailable).tolist(), _NO_POSITION)
    for name, limit in _LIMITS.items():
        columns[name], bad = degrees[name]
        _reject(reasons, bad, name, axes[name], _no_number)
        with np.errstate(invalid="ignore"):
            outside = np.flatnonzero(np.abs(columns[name]) > limit)
        _reject(reasons, outside, name, axes[name], f"is beyond {limit:g}")
    times = read_times(batch.time, len(batch.lines), batch.roles.times)
    if times.local and batch.roles.zone_by:
        batch.count(f"{ZONE_BY}{batch.roles.zone_by}", times.local)
    for i, reason in times.why.items():
        reasons.setdefault(i, reason)
    columns["time"] = times.start
    ends = times.day_end if batch.day_end is None else batch.day_end
    columns[DAY_END] = pa.nulls(len(batch.lines), TIME) if ends is None else ends
    if radius:
        columns["radius_m"], radius_reasons = _radii(batch)
        # The reason of a position or time precedes that of a radius.
        reasons = {**radius_reasons, **reasons}
    for name, kind in kinds.items():
        values = batch.others.get(name)
        cells, bad = _converted(values, kind, len(batch.lines))
        columns[name] = _with_nulls(cells, name, batch)
        if emptied := [i for i in bad.tolist() if i not in reasons]:
            first = emptied[0]
            fault = reason_of(name, batch.others[name][first], f"is no {_type_text(kind)}").text
            batch.count(f"{UNREAD}{name}", len(emptied))
            batch.examples[f"{UNREAD}{name}"] = f"{int(batch.lines[first]):,}: {fault}"
    is_valid = np.ones(len(batch.lines), dtype=np.bool_)
    is_valid[list(reasons)] = False
    refused = [*batch.refused, *((int(batch.lines[i]), reason) for i, reason in reasons.items())]
    table = pa.Table.from_pydict(columns)
    return table.filter(pa.array(is_valid)), sorted(refused)


def _with_nulls(cells: Any, name: str, batch: Batch) -> Any:
    """Return a column with null for the number that means "no value"; the batch counts them."""
    no_value = batch.roles.absent.get(name)
    is_numeric = pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type)
    if no_value is None or not is_numeric:
        return cells
    difference = pc.abs(pc.subtract(cells.cast(pa.float64()), no_value))
    is_absent = pc.fill_null(pc.less(difference, _TOLERANCE), False)
    count = pc.sum(is_absent).as_py() or 0
    if not count:
        return cells
    batch.count(f"absent:{name}", count)
    return pc.if_else(is_absent, pa.scalar(None, cells.type), cells)


def _reject(
    reasons: dict[int, Reason],
    rows: NDArray[np.intp],
    name: str,
    values: Any,
    rule: str | Callable[[Any], str],
) -> None:
    """Give rows a reason, unless they have one."""
    for i in rows.tolist():
        if i not in reasons:
            text = rule if isinstance(rule, str) else rule(values[i])
            reasons[i] = reason_of(name, values[i], text)


def _no_number(value: Any) -> str:
    """Return the rule that a cell breaks, and the remedy for a decimal comma."""
    comma = re.fullmatch(r"\s*[-+]?\d+,\d+\s*", str(value.as_py()))
    return "is no number: write its decimals after a point" if comma else "is no number"


def _type_text(kind: Any) -> str:
    """Return the name of a type for messages."""
    if pa.types.is_integer(kind):
        return "whole number"
    return "number" if pa.types.is_floating(kind) else str(kind)


def numbers(values: Any) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return values as numbers, and the rows that have no finite number."""
    cells, bad = _converted(values, pa.float64(), len(values))
    floats = pc.fill_null(cells, np.nan).to_numpy(zero_copy_only=False)
    return floats, np.union1d(bad, np.flatnonzero(~np.isfinite(floats)))


def _radii(batch: Batch) -> tuple[Any, dict[int, Reason]]:
    """Return radii in metres, and the reasons of invalid ones by row."""
    row_count = len(batch.lines)
    if batch.radius is None:
        return pa.nulls(row_count, pa.float64()), {}
    cells, bad = _converted(batch.radius, pa.float64(), row_count)
    radii = pc.multiply(cells, batch.roles.radius_metres)
    metres = pc.fill_null(radii, 0.0).to_numpy(zero_copy_only=False)
    is_finite = np.isfinite(metres)
    rules = {
        "is no number": np.union1d(bad, np.flatnonzero(~is_finite)),
        "is below 0": np.flatnonzero(metres < 0),
        f"is beyond {_FARTHEST}": np.flatnonzero(is_finite & (metres > FARTHEST_M)),
    }
    reasons: dict[int, Reason] = {}
    for rule, rows in rules.items():
        _reject(reasons, rows, "radius", batch.radius, rule)
    return radii, reasons


def _converted(values: Any, kind: Any, rows: int) -> tuple[Any, NDArray[np.intp]]:
    """Return a column in its type, and the rows whose cells cannot be converted to it."""
    if values is None:
        return pa.nulls(rows, kind), np.empty(0, np.intp)
    if values.type == kind:
        return values, np.empty(0, np.intp)
    try:
        return values.cast(kind), np.empty(0, np.intp)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _converted_one_by_one(values, kind)


def _converted_one_by_one(values: Any, kind: Any) -> tuple[Any, NDArray[np.intp]]:
    """Return a column in a type that does not fit all its cells, and the rows of those cells."""
    is_number = _are_numbers(values, kind)
    if is_number is not None:
        # Nearly all cells are numbers, which are converted at once.
        values = pc.if_else(_mean_no_value(values), None, values)
        rows = np.flatnonzero(pc.and_(pc.is_valid(values), pc.invert(is_number)))
        cells = pc.if_else(is_number, values, None).cast(kind)
    else:
        rows, cells = np.arange(len(values)), pa.nulls(len(values), kind)
    converted = [_converted_cell(values[i], kind) for i in rows.tolist()]
    bad = [
        i
        for i, cell in zip(rows.tolist(), converted, strict=True)
        if cell is None and values[i].is_valid
    ]
    is_replaced = np.zeros(len(values), np.bool_)
    is_replaced[rows] = True
    cells = pc.replace_with_mask(cells, pa.array(is_replaced), pa.array(converted, kind))
    return cells, np.array(bad, dtype=np.intp)


def _are_numbers(values: Any, kind: Any) -> Any:
    """Return which cells certainly are numbers of a type.

    None if the cells are no texts, or the type is not one of numbers.
    """
    is_whole = pa.types.is_integer(kind)
    if not pa.types.is_string(values.type) or not (is_whole or pa.types.is_floating(kind)):
        return None
    return pc.fill_null(pc.match_substring_regex(values, _WHOLE if is_whole else _NUMBER), False)


def _mean_no_value(values: Any) -> Any:
    """Return which texts are words for a missing value."""
    words = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    return pc.fill_null(pc.is_in(words, value_set=_NO_VALUE_WORDS), False)


def _converted_cell(value: Any, kind: Any) -> Any:
    """Return a cell in a type; None if it cannot be converted."""
    try:
        return value.cast(kind).as_py()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
