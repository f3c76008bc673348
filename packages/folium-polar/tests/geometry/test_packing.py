"""What is packed comes back."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.base91 import from_letters
from folium_polar.geometry.packing import (
    RADIUS_M,
    pack,
    packing_plane,
    parts_of,
    sphere_project,
    unpack,
)

steps = st.integers(-40_000, 40_000)
rings = st.lists(st.tuples(steps, steps), min_size=1, max_size=6)


@given(st.lists(st.lists(st.lists(rings, min_size=1, max_size=2), max_size=3), max_size=5))
def test_packing_comes_back(layers: list[list[list[list[tuple[int, int]]]]]) -> None:
    assert unpack(pack(layers, 250)) == (250, layers)


def test_the_bytes_are_those_of_the_format() -> None:
    # One layer, one part, one ring, two points: (1, -1), then (+64, -65).
    raw = from_letters(pack([[[[(1, -1), (65, -66)]]]], 250))
    assert np.frombuffer(raw[:16], ">u4").tolist() == [250, 4, 2, 3]
    # Counts 1 1 1 2 and zig-zag 2 1 have width 0; zig-zag 128 129 width 6, rests 0 1.
    bits = "0000 0000 0110 0000" + "01 01 01 001  001 01  001 001 0000" + "000000 000001 0000"
    assert "".join(f"{byte:08b}" for byte in raw[16:]) == bits.replace(" ", "")


@given(st.lists(st.tuples(*[st.integers(-(2**22), 2**22)] * 2), min_size=60, max_size=200))
def test_blocks_of_any_numbers_come_back(ring: list[tuple[int, int]]) -> None:
    assert unpack(pack([[], [[ring, ring[:1]]]], 1)) == (1, [[], [[ring, ring[:1]]]])


def test_a_quotient_may_be_longer_than_a_word() -> None:
    ring = [(0, 0), *((2, 0) for _ in range(62)), (40_000, 0)]
    assert unpack(pack([[[ring]]], 1)) == (1, [[[ring]]])


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
