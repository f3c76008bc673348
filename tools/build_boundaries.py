"""Build `layers/boundaries.geojson`: `python -m tools.build_boundaries`."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Geod

from geotrack.polar import distance_m
from tools.lines import geodesic_line, split_line
from tools.storing import write

__all__ = ["build", "rhumb"]

_BOUNDARIES = Path(__file__).parent / "boundaries.toml"
_STEP_M = 25_000.0
_ARC_POINTS = 12
_ELLIPSOID = Geod(ellps="WGS84")
Position = tuple[float, float]


def build() -> list[dict[str, Any]]:
    """Return the features."""
    boundaries = tomllib.loads(_BOUNDARIES.read_text(encoding="utf-8"))["boundary"]
    return [_feature(boundary) for boundary in boundaries]


def rhumb(start: Position, end: Position) -> list[Position]:
    """Run a line of constant course on the WGS 84 ellipsoid, a vertex each 25 km at least.

    A course is constant where the line is straight in longitude and isometric latitude (Snyder
    1987, equation 7-9).
    """
    turn = (
        (end[0] - start[0] + 180) % 360 - 180 if abs(end[0] - start[0]) > 180 else end[0] - start[0]
    )
    count = max(2, math.ceil(distance_m(*start, *end) / _STEP_M) + 1)
    share = np.linspace(0, 1, count)
    lon = start[0] + turn * share
    lon = np.where(lon > 180, lon - 360, np.where(lon < -180, lon + 360, lon))
    if start[1] == end[1] or turn == 0:
        lat = start[1] + (end[1] - start[1]) * share
    else:
        fine = np.linspace(start[1], end[1], 50 * count)
        heights = _isometric(fine)
        wanted = heights[0] + (heights[-1] - heights[0]) * share
        order = np.argsort(heights)
        lat = np.interp(wanted, heights[order], fine[order])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _isometric(lat: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    sine = np.sin(np.radians(lat))
    eccentricity = math.sqrt(_ELLIPSOID.es)
    return np.asarray(np.arctanh(sine) - eccentricity * np.arctanh(eccentricity * sine))


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
            return geodesic_line(points)
        pairs = itertools.pairwise(points)
        if leg["line"] == "arc":
            run = _arc(tuple(leg["centre"]), *points)
        else:
            run = [at for start, end in pairs for at in rhumb(start, end)]
        if runs and runs[-1][-1] == run[0]:
            runs[-1] += run
        else:
            runs.append(run)
    parts = [split_line(run) for run in runs]
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
