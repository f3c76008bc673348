"""The look of a house on a page: by day, in the dark, before a room, on paper and on a phone."""

from __future__ import annotations

from pathlib import Path

from geotrack import briefing
from geotrack.model.maps.contrast import channels, tint
from geotrack.page.build import Briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.logos import png, put_look
from tests.records import feature, point, written

WINDOW = (1000, 700)
LOOK = """\
logo = "logo.png"
logo_alt = "A house"
organisation = "Institute of the Northern Seas, Section for Maritime Analysis"
accent = "#7a1240"
colours = { coastguard = "#12407a" }
"""
MAP = 'title = "A map"\nsubtitle = "Seen"\nmarking = "UNCLASSIFIED"\n[[scenes]]\ntitle = "One"\n'
# A colour as a browser paints it: red, green, blue.
PAINTED = """([where, property]) => {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = getComputedStyle(document.querySelector(where))[property];
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""
# Whether the logo is loaded, whole in the window, and covered by nothing.
IS_SEEN = """() => {
  const logo = document.querySelector(".logo");
  const { left, top, right, bottom } = logo.getBoundingClientRect();
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return logo.naturalWidth === 24 && over === logo && left >= 0 && right <= innerWidth;
}"""
# How far the boxes of the masthead's texts lie over each other, at most, pixels.
OVERLAP = """() => {
  const parts = document.querySelectorAll(".logo, .organisation, h1, .subtitle, .edition, .tools");
  const boxes = [...parts].map((part) => part.getBoundingClientRect()).filter(({ width }) => width);
  return Math.max(...boxes.flatMap((one, n) => boxes.slice(n + 1).map((other) => Math.min(
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)))));
}"""


def house(folder: Path) -> Briefing:
    written(folder / "events" / "e.geojson", feature("at-sea", point(15, 76)))
    written(folder / "layers" / "regions.geojson")
    (folder / "maps").mkdir()
    (folder / "maps" / "plan.toml").write_text(MAP, "utf-8")
    put_look(folder, LOOK, logo_png=png(24, 8))
    return briefing(open_workspace(folder), "plan")


def test_the_look_stands_everywhere_and_over_nothing(page_at: PageAt, tmp_path: Path) -> None:
    house_page = house(tmp_path)
    page = page_at(house_page)
    assert page.evaluate(IS_SEEN)
    assert page.evaluate(OVERLAP) <= 0
    assert page.evaluate(PAINTED, [".organisation", "color"]) == channels("#7a1240")
    page.emulate_media(media="print")
    assert page.evaluate(OVERLAP) <= 0
    page.emulate_media(media="screen", color_scheme="dark")
    accent = channels(house_page.view.look.dark_accent)
    assert page.evaluate(PAINTED, [".organisation", "color"]) == accent
    page.locator(".pick").click()
    # Chromium mixes in Oklab by itself.
    painted = page.evaluate(PAINTED, [".card-kind", "color"])
    mixed = channels(tint("#12407a"))
    assert max(abs(one - other) for one, other in zip(painted, mixed, strict=True)) <= 1
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Escape")  # else a small screen scrolls to the record
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(IS_SEEN)
    assert page.evaluate(OVERLAP) <= 0
    page.set_viewport_size({"width": 1440, "height": 900})
    # Last, as a window that leaves the full screen cannot be resized at once.
    page.keyboard.press("p")
    page.wait_for_selector(".presenting .caption")
    assert page.evaluate(IS_SEEN)
