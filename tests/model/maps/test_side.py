"""Sides of a map definition: at most two, each with a name, a colour, and countries or actors."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import MapDefinition
from geotrack.model.localized import in_language

SOUND = {"name": "China", "countries": "CN", "colour": "#c8371b"}


def sides(*given: dict[str, Any]) -> MapDefinition:
    return MapDefinition.model_validate({"title": "M", "marking": "UNCLASSIFIED", "sides": given})


def test_a_side_has_a_name_in_each_language_or_one_for_all() -> None:
    named = {"en": "China", "nb": "Kina"}
    [one, other] = sides(SOUND, SOUND | {"name": named, "actors": ["A", "B"]}).sides
    names = [in_language(side.name, code) for side in (one, other) for code in ("en", "nb")]
    assert names == ["China", "China", "China", "Kina"]
    assert (one.countries, other.actors) == (("CN",), ("A", "B"))
    [only] = sides(SOUND | {"name": {"nb": "Kina"}}).sides
    assert in_language(only.name, "en") == "Kina"


@pytest.mark.parametrize(
    "wrong",
    [
        {"countries": []},
        {"countries": "China"},
        {"name": {}},
        {"name": {"de": "China"}},
        {"colour": "red"},
        {"country": "CN"},
    ],
)
def test_a_side_that_would_ink_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        sides(SOUND | wrong)


def test_there_are_at_most_two() -> None:
    with pytest.raises(ValidationError):
        sides(SOUND, SOUND, SOUND)
