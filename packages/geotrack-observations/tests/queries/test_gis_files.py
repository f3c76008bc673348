"""Answers of a dataset as GeoPackage and FlatGeobuf, as GeoPandas reads them."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyarrow as pa
import pyogrio
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from dataset_rows import Put, made
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.workspace import Workspace
from geotrack_observations import Dataset, DatasetQuery, build, open_dataset, query, store


@pytest.fixture
def dataset(put: Put, tmp_path: Path) -> Dataset:
    rows = [*made(300), (300, "", 10, 75, "")]
    head = ("id", "time", "lon", "lat", "fid")
    build(put(rows, head=head), tmp_path / "out")
    return open_dataset(tmp_path / "out")


@pytest.mark.parametrize("ending", [".gpkg", ".fgb"])
def test_an_answer_is_the_same_in_all_formats(
    dataset: Dataset, workspace: Workspace, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"answer{ending}"
    dataset_query = DatasetQuery(dataset, Query(north_of=60.0), workspace)
    many = store(dataset_query, out, {"dataset": "out"})
    wanted, found = query(dataset, north_of=60.0).to_geodataframe(), geopandas.read_file(out)
    assert many == {"certain": len(wanted), "possible": 0}
    wanted, found = (frame.sort_values("id").reset_index(drop=True) for frame in (wanted, found))
    assert [*found.columns] == [*wanted.columns.drop(["geometry"]), "geometry"]
    assert found.geometry.x.tolist() == wanted.geometry.x.tolist()
    assert (found["time"].isna() == wanted["time"].isna()).all()
    timed = wanted["time"].notna()
    assert (found["time"][timed] == wanted["time"][timed]).all()
    assert found["fid"].dropna().tolist() == wanted["fid"].dropna().tolist()
    assert "geotrack" in str(pyogrio.read_info(out)) or ending == ".fgb"
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_a_column_of_lists_is_told(workspace: Workspace, tmp_path: Path) -> None:
    source, old = tmp_path / "in.parquet", tmp_path / "answer.gpkg"
    parquet.write_table(pa.table({"lon": [1.0], "lat": [70.0], "some": [[1, 2]]}), source)
    build(source, tmp_path / "out")
    old.write_bytes(b"as it was")
    with pytest.raises(UsageError, match=r"the column 'some' holds list<.*>; write a \.parquet"):
        store(DatasetQuery(open_dataset(tmp_path / "out"), Query(), workspace), old)
    assert old.read_bytes() == b"as it was"


def test_it_is_written_from_the_command_line(dataset: Dataset, tmp_path: Path) -> None:
    for name in ("answer.gpkg", "density.fgb"):
        out = str(tmp_path / name)
        command = (
            ["query", "--dataset", str(dataset.path), "--north-of", "60", "--out", out]
            if name == "answer.gpkg"
            else ["observations", "density", str(dataset.path.parent), "--out", out]
        )
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.stderr
        assert len(geopandas.read_file(out))
    ask = ["query", "--dataset", str(dataset.path), "--of", "lon,lat", "--out", out]
    ask[4] = "10,75"
    done = CliRunner().invoke(main, ask)
    assert "a .fgb has no distances; write .geojson, .csv or .json" in done.stderr
