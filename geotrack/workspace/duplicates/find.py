"""Records that probably tell of one event, found by space and time first.

Records that are the same in all that is compared are one for the search; then pairs that space and
time let pass are scored, and each step leaves out what can no longer reach the least score. Titles
are compared last, and only for those that are left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from geotrack.i18n.folding import folded
from geotrack.workspace.duplicates import reasons
from geotrack.workspace.duplicates.distances import Places
from geotrack.workspace.duplicates.similarity import (
    ACTORS,
    OTHER_NUMBERS,
    SPACE,
    TITLE,
    Traits,
    sources_of,
    summed,
    titles_count,
    titles_needed,
    weighed,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geotrack.model import Event
    from geotrack.workspace.store import Workspace

__all__ = ["LEAST", "Duplicates", "Pair", "duplicates", "duplicates_in", "duplicates_of"]

LEAST = 0.68
"""The score from which two records are told as probably one event."""

# Of one record, and of all, no more pairs are told: where more are alike, the data is rather of
# one kind than doubled.
_MOST_OF_ONE, _MOST = 3, 1000
# By what part titles count less, and what is said, where they differ in numbers, or in nothing but
# numbers, days or opposite words.
_LACKS = {"opposite": 1.0, "numbers": OTHER_NUMBERS}
_DIFFERENCE_TEXTS = {
    "": "",
    "opposite": ", but for numbers, days or opposites",
    "numbers": ", with other numbers",
}
# Two rows, their score, metres between them, and how alike their titles are.
_ScoredPair: TypeAlias = tuple[int, int, float, float, float]
# Scores are told to four digits.
_ROUNDED = 5e-5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are probably of one event.

    Parameters
    ----------
    first, second : Event
        In the order of their ids; of an incoming record and a stored one, the incoming first.
    score : float
        From 0 to 1, how much speaks for it.
    reasons : tuple of str
        What does, in words.

    Examples
    --------
    >>> from geotrack.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> duplicates(open_workspace(sample_workspace()))
    []
    """

    first: Event
    second: Event
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What a search found.

    Parameters
    ----------
    pairs : list of Pair
        Those that are told, best first.
    more : int
        About how many more there are: those that were found, tied ones among them.
    """

    pairs: list[Pair]
    more: int


def duplicates(
    workspace: Workspace,
    *,
    least: float = LEAST,
    of_one: int = _MOST_OF_ONE,
    most: int = _MOST,
) -> list[Pair]:
    """Return the pairs of a workspace's records that are probably of one event, best first.

    Parts of one whole, records that name each other in `related`, and a record with the one that
    it `replaces` are none.

    Parameters
    ----------
    workspace : Workspace
        Holds the records.
    least : float
        The least score that is told.
    of_one, most : int
        Of one record, and of all, no more pairs are told than these, the best.

    Returns
    -------
    list of Pair
        Of several records that are the same in all that is compared, each with the one before.
    """
    return _Search(workspace.events, None, workspace, least).search(of_one, most).pairs


def duplicates_in(workspace: Workspace) -> Duplicates:
    """Return what `duplicates` returns, and how many pairs more there are."""
    return _Search(workspace.events, None, workspace, LEAST).search(_MOST_OF_ONE, _MOST)


def duplicates_of(
    events: Sequence[Event],
    workspace: Workspace,
    *,
    least: float = LEAST,
    of_one: int = _MOST_OF_ONE,
    most: int = _MOST,
) -> list[Pair]:
    """Return the pairs of incoming records with stored ones, and among themselves, best first.

    Parameters
    ----------
    events : sequence of Event
        Incoming records. A stored one with the id of an incoming one is the same record, and is
        left out.
    workspace : Workspace
        Holds the stored records.
    least, of_one, most
        See `duplicates`.

    Returns
    -------
    list of Pair
        See `duplicates`.
    """
    incoming = {event.id for event in reversed(events)}
    stored = [event for event in workspace.events if event.id not in incoming]
    return _Search([*events, *stored], incoming, workspace, least).search(of_one, most).pairs


class _Search:
    """One search: the records in the order of their ids, and those that stand for the others.

    Parameters
    ----------
    events : sequence of Event
        The records; of a repeated id the first.
    incoming : set of str or None
        Ids of the records of which one must be in each pair; None: of all.
    workspace : Workspace
        Holds the regions.
    least : float
        The least score.
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
        self._links = _Links(by_id)
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
        """Return what is found, the best of each record first."""
        same = list(self._the_same())
        told: Counter[str] = Counter()
        for pair in same:
            told.update((pair.first.id, pair.second.id))
        alike: list[Pair] = []
        more = 0
        for row, beside, score, *what in self._alike():
            if len(same) + len(alike) >= most:
                more += 1
                continue
            first, second = self._representatives(row, beside)
            if max(told[first.id], told[second.id]) >= of_one:
                more += 1
                continue
            if self._links.tie(first, second):
                continue
            told.update((first.id, second.id))
            alike.append(self._pair(first, second, score, self._reasons(row, beside, *what)))
        pairs = sorted(
            [*same[:most], *alike], key=lambda pair: (-pair.score, pair.first.id, pair.second.id)
        )
        return Duplicates(pairs, more + max(len(same) - most, 0))

    def _is_eligible(self, event: Event) -> bool:
        return self._incoming is None or event.id in self._incoming

    def _the_same(self) -> Iterator[Pair]:
        for group in self._groups:
            # Incoming records are told beside a stored one where there is any.
            before: list[Event] = []
            stored_first = self._incoming is not None
            for event in sorted(group, key=lambda e: stored_first and self._is_eligible(e)):
                beside = (e for e in before[:-4:-1] if not self._links.tie(e, event))
                one = next(beside, None) if self._is_eligible(event) else None
                if one is not None:
                    yield self._pair(one, event, 1.0, (reasons.THE_SAME,))
                before.append(event)

    def _pair(self, one: Event, other: Event, score: float, why: tuple[str, ...]) -> Pair:
        def order(event: Event) -> tuple[bool, str]:
            return not self._is_eligible(event), event.id

        first, second = sorted((one, other), key=order)
        return Pair(first, second, score, why)

    def _alike(self) -> list[_ScoredPair]:
        """Return the pairs of rows that are alike enough, best first."""
        told: list[_ScoredPair] = []
        for one, other in self._places.near(self._eligible):
            found = self._by_time(one, other)
            # What is quick comes first: distances of points, actors, titles, then those of shapes.
            found = self._by_space(found, self._places.are_points(found.one, found.other))
            found = self._by_titles(self._by_actors(found))
            found = self._by_space(found, ~self._places.are_points(found.one, found.other))
            told.extend(self._score_pairs(found))
        return sorted(told, key=lambda item: (-item[2], *item[:2]))

    def _representatives(self, row: int, beside: int) -> tuple[Event, Event]:
        """Return who stands for two groups: of incoming and stored, one of each."""
        one, other = self._groups[row], self._groups[beside]
        first = next(event for event in one if self._is_eligible(event))
        return first, next((e for e in other if not self._is_eligible(e)), other[0])

    def _by_time(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> _Candidates:
        """Return the pairs that time and type let pass, at the best that space may do for them."""
        met = self._traits.met(one, other)
        one, other = one[met], other[met]
        likeliest = self._traits.titles.likeliest(one, other)
        one, other = one[likeliest], other[likeliest]
        time = self._traits.time(one, other)
        space = self._places.sure(one, other)
        most = weighed(space=space, time=time, type_=self._traits.type(one, other))
        kind, nothing = self._traits.kind(one, other), np.zeros(len(one))
        return _Candidates(one, other, most, kind, nothing, nothing).reaching(self._least)

    def _by_space(self, found: _Candidates, these: NDArray[np.bool_]) -> _Candidates:
        """Return the pairs of which these are near each other, and the others."""
        one, other = found.one[these], found.other[these]
        best = self._places.sure(one, other)
        metres, near = found.metres.copy(), np.ones(len(these))
        metres[these], near[these] = self._places.apart(one, other)
        most = found.most.copy()
        space = self._places.sure(one, other, metres[these]) * near[these]
        most[these] -= SPACE * (best - space)
        return replace(found, most=most, metres=metres).subset(near > 0).reaching(self._least)

    def _by_actors(self, found: _Candidates) -> _Candidates:
        """Return the pairs whose actors are enough alike."""
        lacks = ACTORS * (1.0 - self._traits.actors(found.one, found.other))
        return replace(found, most=found.most - lacks).reaching(self._least)

    def _by_titles(self, found: _Candidates) -> _Candidates:
        """Return the pairs whose titles are enough alike."""
        needed = titles_needed(found.most, found.kind, self._least)
        titles = self._traits.titles.alike(found.one, found.other, needed)
        most = found.most - TITLE * (1.0 - titles_count(titles))
        return replace(found, most=most, titles=titles).reaching(self._least)

    def _score_pairs(self, found: _Candidates) -> Iterator[_ScoredPair]:
        """Yield the pairs whose score is enough."""
        traits = self._traits
        columns = (found.one, found.other, found.most, found.kind, found.titles, found.metres)
        for row, beside, most, kind, titles, metres in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            differ = traits.titles.differ(row, beside)
            lacks = TITLE * _LACKS[differ] * float(titles_count(titles)) if differ else 0.0
            in_common = traits.same_source(row, beside) or traits.same_ship(row, beside)
            # One page or one ship has both events that titles tell apart.
            score = round(summed(most - lacks, in_common and differ != "opposite", kind), 4)
            if score >= self._least:
                yield row, beside, score, metres, titles

    def _reasons(self, row: int, beside: int, metres: float, titles: float) -> tuple[str, ...]:
        one, other = self._groups[row][0], self._groups[beside][0]
        differ = _DIFFERENCE_TEXTS[self._traits.titles.differ(row, beside)]
        source = ("same source",) if self._traits.same_source(row, beside) else ()
        ship = ("same ship",) if self._traits.same_ship(row, beside) else ()
        return (
            reasons.space_reason(self._places.spot(row), self._places.spot(beside), metres),
            reasons.time_reason(one, other),
            *reasons.kinds_reason(one, other),
            reasons.actors_reason(one, other),
            f"titles {titles:.0f} % alike{differ}",
            *source,
            *ship,
        )


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Pairs of rows that may be told: the most that they can score, and what is known of them."""

    one: NDArray[np.intp]
    other: NDArray[np.intp]
    most: NDArray[np.float64]
    kind: NDArray[np.float64]
    metres: NDArray[np.float64]
    titles: NDArray[np.float64]

    def subset(self, mask: NDArray[np.bool_]) -> _Candidates:
        """Return some of them."""
        one, other = self.one[mask], self.other[mask]
        most, kind = self.most[mask], self.kind[mask]
        return _Candidates(one, other, most, kind, self.metres[mask], self.titles[mask])

    def reaching(self, least: float) -> _Candidates:
        """Return those that may reach a score, if all else speaks for them."""
        return self.subset(summed(self.most, True, self.kind) >= least - _ROUNDED)


class _Links:
    """What records say of each other, for which they are not doubled."""

    def __init__(self, by_id: Mapping[str, Event]) -> None:
        self._by_id = by_id
        self._replaced: dict[str, set[str]] = {}
        for event in by_id.values():
            for id_ in event.replaces:
                self._replaced.setdefault(id_, set()).add(event.id)

    def tie(self, one: Event, other: Event) -> bool:
        """Tell whether two records are linked, or parts of one whole that follow each other."""
        named = one.id in (*other.related, *other.replaces)
        if named or other.id in (*one.related, *one.replaces):
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
        """Return the ids of all that a record is a part of."""
        wholes: set[str] = set()
        whole = event.part_of
        while whole is not None and whole not in wholes:
            wholes.add(whole)
            above = self._by_id.get(whole)
            whole = above.part_of if above else None
        return wholes


def _compared(event: Event) -> Iterator[object]:
    """Yield what is compared of a record beside its place, and what it says of others."""
    yield from (event.type_id, event.kind, event.time_zone)
    # A moment is one however it is written.
    for written, date in ((event.start, event.when.start), (event.end, event.when.end)):
        yield (date.instant if date else None) or written
    yield folded(event.title)
    yield tuple(sorted((folded(a.name), a.country or "", *a.assets) for a in event.actors))
    yield sources_of(event)
    yield from (event.part_of, event.sequence, event.related, event.replaces)
