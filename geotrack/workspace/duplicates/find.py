"""Search for records that are probably of one event.

Identical records are grouped first. Then candidate pairs by space and time are scored, and each
step drops pairs that cannot reach the minimum score. Titles are compared last.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from geotrack.i18n.folding import folded
from geotrack.index.record_rows import events_where, events_with, events_without
from geotrack.messages import Message, joined
from geotrack.workspace.duplicates import reasons
from geotrack.workspace.duplicates.distances import Places
from geotrack.workspace.duplicates.places import near
from geotrack.workspace.duplicates.similarity import (
    ACTORS,
    OTHER_NUMBERS,
    SPACE,
    TITLE,
    Traits,
    maximum_score,
    required_similarity,
    simultaneous,
    sources_of,
    title_score,
    total_score,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geotrack.model import Event
    from geotrack.workspace.store import Workspace

__all__ = ["LEAST", "Duplicates", "Pair", "duplicates_in", "duplicates_of"]

LEAST = 0.68
"""Minimum score of probable duplicates."""

# Maximum number of reported pairs of one record.
_MOST_OF_ONE = 3
# Maximum number of reported pairs of all records.
_MOST_OF_ALL = 1000
# Maximum number of wholes that are followed upwards from a part.
_MOST_WHOLES = 100
# Reduction of the title score for titles that differ in numbers, or only in numbers,
# days or opposite words.
_LACKS = {"opposite": 1.0, "numbers": OTHER_NUMBERS}
# Two rows, their score, metres between them, and how alike their titles are.
_ScoredPair: TypeAlias = tuple[int, int, float, float, float]
# Scores have four digits.
_ROUNDED = 5e-5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are probably of one event.

    Parameters
    ----------
    first, second : Event
        In the order of their ids; an incoming record before a stored one.
    score : float
        From 0 to 1.
    reasons : tuple of str
        Reasons as text.

    Examples
    --------
    >>> from geotrack.files.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> duplicates_in(open_workspace(sample_workspace())).pairs
    []
    """

    first: Event
    second: Event
    score: float
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """The reasons as one text."""
        return joined(map(Message, self.reasons), "{first}; {second}")


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The result of a search.

    Parameters
    ----------
    pairs : list of Pair
        The reported pairs, best first.
    more : int
        Approximate number of further pairs.
    """

    pairs: list[Pair]
    more: int


def duplicates_in(
    workspace: Workspace,
    *,
    least: float = LEAST,
    of_one: int = _MOST_OF_ONE,
    most: int = _MOST_OF_ALL,
) -> Duplicates:
    """Return probable duplicates in a workspace, best first, and how many further pairs there are.

    Parts of one whole, records linked by `related`, and a record with the one that it `replaces`
    are excluded. Of several identical records, each is paired with the one before.

    Parameters
    ----------
    workspace : Workspace
        The records.
    least : float
        Minimum score.
    of_one, most : int
        Maximum number of pairs of one record, and of all.
    """
    return _Search(workspace.events, None, workspace, least).search(of_one, most)


def duplicates_of(
    events: Sequence[Event],
    workspace: Workspace,
    *,
    least: float = LEAST,
    of_one: int = _MOST_OF_ONE,
    most: int = _MOST_OF_ALL,
) -> list[Pair]:
    """Return probable duplicates of incoming records, stored or incoming, best first.

    Parameters
    ----------
    events : sequence of Event
        Incoming records. Stored records with the same id are ignored.
    workspace : Workspace
        The stored records.
    least, of_one, most
        See `duplicates`.

    Returns
    -------
    list of Pair
        See `duplicates`.
    """
    incoming = {event.id for event in reversed(events)}
    others = events_without(incoming, workspace.events)
    compared = simultaneous(others, [event for event in events if not event.when.undated])
    if undated := [event for event in events if event.when.undated]:
        compared |= near(others, undated, workspace)
    stored = events_where(compared, others)
    return _Search([*events, *stored], incoming, workspace, least).search(of_one, most).pairs


class _Search:
    """A search over groups of identical records.

    Parameters
    ----------
    events : sequence of Event
        The records; the first of a repeated id.
    incoming : set of str or None
        Ids of which one must be in each pair; None for all.
    workspace : Workspace
        The workspace with the regions.
    least : float
        Minimum score.
    """

    def __init__(
        self,
        events: Sequence[Event],
        incoming: set[str] | None,
        workspace: Workspace,
        least: float,
    ) -> None:
        by_id = {event.id: event for event in reversed(events)}
        in_order = [by_id[id_] for id_ in sorted(by_id)]
        self._incoming, self._least = incoming, least
        self._links = _Links(by_id, workspace)
        self._places = Places(in_order, workspace)
        rows: dict[object, list[int]] = {}
        for row, event in enumerate(in_order):
            rows.setdefault((int(self._places.at[row]), *_compared(event)), []).append(row)
        self._groups = [[in_order[row] for row in group] for group in rows.values()]
        self._places.narrow([group[0] for group in rows.values()])
        self._traits = Traits([group[0] for group in self._groups])
        self._eligible = np.array(
            [any(map(self._is_eligible, g)) for g in self._groups], dtype=bool
        )

    def search(self, of_one: int, most: int) -> Duplicates:
        """Return the pairs, limited by record and in all."""
        copies = list(self._the_same())
        counts: Counter[str] = Counter()
        for pair in copies:
            counts.update((pair.first.id, pair.second.id))
        alike: list[Pair] = []
        unlisted = 0
        for row, beside, score, *scores in self._alike():
            if len(copies) + len(alike) >= most:
                unlisted += 1
                continue
            first, second = self._representatives(row, beside)
            if max(counts[first.id], counts[second.id]) >= of_one:
                unlisted += 1
                continue
            if self._links.tie(first, second):
                continue
            counts.update((first.id, second.id))
            alike.append(self._pair(first, second, score, self._reasons(row, beside, *scores)))
        pairs = sorted(
            [*copies[:most], *alike], key=lambda pair: (-pair.score, pair.first.id, pair.second.id)
        )
        return Duplicates(pairs, unlisted + max(len(copies) - most, 0))

    def _is_eligible(self, event: Event) -> bool:
        return self._incoming is None or event.id in self._incoming

    def _the_same(self) -> Iterator[Pair]:
        for group in self._groups:
            # Pair incoming records with a stored one if there is any.
            before: list[Event] = []
            stored_first = self._incoming is not None
            for event in sorted(group, key=lambda e: stored_first and self._is_eligible(e)):
                beside = (e for e in before[:-4:-1] if not self._links.tie(e, event))
                earlier = next(beside, None) if self._is_eligible(event) else None
                if earlier is not None:
                    yield self._pair(earlier, event, 1.0, (reasons.THE_SAME,))
                before.append(event)

    def _pair(self, one: Event, other: Event, score: float, why: tuple[str, ...]) -> Pair:
        first, second = sorted((one, other), key=lambda e: (not self._is_eligible(e), e.id))
        return Pair(first, second, score, why)

    def _alike(self) -> list[_ScoredPair]:
        """Return the pairs of rows with a sufficient score, best first."""
        scored: list[_ScoredPair] = []
        for rows, partners in self._places.near(self._eligible):
            pairs = self._by_time(rows, partners)
            # Fast tests first: distances of points, actors, titles, then distances of shapes.
            pairs = self._by_space(pairs, self._places.are_points(pairs.one, pairs.other))
            pairs = self._by_titles(self._by_actors(pairs))
            pairs = self._by_space(pairs, ~self._places.are_points(pairs.one, pairs.other))
            scored.extend(self._score_pairs(pairs))
        return sorted(scored, key=lambda item: (-item[2], *item[:2]))

    def _representatives(self, row: int, beside: int) -> tuple[Event, Event]:
        """Return one record of each of two groups: an incoming and, if any, a stored one."""
        group, other_group = self._groups[row], self._groups[beside]
        first = next(event for event in group if self._is_eligible(event))
        return first, next((e for e in other_group if not self._is_eligible(e)), other_group[0])

    def _by_time(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> _Candidates:
        """Return the pairs that fit by time and type, with their maximum score."""
        met = self._traits.met(one, other)
        one, other = one[met], other[met]
        likeliest = self._traits.titles.likeliest(one, other)
        one, other = one[likeliest], other[likeliest]
        time = self._traits.time(one, other)
        space = self._places.sure(one, other)
        most = maximum_score(space=space, time=time, type_=self._traits.type(one, other))
        kind, nothing = self._traits.kind(one, other), np.zeros(len(one))
        return _Candidates(one, other, most, kind, nothing, nothing).reaching(self._least)

    def _by_space(self, found: _Candidates, these: NDArray[np.bool_]) -> _Candidates:
        """Return the pairs without those among `these` that are too far apart."""
        rows, partners = found.one[these], found.other[these]
        best = self._places.sure(rows, partners)
        metres, fit = found.metres.copy(), np.ones(len(these))
        metres[these], fit[these] = self._places.apart(rows, partners)
        most = found.most.copy()
        space = self._places.sure(rows, partners, metres[these]) * fit[these]
        most[these] -= SPACE * (best - space)
        return replace(found, most=most, metres=metres).subset(fit > 0).reaching(self._least)

    def _by_actors(self, found: _Candidates) -> _Candidates:
        """Return the pairs with sufficiently similar actors."""
        lacks = ACTORS * (1.0 - self._traits.actors(found.one, found.other))
        return replace(found, most=found.most - lacks).reaching(self._least)

    def _by_titles(self, found: _Candidates) -> _Candidates:
        """Return the pairs with sufficiently similar titles."""
        required = required_similarity(found.most, found.kind, self._least)
        titles = self._traits.titles.alike(found.one, found.other, required)
        most = found.most - TITLE * (1.0 - title_score(titles))
        return replace(found, most=most, titles=titles).reaching(self._least)

    def _score_pairs(self, found: _Candidates) -> Iterator[_ScoredPair]:
        """Yield the pairs with a sufficient score."""
        traits = self._traits
        columns = (found.one, found.other, found.most, found.kind, found.titles, found.metres)
        for row, beside, most, kind, titles, metres in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            differ = traits.titles.differ(row, beside)
            lacks = TITLE * _LACKS[differ] * float(title_score(titles)) if differ else 0.0
            in_common = traits.same_source(row, beside) or traits.same_ship(row, beside)
            # A common page or ship does not outweigh opposite titles.
            score = round(total_score(most - lacks, in_common and differ != "opposite", kind), 4)
            if score >= self._least:
                yield row, beside, score, metres, titles

    def _reasons(self, row: int, beside: int, metres: float, titles: float) -> tuple[str, ...]:
        event, other_event = self._groups[row][0], self._groups[beside][0]
        differ = self._traits.titles.differ(row, beside)
        source = ("same source",) if self._traits.same_source(row, beside) else ()
        ship = ("same ship",) if self._traits.same_ship(row, beside) else ()
        return (
            reasons.space_reason(self._places.spot(row), self._places.spot(beside), metres),
            reasons.time_reason(event, other_event),
            *reasons.kinds_reason(event, other_event),
            reasons.actors_reason(event, other_event),
            reasons.titles_reason(titles, differ),
            *source,
            *ship,
        )


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Candidate pairs of rows, with their maximum score and partial scores."""

    one: NDArray[np.intp]
    other: NDArray[np.intp]
    most: NDArray[np.float64]
    kind: NDArray[np.float64]
    metres: NDArray[np.float64]
    titles: NDArray[np.float64]

    def subset(self, mask: NDArray[np.bool_]) -> _Candidates:
        """Return the pairs of a mask."""
        rows, partners = self.one[mask], self.other[mask]
        most, kind = self.most[mask], self.kind[mask]
        return _Candidates(rows, partners, most, kind, self.metres[mask], self.titles[mask])

    def reaching(self, least: float) -> _Candidates:
        """Return the pairs whose maximum score reaches a minimum."""
        return self.subset(total_score(self.most, True, self.kind) >= least - _ROUNDED)


