"""folium's plugins on the polar map, in place to a pixel, offline and without a complaint."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import pyproj
import pytest
import shapely
from folium import plugins
from playwright.sync_api import Page, expect

from folium_polar import PolarMap
from folium_polar.dual_map import DualMap
from tests.browser.conftest import PageAt
from tests.browser.test_polarmap import screen, vertices

WINDOW = (800, 600)
GEOD = pyproj.Geod(ellps="WGS84")
CODES = ["EPSG:3995", "EPSG:3571", "EPSG:3413"]
# At the pole, beside it, on both sides of 180°.
PLACES = [(90, 0), (89.9, 120), (72, 179.5), (72, -179.5)]


def polar_map(**options: Any) -> PolarMap:
    return PolarMap(basemap=False, **options)


Plane = Callable[[float, float], tuple[float, float]]


def turned(page: Page) -> Iterator[tuple[str, Plane]]:
    """Turn a map to one projection after another; give its code and the pixels of places."""
    for code in CODES:
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        yield code, plane(page, code)


def plane(page: Page, code: str, pole: int = 90) -> Plane:
    """Give the pixels of places by pyproj; of the page is only where the pole is, and the zoom."""
    project = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
    x0, y0 = project(0, pole)
    scale = page.evaluate("2 ** map_1.getZoom()") / 160_000
    left, top = screen(page, pole, 0)

    def at(lat: float, lon: float) -> tuple[float, float]:
        x, y = project(lon, lat)
        return left + (x - x0) * scale, top - (y - y0) * scale

    return at


def middles(page: Page, selector: str) -> list[tuple[float, float]]:
    boxes = page.locator(selector).evaluate_all(
        """(all) => all.map((one) => {
            const { x, y, width, height } = one.getBoundingClientRect();
            return [x + width / 2, y + height / 2];
        })"""
    )
    return [(x, y) for x, y in boxes]


def near(found: tuple[float, float], wanted: tuple[float, float], most: float = 1) -> bool:
    return math.dist(found, wanted) <= most


def area(name: str, west: float, east: float, south: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    times = {"start": "2024-01-01", "end": "2024-03-01"}
    return {
        "type": "Feature",
        "id": name,
        "properties": {"name": name, **times},
        "geometry": geometry,
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_clusters_are_where_the_mean_of_their_markers_is(page_at: PageAt) -> None:
    drawn = polar_map()
    groups = [
        [(90, 0), (89.5, 10), (89.5, 130)],
        [(72, 179), (72.3, -179), (72, -178.5), (71.8, 180)],
    ]
    for group in groups:
        plugins.MarkerCluster(group).add_to(drawn)
    plugins.FastMarkerCluster([(65, 20), (65.1, 20)]).add_to(drawn)
    page = page_at(drawn)
    for code, at in turned(page):
        found = middles(page, ".marker-cluster")
        for group in [*groups, [(65, 20), (65.1, 20)]]:
            points = [at(lat, lon) for lat, lon in group]
            mean = (
                sum(x for x, _ in points) / len(points),
                sum(y for _, y in points) / len(points),
            )
            assert any(near(one, mean) for one in found), (code, group, mean, found)
    # The middle of the view is 180°, so half of it has longitudes of the other sign.
    page.evaluate("void map_1.setView([72, 180], 10, { animate: false })")
    expect(page.locator(".leaflet-marker-icon:not(.marker-cluster)")).to_have_count(4)
    page.evaluate("void map_1.setView([72, 180], 4, { animate: false })")
    page.mouse.click(*screen(page, 72.02, -179.6))
    page.wait_for_function("map_1.getZoom() > 4")
    for lat, lon in groups[1]:
        x, y = screen(page, lat, lon)
        assert 0 < x < WINDOW[0]
        assert 0 < y < WINDOW[1]


def test_markers_of_plugins_are_in_place_and_point_north(page_at: PageAt) -> None:
    drawn = polar_map()
    cluster = plugins.MarkerCluster(disable_clustering_at_zoom=1).add_to(drawn)
    group = plugins.FeatureGroupSubGroup(cluster).add_to(drawn)
    for place in PLACES:
        plugins.BoatMarker(place, heading=30).add_to(drawn)
        folium.Marker(
            place, icon=folium.DivIcon(html="", class_name="spot", icon_size=(2, 2))
        ).add_to(group)
    page = page_at(drawn)
    for code, at in turned(page):
        boats, spots = middles(page, ".leaflet-boat-icon"), middles(page, ".spot")
        assert len(spots) == len(PLACES)
        headings = page.evaluate(
            "Object.values(map_1._layers).filter((one) => one instanceof L.BoatMarker)"
            ".map((one) => [one._latlng.lat, one._latlng.lng, one.options.icon.lastHeading])"
        )
        for lat, lon in PLACES:
            wanted = at(lat, lon)
            assert any(near(one, wanted) for one in boats)
            assert any(near(one, wanted) for one in spots)
        for lat, lon, heading in headings:
            if lat < 90:
                (x, y), (x1, y1) = at(lat, lon), at(lat - 0.05, lon)
                north = math.degrees(math.atan2(x - x1, y1 - y))
                assert abs((heading - 30 - north + 180) % 360 - 180) < 0.5, (code, lat, lon)


def test_a_map_of_the_south_pole_has_plugins_too(page_at: PageAt) -> None:
    drawn = polar_map(crs="EPSG:3031")
    group = [(-90, 0), (-89, 10), (-89, 130)]
    plugins.MarkerCluster(group).add_to(drawn)
    plugins.BoatMarker((-75, -170), heading=30).add_to(drawn)
    plugins.Terminator().add_to(drawn)
    page = page_at(drawn)
    at = plane(page, "EPSG:3031", -90)
    points = [at(lat, lon) for lat, lon in group]
    (cluster,) = middles(page, ".marker-cluster")
    assert near(cluster, (sum(x for x, _ in points) / 3, sum(y for _, y in points) / 3))
    (boat,) = middles(page, ".leaflet-boat-icon")
    (x, y), (x1, y1) = at(-75, -170), at(-74.95, -170)
    assert near(boat, (x, y))
    north = math.degrees(math.atan2(x1 - x, y - y1))
    heading, *nights = page.evaluate(
        """() => {
            const layers = Object.values(map_1._layers);
            const boat = layers.find((one) => one instanceof L.BoatMarker);
            const night = layers.find((one) => one instanceof L.Terminator);
            const {x, y} = map_1.latLngToLayerPoint([-90, 0]);
            const dates = ["2025-06-21T12:00Z", "2025-12-21T12:00Z"];
            const isNight = (date) =>
                night.setTime(date).getElement().isPointInFill(new DOMPoint(x, y));
            return [boat.options.icon.lastHeading, ...dates.map(isNight)];
        }"""
    )
    assert (heading - 30 - north + 180) % 360 - 180 == pytest.approx(0, abs=0.5)
    assert nights == [True, False]


def test_markers_on_each_other_are_spread(page_at: PageAt) -> None:
    drawn = polar_map()
    for number in range(3):
        folium.Marker((90, 120 * number), popup=f"popup {number}").add_to(drawn)
    plugins.OverlappingMarkerSpiderfier().add_to(drawn)
    plugins.ScrollZoomToggler().add_to(drawn)
    page = page_at(drawn)
    x, y = screen(page, 90, 0)
    page.mouse.click(x, y - 20)
    page.wait_for_function(
        "document.querySelectorAll('path.leaflet-interactive, path').length >= 3"
    )
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    feet = [(one, two + 20) for one, two in middles(page, ".leaflet-marker-icon")]
    assert all(math.dist(one, (x, y)) == pytest.approx(28, abs=2) for one in feet)
    page.mouse.click(feet[0][0], feet[0][1] - 20)
    expect(page.locator(".leaflet-popup")).to_have_text(re.compile(r"popup \d"))
    page.mouse.click(20, 300)
    assert {(round(one), round(two)) for one, two in middles(page, ".leaflet-marker-icon")} == {
        (round(x), round(y - 20))
    }
    for is_on in (False, True):
        assert page.evaluate("map_1.scrollWheelZoom.enabled()") == is_on
        page.get_by_title("Zoom with the wheel").click()


def test_heat_lies_on_its_places(page_at: PageAt) -> None:
    heat = polar_map()
    plugins.HeatMap(PLACES, radius=6, blur=4).add_to(heat)
    in_time = polar_map()
    plugins.HeatMapWithTime(
        [[list(one) for one in PLACES], [[70, 0]]], ["a", "<b>'"], radius=8
    ).add_to(in_time)
    for drawn, canvas in ((heat, ".leaflet-heatmap-layer"), (in_time, "canvas.heatmap-canvas")):
        page = page_at(drawn)
        for code, at in turned(page):
            for lat, lon in PLACES:
                x, y = at(lat, lon)
                alphas = page.evaluate(
                    """([name, x, y]) => {
                        const canvas = document.querySelector(name);
                        const { left, top } = canvas.getBoundingClientRect();
                        const alpha = (away) => readPixel(canvas, x - left + away, y - top)[3];
                        return [0, 40].map(alpha);
                    }""",
                    [canvas, x, y],
                )
                assert alphas[0] > 60, (code, lat, lon, alphas)
                assert alphas[1] < 5, (code, lat, lon, alphas)
    page.locator(".timecontrol-forward").click()
    expect(page.locator(".timecontrol-date")).to_have_text("<b>'")


@pytest.mark.parametrize("crs", CODES)
def test_sectors_are_of_the_ellipsoid(page_at: PageAt, crs: str) -> None:
    drawn = polar_map(crs=crs)
    for number, (lat, lon) in enumerate(PLACES[1:]):
        colour = f"#aa000{number}"
        plugins.SemiCircle((lat, lon), 600_000, direction=300, arc=90, color=colour).add_to(drawn)
    page = page_at(drawn)
    for number, (lat, lon) in enumerate(PLACES[1:]):
        shape = vertices(page, f"#aa000{number}")
        azimuths, _, metres = GEOD.inv(
            [lon] * len(shape), [lat] * len(shape), [b for _, b in shape], [a for a, _ in shape]
        )
        scale = 160_000 / 2 ** page.evaluate("map_1.getZoom()")
        assert max(metres) == pytest.approx(600_000, abs=scale)
        arc = [a % 360 for a, m in zip(azimuths, metres, strict=True) if m > 590_000]
        width = [(a - 255 + 180) % 360 - 180 for a in arc]
        assert min(width) == pytest.approx(0, abs=1)
        assert max(width) == pytest.approx(90, abs=1)


def altitude(lat: float, lon: float, day: int, hour: float) -> float:
    """Give the sun's altitude by J. W. Spencer's series of 1971, good to 0.3°."""
    g = 2 * math.pi * (day - 1 + (hour - 12) / 24) / 365
    sun = 0.006918 - 0.399912 * math.cos(g) + 0.070257 * math.sin(g) - 0.006758 * math.cos(2 * g)
    sun += 0.000907 * math.sin(2 * g) - 0.002697 * math.cos(3 * g) + 0.00148 * math.sin(3 * g)
    time = 0.0000075 + 0.001868 * math.cos(g) - 0.032077 * math.sin(g)
    time += -0.014615 * math.cos(2 * g) - 0.040849 * math.sin(2 * g)
    turn = math.radians(15 * (hour - 12) + lon) + time
    f = math.radians(lat)
    sine = math.sin(f) * math.sin(sun) + math.cos(f) * math.cos(sun) * math.cos(turn)
    return math.degrees(math.asin(sine))


def test_night_is_where_the_sun_is_below_the_horizon(page_at: PageAt) -> None:
    drawn = polar_map(zoom_start=2.5)
    plugins.Terminator().add_to(drawn)
    page = page_at(drawn)
    dates = [
        ("2025-06-21T12:00Z", 172, 12),
        ("2025-12-21T03:00Z", 355, 3),
        ("2025-03-01T18:00Z", 60, 18),
    ]
    for text, day, hour in dates:
        for lat in (90, 89.9, 75, 60, 45):
            for lon in (-179.9, 179.9, 100, 20, -90):
                high = altitude(lat, lon, day, hour)
                is_night = page.evaluate(
                    """([time, lat, lon]) => {
                        const layers = Object.values(map_1._layers);
                        const found = layers.find((one) => one instanceof L.Terminator);
                        found.setTime(time);
                        const point = map_1.latLngToLayerPoint([lat, lon]);
                        return found.getElement().isPointInFill(new DOMPoint(point.x, point.y));
                    }""",
                    [text, lat, lon],
                )
                assert is_night == (high < 0) or abs(high) < 0.7, (text, lat, lon, high)


def test_lines_of_plugins_bend_and_cross_180(page_at: PageAt) -> None:
    ends = [(70, 170), (70, -170)]
    drawn = polar_map(fit=[(75, 160), (65, -160)])
    line = folium.PolyLine(ends, color="#aa0000").add_to(drawn)
    plugins.PolyLineTextPath(line, "over 180°", attributes={"class": "along"}).add_to(drawn)
    plugins.PolyLineOffset(ends, color="#aa0001", offset=12).add_to(drawn)
    plugins.AntPath(ends, color="#aa0002").add_to(drawn)
    stripes = plugins.StripePattern(angle=-45).add_to(drawn)
    circles = plugins.CirclePattern().add_to(drawn)
    for number, pattern in enumerate((stripes, circles)):
        shape = area("x", 170 + 4 * number, 172 + 4 * number, 72, 74)
        style = {"fillPattern": pattern, "fillOpacity": 1, "color": f"#bb000{number}"}
        folium.GeoJson(shape, style_function=lambda _, style=style: style).add_to(drawn)
    page = page_at(drawn)
    for code, at in turned(page):
        true = shapely.LineString([at(70, 170 + step / 4) for step in range(81)])
        for colour, away in (("#aa0000", 0), ("#aa0001", 12), ("#aa0002", 0)):
            places = [at(*place) for place in vertices(page, colour)]
            gaps = [true.distance(shapely.Point(place)) for place in places]
            assert max(gaps) == pytest.approx(away, abs=1), (code, colour)
            assert min(gaps) == pytest.approx(away, abs=1), (code, colour)
            assert len(gaps) > 4
    expect(page.locator(".along")).to_have_text("over\xa0180°")
    assert page.locator(".along").bounding_box()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.ant-path')).animationName")
        == "none"
    )
    for colour in ("#bb0000", "#bb0001"):
        fill = str(page.locator(f'path[stroke="{colour}"]').get_attribute("fill"))
        assert page.locator(re.sub(r"url\((#.*)\)", r"\1", fill)).count() == 1


def test_what_has_times_follows_the_clock(page_at: PageAt) -> None:
    days = ["2024-05-01", "2024-05-02", "2024-05-03"]
    line = {"type": "LineString", "coordinates": [[178, 70], [-179, 71], [-176, 72]]}
    track = {"type": "Feature", "properties": {"times": days, "icon": "circle"}, "geometry": line}
    drawn = polar_map()
    plugins.TimestampedGeoJson(
        collection(track), auto_play=False, date_options="YYYY-MM-DD", add_last_point=True
    ).add_to(drawn)
    page = page_at(drawn)
    expect(page.locator(".timecontrol-date")).to_have_text(days[0])
    page.locator(".timecontrol-forward").click()
    expect(page.locator(".timecontrol-date")).to_have_text(days[1])
    for code, at in turned(page):
        (spot,) = middles(page, "path.leaflet-interactive[d*=a]")
        assert near(spot, at(71, -179)), code
        drawn_width = page.locator("path.leaflet-interactive").first.bounding_box()
        assert drawn_width is not None
        assert max(drawn_width["width"], drawn_width["height"]) < 30, "the short way"


def test_areas_follow_a_slider(page_at: PageAt) -> None:
    drawn = polar_map()
    seconds = ["1714521600", "1714608000"]
    styles = {
        "a": {seconds[0]: {"color": "#ff0000", "opacity": 0.6}},
        "b": {seconds[1]: {"color": "#0000ff", "opacity": 0.6}},
    }
    shapes = collection(area("a", 170, 180, 70, 75), area("b", -180, -170, 70, 75))
    plugins.TimeSliderChoropleth(shapes, styles, stroke_color="#aa0000").add_to(drawn)
    timeline = plugins.Timeline(collection(area("c", 0, 9, 70, 75))).add_to(drawn)
    plugins.TimelineSlider(auto_play=False, date_options="YYYY-MM-DD").add_timelines(
        timeline
    ).add_to(drawn)
    page = page_at(drawn)

    def fills() -> list[str]:
        return page.locator('path[stroke="#aa0000"]').evaluate_all(
            "(all) => all.map((one) => one.getAttribute('fill') + one.getAttribute('fill-opacity'))"
        )

    expect(page.locator(".time-slider output")).to_have_text("Wed May 01 2024")
    assert fills() == ["#ff00000.6", "#ffffff0"]
    page.locator(".time-slider input").fill("1")
    expect(page.locator(".time-slider output")).to_have_text("Thu May 02 2024")
    assert fills() == ["#ffffff0", "#0000ff0.6"]
    expect(page.locator(".leaflet-timeline-control output")).to_have_text("2024-01-01")
    expect(page.locator('path[stroke="#3388ff"]')).to_have_count(1)


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with each plugin that is a control."""
    drawn = polar_map(fit=[(68, 165), (74, -165)], cursor=False, control_scale=False)
    areas = folium.GeoJson(
        collection(area("Greenland", -50, -30, 70, 80), area("Bering", 178, 180, 64, 66))
    )
    areas.add_to(drawn)
    plugins.Search(areas, search_label="name", geom_type="Polygon", color="#aa0000").add_to(drawn)
    for number, tags in enumerate((["ship"], ["ship", "ice"], ["ice"])):
        folium.Marker((72, 170 + 6 * number), tags=tags).add_to(drawn)
    plugins.TagFilterButton(["ship", "ice"], filter_on_every_click=True).add_to(drawn)
    plugins.Draw(export=True, show_geometry_on_click=False).add_to(drawn)
    plugins.MeasureControl(primary_length_unit="kilometers", position="topright").add_to(drawn)
    plugins.MousePosition(position="bottomleft", num_digits=3, prefix="at").add_to(drawn)
    plugins.MiniMap(toggle_display=True).add_to(drawn)
    plugins.Fullscreen().add_to(drawn)
    tree = {"label": "all", "children": [{"label": "areas", "layer": areas}]}
    plugins.TreeLayerControl(overlay_tree=tree).add_to(drawn)
    out = tmp_path_factory.mktemp("controls") / "map.html"
    drawn.save(str(out))
    return out


