"""`geotrack source ID`: who says what in a source of a stored record."""

from __future__ import annotations

from typing import Any

import pytest

from geotrack.workspace import open_workspace
from tests.cli.conftest import Run
from tests.records import feature, point, written

SOURCES = [
    "https://a.org/1",
    {"cite": "Log book", "claimant": "FSB", "grade": {"reliability": "B", "credibility": 2}},
    {"cite": "Log book", "title": "Its copy"},
]
KARI = ("--by", "Kari")


@pytest.fixture
def stored(folder: Any) -> Any:
    written(
        folder / "events" / "two.geojson",
        feature("two", point(5, 72), sources=SOURCES, review="released"),
        feature("one", point(5, 72), sources="https://a.org/1"),
    )

    def properties(id_: str) -> dict[str, Any]:
        return dict(open_workspace(folder).by_id[id_].feature["properties"])

    return properties


def test_who_says_what_is_written_with_its_history(run: Run, stored: Any) -> None:
    given = ("--claimant", " Norway ", "--stance", "Benekter", "--says", "No ship.", "--why", "x")
    result = run("source", "two", "--source", "https://a.org/1", *given, *KARI)
    assert result.exit_code == 0, result.stderr
    said = {"claimant": "Norway", "stance": "denies", "says": "No ship."}
    assert "sources/0.claimant: added 'Norway'" in result.stdout
    assert "source 1 is now: Norway · denies · says: No ship. · not graded" in result.stdout
    assert result.stderr == "source 1 of two, written to events/two.geojson\n"
    told = stored("two")
    assert told["sources"] == [{"url": "https://a.org/1", **said}, *SOURCES[1:]]
    assert told["review"] == "draft"
    (revision,) = told["revisions"]
    assert (revision["what"], revision["by"], revision["why"]) == ("changed sources", "Kari", "x")


def test_of_one_source_it_needs_no_number_and_says_nothing_twice(run: Run, stored: Any) -> None:
    assert run("source", "one", "--stance", "denies", *KARI).exit_code == 0
    assert stored("one")["sources"] == [{"url": "https://a.org/1", "stance": "denies"}]
    again = run("source", "one", "--stance", "denies", *KARI)
    assert again.stderr == "nothing to write: source 1 of one states that already\n"
    assert len(stored("one")["revisions"]) == 1
    assert run("source", "one", "--stance", "", "--dry-run").exit_code == 0
    assert "stance" in stored("one")["sources"][0]
    assert run("source", "one", "--stance", "", *KARI).exit_code == 0
    assert stored("one")["sources"] == [{"url": "https://a.org/1"}]


@pytest.mark.parametrize("new", [{"url": "https://b.org/2"}, {"cite": "A letter of 3 May"}])
def test_a_further_source_is_cited(run: Run, stored: Any, new: dict[str, str]) -> None:
    (text,) = new.values()
    assert run("source", "two", "--add", text, "--stance", "disputes", *KARI).exit_code == 0
    assert stored("two")["sources"] == [*SOURCES, {**new, "stance": "disputes"}]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("two", "--stance", "denies"), "two has 3 sources; name one with --source: 1 is https:"),
        (("two", "--source", "4", "--says", "x"), "'4' is no source of two; name one with "),
        (("two", "--source", "Log book", "--says", "x"), "'Log book' is several sources of two; "),
        (("one", "--stance", "denise"), "'denise' is no stance; did you mean 'denies'?"),
        (("one", "--stance", "perhaps"), "'perhaps' is no stance; it is one of supports, "),
        (("one",), "say what the source states: --claimant, --stance or --says"),
        (("none", "--says", "x"), "no record has the id 'none'"),
        (("one", "--add", " "), "--add is empty; write an address, or a work without one"),
        (("one", "--add", "https://a.org/1"), "one cites 'https://a.org/1' already; name it with"),
        (("one", "--add", "x y", "--source", "1"), "--source and --add do not go together"),
    ],
)
def test_nonsense_is_refused_in_one_line(
    run: Run, stored: Any, args: tuple[str, ...], error: str
) -> None:
    before = [stored("one"), stored("two")]
    result = run("source", *args, *KARI)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {error}")
    assert result.stderr.count("\n") == 1
    assert [stored("one"), stored("two")] == before


def test_its_author_is_needed_and_faults_are_named(run: Run, stored: Any) -> None:
    assert "say who changes it: --by NAME" in run("source", "one", "--says", "x").stderr
    result = run("source", "one", "--add", "https://b .org/", *KARI)
    assert (result.exit_code, result.stderr) == (
        1, "nothing is written: the record would have errors\n",
    )  # fmt: skip
    assert "/properties/sources/1/url" in result.stdout
    assert stored("one")["sources"] == "https://a.org/1"
