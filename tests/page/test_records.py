from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from geotrack.mapview.record.facts import handling
from geotrack.mapview.record.view import record_views
from geotrack.mapview.translations import Translator
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from geotrack.workspace.edit.revisions import link, merge_records, revise
from tests.readable import readable


def told(workspace: Any, id_: str = "a") -> Any:
    numbers = {e.id: n for n, e in enumerate(workspace.events, 1)}
    return next(t for t in record_views(workspace.events, numbers, workspace) if t.event.id == id_)


def plain(text: Any) -> str:
    return "".join(text)


def facts(workspace: Any) -> list[tuple[str, str]]:
    entry = told(workspace)
    return [(label, plain(text)) for label, text in (*entry.facts, *entry.handling)]


def test_what_geotrack_does_not_define_is_shown_as_it_came(make: Any, feature: Any) -> None:
    record = feature(
        "a",
        place={"name": "Off the cape", "depth_m": 40},
        actors=[{"name": "A coastguard", "flag": ["NO", None]}],
        sources=[{"url": "https://example.org/a", "archived": True}],
        column={"a": "ø", "b": [1, 2.5, False]},
        words="plain",
    )
    workspace = make(record)
    entry = told(workspace)
    assert ("On the place", "depth_m: 40") in facts(workspace)
    assert ("Who", 'A coastguard: flag: ["NO", null]') in facts(workspace)
    assert entry.extra == {"column": '{"a": "ø", "b": [1, 2.5, false]}', "words": "plain"}
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
    assert [plain(one) for one in told(make(record)).origins] == [
        "One origin, a press release: A paper, Another (2 times)",
        "Origin, its own reporter: A third",
    ]


def test_the_key_of_an_origin_is_never_told(make: Any, feature: Any) -> None:
    sources = [
        {"url": f"https://example.org/{n}", "publisher": name, "origin": origin}
        for n, (name, origin) in enumerate(
            [("A paper", "fsb-2024"), ("Another", "fsb-2024"), ("A third", "its-own")]
        )
    ]
    workspace = make(feature("a", sources=sources))
    assert [plain(one) for one in told(workspace).origins] == ["One origin: A paper, Another"]
    page = readable(briefing(workspace).get_root().render())
    assert "fsb-2024" not in page
    assert "its-own" not in page
    assert page.count('"origin": "origin-1"') == 2


@pytest.mark.parametrize(
    ("given", "label", "row"),
    [
        ({"status": "occurred"}, "Sighting of warships · occurred", ""),
        ({"verification": "claimed"}, "Sighting of warships · claimed", "claimed"),
        (
            {"status": "occurred", "verification": "claimed"},
            "Sighting of warships · occurred, as claimed",
            "claimed",
        ),
        (
            {"status": "planned", "verification": "disputed"},
            "Sighting of warships · planned, but disputed",
            "planned, disputed",
        ),
        (
            {"status": "occurred", "verification": "confirmed"},
            "Sighting of warships · occurred",
            "",
        ),
        (
            {"status": "occurred", "verification": "refuted", "kind": "statement"},
            "Sighting of warships · statement · occurred, but refuted",
            "statement, refuted",
        ),
    ],
)
def test_doubt_stands_beside_the_status_and_in_the_index(
    make: Any, feature: Any, given: dict[str, str], label: str, row: str
) -> None:
    workspace = make(feature("a", **given))
    entry = told(workspace)
    assert (entry.label, entry.standing) == (label, row)
    doubted = any(word in row for word in ("claimed", "disputed", "refuted"))
    page = str(briefing(workspace).get_root().after) + str(briefing(workspace).get_root().before)
    # On its symbol in the list, and twice in the legend.
    assert page.count('<use href="#doubt"/>') == (3 if doubted else 0)
    assert ('<g id="doubt">' in page) is doubted
    assert (f"<i data-w>{row}</i>" in page) is bool(row)
    assert ("doubt" in entry.signs) is doubted


