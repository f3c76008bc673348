from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from geotrack.mapview import sighting_order
from geotrack.page import briefing

RING = {"place": {"precision": "ring", "radius_km": 230, "inner_radius_km": 120}}
REGION = {"geometry": None, "place": {"regions": "far-north"}}


def _ordered(make: Any, feature: Any, *parts: tuple[str, str, dict[str, Any]]) -> list[str]:
    """Return the pairs of the parts of one patrol, each as `a>b`."""
    whole = feature("patrol", start="2024-06")
    some = [feature(id_, start=start, part_of="patrol", **more) for id_, start, more in parts]
    page = briefing(make(whole, *some), "plan")
    return sorted(f"{one}>{other}" for one, other in page.view.order)


@pytest.mark.parametrize(
    ("parts", "order"),
    [
        (
            [("b", "2024-06-03", {}), ("a", "2024-06-01", {}), ("c", "2024-06-05", {})],
            ["a>b", "b>c"],
        ),
        # What overlaps has no order, nor has what can have come between the two.
        ([("a", "2024-06-01", {}), ("b", "2024-06", {})], []),
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", {}), ("c", "2024-06-02", {})], []),
        ([("a", "2024-06-01~", {}), ("b", "2024-06-09", {})], []),
        ([("a", "unknown", {}), ("b", "2024-06-09", {})], []),
        # One that still went on had not ended.
        ([("a", "2024-06-01", {"end": "2024-06-04"}), ("b", "2024-06-03", {})], []),
        ([("a", "2024-06-01", {"end": "2024-06-02"}), ("b", "2024-06-03", {})], ["a>b"]),
        # On one day the hour tells, each by its own offset.
        (
            [("a", "2024-06-01T23:00:00+12:00", {}), ("b", "2024-06-01T03:00:00-09:00", {})],
            ["a>b"],
        ),
        # Days of two zones, and a bare day beside a moment, overlap in world time.
        (
            [
                ("a", "2024-07-24", {"time_zone": "America/Anchorage"}),
                ("b", "2024-07-25", {"time_zone": "Asia/Shanghai"}),
            ],
            [],
        ),
        ([("a", "2024-07-24T23:00:00-08:00", {}), ("b", "2024-07-25", {})], []),
        (
            [
                ("a", "2024-07-24", {"time_zone": "America/Anchorage"}),
                ("b", "2024-07-25T01:00:00+08:00", {}),
            ],
            [],
        ),
        ([("a", "2024-07-24T09:00:00Z", {}), ("b", "2024-07-25", {})], ["a>b"]),
        ([("a", "2024-07-24T11:00:00Z", {}), ("b", "2024-07-25", {})], []),
        (
            [
                ("a", "2024-07-24", {"time_zone": "Asia/Shanghai"}),
                ("b", "2024-07-25", {"time_zone": "America/Anchorage"}),
            ],
            ["a>b"],
        ),
        # The records' own word goes before their dates.
        ([("a", "2024-06", {"sequence": 1}), ("b", "2024-06", {"sequence": 2})], ["a>b"]),
        ([("a", "2024-06", {"sequence": 2}), ("b", "2024-06", {"sequence": 2})], []),
        # Sightings have a position, have happened and are not refuted.
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", REGION)], []),
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", RING)], []),
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", {"status": "planned"})], []),
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", {"verification": "refuted"})], []),
        ([("a", "2024-06-01", {}), ("b", "2024-06-02", {"kind": "statement"})], []),
    ],
)
def test_order_is_told_only_where_it_is_known(
    make: Any, feature: Any, parts: list[tuple[str, str, dict[str, Any]]], order: list[str]
) -> None:
    assert _ordered(make, feature, *parts) == order


def test_no_two_sightings_are_compared_more_than_once_each_way(
    make: Any, feature: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    real = sighting_order._precedes

    def counted(one: Any, other: Any) -> bool:
        asked[one.id, other.id] += 1
        return real(one, other)

    monkeypatch.setattr(sighting_order, "_precedes", counted)
    many = [(f"s{n:02}", f"2024-06-{n + 1:02}", {}) for n in range(30)]
    order = _ordered(make, feature, *many)
    assert order == [f"s{n:02}>s{n + 1:02}" for n in range(29)]
    assert max(asked.values()) == 1


def test_parts_of_two_wholes_are_not_joined(make: Any, feature: Any) -> None:
    parts = [
        feature("a", start="2024-06-01", part_of="one"),
        feature("b", start="2024-06-02", part_of="two"),
    ]
    assert briefing(make(feature("one"), feature("two"), *parts), "plan").view.order == []


def test_layer_and_arrow_are_in_the_legend_only_where_there_is_an_order(
    make: Any, feature: Any
) -> None:
    def text(*features: Any) -> str:
        return str(briefing(make(*features), "plan").get_root().render())

    parts = [
        feature(id_, start=start, part_of="w") for id_, start in (("a", "2022"), ("b", "2023"))
    ]
    for features, there in (([feature("w"), *parts], True), ([feature("w"), parts[0]], False)):
        html = text(*features)
        assert ("geotrackPage.order()" in html) is there
        assert ("<dd data-w>next sighting</dd>" in html) is there
