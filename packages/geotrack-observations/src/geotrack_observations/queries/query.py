"""Queries to a dataset: place and time as for records, and conditions on its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from geotrack.errors import FieldError, UsageError
from geotrack.model.query import Query
from geotrack.queries.areas import Area, in_common
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace
from geotrack_observations.arrow import parquet
from geotrack_observations.engines import Engine, Threads
from geotrack_observations.grid.cells import CellGrid
from geotrack_observations.queries.conditions import Condition
from geotrack_observations.queries.plan import QueryPlan
from geotrack_observations.storage.dataset import Dataset
from geotrack_observations.storage.layout import DAY_END, RADIUS

__all__ = ["DatasetQuery"]

# Fields of a query that apply to observations, which have neither title nor sources.
_PLACE_AND_TIME = (
    "regions", "all_regions", "drawn", "bbox", "within", "north_of", "period", "as_of", "also",
)  # fmt: skip


@dataclass(frozen=True)
class DatasetQuery:
    """A query to a dataset.

    Parameters
    ----------
    dataset : Dataset
        The dataset.
    query : Query
        Conditions of place and time; days are those of UTC. A row without a time is in no period.
    workspace : Workspace
        Workspace of regions and places.
    conditions : sequence of Condition
        Conditions, all of which must hold.
    engine : Engine
        Evaluates row groups; default: threads of this process.

    Raises
    ------
    UsageError
        A condition that observations do not have, or an unknown region or column.
    """

    dataset: Dataset
    query: Query
    workspace: Workspace
    conditions: Sequence[Condition] = ()
    engine: Engine = field(default_factory=Threads)
    areas: tuple[Area, ...] = field(init=False)
    grids: tuple[CellGrid, ...] = field(init=False)
    span: tuple[datetime | None, datetime | None] = field(init=False)

    def __post_init__(self) -> None:
        for part in self.query.parts:
            for name, default in vars(Query()).items():
                if name not in _PLACE_AND_TIME and getattr(part, name) != default:
                    message = f"observations have no {name.replace('_', ' ')}; records have"
                    raise UsageError(message)
            if part.within is not None and part.within.km is None:
                message = "distances are told row by row; here ask {within} a length too"
                raise FieldError(message)
        for condition in self.conditions:
            condition.check(self.dataset)
        self.engine.check(self.dataset.path)
        areas = areas_of(self.query, self.workspace)
        object.__setattr__(self, "areas", areas)
        object.__setattr__(self, "grids", tuple(CellGrid(area) for area in areas))
        object.__setattr__(self, "span", self._span())

    def plan(self, columns: Sequence[str] | None = None) -> QueryPlan:
        """Return the plan of the query, which does not depend on the workspace.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns to return; default all.
        """
        names = parquet.read_schema(self.dataset.path).names
        selected = tuple(name for name in names if columns is None or name in columns)
        radius = RADIUS in names
        common = CellGrid(in_common(self.areas)) if radius and len(self.areas) > 1 else None
        path, conditions = self.dataset.path, tuple(self.conditions)
        days = DAY_END in names
        return QueryPlan(
            path, self.grids, self.span, conditions, selected, common, radius, days=days
        )  # fmt: skip

    def matching_rows(self, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield matching rows by row group, in the order of the dataset.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns to return; default all.

        Returns
        -------
        iterator of pyarrow.Table
            Rows with a column `match`.
        """
        return self._non_empty(self.plan(columns))

    def undated(self) -> int:
        """Return the number of rows without a time that match all conditions but the period."""
        if self.span == (None, None):
            return 0
        plan = replace(self.plan(["time"]), span=(None, None), undated=True)
        return sum(rows.num_rows for rows in self._non_empty(plan))

    def _non_empty(self, plan: QueryPlan) -> Iterator[Any]:
        """Yield the matches of a plan by row group, without empty ones."""
        groups = plan.candidates(self.engine)
        return (rows for rows in self.engine.each(plan.matching_rows, groups) if rows.num_rows)

    def _span(self) -> tuple[datetime | None, datetime | None]:
        period = self.query.joint_period
        if period is None:
            return None, None
        return _moment(period.lower), _moment(period.upper)


def _moment(bound: date | datetime | None) -> datetime | None:
    """Return a bound as a moment; for a day, its start in UTC."""
    if bound is None or isinstance(bound, datetime):
        return bound
    return datetime.combine(bound, time(), UTC)
