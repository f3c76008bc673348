"""An answer does not hang on how shapes are written, nor on which meridian points down."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.files.resources import sample_workspace
from geotrack.footprint.regions import Regions
from geotrack.model import Event, LayerFeature
from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.workspace import Workspace
from known_shapes import FAMILIES, rings, split, turned
from tests.examples import few
from tests.records import point, polygon, sector

PLACES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (point(179.5, 70), {"precision": "near", "radius_km": 60}),
    (point(-177, 71), {"precision": "exact"}),
    (point(0, 90), {"precision": "near", "radius_km": 900}),
    (point(150, 82), {"precision": "representative", "radius_km": 200}),
    (
        {"type": "LineString", "coordinates": [[165, 68], [178, 66], [195, 66]]},
        {"precision": "line", "radius_km": 30},
    ),
    (
        {"type": "LineString", "coordinates": [[-150, 78], [-100, 86], [30, 84], [30, 70]]},
        {"precision": "line", "radius_km": 40},
    ),
    (sector(172, 182, 69, 72), {"precision": "area"}),
    (sector(-40, 40, 75, 79), {"precision": "near", "radius_km": 50}),
]


def moved(value: Any, degrees: float) -> Any:
    """Turn all positions of a geometry by some degrees of longitude."""
    if isinstance(value, dict):
        return {key: moved(part, degrees) for key, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return [value[0] + degrees, *value[1:]]
    return [moved(part, degrees) for part in value] if isinstance(value, list) else value


def opened(areas: dict[str, Any], places: list[tuple[Any, Any]]) -> Workspace:
    """Return a workspace of records of a type that no coast cuts, and of some regions."""
    events = []
    for n, (geometry, place) in enumerate(places):
        properties = {
            "title": "A",
            "type": "air/patrol",
            "start": "2024",
            "sources": "https://example.org",
            "place": place,
        }
        members = {"@id": str(n), "@geometry": geometry, "@feature": {"properties": properties}}
        events.append(Event.model_validate({**properties, **members}))
    region = {"name": "Area", "definition": "Made up.", "licence": "CC0"}
    workspace = Workspace(sample_workspace(), (), sample_workspace() / "layers")
    vars(workspace)["events"] = tuple(events)
    vars(workspace.layers_and_maps)["regions"] = Regions(
        {
            id_: LayerFeature.model_validate(
                {**region, "@id": id_, "@geometry": area, "@feature": {"properties": region}}
            )
            for id_, area in areas.items()
        }
    )
    return workspace


def answers(workspace: Workspace, region: str) -> dict[str, str]:
    found = select(workspace, Query(regions=region))
    return dict(zip(found.ids, map(str, found.matches), strict=True))


AREAS = {
    f"{family}-{n}": (family, area)
    for family, spellings in FAMILIES.items()
    for n, area in enumerate(spellings.values())
}


@cache
def first() -> dict[str, dict[str, str]]:
    """Return the answers for each family as it is spelt first."""
    workspace = opened({family: AREAS[f"{family}-0"][1] for family in FAMILIES}, PLACES)
    return {family: answers(workspace, family) for family in FAMILIES}


def test_a_region_spelt_another_way_has_the_same_answer() -> None:
    workspace = opened({id_: area for id_, (_, area) in AREAS.items()}, PLACES)
    for id_, (family, _) in AREAS.items():
        assert first()[family], "a question that nothing meets shows nothing"
        assert answers(workspace, id_) == first()[family], id_


@pytest.mark.parametrize("degrees", [-360, 360])
def test_a_record_a_turn_further_is_where_it_was(degrees: int) -> None:
    further = [(moved(geometry, degrees), place) for geometry, place in PLACES]
    workspace = opened({family: AREAS[f"{family}-0"][1] for family in FAMILIES}, further)
    assert {family: answers(workspace, family) for family in FAMILIES} == first()


@pytest.mark.parametrize("degrees", [37, 90, -123.4, 180])
def test_another_meridian_at_the_bottom_changes_nothing(degrees: float) -> None:
    further = [(moved(geometry, degrees), place) for geometry, place in PLACES]
    areas = {family: moved(AREAS[f"{family}-0"][1], degrees) for family in FAMILIES}
    workspace = opened(areas, further)
    assert {family: answers(workspace, family) for family in FAMILIES} == first()


@few
@given(rings(), rings(), st.integers(-1790, 1790), st.sampled_from([20, 150, 700]))
def test_so_it_is_of_any_shapes(
    asked: list[list[float]], area: list[list[float]], degrees: int, radius_km: int
) -> None:
    def places(ring: list[list[float]]) -> list[tuple[Any, Any]]:
        near = {"precision": "near", "radius_km": radius_km}
        line = {"type": "LineString", "coordinates": ring[:-1]}
        return [
            (polygon(*ring[:-1]), near),
            (line, {"precision": "line", "radius_km": 20}),
            (point(*ring[0]), near),
        ]

    spelt = {
        "plain": polygon(*asked[:-1]),
        "backwards": polygon(*asked[:0:-1]),
        "split": split(asked),
    }
    workspace = opened(spelt, places(area))
    plain = answers(workspace, "plain")
    assert answers(workspace, "backwards") == answers(workspace, "split") == plain
    step = degrees / 10
    further = opened({"turned": polygon(*turned(asked, step)[:-1])}, places(turned(area, step)))
    assert answers(further, "turned") == plain
