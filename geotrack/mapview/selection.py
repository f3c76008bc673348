"""The selection of a map: its records, and the check of their markings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import numpy as np

from geotrack.dates import parse_date
from geotrack.index.record_rows import event_ids, events_where, events_without, table_of
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.messages import Message, in_language
from geotrack.model import Event, MapDefinition
from geotrack.queries import Match, Selection, select
from geotrack.queries.marking_ceiling import MarkingCeiling, MarkingError
from geotrack.workspace import Workspace

__all__ = [
    "MapSelection",
    "MarkingError",
    "QueryMatches",
    "SelectionCounts",
    "as_ruled",
    "choose",
    "translated_whys",
]


@dataclass(frozen=True, slots=True)
class SelectionCounts:
    """The counts of records that all parts of the page use.

    Parameters
    ----------
    total : int
        Records on the page.
    unplaced : int
        Records without a place, which are listed but not drawn.
    after_as_of : int
        Records of the selection left out because they were first sourced after the as-of date.
    possible : int
        Records left out because they meet the selection only possibly.
    not_judged : int
        Records without place or date that the selection could not judge.
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
class MapSelection:
    """The records of a map in order of time, with matches and reasons.

    Reasons are in English, for selections with a place or a period. `otherwise_reviewed` records
    are left out because they are not reviewed as the selection asks.
    """

    events: tuple[Event, ...]
    matches: dict[str, Match]
    counts: SelectionCounts
    whys: dict[str, str] = field(default_factory=dict)
    otherwise_reviewed: int = 0


def as_ruled(definition: MapDefinition, workspace: Workspace) -> MapDefinition:
    """Return a definition as the settings rule: of released records only, if they say so."""
    if not workspace.config.released_only or definition.frozen is not None:
        return definition
    select = definition.select.model_copy(update={"review": ("released",)})
    return definition.model_copy(update={"select": select})


@dataclass(frozen=True, slots=True)
class QueryMatches:
    """What the answer of a query says of the records that a map is made of.

    Parameters
    ----------
    matches : dict of str to Match
        The match of each record, by id.
    not_judged : int
        Records without place or date that the query could not judge.
    """

    matches: dict[str, Match]
    not_judged: int = 0

    def set_in(self, chosen: MapSelection) -> MapSelection:
        """Return a selection of all records of the answer with its matches."""
        counts = replace(chosen.counts, not_judged=self.not_judged)
        return replace(chosen, matches=self.matches, counts=counts)


def choose(
    workspace: Workspace,
    definition: MapDefinition,
    *,
    strict: bool = True,
    why: bool = True,
    among: Collection[str] | None = None,
) -> MapSelection:
    """Select the records of a map.

    Only the records that the definition allows have any effect: a record that is left out, was
    first sourced later or is marked higher does not influence other records either.

    Parameters
    ----------
    workspace : Workspace
        The records.
    definition : MapDefinition
        The map.
    strict : bool
        Whether records marked higher than the map are an error; not needed for a map of all
        records, which has the highest marking.
    why : bool
        Whether to compute reasons, which takes time.
    among : collection of str, optional
        Ids of the only records to select from, unless the map is frozen.

    Raises
    ------
    MarkingError
        A record, or a report that it cites, has a higher or an unknown marking.
    """
    if definition.frozen is not None:
        return _frozen(workspace, definition, strict=strict)
    selected = definition.select
    day = parse_date(definition.as_of).upper if definition.as_of else None
    # A page must not read the clock: without an as-of date, an ongoing event is only known to have
    # begun.
    query = selected.query(day - timedelta(days=1) if day else date.min)
    above = _above(workspace, definition) if strict else None
    if above is not None:
        above.refuse_reports(selected.sources)  # the page names them
    excluded_ids = {workspace.resolved(id_) for id_ in selected.without}
    candidates = events_without(excluded_ids, workspace.current)
    if among is not None:
        is_among = np.array([id_ in among for id_ in event_ids(candidates)], dtype=bool)
        candidates = events_where(is_among, candidates)
    sourced = _sourced_before(day, candidates, workspace)
    selection = select(workspace, query, among=sourced)
    if above is not None and not (admitted := above.admits_each(candidates)).all():
        above.refuse(_met(selection, certain=selected.certain))
        candidates = events_where(admitted, candidates)
        sourced = _sourced_before(day, candidates, workspace)
        selection = select(workspace, query, among=sourced)
    met = _met(selection, certain=selected.certain)
    later = 0
    if len(candidates) > len(sourced):
        ids = set(event_ids(sourced))
        with_later = _met(select(workspace, query, among=candidates), certain=selected.certain)
        later = sum(e.id not in ids for e in with_later)
    counts = SelectionCounts(
        total=len(met),
        unplaced=sum(not e.placed for e in met),
        after_as_of=later,
        possible=len(selection.hits) - len(met),
        not_judged=len(selection.unplaced) + len(selection.undated),
        faulty=workspace.left_out,
    )
    is_asked = selected != type(selected)()  # else there is no reason to state
    whys = _whys(selection, met) if why and is_asked else {}
    matches = {h.event.id: h.match for h in selection.hits}
    unasked = replace(query, review=()) if query.review else query
    of_any_review = select(workspace, unasked, among=sourced) if query.review else selection
    left = len(_met(of_any_review, certain=selected.certain)) - len(met)
    return MapSelection(tuple(met), matches, counts, whys, left)


