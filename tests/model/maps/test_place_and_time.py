"""Where and when: the same conditions for records and for observations of a map."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.dates import Period
from geotrack.model import Observed
from geotrack.model.maps.map_definition import Selected
from geotrack.model.maps.place_and_time import PlaceAndTime
from geotrack.model.query import Box, Query, Within

NEEDED: dict[type[PlaceAndTime], dict[str, Any]] = {
    Selected: {},
    Observed: {"dataset": "ais", "title": "Ships", "source": "AIS"},
}
BOTH = pytest.mark.parametrize("part", NEEDED)


@BOTH
def test_conditions_put_one_question(part: type[PlaceAndTime]) -> None:
    conditions = {
        "regions": ["Kara Sea", "Barents Sea"], "all_regions": True, "bbox": [170, 60, -170, 70],
        "within": "12 nmi", "of": "Nome", "north_of": 66, "from": "2024-09", "to": "2024-10",
    }  # fmt: skip
    entry = part.model_validate(NEEDED[part] | conditions)
    assert entry.place_and_time == Query(
        regions=("Kara Sea", "Barents Sea"),
        all_regions=True,
        bbox=Box(170, 60, -170, 70),
        within=Within(22.224, "Nome"),
        north_of=66,
        period=Period(date(2024, 9, 1), date(2024, 11, 1)),
    )
    assert part.model_validate(NEEDED[part]).place_and_time == Query()


@BOTH
@pytest.mark.parametrize(
    ("wrong", "rule", "message", "at"),
    [
        (
            {"from": "2025", "to": "2024"},
            "period",
            "the period from '2025' to '2024' ends",
            ("to",),
        ),
        ({"within": "300", "of": "Nome"}, "question", "the length '300' has no unit", ()),
        ({"within": "300km"}, "question", "within 300km of what?", ()),
        ({"north_of": 91}, "question", "north of 91 is no area", ()),
        ({"all_regions": True}, "question", "'all_regions' of which? name each with 'regions'", ()),
        ({"bbox": [0, 80, 10, 70]}, "question", "the box 0 80 10 70", ()),
    ],
)
def test_what_makes_no_question_is_refused(
    part: type[PlaceAndTime], wrong: dict[str, Any], rule: str, message: str, at: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        part.model_validate(NEEDED[part] | wrong)
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]["at"]) == (rule, at)
    assert error["msg"].startswith(message)


def test_keys_are_told_with_what_is_needed_first() -> None:
    for part, first in ((Observed, "dataset, title, source, regions"), (Selected, "regions, ")):
        with pytest.raises(ValidationError) as refused:
            part.model_validate(NEEDED[part] | {"zzz": 1})
        (error,) = refused.value.errors()
        assert error["ctx"]["remedy"].startswith(f"it is one of {first}")
