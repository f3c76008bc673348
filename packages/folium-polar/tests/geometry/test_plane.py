from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import PLANE_CRS, area_km2, project, unproject
from folium_polar.geometry.plane import PLANE_LIMIT_M, plane_radius, reduce_lon

lons = st.floats(-1000, 1000)
lats = st.floats(-89, 90)


def grid() -> tuple[np.ndarray, np.ndarray]:
    lon, lat = np.meshgrid(np.linspace(-180, 180, 73), np.linspace(-80, 89.9, 61))
    return lon.ravel(), lat.ravel()


def test_projects_as_proj_does() -> None:
    lon, lat = grid()
    proj = pyproj.Transformer.from_crs("EPSG:4326", PLANE_CRS, always_xy=True)
    # Within 11 km of the pole PROJ itself loses digits; see the next test.
    assert np.allclose(project(lon, lat), proj.transform(lon, lat), rtol=0, atol=1e-4)
    lon_back, lat_back = unproject(*proj.transform(lon, lat))
    assert np.allclose(np.cos(np.radians(lon_back - lon)), 1, rtol=0, atol=1e-12)
    assert np.allclose(lat_back, lat, rtol=0, atol=1e-9)


@pytest.mark.parametrize("lat", [89.99, 89.9999, 89.999999, 90])
def test_near_the_pole_the_plane_is_the_ellipsoid(lat: float) -> None:
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(0, 90, 0, lat)
    assert float(plane_radius(lat)) == pytest.approx(metres, abs=2e-6)


@given(lons, lats)
def test_comes_back(lon: float, lat: float) -> None:
    lon_back, lat_back = unproject(*project(lon, lat))
    off = pyproj.Geod(ellps="WGS84").inv(lon, lat, float(lon_back), float(lat_back))[2]
    assert off < 1e-5


@given(st.integers(-180, 180), st.integers(-3, 3), lats)
def test_whole_turns_change_no_bit(lon: int, turns: int, lat: float) -> None:
    assert project(lon, lat) == project(lon + 360 * turns, lat)


def test_the_half_turn_meridian_is_exactly_on_the_axis() -> None:
    for lon in (180, -180, 540):
        x, y = project(lon, 71)
        assert x == 0
        assert y > 0
        assert not np.signbit(x)
    assert unproject(-0.0, 1e6)[0] == 180


def test_poles() -> None:
    assert np.array_equal(project([0, 33, -180], 90), np.zeros((2, 3)))
    assert np.allclose(np.hypot(*project([0, 33, 180], -90)), PLANE_LIMIT_M)
    assert [float(v) for v in unproject(0, 0)] == [0, 90]
    assert float(unproject(3 * PLANE_LIMIT_M, 0)[1]) == -90


def test_reduced_longitudes_are_not_rounded() -> None:
    assert reduce_lon([190.1, -1e-20, 539.9]).tolist() == [190.1 - 360, -1e-20, 539.9 - 360]


def test_area_is_that_on_the_ellipsoid() -> None:
    lon = np.linspace(0, 360, 20_000, endpoint=False)
    area, _ = pyproj.Geod(ellps="WGS84").polygon_area_perimeter(lon, np.full_like(lon, 66.56))
    plane = shapely.Polygon(np.column_stack(project(lon, 66.56)))
    assert area_km2(plane) == pytest.approx(abs(area) / 1e6, rel=1e-7)
    assert area_km2(shapely.Point(0, 0)) == 0


def test_importing_leaves_pyproj_alone() -> None:
    code = "import sys, folium_polar.geometry; sys.exit('pyproj' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
