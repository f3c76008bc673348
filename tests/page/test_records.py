from __future__ import annotations

from html import unescape
from typing import Any

from geotrack.page import briefing
from geotrack.page.records import entries


def told(workspace: Any, id_: str = "a") -> Any:
    numbers = {e.id: n for n, e in enumerate(workspace.events, 1)}
    return next(t for t in entries(workspace.events, numbers, workspace) if t.event.id == id_)


def facts(workspace: Any) -> list[tuple[str, str]]:
    return list(told(workspace).facts)


def test_what_geotrack_does_not_define_is_shown_as_it_came(make: Any, feature: Any) -> None:
    record = feature(
        "a",
        place={"name": "Off the cape", "depth_m": 40},
        actors=[{"name": "A coastguard", "flag": ["NO", None]}],
        sources=[{"url": "https://example.org/a", "archived": True}],
        column={"a": "ø", "b": [1, 2.5, False]},
        words="plain",
    )
    entry = told(make(record))
    assert ("On the place", "depth_m: 40") in entry.facts
    assert ("Who", 'A coastguard: flag: ["NO", null]') in entry.facts
    assert ("column", '{"a": "ø", "b": [1, 2.5, false]}') in entry.facts
    assert ("words", "plain") in entry.facts
    assert entry.sources[0].more == "archived: true"


def test_sources_of_one_origin_are_told_together(make: Any, feature: Any) -> None:
    def source(publisher: str, origin: str, n: int) -> dict[str, str]:
        return {"url": f"https://example.org/{n}", "publisher": publisher, "origin": origin}

    record = feature(
        "a",
        sources=[
            source("A paper", "a press release", 1),
            source("Another", "a press release", 2),
            source("Another", "a press release", 3),
            source("A third", "its own reporter", 4),
            {"url": "https://example.org/5", "publisher": "A fourth"},
        ],
    )
    assert told(make(record)).origins == [
        "One origin, a press release: A paper, Another (2 times)",
        "Origin, its own reporter: A third",
    ]


def test_a_grade_is_told_with_who_gave_it_and_when(make: Any, feature: Any) -> None:
    grade = {"reliability": "B", "credibility": 2, "by": "an analyst", "on": "2024-09-30"}
    cited = {"url": "https://example.org/a", "grade": grade}
    workspace = make(feature("a", sources=[cited, "https://example.org/b"]))
    entry = told(workspace)
    assert [s.grade for s in entry.sources] == ["B2 by an analyst, 30 September 2024", ""]
    html = briefing(workspace).get_root().render()
    assert '<span class="grade">not graded</span>' in html


def test_a_graded_report_is_no_source_without_a_grade(make: Any, feature: Any) -> None:
    grade = {"reliability": "B", "credibility": 2}
    entry = told(make(feature("a", sources=[{"seed": "r", "claim": "C1", "grade": grade}])))
    assert entry.graded
    assert entry.claims[0].grade == "B2"
    assert (entry.claims[0].report, entry.claims[0].claim) == ("r", "C1")


def test_handling_review_and_corrections_are_told(make: Any, feature: Any) -> None:
    changes = [
        {"what": "The date", "on": "2024-10-01", "by": "an analyst", "why": "a later release"},
        {"what": "The name"},
    ]
    record = feature(
        "a", marking="UNCLASSIFIED", releasable_to=["NO", "SE"], review="draft", revisions=changes
    )
    assert facts(make(record)) == [
        ("Marking", "UNCLASSIFIED"),
        ("Releasable to", "NO, SE"),
        ("Review", "draft"),
        ("Corrected", "The date (1 October 2024; by an analyst; a later release)"),
        ("Corrected", "The name"),
    ]


def test_what_a_record_replaces_is_named_only_where_it_is_on_the_page(
    make: Any, feature: Any
) -> None:
    workspace = make(feature("a", replaces=["b", "2024-a-secret-title", "c"]), feature("b"))
    assert facts(workspace) == [("Replaces", "2 · Title of b; 2 records not on this map")]
    html = unescape(briefing(workspace).get_root().render())
    assert "2024-a-secret-title" not in html
