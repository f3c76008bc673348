"""Where an event may have been: all places that its record allows, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from folium_polar.geometry import distance_m, to_plane
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import Footprint, widened
from geotrack.workspace import Workspace
from tests.records import cap, feature, point, polygon, region, sector, workspace

REGIONS = [region("west", sector(0, 10, 70, 75)), region("east", sector(10, 20, 70, 75))]
LINE = {"type": "LineString", "coordinates": [[5, 72], [15, 72]]}


@pytest.fixture
def made(tmp_path: Path) -> Any:
    def make(geometry: Any, place: Any = None) -> tuple[Footprint | None, Workspace]:
        # Of a type that moves anywhere: no coast cuts it.
        record = feature("a", geometry, place=place, type="diplomacy/meeting")
        opened = workspace(tmp_path, record, regions=REGIONS)
        (event,) = opened.events
        return footprint(event, opened.regions), opened

    return make


def test_a_record_without_place_has_none(made: Any) -> None:
    assert made(None, "Kola Bay")[0] is None
    assert made(None, {"regions": "nowhere"})[0] is None


def test_south_of_the_equator_is_not_judged(made: Any) -> None:
    assert made(point(0, -10), {"precision": "exact"})[0] is None


@pytest.mark.parametrize(
    ("place", "radius_m"),
    [
        ({"precision": "exact"}, 1_000),
        ({"precision": "exact", "radius_km": 0.2}, 200),
        ({"precision": "near", "radius_km": 50}, 50_000),
        ({"precision": "representative", "radius_km": 50}, 50_000),
    ],
)
def test_a_point_is_a_disc(made: Any, place: Any, radius_m: float) -> None:
    where, _ = made(point(5, 72), place)
    assert not where.doubt
    (disc,) = where.shapes
    assert disc.area == pytest.approx(3.14159 * radius_m**2, rel=0.002)


def test_an_unstated_point_stays_a_point_and_says_so(made: Any) -> None:
    where, _ = made(point(5, 72))
    assert where.doubt == "unstated"
    assert where.shapes[0].geom_type == "Point"


def test_a_line_is_a_corridor(made: Any) -> None:
    where, _ = made(LINE, {"precision": "line", "radius_km": 10})
    length = distance_m(5, 72, 15, 72)
    assert where.shapes[0].area == pytest.approx(length * 20_000 + 3.1416 * 1e8, rel=0.01)


def test_an_area_is_itself(made: Any) -> None:
    where, _ = made(sector(0, 10, 70, 75), {"precision": "area"})
    assert where.shapes[0].equals(to_plane(sector(0, 10, 70, 75)))


def test_named_regions_are_alternatives_or_all_of_them(made: Any) -> None:
    one, opened = made(None, {"regions": ["west", "east"]})
    each, _ = made(None, {"regions": ["west", "east"], "regions_mode": "each"})
    assert (one.each, each.each) == (False, True)
    for where in (one, each):
        assert not where.doubt
        west, east = where.shapes
        assert west.equals(opened.regions.shape("west"))
        assert east.equals(opened.regions.shape("east"))


def test_a_region_beside_a_geometry_narrows_it(made: Any) -> None:
    near = {"precision": "near", "radius_km": 100}
    where, opened = made(point(10, 72), {**near, "regions": "west"})
    disc, west = widened(point(10, 72), 100_000), opened.regions.shape("west")
    assert where.shapes[0].area == pytest.approx(disc.area / 2, rel=0.02)
    assert shapely.covers(shapely.buffer(west, 1), where.shapes[0])


def test_a_region_beside_an_unstated_point_is_all_that_is_known(made: Any) -> None:
    where, opened = made(point(5, 72), {"regions": "west"})
    assert not where.doubt
    assert where.shapes[0].equals(opened.regions.shape("west"))


def test_a_region_that_a_disc_does_not_reach_goes_before_it(made: Any) -> None:
    where, opened = made(point(100, 72), {"precision": "exact", "regions": "west"})
    assert where.shapes[0].equals(opened.regions.shape("west"))


def test_each_region_beside_a_line_was_on_it(made: Any) -> None:
    place = {"precision": "line", "radius_km": 5, "regions": ["west", "east"]}
    where, _ = made(LINE, {**place, "regions_mode": "each"})
    assert where.each
    assert (len(where.shapes), len(where.courses), len(where.passed)) == (1, 1, 2)
    one, _ = made(LINE, place)
    assert (len(one.shapes), len(one.courses)) == (1, 1)
    assert one.shapes[0].area == pytest.approx(sum(s.area for s in where.passed), rel=0.001)


@pytest.mark.parametrize(
    "geometry",
    [
        point(180, 70),
        {"type": "MultiPoint", "coordinates": [[180, 70], [0, 90]]},
        {"type": "LineString", "coordinates": [[170, 70], [190, 70]]},
        {"type": "MultiLineString", "coordinates": [[[0, 80], [9, 80]], [[170, 80], [190, 80]]]},
        polygon([170, 70], [190, 70], [190, 75]),
        {"type": "GeometryCollection", "geometries": [point(0, 80), cap(85)]},
    ],
)
def test_every_kind_of_geometry_can_be_widened(geometry: dict[str, Any]) -> None:
    plain, wide = widened(geometry, 0), widened(geometry, 1_000)
    assert plain.equals(to_plane(geometry))
    assert shapely.covers(shapely.buffer(wide, 1), plain)
    assert wide.area >= plain.area


@pytest.mark.parametrize(
    "area",
    [
        sector(5, 6, 72, 73),
        cap(84),
        sector(0, 360, 80, 85),
        sector(0, 360, 86, 90),
        sector(170, 190, 70, 75),
        polygon([0, 80], [0, 90], [0, 80], [120, 80], [240, 80]),
    ],
)
def test_an_area_grows_by_its_radius_on_every_side(area: dict[str, Any]) -> None:
    plain, wide = to_plane(area), widened(area, 20_000)
    assert wide.is_valid
    # The plane stretches by at most a few per cent there.
    assert shapely.covers(wide, shapely.buffer(plain, 18_500))
    assert shapely.covers(shapely.buffer(plain, 21_500), wide)


def test_a_multipoint_is_a_disc_for_each(made: Any) -> None:
    two = {"type": "MultiPoint", "coordinates": [[0, 80], [90, 80]]}
    assert len(widened(two, 10_000).geoms) == 2


def test_a_ship_at_an_island_was_on_water_that_nobody_drew(tmp_path: Path) -> None:
    island = region("rock", sector(0, 5, 80, 81), kind="island")
    place = {"regions": "rock"}
    opened = workspace(
        tmp_path,
        feature("ship", place=place, type="naval/patrol"),
        feature("station", place=place, type="research/station"),
        regions=[island],
    )
    ship, station = opened.events
    assert footprint(ship, opened.regions) is None
    (shape,) = footprint(station, opened.regions).shapes
    assert shape.equals(opened.regions.shape("rock"))


def test_what_is_excluded_is_no_longer_an_alternative(tmp_path: Path) -> None:
    place = {"regions": ["west", "east"], "excluding": "West"}
    both = {**place, "excluding": ["west", "east"]}
    opened = workspace(
        tmp_path,
        feature("one", place=place, type="diplomacy/meeting"),
        feature("none", place=both, type="diplomacy/meeting"),
        regions=REGIONS,
    )
    one, none = (footprint(event, opened.regions) for event in opened.events)
    assert (one.regions, one.doubt) == (("east",), "")
    assert (none.regions, none.doubt) == (("west", "east"), "contradicted")
