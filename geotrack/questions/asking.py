"""A question as a value, and its answer: certainly these, possibly those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.errors import UsageError
from geotrack.model import Event
from geotrack.questions.footprint import Footprint, footprint, region_shape
from geotrack.taxonomy import nearest, taxonomy
from geotrack.when import Certainty, Period
from geotrack.workspace import Workspace

__all__ = ["BORDER_M", "Hit", "Match", "Query", "Selection", "select"]

BORDER_M = 1.0
"""Within this distance of a border, in metres, counts as inside."""

_KINDS = ("event", "statement", "assessment", "outlook")


class Match(StrEnum):
    """How far a record meets a question."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


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
        Parts of actors' names, or two-letter country codes; any of them.
    kinds : tuple of str
        `event`, `statement`, `assessment`, `outlook`; any of them.
    """

    regions: tuple[str, ...] = ()
    period: Period | None = None
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for word, known, what in (
            *((t, tuple(taxonomy().themes), "theme") for t in self.themes),
            *((k, _KINDS, "kind") for k in self.kinds),
        ):
            if word not in known:
                guess = nearest(word, known)
                hint = f"did you mean {guess!r}?" if guess else f"write one of {', '.join(known)}"
                message = f"no {what} is called {word!r}; {hint}"
                raise UsageError(message)
        for word in self.types:
            taxonomy().resolve(word)


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
        Records without a place that a region question could not judge.
    undated : tuple of Event
        Records without a date that a period could not judge.
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


def select(workspace: Workspace, query: Query) -> Selection:
    """Answer a question.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    query : Query
        The question.

    Returns
    -------
    Selection
        A hit is *certain* if it holds for every position and time that the record allows,
        *possible* if for some. A record is certain too if one of its parts is.

    Raises
    ------
    UsageError
        A region of the question is unknown.
    """
    judge = _area_judge(workspace, query)
    hits: dict[str, Hit] = {}
    unplaced: list[Event] = []
    undated: list[Event] = []
    for event in workspace.events:
        if not _words_fit(event, query):
            continue
        during = event.when.within(query.period) if query.period else Certainty.CERTAIN
        if during is Certainty.NO:
            continue
        if during is Certainty.UNDATED:
            undated.append(event)
            continue
        if judge is None:
            match: Match | None = Match.CERTAIN
        else:
            where = footprint(event, workspace)
            if where is None:
                unplaced.append(event)
                continue
            match = judge(where)
        if match is not None:
            certain = match is Match.CERTAIN and during is Certainty.CERTAIN
            hits[event.id] = Hit(event, Match.CERTAIN if certain else Match.POSSIBLE)
    _raise_parents(workspace, hits)
    ordered = sorted(hits.values(), key=lambda h: h.event.when.sort_key)
    return Selection(tuple(ordered), tuple(unplaced), tuple(undated))


def _raise_parents(workspace: Workspace, hits: dict[str, Hit]) -> None:
    """Make a parent certain if a part is: a patrol was where a sighting of it was."""
    for hit in list(hits.values()):
        parent = workspace.by_id.get(hit.event.part_of or "")
        if hit.match is Match.CERTAIN and parent is not None and parent.id in hits:
            hits[parent.id] = Hit(parent, Match.CERTAIN)


def _area_judge(workspace: Workspace, query: Query) -> Callable[[Footprint], Match | None] | None:
    if not query.regions:
        return None
    ids = [workspace.region(word).id for word in query.regions]
    area = shapely.union_all([region_shape(workspace, id_) for id_ in ids])
    shapely.prepare(area)

    def judge(where: Footprint) -> Match | None:
        inside = [_inside(shape, area) for shape in where.shapes]
        met = [shapely.dwithin(shape, area, BORDER_M) for shape in where.shapes]
        if not any(met):
            return None
        certain = where.stated and (any(inside) if where.each else all(inside))
        return Match.CERTAIN if certain else Match.POSSIBLE

    return judge


def _inside(shape: BaseGeometry, area: BaseGeometry) -> bool:
    outside = shapely.difference(shape, area)
    corners = shapely.points(shapely.get_coordinates(outside))
    return len(corners) == 0 or bool(shapely.distance(corners, area).max() <= BORDER_M)


def _words_fit(event: Event, query: Query) -> bool:
    types = {taxonomy().resolve(t).id for t in query.types}
    return (
        (not query.themes or event.theme.id in query.themes)
        and (not types or event.type_id in types)
        and (not query.kinds or event.kind in query.kinds)
        and (not query.actors or any(_takes_part(event, word) for word in query.actors))
    )


def _takes_part(event: Event, word: str) -> bool:
    if word.upper() in event.countries:
        return True
    folded = word.casefold()
    return any(folded in actor.name.casefold() for actor in event.actors)