def translated_whys(
    selection: MapSelection, translate: Translator
) -> dict[str, tuple[LocalizedText, str]]:
    """Return the match and reason of each record, by id."""
    possible = {id_ for id_, match in selection.matches.items() if match is Match.POSSIBLE}
    how = {id_: "possibly" if id_ in possible else "certainly" for id_ in selection.whys}
    return {
        id_: (translate(f"page.print.{how[id_]}"), _reason(why, translate))
        for id_, why in selection.whys.items()
    }


def _reason(why: str, translate: Translator) -> str:
    # A map that was frozen before reasons had languages has texts.
    return translate.each(partial(in_language, why)) if isinstance(why, Message) else why


def _whys(selection: Selection, met: Sequence[Event]) -> dict[str, str]:
    """Return the reasons of matches, except those that name a record which is not on the map."""
    on_map, quoted = {e.id for e in met}, [f"‘{e.title}’" for e in met]
    whys = {h.event.id: h.why for h in selection.hits if h.event.id in on_map}
    return {id_: why for id_, why in whys.items() if why and "‘" not in _without(why, quoted)}


def _without(text: str, parts: Sequence[str]) -> str:
    # Most name no record.
    for part in parts if "‘" in text else ():
        text = text.replace(part, "")
    return text


def _above(workspace: Workspace, definition: MapDefinition) -> MarkingCeiling:
    remedy = "raise the map's marking or leave the record out (select.without)"
    return MarkingCeiling(workspace, definition.marking, "map", remedy)


def _frozen(workspace: Workspace, definition: MapDefinition, *, strict: bool) -> MapSelection:
    """Select all records: they were selected when the map was frozen."""
    events = sorted(workspace.current, key=lambda e: e.when.sort_key)
    if strict:
        _above(workspace, definition).refuse(events)
    excluded = {"selection", "where", "entered", "placed", "only_possibly", "order", "why", "since"}
    frozen = definition.frozen.model_dump(exclude=excluded) if definition.frozen else {}
    counts = SelectionCounts(
        total=len(events), unplaced=sum(not e.placed for e in events), **frozen
    )
    possibly = definition.frozen.only_possibly if definition.frozen else ()
    reasons = definition.frozen.why if definition.frozen else {}
    # By language; before that they were English texts.
    whys = {
        id_: why if isinstance(why, str) else Message("{name}", why.__getitem__)
        for id_, why in reasons.items()
    }
    return MapSelection(tuple(events), dict.fromkeys(possibly, Match.POSSIBLE), counts, whys)


def _met(selection: Selection, *, certain: bool) -> list[Event]:
    met = [h.event for h in selection.hits if h.match is Match.CERTAIN or not certain]
    return sorted(met, key=lambda e: e.when.sort_key)


def _sourced_before(
    day: date | None, events: Sequence[Event], workspace: Workspace
) -> Sequence[Event]:
    """Return the records that were first sourced before a day, or have no dated source."""
    if day is None:
        return events
    reports, table = workspace.reports_by_id, table_of(events)

    def days(dates: Iterable[str | None]) -> list[date]:
        return [lower for text in dates if text and (lower := parse_date(text).lower)]

    def days_of_reports(ids: Iterable[str]) -> list[date]:
        return days(reports[id_].published for id_ in ids if id_ in reports)

    published, cited = table.shared("published"), table.shared("reports")
    is_dated = published.where(days) | cited.where(days_of_reports)
    is_earlier = published.where(lambda dates: any(d < day for d in days(dates)))
    is_earlier |= cited.where(lambda ids: any(d < day for d in days_of_reports(ids)))
    return events_where(is_earlier | ~is_dated, events)
