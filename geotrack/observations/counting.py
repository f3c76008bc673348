"""How many observations meet a question, by region, time and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from geotrack.errors import UsageError
from geotrack.model.asking import Query
from geotrack.observations.arrow import pa, pc
from geotrack.observations.asking import Question
from geotrack.observations.cells import CERTAIN, NO, POSSIBLE, CellGrid
from geotrack.observations.layout import PER_METRE
from geotrack.observations.planning import MATCH
from geotrack.observations.stack import MOST, CellStack, per_area
from geotrack.questions.asked import areas_of

__all__ = ["count_by"]

_TIMES = {"year": "Y", "month": "M", "day": "D"}
_REGION = "region"
_EMPTY = "(none)"
Counts = Counter[tuple[str, ...]]
Stacks = list[tuple[list[str], CellStack]]


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
        A key is none.
    """
    known = {_REGION, *_TIMES, *question.dataset.columns}
    for key in keys:
        if key not in known:
            message = f"no such key: {key!r}; write {', '.join(sorted(known))}"
            raise UsageError(message)
    stacks = _stacks(question) if _REGION in keys else []
    certain, possible = Counts(), Counts()
    columns = {*keys} - {*_TIMES} | ({"time"} if {*keys} & {*_TIMES} else set())
    columns |= {"plane_x", "plane_y"}
    for rows in question.answers(sorted(columns - {_REGION})):
        surely = pc.equal(rows[MATCH], "certain").combine_chunks().to_numpy(zero_copy_only=False)
        codes = np.where(surely, CERTAIN, POSSIBLE)
        if set(keys) == {_REGION}:
            _count_regions(rows, surely, stacks, (certain, possible), len(keys))
            continue
        for name, within in _parts(rows, codes, stacks):
            for counts, code in ((certain, CERTAIN), (possible, POSSIBLE)):
                some = rows.filter(pa.array(within == code))
                counts.update(_counted(some, keys, name))
    found = sorted({*certain, *possible})
    return {key: (certain[key], possible[key]) for key in found}


def _stacks(question: Question) -> Stacks:
    """Return the grids of all regions with their names."""
    workspace = question.workspace
    named = []
    for id_, region in workspace.regions.items():
        (area,) = areas_of(Query(regions=(id_,)), workspace)
        named.append((region.name, CellGrid(area)))
    parts = (named[i : i + MOST] for i in range(0, len(named), MOST))
    return [([name for name, _ in p], CellStack([grid for _, grid in p])) for p in parts]


def _count_regions(
    rows: Any, surely: Any, stacks: Stacks, counts: tuple[Counts, Counts], keys: int
) -> None:
    """Count rows in each region, where nothing else tells them apart."""
    x, y = (rows[axis].to_numpy() / PER_METRE for axis in ("plane_x", "plane_y"))
    for names, stack in stacks:
        certain, possible = stack.judge(x, y)
        both = certain | possible
        sure = np.where(surely, certain, np.uint64(0))
        for of, masks in zip(counts, (sure, both & ~sure), strict=True):
            for name, many in zip(names, per_area(masks, len(names)).tolist(), strict=True):
                if many:
                    of[(name,) * keys] += many


def _parts(rows: Any, codes: Any, stacks: Stacks) -> Iterator[tuple[str, Any]]:
    """Yield how far rows are hits in each region; at once, where no region is asked for."""
    if not stacks:
        yield "", codes
        return
    x, y = (rows[axis].to_numpy() / PER_METRE for axis in ("plane_x", "plane_y"))
    for names, stack in stacks:
        certain, possible = stack.judge(x, y)
        for n, name in enumerate(names):
            bit = np.uint64(1 << n)
            within = np.where(certain & bit, CERTAIN, np.where(possible & bit, POSSIBLE, NO))
            within = np.minimum(codes, within)
            if (within != NO).any():
                yield name, within


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
