"""Symbols stand whole in the frame that a map has: opened, presented, in its scenes, on paper."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TimedOut

from tests.browser.conftest import PageAt
from tests.browser.reuse import Pages

MAP = "Object.values(window).find((value) => value instanceof L.Map)"

# Of the symbols, or of those with a class: which are cut off, half cut, under a control, or on
# another. A stack is as wide as the line between the middles of its round ends.
FAULTS = """(only) => {
    // On paper there are copies of the map without an id.
    const map = document.querySelector(".folium-map[id]");
    const frame = map.getBoundingClientRect();
    const symbols = map.querySelectorAll(`.event-mark${only}:not(.left-out, .in-stack)`);
    const marks = [...symbols].map((icon) => {
        const mark = icon.querySelector(".stack-pill") ?? icon.querySelector(".symbol");
        const { left, top, width, height } = mark.getBoundingClientRect();
        const reach = mark.matches(".stack-pill") ? height / 2 : width / 2 / 26 * 22.75;
        const wide = (width - height) / 2;
        return { n: mark.textContent, x: left + width / 2, y: top + height / 2, reach, wide };
    });
    const controls = [...map.querySelectorAll(".leaflet-control")]
        .map((one) => one.getBoundingClientRect()).filter(({ width }) => width);
    const beyond = (a, { left, top, right, bottom }) =>
        a.x - a.wide - a.reach < left || a.x + a.wide + a.reach > right
        || a.y - a.reach < top || a.y + a.reach > bottom;
    const meets = (a, { left, top, right, bottom }) =>
        a.x + a.wide + a.reach > left && a.x - a.wide - a.reach < right
        && a.y + a.reach > top && a.y - a.reach < bottom;
    const apart = (a, b) =>
        Math.hypot(Math.max(Math.abs(a.x - b.x) - a.wide - b.wide, 0), a.y - b.y);
    return {
        many: marks.length,
        cut: marks.filter((a) => beyond(a, frame)).map(({ n }) => n),
        half: marks.filter((a) => beyond(a, frame) && meets(a, frame)).map(({ n }) => n),
        under: marks.filter((a) => controls.some((one) => meets(a, one))).map(({ n }) => n),
        over: marks.flatMap((a, i) => marks.slice(0, i)
            .filter((b) => apart(a, b) < 0.98 * (a.reach + b.reach))
            .map((b) => `${b.n} ${a.n}`)),
    };
}"""
NONE: dict[str, list[str]] = {"cut": [], "half": [], "under": [], "over": []}
# Records with a place, less those in stacks, and the stacks.
SYMBOLS = {"overview": 66 - 10 + 2, "bering-strait": 18 - 3 + 1}


def faults(page: Page, only: str = "", *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what is wrong with symbols, once the map has come to rest; how many in `many`."""
    empty = " && ".join(f"!found.{name}.length" for name in NONE if name not in but)
    asked = f"(only) => {{ const found = ({FAULTS})(only); return found.many > 0 && {empty}; }}"
    with contextlib.suppress(TimedOut):  # what is wrong is told by whoever asked
        page.wait_for_function(asked, arg=only, polling=100, timeout=9000)
    found: dict[str, Any] = page.evaluate(FAULTS, only)
    return {name: value for name, value in found.items() if name not in but}


def present(page: Page) -> None:
    page.evaluate("Element.prototype.requestFullscreen = undefined")
    page.emulate_media(reduced_motion="reduce")
    page.locator("body").press("p")


@pytest.fixture(scope="module")
def pages(chromium: Browser) -> Pages:
    """Open each page anew: it is about how a page frames its map at first."""
    return Pages(chromium, kept=0, motion="reduce")


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("overview", 1440, 900),
        ("overview", 1920, 1080),
        ("overview", 390, 844),
        ("bering-strait", 1920, 1080),
    ],
)
def test_a_presentation_begins_with_all_symbols_and_scenes_show_theirs(
    briefed: Callable[[str], Path],
    page_at: PageAt,
    name: str,
    width: int,
    height: int,
) -> None:
    page = page_at(briefed(name), width, height)
    present(page)
    assert faults(page) == {"many": SYMBOLS[name], **NONE}
    scenes = page.locator(".caption-scenes button").count()
    for n in range(1, scenes + 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".caption-at")).to_have_text(f"Scene {n} of {scenes}")
        standing = faults(page, but=("cut", "under"))
        assert (standing["half"], standing["over"]) == ([], []), n
        if many := page.locator(".event-mark.stands-out:not(.in-stack)").count():
            assert faults(page, ".stands-out") == {"many": many, **NONE}, n


