"""Each thing that folium draws, on the polar map, as a browser shows it."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import folium
import pyproj
import pytest
from PIL import ImageColor
from playwright.sync_api import Page, expect

from folium_polar import POLAR_CRS, Corridor, Depth, Labels, PolarMap, Relief
from folium_polar.basemap.relief import SEA_TINTS
from sample_map import sample_map
from tests.browser.conftest import PageAt, next_frame

WINDOW = (1000, 640)
RELIEF = True
GEOD = pyproj.Geod(ellps="WGS84")
CORNERS = [(58, 165), (74, -150)]
# Where no EPSG code has the meridian, one is turned.
TURNED = {
    "EPSG:3995@90": "+proj=stere +lat_0=90 +lat_ts=71 +lon_0=90 +datum=WGS84",
    "EPSG:3995@180": "+proj=stere +lat_0=90 +lat_ts=71 +lon_0=180 +datum=WGS84",
    "EPSG:3571@-20": "+proj=laea +lat_0=90 +lon_0=-20 +datum=WGS84",
}
ALL = {**{code: code for code in POLAR_CRS}, **TURNED}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with one of everything, saved once."""
    out = tmp_path_factory.mktemp("everything") / "map.html"
    sample_map().save(str(out))
    return out


def screen(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a place is on the screen, pixels."""
    point = page.evaluate(f"map_1.latLngToContainerPoint([{lat}, {lon}])")
    return point["x"], point["y"]


def path(page: Page, colour: str) -> str:
    """Give the SVG path of the one line or area of a colour."""
    paths = page.locator(f'path.leaflet-interactive[stroke="{colour}"]')
    expect(paths).to_have_count(1)
    return str(paths.get_attribute("d"))


def vertices(page: Page, colour: str) -> list[tuple[float, float]]:
    """Give the vertices of a path as lat, lon."""
    numbers = re.findall(r"[ML](-?[\d.]+)[ ,](-?[\d.]+)", path(page, colour))
    places = page.evaluate(
        "points => points.map(([x, y]) => map_1.layerPointToLatLng([x, y]))",
        [[float(x), float(y)] for x, y in numbers],
    )
    return [(place["lat"], place["lng"]) for place in places]


def pixel(page: Page, lat: float, lon: float) -> tuple[int, int, int]:
    """Give the colour of the basemap at a place."""
    colour = page.evaluate(
        """([lat, lon]) => {
            const canvas = document.querySelector(".leaflet-plate-pane canvas");
            const box = canvas.getBoundingClientRect();
            const map = document.querySelector(".folium-map").getBoundingClientRect();
            const at = map_1.latLngToContainerPoint([lat, lon]);
            const x = (at.x + map.left - box.left) * canvas.width / box.width;
            const y = (at.y + map.top - box.top) * canvas.height / box.height;
            return readPixel(canvas, x, y);
        }""",
        [lat, lon],
    )
    return colour[0], colour[1], colour[2]


def is_land(page: Page, lat: float, lon: float) -> bool:
    """Land is warmer than water: more red than blue."""
    red, _, blue = pixel(page, lat, lon)
    return red > blue


def test_one_of_everything_at_both_sizes(page_at: PageAt, everything: Path) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page = page_at(everything, width, height)
        expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
        expect(page.locator("path.leaflet-interactive")).to_have_count(9)
        expect(page.locator(".polar-name")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_every_projection_shows_pole_and_antimeridian_whole(page_at: PageAt) -> None:
    page = page_at(PolarMap(fit=[(60, lon) for lon in range(0, 360, 30)]))
    for code in ALL:
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        # Wrangel Island and Chukotka lie across 180°, where Natural Earth is cut.
        for lat, lon in ((71.2, 179.9), (71.2, 180), (71.2, -179.9), (67, 180), (66.5, -179.99)):
            assert is_land(page, lat, lon), (code, lat, lon)
        for lat, lon in ((90, 0), (89, 77), (73, 180), (60, 180), (60, -180)):
            assert not is_land(page, lat, lon), (code, lat, lon)
        x, y = screen(page, 90, 0)
        assert abs(x - WINDOW[0] / 2) < 3
        assert abs(y - WINDOW[1] / 2) < 3


def test_what_is_painted_lies_on_whole_pixels(page_at: PageAt) -> None:
    page = page_at(PolarMap(fit=[(60, lon) for lon in range(0, 360, 30)]), 391, 845)
    for zoom in (3.1, 4.3, 5.7):
        page.evaluate(f"void map_1.setView([71.3, 20.7], {zoom}, {{ animate: false }})")
        moved = page.evaluate(
            """() => ["plate-pane > canvas", "graticule-pane > svg"].flatMap((name) => {
                const drawn = document.querySelector(`.leaflet-${name}`);
                const { a, e, f } = new DOMMatrixReadOnly(getComputedStyle(drawn).transform);
                return [a - 1, e % 1, f % 1];
            })"""
        )
        assert len(moved) == 6
        assert not any(moved)


def test_the_bundles_projections_are_those_of_proj(page_at: PageAt) -> None:
    page = page_at(PolarMap(basemap=False))
    places = [[lon, lat] for lat in (90, 89.99, 80, 65.75, 45) for lon in (-180, -168.95, 0, 77)]
    for code, crs in ALL.items():
        transform = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
        projected = page.evaluate(
            """([code, places]) => {
                const { project } = geotrackPolar.projectionOf(code);
                return places.map((at) => project(...at));
            }""",
            [code, places],
        )
        for (lon, lat), (x, y) in zip(places, projected, strict=True):
            assert math.dist(transform(lon, lat), (x, y)) < 0.01, (code, lon, lat)


def test_a_marker_stands_where_it_should(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    icon = page.locator("img.leaflet-marker-icon").bounding_box()
    assert icon is not None
    x, y = screen(page, 90, 0)
    assert abs(icon["x"] + icon["width"] / 2 - x) <= 1
    assert abs(icon["y"] + icon["height"] - y) <= 1
    source = page.locator("img.leaflet-marker-icon").get_attribute("src")
    assert str(source).startswith("data:image/svg+xml")
    assert page.evaluate("document.querySelector('img.leaflet-marker-icon').naturalWidth") == 25


def test_a_popup_opens_on_a_click_and_its_links_tell_nobody(
    page_at: PageAt, everything: Path
) -> None:
    page = page_at(everything)
    page.locator(".strait").click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_have_text("read")
    link = popup.locator("a")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_a_popup_that_is_shown_stands_open_inside_a_group_too(page_at: PageAt) -> None:
    polar_map = PolarMap()
    group = folium.FeatureGroup("Group").add_to(polar_map)
    folium.Marker((80, 0), popup=folium.Popup("open", show=True)).add_to(group)
    folium.Marker((80, 90), popup=folium.Popup("shut")).add_to(group)
    page = page_at(polar_map)
    expect(page.locator(".leaflet-popup-content")).to_have_text(["open"])


def test_a_script_in_a_popup_does_not_run_and_a_bad_link_goes_nowhere(page_at: PageAt) -> None:
    polar_map = PolarMap()
    text = "${window.hit = 1} {{ 7 * 7 }} `x`"
    folium.Marker((85, 0), popup=text, tooltip="${window.hit = 3}").add_to(polar_map)
    page = page_at(polar_map)
    page.locator("img.leaflet-marker-icon").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text(
        "${window.hit = 1} {{ 7 * 7 }} `x`"
    )
    page.keyboard.press("Escape")
    # Python refuses such a link; the page takes it out of text that it gets later.
    page.evaluate(
        """() => map_1.eachLayer((layer) => layer.getPopup?.()?.setContent(
            "<a href='javascript:window.hit=2'>a</a>"))"""
    )
    page.locator("img.leaflet-marker-icon").click()
    page.locator(".leaflet-popup-content a").click()
    assert page.evaluate("window.hit") is None


def test_a_tooltip_shows_on_hover(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    page.locator("img.leaflet-marker-icon").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("The pole")
    page.mouse.move(5, 5)
    x, y = screen(page, 71.2, -179.5)
    page.mouse.move(x, y)
    expect(page.get_by_role("tooltip", name="Wrangel Island")).to_be_visible()


def test_geojson_has_style_highlight_tooltip_and_popup_and_no_seam(
    page_at: PageAt, everything: Path
) -> None:
    page = page_at(everything)
    shapes = page.locator('path[stroke="#1d4ed8"]')
    expect(shapes).to_have_count(2)
    # Each is one ring: the halves are joined, the way to the pole is gone.
    assert [str(shapes.nth(i).get_attribute("d")).count("M") for i in range(2)] == [1, 1]
    x, y = screen(page, 67.5, 180)
    page.mouse.move(x, y)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("cut at 180°")
    expect(shapes.first).to_have_attribute("stroke-width", "4")
    page.mouse.click(x, y)
    expect(page.locator(".leaflet-popup-content")).to_contain_text("cut at 180°")
    page.mouse.move(5, 5)
    expect(shapes.first).to_have_attribute("stroke-width", "2")


def test_a_line_keeps_its_parallel_the_short_way_over_180(
    page_at: PageAt, everything: Path
) -> None:
    page = page_at(everything)
    line = vertices(page, "#b30000")
    assert len(line) > 10
    assert all(abs(lat - 75) < 0.02 for lat, _ in line)
    assert all(abs(lon) >= 149.9 for _, lon in line)


def test_a_ring_round_the_pole_encloses_it(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    ring = vertices(page, "#0f766e")
    assert all(abs(lat - 80) < 0.05 for lat, _ in ring)
    assert {math.floor(lon / 90) for _, lon in ring} >= {-2, -1, 0, 1}


def test_a_circle_is_all_places_at_its_distance(page_at: PageAt) -> None:
    page = page_at(sample_map(fit=[(86, lon) for lon in range(0, 360, 30)]))
    ring = vertices(page, "#444444")
    metres = [GEOD.inv(45, 89, lon, lat)[2] for lat, lon in ring]
    assert len(ring) > 60
    assert min(metres) > 249_000
    assert max(metres) < 251_000


def test_a_rectangle_follows_parallels_and_meridians(page_at: PageAt) -> None:
    page = page_at(sample_map(fit=CORNERS, crs=3571))
    for lat, lon in vertices(page, "#7e22ce"):
        on_side = abs(abs(lon) - 170) < 0.05
        on_parallel = min(abs(lat - 70), abs(lat - 73)) < 0.02
        assert on_side or on_parallel, (lat, lon)
        assert abs(lon) > 169.9


def test_an_image_is_bent_to_the_projection(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    canvas = page.locator("canvas.leaflet-image-layer")
    expect(canvas).to_have_js_property("width", 1400)

    def alpha(lat: float, lon: float) -> int:
        return page.evaluate(
            """([lat, lon]) => {
                const canvas = document.querySelector("canvas.leaflet-image-layer");
                const box = canvas.getBoundingClientRect();
                const at = map_1.latLngToContainerPoint([lat, lon]);
                const x = (at.x - box.left) * canvas.width / box.width;
                const y = (at.y - box.top) * canvas.height / box.height;
                return readPixel(canvas, x, y)[3];
            }""",
            [lat, lon],
        )

    inside = (76.3, -59), (76.3, -21), (81.7, -59), (81.7, -21), (76.1, -40), (79, -40)
    outside = (75.7, -40), (82.3, -40), (79, -62), (79, -18)
    for code in ("EPSG:3995", *TURNED, "EPSG:5936"):
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        for lat, lon in inside:
            assert alpha(lat, lon) == 128, (code, lat, lon)
        for lat, lon in outside:
            assert alpha(lat, lon) == 0, (code, lat, lon)


def test_a_corridor_and_a_hatch_are_drawn(page_at: PageAt) -> None:
    polar_map = sample_map()
    Corridor([(72, 60), (76, 100)], 40_000, colour="#abcdef", geodesic_edges=True).add_to(polar_map)
    page = page_at(polar_map)
    rim = vertices(page, "#abcdef")
    line = [(72, 60), *((lat, lon) for lon, lat in GEOD.npts(60, 72, 100, 76, 200)), (76, 100)]
    for lat, lon in rim:
        metres = min(GEOD.inv(lon, lat, x, y)[2] for y, x in line)
        assert abs(metres - 40_000) < 3_000
    hatched = page.locator('path[stroke="#c2410c"]')
    fill = str(hatched.get_attribute("fill"))
    assert fill.startswith("url(#hatch-")
    expect(page.locator(f"pattern[id='{fill[5:-1]}'] line")).to_have_attribute("stroke", "#c2410c")


def test_layer_controls_switch_layers(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    expect(page.locator(".leaflet-control-layers-group-name")).to_have_text("Content")
    page.get_by_label("Points").uncheck()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(0)
    page.get_by_label("Points").check()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.get_by_label("Image").uncheck()
    expect(page.locator("canvas.leaflet-image-layer")).to_have_count(0)
    page.get_by_label("GeoJson").uncheck()
    expect(page.locator('path[stroke="#1d4ed8"]')).to_have_count(0)


@pytest.mark.parametrize("code", ["EPSG:3995", "EPSG:3571", "EPSG:5936"])
def test_the_scale_bar_is_true_at_the_middle(page_at: PageAt, code: str) -> None:
    page = page_at(PolarMap(crs=code, zoom_start=5))
    for lat, lon in ((90, 0), (65.75, -168.95), (70, 180), (52, 30)):
        page.evaluate(
            f"void map_1.setView([{lat}, {lon}], map_1.getZoom() + 1, {{animate: false}})"
        )
        scale_is_true(page)


def scale_is_true(page: Page) -> None:
    """Compare both lines of the scale bar with the geodesic under them."""
    lines = page.locator(".polar-scale-line").all()
    for line, metres_a_unit in zip(lines, (1000, 1852), strict=True):
        text = str(line.text_content())
        said = float(re.sub(r"\D", "", text)) * metres_a_unit
        width = page.evaluate("line => parseFloat(line.style.width)", line.element_handle())
        ends = page.evaluate(
            """width => [-0.5, 0.5].map((side) => {
                const {x, y} = map_1.getSize().divideBy(2);
                const {lat, lng} = map_1.containerPointToLatLng([x + side * width, y]);
                return [lng, lat];
            })""",
            width,
        )
        true = GEOD.inv(*ends[0], *ends[1])[2]
        assert abs(said / true - 1) < 0.003, (text, true)
        assert width <= 130


def test_the_cursor_tells_its_place_with_letters(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    cursor = page.locator(".polar-cursor")
    page.evaluate("map_1.fire('mouseout')")  # a browser without windows has its pointer at 0, 0
    expect(cursor).to_be_hidden()
    for lat, lon, words in (
        (85, -30, "8[45].*° N  (30|29).*° W"),
        (78, 100, "7[78].*° N  (100|99).*° E"),
    ):
        page.mouse.move(*screen(page, lat, lon))
        expect(cursor).to_have_text(re.compile(words))


def fitted(page: Page, places: list[tuple[float, float]]) -> float:
    """Check that all places are in view; give the share of the view that they span."""
    next_frame(page)  # in which FitOverlays fits
    points = [screen(page, lat, lon) for lat, lon in places]
    size = page.evaluate("map_1.getSize()")
    xs, ys = zip(*points, strict=True)
    assert min(xs) >= -0.5
    assert min(ys) >= -0.5
    assert max(xs) <= size["x"] + 0.5
    assert max(ys) <= size["y"] + 0.5
    return max((max(xs) - min(xs)) / size["x"], (max(ys) - min(ys)) / size["y"])


RING = [(60.0, float(lon)) for lon in range(-180, 180, 10)]
BOX = [(58.0, 165.0), (58.0, -150.0), (74.0, -150.0), (74.0, 165.0), (58.0, -172.0)]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_fits_hold_what_they_are_given_and_little_more(
    page_at: PageAt, width: int, height: int
) -> None:
    assert fitted(page_at(PolarMap(fit=RING), width, height), RING) > 0.84
    assert fitted(page_at(PolarMap(fit=CORNERS, crs=3571), width, height), BOX) > 0.84


def test_foliums_own_fits_are_right_at_the_pole(page_at: PageAt) -> None:
    polar_map = PolarMap()
    polar_map.fit_bounds([[60, -180], [90, 180]])
    assert fitted(page_at(polar_map), RING) > 0.84

    polar_map = PolarMap(crs=3571)
    polar_map.fit_bounds(CORNERS)
    assert fitted(page_at(polar_map), BOX) > 0.84

    polar_map = PolarMap()
    for lon in range(0, 360, 60):
        folium.PolyLine([(70, lon), (60, lon)]).add_to(polar_map)
    folium.FitOverlays(padding=5).add_to(polar_map)
    ends = [(60.0, float(lon)) for lon in range(0, 360, 60)]
    assert fitted(page_at(polar_map), ends) > 0.84


def test_zooming_keeps_to_its_power_law(page_at: PageAt) -> None:
    page = page_at(PolarMap((80, 0), zoom_start=4.5))

    def degree() -> float:
        (x0, y0), (x1, y1) = screen(page, 80, 0), screen(page, 40, 0)
        return math.hypot(x1 - x0, y1 - y0)

    before = degree()
    page.evaluate("void map_1.setZoom(5.25, {animate: false})")
    assert abs(degree() / before - 2**0.75) < 0.01
    page.evaluate("void map_1.setZoom(99, {animate: false})")
    assert page.evaluate("map_1.getZoom()") == 11
    assert math.isfinite(degree())


def test_the_map_is_used_by_keyboard(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    page.locator(".folium-map").focus()
    before = page.evaluate("map_1.getZoom()")
    page.keyboard.press("+")
    page.wait_for_function("before => map_1.getZoom() > before", arg=before)
    page.locator("img.leaflet-marker-icon").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content h3")).to_have_text("North Pole")


def test_graticule_labels_stand_at_the_edge_of_the_view(page_at: PageAt) -> None:
    page = page_at(PolarMap(fit=CORNERS, crs=3571))
    labels = page.locator(".polar-graticule-labels span")
    texts = labels.all_text_contents()
    assert {"180°", "170°W", "60°N", "Arctic Circle"} <= set(texts)
    for label, text in zip(labels.all(), texts, strict=True):
        box = label.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        at_edge = min(x, WINDOW[0] - x) < 80 or min(y, WINDOW[1] - y) < 20
        assert at_edge or text.endswith("N"), text
    # A label belongs to its line: 170°W lies where its meridian is.
    box = labels.filter(has_text="170°W").first.bounding_box()
    assert box is not None
    place = page.evaluate(
        "([x, y]) => map_1.containerPointToLatLng([x, y])",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert abs(place["lng"] + 170) < 0.3


def test_parallels_and_meridians_are_drawn_where_they_are(page_at: PageAt) -> None:
    page = page_at(PolarMap(fit=[(60, lon) for lon in range(0, 360, 30)]), 1440, 900)
    for code in ("EPSG:3413", "EPSG:3571@-20"):
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        rings, rays = page.evaluate(
            r"""() => {
                const [degrees, circle] = document.querySelectorAll(".leaflet-graticule-pane path");
                const place = ([x, y]) => map_1.layerPointToLatLng([+x, +y]);
                const parts = degrees.getAttribute("d").match(/M[^M]+/g);
                const arcs = parts.filter((part) => part.includes("a"));
                arcs.push(circle.getAttribute("d"));
                const lines = parts.filter((part) => part.includes("L"));
                return [
                    arcs.map((part) => {
                        const [x, y, radius] = part.match(/-?[\d.]+/g).map(Number);
                        // The four ends of the circle across and down.
                        const ends = [[0, 0], [-1, 1], [-2, 0], [-1, -1]];
                        return ends.map(([i, j]) => place([x + i * radius, y + j * radius]).lat);
                    }),
                    lines.map((part) =>
                        part.slice(1).split("L").map((at) => place(at.split(" ")).lng)),
                ];
            }"""
        )
        for latitudes in rings:
            assert max(latitudes) - min(latitudes) < 1e-6, (code, latitudes)
        drawn = [latitudes[0] for latitudes in rings]
        assert drawn[-1] == pytest.approx(66.5639, abs=1e-4)
        assert drawn[:-1] == pytest.approx([round(lat) for lat in drawn[:-1]], abs=1e-6)
        ends = [lons[-1] % 360 for lons in rays]
        assert len(ends) >= 12
        every = [360 / len(ends) * i for i in range(len(ends))]
        assert sorted(ends) == pytest.approx(every, abs=1e-6)
        # Four begin at the pole, which has any longitude.
        for start, end in rays:
            assert start == pytest.approx(end, abs=1e-6) or round(end) % 90 == 0


def test_a_circle_has_the_corners_that_its_size_needs(page_at: PageAt) -> None:
    page = page_at(PolarMap(basemap=False))
    radii = (1, 500, 10_000, 150_000, 3_000_000)
    rings = page.evaluate(
        """(radii) => radii.map((radius) => L.circle([71.2, 179.5], { radius }).getLatLngs()[0]
            .map(({ lat, lng }) => [lng, lat]))""",
        radii,
    )
    for radius, ring in zip(radii, rings, strict=True):
        assert len(ring) % 2 == 0
        assert 32 <= len(ring) <= 180
        lons, lats = zip(*ring, strict=True)
        azimuths, _, metres = GEOD.inv([179.5] * len(ring), [71.2] * len(ring), lons, lats)
        assert metres == pytest.approx([radius] * len(ring), rel=1e-8)
        steps = [(b - a) % 360 for a, b in zip(azimuths, [*azimuths[1:], azimuths[0]], strict=True)]
        assert steps == pytest.approx([360 / len(ring)] * len(ring), rel=1e-5)
        sagitta = radius * (1 - math.cos(math.pi / len(ring)))
        assert sagitta <= 10 or len(ring) == 180
    assert [len(ring) for ring in rings] == sorted(len(ring) for ring in rings)


def test_a_circle_has_the_vertices_that_the_scale_shows(page_at: PageAt) -> None:
    page = page_at(PolarMap((71.2, 179.5), zoom_start=3, basemap=False))
    centre, metres = [71.2, 179.5], 150_000
    azimuths = list(range(360))
    lons, lats, _ = GEOD.fwd([179.5] * 360, [71.2] * 360, azimuths, [metres] * 360)
    drawn = page.evaluate(
        """([centre, radius, places]) => {
          const circle = L.circle(centre, { radius }).addTo(map_1);
          return [3, 5, 8].map((zoom) => {
            map_1.setView(centre, zoom, { animate: false });
            const [ring] = circle._rings;
            const edges = ring.map((end, i) => [ring.at(i - 1), end]);
            const away = places.map((place) => {
              const at = map_1.project(place).subtract(map_1.getPixelOrigin());
              const from = (ends) => L.LineUtil.pointToSegmentDistance(at, ...ends);
              return Math.min(...edges.map(from));
            });
            return [ring.length, Math.max(...away)];
          }).concat([L.circle(centre, radius).toGeoJSON().geometry.coordinates[0].length - 1]);
        }""",
        [centre, metres, list(zip(lats, lons, strict=True))],
    )
    *drawn, whole = drawn
    corners = [many for many, _ in drawn]
    assert corners == sorted(corners)
    assert corners[0] < corners[1] <= whole == 180
    assert max(away for _, away in drawn[:2]) < 0.1


def test_degrees_keep_their_edge_while_the_map_moves_and_lie_under_popups(
    page_at: PageAt, everything: Path
) -> None:
    page = page_at(everything)
    for _ in range(2):
        page.evaluate("void map_1.panBy([240, 160], {animate: false})")
    label = page.locator(".polar-graticule-labels span").filter(has_text="0°").last
    box = label.bounding_box()
    assert box is not None
    x, y = box["x"], box["y"]
    assert min(x, WINDOW[0] - x, y, WINDOW[1] - y) < 60
    order = page.evaluate(
        "['degrees', 'names', 'overlay', 'marker', 'popup'].map((name) =>"
        " +getComputedStyle(map_1.getPane(name) ?? map_1.getPane(name + 'Pane')).zIndex)"
    )
    assert order == sorted(order)


def test_names_give_way_to_markers(page_at: PageAt) -> None:
    polar_map = PolarMap()
    Labels(
        [
            {"text": "Covered", "lat": 75, "lon": 0},
            {"text": "Free", "lat": 75, "lon": 120},
            {"text": "Later", "lat": 75, "lon": 60, "min_zoom": 7},
            {"text": "Town", "lat": 68, "lon": 0, "size": "place"},
        ]
    ).add_to(polar_map)
    group = folium.FeatureGroup("Group").add_to(polar_map)
    icon = folium.DivIcon("o", icon_size=(20, 20), icon_anchor=(10, 10))
    folium.Marker((75, 0), icon=icon).add_to(group)
    # On the town, where no letter of its name would stand.
    folium.Marker((68, 0), icon=icon).add_to(group)
    folium.LayerControl(collapsed=False).add_to(polar_map)
    page = page_at(polar_map)
    town = page.get_by_text("Town")
    expect(town).to_be_hidden()  # it would stand too far away
    page.evaluate("map_1.setView([68, 0], 6, { animate: false })")
    expect(town).to_be_visible()
    top = "() => document.querySelector('.polar-name-place').getBoundingClientRect().top"
    below = page.evaluate(top)
    page.get_by_label("Group").uncheck()
    page.wait_for_function(f"(below) => ({top})() < below - 10", arg=below)
    page.get_by_label("Group").check()
    page.evaluate("map_1.setView([90, 0], map_1.getMinZoom(), { animate: false })")
    expect(page.get_by_text("Covered")).to_be_hidden()
    expect(page.get_by_text("Free")).to_be_visible()
    expect(page.get_by_text("Later")).to_be_hidden()
    page.get_by_label("Group").uncheck()
    expect(page.get_by_text("Covered")).to_be_visible()


def test_the_open_map_turns_to_another_projection(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    zoom = page.evaluate("map_1.getZoom()")
    page.evaluate("void geotrackPolar.turn(map_1, 'EPSG:3571')")
    assert page.evaluate("map_1.getZoom()") == zoom
    (_, strait), (_, pole) = screen(page, 65, 180), screen(page, 90, 0)
    assert strait > pole
    assert is_land(page, 67, 180)
    assert all(abs(lat - 75) < 0.02 for lat, _ in vertices(page, "#b30000"))
    icon = page.locator(".strait").bounding_box()
    x, y = screen(page, 65.75, -168.95)
    assert icon is not None
    assert math.hypot(icon["x"] - x, icon["y"] - y) < 20


def test_a_notebook_shows_it_in_its_frame(page_at: PageAt, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body>{sample_map()._repr_html_()}", encoding="utf-8"
    )
    page = page_at(outer)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".leaflet-marker-icon")).to_have_count(2)
    frame.locator(".strait").click()
    expect(frame.locator(".leaflet-popup-content")).to_have_text("read")


def test_nothing_but_the_file_is_opened(page_at: PageAt, everything: Path) -> None:
    page = page_at(everything)
    kinds: list[Any] = page.evaluate(
        "performance.getEntriesByType('resource').map((entry) => entry.name.slice(0, 5))"
    )
    assert set(kinds) <= {"data:"}, json.dumps(kinds)


def test_depths_darken_the_water_alone_and_relief_all_of_the_ground_by_choice_on_a_phone(
    page_at: PageAt,
) -> None:
    polar_map = PolarMap(graticule=False)
    Depth().add_to(polar_map)
    Relief(show=False).add_to(polar_map)
    folium.LayerControl(collapsed=False).add_to(polar_map)
    places = {"basin": (75, -145), "shelf": (75, 125), "land": (65, 100)}
    page = page_at(polar_map)
    box = page.get_by_label("Depth")
    expect(box).to_be_checked()
    deep = {name: pixel(page, *at) for name, at in places.items()}
    box.uncheck()
    flat = {name: pixel(page, *at) for name, at in places.items()}
    assert sum(deep["basin"]) < sum(flat["basin"]) - 20
    assert (deep["shelf"], deep["land"]) == (flat["shelf"], flat["land"])
    page.get_by_label("Relief").check()
    page.evaluate(
        """new Promise((done) => {
            const { relief } = map_1.options;
            const isMade = () => relief.rasters.get("shapes 71 day false");
            const look = () => (isMade() ? done() : setTimeout(look));
            look();
        })"""
    )
    shaded = {name: pixel(page, *at) for name, at in places.items()}
    # Canada Basin, 3,000 to 4,000 m; the shelf of the Laptev Sea; the Central Siberian Plateau.
    assert shaded["basin"] == pytest.approx(ImageColor.getrgb(SEA_TINTS[4]), abs=12)
    assert shaded["shelf"] == pytest.approx(ImageColor.getrgb(SEA_TINTS[0]), abs=6)
    assert shaded["land"] != flat["land"]
    # That of the waterlines, when the former ground has faded.
    expect(page.locator(".leaflet-plate-pane canvas")).to_have_count(2)
    page.get_by_label("Relief").uncheck()
    assert {name: pixel(page, *at) for name, at in places.items()} == flat
    expect(page.locator(".leaflet-plate-pane canvas")).to_have_count(1)
    phone = page_at(polar_map, 390, 600)
    for name in ("Depth", "Relief"):
        expect(phone.get_by_label(name)).not_to_be_checked()
    assert pixel(phone, *places["basin"]) == flat["basin"]
