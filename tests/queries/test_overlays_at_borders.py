"""A metre on both sides of a border: what an area says without growing itself, held to that."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, event, given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geotrack.files.resources import sample_workspace
from geotrack.footprint.courses import Course
from geotrack.footprint.outline import BORDER_M
from geotrack.queries import overlays
from geotrack.queries.areas import Area
from geotrack.queries.overlays import Border
from geotrack.workspace import open_workspace

# No multiple is a metre: what lies on the very limit may fall on either side of it.
_STEP = 0.3
# What two ways to cut the same shapes may differ by.
_ROUNDING_M2 = 1e-3

steps = st.integers(-10, 10).map(lambda n: n * _STEP)
sizes = st.integers(10, 1000).map(lambda n: n * _STEP)
places = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(lambda at: np.array(at) * _STEP)


@st.composite
def polygons(draw: st.DrawFn) -> BaseGeometry:
    """A star: it has points and notches of all angles, and where it is narrow it is all border."""
    count = draw(st.integers(3, 9))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + draw(st.floats(0, 1))
    radii = np.array([draw(sizes) for _ in range(count)])
    ring = draw(places) + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, np.newaxis]
    return shapely.make_valid(shapely.Polygon(ring)).buffer(0)


@st.composite
def areas(draw: st.DrawFn) -> BaseGeometry:
    parts = shapely.union_all([draw(polygons()) for _ in range(draw(st.integers(1, 3)))])
    return parts - draw(polygons()) if draw(st.booleans()) else parts


@st.composite
def neighbours(draw: st.DrawFn, area: BaseGeometry) -> BaseGeometry:
    """A shape whose edge runs mostly along that of an area, up to a few metres off."""
    other = draw(polygons())
    shift = np.array([draw(steps), draw(steps)])
    moved = shapely.transform(area, lambda xy: xy + shift)
    shape = draw(
        st.sampled_from(
            [
                other,
                moved,
                other - area,
                other & area,
                other & moved,
                shapely.box(*other.bounds) - moved,
                shapely.boundary(moved),
                moved.buffer(draw(steps)) & shapely.box(*other.bounds),
                shapely.GeometryCollection([other - area, shapely.boundary(moved)]),
                draw(st.sampled_from(list(shapely.get_parts(area)))),
            ]
        )
    )
    assume(not shape.is_empty)
    return shape


def grown(area: BaseGeometry, metres: float) -> BaseGeometry:
    return shapely.buffer(area, metres, join_style="bevel")


def meets(area: BaseGeometry, shape: BaseGeometry) -> bool:
    if shape.area == 0:
        return bool(shapely.distance(area, shape) <= BORDER_M)
    return bool(shapely.intersects(grown(area, -BORDER_M), shape))


def holds(area: BaseGeometry, shape: BaseGeometry) -> bool:
    return bool(shapely.covers(grown(area, BORDER_M), shape))


def is_thin(area: BaseGeometry) -> bool:
    return area.area < BORDER_M * area.length


@given(st.data())
def test_an_area_says_what_it_would_say_a_metre_larger_or_smaller(data: st.DataObject) -> None:
    shape = data.draw(areas())
    assume(not shape.is_empty and not is_thin(shape))
    area = Area([shape])
    for _ in range(4):
        near = data.draw(neighbours(shape))
        assert area.meets(near) == meets(shape, near)
        assert area.contains(near) == holds(shape, near)


@given(st.data())
def test_what_is_cut_off_by_an_area_is_so_by_all_within_a_metre_of_it(data: st.DataObject) -> None:
    shape = data.draw(areas())
    assume(not shape.is_empty)
    line = shapely.LineString([data.draw(places), data.draw(places), data.draw(places)])
    assume(line.length > 1)
    radius = data.draw(sizes) / 10
    ends = (shapely.Point(line.coords[n]).buffer(radius) for n in (0, -1))
    course = Course(line.buffer(radius), *ends)
    left = shapely.get_parts(course.corridor - grown(shape, BORDER_M))
    way = (shapely.intersects(left, course.start) & shapely.intersects(left, course.end)).any()
    inside = holds(shape, course.start) or holds(shape, course.end)
    assert Area([shape]).cuts(course) == (inside or not way)


@given(st.data())
def test_a_query_of_two_areas_is_one_of_their_union(data: st.DataObject) -> None:
    one = data.draw(areas())
    other = data.draw(st.one_of(areas(), neighbours(one)))
    assume(all(shape.area > 0 and "Polygon" in shape.geom_type for shape in (one, other)))
    both = Area([one, other])
    assert both.shape.buffer(1e-6).covers(shapely.union_all([one, other]))
    for _ in range(3):
        near = data.draw(neighbours(both.shape))
        assert both.contains(near) == holds(both.shape, near)
        if not is_thin(both.shape):
            assert both.meets(near) == meets(both.shape, near)


@given(st.data())
def test_a_gap_along_a_shared_border_is_none(data: st.DataObject) -> None:
    """Two regions drawn apart: each has the border with places of its own on it, and off it."""
    off = st.integers(-45, 45).map(lambda n: n / 100)
    along = st.lists(st.integers(-299, 299), max_size=5, unique=True)
    y = np.array(sorted([-300, *data.draw(along), 300]))
    x = np.array([data.draw(st.integers(-50, 50)) for _ in y])
    sides = []
    for far in (-1000, 1000):
        at = np.unique([*y, *data.draw(along)])
        moved = np.interp(at, y, x) + [data.draw(off) for _ in at]
        shore = [[far, 300], [far, -300]]
        sides.append(shapely.Polygon([*np.column_stack([moved, at]).tolist(), *shore]))
    area = Area(sides)
    assert area.edge.line.within(shapely.box(-1000, -300, 1000, 300).boundary.buffer(3))


def test_two_areas_meet_nothing_that_neither_of_them_meets() -> None:
    """Coasts that are drawn sharply do not grow into their neighbour by being asked together."""
    notched = shapely.Polygon([[0, 0], [1000, 0], [1000, 900], [500, 20], [0, 900]])
    beside = shapely.box(0, 0, 1000, 900) - notched
    elsewhere = shapely.box(5000, 0, 6000, 1000)
    assert not Area([notched]).meets(beside)
    assert not Area([notched, elsewhere]).meets(beside)


def test_regions_say_of_each_other_what_they_would_say_a_metre_larger_or_smaller() -> None:
    regions = open_workspace(sample_workspace()).regions
    named = ("bering-sea", "bering-strait", "chukchi-sea", "kara-sea", "arctic-ocean-central")
    shapes = {id_: regions[id_].plane for id_ in (*named, "novaya-zemlya", "franz-josef-land")}
    for one, other in itertools.product(shapes, shapes):
        area = Area([shapes[one]])
        said = area.meets(shapes[other]), area.contains(shapes[other])
        assert said == (meets(area.shape, shapes[other]), holds(area.shape, shapes[other])), one


@pytest.mark.parametrize("kind", ["meets", "contains"])
def test_an_area_does_not_grow_for_one_shape(kind: str) -> None:
    """That takes a third of a second where the coast is long."""
    coast = shapely.Point(0, 0).buffer(1e6, quad_segs=5000)
    beside = shapely.box(9.9e5, -1e5, 2e6, 1e5)
    area = Area([coast])
    for shape in (coast, beside, beside - coast, beside & coast, shapely.box(0, 0, 2e6, 2e6)):
        getattr(area, kind)(shape)
    assert not {"widened", "narrowed"} & vars(area).keys()


def test_an_edge_shorter_than_a_number_can_say_is_no_warning() -> None:
    """Found by the test of two areas: GEOS divides by zero on its way to a distance."""
    one = shapely.Polygon([(3, 0), (0, -3), (-3, 0), (0, 3), (3, 6.675221575521e-311)])
    other = shapely.Polygon([(3, 0), (-1.5, -2.6), (-1.5, 2.6)])
    assert Area([one, other]).contains(other)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


@given(areas(), st.data())
def test_a_difference_by_shared_edges_is_that_of_an_overlay(
    area: BaseGeometry, data: st.DataObject
) -> None:
    other = data.draw(st.one_of(polygons(), neighbours(area)))
    assume(all(shape.area > 0 and "Polygon" in shape.geom_type for shape in (area, other)))
    with pytest.MonkeyPatch.context() as patch:
        # So that it looks round edges of shapes that are this small.
        patch.setattr(overlays, "_MARGIN_M", 1.0)
        patch.setattr(overlays, "_SMALL", 2.0)
        for shape in (area & other, area - other, area | other, other):
            found = Border(area).difference_from(shape)
            event(f"found {found and not found.is_empty}")
            if found is not None:
                # On a grid: GEOS may take a side of a needle for the other without one.
                one, two = (_polygons(shape) for shape in (found, shape - area))
                off = shapely.symmetric_difference(one, two, grid_size=1e-6)
                assert off.area < _ROUNDING_M2


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("northern-sea-route", "arctic-ocean"),
        ("kara-sea", "arctic-ocean"),
        ("beaufort-sea", "arctic-ocean"),
    ],
)
def test_a_sea_is_found_in_its_ocean_by_shared_edges(part: str, whole: str) -> None:
    regions = open_workspace(sample_workspace()).regions
    sea, ocean = regions[part].plane, regions[whole].plane
    found = Border(ocean).difference_from(sea)
    assert found is not None
    assert (found ^ (sea - ocean)).area < _ROUNDING_M2
