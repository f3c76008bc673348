"""Why nothing is found: values that are asked for, and that their columns do not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geotrack.observations.arrow import pc
from geotrack.observations.conditions import TEXTS, Condition
from geotrack.observations.dataset import Dataset
from geotrack.observations.row_groups import RowGroups
from geotrack.taxonomy import nearest

__all__ = ["unmet"]

_TOLD = 8
# A column of names of ships may have a hundred thousand.
_COMPARED = 1_000


def unmet(dataset: Dataset, conditions: Sequence[Condition]) -> Iterator[str]:
    """Yield what a column of text has, where it has not the value that is asked for.

    Parameters
    ----------
    dataset : Dataset
        In which nothing is found; of it such columns are read.
    conditions : sequence of Condition
        Those that were put to it.
    """
    for condition in conditions:
        if condition.sign != "=" or dataset.columns.get(condition.column) not in TEXTS:
            continue
        known = _values(dataset, condition.column)
        if condition.value in known:
            continue
        remedy = _remedy(condition.value, sorted(known))
        yield f"no {condition.column!r} is {condition.value!r}; {remedy}"


def _remedy(value: str, known: Sequence[str]) -> str:
    if " and " in value:
        return "write each condition with a --where of its own"
    guess = nearest(value, known[:_COMPARED])
    if guess:
        return f"did you mean {guess!r}?"
    more = f" and {len(known) - _TOLD:,} more" if len(known) > _TOLD else ""
    return f"it has {', '.join(known[:_TOLD])}{more}" if known else "it is empty in all rows"


def _values(dataset: Dataset, column: str) -> set[str]:
    """Return the values of a column, each once."""
    groups = RowGroups(dataset.path)
    found: set[str] = set()
    for i in range(dataset.row_groups):
        values = pc.unique(groups.read(i, [column])[column])
        found.update(value for value in values.to_pylist() if value is not None)
    return found
