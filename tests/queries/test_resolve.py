"""From words to areas: boxes, distances, and what they are told from."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from folium_polar.geometry import project, to_lonlat, to_plane
from geotrack.errors import UsageError
from geotrack.model.query import Drawn, Query
from geotrack.queries import areas, reference, resolve, select
from geotrack.queries.areas import Area
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace
from tests.records import cap, feature, point, polygon, region, sector, workspace, written

WGS84 = Geod(ellps="WGS84")
NEAR = {"precision": "near", "radius_km": 50}
REGIONS = [
    region("west", sector(0, 10, 70, 75), names={"nb": "Vestområdet"}),
    region("east", sector(10, 20, 70, 75)),
]


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    place = region("kirkenes", point(30.05, 69.73), aliases="Kirkkoniemi")
    place["properties"]["name"] = "Kirkenes"
    written(tmp_path / "layers" / "places.geojson", place)
    any_type = {"type": "diplomacy/meeting"}
    line = {"type": "LineString", "coordinates": [[0, 80], [30, 80]]}
    return workspace(
        tmp_path,
        feature("spot", point(179, 71), place=NEAR, **any_type),
        feature("exact", point(-175, 75), place={"precision": "exact"}, **any_type),
        feature("unstated", point(60, 75), **any_type),
        feature("path", line, place={"precision": "line", "radius_km": 20}, **any_type),
        feature("in-west", place={"regions": "west"}, **any_type),
        feature("each", place={"regions": ["west", "east"], "regions_mode": "each"}, **any_type),
        feature("drawn", sector(40, 42, 70, 71), place={"precision": "area"}, **any_type),
        feature("nowhere", **any_type),
        regions=REGIONS,
    )


def area(opened: Workspace, **asked: Any) -> Any:
    (only,) = areas_of(Query(**asked), opened)
    return only


@pytest.mark.parametrize(
    ("bbox", "same"),
    [
        ((170, 60, -170, 70), sector(170, 190, 60, 70)),
        ((170, 60, 190, 70), sector(170, 190, 60, 70)),
        ((-190, 60, -170, 70), sector(170, 190, 60, 70)),
        ((-180, 85, 180, 90), cap(85)),
        ((0, 70, 10, 75), sector(0, 10, 70, 75)),
    ],
)
def test_a_box_runs_east_from_its_west(
    opened: Workspace, bbox: tuple[float, ...], same: dict[str, Any]
) -> None:
    apart = shapely.symmetric_difference(area(opened, bbox=bbox).shape, to_plane(same))
    assert apart.area <= 1.0 * apart.length  # both are dense to 1 m


def test_a_box_of_three_quarters_of_the_globe_is_not_read_the_short_way(opened: Workspace) -> None:
    wide = area(opened, bbox=(-135, 70, 135, 80)).shape
    narrow = area(opened, bbox=(135, 70, -135, 80)).shape
    assert wide.area == pytest.approx(3 * narrow.area, rel=1e-6)
    nearly_round = area(opened, bbox=(190, 70, -190, 80)).shape
    assert nearly_round.area == pytest.approx(narrow.area * 340 / 90, rel=1e-6)


def test_a_box_from_the_south_pole_reaches_from_the_equator(opened: Workspace) -> None:
    whole = area(opened, bbox=(-180, -90, 180, 90)).shape
    assert whole.area / 1e6 == pytest.approx(255_032_810, rel=1e-6)  # half the ellipsoid


def test_north_of_a_parallel_is_what_it_says(opened: Workspace) -> None:
    shape = area(opened, north_of=66.5).shape
    for lon in np.arange(-180.0, 180.0, 7.0):
        assert shape.contains(shapely.Point(*project(lon, 66.50002)))
        assert not shape.contains(shapely.Point(*project(lon, 66.49998)))


def test_regions_of_a_question_are_named_as_they_stand_in_a_sentence(opened: Workspace) -> None:
    assert area(opened, regions=("Vestomradet", "east")).name == "the West or the East"
    assert area(opened, north_of=66.5).name == "the area north of 66.5° N"
    box = area(opened, bbox=(170, 60, -170, 70)).name
    assert box == "the box from 60° N 170° E to 70° N 170° W"


def test_a_region_is_made_an_area_once(opened: Workspace) -> None:
    assert area(opened, regions="west") is area(opened, regions="Vestområdet")
    assert len(areas_of(Query(regions=("west", "east"), all_regions=True), opened)) == 2


def test_a_drawn_area_is_asked_as_a_region_is(opened: Workspace) -> None:
    mine = Drawn("mine.geojson", sector(170, 190, 70, 76))
    found = select(opened, Query(drawn=mine))
    assert [(h.event.id, h.match.value) for h in found.hits] == [
        ("spot", "certain"),
        ("exact", "certain"),
    ]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (point(0, 80), "mine: a Point is no area; draw a Polygon"),
        (polygon([0, 80], [10, 95], [20, 80]), "mine: latitude 95 is beyond the pole; "),
    ],
)
def test_a_drawn_area_must_be_one(opened: Workspace, geometry: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as told:
        areas_of(Query(drawn=Drawn("mine", geometry)), opened)
    assert str(told.value).startswith(said)


def ring(lon: float, lat: float, km: float) -> list[tuple[float, float]]:
    """Places at a distance from one, by another's geodesics."""
    return [WGS84.fwd(lon, lat, azimuth, km * 1000)[:2] for azimuth in range(0, 360, 15)]


def holds(shape: Any, lonlat: tuple[float, float]) -> bool:
    return bool(shapely.dwithin(shape, shapely.Point(*project(*lonlat)), 1.0))


