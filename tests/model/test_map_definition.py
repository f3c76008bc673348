"""A map definition has a title and a marking; the view is the whole Arctic unless it says so."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from geotrack.model import MapDefinition

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
