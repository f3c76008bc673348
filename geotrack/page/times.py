"""Times of the records of a page as numbers of days, for its script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from geotrack.dates import Date, When, parse_date
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Span
from geotrack.index.record_rows import table_of
from geotrack.mapview.text.times import (
    last_known_day,
    moving_records,
    parts_among,
    selects_by_place,
)
from geotrack.model import Event, MapDefinition
from geotrack.page.payload import Days, TimesData
from geotrack.queries.record_arrays import columns_of
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NO_DAY", "OPEN", "entry_days", "time_arrays", "times", "when_days"]

NO_DAY, OPEN = -(2**31), 2**31 - 1
"""In columns a day that is not there, and the length of a period that is open."""

_DAY_ZERO = date(1970, 1, 1).toordinal()
_START_MARKED, _END_MARKED = 1, 2


def times(workspace: Workspace, events: Sequence[Event], definition: MapDefinition) -> TimesData:
    """Return the times of a page's records, for its script.

    Days are counted from 1970-01-01, as written; a side that is open or not stated is None.

    Parameters
    ----------
    workspace : Workspace
        Knows which records are parts of which.
    events : sequence of Event
        The records of the page, in its order.
    definition : MapDefinition
        The map; ongoing events are known to continue until its as-of date.

    Returns
    -------
    TimesData
        `records`, each as `when_days`, None if undated; and, by index: `marked`, dates written with
        ``~``, ``?`` or ``%`` (1 the start, 2 the end); `ongoing`, ongoing events; `parts`, the
        parts of a record; `moving`, records that may have been in one place for a part of their
        time only. `placed` is whether the map selects by place.
    """
    until = last_known_day(definition)
    whens = [event.when for event in events]
    marked = {n: mark for n, when in enumerate(whens) if (mark := _mark(when.start, when.end))}
    parts = parts_among(columns_of(workspace), events)
    moving = moving_records(workspace, events, parts)
    return {
        "records": [when_days(when, until) for when in whens],
        "marked": marked,
        "ongoing": [n for n, when in enumerate(whens) if when.ongoing],
        "parts": parts,
        "moving": moving,
        "placed": selects_by_place(definition),
    }


def time_arrays(
    workspace: Workspace, events: Sequence[Event], definition: MapDefinition, moves: Sequence[int]
) -> tuple[dict[str, NDArray[np.int64]], TimesData]:
    """Return the times of many records: their days as columns of `geotrack.page.columns`.

    Parameters
    ----------
    workspace, events, definition
        As of `times`.
    moves : sequence of int
        Which records may have been in one place for a part of their time only, without their parts.

    Returns
    -------
    dict of str to numpy.ndarray
        The columns.
    TimesData
        As of `times`, without `records` but with `choices`.
    """
    table, until = table_of(events), last_known_day(definition)
    limits, lasts, undated = map(table.numbers, ("limits", "lasts", "undated"))
    bounds = [*limits.astype(np.int64)]
    special = np.flatnonzero(~table.numbers("plain") | table.numbers("uncertain"))
    choices, marked, ongoing = dict[int, Days](), dict[int, int](), np.zeros(len(lasts), dtype=bool)
    texts = (table.texts_of(name, special) for name in ("start", "end"))
    for row, start_text, end_text in zip(special.tolist(), *texts, strict=True):
        start, end = parse_date(start_text), parse_date(end_text) if end_text else None
        if mark := _mark(start, end):
            marked[row] = mark
        ongoing[row] = end is not None and end.precision == "ongoing"
        if end is None and len(pairs := _choices(start)) > 1:
            choices[row] = pairs
    # Without an as-of date, the first year of the calendar must not stand for one.
    last_known = until.toordinal() if until > date.min else OPEN_LOWER
    bounds[2] = np.where(ongoing, np.maximum(last_known, bounds[0]), bounds[2])
    is_open = [np.isin(bound, (OPEN_LOWER, OPEN_UPPER)) for bound in bounds]
    first = np.where(is_open[0], 0, bounds[0] - _DAY_ZERO)
    lengths = [bound - _DAY_ZERO - first for bound in bounds]
    columns = {
        "dated": np.where(lasts, 2, 1),
        "start": np.where(is_open[0], NO_DAY, first),
        "startDays": np.where(is_open[1], OPEN, lengths[1]),
        "endAfter": np.where(lasts, np.where(is_open[2], -OPEN, lengths[2]), 0),
        "endDays": np.where(lasts, np.where(is_open[3], OPEN, lengths[3]), 0),
    }
    parts = parts_among(columns_of(workspace), events)
    data: TimesData = {
        "records": [],
        "marked": marked,
        "ongoing": np.flatnonzero(ongoing).tolist(),
        "parts": parts,
        "moving": sorted({*parts, *moves}),
        "placed": selects_by_place(definition),
        "choices": choices,
    }
    return {name: np.where(undated, 0, column) for name, column in columns.items()}, data


def when_days(when: When, until: date) -> Days:
    """Return the days that a record allows.

    Parameters
    ----------
    when : When
        The record's time.
    until : date
        The last day on which an ongoing event is known to continue.

    Returns
    -------
    list or None
        For a moment the first day and the day after the last, or such a pair for each of several
        choices; for a duration these of its start, then those of its end. None if undated.

    Examples
    --------
    >>> when_days(When.parse("1970-01"), date.max)
    [0, 31]
    >>> when_days(When.parse("[1970-01-01,1970-01-03]"), date.max)
    [[0, 1], [2, 3]]
    >>> when_days(When.parse("1970-01-01", ".."), date(1970, 1, 9))
    [0, 1, 8, None]
    """
    if when.undated:
        return None
    if when.end is None:
        pairs = _choices(when.start)
        return pairs[0] if len(pairs) == 1 else pairs
    limits = when.day_limits
    if when.ongoing:
        # Without an as-of date, the first year of the calendar must not stand for one.
        last_known = until.toordinal() if until > date.min else OPEN_LOWER
        limits = limits._replace(end_lower=max(last_known, limits.start_lower))
    return [_day(bound) for bound in limits]


def entry_days(days: Sequence[str]) -> list[int]:
    """Return the days of an entry and its revisions as numbers.

    >>> entry_days(["1970-01-02", "1971-01-01"])
    [1, 365]
    """
    return [date.fromisoformat(day).toordinal() - _DAY_ZERO if day else NO_DAY for day in days]


def _day(number: int) -> int | None:
    return None if number in {OPEN_LOWER, OPEN_UPPER} else number - _DAY_ZERO


def _choices(start: Date) -> list[list[int | None]]:
    return [[_day(bound) for bound in span] for span in _joined(start.spans)]


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return choices of days with adjacent ones joined."""
    joined: list[Span] = []
    for lower, upper in sorted(spans):
        if joined and lower <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], upper)
        else:
            joined.append((lower, upper))
    return joined


def _mark(start: Date, end: Date | None) -> int:
    return _START_MARKED * start.uncertain + _END_MARKED * (end is not None and end.uncertain)
