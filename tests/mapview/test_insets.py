"""Insets of a map: those of its definition, else one for each crowd of symbols."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from folium_polar.geometry import distance_m, project
from geotrack.mapview.insets import MOST, REACH, InsetView, insets_of
from geotrack.mapview.map_view import MapView
from geotrack.model import MapDefinition
from tests.records import cap, feature, point, region, sector, workspace

LEAST: dict[str, Any] = {"title": "M", "marking": None}
STRAIT = {"name": "Strait", "lat": 65.6, "lon": -169.5, "radius_km": 300}


def records(*places: tuple[float, float]) -> Any:
    """Records at places, longitude and latitude, numbered from 1."""
    return [
        SimpleNamespace(number=n, drawing=SimpleNamespace(lonlat=place))
        for n, place in enumerate(places, 1)
    ]


def found(view: dict[str, float], places: Any, stacks: Any = ()) -> list[InsetView]:
    definition = MapDefinition.model_validate(LEAST | {"view": view})
    return insets_of(definition, records(*places), stacks, {})


@pytest.mark.parametrize(
    "wrong", [{"lat": 91}, {"radius_km": 0}, {"factor": 1}, {"factor": 21}, {"lon": None}]
)
def test_an_inset_is_a_circle_that_is_enlarged(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MapDefinition.model_validate(LEAST | {"insets": [STRAIT | wrong]})


def test_a_definition_says_what_is_enlarged_or_that_nothing_is(tmp_path: Path) -> None:
    crowd = [feature(f"r{n}", point(-169.5, 65.6)) for n in range(9)]
    own = workspace(tmp_path, *crowd, feature("far", point(10, 80)))
    view = {"lat": 66, "lon": -169, "radius_km": 2000}
    for insets, factors in [([STRAIT], [5.0]), ([STRAIT | {"factor": 3}], [3.0]), (False, [])]:
        definition = MapDefinition.model_validate(LEAST | {"view": view, "insets": insets})
        shown = MapView(own, definition).insets
        assert [inset.factor for inset in shown] == factors
        assert [len(inset.numbers) for inset in shown] == [9] * len(factors)
    [by_itself] = MapView(own, MapDefinition.model_validate(LEAST | {"view": view})).insets
    assert (by_itself.name, len(by_itself.numbers)) == ("", 9)


def test_a_record_in_two_circles_is_in_the_first_and_an_empty_one_is_left_out() -> None:
    insets = [STRAIT, STRAIT | {"lat": 66}, STRAIT | {"lat": 80}]
    definition = MapDefinition.model_validate(LEAST | {"insets": insets})
    [one] = insets_of(definition, records((-169.5, 65.8), (0, 70)), (), {})
    assert one.numbers == (1,)


def test_a_crowd_has_the_name_of_the_smallest_region_around_it(tmp_path: Path) -> None:
    regions = [
        region("arctic", cap(60), names={"nb": "Arktis"}),
        region("strait", sector(-172, -165, 64, 67), names={"nb": "Stredet"}),
    ]
    crowd = [feature(f"r{n}", point(-169.5, 65.6)) for n in range(7)]
    own = workspace(tmp_path, *crowd, regions=regions)
    [inset] = MapView(own, MapDefinition.model_validate(LEAST | {"language": "nb"})).insets
    assert inset.caption("nb") == "Stredet, fem ganger målestokken"
    assert inset.caption("en") == "Strait, five times the scale"
    plain = InsetView("", 0, 80, 300, 2.5)
    assert plain.caption("en") == "2.5 times the scale"
    assert plain.caption("nb") == "2,5 ganger målestokken"


VIEW = {"lat": 78.0, "lon": 20.0, "radius_km": 3000.0}
DEGREES = st.tuples(
    st.floats(-180, 180).map(lambda lon: round(lon, 2)),
    st.floats(56, 90).map(lambda lat: round(lat, 2)),
)
NEAR = st.tuples(
    st.floats(0, 30).map(lambda lon: round(lon, 1)),
    st.floats(76, 80).map(lambda lat: round(lat, 1)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(DEGREES, NEAR), max_size=40), st.integers(0, 12))
def test_every_crowd_is_in_an_inset_or_is_a_stack(
    places: list[tuple[float, float]], stacked: int
) -> None:
    stack = tuple(range(1, min(stacked, len(places)) + 1))
    # Those of a stack stand at one place.
    places = [places[0] if n in stack else place for n, place in enumerate(places, 1)]
    insets = found(VIEW, places, [stack])
    assert insets == found(VIEW, places, [stack]), "the same again"
    numbers = [n for inset in insets for n in inset.numbers]
    assert len(numbers) == len(set(numbers)), "each is in one"
    for inset in insets:
        for n in inset.numbers:
            away = distance_m(inset.lon, inset.lat, *places[n - 1])
            assert away <= 1000 * inset.radius_km
    circle = [n for n, place in enumerate(places, 1) if n not in numbers and n not in stack[1:]]
    plane = np.column_stack(project(*np.array([places[n - 1] for n in circle]).reshape(-1, 2).T))
    reach = REACH * 1000 * VIEW["radius_km"]
    for here in plane:
        assert np.count_nonzero(np.hypot(*(plane - here).T) < reach) <= MOST


def test_seven_symbols_are_a_crowd_and_six_are_none() -> None:
    places = [(20 + n / 10, 78.0) for n in range(7)]
    assert [i.numbers for i in found(VIEW, places)] == [tuple(range(1, 8))]
    assert not found(VIEW, places[:6])
    assert not found(VIEW, places, [(1, 2)]), "a stack is one symbol"
    assert not found(VIEW, places * 90), "a map of many has clusters"
