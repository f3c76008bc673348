"""Coordinates to copy: no finer than the record states and its radius allows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geotrack.mapview.record.coordinates import position
from geotrack.mapview.translations import Translator
from geotrack.model import Event


@pytest.mark.parametrize(
    ("at", "dd", "dms"),
    [
        ((-168.5, 65.7), "65.7, -168.5", "65° 42′ N 168° 30′ W"),
        ((33.45, 69.2), "69.2, 33.45", "69° 12′ 00″ N 33° 27′ 00″ E"),
        ((180, 90), "90, 180", "90° 00′ N 180° 00′"),
        ((0, 70), "70, 0", "70° 00′ N 0° 00′"),
        ((12.9999, 70.0001), "70.0001, 12.9999", "70° 00′ 00.4″ N 12° 59′ 59.6″ E"),
        ((10.999999, 85.123456789012345), "85.123457, 10.999999",
         "85° 07′ 24.445″ N 10° 59′ 59.996″ E"),
        ((190.25, 60), "60, -169.75", "60° 00′ 00″ N 169° 45′ 00″ W"),
        ((0.0000001, 80), "80, 0", "80° 00′ N 0° 00′"),
    ],
)  # fmt: skip
def test_a_point_both_ways(
    make: Any, feature: Any, at: tuple[float, float], dd: str, dms: str
) -> None:
    [event] = make(feature("a", geometry={"type": "Point", "coordinates": at})).events
    assert position(event, Translator("en")) == (dd, dms)
    there = position(event, Translator("nb"))
    assert there is not None
    assert there.dms == dms.replace("W", "V").replace("E", "Ø").replace(".", ",")
    assert there.dd == dd, "as other programs take it, in every language"


def test_the_middle_of_a_ring_is_no_position(make: Any, feature: Any) -> None:
    place = {"precision": "ring", "radius_km": 2, "inner_radius_km": 1}
    [event] = make(feature("a", place=place)).events
    assert position(event, Translator("en")) is None


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "LineString", "coordinates": [[0, 80], [10, 80]]},
        {"type": "MultiPoint", "coordinates": [[0, 80], [10, 80]]},
    ],
)
def test_other_shapes_have_none(make: Any, feature: Any, geometry: Any) -> None:
    [event] = make(feature("a", geometry=geometry)).events
    assert position(event, Translator("en")) is None


@given(st.floats(-179.9, 179.9), st.floats(-89, 89), st.floats(0.2, 500))
def test_no_finer_than_its_radius_and_never_far_off(
    lon: float, lat: float, radius_km: float
) -> None:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    stated: dict[str, Any] = {
        "title": "A",
        "type": "naval/patrol",
        "start": "2024",
        "sources": "https://a.example",
    }
    stated |= {"place": {"precision": "near", "radius_km": radius_km}}
    feature = {"geometry": geometry, "properties": stated}
    event = Event.model_validate({**stated, "@id": "a", "@geometry": geometry, "@feature": feature})
    dd, dms = position(event, Translator("en")) or ("", "")
    (north,) = re.findall(r"(.*) [NS]", dms)
    degrees, *rest = [float(n) for n in re.findall(r"[\d.]+", north)]
    in_dms = degrees + sum(n / 60**k for k, n in enumerate(rest, 1))
    for shown in (abs(float(dd.split(",")[0])), in_dms):
        # A quarter of the radius at most, and 1 m for a tenth of a second.
        assert Geod(ellps="sphere").inv(0, shown, 0, abs(lat))[2] <= radius_km * 250 + 20
    decimals = len(dd.split(",")[0].partition(".")[2])
    assert decimals == 0 or 10.0 ** (1 - decimals) * 111.2 > radius_km / 2
