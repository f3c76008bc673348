"""What stands round and between the symbols: tabs at the edge, arrows, shapes, names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack import briefing
from tests.browser.conftest import PageAt, next_frame

MAP = "Object.values(window).find((value) => value instanceof L.Map)"
SOURCE = {"cite": "A paper"}


def record(id_: str, lon: float, lat: float, **more: Any) -> dict[str, Any]:
    place = more.pop("geometry", {"type": "Point", "coordinates": [lon, lat]})
    properties = {"title": id_, "type": "coastguard/patrol", "start": "2024", "sources": SOURCE}
    return {"type": "Feature", "id": id_, "geometry": place, "properties": {**properties, **more}}


PATROL = [
    record("whole", 0, 0, geometry=None),
    record("first", -172, 62, start="2024-09-28", part_of="whole", place={"radius_km": 110}),
    record("second", -168, 64.5, start="2024-10-01", part_of="whole"),
    record("third", -169, 72, start="2024-10-20", part_of="whole", type="naval/sighting"),
    record("apart", 30, 75, start="2024-10-21", type="naval/sighting"),
]


@pytest.fixture
def opened(page_at: PageAt) -> Callable[..., Page]:
    def at(width: int = 1440, height: int = 900) -> Page:
        return page_at(briefing({"type": "FeatureCollection", "features": PATROL}), width, height)

    return at


def layer(page: Page, name: str) -> Any:
    button = page.get_by_role("button", name=re.compile("^(Layers|Kartlag)$"))
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return page.locator(".leaflet-control-layers label", has_text=name).locator("input")


def view(page: Page, lat: float, lon: float, zoom: float) -> None:
    page.evaluate(f"void {MAP}.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")


CONTEXT = """
title = "M"
marking = "UNCLASSIFIED"
[view]
lat = 84
lon = 20
radius_km = 2600
[[layers.files]]
file = "cables.geojson"
name = "Cables"
source = "A chart"
licence = "CC0 1.0"
label = "cable"
[[layers.files]]
file = "ice.geojson"
name = "Ice edge"
source = "Ice Service"
licence = "CC BY 4.0"
date = 2024-09-12
shown = false
"""


@pytest.fixture
def context_map(tmp_path: Path) -> Path:
    """A workspace whose map `m` has two layers of files: a line, and an area round the pole."""
    line = {"type": "LineString", "coordinates": [[10, 72], [30, 72]]}
    ring = [[lon, 80] for lon in range(-180, 181, 10)]
    area = {"type": "Polygon", "coordinates": [[*ring, [180, 90], [-180, 90], [-180, 80]]]}
    for name, found in (
        ("cables", [{"type": "Feature", "geometry": line, "properties": {"cable": "North <b>"}}]),
        ("ice", [{"type": "Feature", "geometry": area, "properties": {}}]),
        ("events/a", [record("apart", 22, 74)]),
    ):
        path = tmp_path / f"{name}.geojson"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), "utf-8")
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "m.toml").write_text(CONTEXT, "utf-8")
    return tmp_path


def test_layers_of_files_lie_under_records_and_stand_in_the_key(
    context_map: Path, page_at: PageAt
) -> None:
    page = page_at(briefing(context_map, "m"))
    line, key = page.locator("path.context-line"), page.locator("[data-context-key]")
    expect(key.nth(0)).to_have_text("Cables")
    expect(key.nth(1)).to_be_hidden()
    expect(page.locator("path.context-area")).to_have_count(0)
    # By day the colour of the entry, in the dark a lighter one.
    assert line.evaluate("(one) => getComputedStyle(one).stroke") == "rgb(11, 111, 164)"
    page.emulate_media(color_scheme="dark")
    dark = line.evaluate("(one) => getComputedStyle(one).stroke")
    assert min(map(int, re.findall(r"\d+", dark))) > 11
    page.emulate_media(media="print")
    assert line.evaluate("(one) => getComputedStyle(one).stroke") == "rgb(11, 111, 164)"
    page.emulate_media(media="screen", color_scheme="light")
    # Where it is: at the middle of its edge, which runs along a parallel.
    box = page.locator(".folium-map").bounding_box()
    assert box
    at = page.evaluate(f"{MAP}.latLngToContainerPoint([72, 20])")
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    expect(page.locator(".leaflet-tooltip")).to_have_text("North <b> (Cables)")
    expect(page.locator(".polar-name-region", has_text="North <b>")).to_have_count(1)
    order = "(one) => Number(getComputedStyle(one.closest('.leaflet-pane')).zIndex)"
    assert line.evaluate(order) < page.locator(".event-mark").first.evaluate(order)
    ice = layer(page, "Ice edge")
    page.locator(".more-layers").click()
    ice.check()
    expect(key.nth(1)).to_have_text("Ice edge, 12 September 2024")
    # It goes round the pole.
    inside = "(one, [x, y]) => one.isPointInFill(new DOMPoint(x, y))"
    pole, south = (page.evaluate(f"{MAP}.latLngToLayerPoint([{lat}, 0])") for lat in (90, 78))
    area = page.locator("path.context-area")
    assert area.evaluate(inside, [pole["x"], pole["y"]])
    assert not area.evaluate(inside, [south["x"], south["y"]])
    page.wait_for_url(re.compile(r"#.*l=file:ice-edge"))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_records_beyond_the_frame_are_told_at_its_edge(
    opened: Callable[..., Page], width: int, height: int
) -> None:
    page = opened(width, height)
    tabs = page.locator(".beyond-tab")
    expect(tabs).to_have_count(0)
    view(page, 75, 30, 7)
    expect(tabs).not_to_have_count(0)  # a busy machine draws them in a later frame
    told = [tab.locator("span").text_content() or "" for tab in tabs.all()]
    assert sum(map(int, told)) == 3
    frame = page.locator(".folium-map").bounding_box()
    assert frame
    controls = [c.bounding_box() for c in page.locator(".leaflet-control:visible").all()]
    for tab in tabs.all():
        box = tab.bounding_box()
        assert box
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"] - box["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] - box["height"]
        for other in filter(None, controls):
            apart_x = (
                box["x"] >= other["x"] + other["width"] or other["x"] >= box["x"] + box["width"]
            )
            apart_y = (
                box["y"] >= other["y"] + other["height"] or other["y"] >= box["y"] + box["height"]
            )
            assert apart_x or apart_y
    # What is filtered out does not count, nor does a theme that is off.
    page.locator(".finder-field").fill("apart")
    expect(tabs).to_have_count(0)
    page.locator(".finder-field").fill("")
    expect(tabs).not_to_have_count(0)
    layer(page, "Coastguard").uncheck()
    page.keyboard.press("Escape")
    expect(tabs).to_have_count(1)
    expect(tabs).to_have_accessible_name(re.compile("^1 record beyond the .*: show it$"))
    # The tab moves to where the closed panel was.
    expect(page.locator(".bar-item.unfolded")).to_have_count(0)
    update = f"void {MAP}.fire('panelchange')"
    page.evaluate(update)
    next_frame(page)
    # An update of the tabs while one is pressed does not take the click away.
    tabs.hover()
    page.mouse.down()
    page.evaluate(update)
    next_frame(page)
    page.mouse.up()
    mark = page.locator('.event-mark[aria-label*="third"]')
    expect(mark).to_be_in_viewport()
    third = mark.bounding_box()
    assert third
    assert frame["x"] < third["x"] < frame["x"] + frame["width"]
    assert frame["y"] < third["y"] < frame["y"] + frame["height"]


def test_tabs_speak_norwegian(opened: Callable[..., Page]) -> None:
    page = opened()
    page.get_by_role("button", name="Norsk bokmål").click()
    view(page, 62, -172, 9)
    expect(page.get_by_role("button", name=re.compile("oppføring(er)? uten"))).not_to_have_count(0)


def test_arrows_tell_the_order_and_a_layer_joins_the_sightings(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    expect(page.locator(".sequence-stub")).to_have_count(2)
    expect(page.locator(".sequence-line")).to_have_count(0)
    layer(page, "Order of sightings").check()
    expect(page.locator(".sequence-line")).to_have_count(2)
    expect(page.locator(".polar-name-note")).to_have_text("order of sightings, not a track")
    page.get_by_role("button", name="Norsk bokmål").click()
    expect(page.locator(".polar-name-note")).to_have_text(
        "rekkefølge på observasjoner, ikke en rute"
    )
    # A sighting that is not shown has no arrow, and none leads to it.
    page.locator(".finder-field").fill("first")
    expect(page.locator(".sequence-stub")).to_have_count(0)
    expect(page.locator(".sequence-line")).to_have_count(0)


def test_an_arrow_sets_out_along_the_geodesic_at_any_zoom(opened: Callable[..., Page]) -> None:
    page = opened()
    for zoom in (3, 4.5, 7):
        view(page, 66, -170, zoom)
        drawn = [
            [float(n) for n in re.findall(r"-?[\d.]+", path.get_attribute("d") or "")[:4]]
            for path in page.locator(".sequence-stub").all()
        ]
        assert drawn, zoom
        wanted = page.evaluate(
            f"""(legs) => legs.map((leg) => {{
                const ends = geotrackPolar.along(...leg, 25000).slice(0, 2);
                const [from, to] = ends.map(([lon, lat]) => {MAP}.project([lat, lon], 9));
                return Math.atan2(to.y - from.y, to.x - from.x);
            }})""",
            [[[-172, 62], [-168, 64.5]], [[-168, 64.5], [-169, 72]]],
        )
        for x1, y1, x2, y2 in drawn:
            angle = math.atan2(y2 - y1, x2 - x1)
            assert min(abs(angle - one) for one in wanted) < math.radians(2), zoom


def test_uncertainty_is_a_layer_and_shown_of_what_is_chosen(opened: Callable[..., Page]) -> None:
    page = opened()
    disc = page.locator("path.event-shape")
    expect(disc).to_be_visible()
    layer(page, "Uncertainty").uncheck()
    expect(disc).to_be_hidden()
    page.locator(".pick-title").get_by_text("first", exact=True).click()
    expect(disc).to_be_visible()
    page.locator(".pick-title").get_by_text("apart", exact=True).click()
    expect(disc).to_be_hidden()
    layer(page, "Uncertainty").check()
    expect(disc).to_be_visible()


def test_only_regions_of_records_that_are_shown_are_hatched(
    briefed: Callable[[str], Path], page_at: PageAt
) -> None:
    page = page_at(briefed("bering-strait"))
    hatched = page.locator('path[fill^="url(#hatch"]')
    before = hatched.count()
    assert before > 1
    page.locator(".finder-field").fill("no such record at all")
    expect(hatched).to_have_count(0)
    page.locator(".finder-field").fill("")
    expect(hatched).to_have_count(before)


def test_the_map_is_named_in_the_language_of_the_page(opened: Callable[..., Page]) -> None:
    page = opened()
    view(page, 88, 0, 4)
    names, degrees = page.locator(".polar-name textPath"), page.locator(".polar-graticule-labels")
    for language, pole, east in (
        ("Norsk bokmål", "Nordpolen", "30°Ø"),
        ("English", "North Pole", "30°E"),
    ):
        page.get_by_role("button", name=language).click()
        expect(names.filter(has_text=pole)).to_have_count(1)
        expect(degrees).to_contain_text(east)


def test_leaders_lie_under_every_symbol_and_fare_as_their_own(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("overview"))
    leaders = page.locator(".leaflet-leaders-pane .leader")
    assert leaders.count() > 10
    assert page.locator(".event-mark .leader").count() == 0
    order = "(pane) => Number(getComputedStyle(pane).zIndex)"
    below, above = (page.locator(f".leaflet-{p}-pane") for p in ("leaders", "marker"))
    assert below.evaluate(order) < above.evaluate(order)
    # Each begins in the middle of its symbol.
    middles = page.locator(".event-mark").evaluate_all(
        """(marks) => marks.map((mark) => {
            const { x, y, width, height } = mark.getBoundingClientRect();
            return [x + width / 2, y + height / 2];
        })"""
    )
    starts = leaders.evaluate_all(
        "(all) => all.map((one) => [one.getBoundingClientRect().x, one.getBoundingClientRect().y])"
    )
    for x, y in starts:
        assert min(abs(x - a) + abs(y - b) for a, b in middles) < 2
    page.get_by_role("searchbox").fill("Kiska")
    expect(page.locator(".event-mark:visible")).to_have_count(1)
    expect(page.locator(".leader:visible")).to_have_count(0)
