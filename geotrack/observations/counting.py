"""How many observations meet a question, by region, time and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geotrack.observations.arrow import pa, pc
from geotrack.observations.asking import Question
from geotrack.observations.layout import RADIUS
from geotrack.observations.planning import Plan, surely
from geotrack.observations.regions import Regions
from geotrack.questions.counting import check_keys

__all__ = ["count_by", "counted"]

_TIMES = {"year": "Y", "month": "M", "day": "D"}
_REGION = "region"
_EMPTY = "(none)"
Counts = Counter[tuple[str, ...]]


def count_by(question: Question, keys: Sequence[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count what meets a question.

    Parameters
    ----------
    question : Question
        What is asked.
    keys : sequence of str
        `region` (each of the workspace; a row may lie in several), `year`, `month` or `day` in UTC,
        or columns of the dataset. None counts all in one.

    Returns
    -------
    dict
        For each combination that there is, sorted, how many are certain and how many possible.

    Raises
    ------
    UsageError
        A key is none, or stands there twice.
    """
    check_keys(keys, dict.fromkeys([_REGION, *_TIMES, *question.dataset.columns]))
    regions = Regions(question) if _REGION in keys else None
    columns = {*keys} - {*_TIMES} | ({"time"} if {*keys} & {*_TIMES} else set())
    columns |= {"plane_x", "plane_y", RADIUS}
    tally = _Tally(question.plan(sorted(columns - {_REGION})), tuple(keys), regions)
    certain, possible = Counts(), Counts()
    groups = tally.plan.candidates(question.engine)
    for sures, others in question.engine.each(tally.of_group, groups):
        certain.update(sures)
        possible.update(others)
    found = sorted({*certain, *possible})
    return {key: (certain[key], possible[key]) for key in found}


def counted(
    question: Question, keys: Sequence[str], only: str | None = None
) -> list[dict[str, Any]]:
    """Count what meets a question, as rows of a table.

    Parameters
    ----------
    question, keys
        As for `count_by`.
    only : {"certain", "possible"}, optional
        Only these are counted.

    Returns
    -------
    list of dict
        For each combination that there is, its keys and how many are `certain` and `possible`.
    """
    sides = ["certain", "possible"] if only is None else [only]
    rows = []
    for key, (certain, possible) in count_by(question, keys).items():
        many = {"certain": certain, "possible": possible}
        if any(many[side] for side in sides):
            rows.append({**dict(zip(keys, key, strict=True)), **{s: many[s] for s in sides}})
    return rows


@dataclass(frozen=True)
class _Tally:
    """How a row group is counted: as a plan, it can be sent to another process."""

    plan: Plan
    keys: tuple[str, ...]
    regions: Regions | None

    def of_group(self, i: int) -> tuple[Counts, Counts]:
        """Return how many rows of a row group are certain and how many possible."""
        keys, regions = self.keys, self.regions
        certain, possible = Counts(), Counts()
        rows = self.plan.of_group(i)
        if not rows.num_rows:
            return certain, possible
        sure = surely(rows)
        if regions is not None and set(keys) == {_REGION}:
            for name, many in regions.counted(rows, sure):
                for counts, one in zip((certain, possible), many, strict=True):
                    counts.update({(name,) * len(keys): one} if one else {})
            return certain, possible
        for name, *within in regions.parts(rows, sure) if regions else [("", sure, ~sure)]:
            for counts, some in zip((certain, possible), within, strict=True):
                counts.update(_counted(rows.filter(pa.array(some)), keys, name))
        return certain, possible


def _counted(rows: Any, keys: Sequence[str], region: str) -> Counts:
    if not rows.num_rows:
        return Counts()
    if not keys:
        return Counts({(): rows.num_rows})
    columns = {f"{i}": _values(rows, key, region) for i, key in enumerate(keys)}
    grouped = pa.table(columns).group_by(list(columns)).aggregate([([], "count_all")])
    *values, many = (grouped[name].to_pylist() for name in [*columns, "count_all"])
    return Counts(dict(zip(zip(*values, strict=True), many, strict=True)))


def _values(rows: Any, key: str, region: str) -> Any:
    """Return the values of a key as text."""
    if key == _REGION:
        return pa.array([region]).take(pa.array(np.zeros(rows.num_rows, np.int8)))
    if key in _TIMES:
        times = rows["time"].to_numpy().astype(f"datetime64[{_TIMES[key]}]")
        distinct, at = np.unique(times, return_inverse=True)
        texts = [_EMPTY if np.isnat(one) else str(one) for one in distinct]
        return pa.array(texts).take(pa.array(at))
    return pc.fill_null(rows[key].cast(pa.string()), _EMPTY)
