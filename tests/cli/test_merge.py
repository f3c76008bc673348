"""`geotrack merge A B`: one record of two, and all that named either leads to it."""

# ruff: noqa: E501 (each case stands on its line)

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.mapview.numbers import issue
from geotrack.workspace import check, open_workspace
from geotrack.workspace.edit.merge import choices, merge_features
from tests.cli.conftest import Run
from tests.cli.terminal import answered
from tests.records import feature, point, written

NEAR = {"precision": "near", "radius_km": 30}
A = feature(
    "a", point(31.6, 71.9), title="Two ships", start="2025-06-14", place=NEAR, actors=["FSB"],
    sources=["https://example.org/a"], related=["b", "patrol"], review="released",
    revisions=[{"what": "changed title", "by": "Ola"}],
)  # fmt: skip
B = feature(
    "b", point(31.7, 71.8), title="Ships", start="2025-06-14", end="2025-06-15", tags="seen",
    place=NEAR | {"name": "off Vardø"}, actors=[{"name": "FSB", "country": "RU"}], replaces="older",
    summary="Two of them.", part_of="a",
    sources=["https://example.org/a", {"url": "https://example.org/b", "title": "B"}],
    revisions=[{"what": "changed start", "by": "Ida"}],
)  # fmt: skip


@pytest.fixture
def two(folder: Path) -> Path:
    part = feature("part", point(31.7, 71.8), place=NEAR, part_of="b", start="2025-06-14")
    return written(folder / "events" / "two.geojson", A, B, part)


