"""Country codes: those in use, and what is meant by those that are not."""

from __future__ import annotations

from importlib.resources import files

import pytest
from pydantic import ValidationError

from geotrack.model import Actor
from geotrack.model.country import COUNTRY_CODES


def test_the_codes_are_those_of_the_time_zone_database() -> None:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    assert {line[:2] for line in table.splitlines() if line[:1] != "#"} == COUNTRY_CODES
    assert len(COUNTRY_CODES) == 249


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UK", "GB"), ("EN", "GB"), ("RUS", "RU"), ("CHN", "CN"), ("USA", "US"), ("NOR", "NO"),
        ("no", "NO"), (" FI ", "FI"), ("rus", "RU"), ("Norway", "NO"), ("Kina", "CN"),
        ("Россия", "RU"), ("GER", "DE"), ("SU", "RU"),
    ],
)  # fmt: skip
def test_another_word_for_a_country_is_told_with_its_code(written: str, meant: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Actor(name="x", country=written)
    (error,) = refusal.value.errors()
    assert error["msg"] == f"{written!r} is not an ISO 3166-1 alpha-2 code"
    assert error["ctx"]["remedy"] == f"did you mean {meant!r}?"


@pytest.mark.parametrize("written", ["XX", "EU", "", "XK", "Atlantis"])
def test_no_country_is_guessed_where_none_is_meant(written: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Actor(name="x", country=written)
    assert refusal.value.errors()[0]["ctx"]["remedy"] == "write two capitals, for example NO"