def test_controls_show_and_find_places(page_at: PageAt, controls: Path) -> None:
    page = page_at(controls)
    page.mouse.move(500, 330)
    lat, lon = page.evaluate(
        "(({lat, lng}) => [lat, lng])(map_1.containerPointToLatLng([500, 330]))"
    )
    said = page.locator(".leaflet-control-mouseposition").inner_text()
    assert said == f"at {round(lat, 3):g} : {round((lon + 180) % 360 - 180, 3):g}"
    page.locator(".leaflet-control-measure-toggle").click()
    clicks = [(350, 330), (500, 330)]
    for x, y in clicks:
        page.mouse.click(x, y)
    ends = [
        page.evaluate(
            "(at) => { const {lat, lng} = map_1.containerPointToLatLng(at); return [lat, lng]; }",
            one,
        )
        for one in clicks
    ]
    (lat1, lon1), (lat2, lon2) = ends
    metres = GEOD.inv(lon1, lat1, lon2, lat2)[2]
    shown = page.locator(".leaflet-control-measure-interaction").inner_text()
    length = re.search(r"Length ([\d.,]+) km", shown)
    assert length is not None
    assert float(length[1].replace(",", "")) == pytest.approx(metres / 1000, abs=0.01)
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(3)
    page.locator(".easy-button-button").click()
    page.locator(".tag-filter-tags-container label", has_text="ice").click()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.locator(".tag-filter-tags-container button").click()
    expect(page.locator(".leaflet-marker-icon")).to_have_count(3)
    page.locator(".search-input").fill("Bering")
    page.locator(".search-button").click()
    x, y = screen(page, 65, 179)
    assert near((x, y), (WINDOW[0] / 2, WINDOW[1] / 2), 25)
    expect(page.locator('path[stroke="#aa0000"]')).to_have_count(1)
    page.mouse.move(*middles(page, ".leaflet-control-layers")[0])
    page.locator(".leaflet-layerstree-header-name", has_text="areas").click()
    expect(page.locator('path[stroke="#aa0000"]')).to_have_count(0)


