"""Islands and lands as regions: the shore of the seas beside them, and the right islands."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import area_km2, distance_m, project, to_plane
from folium_polar.geometry.nearness import nearest
from geotrack.coastline.coast import land_near
from geotrack.i18n.folding import folded
from geotrack.queries import reference
from geotrack.workspace import open_workspace
from tools.build_regions import read_texts

ROOT = Path(__file__).parents[2]
# Square kilometres as almanacs give them. Coasts as drawn differ by some per cent.
KNOWN_KM2 = {
    "wrangel-island": 7_600,
    "svalbard": 62_000,
    "franz-josef-land": 16_100,
    "novaya-zemlya": 82_600,
    "severnaya-zemlya": 37_000,
    "new-siberian-islands": 38_000,
    "greenland": 2_166_000,
    "iceland": 103_000,
    "st-lawrence-island": 4_640,
}
# Islands of 2 to 50 km² lie in the seas too, whose own shore leaves them out.
IN_THE_SEA_KM2 = {
    "svalbard": 210,
    "franz-josef-land": 240,
    "novaya-zemlya": 70,
    "severnaya-zemlya": 220,
    "new-siberian-islands": 20,
    "iceland": 40,
    "st-lawrence-island": 20,
}
INSIDE = [
    ("wrangel-island", 180.0, 71.2, "its middle"),
    ("svalbard", 19.0, 74.45, "Bear Island"),
    ("svalbard", 25.23, 76.57, "Hopen"),
    ("svalbard", 32.5, 80.12, "Kvitøya"),
    ("svalbard", 28.5, 78.91, "Kongsøya"),
    ("jan-mayen-island", -8.3, 71.0, "its middle"),
    ("franz-josef-land", 47.0, 80.7, "Alexandra Land"),
    ("franz-josef-land", 58.5, 81.8, "Rudolf Island"),
    ("novaya-zemlya", 54.3, 72.2, "the southern island"),
    ("novaya-zemlya", 62.0, 75.5, "the northern island"),
    ("severnaya-zemlya", 91.0, 81.1, "Schmidt Island"),
    ("severnaya-zemlya", 103.0, 78.6, "Bolshevik Island"),
    ("new-siberian-islands", 149.2, 76.7, "Bennett Island"),
    ("new-siberian-islands", 143.0, 73.5, "Great Lyakhovsky Island"),
    ("new-siberian-islands", 140.0, 75.5, "Kotelny"),
    ("greenland", -40.0, 72.0, "the ice sheet"),
    ("greenland", -53.5, 69.8, "Disko"),
    ("iceland", -20.28, 63.44, "Heimaey"),
    ("st-lawrence-island", -170.4, 63.42, "its middle"),
]
OUTSIDE = [
    ("wrangel-island", -175.6, 71.4, "Herald Island"),
    ("svalbard", 18.0, 77.0, "Storfjorden"),
    ("franz-josef-land", 36.8, 80.15, "Victoria Island"),
    ("novaya-zemlya", 59.5, 70.1, "Vaygach Island"),
    ("novaya-zemlya", 70.5, 73.2, "Bely Island"),
    ("severnaya-zemlya", 104.0, 77.5, "Cape Chelyuskin"),
    ("severnaya-zemlya", 79.5, 80.8, "Ushakov Island"),
    ("new-siberian-islands", 140.5, 72.6, "the mainland"),
    ("greenland", -78.0, 80.0, "Ellesmere Island"),
    ("greenland", -19.0, 64.5, "Iceland"),
    ("st-lawrence-island", -173.0, 64.4, "Chukotka"),
]


@cache
def features() -> dict[str, dict[str, Any]]:
    layer = json.loads((ROOT / "layers" / "regions.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in layer["features"]}


ISLANDS = [n for n, f in features().items() if f["properties"]["kind"] in {"island", "islands"}]
SHARING = [name for name in ISLANDS if name != "greenland"]


@cache
def region(name: str) -> BaseGeometry:
    return to_plane(features()[name]["geometry"])


@cache
def seas() -> BaseGeometry:
    """Return the coverage: what has Natural Earth's coast, whoever defines its limits."""
    return shapely.union_all([region(row["id"]) for row in read_texts()["region"] if "of" in row])


