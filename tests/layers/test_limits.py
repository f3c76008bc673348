"""Limits that a definition gives by positions and lines are drawn where it puts them.

Rhumb lines and geodesics come from pyproj here, from code of geotrack's own in `tools/`.
"""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project, to_plane

LAYERS = Path(__file__).parents[2] / "layers"
WITHIN_M = 1.0
GEOD = Geod(ellps="WGS84")
# EPSG:3395 is Mercator on the ellipsoid: a rhumb line is straight in it.
MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3395", always_xy=True)
Position = tuple[float, float]


def dms(degrees: float, minutes: float = 0.0, seconds: float = 0.0) -> float:
    return degrees + minutes / 60 + seconds / 3600


POINT_BARROW = (-dms(156, 20), dms(71, 20))
LINE_OF_1990 = -dms(168, 58, 37)
# What `definition.text` names, degree by degree.
POLAR_CODE = [
    (-dms(56, 37.1), 60.0),
    (-42.0, 58.0),
    (-dms(35, 27), dms(64, 37)),
    (-dms(26, 33.4), dms(67, 3.9)),
    (-dms(8, 59.61), dms(70, 49.56)),
    (dms(19, 1), dms(73, 31.6)),
    (dms(43, 23.08), dms(68, 38.29)),
]
# As the pages that the two lines cite print them.
LINES_OF_TREATIES = {
    "us-ussr-1990": [
        (LINE_OF_1990, 65.5),
        (-dms(178, 15, 36), dms(61, 2, 17)),
        (-dms(179, 46, 49), dms(60, 11, 39)),
        (dms(178, 33, 59), dms(58, 57, 18)),
        (dms(174, 44, 32), dms(56, 46, 29)),
    ],
    "norway-russia-2010": [
        (37.0, dms(73, 41, 10.85)),
        (37.0, dms(75, 11, 41.0)),
        (38.0, dms(75, 48, 0.74)),
        (38.0, dms(78, 37, 29.5)),
        (dms(34, 59, 56.0), dms(79, 17, 4.77)),
        (dms(35, 0, 0.29), dms(83, 21, 7.0)),
        (dms(32, 3, 51.36), dms(84, 41, 40.67)),
    ],
}


@cache
def stored(layer: str = "regions") -> dict[str, dict[str, Any]]:
    features = json.loads((LAYERS / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["id"]: feature["geometry"] for feature in features}


def positions(coordinates: Any) -> list[list[float]]:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return list(itertools.chain.from_iterable(map(positions, coordinates)))


@cache
def region(name: str) -> BaseGeometry:
    return to_plane(stored()[name])


@cache
def northernmost(island: str) -> Position:
    """Return the northernmost position of an island as it is drawn."""
    return max(map(tuple, positions(stored()[island]["coordinates"])), key=lambda at: at[1])


def rhumb(start: Position, end: Position, count: int = 200) -> list[Position]:
    x, y = MERCATOR.transform(*np.array([start, end]).T)
    ways = np.linspace(x[0], x[1], count), np.linspace(y[0], y[1], count)
    return list(zip(*MERCATOR.transform(*ways, direction="INVERSE"), strict=True))


def great_circle(start: Position, end: Position, count: int = 200) -> list[Position]:
    return [start, *GEOD.npts(*start, *end, count), end]


def along(parallel: float, west: float, east: float) -> list[Position]:
    return [(float(lon), parallel) for lon in np.linspace(west, east, 97)]


def up(meridian: float, south: float, north: float) -> list[Position]:
    return [(meridian, float(lat)) for lat in np.linspace(south, north, 97)]


LINES = {
    "chukchi-sea-iho": [
        along(66.55, -170.7, -168.0),
        # From where the line has left the spit of Point Barrow to the island.
        [at for at in rhumb(POINT_BARROW, northernmost("wrangel-island")) if at[0] < -156.9],
    ],
    "bering-strait": [along(65.5, -170.4, -168.3), along(66.55, -170.7, -168.0)],
    "fram-strait": [along(78.0, -15.0, 10.0), along(80.0, -10.0, 10.0)],
    "northern-sea-route": [up(LINE_OF_1990, 66.2, 72.0), up(68.58, 76.97, 84.3)],
    "amap-area": [along(dms(66, 32), -12.0, 58.0)],
    "arctic-circle": [along(66.55, -180.0, 180.0)],
    "polar-code-waters": [
        rhumb(POLAR_CODE[0], POLAR_CODE[1]),
        rhumb(POLAR_CODE[1], POLAR_CODE[2]),
        rhumb(POLAR_CODE[2], POLAR_CODE[3]),
        rhumb(POLAR_CODE[3], POLAR_CODE[4]),
        great_circle(POLAR_CODE[4], POLAR_CODE[5]),
        great_circle(POLAR_CODE[5], POLAR_CODE[6]),
        along(60.0, 171.0, 180.0),
        along(60.0, -180.0, -168.0),
        along(60.0, -93.0, -78.5),  # Hudson Bay
    ],
}


def at(position: Position) -> shapely.Point:
    x, y = project(*position)
    return shapely.Point(float(x), float(y))


def off_border(name: str, line: list[Position]) -> float:
    """Return how far the farthest position of a line is from the border of a region, in metres."""
    border = region(name).boundary
    shapely.prepare(border)
    return max(border.distance(at(position)) for position in line)


@pytest.mark.parametrize(("name", "line"), [(n, line) for n in LINES for line in LINES[n]])
def test_a_limit_runs_where_its_definition_puts_it(name: str, line: list[Position]) -> None:
    assert off_border(name, line) < WITHIN_M


@pytest.mark.parametrize("position", POLAR_CODE)
def test_the_positions_of_the_polar_code_lie_on_its_border(position: Position) -> None:
    assert off_border("polar-code-waters", [position]) < WITHIN_M


@pytest.mark.parametrize(("name", "points"), LINES_OF_TREATIES.items())
def test_the_positions_of_a_treaty_lie_on_its_line(name: str, points: list[Position]) -> None:
    line = to_plane(stored("boundaries")[name])
    assert max(line.distance(at(position)) for position in points) < WITHIN_M


def test_the_chukchi_sea_of_the_iho_is_bounded_by_its_positions() -> None:
    island = northernmost("wrangel-island")
    assert off_border("chukchi-sea-iho", [island]) < WITHIN_M
    # The stated position of Point Barrow lies in Elson Lagoon, which opens to the Beaufort Sea.
    assert not region("chukchi-sea-iho").covers(at(POINT_BARROW))
    assert region("beaufort-sea").covers(at(POINT_BARROW))
    assert region("chukchi-sea-iho").intersection(region("beaufort-sea")).area < 1
    # S-23 puts the island's northernmost point at 179°30′W; it is 15 km farther east as drawn.
    assert GEOD.inv(*island, -179.5, island[1])[2] < 16_000


@pytest.mark.parametrize(
    ("lon", "lat", "is_inside"),
    [
        (-dms(168, 40), dms(71, 20), True),  # south of the line, and north of Natural Earth's sea
        (-dms(168, 40), 71.6, False),
        (-170.0, 66.56, True),
        (-170.0, 66.54, False),
        (-178.0, 71.5, True),  # off the island's north-eastern shore
        (-179.9, 71.8, False),
        (178.7, 70.6, True),  # to either side of the line from Cape Blossom to Cape Yakan
        (178.4, 70.6, False),
    ],
)
def test_positions_lie_on_the_right_side_of_the_lines_of_the_chukchi_sea(
    lon: float, lat: float, *, is_inside: bool
) -> None:
    assert region("chukchi-sea-iho").covers(at((lon, lat))) is is_inside
