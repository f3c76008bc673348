from __future__ import annotations

from typing import Any

import pytest
from pyproj import Geod

from geotrack.page.drawing import anchor, event_data
from geotrack.page.records import entries

GEOD = Geod(ellps="WGS84")


def drawn(workspace: Any) -> list[dict[str, Any]]:
    numbers = {e.id: n for n, e in enumerate(workspace.events, 1)}
    told = entries(workspace.events, numbers, {}, workspace)
    return [event_data(t, workspace.regions) for t in told]


@pytest.mark.parametrize(
    ("place", "drawn_as", "kinds"),
    [
        ({"precision": "near", "radius_km": 25}, "reported", ["disc"]),
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
