"""`geotrack observations density` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest

from tests.cli.conftest import Run

ROWS = """lon,lat,time,kind
5,72,2024-07-01T00:00:00Z,cargo
5.001,72,2024-07-31T23:59:59Z,tug
5,72,2024-08-01T00:00:00Z,cargo
30,80,,tug
"""


@pytest.fixture
def dataset(folder: Path, run: Run) -> Path:
    (folder / "a.csv").write_text(ROWS, "utf-8")
    assert run("observations", "build", "a.csv", "--out", "ais").exit_code == 0
    return folder / "ais"


def test_it_counts_in_hexagons(run: Run, dataset: Path, folder: Path) -> None:
    done = run("observations", "density", "ais", "--out", "out.geojson")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    wanted = "out.geojson: 4 positions in 2 hexagons of 1,600 km², 43 km across\n"
    assert done.stderr == wanted
    read = geopandas.read_file(folder / "out.geojson")
    assert sorted(read["count"]) == [1, 3]
    assert "certain" not in read.columns
    told = json.loads((folder / "out.geojson").read_text("utf-8"))["geotrack"]
    assert told["positions"] == 4
    assert told["question"] == {}


def test_a_question_chooses_what_is_counted(run: Run, dataset: Path, folder: Path) -> None:
    asked = ["--region", "west", "--from", "2024-07", "--to", "2024-07", "--where", "kind=tug"]
    out = ["--area", "100", "--by", "month", "--out", "out.parquet"]
    done = run("observations", "density", "ais", *asked, *out)
    assert done.exit_code == 0, done.stderr
    assert done.stderr == "out.parquet: 1 position in 1 hexagon of 100 km², 10.7 km across\n"
    read = geopandas.read_parquet(folder / "out.parquet")
    columns = ["hexagon", "month", "count", "certain", "possible", "area_km2", "per_1000_km2"]
    assert list(read.columns) == [*columns, "geometry"]
    assert read.iloc[0][columns[1:]].tolist() == ["2024-07", 1, 1, 0, 100.0, 10.0]


def test_what_is_south_of_the_equator_is_told(run: Run, dataset: Path, folder: Path) -> None:
    (folder / "a.csv").write_text(ROWS + "5,-1,,tug\n", "utf-8")
    assert run("observations", "build", "a.csv", "--out", "ais").exit_code == 0
    done = run("observations", "density", "ais", "--out", "out.geojson")
    assert "note: 1 south of the equator left out: hexagons lie north of it\n" in done.stderr
    assert "4 positions in 2 hexagons" in done.stderr


def test_what_may_lie_in_another_hexagon_is_told(run: Run, folder: Path) -> None:
    rows = "lon,lat,time,radius_km\n5,72,2024-07-01T00:00:00Z,25\n5,72,2024-07-01T00:00:00Z,1\n"
    (folder / "a.csv").write_text(rows, "utf-8")
    assert run("observations", "build", "a.csv", "--out", "ais").exit_code == 0
    done = run("observations", "density", "ais", "--out", "out.geojson")
    assert "note: 1 may lie in another hexagon: their radius is above half its width" in done.stderr


def test_an_empty_answer_is_an_answer(run: Run, dataset: Path, folder: Path) -> None:
    done = run("observations", "density", "ais", "--out", "out.geojson")
    assert len(geopandas.read_file(folder / "out.geojson")) == 2
    done = run("observations", "density", "ais", "--on", "2030", "--out", "out.geojson")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "out.geojson: 0 positions in 0 hexagons of 1,600 km², 43 km across",
        "note: no position of ais meets the query",
        "note: its times go from 2024-07-01 to 2024-08-01",
    ]
    told = json.loads((folder / "out.geojson").read_text("utf-8"))
    assert told["features"] == []
    assert told["geotrack"]["question"] == {"on": "2030"}
    done = run("observations", "density", "ais", "--where", "kind=Tug", "--out", "out.parquet")
    assert done.stderr.endswith("note: no 'kind' is 'Tug'; did you mean 'tug'?\n")
    assert len(geopandas.read_parquet(folder / "out.parquet")) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "out.csv"], "--out out.csv: name a file that ends with .geojson or .parquet"),
        (["--out", "o.geojson", "--area", "0.5"], "--area 0.5 is not between 1 and 1,000,000 km²"),
        (["--out", "o.geojson", "--area", "nan"], "--area nan is not between 1 and 1,000,000 km²"),
        (["--out", "events/o.geojson"], "it would be read as records of events/"),
        (["--out", "no/o.geojson"], "cannot write no/o.geojson: no is not a folder"),
        (["--out", "ais/observations.parquet"], "it is read by this command; name another"),
        (["--out", "o.geojson", "--where", "fast>3"], "no column of the dataset is called 'fast'"),
    ],
)
def test_errors_are_one_line(run: Run, dataset: Path, arguments: list[str], message: str) -> None:
    done = run("observations", "density", "ais", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
