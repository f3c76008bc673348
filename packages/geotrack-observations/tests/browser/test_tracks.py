"""Tracks on a page: ink where the ways run, told under the pointer, and cut by the period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from pyproj import Geod

from observation_pages import Built, on_screen, opened, says
from tests.browser.conftest import PageAt
from tests.hostile.texts import HOSTILE

GEOD = Geod(ellps="WGS84")
DRAWN_AS = 'draw = "tracks"\ncolumns = ["ship"]\nid = "ship"\n'
# A leg over 180°, one across the pole, a gap, and one alone.
ROWS = [
    ("seam", "2024-05-01T00:00:00Z", 172.0, 72.0),
    ("seam", "2024-05-01T05:00:00Z", -178.0, 73.0),
    ("seam", "2024-05-01T23:00:00Z", -160.0, 73.0),
    ("pole", "2024-06-01T00:00:00Z", -40.0, 88.5),
    ("pole", "2024-06-01T05:00:00Z", 140.0, 89.0),
    ("sole", "2024-07-01T00:00:00Z", 60.0, 85.0),
]
HEAD = ("ship", "time", "lon", "lat")
# Of the tracks' canvas, how opaque it is at most within so many pixels of places of the window.
INK = """([places, reach]) => {
  const canvas = document.querySelector(".leaflet-tracks-pane canvas");
  const box = canvas.getBoundingClientRect();
  const { width, height } = canvas;
  const ctx = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  ctx.drawImage(canvas, 0, 0);
  const { data } = ctx.getImageData(0, 0, width, height);
  return places.map(([x, y]) => {
    let most = 0;
    for (let row = -reach; row <= reach; row++) {
      for (let column = -reach; column <= reach; column++) {
        const at = (Math.floor(y - box.y) + row) * width + Math.floor(x - box.x) + column;
        most = Math.max(most, data[4 * at + 3]);
      }
    }
    return most;
  });
}"""
Place = tuple[float, float]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build a page of tracks of rows, in a projection."""
    built = Built(tmp_path_factory.mktemp("tracks"))

    def make(rows: list[tuple[Any, ...]], crs: str = "EPSG:3995", more: str = "") -> Path:
        return built(HEAD, rows, DRAWN_AS + more, crs)

    return make


def way(one: int, other: int, many: int = 40) -> list[Place]:
    """Return places on the shortest way between two rows, its ends among them."""
    ends = ROWS[one][2:], ROWS[other][2:]
    between = GEOD.npts(*ends[0], *ends[1], many)
    return [ends[0], *((float(lon), float(lat)) for lon, lat in between), ends[1]]


def ink(page: Page, crs: str, places: list[Place], reach: int = 2) -> np.ndarray:
    at = [list(place) for place in on_screen(page, crs, places)]
    return np.array(page.evaluate(INK, [at, reach]))


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571", "EPSG:5936"])
def test_ways_are_drawn_where_proj_says(
    made: Callable[..., Path], page_at: PageAt, crs: str
) -> None:
    page = opened(page_at(made(ROWS, crs)))
    for one, other in ((0, 1), (3, 4)):
        assert (ink(page, crs, way(one, other)) > 60).all()
    # Dashes of five pixels with four between.
    assert 0.4 < (ink(page, crs, way(1, 2, 200), 1) > 60).mean() < 0.95
    assert (ink(page, crs, way(1, 2, 200), 5) > 60).all()
    assert ink(page, crs, [ROWS[5][2:]])[0] > 60
    # Nothing joins what is of another, and nothing is drawn the long way round.
    apart = [(100.0, 72.5), (0.0, 73.0), (100.0, 87.0), (-90.0, 80.0)]
    assert not ink(page, crs, apart).any()
    page.evaluate("void geotrackPolar.turn(geotrackObserved.layers[0]._map, 'EPSG:3575')")
    assert (ink(page, "EPSG:3575", way(3, 4)) > 60).all()


