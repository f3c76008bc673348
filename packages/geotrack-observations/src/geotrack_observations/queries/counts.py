"""Counts of matching observations by region, time and column.

Counts are kept as columns, since a column of ids may have millions of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.queries.areas import Area, in_common
from geotrack.queries.counts import check_keys
from geotrack.queries.resolve import areas_of
from geotrack_observations.arrow import pa, parquet, pc
from geotrack_observations.grid.cells import NO, CellGrid
from geotrack_observations.grid.stack import MOST, CellStack, Masks, per_area
from geotrack_observations.queries.plan import QueryPlan, are_certain, positions
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.storage.layout import DAY_END, RADIUS, counted_times

__all__ = ["count_by", "count_table"]

_TIMES = {"year": "Y", "month": "M", "day": "D"}
_REGION = "region"
_EMPTY = "(none)"
_SIDES = ("certain", "possible")
# Pending counts of row groups before they are summed.
_MAX_PENDING = 1_000_000


def count_by(
    dataset_query: DatasetQuery, keys: Sequence[str]
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count the rows that match a query.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    keys : sequence of str
        `region` (each of the workspace; a row may lie in several), `year`, `month` or `day` in UTC
        (see `counted_times`), or columns of the dataset. None counts all in one.

    Returns
    -------
    dict
        Numbers of certain and possible matches by combination, sorted.

    Raises
    ------
    UsageError
        An unknown or repeated key, a nested column, or one of bytes that are not text.
    """
    table = count_table(dataset_query, keys)
    sides = zip(*(table[side].to_pylist() for side in _SIDES), strict=True)
    columns = [table[key].to_pylist() for key in keys]
    combinations = zip(*columns, strict=True) if columns else [()] * table.num_rows
    return dict(zip(combinations, sides, strict=True))


def count_table(dataset_query: DatasetQuery, keys: Sequence[str], only: str | None = None) -> Any:
    """Count the rows that match a query, as a table.

    Parameters
    ----------
    dataset_query, keys
        As for `count_by`.
    only : {"certain", "possible"}, optional
        Count only these.

    Returns
    -------
    pyarrow.Table
        A row for each combination, sorted: its keys as text, and the numbers `certain` and
        `possible`, or one of them.

    Raises
    ------
    UsageError
        As `count_by`.
    """
    check_keys(keys, dict.fromkeys([_REGION, *_TIMES, *dataset_query.dataset.columns]))
    _check_kinds(dataset_query, keys)
    regions = _Regions(dataset_query) if _REGION in keys else None
    days = {DAY_END} if dataset_query.dataset.has_days else set()
    columns = {*keys} - {*_TIMES} | ({"time", *days} if {*keys} & {*_TIMES} else set())
    columns |= {"plane_x", "plane_y", RADIUS}
    tally = _Tally(dataset_query.plan(sorted(columns - {_REGION})), tuple(keys), regions)
    groups = tally.plan.candidates(dataset_query.engine)
    counts = _sum_groups(dataset_query.engine.each(tally.count_group, groups), keys)
    if only is not None:
        counts = counts.select([*keys, only]).filter(pc.greater(counts[only], 0))
    return counts.sort_by([(key, "ascending") for key in keys]) if keys else counts


def _check_kinds(dataset_query: DatasetQuery, keys: Sequence[str]) -> None:
    """Refuse to count by nested columns, which have no canonical text."""
    schema = parquet.read_schema(dataset_query.dataset.path)
    for key in keys:
        kind = schema.field(key).type if key in dataset_query.dataset.columns else pa.string()
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if pa.types.is_nested(kind):
            message = f"{key!r} is a column of {kind}, by which nothing is counted; leave it out"
            raise UsageError(message)


def _sum_groups(counts: Iterator[Any], keys: Sequence[str]) -> Any:
    """Return the sums of counts of row groups, one row a combination."""
    pending = [_table(keys, [[]] * len(keys), [], [])]
    for table in counts:
        pending.append(table)
        if sum(part.num_rows for part in pending[1:]) > _MAX_PENDING:
            pending = [_sum_tables(pending, keys)]
    return _sum_tables(pending, keys)


def _sum_tables(tables: Sequence[Any], keys: Sequence[str]) -> Any:
    table = pa.concat_tables(tables)
    if keys:
        added = table.group_by([*keys]).aggregate([(side, "sum") for side in _SIDES])
        return added.select([*keys, *(f"{side}_sum" for side in _SIDES)]).rename_columns(
            [*keys, *_SIDES]
        )
    certain, possible = (pc.sum(table[side]).as_py() or 0 for side in _SIDES)
    return _table(keys, [], [certain], [possible]).slice(0, 1 if certain or possible else 0)


