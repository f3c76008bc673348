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

__all__ = ["UNREAD", "ZONE_BY", "Rows", "judged", "kinds_of", "numbers"]

# Digits that are an id, such as 001234567 of a coast station.
_NUMBERED = r"^[+-]?0\d"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_WHOLE = r"^[+-]?\d{1,18}$"
# Words for missing values in columns of numbers.
_NO_VALUE = pa.array(["na", "n/a", "null", "none", "\\n", "-"])
# In AIS: position not available (ITU-R M.1371).
_NOWHERE = 181.0, 91.0
_NO_POSITION = Reason.plain(
    "no position: lon 181 or lat 91, by which AIS states that none is known"
)
ZONE_BY = "zone:"
"""Start of the name of a count of times without a zone; who states their zone follows."""
UNREAD = "unread:"
"""Start of the name of a count of cells that were emptied; the column follows."""
_FARTHEST = f"{FARTHEST_M / 1000:,.0f} km"
# Share of the first cells that must be numbers in a column of numbers; every file has bad cells.
_MOSTLY = 0.9

Rows = Any
"""A pyarrow.Table with `lon` and `lat` (degrees), `time` (UTC) and the other columns."""


def kinds_of(batch: Batch) -> dict[str, Any]:
    """Return the type of each other column by its first cells: whole, real, text."""
    return {name: _kind(values) for name, values in batch.others.items()}


def _kind(values: Any) -> Any:
    if not pa.types.is_string(values.type):
        return values.type
    there = values.drop_null()
    _, bad = _cells(there, pa.float64(), len(there))
    if not len(there) or len(bad) > (1 - _MOSTLY) * len(there):
        return pa.string()
    if pc.any(pc.match_substring_regex(there, _NUMBERED)).as_py():
        return pa.string()
    good = np.ones(len(there), dtype=np.bool_)
    good[bad] = False
    _, broken = _cells(there.filter(pa.array(good)), pa.int64(), len(there) - len(bad))
    return pa.float64() if len(broken) else pa.int64()


def judged(
    batch: Batch, kinds: dict[str, Any], *, radius: bool = False
) -> tuple[Rows, list[tuple[int, Reason]]]:
    """Return the valid rows, and the reasons of the rejected ones.

    Parameters
    ----------
    batch : Batch
        Rows as read.
    kinds : dict of str to pyarrow.DataType
        Types of the other columns; columns missing from a batch are empty.
    radius : bool
        Whether the dataset has radii; empty for rows without one.

    Returns
    -------
    rows : pyarrow.Table
        With `lon`, `lat`, `time`, `day_end`, perhaps `radius_m`, and the columns of `kinds`.
    refused : list of (line, reason)
        First reason of each rejected row.
    """
    why: dict[int, Reason] = {}
    columns: dict[str, Any] = {}
    axes = {name: (values, *numbers(values)) for name, values in _axes(batch)}
    if batch.roles.is_ais:
        stated = zip(axes.values(), _NOWHERE, strict=True)
        nowhere = np.any([degrees == none for (_, degrees, _), none in stated], axis=0)
        why |= dict.fromkeys(np.flatnonzero(nowhere).tolist(), _NO_POSITION)
    for (name, (values, degrees, bad)), most in zip(axes.items(), (180.0, 90.0), strict=True):
        _reject(why, bad, name, values, _no_number)
        with np.errstate(invalid="ignore"):
            beyond = np.flatnonzero(np.abs(degrees) > most)
        _reject(why, beyond, name, values, f"is beyond {most:g}")
        columns[name] = degrees
    times = read_times(batch.time, len(batch.lines), batch.roles.times)
    if times.local and batch.roles.zone_by:
        batch.count(f"{ZONE_BY}{batch.roles.zone_by}", times.local)
    for i, reason in times.why.items():
        why.setdefault(i, reason)
    columns["time"] = times.start
    ends = times.day_end if batch.day_end is None else batch.day_end
    columns[DAY_END] = pa.nulls(len(batch.lines), TIME) if ends is None else ends
    if radius:
        columns["radius_m"], beyond_radius = _radii(batch)
        why = {**beyond_radius, **why}
    for name, kind in kinds.items():
        values = batch.others.get(name)
        cells, bad = _cells(values, kind, len(batch.lines))
        columns[name] = _without_absent(cells, name, batch)
        if emptied := [i for i in bad.tolist() if i not in why]:
            first = emptied[0]
            fault = reason_of(name, batch.others[name][first], f"is no {_type_text(kind)}").text
            batch.count(f"{UNREAD}{name}", len(emptied))
            batch.examples[f"{UNREAD}{name}"] = f"{int(batch.lines[first]):,}: {fault}"
    good = np.ones(len(batch.lines), dtype=np.bool_)
    good[list(why)] = False
    refused = [*batch.refused, *((int(batch.lines[i]), why[i]) for i in why)]
    table = pa.Table.from_pydict(columns)
    return table.filter(pa.array(good)), sorted(refused)


