"""The packaged layers say what they are, and say it right."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from folium_polar.geometry import area_km2, distance_m, project, self_crossing, to_plane
from geotrack.i18n.folding import folded
from geotrack.workspace import open_workspace
from tools import build_regions
from tools.coast import basemap_land
from tools.drawn import LIMITS

ROOT = Path(__file__).parents[2]
LAYERS = ROOT / "layers"
NAMES = ("regions", "routes", "boundaries", "places")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The seas of the coverage, each pair that shares a limit.
NEIGHBOURS = [
    ("bering-sea", "chukchi-sea"),
    ("bering-sea", "gulf-of-alaska"),
    ("chukchi-sea", "east-siberian-sea"),
    ("chukchi-sea", "arctic-ocean-central"),
    ("east-siberian-sea", "laptev-sea"),
    ("east-siberian-sea", "arctic-ocean-central"),
    ("laptev-sea", "kara-sea"),
    ("laptev-sea", "arctic-ocean-central"),
    ("kara-sea", "barents-sea"),
    ("kara-sea", "arctic-ocean-central"),
    ("barents-sea", "white-sea"),
    ("barents-sea", "norwegian-sea"),
    ("barents-sea", "arctic-ocean-central"),
    ("norwegian-sea", "greenland-sea"),
    ("greenland-sea", "denmark-strait"),
    ("greenland-sea", "arctic-ocean-central"),
    ("beaufort-sea", "arctic-ocean-central"),
    ("beaufort-sea", "northwest-passage"),
    ("arctic-ocean-central", "lincoln-sea"),
    ("arctic-ocean-central", "northwest-passage"),
    ("lincoln-sea", "nares-strait"),
    ("nares-strait", "baffin-bay"),
    ("baffin-bay", "davis-strait"),
    ("baffin-bay", "northwest-passage"),
    ("davis-strait", "labrador-sea"),
    ("sea-of-okhotsk", "sea-of-japan"),
]
# The spit of Point Barrow lies between the first two; Spitsbergen lies between the others, both of
# which the Norwegian Sea meets at its southernmost point.
APART = [("chukchi-sea", "beaufort-sea"), ("barents-sea", "greenland-sea")]
# Positions (lon, lat) that anyone would look up on a chart, and the regions they are in and not in.
KNOWN = [
    ((179.8, 63.9), {"gulf-of-anadyr", "bering-sea", "amap-area"}, {"chukchi-sea"}),
    ((-178.0, 64.5), {"gulf-of-anadyr", "bering-sea"}, {"chukchi-sea", "bering-strait"}),
    ((180.0, 60.0), {"bering-sea", "amap-area"}, {"gulf-of-anadyr", "arctic-ocean"}),
    ((180.0, 75.0), {"arctic-ocean-central", "arctic-ocean", "arctic-circle"}, {"chukchi-sea"}),
    ((-168.97, 69.0), {"chukchi-sea", "chukchi-sea-iho", "arctic-ocean"}, {"bering-sea"}),
    ((180.0, 70.3), {"chukchi-sea", "northern-sea-route"}, {"east-siberian-sea"}),
    ((-168.8, 66.2), {"bering-strait", "chukchi-sea"}, {"chukchi-sea-iho", "arctic-circle"}),
    ((-168.5, 65.57), {"bering-strait", "bering-sea"}, {"chukchi-sea"}),
    ((-168.5, 65.4), {"bering-sea"}, {"bering-strait"}),
    ((-163.0, 66.45), {"chukchi-sea"}, {"bering-strait"}),
    ((160.0, 72.0), {"east-siberian-sea", "northern-sea-route", "arctic-ocean"}, {"laptev-sea"}),
    ((125.0, 76.0), {"laptev-sea", "northern-sea-route", "arctic-ocean"}, {"kara-sea"}),
    ((75.0, 76.0), {"kara-sea", "northern-sea-route", "arctic-ocean"}, {"barents-sea"}),
    ((73.0, 71.8), {"kara-sea", "northern-sea-route"}, {"barents-sea"}),
    ((40.0, 74.0), {"barents-sea", "arctic-ocean"}, {"northern-sea-route", "norwegian-sea"}),
    ((38.0, 65.3), {"white-sea", "arctic-ocean"}, {"barents-sea", "polar-code-waters"}),
    ((5.0, 68.0), {"norwegian-sea"}, {"arctic-ocean", "greenland-sea"}),
    ((0.0, 79.0), {"greenland-sea", "fram-strait", "arctic-ocean"}, {"norwegian-sea"}),
    ((-140.0, 72.0), {"beaufort-sea", "arctic-ocean"}, {"chukchi-sea"}),
    ((-65.0, 73.0), {"baffin-bay"}, {"davis-strait", "arctic-ocean"}),
    ((-58.0, 65.0), {"davis-strait", "amap-area"}, {"baffin-bay"}),
    ((-55.0, 83.2), {"lincoln-sea", "arctic-ocean"}, {"arctic-ocean-central"}),
    ((-100.0, 74.3), {"northwest-passage", "polar-code-waters"}, {"arctic-ocean"}),
    ((-85.0, 58.0), {"hudson-bay", "amap-area"}, {"polar-code-waters"}),
    ((-27.5, 67.0), {"denmark-strait", "giuk-gap"}, {"norwegian-sea"}),
    ((-10.0, 63.3), {"giuk-gap"}, {"denmark-strait"}),
    ((150.0, 55.0), {"sea-of-okhotsk"}, {"amap-area"}),
    ((135.0, 40.0), {"sea-of-japan"}, {"sea-of-okhotsk"}),
    ((-148.0, 58.5), {"gulf-of-alaska"}, {"bering-sea", "amap-area"}),
    ((-170.0, 61.0), {"polar-code-waters", "bering-sea"}, {"arctic-circle"}),
    ((-170.0, 59.0), {"bering-sea"}, {"polar-code-waters"}),
    ((30.0, 74.5), {"polar-code-waters", "barents-sea"}, set()),
    ((30.0, 71.0), {"barents-sea"}, {"polar-code-waters"}),
    # Hudson Strait and Ungava Bay: no regions of their own here, but in what is drawn round them.
    ((-72.0, 62.3), {"polar-code-waters", "amap-area"}, {"hudson-bay"}),
    ((-67.5, 59.3), {"amap-area"}, {"polar-code-waters"}),
    ((-169.2, 68.5), {"northern-sea-route"}, set()),
    ((-168.8, 68.5), {"chukchi-sea"}, {"northern-sea-route"}),
    ((-19.0, 64.5), set(), {"amap-area", "polar-code-waters"}),
    ((0.0, 90.0), {"arctic-ocean", "arctic-ocean-central", "arctic-circle"}, {"lincoln-sea"}),
]


@cache
def features(layer: str) -> list[dict[str, Any]]:
    return json.loads((LAYERS / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]


@cache
def region(name: str) -> Any:
    found = next(f for f in features("regions") if f["id"] == name)
    return to_plane(found["geometry"])


def positions(coordinates: Any) -> list[list[float]]:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return list(itertools.chain.from_iterable(map(positions, coordinates)))


@pytest.mark.parametrize("layer", NAMES)
def test_every_feature_says_what_it_is(layer: str) -> None:
    for feature in features(layer):
        properties = feature["properties"]
        assert SLUG.fullmatch(feature["id"])
        assert properties["name"]
        assert properties["kind"]
        assert properties["licence"]
        assert properties["definition"]["text"].endswith(".")
        assert properties["definition"].get("url", "https://").startswith(("http://", "https://"))
        assert isinstance(properties["aliases"], list)


@pytest.mark.parametrize("layer", NAMES)
def test_ids_are_unique(layer: str) -> None:
    ids = [feature["id"] for feature in features(layer)]
    assert len(ids) == len(set(ids))


def test_no_two_regions_share_a_name_or_alias() -> None:
    names = [
        name
        for feature in features("regions")
        for name in {
            folded(feature["id"]),
            *map(folded, feature["properties"]["names"].values()),
            *map(folded, feature["properties"]["aliases"]),
        }
    ]
    assert sorted(names) == sorted(set(names))


def test_no_name_of_a_region_is_said_twice() -> None:
    for feature in features("regions"):
        # Svalbard is that in two languages.
        names = [*{*feature["properties"]["names"].values()}, *feature["properties"]["aliases"]]
        assert sorted({name.strip() for name in names}) == sorted(names), feature["id"]
        ru = feature["properties"]["names"]["ru"]
        assert re.search("[а-я]", ru.casefold()), feature["id"]


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("Chukchi Sea", "chukchi-sea"),
        ("Arctic", "arctic-circle"),
        ("arktis", "arctic-circle"),
        ("NSR", "northern-sea-route"),
        ("sevmorput", "northern-sea-route"),
        ("СЕВМОРПУТЬ", "northern-sea-route"),
        ("polarkoden", "polar-code-waters"),
        ("gronlandshavet", "greenland-sea"),
    ],
)
def test_a_plain_name_leads_to_its_default(word: str, id_: str) -> None:
    assert open_workspace(LAYERS.parent).regions.named(word).id == id_


def test_texts_of_regions_are_those_of_their_table() -> None:
    # The outlines need sources to be fetched, the texts do not.
    table = tomllib.loads((ROOT / "tools" / "regions.toml").read_text(encoding="utf-8"))
    rows = table["region"]
    made = [build_regions._feature(row, table["defaults"], {}) for row in rows]
    assert [(m["id"], m["properties"]) for m in made] == [
        (f["id"], f["properties"]) for f in features("regions")
    ]


@pytest.mark.parametrize("layer", ["regions", "routes", "boundaries"])
def test_names_come_in_three_languages(layer: str) -> None:
    for feature in features(layer):
        assert set(feature["properties"]["names"]) == {"en", "nb", "ru"}
        assert feature["properties"]["names"]["en"] == feature["properties"]["name"]


@pytest.mark.parametrize("layer", NAMES)
def test_positions_are_on_the_globe_to_four_decimals_and_defined_limits_to_six(layer: str) -> None:
    for feature in features(layer):
        is_defined = layer == "boundaries" or feature["id"].replace("-", "_") in LIMITS
        decimals = 6 if is_defined else 4
        for lon, lat in positions(feature["geometry"]["coordinates"]):
            assert -180 <= lon <= 180
            assert 30 < lat <= 90
            assert (lon, lat) == (round(lon, decimals), round(lat, decimals))


@pytest.mark.parametrize("feature", features("regions"), ids=lambda feature: feature["id"])
def test_regions_are_rfc_7946(feature: dict[str, Any]) -> None:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in polygon)
        turns = [shapely.LinearRing(ring).is_ccw for ring in polygon]
        assert turns == [True] + [False] * (len(polygon) - 1)
        steps = np.abs(np.diff(np.array(polygon[0]), axis=0))
        # Nothing jumps over 180 degrees: only along 90 N does an edge run far.
        far = steps[:, 0] > 180
        assert all(lat == 90 for lat in np.array(polygon[0])[:-1][far][:, 1])
    assert self_crossing(geometry) is None
    assert to_plane(geometry).is_valid


@pytest.mark.parametrize(("position", "inside", "outside"), KNOWN)
def test_known_positions(
    position: tuple[float, float], inside: set[str], outside: set[str]
) -> None:
    x, y = project(*position)
    at = shapely.Point(float(x), float(y))
    assert {name for name in inside if not region(name).covers(at)} == set()
    assert {name for name in outside if region(name).covers(at)} == set()


def seas_of_the_coverage() -> list[str]:
    rows = build_regions.read_texts()["region"]
    return [row["id"] for row in rows if "of" in row and "part_of" not in row]


def test_each_pair_of_neighbours_is_listed() -> None:
    pairs = itertools.combinations(seas_of_the_coverage(), 2)
    near = [(a, b) for a, b in pairs if shapely.dwithin(region(a), region(b), 5_000)]
    assert sorted(near) == sorted([*NEIGHBOURS, *APART])


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbours_meet(one: str, other: str) -> None:
    a, b = region(one), region(other)
    assert area_km2(a.intersection(b)) < 1
    # Along a line, not at a point: both sides of a strip a metre wide lie within the other.
    assert area_km2(a.buffer(2).intersection(b)) > 0.01


@pytest.mark.parametrize(("one", "other"), [*NEIGHBOURS, *map(tuple, map(reversed, NEIGHBOURS))])
def test_neighbours_share_the_vertices_of_their_limit(one: str, other: str) -> None:
    mine, theirs = (
        {(abs(lon) if abs(lon) == 180 else lon, lat) for lon, lat in vertices(name) if lat < 90}
        for name in (one, other)
    )
    places = shapely.points(*project(*np.array(sorted(mine)).T))
    on_the_limit = shapely.dwithin(places, region(other), 1.0)
    shared = {place for place, on in zip(sorted(mine), on_the_limit, strict=True) if on}
    assert len(shared) >= 2
    assert shared <= theirs


def vertices(name: str) -> list[list[float]]:
    found = next(f for f in features("regions") if f["id"] == name)
    return positions(found["geometry"]["coordinates"])


def tiles_of(shape: shapely.Geometry, side: int = 200_000) -> list[shapely.Polygon]:
    """Return squares that cover a shape."""
    left, bottom, right, top = (round(edge / side) for edge in shape.bounds)
    return [
        shapely.box(x * side, y * side, (x + 1) * side, (y + 1) * side)
        for x in range(left - 1, right + 1)
        for y in range(bottom - 1, top + 1)
    ]


def meet(shapes: list[shapely.Geometry], tile: shapely.Polygon) -> bool:
    """Return whether two shapes or more are within 5 km of a tile."""
    return int(shapely.dwithin(shapes, tile, 5_000).sum()) > 1


def closing_of(shape: shapely.Geometry, tile: shapely.Polygon) -> shapely.Geometry:
    """Return what closing a shape by 1 km fills in a tile: only what is near it decides."""
    near = shapely.clip_by_rect(shape, *tile.buffer(5_000, join_style="mitre").bounds)
    closed = near.buffer(1_000, quad_segs=1).buffer(-1_000, quad_segs=1)
    return shapely.clip_by_rect(closed.difference(near), *tile.bounds)


@pytest.mark.slow
def test_seas_neither_overlap_nor_leave_gaps() -> None:
    seas = [region(name) for name in seas_of_the_coverage()]
    whole = shapely.union_all(seas)
    assert sum(map(area_km2, seas)) - area_km2(whole) < 1
    shapely.prepare(seas)
    # Slivers in open water: what closing by 1 km fills, away from every coast.
    filled = [closing_of(whole, tile) for tile in tiles_of(whole) if meet(seas, tile)]
    pieces = shapely.get_parts(shapely.union_all(filled))
    touched = sum(shapely.dwithin(sea, pieces, 1).astype(int) for sea in seas)
    slivers = []
    for piece in pieces[touched > 1]:
        window = shapely.buffer(piece, 3_000).bounds
        land = shapely.clip_by_rect(basemap_land(), *window).buffer(1_000)
        slivers.append(area_km2(piece.difference(land)))
    assert max(slivers, default=0.0) < 1


def test_beaufort_and_chukchi_seas_meet_at_point_barrow() -> None:
    # Natural Earth leaves 1.7 km between them: what is left here is the spit of Point Barrow.
    gap = shapely.shortest_line(region("chukchi-sea"), region("beaufort-sea"))
    assert gap.length < 1_700
    assert basemap_land().distance(gap) < 500
    ocean = region("arctic-ocean-central")
    assert region("chukchi-sea").distance(ocean) == region("beaufort-sea").distance(ocean) == 0


def test_the_arctic_ocean_holds_its_marginal_seas() -> None:
    ocean = region("arctic-ocean")
    for name in ("arctic-ocean-central", "barents-sea", "kara-sea", "laptev-sea", "chukchi-sea"):
        assert area_km2(region(name).difference(ocean)) < 1
    assert area_km2(region("gulf-of-anadyr").difference(region("bering-sea"))) < 1


def test_wrangel_island_is_a_hole_across_180_degrees() -> None:
    x, y = project(180.0, 71.2)
    at = shapely.Point(float(x), float(y))
    for name in ("chukchi-sea", "east-siberian-sea", "arctic-ocean", "northern-sea-route"):
        assert not region(name).covers(at)
    assert any(shapely.Polygon(hole).covers(at) for hole in region("arctic-ocean").interiors)


def test_nothing_is_left_of_the_cut_at_180_degrees() -> None:
    for name in ("bering-sea", "arctic-ocean", "arctic-ocean-central", "amap-area"):
        assert isinstance(region(name), shapely.Polygon), name
    assert [f["id"] for f in features("regions") if "ADIZ" in f["properties"]["name"]] == []


def test_parallels_are_stored_as_parallels() -> None:
    strait = positions(
        next(f for f in features("regions") if f["id"] == "bering-strait")["geometry"][
            "coordinates"
        ]
    )
    lats = [lat for _, lat in strait]
    assert min(lats) == 65.5
    assert max(lats) == 66.55
    circle = next(f for f in features("regions") if f["id"] == "arctic-circle")
    assert {lat for _, lat in positions(circle["geometry"]["coordinates"])} == {66.55, 90.0}
    # The cap's area on the ellipsoid, from the authalic sphere of the same area.
    assert area_km2(region("arctic-circle")) == pytest.approx(21.17e6, rel=0.005)


def test_the_line_of_1990_is_where_its_points_are() -> None:
    line = next(f for f in features("boundaries") if f["id"] == "us-ussr-1990")
    assert line["properties"]["legal_status"] == "provisional"
    stored = positions(line["geometry"]["coordinates"])
    assert [-168.976944, 65.5] in stored
    assert [-178.26, 61.038056] in stored
    assert [174.742222, 56.774722] in stored
    # The treaty says that points 36, 37, 38 and 39 lie 200 nautical miles from two named points.
    for centre, point in (
        ((-173.115, 60.639722), [-179.780278, 60.194167]),
        ((-173.115, 60.639722), [-179.681944, 59.972778]),
        ((179.092778, 62.269167), [178.566389, 58.955]),
        ((179.092778, 62.269167), [178.251389, 58.970556]),
    ):
        assert point in stored
        assert distance_m(*centre, *point) == pytest.approx(200 * 1852, abs=20)


def test_routes_keep_off_the_land() -> None:
    land = basemap_land()
    for feature in features("routes"):
        assert to_plane(feature["geometry"]).intersection(land).length < 1_000, feature["id"]


def test_lines_are_cut_at_180_degrees_and_short_enough() -> None:
    for layer in ("routes", "boundaries"):
        for feature in features(layer):
            geometry = feature["geometry"]
            lines = geometry["coordinates"]
            for line in [lines] if geometry["type"] == "LineString" else lines:
                for (lon, lat), (next_lon, next_lat) in itertools.pairwise(line):
                    assert abs(next_lon - lon) < 180 or min(lat, next_lat) > 89
                    assert 1 < distance_m(lon, lat, next_lon, next_lat) < 30_000


def test_places_keep_their_letters() -> None:
    places = {feature["id"]: feature["properties"] for feature in features("places")}
    assert {places[i]["name"] for i in ("bodo", "tromso", "utqiagvik", "andoya", "vardo")} == {
        "Bodø",
        "Tromsø",
        "Utqiaġvik",
        "Andøya",
        "Vardø",
    }
    assert places["ny-alesund"]["name"] == "Ny-Ålesund"
    assert "Ny-Alesund" in places["ny-alesund"]["aliases"]
    assert places["keflavik"]["name"] == "Keflavík"
    assert [i for i, place in places.items() if not place["verified"]] == ["utrenny"]
    assert "verified=false" in places["utrenny"]["note"]


def test_places_at_sea_level_of_their_country_lie_where_they_should() -> None:
    at = {f["id"]: f["geometry"]["coordinates"] for f in features("places")}
    assert distance_m(*at["anadyr"], *at["ugolny"]) < 15_000
    assert distance_m(*at["murmansk"], *at["severomorsk"]) < 20_000
    assert distance_m(*at["longyearbyen"], *at["barentsburg"]) < 50_000
    assert at["wrangel-base"][0] < -178