def at(lon: float, lat: float) -> shapely.Point:
    x, y = project(lon, lat)
    return shapely.Point(float(x), float(y))


def parts(name: str, *, large: bool) -> list[BaseGeometry]:
    """Return the islands that the seas leave out, or those too small for that."""
    return [part for part in shapely.get_parts(region(name)) if (area_km2(part) > 49) == large]


@pytest.mark.parametrize(("name", "lon", "lat", "what"), INSIDE)
def test_what_belongs_to_it_is_inside(name: str, lon: float, lat: float, what: str) -> None:
    assert region(name).covers(at(lon, lat)), what


@pytest.mark.parametrize(("name", "lon", "lat", "what"), OUTSIDE)
def test_what_does_not_belong_to_it_is_outside(
    name: str, lon: float, lat: float, what: str
) -> None:
    assert not region(name).covers(at(lon, lat)), what


@pytest.mark.parametrize("name", KNOWN_KM2)
def test_areas_are_those_of_almanacs(name: str) -> None:
    assert area_km2(region(name)) == pytest.approx(KNOWN_KM2[name], rel=0.06)


@pytest.mark.parametrize("name", SHARING)
def test_an_island_and_the_seas_share_their_shore(name: str) -> None:
    large = shapely.union_all(parts(name, large=True))
    near = shapely.clip_by_rect(seas(), *large.buffer(20_000, quad_segs=1).bounds)
    assert area_km2(large.intersection(near)) < 0.01
    # Nothing lies between the two: a strip a metre wide outside the shore is sea.
    strip = large.buffer(1.0, quad_segs=1).difference(large)
    # The sea south of Iceland is in no region.
    known = near.union(strip.difference(near.buffer(5_000, quad_segs=1)))
    assert area_km2(strip.difference(known)) < 0.01 * area_km2(strip)


@pytest.mark.parametrize("name", SHARING)
def test_an_island_is_land_of_the_coastline(name: str) -> None:
    large = shapely.union_all(parts(name, large=True))
    assert area_km2(large.difference(land_near(large.bounds))) < 0.01
    small = shapely.union_all(parts(name, large=False))
    near = shapely.clip_by_rect(seas(), *region(name).bounds)
    assert area_km2(small.intersection(near)) < IN_THE_SEA_KM2.get(name, 1)


def test_greenland_is_drawn_coarsely_and_in_place() -> None:
    whole = region("greenland")
    beyond = whole.difference(land_near(whole.bounds))
    assert 1_000 < area_km2(beyond) < 0.01 * area_km2(whole)


def test_wrangel_island_is_one_across_180_degrees() -> None:
    assert isinstance(region("wrangel-island"), shapely.Polygon)


@pytest.mark.parametrize("name", ISLANDS)
def test_a_word_for_an_island_leads_to_its_shore(name: str) -> None:
    workspace = open_workspace(ROOT)
    feature = workspace.regions[name]
    for word in feature.all_names:
        assert reference(word, workspace).shape.equals(region(name)), word


def test_no_place_has_the_name_of_a_region() -> None:
    workspace = open_workspace(ROOT)
    places, regions = (
        {folded(name) for feature in layer.values() for name in feature.all_names}
        for layer in (workspace.layer("places"), workspace.regions)
    )
    assert places & regions == set()
    assert reference("Jan Mayen", workspace).shape.geom_type == "Polygon"
    assert reference("ENJA", workspace).shape.geom_type == "Point"
    assert reference("Ushakovskoye", workspace).name == "Ushakovskoye (Wrangel Island)"


def test_distances_are_to_the_shore() -> None:
    workspace = open_workspace(ROOT)
    base = workspace.layer("places")["wrangel-base"].geometry["coordinates"]
    east = (-175.0, 71.0)
    found = nearest(at(*east), region("wrangel-island"))
    # Cape Waring, the island's east end: 71.2° N 177.5° W.
    assert found.metres == pytest.approx(distance_m(*east, -177.46, 71.21), rel=0.02)
    assert found.metres < distance_m(*east, *base) - 30_000
