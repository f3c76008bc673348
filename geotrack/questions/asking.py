"""A question as a value, and its answer: certainly these, possibly those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import get_args

from geotrack.errors import UsageError
from geotrack.model import Event, Kind
from geotrack.questions.areas import Area, Match
from geotrack.questions.footprint import footprint, region_shape
from geotrack.taxonomy import UnknownTypeError, countries, nearest, taxonomy
from geotrack.when import Certainty, Date, Period, When
from geotrack.workspace import Workspace

__all__ = ["Hit", "Match", "Query", "Selection", "select", "strangers"]

_KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True)
class Query:
    """What is asked; all conditions are joined by *and*, an empty one asks nothing.

    Parameters
    ----------
    regions : tuple of str
        Ids, names or aliases of regions; in any of them.
    period : Period, optional
        When.
    themes, types : tuple of str
        Words of the taxonomy; any of them.
    actors : tuple of str
        Parts of actors' names, or countries by name or two-letter code; any of them.
    kinds : tuple of str
        `event`, `statement`, `assessment`, `outlook`; any of them.
    as_of : date, optional
        The last day on which what still goes on is known to do so; default today.
    """

    regions: tuple[str, ...] = ()
    period: Period | None = None
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        for word in self.themes:
            _known(word, tuple(taxonomy().themes), "theme")
        for word in self.kinds:
            _known(word, _KINDS, "kind")
        for word in self.types:
            try:
                taxonomy().resolve(word)
            except UnknownTypeError as error:
                message = f"{error}; {error.remedy}"
                raise UsageError(message) from error

    @cached_property
    def type_ids(self) -> frozenset[str]:
        """Full ids of the types asked for."""
        return frozenset(taxonomy().resolve(word).id for word in self.types)


def _known(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        guess = nearest(word, known)
        hint = f"did you mean {guess!r}?" if guess else f"write one of {', '.join(known)}"
        message = f"no {what} is called {word!r}; {hint}"
        raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that meets the question, and how far."""

    event: Event
    match: Match


