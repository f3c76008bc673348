"""Images in other coordinate systems, on the screen where PROJ has them."""

from __future__ import annotations

import io
import math

import numpy as np
import pyproj
import pytest
from PIL import Image
from playwright.sync_api import Page

from folium_polar import ImageOverlay, PolarMap
from tests.browser.conftest import PageAt

WINDOW = (240, 240)
MIDDLE = 120
METRES_A_PIXEL = 40_000 / 2**9
PLACES = ((90, 0), (89.9, 60), (71, 180), (70, -179.9), (74, 20))
# West and east half, of the northern and of the southern.
COLOURS = ((255, 0, 0), (0, 160, 0), (0, 0, 255), (220, 200, 0))


def system_at(lat: float, lon: float) -> pyproj.CRS:
    return pyproj.CRS(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84")


def quarters(lat: float, lon: float) -> ImageOverlay:
    """Give an image of four colours that meet at a place."""
    image = np.zeros((40, 40, 3), dtype=np.uint8)
    for n, colour in enumerate(COLOURS):
        image[20 * (n // 2) :, 20 * (n % 2) :] = colour
    crs = system_at(lat, lon)
    return ImageOverlay(image, (-4e3, -4e3, 4e3, 4e3), crs=crs, resampling="nearest")


def misplaced(page: Page, crs: str, side: int = 1) -> list[tuple[float, float, int]]:
    """Give the places whose colours do not meet to a pixel where they should."""
    found = []
    for lat, lon in ((side * lat, lon) for lat, lon in PLACES):
        page.evaluate(f"void map_1.setView([{lat}, {lon}], 11, {{ animate: false }})")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        own = system_at(lat, lon)
        project = pyproj.Transformer.from_crs(own, crs, always_xy=True).transform
        middle = project(0, 0)
        for n, colour in enumerate(COLOURS):
            # A pixel and a half from both edges, and well inside.
            for pixels in (1.5, 20):
                step = pixels * METRES_A_PIXEL
                x, y = project((n % 2 * 2 - 1) * step, (1 - n // 2 * 2) * step)
                at = (
                    math.floor(MIDDLE + (x - middle[0]) / METRES_A_PIXEL),
                    math.floor(MIDDLE - (y - middle[1]) / METRES_A_PIXEL),
                )
                seen = np.subtract(picture.getpixel(at), colour)
                if np.abs(seen).max() > 40:
                    found.append((lat, lon, n))
    return found


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3571", "EPSG:5936", "EPSG:3031"])
def test_an_image_is_in_place_to_a_pixel(page_at: PageAt, crs: str) -> None:
    options = {"zoom_control": False, "control_scale": False, "cursor": False}
    polar_map = PolarMap(crs=crs, basemap=False, graticule=False, zoomAnimation=False, **options)
    side = -1 if crs == "EPSG:3031" else 1
    for lat, lon in PLACES:
        quarters(side * lat, lon).add_to(polar_map)
    page = page_at(polar_map)
    assert misplaced(page, crs, side) == []
    if crs == "EPSG:3995":
        page.evaluate("void geotrackPolar.turn(map_1, 'EPSG:3573')")
        assert misplaced(page, "EPSG:3573") == []
    if side < 0:
        page.evaluate("void geotrackPolar.turn(map_1, 'EPSG:3031@-60')")
        turned = "+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=-60 +datum=WGS84"
        assert misplaced(page, turned, side) == []