def _axes(batch: Batch) -> tuple[tuple[str, Any], ...]:
    return ("lon", batch.lon), ("lat", batch.lat)


def _without_absent(cells: Any, name: str, batch: Batch) -> Any:
    """Return numbers without the one for missing values, which the batch counts."""
    absent = batch.roles.absent.get(name)
    numeric = pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type)
    if absent is None or not numeric:
        return cells
    # A 32-bit float is not exactly the number.
    found = pc.fill_null(
        pc.less(pc.abs(pc.subtract(cells.cast(pa.float64()), absent)), 1e-3), False
    )
    many = pc.sum(found).as_py() or 0
    if not many:
        return cells
    batch.count(f"absent:{name}", many)
    return pc.if_else(found, pa.scalar(None, cells.type), cells)


def _reject(
    why: dict[int, Reason],
    rows: NDArray[np.intp],
    name: str,
    values: Any,
    rule: str | Callable[[Any], str],
) -> None:
    """Set the reason of rows without one."""
    for i in rows.tolist():
        if i not in why:
            said = rule if isinstance(rule, str) else rule(values[i])
            why[i] = reason_of(name, values[i], said)


def _no_number(value: Any) -> str:
    comma = re.fullmatch(r"\s*[-+]?\d+,\d+\s*", str(value.as_py()))
    return "is no number: write its decimals after a point" if comma else "is no number"


def _type_text(kind: Any) -> str:
    whole, real = pa.types.is_integer(kind), pa.types.is_floating(kind)
    return "whole number" if whole else "number" if real else str(kind)


def numbers(values: Any) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return values as numbers, and the rows that have no finite number."""
    cells, bad = _cells(values, pa.float64(), len(values))
    found = pc.fill_null(cells, np.nan).to_numpy(zero_copy_only=False)
    return found, np.union1d(bad, np.flatnonzero(~np.isfinite(found)))


def _radii(batch: Batch) -> tuple[Any, dict[int, Reason]]:
    """Return radii in metres, and the reasons of invalid ones."""
    rows = len(batch.lines)
    if batch.radius is None:
        return pa.nulls(rows, pa.float64()), {}
    cells, bad = _cells(batch.radius, pa.float64(), rows)
    metres = pc.multiply(cells, batch.roles.radius_metres)
    found = pc.fill_null(metres, 0.0).to_numpy(zero_copy_only=False)
    wrong = (
        (np.union1d(bad, np.flatnonzero(~np.isfinite(found))), "is no number"),
        (np.flatnonzero(found < 0), "is below 0"),
        (np.flatnonzero(np.isfinite(found) & (found > FARTHEST_M)), f"is beyond {_FARTHEST}"),
    )
    why: dict[int, Reason] = {}
    for which, rule in wrong:
        _reject(why, which, "radius", batch.radius, rule)
    return metres, why


def _cells(values: Any, kind: Any, rows: int) -> tuple[Any, NDArray[np.intp]]:
    """Return a column in its type, and the rows whose cells have another one."""
    if values is None:
        return pa.nulls(rows, kind), np.empty(0, np.intp)
    if values.type == kind:
        return values, np.empty(0, np.intp)
    try:
        return values.cast(kind), np.empty(0, np.intp)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return _cells_of_some(values, kind)


def _cells_of_some(values: Any, kind: Any) -> tuple[Any, NDArray[np.intp]]:
    """Return a column with some cells of another type, and the rows of these."""
    plain = _plain(values, kind)
    if plain is not None:
        values = pc.if_else(_stands_for_none(values), None, values)
        others = np.flatnonzero(pc.and_(pc.is_valid(values), pc.invert(plain)))
        cells = pc.if_else(plain, values, None).cast(kind)
    else:
        others, cells = np.arange(len(values)), pa.nulls(len(values), kind)
    found = [_cell(values[i], kind) for i in others.tolist()]
    bad = [i for i, one in zip(others.tolist(), found, strict=True) if one is None]
    where = np.zeros(len(values), np.bool_)
    where[others] = True
    cells = pc.replace_with_mask(cells, pa.array(where), pa.array(found, kind))
    return cells, np.array([i for i in bad if values[i].is_valid], dtype=np.intp)


def _plain(values: Any, kind: Any) -> Any:
    """Return which texts certainly are numbers of a type; None for other columns."""
    whole, real = pa.types.is_integer(kind), pa.types.is_floating(kind)
    if not pa.types.is_string(values.type) or not (whole or real):
        return None
    return pc.fill_null(pc.match_substring_regex(values, _WHOLE if whole else _NUMBER), False)


def _stands_for_none(values: Any) -> Any:
    words = pc.utf8_lower(pc.utf8_trim_whitespace(values))
    return pc.fill_null(pc.is_in(words, value_set=_NO_VALUE), False)


def _cell(value: Any, kind: Any) -> Any:
    try:
        return value.cast(kind).as_py()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
