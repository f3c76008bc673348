"""A density surface on a page: each hexagon in its colour, told and filtered as Python counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from folium_polar.geometry.plane import unproject
from geotrack.model.query import Query
from geotrack.workspace import open_workspace
from geotrack_observations import DatasetQuery, count_hexagons, open_dataset
from geotrack_observations.density.density import Level
from observation_pages import Built, on_screen
from observation_pages import opened as read
from tests.browser.conftest import PageAt

WINDOW = (1200, 750)

# Red, green, blue and how opaque, of the surface's canvas at a place of the window.
PIXEL = """([x, y]) => {
  const canvas = document.querySelector(".leaflet-density-pane canvas");
  const box = canvas.getBoundingClientRect();
  return window.readPixel(canvas, Math.floor(x - box.x), Math.floor(y - box.y));
}"""
CLASSES = (
    "[...document.querySelectorAll('.density-key .classes > span')]"
    ".map((box) => [box.style.getPropertyValue('--class'), box.textContent])"
)
# How many square kilometres a hexagon that is shown has.
KM2 = """() => {
  const [layer] = geotrackObserved.layers;
  return layer.about.levels[layer.wantedLevel()].km2;
}"""

Rows = list[tuple[str, float, float]]


def traffic() -> Rows:
    """Return positions that crowd at some places, in four months; round the pole and at 180°."""
    chance = np.random.default_rng(8)
    rows: Rows = []
    for _ in range(60):
        lon, lat = chance.choice([179.5, *chance.uniform(-180, 180, 5)]), chance.uniform(66, 90)
        for _ in range(int(chance.geometric(0.02))):
            month = chance.integers(3, 7)
            at = lon + chance.normal(0, 0.5), min(lat + chance.normal(0, 0.2), 90.0)
            rows.append((f"2024-{month:02}-{chance.integers(1, 31):02}T12:00:00Z",
                         round((at[0] + 180) % 360 - 180, 5), round(at[1], 5)))  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build a page of a surface of rows, in a projection."""
    built = Built(tmp_path_factory.mktemp("density"))

    def make(rows: Rows, crs: str = "EPSG:3995", more: str = "", draw: str = '"density"') -> Path:
        near, head = {"precision": "near", "radius_km": 300}, ("time", "lon", "lat")
        return built(head, rows, f"draw = {draw}\n{more}", crs, place=near)

    return make


def opened(page: Page) -> Page:
    read(page).wait_for_selector(".density-key .classes")
    return page


def counted(source: Path, km2: float, **asked: Any) -> Level:
    """Count in Python what a page counts."""
    dataset = open_dataset(source.parent / "observations" / "ais")
    dataset_query = DatasetQuery(dataset, Query.parse(**asked), open_workspace(source.parent))
    return count_hexagons(dataset_query, [km2]).levels[0].whole()


def centres(page: Page, crs: str, level: Level) -> list[tuple[float, float]]:
    """Return where PROJ says that the centres of hexagons lie in the window."""
    assert page.evaluate(KM2) == level.lattice.area_km2
    lon, lat = unproject(*level.lattice.centres(level.q, level.r))
    return on_screen(page, crs, list(zip(lon.tolist(), lat.tolist(), strict=True)))


def reached(page: Page, at: tuple[float, float]) -> bool:
    """Tell whether nothing lies over a place of the map."""
    return bool(page.evaluate(
        "([x, y]) => !!document.elementFromPoint(x, y)?.closest('.folium-map') && !document"
        ".elementFromPoint(x, y).closest('.leaflet-interactive, .leaflet-control, .event-mark')",
        at,
    ))  # fmt: skip


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571"])
def test_each_hexagon_has_the_colour_of_its_class(
    made: Callable[..., Path], page_at: PageAt, crs: str
) -> None:
    source = made(traffic(), crs)
    page = opened(page_at(source))
    level = counted(source, page.evaluate(KM2))
    classes = page.evaluate(CLASSES)
    least = [float(text) for _, text in classes[1:]]
    assert len(least) >= 3
    seen = set()
    for at, many in zip(centres(page, crs, level), level.certain.tolist(), strict=True):
        wanted = sum(many / 4 >= one for one in least)
        colour = [int(classes[wanted][0][i : i + 2], 16) for i in (1, 3, 5)]
        red, green, blue, opaque = page.evaluate(PIXEL, at)
        assert np.abs(np.array([red, green, blue]) - colour).max() <= 2, (at, many)
        assert 200 < opaque < 220
        seen.add(wanted)
    assert seen == set(range(len(classes)))


def test_turned_it_is_drawn_anew(made: Callable[..., Path], page_at: PageAt) -> None:
    source = made(traffic())
    page = opened(page_at(source))
    page.evaluate("void geotrackPolar.turn(geotrackObserved.layers[0]._map, 'EPSG:3575')")
    level = counted(source, page.evaluate(KM2))
    assert all(page.evaluate(PIXEL, at)[3] > 200 for at in centres(page, "EPSG:3575", level))


