"""Each position derived from a description meets every constraint that the description states.

Reference points that stand here and not in a gazetteer are the unverified ones which the records'
notes call unverified.
"""

from __future__ import annotations

import itertools
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod

from geotrack.gazetteer import Gazetteer
from geotrack.gazetteer.derivation import derive
from geotrack.gazetteer.description import parse_description
from geotrack.gazetteer.packed import NamedPlace
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")
MILE_KM, NAUTICAL_MILE_KM = 1.609344, 1.852

REACH_KM = 5  # of a settlement without a size

PLACES = {
    feature["id"]: feature
    for path in sorted((ROOT / "events").glob("*.geojson"))
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
}

LonLat = tuple[float, float]

# lon, lat; from the gazetteer
ST_LAWRENCE_ISLAND: LonLat = (-170.40, 63.42)
NOME: LonLat = (-165.44, 64.51)
WALES: LonLat = (-168.10, 65.62)
POINT_HOPE: LonLat = (-166.74, 68.35)
# lon, lat; Natural Earth's coast where it comes nearest to the point off Cape Rodney
COAST_AT_CAPE_RODNEY: LonLat = (-166.46, 64.71)
# lon, lat; unverified
LITTLE_DIOMEDE: LonLat = (-168.92, 65.76)
CAPE_RODNEY: LonLat = (-166.40, 64.64)

# Points 30 to 50 of the boundary of 1990, degrees, minutes and seconds of lon and lat.
_BOUNDARY_1990 = """
-178-15-36 61-02-17
-178-32-42 60-52-57
-178-49-45 60-43-35
-179-06-44 60-34-11
-179-23-38 60-24-44
-179-40-30 60-15-14
-179-46-49 60-11-39
-179-40-55 59-58-22
178-33-59 58-57-18
178-15-05 58-58-14
178-14-37 58-57-58
177-58-14 58-48-06
177-41-53 58-38-12
177-25-34 58-28-16
177-09-18 58-18-17
176-53-04 58-08-15
176-36-52 57-58-11
176-20-43 57-48-04
176-04-35 57-37-54
175-48-31 57-27-42
175-32-28 57-17-28
"""


def _degrees(text: str) -> float:
    west, text = text.startswith("-"), text.removeprefix("-")
    whole, minutes, seconds = map(float, text.split("-"))
    degrees = whole + minutes / 60 + seconds / 3600
    return 360 - degrees if west else degrees  # on past 180, so that the line is unbroken


BOUNDARY_1990: list[LonLat] = [
    (_degrees(lon), _degrees(lat)) for lon, lat in map(str.split, _BOUNDARY_1990.split("\n")[1:-1])
]
BOUNDARY_MERIDIAN = -(168 + 58 / 60 + 37 / 3600)

# Anchors that the gazetteer of the workspace does not have: lon, lat, reach in km. Positions are
# unverified; the reach of the island is that of its coast, of a pass half its width.
UNVERIFIED = {
    "Kiska Island": (177.5, 51.98, 22),
    "Amchitka Pass": (180.0, 51.7, 40),
    "Amukta Pass": (-171.9, 52.4, 30),
}
# Places whose accounts state a further limit, which makes them narrower than the words alone.
NARROWER = (
    "2024-09-15-russian-navy-northwest-of-point-hope",
    "2024-09-28-patrol-seen-southwest-of-st-lawrence-island",
)


def _place(id_: str) -> dict[str, Any]:
    place: dict[str, Any] = PLACES[id_]["properties"].get("place", {})
    return place


DESCRIBED = [id_ for id_ in PLACES if "described" in _place(id_) and id_ not in NARROWER]


@cache
def _gazetteer() -> Gazetteer:
    return open_workspace(ROOT).gazetteer


def _anchors(text: str) -> list[list[NamedPlace]]:
    """Return each reading of the places that a description counts from."""
    description = parse_description(text)
    assert description is not None
    [[name]] = description.anchors
    # The dive off Alaska: from any point of the coast that faces northwest.
    names = ["Point Hope", "Utqiaġvik"] if name == "Alaska" else [name]
    return [[_anchor(name)] for name in names]


def _anchor(name: str) -> NamedPlace:
    if name in UNVERIFIED:
        lon, lat, reach = UNVERIFIED[name]
        return NamedPlace(name, name, "", "", lon, lat, reach, "")
    return _gazetteer().find(name)


def _km(start: LonLat, end: LonLat) -> float:
    return float(GEOD.inv(*start, *end)[2]) / 1000


def _bearing(start: LonLat, end: LonLat) -> float:
    return float(GEOD.inv(*start, *end)[0]) % 360


def _ahead(start: LonLat, bearing: float, km: float) -> LonLat:
    lon, lat, _ = GEOD.fwd(*start, bearing, km * 1000)
    return float(lon), float(lat)


def _point(id_: str) -> tuple[LonLat, float]:
    feature = PLACES[id_]
    lon, lat = feature["geometry"]["coordinates"]
    return (lon, lat), feature["properties"]["place"]["radius_km"]


def _boundary_every_km() -> list[LonLat]:
    line: list[LonLat] = []
    for start, end in itertools.pairwise(BOUNDARY_1990):
        steps = max(1, round(_km(start, end)))
        line += [
            (start[0] + (end[0] - start[0]) * i / steps, start[1] + (end[1] - start[1]) * i / steps)
            for i in range(steps)
        ]
    return line


