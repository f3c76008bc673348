"""Insets on the page: the same symbols, enlarged, in the opening view; on phones under the map."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

CIRCLES = """() => {
  const frame = document.querySelector('.folium-map').getBoundingClientRect();
  const middle = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2 - frame.left, top + height / 2 - frame.top, width / 2];
  };
  const marks = (selector) => [...document.querySelectorAll(selector)].map(middle);
  return {
    source: middle(document.querySelector('.inset-source')),
    target: middle(document.querySelector('.inset-target')),
    within: marks('.event-mark.in-inset:not(.in-stack) .symbol'),
    others: marks('.event-mark:not(.in-inset, .in-stack) .symbol'),
  };
}"""


@pytest.fixture
def overview(briefed: Callable[[str], Path]) -> Path:
    return briefed("round")


def test_an_inset_has_the_symbols_of_its_circle_and_goes_with_the_opening_view(
    overview: Path, page_at: PageAt
) -> None:
    page = page_at(overview)
    expect(page.locator(".event-mark.in-inset")).to_have_count(5)
    expect(page.locator(".inset-caption")).to_have_text("Bering Strait, five times the scale")
    circles = page.evaluate(CIRCLES)
    (x, y, r), (source_x, source_y, source_r) = circles["target"], circles["source"]
    assert r - 4 < 5 * source_r < r + 4
    for at in circles["within"]:
        assert math.dist(at[:2], (x, y)) < r
    for at in circles["others"]:
        assert math.dist(at[:2], (x, y)) > r
        assert math.dist(at[:2], (source_x, source_y)) > source_r
    page.locator(".event-mark.in-inset").first.click()
    expect(page.locator(".card").first).to_be_visible()
    page.locator(".leaflet-control-zoom-in").click()
    expect(page.locator(".event-mark.in-inset")).to_have_count(0)
    expect(page.locator(".inset-caption")).to_have_count(0)


def test_on_a_phone_the_inset_stands_under_the_map(
    overview: Path, page_at: Callable[..., Page]
) -> None:
    page = page_at(overview, width=390, height=844)
    expect(page.locator(".event-mark.in-inset")).to_have_count(0)
    choosers = page.locator(".inset-below button")
    expect(choosers).to_have_count(5)
    sizes = choosers.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    choosers.first.click()
    expect(page.locator(".event-mark.chosen").first).to_be_attached()
