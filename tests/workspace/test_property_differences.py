"""In what two versions of a record differ."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.workspace.property_differences import Difference, difference
from tests.records import feature, point


def told(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [str(one) for one in difference(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"start": "2024-09"}, {"start": "2024-09-28"}, ["start: '2024-09' → '2024-09-28'"]),
        (
            {"place": {"name": "off Gambell", "radius_km": 50}},
            {"place": {"radius_km": 20, "name": "off Gambell"}},
            ["place.radius_km: 50 → 20"],
        ),
        ({}, {"summary": "Seen."}, ["summary: added 'Seen.'"]),
        ({"summary": "Seen."}, {}, ["summary: removed, was 'Seen.'"]),
        ({"place": {"name": "x"}}, {}, ["place: removed, was 'x'"]),
        ({}, {"place": {"name": "x"}}, ["place: added 'x'"]),
        ({}, {"tags": "joint"}, ["tags/0: added 'joint'"]),
        ({"tags": ["a", "b"]}, {"tags": ["a", "c", "b"]}, ["tags/1: added 'c'"]),
        ({"tags": ["a", "b"]}, {"tags": ["b"]}, ["tags/0: removed, was 'a'"]),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, ["tags: in another order"]),
        ({"flag": 1}, {"flag": True}, ["flag: 1 → true"]),
        ({"flag": None}, {"flag": {"a": 1}}, ["flag: added an object"]),
        ({}, {"flag": ["a", 2]}, ["flag: added ['a', 2]"]),
        ({}, {"flag": [["a"], 2]}, ["flag: added a list of 2"]),
        ({}, {"flag": ["a" * 60]}, ["flag: added a list of 1"]),
        ({"flag": list(range(600))}, {"flag": [1]}, ["flag: changed, 600 → 1 items"]),
    ],
)
def test_each_property_is_told_once(
    old: dict[str, Any], new: dict[str, Any], expected: list[str]
) -> None:
    assert told(feature(**old), feature(**new)) == expected


def test_sources_are_told_by_their_place() -> None:
    old = feature(sources=[{"url": "https://example.org/a"}, {"cite": "Log", "published": "2024"}])
    new = deepcopy(old)
    new["properties"]["sources"][1]["published"] = "2025"
    new["properties"]["sources"].append({"cite": "Book"})
    assert told(old, new) == [
        "sources/1.published: '2024' → '2025'",
        "sources/2: added 'Book'",
    ]
    new["properties"]["sources"].insert(0, {"cite": "First"})
    assert told(old, new)[0] == "sources/0: added 'First'"
    assert [one.name for one in difference(old, new)] == ["sources"] * 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"sequence": 10}, {"sequence": 10.0}),
        ({"actors": "FSB"}, {"actors": [{"name": "FSB"}]}),
        ({"place": "off Gambell"}, {"place": {"name": "off Gambell"}}),
        ({"place": {"regions": "a"}}, {"place": {"regions": ["a"]}}),
        ({"tags": "joint"}, {"tags": ["joint"]}),
        ({"a": {"b": 1, "c": [1, {"d": 2.0}]}}, {"a": {"c": [1.0, {"d": 2}], "b": 1}}),
        ({"review": "draft"}, {"review": "released", "revisions": [{"what": "x"}]}),
    ],
)
def test_what_says_the_same_is_no_difference(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert told(feature(**old), feature(**new)) == []
    assert told(feature(17, **new), feature("17", **old)) == []


def test_long_texts_are_shown_from_where_they_part() -> None:
    start = "An aircraft saw them in line, off the island, and they were "
    (one,) = difference(
        feature(summary=f"{start}headed north."), feature(summary=f"{start}heading home.")
    )
    assert one == Difference("summary", "'…headed north.' → '…heading home.'")


def test_a_property_with_a_slash_in_its_name_keeps_it() -> None:
    (one,) = difference(feature(), feature(**{"km/h": 12}))
    assert one.name == "km/h"


LINE = {"type": "LineString", "coordinates": [[0, 70], [5, 72]]}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (point(0, 89), point(180, 89), "moved 223.4 km, 89° N 0° → 89° N 180°"),
        (point(5, 72), point(5, 72.0001), "moved 11.2 m, 72° N 5° E → 72.0001° N 5° E"),
        (point(179, 70), point(-179, 70), "moved 76.4 km, 70° N 179° E → 70° N 179° W"),
        (point(180, 70), point(-180, 70), "written otherwise, in the same place"),
        (point(5, 72), LINE, "Point → LineString"),
        (None, point(5, 72), "none → Point"),
        (point(5, 72), None, "Point → none"),
        (LINE, {**LINE, "coordinates": [[0, 70], [5, 73]]}, "redrawn, by up to 111.6 km"),
        (LINE, {**LINE, "coordinates": [[0, 70], [1, 1], [5, 72]]}, "redrawn, 2 → 3 positions"),
        (
            {"type": "MultiLineString", "coordinates": [[[0, 70], [1, 70]], [[2, 70], [3, 70]]]},
            {"type": "MultiLineString", "coordinates": [[[0, 70], [1, 70], [2, 70], [3, 70]]]},
            "redrawn, in other parts",
        ),
        (
            {"type": "Point", "coordinates": [5, 72, 100]},
            {"type": "Point", "coordinates": [5, 72, 200]},
            "at another height",
        ),
        (point(5, 72), point(5e6, 7e6), "changed"),
        (
            {"type": "GeometryCollection", "geometries": []},
            {"type": "GeometryCollection", "geometries": [point(1, 70)]},
            "changed",
        ),
    ],
)
def test_a_geometry_is_told_as_what_became_of_it(old: Any, new: Any, what: str) -> None:
    assert told(feature(geometry=old), feature(geometry=new)) == [f"geometry: {what}"]


def test_members_and_ids_are_told_apart_from_properties() -> None:
    old, new = feature("a", bbox=1), {**feature("b", bbox=1), "bbox": [1, 2, 3, 4]}
    assert told(old, new) == ["id: 'a' → 'b'", "(member) bbox: added a list of 4"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_values_are_compared_and_only_unlike_ones_differ(old: Any, new: Any) -> None:
    assert told(feature(x=old), feature(x=deepcopy(old))) == []
    found = told(feature(x=old), feature(x=new))
    assert bool(found) == bool(told(feature(x=new), feature(x=old)))
    assert found or old == new


@pytest.mark.parametrize("odd", [["", 72], [None, 72], 5, [[]], [5], "5", [{}, 72]])
def test_a_geometry_that_is_none_yet_is_told_as_changed(odd: object) -> None:
    old = feature("a", point(5, 72))
    new = feature("a", {"type": "Point", "coordinates": odd})
    assert [(d.path, d.what) for d in difference(old, new)] == [("geometry", "changed")]
