"""`geotrack query --crossings` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas
import pandas
import pytest
from click.testing import CliRunner, Result

from dataset_rows import ROOT
from geotrack.cli import main
from geotrack_observations import build
from voyages import VOYAGES


def ask(voyages: Path, *arguments: str) -> Result:
    asked = ["--workspace", str(ROOT), "query", "--dataset", str(voyages), "--crossings"]
    return CliRunner().invoke(main, [*asked, *arguments])


def test_a_table_tells_between_what_a_craft_came_and_left(voyages: Path) -> None:
    done = ask(voyages, "--region", "Bering Strait")
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines == [
        "region mmsi entered (UTC) left (UTC) positions match",
        "Bering Strait 257000001 2024-07-24 12:00 – 16:40 2024-07-24 16:46 – 20:46 2 certain",
        "Bering Strait 257000003 2024-07-24 12:00 – 17:46 (between two positions) 0 possible",
        "Bering Strait 257000002 before 2024-07-24 20:46:30 (first fix) "
        "after 2024-07-24 20:46:30 (last fix) 1 certain",
        "Bering Strait 257000001 before 2024-07-25 04:00 (gap) "
        "after 2024-07-25 04:00 (last fix) 1 certain",
    ]
    assert done.stderr.splitlines() == [
        "8 positions of 3 mmsi, joined where the next is no more than 6 h later and no faster "
        "reached than at 60 kn",
        "1 row left out: no time",
        "1 row left out: the same position, time and id as another",
        "stays: 3 certain, 0 possible; possible passages between two positions: 1",
    ]


def test_all_forms_say_the_same(voyages: Path) -> None:
    told = json.loads(ask(voyages, "--region", "Bering Strait", "--format", "json").stdout)
    assert told[0] == {
        "region": "Bering Strait", "mmsi": 257000001, "kind": "stay", "match": "certain",
        "begins": "border", "entered_after": "2024-07-24T12:00:00Z",
        "entered_by": "2024-07-24T16:40:00Z", "entered_about": told[0]["entered_about"],
        "left_after": "2024-07-24T16:46:00Z", "left_by": "2024-07-24T20:46:00Z",
        "left_about": told[0]["left_about"], "ends": "border", "fixes": 2,
    }  # fmt: skip
    assert told[0]["entered_after"] < told[0]["entered_about"] < told[0]["entered_by"]
    written = ask(voyages, "--region", "Bering Strait", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(written)))
    assert rows == [{k: "" if v is None else str(v) for k, v in one.items()} for one in told]
    drawn = json.loads(ask(voyages, "--region", "Bering Strait", "--format", "geojson").stdout)
    assert [feature["properties"] for feature in drawn["features"]] == told
    kinds = [feature["geometry"]["type"] for feature in drawn["features"]]
    assert kinds == ["LineString", "LineString", "Point", "Point"]
    assert drawn["features"][0]["geometry"]["coordinates"] == [[-168.91, 65.72], [-168.95, 65.75]]


def test_files_have_what_is_printed(voyages: Path, tmp_path: Path) -> None:
    asked = ("--region", "Bering Strait")
    told = json.loads(ask(voyages, *asked, "--format", "json").stdout)
    for ending in ("json", "csv", "geojson", "parquet"):
        out = tmp_path / f"a.{ending}"
        done = ask(voyages, *asked, "--out", str(out))
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr.startswith(f"{out}: 4 crossings\n8 positions")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == told
    printed = ask(voyages, *asked, "--format", "csv").stdout
    assert (tmp_path / "a.csv").read_text("utf-8") == printed
    drawn = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert drawn["geotrack"] == {"id": "mmsi", "gap": "6 h", "max_speed": "60 kn"}
    assert [one["properties"] for one in drawn["features"]] == told
    read = geopandas.read_parquet(tmp_path / "a.parquet")
    assert list(read["mmsi"]) == [one["mmsi"] for one in told]
    assert read["entered_by"][0] == pandas.Timestamp(told[0]["entered_by"])
    assert [one.geom_type for one in read.geometry] == [
        one["geometry"]["type"] for one in drawn["features"]
    ]


@pytest.mark.slow
def test_a_file_of_none_is_written_too_and_what_is_left_out_said(
    voyages: Path, tmp_path: Path
) -> None:
    for ending in ("json", "csv", "geojson", "parquet"):
        out = tmp_path / f"a.{ending}"
        done = ask(voyages, "--where", "kind=Tug", "--out", str(out))
        assert (done.exit_code, done.stderr.splitlines()[0]) == (0, f"{out}: 0 crossings")
        assert done.stderr.endswith("note: no 'kind' is 'Tug'; did you mean 'tug'?\n")
    assert len(geopandas.read_parquet(tmp_path / "a.parquet")) == 0
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("region,mmsi,kind")
    done = ask(voyages, "--region", "Bering Strait", "--certain", "--limit", "1", "--out", str(out))
    assert "2 more are not written (--limit 1)\n" in done.stderr
    assert done.stderr.endswith(
        "stays: 3 certain, 0 possible (left out); "
        "possible passages between two positions: 1 (left out)\n"
    )
    done = ask(voyages, "--region", "Bering Strait", "--possible")
    assert "stays: 3 certain (left out), 0 possible; possible" in done.stderr
    for arguments, message in [
        (("--out", "-"), "--out -: name a file that ends with .parquet"),
        (("--out", str(voyages / "observations.parquet")), "it is read by this command"),
        (("--out", "a.csv", "--format", "json"), "the ending of --out says the form"),
    ]:
        done = ask(voyages, *arguments)
        assert done.exit_code == 2
        assert message in done.stderr


@pytest.mark.slow
def test_options_choose_craft_limits_and_kinds(voyages: Path) -> None:
    def of(*arguments: str) -> list[tuple[str, int]]:
        asked = ask(voyages, "--region", "Bering Strait", "--format", "json", *arguments)
        return [(one["kind"], one["mmsi"] % 10) for one in json.loads(asked.stdout)]

    assert of("--where", "kind=tug") == [("passage", 3), ("stay", 2)]
    assert of("--gap", "3h", "--where", "kind=tug") == [("stay", 2)]
    assert of("--max-speed", "10kn", "--where", "kind=tug") == [("stay", 2)]
    assert of("--from", "2024-07-25") == [("stay", 1)]
    assert of("--possible") == [("passage", 3)]
    assert of("--certain", "--limit", "1") == [("stay", 1)]
    done = ask(voyages, "--format", "json", "--bbox", "-170", "65.3", "-168", "66")
    (name,) = {one["region"] for one in json.loads(done.stdout)}
    assert name.startswith("the box from ")
    # Each region for itself; where none is named, all of them.
    everywhere = json.loads(ask(voyages, "--format", "json").stdout)
    assert {"Bering Strait", "Chukchi Sea", "Bering Sea"} <= {one["region"] for one in everywhere}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--id", "ship"), "no column of the dataset is called 'ship' (--id)"),
        (("--gap", "6"), "the duration '6' has no unit"),
        (("--max-speed", "fast"), "'fast' is no speed"),
        (("--count-by", "month"), "--crossings lists crossings one by one; leave out --count-by"),
        (("--format", "ids"), "crossings have no ids"),
        (("--why",), "--why is for records, not for --crossings"),
        (("--engine", "dask"), "--crossings are found by this process: leave out --engine dask"),
        (("--theme", "air"), "observations have no themes; records have"),
        (("--region", "Bering Strait", "--all-regions"), "told region by region"),
        (("--region", "Atlantis"), "Atlantis"),
    ],
)
def test_what_cannot_be_asked(voyages: Path, arguments: tuple[str, ...], message: str) -> None:
    done = ask(voyages, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_they_are_of_a_dataset(voyages: Path) -> None:
    for arguments, message in [
        (("--crossings",), "--crossings needs --dataset DIR"),
        (("--dataset", str(voyages), "--gap", "6h"), "--gap is for --crossings"),
    ]:
        done = CliRunner().invoke(main, ["--workspace", str(ROOT), "query", *arguments])
        assert done.exit_code == 2
        assert message in done.stderr


def test_an_id_column_may_bear_the_name_of_an_answers_own(tmp_path: Path) -> None:
    source = tmp_path / "ais.csv"
    source.write_text(VOYAGES.replace("mmsi", "fixes"), "utf-8")
    build([source], tmp_path / "ais")
    asked = ask(tmp_path / "ais", "--id", "fixes", "--region", "Bering Strait", "--format", "json")
    first = json.loads(asked.stdout)[0]
    assert (first["id"], first["fixes"]) == (257000001, 2)
