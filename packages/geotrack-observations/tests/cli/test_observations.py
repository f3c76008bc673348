"""`geotrack observations` as it is typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyproj
import pytest
from click.testing import CliRunner, Result

from dataset_rows import ROOT
from geotrack.cli import main

ROWS = "lon,lat,time,kind\n10,70,2024-01-01T00:00:00Z,cargo\n190,70,2024-01-01T00:00:00Z,tug\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["observations", *map(str, arguments)])


def run_main(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_it_builds_and_tells_what_it_left_out(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS, "utf-8")
    done = run("build", source, "--out", tmp_path / "out")
    assert done.exit_code == 1, "something was left out"
    assert done.stdout == ""
    assert "1 observation\n" in done.stderr
    assert "1 × lon '190' is beyond 180 (line 3)\n" in done.stderr
    source.write_text(ROWS.replace("190", "-170"), "utf-8")
    done = run("build", source, "--out", tmp_path / "out")
    assert done.exit_code == 0
    told = json.loads(run("info", tmp_path / "out", "--json").stdout)
    assert (told["rows"], told["refused"], told["extent"]) == (2, 0, [-170.0, 70.0, 10.0, 70.0])
    assert told["columns"] == {"kind": "string"}
    assert told["first"] == told["last"] == "2024-01-01T00:00:00+00:00"


@pytest.mark.parametrize("ending", ["csv", "geojson", "parquet"])
def test_an_answer_is_an_input_and_what_is_left_out_of_it_told(tmp_path: Path, ending: str) -> None:
    source, answer, out = tmp_path / "a.csv", tmp_path / f"answer.{ending}", tmp_path / "out"
    source.write_text(ROWS.replace("190", "-170"), "utf-8")
    assert run("build", source, "--out", out).stderr == f"{out}: 2 observations\n"
    asked = ("--dataset", str(out), "--north-of", "60", "--out", str(answer))
    assert run_main("query", *asked).exit_code == 0
    done = run("build", answer, "--out", tmp_path / "again")
    assert done.exit_code == 0
    own = "bbox, match" if ending == "parquet" else "match"
    assert done.stderr == (
        f"{tmp_path / 'again'}: 2 observations\n"
        f"note: columns of {answer} left out, as geotrack makes its own: {own}\n"
    )


def test_one_reason_more_is_one(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    bad = ["x,70,", "10,x,", "10,91,", "190,70,", "10,70,soon", "10,70,2024-01-01T00:00"]
    source.write_text("\n".join(["lon,lat,time", "10,70,", *bad, ""]), "utf-8")
    told = run("build", "--no-time", source, "--out", tmp_path / "out").stderr
    assert "  … and for 1 other reason\n" in told


def test_rows_are_left_out_for_as_many_reasons_as_differ(tmp_path: Path) -> None:
    source, other = tmp_path / "a.csv", tmp_path / "b.geojsonl"
    bad = [f"10,70,2024-01-01T00:0{n}" for n in range(7)]
    source.write_text("\n".join(["lon,lat,time", "10,70,", *bad, "200,70,", ""]), "utf-8")
    done = run("build", "--no-time", source, "--out", tmp_path / "out").stderr
    assert done.splitlines()[3:] == [
        "  7 × time states no time zone: give one as time_zone, for example UTC "
        "(first line 3: '2024-01-01T00:00')",
        "  1 × lon '200' is beyond 180 (line 10)",
        "note: 1 row has a longitude from 180 to 360: --wrap-longitude reads these",
    ]
    line = {"type": "LineString", "coordinates": [[0, 70], [1, 70]]}
    lines = [json.dumps({"type": "Feature", "geometry": shape}) for shape in (line, line, None)]
    other.write_text("\n".join(lines), "utf-8")
    done = run("build", "--no-time", source, other, "--out", tmp_path / "out").stderr
    assert (
        "  3 × a geometry that is no Point (first b.geojsonl, line 1: LineString geometry)\n"
        in done
    )
    assert "  1 × lon '200' is beyond 180 (a.csv, line 10)\n" in done


def test_errors_are_one_line(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS, "utf-8")
    out = tmp_path / "out"
    for arguments, message in [
        (("build", source, "--out", out, "--time-zone", "Mars"), "no zone that is known"),
        (("build", source, "--out", out, "--lon", "east"), "no column is called 'east' (--lon)"),
        (("build", source, "--out", tmp_path), "no dataset of observations"),
        (("build", source, "--out", "-"), "--out - names no folder"),
        (("info", out), "no dataset of observations"),
    ]:
        done = run(*arguments)
        assert done.exit_code == 2, done.stderr
        assert message in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("lon,lat\n10,70\n", "a.csv: no column is named like one of times; --time names it, "),
        ("lon,lat,time\n10,70,\n", "no row has a time; --time names the column of times, "),
        (
            "lon,lat,obs_time,gps_time\n10,70,,\n",
            "a.csv: several columns may have the times: obs_time, gps_time; --time names it, ",
        ),
    ],
)
def test_a_dataset_without_times_needs_its_option(tmp_path: Path, rows: str, why: str) -> None:
    source = tmp_path / "a.csv"
    source.write_text(rows, "utf-8")
    done = run("build", source, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert f"{why}--no-time builds a dataset without times" in done.stderr
    assert not (tmp_path / "out" / "observations.parquet").exists()
    assert run("build", source, "--out", tmp_path / "out", "--no-time").exit_code == 0


def test_what_was_taken_or_emptied_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    rows = "".join(f"2024-05-{n:02},70,30,{n}\n" for n in range(1, 20))
    source.write_text(f"OBSERVATION DATE,Lat,Lon,count\n{rows}2024-06-01,71,31,X\n", "utf-8")
    done = run("build", source, "--out", tmp_path / "out", "--time-zone", "UTC")
    assert done.exit_code == 0
    assert "20 observations\n" in done.stderr
    assert "times are taken from 'OBSERVATION DATE'; --time names" in done.stderr
    assert (
        "note: cells left empty that are no values of their column's type: 1 of count; "
        "first line 21: count 'X' is no whole number\n" in done.stderr
    )


def test_a_radius_needs_its_unit(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("lon,lat,accuracy\n10,70,3\n10,71,\n", "utf-8")
    done = run("build", "--no-time", source, "--out", tmp_path / "out")
    assert "note: the column 'accuracy' has no unit and is kept unchanged" in done.stderr
    done = run("build", "--no-time", source, "--out", tmp_path / "out", "--radius", "accuracy")
    assert done.exit_code == 2
    assert "say which, with --radius-unit and one of km, nmi, mi, m" in done.stderr
    arguments = ("--radius", "accuracy", "--radius-unit", "km")
    assert run("build", "--no-time", source, "--out", tmp_path / "out", *arguments).exit_code == 0
    told = run("info", tmp_path / "out").stdout
    assert (
        "radius        3,000 to 3,000 m; 1 of 2 states none and is only possibly in an area\n"
        in told
    )
    assert json.loads(run("info", tmp_path / "out", "--json").stdout)["radii"] == [3000.0, 3000.0]


def test_rows_that_state_no_radius_among_those_that_do_are_told(tmp_path: Path) -> None:
    source, out = tmp_path / "a.csv", tmp_path / "out"
    rows = ["-168.9,65.8,5", "-168.9,65.8,", "-168.9,65.8,"]
    source.write_text("\n".join(["lon,lat,accuracy_m", *rows]), "utf-8")
    note = "note: 2 of 3 state no radius: queries by area find them only as possible; "
    assert note in run("build", "--no-time", source, "--out", out).stderr
    info = run("info", out).stdout
    assert "radius        5 to 5 m; 2 of 3 state none and are only possibly in an area\n" in info
    asked = ("query", "--dataset", str(out), "--region", "bering-strait")
    assert "1 certain, 2 possible\n" in run_main(*asked).stderr
    # The way out that is told.
    source.write_text(source.read_text("utf-8").replace("accuracy_m", "accuracy"), "utf-8")
    assert "state no radius" not in run("build", "--no-time", source, "--out", out).stderr
    assert "3 certain, 0 possible\n" in run_main(*asked).stderr


@pytest.mark.parametrize("to", ["stdout", "file"])
def test_times_keep_their_fractions_of_a_second_and_json_is_json(tmp_path: Path, to: str) -> None:
    source = tmp_path / "a.csv"
    times = {70: "2024-07-01T00:00:00.25Z", 71: "2024-07-01T00:00:00.000001Z", 72: ""}
    times[73] = "2024-07-01T02:00:00+02:00"
    speeds = {70: "1.5", 71: "NaN", 72: "inf", 73: ""}
    rows = [f"10,{lat},{time},{speeds[lat]}" for lat, time in times.items()]
    source.write_text("\n".join(["lon,lat,time,speed", *rows]), "utf-8")
    assert run("build", source, "--out", tmp_path / "out").exit_code == 0
    told = {
        70: "2024-07-01T00:00:00.250000Z",
        71: "2024-07-01T00:00:00.000001Z",
        72: None,
        73: "2024-07-01T00:00:00Z",
    }

    def asked(form: str) -> str:
        out = tmp_path / f"answer.{form}"
        more = ("--format", form) if to == "stdout" else ("--out", str(out))
        done = run_main("query", "--dataset", str(tmp_path / "out"), *more)
        return done.stdout if to == "stdout" else out.read_text("utf-8")

    def strict(text: str) -> Any:
        return json.loads(text, parse_constant=pytest.fail)

    found = csv.DictReader(io.StringIO(asked("csv")))
    by_lat = {float(row["lat"]): (row["time"] or None, row["speed"]) for row in found}
    assert {lat: time for lat, (time, _) in by_lat.items()} == told
    assert {lat: speed for lat, (_, speed) in by_lat.items()} == {
        70: "1.5", 71: "", 72: "inf", 73: "",
    }  # fmt: skip
    rows_told = strict(asked("json"))
    assert {row["lat"]: row["time"] for row in rows_told} == told
    assert {row["lat"]: row["speed"] for row in rows_told} == {
        70: 1.5,
        71: None,
        72: None,
        73: None,
    }
    features = strict(asked("geojson"))["features"]
    assert {f["geometry"]["coordinates"][1]: f["properties"]["time"] for f in features} == told


def test_a_dataset_is_asked_as_records_are(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    rows = ["-168.9,65.8,2024-07-01T00:00:00Z,cargo,12", "-168.8,65.9,2024-08-01T00:00:00Z,tug,4"]
    source.write_text("\n".join(["lon,lat,time,kind,speed", *rows, "10,70,,tug,4"]), "utf-8")
    assert run("build", source, "--out", tmp_path / "out").exit_code == 0

    def ask(*arguments: str) -> Result:
        asked = ["--workspace", str(ROOT), "query", "--dataset", str(tmp_path / "out"), *arguments]
        return CliRunner().invoke(main, asked)

    done = ask("--region", "Bering Strait", "--format", "geojson")
    features = json.loads(done.stdout)["features"]
    features.sort(key=lambda one: str(one["properties"]["time"]))
    assert [f["geometry"]["coordinates"] for f in features] == [[-168.9, 65.8], [-168.8, 65.9]]
    assert features[0]["properties"] == {
        "time": "2024-07-01T00:00:00Z", "kind": "cargo", "speed": 12, "match": "certain",
    }  # fmt: skip
    assert done.stderr == "2 certain, 0 possible\n"
    done = ask("--where", "kind=tug", "--format", "csv")
    assert [line.split(",")[3] for line in done.stdout.splitlines()] == ["kind", "tug", "tug"]
    done = ask("--where", "speed<10", "--format", "json", "--limit", "1")
    assert len(json.loads(done.stdout)) == 1
    assert "1 more are not shown (--limit 1)" in done.stderr
    done = ask("--from", "2024", "--count-by", "month,kind", "--format", "json")
    assert json.loads(done.stdout) == [
        {"month": "2024-07", "kind": "cargo", "certain": 1, "possible": 0},
        {"month": "2024-08", "kind": "tug", "certain": 1, "possible": 0},
    ]
    assert done.stderr == "not judged: 1 without a time\n"
    assert "cargo" in ask("--region", "Bering Strait").stdout
    done = ask("--from", "2024")
    assert done.stderr == "2 certain, 0 possible; not judged: 1 without a time\n"
    for ending in ("parquet", "geojson", "csv", "json"):
        out = tmp_path / f"found.{ending}"
        done = ask("--where", "kind=tug", "--out", str(out))
        assert (done.exit_code, done.stdout) == (0, ""), done.stderr
        assert done.stderr == f"{out}: 2 observations\n2 certain, 0 possible\n"
        read = pandas.read_parquet(out) if ending == "parquet" else None
        read = geopandas.read_file(out) if ending == "geojson" else read
        read = pandas.read_csv(out) if ending == "csv" else read
        read = pandas.read_json(out) if ending == "json" else read
        assert list(read["kind"]) == ["tug", "tug"]
    done = ask("--where", "kind=tug", "--limit", "1", "--out", str(out))
    assert f"{out}: 1 observation\n1 more are not written (--limit 1)\n" in done.stderr
    for arguments, message in [
        (("--theme", "air"), "observations have no themes"),
        (("--why",), "--why is for records"),
        (("--of", "10,70", "--count-by", "kind"), "distances are told row by row; here ask --with"),
        (("--of", "10,70", "--crossings", "--id", "kind"), "distances are told row by row"),
        (("--of", "10,70", "--out", "a.parquet"), "a .parquet has no distances; write .geojson"),
        (("--sort", "date"), "--sort is for records; hits of a dataset are in the order"),
        (("--crossings", "--sort", "distance"), "--sort is for records"),
        (("--format", "ids"), "observations have no ids"),
        (("--out", "a.xlsx"), "name a file that ends with .parquet or .geojson or .csv or .json"),
        (("--out", "a.csv", "--format", "json"), "the ending of --out says the form"),
        (("--out", "a.csv", "--count-by", "kind"), "counts are printed: leave --out or --count-by"),
        (("--out", str(tmp_path / "out" / "observations.parquet")), "it is read by this command"),
    ]:
        done = ask(*arguments)
        assert done.exit_code == 2
        assert message in done.stderr
    done = CliRunner().invoke(main, ["--workspace", str(ROOT), "query", "--where", "a=1"])
    assert done.exit_code == 2
    assert "--where is for columns of --dataset DIR" in done.stderr


def test_an_empty_answer_is_an_answer_and_says_what_its_columns_have(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS.replace("190", "-169"), "utf-8")
    assert run("build", source, "--out", tmp_path / "out").exit_code == 0

    def ask(*arguments: str) -> Result:
        return run_main("query", "--dataset", str(tmp_path / "out"), *arguments)

    reads = {".geojson": geopandas.read_file, ".parquet": geopandas.read_parquet,
             ".csv": pandas.read_csv, ".json": pandas.read_json}  # fmt: skip
    for ending, read in reads.items():
        out = tmp_path / f"none{ending}"
        out.write_text("old", "utf-8")
        done = ask("--where", "kind=Cargo", "--out", str(out))
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr == (
            f"{out}: 0 observations\n0 certain, 0 possible\n"
            "note: no 'kind' is 'Cargo'; did you mean 'cargo'?\n"
        )
        assert len(read(out)) == 0
        if ending in {".csv", ".parquet"}:
            assert "kind" in read(out).columns
    for form, empty in (("csv", "time,lon,lat,kind,match\n"), ("json", "[\n]\n")):
        assert ask("--where", "kind=x", "--format", form).stdout == empty
    note = "note: no 'kind' is 'x'; it has cargo, tug\n"
    assert note in ask("--where", "kind=x").stderr
    assert note in ask("--where", "kind=x", "--count-by", "month").stderr
    done = ask("--where", "kind=tug", "--from", "2025")
    assert done.stderr == (
        "0 certain, 0 possible\nnote: its times go from 2024-01-01 to 2024-01-01\n"
    )
    density = ["observations", "density", str(tmp_path / "out"), "--where", "kind=x", "--out"]
    assert note in run_main(*density, str(tmp_path / "d.geojson")).stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("query", "--dataset", "out"),
        ("query", "--dataset", "out", "--count-by", "month"),
        ("query", "--dataset", "out", "--crossings", "--region", "bering-strait"),
        ("observations", "density", "out", "--out", "d.geojson"),
        ("observations", "tracks", "out", "--out", "t.geojson"),
    ],
)
def test_a_period_without_any_time_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"1,2024-{month}T12:00:00Z,-168.9,65.8" for month in ("06-01", "10-31")]
    Path("a.csv").write_text("\n".join(["mmsi,time,lon,lat", *rows, "1,,10,70"]), "utf-8")
    assert run("build", "a.csv", "--out", "out").exit_code == 0
    note = "note: its times go from 2024-06-01 to 2024-10-31\n"
    for period in (
        ["--from", "2025"],
        ["--to", "2024-05"],
        ["--from", "2024-11", "--to", "2024-11"],
    ):
        assert note in run_main(*asked, *period).stderr
    for period in (["--from", "2024-07", "--to", "2024-08"], ["--from", "2024-10-31"], []):
        assert note not in run_main(*asked, *period).stderr


def test_distances_are_told_of_what_is_named_without_a_limit(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    rows = ["10,70,a", "190,89.9,b", "-169,65.8,c", "0,90,d"]
    source.write_text("\n".join(["lon,lat,kind", *rows]).replace("190", "-170"), "utf-8")
    assert run("build", "--no-time", source, "--out", tmp_path / "out").exit_code == 0
    asked = ("query", "--dataset", str(tmp_path / "out"), "--of", "-169,65.8", "--format")
    told = json.loads(run_main(*asked, "json").stdout)
    geod = pyproj.Geod(ellps="WGS84")
    assert len(told) == 4
    for one in told:
        metres = geod.inv(-169, 65.8, one["lon"], one["lat"])[2]
        assert abs(one["distance_km"] - metres / 1000) <= 0.051
        assert list(one)[-3:] == ["kind", "distance_km", "match"]
    head, *lines = run_main(*asked, "csv", "--where", "kind!=c", "--limit", "2").stdout.split()
    assert head == "time,lon,lat,kind,distance_km,match"
    near = {one["kind"]: str(one["distance_km"]) for one in told}
    assert [line.split(",")[4] for line in lines] == [near[line.split(",")[3]] for line in lines]
    inside = run_main(*asked[:3], "--of", "bering-strait", "--where", "kind=c", "--format", "json")
    assert json.loads(inside.stdout)[0]["distance_km"] == 0.0
    assert "distance_km" not in run_main(*asked, "csv", "--within", "9km").stdout


def test_the_side_that_is_left_out_is_said(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS.replace("190", "-169"), "utf-8")
    assert run("build", source, "--out", tmp_path / "out").exit_code == 0
    asked = ("query", "--dataset", str(tmp_path / "out"))
    assert run_main(*asked, "--certain").stderr == "2 certain, 0 possible (left out)\n"
    assert run_main(*asked, "--possible").stderr == "2 certain (left out), 0 possible\n"


@pytest.mark.slow
def test_a_dataset_needs_no_workspace_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(ROWS.replace("190", "-169").replace("70", "65.8"), "utf-8")
    assert run("build", "a.csv", "--out", "out").exit_code == 0
    note = "note: no workspace here: regions and places are those that come with geotrack\n"
    question = ["query", "--dataset", "out", "--region", "Bering Strait"]
    done = CliRunner().invoke(main, question)
    assert done.stderr == f"{note}1 certain, 0 possible\n"
    assert "tug" in done.stdout
    done = run_main("query", "--dataset", "out", "--count-by", "region,kind", "--format", "csv")
    assert done.stderr == note
    Path("one.csv").write_text("mmsi,time,lon,lat\n1,2024-01-01T00:00:00Z,-169,65.8\n", "utf-8")
    assert run("build", "one.csv", "--out", "one").exit_code == 0
    crossings = ("query", "--dataset", "one", "--crossings")
    assert run_main(*crossings).stderr.startswith(note)
    assert "note:" not in run_main(*crossings, "--bbox", "-170", "65", "-168", "66").stderr
    for unnamed in (["--from", "2023"], ["--within", "9km", "--of", "-169,65.8"], ["--limit", "1"]):
        assert "note:" not in run_main("query", "--dataset", "out", *unnamed).stderr
    done = run_main("regions", "export", "regions.csv")
    assert (done.exit_code, done.stderr.startswith(note)) == (0, True)
    assert "bering-strait" in run_main("regions").stdout
    assert "nome" in run_main("places").stdout
    done = run("density", "out", "--region", "Bering Strait", "--out", "d.geojson")
    assert (done.exit_code, done.stderr.startswith(note)) == (0, True)
    done = CliRunner().invoke(main, [*question, "--within", "9km", "--of", "2024-record"])
    assert "no place, record or region is called" in done.stderr
    assert CliRunner().invoke(main, ["--workspace", ".", *question]).exit_code == 2
    assert CliRunner().invoke(main, ["query"]).exit_code == 2
