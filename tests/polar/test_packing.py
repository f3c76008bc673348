"""What is packed comes back."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack.polar.letters import from_letters
from geotrack.polar.packing import RADIUS_M, pack, packing_plane, parts_of, sphere_project, unpack

steps = st.integers(-40_000, 40_000)
rings = st.lists(st.tuples(steps, steps), min_size=2, max_size=6)


@given(st.lists(st.lists(st.lists(rings, min_size=1, max_size=2), max_size=3), max_size=5))
def test_packing_comes_back(layers: list[list[list[list[tuple[int, int]]]]]) -> None:
    assert unpack(pack(layers, 250)) == (250, layers)


def test_the_bytes_are_those_of_the_format() -> None:
    # q = 250 as LEB128, one layer, one part, one ring, two points: (1, -1), then (+64, -65).
    raw = zlib.decompress(from_letters(pack([[[[(1, -1), (65, -66)]]]], 250)), wbits=-15)
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


def test_a_shape_goes_to_the_plane_vertex_by_vertex() -> None:
    line = packing_plane(shapely.LineString([(0, 60), (90, 60), (0, 90)]))
    rho = 2 * RADIUS_M * np.sin(np.radians(15))
    assert shapely.get_coordinates(line) == pytest.approx(
        np.array([[0, -rho], [rho, 0], [0, 0]]), abs=1e-6
    )