def test_a_view_that_was_moved_is_presented_as_it_is(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("overview"))
    zoom = f"{MAP}.getZoom()"
    opened = page.evaluate(zoom)
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function(f"() => Number.isInteger({zoom} * 8) && {zoom} > {opened}")
    before = page.evaluate(zoom)
    present(page)
    expect(page.locator(".caption-scenes")).to_be_visible()
    assert page.evaluate(zoom) == before


def test_what_stands_at_a_place_stands_there_while_presenting(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("overview"), 1920, 1080)
    present(page)
    frame = page.locator(".folium-map").bounding_box()
    assert frame
    mark = page.locator(".event-mark").filter(has=page.locator("text", has_text="71"))
    mark.hover()
    at, tip = mark.bounding_box(), page.locator(".mark-tip").bounding_box()
    assert at
    assert tip
    assert tip["x"] + tip["width"] <= frame["x"] + frame["width"]
    middle = at["y"] + at["height"] / 2
    assert min(abs(tip["y"] - middle), abs(tip["y"] + tip["height"] - middle)) < 40


def test_on_a_small_screen_no_button_stands_on_a_symbol(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("overview"), 390, 844)
    assert faults(page, but=("cut",)) == {
        "many": SYMBOLS["overview"],
        "half": [],
        "under": [],
        "over": [],
    }
    expect(page.locator(".beyond-tab")).to_have_count(1)


def test_paper_cuts_no_symbol_off(briefed: Callable[[str], Path], page_at: PageAt) -> None:
    page = page_at(briefed("overview"))
    zoom = f"[{MAP}.getZoom(), {MAP}.getMinZoom(), {MAP}.options.zoomSnap]"
    before = page.evaluate(zoom)
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert faults(page) == {"many": SYMBOLS["overview"], **NONE}
    expect(page.locator(".beyond-note")).to_have_text("")
    page.emulate_media(media="screen")
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(zoom) == before


def test_paper_cuts_no_symbol_of_a_scene(briefed: Callable[[str], Path], page_at: PageAt) -> None:
    page = page_at(briefed("overview"))
    page.evaluate("() => void (location.hash = '#s=6')")
    expect(page.locator(".caption-at")).to_have_text("Scene 6 of 6")
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    # It hatches no region, and the legend has no sign of one.
    sign = page.locator(".key-box dl:not(.key-themes) > div")
    expect(sign.filter(has_text="named region")).to_be_hidden()
    expect(sign.filter(has_text="in doubt")).to_be_visible()
    assert faults(page, but=("cut", "under"))["half"] == []
    stacks = page.locator(".stack-pill").all_text_contents()
    assert "9 12 13 16 37 57 74" in stacks
    page.emulate_media(media="screen")
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".stack-pill").first).to_contain_text("records")


def test_paper_shows_the_frame_of_a_screen_the_corners_of_which_are_off_the_earth(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("overview"))
    beyond = page.evaluate(
        f"""() => {{
            const map = {MAP};
            geotrackPolar.turn(map, "EPSG:3571");
            map.setView([80, 0], map.getMinZoom(), {{ animate: false }});
            const [zoom, screen] = [map.getZoom(), map.getSize()];
            window.dispatchEvent(new Event("beforeprint"));
            const [scale, sheet] = [2 ** (map.getZoom() - zoom), map.getSize()];
            const moved = map.project([80, 0]).subtract(map.project(map.getCenter()));
            return ["x", "y"].map(
                (axis) => Math.abs(moved[axis]) + screen[axis] * scale / 2 - sheet[axis] / 2,
            );
        }}"""
    )
    assert max(beyond) <= 1, "pixels of the screen's frame that the sheet cuts off"
    expect(page.locator(".event-mark").first).to_be_attached()
