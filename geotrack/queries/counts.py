"""Counts of hits by region, theme, month and other keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from geotrack.dates import parse_date
from geotrack.errors import UsageError, quoted
from geotrack.i18n.spelling import nearest
from geotrack.index.record_table import RecordTable
from geotrack.messages import Message, did_you_mean, one_of, sentence
from geotrack.model import Kind
from geotrack.model.event import Status, VerificationLevel
from geotrack.model.query import Query
from geotrack.queries.areas import Area, Match
from geotrack.queries.judge import Judge, Verdict
from geotrack.queries.resolve import areas_of
from geotrack.queries.selection import Selection
from geotrack.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["KEYS", "Count", "Counts", "check_keys", "count_by"]

NOT_STATED = Message("not stated")
NOT_KNOWN = Message("not known")
NO_REGION = Message("no region")
"""Label of a record whose place is known and lies in no region."""

_Watched = Callable[[Sequence[Any]], Iterable[Any]]

_LAST = (NO_REGION, NOT_STATED, NOT_KNOWN)

Labels = dict[str, bool]
"""The labels of one record under one key, each with whether it is certain."""


@dataclass(frozen=True, slots=True)
class Count:
    """The number of records with one combination of labels.

    Parameters
    ----------
    labels : tuple of str
        One label for each key, in the order of the keys.
    certain, possible : int
        Records that meet the query for every place and time that they allow, and for some.
    """

    labels: tuple[str, ...]
    certain: int
    possible: int


@dataclass(frozen=True)
class Counts:
    """The numbers of hits by one or more keys.

    Parameters
    ----------
    keys : tuple of str
        Keys of the counts.
    labels : tuple of tuple of str
        The labels that occur under each key, in the order to show them.
    cells : tuple of Count
        One for each combination of labels that occurs, in that order.
    """

    keys: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    _hits: Mapping[int, bool] = field(repr=False)
    _labels_of: tuple[Mapping[int, Labels], ...] = field(repr=False)

    @cached_property
    def cells(self) -> tuple[Count, ...]:  # noqa: D102 - see the class
        tallies: dict[tuple[str, ...], list[int]] = {}
        for row, certain in self._hits.items():
            row_labels = [labels[row] for labels in self._labels_of]
            for combined in product(*row_labels):
                is_certain = certain and all(
                    labels[label] for labels, label in zip(row_labels, combined, strict=True)
                )
                tallies.setdefault(combined, [0, 0])[0 if is_certain else 1] += 1
        places = [
            {label: n for n, label in enumerate(labels_of_key)} for labels_of_key in self.labels
        ]
        order = sorted(
            tallies, key=lambda c: [place[label] for place, label in zip(places, c, strict=True)]
        )
        return tuple(Count(combined, *tallies[combined]) for combined in order)

    def by(self, *keys: str) -> Counts:
        """Return the numbers by some of the keys; each hit counts once for their labels."""
        places = [self.keys.index(key) for key in keys]
        labels = tuple(self.labels[n] for n in places)
        return Counts(keys, labels, self._hits, tuple(self._labels_of[n] for n in places))

    def total(self, **labels: str) -> Count:
        """Return the number of hits with the labels; each hit counts once.

        Parameters
        ----------
        **labels
            A label for a key: `region="bering-sea"`. Default: all hits.

        Examples
        --------
        >>> from geotrack.queries import Query, select
        >>> from geotrack.files.resources import sample_workspace
        >>> from geotrack.workspace import open_workspace
        >>> answer = select(open_workspace(sample_workspace()), Query.parse(on="2024-10-01"))
        >>> counts = count_by(answer, ["country", "theme"])
        >>> counts.total() == Count((), *(answer.count(match) for match in Match))
        True
        """
        fixed = [(self._labels_of[self.keys.index(key)], label) for key, label in labels.items()]
        flags = [
            certain and all(of[row][label] for of, label in fixed)
            for row, certain in self._hits.items()
            if all(label in of[row] for of, label in fixed)
        ]
        return Count(tuple(labels.values()), sum(flags), len(flags) - sum(flags))


def count_by(
    selection: Selection, keys: str | Iterable[str], *, watched: _Watched = iter
) -> Counts:
    """Count the hits of a selection.

    Parameters
    ----------
    selection : Selection
        The selection.
    keys : str or iterable of str
        `region`, `theme`, `type`, `kind`, `month`, `year`, `actor`, `country`, `status`,
        `verification`; one or more.
    watched : callable, optional
        Iterates over the steps of counting by region, for example to show progress.

    Returns
    -------
    Counts
        A record counts under every region that it meets together with the other conditions of the
        query, and under each of its actors and countries. It counts under the month and the year in
        which it began, if known to the month or year; a date marked with ``~ ? %`` counts as
        possible.

    Raises
    ------
    UsageError
        A key is unknown or repeated.
    """
    names = (keys,) if isinstance(keys, str) else tuple(keys)
    check_keys(names, KEYS)
    if not names:
        raise UsageError(Message("counted by what? write one or more of {keys}", ", ".join(KEYS)))
    rows = selection.rows.tolist()
    certain = {
        row: match is Match.CERTAIN for row, match in zip(rows, selection.matches, strict=True)
    }
    labels_of: list[dict[int, Labels]] = []
    labels: list[tuple[str, ...]] = []
    for key in names:
        if key == "region":
            labels_by_row = _regions(selection.judge, rows, watched)
        else:
            labels_by_row = _labels(key, selection.judge.columns.table, selection.rows)
        labels_of.append(labels_by_row)
        labels.append(_in_order(key, labels_by_row.values(), selection.judge.workspace.taxonomy))
    return Counts(names, tuple(labels), certain, tuple(labels_of))


def check_keys(keys: Sequence[str], allowed: Collection[str]) -> None:
    """Refuse unknown and repeated keys.

    Raises
    ------
    UsageError
        A key is unknown or repeated.
    """
    for key in keys:
        if key not in allowed:
            guess = nearest(key, allowed)
            remedy = did_you_mean(guess, one_of(tuple(allowed)))
            problem = Message("nothing is counted by {key}", quoted(key))
            raise UsageError(sentence(problem, remedy))
        if keys.count(key) > 1:
            raise UsageError(
                Message("{key!r} stands twice in what to count by; leave one out", key)
            )


def _one(label: str) -> Labels:
    return {label: True}


def _several(labels: Iterable[str]) -> Labels:
    return dict.fromkeys(labels, True) or _one(NOT_STATED)


def _year(start: str) -> Labels:
    year, _, is_sure = _began(start)
    return {year or NOT_KNOWN: is_sure}


def _month(start: str) -> Labels:
    year, month, is_sure = _began(start)
    label = month or (Message("{year}, month not known", year) if year else NOT_KNOWN)
    return {label: is_sure}


def _began(start: str) -> tuple[str | None, str | None, bool]:
    """Return the year and the month in which something began, as far as known.

    Also whether its date is marked as uncertain.
    """
    written = parse_date(start)
    first, after = written.lower, written.upper
    if first is None or after is None:
        return None, None, not written.uncertain
    last = type(after).fromordinal(after.toordinal() - 1)
    year = f"{first.year:04d}" if first.year == last.year else None
    one_month = (first.year, first.month) == (last.year, last.month)
    month = f"{first.year:04d}-{first.month:02d}" if one_month else None
    return year, month, not written.uncertain


_DATES: Mapping[str, Callable[[str], Labels]] = {"month": _month, "year": _year}
"""Labels of a date as written, by key."""

_LABELS: Mapping[str, tuple[str, Callable[[Any], Labels]]] = {
    "theme": ("theme", _one),
    "type": ("type", _one),
    "kind": ("kind", _one),
    "actor": ("actors", lambda actors: _several(name for name, _ in actors)),
    "country": ("actors", lambda actors: _several(country for _, country in actors if country)),
    "status": ("status", lambda status: _one(status or NOT_STATED)),
    "verification": ("verification", lambda level: _one(level or NOT_STATED)),
}
"""The shared column and the labels of its values, by key."""


def _labels(key: str, table: RecordTable, rows: NDArray[np.intp]) -> dict[int, Labels]:
    """Return the labels of some records under a key that is no place."""
    values: Sequence[Any]
    if key in _DATES:
        label, values = cache(_DATES[key]), table.texts_of("start", rows)
        return {row: label(value) for row, value in zip(rows.tolist(), values, strict=True)}
    name, label_of = _LABELS[key]
    column = table.shared(name)
    labels = [label_of(value) for value in column.values]
    return {row: labels[column.codes[row]] for row in rows.tolist()}


KEYS = ("region", "theme", "type", "kind", *_DATES, "actor", "country")
KEYS += ("status", "verification")
"""All keys."""


def _counted_regions(judge: Judge, rows: list[int]) -> list[str]:
    """Return the ids of all regions, and of the administrative areas that are named."""
    words = [word for part in judge.query.parts for word in part.regions]
    column = judge.columns.table.shared("regions")
    used = np.unique(column.codes[rows]).tolist()
    region_ids = (id_ for code in used for id_ in column.values[code])
    return list(judge.workspace.regions.counted([*words, *region_ids]))


def _regions(judge: Judge, rows: list[int], watched: _Watched) -> dict[int, Labels]:
    """Return the regions that records meet together with the other conditions."""
    regions: dict[int, Labels] = {row: {} for row in rows}
    areas: dict[str, Area] = {}
    for id_ in _counted_regions(judge, rows):
        with suppress(UsageError):  # `geotrack check` reports a region without a valid shape
            (areas[id_],) = areas_of(Query(regions=(id_,)), judge.workspace)
    results = judge.also_in([*areas.values()], rows, watched)
    for id_, verdicts in zip(areas, results, strict=True):
        met = np.flatnonzero(verdicts >= Verdict.POSSIBLE)
        certain = (verdicts[met] == Verdict.CERTAIN).tolist()
        for row, is_certain in zip(met.tolist(), certain, strict=True):
            regions[row][id_] = is_certain
    for row, labels in regions.items():
        if not labels:
            placed = judge.columns.is_placed(row, judge.workspace)
            labels[NO_REGION if placed else NOT_KNOWN] = True
    return regions


def _in_order(key: str, rows: Iterable[Labels], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return labels in the order of their vocabulary or of time, else most records first."""
    counts = Counter(label for labels in rows for label in labels)
    order = _ORDERS.get(key)
    if order is not None:
        ranks = {label: n for n, label in enumerate(order(taxonomy))}
        return tuple(sorted(counts, key=lambda label: ranks.get(label, len(ranks))))
    if key in {"month", "year"}:
        # A year without a month follows its months.
        return tuple(sorted(counts, key=lambda label: (label in _LAST, label.replace(",", "~"))))
    return tuple(
        sorted(counts, key=lambda label: (label in _LAST, -counts[label], label.casefold()))
    )


_ORDERS: Mapping[str, Callable[[Taxonomy], Iterable[str]]] = {
    "theme": lambda taxonomy: taxonomy.themes,
    "type": lambda taxonomy: taxonomy.types,
    "kind": lambda _: get_args(Kind),
    "status": lambda _: get_args(Status),
    "verification": lambda _: get_args(VerificationLevel),
}
