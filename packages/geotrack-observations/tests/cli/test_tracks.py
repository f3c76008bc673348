"""`geotrack observations tracks` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from dataset_rows import ROOT
from geotrack.cli import main


def run(voyages: Path, *arguments: str | Path) -> Result:
    asked = ["--workspace", ROOT, "observations", "tracks", voyages, *arguments]
    return CliRunner().invoke(main, list(map(str, asked)))


def test_it_writes_tracks_and_tells_what_they_are_made_of(voyages: Path, tmp_path: Path) -> None:
    out = tmp_path / "tracks.geojson"
    done = run(voyages, "--out", out)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"{out}: 2 tracks, 2 single positions, 1 gap, 0 jumps",
        "8 positions of 3 mmsi, joined where the next is no more than 6 h later and no faster "
        "reached than at 60 kn",
        "1 row left out: no time",
        "1 row left out: the same position, time and id as another",
    ]
    kinds = [f["properties"]["kind"] for f in json.loads(out.read_text("utf-8"))["features"]]
    assert kinds == ["track", "gap", "fix", "fix", "track"]


def test_options_choose_positions_and_limits(voyages: Path, tmp_path: Path) -> None:
    out = tmp_path / "tracks.geojson"

    def told(*arguments: str) -> str:
        done = run(voyages, "--out", out, *arguments)
        assert done.exit_code == 0, done.stderr
        return done.stderr.splitlines()[0].removeprefix(f"{out}: ")

    assert told("--gap", "1d") == "2 tracks, 1 single position, 0 gaps, 0 jumps"
    assert told("--max-speed", "10kn") == "0 tracks, 8 single positions, 1 gap, 4 jumps"
    assert told("--where", "kind=cargo") == "1 track, 1 single position, 1 gap, 0 jumps"
    assert told("--to", "2024-07-24", "--simplify", "1km").startswith("2 tracks, 1 single")


def test_gaps_above_a_limit_are_not_written(voyages: Path, tmp_path: Path) -> None:
    out = tmp_path / "tracks.geojson"
    done = run(voyages, "--out", out, "--gap", "3h", "--longest-gap", "5h")
    whole = run(voyages, "--out", tmp_path / "all.geojson", "--gap", "3h")
    assert done.stderr.splitlines()[:2] == [
        whole.stderr.splitlines()[0].replace("all.geojson", "tracks.geojson"),
        "2 gaps longer than 5 h left out",
    ]
    written, both = (
        json.loads(path.read_text("utf-8")) for path in (out, tmp_path / "all.geojson")
    )
    assert written["geotrack"] == both["geotrack"] | {"longest_gap": "5 h"}
    long = [f for f in both["features"] if f["properties"]["longest_interval_min"] > 300]
    assert [f["properties"]["kind"] for f in long] == ["gap", "gap"]
    assert written["features"] == [f for f in both["features"] if f not in long]
    done = run(voyages, "--out", out, "--longest-gap", "6h")
    assert (done.exit_code, done.stderr) == (
        2, "error: --longest-gap 6 h must be longer than --gap (6 h)\n",
    )  # fmt: skip


@pytest.mark.parametrize("ending", [".gpkg", ".fgb"])
def test_other_formats_of_gis_hold_the_same(voyages: Path, tmp_path: Path, ending: str) -> None:
    plain, out = tmp_path / "tracks.parquet", tmp_path / f"tracks{ending}"
    for path in (plain, out):
        assert run(voyages, "--out", path).exit_code == 0
    wanted, found = geopandas.read_parquet(plain), geopandas.read_file(out)
    key = ["mmsi", "start", "kind"]
    wanted, found = (frame.sort_values(key).reset_index(drop=True) for frame in (wanted, found))
    assert found.crs.to_epsg() == 4326 or found.crs == "OGC:CRS84"
    assert found.geometry.geom_equals(wanted.geometry.set_crs(found.crs, allow_override=True)).all()
    for name in wanted.columns.drop("geometry"):
        assert found[name].astype(str).tolist() == wanted[name].astype(str).tolist()
    before = out.read_bytes()
    assert run(voyages, "--out", out).exit_code == 0
    assert out.read_bytes() == before
    assert run(voyages, "--out", out, "--from", "2030").exit_code == 0
    empty = geopandas.read_file(out)
    assert (len(empty), [*empty.columns]) == (0, [*found.columns])


def test_an_empty_answer_is_an_answer(voyages: Path, tmp_path: Path) -> None:
    some, out = tmp_path / "some.parquet", tmp_path / "tracks.parquet"
    assert run(voyages, "--out", some).exit_code == 0
    done = run(voyages, "--out", out, "--from", "2030")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"{out}: 0 tracks, 0 single positions, 0 gaps, 0 jumps",
        "0 positions of 0 mmsi, joined where the next is no more than 6 h later and no faster "
        "reached than at 60 kn",
        f"note: no position of {voyages} with mmsi and time meets the conditions",
        "note: its times go from 2024-07-24 to 2024-07-25",
    ]
    assert parquet.read_schema(out).equals(parquet.read_schema(some), check_metadata=True)
    assert len(geopandas.read_parquet(out)) == 0
    done = run(voyages, "--out", out, "--where", "kind=Cargo")
    assert "note: no 'kind' is 'Cargo'; did you mean 'cargo'?\n" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--out", "tracks.shp"),
            "name a file that ends with .geojson or .parquet or .gpkg or .fgb",
        ),
        (("--out", "t.geojson", "--id", "ship"), "no column of the dataset is called 'ship'"),
        (("--out", "t.geojson", "--simplify", "100"), "the length '100' has no unit"),
        (("--out", "t.geojson", "--gap", "0h"), "the duration '0h' is nothing"),
    ],
)
def test_errors_are_one_line(voyages: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(voyages, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
