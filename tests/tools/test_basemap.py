"""The packed basemap holds what it says."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from folium_polar.geometry import project
from folium_polar.geometry.packing import pack, sphere_project, unpack
from tools.coast import basemap_land
from tools.pack_basemap import BASEMAP, STEP_M


def test_the_basemap_packs_to_its_own_bytes() -> None:
    text = BASEMAP.read_text(encoding="ascii").strip()
    step, layers = unpack(text)
    assert step == STEP_M
    assert len(layers) == 5
    assert pack(layers, step) == text
    assert len(text) <= 245_000


@pytest.mark.parametrize(
    ("name", "lon", "lat", "is_land"),
    [
        ("Big Diomede", -169.06, 65.78, True),
        ("Wrangel Island, at 180", 180.0, 71.2, True),
        ("Chukotka, at 180", 180.0, 67.5, True),
        ("Spitsbergen", 16.0, 78.5, True),
        ("Iceland", -19.0, 65.0, True),
        ("Bear Island", 19.0, 74.45, True),
        ("Caspian Sea", 51.0, 43.0, False),
        ("the Pole", 0.0, 90.0, False),
        ("Bering Strait", -168.4, 65.8, False),
        ("Long Strait, at 180", 180.0, 70.0, False),
        ("Kara Gates", 58.0, 70.5, False),
        ("Hudson Bay", -85.0, 58.0, False),
    ],
)
def test_land_is_where_it_should_be(name: str, lon: float, lat: float, is_land: bool) -> None:
    x, y = project(lon, lat)
    assert basemap_land().covers(shapely.Point(float(x), float(y))) is is_land, name


def test_nothing_is_left_of_the_cut_at_180_degrees() -> None:
    # Both islands and Chukotka lie across it: no edge of the coast runs along the ray x = 0.
    _, layers = unpack(BASEMAP.read_text(encoding="ascii"))
    for part in layers[0]:
        for ring in part:
            points = np.array([*ring, ring[0]])
            along = (points[:-1, 0] == 0) & (points[1:, 0] == 0) & (points[:-1, 1] > 0)
            lengths = np.abs(np.diff(points[:, 1]))[along] * STEP_M
            assert lengths.sum() < 5_000


def test_crimea_s_isthmus_is_no_border() -> None:
    step, layers = unpack(BASEMAP.read_text(encoding="ascii"))
    ((x, y),) = sphere_project(np.array([33.7]), np.array([46.15])).tolist()
    at = shapely.Point(x, y)
    for layer in layers[3:]:
        for part in layer:
            assert shapely.LineString(np.array(part[0]) * step).distance(at) > 50_000
