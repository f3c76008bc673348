"""The map follows what is found: on request, and by itself where hits are specks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.records import feature, point, written

# Three close together, two far from them and from one another, one in no place.
CLOSE = [(18, 69.5), (19, 70), (20, 69.6)]
DEFINITION = """title = "M"
marking = "UNCLASSIFIED"
[[scenes]]
title = "Close together"
text = "Three of them."
from = "2024-03"
to = "2024-03"
"""
# Longer than the page waits.
SETTLED = 1000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zoom")
    (folder / "maps").mkdir()
    (folder / "geotrack.toml").write_text("format = 1\n")
    (folder / "maps" / "m.toml").write_text(DEFINITION)
    close = [
        feature(f"c{n}", point(*at), title=f"Close {n}", start=f"2024-03-0{n + 1}")
        for n, at in enumerate(CLOSE)
    ]
    far = [
        feature(f"f{n}", point(*at), title=f"Far {n}", start=f"2024-09-0{n + 1}")
        for n, at in enumerate([(-150, 71), (110, 75)])
    ]
    written(folder / "events" / "e.geojson", *close, *far, feature("u", title="Nowhere"))
    path = folder / "m.html"
    briefing(open_workspace(folder), "m").save(str(path))
    return path


def find_map(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("""() => {
        const map = Object.values(window).find((value) => window.L?.Map && value instanceof L.Map);
        const { lat, lng } = map.getCenter();
        const shown = [...document.querySelectorAll(".event-mark:not(.left-out)")].map((mark) =>
            mark.getBoundingClientRect());
        const frame = map.getContainer().getBoundingClientRect();
        const inside = shown.every(({ left, right, top, bottom }) => left >= frame.left
            && right <= frame.right && top >= frame.top && bottom <= frame.bottom);
        return { at: [lat.toFixed(2), lng.toFixed(2), map.getZoom()], zoom: map.getZoom(), inside };
    }""")
    return found


def search(page: Page, text: str) -> None:
    page.locator(".finder-field").fill(text)
    page.wait_for_timeout(SETTLED)


def test_specks_are_zoomed_to_and_the_map_goes_back_as_it_was(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    opened = find_map(page)
    search(page, "close")
    near = find_map(page)
    assert near["zoom"] > opened["zoom"] + 1
    assert near["inside"]
    expect(page.locator(".finder-hits .sr-only")).to_have_text(
        "The map has zoomed to these 3 records"
    )
    search(page, "far")
    assert find_map(page)["at"] == opened["at"], "they are no specks"
    search(page, "close")
    assert find_map(page)["at"] == near["at"]
    page.get_by_role("button", name="Back to the earlier view").click()
    assert find_map(page)["at"] == opened["at"]
    page.get_by_role("button", name="Zoom to these").click()
    assert find_map(page)["at"] == near["at"]
    page.keyboard.press("Escape")
    page.locator(".finder-field").press("Escape")


def test_on_request_by_key_and_in_both_languages(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.locator(".languages [lang=nb]").click()
    opened = find_map(page)
    zoom = page.locator(".finder-zoom")
    expect(zoom).to_be_hidden()
    page.evaluate("location.hash = 't=2024-03..2024-03&lang=nb'")
    expect(zoom).to_have_text("Zoom til disse")
    page.wait_for_timeout(SETTLED)
    assert find_map(page)["at"] == opened["at"], "a link shows what its sender saw"
    page.keyboard.press("z")
    assert find_map(page)["zoom"] > opened["zoom"] + 1
    expect(zoom).to_have_text("Tilbake til forrige utsnitt")
    page.keyboard.press("z")
    assert find_map(page)["at"] == opened["at"]
    page.locator(".finder-field").fill("nowhere")
    expect(zoom).to_be_hidden()


def pan(page: Page) -> None:
    page.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowUp")


def begin_scene(page: Page) -> None:
    page.evaluate("location.hash = 's=1'")
    expect(page.locator("body")).to_have_class(re.compile("in-scene"))
    expect(page.locator(".finder-zoom")).to_be_hidden()


@pytest.mark.parametrize("act", [pan, begin_scene])
def test_it_never_moves_against_the_reader_or_a_scene(
    built: Path, page_at: PageAt, act: Callable[[Page], None]
) -> None:
    page = page_at(built)
    page.locator(".finder-field").fill("close 1")
    act(page)
    # A scene hides the field.
    page.evaluate(
        """() => {
            const field = document.querySelector(".finder-field");
            field.value = "close";
            field.dispatchEvent(new Event("input"));
        }"""
    )
    page.wait_for_timeout(400)
    before = find_map(page)
    page.wait_for_timeout(SETTLED)
    assert find_map(page)["at"] == before["at"]
    if act is begin_scene:
        expect(page.locator(".finder-zoom")).to_be_hidden()
