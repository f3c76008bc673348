"""Each position derived from a description meets every constraint that the description states.

Reference points that stand here and not in a gazetteer are the unverified ones which the records'
notes call unverified.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from pyproj import Geod

from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[2]
GEOD = Geod(ellps="WGS84")
MILE_KM, NAUTICAL_MILE_KM = 1.609344, 1.852

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
UTQIAGVIK: LonLat = (-156.77, 71.29)
# lon, lat; Natural Earth's coast where it comes nearest to the point off Cape Rodney
COAST_AT_CAPE_RODNEY: LonLat = (-166.46, 64.71)
# lon, lat; unverified
LITTLE_DIOMEDE: LonLat = (-168.92, 65.76)
CAPE_RODNEY: LonLat = (-166.40, 64.64)
KISKA: LonLat = (177.5, 51.98)
AMCHITKA_PASS: LonLat = (180.0, 51.7)
AMUKTA_PASS: LonLat = (-171.9, 52.4)

# Points 37 to 45 of the boundary of 1990; longitudes run on past 180 so that the line is unbroken.
BOUNDARY_1990: list[LonLat] = [
    (180 + 19 / 60 + 5 / 3600, 59 + 58 / 60 + 22 / 3600),
    (178 + 33 / 60 + 59 / 3600, 58 + 57 / 60 + 18 / 3600),
    (178 + 15 / 60 + 5 / 3600, 58 + 58 / 60 + 14 / 3600),
    (178 + 14 / 60 + 37 / 3600, 58 + 57 / 60 + 58 / 3600),
    (177 + 58 / 60 + 14 / 3600, 58 + 48 / 60 + 6 / 3600),
    (177 + 41 / 60 + 53 / 3600, 58 + 38 / 60 + 12 / 3600),
    (177 + 25 / 60 + 34 / 3600, 58 + 28 / 60 + 16 / 3600),
    (177 + 9 / 60 + 18 / 3600, 58 + 18 / 60 + 17 / 3600),
    (176 + 53 / 60 + 4 / 3600, 58 + 8 / 60 + 15 / 3600),
]
BOUNDARY_MERIDIAN = -(168 + 58 / 60 + 37 / 3600)


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


def test_sighting_of_28_september_covers_every_reading_of_440_miles() -> None:
    point, radius = _point("2024-09-28-patrol-seen-southwest-of-st-lawrence-island")
    shortest, longest = 440 * MILE_KM, 440 * NAUTICAL_MILE_KM
    readings = [
        other
        for other in _boundary_every_km()
        if shortest <= _km(ST_LAWRENCE_ISLAND, other) <= longest
    ]
    assert len(readings) > 50
    assert max(_km(point, other) for other in readings) <= radius
    # 440 nautical miles from the island's southwest end
    assert _km(point, (177.2, 58.3)) <= radius
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
    assert radius < gap / 2


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


@pytest.mark.parametrize(
    ("id_", "origin", "bearing", "distances_km"),
    [
        ("2022-09-19-combined-group-north-of-kiska", KISKA, 0, [75 * NAUTICAL_MILE_KM]),
        (
            "2024-07-06-chinese-warships-north-of-amchitka-pass",
            AMCHITKA_PASS,
            0,
            [124 * MILE_KM, 124 * NAUTICAL_MILE_KM],
        ),
        (
            "2024-07-06-chinese-warship-north-of-amukta-pass",
            AMUKTA_PASS,
            0,
            [84 * MILE_KM, 84 * NAUTICAL_MILE_KM],
        ),
        ("2025-07-25-xue-long-2-north-of-utqiagvik", UTQIAGVIK, 0, [290 * NAUTICAL_MILE_KM]),
        (
            "2025-08-31-zhong-shan-da-xue-ji-di-north-of-utqiagvik",
            UTQIAGVIK,
            0,
            [230 * MILE_KM, 230 * NAUTICAL_MILE_KM],
        ),
        (
            "2025-09-02-ji-di-northwest-of-utqiagvik",
            UTQIAGVIK,
            315,
            [265 * MILE_KM, 265 * NAUTICAL_MILE_KM],
        ),
        ("2025-08-06-jiaolong-dive-chukchi-sea", UTQIAGVIK, 315, [300 * NAUTICAL_MILE_KM]),
    ],
)
def test_a_bearing_and_range_lies_within_the_radius_for_either_mile(
    id_: str, origin: LonLat, bearing: float, distances_km: list[float]
) -> None:
    point, radius = _point(id_)
    for km in distances_km:
        assert _km(point, _ahead(origin, bearing, km)) <= radius


def test_the_aleutian_line_is_cut_at_180_and_runs_on_at_one_latitude() -> None:
    line = PLACES["2021-08-29-chinese-warships-off-aleutians"]["geometry"]["coordinates"]
    (last_lon, last_lat), (first_lon, first_lat) = line[0][-1], line[1][0]
    assert (last_lon, first_lon) == (-180, 180)
    assert last_lat == first_lat


@pytest.mark.parametrize(
    ("id_", "description"),
    [
        ("2025-07-25-xue-long-2-north-of-utqiagvik", "about 290 nautical miles north of Utqiaġvik"),
        ("2025-08-31-zhong-shan-da-xue-ji-di-north-of-utqiagvik",
         "about 230 miles north of Utqiaġvik"),
        ("2025-09-02-ji-di-northwest-of-utqiagvik", "about 265 miles northwest of Utqiaġvik"),
        ("2024-09-15-russian-navy-northwest-of-point-hope",
         "about 60 miles northwest of Point Hope"),
        ("2024-09-28-patrol-seen-southwest-of-st-lawrence-island",
         "about 440 miles southwest of St. Lawrence Island"),
    ],
)  # fmt: skip
def test_the_rule_of_descriptions_holds_the_points_that_were_placed_by_hand(
    id_: str, description: str
) -> None:
    assert PLACES[id_]["properties"]["place"]["name"].endswith(description)
    location = open_workspace(ROOT).gazetteer.locate(description)
    assert location.geometry is not None
    point, _ = _point(id_)
    lon, lat = location.geometry["coordinates"]
    assert _km(point, (lon, lat)) <= location.place["radius_km"]
