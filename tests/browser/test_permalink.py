"""The address follows what a reader makes of the page, and opens it so again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

SIZES = [(1440, 900), (390, 844)]
HOSTILE = [
    "#record-3",
    "#records",
    "#v=1e308,1e308,1e308",
    "#v=60,1e300,3",
    "#v=NaN,Infinity,-1",
    "#v=90,0,-99&p=EPSG:3995@999999999999",
    "#p=EPSG:4326&l=,,-,naval,-nosuch&s=99999999999999999999&t=..&t=9999-99-99..0000-00-00",
    "#r=1e3&f=theme:%25E0%25A4%25A;constructor:x&c=yes&lang=__proto__",
    "#r=%00&q=%3Cimg%20src=x%20onerror=alert(1)%3E",
    "#t=2024-13..x&s=-1&lang=xx",
    "#%E0%A4%A",
    "#" + "q" * 30_000,
]


@pytest.fixture
def built(briefed: Callable[[str], Path]) -> Path:
    return briefed("overview")


def hash_of(page: Page, *parts: str) -> str:
    """Return the address's hash once it says all of some parts."""
    for part in parts:
        expect(page).to_have_url(re.compile(f"#.*{re.escape(part)}"))
    return str(page.evaluate("location.hash"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_link_opens_the_page_as_it_was_left(
    built: Path, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built, width, height)
    assert page.evaluate("location.hash") == ""
    labels = page.locator(".leaflet-control-layers label")
    for name in ("Bering Strait", "Air"):
        # However the list of layers is folded.
        labels.filter(has_text=name).locator("input").first.evaluate("(box) => box.click()")
    page.evaluate(
        "document.querySelector('.turn-globe [data-side=bering]').dispatchEvent("
        "new MouseEvent('click', {bubbles: true}))"
    )
    page.get_by_role("searchbox").fill("ice")
    pick = page.locator(".record:visible .pick").first
    number = pick.locator("..").get_attribute("data-record")
    pick.click()
    left = hash_of(page, "q=ice", "l=", "p=EPSG:", "r=")
    assert f"r={number}" in left
    assert "-air" in left
    assert "region:bering-strait" in left

    page.goto(built.as_uri() + "?again" + left)  # another page, in the same window
    expect(page.locator(f"#record-{number}")).to_contain_class("chosen")
    expect(labels.filter(has_text="Bering Strait").locator("input").first).to_be_checked()
    expect(labels.filter(has_text="Air").locator("input").first).not_to_be_checked()
    assert hash_of(page, "q=ice") == left
    # A card that compares accounts covers the search until it is closed.
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("ice")


def test_a_pasted_address_and_the_way_back_set_the_open_page(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.evaluate("location.hash = 'q=patrol&lang=nb'")
    expect(page.get_by_role("searchbox")).to_have_value("patrol")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.go_forward()
    expect(page.get_by_role("searchbox")).to_have_value("patrol")


def test_addresses_that_no_page_made_are_passed_over(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    marks = page.locator(".event-mark")
    before = marks.count()
    for foreign in HOSTILE:
        page.evaluate("hash => { location.hash = hash; }", foreign)
        page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    for foreign in HOSTILE[2:6]:
        page.evaluate("hash => history.replaceState(null, '', hash)", foreign)
        page.reload()
    # The page still works: nothing failed on the way.
    page.evaluate("location.hash = ''")
    page.get_by_role("searchbox").fill("patrol")
    hash_of(page, "q=patrol")
    page.get_by_role("searchbox").fill("")
    expect(marks).to_have_count(before)
    # Its middle is a place still, as the address tells.
    assert not re.search("NaN|null|Infinity|e[+]", page.url)
