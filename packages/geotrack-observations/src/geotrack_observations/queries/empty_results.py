"""Reasons for an empty result: values missing from columns, periods outside the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from geotrack.i18n.spelling import nearest
from geotrack_observations.arrow import pc
from geotrack_observations.queries.conditions import TEXTS
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.queries.unknown_columns import shortened_list
from geotrack_observations.storage.dataset import Dataset
from geotrack_observations.storage.row_groups import RowGroups

__all__ = ["unmet_conditions"]

# Maximum number of values in a message.
_MOST_NAMED = 8
# Maximum number of values that are compared with an unknown one: a column of ships' names may have
# a hundred thousand.
_COMPARED = 1_000


def unmet_conditions(dataset_query: DatasetQuery) -> Iterator[str]:
    """Yield notes on conditions that no row of the dataset can meet.

    Parameters
    ----------
    dataset_query : DatasetQuery
        A query without matches. Columns of text with a condition are read; of times only the
        range.
    """
    yield from _outside_range(dataset_query)
    dataset = dataset_query.dataset
    for condition in dataset_query.conditions:
        if condition.sign != "=" or dataset.columns.get(condition.column) not in TEXTS:
            continue
        values = _values(dataset, condition.column)
        if condition.value in values:
            continue
        remedy = _remedy(condition.value, sorted(values))
        yield f"no {condition.column!r} is {condition.value!r}; {remedy}"


def _outside_range(dataset_query: DatasetQuery) -> Iterator[str]:
    """Yield the range of times if the period lies outside it."""
    (start, before), dataset = dataset_query.span, dataset_query.dataset
    if start is None and before is None:
        return
    first, last = dataset.first, dataset.last
    if first is None or last is None:
        yield "none of its rows has a time, so that no period finds any"
    elif (before is not None and before <= first) or (start is not None and start > last):
        bound = before if before is not None and before <= first else start
        same_day = bound is not None and bound.date() in {first.date(), last.date()}
        # The end of a period is exclusive.
        pattern = "%Y-%m-%dT%H:%M:%SZ" if same_day and bound != _midnight(first) else "%Y-%m-%d"
        yield f"its times go from {first:{pattern}} to {last:{pattern}}"


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _remedy(value: str, values: Sequence[str]) -> str:
    if " and " in value:
        return "write each condition by itself"
    guess = nearest(value, values[:_COMPARED])
    if guess:
        return f"did you mean {guess!r}?"
    return f"it has {shortened_list(values, _MOST_NAMED)}" if values else "it is empty in all rows"


def _values(dataset: Dataset, column: str) -> set[str]:
    """Return the distinct values of a column."""
    groups = RowGroups(dataset.path)
    texts: set[str] = set()
    for i in range(dataset.row_groups):
        values = pc.unique(groups.read(i, [column])[column])
        texts.update(value for value in values.to_pylist() if value is not None)
    return texts
