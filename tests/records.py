"""Small made-up records and workspaces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geotrack.model import Event
from geotrack.reading import Read, read_events
from geotrack.workspace import Workspace, open_workspace

WHOLE: dict[str, Any] = {
    "title": "A patrol",
    "type": "coastguard/patrol",
    "start": "2024-09-28",
    "sources": ["https://example.org/a"],
}


def feature(id_: object = "a", geometry: Any = None, **properties: Any) -> dict[str, Any]:
    """Return a sound Feature with some properties set, or left out where they are `...`."""
    given = {k: v for k, v in {**WHOLE, **properties}.items() if v is not ...}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": given}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def polygon(*ring: list[float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def sector(west: float, east: float, south: float, north: float) -> dict[str, Any]:
    return polygon([west, south], [east, south], [east, north], [west, north])


def cap(south: float) -> dict[str, Any]:
    """All north of a parallel."""
    return polygon(*([lon, south] for lon in range(-180, 181, 60)), [180, 90], [-180, 90])


def region(id_: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    given = {"name": id_.title(), "definition": "Made up.", "licence": "CC0", **properties}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": given}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def written(path: Path, *features: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(collection(*features), indent=1), "utf-8")
    return path


def read(folder: Path, *features: Any) -> Read[Event]:
    return read_events(written(folder / "x.geojson", *features), "x.geojson")


def event(folder: Path, *args: Any, **properties: Any) -> Event:
    """Return the one event of a sound Feature."""
    (located,) = read(folder, feature(*args, **properties)).records
    return located.record


def workspace(folder: Path, *events: Any, regions: Any = ()) -> Workspace:
    """Return a workspace with events and regions."""
    written(folder / "events" / "e.geojson", *events)
    written(folder / "layers" / "regions.geojson", *regions)
    return open_workspace(folder)