@dataclass(frozen=True, slots=True)
class Selection:
    """The answer to a question.

    Parameters
    ----------
    hits : tuple of Hit
        In order of time, undated ones last.
    unplaced : tuple of Event
        Records that a region question could not judge: no place, one south of the equator, or
        one that may lie in a region which the workspace does not know.
    undated : tuple of Event
        Records without a date that a period could not judge, unless their place rules them out.
    """

    hits: tuple[Hit, ...]
    unplaced: tuple[Event, ...] = ()
    undated: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The records that meet the question."""
        return tuple(h.event for h in self.hits)

    def count(self, match: Match) -> int:
        """Return how many hits are of one kind."""
        return Counter(h.match for h in self.hits)[match]


def select(workspace: Workspace, query: Query, among: Iterable[Event] | None = None) -> Selection:
    """Answer a question.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    query : Query
        The question.
    among : iterable of Event, optional
        The records to judge, in place of all of the workspace: no other is looked at, not even as
        a part of one of these.

    Returns
    -------
    Selection
        A hit is *certain* if it holds for every position and time that the record allows,
        *possible* if for some. What a part of a record was sure to meet, its whole was too.

    Raises
    ------
    UsageError
        A region of the question is unknown, or has no sound shape.
    """
    events = workspace.events if among is None else tuple(among)
    judge = _Judge(workspace, query, events)
    found: dict[_Verdict, list[Event]] = {verdict: [] for verdict in _Verdict}
    for event in events:
        if _words_fit(event, query):
            found[judge.with_parts(event)].append(event)
    hits = [
        *(Hit(event, Match.CERTAIN) for event in found[_Verdict.CERTAIN]),
        *(Hit(event, Match.POSSIBLE) for event in found[_Verdict.POSSIBLE]),
    ]
    hits.sort(key=lambda h: h.event.when.sort_key)
    unplaced, undated = found[_Verdict.UNPLACED], found[_Verdict.UNDATED]
    return Selection(tuple(hits), tuple(unplaced), tuple(undated))


class _Verdict(IntEnum):
    """What is known of one record, from least to most."""

    NO = 0
    UNPLACED = 1
    UNDATED = 2
    POSSIBLE = 3
    CERTAIN = 4


class _Judge:
    """Judges records by place and time, each once."""

    def __init__(self, workspace: Workspace, query: Query, events: Iterable[Event]) -> None:
        self.workspace = workspace
        self.period = query.period
        self.as_of = query.as_of or date.today()  # noqa: DTZ011 (the reader's own calendar day)
        ids = dict.fromkeys(workspace.region(word).id for word in query.regions)
        shapes = [region_shape(workspace, id_) for id_ in ids]
        self.area = Area(shapes) if shapes else None
        self.parts: dict[str, list[Event]] = {}
        for event in events:
            if event.part_of is not None:
                self.parts.setdefault(event.part_of, []).append(event)
        self.known: dict[str, _Verdict] = {}

    def with_parts(self, event: Event) -> _Verdict:
        """Judge a record and its parts: a patrol was where a sighting of it was."""
        best, seen, waiting = self.alone(event), {event.id}, [event]
        while waiting and best is not _Verdict.CERTAIN:
            for part in self.parts.get(waiting.pop().id, ()):
                if part.id not in seen:
                    seen.add(part.id)
                    waiting.append(part)
                    verdict = self.alone(part)
                    best = max(best, verdict) if verdict >= _Verdict.POSSIBLE else best
        return best

    def alone(self, event: Event) -> _Verdict:
        if event.id not in self.known:
            self.known[event.id] = self._judged(event)
        return self.known[event.id]

    def _judged(self, event: Event) -> _Verdict:
        during = Certainty.CERTAIN
        if self.period:
            during = event.when.within(self.period, as_of=self.as_of)
        if during is Certainty.NO:
            return _Verdict.NO
        where = footprint(event, self.workspace) if self.area else None
        match: Match | None = Match.CERTAIN
        if self.area and where:
            match = self.area.judge(where, throughout=_lasts_within(event.when, self.period))
        if match is None:
            return _Verdict.UNPLACED if where and where.gaps else _Verdict.NO
        if during is Certainty.UNDATED:
            return _Verdict.UNDATED
        if self.area and not where:
            return _Verdict.UNPLACED
        certain = match is Match.CERTAIN and during is Certainty.CERTAIN
        return _Verdict.CERTAIN if certain else _Verdict.POSSIBLE


def _lasts_within(when: When, period: Period | None) -> bool:
    """Tell whether all of a record's time, from its start to its end, is asked about."""
    if period is None or when.end is None:
        return True
    if when.ongoing:
        return period.upper is None and _begins_within(when.start, when.time_zone, period)
    return all(_begins_within(d, when.time_zone, period) for d in (when.start, when.end))


def _begins_within(moment: Date, time_zone: str | None, period: Period) -> bool:
    return When(moment, None, time_zone).within(period) is Certainty.CERTAIN


def _words_fit(event: Event, query: Query) -> bool:
    return (
        (not query.themes or event.theme.id in query.themes)
        and (not query.types or event.type_id in query.type_ids)
        and (not query.kinds or event.kind in query.kinds)
        and (not query.actors or any(_takes_part(event, word) for word in query.actors))
    )


def _takes_part(event: Event, word: str) -> bool:
    folded = word.strip().casefold()
    if countries().get(folded, folded.upper()) in event.countries:
        return True
    # "us" is a country, not a part of "Russian".
    is_code = len(folded) == len("US")
    return not is_code and any(folded in actor.name.casefold() for actor in event.actors)


def strangers(workspace: Workspace, query: Query) -> tuple[str, ...]:
    """Return the actors of a question that no record of the workspace names at all."""
    return tuple(
        word for word in query.actors if not any(_takes_part(e, word) for e in workspace.events)
    )
