from __future__ import annotations

import json
from typing import Any

import pytest
from pyproj import Geod

from geotrack.mapview.record.geometry import anchor, fitted_view
from geotrack.mapview.record.view import record_views
from geotrack.model.maps.view import FirstView
from geotrack.page import briefing
from geotrack.page.records import record_data

GEOD = Geod(ellps="WGS84")


def drawn(workspace: Any) -> list[dict[str, Any]]:
    numbers = {e.id: n for n, e in enumerate(workspace.events, 1)}
    told = record_views(workspace.events, numbers, workspace)
    return [json.loads(json.dumps(record_data(t))) for t in told]


@pytest.mark.parametrize(
    ("place", "drawn_as", "kinds"),
    [
        ({"precision": "near", "radius_km": 25}, "reported", ["disc"]),
        ({"precision": "ring", "radius_km": 230, "inner_radius_km": 120}, "assumed", ["ring"]),
        ({"precision": "exact"}, "reported", []),
        ({"precision": "representative", "radius_km": 60}, "assumed", ["disc"]),
        (None, "unstated", []),
    ],
)
def test_a_point_is_drawn_by_what_is_known(
    make: Any, feature: Any, place: Any, drawn_as: str, kinds: list[str]
) -> None:
    [data] = drawn(make(feature("a", **({"place": place} if place else {}))))
    assert data["drawn"] == drawn_as
    assert data["at"] == [65.7, -168.5]
    assert [s["kind"] for s in data["shapes"]] == kinds


def test_a_region_is_drawn_whole_with_its_symbol_well_inside(make: Any, feature: Any) -> None:
    [data] = drawn(make(feature("a", geometry=None, place={"regions": "date-line-box"})))
    assert data["drawn"] == "assumed"
    assert data["shapes"] == [{"kind": "region", "id": "date-line-box"}]
    lat, lon = data["at"]
    assert 61 < lat < 65
    assert 177 < lon % 360 < 183


def test_a_line_is_drawn_with_its_corridor(make: Any, feature: Any) -> None:
    line = {"type": "LineString", "coordinates": [[170, 60], [190, 60]]}
    [data] = drawn(make(feature("a", geometry=line, place={"precision": "line", "radius_km": 50})))
    corridor, drawn_line = data["shapes"]
    assert (corridor["kind"], drawn_line["kind"]) == ("corridor", "line")
    # The edge is straight in lon/lat: it follows the parallel, and the corridor's rim is 50 km off.
    for lat, lon in drawn_line["lines"][0]:
        assert lat == pytest.approx(60, abs=0.005), lon
    rim = [
        GEOD.inv(lon, lat, lon, 60)[2] for lat, lon in corridor["rings"][0] if 172 < lon % 360 < 188
    ]
    assert rim
    assert max(rim) == pytest.approx(50_000, abs=800)


def test_an_unplaced_record_has_no_symbol(make: Any, feature: Any) -> None:
    workspace = make(feature("a", geometry=None))
    assert anchor(workspace.events[0], workspace.regions) is None
    assert drawn(workspace)[0]["shapes"] == []


POINT = {"type": "Point", "coordinates": [10, 75]}
SQUARE = [[[0, 70], [10, 70], [10, 72], [0, 72], [0, 70]]]


def test_every_shape_of_a_collection_is_drawn_and_its_symbol_stands_on_the_point(
    make: Any, feature: Any
) -> None:
    shapes = [{"type": "Polygon", "coordinates": SQUARE}, POINT]
    both = {"type": "GeometryCollection", "geometries": shapes}
    near = {"precision": "near", "radius_km": 5}
    [data] = drawn(make(feature("a", geometry=both, place=near)))
    assert data["at"] == [75, 10]
    assert [s["kind"] for s in data["shapes"]] == ["corridor", "area", "disc"]


def test_an_area_with_a_radius_is_drawn_with_its_margin(make: Any, feature: Any) -> None:
    place = {"precision": "area", "radius_km": 50}
    geometry = {"type": "Polygon", "coordinates": SQUARE}
    [data] = drawn(make(feature("a", geometry=geometry, place=place)))
    margin, area = data["shapes"]
    assert (margin["kind"], area["kind"]) == ("corridor", "area")
    assert len(margin["rings"]) == 1, "the margin takes the area in"
    southernmost = min(lat for lat, _ in margin["rings"][0])
    assert GEOD.inv(5, southernmost, 5, 70)[2] == pytest.approx(50_000, abs=1_000)


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (POINT, {"precision": "near", "radius_km": 19_000}),
        ({"type": "Point", "coordinates": [0, -70]}, None),
        (None, {"regions": ["no-such-sea"]}),
    ],
)
def test_what_cannot_be_drawn_is_listed_and_counted_with_the_unplaced(
    make: Any, feature: Any, geometry: Any, place: Any
) -> None:
    given = {"place": place} if place else {}
    workspace = make(feature("odd", geometry=geometry, **given), feature("good"))
    odd, good = drawn(workspace)
    assert (odd["drawn"], odd["at"], odd["shapes"]) == ("unplaced", None, [])
    assert good["at"]
    page = briefing(workspace, "plan")
    assert page.counts.unplaced == 1
    assert "Title of odd" in page.get_root().render()
    assert fitted_view([workspace.by_id["odd"]], workspace.regions) == FirstView()
