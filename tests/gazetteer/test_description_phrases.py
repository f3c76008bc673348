"""Phrases of reports in English and Norwegian: alike, true to their words, or refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geotrack.gazetteer import Gazetteer, UnknownPlaceError
from geotrack.gazetteer.derivation import derive
from geotrack.gazetteer.description import DescriptionError, parse_description
from geotrack.gazetteer.packed import NamedPlace
from geotrack.workspace import open_workspace

GEOD = Geod(ellps="WGS84")
WINDS = ("north", "north-east", "east", "southeast", "south", "south-west", "west", "northwest")
VINDER = ("nord", "nordøst", "øst", "sørøst", "sør", "sørvest", "vest", "nordvest")
DEGREES = ("000", "045", "090", "135", "180", "225", "270", "315")
# English and Norwegian text, the share of the distance from which it holds, and whether it says
# where. {m} is {n} kilometres in statute miles.
FORMS = (
    ("{n} km {wind} of X", "{n} km {vind} for X", 1, True),
    ("about {n} km {wind} of X", "omtrent {n} km {vind} for X", 1, True),
    ("{n} kilometers ({m} mi) {wind} of X", "{n} kilometer ({m} mi) {vind} for X", 1, True),
    ("{m} mi ({n} km) {wind} of X", "{m} mi / {n} km {vind} for X", 1, True),
    ("bearing {deg}, {n} km from X", "peiling {deg}, {n} km fra X", 1, None),
    ("{n} km from X, bearing {deg}", "{n} km fra X i peiling {deg}", 1, None),
    ("X {deg}/{n} km", "X, {deg}/{n} km", 1, None),
    ("up to {n} km {wind} of X", "inntil {n} km {vind} for X", 0, True),
    ("within a radius of {n} km of X", "innenfor en radius på {n} km fra X", 0, False),
    ("{n} km away from X", "{n} km unna X", 1, False),
    ("at a distance of {n} km from X", "i en avstand på {n} km fra X", 1, False),
    ("X, {n} km to the {wind}", "X, {n} km mot {vind}", 1, True),
    ("{wind} of X, {n} km", "{vind} for X, {n} km", 1, True),
    ("{n} km off the coast of X", "{n} km utenfor kysten av X", 1, False),
)


@pytest.mark.parametrize("form", FORMS)
@given(
    n=st.integers(20, 900),
    wind=st.integers(0, 7),
    at=st.tuples(st.floats(-180, 180), st.floats(55, 85)),
    shares=st.tuples(st.floats(0, 1), st.floats(-1, 1), st.floats(0, 360)),
)
def test_a_phrase_holds_the_truth_and_both_languages_say_the_same(
    form: tuple[str, str, int, bool | None],
    n: int,
    wind: int,
    at: tuple[float, float],
    shares: tuple[float, float, float],
) -> None:
    english, norwegian, least, says_where = form
    values = {"n": n, "m": round(n / 1.609344), "deg": DEGREES[wind]}
    read = parse_description(english.format(wind=WINDS[wind], **values))
    other = parse_description(norwegian.format(vind=VINDER[wind], **values))
    assert read is not None
    assert other is not None
    assert (read.distance_m, read.bearing, read.anchors[0]) == (
        other.distance_m,
        other.bearing,
        ("X",),
    )
    anchor = NamedPlace("x", "X", "town", "NO", *at, 5.0, "a source")
    geometry, place = derive(read, (anchor,))
    far, turn, around = shares
    # The source measures from somewhere in the town, and rounds.
    lon, lat, _ = GEOD.fwd(*at, around, 4900 * far)
    metres = 1000 * n * (1 if least else far)
    half = {True: 22.4, None: 2.4, False: 180.0}[says_where]
    truth = GEOD.fwd(lon, lat, 45 * wind + half * turn, metres)[:2]
    apart = GEOD.inv(*geometry["coordinates"], *truth)[2] / 1000
    assert place.get("inner_radius_km", 0) <= apart <= place["radius_km"]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_workspace(".").gazetteer


@pytest.mark.parametrize(
    ("text", "region", "part"),
    [
        ("somewhere in the Barents Sea", "barents-sea", ""),
        ("et sted i Barentshavet", "barents-sea", ""),
        ("over Barentshavet", "barents-sea", ""),
        ("central Barents Sea", "barents-sea", "central"),
        ("in the northern part of the Kara Sea", "kara-sea", "northern part"),
        ("i den østlige delen av Barentshavet", "barents-sea", "østlige delen"),
        ("sentralt i Barentshavet", "barents-sea", "sentralt"),
        ("in the middle of the Kara Sea", "kara-sea", "middle"),
        ("north Barents Sea", "barents-sea", "north"),
        ("in international waters of the Barents Sea", "barents-sea", "international waters"),
        ("along the Northern Sea Route", "northern-sea-route", ""),
        ("in the central Arctic Ocean", "arctic-ocean-central", ""),
    ],
)
def test_a_place_in_a_region_is_the_region_and_the_note_names_the_part(
    gazetteer: Gazetteer, text: str, region: str, part: str
) -> None:
    location = gazetteer.locate(text)
    assert location.geometry is None
    assert location.place["regions"] == [region]
    assert location.place["described"] == text
    assert (f"‘{part}’" in location.place.get("note", "")) == bool(part)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Utqiaġvik, Alaska", "Utqiaġvik"), ("Nome, AK", "Nome"), ("Nuuk (Greenland)", "Nuuk"),
     ("Longyearbyen, Svalbard", "Longyearbyen"), ("Longyearbyen, Norge", "Longyearbyen")],
)  # fmt: skip
def test_a_territory_behind_a_name_chooses_the_place(
    gazetteer: Gazetteer, text: str, name: str
) -> None:
    assert gazetteer.locate(text).place["name"] == name
    assert gazetteer.locate(f"40 nm N of {text}").anchors[0].name == name
    with pytest.raises(UnknownPlaceError):
        gazetteer.locate(f"{name}, Kara Sea")


@pytest.mark.parametrize(
    "text",
    ["300 nm NW of Alaska", "20 km north of Svalbard", "inntil 200 km nord for Svalbard",
     "between Alaska and Chukotka", "100 km east of Greenland"],
)  # fmt: skip
def test_a_direction_from_what_is_wider_than_the_distance_is_refused(
    gazetteer: Gazetteer, text: str
) -> None:
    with pytest.raises(DescriptionError, match="does not say which point of it is meant"):
        gazetteer.locate(text)
    # Farther away, or of a smaller place, it holds; so does a distance without a direction.
    for other in (
        "400 km north of Svalbard",
        "20 km north of Wrangel Island",
        "12 nm off Svalbard",
    ):
        assert gazetteer.locate(other).place["precision"] == "near"


def test_in_a_town_is_as_far_as_the_town_reaches(gazetteer: Gazetteer) -> None:
    place = gazetteer.locate("in northern Vardø").place
    assert (place["precision"], place["radius_km"]) == ("near", 5)
    assert "‘northern’" in place["note"]


REFUSED = {
    "does not say how far": "near Vardø|in the vicinity of Vardø|in waters near Vardø|"
    "at the mouth of the Ob|on the northern tip of Novaya Zemlya|not far from Vardø|"
    "i nærheten av Vardø|"
    "i farvannet utenfor Vardø|i området rundt Vardø|på høyde med Vardø|like utenfor Vardø|"
    "just north of Vardø|litt nord for Vardø|some distance off Vardø",
    "does not say from where": "30 km north|30 km nord unna|30 km away|within 30 km north|"
    "about 30 km north|within 60 km",
    "of which geotrack has no outline": "in international waters|i norsk farvann|over Russian "
    "airspace|Norwegian EEZ|outside territorial waters",
    "names no sea": "at sea|til havs",
    "does not say of which place": "30 km off the coast|30 km north of the border|12 nm fra kysten",
    "no number in figures": "a few miles off Vardø|several km north of Vardø|"
    "noen kilometer fra Vardø|thirty nautical miles north of Vardø|femti kilometer nord for Vardø",
    "time of travel": "an hour's flight from Vardø|two days' sail from Vardø",
    "is a voyage": "en route from Murmansk to Vardø|fra Murmansk til Vardø|underveis mot Vardø|"
    "on its way to the Bering Strait",
    "limit by latitude": "north of 75° N|above 80° N|nord for 75. breddegrad",
    "magnetic bearing": "30 nm 045 magnetic from Vardø",
    "distances from two places": "60 nm north of Vardø and 40 nm west of Murmansk",
    "no greatest distance": "more than 30 km north|mer enn 30 km fra Vardø",
    "contradict each other": "60 miles (200 km) north of Vardø",
    "a latitude beyond the pole": "95N 30E",
    "a longitude beyond 180°": "71.5 N 250 E",
    "a degree has 60": "71°61'N 25°E",
    "one of latitude and longitude alone": "71°30'N|30E",
    "decimal commas": "71,5 25,25",
    "is one number": "25.25",
    "is no position that can be read": "71.5;25.25",
    "a unit that is not read": "30 kmm fra Vardø|30 yards off Vardø",
    "a distance without its unit": "30 fra Vardø",
    "a direction that is none": "30 km nordvst for Vardø|30 km NNNW of Vardø",
    "a negative distance": "-30 km fra Vardø",
    "has no unit": "nord for Vardø, 30",
    "names one place where it takes two": "between Vardø|mellom Bodø",
    "has no distance": "within Vardø|innen Vardø",
    "is no bearing": "bearing 400, 30 nm from Vardø",
}  # fmt: skip


@pytest.mark.parametrize(
    ("says", "text"), [(says, text) for says, texts in REFUSED.items() for text in texts.split("|")]
)
def test_a_phrase_without_an_honest_place_is_refused_with_its_reason(says: str, text: str) -> None:
    with pytest.raises(DescriptionError, match=f"{re.escape(says)}.*; write|{re.escape(says)}.*; "):
        parse_description(text)


def test_the_other_unit_tells_the_kind_of_mile() -> None:
    statute = parse_description("57 miles (92 km) from X")
    nautical = parse_description("57 miles (106 km) from X")
    assert statute is not None
    assert statute.distance_m == pytest.approx((56.5 * 1609.344, 57.5 * 1609.344))
    assert nautical is not None
    assert nautical.distance_m == pytest.approx((56.5 * 1852, 57.5 * 1852), rel=1e-3)


@pytest.mark.parametrize("text", ["north of Norway", "utenfor kysten av Norge"])
def test_no_distance_from_a_country_is_offered(text: str) -> None:
    with pytest.raises(DescriptionError, match="the source gives, with a town or cape of it, or"):
        parse_description(text)
