from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.errors import GeometryError
from folium_polar.geometry import distance_m, geodesic

GEOD = pyproj.Geod(ellps="WGS84")
places = st.tuples(st.floats(-180, 180), st.floats(40, 90))


def test_distances_over_180_and_the_pole() -> None:
    assert distance_m(179, 70, -179, 70) == distance_m(179, 70, 181, 70)
    quarter = distance_m(0, 89, 0, 90)
    assert distance_m(40, 89, -140, 89) == pytest.approx(2 * quarter)
    assert distance_m(0, 90, 123, 90) == pytest.approx(0, abs=1e-6)


def test_distances_broadcast() -> None:
    assert distance_m([[0], [1]], 80, [0, 1, 2], 80).shape == (2, 3)
    assert isinstance(distance_m(0, 80, 1, 80), float)


@given(places, places, st.floats(10_000, 500_000))
def test_a_geodesic_is_the_shortest_way(
    start: tuple[float, float], end: tuple[float, float], step: float
) -> None:
    line = np.array(geodesic([start, end], step))
    assert line[0].tolist() == pytest.approx(list(start))
    assert np.cos(np.radians(line[-1, 0] - end[0])) == pytest.approx(1)
    assert line[-1, 1] == end[1]
    steps = distance_m(*line[:-1].T, *line[1:].T)
    assert steps.max() <= step + 1e-3
    assert steps.sum() == pytest.approx(GEOD.inv(*start, *end)[2], abs=1e-2)
    assert np.abs(np.diff(line[:, 0])).max() <= 180


def test_longitudes_go_on_past_180() -> None:
    line = geodesic([(170, 66), (-170, 66), (-150, 66), (170, 66)], 1e5)
    lons = [lon for lon, _ in line]
    assert max(lons) == pytest.approx(210)
    assert lons[-1] == pytest.approx(170)


@pytest.mark.parametrize(
    ("line", "step", "rule"),
    [
        ([(0, 80)], 1e5, "line-short"),
        ([(0, 80), (0, 91)], 1e5, "latitude"),
        ([(0, 80), (1, 80)], 0, "step"),
        ([(0, 80), (1, 80)], float("nan"), "step"),
        ([], 1e5, "empty"),
    ],
)
def test_what_is_refused(line: list[tuple[float, float]], step: float, rule: str) -> None:
    with pytest.raises(GeometryError) as caught:
        geodesic(line, step)
    assert caught.value.rule == rule
