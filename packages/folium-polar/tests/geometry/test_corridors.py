from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.errors import GeometryError
from folium_polar.geometry import corridor, disc, distance_m, geodesic, project, unproject
from folium_polar.geometry.geojson.spelling import read_track
from known_shapes import offset

Line = list[tuple[float, float]]
NORTHERN_SEA_ROUTE: Line = [(30, 70), (60, 77), (100, 78), (140, 75), (180, 70), (190, 66)]
SPACING_M = 200.0


def places_along(line: Line, *, geodesic_edges: bool) -> np.ndarray:
    """The line as places so near each other that they stand for it; lon, lat columns."""
    if geodesic_edges:
        return np.array(geodesic(line, SPACING_M))
    track = read_track(line, "line")
    parts = []
    for i, step in enumerate(track.step):
        lat, rise = track.lat[i], track.lat[i + 1] - track.lat[i]
        lon = track.lon[i + 1] if lat == 90 else track.lon[i]
        degrees = np.hypot(step * np.cos(np.radians(min(lat, lat + rise))), rise)
        part = np.linspace(0, 1, 2 + int(degrees * 111_700 / SPACING_M))
        parts.append(np.column_stack([lon + part * step, lat + part * rise]))
    return np.concatenate(parts)


def off(line: Line, radius_m: float, *, geodesic_edges: bool) -> float:
    """Greatest error in metres of the distance from the line of places on the corridor's edge."""
    shape = corridor(line, radius_m, geodesic_edges=geodesic_edges)
    assert shape.is_valid
    assert shape.geom_type == "Polygon"
    edge = shapely.get_coordinates(shapely.segmentize(shape.boundary, radius_m / 20))
    edge = edge[:: max(1, len(edge) // 60)]
    places = places_along(line, geodesic_edges=geodesic_edges)
    x, y = project(*places.T)
    worst = 0.0
    for place, lon, lat in zip(edge, *unproject(*edge.T), strict=True):
        away = np.hypot(x - place[0], y - place[1])
        near = places[away < 1.3 * away.min() + 3_000]
        distance = distance_m(lon, lat, near[:, 0], near[:, 1]).min()
        worst = max(worst, abs(float(distance) - radius_m))
    return worst


@pytest.mark.parametrize("geodesic_edges", [False, True])
@pytest.mark.parametrize(
    ("line", "radius_m"),
    [
        ([(170, 80), (-170, 80)], 110_000),
        (NORTHERN_SEA_ROUTE, 50_000),
        ([(0, 85), (77, 90), (100, 85)], 100_000),
        ([(0, 89.0), (170, 89.8)], 20_000),
        ([(0, 89.5), (120, 89.5), (240, 89.5)], 110_000),
        ([(0, 80), (1, 80), (0.1, 80.01), (5, 82), (5, 80)], 30_000),
        ([(0, 60), (10, 60), (0, 60)], 30_000),
    ],
    ids=["over-180", "nsr", "over-the-pole", "beside-the-pole", "round-it", "zigzag", "u-turn"],
)
def test_the_edge_is_at_the_radius(line: Line, radius_m: float, *, geodesic_edges: bool) -> None:
    # The places that stand for the line are off by at most SPACING_M**2 / (8 radius).
    assert off(line, radius_m, geodesic_edges=geodesic_edges) < 1.5


@given(
    st.lists(st.tuples(st.floats(150, 210), st.floats(60, 88)), min_size=2, max_size=4),
    st.floats(20_000, 200_000),
)
def test_it_holds_the_discs_round_its_places(line: Line, radius_m: float) -> None:
    shape = corridor(line, radius_m)
    assert shape.is_valid
    for lon, lat in line:
        assert shape.buffer(2).contains(disc(lon, lat, radius_m))


def test_every_spelling_gives_one_corridor() -> None:
    shape = corridor(NORTHERN_SEA_ROUTE, 50_000)
    jumping = [((lon + 180) % 360 - 180, lat) for lon, lat in NORTHERN_SEA_ROUTE]
    for other in (NORTHERN_SEA_ROUTE[::-1], jumping):
        assert offset(corridor(other, 50_000), shape) < 1


def test_round_a_whole_parallel_it_is_a_ring() -> None:
    ring = corridor([(-180, 80), (180, 80)], 100_000)
    assert len(ring.interiors) == 1


def test_a_line_of_one_place_has_a_disc() -> None:
    assert corridor([(5, 80), (5, 80)], 1_000).equals(disc(5, 80, 1_000))


@pytest.mark.parametrize(
    ("line", "radius_m", "rule"),
    [([(5, 80)], 1e3, "line-short"), ([(5, 80), (6, 80)], 0, "radius"), ([(5, 91)], 1, "latitude")],
)
def test_what_is_refused(line: Line, radius_m: float, rule: str) -> None:
    with pytest.raises(GeometryError) as caught:
        corridor(line, radius_m)
    assert caught.value.rule == rule
