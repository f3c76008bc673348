"""Measuring on the map: by mouse, by finger and by keys, against GeographicLib."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyproj
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt

GEOD = pyproj.Geod(ellps="WGS84")
MAP = "Object.values(window).find((value) => value instanceof L.Map)"
NOME, PROVIDENIYA, UTQIAGVIK = (-165.4, 64.5), (-173.2, 64.4), (-156.8, 71.3)
SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(params=SIZES, ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, page_at: PageAt, briefed: Callable[[str], Path]) -> Page:
    page = page_at(briefed("bering-strait"), *request.param)
    # On a phone the panel lies over the lower half of the map, and its buttons over the top.
    page.evaluate(f"void {MAP}.setView([63.4, -165], 4.5, {{ animate: false }})")
    return page


def spot(page: Page, lon: float, lat: float) -> tuple[float, float]:
    at = page.evaluate(f"""(() => {{
      const map = {MAP}, frame = map.getContainer().getBoundingClientRect();
      const at = map.latLngToContainerPoint([{lat}, {lon}]);
      return [frame.left + at.x, frame.top + at.y];
    }})()""")
    return at[0], at[1]


def click(page: Page, *places: tuple[float, float]) -> None:
    for place in places:
        page.mouse.click(*spot(page, *place))


def numbers(page: Page, row: str) -> list[float]:
    cells = page.locator(f".measure-legs {row} td").all_text_contents()
    return [float(re.sub(r"[^\d.,]", "", cell).replace(",", ".")) for cell in cells if cell]


def test_a_line_has_the_lengths_and_bearings_of_the_ellipsoid(page: Page) -> None:
    page.get_by_role("button", name="Measure").click()
    click(page, NOME, PROVIDENIYA, UTQIAGVIK, UTQIAGVIK)
    expect(page.locator(".measure-legs tbody tr")).to_have_count(2)
    for i, (a, b) in enumerate([(NOME, PROVIDENIYA), (PROVIDENIYA, UTQIAGVIK)]):
        azimuth, _, metres = GEOD.inv(*a, *b)
        degrees, km, miles = numbers(page, f"tbody tr:nth-child({i + 1})")
        assert degrees == pytest.approx(azimuth % 360, abs=1)  # a pixel is some kilometres
        assert km == pytest.approx(metres / 1000, rel=0.03)
        assert miles == pytest.approx(km / 1.852, rel=2e-3)
    total = numbers(page, "tfoot")
    assert total[0] == pytest.approx(sum(numbers(page, "tbody")[1::3]), abs=1)
    expect(page.locator(".measure-size")).to_be_empty()
    expect(page.locator(".measure-next")).to_have_count(0)


def test_the_first_point_closes_an_area(page: Page) -> None:
    page.get_by_role("button", name="Measure").click()
    click(page, NOME, PROVIDENIYA, UTQIAGVIK, NOME)
    size, _ = GEOD.polygon_area_perimeter(*zip(NOME, PROVIDENIYA, UTQIAGVIK, strict=True))
    told = page.locator(".measure-size").text_content() or ""
    assert float(re.sub(r"\D", "", told.removesuffix("km²"))) == pytest.approx(
        abs(size) / 1e6, rel=0.05
    )
    expect(page.locator(".measure-legs tbody tr")).to_have_count(3)
    expect(page.locator("path.measure-area")).to_have_count(1)


def test_what_was_measured_stays_where_the_map_is_turned_and_in_norwegian(page: Page) -> None:
    page.get_by_role("button", name="Measure").click()
    click(page, NOME, PROVIDENIYA, UTQIAGVIK, NOME)
    before = page.locator(".measure-legs tbody").text_content()
    drawn = page.locator("path.measure-line").get_attribute("d")
    page.evaluate(f"void geotrackPolar.turn({MAP}, 'EPSG:3995@90')")
    assert page.locator("path.measure-line").get_attribute("d") != drawn
    assert page.locator(".measure-legs tbody").text_content() == before
    page.locator(".languages [lang=nb]").click()
    expect(page.locator(".measure-panel h2")).to_have_text("Korteste vei over jorden")
    assert page.locator(".measure-legs tbody").text_content() == (before or "").replace(".", ",")


def test_no_record_is_chosen_while_one_measures(page: Page) -> None:
    mark = page.locator(".event-mark").first
    name = page.get_by_role("button", name="Measure")
    name.click()
    mark.click(force=True)
    expect(page.locator(".record.chosen, .record-popup")).to_have_count(0)
    expect(page.locator("path.measure-point")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".measure-panel")).to_be_hidden()
    expect(page.locator("path.measure-point")).to_have_count(0)
    mark.click(force=True)
    expect(page.locator(".record.chosen")).to_have_count(1)


def test_the_map_is_moved_by_dragging_all_the_same(page: Page) -> None:
    page.get_by_role("button", name="Measure").click()
    x, y = spot(page, *PROVIDENIYA)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=5)
    # Held still, so that the map does not run on when it is let go.
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(page.locator("path.measure-point")).to_have_count(0)
    assert spot(page, *PROVIDENIYA)[0] == pytest.approx(x + 60, abs=2)


def test_a_double_click_ends_and_does_not_zoom(page: Page) -> None:
    zoom = page.evaluate(f"{MAP}.getZoom()")
    page.get_by_role("button", name="Measure").click()
    click(page, NOME)
    page.mouse.dblclick(*spot(page, *UTQIAGVIK))
    expect(page.locator(".measuring")).to_have_count(0)
    expect(page.locator(".measure-legs tbody tr")).to_have_count(1)
    assert page.evaluate(f"{MAP}.getZoom()") == zoom
    assert page.evaluate(f"{MAP}.doubleClickZoom.enabled()")


def test_by_keys_alone(page: Page) -> None:
    page.keyboard.press("m")
    expect(page.locator(".measure-cross")).to_be_visible()
    expect(page.locator(".folium-map")).to_be_focused()

    def step(key: str, axis: str) -> None:
        centre: Any = page.evaluate(f"{MAP}.getCenter()")
        page.keyboard.press(key)
        page.wait_for_function(
            f"(at) => !{MAP}._panAnim?._inProgress && {MAP}.getCenter().{axis} !== at",
            arg=centre[axis],
        )

    page.keyboard.press("Enter")
    step("ArrowUp", "lat")
    page.keyboard.press("Enter")
    step("ArrowRight", "lng")
    page.keyboard.press("Enter")
    expect(page.locator(".measure-legs tbody tr")).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(page.locator("path.measure-point")).to_have_count(2)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".measuring")).to_have_count(0)
    expect(page.locator(".measure-legs tbody tr")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator(".measure-panel")).to_be_hidden()


def test_a_line_that_crosses_itself_has_no_area(page: Page) -> None:
    page.get_by_role("button", name="Measure").click()
    corners = [(-174.0, 67.0), (-160.0, 70.0), (-160.0, 67.0), (-174.0, 70.0)]
    click(page, *corners, corners[0])
    expect(page.locator(".measure-size")).to_have_text("The line crosses itself: no area.")
