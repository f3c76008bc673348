"""How a query is answered, a row group at a time, by whichever thread or process."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dataset_rows import Put, made
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Condition, Dataset, DatasetQuery, QueryPlan, build, open_dataset
from geotrack_observations.storage.row_groups import RowGroups


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 500)
    head = ("id", "time", "lon", "lat", "speed", "radius_m")
    rows = [(*row, 1_000 * (row[0] % 70)) for row in made(6_000)]
    build([put(rows, head=head)], tmp_path / "out")
    return open_dataset(tmp_path / "out")


def ids(dataset_query: DatasetQuery) -> int:
    return sum(table.num_rows for table in dataset_query.matching_rows(["id"]))


def test_groups_elsewhere_or_of_another_time_are_not_read(
    dataset: Dataset, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    whole = QueryPlan.matching_rows

    def noted(self: QueryPlan, i: int) -> Any:
        read.append(i)
        return whole(self, i)

    monkeypatch.setattr(QueryPlan, "matching_rows", noted)
    assert dataset.row_groups == 12
    ids(DatasetQuery(dataset, Query(regions=("Bering Strait",)), workspace))
    assert 0 < len(read) < 6
    read.clear()
    ids(DatasetQuery(dataset, Query.parse(start="2030"), workspace))
    assert read == []


def test_of_a_group_that_is_ruled_out_only_what_rules_it_out_is_read_and_once(
    put: Put, tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 500)
    build([put(made(6_000))], tmp_path / "out")
    dataset = open_dataset(tmp_path / "out")
    read: list[tuple[int, tuple[str, ...]]] = []
    whole = RowGroups.read

    def noted(self: RowGroups, i: int, columns: Any, **how: Any) -> Any:
        columns = tuple(columns)
        read.append((i, columns))
        return whole(self, i, columns, **how)

    monkeypatch.setattr(RowGroups, "read", noted)
    place = DatasetQuery(dataset, Query(regions=("Bering Strait",)), workspace)
    found = set(place.plan().groups())
    ids(place)
    others = [(i, columns) for i, columns in read if i not in found]
    assert {i for i, _ in others} == set(range(12)) - found
    assert {columns for _, columns in others} <= {("plane_x",), ("plane_y",)}
    read.clear()
    ids(place)
    assert {i for i, _ in read} == found
    read.clear()
    late = DatasetQuery(dataset, Query.parse(start="2030"), workspace)
    ids(late)
    assert late.undated() == 0
    assert sorted(read) == [(i, ("time",)) for i in range(12)]


@pytest.mark.slow
def test_a_plan_is_answered_by_another_process(dataset: Dataset, workspace: Workspace) -> None:
    event = next(e for e in workspace.events if e.place and (e.place.radius_km or 0) >= 50)
    query = Query.parse(within="2000km", of=event.id, start="2024")
    dataset_query = DatasetQuery(dataset, query, workspace, [Condition.parse("speed<20")])
    sent = pickle.dumps(dataset_query.plan(["id"]))
    plan = pickle.loads(sent)  # noqa: S301 (its own bytes)
    found = [plan.matching_rows(i) for i in plan.groups()]
    answers = list(dataset_query.matching_rows(["id"]))
    assert {m for table in answers for m in table["match"].to_pylist()} == {"certain", "possible"}
    assert [table for table in found if table.num_rows] == answers


def test_questions_at_once_do_not_disturb_each_other(
    dataset: Dataset, workspace: Workspace
) -> None:
    # GEOS writes into a prepared shape as it is asked: shared by threads it crashed.
    query = Query.parse(within="400km", of="Wrangel Island")
    plan = DatasetQuery(dataset, query, workspace).plan(["id"])
    groups = plan.groups() * 5
    with ThreadPoolExecutor(8) as pool:
        together = [table.num_rows for table in pool.map(plan.matching_rows, groups)]
    assert sum(together) > 0
    again = DatasetQuery(dataset, query, workspace).plan(["id"])
    assert together == [again.matching_rows(i).num_rows for i in groups]


def test_groups_are_read_where_a_disc_may_reach(
    put: Put, tmp_path: Path, workspace: Workspace
) -> None:
    rows = [(1, 0, 58.5, 3_500_000), (2, 0, 58.5, 3_600_000)]
    build([put(rows, head=("id", "lon", "lat", "radius_m"))], tmp_path / "out")
    query = Query.parse(within="200km", of="180,88")
    plan = DatasetQuery(open_dataset(tmp_path / "out"), query, workspace).plan()
    assert plan.groups() == [0]
    assert plan.matching_rows(0)["id"].to_pylist() == [2]
