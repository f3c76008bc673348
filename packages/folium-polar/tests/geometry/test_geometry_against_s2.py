"""What the plane tells of shapes is what S2 tells, on the sphere, of shapes it has read itself.

S2 puts its own vertices on edges that are straight in longitude and latitude, and knows neither
planes nor seams. Latitudes are taken for those of a sphere: what lies in what is the same there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
import spherely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc, project, to_plane, unproject
from known_shapes import (
    Geometry,
    Ring,
    box,
    jumping,
    multipolygon,
    polar_rings,
    polygon,
    rings,
    sector,
    split,
    turned,
)
from tests.examples import few

pytestmark = pytest.mark.slow

GEOD = pyproj.Geod(ellps="WGS84")
# Nearer an edge than this the two may differ: both put chords for curves.
NEAR_M = 10.0
CHORD_M = 0.5


@dataclass(frozen=True)
class Pair:
    """One shape twice."""

    plane: BaseGeometry
    sphere: Any


def on_sphere(flat: BaseGeometry, *, straight: bool = True) -> Any:
    """Hand a shape in longitude and latitude to S2, its edges straight there or great circles."""
    return spherely.from_wkb(shapely.to_wkb(flat), planar=straight, tessellate_tolerance=CHORD_M)


def closed(ring: Ring) -> Ring:
    return [*ring[:-1], ring[0]]


def star(ring: Ring, spelling: int) -> Pair:
    spelt = (polygon(ring), polygon(jumping(ring)), polygon(turned(ring, 360)), split(ring))
    return Pair(to_plane(spelt[spelling]), on_sphere(shapely.Polygon(ring)))


def wavy_cap(ring: Ring, spelling: int) -> Pair:
    edged = [*ring, [ring[-1][0], 90], [ring[0][0], 90], ring[0]]
    spelt = (polygon(closed(ring)), polygon(closed(ring)[::-1]), polygon(edged), split(edged))
    return Pair(to_plane(spelt[spelling]), on_sphere(shapely.Polygon(closed(ring))))


def wavy_annulus(ring: Ring, part: float, cut: bool) -> Pair:
    inner = [[lon, lat + part * (90 - lat)] for lon, lat in ring]
    spelt = [*ring, *inner[::-1], ring[0]]
    plane = polygon(spelt) if cut else polygon(closed(ring), closed(inner))
    return Pair(to_plane(plane), on_sphere(shapely.Polygon(closed(ring), [closed(inner)])))


def parallel(west: float, lat: float, east: float) -> Ring:
    """A parallel as great circles so short that they hold to it."""
    return [[lon, lat] for lon in np.linspace(west, east, 4000)]


def slice_to_the_pole(west: float, width: float, south: float, halved: bool) -> Pair:
    east, middle = west + width, west + width / 2
    halves = multipolygon(sector(west, south, middle), sector(middle, south, east))
    outline = [*parallel(west, south, east), [0, 90]]
    return Pair(
        to_plane(halves if halved else polygon(sector(west, south, east))),
        on_sphere(shapely.Polygon(outline), straight=False),
    )


def box_over_180(west: float, width: float, south: float, height: float, spelling: int) -> Pair:
    west, north = 180 - west * width, min(south + height, 89.5)
    ring = box(west, south, west + width, north)
    spelt: Geometry = (polygon(ring), polygon(jumping(ring)), split(ring))[spelling]
    return Pair(to_plane(spelt), on_sphere(shapely.Polygon(ring)))


def round_disc(lon: float, lat: float, radius: float) -> Pair:
    azimuth = np.linspace(360, 0, 2000, endpoint=False)
    same = np.ones(len(azimuth))
    edge_lon, edge_lat, _ = GEOD.fwd(lon * same, lat * same, azimuth, radius * same)
    outline = shapely.Polygon(np.column_stack([edge_lon, edge_lat]))
    return Pair(disc(lon, lat, radius), on_sphere(outline, straight=False))


def line(coordinates: Ring, spelling: int) -> Pair:
    spelt = (coordinates, jumping(coordinates), turned(coordinates, -360))[spelling]
    plane = to_plane({"type": "LineString", "coordinates": spelt})
    return Pair(plane, on_sphere(shapely.LineString(coordinates)))


def point(lon: float, lat: float, turns: int) -> Pair:
    plane = to_plane({"type": "Point", "coordinates": [lon + 360 * turns, lat]})
    return Pair(plane, spherely.create_point(lon, lat))


lons = st.floats(-180, 180)
areas = st.one_of(
    st.builds(star, rings(), st.integers(0, 3)),
    st.builds(wavy_cap, polar_rings(), st.integers(0, 3)),
    st.builds(wavy_annulus, polar_rings(), st.floats(0.1, 0.9), st.booleans()),
    st.builds(slice_to_the_pole, lons, st.floats(1, 170), st.floats(40, 88), st.booleans()),
    st.builds(
        box_over_180,
        st.floats(0.05, 0.95),
        st.floats(1, 80),
        st.floats(40, 88),
        st.floats(0.5, 30),
        st.integers(0, 2),
    ),
    st.builds(round_disc, lons, st.floats(45, 90), st.floats(1e3, 1e6)),
)
lines = st.builds(
    line,
    st.one_of(rings(), polar_rings()).map(lambda ring: ring[: len(ring) // 2 + 1]),
    st.integers(0, 2),
)
points = st.builds(point, lons, st.floats(40, 90), st.integers(-2, 2))


def places_about(area: BaseGeometry, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places all over the north, and from 3 m to 10 km off the edge."""
    chance = np.random.default_rng(seed)
    outline = area.boundary
    edge = shapely.line_interpolate_point(outline, chance.uniform(0, outline.length, 200))
    lon, lat = unproject(*shapely.get_coordinates(edge).T)
    off = 10 ** chance.uniform(0.5, 4, len(lon))
    lon, lat, _ = GEOD.fwd(lon, lat, chance.uniform(0, 360, len(lon)), off)
    far_lon, far_lat = chance.uniform(-180, 180, 200), chance.uniform(35, 90, 200)
    return np.append(lon, far_lon), np.append(lat, far_lat)