def test_the_small_map_frames_what_the_large_one_shows(page_at: PageAt, controls: Path) -> None:
    page = page_at(controls)
    page.evaluate("void map_1.setView([72, 180], 5, { animate: false })")
    for code, _ in turned(page):
        (frame,) = middles(page, ".minimap-frame")
        small = page.locator(".leaflet-control-minimap .leaflet-container").bounding_box()
        assert small is not None
        x, y, scale = page.evaluate(
            """() => {
                const small = document.querySelector(".minimap-frame").offsetWidth;
                const pole = map_1.latLngToContainerPoint([90, 0]);
                return [pole.x, pole.y, small / map_1.getSize().x];
            }"""
        )
        # The whole map is in the small one, with the pole in its middle.
        pole = (small["x"] + small["width"] / 2, small["y"] + small["height"] / 2)
        wanted = (pole[0] + (WINDOW[0] / 2 - x) * scale, pole[1] + (WINDOW[1] / 2 - y) * scale)
        assert near(frame, wanted, 1.5), (code, frame, wanted)
    page.locator(".minimap-button").click()
    box = page.locator(".leaflet-control-minimap").bounding_box()
    assert box is not None
    assert box["width"] < 40


def test_an_export_is_cut_at_180_degrees_as_geojson_requires(
    page_at: PageAt, controls: Path
) -> None:
    page = page_at(controls)
    page.locator(".leaflet-draw-draw-rectangle").click()
    page.mouse.move(350, 280)
    page.mouse.down()
    page.mouse.move(400, 330, steps=2)
    page.mouse.move(500, 350)
    page.mouse.up()
    with page.expect_download() as download:
        page.locator("#export").click()
    (feature,) = json.loads(Path(download.value.path()).read_text())["features"]
    shape = shapely.from_geojson(json.dumps(feature))
    assert shape.is_valid
    assert shape.geom_type == "MultiPolygon"
    (west, *_), (*_, east, _) = (
        part.bounds for part in sorted(shape.geoms, key=lambda one: -one.bounds[0])
    )
    for lon, place in ((east, [350, 280]), (west, [500, 350])):
        found = page.evaluate("(at) => map_1.containerPointToLatLng(at).lng", place)
        assert (lon - found + 180) % 360 - 180 == pytest.approx(0, abs=0.01)
    dice = random.Random(180)  # noqa: S311 (a draw for a test, no secret)
    for number in range(40):
        turns = sorted(dice.uniform(0, 360) for _ in range(dice.randint(3, 14)))
        middle = dice.uniform(120, 240)
        star = [
            (
                75 + dice.uniform(1, 13) * math.sin(math.radians(turn)),
                middle + dice.uniform(3, 60) * math.cos(math.radians(turn)),
            )
            for turn in turns
        ]
        true = shapely.Polygon([(lon, lat) for lat, lon in star])
        if not true.is_valid:
            continue
        spelt = [[lat, (lon + 180) % 360 - 180] for lat, lon in star]
        data = page.evaluate("(ring) => L.polygon(ring).toGeoJSON()", spelt)
        shape = shapely.from_geojson(json.dumps(data))
        assert shape.is_valid, number
        assert shape.area == pytest.approx(true.area, abs=0.01), number
        assert shape.bounds[0] >= -180
        assert shape.bounds[2] <= 180


