"""GeoJSON files of positions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def feature(id_: Any, lon: Any, lat: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def put(path: Path, *features: Any, **members: Any) -> Path:
    collection = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(collection, indent=1), "utf-8")
    return path
