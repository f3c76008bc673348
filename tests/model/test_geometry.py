"""Whatever a geometry is spelt like, it is read as one form, and is the same places."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from folium_polar.geometry import to_plane
from geotrack.model.geometry import normalise
from geotrack.reading.geometry import geometry_faults
from tests.mutations import JSON_VALUES
from tests.records import point, sector

MOVING = {"type": "LineString", "coordinates": [[170, 70], [-170, 72]]}
STILL = {"type": "LineString", "coordinates": [[5, 72, 10], [5, 72, 20], [5.0, 72.0]]}
POSITIONS = st.tuples(st.sampled_from([5, 6, 180]), st.sampled_from([70, 71])).map(list)
LINES = st.lists(POSITIONS, min_size=2, max_size=3)
SIMPLE = st.one_of(
    st.builds(lambda p: {"type": "Point", "coordinates": p}, POSITIONS),
    st.builds(lambda line: {"type": "LineString", "coordinates": line}, LINES),
    st.lists(LINES, min_size=1, max_size=3).map(
        lambda lines: {"type": "MultiLineString", "coordinates": lines}
    ),
    st.just(sector(0, 10, 70, 75)),
)
GEOMETRIES = st.recursive(
    SIMPLE,
    lambda parts: st.lists(parts, min_size=1, max_size=3).map(
        lambda listed: {"type": "GeometryCollection", "geometries": listed}
    ),
)


def collection(*parts: Any) -> dict[str, Any]:
    return {"type": "GeometryCollection", "geometries": list(parts)}


def lines(*coordinates: Any) -> dict[str, Any]:
    return {"type": "MultiLineString", "coordinates": list(coordinates)}


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (STILL, {"type": "Point", "coordinates": [5, 72, 10]}),
        (lines(STILL["coordinates"]), {"type": "Point", "coordinates": [5, 72, 10]}),
        (
            lines([[1, 70], [1, 70]], [[2, 70], [2, 70]]),
            {"type": "MultiPoint", "coordinates": [[1, 70], [2, 70]]},
        ),
        (
            lines([[1, 70], [1, 70]], MOVING["coordinates"]),
            collection(lines(MOVING["coordinates"]), point(1, 70)),
        ),
        (
            collection(collection(point(1, 70), collection(MOVING)), STILL),
            collection(point(1, 70), MOVING, {"type": "Point", "coordinates": [5, 72, 10]}),
        ),
        (collection(collection(point(1, 70))), collection(point(1, 70))),
    ],
)
def test_it_is_read_as(geometry: Any, expected: Any) -> None:
    written = copy.deepcopy(geometry)
    assert normalise(geometry) == expected
    assert geometry == written, "what was written stays"


@given(GEOMETRIES)
def test_it_is_the_same_places(geometry: dict[str, Any]) -> None:
    read = normalise(geometry)
    assert normalise(read) is read
    assert all(part["type"] != "GeometryCollection" for part in read.get("geometries", ()))
    assert not {f.rule for f in geometry_faults(read)} & {"line-still", "collection-nested"}
    one, other = (_vertices(each) for each in (geometry, read))
    np.testing.assert_array_equal(one, other)


def _vertices(geometry: dict[str, Any]) -> NDArray[np.float64]:
    """Return the different vertices on the plane, sorted."""
    return np.unique(shapely.get_coordinates(to_plane(geometry)), axis=0)


@given(
    JSON_VALUES
    | st.builds(
        lambda kind, body: {"type": kind, "coordinates": body, "geometries": body},
        st.sampled_from(["LineString", "MultiLineString", "GeometryCollection"]),
        JSON_VALUES,
    )
)
def test_what_is_no_geometry_is_left_to_others(value: Any) -> None:
    normalise(value)


@pytest.mark.parametrize("plain", [point(1, 70), MOVING, sector(0, 10, 70, 75), collection(MOVING)])
def test_what_has_one_spelling_is_handed_on(plain: Any) -> None:
    assert normalise(plain) is plain