def test_a_period_counts_whole_months(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [*traffic(), ("", 20.0, 80.0)]
    source = made(rows)
    page = opened(page_at(source))
    page.evaluate("location.hash = 't=2024-04-20..2024-05-03'")
    in_months = sum(row[0][:7] in {"2024-04", "2024-05"} for row in rows)
    there = "(told) => document.querySelector('[data-observed] ~ i').textContent === told"
    page.wait_for_function(there, arg=f"{in_months} of {len(rows)}, in whole months")
    head = page.locator(".how-many-observed").inner_text()
    assert head.startswith(f"{in_months} of {len(rows)} observed positions, in whole months")
    key = page.locator(".density-key").inner_text()
    assert "whole months are counted: April–May 2024" in key
    page.evaluate("location.hash = 't=2024-04-01..2024-05-31'")
    page.wait_for_function(there, arg=f"{in_months} of {len(rows)}")
    assert "whole months" not in page.locator(".density-key").inner_text()
    km2 = page.evaluate(KM2)
    every, some = counted(source, km2), counted(source, km2, start="2024-04", end="2024-05")
    shown = set(zip(some.q.tolist(), some.r.tolist(), strict=True))
    drawn = set()
    names = list(zip(every.q.tolist(), every.r.tolist(), strict=True))
    for at, name in zip(centres(page, "EPSG:3995", every), names, strict=True):
        if page.evaluate(PIXEL, at)[3]:
            drawn.add(name)
    assert drawn == shown
    assert len(shown) < len(names)


def test_the_pointer_is_told_what_python_counts(made: Callable[..., Path], page_at: PageAt) -> None:
    source = made(traffic())
    page = opened(page_at(source))
    level = counted(source, page.evaluate(KM2))
    tip, told = page.locator(".observed-tip"), 0
    for at, many in zip(centres(page, "EPSG:3995", level), level.certain.tolist(), strict=True):
        if not reached(page, at):
            continue
        page.mouse.move(*at)
        area = f"{int(level.lattice.area_km2):,}".replace(",", "\u202f")
        page.wait_for_function(
            "(said) => document.querySelector('.observed-tip span')?.innerText.startsWith(said)",
            arg=f"{many} position{'' if many == 1 else 's'}, ",
        )
        said = tip.locator("span").first.inner_text()
        mean = said.split()[2]
        assert said.endswith(f", {mean} a month on average, in {area}\u00a0km²")
        assert float(mean) == pytest.approx(many / 4, abs=0.501 if many >= 40 else 0.0501)
        assert tip.locator(".month-ends").inner_text().split("\n") == ["Mar 2024", "Jun 2024"]
        assert "Ships <b>of</b> AIS" in tip.inner_text()
        assert "2024" in tip.inner_text()
        assert page.locator(".told-hexagon polygon").count() == 1
        told += 1
    assert told > 10
    page.mouse.move(*[at + 300 for at in centres(page, "EPSG:3995", level)[0]])
    page.locator(".folium-map").focus()
    page.keyboard.press("o")
    tip.wait_for()


def test_on_a_phone_the_tip_stands_clear_of_the_buttons(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    source = made(traffic())
    page = opened(page_at(source))
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => geotrackObserved.layers[0]._map.getSize().x === 390")
    level = counted(source, page.evaluate(KM2))
    row = page.locator(".leaflet-top.leaflet-left").bounding_box()
    tip, seen = page.locator(".observed-tip"), 0
    for at in centres(page, "EPSG:3995", level):
        if row is None or at[1] > row["y"] + row["height"] + 90 or not reached(page, at):
            continue
        page.mouse.move(*at)
        tip.wait_for()
        box = tip.bounding_box()
        assert box is not None
        assert box["y"] >= row["y"] + row["height"]
        seen += 1
    assert seen


def test_near_by_the_points_take_its_place(made: Callable[..., Path], page_at: PageAt) -> None:
    source = made(traffic(), draw='["density", "points"]')
    page = opened(page_at(source))
    seen = """() => ["density", "observed"].map((pane) =>
      document.querySelector(`.leaflet-${pane}-pane canvas`).checkVisibility())"""
    zoom = "(zoom) => void geotrackObserved.layers[0]._map.setZoom(zoom, { animate: false })"
    assert page.evaluate(seen) == [True, False]
    keys = page.locator("[data-observed-key]:visible dd:first-of-type")
    assert [one.split()[-1] for one in keys.all_inner_texts()] == ["surface"]
    page.evaluate(zoom, 11)
    assert page.evaluate(seen) == [False, True]
    assert [one.split()[-1] for one in keys.all_inner_texts()] == ["points"]
    page.evaluate("""() => {
      dispatchEvent(new Event("beforeprint"));
      dispatchEvent(new Event("afterprint"));
    }""")
    assert page.evaluate(seen) == [False, True]
    # One count of both, of what is in the period and no more.
    page.evaluate("location.hash = 't=2024-04-20..2024-05-03'")
    some = sum("2024-04-20" <= row[0] < "2024-05-04" for row in traffic())
    for count in page.locator("[data-observed] ~ i").all():
        expect(count).to_have_text(f"{some} of {len(traffic())}")
    said = f"{some} of {len(traffic())} observed positions"
    expect(page.locator(".how-many-observed")).to_have_text(said)
    # Both ways are told together.
    assert page.locator(".notes .observed dt").count() == 1
    text = page.locator(".notes .observed dd").inner_text()
    assert "in hexagons of" in text
    assert "Positions are rounded to 10\u00a0m. Source:" in text
    page.evaluate(zoom, 4)
    assert page.evaluate(seen) == [True, False]
    # By themselves the points are there at any zoom.
    page.evaluate("void geotrackObserved.layers[0].remove()")
    assert page.locator(".leaflet-observed-pane canvas").is_visible()
    page.evaluate("void geotrackObserved.layers[0].addTo(geotrackObserved.layers[1]._map)")
    assert page.evaluate(seen) == [True, False]


@pytest.mark.parametrize("radius", [1300, 900, 600, 60])
def test_on_paper_it_is_what_it_is_on_the_screen(
    made: Callable[..., Path], page_at: PageAt, radius: int
) -> None:
    view = f"[view]\nlat = 80\nlon = 179\nradius_km = {radius}\n"
    page = read(page_at(made(traffic(), more=view, draw='["density", "points"]'), 1500, 1200))
    page.evaluate("location.hash = 't=2024-04-02..2024-04-30'")
    wanted = "([surface]) => surface.away || surface.drawnLevel === surface.wantedLevel()"
    page.wait_for_function(f"() => ({wanted})(geotrackObserved.layers)")
    shown = """() => JSON.stringify([
      geotrackObserved.layers[0].drawnLevel,
      geotrackObserved.layers.map(({ away }) => away),
      [...document.querySelectorAll("[data-observed-key]:not([hidden])")].map((row) => row.textContent),
    ])"""  # noqa: E501 (a line of the script)
    screen, zoom = page.evaluate(shown), page.evaluate("geotrackObserved.layers[0]._map.getZoom()")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("geotrackObserved.layers[0]._map.getZoom()") < zoom
    assert page.evaluate(shown) == screen
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(shown) == screen
    assert page.evaluate("geotrackObserved.layers[0]._map.getZoom()") == zoom


def test_what_is_only_possible_is_an_outline(made: Callable[..., Path], page_at: PageAt) -> None:
    rows = [("2024-05-01T12:00:00Z", 60.0, lat) for lat in (60.0, 64.5) for _ in range(20)]
    source = made(rows, more='within = "400km"\nof = "e"\n')
    page = opened(page_at(source, 1440, 900))
    level = counted(source, page.evaluate(KM2), within="400km", of="e")
    assert sorted(zip(level.certain, level.possible, strict=True)) == [(0, 20), (20, 0)]
    for (x, y), certain in zip(centres(page, "EPSG:3995", level), level.certain, strict=True):
        along = [page.evaluate(PIXEL, [x + step, y])[3] for step in range(30)]
        assert (along[0] > 200) == bool(certain)
        assert max(along) > 200
        assert along[-1] == 0
    assert "only positions that meet the selection possibly" in page.locator(".notes").inner_text()


def test_the_key_speaks_the_pages_language(made: Callable[..., Path], page_at: PageAt) -> None:
    page = opened(page_at(made(traffic())))
    key = page.locator(".density-key")
    assert "a month in" in key.inner_text()
    page.get_by_role("button", name="NB").click()
    assert "i måneden på" in key.inner_text()
    before = page.evaluate(CLASSES)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(before) => {CLASSES}[0][0] !== before", arg=before[0][0])


def test_names_and_degrees_stand_over_it_and_points_and_symbols_too(
    made: Callable[..., Path], page_at: PageAt
) -> None:
    page = opened(page_at(made(traffic())))
    over = page.evaluate(
        """() => {
          const at = (pane) => Number(getComputedStyle(pane).zIndex);
          const own = at(document.querySelector(".leaflet-density-pane"));
          return ["names", "degrees", "marker"].map((name) =>
            at(document.querySelector(`.leaflet-${name}-pane`)) > own);
        }"""
    )
    assert over == [True, True, True]


def test_without_script_it_is_told_in_words(made: Callable[..., Path], chromium: Any) -> None:
    rows = traffic()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(made(rows).as_uri())
    text = page.locator(".notes").inner_text()
    assert f"{len(rows)} positions from 1 March 2024" in text
    assert "Counted by month (UTC) in hexagons of" in text
    assert "Made up" in text
    assert "none of them is shown" in text
    context.close()
