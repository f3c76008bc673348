from __future__ import annotations

import json
from typing import Any

from geotrack.page import briefing
from geotrack.page.facets import facets
from geotrack.queries import Match

AT_THE_POLE = {"type": "Point", "coordinates": [0, 89]}
ON_THE_EDGE = {"type": "Point", "coordinates": [0, 80.1]}
ACTOR = {"name": "FSB", "country": "RU", "assets": ["ship 1"]}
GRADED = {"url": "https://example.org/", "grade": {"reliability": "B", "credibility": 2}}


def told(workspace: Any, regions: list[str], matches: Any = None) -> dict[str, Any]:
    return facets(workspace, workspace.current, regions, matches or {})


def test_words_stand_once_and_records_have_their_places(make: Any, feature: Any) -> None:
    found = told(
        make(
            feature("a", actors=[ACTOR], status="ongoing", tags=["x"]),
            feature(
                "b",
                actors=[{"name": "Another"}, ACTOR],
                sources=[GRADED],
                verification="claimed",
                confidence="high",
            ),
        ),
        [],
    )
    assert found["actors"] == [("FSB", "RU"), ("Another", "")]
    assert found["types"] == [(0, "Sighting of warships", "naval/sighting")]
    assert found["themes"] == [("naval", "Naval")]
    assert found["grades"] == ["B2"]
    assert found["assets"] == ["ship 1"]
    assert found["records"] == {
        "id": ["a", "b"],
        "type": [0, 0],
        "status": [found["statuses"].index("ongoing"), -1],
        "verification": [-1, found["verifications"].index("claimed")],
        "confidence": [-1, found["confidences"].index("high")],
        "actors": [[0], [1, 0]],
        "grades": [[], [0]],
        "certainly": [[], []],
        "possibly": [[], []],
        "assets": [[0], [0]],
        "tags": [[0], []],
        "onlyPossible": [0, 0],
    }


def test_regions_that_a_record_is_certainly_or_possibly_in(make: Any, feature: Any) -> None:
    found = told(
        make(
            feature("in", geometry=AT_THE_POLE, place={"precision": "near", "radius_km": 5}),
            feature("maybe", geometry=ON_THE_EDGE, place={"precision": "near", "radius_km": 90}),
            feature("nowhere", geometry=None),
        ),
        ["far-north", "date-line-box"],
    )
    assert found["regions"] == [("far-north", "Far North")], "one that no record is in is no choice"
    records = found["records"]
    assert records["id"] == ["in", "maybe", "nowhere"]
    assert records["certainly"] == [[0], [], []]
    assert records["possibly"] == [[], [0], []]


def test_what_meets_the_question_only_possibly_is_marked(make: Any, feature: Any) -> None:
    matches = {"a": Match.CERTAIN, "b": Match.POSSIBLE}
    found = told(make(feature("a"), feature("b"), feature("c")), [], matches)
    assert found["records"]["onlyPossible"] == [0, 1, 0]


def test_it_costs_less_than_250_bytes_a_record(make: Any, feature: Any) -> None:
    features = [
        feature(
            f"2024-06-01-a-record-with-a-long-id-{n}",
            actors=[ACTOR, {"name": f"Actor {n % 9}", "country": "NO"}],
            tags=["one", "two"],
            geometry=AT_THE_POLE,
        )
        for n in range(50)
    ]
    page = briefing(make(*features), "plan")
    data = page.get_root().packed["geotrack-data"]["facets"]
    assert len(json.dumps(data, separators=(",", ":"))) < 250 * len(features)
