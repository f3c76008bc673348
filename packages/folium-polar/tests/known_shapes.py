"""Shapes spelt in several ways, by name, and ways to spell a shape anew."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

Ring = list[list[float]]
Geometry = dict[str, Any]


def polygon(*rings: Ring) -> Geometry:
    return {"type": "Polygon", "coordinates": list(rings)}


def multipolygon(*shells: Ring) -> Geometry:
    return {"type": "MultiPolygon", "coordinates": [[shell] for shell in shells]}


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def sector(west: float, south: float, east: float) -> Ring:
    return [[west, south], [east, south], [east, 90], [west, 90], [west, south]]


def turned(ring: Ring, degrees: float) -> Ring:
    return [[lon + degrees, lat] for lon, lat in ring]


POLAR_RING: Ring = [[-180, 80], [-90, 80], [0, 80], [90, 80], [180, 80], [-180, 80]]
WRANGEL: Ring = [[178.5, 70.7], [180.1, 70.6], [182.6, 71], [181, 71.7], [179, 71.4], [178.5, 70.7]]
WRANGEL_WEST: Ring = [[178.5, 70.7], [180, 70.60625], [180, 71.55], [179, 71.4], [178.5, 70.7]]
WRANGEL_EAST: Ring = [
    [-180, 70.60625],
    [-179.9, 70.6],
    [-177.4, 71],
    [-179, 71.7],
    [-180, 71.55],
    [-180, 70.60625],
]

FAMILIES: dict[str, dict[str, Geometry]] = {
    "cap": {
        "polar-ring-ccw": polygon(POLAR_RING),
        "polar-ring-cw": polygon(POLAR_RING[::-1]),
        "polar-ring-turned": polygon(turned(POLAR_RING, 360)),
        "polar-ring-without-180": polygon([[0, 80], [120, 80], [-120, 80], [0, 80]]),
        "polar-ring-without-180-cw": polygon([[0, 80], [-120, 80], [120, 80], [0, 80]]),
        "polar-ring-past-180": polygon([[30, 80], [150, 80], [270, 80], [390, 80], [30, 80]]),
        "band-with-90N-edge": polygon(box(-180, 80, 180, 90)),
        "band-with-90N-edge-cw": polygon(box(-180, 80, 180, 90)[::-1]),
        "band-with-vertices": polygon(
            [
                *([-180, 80], [-60, 80], [60, 80], [180, 80]),
                *([180, 90], [0, 90], [-180, 90], [-180, 80]),
            ]
        ),
        "band-0-360": polygon(box(0, 80, 360, 90)),
        "spike-to-the-pole": polygon(
            [[0, 80], [120, 80], [120, 90], [120, 80], [240, 80], [360, 80], [0, 80]]
        ),
        "halves": multipolygon(
            *([[w, 80], [w + 90, 80], [w + 180, 80], [0, 90], [w, 80]] for w in (-180, 0))
        ),
        "quarters": multipolygon(*(sector(west, 80, west + 90) for west in range(-180, 180, 90))),
        "sixths": multipolygon(*(sector(west, 80, west + 60) for west in range(-170, 190, 60))),
    },
    "annulus": {
        "polar-hole": polygon(
            [[0, 70], [120, 70], [-120, 70], [0, 70]], [[0, 80], [120, 80], [-120, 80], [0, 80]]
        ),
        "annulus": polygon(box(-180, 70, 180, 80)),
        "annulus-cw": polygon(box(-180, 70, 180, 80)[::-1]),
        "annulus-0-360": polygon(box(0, 70, 360, 80)),
        "annulus-outer-vertices": polygon(
            [
                *([-180, 70], [-90, 70], [0, 70], [90, 70], [180, 70]),
                *([180, 80], [-180, 80], [-180, 70]),
            ]
        ),
        "annulus-cut-at-37": polygon(
            [
                *([37, 70], [157, 70], [277, 70], [397, 70], [397, 75.3], [397, 80]),
                *([277, 80], [157, 80], [37, 80], [37, 73.7], [37, 70]),
            ]
        ),
        "halves": multipolygon(
            *(
                [
                    *([w, 70], [w + 90, 70], [w + 180, 70]),
                    *([w + 180, 80], [w + 90, 80], [w, 80], [w, 70]),
                ]
                for w in (-180, 0)
            )
        ),
    },
    "wrangel": {
        "wrangel-past-180": polygon(WRANGEL),
        "wrangel-past-minus-180": polygon(turned(WRANGEL, -360)),
        "wrangel-cw": polygon(WRANGEL[::-1]),
        "wrangel-split": multipolygon(WRANGEL_WEST, WRANGEL_EAST),
        "wrangel-jump": polygon([[lon - 360 if lon > 180 else lon, lat] for lon, lat in WRANGEL]),
    },
    "box": {
        "past-180": polygon(box(170, 60, 190, 70)),
        "jump-180": polygon(box(170, 60, -170, 70)),
        "split-180": multipolygon(box(170, 60, 180, 70), box(-180, 60, -170, 70)),
        "split-180-one-sign": multipolygon(box(170, 60, 180, 70), box(180, 60, 190, 70)),
        "split-wrong-sign": multipolygon(box(170, 60, -180, 70), box(180, 60, -170, 70)),
        "split-179.999999": multipolygon(
            box(170, 60, 179.999999, 70), box(-179.999999, 60, -170, 70)
        ),
        "both-180-and-minus-180": polygon(
            [
                *([170, 60], [180, 60], [-180, 60], [-170, 60]),
                *([-170, 70], [-180, 70], [180, 70], [170, 70], [170, 60]),
            ]
        ),
        "more-vertices-on-the-seam": multipolygon(
            [[170, 60], [180, 60], [180, 63], [180, 70], [170, 70], [170, 60]],
            [[-180, 60], [-170, 60], [-170, 70], [-180, 70], [-180, 66.1], [-180, 60]],
        ),
    },
    "hole-across-180": {
        "past-180": polygon(box(160, 60, 200, 70), box(175, 64, 185, 66)),
        "jump-180": polygon(box(160, 60, -160, 70), box(175, 64, -175, 66)[::-1]),
        "mixed": polygon(box(-200, 60, -160, 70), box(175, 64, 185, 66)),
        "hole-split": polygon(
            box(160, 60, 200, 70), box(175, 64, 180, 66), box(-180, 64, -175, 66)
        ),
        "split": multipolygon(
            [
                *([160, 60], [180, 60], [180, 64], [175, 64], [175, 66], [180, 66]),
                *([180, 70], [160, 70], [160, 60]),
            ],
            [
                *([-160, 60], [-180, 60], [-180, 64], [-175, 64], [-175, 66], [-180, 66]),
                *([-180, 70], [-160, 70], [-160, 60]),
            ],
        ),
    },
    "sector": {
        "pole-once": polygon([[150, 80], [210, 80], [0, 90], [150, 80]]),
        "pole-twice": polygon([[150, 80], [210, 80], [210, 90], [150, 90], [150, 80]]),
        "split": multipolygon(sector(150, 80, 180), sector(-180, 80, -150)),
    },
}

SPELLINGS = [(family, spelling) for family, spellings in FAMILIES.items() for spelling in spellings]


@st.composite
def rings(draw: st.DrawFn) -> Ring:
    """Closed rings that do not go round the pole, longitudes continuous: stars about a place."""
    count = draw(st.integers(3, 9))
    lon, lat = draw(st.floats(-180, 180)), draw(st.floats(55, 80))
    spread = st.floats(0.2, 1)
    ring = []
    for k in range(count):
        angle, size = math.tau * k / count, draw(spread)
        ring.append([lon + 50 * size * math.cos(angle), lat + 9 * size * math.sin(angle)])
    return [*ring, ring[0]]


@st.composite
def polar_rings(draw: st.DrawFn) -> Ring:
    """Rings once round the pole with continuous longitudes, not closed: the last is 360 on."""
    count = draw(st.integers(5, 9))
    start = draw(st.floats(-180, 180))
    gap = 360 / count
    ring = [
        [start + gap * (k + draw(st.floats(-0.4, 0.4))), draw(st.floats(50, 89))]
        for k in range(count)
    ]
    return [*ring, [ring[0][0] + 360, ring[0][1]]]


def split(ring: Ring) -> Geometry:
    """Cut a ring that is simple as drawn in longitude and latitude at every odd 180."""
    whole = shapely.Polygon(ring)
    parts: list[Ring] = []
    for turn in range(-3, 4):
        strip = shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)
        for part in shapely.get_parts(whole.intersection(strip)):
            # What is cut off less than a millionth of a degree from 180 is snapped to nothing.
            if isinstance(part, shapely.Polygon) and np.ptp(part.bounds[::2]) > 2e-6:
                shell = [[lon, lat] for lon, lat in part.exterior.coords]
                parts.append(turned(shell, -360.0 * turn))
    return multipolygon(*parts)


def jumping(ring: Ring) -> Ring:
    """Write every longitude between -180 and 180."""
    return [[(lon + 180) % 360 - 180, lat] for lon, lat in ring]


def offset(one: BaseGeometry, other: BaseGeometry) -> float:
    """Mean distance in metres between the edges of two areas."""
    return float(one.symmetric_difference(other).area / max(one.length, 1))
