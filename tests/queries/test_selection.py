"""The answer: its order, its parts, and what it does not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.queries import Match, select
from geotrack.workspace import Workspace
from tests.records import feature, point, region, sector, workspace

NEAR = {"precision": "near", "radius_km": 50}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    any_type = {"type": "diplomacy/meeting"}
    records = [
        feature("c", point(5, 72), place=NEAR, title="Émile", start="2024-03", **any_type),
        feature("b", point(9.9, 72), place=NEAR, title="album", start="2024-01", **any_type),
        feature("a", point(8, 72), place=NEAR, title="Zebra", start="2024-02", **any_type),
        feature("unplaced", title="Nowhere", **any_type),
    ]
    return workspace(tmp_path, *records, regions=[region("west", sector(0, 10, 70, 75))])


def test_an_answer_is_in_order_of_time_unless_sorted(opened: Workspace) -> None:
    found = select(opened, Query.parse(regions="west", of="10,72"))
    assert found.ids == ["b", "a", "c"]
    assert found.sorted("title").ids == ["b", "c", "a"]
    assert found.sorted("distance").ids == ["b", "a", "c"]
    assert found.sorted("title").sorted("date").ids == found.ids
    assert found.sorted("title").first(1).ids == ["b"]
    assert found.first(9).ids == found.ids
    assert len(found) == 3


def test_distance_needs_something_to_be_told_from(opened: Workspace) -> None:
    found = select(opened, Query(regions="west"))
    assert found.hits[0].distance_km is None
    with pytest.raises(UsageError, match="by distance from what"):
        found.sorted("distance")


def test_certain_and_possible_can_be_taken_apart(opened: Workspace) -> None:
    found = select(opened, Query(regions="west"))
    assert found.only(Match.CERTAIN).ids == ["a", "c"]
    assert found.only(Match.POSSIBLE).ids == ["b"]
    assert (found.count(Match.CERTAIN), found.count(Match.POSSIBLE)) == (2, 1)
    kept = found.only(Match.POSSIBLE)
    assert (kept.count(Match.CERTAIN), kept.count(Match.POSSIBLE)) == (0, 1)
    assert [e.id for e in kept.unplaced] == ["unplaced"]
    assert [h.match for h in found.hits] == found.matches


def test_reasons_are_made_when_asked_for(opened: Workspace) -> None:
    (hit,) = select(opened, Query(regions="west")).only(Match.POSSIBLE).hits
    assert hit.why == "within 50 km of the reported position; 54 % of that disc is inside"
    (plain, *_) = select(opened, Query(kinds="event")).hits
    assert plain.why == ""


def test_a_whole_is_as_near_as_its_nearest_part(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path,
        feature("whole", point(60, 72), place=NEAR),
        feature("part", point(5, 72), place=NEAR, part_of="whole"),
        feature("refuted", point(5, 80), place=NEAR, part_of="whole", verification="refuted"),
    )
    near, far = (select(opened, Query.parse(of=of)).hits for of in ("5,72", "5,80"))
    told = {hit.event.id: round(hit.distance_km or 0) for hit in near}
    assert (told["whole"], told["part"]) == (0, 0)
    assert {h.event.id: round(h.distance_km or 0) for h in far}["whole"] == 893


def test_what_is_replaced_counts_once_and_keeps_its_parts(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path,
        feature("old", point(5, 72), place={"precision": "near", "radius_km": 1}),
        feature("new", replaces=["old", "gone"]),
        feature("part", point(5, 72), part_of="gone", place={"precision": "near", "radius_km": 1}),
    )
    assert sorted(select(opened, Query()).ids) == ["new", "part"]
    near = select(opened, Query.parse(within="10km", of="5,72"))
    assert sorted(near.ids) == ["new", "part"], "what its part met, the whole met"
    assert near.count(Match.CERTAIN) == 2
