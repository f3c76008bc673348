"""Build `layers/boundaries.geojson`: `python -m tools.build_boundaries`."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Geod

from tools.limits import LIMIT_DECIMALS
from tools.lines import Position, geodesic_line, rhumb, split_line
from tools.storing import write

__all__ = ["build"]

_BOUNDARIES = Path(__file__).parent / "boundaries.toml"
_ARC_POINTS = 12
_ELLIPSOID = Geod(ellps="WGS84")


def build() -> list[dict[str, Any]]:
    """Return the features."""
    boundaries = tomllib.loads(_BOUNDARIES.read_text(encoding="utf-8"))["boundary"]
    return [_feature(boundary) for boundary in boundaries]


def _arc(centre: Position, start: Position, end: Position) -> list[Position]:
    """Run round a centre the short way; the radius goes over from one end's to the other's."""
    bearings, _, radii = _ELLIPSOID.inv(
        [centre[0]] * 2, [centre[1]] * 2, [start[0], end[0]], [start[1], end[1]]
    )
    turn = (bearings[1] - bearings[0] + 180) % 360 - 180
    share = np.linspace(0, 1, _ARC_POINTS)
    lon, lat, _ = _ELLIPSOID.fwd(
        np.full(_ARC_POINTS, centre[0]),
        np.full(_ARC_POINTS, centre[1]),
        bearings[0] + turn * share,
        radii[0] + (radii[1] - radii[0]) * share,
    )
    return [start, *zip(lon[1:-1].tolist(), lat[1:-1].tolist(), strict=True), end]


def _lines(legs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Join legs that meet and cut the whole at 180 degrees."""
    runs: list[list[Position]] = []
    for leg in legs:
        points: list[Position] = [(lon, lat) for lon, lat in leg["points"]]
        if leg["line"] == "geodesic":
            return geodesic_line(points, LIMIT_DECIMALS)
        pairs = itertools.pairwise(points)
        if leg["line"] == "arc":
            run = _arc(tuple(leg["centre"]), *points)
        else:
            run = [at for start, end in pairs for at in rhumb(start, end)]
        if runs and runs[-1][-1] == run[0]:
            runs[-1] += run
        else:
            runs.append(run)
    parts = [split_line(run, LIMIT_DECIMALS) for run in runs]
    lines = [
        line
        for part in parts
        for line in ([part["coordinates"]] if part["type"] == "LineString" else part["coordinates"])
    ]
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _feature(boundary: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"name": boundary["names"]["en"], "names": boundary["names"]}
    properties["aliases"] = boundary.get("aliases", [])
    for key in ("kind", "authority", "legal_status", "valid"):
        if key in boundary:
            properties[key] = boundary[key]
    definition = {"text": boundary["text"], "url": boundary["url"]}
    if "more_urls" in boundary:
        definition["more_urls"] = boundary["more_urls"]
    properties |= {
        "definition": definition,
        "note": boundary["note"],
        "licence": boundary["licence"],
    }
    return {"id": boundary["id"], "properties": properties, "geometry": _lines(boundary["legs"])}


if __name__ == "__main__":
    path = write("boundaries", "Boundaries and lines", build())
    print(f"{path.name}: {path.stat().st_size:,} bytes")
