"""What reaches the far pole, long edges and images, held to PROJ and shapely."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import folium
import numpy as np
import pyproj
import pytest
import shapely
from playwright.sync_api import Page, expect
from shapely.geometry import mapping

from folium_polar import HatchedPolygon, PolarMap
from geotrack.errors import MapWarning
from tests.browser.conftest import PageAt

GEOD = pyproj.Geod(ellps="WGS84")
Place = tuple[float, float]
CODES = ("EPSG:3995", "EPSG:3571")
# In both projections in view at zoom 0; none lies on the edge of a shape.
PLACES = [
    (lat, lon)
    for lat in (86.1, 75.2, 64.3, 45.4, 20.5, -4.6)
    for lon in (-179.7, -151.3, -89.4, -31.6, 2.2, 58.8, 119.1, 163.9)
]
# As Natural Earth writes Antarctica: along −180 … 180, and down to an edge at −90.
WEST = -179.99999999999994
COAST = [(WEST, -84.7), (-150, -77), (-100, -73), (-60, -63), (0, -70), (110, -66), (180, -84.7)]
ANTARCTICA = {"type": "Polygon", "coordinates": [[*COAST, (180, -90), (WEST, -90), COAST[0]]]}
WITHOUT_EDGE = {"type": "Polygon", "coordinates": [[*COAST, COAST[0]]]}
SOUTH_OF = {
    "type": "Polygon",
    "coordinates": [[(-180, 50), (0, 30), (180, 50), (180, -90), (-180, -90), (-180, 50)]],
}
GREENLAND = mapping(shapely.box(-55, 60, -20, 83))
BOXES = {"200": shapely.box(-100, 60, 100, 80), "358": shapely.box(-179, 40, 179, 70)}


def _in_lonlat(geometry: Any) -> Callable[[Place], bool]:
    """RFC 7946: what is inside is so in longitude and latitude."""
    shape = shapely.geometry.shape(geometry)
    return lambda place: bool(shapely.contains_xy(shape, place[1], place[0]))


def _within(lat: float, lon: float, radius: float) -> Callable[[Place], bool]:
    return lambda place: bool(GEOD.inv(lon, lat, place[1], place[0])[2] < radius)


def _geojson(geometry: Any, **options: Any) -> folium.GeoJson:
    style = {"fill": True}
    return folium.GeoJson(geometry, style_function=lambda _: style, **options)


CIRCLES = [(-80, 30, 9e6), (0, 10, 13e6), (90, 0, 12e6), (90, 0, 19e6), (-85, 0, 1e6)]
BELOW = [(-30, lon) for lon in (-180, -60, 60)]
SHAPES: dict[str, tuple[Any, Callable[[Place], bool]]] = {
    "Antarctica": (_geojson(ANTARCTICA), lambda _: False),
    "Antarctica without an edge along the pole": (_geojson(WITHOUT_EDGE), lambda _: False),
    "all in the south": (_geojson(SOUTH_OF), _in_lonlat(SOUTH_OF)),
    **{name: (_geojson(mapping(box)), _in_lonlat(box)) for name, box in BOXES.items()},
    "358 the short way": (
        _geojson(mapping(BOXES["358"]), edges="lonlat"),
        lambda place: 40 < place[0] < 70 and abs(place[1]) > 179,
    ),
    "rectangle to the pole": (
        folium.Rectangle([(-90, -60), (70, 60)], fill=True),
        _in_lonlat(shapely.box(-60, -90, 60, 70)),
    ),
    "rectangle over 180°": (
        folium.Rectangle([(40, 100), (70, -100)], fill=True),
        lambda place: 40 < place[0] < 70 and abs(place[1]) > 100,
    ),
    "rectangle of 200°": (
        folium.Rectangle([(60, -100), (80, 100)], fill=True),
        _in_lonlat(BOXES["200"]),
    ),
    "rectangle of all": (folium.Rectangle([(-90, -180), (90, 180)], fill=True), lambda _: True),
    "polygon": (
        folium.Polygon([(60, 170), (60, -170), (80, -170), (80, 170)], fill=True),
        lambda place: 60 < place[0] < 80 and abs(place[1]) > 170,
    ),
    "hatched ring round the far pole": (HatchedPolygon(BELOW), lambda place: place[0] < -30),
    **{
        f"circle of {radius / 1000:g} km at {lat}": (
            folium.Circle((lat, lon), radius=radius, fill=True),
            _within(lat, lon, radius),
        )
        for lat, lon, radius in CIRCLES
    },
}


def _filled(page: Page, name: str) -> list[bool]:
    filled: list[bool] = page.evaluate(
        """([name, places]) => {
            const path = document.querySelector(`path.${name}`);
            return places.map((at) => path.isPointInFill(map_1.latLngToLayerPoint(at)));
        }""",
        [name, PLACES],
    )
    return filled


def test_a_shape_is_filled_where_it_is_whatever_it_has_at_the_far_pole(page_at: PageAt) -> None:
    polar_map = PolarMap(zoom_start=2, basemap=False, graticule=False)
    for number, (layer, _) in enumerate(SHAPES.values()):
        layer.options["className"] = f"shape-{number}"
        layer.add_to(polar_map)
    with pytest.warns(MapWarning):
        page = page_at(polar_map)
    for code in CODES:
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        for number, (name, (_, expected)) in enumerate(SHAPES.items()):
            found = dict(zip(PLACES, _filled(page, f"shape-{number}"), strict=True))
            assert found == {place: expected(place) for place in PLACES}, (code, name)


@pytest.mark.parametrize("canvas", [False, True])
def test_the_sea_does_not_answer_to_the_name_of_antarctica(page_at: PageAt, canvas: bool) -> None:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in (("Antarctica", ANTARCTICA), ("Greenland", GREENLAND))
    ]
    polar_map = PolarMap(zoom_start=3, prefer_canvas=canvas)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(polar_map)
    page = page_at(polar_map)
    tooltip = page.locator(".leaflet-tooltip")
    for lat, lon, count in ((85, 100, 0), (70, -40, 1), (40, 0, 0), (60, 180, 0)):
        at = page.evaluate(f"map_1.latLngToContainerPoint([{lat}, {lon}])")
        page.mouse.move(at["x"], at["y"], steps=2)
        expect(tooltip).to_have_count(count)
        if count:
            expect(tooltip).to_contain_text("Greenland")
    # Nothing of it is drawn, and yet its popup or a fit to it is no error.
    page.evaluate(
        """() => map_1.eachLayer((layer) => {
            if (layer.feature?.properties.name !== "Antarctica") return;
            layer.getCenter();
            map_1.fitBounds(layer.getBounds());
        })"""
    )


def test_a_line_ends_before_the_far_pole(page_at: PageAt) -> None:
    polar_map = PolarMap(crs=3571, zoom_start=2, basemap=False)
    line = [(80, 20), (-90, 20), (-90, 100), (50, 100)]
    folium.PolyLine(line, color="#b30000", smooth_factor=0).add_to(polar_map)
    page = page_at(polar_map)
    ends = page.evaluate(
        """() => {
            const [path] = document.querySelectorAll('path[stroke="#b30000"]');
            return path.getAttribute("d").match(/-?[\\d.]+[ ,]-?[\\d.]+/g).map((pair) => {
                const { lat, lng } = map_1.layerPointToLatLng(pair.split(/[ ,]/).map(Number));
                return [lat, lng];
            });
        }"""
    )
    lons = {round(lon, -1) for _, lon in ends}
    assert lons == {20, 100}
    assert min(lat for lat, _ in ends) > -62
    assert min(lat for lat, _ in ends) < -55


def test_cursor_is_hidden_outside_the_projection(page_at: PageAt) -> None:
    page = page_at(PolarMap(crs=3571, zoom_start=-1, min_zoom=-1, basemap=False))
    cursor = page.locator(".polar-cursor")
    page.mouse.move(720, 460)
    expect(cursor).to_have_text(re.compile("° N"))
    page.mouse.move(5, 5)
    expect(cursor).to_be_hidden()
    assert page.evaluate("map_1.getBounds().isValid()")


STRIPE = (74.0, 76.0)


def _striped(south: float, north: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Give an image of a degree a row, red in the stripe and green elsewhere."""
    rows = int(north - south) * 2
    lats = north - (np.arange(rows) + 0.5) / 2
    image = np.zeros((rows, 72, 4))
    red = (lats > STRIPE[0]) & (lats < STRIPE[1])
    image[red, :, 0] = 1
    image[~red, :, 1] = 1
    image[:, :, 3] = 1
    return image


