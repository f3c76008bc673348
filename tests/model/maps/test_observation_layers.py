from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import Observed

LEAST = {"dataset": "observations/ais", "title": "Ships", "source": "AIS"}


@pytest.mark.parametrize("key", LEAST)
def test_a_source_and_a_title_are_needed(key: str) -> None:
    with pytest.raises(ValidationError):
        Observed.model_validate({k: v for k, v in LEAST.items() if k != key})


def test_short_forms_are_widened() -> None:
    entry = Observed.model_validate(LEAST | {"draw": "points", "columns": "mmsi", "from": "2024"})
    assert (entry.draw, entry.columns, entry.start) == (("points",), ("mmsi",), "2024")
    assert entry.rounded_m == 10
    both = Observed.model_validate(LEAST | {"draw": ["density", "points"], "colour": "kind"})
    assert both.page_columns == ("kind",)
    assert Observed.model_validate(LEAST | {"positions": "100 m"}).rounded_m == 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"draw": "heat"},
        {"draw": []},
        {"positions": "3 m"},
        {"draw": "density", "columns": ["mmsi"]},
        {"draw": "density", "colour": "kind"},
        {"id": "mmsi"},
        {"draw": "tracks"},
        {"gap": "6"},
        {"longest_gap": "6"},
        {"max_speed": "fast"},
        {"from": "2025", "to": "2024"},
        {"within": "5 parsecs", "of": "Nome"},
        {"source": " "},
    ],
)
def test_what_is_no_such_thing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Observed.model_validate(LEAST | wrong)


def test_the_column_that_colours_is_told() -> None:
    entry = Observed.model_validate(LEAST | {"columns": ["a", "b"], "colour": "c", "id": "c"})
    assert entry.page_columns == ("a", "b", "c")
