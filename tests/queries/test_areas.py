"""The area of a question: its border counts as inside, its holes do not."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack.footprint.outline import Footprint
from geotrack.queries.areas import Area, Match

SQUARE = shapely.box(0, 0, 1000, 1000)
RING = SQUARE - shapely.box(400, 400, 600, 600)


@pytest.mark.parametrize(
    ("shape", "meets", "holds"),
    [
        (shapely.Point(500, 500), True, True),
        (shapely.Point(1000.9, 500), True, True),
        (shapely.Point(1001.1, 500), False, False),
        (shapely.Point(1000.69, 1000.69), True, True),
        (shapely.Point(1000.72, 1000.72), False, False),
        (shapely.box(100, 100, 900, 900), True, True),
        (shapely.box(-0.9, 100, 900, 900), True, True),
        (shapely.box(-1.1, 100, 900, 900), True, False),
        (shapely.box(-100, -100, 2000, 2000), True, False),
        (shapely.box(1001.1, 0, 1002, 1), False, False),
        (shapely.LineString([[0, 0], [1000, 1000]]), True, True),
        (SQUARE, True, True),
    ],
)
def test_within_a_metre_of_the_border_is_inside(
    shape: shapely.Geometry, meets: bool, holds: bool
) -> None:
    area = Area([SQUARE])
    assert (area.meets(shape), area.contains(shape)) == (meets, holds)


@pytest.mark.parametrize(
    ("shape", "meets"),
    [
        (shapely.box(1000, 0, 2000, 1000), False),
        (shapely.box(999.5, 0, 2000, 1000), False),
        (shapely.box(990, 0, 2000, 1000), True),
        (shapely.LineString([[1000, 0], [1000, 1000]]), True),
        (shapely.Point(1000, 500), True),
    ],
)
def test_areas_that_only_share_a_border_do_not_meet(shape: shapely.Geometry, meets: bool) -> None:
    assert Area([SQUARE]).meets(shape) is meets


def test_a_disc_over_a_hole_is_not_inside() -> None:
    # All corners of what is outside lie on the border of the area.
    area = Area([RING])
    assert not area.contains(shapely.box(300, 300, 700, 700))
    assert not area.contains(shapely.box(401.5, 401.5, 598.5, 598.5))
    assert not area.meets(shapely.box(401.5, 401.5, 598.5, 598.5))


def test_a_bay_is_not_inside_though_its_shores_are() -> None:
    bay = SQUARE - shapely.box(300, 500, 700, 1000)
    assert not Area([bay]).contains(SQUARE)


def test_a_gap_of_less_than_two_metres_between_regions_is_none() -> None:
    beside = shapely.box(1001.5, 0, 2000, 1000)
    assert Area([SQUARE, beside]).contains(shapely.box(900, 100, 1100, 200))
    assert not Area([SQUARE, shapely.box(1003, 0, 2000, 1000)]).contains(
        shapely.box(900, 100, 1100, 200)
    )


INSIDE, ACROSS, OUTSIDE = (
    shapely.box(100, 100, 200, 200),
    shapely.box(900, 100, 1100, 200),
    shapely.box(5000, 0, 6000, 1),
)


@pytest.mark.parametrize(
    ("where", "match"),
    [
        (Footprint((INSIDE,)), Match.CERTAIN),
        (Footprint((ACROSS,)), Match.POSSIBLE),
        (Footprint((OUTSIDE,)), None),
        (Footprint((INSIDE,), doubt="unstated"), Match.POSSIBLE),
        (Footprint((OUTSIDE,), doubt="unstated"), None),
        (Footprint((INSIDE, INSIDE)), Match.CERTAIN),
        (Footprint((INSIDE, OUTSIDE)), Match.POSSIBLE),
        (Footprint((INSIDE, OUTSIDE), each=True), Match.CERTAIN),
        (Footprint((ACROSS, OUTSIDE), each=True), Match.POSSIBLE),
        (Footprint((OUTSIDE, OUTSIDE), each=True), None),
    ],
)
def test_certain_is_for_every_place_possible_for_some(
    where: Footprint, match: Match | None
) -> None:
    assert Area([SQUARE]).judge(where) is match


@given(st.tuples(*[st.floats(-500, 1500)] * 4))
def test_the_quick_refusal_says_what_the_whole_shape_says(
    corners: tuple[float, float, float, float],
) -> None:
    x1, y1, x2, y2 = corners
    shape = shapely.box(min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1)
    whole = shapely.covers(shapely.buffer(RING, 1.0), shape)
    assert Area([RING]).contains(shape) == whole