@pytest.mark.parametrize("of", ["30.05,69.73", (30.05, 69.73), "Kirkenes", "kirkkoniemi"])
def test_within_a_distance_of_a_place(opened: Workspace, of: Any) -> None:
    near = area(opened, within=(300, of))
    assert near.sure is near.shape
    assert all(holds(near.shape, place) for place in ring(30.05, 69.73, 299.99))
    assert not any(holds(near.shape, place) for place in ring(30.05, 69.73, 300.01))


def test_what_is_near_an_uncertain_spot_is_surely_so_only_within_less(opened: Workspace) -> None:
    near = area(opened, within=(300, "spot"))
    assert all(holds(near.shape, place) for place in ring(179, 71, 349.9))
    assert not any(holds(near.shape, place) for place in ring(179, 71, 350.1))
    assert all(holds(near.sure, place) for place in ring(179, 71, 249.9))
    assert not any(holds(near.sure, place) for place in ring(179, 71, 250.1))
    assert area(opened, within=(40, "spot")).sure.is_empty


def test_nothing_is_surely_near_what_says_not_how_well_it_is_known(opened: Workspace) -> None:
    near = area(opened, within=(300, "unstated"))
    assert near.sure.is_empty
    assert holds(near.shape, (60, 75))


def test_what_is_near_a_path_is_near_any_way_along_it(opened: Workspace) -> None:
    near = area(opened, within=(100, "path"))
    assert holds(near.shape, WGS84.fwd(15, 80, 0, 119_000)[:2])
    assert holds(near.sure, WGS84.fwd(15, 80, 0, 79_000)[:2])
    assert not holds(near.sure, WGS84.fwd(15, 80, 0, 81_000)[:2])


@pytest.mark.parametrize("id_", ["in-west", "drawn"])
def test_what_is_surely_near_an_area_is_near_all_of_it(opened: Workspace, id_: str) -> None:
    event = opened.by_id[id_]
    geometry = event.geometry or opened.regions["west"].geometry
    corners = geometry["coordinates"][0]
    far = max(WGS84.inv(*a, *b)[2] for a in corners for b in corners) / 1000
    near = area(opened, within=(far + 100, id_))
    for lonlat in shapely.get_coordinates(to_lonlat(near.sure))[::40]:
        away = [WGS84.inv(*lonlat, *corner)[2] / 1000 for corner in corners]
        assert max(away) == pytest.approx(far + 100, abs=0.3)
    assert area(opened, within=(50, id_)).sure.is_empty


def test_of_each_of_two_regions_one_is_enough(opened: Workspace) -> None:
    far = 1_000
    each, alone = (
        area(opened, within=(far, "each")).sure,
        area(opened, within=(far, "in-west")).sure,
    )
    assert shapely.covers(shapely.buffer(each, 2), alone)
    assert each.area > alone.area


def test_a_place_goes_before_a_region_and_a_record_before_both(tmp_path: Path) -> None:
    place = region("west", point(30, 70))
    written(tmp_path / "layers" / "places.geojson", place)
    opened = workspace(tmp_path, feature("east", point(5, 72), place=NEAR), regions=REGIONS)
    assert reference("west", opened).shape.geom_type == "Point"
    assert reference("Vestområdet", opened).shape.geom_type == "Polygon"
    assert reference("east", opened).event is opened.by_id["east"]


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("Kirkenees", "no place, record or region is called 'Kirkenees'; did you mean 'Kirkenes'"),
        ("zzz", "no place, record or region is called 'zzz'; write lon,lat, or an id or name"),
        ("nowhere", "the record 'nowhere' has no place"),
        ("70,-120", "'70,-120' is no position: longitude comes first, then latitude; if the two"),
    ],
)
def test_what_cannot_be_found_is_told(opened: Workspace, of: str, said: str) -> None:
    with pytest.raises(UsageError) as told:
        reference(of, opened)
    assert str(told.value).startswith(said)


def test_distances_are_told_from_the_stated_shape(opened: Workspace) -> None:
    found = select(opened, Query.parse(of="-175,75")).sorted("distance")
    told = {hit.event.id: hit.distance_km for hit in found.hits}
    assert told["exact"] == pytest.approx(0, abs=1e-6)
    assert told["nowhere"] is None
    assert found.ids[0] == "exact"
    assert found.ids[-1] == "nowhere"
    assert told["spot"] == pytest.approx(WGS84.inv(-175, 75, 179, 71)[2] / 1000, abs=1e-3)
    assert told["path"] < min(WGS84.inv(-175, 75, lon, 80)[2] / 1000 for lon in (0, 30)) + 1e-6
    assert all(km is None or math.isfinite(km) for km in told.values())


def test_the_far_end_of_a_box_edge_is_a_parallel(opened: Workspace) -> None:
    shape = area(opened, bbox=(-20, 65, 60, 75)).shape
    assert holds(shape, (20, 65.0001))
    assert not holds(shape, (20, 64.9999))


def test_a_workspace_does_not_grow_with_what_is_asked(opened: Workspace) -> None:
    sizes = []
    for n in range(50):
        for of in ("kirkenes", f"{n},80"):
            select(opened, Query.parse(within=f"{n + 1}km", of=of, types=("naval/patrol",)))
        kept = (resolve._WITHIN.get(opened, ()), resolve._OF_REGIONS.get(opened.regions, ()))
        sizes.append(sum(map(len, kept)))
    assert 0 < sizes[-1] == sizes[25]


def test_an_area_keeps_no_more_shapes_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "_CACHE_SIZE", 10)
    area = Area([shapely.box(0, 0, 1e6, 1e6)])
    circles = [shapely.Point(n, n).buffer(1e5, quad_segs=200) for n in range(30)]
    answers = [area.contains(circle) for circle in circles]
    assert answers == [area.contains(circle) for circle in circles]
    assert len(area._cache) == 10
