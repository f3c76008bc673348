"""`geotrack check --duplicates`: pairs as warnings, after all others."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.records import feature, point, written

ROOT = Path(__file__).parents[3]
AGAIN = feature(
    "again",
    point(5.1, 72),
    title="Off Bodø [red]x",
    place={"precision": "near", "radius_km": 50},
    actors="FSB",
    sources="https://other.example/b",
)


def test_pairs_are_told_after_the_findings(run: Run, folder: Path) -> None:
    written(folder / "events" / "again.geojson", AGAIN)
    before, after = run("check"), run("check", "--duplicates")
    *others, pair = after.stdout.splitlines()
    assert others == before.stdout.splitlines()
    assert pair == (
        "events/e.geojson:6: /features/0/id: warning: 'patrol' and 'again' "
        "(events/again.geojson:6) are probably one event, 0.99: 3.5 km apart, both within 50 km; "
        "the same day; both coastguard/patrol; both with FSB; titles 100 % alike; "
        "merge them with `geotrack merge`, or name one in 'related' of the other"
    )
    assert after.stderr == "5 sound records in 2 files (1 unplaced): 0 errors, 4 warnings\n"
    assert after.exit_code == before.exit_code == 0


def test_a_program_gets_them_in_parts(run: Run, folder: Path) -> None:
    written(folder / "events" / "again.geojson", AGAIN)
    pair = json.loads(run("check", "--duplicates", "--json").stdout)[-1]
    assert (pair["file"], pair["line"], pair["rule"]) == ("events/e.geojson", 6, "duplicate")
    value = pair["value"]
    assert (value["id"], value["file"], value["line"]) == ("again", "events/again.geojson", 6)
    assert 0.9 < value["score"] < 1.0
    assert value["reasons"][1] == "the same day"


def test_the_last_line_says_how_many_are_not_told(run: Run, folder: Path) -> None:
    (folder / "events" / "e.geojson").unlink()
    many = [{**AGAIN, "id": f"r{n:04}"} for n in range(1100)]
    written(folder / "events" / "again.geojson", *many)
    *pairs, last = run("check", "--duplicates", "--all").stdout.splitlines()
    assert len([line for line in pairs if "are probably one event" in line]) == 1000
    assert last == (
        "events/again.geojson: warning: 1000 pairs reported, the best; about 99 more are as "
        "likely: so many similar records are probably not duplicates; resolve the reported pairs "
        "and check again"
    )
    value = json.loads(run("check", "--duplicates", "--json").stdout)[-1]["value"]
    assert value == {"told": 1000, "more": 99}


def test_only_strict_makes_them_a_failure_and_they_may_be_ignored(run: Run, folder: Path) -> None:
    (folder / "events" / "e.geojson").unlink()
    written(folder / "events" / "again.geojson", AGAIN, {**AGAIN, "id": "b"})
    assert run("check", "--strict").exit_code == 0
    assert run("check", "--duplicates").exit_code == 0
    assert run("check", "--duplicates", "--strict").exit_code == 1
    ignored = run("check", "--duplicates", "--strict", "--ignore", "duplicate")
    assert (ignored.exit_code, ignored.stdout) == (0, "")


def test_files_by_themselves_are_compared_too(run: Run, folder: Path) -> None:
    path = written(folder / "x.geojson", AGAIN, {**AGAIN, "id": "b"})
    (line,) = run("check", str(path.name), "--duplicates").stdout.splitlines()
    assert "'b' and 'again' (x.geojson:6) are probably one event, 1.00" in line
