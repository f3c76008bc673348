from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from folium_polar.errors import GeometryError
from folium_polar.geometry import (
    Nearest,
    disc,
    distance_m,
    distances_m,
    nearest,
    project,
    to_plane,
    unproject,
)
from known_shapes import Ring, box, polar_rings, polygon, rings, turned
from tests.examples import few

GEOD = pyproj.Geod(ellps="WGS84")


def point(lon: float, lat: float) -> BaseGeometry:
    return shapely.Point(*project(lon, lat))


def line(*coordinates: tuple[float, float]) -> BaseGeometry:
    return to_plane({"type": "LineString", "coordinates": [list(place) for place in coordinates]})


def area(*shells: Ring) -> BaseGeometry:
    return to_plane(polygon(*shells))


def tolerance(metres: float) -> float:
    return 0.011 + 1.1e-6 * metres


def check(found: Nearest, first: BaseGeometry, second: BaseGeometry) -> None:
    """It tells of two places that lie on the shapes."""
    assert shapely.Point(*project(*found.start)).distance(first) < 1e-5
    assert shapely.Point(*project(*found.end)).distance(second) < 1e-5
    assert distance_m(*found.start, *found.end) == pytest.approx(found.metres, abs=1e-6)
    assert 0 <= found.bearing < 360
    assert 0 <= found.back < 360


