from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given

from folium_polar.errors import GeometryError
from folium_polar.geometry import self_crossing
from folium_polar.geometry.geojson.crossing import _without_cuts
from folium_polar.geometry.geojson.shapes import plane_ring, polygonal
from known_shapes import (
    FAMILIES,
    SPELLINGS,
    Ring,
    box,
    multipolygon,
    polar_rings,
    polygon,
    rings,
    split,
)

BOW_TIE: Ring = [[170, 60], [190, 70], [190, 60], [170, 70], [170, 60]]


@pytest.mark.parametrize(("family", "spelling"), SPELLINGS)
def test_no_spelling_of_a_sound_shape_crosses(family: str, spelling: str) -> None:
    assert self_crossing(FAMILIES[family][spelling]) is None


@given(rings(), polar_rings())
def test_nor_do_random_ones(ring: Ring, polar: Ring) -> None:
    for geometry in (polygon(ring), split(ring), polygon([*polar[:-1], polar[0]])):
        assert self_crossing(geometry) is None


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (polygon(BOW_TIE), (180, 65)),
        (multipolygon(box(0, 60, 9, 70), BOW_TIE), (180, 65)),
        (
            polygon([[170, 60], [180, 65], [190, 70], [190, 60], [180, 65], [170, 70], [170, 60]]),
            (180, 65),
        ),
        (polygon(box(0, 60, 20, 70), box(10, 65, 30, 66)), (20, 66)),
        (
            polygon(box(0, 60, 20, 70), box(2, 61, 9, 66), box(9, 66, 15, 69), box(5, 62, 12, 63)),
            (9, 63),
        ),
    ],
    ids=["bow-tie", "second-part", "at-a-vertex", "hole-leaves", "holes-cross"],
)
def test_where_it_crosses(geometry: dict, place: tuple[float, float]) -> None:
    assert self_crossing(geometry) == pytest.approx(place, abs=1e-4)


def test_other_faults() -> None:
    assert self_crossing(polygon(box(0, 60, 20, 70), box(40, 65, 50, 66)))
    shell, hole = box(0, 60, 20, 70), box(5, 62, 10, 68)
    assert self_crossing(polygon(shell, hole, box(6, 63, 9, 67))), "a hole in a hole"
    twice = [[0, 80], [120, 80], [240, 80], [360, 80], [480, 79], [600, 79], [0, 80]]
    assert self_crossing(polygon(twice))


def test_touching_is_not_crossing() -> None:
    touching = [[170, 60], [180, 65], [170, 70], [190, 70], [180, 65], [190, 60], [170, 60]]
    assert self_crossing(polygon(touching)) is None
    side_by_side = polygon(box(0, 60, 20, 70), box(2, 61, 9, 66), box(9, 61, 15, 66))
    assert self_crossing(side_by_side) is None
    line = [[0, 80], [10, 82], [10, 80], [0, 82]]
    assert self_crossing({"type": "LineString", "coordinates": line}) is None


def _annulus(south: float, north: float, cut: float = 0.0) -> list[list[float]]:
    """A ring round the pole and back, its two circles joined along a meridian."""
    lons = [cut + n * 30.0 for n in range(13)]
    return [
        *([lon, south] for lon in lons),
        *([lon, north] for lon in reversed(lons)),
        [cut, south],
    ]


@pytest.mark.parametrize("cut", [0.0, 37.1, 180.0])
def test_what_is_left_of_an_annulus_without_its_cut_is_what_make_valid_makes(cut: float) -> None:
    vertices = plane_ring(_annulus(70.0, 80.0, cut))
    left = _without_cuts(vertices)
    assert left is not None
    made = polygonal(shapely.make_valid(shapely.Polygon(vertices)))
    assert left.equals(made)
    assert len(left.interiors) == 1


@pytest.mark.parametrize(
    "ring",
    [
        # Two lobes that are gone round in opposite senses, joined by a cut.
        [[0, 0], [1, 0], [1, 1], [3, 1], [3, 2], [4, 1], [3, 1], [1, 1], [0, 1], [0, 0]],
        # A hole that is gone round in the sense of its shell: it is gone round twice.
        [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0], [3, 3], [6, 3], [6, 6], [3, 6], [3, 3], [0, 0]],
        # A figure of eight, and a bare line there and back.
        [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]],
        [[0, 0], [1, 1], [2, 2], [1, 1], [0, 0]],
        # A part that is gone round twice beside a cut.
        [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0], [2, 0], [2, 2], [0, 2], [0, 0], [-1, 0], [0, 0]],
    ],
)
def test_what_is_not_as_simple_is_left_to_the_areas(ring: list[list[float]]) -> None:
    assert _without_cuts(np.array(ring, dtype=float) * 1e5) is None


def test_a_point_has_no_rings_but_is_judged_like_any_geometry() -> None:
    assert self_crossing({"type": "Point", "coordinates": [1, 80]}) is None
    with pytest.raises(GeometryError):
        self_crossing({"type": "Point", "coordinates": []})
