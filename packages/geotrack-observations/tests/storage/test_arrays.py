"""All positions of a dataset, beside pyarrow's reading of its columns and PROJ's of its points."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyproj
import pytest
import shapely
from pyarrow import parquet

from dataset_rows import ROOT, Put, made
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import Dataset, DatasetQuery, build, load_positions, open_dataset

PLANE = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:6931", always_xy=True)


@pytest.fixture
def dataset(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Return one of many row groups, the last of which is not full."""
    monkeypatch.setattr("geotrack_observations.storage.layout.GROUP", 300)
    build([put(made(5_017))], tmp_path / "out")
    return open_dataset(tmp_path / "out")


def test_they_are_what_pyarrow_reads_of_the_columns(dataset: Dataset) -> None:
    assert dataset.row_groups == 17
    table = parquet.read_table(dataset.path)
    for axis, found in zip(("plane_x", "plane_y"), load_positions(dataset), strict=True):
        assert found.dtype == np.float64
        assert np.array_equal(found, table[axis].to_numpy() / 100)


def test_they_are_where_proj_has_the_points_of_the_same_rows(dataset: Dataset) -> None:
    points = shapely.from_wkb(parquet.read_table(dataset.path)["geometry"].to_pylist())
    x, y = load_positions(dataset)
    there = PLANE.transform(shapely.get_x(points), shapely.get_y(points))
    assert np.abs(np.array([x, y]) - there).max() < 0.005 + 1e-6


def test_one_and_none_are_read_too(put: Put, tmp_path: Path) -> None:
    build([put(made(1))], tmp_path / "out")
    x, y = load_positions(open_dataset(tmp_path / "out"))
    assert (x.tolist(), y.tolist()) == ([0.0], [0.0]), "it is at the pole"
    # None is built of no rows; they may be taken out of one.
    schema = parquet.read_schema(tmp_path / "out" / "observations.parquet")
    parquet.ParquetWriter(tmp_path / "none.parquet", schema).close()
    x, y = load_positions(open_dataset(tmp_path / "none.parquet"))
    assert (x.shape, y.shape, x.dtype) == ((0,), (0,), np.float64)


def test_a_file_of_the_older_layout_is_read_and_asked_alike(
    dataset: Dataset, tmp_path: Path
) -> None:
    # Its places in the plane were under zstd, and could have been empty.
    table = parquet.read_table(dataset.path)
    fields = [field.with_nullable(True) for field in table.schema]
    older = tmp_path / "older.parquet"
    plane = dict.fromkeys(("plane_x", "plane_y"), "DELTA_BINARY_PACKED")
    parquet.write_table(
        table.cast(pa.schema(fields, table.schema.metadata)),
        older,
        row_group_size=300,
        compression="zstd",
        use_dictionary=["id"],
        column_encoding=plane,
    )
    assert parquet.read_metadata(older).row_group(0).column(3).compression == "ZSTD"
    for new, old in zip(load_positions(dataset), load_positions(open_dataset(older)), strict=True):
        assert np.array_equal(new, old)
    query, workspace = Query.parse(regions="Barents Sea", start="2024-03"), open_workspace(ROOT)
    new, old = (
        pa.concat_tables(
            DatasetQuery(one, query, workspace).matching_rows(["id", "time", "geometry"])
        )
        for one in (dataset, open_dataset(older))
    )
    assert new.num_rows > 0
    assert new.equals(old)


def test_a_byte_that_is_not_as_it_was_written_is_told(dataset: Dataset) -> None:
    column = parquet.read_metadata(dataset.path).row_group(16).column(4)
    assert column.path_in_schema == "plane_y"
    whole = bytearray(dataset.path.read_bytes())
    whole[column.data_page_offset + 60] ^= 1
    dataset.path.write_bytes(whole)
    with pytest.raises(UsageError, match=r"no Parquet file, or a torn one: .*CRC"):
        load_positions(dataset)


def test_a_dataset_without_places_in_the_plane_is_told(dataset: Dataset) -> None:
    parquet.write_table(parquet.read_table(dataset.path).drop_columns(["plane_y"]), dataset.path)
    with pytest.raises(UsageError, match="has no column 'plane_y'; build"):
        load_positions(open_dataset(dataset.path))
