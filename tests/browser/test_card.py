"""A record's card: what can be taken from it, and that it fits where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.page import briefing
from tests.browser.conftest import PageAt

GRADE = {"reliability": "B", "credibility": 2}
RECORD = {
    "type": "Feature",
    "id": "a",
    "geometry": {"type": "Point", "coordinates": [-168.5, 65.71]},
    "properties": {
        "title": "Ships in the strait",
        "type": "coastguard/patrol",
        "status": "occurred",
        "review": "draft",
        "start": "[2024-09-28..2024-10-01]",
        "place": {"name": "Off the cape", "precision": "near", "radius_km": 15},
        "confidence": {"level": "moderate", "about": "the date", "basis": "Two accounts."},
        "likelihood": {"term": "likely", "scale": "ICD 203", "judged_by": "an analyst"},
        "sources": [
            {"url": "https://example.org/1", "claimant": "One", "start": "2024-09-28",
             "place": "East of the cape", "grade": GRADE},
            {"url": "https://example.org/2", "claimant": "Another", "start": "2024-10-01",
             "stance": "denies", "says": "Nothing was there."},
        ],
        "When": "a column",
    },
}  # fmt: skip
UNPLACED = {
    "type": "Feature",
    "id": "b",
    "geometry": None,
    "properties": {
        "title": "A word about it",
        "type": "diplomacy/statement",
        "start": "2024",
        "sources": ["https://example.org/3"],
    },
}
SIZES = [(1440, 900), (390, 844)]
# Notes what is written to the clipboard, or has none, as a page from a file in some browsers.
WATCH = """window.taken = [];
Object.defineProperty(navigator, "clipboard", { value: CLIPBOARD });
document.execCommand = () => { window.taken.push(document.activeElement.value); return OLD; };
0"""
CLIPBOARD = "{ writeText: async (text) => window.taken.push(text) }"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    collection = {"type": "FeatureCollection", "features": [RECORD, UNPLACED]}
    out = tmp_path_factory.mktemp("card") / "card.html"
    briefing(collection).save(str(out))
    return out


def opened(page: Page) -> Any:
    """Open the card of the record that has a place."""
    page.locator(".record .pick").first.click()
    inside = page.locator(".record.chosen .card")
    return inside if inside.is_visible() else page.locator(".leaflet-popup .card")


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_all_that_is_known_stands_on_it(
    built: Path, page_at: PageAt, language: str, width: int, height: int
) -> None:
    page = page_at(built, width, height)
    if language == "nb":
        page.get_by_role("button", name="Norsk bokmål").click()
    card = opened(page)
    for words in {
        "en": [
            "between 28 September and 1 October 2024",
            "Off the cape: within 15\u00a0km of 65.71° N 168.5° W",
            "65.71, -168.5",
            "65° 43′ N 168° 30′ W",
            "Moderate confidence in the date. Two accounts.",
            "Likely. Judged by an analyst; scale: ICD 203",
            "B2 usually reliable, probably true",
            "not graded",
            "denies it",
        ],
        "nb": [
            "mellom 28. september og 1. oktober 2024",
            "Off the cape: innenfor 15\u00a0km fra 65,71° N 168,5° V",
            "65.71, -168.5",
            "65° 43′ N 168° 30′ V",
            "Moderat konfidens i the date. Two accounts.",
            "Likely. Vurdert av an analyst; skala: ICD 203",
            "B2 vanligvis pålitelig, sannsynligvis riktig",
            "ikke vurdert",
            "benekter det",
        ],
    }[language]:
        expect(card).to_contain_text(words)
    # A column that is called as a label is called stays what it is.
    expect(card.locator("dl").last.locator("dt")).to_have_text("When")
    days = card.locator(".day-rule .exact")
    assert (
        days.all_text_contents()
        == {
            "en": ["28 September 2024", "1 October 2024"],
            "nb": ["28. september 2024", "1. oktober 2024"],
        }[language]
    )
    assert card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
    draft = page.locator(".pick .draft")
    assert draft.evaluate("(tag) => tag.getClientRects().length") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Each way at one size: the buttons are alike at both.
@pytest.mark.parametrize(
    ("clipboard", "old_way", "size"),
    [(CLIPBOARD, "false", SIZES[1]), ("undefined", "true", SIZES[0])],
    ids=["new", "old"],
)
def test_coordinates_are_copied(
    built: Path, page_at: PageAt, clipboard: str, old_way: str, size: tuple[int, int]
) -> None:
    page = page_at(built, *size)
    page.evaluate(WATCH.replace("CLIPBOARD", clipboard).replace("OLD", old_way))
    card = opened(page)
    card.get_by_role("button", name="Copy decimal degrees").click()
    expect(card.get_by_role("button", name="Copied")).to_be_visible()
    card.get_by_role("button", name="Copy degrees, minutes and seconds").press("Enter")
    assert page.evaluate("taken") == ["65.71, -168.5", "65° 43′ N 168° 30′ W"]
    expect(card.get_by_role("button", name="Copied")).to_have_count(0)
    page.get_by_role("button", name="Norsk bokmål").click()
    card.get_by_role("button", name="Kopier grader, minutter og sekunder").click()
    assert page.evaluate("taken.at(-1)") == "65° 43′ N 168° 30′ V"
    expect(card.locator(".copy-button")).to_have_count(2)


def test_where_nothing_may_be_copied_the_text_is_selected(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.evaluate(WATCH.replace("CLIPBOARD", "undefined").replace("OLD", "false"))
    opened(page).get_by_role("button", name="Copy decimal degrees").click()
    assert page.evaluate("getSelection().toString()").startswith("65.71, -168.5")


def test_what_has_no_point_has_nothing_to_copy(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.locator(".unplaced .pick").click()
    card = page.locator(".unplaced .card")
    expect(card).to_be_visible()
    expect(card.locator(".at, .copy-button")).to_have_count(0)
