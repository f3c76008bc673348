"""When records of a map were: by themselves, with their parts, and until its as-of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from geotrack.dates import Period, When, parse_date
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER
from geotrack.footprint.outline import Footprint, outline
from geotrack.index.record_rows import event_ids
from geotrack.model import Event, MapDefinition
from geotrack.queries.record_arrays import Columns, columns_of
from geotrack.workspace import Workspace

__all__ = [
    "certainly_in_period",
    "is_in_places",
    "last_known_day",
    "moving_records",
    "parts_among",
    "selects_by_place",
]


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
    moving = set(moving_records(workspace, events, parts))
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
    is_inside = limits.start_lower >= lower and limits.end_upper <= upper
    return is_inside and not (when.undated or when.uncertain)


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


def moving_records(
    workspace: Workspace, events: Sequence[Event], parts: Mapping[int, list[int]]
) -> list[int]:
    """Return the records that may have been in one place for a part of their time only."""
    return [n for n, event in enumerate(events) if n in parts or _may_move(event, workspace)]


def _may_move(event: Event, workspace: Workspace) -> bool:
    """Return whether a record lasted, and was in several places or moved along a path."""
    where = outline(event, workspace.regions) if event.when.end is not None else None
    return is_in_places(where)


def is_in_places(where: Footprint | None) -> bool:
    """Return whether what lasted was in several places of an outline, or moved along it."""
    return where is not None and (where.each or bool(where.courses))


def parts_among(columns: Columns, events: Sequence[Event]) -> dict[int, list[int]]:
    """Return the parts of records, and theirs, as far as they are among the events."""
    if not columns.parts:
        return {}
    places = {row: n for n, row in enumerate(columns.rows_of(event_ids(events)).tolist())}
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
