from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.errors import GeometryError
from folium_polar.geometry import is_south, to_plane
from folium_polar.geometry.geojson.positions import leaves, read_positions
from known_shapes import box, polygon


@pytest.mark.parametrize(
    ("geometry", "rule", "path"),
    [
        (None, "geometry-type", ()),
        ({"type": "Circle", "coordinates": [0, 80]}, "geometry-type", ()),
        ({"type": None}, "geometry-type", ()),
        ({"type": "Point"}, "position", ()),
        ({"type": "Point", "coordinates": []}, "empty", ()),
        ({"type": "Point", "coordinates": [80]}, "position", ()),
        ({"type": "Point", "coordinates": [[0, 80]]}, "position", ()),
        ({"type": "Point", "coordinates": [0, 91]}, "latitude", ()),
        ({"type": "Point", "coordinates": [0, math.nan]}, "position", ()),
        ({"type": "Point", "coordinates": [math.inf, 80]}, "position", ()),
        ({"type": "Point", "coordinates": [True, 80]}, "position", ()),
        ({"type": "MultiPoint", "coordinates": [[0, 80], ["1", 80]]}, "position", (1,)),
        ({"type": "MultiPoint", "coordinates": [["0", "80"]]}, "position", (0,)),
        ({"type": "MultiPoint", "coordinates": [[0, 80], [1, None]]}, "position", (1,)),
        ({"type": "LineString", "coordinates": [[0, 80]]}, "line-short", ()),
        ({"type": "LineString", "coordinates": [[0, 80], [0, -90.1]]}, "latitude", (1,)),
        ({"type": "MultiLineString", "coordinates": [[[0, 80], [1, 80]], []]}, "empty", (1,)),
        (polygon([[0, 80], [1, 80], [0, 80]]), "ring-short", (0,)),
        (polygon([[0, 80], [1, 80], [1, 81], [0, 81]]), "ring-unclosed", (0,)),
        (polygon([[0, 80], [120, 80], [240, 80], [360, 80]]), "ring-unclosed", (0,)),
        (polygon([[0, 80], [0, 81], [0, 82], [0, 80]]), "ring-flat", (0,)),
        (polygon([[0, 80], [180, 80], [90, 85], [0, 80]]), "half-turn", (0, 0)),
        (polygon(box(0, 60, 9, 70), [[1, 61], [2, 61], [2, 91], [1, 61]]), "latitude", (1, 2)),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 80]]]]}, "ring-short", (0, 0)),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "empty", (0,)),
        ({"type": "GeometryCollection", "geometries": []}, "empty", ()),
        ({"type": "GeometryCollection", "geometries": [{"type": "X"}]}, "geometry-type", (0,)),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "GeometryCollection", "geometries": []}],
            },
            "empty",
            (0,),
        ),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": [[0, 80], [0, 99]]}],
            },
            "latitude",
            (0, 1),
        ),
    ],
)
def test_what_has_no_meaning_is_refused(geometry: Any, rule: str, path: tuple[int, ...]) -> None:
    with pytest.raises(GeometryError) as caught:
        to_plane(geometry)
    assert (caught.value.rule, caught.value.path) == (rule, path)
    assert caught.value.problem
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.just(10**400)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=20,
)
near_positions = st.lists(st.lists(st.integers(-400, 400) | json_values, max_size=3), max_size=6)
TYPES = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]


@given(st.sampled_from(TYPES), json_values | near_positions | st.lists(near_positions, max_size=2))
def test_whatever_a_file_holds_is_a_shape_or_a_geometry_error(kind: str, body: Any) -> None:
    # Called twice, so that both an error and a shape are seen to be stable.
    results = []
    for _ in range(2):
        try:
            results.append(to_plane({"type": kind, "coordinates": body}).wkb)
        except GeometryError as fault:
            results.append((fault.rule, fault.path))
    assert results[0] == results[1]


def test_swapped_axes_are_told() -> None:
    with pytest.raises(GeometryError, match=r"latitude 168\.5 is beyond the pole") as caught:
        to_plane({"type": "Point", "coordinates": [65.7, 168.5]})
    assert caught.value.remedy == "write longitude before latitude"


def test_heights_are_ignored_even_where_only_some_have_one() -> None:
    assert read_positions([[1, 80, 5], [2, 81]]).tolist() == [[1, 80], [2, 81]]
    assert read_positions([[1, 80, 5], [2, 81, 6]]).tolist() == [[1, 80], [2, 81]]


def test_leaves_give_each_list_its_path() -> None:
    geometry = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [0, 80]},
            {"type": "MultiPolygon", "coordinates": [[box(0, 60, 9, 70)], [box(20, 60, 29, 70)]]},
        ],
    }
    found = [(path, kind) for path, kind, _ in leaves(geometry)]
    assert found == [((0,), "position"), ((1, 0, 0), "ring"), ((1, 1, 0), "ring")]


@pytest.mark.parametrize(
    ("geometry", "south"),
    [
        ({"type": "Point", "coordinates": [0, -0.1]}, True),
        ({"type": "Point", "coordinates": [0, 0]}, False),
        ({"type": "Point", "coordinates": [0.5, -0.1]}, True),
        ({"type": "Point", "coordinates": [0.5, -0.0]}, False),
        (polygon(box(0, -10, 9, 70)), True),
        (polygon(box(0, 10, 9, 70)), False),
    ],
)
def test_south_of_the_equator(geometry: Any, *, south: bool) -> None:
    assert is_south(geometry) is south
    assert to_plane(geometry).is_valid


@pytest.mark.parametrize(
    "position", [[0.5, float("nan")], [float("inf"), 80.0], [0.5, -90.5], [0.5], [], "x", None]
)
def test_south_of_the_equator_asks_for_a_position(position: Any) -> None:
    with pytest.raises(GeometryError):
        is_south({"type": "Point", "coordinates": position})
