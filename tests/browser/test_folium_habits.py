"""What folium's users write as a matter of course, on the polar map, as a browser shows it."""

from __future__ import annotations

from typing import Any

import folium
import pyproj

from geotrack.polarmap import Disc, PolarMap
from tests.browser.conftest import PageAt
from tests.browser.test_polarmap import vertices
from tests.polarmap.sample import RED

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
    ]
    for number, marker in enumerate(markers):
        folium.GeoJson(
            _point(60 * number, 80),
            marker=marker,
            style_function=lambda _: {"opacity": 0.5},
            highlight_function=lambda _: {"weight": 9},
            tooltip=folium.GeoJsonTooltip(["name"]),
        ).add_to(polar_map)
    page = page_at(polar_map)
    assert page.locator("path.leaflet-interactive").count() == 3
    assert page.locator(".leaflet-marker-icon").count() == 3
    for number, colour in enumerate(["#aa0001", "#aa0002"]):
        metres = [GEOD.inv(60 * number, 80, lon, lat)[2] for lat, lon in vertices(page, colour)]
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
