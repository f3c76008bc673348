"""Build `layers/routes.geojson` from `tools/routes.toml`: `python -m tools.build_routes`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import shapely

from folium_polar.geometry import to_plane
from tools.coast import basemap_land
from tools.lines import geodesic_line
from tools.storing import write

__all__ = ["build", "land_km"]

_ROUTES = Path(__file__).parent / "routes.toml"


def build() -> list[dict[str, Any]]:
    """Return the features."""
    routes = tomllib.loads(_ROUTES.read_text(encoding="utf-8"))["route"]
    return [_feature(route) for route in routes]


def land_km(geometry: dict[str, Any]) -> float:
    """Return how much of a line runs over the basemap's land, in km of the plane."""
    return float(shapely.length(to_plane(geometry).intersection(basemap_land()))) / 1000


def _feature(route: dict[str, Any]) -> dict[str, Any]:
    geometry = geodesic_line([(lon, lat) for lon, lat in route["points"]])
    over = land_km(geometry)
    crossing = (
        f"It crosses {over:.0f} km of the basemap's land, as its source does."
        if over >= 1
        else "It touches no land of the basemap."
    )
    properties = {
        "name": route["names"]["en"],
        "names": route["names"],
        "aliases": route["aliases"],
        "kind": "route-sketch" if route.get("sketch") else "route",
        "authority": "geotrack" if route.get("sketch") else "searoute",
        "definition": {"text": route["text"], **({"url": route["url"]} if "url" in route else {})},
        "note": f"{route['note']} {crossing}",
        "licence": route["licence"],
    }
    return {"id": route["id"], "properties": properties, "geometry": geometry}


if __name__ == "__main__":
    path = write("routes", "Sea routes", build())
    print(f"{path.name}: {path.stat().st_size:,} bytes")
