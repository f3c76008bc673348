"""Values that no row has are told where nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset_rows import ROOT, Put
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import Condition, Dataset, DatasetQuery, build, open_dataset
from geotrack_observations.queries.empty_results import unmet_conditions


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 3)
    kinds = ["cargo", "fishing", "tug", ""]
    rows = [(10, 70 + n, kinds[n % 4], f"Ship {n:02}x", n, "") for n in range(12)]
    build([put(rows, head=("lon", "lat", "kind", "name", "speed", "none"))], tmp_path / "out")
    return open_dataset(tmp_path / "out")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("kind=Cargo", ["no 'kind' is 'Cargo'; did you mean 'cargo'?"]),
        ("kind=zz", ["no 'kind' is 'zz'; it has cargo, fishing, tug"]),
        ("kind=cargo and speed>12",
         ["no 'kind' is 'cargo and speed>12'; write each condition by itself"]),
        ("name=zz", ["no 'name' is 'zz'; it has Ship 00x, Ship 01x, Ship 02x, Ship 03x, Ship 04x, "
                     "Ship 05x, Ship 06x, Ship 07x and 4 more"]),
        ("none=zz", ["no 'none' is 'zz'; it is empty in all rows"]),
        ("kind=tug", []),
        ("kind!=zz", []),
        ("speed=99", []),
    ],
)  # fmt: skip
def test_what_a_column_has_in_place_of_a_value(
    dataset: Dataset, asked: str, told: list[str]
) -> None:
    assert dataset.row_groups > 1
    dataset_query = DatasetQuery(dataset, Query(), open_workspace(ROOT), [Condition.parse(asked)])
    assert list(unmet_conditions(dataset_query)) == told


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2024-07-24", None, ""),
        ("2024-07-25", None, "its times go from 2024-07-24 to 2024-07-24"),
        (None, "2024-07-23", "its times go from 2024-07-24 to 2024-07-24"),
        ("2024-07-24T17:00:00Z", None,
         "its times go from 2024-07-24T16:40:00Z to 2024-07-24T16:46:00Z"),
        (None, "2024-07-24T16:00:00Z",
         "its times go from 2024-07-24T16:40:00Z to 2024-07-24T16:46:00Z"),
        ("2024-07-24T16:46:00Z", None, ""),
    ],
)  # fmt: skip
def test_when_times_are_in_place_of_a_period(
    put: Put, tmp_path: Path, start: str | None, end: str | None, told: str
) -> None:
    times = ("2024-07-24T16:40:00Z", "2024-07-24T16:46:00Z", "")
    rows = [(10, 70, time) for time in times]
    build([put(rows, head=("lon", "lat", "time"))], tmp_path / "out")
    query = Query.parse(start=start, end=end)
    dataset_query = DatasetQuery(open_dataset(tmp_path / "out"), query, open_workspace(ROOT))
    assert "".join(unmet_conditions(dataset_query)) == told
    found = sum(rows.num_rows for rows in dataset_query.matching_rows())
    assert (found == 0) == bool(told)


def test_of_a_dataset_without_times_no_period_finds_any(dataset: Dataset) -> None:
    dataset_query = DatasetQuery(dataset, Query.parse(start="2024"), open_workspace(ROOT))
    assert list(unmet_conditions(dataset_query)) == [
        "none of its rows has a time, so that no period finds any"
    ]
