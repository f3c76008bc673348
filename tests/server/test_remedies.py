"""Remedies of findings: each change that is offered ends its finding."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from folium_polar.geometry import distance_m, project
from geotrack.coastline.ground import is_on_land
from geotrack.findings import Finding, errors_of
from geotrack.i18n import LANGUAGES, words
from geotrack.messages import Message
from geotrack.server import records, remedies
from geotrack.server.records import check_record
from geotrack.server.remedies import apply_patch, remedies_of
from geotrack.workspace import Workspace, open_workspace
from geotrack.workspace.edit.compose import check_feature
from tests.server.conftest import ROOT, SIGHTING

SOUND: dict[str, Any] = {**SIGHTING, "id": "-"}
INLAND = {"type": "Point", "coordinates": [115.0, 68.0]}
AT_SEA = {"type": "Point", "coordinates": [-150.0, 75.0]}
OPEN_RING = [[-170, 66], [-168, 66], [-168, 67], [-170, 67]]
GEOMETRIC = {
    "latitude", "swapped", "null-island", "ring-unclosed", "radius", "ring", "date-order",
    "place-ground",
}  # fmt: skip
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("type", {"type": "coastguard/sightin"}, {}, "coastguard/sighting"),
    ("type", {"type": "patrol"}, {}, "naval/patrol"),
    ("country", {"actors": [{"name": "A service", "country": "Russia"}]}, {}, "RU"),
    ("vocabulary", {"status": "ocurred"}, {}, "occurred"),
    ("date", {"start": "2024-13"}, {}, "2024-XX"),
    ("date", {"start": "2024/10"}, {}, "2024-10"),
    ("date-order", {"start": "2024-10-09", "end": "2024-10-01"}, {}, "swapDates"),
    ("unknown-property", {"sumary": "Two."}, {}, "summary"),
    ("latitude", {}, {"type": "Point", "coordinates": [68.8, -168.03]}, "swap"),
    ("swapped", {}, {"type": "Point", "coordinates": [71.2, 25.7]}, "swap"),
    ("null-island", {}, {"type": "Point", "coordinates": [0, 0]}, "noPosition"),
    ("ring-unclosed", {}, {"type": "Polygon", "coordinates": [OPEN_RING]}, "close"),
    ("radius", {"place": {"precision": "exact", "radius_km": 20}}, {}, "near"),
    ("radius-unused", {"place": {"radius_km": 20}}, {}, "near"),
    ("ring", {"place": {"precision": "ring", "radius_km": 20}}, {}, "near"),
    (
        "ring",
        {"place": {"precision": "ring", "radius_km": 20, "inner_radius_km": 50}},
        {},
        "swapRadii",
    ),
    ("place-ground", {"place": "A lake"}, INLAND, "toSea"),
    ("place-ground", {"type": "research/station"}, AT_SEA, "toLand"),
]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return open_workspace(ROOT)


@pytest.mark.parametrize(("rule", "properties", "geometry", "text"), CASES)
def test_each_change_ends_its_finding(
    workspace: Workspace, rule: str, properties: Any, geometry: Any, text: str
) -> None:
    feature = deepcopy(SOUND)
    feature["properties"] |= properties
    feature["geometry"] = geometry or feature["geometry"]
    found = check_feature(feature, workspace)
    finding = next(one for one in found if one.rule == rule)
    offers = remedies_of(finding, found, feature, workspace)
    assert text in [offer["text"] for offer in offers]
    before = deepcopy(feature)
    for offer in offers:
        mended = check_feature(apply_patch(feature, offer["patch"]), workspace)
        assert finding not in mended
        assert len(errors_of(mended)) <= len(errors_of(found))
    assert feature == before


def _reworded(finding: Finding) -> Finding:
    data = {"suggestions": finding.suggestions, "expected": finding.expected}
    return replace(finding, message="≈", remedy=Message("≈", **data))


@pytest.mark.parametrize("stated", [{}, *({**SOUND["properties"], **case[1]} for case in CASES)])
def test_no_remedy_and_no_field_of_the_form_depends_on_words(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, stated: dict[str, Any]
) -> None:
    feature = {**SOUND, "properties": stated}
    expected = [{**one, "message": "≈", "remedy": "≈"} for one in check_record(feature, workspace)]
    for module in (records, remedies):
        monkeypatch.setattr(
            module, "check_feature", lambda *a: [*map(_reworded, check_feature(*a))]
        )
    assert check_record(feature, workspace) == expected
    assert {"title", "start", "sources"} <= {one["key"] for one in expected} or stated


def test_a_position_moves_to_the_nearest_sea_and_its_radius_reaches_back(
    workspace: Workspace,
) -> None:
    feature = deepcopy(SOUND)
    feature["geometry"] = INLAND
    feature["properties"]["place"] = {"described": "10 km N of a lake", "note": "Derived."}
    found = check_feature(feature, workspace)
    finding = next(one for one in found if one.rule == "place-ground")
    [offer] = remedies_of(finding, found, feature, workspace)
    mended = apply_patch(feature, offer["patch"])
    point, place = mended["geometry"]["coordinates"], mended["properties"]["place"]
    _, _, metres = Geod(ellps="WGS84").inv(*INLAND["coordinates"], *point)
    assert offer["values"] == {"km": place["radius_km"]}
    assert 0 <= place["radius_km"] - metres / 1000 < 1
    assert str(place["radius_km"]) in place["note"]
    assert "described" not in place
    assert "Derived" not in place["note"]
    # No point of the sea is nearer, of a grid round the position.
    lons, lats = np.meshgrid(np.linspace(95, 135, 161), np.linspace(64, 74, 101))
    points = shapely.points(*project(lons.ravel(), lats.ravel()))
    at_sea = ~is_on_land(np.asarray(points))
    other = distance_m(*INLAND["coordinates"], lons.ravel()[at_sea], lats.ravel()[at_sea])
    assert metres - 2000 <= float(np.min(other)) <= metres + 15_000


def test_what_has_no_mechanical_remedy_has_no_button(workspace: Workspace) -> None:
    feature = deepcopy(SOUND)
    feature["properties"]["place"] = {"precision": "near"}
    feature["geometry"]["coordinates"] = [-168.03, 98.8]
    found = check_feature(feature, workspace)
    assert {one.rule for one in found} >= {"latitude"}
    assert not any(remedies_of(one, found, feature, workspace) for one in found)


def test_each_text_of_a_button_is_in_both_languages() -> None:
    keys = {
        "swap", "swapDates", "swapRadii", "close", "noPosition", "ring", "noInner", "near", "toSea",
        "toLand",
    }  # fmt: skip
    assert {text for rule, _, _, text in CASES if rule in GEOMETRIC} <= keys
    for language in LANGUAGES:
        assert keys == set(words(language).section("desk.remedies"))
