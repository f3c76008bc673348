"""Questions to a dataset: where and when, as of records, and of its own columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError
from geotrack.model.asking import Query
from geotrack.observations.arrow import pa, parquet, pc
from geotrack.observations.cells import CERTAIN, NO, CellGrid
from geotrack.observations.dataset import Dataset
from geotrack.observations.judging import TIME
from geotrack.observations.layout import PER_METRE
from geotrack.questions.asked import areas_of
from geotrack.workspace import Workspace

__all__ = ["MATCH", "Condition", "Question"]

MATCH = "match"
"""The column of an answer that says `certain` or `possible`."""

_SIGNS = {
    "=": pc.equal, "!=": pc.not_equal, "<": pc.less,
    "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal,
}  # fmt: skip
_ASKED_OTHERWISE = {
    "time": "--from, --to and --on",
    "lon": "--bbox or a region",
    "lat": "--north-of, --bbox or a region",
}
_AHEAD = 32  # row groups
_PLAIN = {"double": "number", "int64": "whole number"}
_CONDITION = re.compile(r"\s*(.+?)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*")
# What a question about place and time can ask of what has neither title nor sources.
_PLACE_AND_TIME = (
    "regions", "all_regions", "drawn", "bbox", "within", "north_of", "period", "as_of", "also",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must be.

    Parameters
    ----------
    column : str
        Its name.
    sign : {"=", "!=", "<", "<=", ">", ">="}
        How it is compared; an empty cell never fits.
    value : str
        With what, as written.
    """

    column: str
    sign: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition.

        Raises
        ------
        UsageError
            It is none.

        Examples
        --------
        >>> Condition.parse("speed_kn >= 10")
        Condition(column='speed_kn', sign='>=', value='10')
        """
        found = _CONDITION.fullmatch(text)
        if not found:
            message = f"{text!r} is no condition: write a column, a sign and a value: speed_kn>=10"
            raise UsageError(message)
        return cls(*found.groups())

    def fits(self, values: Any) -> NDArray[np.bool_]:
        """Return which values of a column fit."""
        value = pa.scalar(self.value, pa.string()).cast(values.type)
        return _flags(_SIGNS[self.sign](values, value))

    def check(self, dataset: Dataset) -> None:
        """Refuse a column that is not there, or a value that is none of its kind.

        Raises
        ------
        UsageError
            Either.
        """
        if self.column in _ASKED_OTHERWISE:
            message = f"{self.column!r} is asked by {_ASKED_OTHERWISE[self.column]}"
            raise UsageError(message)
        if self.column not in dataset.columns:
            has = ", ".join(dataset.columns) or "none of its own"
            message = f"no column of the dataset is called {self.column!r}; it has {has}"
            raise UsageError(message)
        kind = dataset.columns[self.column]
        try:
            pa.scalar(self.value, pa.string()).cast(pa.type_for_alias(kind))
        except (pa.ArrowInvalid, ValueError):
            message = f"{self.value!r} is no {_PLAIN.get(kind, kind)}, as {self.column!r} has them"
            raise UsageError(message) from None


@dataclass(frozen=True)
class Question:
    """A question to a dataset.

    Parameters
    ----------
    dataset : Dataset
        What is asked.
    query : Query
        Conditions of place and time; days are those of UTC. A row without a time is in no period.
    workspace : Workspace
        Knows the regions and places that it names.
    conditions : sequence of Condition
        All of which must hold.

    Raises
    ------
    UsageError
        It asks for what observations do not have, or for a region or a column that is not there.
    """

    dataset: Dataset
    query: Query
    workspace: Workspace
    conditions: Sequence[Condition] = ()
    grids: tuple[CellGrid, ...] = field(init=False)
    span: tuple[datetime | None, datetime | None] = field(init=False)

    def __post_init__(self) -> None:
        for part in self.query.parts:
            for name, default in vars(Query()).items():
                if name not in _PLACE_AND_TIME and getattr(part, name) != default:
                    message = f"observations have no {name.replace('_', ' ')}; records have"
                    raise UsageError(message)
        for condition in self.conditions:
            condition.check(self.dataset)
        areas = areas_of(self.query, self.workspace)
        object.__setattr__(self, "grids", tuple(CellGrid(area) for area in areas))
        object.__setattr__(self, "span", self._span())

    def answers(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield the rows that meet the question, a row group at a time, in the dataset's order.

        Parameters
        ----------
        columns : sequence of str, optional
            Those that are wanted; default all.

        Yields
        ------
        pyarrow.Table
            With a column `match`.
        """
        file = parquet.ParquetFile(self.dataset.path)
        names = [n for n in file.schema_arrow.names if columns is None or n in columns]
        groups = [i for i in range(file.num_row_groups) if self._may(file.metadata.row_group(i))]
        with ThreadPoolExecutor() as pool:
            # A few at a time: all of them, waiting for a slow reader, could fill the memory.
            for at in range(0, len(groups), _AHEAD):
                for found in pool.map(lambda i: self._of_group(i, names), groups[at : at + _AHEAD]):
                    if found.num_rows:
                        yield found

    def _may(self, group: Any) -> bool:
        """Tell whether any row of a group can meet the question, by its statistics."""
        spans = {}
        for i in range(group.num_columns):
            column = group.column(i)
            told = column.statistics
            if told is not None and told.has_min_max:
                spans[column.path_in_schema] = (told.min, told.max)
        for grid in self.grids:
            west, south, east, north = (side * PER_METRE for side in grid.bounds)
            (x_least, x_most), (y_least, y_most) = spans["plane_x"], spans["plane_y"]
            if x_most < west or x_least > east or y_most < south or y_least > north:
                return False
        first, before = self.span
        if first is None and before is None:
            return True
        if "time" not in spans:
            return False
        least, most = spans["time"]
        return (first is None or most >= first) and (before is None or least < before)

    def _of_group(self, i: int, names: Sequence[str]) -> Any:
        # A reader of its own: one file is not read by several threads at once.
        file = parquet.ParquetFile(self.dataset.path)
        asked = ["plane_x", "plane_y", *(["time"] if any(self.span) else [])]
        asked += [condition.column for condition in self.conditions]
        read = file.read_row_group(i, columns=list(dict.fromkeys(asked)))
        codes = self._judged(read)
        rows = np.flatnonzero(codes != NO)
        if not len(rows):
            return pa.table({MATCH: pa.array([], pa.string())})
        missing = [name for name in names if name not in read.column_names]
        columns = {name: read[name] for name in names if name in read.column_names}
        if missing:
            whole = file.read_row_group(i, columns=missing)
            columns |= {name: whole[name] for name in missing}
        columns = {name: columns[name] for name in names}
        words = pa.array(["possible", "certain"]).take(pa.array(codes[rows] - 1))
        return pa.table(columns).take(pa.array(rows)).append_column(MATCH, words)

    def _judged(self, read: Any) -> NDArray[np.int8]:
        codes = np.full(read.num_rows, CERTAIN)
        for fits in self._fitting(read):
            codes[~fits] = NO
        for grid in self.grids:
            rows = np.flatnonzero(codes != NO)
            x, y = (read[axis].to_numpy()[rows] / PER_METRE for axis in ("plane_x", "plane_y"))
            codes[rows] = np.minimum(codes[rows], grid.judge(x, y))
        return codes

    def _fitting(self, read: Any) -> Iterator[NDArray[np.bool_]]:
        first, before = self.span
        for bound, sign in ((first, pc.greater_equal), (before, pc.less)):
            if bound is not None:
                yield _flags(sign(read["time"], pa.scalar(bound, TIME)))
        for condition in self.conditions:
            yield condition.fits(read[condition.column])

    def _span(self) -> tuple[datetime | None, datetime | None]:
        period = self.query.joint_period
        if period is None:
            return None, None
        return _moment(period.lower), _moment(period.upper)


def _flags(compared: Any) -> NDArray[np.bool_]:
    """Return what was compared as flags; of what is empty nothing holds."""
    return np.asarray(pc.fill_null(compared, False).combine_chunks().to_numpy(zero_copy_only=False))


def _moment(bound: date | datetime | None) -> datetime | None:
    """Return a bound as a moment: of a day its first, in UTC."""
    if bound is None or isinstance(bound, datetime):
        return bound
    return datetime.combine(bound, time(), UTC)
