"""What is packed comes back, and the packed basemap holds what it says."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack.polar import project
from tools.coast import basemap_land
from tools.pack_basemap import BASEMAP, RADIUS_M, STEP_M, sphere_project
from tools.packing import pack, parts_of, unpack

steps = st.integers(-40_000, 40_000)
rings = st.lists(st.tuples(steps, steps), min_size=2, max_size=6)


@given(st.lists(st.lists(st.lists(rings, min_size=1, max_size=2), max_size=3), max_size=5))
def test_packing_comes_back(layers: list[list[list[list[tuple[int, int]]]]]) -> None:
    assert unpack(pack(layers, 250)) == (250, layers)


def test_the_bytes_are_those_of_the_format() -> None:
    # q = 250 as LEB128, one layer, one part, one ring, two points: (1, -1), then (+64, -65).
    import base64
    import zlib

    raw = zlib.decompress(base64.b64decode(pack([[[[(1, -1), (65, -66)]]]], 250)), wbits=-15)
    assert list(raw) == [0xFA, 0x01, 1, 1, 1, 2, 2, 1, 0x80, 0x01, 0x81, 0x01]


def test_parts_stay_within_half_a_step_and_rings_are_left_open() -> None:
    circle = shapely.Point(12_345.0, -67_890.0).buffer(40_000)
    hole = shapely.Point(12_345.0, -67_890.0).buffer(10_000)
    shape = circle.difference(hole)
    ((shell, inner),) = parts_of(shape, 250)
    assert shell[0] != shell[-1]
    back = shapely.Polygon(np.array(shell) * 250, [np.array(inner) * 250])
    assert shapely.hausdorff_distance(back, shape) <= 250 * np.sqrt(0.5)


def test_the_order_of_parts_does_not_matter() -> None:
    boxes = [shapely.box(x, 0, x + 1_000, 1_000) for x in (0, 5_000, 9_000)]
    there = parts_of(shapely.MultiPolygon(boxes), 250)
    assert there == parts_of(shapely.MultiPolygon(boxes[::-1]), 250)


def test_the_sphere_is_the_format_s() -> None:
    ((x, y),) = sphere_project(np.array([90.0]), np.array([60.0])).tolist()
    assert x == pytest.approx(2 * RADIUS_M * np.sin(np.radians(15)))
    assert y == pytest.approx(0, abs=1e-6)
    ((x, y),) = sphere_project(np.array([180.0]), np.array([70.0])).tolist()
    assert (x, y > 0) == (pytest.approx(0, abs=1e-6), True)


def test_the_basemap_packs_to_its_own_bytes() -> None:
    text = BASEMAP.read_text(encoding="ascii").strip()
    step, layers = unpack(text)
    assert step == STEP_M
    assert len(layers) == 5
    assert pack(layers, step) == text
    assert len(text) <= 250_000


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