def test_the_pointer_is_told_what_is_known(made: Callable[..., Path], page_at: PageAt) -> None:
    page = opened(page_at(made(ROWS)))
    tip = page.locator(".observed-tip")

    def told_at(place: Place) -> str:
        [(x, y)] = on_screen(page, "EPSG:3995", [place])
        page.mouse.move(x, y)
        page.wait_for_timeout(80)
        return tip.inner_text() if tip.is_visible() else ""

    fix = told_at(ROWS[0][2:])
    assert "2024-05-01 00:00:00 UTC" in fix
    assert "seam" in fix
    assert "Between" not in fix
    leg = told_at(way(0, 1)[20])
    assert "Between two positions, along a straight line" in leg
    assert "2024-05-01 00:00:00 UTC to 2024-05-01 05:00:00 UTC" in leg
    km = GEOD.inv(*ROWS[0][2:], *ROWS[1][2:])[2] / 1_000
    assert f"5 h, {km:.0f}\u00a0km straight" in leg
    drawn = page.locator(".told-track path")
    [told, dashed] = [drawn.nth(n).get_attribute("d") or "" for n in (0, 1)]
    assert told.count("L") >= 2
    assert dashed.count("M") == 1
    gap = told_at(way(1, 2)[20])
    assert "A gap: nothing is known between" in gap
    assert "18 h" in gap
    assert "2024-07-01 00:00:00 UTC" in told_at(ROWS[5][2:])
    assert told_at((-90.0, 80.0)) == ""
    assert page.locator(".told-track").count() == 0


def test_the_period_cuts_legs_and_shows_a_gap_whole(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    rows = [
        ("a", "2024-05-01T22:00:00Z", 0.0, 80.0), ("a", "2024-05-02T02:00:00Z", 20.0, 80.0),
        ("a", "2024-05-04T00:00:00Z", 40.0, 80.0), ("b", "2024-05-09T00:00:00Z", 90.0, 80.0),
    ]  # fmt: skip
    page = opened(page_at(made(rows)))
    page.evaluate("location.hash = 't=2024-05-02..2024-05-03'")
    says(page, "1 of 4")
    between = [(0.0, 80.0), *GEOD.npts(0, 80, 20, 80, 19), (20.0, 80.0)]
    seen = ink(page, "EPSG:3995", between) > 60
    assert seen[12:].all()
    assert not seen[:8].any()
    assert (ink(page, "EPSG:3995", list(GEOD.npts(20, 80, 40, 80, 60)), 5) > 60).all()
    assert not ink(page, "EPSG:3995", [(90.0, 80.0)]).any()
    page.evaluate("location.hash = 't=2024-05-09..2024-05-09'")
    says(page, "1 of 4")
    page.wait_for_function("() => geotrackObserved.layers[0].shownCount === 1")
    assert ink(page, "EPSG:3995", [(90.0, 80.0)])[0] > 60
    assert not ink(page, "EPSG:3995", between).any()


def test_the_pointer_is_told_how_exact_a_position_is(
    made: Callable[..., Path], page_at: PageAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "HEAD", (*HEAD, "radius_m"))
    rows = [(*row, radius) for row, radius in zip(ROWS, (20_000, "", 1, 1, 1, 500), strict=True)]
    page = opened(page_at(made(rows)))
    tip = page.locator(".observed-tip")
    for n, said in ((0, "within 20\u00a0km"), (5, "within 500\u00a0m")):
        [(x, y)] = on_screen(page, "EPSG:3995", [ROWS[n][2:]])
        page.mouse.move(x, y)
        page.wait_for_function(
            "(said) => document.querySelector('.observed-tip').innerText.includes(said)", arg=said
        )
    assert tip.is_visible()


def test_hostile_ids_are_texts(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [
        (text, f"2024-05-01T0{hour}:00:00Z", (n * 7) % 360 - 180, 70 + hour / 20)
        for n, text in enumerate(HOSTILE)
        for hour in (0, 1)
        if text
    ]
    page = opened(page_at(made(rows)))
    page.locator(".folium-map").focus()
    page.keyboard.press("o")
    tip = page.locator(".observed-tip")
    tip.wait_for()
    assert "Ships <b>of</b> AIS" in tip.inner_text()
    texts = page.evaluate("geotrackObserved.layers[0].about.packed.whose.texts")
    assert set(texts) <= set(HOSTILE)
    assert page.evaluate("window.pwned") is None
