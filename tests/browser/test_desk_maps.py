"""Answers and maps at the desk: a question becomes files, a link, a map and a region."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from folium_polar.geometry import area_km2
from geotrack.workspace import open_workspace
from tests.browser.desk import Served, held_requests, records, sample_workspace
from tests.browser.test_accessibility import faults

AREA = "a=72,-170;72,-150;68,-150;64,-170"
DIALOG_SAVE = "dialog .main"
# Whether the page that is shown has a region, whichever version it is.
KNOWS_REGION = """(id) => document.querySelector(".board iframe:not(.waiting)")
  ?.contentDocument.documentElement.textContent.includes(`"${id}"`)"""


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk-maps")
    desk = Served(sample_workspace(folder, "bombers.geojson", "coastguard.geojson"), chromium)
    yield desk
    assert desk.end() == 0


def _follow(page: Page, state: str) -> None:
    """Follow a link of the desk."""
    page.evaluate("(state) => { location.hash = state }", state)


def _definition(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / "maps" / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_question_is_a_link_and_files(served: Served) -> None:
    page = served.open()
    records(page).locator(".finder-opener").click()
    records(page).locator(".finder-theme .chip", has_text="Coastguard").click()
    expect(page).to_have_url(page.url.partition("#")[0] + "#f=theme:coastguard")
    page.reload()
    expect(records(page).locator(".finder-on")).to_contain_text("Coastguard")
    records(page).get_by_role("button", name="Save and share").click()
    with page.expect_download() as download:
        records(page).get_by_role("menuitem", name="Download GeoJSON").click()
    features = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["features"]
    types = open_workspace(served.folder).by_id
    assert {types[feature["id"]].theme.id for feature in features} == {"coastguard"}
    # A period that is still being typed goes with the rest.
    records(page).get_by_label("Period", exact=True).fill("2024")
    records(page).get_by_text("Clear all").evaluate("button => button.click()")
    expect(page).to_have_url(page.url.partition("#")[0])
    expect(records(page).get_by_label("Period", exact=True)).to_have_value("")
    page.close()


def _zoom_in(page: Page, preview: FrameLocator) -> None:
    """Zoom the map of a preview in, from where it stands until it is there."""
    zoom = "() => window.map_1.getZoom()"
    root = preview.locator(":root")
    before = None
    while before != (before := root.evaluate(zoom)):
        page.wait_for_timeout(300)
    preview.get_by_role("button", name="Zoom in").click()
    while root.evaluate(zoom) <= before:
        page.wait_for_timeout(50)


def _keep_scene(page: Page, title: str) -> None:
    page.get_by_role("button", name="Keep this view as a scene").click()
    page.locator("dialog").get_by_label("Title", exact=True).fill(title)
    page.locator(DIALOG_SAVE).click()
    expect(page.locator(".scenes > li", has_text=title)).to_have_count(1)


def _go_on_while_it_loads(page: Page, preview: FrameLocator) -> None:
    """Keep a scene, and choose a record before the page that has the scene is there."""
    held = held_requests(page, "**/maps/in-our-box?*")
    _zoom_in(page, preview)
    _keep_scene(page, "Closer")
    page.wait_for_function("() => document.querySelector('.preview.waiting')")
    preview.locator(".record .pick").nth(1).click()
    number = preview.locator(".record.chosen").get_attribute("data-record") or ""
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(page.locator(".preview.waiting")).to_have_count(0)
    expect(preview.locator(".record.chosen")).to_have_attribute("data-record", number)


def _download_of(preview: FrameLocator, page: Page) -> None:
    """Download the records of a preview, which has no link."""
    preview.get_by_role("button", name="Save and share").click()
    expect(preview.get_by_role("menuitem", name="Copy link")).to_be_hidden()
    with page.expect_download() as download:
        preview.get_by_role("menuitem", name="Download GeoJSON").click()
    assert download.value.suggested_filename.startswith("in-our-box")


def _write_text(scene: Locator) -> None:
    scene.get_by_label("Text", exact=True).fill("See")
    scene.get_by_label("Link a record").first.fill("patrol")
    scene.locator(".candidate").first.click()
    scene.locator(".field summary", has_text="Norsk bokmål").nth(1).click()
    scene.get_by_label("Text (Norsk bokmål)").fill("Se her.")


def test_an_area_becomes_a_region_and_a_question_a_map_with_scenes(served: Served) -> None:
    page = served.open()
    _follow(page, f"{AREA}&f=theme:coastguard")
    records(page).get_by_role("button", name="Save the area").click()
    dialog = page.locator("dialog")
    for label, said in (
        ("Name", "Bering Sea"),
        ("Where its limits run", "Drawn at the desk"),
        ("Licence", "CC0-1.0"),
    ):
        dialog.get_by_label(label).fill(said)
    page.locator(DIALOG_SAVE).click()
    expect(dialog).to_contain_text("called 'Bering Sea' already")
    dialog.get_by_label("Name").fill("Our box")
    page.locator(DIALOG_SAVE).click()
    expect(page.locator(".status")).to_contain_text("Our box")
    assert open_workspace(served.folder).regions.named("our box").id == "our-box"

    page.wait_for_function(KNOWS_REGION, arg="our-box")
    _follow(page, "f=theme:coastguard;region:our-box&t=2024-01-01..2024-12-31")
    expect(records(page).locator(".finder-on")).to_contain_text("Our box")
    records(page).get_by_role("button", name="Make a map of this").click()
    expect(dialog).to_contain_text("They are those of this page.")
    expect(dialog).to_contain_text(
        re.compile("selects [0-9]+ of the .*Conditions: period 2024; .*Our box")
    )
    dialog.get_by_label("Title", exact=True).fill("In our box")
    dialog.get_by_label("Marking").fill("UNCLASSIFIED // FOR BRIEFING")
    page.locator(DIALOG_SAVE).click()
    preview = page.frame_locator(".preview:not(.waiting)")
    expect(preview.locator("h1")).to_have_text("In our box")
    _download_of(preview, page)

    _zoom_in(page, preview)
    _keep_scene(page, "All of it")
    expect(preview.locator(".story, [data-tool=story]").first).to_be_visible()
    _go_on_while_it_loads(page, preview)
    page.locator(".scenes summary", has_text="Closer").click()
    second = page.locator(".scenes > li").nth(1)
    _write_text(second)
    second.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".status")).to_contain_text("The map is saved.")
    stored = _definition(served.folder, "in-our-box")
    assert stored["select"] == {
        "from": "2024-01-01",
        "to": "2024-12-31",
        "themes": ["coastguard"],
        "regions": ["our-box"],
    }
    first, other = stored["scenes"]
    assert first["text"]["en"].startswith("See [[2024-")
    assert [first["title"], first["text"]["nb"], other["title"]] == [
        "Closer",
        "Se her.",
        "All of it",
    ]
    assert first["view"]["radius_km"] < other["view"]["radius_km"]

    page.get_by_role("button", name="As text").click()
    text = page.get_by_label("Definition")
    text.fill(text.input_value().replace('"our-box"', '"our-bix"'))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".panel .other .findings")).to_contain_text("line 11")
    assert _definition(served.folder, "in-our-box") == stored
    page.close()


def test_a_distance_question_reads_place_names_and_the_card_shows_the_reason(
    served: Served,
) -> None:
    page = served.open()
    frame = records(page)
    frame.get_by_role("button", name="Ask here").click()
    field = frame.get_by_label("Position", exact=True)
    for written, said in (
        ("Nowhereville", "No place or region is called ‘Nowhereville’"),
        ("Bering Strait", "choose it as a region among the filters"),
        ("Baffin Bay", "no filter of this page lists it"),
    ):
        field.fill(written)
        field.press("Enter")
        expect(frame.locator(".question-wrong")).to_contain_text(said)
    field.fill("40 nm NW of Point Hope")
    field.press("Enter")
    expect(field).to_have_value("68.8147° N 168.0384° W")
    expect(frame.locator(".question-answer")).to_contain_text("possible")
    expect(frame.locator(".question-named")).to_contain_text("40 nm NW of Point Hope is read as")
    field.fill("Mirny")
    field.press("Enter")
    expect(frame.locator(".question-wrong")).to_contain_text("Several places")
    expect(frame.locator(".question-answer")).to_be_hidden()  # it is of the question before
    field.fill("within 40 nautical miles of Nome")
    field.press("Enter")
    expect(frame.locator(".question-named")).to_contain_text(
        "Measured from Nome (port and airfield, US, 64.51° N"
    )
    expect(frame.get_by_label("Distance", exact=True)).to_have_value("40")
    expect(page).to_have_url(re.compile(r"a=40nm@64\.5"))
    page.get_by_role("link", name="NB").click()
    expect(page).to_have_url(re.compile(r"lang=nb#.*a=40nm@64\.5"))
    page.get_by_role("link", name="EN").click()
    expect(frame.locator(".finder-on")).to_contain_text("within 40")
    frame.get_by_role("button", name="Ask here").click()
    field.fill("within 300 km of 68.8147° N 168.0384° W")
    field.press("Enter")
    expect(frame.locator(".question-answer")).to_contain_text("possible")
    frame.locator(".question-does button", has_text="Done").click()
    frame.locator(".record:visible", has_text="possibly").first.click()
    expect(frame.locator("dd.match-reason")).to_contain_text("possibly: ")
    assert faults(page) == []
    # Another question of the same record has another reason, none has none.
    before = frame.locator("dd.match-reason").inner_text()
    _follow(page, page.evaluate("location.hash.slice(1)").replace("a=300km", "a=900km"))
    expect(frame.locator("dd.match-reason")).not_to_have_text(before)
    frame.get_by_text("Clear all").click()
    expect(frame.locator("dd.match-reason")).to_have_count(0)
    page.close()


def test_what_is_within_a_distance_becomes_a_region(served: Served) -> None:
    page = served.open()
    _follow(page, "a=300km@70,-170")
    records(page).get_by_role("button", name="Save the area").click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_label("Where its limits run")).to_have_value(
        "All places within 300 km of 70, -170 (latitude, longitude)."
    )
    dialog.get_by_label("Name").fill("Around the buoy")
    dialog.get_by_label("Licence").fill("CC0-1.0")
    page.locator(DIALOG_SAVE).click()
    expect(page.locator(".status")).to_contain_text("Around the buoy")
    region = open_workspace(served.folder).regions.named("around the buoy")
    assert area_km2(region.plane) == pytest.approx(math.pi * 300**2, rel=2e-3)
    page.close()
