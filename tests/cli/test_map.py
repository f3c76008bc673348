from __future__ import annotations

import json
import zipfile
from pathlib import Path

import click
import pytest

from geotrack import page
from geotrack.mapview import numbers as mapview_numbers
from geotrack.mapview import open as mapview_open
from tests.cli.conftest import Run
from tests.records import feature, point, written
from tests.repositories import commit, repository

PLAN = 'title = "A plan"\nmarking = "UNCLASSIFIED"\n'


@pytest.fixture(autouse=True)
def maps(folder: Path) -> Path:
    """Two definitions, one of which no map can be made of."""
    (folder / "maps").mkdir()
    (folder / "maps" / "plan.toml").write_text(PLAN, "utf-8")
    bad = PLAN + '[layers]\nregions = ["nowhere"]\n'
    (folder / "maps" / "bad.toml").write_text(bad, "utf-8")
    return folder / "maps"


def left(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def test_a_named_map_is_written_beside_its_definition_with_its_numbers(
    run: Run, maps: Path
) -> None:
    result = run("map", "plan")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("maps/plan.html: 4 records, 1 of them unplaced; ")
    assert left(maps) == {"plan.toml", "bad.toml", "plan.html", "plan.numbers.json"}
    assert "Off Bodø" in (maps / "plan.html").read_text("utf-8")
    assert len(json.loads((maps / "plan.numbers.json").read_text("utf-8"))) == 4


def test_all_maps_are_made_and_a_refused_one_stops_no_other(run: Run, maps: Path) -> None:
    result = run("map")
    assert result.exit_code == 1
    assert "error: bad: layers/regions.geojson has no feature 'nowhere'" in result.stderr
    assert (maps / "plan.html").is_file()
    assert not (maps / "bad.html").exists()


def test_a_key_that_is_not_known_is_told_and_one_that_selects_is_refused(
    run: Run, maps: Path
) -> None:
    (maps / "plan.toml").write_text(PLAN + "subtitel = 'S'\n", "utf-8")
    result = run("map", "plan")
    assert result.exit_code == 0
    assert result.stderr.startswith(
        "maps/plan.toml:3: /subtitel: warning: 'subtitel' is not a property that geotrack "
        "defines; did you mean 'subtitle'?\nmaps/plan.html: "
    )
    (maps / "plan.html").unlink()
    (maps / "plan.toml").write_text(PLAN + "[select]\nregion = ['west']\n", "utf-8")
    result = run("map", "plan")
    assert result.exit_code == 1
    assert "'region' is no key that says what is on the map; did you mean" in result.stderr
    assert not (maps / "plan.html").exists()


def test_out_writes_elsewhere_over_what_is_there(run: Run, folder: Path, maps: Path) -> None:
    out = folder / "out.html"
    out.write_text("old", "utf-8")
    assert run("map", "plan", "--out", "out.html").exit_code == 0
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert not (maps / "plan.html").exists()
    assert ".out.html.part" not in left(folder)


def test_records_whose_symbol_code_is_not_drawn_are_told(
    run: Run, folder: Path, maps: Path
) -> None:
    (maps / "plan.toml").write_text(PLAN + 'symbols = "app6"\n', "utf-8")
    written(folder / "events" / "more.geojson", feature("planned", point(0, 80), symbol="SFSP"))
    result = run("map", "plan")
    assert result.exit_code == 0
    note = "note: cannot draw the symbol code of planned; drawn by theme\n"
    assert result.stderr.endswith(note)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("plan", "--out", "maps"), "cannot write maps: it is a folder; name a file in it"),
        (("plan", "--out", "-"), "cannot write -: a map is written to a file, not to stdout; name"),
        (("plan", "--out", "no/x.html"), "cannot write no/x.html: no is not a folder"),
        (("plan", "--out", "events/e.geojson"), "the workspace is made of that very file"),
        (
            ("--events", "events/e.geojson", "--out", "./events/e.geojson"),
            "it is read by this command",
        ),
        (
            ("--events", "page.html"),
            "cannot write page.html: it is read by this command; name another",
        ),
        (("plan", "--out", "x.jpg"), "x.jpg: no map is handed out as .jpg; write .html, .md"),
        (("plan", "--out", "x.md", "--format", "png"), "x.md: --format png makes no .md; leave"),
        (("plan", "bad", "--out", "x.html"), "--out takes one map: name it"),
        (("plam",), "no map is called 'plam'; did you mean 'plan'?"),
    ],
)
def test_what_cannot_be_written_is_one_clear_line(
    run: Run, folder: Path, args: tuple[str, ...], message: str
) -> None:
    data = (folder / "events" / "e.geojson").read_bytes()
    (folder / "page.html").write_bytes(data)
    result = run("map", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert (folder / "events" / "e.geojson").read_bytes() == data
    assert (folder / "page.html").read_bytes() == data


def test_names_and_events_do_not_go_together(run: Run) -> None:
    result = run("map", "plan", "--events", "events/e.geojson")
    assert result.exit_code == 2
    assert "leave the names out" in result.stderr


def test_without_definitions_it_says_so(run: Run, maps: Path) -> None:
    for path in maps.glob("*.toml"):
        path.unlink()
    assert run("map").stderr == (
        "error: there is no definition in maps/; `geotrack init .` writes a first one, and with "
        "--events FILE any event file can be mapped\n"
    )
    maps.rmdir()
    for form in ("html", "pptx"):
        assert run("map", "x", "--format", form).stderr == (
            "error: no map is called 'x': there is no definition in maps/; `geotrack init .` "
            "writes a first one, overview\n"
        )


def test_numbers_that_cannot_be_kept_are_told_and_the_page_is_there(
    run: Run, folder: Path, maps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(mapview_numbers, "atomic_path", refused)
    result = run("map", "plan", "--out", "x.html")
    assert result.exit_code == 0
    assert "note: the numbers issued on this map are not kept in " in result.stderr
    assert (folder / "x.html").is_file()


def test_a_page_that_cannot_be_written_leaves_nothing_half_done(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(_: object, outfile: Path) -> None:
        outfile.write_text("half", "utf-8")
        raise OSError(28, "No space left on device", str(outfile))

    monkeypatch.setattr(page.Briefing, "save", save)
    result = run("map", "plan", "--out", "x.html")
    assert (result.exit_code, result.stderr) == (1, "error: x.html: no space left on device\n")
    assert not {"x.html", ".x.html.part"} & left(folder)


def test_open_shows_the_page(run: Run, maps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "launch", shown.append)
    assert run("map", "plan", "--open").exit_code == 0
    assert run("map", "--events", "events/e.geojson", "--open").exit_code == 0
    events = maps.parent / "events"
    assert shown == [str((maps / "plan.html").resolve()), str((events / "e.html").resolve())]


def test_any_file_is_mapped_under_the_highest_marking_of_records_and_reports(
    run: Run, folder: Path
) -> None:
    (folder / "seeds").mkdir()
    (folder / "seeds" / "r.toml").write_text(
        'id = "r"\ntitle = "R"\nmarking = "SECRET"\n[[claims]]\nid = "C"\nsays = "x"\n'
        'kind = "event"\nunmapped = "not here"\n',
        "utf-8",
    )
    cites = feature("a", point(5, 72), sources=[{"seed": "r", "claim": "C"}], marking="RESTRICTED")
    written(folder / "x.geojson", cites)
    assert run("map", "--events", "x.geojson").exit_code == 0
    html = (folder / "x.html").read_text("utf-8")
    assert html.count('class="marking" data-level="3">SECRET</') == 2


def test_a_marking_of_unknown_rank_is_borne_as_it_is(run: Run, folder: Path) -> None:
    records = (feature("a", point(5, 72), marking="BEGRENSET"), feature("b", marking="RESTRICTED"))
    written(folder / "x.geojson", *records)
    result = run("map", "--events", "x.geojson")
    assert result.exit_code == 0
    assert "note: the rank of 'BEGRENSET' is unknown here" in result.stderr
    html = (folder / "x.html").read_text("utf-8")
    assert '<aside class="marking" data-level="unknown">BEGRENSET // RESTRICTED</aside>' in html


def test_a_file_without_a_sound_record_is_not_mapped(run: Run, folder: Path) -> None:
    written(folder / "x.geojson", feature("a", start="soon"))
    result = run("map", "--events", "x.geojson")
    assert result.exit_code == 1
    assert "has no sound record; nothing is written" in result.stderr
    assert not (folder / "x.html").exists()


def test_sound_records_are_mapped_beside_faulty_ones(run: Run, folder: Path) -> None:
    written(folder / "x.geojson", feature("a", point(5, 72)), feature("b", start="soon"))
    assert run("map", "--events", "x.geojson").exit_code == 1
    assert (folder / "x.html").is_file()


def test_the_sample_of_an_installed_package_is_mapped_here(
    run: Run, folder: Path, maps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapview_open, "PACKAGE", folder)
    (folder / "here").mkdir()
    monkeypatch.chdir(folder / "here")
    assert run("--workspace", "..", "map", "plan").exit_code == 0
    assert left(folder / "here") == {"plan.html"}
    assert left(maps) == {"plan.toml", "bad.toml"}


def test_frozen_puts_its_inputs_beside_the_page_and_they_give_it_again(
    run: Run, folder: Path, maps: Path
) -> None:
    result = run("map", "plan", "--frozen")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1].startswith("maps/plan.inputs.zip: what it was built from;")
    assert ".plan.inputs.zip.part" not in left(maps)
    with zipfile.ZipFile(maps / "plan.inputs.zip") as archive:
        archive.extractall(folder / "x")
    assert run("--workspace", "x/plan", "map", "plan").exit_code == 0
    again = folder / "x" / "plan" / "maps" / "plan.html"
    assert again.read_bytes() == (maps / "plan.html").read_bytes()


def test_frozen_goes_where_the_page_goes(run: Run, folder: Path) -> None:
    assert run("map", "plan", "--frozen", "--out", "out.html").exit_code == 0
    assert {"out.html", "out.inputs.zip"} <= left(folder)


def test_frozen_writes_nothing_where_it_cannot(run: Run, folder: Path, maps: Path) -> None:
    (maps / "plan.inputs.zip").mkdir()
    result = run("map", "plan", "--frozen")
    assert result.exit_code == 2
    assert "cannot write maps/plan.inputs.zip: it is a folder" in result.stderr.replace(
        f"{folder}/", ""
    )
    assert not (maps / "plan.html").exists()


def test_frozen_is_for_maps_that_are_defined(run: Run) -> None:
    result = run("map", "--events", "events/e.geojson", "--frozen")
    assert result.exit_code == 2
    assert "--frozen is for a map of maps/" in result.stderr


def test_notes_are_in_the_page_only_where_they_are_asked_for(run: Run, maps: Path) -> None:
    scene = '[[scenes]]\ntitle = "One"\nnotes = "Say this aloud."\n'
    (maps / "plan.toml").write_text(PLAN + scene, "utf-8")
    pages = []
    for how in ([], ["--with-notes"]):
        assert run("map", "plan", "--frozen", *how).exit_code == 0
        packed = (maps / "plan.inputs.zip").read_bytes()
        assert (b"Say this aloud." in packed) is bool(how)
        pages.append((maps / "plan.html").read_text("utf-8"))
    assert ["Say this aloud." in page for page in pages] == [False, True]


def test_a_scene_of_what_is_not_on_the_map_refuses_it(run: Run, maps: Path) -> None:
    scene = '[[scenes]]\ntitle = "One"\ntext = "As [[patrl]] shows."\n'
    (maps / "plan.toml").write_text(PLAN + scene, "utf-8")
    result = run("map", "plan")
    assert result.exit_code == 1
    said = "error: plan: scene 1: text: no record of this map has the id 'patrl'; did you mean"
    assert said in result.stderr
    assert not (maps / "plan.html").exists()


def test_a_file_by_itself_has_no_notes(run: Run, folder: Path) -> None:
    result = run("map", "--events", str(next((folder / "events").iterdir())), "--with-notes")
    assert result.exit_code == 2
    assert "a file by itself has no scenes" in result.stderr


def test_a_map_is_handed_out_as_text_by_form_or_by_ending(
    run: Run, folder: Path, maps: Path
) -> None:
    result = run("map", "plan", "--format", "md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("maps/plan.md: 4 records, 1 of them unplaced; digest ")
    assert left(maps) == {"plan.toml", "bad.toml", "plan.md", "plan.numbers.json"}
    assert run("map", "plan", "--out", "plan.MD").exit_code == 0
    assert (folder / "plan.MD").read_bytes() == (maps / "plan.md").read_bytes()
    assert (maps / "plan.md").read_text("utf-8").startswith("**UNCLASSIFIED**\n\n# A plan\n")


def test_any_file_is_handed_out_beside_itself(run: Run, folder: Path) -> None:
    written(folder / "new.geojson", feature("a", point(20, 70), title="A note"))
    assert run("map", "--events", "new.geojson", "--format", "md").exit_code == 0
    assert "### 1 · A note" in (folder / "new.md").read_text("utf-8")


@pytest.mark.slow
def test_slides_tell_what_is_being_drawn(run: Run, maps: Path) -> None:
    result = run("map", "plan", "--format", "pptx")
    assert (result.exit_code, result.stdout) == (0, "")
    first, last = result.stderr.splitlines()
    assert first == "slide of the map"
    assert last.startswith("maps/plan.pptx: 4 records, 1 of them unplaced; digest ")
    assert (maps / "plan.pptx").read_bytes().startswith(b"PK")


def test_a_template_is_for_slides_and_is_never_written_over(run: Run, folder: Path) -> None:
    (folder / "house.pptx").write_bytes(b"not yet")
    result = run("map", "plan", "--format", "md", "--template", "house.pptx")
    assert result.exit_code == 2
    assert "--template is for --format pptx, not for md" in result.stderr
    result = run("map", "plan", "--template", "house.pptx", "--out", "house.pptx")
    assert result.exit_code == 2
    assert "cannot write house.pptx: it is read by this command; name another" in result.stderr
    result = run("map", "plan", "--template", "house.pptx", "--out", "out.pptx")
    assert result.exit_code == 2
    assert "house.pptx is no presentation that can be read" in result.stderr
    assert (folder / "house.pptx").read_bytes() == b"not yet"
    assert not (folder / "out.pptx").exists()


def test_since_tells_what_is_new_and_a_frozen_page_keeps_it(
    run: Run, folder: Path, maps: Path
) -> None:
    commit(repository(folder))
    path = folder / "events" / "e.geojson"
    path.write_text(path.read_text("utf-8").replace('"undated"', '"later"'), "utf-8")
    result = run("map", "plan", "--since", "HEAD", "--frozen")
    assert result.exit_code == 0
    assert ", 1 of them unplaced, 1 new since 1 October 2025; digest " in result.stderr
    page = (maps / "plan.html").read_bytes()
    with zipfile.ZipFile(maps / "plan.inputs.zip") as archive:
        archive.extractall(folder / "kept")
    assert run("--workspace", "kept/plan", "map", "plan").exit_code == 0
    assert (folder / "kept" / "plan" / "maps" / "plan.html").read_bytes() == page
    # What was new then is no difference now.
    same = run("diff", "maps/plan.inputs.zip")
    assert same.stderr.endswith("no difference (4 records the same)\n")
    again = run("--workspace", "kept/plan", "map", "plan", "--since", "HEAD")
    assert again.exit_code == 1
    assert "a frozen map says itself since when" in again.stderr


def test_since_what_git_does_not_know_is_told(run: Run, folder: Path, maps: Path) -> None:
    commit(repository(folder))
    for since, said in (
        ("nosuch", "git knows no revision 'nosuch'"),
        ("2025-10-01", "git keeps nothing of"),
    ):
        result = run("map", "plan", "--since", since)
        assert said in result.stderr
        assert result.exit_code == 1
        assert not (maps / "plan.html").exists()
    result = run("map", "--events", "events/e.geojson", "--since", "HEAD")
    assert result.exit_code == 2
    assert "--since is for a map of maps/" in result.stderr


def test_drafts_without_ids_are_mapped(run: Run, tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, 75]},
            "properties": {
                "title": f"At {lon}", "type": "naval/patrol", "start": "2024",
                "sources": [{"url": "https://example.org/"}], "review": "draft",
            },
        }
        for lon in (5, 6)
    ]  # fmt: skip
    path = tmp_path / "a-draft.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    out = tmp_path / "a.html"
    done = run("map", "--events", str(path), "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "2 records" in done.output
    assert "has no 'id'" in run("check", str(path)).output
