"""Surface, points and tracks of one dataset, taken off and put on again: what is on is drawn."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from observation_pages import opened, put_page
from tests.browser.conftest import PageAt

MAP = "Object.values(window).find((value) => value instanceof L.Map)"
WAYS = ("density", "points", "tracks")
SUBSETS = [set(some) for n in (1, 2, 3) for some in combinations(WAYS, n)]
HEAD = ("ship", "time", "lon", "lat")
DRAWN_AS = """
draw = ["density", "points", "tracks"]
columns = ["ship"]
id = "ship"
"""
SCENE = """
[[scenes]]
title = "{title}"
text = "Text."
view = {{ lat = 75, lon = 11, radius_km = {radius} }}
observations = [{on}]
"""
# Which ways have ink on a canvas that is seen.
DRAWN = """() => ["density", "points", "tracks"].filter((way) => {
  const pane = way === "points" ? "observed" : way;
  return [...document.querySelectorAll(`.leaflet-${pane}-pane canvas`)].some((canvas) => {
    const { width, height } = canvas;
    if (!width || !height || !canvas.checkVisibility()) return false;
    window.read ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    Object.assign(read.canvas, { width, height });
    read.drawImage(canvas, 0, 0);
    const pixels = new Uint32Array(read.getImageData(0, 0, width, height).data.buffer);
    for (let i = 0; i < pixels.length; i++) if (pixels[i]) return true;
    return false;
  });
})"""
# Which ways the key explains, and whether their source stands under the map on paper.
TOLD = """() => [
  ["density", "points", "tracks"].filter(
    (way) => document.querySelector(`[data-observed-key="observed-1-${way}"]:not([hidden])`)),
  document.querySelector(".observed-source:not([hidden])") !== null,
]"""
CLICK = """(way) => document.querySelector(`[data-observed="observed-1-${way}"]`)
  .closest("label").querySelector("input").click()"""


def rows() -> list[Any]:
    """Return fixes of five ships, which hold a course in two months."""
    return [
        (ship, f"2024-0{5 + n // 20}-{n % 20 + 1:02}T{n % 24:02}:00:00Z",
         round(8 + 2 * ship + n / 20, 4), round(74 + n / 20, 4))
        for ship in range(5) for n in range(40)
    ]  # fmt: skip


def seen(on: set[str], *, near: bool) -> set[str]:
    """Return what of what is on is drawn: of surface and points one."""
    both = {"density", "points"} <= on
    return on - ({"density"} if near else {"points"}) if both else on


def is_drawn(page: Page, on: set[str], *, near: bool) -> None:
    """Hold a page to what is on."""
    wanted = [way for way in WAYS if way in seen(on, near=near)]
    page.wait_for_function(
        f"(wanted) => ({DRAWN})().join() === wanted",
        arg=",".join(wanted),
        polling=100,
        timeout=6_000,
    )
    assert page.evaluate(TOLD) == [wanted, bool(on)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenes = "".join(
        SCENE.format(
            title=f"Scene of {len(on)}",
            on=", ".join(f'"Ships <b>of</b> AIS/{way}"' for way in sorted(on)),
            radius=20 if n % 2 else 1500,
        )
        for n, on in enumerate([set(), *SUBSETS])
    )
    return put_page(tmp_path_factory.mktemp("ways"), HEAD, rows(), DRAWN_AS + scenes)


@pytest.fixture
def page(built: Path, page_at: PageAt) -> Page:
    return opened(page_at(built, 800, 480))


@pytest.mark.parametrize("start", SUBSETS, ids=lambda on: "-".join(sorted(on)))
def test_by_hand(page: Page, start: set[str]) -> None:
    on, near = set(WAYS), False
    # A wheel zooms about the pointer.
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for subset in (start, set(WAYS), start, set(WAYS) - start):
        for way in on ^ subset:
            page.evaluate(CLICK, way)
        on = subset
        is_drawn(page, on, near=near)
        near = not near
        page.evaluate(
            f"(zoom) => void {MAP}.setView([75, 11], zoom, {{animate: false}})", 11 if near else 5
        )
        page.mouse.wheel(0, 100 if near else -100)
        page.wait_for_function(
            f"(zoom) => (({{ _zoom: z, _animatingZoom: on }}) => z !== zoom && !on)({MAP})",
            arg=11 if near else 5,
        )
        is_drawn(page, on, near=near)


def test_by_scenes(page: Page) -> None:
    for n, on in enumerate([set(), *SUBSETS]):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".caption-at")).to_have_text(f"Scene {n + 1} of 8")
        is_drawn(page, on, near=bool(n % 2))
    for n, on in list(enumerate([set(), *SUBSETS]))[-2::-1]:
        page.keyboard.press("ArrowLeft")
        is_drawn(page, on, near=bool(n % 2))
