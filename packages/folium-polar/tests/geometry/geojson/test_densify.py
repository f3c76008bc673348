from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.geojson.densify import _FIRST_M, _SECOND_M, TOLERANCE_M, densify
from folium_polar.geometry.geojson.spelling import read_track
from folium_polar.geometry.plane import plane_radius, project
from tests.examples import few


def farthest_off(line: list[list[float]], points: int = 10_000) -> float:
    """Greatest distance in metres of the true edges from the chords."""
    track = read_track(line, "line")
    ends = np.column_stack(project(*densify(track)))
    chords = shapely.STRtree(shapely.linestrings(np.stack([ends[:-1], ends[1:]], axis=1)))
    part = np.linspace(0, 1, points)
    worst = 0.0
    for i, step in enumerate(track.step):
        lat = track.lat[i] + part * (track.lat[i + 1] - track.lat[i])
        true = shapely.points(*project(track.lon[i] + part * step, lat))
        _, away = chords.query_nearest(true, return_distance=True, all_matches=False)
        worst = max(worst, float(away.max()))
    return worst


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        [[-180, 80], [180, 80]],
        [[-180, 66.56], [180, 66.56]],
        [[-180, 89.99], [180, 89.99]],
        [[0, 50], [170, 89.9]],
        [[0, 0], [179, 10]],
        [[170, 70], [-170, 72]],
        [[0, -80], [120, 80]],
        [[0, 60], [0.001, 89]],
    ],
)
def test_no_edge_is_off_by_more_than_a_metre(line: list[list[float]]) -> None:
    assert farthest_off(line) <= TOLERANCE_M


@few
@given(
    st.tuples(st.floats(-180, 180), st.floats(-60, 89.99)),
    st.tuples(st.floats(0.001, 179), st.floats(-60, 89.99)),
)
def test_no_edge_anywhere_is(start: tuple[float, float], run: tuple[float, float]) -> None:
    line = [list(start), [start[0] + run[0], run[1]]]
    assert farthest_off(line, 2_000) <= TOLERANCE_M


def test_the_bounds_on_the_radius_hold() -> None:
    lat = np.linspace(90, -90, 200_001)
    step = np.radians(180 / 200_000)
    first = np.diff(plane_radius(lat)) / step
    assert first.max() <= _FIRST_M
    # In wider steps, so that rounding does not drown the second difference.
    second = np.diff(plane_radius(lat[::200]), 2) / (200 * step) ** 2
    assert np.abs(second).max() <= _SECOND_M


def test_meridians_need_no_vertices() -> None:
    track = read_track([[33, 60], [33, 85], [120, 90]], "line")
    assert len(densify(track)[0]) == 3


@given(
    st.tuples(st.floats(-180, 180), st.floats(50, 89)),
    st.tuples(st.floats(-180, 180), st.floats(50, 89)),
)
def test_neighbours_share_an_edge_to_the_last_bit(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    if abs(abs(start[0] - end[0]) - 180) < 1e-6:
        return
    there = densify(read_track([list(start), list(end)], "line"))
    back = densify(read_track([list(end), list(start)], "line"))
    assert np.array_equal(np.array(project(*there)), np.array(project(*back))[:, ::-1])
