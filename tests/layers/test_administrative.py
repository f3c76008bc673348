"""Administrative areas: found by name, with their towns and their land, read only when named."""

from __future__ import annotations

import re
from functools import partial

import pytest
import shapely

from folium_polar.geometry import area_km2, project
from geotrack.files.resources import sample_workspace
from geotrack.footprint.regions import Regions
from geotrack.gazetteer import UnknownPlaceError
from geotrack.i18n.folding import folded
from geotrack.model.place_text import with_article
from geotrack.queries import Query, count_by, reference, regions_of, select
from geotrack.workspace import open_workspace, packaged_workspace

WORKSPACE = packaged_workspace()
REGIONS = WORKSPACE.regions
AREAS = REGIONS.administrative
TOWNS = {
    "alaska": "Nome, Anchorage, Utqiaġvik, Adak, Dutch Harbor, Attu",
    "arkhangelsk-oblast": "Arkhangelsk, Severodvinsk, Nagurskoye, Belushya Guba",
    "chukotka": "Anadyr, Pevek, Provideniya, Wrangel Island",
    "finnmark": "Vardø, Kirkenes, Hammerfest, Kautokeino, Berlevåg",
    "kaliningrad-oblast": "Kaliningrad, Baltiysk",
    "kamchatka": "Petropavlovsk-Kamchatsky",
    "karelia": "Petrozavodsk",
    "komi-republic": "Vorkuta",
    "krasnoyarsk-krai": "Dikson, Norilsk, Cape Chelyuskin",
    "lapland": "Rovaniemi, Kemi",
    "leningrad-oblast": "Vyborg",
    "magadan-oblast": "Magadan",
    "murmansk-oblast": "Murmansk, Severomorsk, Kandalaksha, Teriberka",
    "nenets-autonomous-okrug": "Naryan-Mar, Amderma, Kolguyev",
    "nordland": "Bodø, Narvik, Røst, Andenes",
    "norrbotten": "Luleå, Kiruna",
    "northeast-greenland-national-park": "Danmarkshavn, Daneborg",
    "northwest-territories": "Yellowknife, Tuktoyaktuk",
    "nunavut": "Iqaluit, Alert, Resolute",
    "sakha-republic": "Tiksi, Yakutsk, Kotelny",
    "sermersooq": "Nuuk, Tasiilaq",
    "troms": "Tromsø, Harstad, Bardufoss",
    "trondelag": "Trondheim, Ørland",
    "vasterbotten": "Umeå",
    "yamal-nenets-autonomous-okrug": "Sabetta, Salekhard",
    "yukon": "Whitehorse",
}
"""Places of the gazetteer by their area; general knowledge."""
JOINED = {"northern-norway": {"finnmark", "troms", "nordland"}}
NOT_IN = {
    "nordland": "Jan Mayen",
    "troms": "Bear Island",
    "finnmark": "Pechenga",
    "alaska": "Provideniya",
    "arkhangelsk-oblast": "Naryan-Mar",
    "chukotka": "Nome",
}
# Natural Earth's thinned outline beside its coast, which has more of the fjords and fewer skerries.
LAND_SHARE = {"troms": 0.04, "nordland": 0.02, "northern-norway": 0.02}


@pytest.mark.parametrize("id_", TOWNS)
def test_towns_are_in_their_area_and_in_no_other(id_: str) -> None:
    allowed = {id_, *(whole for whole, parts in JOINED.items() if id_ in parts)}
    for town in TOWNS[id_].split(", "):
        found = {r.id for r, _ in regions_of(WORKSPACE, reference(town, WORKSPACE))}
        assert found & AREAS.keys() == allowed, town


@pytest.mark.parametrize("id_", NOT_IN)
def test_what_belongs_to_another_is_outside(id_: str) -> None:
    found = {r.id for r, _ in regions_of(WORKSPACE, reference(NOT_IN[id_], WORKSPACE))}
    assert id_ not in found


