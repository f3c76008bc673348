"""Many rings at once are to the last bit what each is by itself."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.errors import GeometryError
from folium_polar.geometry import to_plane
from folium_polar.geometry.geojson import shapes
from folium_polar.geometry.geojson.rings import plane_ring, plane_rings
from tests.examples import few

# Spellings of one meridian that miss each other by rounding, and those that files use near 180.
seams = st.sampled_from([180.0, -180.0, 179.9999995, -179.9999995, 540.0, 0.0, -360.0])
lons = st.one_of(seams, st.floats(-540, 540), st.integers(-36, 36).map(lambda n: n * 10 + 1e-11))
lats = st.one_of(st.sampled_from([90.0, 70.0, 0.0, -90.0]), st.floats(-90, 90))
places = st.tuples(lons, lats).map(list)
near = st.tuples(st.floats(10, 40), st.floats(60, 80)).map(list)


@st.composite
def rings(draw: st.DrawFn) -> list[list[float]]:
    ring = draw(st.lists(draw(st.sampled_from([places, near])), min_size=3, max_size=6))
    if draw(st.booleans()):
        ring.insert(1, ring[0])
    return [*ring, ring[0]]


def alone(ring: Any) -> bytes | None:
    try:
        return plane_ring(ring).tobytes()
    except GeometryError:
        return None


@given(st.lists(rings(), min_size=1, max_size=8))
def test_rings_at_once_are_what_each_is_alone(several: list[Any]) -> None:
    each = [alone(ring) for ring in several]
    if None in each:
        with pytest.raises(GeometryError):
            plane_rings(several)
    else:
        assert [ring.tobytes() for ring in plane_rings(several)] == each


def outcome(geometry: dict[str, Any]) -> object:
    try:
        return to_plane(geometry).wkb
    except GeometryError as fault:
        return fault.rule, fault.path, str(fault)


faulty = st.sampled_from(
    [None, 7, [], [None], [[]], [[0, 0]], [[0, 80], [9, 80], [9, 81], [0, 81]], "abcd", {"a": 1}]
)
bodies = st.lists(st.one_of(rings(), rings(), rings(), faulty), min_size=1, max_size=4)


@few
@given(st.lists(st.one_of(bodies, bodies, st.none()), max_size=4))
def test_a_fault_is_told_as_it_is_of_one_ring(coordinates: list[Any]) -> None:
    several = {"type": "MultiPolygon", "coordinates": coordinates}
    one = {"type": "Polygon", "coordinates": coordinates[0] if coordinates else None}
    for geometry in (several, one):
        with patch.object(shapes, "_MANY", 1):
            at_once = outcome(geometry)
        with patch.object(shapes, "_MANY", 10**6):
            assert outcome(geometry) == at_once


def test_a_ring_that_stays_at_the_pole_goes_round_no_area() -> None:
    ring = [[180, 90], [179.9999999, 90], [179.9999998, 90], [180, 90]]
    with pytest.raises(GeometryError) as caught:
        to_plane({"type": "Polygon", "coordinates": [ring]})
    assert caught.value.rule == "ring-flat"
