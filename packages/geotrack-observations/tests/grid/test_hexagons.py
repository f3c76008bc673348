"""Hexagons of the plane, beside polygons, distances to every centre near, and the ellipsoid."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.geometry.plane import project, unproject
from geotrack_observations.grid.hexagons import AREAS_KM2, Lattice

METRES = st.floats(-9e6, 9e6)
AREAS = st.one_of(st.sampled_from(AREAS_KM2), st.floats(1.0, 1e6))
NEAR = np.stack(np.meshgrid(np.arange(-2, 3), np.arange(-2, 3)), axis=-1).reshape(-1, 2)


def cell_of(lattice: Lattice, x: float, y: float) -> tuple[int, int]:
    q, r = lattice.cells(np.array([x]), np.array([y]))
    return int(q[0]), int(r[0])


@given(AREAS, METRES, METRES)
def test_a_place_is_in_the_hexagon_whose_centre_is_nearest(area: float, x: float, y: float) -> None:
    lattice = Lattice(area)
    q, r = cell_of(lattice, x, y)
    centre_x, centre_y = lattice.centres(q + NEAR[:, 0], r + NEAR[:, 1])
    to = np.hypot(centre_x - x, centre_y - y)
    own = float(to[(NEAR == 0).all(axis=1)][0])
    assert own <= to.min() + 1e-6
    assert own <= lattice.across_m / np.sqrt(3) + 1e-6
    shape = shapely.Polygon(lattice.corners(np.array([q]), np.array([r]))[0])
    assert shape.distance(shapely.Point(x, y)) < 1e-6


@given(st.sampled_from(AREAS_KM2), st.integers(-900, 900), st.integers(-900, 900))
def test_every_centre_and_what_is_round_it_is_its_own(area: float, q: int, r: int) -> None:
    lattice = Lattice(area)
    (x,), (y,) = lattice.centres(np.array([q]), np.array([r]))
    assert cell_of(lattice, x, y) == (q, r)
    corners = lattice.corners(np.array([q]), np.array([r]))[0]
    for corner in corners:
        inside = 0.999_999 * corner + 0.000_001 * np.array([x, y])
        assert cell_of(lattice, *inside) == (q, r)


@given(st.sampled_from(AREAS_KM2), METRES, METRES)
def test_turned_by_60_degrees_about_the_pole_so_are_the_hexagons(
    area: float, x: float, y: float
) -> None:
    lattice = Lattice(area)
    q, r = cell_of(lattice, x, y)
    shape = shapely.Polygon(lattice.corners(np.array([q]), np.array([r]))[0])
    assume(shape.exterior.distance(shapely.Point(x, y)) > 1e-5)
    cos, sin = np.cos(np.pi / 3), np.sin(np.pi / 3)
    assert cell_of(lattice, x * cos - y * sin, x * sin + y * cos) == (-r, q + r)


def test_neighbours_meet_without_gap_or_overlap() -> None:
    lattice = Lattice(6_400.0)
    q, r = (axis.ravel() for axis in np.meshgrid(np.arange(-8, 9), np.arange(-8, 9)))
    shapes = shapely.polygons(lattice.corners(q, r))
    assert shapely.is_valid(shapes).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(shapes)).all()
    whole = shapely.coverage_union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(len(shapes) * 6_400e6, rel=1e-12)
    assert bool(shapely.coverage_is_valid(shapes))


@pytest.mark.parametrize("area", AREAS_KM2)
def test_each_has_its_area_on_the_ellipsoid(area: float) -> None:
    lattice = Lattice(area)
    chance = np.random.default_rng(5)
    lon, lat = chance.uniform(-180, 180, 6), chance.uniform(45, 90, 6)
    # At the pole and across 180 degrees too.
    x, y = project([*lon, 0.0, 180.0, -179.99], [*lat, 90.0, 70.0, 55.0])
    for shape in shapely.polygons(lattice.corners(*lattice.cells(x, y))):
        # Geodesics between vertices so near each other are the plane's edges to a millimetre.
        ring = shapely.segmentize(shape.exterior, lattice.across_m / 2_000)
        on_ground, _ = Geod(ellps="WGS84").polygon_area_perimeter(
            *unproject(*shapely.get_coordinates(ring).T)
        )
        assert on_ground == pytest.approx(area * 1e6, rel=1e-7)


def test_levels_are_halved_in_width_from_one_to_the_next() -> None:
    across = [Lattice(area).across_m for area in AREAS_KM2]
    assert [a / b for a, b in itertools.pairwise(across)] == pytest.approx([2.0] * 6)
