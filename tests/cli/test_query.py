"""`geotrack query`: the answer on stdout in four forms, the count on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.records import feature, written

ASKED = ("query", "--region", "western sea")


def test_the_table_is_plain_and_whole(run: Run) -> None:
    result = run(*ASKED)
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["match", "date", "theme", "title", "id"]
    assert [row.split()[0] for row in rows] == ["possible", "certain", "possible", "unplaced"]
    assert "Off Bodø [red]x[/]" in rows[1]
    assert "28 September 2024" in rows[1]
    assert result.stderr == "1 certain, 2 possible; not judged: 1 unplaced\n"


def test_a_long_title_is_not_folded_where_no_one_looks_on(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("long", title="word\n" * 100))
    table = run("query", "--from", "2024").stdout.splitlines()
    [row] = [line for line in table if line.split()[-1] == "long"]
    assert row.count("word") == 100


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"kind": "outlook"}, "A patrol (outlook)"),
        ({"kind": "statement", "status": "cancelled"}, "A patrol (statement, cancelled)"),
        ({"status": "planned"}, "A patrol (planned)"),
        ({"verification": "refuted"}, "A patrol (refuted)"),
        ({"status": "occurred", "verification": "confirmed"}, "A patrol  "),
    ],
)
def test_what_did_not_happen_does_not_read_as_if_it_had(
    run: Run, folder: Path, properties: dict[str, str], said: str
) -> None:
    written(folder / "events" / "f.geojson", feature("it", **properties))
    (row,) = [line for line in run("query").stdout.splitlines() if line.split()[-1] == "it"]
    assert said in row


def test_ids_are_for_pipes(run: Run) -> None:
    result = run(*ASKED, "--from", "2024", "--to", "2024", "--format", "ids")
    assert result.stdout == "patrol\n"
    assert result.stderr == "1 certain, 0 possible; not judged: 1 unplaced, 1 undated\n"


def test_geojson_is_the_records_as_stored_with_how_they_match(run: Run, folder: Path) -> None:
    answer = json.loads(run(*ASKED, "--format", "geojson").stdout)
    assert answer["type"] == "FeatureCollection"
    stored = {
        f["id"]: f
        for f in json.loads((folder / "events" / "e.geojson").read_text("utf-8"))["features"]
    }
    for hit in answer["features"]:
        own = stored[hit["id"]]["properties"]
        key = "geotrack_match" if "match" in own else "match"
        assert hit["properties"].pop(key) in {"certain", "possible"}
        assert hit == stored[hit["id"]]


def test_json_names_what_was_not_judged(run: Run) -> None:
    answer = json.loads(run(*ASKED, "--from", "2024", "--format", "json").stdout)
    assert [h["id"] for h in answer["hits"]] == ["patrol"]
    assert (answer["unplaced"], answer["undated"]) == (["unplaced"], ["undated"])


def test_nothing_found_is_an_answer(run: Run) -> None:
    for form, out in [("table", ""), ("ids", "")]:
        result = run("query", "--theme", "air", "--format", form)
        assert (result.exit_code, result.stdout) == (0, out)
        assert result.stderr == "0 certain, 0 possible\n"
    empty = json.loads(run("query", "--theme", "air", "--format", "geojson").stdout)
    assert empty == {"type": "FeatureCollection", "features": []}


def test_every_option_narrows(run: Run) -> None:
    def ids(*args: str) -> list[str]:
        return run("query", "--format", "ids", *args).stdout.split()

    assert ids("--theme", "naval") == ["edge"]
    assert ids("--theme", "naval", "--theme", "coastguard", "--to", "2023") == ["edge"]
    assert ids("--type", "naval/patrol") == ["edge"]
    assert ids("--actor", "fsb") == ["patrol"]
    assert ids("--kind", "statement") == []
    assert ids("--region", "west", "--region", "Toppen", "--from", "2024-09-28") == ["patrol"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--region", "westrn sea"),
         "error: no region is called 'westrn sea'; did you mean 'Western Sea'?\n"),
        (("--from", "2024-13"),
         "error: '2024-13' is not a date: month 13; write 2024-12 or 2024-XX\n"),
        (("--from", ""),
         "error: '' is not a date: it is empty; write \"unknown\" where no source states one\n"),
        (("--from", "2024~"),
         "error: '2024~' is no limit of a period; "
         "write one date, such as 2024, 2024-05 or 2024-05-17\n"),
        (("--from", "2025", "--to", "2024"),
         "error: the period from '2025' to '2024' ends before it starts; "
         "ask from the earlier date to the later\n"),
        (("--theme", "nval"), "error: no theme is called 'nval'; did you mean 'naval'?\n"),
        (("--type", "patrol"),
         "error: 'patrol' is a type of several themes; "
         "write one of air/patrol, coastguard/patrol, naval/patrol\n"),
        (("--kind", "evnt"), "error: no kind is called 'evnt'; did you mean 'event'?\n"),
    ],
)  # fmt: skip
def test_a_question_put_wrongly_is_one_line_and_exit_code_2(
    run: Run, args: tuple[str, ...], said: str
) -> None:
    result = run("query", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_an_unknown_form_is_exit_code_2(run: Run) -> None:
    assert run("query", "--format", "xml").exit_code == 2


def test_what_is_left_out_is_said(run: Run, folder: Path) -> None:
    (folder / "events" / "f.geojson").write_text("{")
    result = run("query", "--format", "ids")
    assert result.exit_code == 0
    assert len(result.stdout.split()) == 4
    assert result.stderr.splitlines() == [
        "note: 1 error in events/; records and files with one are left out; "
        "`geotrack check` tells more",
        "4 certain, 0 possible",
    ]