def stored(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = open_workspace(folder).by_id["a"].feature
    return found


def test_a_merge_shows_both_and_keeps_one_value_of_each(run: Run, two: Path, folder: Path) -> None:
    result = run("merge", "a", "b", "--take", "title=B", "--by", "Kari", "--why", "one event")
    assert result.exit_code == 0, result.stderr
    head, *rows = (line.split("  ") for line in result.stdout.splitlines()[:10])
    assert [cell.strip() for cell in head if cell] == ["A: a", "B: b", "taken"]
    assert {row[0]: row[-1].strip() for row in rows} == {
        "title": "B", "time": "A", "place": "A", "summary": "B", "part_of": "B",
        "sources": "both", "actors": "both", "tags": "both", "related": "both",
    }  # fmt: skip
    assert "title: 'Two ships' → 'Ships'" in result.stdout
    assert result.stderr == "b is now a, written to events/two.geojson\n"
    record = stored(folder)
    assert record["geometry"] == A["geometry"]
    told = dict(record["properties"])
    whats = [(one["what"].partition(" ")[0], one["by"]) for one in told.pop("revisions")]
    assert sorted(whats) == [
        ("changed", "Ida"), ("changed", "Kari"), ("changed", "Ola"), ("merged", "Kari"),
    ]  # fmt: skip
    assert told == {
        "title": "Ships", "type": "coastguard/patrol", "start": "2025-06-14", "place": NEAR,
        "summary": "Two of them.", "actors": [{"name": "FSB", "country": "RU"}], "tags": ["seen"],
        "sources": ["https://example.org/a", {"url": "https://example.org/b", "title": "B"}],
        "related": ["patrol"], "replaces": ["b", "older"], "review": "draft",
    }  # fmt: skip


def test_links_numbers_and_old_ids_lead_to_the_one_that_is_left(
    run: Run, two: Path, folder: Path
) -> None:
    assert run("merge", "a", "b", "--by", "Kari").exit_code == 0
    workspace = open_workspace(folder)
    assert {workspace.resolved(id_) for id_ in ("a", "b", "older")} == {"a"}
    assert "b" not in workspace.by_id
    wholes = {e.id: workspace.resolved(e.part_of) for e in workspace.current if e.part_of}
    assert wholes == {"part": "a"}
    heirs = {old: event.id for old, event in workspace.replaced.items()}
    assert issue(["a"], {"b": 7}, heirs) == {"a": 7}
    assert [f for f in check(workspace) if f.severity == "error"] == []
    assert "note: b is now a" in run("show", "b").stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("a", "a"), "A and B are one record, 'a'; name two"),
        (("a", "c"), "no record has the id 'c'"),
        (("a", "b", "--take", "titel=B"), "the records do not differ in 'titel'; did you mean 'title'?"),
        (("a", "b", "--take", "title=C"), "'title=C' takes nothing: write PROPERTY=A or PROPERTY=B"),
        (("a", "b", "--take", "sources=B"), "the sources of both are kept: leave 'sources=B' out"),
        (("a", "b", "--take", "start=B", "--take", "end=A"), "'time' cannot be taken from both: leave one out"),
        (("a", "b"), "say who merges them: --by NAME, or set GEOTRACK_BY"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_one_line(
    run: Run, two: Path, given: tuple[str, ...], said: str
) -> None:
    before = two.read_bytes()
    result = run("merge", *given)
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")
    assert two.read_bytes() == before


def test_a_differing_marking_needs_the_option(run: Run, folder: Path) -> None:
    secret = {**B["properties"], "marking": "SECRET", "part_of": None}
    path = written(folder / "events" / "two.geojson", A, {**B, "properties": secret})
    before = path.read_bytes()
    result = run("merge", "a", "b", "--by", "Kari")
    assert result.exit_code == 2
    assert result.stderr.endswith("they differ in marking; say which holds: --take marking=A|B\n")
    assert path.read_bytes() == before
    assert run("merge", "a", "b", "--by", "Kari", "--take", "marking=B").exit_code == 0
    assert stored(folder)["properties"]["marking"] == "SECRET"


def test_a_merge_that_would_be_wrong_is_refused(run: Run, two: Path, folder: Path) -> None:
    report = 'id = "r"\ntitle = "R"\n\n[[claims]]\nid = "S1"\nsays = "x"\nkind = "event"\n'
    (folder / "seeds").mkdir()
    (folder / "seeds" / "r.toml").write_text(f'{report}events = ["b"]\n')
    before = two.read_bytes()
    result = run("merge", "a", "b", "--by", "Kari")
    assert result.exit_code == 1
    assert "the record 'a' does not cite claim 'S1'" in result.stdout
    assert result.stderr.endswith("nothing is written: the record would have errors\n")
    assert two.read_bytes() == before


def test_a_dry_run_writes_nothing(run: Run, two: Path) -> None:
    before = two.read_bytes()
    result = run("merge", "a", "b", "--dry-run")
    assert (result.exit_code, result.stderr) == (0, "nothing is written: --dry-run\n")
    assert "merged   b into a" in result.stdout
    assert two.read_bytes() == before


@pytest.mark.slow
def test_each_value_is_a_question_at_a_terminal(two: Path, folder: Path) -> None:
    code, screen = answered(
        folder,
        ["merge", "a", "b", "--by", "Kari", "--take", "title=B"],
        [
            ("place: A or B? [A]", ""),
            ("time: A or B? [A]", "x"),
            ("time: A or B? [A]", "b"),
            ("summary: A or B? [B]", "A"),
            ("part_of: A or B? [B]", ""),
            ("[Y/n]", "y"),
        ],
    )
    assert code == 0, screen
    assert "write A or B" in screen
    table = screen.partition("place: A or B?")[0]
    sides = dict(re.findall(r"^ ?(title|place) .* ([AB?])\s*$", table, re.MULTILINE))
    assert sides == {"title": "B", "place": "?"}
    properties = stored(folder)["properties"]
    assert (properties["title"], properties["end"]) == ("Ships", "2025-06-15")
    assert "summary" not in properties


WORDS = st.sampled_from(["x", "y", None])
ITEMS = st.lists(st.sampled_from(["https://a.example", "https://b.example"]), max_size=2)
RECORDS = st.fixed_dictionaries(
    {"title": WORDS, "summary": WORDS, "start": WORDS, "end": WORDS, "sources": ITEMS, "n": WORDS}
)


@given(RECORDS, RECORDS, st.data())
def test_a_merged_record_says_nothing_of_its_own(
    mine: dict[str, Any], others: dict[str, Any], data: Any
) -> None:
    one, two = (
        {"id": id_, "geometry": None, "properties": json.loads(json.dumps(said))}
        for id_, said in (("a", mine), ("b", others))
    )
    sides = {c.name: data.draw(st.sampled_from("AB")) for c in choices(one, two)}
    found = merge_features(one, two, sides)["properties"]
    for key in ("title", "summary", "start", "end", "n"):
        name = "time" if key in {"start", "end"} else key
        assert found.get(key) == (others if sides.get(name) == "B" else mine)[key]
    assert set(found.get("sources", ())) == {*mine["sources"], *others["sources"]}


def test_merging_moves_a_translation_with_its_text() -> None:
    one = feature("a", title="One", translations={"nb": {"title": "Én"}})
    texts = {"title": "To", "summary": "To av dem."}
    two = feature("b", title="Two", summary="Two of them.", translations={"nb": texts})
    for side, title in (("A", "Én"), ("B", "To")):
        found = merge_features(one, two, {"title": side, "summary": "B"})["properties"]
        assert found["translations"] == {"nb": {"title": title, "summary": "To av dem."}}
