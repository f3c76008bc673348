"""Area and time must be met together: who was in each of two seas was not in both at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotrack.dates import Period
from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.workspace import Workspace, open_workspace


def box(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 70], [east, 70], [east, 75], [west, 75], [west, 70]]
    return {"type": "Polygon", "coordinates": [ring]}


def region(id_: str, west: float, east: float) -> dict[str, Any]:
    properties = {"name": id_, "definition": "A box.", "licence": "CC0-1.0"}
    return {"type": "Feature", "id": id_, "geometry": box(west, east), "properties": properties}


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Return a function that asks one made-up record a question and gives its match."""

    def answer(start: str, asked: str, as_of: date | None = None, **properties: Any) -> str | None:
        for name, features in {
            "events/a": [
                {
                    "type": "Feature",
                    "id": "a",
                    "geometry": None,
                    "properties": {
                        "title": "A",
                        "type": "naval/patrol",
                        "start": start,
                        "sources": "https://example.org",
                        **properties,
                    },
                }
            ],
            "layers/regions": [region("west", 170, 175), region("east", 175, 185)],
        }.items():
            path = tmp_path / f"{name}.geojson"
            path.parent.mkdir(exist_ok=True)
            collection = {"type": "FeatureCollection", "features": features}
            path.write_text(json.dumps(collection), encoding="utf-8")
        workspace: Workspace = open_workspace(tmp_path)
        query = Query(regions=("east",), period=Period.parse(asked, asked), as_of=as_of)
        hits = select(workspace, query).hits
        return str(hits[0].match) if hits else None

    return answer


BOTH = {"regions": ["west", "east"], "regions_mode": "each"}
ONE_PLACE = {"regions": ["east"]}


@pytest.mark.parametrize(
    ("place", "asked", "match"),
    [
        (BOTH, "2024-09", "certain"),  # the whole of it is asked about
        (BOTH, "2024", "certain"),
        (BOTH, "2024-09-12", "possible"),  # it may have been in the other sea that day
        (BOTH, "2024-10", None),
        (ONE_PLACE, "2024-09-12", "certain"),  # it was nowhere else
    ],
)
def test_each_of_two_places_over_a_time(
    ask: Any, place: dict[str, Any], asked: str, match: str | None
) -> None:
    assert ask("2024-09-10", asked, end="2024-09-20", place=place) == match


def test_one_moment_in_each_of_two_places_is_met_in_both(ask: Any) -> None:
    assert ask("2024-09-10", "2024-09-10", place=BOTH) == "certain"


@pytest.mark.parametrize(
    ("asked", "match"), [("2024-09-12", "certain"), ("2025-01", "certain"), ("2025-06", "possible")]
)
def test_what_goes_on_is_certain_as_far_as_it_is_known(ask: Any, asked: str, match: str) -> None:
    known = date(2025, 2, 1)
    assert ask("2024-09-10", asked, as_of=known, end="..", place=ONE_PLACE) == match
