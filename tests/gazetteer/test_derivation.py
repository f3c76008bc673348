"""Derived places hold every reading of their description, by a formula on the sphere."""

from __future__ import annotations

import itertools
import math

from hypothesis import example, given
from hypothesis import strategies as st

from geotrack.gazetteer.derivation import derive
from geotrack.gazetteer.description import Description
from geotrack.gazetteer.packed import NamedPlace

RADIUS_KM = 6371.0088
ELLIPSOID = 1.006
"""A distance on the ellipsoid differs from that on the sphere by less than this factor."""

LonLat = tuple[float, float]


def place(lon: float, lat: float, reach: float) -> NamedPlace:
    return NamedPlace("x", "X", "town", "NO", lon, lat, reach, "a source")


def ahead(start: LonLat, bearing: float, km: float) -> LonLat:
    """Return where a great circle leads (Snyder, USGS PP 1395, eq. 5-5 and 5-6)."""
    lon, lat, az, c = map(math.radians, (*start, bearing, math.degrees(km / RADIUS_KM)))
    phi = math.asin(math.sin(lat) * math.cos(c) + math.cos(lat) * math.sin(c) * math.cos(az))
    east = math.sin(c) * math.sin(az)
    north = math.cos(lat) * math.cos(c) - math.sin(lat) * math.sin(c) * math.cos(az)
    return math.degrees(lon + math.atan2(east, north)), math.degrees(phi)


def apart_km(a: LonLat, b: LonLat) -> float:
    """Return the great-circle distance by the haversine formula."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


SHARE = st.floats(0, 1)


ANCHOR = st.tuples(st.floats(-180, 180), st.floats(55, 90), st.floats(1, 60))
HALVES = st.sampled_from([0.5, 5.0, 11.25, 22.5])


@given(
    ANCHOR,
    st.tuples(st.floats(5, 600), st.floats(1, 2)),
    st.tuples(st.floats(0, 360), HALVES),
    st.tuples(SHARE, SHARE, SHARE, SHARE),
)
@example((180.0, 70.0, 5.0), (100.0, 1.2), (90.0, 22.5), (1.0, 1.0, 1.0, 1.0))
@example((15.0, 89.9, 5.0), (100.0, 1.2), (0.0, 22.5), (1.0, 0.5, 1.0, 1.0))
@example((0.0, 90.0, 1.0), (5.0, 1.0), (0.0, 0.5), (0.5, 0.0, 0.0, 0.0))  # every way is south
def test_the_radius_holds_every_reading_and_is_not_far_from_the_least(
    at: tuple[float, float, float],
    distance: tuple[float, float],
    sector: tuple[float, float],
    shares: tuple[float, float, float, float],
) -> None:
    (lon, lat, reach), (bearing, half) = at, sector
    least, most = distance[0], distance[0] * distance[1]
    anchor = place(lon, lat, reach)
    described = Description((("X",),), (least * 1000, most * 1000), (bearing, half))
    geometry, found = derive(described, (anchor,))
    point, radius = tuple(geometry["coordinates"]), found["radius_km"]
    slack = (most + reach) * (ELLIPSOID - 1)

    def reading(out: float, turn: float, across: float, far: float) -> float:
        start = ahead((lon, lat), 360 * turn, reach * out)
        azimuth = bearing + half * (2 * across - 1)
        return apart_km(point, ahead(start, azimuth, least + (most - least) * far))

    assert found.get("inner_radius_km", 0) - slack <= reading(*shares) <= radius + slack
    if point == (round(lon, 4), round(lat, 4)):  # so near the pole the bearing is not used
        assert (90 - lat) * 111 <= 2 * reach
        return
    # The radius is no larger than what some reading needs, but for rounding and its margin.
    corners = itertools.product((1.0,), [n / 24 for n in range(24)], (0.0, 0.5, 1.0), (0.0, 1.0))
    assert radius <= max(itertools.starmap(reading, corners)) * 1.03 + 1.1 + slack
    # And the point is the middle of them: the stated distance and bearing lead to it.
    middle = ahead((lon, lat), bearing, (least + most) / 2)
    assert apart_km(point, middle) <= slack + 0.02


@given(ANCHOR, st.floats(1, 600), SHARE, SHARE)
def test_a_ring_holds_every_distance_from_every_part_of_its_anchor(
    at: tuple[float, float, float], least: float, share: float, turn: float
) -> None:
    lon, lat, reach = at
    most = 1.5 * least
    described = Description((("X",),), (least * 1000, most * 1000))
    geometry, found = derive(described, (place(lon, lat, reach),))
    centre = tuple(geometry["coordinates"])
    slack = (most + reach) * (ELLIPSOID - 1) + 0.02
    start = ahead((lon, lat), 360 * turn, reach)
    far = apart_km(centre, ahead(start, 360 * turn + 360 * share, least + share * (most - least)))
    assert found.get("inner_radius_km", 0) - slack <= far <= found["radius_km"] + slack
    assert found["radius_km"] <= most + reach + 1.02
    if found["precision"] == "ring":
        assert least - reach - 1.02 <= found["inner_radius_km"] < found["radius_km"]
    else:
        assert "inner_radius_km" not in found
        assert least - reach < 0.12


@given(st.floats(55, 89), st.floats(-180, 180), st.floats(0, 360), st.floats(10, 1500), SHARE)
def test_between_holds_what_sees_both_at_a_right_angle_or_more(
    lat: float, lon: float, bearing: float, km: float, share: float
) -> None:
    a = (lon, lat)
    b = ahead(a, bearing, km)
    described = Description((("A", "B"),))
    geometry, found = derive(described, (place(*a, 3), place(*b, 5)))
    centre = tuple(geometry["coordinates"])
    along = ahead(a, bearing, km * share)
    assert apart_km(centre, along) <= found["radius_km"]
    slack = km * (ELLIPSOID - 1) + 0.02
    assert km / 2 + 8 - slack <= found["radius_km"] <= km / 2 + 9 + slack
    assert abs(apart_km(centre, a) - apart_km(centre, b)) <= slack
