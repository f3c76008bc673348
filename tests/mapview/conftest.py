"""Maps with layers of other people's files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import Workspace, open_workspace
from tests.map_workspaces import feature_fixture, make
from tests.records import collection, feature, point, region, sector

__all__ = ["HEAD", "area", "entry", "feature_fixture", "line", "make", "mapped"]

HEAD = 'title = "M"\nmarking = "UNCLASSIFIED"\nas_of = "2025-01-01"\n[view]\nlat = 75\nlon = 10\n'
ENTRY = 'name = "Cables"\nsource = "A chart"\nlicence = "CC0 1.0"\n'


def entry(file: str, more: str = "", *, head: str = ENTRY) -> str:
    return f'[[layers.files]]\nfile = "{file}"\n{head}{more}'


def line(*places: list[float], **properties: Any) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": list(places)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def area(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def mapped(tmp_path: Path) -> Callable[..., Workspace]:
    """Return a function that makes a workspace: files by path, and entries of its map `m`."""

    def build(files: dict[str, Any], *entries: str, head: str = HEAD) -> Workspace:
        west = region("west", sector(-180, -160, 65, 75))
        events = collection(feature("at-sea", point(15, 76)), feature("off", point(20, 72)))
        every = {"layers/regions.geojson": collection(west), "events/a.geojson": events, **files}
        for name, content in every.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        (tmp_path / "geotrack.toml").write_text("format = 1\n", "utf-8")
        (tmp_path / "maps").mkdir(exist_ok=True)
        (tmp_path / "maps" / "m.toml").write_text(head + "".join(entries), "utf-8")
        return open_workspace(tmp_path)

    return build