@pytest.mark.parametrize("id_", AREAS)
def test_its_land_has_the_area_of_the_source(id_: str) -> None:
    """The note has the source's own area, by pyproj's geodesics."""
    stated = re.search(r"has ([\d,]+) km²", AREAS[id_].note or "")
    assert stated is not None
    source = float(stated[1].replace(",", ""))
    land = area_km2(REGIONS.part(id_, "land"))
    assert land == pytest.approx(source, rel=LAND_SHARE.get(id_, 0.008))
    assert 0.999 * land < area_km2(REGIONS.shape(id_)) < 1.4 * source


def test_neighbours_do_not_overlap() -> None:
    apart = [id_ for id_ in AREAS if id_ not in JOINED]
    shapes = [REGIONS.shape(id_) for id_ in apart]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    for n, m in zip(one.tolist(), other.tolist(), strict=True):
        assert area_km2(shapely.intersection(shapes[n], shapes[m])) < 1.0, (apart[n], apart[m])
    joined = shapely.union_all([REGIONS.shape(id_) for id_ in JOINED["northern-norway"]])
    difference = joined.symmetric_difference(REGIONS.shape("northern-norway"))
    assert area_km2(difference) < 20.0


def test_chukotka_is_whole_across_180() -> None:
    shape = REGIONS.shape("chukotka")
    x, y = project([179.9, 180.0, -179.9], [67.5, 67.5, 67.5])
    assert shapely.contains(shape, shapely.linestrings(x, y))


@pytest.mark.parametrize("id_", AREAS)
def test_every_name_is_a_place_that_no_other_region_has(id_: str) -> None:
    others = {folded(n) for r in REGIONS.values() for n in r.all_names}
    for name in AREAS[id_].all_names:
        assert folded(name) not in others
        assert REGIONS.named(name).id == id_
        assert WORKSPACE.gazetteer.locate(name).place == {"regions": [id_]}
        assert not WORKSPACE.gazetteer.candidates(name)


@pytest.mark.parametrize("id_", AREAS)
def test_names_have_their_article_in_a_sentence(id_: str) -> None:
    name = AREAS[id_].name
    has_one = name.endswith((" Okrug", " Territories", " Republic", " Park"))
    assert with_article(name) == (f"the {name}" if has_one else name)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("somewhere in Finnmark", {"described": "somewhere in Finnmark", "regions": ["finnmark"]}),
        ("Vardø, Finnmark", {"name": "Vardø"}),
        ("Nome, AK", {"name": "Nome"}),
    ],
)
def test_phrases_know_them(text: str, place: dict[str, object]) -> None:
    found = WORKSPACE.gazetteer.locate(text).place
    assert {key: found[key] for key in place} == place


def test_a_town_of_another_area_is_not_taken() -> None:
    with pytest.raises(UnknownPlaceError):
        WORKSPACE.gazetteer.find("Vardø, Troms")


def test_they_are_read_when_a_word_is_no_other_region() -> None:
    own = Regions(dict(REGIONS), partial(pytest.fail, "they were read"))
    assert own.named("Bering Strait").id == "bering-strait"
    assert "barents-sea" in own
    assert len(list(own.values())) == len(own)
    assert "alaska" in REGIONS
    assert "nowhere" not in REGIONS


def test_a_region_of_the_workspace_precedes_an_area() -> None:
    sea = REGIONS["kara-sea"]
    mine = sea.model_copy(update={"id": "finnmark", "aliases": ("Alaska",)})
    known = Regions({"finnmark": mine}, lambda: AREAS)
    assert known["finnmark"] is mine
    assert known.named("Alaska") is mine
    assert known.named("Troms") is AREAS["troms"]


def test_they_are_listed_apart_and_counted_when_named() -> None:
    assert not AREAS.keys() & set(REGIONS)
    sample = open_workspace(sample_workspace())
    for named, counted in (("Finnmark", {"finnmark"}), ("Svalbard", set())):
        counts = count_by(select(sample, Query.parse(regions=named)), "region")
        assert counts.labels[0]
        assert AREAS.keys() & set(counts.labels[0]) == counted