def test_sighting_of_28_september_lies_about_five_miles_on_the_russian_side() -> None:
    point, _ = _point("2024-09-28-patrol-seen-southwest-of-st-lawrence-island")
    nearest = min(_boundary_every_km(), key=lambda other: _km(point, other))
    assert 4 * MILE_KM < _km(point, nearest) < 6 * NAUTICAL_MILE_KM
    # The line runs from northeast to southwest with Russia to its northwest.
    assert 270 < _bearing(nearest, point) < 360


def test_sighting_of_28_september_covers_every_reading_of_about_440_miles() -> None:
    point, radius = _point("2024-09-28-patrol-seen-southwest-of-st-lawrence-island")
    [[anchor]] = _anchors("about 440 miles southwest of St. Lawrence Island")
    shortest = 440 * 0.9 * MILE_KM - anchor.radius_km
    longest = 440 * 1.1 * NAUTICAL_MILE_KM + anchor.radius_km
    readings = [
        other
        for other in _boundary_every_km()
        if shortest <= _km((anchor.lon, anchor.lat), other) <= longest
    ]
    assert len(readings) > 400
    assert max(_km(point, other) for other in readings) <= radius
    assert 225 - 22.5 < _bearing(ST_LAWRENCE_ISLAND, point) < 225 + 30


def test_cape_rodney_point_is_outside_the_territorial_sea_and_east_of_the_boundary() -> None:
    point, _ = _point("2024-10-01-patrol-off-cape-rodney")
    for shore in (CAPE_RODNEY, COAST_AT_CAPE_RODNEY):
        assert 12 * NAUTICAL_MILE_KM < _km(shore, point) < 20 * NAUTICAL_MILE_KM
    assert 270 < _bearing(NOME, point) < 337.5
    assert point[0] > BOUNDARY_MERIDIAN
    # "well east": nearer to the cape than to the boundary
    assert _km(point, (BOUNDARY_MERIDIAN, 65.5)) > _km(point, CAPE_RODNEY)


def test_strait_point_lies_in_the_gap_and_inside_twelve_miles_of_both_shores() -> None:
    point, radius = _point("2024-10-patrol-southbound-off-little-diomede")
    gap = _km(LITTLE_DIOMEDE, WALES)
    assert gap == pytest.approx(22 * NAUTICAL_MILE_KM, rel=0.05)
    for shore in (LITTLE_DIOMEDE, WALES):
        assert _km(point, shore) < 12 * NAUTICAL_MILE_KM
    assert radius >= gap / 2 + 2 * REACH_KM  # as the rule of a place between two has it


def test_point_hope_point_meets_distance_bearing_and_zone() -> None:
    point, radius = _point("2024-09-15-russian-navy-northwest-of-point-hope")
    assert _km(POINT_HOPE, point) == pytest.approx(96, abs=1)
    for stated in (57 * MILE_KM, 57 * NAUTICAL_MILE_KM, 100):
        assert abs(_km(POINT_HOPE, point) - stated) <= radius
    inside = _km(point, (BOUNDARY_MERIDIAN, point[1]))
    assert inside == pytest.approx(43, abs=1)
    assert point[0] > BOUNDARY_MERIDIAN
    for stated in (30 * MILE_KM, 30 * NAUTICAL_MILE_KM):
        assert abs(inside - stated) <= radius
    assert 292.5 < _bearing(POINT_HOPE, point) < 337.5


@pytest.mark.parametrize("id_", DESCRIBED)
def test_a_radius_holds_all_that_the_rule_derives_from_the_description(id_: str) -> None:
    point, radius = _point(id_)
    for anchors in _anchors(PLACES[id_]["properties"]["place"]["described"]):
        description = parse_description(PLACES[id_]["properties"]["place"]["described"])
        assert description is not None
        geometry, place = derive(description, tuple(anchors))
        apart = _km(point, tuple(geometry["coordinates"]))
        assert apart + place["radius_km"] <= radius
        inner = PLACES[id_]["properties"]["place"].get("inner_radius_km", 0)
        assert inner <= place.get("inner_radius_km", 0)


def test_what_is_derived_from_more_than_a_description_meets_that_too() -> None:
    """A second limit makes a place smaller than the words alone do."""
    assert set(NARROWER) < {id_ for id_ in PLACES if "described" in _place(id_)}
    for id_ in NARROWER:
        assert "inside" in _place(id_)["note"]


def test_all_that_is_derived_from_words_states_them() -> None:
    for id_ in PLACES:
        if re.match("Derived by geotrack", _place(id_).get("note", "")):
            assert "described" in _place(id_), id_
        assert "compass point" not in _place(id_).get("note", "")


def test_the_aleutian_area_is_cut_at_180_and_runs_on_at_one_latitude() -> None:
    place = PLACES["2021-08-29-chinese-warships-off-aleutians"]
    assert place["properties"]["place"]["precision"] == "area", "a line would be a track"
    east, west = (part[0] for part in place["geometry"]["coordinates"])
    assert {lat for lon, lat in east if lon == -180} == {lat for lon, lat in west if lon == 180}
