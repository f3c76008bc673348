"""All places within a distance: no more, no fewer, whatever the coast is like."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.errors import GeometryError
from folium_polar.geometry import around, corridor, nearest, project, to_plane
from known_shapes import POLAR_RING, box, multipolygon, polygon

WGS84 = Geod(ellps="WGS84")


def comb(teeth: int) -> dict[str, Any]:
    """A coast of long bays, most of whose edges are out of reach from the sea."""
    ring: list[list[float]] = [[0, 70]]
    for tooth in range(teeth):
        west = tooth / teeth * 10
        ring += [[west, 72], [west + 2.5 / teeth, 72], [west + 2.5 / teeth, 70.3]]
        ring += [[west + 7.5 / teeth, 70.3], [west + 7.5 / teeth, 72]]
    return polygon([*ring, [10, 72], [10, 70], ring[0]])


POINT = {"type": "Point", "coordinates": [0, 80]}
SHAPES = {
    "point": {"type": "Point", "coordinates": [179.9, 75]},
    "pole": {"type": "Point", "coordinates": [0, 90]},
    "line over 180": {"type": "LineString", "coordinates": [[175, 72], [-175, 73]]},
    "box": polygon(box(0, 80, 9, 81)),
    "box over 180": polygon(box(170, 65, 190, 70)),
    "cap": polygon(POLAR_RING),
    "annulus": polygon(box(-180, 80, 180, 84)),
    "comb": comb(6),
    "ring with a hole": polygon(box(20, 74, 40, 80), box(25, 75, 35, 79)),
    "two": multipolygon(box(0, 60, 2, 61), box(4, 60, 6, 61)),
    "mixed": {"type": "GeometryCollection", "geometries": [POINT, polygon(box(3, 80, 4, 81))]},
}


@pytest.mark.slow
@pytest.mark.parametrize("radius", [1_000.0, 20_000.0, 300_000.0])
@pytest.mark.parametrize("name", SHAPES)
def test_its_edge_is_just_so_far_away(name: str, radius: float) -> None:
    shape = to_plane(SHAPES[name])
    wide = around(shape, radius)
    assert wide.is_valid
    assert shapely.covers(shapely.buffer(wide, 1.0), shape)
    edge = shapely.get_coordinates(shapely.boundary(wide))
    for x, y in edge[:: len(edge) // 60 + 1]:
        away = nearest(shapely.Point(x, y), shape).metres
        # Corners of a polygon for a disc lie outside by as much as its sides lie inside.
        assert away == pytest.approx(radius, abs=max(2.5, 2e-5 * radius))


@pytest.mark.slow
@pytest.mark.parametrize("radius", [20_000.0, 300_000.0])
@pytest.mark.parametrize("name", ["comb", "ring with a hole", "cap", "box over 180"])
def test_no_pocket_is_left_out(name: str, radius: float) -> None:
    shape = to_plane(SHAPES[name])
    wide = around(shape, radius)
    chance = np.random.default_rng(2)
    west, south, east, north = shapely.bounds(shapely.buffer(shape, 1.1 * radius))
    for x, y in zip(chance.uniform(west, east, 80), chance.uniform(south, north, 80), strict=True):
        place = shapely.Point(x, y)
        away = nearest(place, shape).metres
        if abs(away - radius) > max(2.5, 2e-5 * radius):
            assert wide.covers(place) == (away < radius)


@given(
    st.integers(-18_000, 18_000).map(lambda n: n / 100),
    st.floats(55, 85),
    st.floats(0.5, 8),
    st.floats(0.2, 4),
    st.floats(1_000, 900_000),
)
def test_it_is_what_corridors_round_every_edge_make(
    west: float, south: float, width: float, height: float, radius: float
) -> None:
    ring = box(west, south, west + width, min(south + height, 89))
    shape = to_plane(polygon(ring))
    every = shapely.union(shape, corridor(ring, radius))
    apart = shapely.symmetric_difference(around(shape, radius), every)
    assert apart.area <= max(2.0, 2e-5 * radius) * every.length


def test_a_radius_that_reaches_the_south_pole_is_refused() -> None:
    with pytest.raises(GeometryError, match="reaches the South Pole"):
        around(to_plane(POINT), 19_000_000)


def test_the_ellipsoid_agrees() -> None:
    wide = around(to_plane(polygon(box(0, 70, 20, 75))), 100_000)
    for lon in range(1, 20):
        for km, inside in ((99.99, True), (100.01, False)):
            # Due north of a parallel is not the nearest way to it: it is by 2 m at most.
            lon_there, lat_there, _ = WGS84.fwd(lon, 75, 0, km * 1000)
            place = shapely.Point(*project(lon_there, lat_there))
            assert wide.covers(place) == inside
