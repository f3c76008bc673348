"""The far coast: land where it is, one with the basemap's, as far as the records of a map reach."""

from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from folium_polar import POLAR_CRS
from folium_polar.basemap.files import LAP, SOUTH
from folium_polar.basemap.style import BASEMAP_STYLES
from folium_polar.geometry import project
from folium_polar.geometry.packing import pack, unpack
from geotrack.files.resources import sample_workspace
from geotrack.handout.boxes import Box
from geotrack.handout.chart import basemap
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.projection import fitted, radius_m
from geotrack.handout.output import new_figure, png
from geotrack.mapview.map_view import southern_limit
from geotrack.mapview.open import open_map
from geotrack.model.maps.view import View
from tools.coast import basemap_land, far_land
from tools.pack_basemap import FAR_COAST, STEP_M

# Inland, and well off all coasts: positions of an atlas.
LAND = {
    "Beijing": (116.4, 39.9), "Harbin": (126.6, 45.8), "Seoul": (127.0, 37.6),
    "Taipei": (121.5, 25.05), "Xi'an": (108.9, 34.3), "Delhi": (77.2, 28.6),
    "Tehran": (51.4, 35.7), "Cairo": (31.2, 30.0), "Denver": (-105.0, 39.7),
    "Mexico City": (-99.1, 19.4), "Nairobi": (36.8, -1.3), "Bangui": (18.6, 4.4),
    "Iriomote, Okinawa": (123.8, 24.33),
}  # fmt: skip
WATER = {
    "Sea of Japan": (135.0, 40.0), "Yellow Sea": (123.0, 35.5), "East China Sea": (125.0, 29.0),
    "Gulf of Tonkin": (108.0, 20.0), "South China Sea": (114.0, 15.0), "Red Sea": (38.0, 20.0),
    "Bay of Bengal": (88.0, 15.0), "Strait of Taiwan": (119.5, 24.5), "Gulf of Mexico": (-90.0, 25),
    "Mediterranean Sea": (18.0, 35.0), "the Pacific at 180": (180.0, 10.0),
}  # fmt: skip
PORTS = {
    "Vladivostok": (131.9, 43.1), "Xiamen": (118.1, 24.45), "Busan": (129.05, 35.1),
    "Beihai": (109.1, 21.48), "Zhoushan": (122.2, 30.0), "Singapore": (103.85, 1.28),
    "Mumbai": (72.85, 18.95), "Gibraltar": (-5.35, 36.14), "Los Angeles": (-118.25, 33.75),
}  # fmt: skip


def is_land(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = project(lon, lat)
    return np.logical_or(*(shapely.contains_xy(one, x, y) for one in (basemap_land(), far_land())))


def test_it_packs_to_its_own_bytes() -> None:
    text = FAR_COAST.read_text(encoding="ascii").strip()
    step, layers = unpack(text)
    assert (step, len(layers)) == (STEP_M, len(BASEMAP_STYLES))
    assert pack(layers, step) == text
    assert len(text) <= 60_000


def test_land_and_water_are_where_an_atlas_has_them() -> None:
    assert is_land(*np.array(list(LAND.values())).T).tolist() == [True] * len(LAND)
    assert is_land(*np.array(list(WATER.values())).T).tolist() == [False] * len(WATER)
    turn = np.arange(0, 2 * np.pi, 0.2)
    for name, (lon, lat) in PORTS.items():
        km = np.repeat([2, 4, 6, 8, 10], len(turn)) / 111
        north, east = km * np.tile(np.cos(turn), 5), km * np.tile(np.sin(turn), 5)
        around = is_land(lon + east / np.cos(np.radians(lat)), lat + north)
        assert set(around.tolist()) == {False, True}, name


def test_basemap_and_far_coast_are_one() -> None:
    lon = np.arange(-180, 180, 0.02)
    north, south = (is_land(lon, np.full(len(lon), SOUTH + d)) for d in (0.02, -0.02))
    for apart in (-0.004, -0.001, 0.0, 0.001, 0.004):
        on = is_land(lon, np.full(len(lon), SOUTH + apart))
        # Of six thousand stretches of 2 km a few have a bay of their own.
        assert (north & south & ~on).sum() <= 3, apart
    # Where both have land, it is the same.
    lat = np.linspace(SOUTH + 0.01, LAP - 0.01, len(lon))
    x, y = project(lon, lat)
    one, other = (shapely.contains_xy(area, x, y) for area in (basemap_land(), far_land()))
    assert (one != other).sum() <= 5
    assert 0.2 < one.mean() < 0.8


@pytest.mark.parametrize("crs", ["EPSG:3995", "EPSG:3576"])
def test_no_line_shows_where_they_meet(crs: str) -> None:
    box = Box(0, 0, 144, 108)
    plane = fitted(crs, View(lat=SOUTH, lon=108, radius_km=300), box)
    figure = new_figure(2, 1.5)
    basemap.paint(Ground.on(figure, box, plane, 1.0, south=0.0))
    picture = np.asarray(Image.open(io.BytesIO(png(figure, dpi=72))).convert("RGB"))
    colours = {"#" + bytes(colour).hex() for colour in picture.reshape(-1, 3)}
    assert colours == {BASEMAP_STYLES["land"]["fill"]}


@given(st.floats(0.5, 90))
def test_a_map_has_not_faded_at_its_southernmost_record(lat: float) -> None:
    limit = southern_limit(lat)
    for crs in POLAR_CRS:
        start, _ = (float(radius_m(crs, limit)) * part for part in basemap.FADE)
        assert float(radius_m(crs, lat)) < start


def test_a_sample_map_reaches_as_far_as_its_records() -> None:
    view = open_map(sample_workspace(), "overview")
    at = np.array([record.drawing.lonlat for record in view.record_views if record.drawing])
    assert at[:, 1].min() < 22
    assert (at[:, 1] > view.south + 12).all()
    far = at[at[:, 1] < 45]
    near = [
        is_land(far[:, 0] + east, far[:, 1] + north)
        for east in (-0.1, 0, 0.1)
        for north in (-0.1, 0, 0.1)
    ]
    assert np.any(near, axis=0).sum() == len(far) - 2  # but for two over the Sea of Japan