def _colour(page: Page, lat: float, lon: float) -> list[int]:
    """Give the colour of the image at a place, by the projection of PROJ."""
    x, y = pyproj.Transformer.from_crs(4326, 3995, always_xy=True).transform(lon, lat)
    colour: list[int] = page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector("canvas.leaflet-image-layer");
            const box = canvas.getBoundingClientRect();
            const pole = map_1.latLngToContainerPoint([90, 0]);
            const scale = map_1.options.crs.scale(map_1.getZoom());
            const [left, top] = [pole.x + x * scale - box.left, pole.y - y * scale - box.top];
            const ratio = canvas.width / box.width;
            return readPixel(canvas, left * ratio, top * ratio);
        }""",
        [x, y],
    )
    return colour


@pytest.mark.parametrize(
    ("bounds", "mercator"),
    [((-90, 90), True), ((-90, 90), False), ((20, 84), True), ((60, 90), True)],
)
def test_an_image_lies_where_it_should_and_ends_where_the_map_does(
    page_at: PageAt, bounds: tuple[float, float], mercator: bool
) -> None:
    south, north = bounds
    polar_map = PolarMap(zoom_start=3.5)
    folium.raster_layers.ImageOverlay(
        _striped(south, north), [[south, -180], [north, 180]], mercator_project=mercator
    ).add_to(polar_map)
    page = page_at(polar_map, 1100, 1100)
    canvas = page.locator("canvas.leaflet-image-layer")
    expect(canvas).to_have_js_property("width", 1400)
    red, green, nothing = [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 0, 0]
    for lon in (-170, -45, 3, 100):
        assert _colour(page, 74.3, lon) == red
        assert _colour(page, 75.7, lon) == red
        assert _colour(page, 73.7, lon) == green
        assert _colour(page, 76.3, lon) == green
        assert _colour(page, max(south, 35) + 0.3, lon) == green
        assert _colour(page, max(south, 35) - 0.3, lon) == nothing
    # A pixel of it is as much of the map as there can be.
    metres = page.evaluate(
        "(canvas) => canvas.getBoundingClientRect().width / canvas.width"
        " / map_1.options.crs.scale(map_1.getZoom())",
        canvas.element_handle(),
    )
    radius = pyproj.Transformer.from_crs(4326, 3995, always_xy=True).transform(90, max(south, 35))[
        0
    ]
    assert math.isclose(metres, 2 * radius / 1400, rel_tol=0.001)