@few
@given(areas, st.integers(0, 2**32))
def test_the_same_places_are_inside(area: Pair, seed: int) -> None:
    lon, lat = places_about(area.plane, seed)
    here = shapely.contains(area.plane, shapely.points(np.column_stack(project(lon, lat))))
    there = spherely.contains(area.sphere, spherely.points(lon, lat))
    for n in np.flatnonzero(here != there):
        edge = spherely.boundary(area.sphere)
        assert spherely.distance(edge, spherely.create_point(lon[n], lat[n])) < NEAR_M
    # Roughly: S2's sphere is none of equal area, but the wrong side of a ring would be far off.
    assert area.plane.area == pytest.approx(spherely.area(area.sphere), rel=0.015)


def check_meeting(one: Pair, other: Pair) -> None:
    here = shapely.intersects(one.plane, other.plane)
    there = spherely.intersects(one.sphere, other.sphere)
    if here != there:
        # Who says that they do not meet must find them near each other.
        apart = (
            spherely.distance(one.sphere, other.sphere)
            if here
            else shapely.distance(one.plane, other.plane)
        )
        assert apart < NEAR_M


def check_holding(area: Pair, shape: Pair) -> None:
    here = shapely.covers(area.plane, shape.plane)
    there = spherely.covers(area.sphere, shape.sphere)
    if here != there:
        # Who says that it is inside must find it near the edge.
        off = (
            shapely.distance(area.plane.boundary, shape.plane)
            if here
            else spherely.distance(spherely.boundary(area.sphere), shape.sphere)
        )
        assert off < NEAR_M


@few
@given(st.tuples(areas, areas, areas), st.tuples(lines, lines, points, points))
def test_the_same_shapes_meet_and_hold_each_other(
    some: tuple[Pair, ...], others: tuple[Pair, ...]
) -> None:
    for one, other in itertools.combinations([*some, *others], 2):
        check_meeting(one, other)
    for area, shape in itertools.product(some, [*some, *others]):
        if shape is not area:
            check_holding(area, shape)
