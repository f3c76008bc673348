"""A question is a value: what it takes, what it refuses, and how two are joined."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotrack.dates import DateError, Period
from geotrack.errors import UsageError
from geotrack.model.quantities import in_metres, position
from geotrack.model.query import Box, Query, Within
from geotrack.queries import select
from tests.records import feature, point, region, sector, workspace


def test_one_word_stands_for_a_list_of_one() -> None:
    assert Query(regions="chukchi-sea", themes="air") == Query(("chukchi-sea",), themes=("air",))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kinds": "happening"}, "no kind is called 'happening'; write one of event, statement"),
        ({"statuses": "occured"}, "no status is called 'occured'; did you mean 'occurred'?"),
        ({"review": "final"}, "no review is called 'final'; write one of draft, reviewed"),
        ({"verifications": "proved"}, "no verification is called 'proved'; write one of confirmed"),
        ({"grade": "G1"}, "'G1' is no grade; write a letter A to E"),
        ({"grade": ""}, "'' is no grade"),
        ({"grade": "F6"}, "'F6' is no least grade: F and 6 say that nobody could judge"),
        ({"bbox": (0, 80, 10, 70)}, "the box 0 80 10 70: its south is not below its north; swap"),
        ({"bbox": (0, 70, 0, 80)}, "the box 0 70 0 80: its west is its east; write -180 and 180"),
        ({"bbox": (-200, 60, 200, 80)}, "the box -200 60 200 80: more than a whole turn; write"),
        ({"bbox": (180, 60, -180, 80)}, "the box 180 60 -180 80: its west is its east; write"),
        ({"themes": " "}, "a blank word is asked for in 'themes'; write one or leave it out"),
        ({"all_regions": True}, "'all_regions' of which? name each with 'regions'"),
        ({"bbox": (0, 70, 10, 91)}, "the box 0 70 10 91: a latitude beyond the pole; write west"),
        (
            {"bbox": (0, 70, 400, 80)},
            "the box 0 70 400 80: more than a whole turn; write",
        ),
        ({"bbox": (0, -80, 9, -70)}, "the box 0 -80 9 -70: it lies south of the equator; places"),
        ({"within": (0, "x")}, "within 0 km is no distance; write kilometres above 0"),
        ({"within": (float("nan"), "x")}, "within nan km is no distance"),
        ({"north_of": 90}, "north of 90 is no area; write degrees of latitude from 0 to below 90"),
        ({"north_of": -1}, "north of -1 is no area"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_one_line(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as told:
        Query(**given)
    assert str(told.value).startswith(said)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"on": "2024", "start": "2024"},
            "one date ('on') and a period ('start', 'end') are asked",
        ),
        ({"within": "300km"}, "within 300km of what? name a place"),
        ({"within": "300", "of": "x"}, "the length '300' has no unit; write one of km, nmi, mi, m"),
        (
            {"within": "3 leagues", "of": "x"},
            "the length '3 leagues' has the unit 'leagues'",
        ),
        ({"within": "far", "of": "x"}, "'far' is no length; write a number and one of km, nmi"),
        ({"within": "-3km", "of": "x"}, "'-3km' is no length"),
        ({"within": "0km", "of": "x"}, "the length '0km' is nothing; write one above 0"),
        ({"region": "chukchi-sea"}, "no condition is called 'region'; did you mean 'regions'?"),
        ({"period": None}, "no condition is called 'period'; write one of start, end, on, within"),
    ],
)
def test_parsing_refuses_what_makes_no_question(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as told:
        Query.parse(**given)
    assert str(told.value).startswith(said)


def test_an_inverted_period_is_refused() -> None:
    with pytest.raises(DateError, match="from '2025' to '2024' ends before it starts"):
        Query.parse(start="2025", end="2024")


def test_parsing_reads_what_people_write() -> None:
    query = Query.parse(on="2024-09", within="12 nmi", of="-168.5,65.7", themes="air")
    assert query.period == Period(date(2024, 9, 1), date(2024, 10, 1))
    assert query.within == Within(22.224, "-168.5,65.7")
    assert Query.parse(of="Kirkenes").within == Within(None, "Kirkenes")
    assert Query(bbox=(170, 60, -170, 70)).bbox == Box(170, 60, -170, 70)


@pytest.mark.parametrize(
    ("text", "metres"),
    [("1km", 1000), ("1 nmi", 1852), ("1mi", 1609.344), ("2.5 KM", 2500), ("80 m", 80)],
)
def test_lengths_have_units(text: str, metres: float) -> None:
    assert in_metres(text) == metres


@pytest.mark.parametrize(
    ("text", "lonlat"),
    [
        ("-168.5,65.7", (-168.5, 65.7)),
        (" 181 , 71. ", (181.0, 71.0)),
        ("+5,80", (5.0, 80.0)),
        ("Kara Sea", None),
        ("2024-09-20-joint-coastguard-patrol", None),
        ("1,2,3", None),
    ],
)
def test_two_numbers_are_a_position(text: str, lonlat: tuple[float, float] | None) -> None:
    assert position(text) == lonlat


def test_a_swapped_position_is_told() -> None:
    with pytest.raises(UsageError, match=r"swapped, write -168\.5,65\.7"):
        position("65.7,-168.5")


def test_joined_questions_ask_for_what_meets_both(tmp_path: Path) -> None:
    regions = [region("west", sector(0, 10, 70, 75)), region("east", sector(10, 20, 70, 75))]
    line = {"type": "LineString", "coordinates": [[-5, 72], [25, 72]]}
    opened = workspace(
        tmp_path,
        feature("west", point(5, 72), place={"precision": "exact"}, start="2024"),
        feature("east", point(15, 72), place={"precision": "exact"}, start="2024-05"),
        feature("through", line, place={"precision": "line", "radius_km": 5}, start="2024-05-02"),
        feature("border", point(10, 72), place={"precision": "near", "radius_km": 5}),
        regions=regions,
    )
    west, east = Query(regions="west"), Query(regions="east")
    both = select(opened, west & east)
    assert [(h.event.id, h.match.value) for h in both.hits] == [("through", "certain")]
    assert both.ids == select(opened, Query(regions=("west", "east"), all_regions=True)).ids
    assert (west & east & west).parts == (west, east, west)
    in_may = Query.parse(on="2024-05") & Query.parse(start="2023", end="2024-05-10")
    assert in_may.joint_period == Period(date(2024, 5, 1), date(2024, 5, 11))
    assert select(opened, in_may & east).ids == ["east", "through"]
    assert select(opened, west & Query()).ids == select(opened, west).ids


def test_periods_without_common_time_are_refused(tmp_path: Path) -> None:
    opened = workspace(tmp_path, feature("a"))
    with pytest.raises(DateError, match="no time in common"):
        select(opened, Query.parse(on="2023") & Query.parse(on="2024"))
    moment = Query.parse(start="2024-05-01T00:00:00Z")
    with pytest.raises(DateError, match="a day and a moment"):
        select(opened, Query.parse(start="2024") & moment)


def test_a_spot_cannot_be_in_two_places_at_once(tmp_path: Path) -> None:
    apart = [region("west", sector(0, 9, 70, 75)), region("east", sector(11, 20, 70, 75))]
    near = {"precision": "near", "radius_km": 100}
    records = [
        feature("spot", point(10, 72), place=near),
        feature("moved", point(10, 72), place=near, end="2024-10-02"),
        feature("overlapped", point(8, 72), place=near),
    ]
    opened = workspace(tmp_path, *records, regions=apart)
    asked = Query(regions=("west", "east"), all_regions=True)
    assert select(opened, asked).ids == ["moved"]
    assert select(opened, Query(regions="west") & Query(bbox=(5, 70, 20, 75))).ids == [
        "spot",
        "overlapped",
        "moved",
    ]
