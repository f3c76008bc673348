"""`geotrack review`: step by step, and never by the author of the last change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.records import feature, written


def stored(folder: Path, id_: str) -> Any:
    (found,) = (
        f["properties"]
        for path in (folder / "events").glob("*.geojson")
        for f in json.loads(path.read_text("utf-8"))["features"]
        if f["id"] == id_
    )
    return found


def test_a_draft_is_reviewed_then_released(run: Run, folder: Path) -> None:
    result = run("review", "edge", "--by", "Ola  Nordmann")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "edge: reviewed, written to events/e.geojson\n"
    assert run("review", "edge", "--by", "Ola Nordmann").exit_code == 0
    record = stored(folder, "edge")
    assert record["review"] == "released"
    assert [(r["what"], r["by"]) for r in record["revisions"]] == [
        ("reviewed", "Ola Nordmann"),
        ("released", "Ola Nordmann"),
    ]
    result = run("review", "edge", "--by", "Ola Nordmann")
    assert (result.exit_code, result.stderr) == (1, "refused: edge: it is released already\n")


def test_a_step_can_be_named(run: Run, folder: Path) -> None:
    assert run("review", "edge", "--by", "Ola", "--to", "released").exit_code == 0
    assert stored(folder, "edge")["review"] == "released"


def test_the_author_of_the_last_change_is_refused(run: Run, folder: Path) -> None:
    change = {"what": "changed start", "by": "Kåre Moe", "on": "2026-11-25"}
    path = written(folder / "events" / "r.geojson", feature("r", revisions=change))
    before = path.read_bytes()
    result = run("review", "r", "--by", "KARE MOE")
    assert result.exit_code == 1
    assert result.stderr == "refused: r: 'KARE MOE' made its last change; let another review it\n"
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["Kari.", "K a r i", "KARI"])
def test_another_spelling_of_the_author_is_refused(run: Run, folder: Path, name: str) -> None:
    change = {"what": "changed start", "by": "Kari", "on": "2026-11-25"}
    written(folder / "events" / "r.geojson", feature("r", revisions=change))
    result = run("review", "r", "--by", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "made its last change; let another review it" in result.stderr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ka\u200bri", "the name 'Ka\\u200bri' has an invisible letter, U+200B; type it again"),
        (
            "\u041a\u0430ri",
            "the name '\u041a\u0430ri' mixes Cyrillic and Latin letters in one word; type it again",
        ),
    ],
)
def test_a_name_that_hides_something_is_refused(
    run: Run, folder: Path, name: str, why: str
) -> None:
    result = run("review", "edge", "--by", name)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {why}\n")
    assert "review" not in stored(folder, "edge")


@pytest.mark.parametrize("by", [(), ("--by", " ")])
def test_who_it_is_must_be_said(run: Run, folder: Path, by: tuple[str, ...]) -> None:
    result = run("review", "edge", *by)
    assert (result.exit_code, result.stderr) == (
        2,
        "error: say who reviews it: --by NAME, or set GEOTRACK_BY\n",
    )


def test_the_environment_may_say_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOTRACK_BY", "Ola")
    assert run("review", "edge").exit_code == 0


def test_an_unknown_record_is_refused(run: Run) -> None:
    result = run("review", "egde", "--by", "Ola")
    assert result.exit_code == 2
    assert result.stderr == "error: no record has the id 'egde'; did you mean 'edge'?\n"


def test_by_an_old_id_the_record_that_replaces_it_is_reviewed(run: Run, folder: Path) -> None:
    written(folder / "events" / "n.geojson", feature("new", replaces="old"))
    result = run("review", "old", "--by", "Ola")
    assert result.stderr.splitlines() == [
        "note: old is now new",
        "new: reviewed, written to events/n.geojson",
    ]
    assert stored(folder, "new")["review"] == "reviewed"


IDA = {"what": "changed start", "by": "Ida"}


@pytest.fixture
def many(folder: Path) -> Path:
    """Two drafts, one of them by Ida, and one that is reviewed."""
    (folder / "maps").mkdir()
    (folder / "geotrack.toml").write_text("")
    (folder / "maps" / "cold.toml").write_text(
        'title = "M"\nmarking = "UNCLASSIFIED"\n[select]\nthemes = "naval"\n'
    )
    written(folder / "events" / "m.geojson", feature("ida", type="naval/patrol", revisions=IDA),
            feature("done", type="naval/patrol", review="reviewed"))  # fmt: skip
    return folder


@pytest.mark.parametrize(
    ("given", "stdin", "reviewed"),
    [
        (("--all-drafts",), None, ["edge", "patrol", "undated", "unplaced"]),
        (("--map", "cold"), None, ["edge"]),
        (("--map", "cold", "--all-drafts"), None, ["edge"]),
        (("-",), "edge\n\n ida \n", ["edge"]),
        (("ida", "edge", "edge"), None, ["edge"]),
    ],
)
def test_of_many_all_that_can_take_the_step(
    run: Run, many: Path, given: tuple[str, ...], stdin: str | None, reviewed: list[str]
) -> None:
    result = run("review", *given, "--by", "IDA", stdin=stdin)
    assert result.exit_code == 1, "Ida's own is left"
    assert "refused: ida: 'IDA' made its last change" in result.stderr
    assert f"{len(reviewed)} of {len(reviewed) + 1} records, written to events/" in result.stderr
    states = {id_: stored(many, id_).get("review") for id_ in ("ida", "done", *reviewed)}
    assert states == {"ida": None, "done": "reviewed", **dict.fromkeys(reviewed, "reviewed")}


def test_a_map_is_released_as_a_whole(run: Run, many: Path) -> None:
    (many / "geotrack.toml").write_text("released_only = true\n")
    result = run("review", "--map", "cold", "--to", "released", "--by", "Ola")
    assert (result.exit_code, result.stderr.splitlines()[-1].partition(",")[0]) == (
        0,
        "3 of 3 records",
    )
    assert run("review", "--map", "cold", "--by", "Ola").stderr == (
        "no record to move to reviewed\n"
    )


@pytest.mark.parametrize("given", [(), ("edge", "--all-drafts"), ("edge", "--map", "cold")])
def test_records_are_named_in_one_way(run: Run, many: Path, given: tuple[str, ...]) -> None:
    result = run("review", *given, "--by", "Ola")
    assert (result.exit_code, result.stderr) == (
        2, "error: name records by id (- for ids from stdin), or by --all-drafts or --map\n",
    )  # fmt: skip