def places_on(shape: BaseGeometry, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Spread places over the outlines of a shape; degrees."""
    parts = shapely.get_parts(shapely.get_parts([shape]))
    found = []
    for part in parts:
        outline = part.boundary if part.geom_type == "Polygon" else part
        spread = np.linspace(0, 1, count) * outline.length
        found.append(shapely.get_coordinates(shapely.line_interpolate_point(outline, spread)))
    return unproject(*np.concatenate(found).T)


def degrees(least: float, greatest: float) -> st.SearchStrategy[float]:
    """Numbers that are written: GEOS finds no distance to a line 1e-198 m long."""
    return st.floats(least, greatest).map(lambda number: round(number, 6))


places = st.tuples(degrees(-180, 180), degrees(0, 90))
lines = st.lists(places, min_size=2, max_size=4, unique=True).map(
    lambda ends: shapely.LineString(np.column_stack(project(*np.transpose(ends))))
)
shapes = st.one_of(
    lines,
    rings().map(area),
    polar_rings().map(lambda ring: area([*ring[:-1], ring[0]])),
    st.tuples(st.floats(-180, 180), st.floats(40, 90), st.floats(100, 1e6)).map(lambda a: disc(*a)),
    st.tuples(lines, rings().map(area)).map(shapely.GeometryCollection),
)


@few
@given(shapes, shapes)
def test_no_two_places_are_nearer(first: BaseGeometry, second: BaseGeometry) -> None:
    found = nearest(first, second)
    check(found, first, second)
    lon, lat = places_on(first, 150)
    other_lon, other_lat = places_on(second, 150)
    tried = distance_m(lon[:, np.newaxis], lat[:, np.newaxis], other_lon, other_lat)
    assert found.metres <= tried.min() + tolerance(tried.min())
    again = nearest(second, first)
    assert again.metres == pytest.approx(found.metres, abs=tolerance(found.metres))


@given(shapes, places)
def test_no_place_is_nearer_to_a_point(shape: BaseGeometry, place: tuple[float, float]) -> None:
    found = nearest(point(*place), shape)
    check(found, point(*place), shape)
    tried = distance_m(*place, *places_on(shape, 2000)).min()
    assert found.metres <= tried + tolerance(tried)
    assert distances_m(*place, [shape])[0] == pytest.approx(
        found.metres, abs=tolerance(found.metres)
    )


@given(places, st.floats(1e3, 1e6), st.floats(0, 360), st.floats(1, 3e6))
def test_a_disc_is_as_far_as_its_middle_less_its_radius(
    centre: tuple[float, float], radius: float, azimuth: float, gap: float
) -> None:
    centre = (centre[0], max(centre[1], 45))
    lon, lat, _ = GEOD.fwd(*centre, azimuth, radius + gap)
    # The disc's own edge is off by a metre, or 1e-5 of the radius.
    off = max(1, 1e-5 * radius) + tolerance(gap)
    assert nearest(point(lon, lat), disc(*centre, radius)).metres == pytest.approx(gap, abs=off)


@given(places, st.floats(1, 179), st.floats(1, 2e6), st.booleans())
def test_a_meridian_is_met_at_a_right_angle(
    place: tuple[float, float], span: float, gap: float, east: bool
) -> None:
    """Two places on a meridian, and one beside a place between them."""
    lon, lat = place[0], min(place[1], 80)
    meridian = line((lon, lat), (lon, 90), (lon + 180, 60))
    aside_lon, aside_lat, _ = GEOD.fwd(lon, (lat + 90) / 2, 90 if east else -90, gap)
    found = nearest(point(aside_lon, aside_lat), meridian)
    assert found.metres == pytest.approx(gap, abs=tolerance(gap))
    assert min(abs(found.back - 90), abs(found.back - 270)) < 0.1 + 100 / gap


def test_over_180_and_the_pole() -> None:
    west, east = area(box(170, 70, 179, 72)), area(box(-179, 70, -170, 72))
    found = nearest(west, east)
    assert found.metres == pytest.approx(distance_m(179, 72, -179, 72), abs=0.01)
    assert found.start == pytest.approx((179, 72))
    assert found.end == pytest.approx((-179, 72))
    assert found.bearing == pytest.approx(90, abs=1)
    assert found.back == pytest.approx(270, abs=1)
    found = nearest(point(0, 89), point(180, 88))
    assert found.metres == pytest.approx(distance_m(0, 89, 180, 88))
    assert found.bearing == pytest.approx(0, abs=1e-9)
    assert found.back == pytest.approx(0, abs=1e-9)


def test_the_nearest_place_of_a_line_is_no_vertex() -> None:
    found = nearest(point(30, 75), line((0, 80), (60, 80)))
    assert found.end == pytest.approx((30, 80), abs=1e-3)
    # The parallel is off by up to a metre between two vertices.
    assert found.metres == pytest.approx(distance_m(30, 75, 30, 80), abs=1)


def test_the_plane_would_name_another_place() -> None:
    """Far from the pole parallels are stretched and meridians shrunk: by a fifth in all, here."""
    target = shapely.MultiPoint([project(20, 40), project(0, 56)])
    found = nearest(point(0, 40), target)
    assert found.end == pytest.approx((20, 40))
    in_plane = shapely.shortest_line(point(0, 40), target)
    assert unproject(*in_plane.coords[1])[1] == pytest.approx(56)


def test_what_meets_is_at_no_distance() -> None:
    cap = area([[0, 60], [120, 60], [240, 60], [0, 60]])
    inside = nearest(point(33, 77), cap)
    assert (inside.metres, inside.bearing, inside.back) == (0, 0, 0)
    assert inside.start == inside.end == pytest.approx((33, 77))
    crossing = nearest(line((170, 70), (190, 72)), line((170, 72), (190, 70)))
    assert crossing.metres == 0
    assert crossing.start == pytest.approx((180, 71), abs=1e-4)
    same = nearest(point(12, 80), point(372, 80))
    assert same == Nearest(0, same.start, same.start, 0, 0)
    # A hole is no part of the area.
    ring = area([[0, 60], [120, 60], [240, 60], [0, 60]], [[0, 80], [120, 80], [240, 80], [0, 80]])
    assert nearest(point(0, 90), ring).metres == pytest.approx(distance_m(0, 80, 0, 90), abs=1.1)


def test_bearings_at_the_pole_count_from_the_meridian_of_greenwich() -> None:
    found = nearest(point(77, 90), point(30, 80))
    assert found.start == (0, 90)
    assert found.bearing == pytest.approx(150)
    assert found.back == pytest.approx(0, abs=1e-9)
    assert GEOD.fwd(*found.start, found.bearing, found.metres)[:2] == pytest.approx((30, 80))


@pytest.mark.parametrize("gap", [0.0025, 0.1, 1, 5])
def test_parallels_everywhere_as_near(gap: float) -> None:
    outer, inner = area(box(-180, 60, 180, 61)), area(box(-180, 61 + gap, 180, 67))
    expected = distance_m(0, 61, 0, 61 + gap)
    assert nearest(outer, inner).metres == pytest.approx(expected, abs=2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (point(0, 66), point(180, -66)),
        (point(0, 0), point(180, 0)),
        (point(0, 90), point(0, -90)),
        (area(box(0, -80, 10, -70)), area(box(170, 66, 200, 80))),
        (area([[0, -90], [90, -90], [90, -70], [0, -70], [0, -90]]), point(-135, 80)),
        (line((0, -60), (0, -90)), line((170, 60), (190, 62))),
    ],
)
def test_far_south_nothing_fails(first: BaseGeometry, second: BaseGeometry) -> None:
    found = nearest(first, second)
    check(found, first, second)
    assert 0 < found.metres < 20_004_000


def test_many_shapes_at_once() -> None:
    many = [
        point(10, 80),
        line((170, 70), (190, 70)),
        area(box(0, 60, 20, 85)),
        None,
        shapely.Polygon(),
        disc(180, 66, 1e5),
        shapely.GeometryCollection([point(12, 79), area(box(100, 60, 120, 61))]),
    ]
    found = distances_m(10, 79, many)
    each = [
        nearest(point(10, 79), shape).metres if shape is not None and not shape.is_empty else np.nan
        for shape in many
    ]
    assert found == pytest.approx(each, abs=0.1, nan_ok=True)
    assert found[2] == 0
    assert [math.isnan(metres) for metres in found].count(True) == 2
    assert distances_m(10, 79, []).shape == (0,)
    turned_ring = area(turned(box(0, 60, 20, 65), 360))
    assert distances_m(370, 79, [turned_ring]) == pytest.approx(
        distances_m(10, 79, [area(box(0, 60, 20, 65))]), abs=0.1
    )


def test_what_is_refused() -> None:
    with pytest.raises(GeometryError) as caught:
        nearest(point(0, 80), shapely.Polygon())
    assert (caught.value.rule, caught.value.path) == ("empty", (1,))
    with pytest.raises(GeometryError) as caught:
        distances_m(0, 91, [point(0, 80)])
    assert caught.value.rule == "latitude"
