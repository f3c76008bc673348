"""Workspaces of a few Features and one map, of records or of a dataset."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import Workspace, open_workspace

__all__ = [
    "DEFINITION",
    "REGIONS",
    "feature",
    "feature_fixture",
    "make",
]

REGIONS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "far-north",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-180, 80], [180, 80], [180, 90], [-180, 90], [-180, 80]]],
            },
            "properties": {
                "name": "Far North",
                "definition": "North of 80° N.",
                "licence": "CC0-1.0",
            },
        },
        {
            "type": "Feature",
            "id": "date-line-box",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[175, 60], [185, 60], [185, 66], [175, 66], [175, 60]]],
            },
            "properties": {
                "name": "Box at 180°",
                "definition": "From 175° E to 175° W, 60 to 66° N.",
                "licence": "CC0-1.0",
            },
        },
    ],
}

DEFINITION = """
title = "A map"
marking = "UNCLASSIFIED // TEST"
as_of = "2024-12-31"
projection = "EPSG:3571"
"""


def feature(id_: str, **properties: Any) -> dict[str, Any]:
    """Return a small valid record; `geometry` may be among the properties."""
    geometry = properties.pop("geometry", {"type": "Point", "coordinates": [-168.5, 65.7]})
    return {
        "type": "Feature",
        "id": id_,
        "geometry": geometry,
        "properties": {
            "title": f"Title of {id_}",
            "type": "naval/sighting",
            "start": "2024-06-01",
            "sources": ["https://example.org/a"],
            **properties,
        },
    }


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Workspace]:
    """Return a function that makes a workspace of some Features and one map named `plan`."""

    def build(*features: dict[str, Any], definition: str = DEFINITION) -> Workspace:
        for name in ("events", "layers", "maps", "seeds"):
            (tmp_path / name).mkdir(exist_ok=True)
        collection = {"type": "FeatureCollection", "features": list(features)}
        (tmp_path / "events" / "a.geojson").write_text(json.dumps(collection), encoding="utf-8")
        (tmp_path / "layers" / "regions.geojson").write_text(json.dumps(REGIONS), encoding="utf-8")
        (tmp_path / "maps" / "plan.toml").write_text(definition, encoding="utf-8")
        (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
        return open_workspace(tmp_path)

    return build


@pytest.fixture(name="feature")
def feature_fixture() -> Callable[..., dict[str, Any]]:
    return feature
