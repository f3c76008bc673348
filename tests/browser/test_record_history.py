"""Drafts and corrections, as a person sees them: in the list, on the card, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from geotrack.page import briefing
from tests.browser.conftest import PageAt
from tests.records import feature, point, workspace

LONG = "a second release, which the service gave out a year later, names another day than it did"
CHANGES = [
    {"what": "changed summary", "on": "2026-09-01", "by": "Kari"},
    {"what": "released", "on": "2026-09-02", "by": "Ola"},
    {"what": "changed title", "on": "2026-10-01", "by": "Kari", "why": "<b>a slip</b>"},
    {"what": "reviewed", "on": "2026-10-02", "by": "Ola"},
    {"what": "changed start, sources", "on": "2026-11-25", "by": "Kari", "why": LONG},
]
TOLD = [
    "1 October 2026, title changed: <b>a slip</b>",
    f"25 November 2026, start and sources changed: {LONG}",
]


@pytest.fixture
def page_of(tmp_path: Path) -> Any:
    records = [
        feature("draft", point(5, 72), review="draft", revisions=CHANGES),
        feature("other", point(30, 75), review="reviewed", start="2025"),
        feature("nowhere", review="draft", start="2026"),
    ]
    return briefing(workspace(tmp_path, *records), title="History")


def test_a_draft_and_its_corrections_are_told_in_the_list_and_on_the_card(
    page_of: Any, page_at: PageAt
) -> None:
    page = page_at(page_of)
    expect(page.locator(".pick .draft")).to_have_count(2)
    expect(page.locator("#record-2 .draft")).to_have_count(0)
    short = page.locator(".pick-corrected")
    expect(short).to_have_text("Corrected: 25 November 2026, start and sources changed")
    page.locator("#record-1 .pick").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator(".card-kind .draft")).to_be_visible()
    told = popup.locator("dt", has_text="Corrected").locator("xpath=following-sibling::dd")
    assert [text.strip() for text in told.all_text_contents()[: len(TOLD)]] == TOLD


def test_on_a_small_screen_nothing_runs_over(page_of: Any, page_at: PageAt) -> None:
    page = page_at(page_of, 390, 844)
    page.locator("#record-1 .pick").click()
    expect(page.locator("#record-1 .pick .draft")).to_be_visible()
    expect(page.locator("#record-1 .card dd", has_text=LONG)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_a_draft_is_a_draft_and_a_correction_is_told_once(
    page_of: Any, page_at: PageAt
) -> None:
    page = page_at(page_of)
    page.emulate_media(media="print")
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    row = page.locator(".printed-records tbody tr").first
    expect(row.locator("td").nth(1)).to_contain_text("Draft")
    expect(row.locator(".printed-corrected:visible")).to_have_text(
        "Corrected: 25 November 2026, start and sources changed"
    )
    expect(page.get_by_text("Corrected: 25 November 2026").locator("visible=true")).to_have_count(1)


def test_without_scripts_it_is_told_too(page_of: Any, chromium: Any, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    page_of.save(str(out))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(out.as_uri())
    for record in ("#record-1", "#record-3"):
        expect(page.locator(f"{record} .card .draft")).to_be_visible()
    expect(page.locator("#record-1 .card dd", has_text=LONG)).to_be_visible()
    context.close()
