"""`geotrack new`: a record by options; `test_prompts.py` has the questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from geotrack.cli.records.prompts import RecordPrompts
from geotrack.workspace import check, open_workspace
from geotrack.workspace.edit.compose import RecordAnswers
from tests.cli.conftest import ENTERED, Run
from tests.records import point, region, sector, written

NEEDED = {
    "--title": "Patrol sighted",
    "--type": "coastguard/patrol",
    "--start": "2024-09-28",
    "--source": "https://example.org/a",
}
REPORT = """\
id = "r"
title = "A report"
[[claims]]
id = "S1"
says = "One thing"
kind = "event"
unmapped = "No record yet."
"""


@pytest.fixture
def new(run: Run, folder: Path) -> Run:
    """Run the command with what is needed, but for the place; `...` leaves one out."""
    vardo = region("vardo", point(31.11, 70.37), name="Vardø")
    written(folder / "layers" / "places.geojson", vardo)

    def invoke(*args: str, **given: Any) -> Result:
        options = {**NEEDED, **{f"--{k}": v for k, v in given.items()}}
        words = [w for k, v in options.items() if v is not ... for w in (k, v)]
        return run("new", *words, *args)

    return invoke


def added(folder: Path, name: str = "added") -> Any:
    text = (folder / "events" / f"{name}.geojson").read_text("utf-8")
    return json.loads(text)["features"][-1]


@pytest.mark.parametrize("at", ["71°30'N 025°15'E", "7130N 02515E", "N71 30 0 E25 15 0"])
def test_a_position_is_read_in_any_notation(new: Run, folder: Path, at: str) -> None:
    result = new("--at", at)
    assert result.exit_code == 0, result.stderr
    assert added(folder)["geometry"] == point(25.25, 71.5)


def test_it_is_written_and_told_where(new: Run, folder: Path) -> None:
    result = new("--at", "Vardo", "--within", "16nmi", "--actor", "FSB:Russia")
    assert result.exit_code == 0
    assert result.stdout == "events/added.geojson:4: 2024-09-28-patrol-sighted\n"
    assert result.stderr == (
        "--at: Vardø (70.37° N 31.11° E)\n"
        "next: `geotrack map --events events/added.geojson --out maps/added.html --open`, "
        "`geotrack review 2024-09-28-patrol-sighted --by NAME`\n"
    )
    assert added(folder) == {
        "type": "Feature",
        "id": "2024-09-28-patrol-sighted",
        "geometry": point(31.11, 70.37),
        "properties": {
            "title": "Patrol sighted",
            "type": "coastguard/patrol",
            "start": "2024-09-28",
            "actors": [{"name": "FSB", "country": "RU"}],
            "place": {"name": "Vardø", "precision": "near", "radius_km": 29.632},
            "sources": [{"url": "https://example.org/a"}],
            "review": "draft",
            "added": ENTERED,
        },
    }
    again = new("--no-place")
    assert again.stdout.endswith(": 2024-09-28-patrol-sighted-2\n")
    assert len(open_workspace(folder).events) == 6


def test_a_dry_run_prints_it_and_writes_nothing(new: Run, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = new("--region", "Western Sea", "--dry-run", "--kind", "statement", "--tag", "t")
    made = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert made["geometry"] is None
    assert made["properties"]["place"] == {"regions": ["west"]}
    assert made["properties"]["kind"] == "statement"
    assert sorted(folder.rglob("*")) == before


TWICE = "twice?   2024-09-28-patrol-sighted-2 and 2024-09-28-patrol-sighted (1.00)\n"


def test_what_is_probably_stored_already_is_not_written(new: Run, folder: Path) -> None:
    asked = ("--at", "Vardo", "--within", "16nmi")
    assert "twice?" not in new(*asked).stderr
    before = (folder / "events" / "added.geojson").read_bytes()
    again = new(*asked, "--yes")
    assert (again.exit_code, again.stdout) == (1, "")
    assert TWICE in again.stderr
    assert again.stderr.endswith(
        "nothing is written: it is probably stored already, as '2024-09-28-patrol-sighted'; to "
        "correct that one `geotrack add --replace`, to keep both --allow-duplicates\n"
    )
    assert (folder / "events" / "added.geojson").read_bytes() == before
    allowed = new(*asked, "--allow-duplicates")
    assert allowed.exit_code == 0
    assert allowed.stdout.endswith(": 2024-09-28-patrol-sighted-2\n")
    assert TWICE in allowed.stderr


def test_all_that_is_missing_is_named_in_one_line(run: Run) -> None:
    result = run("new")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: missing: --title, --type, --start, --at (or --region, --geometry, --no-place), "
        "--source (or --cite, --seed with --claim)\n"
    )
    assert run("new", "--title", "T", "--no-place", "--cite", "A book").stderr == (
        "error: missing: --type, --start\n"
    )


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({"title": " "}, ["--title: the text is blank; write something"]),
        ({"start": "2024/9/31", "type": "patrol", "source": "example.org"},
         ["--type: 'patrol' is a type of several themes; write one of air/patrol, "
          "coastguard/patrol, naval/patrol",
          "--start: '2024/9/31' is not a date: September 2024 has 30 days; write 2024-09-30 or "
          "2024-09",
          "--source: 'example.org' is not a web address; write it with http:// or https://, "
          "or name the work in 'cite'"]),
        ({"end": "2023"},
         ["--end: the end '2023' lies before the start '2024-09-28'; swap them, or correct the "
          "one that is wrong"]),
        ({"id": "patrol"},
         ["--id: the id 'patrol' is taken; give another, or none: it is then made of date and "
          "title"]),
        ({"status": "ocurred"},
         ["--status: 'ocurred' is not a known status; did you mean 'occurred'? It is one of "
          "occurred, ongoing, announced, planned, postponed, cancelled"]),
        ({"precision": "near", "at": "5,72"},
         ["--precision: precision 'near' needs a radius; add 'radius_km', or leave 'precision' "
          "out where the source states none"]),
        ({"at": "Vardoo"},
         ["no place or region is called 'Vardoo'; did you mean 'Vardø'?"]),
        ({"region": "West Sea"}, ["no region is called 'West Sea'; did you mean 'Western Sea'?"]),
        ({"at": "5,95"}, ["'5,95' is no position: longitude comes first, then latitude; if the "
                          "two are swapped, write 95,5"]),
        ({"within": "30"}, ["the length '30' has no unit; write one of km, nmi, mi, m: 30km"]),
        ({"within": "30km", "radius-km": "3"},
         ["--within and --radius-km do not go together; leave all but one out"]),
        ({"at": "5,72", "place": "Vardo"}, ["--place and --at both say where; leave one out"]),
        ({"into": "../x"},
         ["'../x' is no name of a file in events/ on every system; write it as name.geojson"]),
        ({"seed": "r"},
         ["--source: 'seed' and 'claim' go together; name both the report and its claim"]),
        ({"seed": "r", "claim": "S1"},
         ["--source: no report in seeds/ has the id 'r'; start it with `geotrack report new`"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_option_and_nothing_written(
    new: Run, folder: Path, given: dict[str, str], lines: list[str]
) -> None:
    place = () if {"at", "region"} & set(given) else ("--no-place",)
    result = new(*place, **given)
    assert result.exit_code == 2
    told = [line for line in result.stderr.splitlines() if not line.startswith("warning")]
    assert told == [f"error: {line}" for line in lines]
    assert not (folder / "events" / "added.geojson").exists()


def test_two_distances_make_a_ring(new: Run, folder: Path) -> None:
    assert (
        "--between and --radius-km do not go"
        in new("--between", "1km", "2km", at="Vardo", **{"radius-km": "3"}).stderr
    )
    assert new("--between", "230km", "65nmi", at="Vardo", id="r").exit_code == 0
    place = open_workspace(folder).by_id["r"].feature["properties"]["place"]
    radii = {"radius_km": 230, "inner_radius_km": 120.38}
    assert place == {"name": "Vardø", "precision": "ring", **radii}


def test_a_place_and_none_do_not_go_together(new: Run) -> None:
    assert "--at and --no-place do not go together" in new("--no-place", at="5,72").stderr
    assert "--region says where; leave it out" in new("--no-place", region="west").stderr


def test_a_shape_comes_from_a_file(new: Run, folder: Path) -> None:
    written(folder / "x.geojson", region("x", sector(0, 5, 70, 72)))
    result = new("--geometry", "x.geojson", "--precision", "area", "--into", "drawn")
    assert result.exit_code == 0
    assert added(folder, "drawn")["geometry"] == sector(0, 5, 70, 72)
    assert added(folder, "drawn")["properties"]["place"] == {"precision": "area"}


def test_a_shape_that_is_wrong_is_told_with_its_line(new: Run, folder: Path) -> None:
    (folder / "x.geojson").write_text(json.dumps(point(72, 172), indent=1))
    result = new("--geometry", "x.geojson")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: x.geojson:5: /coordinates/1: latitude 172 is off")


def test_that_no_precision_is_stated_is_a_warning(new: Run, folder: Path) -> None:
    result = new(place="70.37N 31.11E")
    assert result.exit_code == 0
    assert "warning: --precision: how well the place is known is not" in result.stderr
    assert "place" not in added(folder)["properties"]


def test_the_name_of_a_place_states_its_reach_unless_a_precision_is_stated(
    new: Run, folder: Path
) -> None:
    assert new(place="vardo", id="a").exit_code == 0
    assert new("--precision", "exact", place="vardo", id="b", start="2025").exit_code == 0
    records = open_workspace(folder).by_id
    places = [records[id_].feature["properties"]["place"] for id_ in "ab"]
    assert places[0] == {"name": "Vardø", "precision": "near", "radius_km": 5}
    assert places[1] == {"name": "Vardø", "precision": "exact"}


def test_the_words_of_the_source_go_before_the_name_of_the_place(new: Run, folder: Path) -> None:
    assert new("--place-name", "off Vardø", "--region", "west", at="vardo").exit_code == 0
    assert added(folder)["properties"]["place"] == {"name": "off Vardø", "regions": ["west"]}


def test_a_claim_that_is_cited_names_the_record(new: Run, folder: Path) -> None:
    path = folder / "seeds" / "r.toml"
    path.parent.mkdir()
    path.write_text(REPORT)
    dry = new("--no-place", "--dry-run", source=..., seed="r", claim="S1")
    assert json.loads(dry.stdout)["properties"]["sources"] == [{"seed": "r", "claim": "S1"}]
    assert path.read_text() == REPORT
    result = new("--no-place", source=..., seed="r", claim="S1")
    assert result.stdout.splitlines() == [
        "events/added.geojson:4: 2024-09-28-patrol-sighted",
        "seeds/r.toml:3: S1",
    ]
    named = 'events = ["2024-09-28-patrol-sighted"]'
    assert path.read_text() == REPORT.replace('unmapped = "No record yet."', named)
    assert [f.rule for f in check(open_workspace(folder)) if f.severity == "error"] == []


def test_a_file_that_is_not_sound_is_left_alone(new: Run, folder: Path) -> None:
    path = folder / "events" / "added.geojson"
    path.write_text("{")
    result = new("--no-place")
    assert result.exit_code == 2
    assert "nothing is written to a file that is not sound" in result.stderr
    assert path.read_text() == "{"


def test_a_radius_without_a_precision_means_near(new: Run, folder: Path) -> None:
    assert new(at="5,72", **{"radius-km": "3"}).exit_code == 0
    assert added(folder)["properties"]["place"] == {"precision": "near", "radius_km": 3}


def test_a_description_gives_position_precision_and_radius(new: Run, folder: Path) -> None:
    result = new("--at", "40 nm NW of Vardo")
    assert result.exit_code == 0, result.stderr
    found = added(folder)
    assert found["geometry"] == point(29.6809, 70.834)
    note = found["properties"]["place"].pop("note")
    assert found["properties"]["place"] == {
        "described": "40 nm NW of Vardo",
        "precision": "near",
        "radius_km": 38,
    }
    assert note.startswith("Derived by geotrack: 64.82 to 83.34 km from Vardø (70.37° N 31.11° E)")
    event = open_workspace(folder).by_id[found["id"]]
    assert event.place is not None
    assert event.place.name == "40 nm NW of Vardo"
    assert not [f for f in check(open_workspace(folder)) if found["id"] in str(f)]


@pytest.mark.parametrize(
    ("at", "more", "says"),
    [
        ("off Vardo", [], "'off Vardo' does not say how far it is from Vardo"),
        ("40 nm NW of Berezovka", [], "2 places are called 'Berezovka'"),
        ("40 nm NW of Vardo", ["--within", "30km"], "leave --precision, --radius-km"),
    ],
)
def test_a_description_without_one_place_is_refused(
    new: Run, at: str, more: list[str], says: str
) -> None:
    result = new("--at", at, *more)
    assert (result.exit_code, says in result.stderr) == (2, True)


def test_a_description_answers_where_and_how_exact_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["off Hammerfest", "40 nm NW of Hammerfest"])
    monkeypatch.setattr("geotrack.cli.records.prompts.line", lambda _: next(answers))
    found = RecordPrompts(RecordAnswers(), open_workspace(folder)).ask({"where"})
    assert found.described == "40 nm NW of Hammerfest"
    assert (found.precision, found.radius_km, found.place_name) == ("near", 38, None)
    said = capsys.readouterr().err
    assert "'off Hammerfest' does not say how far it is from Hammerfest" in said
    assert "GeoNames 779683" in said


def test_claimants_and_stances_are_those_of_the_sources_in_order(run: Run) -> None:
    base = ("new", "--title", "x", "--type", "naval/patrol", "--start", "2024", "--no-place")
    cited = ("--source", "https://a.org/", "--cite", "A book")
    said = ("--claimant", "FSB", "--claimant", "", "--stance", "", "--stance", "benekter")
    result = run(*base, *cited, *said, "--dry-run")
    assert json.loads(result.stdout)["properties"]["sources"] == [
        {"url": "https://a.org/", "claimant": "FSB"}, {"cite": "A book", "stance": "denies"},
    ]  # fmt: skip
    result = run(*base, *cited, "--stance", "denies", "--dry-run")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: 1 value of --stance for 2 sources; give one for each")
