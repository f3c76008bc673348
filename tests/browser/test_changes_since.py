"""What is new or changed since a day: on the map, in the list and filters, on paper, unscripted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geotrack.mapview.changes import Before, since_of
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.records import feature, point, written
from tests.repositories import commit, repository

WORDS = {
    "en": {
        "head": "1 new, 1 changed since 20 October 2025",
        "row": ["28 September 2024 New", "28 September 2024 Draft Changed"],
        "paper": ["28 September 2024 · New", "28 September 2024 · Draft · Changed"],
        "chips": ["new1", "changed1", "as before2"],
        "count": "2 of 4 records",
        "card": "Since 20 October 2025",
        "said": "Start changed",
    },
    "nb": {
        "head": "1 ny, 1 endret siden 20. oktober 2025",
        "row": ["28. september 2024 Ny", "28. september 2024 Utkast Endret"],
        "paper": ["28. september 2024 · Ny", "28. september 2024 · Utkast · Endret"],
        "chips": ["ny1", "endret1", "som før2"],
        "count": "2 av 4 oppføringer",
        "card": "Siden 20. oktober 2025",
        "said": "Endret: start",
    },
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = repository(tmp_path_factory.mktemp("workspace"))
    events = folder / "events" / "e.geojson"
    (folder / "maps").mkdir()
    (folder / "maps" / "m.toml").write_text('title = "M"\nmarking = "UNCLASSIFIED"\n')
    same = [feature("b", point(20, 75), title="Same"), feature("c", title="Nowhere")]
    corrected = feature("a", point(0, 75), title="Corrected", review="draft")
    written(
        events, *same, {**corrected, "properties": {**corrected["properties"], "start": "2024"}}
    )
    commit(folder)
    written(events, *same, corrected, feature("n", point(40, 75), title="Novel"))
    path = folder / "m.html"
    briefing(open_workspace(folder), "m", since="2025-10-20").save(str(path))
    return path


def opened(page_at: PageAt, built: Path, language: str) -> Page:
    page = page_at(built)
    page.locator(f".languages [lang={language}]").click()
    return page


def rows(page: Page) -> list[str]:
    return [
        " ".join(page.locator(f".record:has-text('{title}') .pick-date").inner_text().split())
        for title in ("Novel", "Corrected")
    ]


@pytest.mark.parametrize("language", WORDS)
def test_it_is_told_in_head_list_and_card_and_asked_for(
    built: Path, page_at: PageAt, language: str
) -> None:
    page, said = opened(page_at, built, language), WORDS[language]
    expect(page.locator(".edition .since")).to_have_text(said["head"])
    assert [row.casefold() for row in rows(page)] == [row.casefold() for row in said["row"]]
    page.locator(".finder-opener").click()
    chips = page.locator(".finder-since .chip")
    expect(chips).to_have_text(said["chips"])
    chips.nth(0).click()
    chips.nth(1).click()
    expect(page.locator(".finder-count")).to_have_text(said["count"])
    expect(page.locator(".record:not(.left-out) .pick-title")).to_have_text(["Corrected", "Novel"])
    # The count since that day is of the map, whatever is asked.
    expect(page.locator(".edition .since")).to_have_text(said["head"])
    expect(page).to_have_url(re.compile("#f=since:new,changed|&f=since:new,changed"))
    page.locator(".record:has-text('Corrected') .pick").click()
    card = page.locator(".leaflet-popup .card")
    expect(card.locator(f"dt:has-text('{said['card']}') + dd")).to_have_text(said["said"])


def test_a_link_asks_for_it_and_a_page_without_it_passes_it_over(
    built: Path, page_at: PageAt, tmp_path: Path
) -> None:
    page = page_at(built)
    page.evaluate("location.hash = 'f=since:new'")
    expect(page.locator(".record:not(.left-out) .pick-title")).to_have_text(["Novel"])
    plain = tmp_path / "plain.html"
    briefing(open_workspace(built.parent), "m").save(str(plain))
    other = page_at(plain)
    other.evaluate("location.hash = 'f=since:new'")
    expect(other.locator(".record:not(.left-out)")).to_have_count(4)
    other.locator(".finder-opener").click()
    expect(other.locator(".finder-since")).to_have_count(0)


def test_a_sign_stands_at_the_symbol_and_in_the_legend(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    for sign in ("new", "changed"):
        mark = page.locator(f".event-mark use[href='#{sign}']")
        expect(mark).to_have_count(1)
        assert (mark.bounding_box() or {"width": 0})["width"] > 6
        expect(page.locator(f".key-box use[href='#{sign}']")).to_have_count(1)
    dot, ring = (
        page.locator(f"#{sign} circle").evaluate("(c) => getComputedStyle(c).fill")
        for sign in ("new", "changed")
    )
    assert dot != ring
    label = page.locator(".event-mark[aria-label*=Novel]").get_attribute("aria-label")
    assert (label or "").endswith("28 September 2024 New")


@pytest.mark.parametrize("language", WORDS)
def test_paper_tells_it_in_its_table(built: Path, page_at: PageAt, language: str) -> None:
    page = opened(page_at, built, language)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    cells = [
        page.locator(f".printed-records tr:has-text('{title}') td").nth(1).inner_text()
        for title in ("Novel", "Corrected")
    ]
    assert cells == WORDS[language]["paper"]
    expect(page.locator(".printed-records use[href='#new']")).to_have_count(1)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_it_reads_without_javascript(built: Path, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built.as_uri())
    expect(page.locator(".edition .since")).to_have_text(str(WORDS["en"]["head"]))
    assert [row.casefold() for row in rows(page)] == [
        str(row).casefold() for row in WORDS["en"]["row"]
    ]
    card = page.locator(".record:has-text('Novel') .card")
    expect(card.locator("dt:has-text('Since 20 October 2025') + dd")).to_have_text(
        "New on this map"
    )
    context.close()


REVISED = [
    {"what": "changed start", "on": "2025-10-20"},
    {"what": "changed title", "on": "2025-09"},
]
ENTERED = [
    feature("a", point(0, 75), title="Old", added="2025-10-01", revisions=REVISED),
    feature("b", point(20, 75), title="Late", added="2025-11-02"),
    feature("c", point(40, 75), title="Unknown"),
    feature("d", title="Corrected", revisions=REVISED[:1]),
]


@pytest.fixture(scope="module")
def for_readers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers")
    (folder / "maps").mkdir()
    (folder / "geotrack.toml").write_text("format = 1\n")
    (folder / "maps" / "m.toml").write_text(
        'title = "M"\nmarking = "UNCLASSIFIED"\nsince = "reader"\n'
    )
    written(folder / "events" / "e.geojson", *ENTERED)
    path = folder / "m.html"
    briefing(open_workspace(folder), "m").save(str(path))
    return path


def test_a_reader_chooses_the_day_and_the_page_tells_what_python_tells(
    for_readers: Path, page_at: PageAt
) -> None:
    page = page_at(for_readers)
    field, only = page.get_by_label("New since"), page.locator(".since-only")
    expect(only).to_be_hidden()
    expect(page.locator(".key-box use[href='#new']")).to_be_hidden()
    workspace = open_workspace(for_readers.parent)
    definition = workspace.maps["m"].record
    assert definition
    for day in ("2025-09-01", "2025-09-30", "2025-10-20", "2025-11-02", "2025-11-03"):
        field.fill(day)
        field.blur()
        told = since_of(workspace, definition, workspace.events, Before(day, None))
        assert told
        for kind, ids in (("new", told.new), ("changed", told.changed)):
            titles = [workspace.by_id[id_].title for id_ in ids]
            marked = page.locator(f".record:has(.draft.{kind}) .pick-title").all_text_contents()
            assert sorted(marked) == sorted(titles), (day, kind)
            placed = [i for i in ids if workspace.by_id[i].geometry]
            expect(page.locator(f".event-mark use[href='#{kind}']")).to_have_count(len(placed))
        assert (only.text_content() or "").endswith(f"· {len(told.new) + len(told.changed)}")


def test_the_days_filter_and_a_link_keeps_both(for_readers: Path, page_at: PageAt) -> None:
    page = page_at(for_readers)
    page.evaluate("location.hash = 'n=2025-10-20&lang=nb'")
    only = page.locator(".since-only")
    expect(only).to_have_text("Nytt siden 20. oktober 2025 · 3")
    expect(page.locator("#since-unknown")).to_have_text("1 oppføring uten dato for innlegging.")
    expect(page.locator(".edition .since")).to_have_text(
        " · 1 nye, 2 endret siden 20. oktober 2025"
    )
    only.click()
    expect(page.locator(".record:not(.left-out) .pick-title")).to_have_text(
        ["Old", "Late", "Corrected"]
    )
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"n=2025-10-20&f=since:new,changed"))
    page.get_by_label("Nytt siden").fill("2025-11-01")
    page.get_by_label("Nytt siden").blur()
    expect(page.locator(".record:not(.left-out) .pick-title")).to_have_text(["Late"])
    page.evaluate("location.hash = 'n=2025-13-01'")
    expect(only).to_be_hidden()
    expect(page.locator(".record:not(.left-out)")).to_have_count(4)
    expect(page.locator(".record .told-since")).to_have_count(0)
