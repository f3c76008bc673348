"""The round sheet: its circle, its ticks, what stands beside it, and how it comes and goes."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyproj
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

SOUTH, CENTRAL = 52.5, 180.0
SHEET = """() => {
  const numbers = (text) => text.match(/-?[\\d.]+/g).map(Number);
  const frame = document.querySelector('.folium-map').getBoundingClientRect();
  const inFrame = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
  };
  const rings = [...document.querySelectorAll('.sheet .sheet-line')];
  const radius = (ring) => Number(ring.getAttribute('r'));
  const line = rings.reduce((one, other) => (radius(other) < radius(one) ? other : one));
  const size = (text) => parseFloat(getComputedStyle(text).fontSize);
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    circle: ['cx', 'cy', 'r'].map((name) => Number(line.getAttribute(name))),
    ticks: all('.sheet-tick').map((tick) => numbers(tick.getAttribute('d'))),
    leaders: all('.sheet-leader').map((leader) => numbers(leader.getAttribute('d'))),
    texts: all('.off-sheet text').map((text) => [text.textContent, ...inFrame(text)]),
    smallest: Math.min(...all('.sheet text, .sheet tspan, .key-box dd, .sheet-notes li').map(size)),
    marks: all('.event-mark:not(.left-out) .symbol').map(inFrame),
    offSheet: all('.event-mark.fixed:not(.in-inset)').length,
  };
}"""


@pytest.fixture
def page(briefed: Callable[[str], Path], page_at: PageAt) -> Page:
    opened = page_at(briefed("round"))
    expect(opened.locator(".sheet-tick").first).to_be_attached()
    return opened


def azimuth(x: float, y: float, circle: list[float]) -> float:
    """Return the longitude of a place of the sheet, by its direction from the Pole."""
    lon = CENTRAL + math.degrees(math.atan2(x - circle[0], y - circle[1]))
    return (lon + 180.0) % 360.0 - 180.0


def distance(spot: tuple[float, float], box: list[float]) -> float:
    x, y = spot
    return math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def test_circle_and_ticks_are_where_the_projection_has_them(page: Page) -> None:
    sheet = page.evaluate(SHEET)
    circle = sheet["circle"]
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3571", always_xy=True).transform
    lons = [azimuth(*tick[2:4], circle) for tick in sheet["ticks"]]
    stated = [109.12, 116.4, 120.16, 122.2, 126.65, 131.87, 134.29, 1.35]
    assert lons == pytest.approx(stated, abs=0.05)
    reached = [math.hypot(t[2] - circle[0], t[3] - circle[1]) for t in sheet["ticks"]]
    assert reached == pytest.approx([circle[2] + 14] * len(reached), abs=0.1)
    # The circle is the parallel of the definition, by the radii of the others in it.
    radius = math.hypot(*to_plane(0, SOUTH))
    parallels = page.locator(".sheet-parallel").evaluate_all(
        "(all) => all.map((text) => [text.textContent, 'x', 'y'].map((name) => "
        "text.getAttribute(name) ?? name))"
    )
    for words, x, y in parallels:
        drawn = math.hypot(float(x) - circle[0], float(y) - circle[1])
        expected = math.hypot(*to_plane(0, float(words.rstrip("°")))) / radius * circle[2]
        assert drawn == pytest.approx(expected, abs=0.2)
    assert [text for text, *_ in parallels] == ["80°", "70°", "60°"]


def test_nothing_beside_the_sheet_lies_over_another(page: Page) -> None:
    sheet = page.evaluate(SHEET)
    assert sheet["offSheet"] == 13
    assert sheet["smallest"] >= 11
    assert [text for text, *_ in sheet["texts"]][:2] == [
        "Beihai109° E · 2 records",
        "Beijing116° E",
    ]
    for leader in sheet["leaders"]:
        spots = list(zip(leader[::2], leader[1::2], strict=True))
        for (x1, y1), (x2, y2) in pairwise(spots):
            for n in range(51):
                spot = (x1 + (x2 - x1) * n / 50, y1 + (y2 - y1) * n / 50)
                assert all(distance(spot, mark) > 1 for mark in sheet["marks"])
    boxes = [box for _, *box in sheet["texts"]]
    others: list[Any] = [*sheet["marks"]]
    for i, box in enumerate(boxes):
        for other in others + boxes[i + 1 :]:
            beside = box[2] <= other[0] or other[2] <= box[0]
            assert beside or box[3] <= other[1] + 3 or other[3] <= box[1] + 3


def test_the_sheet_gives_way_and_comes_back(page: Page) -> None:
    body = page.locator("body")
    page.get_by_role("button", name="Zoom in").click()
    expect(body).not_to_have_class("round-sheet")
    expect(page.locator(".sheet-tick")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.get_by_role("button", name="The whole sheet").click()
    expect(page.locator(".sheet-tick")).to_have_count(8)
    # The list opens in the place of the lead, by its button or by the key of the search.
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("Beihai")
    expect(page.locator(".off-sheet text")).to_have_text(["Beihai109° E · 2 records"])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="81 records").click()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    # A record beyond is chosen by its symbol, and shown where it is.
    page.get_by_role("button", name="79:").press("Enter")
    expect(page.locator(".record-popup")).to_be_visible()
    expect(page.locator(".sheet-tick")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.get_by_role("button", name="Begin the story").click()
    expect(page.locator(".sheet-tick")).to_have_count(0)
    page.locator(".caption-close").click()
    expect(page.locator(".sheet-tick")).to_have_count(8)


def test_a_small_screen_has_a_list_in_place_of_the_ticks(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("round"), 390, 844)
    page.get_by_text("13 records farther south, 8 places").click()
    page.locator(".off-sheet-list").get_by_role("button", name="79: ").click()
    expect(page.locator(".record.chosen")).to_have_attribute("data-record", "79")
