"""Questions about a place, asked on the page by pointer and by keys, and their answers in links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from geotrack.mapview.open import open_map
from geotrack.model.query import Drawn, Query, Within
from geotrack.queries import Match, select
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.browser.test_measure import MAP, click

# Round the Bering Strait, over 180 degrees.
CORNERS = ((176.0, 65.0), (178.0, 68.5), (-164.5, 68.0), (-165.0, 63.0))
Answer = Callable[[Query], dict[str, str]]


@pytest.fixture
def answer(samples: Path) -> Answer:
    """Return what Python answers of the records of the map."""
    view = open_map(open_workspace(samples), "bering-strait")
    numbers = view.numbers

    def ask(query: Query) -> dict[str, str]:
        hits = select(view.workspace, query, among=view.records).hits
        return {str(numbers[hit.event.id]): hit.match.value for hit in hits}

    return ask


@pytest.fixture
def page(page_at: PageAt, briefed: Callable[[str], Path]) -> Page:
    page = page_at(briefed("bering-strait"))
    page.evaluate(f"void {MAP}.setView([66, -174], 5, {{ animate: false }})")
    return page


def hits(page: Page) -> dict[str, str]:
    """Return the records of the list by their numbers, and how certain each is."""
    shown = page.locator(".records > .record:visible")
    return {
        (one.get_attribute("id") or "").removeprefix("record-"): (
            "possible" if "possibly" in (one.locator(".pick").text_content() or "") else "certain"
        )
        for one in shown.all()
    }


def chip(page: Page) -> str:
    return (page.locator(".finder-on .chip span").first.text_content() or "").strip()


def test_an_area_over_180_degrees_is_drawn_and_its_link_asks_again(
    page: Page, answer: Answer
) -> None:
    page.get_by_role("button", name="Ask here").click()
    page.get_by_label("In an area").check()
    click(page, *CORNERS, CORNERS[0])
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the outline").click()
    outline = json.loads(saved.value.path().read_text("utf-8"))
    expected = answer(Query(drawn=(Drawn("drawn", outline),)))
    assert {"certain", "possible"} == set(expected.values())
    assert hits(page) == expected
    count = list(expected.values()).count(Match.CERTAIN)
    text = chip(page)
    possible = len(expected) - count
    counted = rf"{count} certain, {possible} possible"
    assert re.fullmatch(rf"in the area drawn, [\d\u202f]+\u00a0km² · {counted}", text)
    expect(page).to_have_url(re.compile("a="))
    link = urlsplit(page.url).fragment
    page.locator(".finder-clear").click()
    expect(page.locator("path.question-area")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("a="))
    page.evaluate("(link) => void (location.hash = link)", link)
    expect(page.locator("path.question-area")).to_have_count(1)
    assert chip(page) == text
    assert hits(page) == expected


def test_a_distance_question_by_keyboard(page: Page, answer: Answer) -> None:
    page.keyboard.press("a")
    expect(page.get_by_label("Within a distance")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("65.7 N, 168.5 W")
    page.keyboard.press("Enter")
    expected = answer(Query(within=Within(300.0, (-168.5, 65.7))))
    assert hits(page) == expected
    assert chip(page).startswith("within 300\u00a0km of 65.7° N 168.5° W · ")
    page.keyboard.press("Tab")
    page.keyboard.type("50")
    page.keyboard.press("Tab")
    page.keyboard.type("NM")
    expected = answer(Query(within=Within(50 * 1.852, (-168.5, 65.7))))
    expect(page.locator(".finder-on .chip").first).to_contain_text("within 50 NM of")
    assert hits(page) == expected
    page.keyboard.press("Escape")
    expect(page.locator(".question-panel")).to_be_hidden()
    assert hits(page) == expected


def test_an_invalid_position_is_an_error_and_no_question(page: Page) -> None:
    page.keyboard.press("a")
    page.locator("#question-position").fill("65.7, -168.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("knows no place names")
    expect(page.locator(".finder-on .chip")).to_have_count(0)
    answer, command = page.locator(".question-answer"), page.get_by_text("Copy as command")
    page.locator("#question-position").fill("65.7 N, 168.5 W")
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("certain")
    expect(command).to_be_visible()
    # What is refused does not stand over the answer to another question.
    page.locator("#question-position").fill("Tromsø")
    page.keyboard.press("Enter")
    expect(answer).to_have_text("The map still shows: within 300\u00a0km of 65.7° N 168.5° W.")
    expect(command).to_be_hidden()


def test_a_handle_changes_the_distance(page: Page) -> None:
    page.evaluate("void (location.hash = 'a=200km@66,-172')")
    page.get_by_role("button", name="Ask here").click()
    far = page.locator(".question-handle:not(.middle)").bounding_box()
    middle = page.locator(".question-handle.middle").bounding_box()
    assert far is not None
    assert middle is not None
    page.mouse.move(far["x"] + 8, far["y"] + 8)
    page.mouse.down()
    page.mouse.move(2 * far["x"] - middle["x"] + 8, 2 * far["y"] - middle["y"] + 8, steps=4)
    page.mouse.up()
    length = float(page.locator("#question-distance").input_value())
    assert length == pytest.approx(400, rel=0.03)
    assert chip(page).startswith(f"within {length:g}\u00a0km of 66° N 172° W")