def test_layers_and_maps_side_by_side(page_at: PageAt) -> None:
    drawn = polar_map()
    left = folium.GeoJson(area("a", -60, 60, 70, 75), style_function=lambda _: {"color": "#aa0000"})
    right = folium.FeatureGroup("right").add_to(drawn)
    folium.Marker((75, 90)).add_to(right)
    folium.Marker((75, -90)).add_to(right)
    plugins.SideBySideLayers(left.add_to(drawn), right).add_to(drawn)
    page = page_at(drawn)

    def is_visible(lat: float, lon: float, selector: str) -> bool:
        x, y = screen(page, lat, lon)
        return bool(
            page.evaluate(
                "([x, y, name]) => Boolean(document.elementFromPoint(x, y)?.matches(name))",
                [x, y, selector],
            )
        )

    assert is_visible(72, -30, "path")
    assert not is_visible(72, 30, "path")
    x, y = screen(page, 75, 90)
    seen = "([x, y]) => document.elementFromPoint(x, y)?.matches('.leaflet-marker-icon')"
    assert page.evaluate(seen, [x, y - 12])
    x, y = screen(page, 75, -90)
    assert not page.evaluate(seen, [x, y - 12])

    both = DualMap(crs=3571, basemap=False)
    folium.Circle((90, 0), 300_000).add_to(both)
    page = page_at(both)
    expect(page.locator("path.leaflet-interactive")).to_have_count(2)
    page.evaluate("void map_1.setView([75, 180], 5, { animate: false })")
    other = page.evaluate(
        """() => {
            const map = Object.values(window).find((one) => one instanceof L.Map && one !== map_1);
            const { lat, lng } = map.getCenter();
            return [lat, Math.abs(lng), map.getZoom()];
        }"""
    )
    assert other == pytest.approx([75, 180, 5])
