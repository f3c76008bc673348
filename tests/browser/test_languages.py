"""The page in its two languages: built in one and switched to the other it says the same."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.files.resources import PACKAGE
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

ROOT = PACKAGE.parent
# All that the document says of its own; see web/src/page/i18n.js.
OURS = (
    "[data-w], .facts > dt, .card h3, .accounts th:not([colspan]), "
    ".card span:not([class]), .pick span:not([class])"
)
SAYS = f"""() => [...document.querySelectorAll("{OURS}")].map((one) => one.textContent.trim())
  .concat([...document.querySelectorAll("[data-w-label]")].map((one) => one.ariaLabel))"""
RECORDS_SAY = """() => [...document.querySelectorAll(
  "h1, .lead-text, .scenes h3, .scene-text, .pick-title, .card h2, .summary, .sources a, .claims b"
)].map((one) => [one.textContent.replace(/\\s+/g, ""), one.lang])"""
# A record without translations.
PLAIN = "2025-arctic-lng-2-cargoes-to-beihai"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the sample overview in each language, one from the workspace's own."""
    folder = tmp_path_factory.mktemp("workspace")
    for name in ("events", "layers", "seeds", "maps"):
        shutil.copytree(ROOT / name, folder / name)
    plain = folder / "events" / "shipping-and-energy.geojson"
    records = json.loads(plain.read_text("utf-8"))
    [record] = (one for one in records["features"] if one["id"] == PLAIN)
    del record["properties"]["translations"]
    plain.write_text(json.dumps(records), "utf-8")
    settings = (ROOT / "geotrack.toml").read_text("utf-8")
    pages = {}
    for code, change in (("en", ""), ("nb", 'language = "nb"\n')):
        text = settings.replace("projection =", f"{change}projection =")
        (folder / "geotrack.toml").write_text(text, "utf-8")
        page = briefing(open_workspace(folder), "overview")
        page.save(str(folder / f"{code}.html"))
        pages[code] = folder / f"{code}.html"
    return pages


def says(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SAYS)
    return found


def with_list(page: Page) -> Page:
    """Unfold the list of a round sheet, with its search and filters."""
    page.locator(".list-opener").click()
    return page


def speak(page: Page, code: str) -> None:
    page.get_by_role("button", name={"en": "English", "nb": "Norsk bokmål"}[code]).click()
    expect(page.locator("html")).to_have_attribute("lang", code)


@pytest.mark.parametrize(("first", "other"), [("en", "nb"), ("nb", "en")])
def test_switched_it_says_what_it_says_when_built_so(
    built: dict[str, Path], page_at: PageAt, first: str, other: str
) -> None:
    page, there = page_at(built[first]), page_at(built[other])
    at_first, records = says(page), page.evaluate(RECORDS_SAY)
    speak(page, other)
    assert says(page) == says(there)
    assert page.evaluate(RECORDS_SAY) == there.evaluate(RECORDS_SAY) != records
    assert page.title() == there.title()
    speak(page, first)
    assert (says(page), page.evaluate(RECORDS_SAY)) == (at_first, records)
    different = sum(a != b for a, b in zip(at_first, says(there), strict=True))
    assert different > 1000, "most of what it says is something else"


def test_what_is_said_in_norwegian(built: dict[str, Path], page_at: PageAt) -> None:
    page = page_at(built["nb"])
    expect(page.locator(".edition")).to_contain_text("Per 24. november 2026")
    expect(page.locator("#unplaced-heading")).to_contain_text("Uten sted")
    assert page.locator(".plate").get_attribute("aria-label") == "Kart"
    marked = page.locator(".pick-title[lang], .summary[lang], h1[lang], .scenes [lang]")
    assert marked.all_text_contents()[0] == "23 cargoes of Arctic LNG 2 to Beihai in 2025"
    assert [one.get_attribute("lang") for one in marked.all()] == ["en", "en"]
    mark = "(one) => getComputedStyle(one, '::after').content"
    assert marked.first.evaluate(mark) == '" en"'
    title = page.locator(".pick-title", has_text="Felles bombeflytokt over")
    where = page.locator(".record", has=title).locator(".card .where").text_content() or ""
    assert where.strip() == "i Tsjuktsjerhavet og Beringhavet"
    for words in page.locator(".pick-date, .where span:not([class])").all_text_contents():
        assert not re.search(r"\b(of|between|within|somewhere|[A-Z][a-z]+ember)\b", words), words


def test_open_cards_and_the_list_of_layers_follow(built: dict[str, Path], page_at: PageAt) -> None:
    page = with_list(page_at(built["en"]))
    page.locator(".record:has(.symbol.reported) .pick").first.click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("dt").first).to_have_text("When")
    panel = page.locator(".leaflet-control-layers")
    speak(page, "nb")
    expect(popup.locator("dt").first).to_have_text("Når")
    expect(panel).to_contain_text("Kystvakt")
    page.get_by_role("button", name="Kartlag").click()
    page.locator(".leaflet-control-layers-selector").first.uncheck()
    expect(panel).to_contain_text("Kystvakt")
    expect(panel).not_to_contain_text("Coastguard")
    speak(page, "en")
    expect(panel).to_contain_text("Coastguard")
    expect(panel).not_to_contain_text("Kystvakt")


def test_filters_speak_of_themes_and_regions_too(built: dict[str, Path], page_at: PageAt) -> None:
    page = with_list(page_at(built["en"]))
    page.get_by_role("button", name="Filters").click()
    speak(page, "nb")
    finder: Any = page.locator(".finder-panel")
    for words in ("Kystvakt", "Beringhavet", "har funnet sted", "Marinepatrulje"):
        expect(finder).to_contain_text(words)


def test_a_search_is_asked_again_and_finds_countries_in_the_language_of_now(
    built: dict[str, Path], page_at: PageAt
) -> None:
    page = with_list(page_at(built["en"]))
    field = page.get_by_role("searchbox")
    shown = page.locator(".record:not(.left-out)")
    field.fill("bombefly")
    expect(shown).not_to_have_count(0)
    field.fill("russia")
    expect(shown).not_to_have_count(0)
    field.fill("russland")
    before = shown.count()
    speak(page, "nb")
    expect(shown).not_to_have_count(before)
    assert shown.count() > 5


def test_symbols_on_the_map_are_named_in_the_language_of_now(
    built: dict[str, Path], page_at: PageAt
) -> None:
    page, there = page_at(built["en"]), page_at(built["nb"])
    names = (
        """() => [...document.querySelectorAll(".event-mark")].map((one) => one.ariaLabel).sort()"""
    )
    speak(page, "nb")
    assert page.evaluate(names) == there.evaluate(names)
