"""What folium's users write as a matter of course, on the polar map, as a browser shows it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import folium
import pyproj
from branca.element import Element
from folium.plugins import BeautifyIcon
from folium.raster_layers import ImageOverlay
from folium.utilities import JsCode
from playwright.sync_api import Page, expect

from folium_polar import Disc, HatchedPolygon, PolarMap
from sample_map import RED, sample_map
from tests.browser.conftest import PageAt, next_frame
from tests.browser.test_polarmap import fitted, is_land, screen, vertices

GEOD = pyproj.Geod(ellps="WGS84")


def _point(lon: float, lat: float) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}


def test_each_kind_of_marker_draws_the_points_of_a_geojson(page_at: PageAt) -> None:
    polar_map = PolarMap()
    markers = [
        folium.Circle(radius=100_000, color="#aa0001"),
        Disc((0, 0), 100_000, colour="#aa0002"),
        folium.CircleMarker(radius=9, color="#aa0003"),
        folium.Marker(),
        folium.Marker(icon=folium.DivIcon(html="here")),
        folium.Marker(icon=folium.CustomIcon(RED)),
        folium.Marker(icon=folium.Icon(icon="star")),
        folium.Marker(icon=BeautifyIcon(icon_shape="marker")),
    ]
    for number, marker in enumerate(markers):
        folium.GeoJson(
            _point(40 * number, 80),
            marker=marker,
            style_function=lambda _: {"opacity": 0.5},
            highlight_function=lambda _: {"weight": 9},
            tooltip=folium.GeoJsonTooltip(["name"]),
        ).add_to(polar_map)
    page = page_at(polar_map)
    assert page.locator("path.leaflet-interactive").count() == 3
    assert page.locator(".leaflet-marker-icon").count() == 5
    assert page.locator(".leaflet-marker-icon path").count() == 1
    for number, colour in enumerate(["#aa0001", "#aa0002"]):
        metres = [GEOD.inv(40 * number, 80, lon, lat)[2] for lat, lon in vertices(page, colour)]
        assert max(abs(m - 100_000) for m in metres) < 3_000


def test_what_leaflet_makes_with_a_function_is_made_with_new_too(page_at: PageAt) -> None:
    page = page_at(PolarMap(basemap=False))
    made = page.evaluate(
        """() => [
            new L.circle([80, 0], { radius: 5 }), L.circle([80, 0], 5), new L.Circle([80, 0], 5),
            new L.rectangle([[70, 0], [75, 9]]), new L.imageOverlay("data:,", [[70, 0], [75, 9]]),
        ].map((layer) => [
            [L.Circle, L.Rectangle, L.ImageOverlay].findIndex((kind) => layer instanceof kind),
            layer.getRadius?.(),
        ])"""
    )
    assert made == [[0, 5], [0, 5], [0, 5], [1, None], [2, None]]


def limits(crs: str, lats: tuple[float, float], lons: tuple[float, float]) -> list[float]:
    """Give the rectangle of the map's plane under a box: west, south, east, north, in metres."""
    project = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    (south, north), (west, east) = lats, lons
    lines = [west + (east - west) * i / 3600 for i in range(3601)]
    xs, ys = zip(*(project(lon, lat) for lon in lines for lat in (south, north)), strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def view(page: Page) -> list[float]:
    """Give the rectangle of the map's plane that is in view, in metres."""
    found: list[float] = page.evaluate(
        """() => {
            const {x, y} = map_1.getSize();
            const {crs} = map_1.options;
            return [[0, y], [x, 0]].flatMap((corner) => {
                const pixel = map_1.getPixelBounds().min.add(corner);
                const {x: east, y: north} = crs.transformation.untransform(
                    pixel, crs.scale(map_1.getZoom()));
                return [east, north];
            });
        }"""
    )
    return found


def drag(page: Page, right: float, down: float) -> None:
    page.mouse.move(720, 450)
    page.mouse.down()
    for share in (0.5, 1):
        page.mouse.move(720 + right * share, 450 + down * share)
    page.mouse.up()


def test_a_wish_to_jump_to_the_next_copy_of_the_world_does_no_harm(page_at: PageAt) -> None:
    page = page_at(PolarMap(world_copy_jump=True, inertia=False))
    drag(page, 200, 100)
    assert screen(page, 90, 0) == (920, 550)


def test_bounds_hold_the_view_to_the_maps_extent_and_let_the_pole_into_it(page_at: PageAt) -> None:
    options = {"max_bounds": True, "maxBoundsViscosity": 1, "inertia": False}
    page = page_at(PolarMap((60, 0), zoom_start=5, **options))
    extent = limits("EPSG:3995", (35, 90), (-180, 180))
    metres_a_pixel = 40_000 / 8
    x, y = screen(page, 90, 0)
    drag(page, 0, 300)
    assert screen(page, 90, 0) == (x, y + 300)
    for right, down, side in ((0, -650, 1), (0, 1200, 3), (1200, 0, 0), (-1200, 0, 2)):
        for _ in range(4):
            drag(page, right / 2, down / 2)
        assert abs(view(page)[side] - extent[side]) < 2 * metres_a_pixel
    page.evaluate("void map_1.setView([90, 0], 3, {animate: false})")
    assert screen(page, 90, 0) == (720, 450)


def test_bounds_may_cross_180(page_at: PageAt) -> None:
    box = {"min_lat": 60, "max_lat": 75, "min_lon": 165, "max_lon": -150}
    for options in ({"max_bounds": True, **box}, {"maxBounds": [[60, 165], [75, -150]]}):
        page = page_at(PolarMap(crs=3995, zoom_start=8, **options))
        edge = limits("EPSG:3995", (60, 75), (165, 210))
        for side, (right, down) in enumerate([(-9e3, 0), (0, 9e3), (9e3, 0), (0, -9e3)]):
            page.evaluate(
                """(by) => void map_1.setView(
                    map_1.unproject(map_1.project(map_1.getCenter()).add(by)), 8, {animate: false})
                """,
                [right, down],
            )
            assert abs(view(page)[side] - edge[side]) < 2 * 40_000 / 64


def test_a_box_drawn_round_the_pole_is_what_is_shown(page_at: PageAt) -> None:
    page = page_at(PolarMap(zoomAnimation=False))
    page.mouse.move(620, 400)
    page.keyboard.down("Shift")
    page.mouse.down()
    page.mouse.move(700, 450)
    page.mouse.move(820, 500)
    page.mouse.up()
    page.keyboard.up("Shift")
    x, y = screen(page, 90, 0)
    assert abs(x - 720) <= 1
    assert abs(y - 450) <= 1
    assert page.evaluate("map_1.getZoom()") == 6.25  # 7.2 times as close


def test_the_box_of_what_the_map_holds_is_fitted_over_180(page_at: PageAt) -> None:
    places = [(66.0, 170.0), (71.0, 179.0), (69.0, -172.0), (66.0, -170.0)]
    polar_map = PolarMap(crs=3571)
    for place in places:
        folium.CircleMarker(place).add_to(polar_map)
    polar_map.fit_bounds(polar_map.get_bounds())
    page = page_at(polar_map)
    assert fitted(page, places) > 0.8
    holds = "lng => map_1.getBounds().contains([70, lng])"
    assert all(page.evaluate(holds, lng) for lng in (179, -179, 181))
    assert not any(page.evaluate(holds, lng) for lng in (0, 90))
    page.evaluate("void map_1.setView([90, 0], 3, { animate: false })")
    page.evaluate(
        "corners => void map_1.flyToBounds(corners, { animate: false })", polar_map.get_bounds()
    )
    assert fitted(page, places) > 0.8


def test_a_fit_of_nothing_leaves_the_view(page_at: PageAt) -> None:
    polar_map = PolarMap((75, 40), zoom_start=5)
    polar_map.fit_bounds(polar_map.get_bounds())
    assert screen(page_at(polar_map), 75, 40) == (720, 450)


def test_an_area_is_hatched_on_canvas_too(page_at: PageAt) -> None:
    polar_map = PolarMap((69, 0), zoom_start=7, prefer_canvas=True, basemap=False, graticule=False)
    HatchedPolygon([(66, -10), (66, 10), (72, 10), (72, -10)], colour="#c2410c").add_to(polar_map)
    folium.Polygon([(66, 20), (66, 30), (72, 30), (72, 20)], fill=True).add_to(polar_map)
    page = page_at(polar_map)
    next_frame(page)
    shares = page.evaluate(
        """() => [[69, 0], [69, 25]].map((place) => {
            const canvas = document.querySelector(".leaflet-overlay-pane canvas");
            const box = canvas.getBoundingClientRect();
            const {x, y} = map_1.latLngToContainerPoint(place);
            const copy = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
            const ctx = copy.getContext("2d", {willReadFrequently: true});
            ctx.drawImage(canvas, box.x - x, box.y - y);
            const dots = ctx.getImageData(0, 0, 40, 40).data;
            const filled = Array.from({length: 1600}, (_, i) => dots[4 * i + 3] > 8 ? 1 : 0);
            return filled.reduce((sum, one) => sum + one) / 1600;
        })"""
    )
    # Lines half a pixel wide, seven apart; and an area that has no hatch.
    assert 0.1 < shares[0] < 0.45
    assert shares[1] == 1


def test_an_images_popup_opens_within_its_outline_alone(page_at: PageAt) -> None:
    polar_map = PolarMap(fadeAnimation=False)
    for corners, words in (([[70, -80], [75, 80]], "arc"), ([[82, -180], [86, 180]], "ring")):
        image = ImageOverlay(RED, corners, interactive=True)
        folium.Popup(words).add_to(image)
        image.add_to(polar_map)
    page = page_at(polar_map)
    popup = page.locator(".leaflet-popup-content")
    inside = {"arc": [(72, -75), (72, 0), (74.5, 75)], "ring": [(84, 0), (84, 179), (84, -179)]}
    for words, places in inside.items():
        for place in places:
            page.mouse.click(*screen(page, *place))
            expect(popup).to_have_text(words)
            page.evaluate("void map_1.closePopup()")
    # Between them, south of them, beside them and round the pole, all in the box of one.
    for place in ((78.5, 0), (69, -60), (72, 90), (89, 45)):
        page.mouse.click(*screen(page, *place))
        expect(popup).to_have_count(0)


def test_the_font_size_is_that_of_popups_tooltips_and_controls(page_at: PageAt) -> None:
    page = page_at(sample_map(font_size=26))
    page.locator("img.leaflet-marker-icon").click()
    page.locator("img.leaflet-marker-icon").hover()
    sizes = {"popup-content": 26, "tooltip": 24, "control-layers-expanded": 25}
    for name, size in sizes.items():
        expect(page.locator(f".leaflet-{name}").first).to_have_css("font-size", f"{size}px")


def test_leaflets_switches_are_set_before_it_starts(page_at: PageAt) -> None:
    page = page_at(sample_map(no_touch=True, disable_3d=True))
    assert page.evaluate("[L.Browser.touch, L.Browser.any3d]") == [False, False]
    drag(page, 100, 50)
    page.evaluate("void map_1.setView([80, 40], 5, { animate: false })")
    page.wait_for_function(
        "() => { const icon = document.querySelector('.strait').getBoundingClientRect();"
        " const map = map_1.getContainer().getBoundingClientRect();"
        " const at = map_1.latLngToContainerPoint([65.75, -168.95]);"
        " return Math.hypot(icon.x - map.x - at.x, icon.y - map.y - at.y) < 25; }"
    )
    # Novaya Zemlya, in view: what lies beside it is drawn a second later.
    assert is_land(page, 75, 58)


def test_a_notebook_shows_the_map_in_any_kind_of_frame(page_at: PageAt, tmp_path: Path) -> None:
    polar_map = PolarMap()
    folium.Marker((80, 0)).add_to(polar_map)
    text = polar_map.get_root().render()
    frames = [
        polar_map._repr_html_(),  # Jupyter and VS Code
        f'<iframe sandbox="allow-scripts" srcdoc="{escape(text)}"></iframe>',  # Streamlit
        f'<iframe src="data:text/html;charset=utf-8,{quote(text)}"></iframe>',  # Colab, older ones
    ]
    outer = tmp_path / "notebook.html"
    outer.write_text("<!DOCTYPE html><meta charset=utf-8>" + "".join(frames), encoding="utf-8")
    page = page_at(outer)
    for number in range(len(frames)):
        inner = page.frame_locator("iframe").nth(number)
        expect(inner.locator(".leaflet-marker-icon")).to_be_visible()
        expect(inner.locator("canvas").first).to_be_visible()


def test_an_authors_script_in_the_page_finds_the_map(page_at: PageAt) -> None:
    polar_map = PolarMap(basemap=False)
    polar_map.get_root().script.add_child(
        Element(f"window.zoom = {polar_map.get_name()}.getZoom();")
    )
    polar_map.on(zoomend=JsCode(f"() => {{ window.zoom = {polar_map.get_name()}.getZoom(); }}"))
    polar_map.get_root().scripts.append(f"{polar_map.get_name()}.setZoom(5, {{animate: false}});")
    assert page_at(polar_map).evaluate("zoom") == 5