def test_a_grade_is_told_with_who_gave_it_and_when(make: Any, feature: Any) -> None:
    grade = {"reliability": "B", "credibility": 2, "by": "an analyst", "on": "2024-09-30"}
    cited = {"url": "https://example.org/a", "grade": grade}
    workspace = make(feature("a", sources=[cited, "https://example.org/b"]))
    entry = told(workspace)
    graded, ungraded = (s.grading for s in entry.sources)
    assert (graded.grade, graded.means) == ("B2", "usually reliable, probably true")
    assert plain(graded.attribution) == "by an analyst, 30 September 2024"
    assert ungraded is None
    html = briefing(workspace).get_root().render()
    assert "<span class=grade data-w>not graded</span>" in html
    assert "<h3>Sources</h3>" in html
    assert "How to read grades" in html
    beside = briefing(make(feature("a", sources=[cited]), feature("b"))).get_root().render()
    assert "<h3>Sources, not graded</h3>" in beside


def test_where_nothing_is_graded_grades_are_not_explained(make: Any, feature: Any) -> None:
    html = briefing(make(feature("a"))).get_root().render()
    assert "<h3>Sources</h3>" in html
    assert "Sources are not graded unless a grade is shown" in html
    assert "How to read grades" not in html
    assert "class=grade" not in html


def test_a_graded_report_is_no_source_without_a_grade(make: Any, feature: Any) -> None:
    grade = {"reliability": "B", "credibility": 2}
    entry = told(make(feature("a", sources=[{"seed": "r", "claim": "C1", "grade": grade}])))
    assert entry.graded
    assert entry.claims[0].grading.grade == "B2"
    assert (entry.claims[0].report, entry.claims[0].claim) == ("r", "C1")


RELEASED = {"what": "released", "on": "2024-09-30", "by": "another"}
CHANGES = [
    {"what": "The date", "on": "2024-10-01", "by": "an analyst", "why": "a later release"},
    {"what": "reviewed", "on": "2024-10-02", "by": "another"},
    {"what": "changed start, place.radius_km, part_of", "on": "2026-11-25", "why": "a map"},
    {"what": "The name"},
]


def test_handling_review_and_corrections_are_told(make: Any, feature: Any) -> None:
    record = feature(
        "a",
        marking="UNCLASSIFIED",
        releasable_to=["NO", "SE"],
        review="reviewed",
        revisions=[{"what": "changed title"}, RELEASED, *CHANGES],
    )
    assert facts(make(record)) == [
        ("Marking", "UNCLASSIFIED"),
        ("Releasable to", "NO, SE"),
        ("Review", "reviewed"),
        ("Corrected", "1 October 2024, The date: a later release"),
        ("Corrected", "25 November 2026, start, place uncertainty and part of changed: a map"),
        ("Corrected", "The name"),
    ]


def test_readers_see_no_change_before_the_first_release_and_no_internal_column(
    make: Any, feature: Any
) -> None:
    early = [{"what": "changed title", "why": "The row had no title"}, {"what": "reviewed"}]
    columns = {"Løpenr": 31, "OBJECTID": 7, "Saksnr": "A-77", "vessel": "two cutters"}
    workspace = make(feature("a", review="reviewed", revisions=early, **columns))
    (workspace.root / "geotrack.toml").write_text('internal = "saksnr"\n', encoding="utf-8")
    workspace = open_workspace(workspace.root)
    assert not [text for label, text in facts(workspace) if label == "Corrected"]
    assert not told(workspace).corrected
    assert list(told(workspace).extra) == ["vessel"]
    html = readable(briefing(workspace).get_root().render())
    for hidden in ("The row had no title", "Løpenr", "OBJECTID", "A-77"):
        assert hidden not in html


