"""A round map on paper: its circle against PROJ, its bezel, and the places beyond it."""

from __future__ import annotations

import itertools
import math

import pytest
import shapely
from pyproj import Transformer

from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.chart.off_sheet_places import is_off_sheet
from geotrack.handout.output import new_figure
from geotrack.mapview.map_view import MapView
from geotrack.model import MapDefinition
from tests.records import feature, point, sector, workspace

INSET = {"lat": 65.6, "lon": -169.5, "radius_km": 270}
DEFINITION = {
    "title": "M",
    "marking": None,
    "projection": "EPSG:3571",
    "insets": [INSET],
    "view": {"frame": "round", "south": 52.5},
}
FAR = {
    "beihai": (109.1, 21.5),
    "tokyo": (139.7, 35.7),
    "osaka": (135.5, 34.7),
    "kyiv": (30.5, 50.4),
}
NEAR = {"diomede": (-168.9, 65.8), "bear": (19, 74.5), "alert": (-62.3, 82.5)}
BESIDE = Box(0, 0, 150, 180)


@pytest.fixture(scope="module")
def map_view(tmp_path_factory: pytest.TempPathFactory) -> MapView:
    places = FAR | NEAR
    records = [feature(name, point(*place)) for name, place in places.items()]
    records.append(feature("second", point(*FAR["tokyo"])))
    # South of the parallel, but it allows places north of it.
    wide = {"precision": "near", "radius_km": 400}
    records.append(feature("reaches", point(-170, 51), place=wide))
    records.append(feature("area", sector(170, 178, 48, 54)))
    return MapView(
        workspace(tmp_path_factory.mktemp("round"), *records),
        MapDefinition.model_validate(DEFINITION),
    )


@pytest.fixture(scope="module")
def chart(map_view: MapView) -> Chart:
    return draw(new_figure(11, 7), map_view, beside=[BESIDE])


def test_the_circle_is_the_parallel(chart: Chart) -> None:
    assert isinstance(chart.box, RoundBox)
    to_map = Transformer.from_crs("EPSG:4326", "EPSG:3571", always_xy=True)
    for lon in (-120.0, 0.0, 77.0, 180.0):
        x, y = to_map.transform(lon, 52.5)
        right, down = x / chart.plane.metres_per_point, -y / chart.plane.metres_per_point
        at = chart.plane.to_points(lon, 52.5)
        assert at == pytest.approx(
            (chart.box.middle[0] + right, chart.box.middle[1] + down), abs=0.01
        )
        assert math.dist(at, chart.box.middle) == pytest.approx(chart.box.radius)


def test_each_record_is_in_the_circle_or_beyond_it_once(map_view: MapView, chart: Chart) -> None:
    ids = {e.number: e.event.id for e in map_view.record_views}
    beyond = [record.event.id for place in chart.beyond for record in place.records]
    assert sorted(beyond) == sorted([*FAR, "second"])
    assert sorted(ids[mark.number] for mark in chart.marks) == [
        "alert",
        "area",
        "bear",
        "diomede",
        "reaches",
    ]
    assert chart.off_screen == ()
    [one] = chart.insets
    for mark in chart.marks:
        box = one.target if ids[mark.number] == "diomede" else chart.box
        assert box.contains(mark.x, mark.y), ids[mark.number]
    south = {e.event.id for e in map_view.record_views if is_off_sheet(e, 52.5)}
    assert south == set(beyond)


def test_off_sheet_places_stand_at_their_azimuth_and_no_leader_crosses(chart: Chart) -> None:
    assert [len(place.records) for place in chart.beyond if place.lon > 139] == [2]
    for place in chart.beyond:
        angle = math.atan2(
            place.tick[1][0] - chart.box.middle[0], place.tick[1][1] - chart.box.middle[1]
        )
        assert math.degrees(angle) % 360 == pytest.approx((place.lon - 180) % 360)
    circle = shapely.Point(chart.box.middle).buffer(chart.box.radius)
    leaders = [shapely.LineString(place.leader) for place in chart.beyond]
    for one, other in itertools.combinations(leaders, 2):
        assert not one.intersects(other)
    assert not any(leader.intersects(circle) for leader in leaders)


def test_an_inset_stands_outside_the_circle_and_off_what_is_beside_it(chart: Chart) -> None:
    [one] = chart.insets
    away = math.dist(one.target.middle, chart.box.middle)
    assert away > chart.box.radius + one.target.radius + 20
    assert not one.target.outline.intersects(BESIDE.outline)
