"""What the page does by itself, on its way to paper or to another size, is no reader's move."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PageAt
from tests.browser.reuse import Pages

MOTION = "no-preference"
TO_PAPER, TO_SCREEN = (
    f"() => void window.dispatchEvent(new Event('{name}'))"
    for name in ("beforeprint", "afterprint")
)
# Longer than the address waits to be written, on the page's own clock.
PAUSE = "() => new Promise((done) => setTimeout(done, 350))"


@pytest.fixture(scope="module")
def pages(chromium: Browser) -> Pages:
    """Open each page anew: what it keeps from before is what this is about."""
    return Pages(chromium, kept=0)


@pytest.fixture
def built(briefed: Callable[[str], Path]) -> Path:
    return briefed("bering-strait")  # opened anew by each test, and the smaller


def left(page: Page) -> list[object]:
    """Return what a reader has made of the page, and where its map stands when it is at rest."""
    name = page.locator(".folium-map[id]").get_attribute("id")
    now = f"() => [location.hash, {name}.getCenter().lat, {name}.getCenter().lng, {name}.getZoom()]"
    before, made = None, page.evaluate(now)
    while made != before:
        page.evaluate(PAUSE)
        before, made = made, page.evaluate(now)
    return list(made)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_after_printing_the_chosen_record_the_view_and_the_link_are_as_they_were(
    built: Path, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(built, width, height)
    pick = page.locator(".record .pick").nth(3)
    pick.click()
    number = page.locator(".record.chosen").get_attribute("data-record")
    before = left(page)
    assert f"r={number}" in str(before[0])
    page.evaluate(TO_PAPER)
    expect(page.locator(".record-popup")).to_have_count(0)
    assert left(page)[0] == before[0], "paper has no link"
    page.evaluate(TO_SCREEN)
    assert left(page) == before
    expect(page.locator(".record.chosen")).to_have_attribute("data-record", str(number))
    expect(page.locator(".record-popup")).to_have_count(1 if width > 760 else 0)


def test_after_printing_a_scene_is_still_the_scene(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.evaluate("() => void (location.hash = '#s=2')")
    expect(page.locator(".caption-at")).to_contain_text("Scene 2")
    before = left(page)
    assert "s=2" in str(before[0])
    assert "s=2+" not in str(before[0])
    page.evaluate(TO_PAPER)
    page.evaluate(TO_SCREEN)
    assert left(page) == before


def test_a_window_of_another_size_makes_no_link(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    room = "() => document.querySelector('.folium-map').clientHeight"
    name = page.locator(".folium-map").get_attribute("id")
    assert page.evaluate(f"{name}.getSize().y") == page.evaluate(room)
    for width, height in ((1201, 777), (1013, 701), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert left(page)[0] == ""
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile("#v="))
