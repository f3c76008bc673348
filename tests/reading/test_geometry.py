"""What passes as a geometry can be put on the plane; what cannot is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folium_polar.geometry import to_plane
from geotrack.findings import Severity
from geotrack.reading.geometry import geometry_faults, structure_faults
from tests.records import cap, point, polygon, sector

NUMBERS = (
    st.floats(-400, 400) | st.integers(-181, 181) | st.sampled_from([90, -90, 180, 0, 10**400])
)
POSITIONS = st.lists(NUMBERS, min_size=2, max_size=3)
NEARLY = st.recursive(
    POSITIONS | st.none() | st.booleans() | st.text(max_size=2) | NUMBERS,
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=12,
)
KINDS = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]


@given(st.sampled_from([*KINDS, "Circle", None]), NEARLY)
def test_no_coordinates_raise(kind: Any, coordinates: Any) -> None:
    geometry = {"type": kind, "coordinates": coordinates}
    for faults in (geometry_faults(geometry), structure_faults(geometry)):
        assert all(f.message and f.remedy and f.rule for f in faults)


@example("LineString", [[0.0, 90], [1.0, 90]])
@given(st.sampled_from(["LineString", "Polygon"]), st.lists(POSITIONS, min_size=1, max_size=6))
def test_what_is_without_error_goes_onto_the_plane(kind: str, line: list[list[float]]) -> None:
    coordinates: Any = [[*line, line[0]]] if kind == "Polygon" else line
    geometry = {"type": kind, "coordinates": coordinates}
    faults = geometry_faults(geometry)
    if not any(f.severity is Severity.ERROR or f.rule == "south" for f in faults):
        shape = to_plane(geometry)
        # A line along the pole is one place twice, which is no valid line to shapely.
        assert shape.is_valid or (kind == "LineString" and shape.length == 0)


@pytest.mark.parametrize(
    "geometry",
    [
        point(180, 90),
        {"type": "Point", "coordinates": [-540, 80, 12.5]},
        {"type": "MultiPoint", "coordinates": [[0, 80], [1, 81, 5]]},
        {"type": "LineString", "coordinates": [[170, 80], [190, 80]]},
        cap(80),
        sector(170, 190, 60, 70),
        {"type": "GeometryCollection", "geometries": [point(0, 80), cap(85)]},
        polygon(*reversed([[0, 80], [10, 80], [10, 85]])),  # winding is no fault
    ],
)
def test_every_spelling_of_a_sound_shape_passes(geometry: dict[str, Any]) -> None:
    assert geometry_faults(geometry) == []


@given(st.lists(POSITIONS, min_size=2, max_size=5))
def test_positions_judged_together_are_judged_as_one_by_one(line: list[list[float]]) -> None:
    together = structure_faults({"type": "MultiPoint", "coordinates": line})
    alone = [
        fault
        for position in line
        for fault in structure_faults({"type": "Point", "coordinates": position})
    ]
    assert [f.message for f in together] == [f.message for f in alone]


def test_a_ring_round_no_area_is_told() -> None:
    flat = polygon([0, 60], [0, 61], [0, 62])
    assert [f.rule for f in geometry_faults(flat)] == ["ring-flat"]


def test_the_form_alone_says_nothing_of_crossings() -> None:
    crossed = polygon([0, 80], [10, 82], [10, 80], [0, 82])
    assert structure_faults(crossed) == []
    assert [f.rule for f in geometry_faults(crossed)] == ["ring-crossing"]


@pytest.mark.parametrize(
    "geometry",
    [
        point(75, 70),  # the Kara Sea either way round
        point(70, 45),
        point(60, 45.5),
        point(59.9, 20),
        point(141.3, 43.1),  # Sapporo
        point(-120, 40),
        point(0.02, 0.02),
        {"type": "LineString", "coordinates": [[70, 20], [70, 60]]},
        {"type": "MultiPoint", "coordinates": [[70, 20], [30, 20]]},
    ],
)
def test_a_place_that_may_be_meant_is_not_doubted(geometry: dict[str, Any]) -> None:
    assert geometry_faults(geometry) == []


@given(st.floats(-180, 180), st.floats(45, 90))
def test_no_place_north_of_45_degrees_is_doubted(lon: float, lat: float) -> None:
    assert geometry_faults(point(lon, lat)) == []
