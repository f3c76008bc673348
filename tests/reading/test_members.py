from __future__ import annotations

from typing import Any

import pytest

from geotrack.reading.members import collection_faults, feature_faults
from tests.records import collection, feature, point

EPSG_3995 = {"type": "name", "properties": {"name": "EPSG:3995"}}


def _told(faults: Any) -> list[tuple[str, Any]]:
    return [(fault.rule, fault.path) for fault in faults]


@pytest.mark.parametrize("box", [[1, 2, 3, 4], [170, 60, -170, 70.5], [1, 2, 0, 3, 4, 9], [0] * 4])
def test_a_bbox_has_four_or_six_numbers(box: Any) -> None:
    assert _told(feature_faults(feature() | {"bbox": box})) == []


@pytest.mark.parametrize(
    "box", [None, "1,2,3,4", [], [1, 2, 3], [1, 2, 3, 4, 5], [1, 2, 3, True], [1, 2, 3, "4"],
            [1, 70, 2, 60], [1, 70, 2, 91], [1, 70, 0, 2, 60, 0], [1, 2, 3, float("nan")]]
)  # fmt: skip
def test_another_bbox_is_told(box: Any) -> None:
    assert _told(feature_faults(feature() | {"bbox": box})) == [("bbox", ("bbox",))]
    assert _told(collection_faults(collection() | {"bbox": box})) == [("bbox", ("bbox",))]
    drawn = feature("a", point(5, 80) | {"bbox": box})
    assert _told(feature_faults(drawn)) == [("bbox", ("geometry", "bbox"))]


def test_members_that_make_another_object_are_told() -> None:
    every: dict[str, Any] = dict.fromkeys(
        ["coordinates", "geometries", "geometry", "properties", "features"]
    )
    assert [path for _, path in _told(feature_faults(every | feature()))] == [
        ("coordinates",),
        ("geometries",),
        ("features",),
    ]
    assert [path for _, path in _told(collection_faults(every | collection()))] == [
        ("coordinates",),
        ("geometries",),
        ("geometry",),
        ("properties",),
    ]
    drawn = feature("a", every | point(5, 80))
    assert [path[1:] for _, path in _told(feature_faults(drawn))] == [
        ("geometry",),
        ("properties",),
        ("features",),
    ]


def test_parts_of_a_collection_are_looked_at() -> None:
    inner = {"type": "GeometryCollection", "geometries": [5, point(5, 80) | {"crs": EPSG_3995}]}
    drawn = feature("a", {"type": "GeometryCollection", "geometries": [inner]})
    at = ("geometry", "geometries", 0, "geometries", 1, "crs")
    assert _told(feature_faults(drawn)) == [("crs", at)]


def test_a_feature_may_say_that_it_is_in_wgs_84() -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:4326"}}
    assert _told(feature_faults(feature() | {"crs": crs})) == []
    assert _told(feature_faults(feature() | {"crs": EPSG_3995})) == [("crs", ("crs",))]