def test_a_merge_is_one_correction_without_ids_and_a_citation_is_none(
    make: Any, feature: Any
) -> None:
    stored = feature("a", start="2024-10-01", revisions=[RELEASED])
    other = feature("secret", sources={"cite": "B"})
    new = feature("a", start="2024-10-02")
    new["properties"] |= {"replaces": ["secret"], "sources": [{"cite": "A"}, {"cite": "B"}]}
    by = {"by": "Kari", "on": date(2026, 11, 25)}
    merged = merge_records(revise(stored, new, why="one", **by), [other], why="one", **by)
    workspace = make(link(merged, "r", "C1", **by))
    assert [r.what for r in workspace.by_id["a"].revisions] == [
        "released",
        "changed start, sources, replaces",
        "merged secret",
        "linked to claim C1 of r",
    ]
    english = "25 November 2026, merged with an earlier record (start changed)"
    norwegian = "25. november 2026, slått sammen med en tidligere oppføring (endret: start): one"
    corrected = [text for label, text in facts(workspace) if label == "Corrected"]
    assert (corrected, plain(told(workspace).corrected)) == ([f"{english}: one"], english)
    rows = [plain(text) for _, text in handling(workspace.events[0], Translator("nb"))]
    assert norwegian in rows
    assert "secret" not in readable(briefing(workspace).get_root().render())


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("a map", "25 November 2026, start changed: a map"),
        ("a " * 40, "25 November 2026, start changed"),
        (None, "25 November 2026, start changed"),
    ],
)
def test_the_index_tells_the_last_correction_in_short(
    make: Any, feature: Any, why: str | None, expected: str
) -> None:
    last = {"what": "changed start", "on": "2026-11-25", "why": why}
    changes = [RELEASED, CHANGES[0], {k: v for k, v in last.items() if v}, CHANGES[1]]
    workspace = make(feature("a", revisions=changes))
    assert plain(told(workspace).corrected) == expected
    html = briefing(workspace).get_root().render()
    line = re.search('<span class="pick-corrected">(.*?)</span></button>', html)
    assert line
    assert re.sub("<.*?>", "", line[1]) == f"Corrected: {expected}"
    html = readable(html)
    assert "an analyst" not in html


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"what": "x" * 90, "on": "2026"}, "sometime in 2026"),
        ({"what": "x" * 90}, "see its card"),
        ({"what": "reviewed"}, ""),
    ],
)
def test_of_a_long_correction_the_index_tells_the_date(
    make: Any, feature: Any, last: dict[str, str], expected: str
) -> None:
    assert plain(told(make(feature("a", revisions=[RELEASED, last]))).corrected) == expected


def test_a_draft_bears_a_tag_and_nothing_else_does(make: Any, feature: Any) -> None:
    draft = make(feature("a", review="draft"))
    assert facts(draft) == []
    html = briefing(draft).get_root().render()
    assert html.count("<span class=draft data-w>Draft</span>") == 2, "in the index and on the card"
    for record in (feature("a"), feature("a", review="reviewed")):
        assert "<span class=draft" not in briefing(make(record)).get_root().render()


def test_corrections_are_text_and_no_markup(make: Any, feature: Any) -> None:
    change = {"what": "changed <b>x</b>", "on": "2026", "why": "</span><script>alert(1)</script>"}
    html = briefing(make(feature("a", revisions=[RELEASED, change]))).get_root().render()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html
    assert "&lt;/span&gt;&lt;script&gt;alert(1)" in html


def test_of_what_a_record_replaces_not_even_the_id_is_on_the_page(make: Any, feature: Any) -> None:
    workspace = make(feature("a", replaces=["b", "2024-a-secret-title", "c"]), feature("b"))
    assert facts(workspace) == [("Replaces", "3 earlier records")]
    html = unescape(briefing(workspace).get_root().render())
    html = readable(html)
    assert "2024-a-secret-title" not in html
    assert "Title of b" not in html
    assert facts(make(feature("a", replaces="b"))) == [("Replaces", "an earlier record")]


def test_links_to_a_replaced_record_lead_to_the_one_that_stands_in(make: Any, feature: Any) -> None:
    workspace = make(
        feature("new", replaces="old", part_of="old", related="old"),
        feature("part", part_of="old"),
        feature("other", related=["old", "new"]),
    )
    new, part, other = (told(workspace, id_) for id_ in ("new", "part", "other"))
    assert (new.part_of, new.related) == (None, [])
    assert [p.number for p in new.parts] == [part.number]
    assert part.part_of.number == new.number
    assert {r.title for r in other.related} == {"Title of new"}
