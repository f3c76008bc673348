from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from folium_polar.errors import GeometryError
from folium_polar.geometry import disc, discs, distance_m, project, unproject


def edge_distances(polygon: shapely.Polygon, lon: float, lat: float) -> np.ndarray:
    """Geodesic distances of the edge from the centre, at vertices and between them."""
    vertices = np.array(polygon.exterior.coords)
    places = [vertices[:-1] + part * np.diff(vertices, axis=0) for part in (0, 0.25, 0.5, 0.75)]
    lons, lats = unproject(*np.concatenate(places).T)
    return distance_m(lon, lat, lons, lats)


@given(st.floats(-360, 360), st.floats(30, 90), st.floats(1, 3e6))
@example(180, 70, 110_000)
@example(0, 90, 50_000)
@example(77, 89.9, 50_000)
@example(0, 10, 1_000_000)
@example(-170, 30, 6_000_000)
def test_the_edge_is_at_the_radius(lon: float, lat: float, radius_m: float) -> None:
    polygon = disc(lon, lat, radius_m)
    assert polygon.is_valid
    off = np.abs(edge_distances(polygon, lon, lat) - radius_m)
    assert off.max() <= max(1.0, 1.01e-5 * radius_m)


def test_it_holds_the_pole_and_crosses_180() -> None:
    assert disc(12, 89.5, 60_000).contains(shapely.Point(0, 0))
    assert disc(179, 70, 100_000).contains(shapely.Point(*project(-179.5, 70)))
    assert disc(180, 70, 1e5).equals_exact(disc(-180, 70, 1e5), 0)


def test_a_disc_that_touches_the_pole() -> None:
    polygon = disc(0, 89, distance_m(0, 89, 0, 90))
    assert polygon.boundary.distance(shapely.Point(0, 0)) < 1


def test_many_at_once_are_the_same_discs() -> None:
    many = discs([0, 180, 5], [70, 89.9, 70], [1_000, 2e6, 150_000])
    for polygon, centre in zip(many, [(0, 70, 1e3), (180, 89.9, 2e6), (5, 70, 150e3)], strict=True):
        assert polygon.equals_exact(disc(*centre), 1e-3)
    assert len(discs([0, 1], 80, 5_000)) == 2


@pytest.mark.parametrize(
    ("lon", "lat", "radius_m", "rule"),
    [
        (0, 80, 0, "radius"),
        (0, 80, -1, "radius"),
        (0, 80, float("nan"), "radius"),
        (0, 80, float("inf"), "radius"),
        (0, -80, 1_200_000, "radius"),
        (0, 91, 1, "latitude"),
        (float("nan"), 80, 1, "position"),
    ],
)
def test_what_is_refused(lon: float, lat: float, radius_m: float, rule: str) -> None:
    with pytest.raises(GeometryError) as caught:
        disc(lon, lat, radius_m)
    assert caught.value.rule == rule
