"""Tiles and WMS of a map with a network, from a server on this machine, on the screen."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import folium
import numpy as np
import pyproj
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from folium_polar import PolarMap, TileGrid, TileLayer
from folium_polar.raster_layers.tiles import GIBS_GRID
from tests.browser.reuse import WATCH

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MIDDLE = 120
GRIDS = {
    "EPSG:3413": GIBS_GRID,
    "EPSG:5936": TileGrid((-2_623_285.88, 6_623_285.88), 9_000, 256, (5, 5)),
    "EPSG:3571": TileGrid((-5_111_000, 5_222_000), 20_480, 512, (1, 1)),
}
PLACES = ((90, 0), (89.9, 60), (71, 180), (70, -179.9))
Server = tuple[str, list[str]]


def colour(z: int, x: int, y: int) -> tuple[int, int, int]:
    return (37 * x + 11) % 256, (59 * y + 101) % 256, 40 * z + 10


def tile(path: str) -> Image.Image:
    z, y, x = (int(part) for part in Path(path).stem.split("-"))
    return Image.new("RGB", (8, 8), colour(z, x, y))


def picture(query: dict[str, str]) -> Image.Image:
    """Return squares of 50 km on the plane of a WMS request, by its box."""
    west, south, east, north = map(float, query["bbox"].split(","))
    wide, high = int(query["width"]), int(query["height"])
    x = west + (np.arange(wide) + 0.5) * (east - west) / wide
    y = north - (np.arange(high) + 0.5) * (north - south) / high
    red, green = np.meshgrid(np.floor(x / 50e3) % 2, np.floor(y / 50e3) % 2)
    bands = np.dstack([red * 200, green * 200, np.full_like(red, 90)]).astype(np.uint8)
    return Image.fromarray(bands)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Serve tiles and a WMS; give the address and the paths that are asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            image = picture(query) if query else tile(parts.path)
            packed = io.BytesIO()
            image.save(packed, "PNG")
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}", asked
        made.shutdown()


def polar_map(crs: str) -> PolarMap:
    bare = {"zoom_control": False, "control_scale": False, "cursor": False, "graticule": False}
    still = {"fadeAnimation": False, "zoomAnimation": False}
    return PolarMap(crs=crs, network=True, **bare, **still)


@pytest.fixture
def opened(
    chromium: Browser, tmp_path: Path, server: Server
) -> Iterator[Callable[[PolarMap], Page]]:
    """Open maps; at the end they must have fetched from the server alone, and not complained."""
    page = chromium.new_page(viewport={"width": 2 * MIDDLE, "height": 2 * MIDDLE})
    page.add_init_script(WATCH)
    elsewhere: list[str] = []
    page.on("request", lambda one: elsewhere.append(one.url))
    page.on("console", lambda one: elsewhere.append(one.text))
    page.on("pageerror", lambda one: elsewhere.append(str(one)))

    def open_map(made: PolarMap) -> Page:
        made.save(str(tmp_path / "map.html"))
        page.goto((tmp_path / "map.html").as_uri())
        return page

    yield open_map
    assert page.evaluate("window.violations") == []
    page.close()
    assert [one for one in elsewhere if not one.startswith(("file:", "data:", server[0]))] == []


def shown(page: Page, lat: float, lon: float, zoom: float) -> Image.Image:
    """Return the screen with a place in its middle, when all tiles are there."""
    page.evaluate(f"void map_1.setView([{lat}, {lon}], {zoom}, {{ animate: false }})")
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('.leaflet-tile')];"
        " return all.length && all.every((one) => one.classList.contains('leaflet-tile-loaded')); }"
    )
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


@pytest.mark.parametrize("crs", GRIDS)
def test_tiles_are_in_place_to_a_pixel(
    opened: Callable[[PolarMap], Page], server: Server, crs: str
) -> None:
    grid = GRIDS[crs]
    made = polar_map(crs)
    tiles = TileLayer(server[0] + "/{z}-{y}-{x}.png", grid=grid, attr="Ours", max_zoom=4)
    tiles.add_to(made)
    page = opened(made)
    project = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
    for place, zoom in zip(PLACES, (5, 6.375, 7.5, 8.25), strict=True):
        # The corner of a tile of the last level nearest to the place.
        side = grid.resolution * grid.tile_size / 2**4
        x, y = project(*reversed(place))
        x = grid.origin[0] + round((x - grid.origin[0]) / side) * side
        y = grid.origin[1] - round((grid.origin[1] - y) / side) * side
        lon, lat = project(x, y, direction="INVERSE")
        screen = shown(page, lat, lon, zoom)
        metres = 160_000 / 2**zoom
        levels = set()
        for right, down in ((-1.5, -1.5), (1.5, -1.5), (-1.5, 1.5), (1.5, 1.5)):
            seen = screen.getpixel((int(MIDDLE + right), int(MIDDLE + down)))
            assert isinstance(seen, tuple)
            level = round((seen[2] - 10) / 40)
            step = grid.resolution * grid.tile_size / 2**level
            column = int((x + right * metres - grid.origin[0]) // step)
            row = int((grid.origin[1] - y + down * metres) // step)
            assert seen == colour(level, column, row), (place, right, down)
            levels.add((level, grid.resolution / 2**level / metres))
        # A pixel of a tile is about one of the screen, and more where there are no finer tiles.
        [(level, share)] = levels
        assert share > 0.45
        assert share < 2.2 or level == 4


def test_a_wms_gets_the_projection_of_the_map_and_its_image_is_in_place(
    opened: Callable[[PolarMap], Page], server: Server
) -> None:
    address, asked = server
    for crs, version in (("EPSG:3413", "1.1.1"), ("EPSG:3571", "1.3.0"), ("EPSG:5936", "1.3.0")):
        made = polar_map(crs)
        wms = folium.WmsTileLayer(address, layers="ice", fmt="image/png", version=version)
        wms.add_to(made)
        page = opened(made)
        asked.clear()
        project = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform
        for place in (PLACES[0], PLACES[3]):
            x, y = (round(metres / 50e3) * 50e3 for metres in project(*reversed(place)))
            lon, lat = project(x, y, direction="INVERSE")
            screen = shown(page, lat, lon, 5.375)
            for right, down in ((-1.5, -1.5), (1.5, -1.5), (-1.5, 1.5), (1.5, 1.5)):
                red, green = (x + right) // 50e3 % 2 * 200, (y - down) // 50e3 % 2 * 200
                seen = screen.getpixel((int(MIDDLE + right), int(MIDDLE + down)))
                assert np.abs(np.subtract(seen, (red, green, 90))).max() < 60, (crs, place)
        key = "srs" if version == "1.1.1" else "crs"
        assert all(f"{key}={crs.replace(':', '%3A')}" in path for path in asked)
        assert all("layers=ice" in path for path in asked)


def test_the_map_says_that_it_is_not_offline_and_draws_no_tiles_turned(
    opened: Callable[[PolarMap], Page], server: Server
) -> None:
    made = polar_map("EPSG:3995")
    TileLayer(server[0] + "/{z}-{y}-{x}.png", grid=GIBS_GRID, attr="<b>Ours</b>").add_to(made)
    page = opened(made)
    credit = page.locator(".leaflet-control-attribution")
    expect(credit).to_have_text("Ours · This map is not offline: it loads pictures from 127.0.0.1")
    left = credit.evaluate("box => box.getBoundingClientRect().left")
    assert left >= 170  # beside a scale bar
    shown(page, 80, 0, 4)
    page.evaluate("void geotrackPolar.turn(map_1, 'EPSG:3995@90')")
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    page.evaluate("void geotrackPolar.turn(map_1, 'EPSG:3995')")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
