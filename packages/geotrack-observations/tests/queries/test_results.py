"""Answers are written as GeoParquet that others read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
from pyarrow import parquet

from dataset_rows import Put
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Dataset, DatasetQuery, build, open_dataset
from geotrack_observations.queries.results import store


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 10)
    rows = [(n, -169 + n / 100, 65.7, 40_000 if n % 4 == 0 else 5) for n in range(50)]
    build([put(rows, head=("id", "lon", "lat", "radius_m"))], tmp_path / "out")
    return open_dataset(tmp_path / "out")


def stored(dataset: Dataset, workspace: Workspace, path: Path, **how: Any) -> dict[str, int]:
    dataset_query = DatasetQuery(dataset, Query.parse(regions="Bering Strait"), workspace)
    return store(dataset_query, path, {"of": "this"}, **how)


def test_geopandas_reads_what_a_question_found(
    dataset: Dataset, workspace: Workspace, tmp_path: Path
) -> None:
    many = stored(dataset, workspace, tmp_path / "a.parquet")
    read = geopandas.read_parquet(tmp_path / "a.parquet")
    assert dict(read["match"].value_counts()) == many == {"certain": 37, "possible": 13}
    assert read.crs == "OGC:CRS84"
    assert list(read.columns) == ["time", "radius_m", "id", "geometry", "match"]
    assert read.geometry.x.round(2).tolist() == [(-169 + n / 100) for n in read["id"]]
    near = geopandas.read_parquet(tmp_path / "a.parquet", bbox=(-169, 65, -168.905, 66))
    assert set(near["id"]) == set(range(10))
    assert parquet.read_metadata(tmp_path / "a.parquet").num_row_groups == 1
    assert parquet.read_schema(tmp_path / "a.parquet").metadata[b"geotrack"] == b'{"of": "this"}'


def test_some_only_are_written_and_all_counted(
    dataset: Dataset, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.parquet"
    assert sum(stored(dataset, workspace, path, only="possible").values()) == 50
    assert set(geopandas.read_parquet(path)["match"]) == {"possible"}
    assert sum(stored(dataset, workspace, path, limit=7).values()) == 50
    assert len(geopandas.read_parquet(path)) == 7


def test_an_empty_answer_has_columns_and_the_old_file_stays_where_a_write_fails(
    dataset: Dataset, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("old")
    many = store(DatasetQuery(dataset, Query.parse(regions="Kara Sea"), workspace), path, {})
    assert many == {"certain": 0, "possible": 0}
    read = geopandas.read_parquet(path)
    assert (len(read), read.crs) == (0, "OGC:CRS84")
    assert list(read.columns) == ["time", "radius_m", "id", "geometry", "match"]
    path.write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet.ParquetWriter, "write_table", full)
    with pytest.raises(OSError, match="No space left on device"):
        stored(dataset, workspace, path)
    assert [p.name for p in tmp_path.glob("*a.parquet*")] == ["a.parquet"]
    assert path.read_text() == "old"
