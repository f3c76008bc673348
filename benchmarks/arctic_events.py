"""Made-up records of the Arctic for a map: what they say is said in `events/`, where is drawn.

The texts, actors, sources and dates are those of the repository's own records, so that a page has
as much to tell of each as of a real one; places are a seeded draw round seas where things happen.
"""

from __future__ import annotations

import copy
import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

__all__ = ["arctic", "written"]

ROOT = Path(__file__).parent.parent
SEED = 17
# Middles of the seas, and how far records scatter round them: degrees of latitude.
SEAS = {
    "Barents Sea": (73.5, 36.0, 3.0),
    "Kara Sea": (75.0, 70.0, 3.0),
    "Norwegian Sea": (69.0, 5.0, 3.0),
    "Greenland Sea": (76.0, -5.0, 3.0),
    "Bering Sea": (59.5, 179.0, 3.0),
    "Bering Strait": (65.8, -168.8, 0.8),
    "Chukchi Sea": (70.0, -171.0, 2.0),
    "Beaufort Sea": (72.0, -143.0, 2.0),
    "East Siberian Sea": (72.0, 163.0, 2.5),
    "Laptev Sea": (75.5, 125.0, 2.5),
    "Baffin Bay": (73.0, -67.0, 2.5),
    "Kola coast": (69.3, 34.0, 0.7),
    "north of Svalbard": (81.5, 20.0, 2.0),
}
LINKS = ("part_of", "related", "replaces", "sequence")
# Of a hundred; the rest are points with a radius.
EXACT, LINES, AREAS = 12, 4, 4
REGIONS = 40
# Of a file.
MOST = 10_000
FIRST, DAYS = date(2015, 1, 1), 4000


def arctic(count: int) -> dict[str, Any]:
    """Return a FeatureCollection of `count` records, the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 (a draw for a benchmark, no secret)
    known = [
        feature
        for path in sorted((ROOT / "events").glob("*.geojson"))
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    ]
    features = [_varied(known[n % len(known)], n, chance) for n in range(count)]
    return {"type": "FeatureCollection", "features": features}


def written(folder: Path, count: int) -> Path:
    """Write a workspace of such records, with the repository's regions, and return its events.

    Of more than fit into one file, the first of several.
    """
    path = folder / "events" / "made-up.geojson"
    path.parent.mkdir(parents=True)
    shutil.copytree(ROOT / "layers", folder / "layers")  # a link out of a workspace is refused
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    whole = arctic(count)
    features = whole["features"]
    for n in range(0, count, MOST):
        part = path.with_stem(f"made-up-{n // MOST}") if n else path
        some = {**whole, "features": features[n : n + MOST]}
        part.write_text(json.dumps(some, ensure_ascii=False), encoding="utf-8")
    return path


def _varied(known: dict[str, Any], n: int, chance: random.Random) -> dict[str, Any]:
    properties = copy.deepcopy(known["properties"])
    for key in LINKS:
        properties.pop(key, None)
    for source in properties["sources"]:
        # What is cited stands in seeds/, which this workspace has not.
        if isinstance(source, dict) and source.pop("seed", None):
            source.pop("claim", None)
            source.setdefault("cite", "A report.")
    properties["start"] = (FIRST + timedelta(chance.randrange(DAYS))).isoformat()
    properties.pop("end", None)
    sea, (lat, lon, spread) = chance.choice(list(SEAS.items()))
    at = _near(lat, lon, spread, chance)
    place = properties.get("place") or {}
    note = {"note": place["note"]} if "note" in place else {}
    geometry, how = _drawn(at, chance)
    # Of the records that name a region, part go on doing so.
    if place.get("precision") == "region" and chance.randrange(100) < REGIONS:
        geometry, how = None, {k: v for k, v in place.items() if k not in {"name", "note"}}
    properties["place"] = {"name": place.get("name", sea), **how, **note}
    return {
        "type": "Feature",
        "id": f"{known['id']}-{n}",
        "geometry": geometry,
        "properties": properties,
    }


def _drawn(at: list[float], chance: random.Random) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return a geometry there and how well it is known."""
    drawn = chance.randrange(100)
    lon, lat = at
    if drawn < EXACT:
        return {"type": "Point", "coordinates": at}, {"precision": "exact"}
    if drawn < EXACT + LINES:
        way = [at, *([round(lon + 3 * i, 3), _lat(lat + chance.gauss(0, 0.6))] for i in (1, 2, 3))]
        return (
            {"type": "LineString", "coordinates": way},
            {"precision": "line", "radius_km": chance.choice((5, 20, 50))},
        )
    if drawn < EXACT + LINES + AREAS:
        east, north = round(lon + chance.uniform(1, 5), 3), _lat(lat + chance.uniform(0.5, 1.5))
        ring = [at, [east, lat], [east, north], [lon, north], at]
        return {"type": "Polygon", "coordinates": [ring]}, {"precision": "area"}
    radius = chance.choice((2, 5, 10, 10, 25, 25, 50, 100, 200))
    return {"type": "Point", "coordinates": at}, {"precision": "near", "radius_km": radius}


def _near(lat: float, lon: float, spread: float, chance: random.Random) -> list[float]:
    east = lon + chance.gauss(0, 2.2 * spread)
    return [round((east + 180) % 360 - 180, 4), _lat(lat + chance.gauss(0, spread))]


def _lat(lat: float) -> float:
    return round(min(lat, 88.0), 4)
