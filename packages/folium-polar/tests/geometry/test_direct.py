"""Ways along geodesics end where PROJ says that they do."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folium_polar.geometry.direct import ECCENTRICITY_SQUARED, direct

GEOD = pyproj.Geod(ellps="WGS84")
# Metres; numbers of 64 bits are as exact at the far side of the Earth.
ROUNDING = 2e-8


def apart(lon: object, lat: object, azimuth: object, metres: object) -> float:
    """How far from where PROJ ends a way it ends here, at most, metres."""
    ways = np.broadcast_arrays(*(np.asarray(v, np.float64) for v in (lon, lat, azimuth, metres)))
    lon, lat = direct(*(np.atleast_1d(values) for values in ways))
    there_lon, there_lat, _ = GEOD.fwd(*ways)
    return float(np.max(GEOD.inv(lon, lat, np.atleast_1d(there_lon), np.atleast_1d(there_lat))[2]))


@given(st.floats(-540, 540), st.floats(-90, 90), st.floats(-720, 720), st.floats(0, 2.0e7))
@example(0, 90, 0, 1e5)
@example(77, 90, 200, 1e6)
@example(77, -90, 200, 1e6)
@example(10, 0, 90, 1e7)
@example(10, 0, 0, 1.9e7)
@example(-170, 89.9999999999, 45, 3e5)
@example(179.9, 70, 90, 0)
@example(5e-324, 5e-324, 5e-324, 5e-324)
def test_one_way(lon: float, lat: float, azimuth: float, metres: float) -> None:
    assert apart(lon, lat, azimuth, metres) < ROUNDING


def test_many_ways_at_once() -> None:
    sample = np.random.default_rng(1)
    count = 20_000
    lat = np.degrees(np.arcsin(sample.uniform(-1, 1, count)))
    lon, azimuth = sample.uniform(-180, 180, (2, count))
    assert apart(lon, lat, azimuth, 10 ** sample.uniform(0, 7.3, count)) < ROUNDING


def test_none() -> None:
    nothing = np.empty(0)
    lon, lat = direct(nothing, nothing, nothing, nothing)
    assert len(lon) == len(lat) == 0


def test_the_ellipsoid_is_that_of_proj() -> None:
    assert pytest.approx(GEOD.es, rel=1e-15) == ECCENTRICITY_SQUARED
