from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from geotrack.cli.export import FORMS
from geotrack.export import FORMATS
from geotrack.page import briefing
from tests.cli.conftest import Run
from tests.records import feature, point, workspace

PLAN = """
title = "A plan"
marking = "RESTRICTED"
as_of = "2024-12-31"
projection = "EPSG:3571"
[select]
themes = ["coastguard"]
"""


@pytest.fixture
def plan(folder: Path) -> Path:
    (folder / "maps").mkdir()
    path = folder / "maps" / "plan.toml"
    path.write_text(PLAN, "utf-8")
    (folder / "maps" / "plan.numbers.json").write_text('{"patrol": 7}', "utf-8")
    return path


def ids(text: str) -> list[str]:
    return [feature["id"] for feature in json.loads(text)["features"]]


def test_the_command_knows_every_format() -> None:
    assert tuple(FORMATS) == FORMS


@pytest.mark.parametrize("name", FORMS)
def test_the_ending_says_the_format(run: Run, folder: Path, name: str) -> None:
    file = f"out{FORMATS[name].endings[-1].upper()}"
    result = run("export", "--to", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{file}: 4 records, 1 of them without geometry; " in result.stderr
    assert (folder / file).stat().st_size
    assert f".{file}.part" not in {p.name for p in folder.iterdir()}


def test_format_goes_before_the_ending(run: Run, folder: Path) -> None:
    assert run("export", "--to", "out.txt", "--format", "csv").exit_code == 0
    assert (folder / "out.txt").read_text("utf-8").startswith("id,number,title,")


def test_text_goes_to_stdout_and_talk_to_stderr(run: Run) -> None:
    result = run("export", "--to", "-", "--format", "geojson")
    assert set(ids(result.stdout)) == {"patrol", "edge", "unplaced", "undated"}
    assert result.stderr == "stdout: 4 records, 1 of them without geometry\n"


def test_the_same_question_as_query_finds_the_same(run: Run) -> None:
    asked = ("--region", "west", "--theme", "coastguard", "--from", "2024", "--to", "2024")
    exported = run("export", *asked, "--to", "-", "--format", "geojson")
    found = run("query", *asked, "--format", "geojson")
    assert ids(exported.stdout) == ids(found.stdout)
    told = [f["properties"]["match"] for f in json.loads(exported.stdout)["features"]]
    assert told == [f["properties"]["match"] for f in json.loads(found.stdout)["features"]]
    assert found.stderr in exported.stderr


def test_sort_limit_and_kind_of_hit_are_those_of_query(run: Run) -> None:
    asked = ("--region", "west", "--sort", "title", "--limit", "1")
    exported = run("export", *asked, "--possible", "--to", "-", "--format", "geojson")
    found = run("query", *asked, "--possible", "--format", "geojson")
    assert ids(exported.stdout) == ids(found.stdout)


def test_without_a_question_records_are_as_stored(run: Run) -> None:
    features = json.loads(run("export", "--to", "-", "--format", "geojson").stdout)["features"]
    (undated,) = [f for f in features if f["id"] == "undated"]
    assert undated["properties"]["match"] == "mine"
    assert "why" not in undated["properties"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--to", "2024"], "--to 2024 is a date; name the file to write with another --to"),
        (["--to", "a.csv", "--to", "b.csv"], "--to takes one file, not a.csv and b.csv"),
        (
            ["--to", "a.csv", "--to", "2023", "--to", "2024"],
            "--to takes one date, not 2023 and 2024",
        ),
        (["--to", "out.shp"], "out.shp is neither a date nor a file whose ending says its format"),
        (["--to", "-"], "--to - needs --format; write geojson, geojsonseq or csv"),
        (["--to", "-", "--format", "gpkg"], "GeoPackage is no text; name a file in place of -"),
        (["--to", "no/where.csv"], "cannot write no/where.csv: no is not a folder"),
        (["--to", "events/e.geojson"], "the workspace is made of that very file"),
        (["--to", "layers/regions.geojson"], "the workspace is made of that very file"),
        (["--to", "events/new.geojson"], "it would be read as records of events/"),
        (["--to", "events", "--format", "csv"], "cannot write events: it is a folder"),
        (["--to", "a.csv", "--certain", "--possible"], "--certain and --possible leave nothing"),
        (["--to", "a.csv", "--map", "nothing"], "no map is called 'nothing'"),
        (["--to", "a.csv", "--map", "plan", "--on", "2024"], "leave the conditions out"),
        (["--to", "a.csv", "--map", "plan", "--to", "2024"], "leave the conditions out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    run: Run, folder: Path, args: list[str], message: str
) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    result = run("export", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_an_old_file_is_written_over_whole(run: Run, folder: Path) -> None:
    (folder / "out.csv").write_text("old", "utf-8")
    assert run("export", "--to", "out.csv").exit_code == 0
    assert "old" not in (folder / "out.csv").read_text("utf-8")


def test_an_old_file_stays_where_the_new_one_cannot_be_made(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "out.csv").write_text("old", "utf-8")
    opened = Path.open

    def full(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if "w" in mode:
            raise OSError(28, "No space left on device")
        return opened(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", full)
    result = run("export", "--to", "out.csv")
    assert result.exit_code == 1
    assert "error: out.csv: no space left on device" in result.stderr
    assert (folder / "out.csv").read_text("utf-8") == "old"


def test_a_record_marked_higher_refuses_the_export(run: Run, folder: Path) -> None:
    workspace(folder, feature("open", point(5, 72)), feature("closed", marking="SECRET"))
    result = run("export", "--to", "out.csv", "--marking", "RESTRICTED")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: the record 'closed' is marked 'SECRET', above the export's 'RESTRICTED'; "
        "raise the marking of the export or leave the record out\n"
    )
    assert not (folder / "out.csv").exists()
    assert "marked SECRET" in run("export", "--to", "out.csv").stderr
    assert run("export", "--text", "patrol", "--to", "x.csv", "--marking", "SECRET").exit_code == 0


def test_a_map_is_exported_with_its_records_marking_numbers_and_crs(
    run: Run, folder: Path, plan: Path
) -> None:
    result = run("export", "--map", "plan", "--to", "out.gpkg")
    assert result.exit_code == 0, result.stderr
    assert "note: 2 numbers not issued yet; `geotrack map plan` keeps them" in result.stderr
    assert "out.gpkg: 3 records, 1 of them without geometry, marked RESTRICTED" in result.stderr
    with closing(sqlite3.connect(folder / "out.gpkg")) as file:
        numbers = dict(file.execute("SELECT id, number FROM points"))
        assert numbers["patrol"] == 7
        about = dict(file.execute("SELECT what, value FROM about"))
        assert about["as_of"] == "2024-12-31"
        assert about["page_digest"] == briefing(folder, "plan").digest
        srs = file.execute("SELECT DISTINCT srs_id FROM gpkg_geometry_columns").fetchall()
        assert srs == [(3571,)]
    assert json.loads((plan.parent / "plan.numbers.json").read_text("utf-8")) == {"patrol": 7}


def test_a_map_below_its_records_is_refused_by_both_markings(
    run: Run, folder: Path, plan: Path
) -> None:
    workspace(folder, feature("closed", point(5, 72), marking="SECRET"))
    refused = run("export", "--map", "plan", "--to", "out.gpkg")
    assert "the record 'closed' is marked 'SECRET', above the map's 'RESTRICTED'" in refused.stderr
    workspace(folder, feature("closed", point(5, 72), marking="RESTRICTED"))
    args = ("export", "--map", "plan", "--to", "out.gpkg", "--marking", "UNCLASSIFIED")
    assert "above the export's 'UNCLASSIFIED'" in run(*args).stderr
    assert not (folder / "out.gpkg").exists()


def unpacked(path: Path) -> bytes:
    """Return all that a file holds, what is packed in it unpacked."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        from pyarrow import parquet

        return content + repr(parquet.read_table(path).to_pylist()).encode()
    return content


@pytest.mark.parametrize("name", FORMS)
def test_what_is_not_selected_is_not_in_the_bytes(run: Run, folder: Path, name: str) -> None:
    workspace(
        folder,
        feature("kept", point(5, 72), related="hidden-words", part_of="whole-words"),
        feature("hidden-words", point(6, 72), type="naval/patrol"),
        feature("whole-words", point(6, 72), type="naval/patrol"),
    )
    result = run("export", "--theme", "coastguard", "--to", "out", "--format", name)
    assert "note: left out: 2 links to records not in the export" in result.stderr
    content = unpacked(folder / "out")
    assert b"kept" in content
    assert b"hidden-words" not in content
    assert b"whole-words" not in content


def test_csv_on_stdout_is_utf_8(run: Run) -> None:
    result = run("export", "--to", "-", "--format", "csv", "--text", "Bodø")
    (row,) = csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8"), newline=""))
    assert row["title"] == "Off Bodø [red]x[/]"
    assert row["match"] == "certain"


def test_a_dataset_has_the_records_that_fit(run: Run, folder: Path) -> None:
    actors = [{"name": "Blue"}, {"name": "Red"}]
    place = {"precision": "near", "radius_km": 5}
    fit = feature("fit", point(30, 70), actors=actors, place=place, type_of_violence=1)
    (folder / "events" / "fit.geojson").write_text(json.dumps(fit), "utf-8")
    result = run("export", "--to", "out.csv", "--as", "ucdp-ged")
    assert result.exit_code == 0, result.stderr
    assert "note: 4 left out: no type_of_violence" in result.stderr
    assert "out.csv: 1 record; " in result.stderr
    refused = run("export", "--to", "out.gpkg", "--as", "ucdp-ged")
    assert refused.exit_code == 2
    assert "--as ucdp-ged writes CSV; name a file that ends in .csv" in refused.stderr


def test_a_folder_has_tables_for_engines(run: Run, folder: Path) -> None:
    result = run("export", "--to", "all.parquet/")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "all.parquet: 4 records, 1 of them without geometry; " in result.stderr
    tables = {path.name for path in (folder / "all.parquet").rglob("*.parquet")}
    assert tables == {
        f"{n}.parquet" for n in ("records", "places", "actors", "relations", "regions")
    }
    again = run("export", "--to", "all.parquet/")
    assert again.exit_code == 2
    assert "all.parquet is there already; remove it, or name another folder" in again.stderr
    assert not [path for path in folder.iterdir() if path.name.startswith(".geotrack-")]
