"""A ring is what lies between two distances from its position, by geodesics of pyproj."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.geometry import disc, nearest, project
from geotrack.files.resources import sample_workspace
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import widened
from geotrack.footprint.regions import Regions
from geotrack.model import Event
from geotrack.model.query import Within
from geotrack.queries.areas import Area, Match
from geotrack.queries.resolve import Reference, stated_shapes
from geotrack.workspace import Workspace, open_workspace
from tests.records import point

GEOD = Geod(ellps="WGS84")
NOWHERE = Workspace(Path(), (), Path("no-layers"))
# A disc is off by up to a metre and 1e-5 of its radius, and a border counts by a metre.
SLACK_KM = 0.02
Ring = tuple[float, float, float, float]
RINGS = st.tuples(st.floats(-180, 180), st.floats(40, 90), st.floats(5, 600), st.floats(5, 600))
SMALL = st.tuples(st.floats(-180, 180), st.floats(40, 90), st.floats(1, 10), st.floats(1, 10))
AZIMUTH = st.floats(-180, 180)


@pytest.fixture(scope="module")
def sample() -> Workspace:
    return open_workspace(sample_workspace())


def ring(lon: float, lat: float, inner: float, width: float, **place: Any) -> Event:
    place = {"precision": "ring", "radius_km": inner + width, "inner_radius_km": inner, **place}
    properties = {
        "title": "Seen", "type": "air/patrol", "start": "2024", "sources": "https://example.org",
        "place": place,
    }  # fmt: skip
    feature = {"geometry": point(lon, lat), "properties": properties}
    members = {"@id": "ring", "@geometry": point(lon, lat), "@feature": feature}
    return Event.model_validate({**properties, **members})


def spot(lon: float, lat: float, azimuth: float, km: float) -> tuple[float, float]:
    there = GEOD.fwd(lon, lat, azimuth, km * 1000.0)
    return there[0], there[1]


@given(RINGS, AZIMUTH, st.floats(0, 1300))
def test_a_place_is_in_it_by_its_distance(where: Ring, azimuth: float, km: float) -> None:
    lon, lat, inner, width = where
    if min(abs(km - inner), abs(km - inner - width)) < SLACK_KM:
        return
    found = footprint(ring(*where), Regions({}))
    assert found is not None
    (shape,) = found.shapes
    x, y = project(*spot(lon, lat, azimuth, km))
    assert shapely.contains_xy(shape, x, y) == (inner < km < inner + width)


@given(RINGS, st.floats(1, 1300))
def test_an_area_in_the_hole_is_no_match_and_one_round_the_ring_a_certain_one(
    place: Ring, asked: float
) -> None:
    lon, lat, inner, width = place
    if min(abs(asked - inner), abs(asked - inner - width)) < SLACK_KM:
        return
    where = footprint(ring(lon, lat, inner, width), Regions({}))
    assert where is not None
    found = Area([disc(lon, lat, asked * 1000.0)]).judge(where)
    certain = Match.CERTAIN if asked > inner + width else Match.POSSIBLE
    assert found is (None if asked < inner else certain)


@settings(max_examples=12)  # each draws all that is near a ring
@given(SMALL, AZIMUTH, st.floats(0.5, 30), st.floats(1, 20))
def test_what_is_within_a_distance_of_a_ring(
    place: Ring, azimuth: float, km: float, asked: float
) -> None:
    lon, lat, inner, width = place
    event = ring(lon, lat, inner, width)
    least, most = max(inner - km, km - inner - width, 0.0), km + inner + width
    if min(abs(asked - least), abs(asked - most)) < 10 * SLACK_KM:
        return
    of = Reference("it", stated_shapes(event, NOWHERE), NOWHERE, event)
    area = of.within(Within(km=asked, of="ring"))
    x, y = project(*spot(lon, lat, azimuth, km))
    assert shapely.contains_xy(area.shape, x, y) == (least < asked)
    assert shapely.contains_xy(area.sure, x, y) == (most < asked)


def test_distances_are_measured_from_the_ring_and_not_from_its_middle(sample: Workspace) -> None:
    (shape,) = stated_shapes(ring(179.5, 75, 60, 80), sample)
    middle = shapely.Point(*map(float, project(179.5, 75)))
    assert nearest(middle, shape).metres == pytest.approx(60_000, abs=2)


def test_a_ring_beside_a_region_is_what_both_allow(sample: Workspace) -> None:
    event = ring(179.5, 70, 200, 100, regions=["chukchi-sea"])
    where = footprint(event, sample.regions)
    assert where is not None
    (shape,) = where.shapes
    whole, sea = widened(point(179.5, 70), 300_000, 200_000), sample.regions.shape("chukchi-sea")
    assert where.basis == "both"
    assert shape.area == pytest.approx(whole.intersection(sea).area, rel=1e-6)


@given(st.tuples(st.floats(-180, 180), st.floats(40, 90)), st.floats(0.01, 900), st.floats(0, 1))
def test_a_ring_is_somewhere_however_narrow_it_is(
    where: tuple[float, float], outer: float, part: float
) -> None:
    """A footprint of no place would match nothing, though the record was somewhere."""
    inner = min(outer * part or outer / 2, outer * (1 - 1e-12))
    shape = widened(point(*where), outer * 1000, inner * 1000)
    for azimuth in (0.0, 77.0, 200.0):
        middle = shapely.Point(*map(float, project(*spot(*where, azimuth, (inner + outer) / 2))))
        assert shapely.dwithin(shape, middle, max(1.0, 2e-5 * outer * 1000))


def test_a_hole_that_reaches_the_south_pole_leaves_nothing_out() -> None:
    everything = widened(point(0, 10), 15_000_000)
    assert widened(point(0, 10), 15_000_000, 14_000_000).equals(everything)
