"""`geotrack import`: what it writes, says and refuses."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from shapely import Point

from geotrack.model.limits import Limits
from tests.cli.conftest import Run
from tests.cli.terminal import answered
from tests.hostile.files import sound
from tests.importing.conftest import SCRIPTS, frame

ROOT = Path(__file__).parents[2]
README = """title,type,start,lon,lat,source_url
Coastguard ship calls at Kirkenes,coastguard/port-call,2026-11-20,30.05,69.73,https://example.org/kirkenes
"""


@pytest.fixture
def kirkenes(folder: Path) -> Path:
    path = folder / "kirkenes.csv"
    path.write_text(README, encoding="utf-8")
    return path


def stored(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (folder / "events").iterdir()}


def test_from_a_table_to_a_record(run: Run, folder: Path, kirkenes: Path) -> None:
    before = stored(folder)
    result = run("import", "kirkenes.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert stored(folder) == before
    text = (folder / "kirkenes-draft.geojson").read_text(encoding="utf-8")
    (draft,) = json.loads(text)["features"]
    assert draft == {
        "type": "Feature",
        "id": "2026-11-20-coastguard-ship-calls-kirkenes",
        "geometry": {"type": "Point", "coordinates": [30.05, 69.73]},
        "properties": {
            "title": "Coastguard ship calls at Kirkenes",
            "type": "coastguard/port-call",
            "start": "2026-11-20",
            "sources": [{"url": "https://example.org/kirkenes"}],
            "review": "draft",
        },
    }
    assert "0 errors, 1 warning" in run("check", "kirkenes-draft.geojson").stderr
    added = run("add", "kirkenes-draft.geojson", "--yes", "--by", "A")
    assert added.exit_code == 0, added.stderr
    hits = json.loads(run("query", "--format", "geojson").stdout)["features"]
    assert "Coastguard ship calls at Kirkenes" in [f["properties"]["title"] for f in hits]


@pytest.mark.parametrize("path", sorted((ROOT / "events").glob("*.geojson")), ids=lambda p: p.stem)
def test_the_records_of_the_repository_go_out_and_come_back(
    run: Run, folder: Path, path: Path
) -> None:
    import geopandas
    import shapely

    given = json.loads(path.read_text(encoding="utf-8"))
    features = given["features"]
    rows = {key: [f["properties"].get(key) for f in features] for key in ("title", "type", "start")}
    shapes = [f["geometry"] and shapely.geometry.shape(f["geometry"]) for f in features]
    table = geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326)
    table.to_file(folder / "out.gpkg")
    assert run("import", "out.gpkg").exit_code == 0
    back = json.loads((folder / "out-draft.geojson").read_text(encoding="utf-8"))["features"]
    for one, other in zip(features, back, strict=True):
        assert (
            other["properties"].items()
            >= {k: one["properties"][k] for k in rows if k in one["properties"]}.items()
        )
        if one["geometry"] is None:
            assert other["geometry"] is None
        else:
            there = shapely.geometry.shape(other["geometry"])
            assert there.equals(shapely.geometry.shape(one["geometry"]))


def test_a_draft_goes_to_stdout_as_utf_8(folder: Path) -> None:
    texts = list(SCRIPTS.values())
    frame([Point(0, 90)] * len(texts), title=texts).to_file(folder / "a.gpkg")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "geotrack", "import", "a.gpkg", "--out", "-"],
        cwd=folder, env=env, capture_output=True, check=True,
    )  # fmt: skip
    features = json.loads(done.stdout.decode("utf-8"))["features"]
    assert [f["properties"]["title"] for f in features] == texts
    assert b"a.gpkg: 12 features, 12 with geometry" in done.stderr
    assert b"GDAL" not in done.stderr


def test_a_mapping_is_saved_and_used_again(run: Run, folder: Path) -> None:
    text = "navn;dato;øst;nord\nA;28.09.2024;30,5;70\n"
    (folder / "a.csv").write_text(text, encoding="utf-8")
    told = [
        "--map", "navn=title", "--map", "dato=start", "--lon", "øst", "--lat", "nord",
        "--dates", "%d.%m.%Y", "--set", "type=coastguard/patrol", "--set", "radius_km=2.5",
    ]  # fmt: skip
    first = run("import", "a.csv", *told, "--save-mapping", "m.toml")
    assert first.exit_code == 0, first.stderr
    draft = (folder / "a-draft.geojson").read_text(encoding="utf-8")
    again = run("import", "a.csv", "--mapping", "m.toml", "--out", "-")
    assert (again.exit_code, again.stdout) == (0, draft)
    over = run(
        "import", "a.csv", "--mapping", "m.toml", "--set", "type=air/intercept", "--out", "-"
    )
    assert json.loads(over.stdout)["features"][0]["properties"]["type"] == "air/intercept"


def test_the_mapping_is_written_beside_the_draft(run: Run, folder: Path) -> None:
    text = "navn;dato;posisjon\nA;04/05/2024;70,5 25,3\nB;24/05/2024;70,6 25,3\n"
    (folder / "a.csv").write_text(text, encoding="utf-8")
    assert run("import", "a.csv", "--set", "type=coastguard/patrol").exit_code == 0
    mapping = (folder / "a-mapping.toml").read_text(encoding="utf-8")
    assert mapping == (
        'latlon = "posisjon"\ndates = ["day-first"]\n\n[columns]\nnavn = "title"\n'
        'dato = "start"\n\n[set]\ntype = "coastguard/patrol"\n'
    )
    first = (folder / "a-draft.geojson").read_bytes()
    # Another file has no cell that decides the order; the mapping says it.
    (folder / "b.csv").write_text(text.rpartition("B;")[0], encoding="utf-8")
    alone = run("import", "b.csv", "--out", "-")
    assert json.loads(alone.stdout)["features"][0]["properties"]["start"] == "04/05/2024"
    assert (
        "a-mapping.toml fits the columns: `geotrack import b.csv --mapping a-mapping.toml` uses it"
        in alone.stderr
    )
    assert not (folder / "b-mapping.toml").exists()
    with_it = run("import", "b.csv", "--mapping", "a-mapping.toml", "--out", "-")
    assert json.loads(with_it.stdout)["features"][0]["properties"]["start"] == "2024-05-04"
    # The draft is gone, and the mapping is there already.
    (folder / "a-draft.geojson").unlink()
    again = run("import", "a.csv")
    assert again.exit_code == 2
    assert again.stderr.endswith(
        "error: a-mapping.toml is there already; --force overwrites it, --mapping a-mapping.toml "
        "uses it, --save-mapping FILE writes elsewhere\n"
    )
    assert not (folder / "a-draft.geojson").exists()
    used = run("import", "a.csv", "--mapping", "a-mapping.toml")
    assert (used.exit_code, "the mapping" in used.stderr) == (0, False)
    assert (folder / "a-draft.geojson").read_bytes() == first
    assert (folder / "a-mapping.toml").read_text(encoding="utf-8") == mapping
    other = run("import", "a.csv", "--out", "other.geojson", "--save-mapping", "m.toml")
    assert other.exit_code == 0
    assert (folder / "m.toml").exists()
    assert not (folder / "other-mapping.toml").exists()


@pytest.mark.slow
def test_a_terminal_offers_a_mapping_and_prompts_for_the_order(folder: Path) -> None:
    (folder / "a.csv").write_text("navn;dato\nA;04/05/2024\n", encoding="utf-8")
    question = "dato: in 04/05/2024, is the day or the month first? [d/m, Enter: leave as text]"
    of_type = "type of the records [Enter: leave it out]:"
    answers = [(question, "x"), (question, "m"), (of_type, "patroll"), (of_type, "naval/patrol")]
    code, screen = answered(folder, ["import", "a.csv"], answers)
    assert code == 0, screen
    assert 'dates = ["month-first"]' in (folder / "a-mapping.toml").read_text(encoding="utf-8")
    written = (folder / "a-draft.geojson").read_text(encoding="utf-8")
    assert '"start": "2024-04-05"' in written
    assert '"type": "naval/patrol"' in written
    (folder / "b.csv").write_text("navn;dato\nB;06/05/2024\n", encoding="utf-8")
    code, screen = answered(
        folder, ["import", "b.csv"], [("use a-mapping.toml for the columns? [Y/n]", "")]
    )
    assert code == 0, screen
    assert '"start": "2024-06-05"' in (folder / "b-draft.geojson").read_text(encoding="utf-8")
    code, screen = answered(
        folder,
        ["import", "b.csv", "--out", "c.geojson"],
        [("[Y/n]", "n"), ("leave as text]", ""), (of_type, "")],
    )
    assert code == 0, screen
    assert '"start": "06/05/2024"' in (folder / "c.geojson").read_text(encoding="utf-8")


def test_nothing_is_overwritten_unless_told(run: Run, folder: Path, kirkenes: Path) -> None:
    draft = folder / "kirkenes-draft.geojson"
    draft.write_text("mine", encoding="utf-8")
    result = run("import", "kirkenes.csv")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: kirkenes-draft.geojson is there already; --force overwrites it, "
        "--out FILE writes elsewhere\n"
    )
    assert draft.read_text(encoding="utf-8") == "mine"
    assert run("import", "kirkenes.csv", "--force").exit_code == 0
    assert draft.read_text(encoding="utf-8").startswith("{")
    assert run("import", "kirkenes.csv", "--out", "kirkenes.csv", "--force").exit_code == 2
    assert kirkenes.read_text(encoding="utf-8") == README


def test_a_draft_is_not_written_among_the_records(run: Run, folder: Path, kirkenes: Path) -> None:
    before = stored(folder)
    for out in ("events/a.geojson", "events/below/a.geojson"):
        result = run("import", "kirkenes.csv", "--out", out, "--force")
        assert result.exit_code == 2
        assert "lies in events/, and a draft is no record" in result.stderr
    assert stored(folder) == before


def test_a_pipe_is_not_replaced_by_a_file(run: Run, folder: Path, kirkenes: Path) -> None:
    os.mkfifo(folder / "pipe.gpkg")
    for given in (["kirkenes.csv", "--out", "pipe.gpkg"], ["--template", "pipe.gpkg"]):
        result = run("import", *given, "--force")
        assert result.exit_code == 2
        assert "cannot write pipe.gpkg: it is no regular file" in result.stderr
    assert (folder / "pipe.gpkg").is_fifo()


@pytest.mark.parametrize(
    "path",
    ["https://example.org/a.csv", "/vsicurl/https://example.org/a.gpkg", "/vsizip/a.zip", "-"],
)
def test_only_files_of_this_machine_are_read(run: Run, path: str) -> None:
    result = run("import", "--", path)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ([], 2, "name a FILE, or write an empty one with --template FILE.xlsx"),
        (["none.csv"], 1, "error: none.csv: no such file or directory"),
        (["bad.gpkg"], 1, "error: bad.gpkg: named .gpkg, but it holds CSV"),
        (["kirkenes.csv", "--map", "titel=title"], 2, "did you mean 'title'?"),
        (["kirkenes.csv", "--map", "title=titel"], 2, "did you mean 'title'?"),
        (["kirkenes.csv", "--map", "title"], 2, "write --map COLUMN=PROPERTY"),
        (["kirkenes.csv", "--set", "type"], 2, "write --set PROPERTY=VALUE"),
        (["kirkenes.csv", "--map-value", "a"], 2, "write --map-value VALUE=WORD"),
        (["kirkenes.csv", "--map-value", "a=b"], 2, "'b' is not a value of a property"),
        (["kirkenes.csv", "--dates", "day-frst"], 2, "--dates 'day-frst' is no form of a date"),
        (["kirkenes.csv", "--latlon", "titel"], 2, "did you mean 'title'?"),
        (["kirkenes.csv", "--latlon", "title", "--lon", "lon"], 2, "give one of them"),
        (["kirkenes.csv", "--mapping", "none.toml"], 1, "error: none.toml: cannot be read"),
        (["kirkenes.csv", "--layer", "a"], 2, "a CSV file has no layers"),
        (["kirkenes.csv", "--encoding", "rot13"], 2, "no encoding is called 'rot13'"),
        (
            ["kirkenes.csv", "--out", "no folder/a.geojson"],
            2,
            "no folder is not a folder; make it first",
        ),
        (["kirkenes.csv", "--template", "a.gpkg"], 2, "--template writes an empty file"),
    ],
)
@pytest.mark.usefixtures("kirkenes")
def test_what_is_wrong_is_told_in_one_line(
    run: Run, folder: Path, args: list[str], code: int, message: str
) -> None:
    (folder / "bad.gpkg").write_text("lon,lat\n1,70\n", encoding="utf-8")
    result = run("import", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert not list(folder.glob(".*.part"))


def test_a_template_is_written_and_read(run: Run, folder: Path) -> None:
    result = run("import", "--template", "events.gpkg")
    assert result.exit_code == 0
    before = (folder / "events.gpkg").read_bytes()
    again = run("import", "--template", "events.gpkg")
    assert again.exit_code == 2
    assert "--force overwrites it, another name writes elsewhere" in again.stderr
    assert (folder / "events.gpkg").read_bytes() == before
    assert run("import", "--template", "events.gpkg", "--force").exit_code == 0
    empty = run("import", "events.gpkg")
    assert (empty.exit_code, empty.stderr) == (1, "error: events.gpkg: it has no features\n")
    frame([Point(30, 70)], title=["a"], type=["coastguard/patrol"]).to_file(
        folder / "events.gpkg", layer="events_point", mode="a"
    )
    assert run("import", "events.gpkg").exit_code == 0
    assert (folder / "events-draft.geojson").exists()


@pytest.mark.parametrize("name", ["a.shp", "a", "a.gpkg.zip"])
def test_a_template_is_called_a_geopackage(run: Run, folder: Path, name: str) -> None:
    result = run("import", "--template", name, "--force")
    assert result.exit_code == 2
    assert "give it a name that ends in .gpkg" in result.stderr
    assert not (folder / name).exists()


def test_all_lists_each_fault(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"A,day {n},x,70\n" for n in range(1, 10))
    (tmp_path / "many.csv").write_text(f"title,start,lon,lat\n{rows}")
    short = run("import", "many.csv", "--out", "-").stderr
    assert "start: 9 cells: no date as records write it; first line 2, 'day 1'" in short
    assert "'day 9'" not in short
    assert "… and 4 more such lines" in short
    long = run("import", "many.csv", "--out", "-", "--all").stderr
    assert "start: line 10, 'day 9'\n" in long
    assert long.count("is no position") == 9
    assert run("import", "many.csv", "--out", "-").stderr == short


FOREIGN = {
    "flat layer.geojson": "a.geojson",
    **{name: name for name in ("a.xlsx", "a.ods", "a.parquet", "a.gpx", "a.kml", "a.csv")},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_of_others_is_refused_with_the_command_that_reads_it(
    run: Run, folder: Path, name: str
) -> None:
    (folder / name).write_bytes(sound(FOREIGN[name])[FOREIGN[name]])
    before = stored(folder)
    command = f"geotrack import {shlex.quote(name)}"
    for arguments in (["add", name], ["check", name], ["map", "--events", name, "--out", "m.html"]):
        result = run(*arguments)
        (line,) = (one for one in result.output.splitlines() if "geotrack import" in one)
        assert result.exit_code == 1
        assert line.startswith(name)
        assert line.endswith(command)
    assert stored(folder) == before
    result = run(*shlex.split(command)[1:])
    assert result.exit_code == 0, result.stderr
    assert (folder / f"{Path(name).stem}-draft.geojson").exists()


def test_a_draft_that_is_too_large_to_add_is_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.csv").write_text("title,lon,lat\nA,5,70\n")
    assert "note: the draft has" not in run("import", "a.csv").stderr
    small = Limits(file_mb=0.0001)
    monkeypatch.setattr("geotrack.model.limits.Limits", lambda: small)
    assert (
        "note: the draft has 0 MB; `check` and `add` read"
        in run("import", "a.csv", "--force").stderr
    )


def test_an_event_dataset_is_read_by_its_codebook(run: Run, folder: Path) -> None:
    names = (
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,"
        "admin1,location,latitude,longitude,geo_precision,source,notes"
    )
    row = "SMP7,2024-05-13,1,Protests,Peaceful protest,A,,X,Y,Sample town,69.5,30.2,1,Press,Said."
    (folder / "a.csv").write_text(f"{names}\n{row}\n")
    result = run("import", "a.csv", "--from", "acled", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["dataset"] == {"name": "acled", "label": "ACLED"}
    assert "ACLED: its terms of use forbid passing its data on" in result.stderr
    assert not (folder / "a-mapping.toml").exists()
    (draft,) = json.loads((folder / "a-draft.geojson").read_text())["features"]
    assert draft["properties"]["place"]["precision"] == "near"
    assert "1 sound record" in run("check", "a-draft.geojson").stderr
    refused = run("import", "a.csv", "--from", "ucdp-ged", "--force")
    assert refused.exit_code == 2
    assert "a.csv is no file of UCDP GED: it has no id, type_of_violence" in refused.stderr
    refused = run("import", "a.csv", "--from", "acled", "--mapping", "m.toml", "--force")
    assert "--from has a mapping of its own" in refused.stderr
