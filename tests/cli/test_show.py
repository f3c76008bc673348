"""`geotrack show ID`: all that one record says, in plain text or as stored."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.records import feature, point, written

FULL = feature(
    "full",
    point(5, 72),
    title="A patrol",
    summary="Four ships went north. " * 8,
    end="2024-10-10",
    status="occurred",
    actors=[{"name": "FSB", "country": "RU", "role": "host", "assets": ["Anadyr"]}, "CCG"],
    place={"name": "Off Bodø", "precision": "near", "radius_km": 50, "note": "From a release.",
           "excluding": ["Norway's waters", "Svalbard"], "depth_m": 90},
    verification={"level": "reported", "basis": "two releases"},
    confidence={"level": "moderate", "about": "the date", "basis": "one witness"},
    likelihood={"term": "likely", "scale": "ICD 203", "judged_by": "the service"},
    related=["patrol", "edge"],
    sources=[
        {"url": "https://example.org/a", "publisher": "TASS", "claimant": "FSB", "says": "Began.",
         "start": "2024-09-20", "place": "Bering Strait", "assets": ["four ships"],
         "origin": "one press release", "flag": None},
        {"seed": "focus-2025", "claim": "S6", "stance": "silent"},
        {"cite": "Log", "read_at": "https://copy.example", "published": "2024-10",
         "grade": {"reliability": "B", "credibility": 2, "by": "K", "on": "2025"}},
    ],
    time_zone="Europe/Oslo",
    marking="RESTRICTED",
    releasable_to=["NO", "NATO"],
    review="reviewed",
    revisions=[{"what": "date", "on": "2025-01", "by": "K", "why": "new source"}, {"what": "x"}],
    tags=["patrol", "joint"],
    symbol="SFSP",
    crew={"officers": 3, "led": True},
    speed_kn=12,
)  # fmt: skip


def test_all_that_a_record_says_is_shown(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", FULL, feature("sighting", part_of="full", sequence=1))
    result = run("show", "full")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "A patrol"
    assert max(map(len, lines)) <= 88
    assert (
        "\n".join(lines[lines.index("") + 1 :])
        == """\
id            full
type          coastguard/patrol (event, occurred)
when          28 September – 10 October 2024 (Europe/Oslo)
where         Off Bodø: within 50 km of 72° N 5° E
              From a release.
not in        Norway's waters, Svalbard
              depth_m: 90
who           FSB (RU; host; Anadyr)
              CCG
verification  reported: two releases
confidence    moderate in the date: one witness
likelihood    likely; scale: ICD 203; judged by the service
parts         sighting
related       patrol
              edge
marking       RESTRICTED
              MARKING UNKNOWN (the report 'focus-2025'): seeds: no report has the id
              'focus-2025'; add its TOML file there
releasable to NO, NATO
review        reviewed
revisions     2025-01 · date · by K · new source
              x
tags          patrol, joint
symbol        SFSP
sources       FSB · TASS · says: Began. · its date: 20 September 2024 · its place:
              Bering Strait · its count: four ships · not graded · goes back to: one
              press release · https://example.org/a · flag: null
              focus-2025, claim S6 · silent · not graded
              Log · 2024-10 · B2 by K on 2025 · read at https://copy.example
crew          {"officers": 3, "led": true}
speed_kn      12"""
    )
    assert "part of       full, number 1" in run("show", "sighting").stdout


def test_an_address_stays_whole(run: Run, folder: Path) -> None:
    url = "https://example.org/" + "long-path/" * 20
    written(folder / "events" / "f.geojson", feature("x", sources=url))
    assert url in run("show", "x").stdout.split()


def test_json_is_the_feature_as_stored(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", FULL)
    assert json.loads(run("show", "full", "--json").stdout) == FULL


def test_markup_and_control_letters_are_text(run: Run, folder: Path) -> None:
    title = "a\x1b[31m[red]b[/]\x07\x9b"
    written(folder / "events" / "f.geojson", feature("x", title=title))
    for args in (("show", "x"), ("query", "--format", "table")):
        out = run(*args).stdout
        assert "\x1b" not in out
        assert "\x07" not in out
        assert "[red]b[/]" in out


def test_an_unknown_id_is_exit_code_2_with_the_nearest(run: Run) -> None:
    result = run("show", "patrool")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: no record has the id 'patrool'; did you mean 'patrol'?\n"
    assert run("show", "zzz").stderr == "error: no record has the id 'zzz'\n"


def test_an_old_id_shows_the_record_that_replaces_it_and_says_so(run: Run, folder: Path) -> None:
    written(folder / "events" / "n.geojson", feature("new", replaces=["old", "edge"], title="New"))
    written(folder / "events" / "p.geojson", feature("part", part_of="old", related="edge"))
    result = run("show", "old")
    assert (result.exit_code, result.stderr) == (0, "note: old is now new\n")
    assert result.stdout.splitlines()[0] == "New"
    assert "parts         part\n" in result.stdout
    assert json.loads(run("show", "edge", "--json").stdout)["id"] == "new"
    assert run("show", "new").stderr == ""
    said = run("show", "part").stdout
    assert "part of       new\n" in said
    assert "related       new\n" in said
    assert "did you mean 'old'?" in run("show", "odl").stderr


def test_history_tells_every_step_in_order(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", FULL)
    assert run("show", "full", "--history").stdout == (
        "A patrol\n\n"
        "id            full\n"
        "review        reviewed\n"
        "2025-01       date · by K · new source\n"
        "no date       x\n"
    )
    assert json.loads(run("show", "full", "--history", "--json").stdout) == {
        "id": "full",
        "review": "reviewed",
        "revisions": [
            {"what": "date", "on": "2025-01", "by": "K", "why": "new source"},
            {"what": "x"},
        ],
    }


def test_a_record_without_a_history_is_a_draft_as_it_was_written(run: Run) -> None:
    assert run("show", "edge", "--history").stdout.splitlines()[2:] == [
        "id            edge",
        "review        draft",
        "no revisions: it is as it was first written",
    ]
