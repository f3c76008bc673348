"""A map of the South Pole, as a browser shows it."""

from __future__ import annotations

import math
from pathlib import Path

import folium
import numpy as np
import pyproj
import pytest
from folium.raster_layers import ImageOverlay
from playwright.sync_api import Error, Page, expect

from folium_polar import ANTARCTIC_CRS, Corridor, Depth, Disc, Labels, PolarMap
from geotrack.errors import MapWarning
from sample_map import RED
from tests.browser.conftest import PageAt
from tests.browser.test_polarmap import is_land, pixel, screen, vertices

WINDOW = (1000, 640)
GEOD = pyproj.Geod(ellps="WGS84")
TURNED = {"EPSG:3031@-60": "+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=-60 +datum=WGS84"}
# The pole, beside it, both sides of 180°, and McMurdo Station.
PLACES = [
    (-90, 0), (-89.9, 0), (-89.9, 137), (-71, 179.99), (-71, -179.99), (-66, 180), (-77.85, 166.67),
]  # fmt: skip
# Where the marks of these places are on the screen.
MIDDLES = """[...document.querySelectorAll('path[stroke="#b30000"]')].map((mark) => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
})"""


@pytest.fixture(scope="module")
def antarctica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a map of all that a map of the South Pole draws in another way."""
    polar_map = PolarMap(crs=3031)
    Depth(show=False).add_to(polar_map)
    for place in PLACES:
        folium.CircleMarker(place, radius=3, color="#b30000").add_to(polar_map)
    Disc((-89.5, 0), 200_000, colour="#0f766e").add_to(polar_map)
    Corridor([(-66, -50), (-62, -20)], 60_000, colour="#7e22ce").add_to(polar_map)
    # Up to 60° S and round the pole, cut at 180° and led along it, as GeoJSON has Antarctica.
    ring = [[lon, -60] for lon in range(-180, 181, 60)]
    cap = {"type": "Polygon", "coordinates": [[*ring, [180, -90], [-180, -90], ring[0]]]}
    folium.GeoJson(cap, style_function=lambda _: {"color": "#1d4ed8"}).add_to(polar_map)
    # Round the North Pole: its inside lies outside of the map.
    north = {"type": "Polygon", "coordinates": [[*([lon, 10] for lon in range(-180, 181, 60))]]}
    folium.GeoJson(north, style_function=lambda _: {"color": "#444444"}).add_to(polar_map)
    ImageOverlay(RED, [[-64, 150], [-61, 170]]).add_to(polar_map)
    names = [{"text": "WEDDELL SEA", "lat": -73, "lon": -45, "rotation": 0}]
    Labels(names).add_to(polar_map)
    out = tmp_path_factory.mktemp("antarctica") / "map.html"
    with pytest.warns(MapWarning, match="GeoJson at latitude 10: nothing is seen there"):
        polar_map.save(str(out))
    return out


def test_places_are_where_proj_has_them(page_at: PageAt, antarctica: Path) -> None:
    page = page_at(antarctica)
    for code in (*TURNED, *ANTARCTIC_CRS):
        page.evaluate(f"void geotrackPolar.turn(map_1, {code!r})")
        crs = TURNED.get(code, code)
        transform = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
        metres = 160_000 / 2 ** page.evaluate("map_1.getZoom()")
        shown = page.evaluate(MIDDLES)
        for (lat, lon), middle in zip(PLACES, shown, strict=True):
            x, y = transform(lon, lat)
            due = WINDOW[0] / 2 + x / metres, WINDOW[1] / 2 - y / metres
            assert math.dist(middle, due) <= 1, (code, lat, lon)
            back = page.evaluate(f"map_1.containerPointToLatLng({list(due)})")
            there = GEOD.inv(back["lng"], back["lat"], lon, lat)[2]
            assert there < 1


def test_shapes_are_geodesic_and_have_their_pole_inside(page_at: PageAt, antarctica: Path) -> None:
    page = page_at(antarctica)
    ring = vertices(page, "#0f766e")
    far = [GEOD.inv(0, -89.5, lon, lat)[2] for lat, lon in ring]
    assert 199_000 < min(far) <= max(far) < 201_000
    part = np.linspace(0, 1, 200)
    for lat, lon in vertices(page, "#7e22ce"):
        ends = np.full(200, lon), np.full(200, lat)
        metres = GEOD.inv(*ends, -50 + 30 * part, -66 + 4 * part)[2]
        assert abs(metres.min() - 60_000) < 2_500
    # One ring, without the way to the pole, which is in its fill; not in that of the northern one.
    assert all(abs(lat + 60) < 0.05 for lat, _ in vertices(page, "#1d4ed8"))
    filled = page.evaluate(
        """(() => {
            const { x, y } = map_1.latLngToLayerPoint([-89.99, 20]);
            const isIn = (colour) => document.querySelector(`path[stroke="${colour}"]`)
                .isPointInFill(new DOMPoint(x, y));
            return ["#0f766e", "#1d4ed8", "#444444"].map(isIn);
        })()"""
    )
    assert filled == [True, True, False]


def test_land_shelves_and_images_lie_where_they_should(page_at: PageAt, antarctica: Path) -> None:
    page = page_at(antarctica)
    land, shelf, sea = (pixel(page, *at) for at in ((-80, 80), (-81, -178), (-68, -170)))
    assert pixel(page, -81, 178) == pixel(page, -81, 180) == shelf
    assert min(land) > min(shelf) > min(sea)
    # Ground below the sea under shelf and ice, and the sea near 3,000 m.
    page.evaluate("void geotrackPolar.depth().addTo(map_1)")
    assert [pixel(page, *at) for at in ((-81, -178), (-80, -110))] == [shelf, land]
    assert min(pixel(page, -66, -35)) < min(sea) - 10
    assert is_land(page, -51.7, -59.0)  # the Falklands, beyond Antarctica
    assert image_at(page, -62.5, 160) == 128
    assert not any(image_at(page, *at) for at in ((-65, 160), (-60, 160), (-62.5, 145)))
    expect(page.locator(".polar-name")).to_be_visible()
    expect(page.locator(".polar-arctic-circle")).to_have_text("Antarctic Circle")
    degrees = page.locator(".polar-graticule-labels span").all_inner_texts()
    assert {"70°S", "90°W", "180°"} <= set(degrees)


def image_at(page: Page, lat: float, lon: float) -> int:
    """Give the opacity of the image at a place."""
    return int(
        page.evaluate(
            """([lat, lon]) => {
                const canvas = document.querySelector("canvas.leaflet-image-layer");
                const box = canvas.getBoundingClientRect();
                const at = map_1.latLngToContainerPoint([lat, lon]);
                const [x, y] = [at.x - box.left, at.y - box.top];
                if (x < 0 || y < 0 || x > box.width || y > box.height) return 0;
                const scale = canvas.width / box.width;
                return readPixel(canvas, x * scale, y * scale)[3];
            }""",
            [lat, lon],
        )
    )


def test_pointer_scale_and_view_know_their_pole(page_at: PageAt, antarctica: Path) -> None:
    page = page_at(antarctica)
    # To the right of the pole the meridian of 90° E, on which north is to the right.
    unproject, metres = pyproj.Proj(3031), 40_000 / 2**2.375
    lon, lat = unproject(150 * metres, 0, inverse=True)
    page.mouse.move(WINDOW[0] / 2 + 150, WINDOW[1] / 2)
    expect(page.locator(".polar-cursor span")).to_have_text(f"{-lat:.2f}° S  {lon:.2f}° E")
    needle = page.locator(".polar-north").get_attribute("style")
    assert "rotate(90deg)" in str(needle)
    page.mouse.move(WINDOW[0] / 2, WINDOW[1] / 2)
    expect(page.locator(".polar-cursor span")).to_contain_text("90.00° S")
    box = page.evaluate("(box => [box.getSouth(), box.getNorth()])(map_1.getBounds())")
    corner = unproject(WINDOW[0] / 2 * metres, WINDOW[1] / 2 * metres, inverse=True)
    assert box == [-90, pytest.approx(corner[1], abs=1e-6)]
    page.evaluate("void map_1.fitBounds([[-70, 170], [-60, -170]])")
    for lon in (170, 180, -170):
        x, y = screen(page, -65, lon)
        assert 0 < x < WINDOW[0]
        assert 0 < y < WINDOW[1]
    with pytest.raises(Error, match="EPSG:3995 has the other pole"):
        page.evaluate("geotrackPolar.turn(map_1, 'EPSG:3995')")
