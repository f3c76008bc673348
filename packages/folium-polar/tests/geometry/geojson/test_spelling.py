from __future__ import annotations

import pytest

from folium_polar.errors import GeometryError
from folium_polar.geometry import jumps
from folium_polar.geometry.geojson.spelling import read_track
from known_shapes import POLAR_RING, box, multipolygon, polygon


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ([[170, 70], [190, 70]], [20]),
        ([[170, 70], [-170, 70]], [20]),
        ([[-170, 70], [170, 71]], [-20]),
        ([[530, 70], [-170, 70]], [20]),
        ([[0, 70], [179.9, 70]], [179.9]),
        ([[0, 70], [180.1, 70]], [-179.9]),
        ([[-180, 70], [180, 70]], [360]),
        ([[180, 70], [-180, 70]], [-360]),
        ([[170, 70], [180, 70], [-180, 70], [-170, 70]], [10, 0, 10]),
        ([[170, 70], [180, 70], [-180, 71], [-170, 70]], [10, 0, 10]),
        ([[0, 80], [77, 90], [180, 80]], [0, 0]),
        ([[0, 90], [180, 90]], [0]),
        ([[10, 80], [10, 80], [20, 80]], [10]),
    ],
)
def test_which_way_an_edge_runs(line: list[list[float]], steps: list[float]) -> None:
    assert read_track(line, "line").step.tolist() == pytest.approx(steps)


@pytest.mark.parametrize(
    ("ring", "total"),
    [
        (POLAR_RING, 360),
        (POLAR_RING[::-1], -360),
        (box(-180, 70, 180, 80), 0),
        (box(-180, 70, 180, 90), 360),
        ([[-180, 70], [-90, 80], [0, 75], [90, 80], [180, 70], [-180, 70]], 360),
        (box(170, 60, -170, 70), 0),
    ],
)
def test_how_often_a_ring_goes_round(ring: list[list[float]], total: float) -> None:
    assert read_track(ring, "ring").step.sum() == pytest.approx(total)


@pytest.mark.parametrize("start", [0, -180, 37.1, 180, 540])
def test_half_a_turn_asks_for_a_vertex(start: float) -> None:
    line = [[start - 1, 70], [start, 70], [start, 70], [start + 180, 70]]
    with pytest.raises(GeometryError, match="exactly half a turn") as caught:
        read_track(line, "line", (4,))
    assert caught.value.rule == "half-turn"
    assert caught.value.path == (4, 1)
    assert "vertex between" in caught.value.remedy


def test_jumps_are_told_and_other_spellings_are_not() -> None:
    assert jumps(polygon(box(170, 60, -170, 70))) == [((0,), 0), ((0,), 2)]
    assert jumps(multipolygon(box(0, 60, 9, 70), box(170, 60, -170, 70)))[0] == ((1, 0), 0)
    for quiet in (box(170, 60, 190, 70), box(-180, 60, 180, 70), POLAR_RING, box(0, 60, 9, 70)):
        assert jumps(polygon(quiet)) == []
    assert jumps({"type": "Point", "coordinates": [500, 80]}) == []


def test_vertices_at_180_are_snapped() -> None:
    assert read_track([[170, 70], [179.9999995, 70]], "line").lon.tolist() == [170, 180]
    assert read_track([[170, 70], [179.99999, 70]], "line").lon.tolist() == [170, 179.99999]
