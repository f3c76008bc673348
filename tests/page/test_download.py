"""What can be taken away from a page stands by itself, and says what the page says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from folium_polar.packed import packed, unpacked
from geotrack.findings import errors_of
from geotrack.page import briefing
from geotrack.workspace import Workspace, check, open_workspace
from tests.records import written

ODD = "Ærø </script> \u2028 \U0001f600 \x00"


def taken(workspace: Workspace, name: str = "plan") -> Any:
    return briefing(workspace, name).get_root().packed["geotrack-taken"]


def test_what_is_packed_comes_back() -> None:
    value = {"a": [ODD, 10.0, 10, 1e-7, None, True]}
    assert unpacked(packed(value)) == value
    assert unpacked(packed("half \ud800")) == "half \ud800"


def test_it_names_its_map(make: Any, feature: Any) -> None:
    workspace = make(feature("a"))
    found = taken(workspace)
    digest = briefing(workspace, "plan").digest
    assert {k: v for k, v in found.items() if k != "features"} == {
        "type": "FeatureCollection",
        "title": "A map",
        "marking": "UNCLASSIFIED // TEST",
        "as_of": "2024-12-31",
        "digest": digest,
    }


def test_a_report_stands_by_its_title_and_its_words(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    make(
        feature(
            "a",
            sources=[
                {
                    "seed": "secret-id",
                    "claim": "C1",
                    "grade": {"reliability": "B", "credibility": 2},
                },
                {"seed": "secret-id", "claim": "C9", "cite": "A letter", "stance": "denies"},
            ],
        )
    )
    (tmp_path / "seeds" / "r.toml").write_text(
        'id = "secret-id"\ntitle = "A report"\n[[claims]]\nid = "C1"\nsays = "They met."\n'
        'kind = "event"\nevents = "a"\n',
        encoding="utf-8",
    )
    (record,) = taken(open_workspace(tmp_path))["features"]
    first, second = record["properties"]["sources"]
    assert first == {
        "title": "A report",
        "cite": "claim C1: They met.",
        "grade": {"reliability": "B", "credibility": 2},
    }
    assert second == {"title": "A report", "cite": "A letter; claim C9", "stance": "denies"}
    assert "secret-id" not in json.dumps(record)


def test_it_holds_nothing_that_the_page_does_not_tell(make: Any, feature: Any) -> None:
    workspace = make(
        feature("a", related=["b", "SECRET-far"], part_of="SECRET-far", replaces=["SECRET-old"]),
        feature("b", symbol="SECRET", revisions=[{"what": "changed title", "by": "SECRET"}]),
        feature("SECRET-far", start="2026-01-01", published="SECRET"),
        definition=(
            'title = "A map"\nmarking = "UNCLASSIFIED"\n[select]\nwithout = ["SECRET-far"]\n'
        ),
    )
    found = taken(workspace)
    assert "SECRET" not in json.dumps(found)
    assert [f["id"] for f in found["features"]] == ["a", "b"]
    assert found["features"][0]["properties"]["related"] == ["b"]


def test_it_has_the_names_of_regions_beside_a_position_and_the_markings_of_reports(
    make: Any, feature: Any
) -> None:
    workspace = make(
        feature("a", place={"name": "Here", "regions": ["date-line-box", "far-north"]}),
        feature("b", sources={"seed": "r", "claim": "C1"}),
        feature("c", geometry=None, place={"regions": "far-north"}),
    )
    (workspace.root / "seeds" / "r.toml").write_text(
        'id = "r"\ntitle = "A report"\nmarking = "UNCLASSIFIED // OWN WORDS"\n[[claims]]\n'
        'id = "C1"\nsays = "They met."\nkind = "event"\nevents = "b"\n',
        encoding="utf-8",
    )
    found = taken(open_workspace(workspace.root))
    place = found["features"][0]["properties"]["place"]
    assert place["name"] == "Here"
    assert [found["region_names"][id_] for id_ in place["regions"]] == ["Box at 180°", "Far North"]
    assert found["markings"] == {"b": "UNCLASSIFIED"}
    assert "OWN WORDS" not in json.dumps(found)


@pytest.mark.slow
@pytest.mark.parametrize("title", ["A patrol", ODD.replace("\x00", "")])
def test_another_workspace_takes_it_without_a_finding(
    make: Any, feature: Any, tmp_path: Path, title: str
) -> None:
    line = {"type": "LineString", "coordinates": [[170, 70], [190, 71]]}
    workspace = make(
        feature("a", title=title, replaces=["old"], place={"precision": "near", "radius_km": 5}),
        feature("b", title=title, replaces=["older"], geometry=line, related=["a"], end=".."),
        feature(
            "c",
            title=title,
            geometry=None,
            start="unknown",
            tags=[title],
            actors=[title],
            extra={"k": title},
        ),
    )
    found = taken(workspace)
    written(tmp_path / "empty" / "events" / "taken.geojson", *found["features"])
    again = open_workspace(tmp_path / "empty")
    assert errors_of(check(again)) == []
    assert [e.title for e in again.events] == [title] * 3
    for event in again.events:
        assert event.model_dump(exclude={"replaces", "feature"}) == workspace.find(
            event.id
        ).model_dump(exclude={"replaces", "feature"})