class _Links:
    """Links between records, which exclude duplicates."""

    def __init__(self, by_id: Mapping[str, Event], workspace: Workspace) -> None:
        self._by_id = ChainMap(dict(by_id), cast("dict[str, Event]", workspace.by_id))
        self._replaced: dict[str, set[str]] = {}
        stored = events_with(("replaces",), events_without(by_id, workspace.events))
        for event in chain(by_id.values(), stored):
            for id_ in event.replaces:
                self._replaced.setdefault(id_, set()).add(event.id)

    def tie(self, one: Event, other: Event) -> bool:
        """Return whether two records are linked, or different parts of one whole."""
        is_linked = one.id in (*other.related, *other.replaces)
        if is_linked or other.id in (*one.related, *one.replaces):
            return True
        if one.id in self._wholes(other) or other.id in self._wholes(one):
            return True
        if one.part_of is not None and one.part_of == other.part_of:
            ordered = one.sequence is not None and other.sequence is not None
            if ordered and one.sequence != other.sequence:
                return True
        replaced = self._replaced
        return not replaced.get(one.id, set()).isdisjoint(replaced.get(other.id, ()))

    def _wholes(self, event: Event) -> set[str]:
        """Return the ids of the records that a record is a part of, up to a depth of a hundred."""
        wholes: set[str] = set()
        parent = event.part_of
        while parent is not None and parent not in wholes and len(wholes) < _MOST_WHOLES:
            wholes.add(parent)
            above = self._by_id.get(parent)
            parent = above.part_of if above else None
        return wholes


def _compared(event: Event) -> Iterator[object]:
    """Yield the properties that must be equal for identical records, besides the place."""
    yield from (event.type_id, event.kind, event.time_zone)
    # Compare times as instants, however they are written.
    for text, date in ((event.start, event.when.start), (event.end, event.when.end)):
        yield (date.instant if date else None) or text
    yield folded(event.title)
    yield tuple(sorted((folded(a.name), a.country or "", *a.assets) for a in event.actors))
    yield sources_of(event)
    yield from (event.part_of, event.sequence, event.related, event.replaces)
