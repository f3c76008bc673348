"""The coastline that cuts footprints is the regions' shore.

This is what makes certainty possible near a coast: a ship's disc less land must lie in its sea.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import area_km2, disc, project, to_plane, unproject
from geotrack.coastline.coast import land_near, less_land
from tools.build_regions import read_texts
from tools.coast import basemap_land
from tools.drawn import OWN_COASTS as OUTLINES

pytestmark = pytest.mark.slow

LAYERS = Path(__file__).parents[2] / "layers"
FAR_M = 6_000_000.0
OWN_COASTS = ("bering-strait", "fram-strait", "giuk-gap")
# What their finer coasts have as land lies in the seas too, by as much as the two coasts differ.
OVERLAPS_KM2 = {
    "bering-strait": 140,
    "bering-sea": 110,
    "chukchi-sea": 330,
    "northern-sea-route": 30,
    "fram-strait": 280,
    "greenland-sea": 560,
    "arctic-ocean": 880,
    "giuk-gap": 280,
    "denmark-strait": 190,
    "norwegian-sea": 240,
}
DISCS = 20


@cache
def features() -> dict[str, dict[str, Any]]:
    layer = json.loads((LAYERS / "regions.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in layer["features"]}


@cache
def region(name: str) -> BaseGeometry:
    return to_plane(features()[name]["geometry"])


@cache
def land() -> BaseGeometry:
    return land_near((-FAR_M, -FAR_M, FAR_M, FAR_M))


NO_WATERS = {"zone", "island", "islands"}
WATERS = [n for n, feature in features().items() if feature["properties"]["kind"] not in NO_WATERS]


@pytest.mark.parametrize("name", WATERS)
def test_land_does_not_lie_in_a_sea(name: str) -> None:
    assert area_km2(region(name).intersection(land())) < OVERLAPS_KM2.get(name, 1)


def test_only_real_water_lies_between_the_seas_and_land() -> None:
    seas = [region(row["id"]) for row in read_texts()["region"] if "of" in row]
    # What is left is waters in no region: hundreds of kilometres, or their arms. No strip along a
    # shore may be among it, so next to none of it is within a metre of both land and a sea.
    whole = shapely.union_all(seas)
    strips = whole.buffer(0.9, quad_segs=1).difference(whole).difference(land())
    shore = land().buffer(0.9, quad_segs=1)
    assert area_km2(strips.intersection(shore)) < 0.001


def test_waters_in_no_region_are_water() -> None:
    # The Baltic, the North Sea, the Mediterranean and the Black Sea, Hudson Strait, Foxe Basin.
    for lon, lat in ((19, 58), (3, 56), (18, 36), (35, 43), (-72, 62.3), (-78, 67), (-30, 50)):
        x, y = map(float, project(lon, lat))
        assert not land().covers(shapely.Point(x, y)), (lon, lat)


def coastal_discs(name: str) -> Iterator[tuple[BaseGeometry, BaseGeometry]]:
    """Yield discs of 5 to 60 km round places of a sea within 30 km of its outline, and the sea.

    None meets water outside the sea that is wider than rounding leaves it: it would be there
    possibly.
    """
    rng = np.random.default_rng(20240920)
    sea = region(name)
    shapely.prepare(sea)
    vertices = shapely.get_coordinates(sea)
    for x, y in rng.choice(vertices, 1_500) + rng.uniform(-30_000, 30_000, (1_500, 2)):
        if sea.covers(shapely.Point(x, y)):
            lon, lat = unproject(x, y)
            around = disc(float(lon), float(lat), rng.uniform(5_000, 60_000))
            if not sea.covers(around):
                near = shapely.clip_by_rect(sea, *shapely.buffer(around, 1_000).bounds)
                beside = around.difference(near).difference(land_near(around.bounds))
                if beside.buffer(-3, quad_segs=1).is_empty:
                    yield around, near


@pytest.mark.parametrize("name", WATERS)
def test_a_disc_off_a_coast_less_land_lies_in_its_sea(name: str) -> None:
    found = list(itertools.islice(coastal_discs(name), DISCS))
    # A corridor is mostly limits: few discs near its outline meet nothing but its coast.
    assert len(found) >= (1 if name in OWN_COASTS else DISCS)
    for around, near in found:
        assert near.buffer(1.0, quad_segs=2).covers(less_land(around))


@pytest.mark.parametrize("name", OWN_COASTS)
def test_no_strip_of_water_lies_along_a_region_s_own_coast(name: str) -> None:
    outline = OUTLINES[name.replace("-", "_")][0]().buffer(-2_000)
    beside = outline.difference(land()).difference(region(name))
    # A strip between two coasts is narrower than the coarser one is off; bays and sounds that the
    # region leaves out are wider, or do not touch it.
    wide = beside.buffer(-850, quad_segs=4).buffer(900, quad_segs=4)
    strips = [
        part
        for part in shapely.get_parts(beside.difference(wide))
        if part.distance(region(name)) < 1 and part.area > 10_000
    ]
    assert strips == []


def test_a_disc_off_wrangel_island_lies_in_its_seas_across_180_degrees() -> None:
    both = shapely.union_all([region("chukchi-sea"), region("east-siberian-sea")])
    around = disc(180.0, 70.95, 40_000)
    left = less_land(around)
    assert 0.2 < left.area / around.area < 0.95
    assert both.buffer(1.0, quad_segs=1).covers(left)


def test_a_disc_off_the_northernmost_coast_lies_in_the_lincoln_sea() -> None:
    # Off Alert, 83 N, where a degree of longitude is 14 km.
    around = disc(-61.0, 82.7, 25_000)
    left = less_land(around)
    assert 0.1 < left.area / around.area < 1
    assert region("lincoln-sea").buffer(1.0, quad_segs=1).covers(left)


def test_places_of_the_gazetteer_lie_on_land_or_by_it() -> None:
    layer = json.loads((LAYERS / "places.geojson").read_text(encoding="utf-8"))["features"]
    far = set()
    for feature in layer:
        x, y = map(float, project(*feature["geometry"]["coordinates"]))
        if land().distance(shapely.Point(x, y)) > 2_000:
            far.add(feature["id"])
    # On Shemya and Sredny, islands of 24 and 2 km², and off the tip of Novaya Zemlya.
    assert far == {"eareckson", "sredny-ostrov", "cape-zhelaniya"}


def test_the_coast_is_that_of_the_basemap_within_its_tolerance() -> None:
    rng = np.random.default_rng(7)
    north = 4_000_000.0  # metres from the pole, about 53 N: there the basemap is good to 500 m
    rings = shapely.get_rings(shapely.get_parts(land()))
    places = shapely.line_interpolate_point(
        rng.choice(rings, 3_000), rng.uniform(size=3_000), normalized=True
    )
    x, y = shapely.get_coordinates(places).T
    coasts = shapely.get_parts(basemap_land().boundary)
    near = places[np.hypot(x, y) < north]
    _, apart = shapely.STRtree(coasts).query_nearest(near, all_matches=False, return_distance=True)
    assert len(near) > 1_000
    assert np.quantile(apart, 0.98) < 2_000