def _table(keys: Sequence[str], columns: Sequence[Any], certain: Any, possible: Any) -> Any:
    fields = [*((key, pa.string()) for key in keys), *((side, pa.int64()) for side in _SIDES)]
    arrays = [
        pa.array(values, kind) if not isinstance(values, pa.ChunkedArray) else values
        for values, (_, kind) in zip([*columns, certain, possible], fields, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


@dataclass(frozen=True)
class _Tally:
    """Counts a row group; can be pickled, like a plan."""

    plan: QueryPlan
    keys: tuple[str, ...]
    regions: _Regions | None

    def count_group(self, i: int) -> Any:
        """Return the certain and possible counts of a row group, as `count_table`."""
        keys, regions = self.keys, self.regions
        tables = [_table(keys, [[] for _ in keys], [], [])]
        rows = self.plan.matching_rows(i)
        if not rows.num_rows:
            return tables[0]
        is_certain = are_certain(rows)
        if regions is not None and set(keys) == {_REGION}:
            region_counts = [
                (name, *counts)
                for name, counts in regions.counts_by_region(rows, is_certain)
                if any(counts)
            ]
            names, certain, possible = (
                zip(*region_counts, strict=True) if region_counts else ([], [], [])
            )
            return _table(keys, [names], certain, possible)
        for name, *masks in (
            regions.masks_by_region(rows, is_certain)
            if regions
            else [("", is_certain, ~is_certain)]
        ):
            for side, mask in zip(_SIDES, masks, strict=True):
                tables.append(_count_rows(rows.filter(pa.array(mask)), keys, name, side))
        return pa.concat_tables(tables)


def _count_rows(rows: Any, keys: Sequence[str], region: str, side: str) -> Any:
    if not keys:
        columns, counts = [], pa.array([rows.num_rows])
    else:
        values = pa.table({f"{i}": _values(rows, key, region) for i, key in enumerate(keys)})
        grouped = values.group_by(values.column_names).aggregate([([], "count_all")])
        columns, counts = [grouped[name] for name in values.column_names], grouped["count_all"]
    zeros = pa.array(np.zeros(len(counts), np.int64))
    sides = (counts, zeros) if side == "certain" else (zeros, counts)
    return _table(keys, columns, *sides)


def _values(rows: Any, key: str, region: str) -> Any:
    """Return the values of a key as text."""
    if key == _REGION:
        return pa.array([region]).take(pa.array(np.zeros(rows.num_rows, np.int8)))
    if key in _TIMES:
        times = counted_times(rows).to_numpy().astype(f"datetime64[{_TIMES[key]}]")
        distinct, index = np.unique(times, return_inverse=True)
        texts = [_EMPTY if np.isnat(time) else str(time) for time in distinct]
        return pa.array(texts).take(pa.array(index))
    try:
        return pc.fill_null(rows[key].cast(pa.string()), _EMPTY)
    except pa.ArrowInvalid:
        message = f"{key!r} has bytes that are no text, by which nothing is counted; leave it out"
        raise UsageError(message) from None


Flags = NDArray[np.bool_]


class _Regions:
    """The regions of a query's workspace; a row may lie in several.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    """

    def __init__(self, dataset_query: DatasetQuery) -> None:
        workspace = dataset_query.workspace
        self._query_areas = dataset_query.areas
        words = [word for part in dataset_query.query.parts for word in part.regions]
        regions = workspace.regions.counted(words)
        self._areas = [areas_of(Query(regions=(id_,)), workspace)[0] for id_ in regions]
        self._names = [region.name for region in regions.values()]
        grids = [CellGrid(area) for area in self._areas]
        self._stacks = [CellStack(grids[i : i + MOST]) for i in range(0, len(grids), MOST)]
        self._common: dict[int, CellGrid] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return the state to pickle, without the records at the centres of areas."""
        areas = {
            name: [_shape_only(a) for a in vars(self)[name]] for name in ("_query_areas", "_areas")
        }
        return {**vars(self), **areas}

    def counts_by_region(
        self, rows: Any, is_certain: Flags
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the numbers of certain and of possible hits in each region.

        Parameters
        ----------
        rows : pyarrow.Table
            Rows of a result.
        is_certain : numpy.ndarray of bool
            Which rows are certain.
        """
        for first, certain, possible in self._judge(rows, is_certain):
            names = self._names[first : first + MOST]
            counts = (per_area(masks, len(names)).tolist() for masks in (certain, possible))
            yield from zip(names, zip(*counts, strict=True), strict=True)

    def masks_by_region(self, rows: Any, is_certain: Flags) -> Iterator[tuple[str, Flags, Flags]]:
        """Yield which rows are certain and possible hits in each region with any."""
        for first, certain, possible in self._judge(rows, is_certain):
            for n, name in enumerate(self._names[first : first + MOST]):
                mask = np.uint64(1 << n)
                masks = (certain & mask) != 0, (possible & mask) != 0
                if masks[0].any() or masks[1].any():
                    yield name, *masks

    def _judge(self, rows: Any, is_certain: Flags) -> Iterator[tuple[int, Masks, Masks]]:
        x, y, radius = positions(rows)
        for n, stack in enumerate(self._stacks):
            certain, possible = stack.judge(x, y, radius)
            either, certain = certain | possible, np.where(is_certain, certain, np.uint64(0))
            only_possible = either & ~certain
            if radius is not None and self._query_areas:
                self._clear_disjoint((x, y, radius), ~is_certain, possible, only_possible, n * MOST)
            yield n * MOST, certain, only_possible

    def _clear_disjoint(
        self,
        places: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
        unsure: Flags,
        possible: Masks,
        masks: Masks,
        first: int,
    ) -> None:
        """Clear the bits of regions that a disc reaches only outside the query's areas."""
        rows = np.flatnonzero(unsure & (places[2] > 0) & (possible != 0))
        bits = int(np.bitwise_or.reduce(possible[rows])) if len(rows) else 0
        for n in range(bits.bit_length()):
            mask = np.uint64(1 << n)
            selected = rows[(possible[rows] & mask) != 0]
            if not len(selected):
                continue
            area_index = first + n
            if area_index not in self._common:
                self._common[area_index] = CellGrid(
                    in_common([*self._query_areas, self._areas[area_index]])
                )
            disjoint = self._common[area_index].judge(*(axis[selected] for axis in places)) == NO
            masks[selected[disjoint]] &= ~mask


def _shape_only(area: Area) -> Area:
    """Return an area with its shape only."""
    return Area([area.shape], sure=None if area.sure is area.shape else area.sure)
