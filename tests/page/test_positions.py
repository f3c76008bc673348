"""Coordinates to copy: with the decimals that the record has, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from geotrack.mapview.record.coordinates import position
from geotrack.mapview.text.translations import Translator


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
