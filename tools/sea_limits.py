"""Limits between two seas that are defined by capes and positions, in place of Natural Earth's."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely

from folium_polar.geometry import project
from tools.coverage import Border
from tools.lines import Position, rhumb

__all__ = ["SeaLimit", "borders", "read_limits"]

_TABLE = Path(__file__).parent / "sea_limits.toml"
_STEP_M = 5_000.0
"""A chord of such a line, in the plane or in lon/lat, is off by less than 10 m."""
_GRID_M = 1.0
_REACH_M = 150_000.0
"""What lies farther from a limit stays where it is: Natural Earth's are off by 141 km at most."""


@dataclass(frozen=True)
class SeaLimit:
    """A limit in the water.

    Attributes
    ----------
    between : pair of str
        Natural Earth's names of two seas; the second lies on the side of `round`.
    line : sequence of (lon, lat)
        Capes and positions of the limit, joined by rhumb lines.
    round : sequence of (lon, lat)
        From the end of the line back to its start: with the line it encloses the second sea as far
        as 150 km from the line.
    """

    between: tuple[str, str]
    line: Sequence[Position]
    round: Sequence[Position]

    def vertices(self) -> list[Position]:
        """Return the limit's vertices, at most 5 km apart."""
        path = (at for pair in pairwise(self.line) for at in rhumb(*pair, _STEP_M))
        # Where two lines meet, their ends differ by a rounding.
        return list(dict.fromkeys((round(lon, 9), round(lat, 9)) for lon, lat in path))


def read_limits() -> list[SeaLimit]:
    """Return what `sea_limits.toml` says, in its order."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["limit"]
    return [
        SeaLimit(
            (row["between"][0], row["between"][1]),
            [(lon, lat) for lon, lat in row["line"]],
            [(lon, lat) for lon, lat in row["round"]],
        )
        for row in table
    ]


def borders(limits: Sequence[SeaLimit]) -> list[Border]:
    """Return limits as the coverage of the seas needs them."""
    found = []
    for limit in limits:
        line = limit.vertices()
        side = shapely.Polygon(_plane([*line, *limit.round]))
        shapely.prepare(side)
        found.append(Border(limit.between, shapely.LineString(_plane(line)), side, _REACH_M))
    return found


def _plane(positions: Sequence[Position]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack(project(*np.array(positions).T))
