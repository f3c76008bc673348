"""Selections: the hits of a query, certain and possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from geotrack.errors import FieldError
from geotrack.i18n.folding import folded
from geotrack.index.record_rows import events_once
from geotrack.model import Event
from geotrack.model.query import Query
from geotrack.queries.areas import Match
from geotrack.queries.judge import Judge, Verdict
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ORDERS", "Hit", "Order", "Selection", "select"]

Order = Literal["date", "distance", "title"]
ORDERS: tuple[Order, ...] = ("date", "distance", "title")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that meets a query, with its match.

    Parameters
    ----------
    event : Event
        The record.
    match : Match
        *certain* if it holds for every position, path and time that the record allows, *possible*
        if for some.
    """

    event: Event
    match: Match
    _why: Callable[[Hit], str] = field(repr=False, compare=False)
    _distance: Callable[[Hit], float | None] = field(repr=False, compare=False)

    @property
    def why(self) -> str:
        """Why the record matches, in words; computed on access."""
        return self._why(self)

    @property
    def distance_km(self) -> float | None:
        """Shortest distance from the reference of the query; None without one."""
        return self._distance(self)


@dataclass(frozen=True)
class Selection:
    """The hits of a query, and what could not be judged.

    Parameters
    ----------
    judge : Judge
        The judge of the query.
    rows : numpy.ndarray of shape (n,)
        The hits as rows of the judge's columns, in order.
    """

    judge: Judge = field(repr=False, compare=False)
    rows: NDArray[np.intp] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The records that meet the query, by date, undated ones last, unless sorted."""
        return tuple(self._hits_of(self.events))

    def hits_once(self) -> Iterator[Hit]:
        """Yield the hits; records that have to be built are not kept, as they may be many."""
        return self._hits_of(events_once(self.judge.columns.events, self.rows.tolist()))

    def _hits_of(self, events: Iterable[Event]) -> Iterator[Hit]:
        why, distance = self._why, self._distance_km
        return (Hit(e, match, why, distance) for e, match in zip(events, self.matches, strict=True))

    @property
    def ids(self) -> list[str]:
        """The ids of the hits, in order."""
        ids: list[str] = self.judge.columns.ids[self.rows].tolist()
        return ids

    @property
    def certain(self) -> NDArray[np.bool_]:
        """Whether each hit is certain, in order."""
        return np.asarray(self.judge.verdicts[self.rows] == Verdict.CERTAIN)

    @property
    def matches(self) -> list[Match]:
        """The match of each hit, in order."""
        kinds = np.array([Match.POSSIBLE, Match.CERTAIN], dtype=object)
        matches: list[Match] = kinds[self.certain.astype(np.intp)].tolist()
        return matches

    @property
    def events(self) -> tuple[Event, ...]:
        """The records of the hits, in order."""
        events = self.judge.columns.events
        return tuple(events[row] for row in self.rows.tolist())

    @cached_property
    def unplaced(self) -> tuple[Event, ...]:
        """Records that a query with a place could not judge.

        They have no place, one south of the equator, or name a region that is unknown.
        """
        return self._hidden_by(Verdict.UNPLACED)

    @cached_property
    def undated(self) -> tuple[Event, ...]:
        """Records that a query with a period could not judge, unless their place rules them out."""
        return self._hidden_by(Verdict.UNDATED)

    def _hidden_by(self, verdict: Verdict) -> tuple[Event, ...]:
        events = self.judge.columns.events
        rows = np.flatnonzero(self.judge.verdicts == verdict)
        return tuple(events[row] for row in rows.tolist())

    def count(self, match: Match) -> int:
        """Return the number of hits of one kind."""
        certain = int(self.certain.sum())
        return certain if match is Match.CERTAIN else len(self.rows) - certain

    def only(self, match: Match) -> Selection:
        """Return the selection with the hits of one kind."""
        return replace(self, rows=self.rows[self.certain == (match is Match.CERTAIN)])

    def sorted(self, order: Order) -> Selection:
        """Return the selection in order of date, of distance (nearest first) or of title.

        Raises
        ------
        UsageError
            By distance, if the query has no reference.
        """
        if order == "title":
            events = self.judge.columns.events
            keys = [(folded(events[row].title), row) for row in self.rows.tolist()]
            return replace(self, rows=np.array([row for _, row in sorted(keys)], dtype=np.intp))
        by_date = self.judge.columns.by_date(self.rows)
        if order == "date":
            return replace(self, rows=by_date)
        if self.judge.reference is None:
            raise FieldError(
                "sorted by distance from what? name a place, a record's id or lon,lat with {of}"
            )
        distances = self.judge.distances_km(by_date)
        keyed = np.array([np.inf if km is None else km for km in distances])
        return replace(self, rows=by_date[np.argsort(keyed, kind="stable")])

    def first(self, count: int) -> Selection:
        """Return the selection with its first hits."""
        return replace(self, rows=self.rows[:count])

    def _why(self, hit: Hit) -> str:
        from geotrack.queries.explain import why

        return why(self.judge, self.judge.columns.rows[hit.event.id])

    def _distance_km(self, hit: Hit) -> float | None:
        row = self.judge.columns.rows[hit.event.id]
        return self.judge.distances_km(np.array([row]))[0]


def select(workspace: Workspace, query: Query, among: Iterable[Event] | None = None) -> Selection:
    """Return the records that meet a query.

    Parameters
    ----------
    workspace : Workspace
        The records and regions.
    query : Query
        The query.
    among : iterable of Event, optional
        Records of the workspace to judge. Default: all. No other record is read, not even as a part
        of one of these.

    Returns
    -------
    Selection
        A hit is *certain* if it meets the query for every position, path and time that the record
        allows, *possible* if for some. A record meets whatever its parts certainly meet.

    Raises
    ------
    UsageError
        A region, place, record or report of the query is unknown or has no valid shape.
    DateError
        Joined queries have periods with nothing in common.
    """
    judge = Judge(workspace, query, among)
    rows = np.flatnonzero(judge.verdicts >= Verdict.POSSIBLE)
    judge.save()
    return Selection(judge, rows).sorted("date")
