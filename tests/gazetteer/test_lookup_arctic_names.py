"""Names that Arctic reports use: found in any spelling, and where a second source has them.

`arctic_names.csv` beside this file has a spelling a line, the place that bears it, and a position
from another source than the table's. A line without an id is a name that is known, not placed.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from folium_polar.geometry import disc, distance_m, project
from geotrack.coastline.coast import COAST_M, stored_land
from geotrack.files.resources import PACKAGE
from geotrack.gazetteer.islands import extent, without_those_on_islands
from geotrack.gazetteer.packed import NamedPlace, packed_named
from geotrack.i18n.folding import folded
from geotrack.queries.resolve import reference
from geotrack.workspace import packaged_workspace

ROOT = Path(__file__).parents[2]
TABLE = PACKAGE / "gazetteer" / "places.tsv"
LINES = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
PLACES = {
    id_: NamedPlace(id_, name, kind, country, *(float(x) if x else math.nan for x in numbers), "")
    for id_, name, kind, country, *numbers, _ in LINES
}
SPELLINGS = {
    id_: {folded(name), *(one.lstrip("?=") for one in also.split("|"))}
    for id_, name, *_, also in LINES
}
# Below 50 km², so that the packed coastline has them as water.
TOO_SMALL = frozenset(
    [
        "Amukta Island",
        "Anholt",
        "Big Diomede",
        "Colonsay",
        "Eday",
        "Endelave",
        "Fair Isle",
        "Gotska Sandön",
        "Grímsey",
        "Heimaey",
        "Hrísey",
        "Kihnu",
        "Kulusuk Island",
        "Kumlinge",
        "Little Diomede",
        "Rockall",
        "Røst island",
        "Shemya",
        "Shishmaref island",
        "St Kilda",
        "Stronsay",
        "Surtsey",
        "Whalsay",
    ]
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


NAMES = rows(Path(__file__).with_name("arctic_names.csv"))
ARCTIC = rows(ROOT / "tools" / "arctic_places.csv")


def own_places(*kinds: str) -> list[NamedPlace]:
    """Return the packaged workspace's own places of some kinds, as the lookup has them."""
    workspace = packaged_workspace()
    places = workspace.layer("places").values()
    return [workspace.gazetteer.find(place.id) for place in places if place.kind in kinds]


def named(word: str) -> dict[str, NamedPlace]:
    """Return all places of a name by id, less those on an island of the name."""
    places = packaged_workspace().gazetteer.candidates(word)
    return {place.id: place for place in without_those_on_islands(places)}


def test_names_of_reports_are_found_where_another_source_has_them() -> None:
    assert len(NAMES) > 240
    for row in NAMES:
        found = named(row["word"])
        if not row["id"]:
            assert [p.id for p in found.values() if math.isnan(p.lat) and math.isnan(p.radius_km)]
            continue
        place = found[row["id"]]
        assert place.source, row
        if row["lon"]:
            away = distance_m(place.lon, place.lat, float(row["lon"]), float(row["lat"]))
            assert away <= place.radius_km * 1000, (row, away)


def test_each_spelling_of_the_table_leads_to_its_place() -> None:
    for row in ARCTIC:
        id_ = row["same_as"] or f"arctic:{row['slug']}"
        for word in filter(None, [row["name"], *row["other_names"].split("|")]):
            assert folded(word) in SPELLINGS[id_], (word, id_)


def test_each_position_of_the_table_has_its_source_and_day() -> None:
    for row in ARCTIC:
        numbers = [row["lon"], row["lat"], row["reach_km"], row["source"], row["date"]]
        if row["same_as"]:
            assert numbers == ["", "", "", "spellings", ""], row
        else:
            assert all(numbers) or not any(numbers), row
            assert bool(row["lon"]) == bool(packed_named(f"arctic:{row['slug']}")[0][0].source)
    slugs = [row["slug"] for row in ARCTIC if not row["same_as"]]
    assert len(set(slugs)) == len(slugs)


@cache
def _land() -> shapely.STRtree:
    return shapely.STRtree(shapely.get_parts(stored_land()))


def test_capes_lie_on_the_edge_of_land() -> None:
    capes = [p for p in PLACES.values() if p.kind == "cape" and not math.isnan(p.lat)]
    capes += own_places("cape")
    assert len(capes) > 35
    for cape in capes:
        point = shapely.Point(*project(cape.lon, cape.lat))
        parts = _land().geometries[_land().query(point.buffer(50_000))]
        off = shapely.distance(shapely.boundary(np.asarray(parts)), point).min()
        assert off <= cape.radius_km * 1000, (cape.name, off)


def test_discs_of_islands_hold_their_outlines() -> None:
    """The disc holds an outline, and that fills it: neither aside nor far too wide."""
    islands = [p for p in PLACES.values() if p.kind == "island" and not math.isnan(p.lat)]
    assert len(islands) > 180
    without = set()
    for island in islands:
        around = disc(island.lon, island.lat, island.radius_km * 1000 + COAST_M)
        held = _land().geometries[_land().query(around, predicate="covers")]
        widest = shapely.minimum_bounding_radius(held).max(initial=0)
        if widest < 0.7 * (island.radius_km - 3) * 1000 or not len(held):
            without.add(island.name)
    assert without == TOO_SMALL


def test_discs_of_own_islands_hold_the_land_of_their_points() -> None:
    for island in own_places("island", "islands"):
        around = disc(island.lon, island.lat, island.radius_km * 1000 + COAST_M)
        point = shapely.Point(*project(island.lon, island.lat))
        upon = _land().geometries[_land().query(point, predicate="within")]
        assert shapely.covers(around, upon).all(), island.name


@pytest.mark.parametrize(
    ("word", "id_", "shore"),
    [
        ("Andøya", "arctic:andoya", (16.1442, 69.2925)),
        ("Kotelny", "ne-regions:kotelny-island", (137.58, 75.77)),
        ("Jan Mayen", "ne-regions:jan-mayen", (-8.58, 70.96)),
        ("Adak", "arctic:adak", (-176.64, 51.88)),
        ("Fair Isle", "arctic:fair-isle", (-1.6281, 59.5358)),
    ],
)
def test_an_island_wins_over_what_stands_on_it(
    word: str, id_: str, shore: tuple[float, float]
) -> None:
    """Distances count from the shore, so that its airfield is within none."""
    workspace = packaged_workspace()
    place = workspace.gazetteer.find(word)
    assert place.id == id_
    shape = reference(word, workspace).shape
    assert shape.equals(extent(place))
    assert shape.distance(shapely.Point(*project(*shore))) < COAST_M
    assert workspace.gazetteer.locate(word).place["name"] == place.name


def test_all_islands_win_over_airfields_of_their_names() -> None:
    """By rule: no airfield that lies on an island is taken for the island's name."""
    for island in PLACES.values():
        if island.kind != "island" or math.isnan(island.lat):
            continue
        main, other = packed_named(island.name)
        near = {
            p.id
            for p in (*main, *other)
            if p.kind == "airfield"
            and distance_m(p.lon, p.lat, island.lon, island.lat) <= island.radius_km * 1000
        }
        assert not near or not near & {*named(island.name)}, island.name
