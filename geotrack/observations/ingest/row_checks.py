"""Which rows are observations: a position on the globe, a time that is one, cells of their kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.ingest.batches import Batch
from geotrack.observations.ingest.rejections import Reason
from geotrack.observations.storage.arrow import pa, pc

__all__ = ["FARTHEST_M", "TIME", "Rows", "judged", "kinds_of", "numbers"]

TIME = pa.timestamp("us", tz="UTC")
_ZONED = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$"
_NAIVE = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?$"
# Figures that are a name, as the 001234567 of a coast station.
_NUMBERED = r"^[+-]?0\d"
_NO_ZONE = "states no time zone: give one as time_zone, for example UTC"
_LONGEST = 40
# Seconds from 1970 to the first of January of the years 1 and 10000; and parts of a second.
_YEARS = -62_135_596_800, 253_402_300_800
_BEYOND = "is beyond the year 1 or 9999"
_PARTS = {"s": 1, "ms": 1_000, "us": 1_000_000}
FARTHEST_M = 20_000_000.0
"""The most that a radius may be, as records have it: half way round the globe."""
_FARTHEST = f"{FARTHEST_M / 1000:,.0f} km"
# A column is one of numbers where so many of its first cells are: some are damaged in every file.
_MOSTLY = 0.9

Rows = Any
"""A pyarrow.Table with `lon` and `lat` (degrees), `time` (UTC) and the other columns."""


def kinds_of(batch: Batch) -> dict[str, Any]:
    """Return the type of each other column, as most of its first cells are: whole, real, text."""
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
    batch: Batch, kinds: dict[str, Any], zone: str | None, *, radius: bool = False
) -> tuple[Rows, list[tuple[int, Reason]]]:
    """Return the rows that are observations, and why each other one is none.

    Parameters
    ----------
    batch : Batch
        Rows as read.
    kinds : dict of str to pyarrow.DataType
        Other columns that the dataset has; of those that a batch has not, cells are empty.
    zone : str, optional
        Of times that state none.
    radius : bool
        Whether the dataset has radii; they are empty where a row states none.

    Returns
    -------
    rows : pyarrow.Table
        With `lon`, `lat`, `time`, perhaps `radius_m`, and the columns of `kinds`.
    refused : list of (line, reason)
        The first reason of each row that is left out.
    """
    why: dict[int, Reason] = {}
    columns: dict[str, Any] = {}
    for name, values, most in (("lon", batch.lon, 180.0), ("lat", batch.lat, 90.0)):
        degrees, bad = numbers(values)
        _reject(why, bad, name, values, _no_number)
        with np.errstate(invalid="ignore"):
            beyond = np.flatnonzero(np.abs(degrees) > most)
        _reject(why, beyond, name, values, f"is beyond {most:g}")
        columns[name] = degrees
    times, bad_times = _times(batch.time, len(batch.lines), zone)
    for i, reason in bad_times.items():
        why.setdefault(i, reason)
    columns["time"] = times
    if radius:
        columns["radius_m"], beyond_radius = _radii(batch)
        why = {**beyond_radius, **why}
    for name, kind in kinds.items():
        values = batch.others.get(name)
        columns[name], bad = _cells(values, kind, len(batch.lines))
        _reject(why, bad, name, values, f"is no {_type_text(kind)}")
    good = np.ones(len(batch.lines), dtype=np.bool_)
    good[list(why)] = False
    refused = [*batch.refused, *((int(batch.lines[i]), why[i]) for i in why)]
    table = pa.Table.from_pydict(columns)
    return table.filter(pa.array(good)), sorted(refused)


def _reject(
    why: dict[int, Reason],
    rows: NDArray[np.intp],
    name: str,
    values: Any,
    rule: str | Callable[[Any], str],
) -> None:
    """Give rows a reason that have none yet."""
    for i in rows.tolist():
        if i not in why:
            said = rule if isinstance(rule, str) else rule(values[i])
            why[i] = _because(name, values[i], said)


def _because(name: str, value: Any, rule: str) -> Reason:
    before, after, kind = _around(name, rule)
    return Reason(before, _shown(value), after, kind)


@cache
def _around(name: str, rule: str) -> tuple[str, str, str]:
    """Return what stands before a value and after it, and both without it: made once of many."""
    return f"{name} ", f" {rule}", f"{name} {rule}"


def _shown(value: Any) -> str:
    """Return a cell for a message, short."""
    text = str(value.as_py())
    return repr(shorten(text, _LONGEST, placeholder="…")) if value.is_valid else "(empty)"


def _no_number(value: Any) -> str:
    comma = re.fullmatch(r"\s*[-+]?\d+,\d+\s*", str(value.as_py()))
    return "is no number: write its decimals after a point" if comma else "is no number"


def _type_text(kind: Any) -> str:
    whole, real = pa.types.is_integer(kind), pa.types.is_floating(kind)
    return "whole number" if whole else "number" if real else str(kind)


def numbers(values: Any) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return values as numbers, and the rows of those that are none or not finite."""
    cells, bad = _cells(values, pa.float64(), len(values))
    found = pc.fill_null(cells, np.nan).to_numpy(zero_copy_only=False)
    return found, np.union1d(bad, np.flatnonzero(~np.isfinite(found)))


