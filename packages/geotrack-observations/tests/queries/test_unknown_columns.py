"""A column that is not there: the same words wherever one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset_rows import Put
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import packaged_workspace
from geotrack_observations import (
    Condition,
    Dataset,
    DatasetQuery,
    Naming,
    build,
    count_by,
    id_column,
    open_dataset,
)

HEAD = ("mmsi", "lon", "lat", "speed_kn")


@pytest.fixture
def dataset(put: Put, tmp_path: Path) -> Dataset:
    build([put([(1, 10, 75, 9.5)], head=HEAD)], tmp_path / "ais")
    return open_dataset(tmp_path / "ais")


def test_a_slip_is_told_what_was_meant_and_anything_else_what_there_is(
    dataset: Dataset, put: Put, tmp_path: Path
) -> None:
    source = put([(1, 10, 75, 9.5)], head=HEAD)
    asked = DatasetQuery(dataset, Query(), packaged_workspace())
    ways = {
        "--id": lambda name: id_column(dataset, name),
        "--where": lambda name: Condition(name, "=", "1").check(dataset),
        "--time": lambda name: build([source], tmp_path / "other", Naming(time=name)),
        "--count-by": lambda name: count_by(asked, ["region", name]),
    }
    for option, way in ways.items():
        with pytest.raises(UsageError, match=r"'sped_kn'.*; did you mean 'speed_kn'\?$"):
            way("sped_kn")
        with pytest.raises(UsageError, match=r"'zzz'.*; .*mmsi, .*speed_kn$") as refusal:
            way("zzz")
        assert ("write one of region, year" in str(refusal.value)) == (option == "--count-by")


def test_nothing_is_counted_by_a_key_twice(dataset: Dataset) -> None:
    asked = DatasetQuery(dataset, Query(), packaged_workspace())
    with pytest.raises(UsageError, match="'mmsi' stands twice"):
        count_by(asked, ["mmsi", "month", "mmsi"])
