"""Times of the records of a page as numbers of days, for its script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from geotrack.dates import Period, When, parse_date
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Span
from geotrack.footprint.outline import outline
from geotrack.model import Event, MapDefinition
from geotrack.queries.record_arrays import Columns, columns_of
from geotrack.workspace import Workspace

__all__ = [
    "certainly_in_period",
    "last_known_day",
    "parts_among",
    "selects_by_place",
    "times",
    "when_days",
]

_DAY_ZERO = date(1970, 1, 1).toordinal()
_START_MARKED, _END_MARKED = 1, 2


def times(
    workspace: Workspace, events: Sequence[Event], definition: MapDefinition
) -> dict[str, Any]:
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
    dict
        `records`, each as `when_days`, None if undated; and, by index: `marked`, dates written with
        ``~``, ``?`` or ``%`` (1 the start, 2 the end); `ongoing`, ongoing events; `parts`, the
        parts of a record; `moving`, records that may have been in one place for a part of their
        time only. `placed` is whether the map selects by place.
    """
    until = last_known_day(definition)
    marked = {n: mark for n, event in enumerate(events) if (mark := _mark(event.when))}
    parts = parts_among(columns_of(workspace), events)
    moving = _moving(workspace, events, parts)
    return {
        "records": [when_days(event.when, until) for event in events],
        "marked": marked,
        "ongoing": [n for n, event in enumerate(events) if event.when.ongoing],
        "parts": parts,
        "moving": moving,
        "placed": selects_by_place(definition),
    }


def certainly_in_period(
    workspace: Workspace, events: Sequence[Event], period: Period
) -> frozenset[str]:
    """Return the records that are certain in a period, given that they are certain at all.

    The rule of `surelyThere` in the page's script: all records that stayed in one place, and moving
    ones, by themselves or by their parts, only if all of their time lies in the period.

    Parameters
    ----------
    workspace : Workspace
        Knows which records are parts of which.
    events : sequence of Event
        The records of the page.
    period : Period
        The period in days.

    Returns
    -------
    frozenset of str
        Ids of the records.
    """
    parts = parts_among(columns_of(workspace), events)
    moving = set(_moving(workspace, events, parts))
    ids = set()
    for n, event in enumerate(events):
        dated = (
            event.when,
            *(when for i in parts.get(n, ()) if not (when := events[i].when).undated),
        )
        if n not in moving or all(_inside(when, period) for when in dated):
            ids.add(event.id)
    return frozenset(ids)


def _inside(when: When, period: Period) -> bool:
    """Return whether all days of a record lie in a period."""
    limits = when.day_limits
    lower = OPEN_LOWER if period.lower is None else period.lower.toordinal()
    upper = OPEN_UPPER if period.upper is None else period.upper.toordinal()
    within = limits.start_lower >= lower and limits.end_upper <= upper
    return within and not (when.undated or when.uncertain)


def selects_by_place(definition: MapDefinition) -> bool:
    """Return whether the selection of a map, frozen or not, has a place."""
    if definition.frozen is not None:
        return definition.frozen.placed
    selected = definition.select
    return (
        bool(selected.regions or selected.bbox or selected.within) or selected.north_of is not None
    )


def last_known_day(definition: MapDefinition) -> date:
    """Return the last day on which an ongoing event is known to continue.

    A page must not read the clock: without an as-of date, an ongoing event is only known to have
    begun.
    """
    upper = parse_date(definition.as_of).upper if definition.as_of else None
    return upper - timedelta(days=1) if upper else date.min


def when_days(when: When, until: date) -> list[int | None] | list[list[int | None]] | None:
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


def _moving(
    workspace: Workspace, events: Sequence[Event], parts: Mapping[int, list[int]]
) -> list[int]:
    """Return the records that may have been in one place for a part of their time only."""
    return [n for n, event in enumerate(events) if n in parts or _may_move(event, workspace)]


def _may_move(event: Event, workspace: Workspace) -> bool:
    """Return whether a record lasted, and was in several places or moved along a path."""
    where = outline(event, workspace.regions) if event.when.end is not None else None
    return where is not None and (where.each or bool(where.courses))


def parts_among(columns: Columns, events: Sequence[Event]) -> dict[int, list[int]]:
    """Return the parts of records, and theirs, as far as they are among the events."""
    places = {columns.rows[event.id]: n for n, event in enumerate(events)}
    families = {
        n: _family(row, columns, places) for row, n in places.items() if row in columns.parts
    }
    return {n: [places[part] for part in parts] for n, parts in sorted(families.items()) if parts}


def _family(row: int, columns: Columns, among: Mapping[int, int]) -> list[int]:
    members: dict[int, None] = {}
    waiting = [row]
    while waiting:
        new = (part for part in columns.parts.get(waiting.pop(), ()) if part in among)
        for part in new:
            if part not in members and part != row:
                members[part] = None
                waiting.append(part)
    # A part that is refuted or only planned says nothing about where its whole was.
    return [part for part in members if columns.happened[part] or not columns.happened[row]]
