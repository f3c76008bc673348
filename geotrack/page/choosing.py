"""Which records are on a map, and whether the map may show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from geotrack.errors import GeotrackError
from geotrack.model import Event, MapDefinition
from geotrack.questions import Match, Query, select
from geotrack.when import Period, parse_date
from geotrack.workspace import Workspace

__all__ = ["Chosen", "Counts", "MarkingError", "choose"]


class MarkingError(GeotrackError):
    """A map's marking is below that of a record on it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The one count of records that everything on the page uses.

    Parameters
    ----------
    total : int
        Records on the page.
    unplaced : int
        Those of them without a place, which are listed but not drawn.
    after_as_of : int
        Records of the selection left out because they were first sourced after the as-of date.
    possible : int
        Records left out because they meet the selection only possibly.
    not_judged : int
        Records without place or date that the selection's question could not judge.
    faulty : int
        Errors in the files of events; their records are left out.
    """

    total: int
    unplaced: int
    after_as_of: int
    possible: int
    not_judged: int
    faulty: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records of a map in order of time, with how far each meets the selection."""

    events: tuple[Event, ...]
    matches: dict[str, Match]
    counts: Counts


def choose(workspace: Workspace, definition: MapDefinition) -> Chosen:
    """Select the records of a map.

    Parameters
    ----------
    workspace : Workspace
        The records.
    definition : MapDefinition
        The map.

    Raises
    ------
    MarkingError
        A record, or a report it cites, is marked higher than the map, or by a word that the
        workspace does not know.
    """
    asked = definition.select
    period = Period.parse(asked.start, asked.end) if asked.start or asked.end else None
    day = parse_date(definition.as_of).upper if definition.as_of else None
    query = Query(
        regions=asked.regions,
        period=period,
        themes=asked.themes,
        types=asked.types,
        actors=asked.actors,
        kinds=asked.kinds,
        as_of=day - timedelta(days=1) if day else None,
    )
    found = select(workspace, query)
    met = [h.event for h in found.hits if h.match is Match.CERTAIN or not asked.certain]
    matches = {h.event.id: h.match for h in found.hits}
    unjudged = [*found.unplaced, *found.undated]
    events = [e for e in met if e.id not in asked.without]
    known = [e for e in events if not _sourced_after(e, day, workspace)]
    known.sort(key=lambda e: e.when.sort_key)
    _refuse_what_is_marked_higher(known, definition, workspace)
    counts = Counts(
        total=len(known),
        unplaced=sum(not e.placed for e in known),
        after_as_of=len(events) - len(known),
        possible=len(found.hits) - len(met),
        not_judged=len(unjudged),
        faulty=workspace.left_out,
    )
    return Chosen(tuple(known), matches, counts)


def _sourced_after(event: Event, day: date | None, workspace: Workspace) -> bool:
    """Tell whether a record was first sourced on or after a day.

    A record none of whose sources has a date of publication cannot be judged and stays.
    """
    reports = {t.record.id: t.record for t in workspace.reports if t.record}
    stated = [s.published for s in event.sources]
    stated += [reports[s.seed].published for s in event.sources if s.seed in reports]
    first = [lower for p in stated if p and (lower := parse_date(p).lower)]
    return day is not None and bool(first) and min(first) >= day


def _refuse_what_is_marked_higher(
    events: list[Event], definition: MapDefinition, workspace: Workspace
) -> None:
    level = workspace.config.level
    # Without a marking of its own a map may show what bears none either.
    allowed = level(definition.marking)
    if allowed is None:
        known = ", ".join(workspace.config.markings)
        message = f"{definition.marking!r} begins with no marking of this workspace ({known})"
        raise MarkingError(message)
    reports = {t.record.id: t.record.marking for t in workspace.reports if t.record}
    for event in events:
        marked = [(f"the record {event.id!r}", event.marking)]
        cited = dict.fromkeys(s.seed for s in event.sources if s.seed in reports)
        marked += [
            (f"the report {r!r}, which the record {event.id!r} cites,", reports[r]) for r in cited
        ]
        for what, marking in marked:
            height = level(marking)
            if height is not None and height <= allowed:
                continue
            why = "which this workspace does not know"
            if height is not None:
                why = f"above the map's {definition.marking!r}"
            message = (
                f"{what} is marked {marking!r}, {why}; "
                "raise the map's marking or leave the record out (select.without)"
            )
            raise MarkingError(message)