def _radii(batch: Batch) -> tuple[Any, dict[int, Reason]]:
    """Return radii in metres, and what is wrong with those that are none."""
    rows = len(batch.lines)
    if batch.radius is None:
        return pa.nulls(rows, pa.float64()), {}
    cells, bad = _cells(batch.radius, pa.float64(), rows)
    metres = pc.multiply(cells, batch.radius_metres)
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
    """Return a column in its kind, and the rows whose cells are of another one."""
    if values is None:
        return pa.nulls(rows, kind), np.empty(0, np.intp)
    if values.type == kind:
        return values, np.empty(0, np.intp)
    try:
        return values.cast(kind), np.empty(0, np.intp)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        found = [_cell(value, kind) for value in values]
    bad = [i for i, one in enumerate(found) if one is None and values[i].is_valid]
    return pa.array(found, kind), np.array(bad, dtype=np.intp)


def _cell(value: Any, kind: Any) -> Any:
    try:
        return value.cast(kind).as_py()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _times(values: Any, rows: int, zone: str | None) -> tuple[Any, dict[int, Reason]]:
    """Return times in UTC, and what is wrong with those that are none."""
    if values is None:
        return pa.nulls(rows, TIME), {}
    if pa.types.is_timestamp(values.type):
        if values.type.tz is None:
            if zone is None:
                untold = Reason.plain(f"its times {_NO_ZONE.replace('states', 'state')}")
                return pa.nulls(rows, TIME), dict.fromkeys(range(rows), untold)
            # What is beyond the years has no place in a zone either.
            values, why = _in_years(values)
            values = pc.assume_timezone(values, zone, ambiguous="earliest", nonexistent="earliest")
            values, more = _in_years(values)
            return values.cast(TIME), {**why, **more}
        values, why = _in_years(values)
        return values.cast(TIME), why
    values = values.cast(pa.string())
    zoned = pc.fill_null(pc.match_substring_regex(values, _ZONED), False)
    if pc.all(zoned).as_py():
        try:
            return _in_years(values.cast(TIME, safe=False))
        except pa.ArrowInvalid:
            pass
    return _times_one_by_one(values, zone)


def _in_years(values: Any) -> tuple[Any, dict[int, Reason]]:
    """Return timestamps in microseconds, and those of years that no calendar here has."""
    kind = pa.timestamp("us", values.type.tz)
    parts = _PARTS.get(values.type.unit)
    if parts is None:  # nanoseconds reach to 2262
        return values.cast(kind, safe=False), {}
    first, last = (second * parts for second in _YEARS)
    count = values.cast(pa.int64())
    beyond = pc.or_(pc.less(count, first), pc.greater_equal(count, last))
    beyond = pc.fill_null(beyond, False)
    untold = Reason.plain(f"time {_BEYOND}")
    why = dict.fromkeys(np.flatnonzero(beyond).tolist(), untold)
    return pc.if_else(beyond, None, values).cast(kind), why


def _times_one_by_one(values: Any, zone: str | None) -> tuple[Any, dict[int, Reason]]:
    found: list[datetime | None] = []
    why: dict[int, Reason] = {}
    assumed = ZoneInfo(zone) if zone else None
    for i, text in enumerate(values.to_pylist()):
        moment = None
        if text is not None:
            try:
                moment = _moment(text.strip(), assumed)
            except ValueError as error:
                why[i] = _because("time", values[i], str(error))
        found.append(moment)
    return pa.array(found, TIME), why


def _moment(text: str, assumed: ZoneInfo | None) -> datetime:
    if not (re.match(_ZONED, text) or re.match(_NAIVE, text)):
        message = "is no time as 2024-07-24T16:40:00Z"
        raise ValueError(message)
    try:
        moment = datetime.fromisoformat(text.replace(",", "."))
    except ValueError:
        message = "is no time that there is"
        raise ValueError(message) from None
    if moment.tzinfo is None:
        if assumed is None:
            raise ValueError(_NO_ZONE)
        moment = moment.replace(tzinfo=assumed)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(_BEYOND) from None
