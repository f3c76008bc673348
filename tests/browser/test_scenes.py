"""Scenes of an open page: told, shown, gone through by key and button, and presented."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.records import feature, point, workspace

MOTION = "reduce"
SIZES = [(1440, 900), (390, 844)]
MAP = "Object.values(window).find((value) => value instanceof L.Map)"
HOSTILE = "</script><img src=x onerror='document.title=1'>"
DEFINITION = f"""title = "A map"
subtitle = "And its story"
marking = "UNCLASSIFIED // TEST"
projection = "EPSG:3995"
[[scenes]]
title = "Ships"
text = \"\"\"
Seen *twice*: [[ship]] and a boat. [More](https://example.org/).

{HOSTILE}
\"\"\"
notes = "Wait for the laughter {HOSTILE}."
view = {{ lat = 66, lon = -170, radius_km = 400 }}
projection = "EPSG:3571"
themes = "naval"
highlight = ["ship"]
[[scenes]]
title = "{HOSTILE}"
text = "Only this."
card = "plane"
[[scenes]]
title = "All of it"
"""
PLAIN = 'title = "A map"\nmarking = "UNCLASSIFIED // TEST"\n'

Build = Callable[..., Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a function that builds the page of a definition, once for each way."""
    folder = tmp_path_factory.mktemp("story")
    place = {"precision": "near", "radius_km": 20}
    workspace(
        folder,
        feature("ship", point(-170, 66), title="A ship", type="naval/sighting", place=place),
        feature("boat", point(-165, 65), title="The boat", type="naval/sighting", place=place),
        feature("plane", point(30, 72), title="A plane", type="air/intercept", place=place),
    )
    (folder / "maps").mkdir(exist_ok=True)
    pages: dict[tuple[str, bool], Path] = {}

    def built(definition: str = DEFINITION, *, with_notes: bool = True) -> Path:
        key = (definition, with_notes)
        if key not in pages:
            (folder / "maps" / "plan.toml").write_text(definition, encoding="utf-8")
            out = folder / f"{len(pages)}.html"
            briefing(open_workspace(folder), "plan", with_notes=with_notes).save(str(out))
            pages[key] = out
        return pages[key]

    yield built
    shutil.rmtree(folder)


def view(page: Page) -> dict[str, Any]:
    page.wait_for_function(f"() => !{MAP}._animatingZoom && !{MAP}._panAnim?._inProgress")
    seen: dict[str, Any] = page.evaluate(
        f"""() => {{
            const map = {MAP};
            const {{ lat, lng }} = map.getCenter();
            return {{ lat, lon: lng, zoom: map.getZoom(), crs: map.options.crs.polar.code }};
        }}"""
    )
    return seen


def caption(page: Page) -> Any:
    return page.locator(".caption")


def has(state: str) -> re.Pattern[str]:
    return re.compile(rf"(^|\s){state}(\s|$)")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_scene_tells_and_shows_and_leaving_it_puts_all_back(
    build: Build, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(build(), width, height)
    expect(caption(page)).to_be_hidden()
    before = view(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".caption-at")).to_have_text("Scene 1 of 3")
    expect(page.locator(".caption-title")).to_have_text("Ships")
    expect(page.locator(".caption-shown")).to_have_text("2 of 3 records")
    expect(page.locator(".caption-text p").first).to_contain_text("A ship")
    expect(page.locator(".caption-text p").first).to_contain_text("a boat. More.")
    expect(page.locator(".caption-text em")).to_have_text("twice")
    expect(page.locator(".caption-text p").nth(1)).to_have_text(HOSTILE)
    expect(page.locator(f"#record-{number(page, 'A plane')}")).to_be_hidden()
    now = view(page)
    assert (now["crs"], before["crs"]) == ("EPSG:3571", "EPSG:3995")
    assert now["zoom"] > before["zoom"] + 1
    page.locator(".caption-close").click()
    expect(caption(page)).to_be_hidden()
    assert view(page) == pytest.approx(before)
    expect(page.locator(".how-many")).to_have_text("3 records")
    expect(page.locator(".stands-back")).to_have_count(0)


# Symbols change their size within an eighth of a second.
STILL = "(icon) => Promise.all(icon.getAnimations({ subtree: true }).map((one) => one.finished))"


def test_records_of_a_scene_stand_out_and_others_back(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    marks = page.locator(".event-mark")
    ship = marks.filter(has=page.locator("text", has_text=number(page, "A ship")))
    boat = marks.filter(has=page.locator("text", has_text=number(page, "The boat")))
    expect(ship).to_have_class(has("stands-out"))
    expect(boat).to_have_class(has("stands-back"))
    # Small, it need not be as pale as a symbol with its number.
    expect(boat).to_have_class(has("quiet"))
    for one in (ship, boat):
        one.evaluate(STILL)
    wide, narrow = (one.locator(".symbol").bounding_box() for one in (ship, boat))
    assert wide
    assert narrow
    assert narrow["width"] == pytest.approx(0.41 * wide["width"], rel=0.05)
    assert float(boat.evaluate("(one) => getComputedStyle(one).opacity")) == pytest.approx(
        0.8, abs=0.05
    )
    page.evaluate(f"void geotrackPolar.turn({MAP}, 'EPSG:3573')")
    expect(boat).to_have_class(has("stands-back"))


def number(page: Page, title: str) -> str:
    row = page.locator(".record", has=page.get_by_text(title, exact=True)).first
    return str(row.get_attribute("data-record"))


def test_what_a_scene_shows_lies_beside_its_caption(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    view(page)
    box = caption(page).bounding_box()
    mark = page.locator(".event-mark.stands-out").bounding_box()
    plate = page.locator(".plate").bounding_box()
    assert box
    assert mark
    assert plate
    assert plate["x"] <= box["x"]
    assert box["x"] + box["width"] < mark["x"]
    assert box["y"] + box["height"] < plate["y"] + plate["height"]


def test_keys_and_buttons_go_through_the_scenes(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    where = page.locator(".story-at b")
    expect(where).to_have_text("Story")
    for key, said in [
        ("ArrowRight", "Scene 1 of 3"),
        ("PageDown", "Scene 2 of 3"),
        ("ArrowRight", "Scene 3 of 3"),
        ("ArrowRight", "Scene 3 of 3"),
        ("PageUp", "Scene 2 of 3"),
        ("ArrowLeft", "Scene 1 of 3"),
        ("End", "Scene 3 of 3"),
        ("Home", "Story"),
        ("ArrowLeft", "Story"),
    ]:
        page.locator("body").press(key)
        expect(where).to_have_text(said)
    page.locator(".story-next").click()
    page.locator(".caption-next").click()
    expect(where).to_have_text("Scene 2 of 3")
    expect(page.locator(".story-title")).to_have_text(HOSTILE)
    page.locator(".story-previous").click()
    expect(where).to_have_text("Scene 1 of 3")
    page.get_by_label("Scene", exact=True).select_option("3")
    expect(where).to_have_text("Scene 3 of 3")
    expect(page.locator(".story-next")).to_be_disabled()
    page.locator("body").press("Home")
    page.locator(".finder-field").press("ArrowRight")
    expect(where).to_have_text("Story")


def test_a_card_opens_and_the_focus_stays_with_the_story(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.locator(".story-next").click()
    page.locator(".story-next").press("Enter")
    expect(page.locator(".record-popup h2")).to_have_text("A plane")
    expect(page.locator(".story-next")).to_be_focused()
    page.locator(".story-next").press("Enter")
    expect(page.locator(".record-popup")).to_have_count(0)


def test_a_reference_chooses_its_record(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    page.locator(".caption-text .ref").click()
    expect(page.locator(".record-popup h2")).to_have_text("A ship")


def test_notes_show_on_n_where_they_are_in_the_file(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    notes = page.locator(".caption-notes")
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_contain_text(f"Wait for the laughter {HOSTILE}.")
    page.keyboard.press("ArrowRight")
    expect(notes).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(notes).to_be_visible()
    page.keyboard.press("n")
    expect(notes).to_be_hidden()
    bare = page_at(build(with_notes=False))
    bare.keyboard.press("ArrowRight")
    bare.keyboard.press("n")
    expect(bare.locator(".caption-notes")).to_be_hidden()
    assert "laughter" not in bare.content()


@pytest.mark.parametrize(("width", "height"), [*SIZES, (1920, 1080)])
def test_presenting_leaves_map_caption_and_marking(
    build: Build, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(build(), width, height)
    page.locator(".present").click()
    for gone in (".masthead", ".index", ".leaflet-control-zoom"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".caption-title")).to_have_text("A map")
    expect(page.locator(".caption-subtitle")).to_have_text("And its story")
    for marking in page.locator(".marking").all():
        expect(marking).to_be_in_viewport()
    expect(caption(page)).to_be_focused()
    page.keyboard.press("PageDown")
    expect(page.locator(".caption-title")).to_have_text("Ships")
    size = page.locator(".caption-text p").first.evaluate("(p) => getComputedStyle(p).fontSize")
    assert float(size.removesuffix("px")) >= 17
    page.locator(".folium-map").click(position={"x": 150, "y": 100})
    page.keyboard.press("ArrowRight")
    expect(page.locator(".caption-at")).to_have_text("Scene 2 of 3")
    page.evaluate("document.fullscreenElement && document.exitFullscreen()")
    page.locator("body").press("Escape")
    expect(page.locator(".caption-at")).to_have_text("Scene 2 of 3")
    if width > 760:
        expect(page.locator(".masthead")).to_be_visible()
        expect(page.locator(".present")).to_be_focused()


def test_presenting_without_full_screen(build: Build, page_at: PageAt) -> None:
    page = page_at(build(PLAIN))
    page.evaluate("Element.prototype.requestFullscreen = undefined")
    expect(page.locator(".story")).to_have_count(0)
    page.locator("body").press("p")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".caption-title")).to_have_text("A map")
    page.keyboard.press("p")
    expect(page.locator(".masthead")).to_be_visible()
    expect(caption(page)).to_be_hidden()


SHARES = """() => {
    const share = (part) => {
        const { width, height } = document.querySelector(part).getBoundingClientRect();
        return width * height / innerWidth / innerHeight;
    };
    return [".folium-map", ".timeline", ".caption"].map(share);
}"""


@pytest.mark.parametrize(("width", "height"), [*SIZES, (1280, 720)])
def test_in_a_story_the_map_has_the_screen(
    build: Build, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(build(), width, height)
    page.keyboard.press("ArrowRight")
    for _ in ("in a scene", "presented"):
        map_share, ribbon, sheet = page.evaluate(SHARES)
        assert map_share >= 0.75
        assert ribbon <= 0.19
        assert sheet <= 0.3
        page.keyboard.press("p")
    expect(page.locator(".scene-bracket.active")).to_have_attribute("aria-current", "step")


def test_a_key_ends_a_flight_at_its_goal(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    jumped = view(page)
    page.keyboard.press("ArrowLeft")
    page.emulate_media(reduced_motion="no-preference")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".flight")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".flight")).to_have_count(0)
    expect(page.locator(".caption-at")).to_have_text("Scene 1 of 3")
    assert view(page) == jumped
    page.emulate_media(reduced_motion="reduce")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_link_leads_to_a_scene_as_it_is_or_as_it_was_left(
    build: Build, page_at: PageAt, width: int, height: int
) -> None:
    page = page_at(build(), width, height)
    page.keyboard.press("ArrowRight")
    shown = view(page)
    expect(page).to_have_url(re.compile("[#&]s=1(&|$)"))
    other = page_at(build(), width, height)
    other.evaluate("location.hash = '#s=1'")
    expect(other.locator(".caption-title")).to_have_text("Ships")
    assert view(other) == pytest.approx(shown)
    page.evaluate(f"void {MAP}.setView([70, 20], 6, {{ animate: false }})")
    expect(page).to_have_url(re.compile("[#&]s=1%2B(&|$)"))
    left = page.evaluate("location.hash")
    other.evaluate("location.hash = ''")
    expect(caption(other)).to_be_hidden()
    other.evaluate("(hash) => (location.hash = hash)", left)
    expect(other.locator(".caption-title")).to_have_text("Ships")
    assert view(other)["lat"] == pytest.approx(70, abs=0.01)
    other.evaluate("location.hash = '#s=9'")
    expect(caption(other)).to_be_hidden()


def test_a_scene_is_fitted_anew_where_the_window_changes(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    wide = view(page)
    page.set_viewport_size({"width": 1000, "height": 620})
    page.wait_for_function(f"() => {MAP}.getZoom() < {wide['zoom']} - 0.2")
    expect(page).to_have_url(re.compile("[#&]s=1(&|$)"))


def test_the_story_is_told_in_either_language(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    page.locator(".languages [lang=nb]").click()
    expect(page.locator(".caption-at")).to_have_text("Del 1 av 3")
    expect(page.locator(".story-at b")).to_have_text("Del 1 av 3")
    expect(page.locator(".caption-shown")).to_have_text("2 av 3 oppføringer")
    expect(page.locator(".present")).to_have_text("Presenter")
    expect(page.get_by_role("button", name="Neste del").first).to_be_visible()
    expect(page.locator(".caption-title")).to_have_text("Ships")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_lead_stands_first_and_leads_into_the_story(
    build: Build, page_at: PageAt, width: int, height: int
) -> None:
    lead = 'lead = "On [[ship|a ship]]. ' + "On 3. May the U.S. told more. " * 20 + '"\n[[scenes]]'
    page = page_at(build(DEFINITION.replace("[[scenes]]", lead, 1)), width, height)
    text, begin = page.locator(".lead-text"), page.locator(".lead-begin")
    expect(begin).to_have_text("Begin the story3 scenes")
    box = text.bounding_box()
    plate = page.locator(".plate").bounding_box()
    assert box
    assert plate
    more = page.locator(".lead-more")
    assert text.inner_text().endswith(" told more.")  # no part of a sentence
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    assert (text.bounding_box() or box)["height"] > box["height"]
    if width < 760:
        assert box["y"] + box["height"] < plate["y"]
        expect(page.locator(".story")).to_be_hidden()
    else:
        assert box["x"] + box["width"] < plate["x"]
    page.emulate_media(media="print")
    expect(page.locator(".printed-text")).to_contain_text("On a ship")
    page.emulate_media(media="screen")
    begin.click()
    expect(page.locator(".caption-at")).to_have_text("Scene 1 of 3")
    expect(caption(page)).to_be_in_viewport()
    expect(begin).to_be_hidden()
    expect(page.locator(".caption-next")).to_be_focused()


def test_on_paper_the_scene_is_named(build: Build, page_at: PageAt) -> None:
    page = page_at(build())
    page.keyboard.press("ArrowRight")
    page.emulate_media(media="print")
    expect(page.locator(".printed-text p").first).to_have_text("Scene 1 of 3: Ships")
    expect(page.locator(".printed-text p").nth(1)).to_contain_text("Seen twice")
    expect(page.locator(".printed-text")).to_be_visible()
    expect(caption(page)).to_be_hidden()


def test_without_javascript_the_document_tells_the_story(build: Build, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(build().as_uri())
    expect(page.locator("#scene-1 h3")).to_have_text("Ships")
    expect(page.locator("#scene-1 .scene-text")).to_contain_text("Seen twice:")
    expect(page.locator("#scene-1 .scene-notes")).to_contain_text("laughter")
    expect(page.locator("#scene-2")).to_be_visible()
    expect(page.locator(".caption")).to_have_count(0)
    context.close()


def test_the_caption_tells_the_period_that_is_asked(build: Build, page_at: PageAt) -> None:
    dated = DEFINITION.replace('themes = "naval"', 'from = "2024-09"\nto = "2024-12"')
    page = page_at(build(dated))
    page.keyboard.press("ArrowRight")
    shown = page.locator(".caption-shown")
    expect(shown).to_contain_text("September–December 2024")
    page.evaluate("location.hash = 's=1+&t=2023..2024'")
    expect(shown).to_contain_text("2023–2024")
    expect(shown).not_to_contain_text("September")
