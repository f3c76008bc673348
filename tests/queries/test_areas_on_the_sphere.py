"""Densified, projected and planar answers equal sums on the sphere, ten metres off the border."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import disc, distance_m, to_plane
from geotrack.queries.areas import Area
from tests.records import cap, point, sector

LAT_10_M, METRES_A_DEGREE = 1e-4, 111_000


@given(st.floats(40, 89), st.floats(-180, 180), st.floats(30, 90))
def test_north_of_a_parallel_is_a_comparison_of_latitudes(
    parallel: float, lon: float, lat: float
) -> None:
    if abs(lat - parallel) > LAT_10_M:
        area = Area([to_plane(cap(parallel))])
        assert area.contains(to_plane(point(lon, lat))) == (lat > parallel)


@given(
    st.floats(-180, 180),
    st.floats(1, 179),
    st.floats(45, 80),
    st.floats(-180, 180),
    st.floats(40, 89.9),
)
def test_inside_a_sector_is_a_comparison_of_longitudes(
    west: float, width: float, south: float, lon: float, lat: float
) -> None:
    north = south + 5
    east = west + width
    turn = (lon - west) % 360
    # Metres from the borders, roughly and from below.
    shrink = max(1e-6, 1 - (lat / 90) ** 2)
    across = min(turn, abs(turn - width), 360 - turn) * METRES_A_DEGREE * shrink / 3
    along = min(abs(lat - south), abs(lat - north)) * METRES_A_DEGREE
    if min(across, along) > 10:
        area = Area([to_plane(sector(west, east, south, north))])
        inside = turn < width and south < lat < north
        assert area.contains(to_plane(point(lon, lat))) == inside


@given(st.floats(-180, 180), st.floats(50, 90), st.floats(10, 500), st.floats(45, 85))
def test_a_disc_is_north_of_a_parallel_by_its_southernmost_point(
    lon: float, lat: float, radius_km: float, parallel: float
) -> None:
    area = Area([to_plane(cap(parallel))])
    around = disc(lon, lat, radius_km * 1000)
    gap_m = distance_m(lon, parallel, lon, lat) * (1 if lat > parallel else -1)
    # The nearest point of a parallel lies on the meridian: how far the disc is from it there.
    if abs(gap_m - radius_km * 1000) > 20:
        assert area.contains(around) == (gap_m > radius_km * 1000)
    if abs(gap_m + radius_km * 1000) > 20:
        assert area.meets(around) == (gap_m > -radius_km * 1000)
