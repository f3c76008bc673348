"""A map definition has a title and a marking; the view is the whole Arctic unless it says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import MapDefinition
from geotrack.model.maps.view import FirstView
from geotrack.model.query import Query

LEAST = {"title": "M", "marking": "UNCLASSIFIED"}


def test_a_title_and_a_marking_are_needed() -> None:
    definition = MapDefinition.model_validate(LEAST)
    assert (definition.view.lat, definition.view.lon) == (90.0, 0.0)
    assert definition.select.regions == definition.layers.shown == ()
    for key in LEAST:
        with pytest.raises(ValidationError, match="missing"):
            MapDefinition.model_validate({k: v for k, v in LEAST.items() if k != key})


def test_the_period_is_written_from_and_to() -> None:
    definition = MapDefinition.model_validate(LEAST | {"select": {"from": "2024", "to": "2025"}})
    assert (definition.select.start, definition.select.end) == ("2024", "2025")


@pytest.mark.parametrize("view", [{"lat": 91}, {"lat": -1}, {"lon": 181}, {"radius_km": 0}])
def test_a_view_is_in_the_north(view: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        MapDefinition.model_validate(LEAST | {"view": view})


@pytest.mark.parametrize(
    ("view", "message"),
    [
        ({"frame": "round", "fit": "records"}, 'frame = "round" gives the circle, and so do fit'),
        ({"frame": "round", "lat": 80, "lon": 5}, "and so do lat, lon"),
        ({"south": 60}, "south is where a round sheet ends"),
        ({"frame": "round", "south": 30}, "greater than or equal to 40"),
        ({"fit": "records", "lat": 80}, "fit gives the circle, and so do lat"),
    ],
)
def test_a_view_has_one_circle(view: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MapDefinition.model_validate(LEAST | {"view": view})


def test_a_round_sheet_states_its_parallel_alone() -> None:
    view = MapDefinition.model_validate(LEAST | {"view": {"frame": "round", "south": 52.5}}).view
    assert view.stated() == {"frame": "round", "south": 52.5}
    assert FirstView().stated() == {"lat": 90.0, "lon": 0.0, "radius_km": 3600.0}


@pytest.mark.parametrize("as_of", ["unknown", "..", "[2024-05..]", "[2024-05,2024-07]", "2024~"])
def test_an_as_of_date_is_one_bounded_date(as_of: str) -> None:
    with pytest.raises(ValidationError, match="is no as-of date"):
        MapDefinition.model_validate(LEAST | {"as_of": as_of})


@pytest.mark.parametrize("as_of", ["2024", "2024-05", "2024-05-17"])
def test_a_date_of_any_length_is_an_as_of_date(as_of: str) -> None:
    assert MapDefinition.model_validate(LEAST | {"as_of": as_of}).as_of == as_of


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ({"from": "unknown"}, "'unknown' is no limit of a period"),
        ({"to": "2024~"}, "'2024~' is no limit of a period"),
        ({"from": "2025", "to": "2024"}, "from '2025' to '2024' ends before it starts"),
    ],
)
def test_a_period_is_one_that_can_be_asked(select: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MapDefinition.model_validate(LEAST | {"select": select})


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ({"bbox": [0, 80, 10, 70]}, "its south is not below its north"),
        ({"within": "300km"}, "within 300km of what"),
        ({"within": "300", "of": "Nome"}, "has no unit"),
        ({"grade": "F6"}, "is no least grade"),
        ({"all_regions": True}, "'all_regions' of which"),
        ({"statuses": "occured"}, "did you mean 'occurred'"),
    ],
)
def test_a_selection_is_a_question_that_can_be_asked(select: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MapDefinition.model_validate(LEAST | {"select": select})


def test_a_selection_is_a_question() -> None:
    given = {
        "regions": ["bering-sea", "chukchi-sea"],
        "all_regions": True,
        "bbox": [170, 60, -160, 75],
        "within": "300km",
        "of": "Nome",
        "north_of": 62,
        "from": "2024",
        "to": "2024",
        "themes": "air",
        "statuses": "not-stated",
        "grade": "B2",
        "text": "bomber",
        "without": "a",
        "certain": True,
    }
    definition = MapDefinition.model_validate(LEAST | {"select": given})
    assert definition.select.query(date(2025, 1, 1)) == Query.parse(
        regions=("bering-sea", "chukchi-sea"),
        all_regions=True,
        bbox=(170, 60, -160, 75),
        within="300km",
        of="Nome",
        north_of=62,
        start="2024",
        end="2024",
        themes="air",
        statuses="not-stated",
        grade="B2",
        text="bomber",
        as_of=date(2025, 1, 1),
    )


def test_a_projection_is_a_polar_one_and_spelt_in_one_way() -> None:
    definition = MapDefinition.model_validate(LEAST | {"projection": "epsg3571"})
    assert definition.projection == "EPSG:3571"
    for other in ("EPSG:3857", "mercator"):
        with pytest.raises(ValidationError, match="not a polar projection"):
            MapDefinition.model_validate(LEAST | {"projection": other})


@pytest.mark.parametrize("part", ["select", "observations"])
def test_what_selects_knows_its_keys(part: str) -> None:
    entry = {"dataset": "a", "title": "A", "source": "S"} if part == "observations" else {}
    for key, remedy in (("region", "did you mean 'regions'?"), ("zzz", "it is one of ")):
        with pytest.raises(ValidationError) as refused:
            MapDefinition.model_validate(LEAST | {part: {**entry, key: ["x"]}})
        (error,) = refused.value.errors()
        assert error["type"] == "unknown-key"
        assert error["msg"] == f"{key!r} is no key that says what is on the map"
        assert error["ctx"]["remedy"].startswith(remedy)
        assert error["ctx"]["at"] == (key,)
    # Elsewhere what is not known is kept.
    assert MapDefinition.model_validate(LEAST | {"of_ours": 1}).model_extra == {"of_ours": 1}
