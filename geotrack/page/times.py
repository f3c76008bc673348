"""Times of the records of a page as numbers of days, for its script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geotrack.dates import When
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Span
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

__all__ = ["times", "when_days"]

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
    marked = {n: mark for n, event in enumerate(events) if (mark := _mark(event.when))}
    parts = parts_among(columns_of(workspace), events)
    moving = moving_records(workspace, events, parts)
    return {
        "records": [when_days(event.when, until) for event in events],
        "marked": marked,
        "ongoing": [n for n, event in enumerate(events) if event.when.ongoing],
        "parts": parts,
        "moving": moving,
        "placed": selects_by_place(definition),
    }


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
        pairs = [[_day(bound) for bound in span] for span in _joined(when.start.spans)]
        return pairs[0] if len(pairs) == 1 else pairs
    limits = when.day_limits
    if when.ongoing:
        # Without an as-of date, the first year of the calendar must not stand for one.
        last_known = until.toordinal() if until > date.min else OPEN_LOWER
        limits = limits._replace(end_lower=max(last_known, limits.start_lower))
    return [_day(bound) for bound in limits]


def _day(number: int) -> int | None:
    return None if number in {OPEN_LOWER, OPEN_UPPER} else number - _DAY_ZERO


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return choices of days with adjacent ones joined."""
    joined: list[Span] = []
    for lower, upper in sorted(spans):
        if joined and lower <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], upper)
        else:
            joined.append((lower, upper))
    return joined


def _mark(when: When) -> int:
    end = when.end is not None and when.end.uncertain
    return _START_MARKED * when.start.uncertain + _END_MARKED * end
