"""What a page says is new or changed since a day or a revision, and what it does not say."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from geotrack.errors import UsageError
from geotrack.handout.markdown import markdown
from geotrack.handout.options import Options
from geotrack.handout.slides import write
from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.changes import Before, before, since_of, since_words
from geotrack.mapview.open import open_map
from geotrack.mapview.record.facts import changed_words
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.model.maps.map_definition import Since
from geotrack.page import briefing
from geotrack.page.records import record_data
from geotrack.workspace import Workspace, check, open_workspace
from tests.map_workspaces import feature
from tests.readable import readable
from tests.repositories import commit, git, repository

MOVED = {"type": "Point", "coordinates": [-168.5, 66]}
DAY = "2025-10-20"


@pytest.fixture
def told(make: Any) -> Workspace:
    """A workspace with a history: what was SECRET then has been corrected since."""
    old = make(
        feature("same"),
        feature("moved", summary="SECRET"),
        feature("retold", title="SECRET", actors="SECRET", column_of_then="SECRET"),
        feature("gone"),
        feature("old-id", start="2024-06-02"),
        feature("unsound", start="2024-13"),
        feature("hidden", geometry=None, place={"regions": "far-north"}, related="moved"),
        feature("tied", related="gone"),
    )
    commit(repository(old.root), "2025-10-01T12:00:00Z")
    workspace: Workspace = make(
        feature("same", sequence=None, tags=[]),
        feature("moved", geometry=MOVED),
        feature("retold", title="Retold", actors="FSB"),
        feature("new"),
        feature("new-id", start="2024-06-02", replaces=["old-id"]),
        feature("unsound", start="2024-12"),
        feature("hidden", geometry=None, place={"regions": "far-north"}, related="moved"),
        feature("tied", related="SECRET"),
    )
    commit(workspace.root, "2025-11-01T12:00:00Z")
    return workspace


def rendered(page: Any) -> str:
    html: str = page.get_root().render()
    return html


EXPECTED = Since(
    day=DAY,
    new=("new", "unsound"),
    changed={
        "moved": ("geometry", "summary"),
        "retold": ("title", "actors", "other"),
        "new-id": ("replaces", "title"),
    },
)


@pytest.mark.parametrize("since", [DAY, "HEAD~1", "main^"])
def test_new_and_changed_records_are_told_with_what_changed(told: Workspace, since: str) -> None:
    found = briefing(told, "plan", since=since).view.since
    assert found is not None
    day = DAY if since == DAY else "2025-10-01"
    assert found.day == day
    assert (set(found.new), found.changed) == (set(EXPECTED.new), EXPECTED.changed)


def test_records_of_all_files_may_be_more_than_one_file_may_hold(make: Any) -> None:
    root = make(feature("a0"), feature("a1")).root
    (root / "events" / "b.geojson").write_text(json.dumps(feature("b")), "utf-8")
    (root / "geotrack.toml").write_text("format = 1\n[limits]\nfeatures = 2\n", "utf-8")
    commit(repository(root), "2025-10-01T12:00:00Z")
    found = open_map(root, "plan", since="HEAD").since
    assert found == Since(day="2025-10-01")


def test_a_page_says_it_in_head_list_card_legend_and_digest(told: Workspace) -> None:
    plain, page = briefing(told, "plan"), briefing(told, "plan", since=DAY)
    html = readable(rendered(page))
    assert "<span class=since data-w>2 new, 3 changed since 20 October 2025</span></p>" in html
    card = html[html.index("Title of new<") :]
    assert "<dt>Since 20 October 2025<dd data-w>New on this map" in card
    assert "<dt>Since 20 October 2025<dd data-w>Shape and summary changed" in html
    assert "<dt>Since 20 October 2025<dd data-w>Title, actors and other properties changed" in html
    assert html.count('<span class="draft new" data-w>New</span>') == 2
    assert html.count('<span class="draft changed" data-w>Changed</span>') == 3
    # At its symbol in the list, and twice in the legend.
    assert (html.count('<use href="#new"/>'), html.count('<use href="#changed"/>')) == (4, 5)
    assert "A yellow dot: new on this map since 20 October 2025." in html
    assert page.digest != plain.digest
    assert page.numbers == plain.numbers


def test_norwegian_says_it_too(told: Workspace) -> None:
    html = readable(rendered(briefing(told, "plan", since=DAY)))
    table = json.loads(re.findall(r'id="geotrack-words-nb">(.*?)</script>', html, re.S)[0])
    said = table["told"]
    assert said["New"] == "Ny"
    assert said["0 new, 0 changed since 0 October 0"] == "0 nye, 0 endret siden 0. oktober 0"
    assert said["Since 0 October 0"] == "Siden 0. oktober 0"
    assert said["Shape and summary changed"].startswith("Endret: ")


def test_without_the_question_nothing_of_it_is_in_the_page(told: Workspace) -> None:
    html = readable(rendered(briefing(told, "plan")))
    for sign in ("class=since", "#new", "as before", "som før", "New on this map"):
        assert sign not in html, sign


def test_no_value_of_an_earlier_version_is_in_the_page(told: Workspace) -> None:
    page = briefing(told, "plan", since=DAY)
    packed = frozen_inputs(told, "plan", page.view)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    for text in [readable(rendered(page)), markdown(page.view), *texts]:
        kept = text.replace('"SECRET"]', "")  # the workspace's own word for a marking
        assert "SECRET" not in kept
        assert "column_of_then" not in kept
        assert "old-id" not in kept


def test_a_frozen_map_gives_the_same_bytes_and_is_not_asked_again(
    told: Workspace, tmp_path: Path
) -> None:
    page = briefing(told, "plan", since=DAY)
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(told, "plan", page.view))) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = open_workspace(tmp_path / "elsewhere" / "plan")
    assert rendered(briefing(again, "plan")) == rendered(page)
    with pytest.raises(UsageError, match="a frozen map says itself since when"):
        briefing(again, "plan", since=DAY)
    rebuilt = briefing(again, "plan")
    assert frozen_inputs(again, "plan", rebuilt.view) == frozen_inputs(told, "plan", page.view)


def test_a_handout_says_it(told: Workspace) -> None:
    text = markdown(open_map(told, "plan", since=DAY))
    assert "2 new, 3 changed since 20 October 2025 · digest" in text
    assert "- **Since 20 October 2025:** New on this map" in text
    assert "Since" not in markdown(open_map(told, "plan"))


def test_what_the_map_had_issued_no_number_was_not_on_it(told: Workspace) -> None:
    numbers = told.root / "maps" / "plan.numbers.json"
    git(told.root, "checkout", "--quiet", "HEAD~1")
    numbers.write_text('{"same": 1, "moved": 2, "old-id": 3}')
    first = commit(told.root, "2025-10-02T12:00:00Z")
    git(told.root, "checkout", "--quiet", "main")
    found = briefing(told, "plan", since=first).view.since
    assert found is not None
    assert set(found.new) == {"new", "unsound", "retold", "hidden", "tied"}
    assert set(found.changed) == {"moved", "new-id"}


def test_faulty_numbers_of_then_are_told(told: Workspace) -> None:
    numbers = told.root / "maps" / "plan.numbers.json"
    numbers.write_text('{"same": 1, "moved": 1}')
    commit(told.root)
    numbers.unlink()
    with pytest.raises(Exception, match=r"HEAD:maps/plan.numbers.json: every id needs"):
        briefing(told, "plan", since="HEAD")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("nosuch", "git knows no revision 'nosuch'"),
        ("2025-09-01", "git keeps nothing of .* from before 2025-09-01; what it keeps begins on"),
        ("--all", "'--all' is no name of a revision"),
        ("2025-09", "git knows no revision '2025-09'"),
    ],
)
def test_a_day_or_revision_that_cannot_be_told_is_refused(
    told: Workspace, since: str, said: str
) -> None:
    with pytest.raises(UsageError, match=f"cannot be told: {said}"):
        briefing(told, "plan", since=since)


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2025-02-30", "^'2025-02-30' is no day of the calendar"),
        ("9000-01-01", "^9000-01-01 has not come: nothing can be new since then"),
    ],
)
def test_a_day_that_is_none_is_refused(told: Workspace, since: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        briefing(told, "plan", since=since)


def test_without_git_it_is_refused(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = make(feature("a"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    with pytest.raises(UsageError, match=r"cannot be told: .* no git repo.*no record states"):
        briefing(workspace, "plan", since=DAY)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="git is not installed"):
        briefing(workspace, "plan", since=DAY)


def test_without_git_the_records_tell(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    corrected = [
        {"what": "changed start, place.radius_km", "on": "2025-10-20", "by": "Ida"},
        {"what": "reviewed", "on": "2025-10-21", "by": "Ola"},
    ]
    workspace = make(
        feature("old"),
        feature("before", added="2025-10-19", revisions=corrected[1:]),
        feature("new", added=DAY, revisions=corrected),
        feature("corrected", added="2025-10-01", revisions=corrected),
        feature("merged", revisions={"what": "merged x", "on": "2025-11-01"}),
        feature("long-ago", revisions={"what": "changed title", "on": "2025-09"}),
    )
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    view = open_map(workspace, "plan", since=DAY)
    assert view.since == Since(
        day=DAY,
        new=("new",),
        changed={"corrected": ("start", "place.radius_km"), "merged": ("replaces",)},
    )
    assert view.entries_unknown == 3
    # The page and its digest are of what the records say, not of the day of their entry.
    assert DAY not in json.dumps([record_data(record) for record in view.record_views])


def test_where_git_knows_the_day_it_counts(told: Workspace) -> None:
    (told.root / "events" / "b.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature("late", added="2020-01-01")]})
    )
    view = open_map(open_workspace(told.root), "plan", since=DAY)
    assert "late" in view.since.new
    assert view.entries_unknown == 0


def test_a_file_of_then_that_cannot_be_read_is_told(told: Workspace) -> None:
    (told.root / "events" / "b.geojson").write_text("{")
    commit(told.root)
    (told.root / "events" / "b.geojson").unlink()
    with pytest.raises(UsageError, match=r"HEAD:events/b\.geojson"):
        briefing(open_workspace(told.root), "plan", since="HEAD")


def test_nothing_new_is_said_too(told: Workspace) -> None:
    page = briefing(told, "plan", since="HEAD")
    assert page.view.since == Since(day="2025-11-01")
    assert "nothing new since 1 November 2025" in readable(rendered(page))
    assert before(told, "plan", "HEAD").day == date(2025, 11, 1).isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("ghijkl")))
def test_the_counts_are_those_of_the_records(language: str, new: set[str], old: set[str]) -> None:
    since = Since(day=DAY, new=tuple(new), changed=dict.fromkeys(old, ("start",)))
    said = since_words(since, language)
    figures = [int(n) for n in re.findall(r"(?<!\. )\d+(?= (?:n|c|e))", said)]
    assert figures == [n for n in (len(new), len(old)) if n]
    assert "2025" in said


CHANGES = {
    "title": "Another",
    "summary": "Told.",
    "start": "2024-06-03",
    "end": "2024-06-09",
    "time_zone": "America/Nome",
    "kind": "statement",
    "status": "occurred",
    "type": "naval/patrol",
    "actors": "FSB",
    "place": {"name": "off Wales"},
    "verification": "claimed",
    "confidence": "low",
    "likelihood": {"term": "likely"},
    "sources": ["https://example.org/b"],
    "part_of": "other",
    "related": "other",
    "marking": "UNCLASSIFIED",
    "releasable_to": "NO",
    "tags": "joint",
    "symbol": "10033000001211000000",
    "column": 17,
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_property_is_told_alone_and_in_words_of_each_language(make: Any, name: str) -> None:
    was = make(feature("a"), feature("other"))
    old = {event.id: event.feature for event in was.events}
    workspace = make(feature("a", **{name: CHANGES[name]}), feature("other"))
    codes = frozenset([str(CHANGES["symbol"])])
    definition = workspace.maps["plan"].record
    found = since_of(workspace, definition, workspace.events, Before(DAY, old), codes)
    assert found is not None
    assert (found.new, found.changed) == ((), {"a": (name,)})
    if name != "column":  # a record's own is called by its own name
        for language in LANGUAGES:
            assert name in words(language).section("record.properties")
    assert changed_words([name], "en", first=True)


@pytest.mark.parametrize(
    "properties",
    [
        {"review": "reviewed", "revisions": [{"what": "reviewed", "by": "Ola"}]},
        {"related": "not-there"},
        {"part_of": "not-there"},
        {"replaces": "never-there"},
        {"tags": []},
        {"geometry": {"type": "Point", "coordinates": [-168.5, 65.7, 100]}},
    ],
)
def test_what_no_reader_sees_is_no_change(make: Any, properties: dict[str, Any]) -> None:
    old = {"a": feature("a")}
    workspace = make(feature("a", **properties))
    definition = workspace.maps["plan"].record
    assert since_of(workspace, definition, workspace.events, Before(DAY, old)) == Since(day=DAY)


@pytest.mark.slow
def test_slides_say_it(told: Workspace) -> None:
    page = open_map(told, "plan", since=DAY)
    slides = Presentation(io.BytesIO(write(page, Options(), lambda _: None))).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
    assert sum(text.endswith(" · New") for text in cells) == 2
    assert sum(text.endswith(" · Changed") for text in cells) == 3
    texts = [s.text_frame.text for s in shapes if s.has_text_frame]
    assert any("2 new, 3 changed since 20 October 2025" in text for text in texts)
    assert {"new", "changed"} <= {shape.name for shape in shapes}, "in the key"


CORRECTED = [
    {"what": "changed start", "on": "2025-10-20", "by": "SECRET", "why": "SECRET in 2024"},
    {"what": "changed title", "on": "2025-09"},
    {"what": "reviewed", "on": "2025-12-24", "by": "SECRET"},
]
ENTERED = [
    feature("unknown"),
    feature("old", added="2025-10-01", revisions=CORRECTED),
    feature("late", added="2025-11-02"),
    feature("corrected", revisions=CORRECTED[:1]),
]


def for_readers(make: Any, line: str = 'since = "reader"') -> Workspace:
    workspace: Workspace = make(*ENTERED)
    path = workspace.root / "maps" / "plan.toml"
    path.write_text(f"{line}\n{path.read_text('utf-8')}", "utf-8")
    return open_workspace(workspace.root)


def test_a_page_for_readers_holds_days_and_no_earlier_value(make: Any) -> None:
    page = briefing(for_readers(make), "plan")
    data = page.get_root().packed["geotrack-data"]
    held = dict(zip(data["facets"]["records"]["id"], data["entered"]["days"], strict=True))
    assert held == {
        "unknown": [""],
        "old": ["2025-10-01", "2025-09", "2025-10-20"],
        "late": ["2025-11-02"],
        "corrected": ["", "2025-10-20"],
    }
    html = readable(rendered(page))
    assert "2025-12-24" not in html, "a review is no change"
    # Who corrected a record stays out; why is said on its card, as without the choice.
    assert html.replace("SECRET in 2024", "").replace('"SECRET"]', "").count("SECRET") == 0


def test_without_leave_of_the_definition_no_day_of_entry_is_in_the_page(make: Any) -> None:
    workspace = for_readers(make, "")
    page = briefing(workspace, "plan")
    root = page.get_root()
    html = readable(rendered(page))
    for part in ("2025-10-01", "2025-11-02", '"entered"', "since-row", "#new", "New since"):
        assert part not in html, part
    assert "entered" not in root.packed["geotrack-data"]
    reader = briefing(for_readers(make), "plan")
    assert reader.digest != page.digest, "the digest is of the days, too"


def test_a_build_that_marks_changes_leaves_no_choice(make: Any, monkeypatch: Any) -> None:
    workspace = for_readers(make)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.root.parent))
    page = briefing(workspace, "plan", since=DAY)
    assert page.view.since is not None
    assert "entered" not in page.get_root().packed["geotrack-data"]


def test_a_frozen_map_for_readers_gives_the_same_bytes(make: Any, tmp_path: Path) -> None:
    workspace = for_readers(make)
    page = briefing(workspace, "plan")
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(workspace, "plan", page.view))) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = open_workspace(tmp_path / "elsewhere" / "plan")
    assert rendered(briefing(again, "plan")) == rendered(page)


def _with(workspace: Workspace, lines: str) -> Workspace:
    path = workspace.root / "maps" / "plan.toml"
    path.write_text(f"{lines}\n{path.read_text('utf-8')}", "utf-8")
    return open_workspace(workspace.root)


@pytest.mark.parametrize(
    "lines",
    [
        f'since = "{DAY}"',
        f"since = {DAY}",
        f'since = "Week 43"\neditions = {{ "Week 43" = {DAY}, "Week 44" = 2025-10-27 }}',
    ],
)
def test_a_definition_says_since_when(told: Workspace, tmp_path: Path, lines: str) -> None:
    asked = briefing(told, "plan", since=DAY)
    workspace = _with(told, lines)
    stated = briefing(workspace, "plan")
    assert stated.view.since == asked.view.since
    assert rendered(stated) == rendered(asked)
    # What is asked for wins.
    assert briefing(workspace, "plan", since="2025-12-01").view.since == Since(day="2025-12-01")
    with zipfile.ZipFile(io.BytesIO(frozen_inputs(workspace, "plan", stated.view))) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = open_workspace(tmp_path / "elsewhere" / "plan")
    assert rendered(briefing(again, "plan")) == rendered(stated)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('since = "readers"', "no edition"),
        ('since = "Week 46"\neditions = { "Week 47" = 2026-11-20 }', "Week 47"),
        ("since = 2025-13-01", ""),
        ('since = "2025-02-30"', "no day of the calendar"),
        ('editions = { "Week 47" = "soon" }', "no day of the calendar"),
        ('editions = "Week 47"', "editions"),
    ],
)
def test_a_day_that_a_definition_does_not_know_is_an_error(
    make: Any, lines: str, said: str
) -> None:
    findings = check(_with(make(*ENTERED), lines))
    errors = [str(one) for one in findings if one.severity == "error"]
    assert errors
    assert any(said in one for one in errors), errors
