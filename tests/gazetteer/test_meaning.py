"""A name means what a reader of Arctic news means by it, or is asked for."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

import pytest
from pyproj import Geod

from geotrack.errors import UsageError
from geotrack.files.resources import PACKAGE
from geotrack.gazetteer import (
    AmbiguousPlaceError,
    Gazetteer,
    UnknownPlaceError,
    UnplacedNameError,
    packed,
)
from geotrack.gazetteer.meaning import place_named
from geotrack.gazetteer.packed import NamedPlace, bearers
from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.model.query import Query
from geotrack.queries import reference, select
from geotrack.workspace import packaged_workspace
from tests.records import feature, point, region, sector, workspace, written

WORLD = [
    line.split("\t")
    for line in (PACKAGE / "gazetteer" / "world.tsv").read_text("utf-8").splitlines()
]
GEOD = Geod(ellps="WGS84")


def alone(_: str) -> list[NamedPlace]:
    return []


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return packaged_workspace().gazetteer


def ids(gazetteer: Gazetteer, text: str) -> list[str]:
    return [place.id for place in gazetteer.locate(text).anchors]


def meant(name: str) -> list[NamedPlace]:
    """Return the place that a name means, or those that are asked for."""
    try:
        found = place_named(name, alone)
    except AmbiguousPlaceError as error:
        return list(error.candidates)
    except UnplacedNameError as error:
        return [error.place]
    return [] if found is None else [found]


def test_no_city_of_the_world_becomes_another_place() -> None:
    """By its main name each is found, or is among those that are asked for."""
    assert sum(kind == "city" for _, _, kind, *_ in WORLD) > 6_000
    for id_, name, kind, country, lon, lat, reach, _ in WORLD:
        found = meant(name)
        if id_ in {place.id for place in found}:
            continue
        assert len(found) == 1, name
        if kind in packed.WIDE:  # the Faroe Islands have an outline
            assert found[0].country == country, name
            continue
        apart = GEOD.inv(found[0].lon, found[0].lat, float(lon), float(lat))[2] / 1000
        assert apart <= max(10, float(reach), found[0].radius_km), (name, found)


def test_the_table_of_the_world_is_small_and_sorted() -> None:
    table = PACKAGE / "gazetteer" / "world.tsv"
    assert table.stat().st_size < 500_000
    keys = [(folded(name), id_) for id_, name, *_ in WORLD]
    assert keys == sorted(keys)
    assert len({id_ for id_, *_ in WORLD}) == len(WORLD)
    for _, name, kind, _, lon, lat, _, also in WORLD:
        assert (lon == "") == (lat == "") == (kind in packed.WIDE), name
        assert all(one == folded(one) != folded(name) for one in filter(None, also.split("|")))


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("100 nm from the North Pole", "pole:north"),
        ("Nordpolen", "pole:north"),
        ("North Pole, US", "geonames:5870294"),
        ("50 km north of Kaliningrad", "geonames:554234"),
        ("Калининград", "geonames:554234"),
        ("Tula", "geonames:480562"),
        ("Rostock", "geonames:2844588"),
        ("Kiev", "geonames:703448"),
        ("Moskva", "geonames:524901"),
        ("Saint Petersburg", "geonames:498817"),
        ("Мирный [geonames:831129]", "geonames:831129"),
        ("Sävar", "geonames:603037"),
        ("ENSS", "icao:ENSS"),
        ("Utqiaġvik, Alaska", "utqiagvik"),
        ("Kirkenes, Norway", "kirkenes"),
        ("Leningrad", "geonames:498817"),
        ("Rogatsjevo", "rogachevo"),
        ("Rogatsjovo", "icao:ULDA"),
        ("Petropavlovsk-Kamtsjatskij", "petropavlovsk-kamchatsky"),
        ("Vardoe", "geonames:777019"),
        ("the Kola Peninsula", "ne-regions:kola-peninsula"),
        ("Banak", "icao:ENNA"),
        ("Ivanovo airport", "icao:UUBI"),
        ("Gardermoen flystasjon", "icao:ENGM"),
        ("Evenes air station", "icao:ENEV"),
    ],
)
def test_a_name_means_its_first_bearer(gazetteer: Gazetteer, text: str, id_: str) -> None:
    assert ids(gazetteer, text) == [id_]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mirny", {"geonames:2019951", "geonames:831129"}),
        ("Мирный", {"geonames:2019951", "geonames:831129"}),
        ("Mirnyy", {"geonames:2019951", "geonames:831129"}),
        ("20 km north of Wrangel", {"wrangel-island", "geonames:5558586"}),
        ("Uk", {"geonames:1488616", "geonames:2635167"}),
        ("Perth", {"geonames:2640358", "geonames:2063523"}),
        ("Savar", {"geonames:603037", "geonames:1349452"}),
        ("St. Petersburg", {"geonames:498817", "geonames:4171563"}),
        ("Orkney", {"ne-regions:orkney-islands", "geonames:967476"}),
        ("PALU", {"icao:PALU", "geonames:1633034"}),
        ("Belaya", {"geonames:487110", "arctic:belaya-air-base"}),
        ("Rostov", {"geonames:501175", "geonames:501183"}),
        ("Petropavlovsk", {"geonames:2122104", "geonames:496275"}),
        ("Komsomolsk", {"geonames:2021851", "geonames:545736"}),
        ("Blagoveschensk", {"geonames:2026609", "geonames:576116"}),
        ("Хьюстон", {"geonames:4699066", "geonames:5864312"}),
        ("Pokrovsk", {"geonames:704422", "geonames:2017824"}),
        ("Svobodny", {"geonames:2015833", "geonames:1538640"}),
        ("Rybatsjij", {"arctic:rybachiy", "geonames:500039"}),
        ("Severnyj", {"arctic:severny-island", "geonames:496346"}),
        ("Skjold", {"arctic:skjold-garrison", "geonames:3138800"}),
    ],
)
def test_a_name_of_several_is_asked_for(gazetteer: Gazetteer, text: str, wanted: set[str]) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.locate(text)
    assert wanted <= {place.id for place in caught.value.candidates}
    name = text.rpartition(" of ")[2]
    assert wanted <= {place.id for place in gazetteer.candidates(name)}
    for place in filter(lambda one: one.is_placed, caught.value.candidates):
        assert gazetteer.find(f"{place.name} [{place.id}]").id == place.id
        assert name in str(caught.value)


def test_a_name_that_lives_elsewhere_is_offered_with_what_to_write(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.locate("Belaya")
    assert str(caught.value) == (
        "'Belaya' is another name of Belaya air base (air base, RU, position not known) "
        "[arctic:belaya-air-base]; Strugi-Krasnyye (town, RU, 58.2707° N 29.1117° E) "
        "[geonames:487110], and the name of a place elsewhere that the gazetteer has not; write "
        "'Strugi-Krasnyye [geonames:487110]', or lon,lat"
    )


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Belaya airport", "'Belaya Gora Airport'"),  # a word of a name is no name
        ("Murmansk air base", "'Murmansk Airport'"),  # nor is a civil airport a base in Russia
        ("Bisk", "'Birsk' or 'Biysk'"),  # no ICAO code, which has capitals
    ],
)
def test_an_airfield_of_a_like_name_is_offered(
    gazetteer: Gazetteer, text: str, offered: str
) -> None:
    with pytest.raises(UnknownPlaceError, match=re.escape(f"did you mean {offered}?")):
        gazetteer.locate(text)


def test_towns_of_the_world_are_those_with_a_small_namesake_in_the_north() -> None:
    towns = [row for row in WORLD if row[2] == "town"]
    assert 50 < len(towns) < 100
    for id_, name, *_, km, _ in towns:
        assert id_ in {place.id for place in meant(name)}
        north = (place for place in bearers(name).current if packed.packed_named(place.id)[0])
        assert any(place.radius_km <= float(km) for place in north), name


@pytest.mark.parametrize(
    ("text", "kind"),
    [("between Iceland and UK", "country"), ("Norge", "country"), ("Stillehavet", "ocean")],
)
def test_what_is_no_one_position_is_refused(gazetteer: Gazetteer, text: str, kind: str) -> None:
    with pytest.raises(UnplacedNameError, match="which is no one position; write a town") as caught:
        gazetteer.locate(text)
    assert caught.value.place.kind == kind


def test_an_old_name_is_said_in_both_languages_and_in_the_note(tmp_path: Path) -> None:
    english = workspace(tmp_path).gazetteer.locate("Godthab")
    assert english.in_words("en") == (
        "Nuuk, also or formerly called Godthab (town, GL, 64.1835° N 51.7216° W)",
    )
    assert english.in_words("nb") == (
        "Nuuk, også eller tidligere kalt Godthab (tettsted, GL, 64,1835° N 51,7216° V)",
    )
    assert english.place["note"].startswith("Nuuk, also or formerly called Godthab (town, GL, ")


def test_the_pole_is_a_point_without_bearings(tmp_path: Path) -> None:
    gazetteer = workspace(tmp_path).gazetteer
    for text in ("100 nm from the North Pole", "100 nm south of the North Pole"):
        found = gazetteer.locate(text)
        assert found.geometry == {"type": "Point", "coordinates": [0.0, 90.0]}
        assert (found.place["inner_radius_km"], found.place["radius_km"]) == (138, 232)
    assert gazetteer.locate("the North Pole").place == {
        "name": "North Pole",
        "note": "Position: the geographic pole.",
    }


CURATED = """\
arctic:alta-bank\tAlta\tbank\t\t20\t73\t30\t
arctic:nuuk\tNuuk\ttown\tGL\t-51.72\t64.18\t5\tgodthaab|nuuk by
arctic:platform\tZzplatform\tplatform\tRU\t\t\t\tззплатформа|hammerfestplattform
arctic:st-paul\tSt. Paul Island\tisland\tUS\t-170.28\t57.18\t15\tst. paul|petsamo
"""


@pytest.fixture
def curated(monkeypatch: pytest.MonkeyPatch) -> Gazetteer:
    """Return a lookup of a table that has rows written by hand as well."""
    table = (PACKAGE / "gazetteer" / "places.tsv").read_text("utf-8")
    lines = {"places": (CURATED + table).splitlines(), "world": ["\t".join(row) for row in WORLD]}
    for cached in (packed._index, packed._without_kinds):
        monkeypatch.setattr(packed, cached.__name__, cache(cached.__wrapped__))
    monkeypatch.setattr(packed, "_lines", lines.__getitem__)
    return Gazetteer({}, packaged_workspace().regions)


def test_a_name_written_by_hand_wins_over_old_names_and_is_asked_for_beside_living_ones(
    curated: Gazetteer,
) -> None:
    assert ids(curated, "Nuuk") == ["arctic:nuuk"]  # one place with the town
    assert ids(curated, "Godthaab") == ["arctic:nuuk"]
    for text, others in (
        ("Alta", {"arctic:alta-bank", "geonames:847633"}),
        ("St. Paul", {"arctic:st-paul", "geonames:5045360"}),
        ("Petsamo", {"arctic:st-paul", "geonames:641945"}),
    ):
        with pytest.raises(AmbiguousPlaceError) as caught:
            curated.locate(text)
        assert others <= {place.id for place in caught.value.candidates}, text


def test_a_known_name_without_a_position_is_refused_with_the_remedy(curated: Gazetteer) -> None:
    for text in ("Zzplatform", "40 km N of Ззплатформа"):
        with pytest.raises(UnplacedNameError) as caught:
            curated.locate(text)
        assert str(caught.value).partition(" is known ")[2] == (
            "(platform, RU), but geotrack has no position of it with a source; write lon,lat, or "
            "add it to layers/places.geojson"
        )
    (known,) = curated.candidates("Zzplatform")
    assert math.isnan(known.lat)
    assert known.to_json()["lat"] is None
    assert known.in_words(words("en")) == "Zzplatform (platform, RU, position not known)"


def test_names_of_the_world_are_read_only_for_names_that_the_layers_have_not(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(table: str) -> list[str]:
        raise AssertionError(table)

    monkeypatch.setattr(packed, "_lines", read)
    for text in ("Murmansk", "Barents Sea", "71°30'N 25°15'E", "40 nm NW of Point Hope"):
        gazetteer.locate(text)


def test_a_word_without_a_bearer_has_none() -> None:
    named = bearers("Atlantis")
    assert (named.current, named.others, named.is_elsewhere) == ((), (), False)
    with pytest.raises(UsageError, match="no place or region is called 'Atlantis'"):
        packaged_workspace().gazetteer.find("Atlantis")


@pytest.mark.parametrize("name", ["Øresund", "Grímsey"])  # a sound, an island without an outline
def test_a_distance_counts_from_all_that_a_place_may_reach(tmp_path: Path, name: str) -> None:
    place = workspace(tmp_path).gazetteer.find(name)
    records = []
    for off in (-place.radius_km - 2, -2, place.radius_km - 2, place.radius_km + 2):
        lon, lat, _ = GEOD.fwd(place.lon, place.lat, 0, (100 + off) * 1000)
        records.append(feature(f"{off:g}", point(lon, lat), place={"precision": "exact"}))
    opened = workspace(tmp_path, *records)
    found = select(opened, Query.parse(within="100km", of=name))
    matches = {hit.event.id: str(hit.match) for hit in found.hits}
    assert [matches.get(record["id"]) for record in records] == [
        "certain",
        "possible",
        "possible",
        None,
    ]
    said = reference(name, opened).in_words()
    assert said.endswith(f"; it reaches up to {place.radius_km:g} km from there")


def test_a_distance_from_an_island_of_the_workspace_counts_from_its_shore(tmp_path: Path) -> None:
    own = region("attu", point(172.96, 52.89), name="Attu", kind="island", country="US")
    isle = region("isle", point(5, 72), name="The Isle", kind="island")
    outlined = region("isle", sector(0, 10, 70, 74), name="The Isle", kind="island")
    written(tmp_path / "layers" / "places.geojson", own, isle)
    exact = {"precision": "exact"}
    records = [
        feature("off-attu", point(173.9, 52.86), place=exact),  # 30 km off its east cape
        feature("off-isle", point(10.5, 72), place=exact),
    ]
    opened = workspace(tmp_path, *records, regions=[outlined])
    for name, id_ in (("Attu", "off-attu"), ("The Isle", "off-isle")):
        found = select(opened, Query.parse(within="50km", of=name))
        assert [(hit.event.id, str(hit.match)) for hit in found.hits] == [(id_, "certain")]
