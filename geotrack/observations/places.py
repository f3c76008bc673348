"""The places that crossings are asked of: which fixes lie in them, and which legs lead through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geotrack.errors import UsageError
from geotrack.model.asking import Query
from geotrack.observations.cells import CERTAIN, NO, CellGrid
from geotrack.polar.legs import Legs
from geotrack.questions.areas import Area
from geotrack.questions.asked import areas_of
from geotrack.workspace import Workspace

__all__ = ["Boxes", "Place", "places_of"]

_BLOCK = 256

Sides = tuple[NDArray[np.float64], ...]
"""West, south, east and north, metres in EPSG:6931."""


class Boxes:
    """The boxes in the plane that legs do not leave.

    Parameters
    ----------
    legs : Legs
        n of them. Neighbours are mostly near each other: so many at once are looked at first.
    """

    def __init__(self, legs: Legs) -> None:
        bulge = legs.bulges()
        self.sides: Sides = (
            np.minimum(legs.x0, legs.x1) - bulge,
            np.minimum(legs.y0, legs.y1) - bulge,
            np.maximum(legs.x0, legs.x1) + bulge,
            np.maximum(legs.y0, legs.y1) + bulge,
        )
        starts = np.arange(0, len(bulge), _BLOCK)
        joins = (np.minimum, np.minimum, np.maximum, np.maximum)
        self._blocks = [
            join.reduceat(side, starts) if len(starts) else side
            for join, side in zip(joins, self.sides, strict=True)
        ]

    def near(self, bounds: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """Return the legs, by number, that may have something to do with what is in bounds."""
        blocks = np.flatnonzero(_meet(self._blocks, bounds))
        rows = (blocks[:, np.newaxis] * _BLOCK + np.arange(_BLOCK)).ravel()
        return rows[: np.searchsorted(rows, len(self.sides[0]))]


def _meet(
    sides: Sequence[NDArray[np.float64]], bounds: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return np.asarray(
        (sides[0] <= east) & (sides[2] >= west) & (sides[1] <= north) & (sides[3] >= south)
    )


class Place:
    """A region, or several conditions of place at once.

    Parameters
    ----------
    name : str
        What answers call it.
    areas : sequence of Area
        All of which must be met.
    """

    def __init__(self, name: str, areas: Sequence[Area]) -> None:
        self.name = name
        self._grids = [CellGrid(area) for area in areas]
        self._shapes = [area.shape for area in areas]
        # How many cells of each grid, from its south-west corner, are not wholly outside.
        self._sums = [_summed(grid.codes != NO) for grid in self._grids]

    def judge(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return how far positions are in it.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in EPSG:6931.

        Returns
        -------
        numpy.ndarray of shape (n,)
            As `CellGrid.judge` returns it.
        """
        codes = np.full(len(x), CERTAIN)
        for grid in self._grids:
            rows = np.flatnonzero((codes != NO) & _meet((x, y, x, y), grid.bounds))
            judged = np.zeros(len(x), np.int8)
            judged[rows] = np.minimum(codes[rows], grid.judge(x[rows], y[rows]))
            codes = judged
        return codes

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north, metres: nothing beyond them is in it."""
        sides = np.array([grid.bounds for grid in self._grids])
        west, south = sides[:, :2].max(axis=0).tolist()
        east, north = sides[:, 2:].min(axis=0).tolist()
        return west, south, east, north

    def touched(self, boxes: Boxes, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return those of some boxes that hold a cell which is not wholly outside."""
        for grid, sums in zip(self._grids, self._sums, strict=True):
            met = np.flatnonzero(_meet([side[rows] for side in boxes.sides], grid.bounds))
            rows = rows[met]
            west, south, east, north = (side[rows] for side in boxes.sides)
            left, right = (grid.cells.column(side) for side in (west, east))
            bottom, top = (grid.cells.row(side) for side in (south, north))
            right, top = right + 1, top + 1
            some = sums[top, right] - sums[bottom, right] - sums[top, left] + sums[bottom, left]
            rows = rows[some > 0]
        return rows

    def through(self, legs: Legs) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return which legs lead through it, and on which part of their length.

        Parameters
        ----------
        legs : Legs
            n of them.

        Returns
        -------
        rows : numpy.ndarray of shape (m,)
            Their numbers.
        part : numpy.ndarray of shape (m, 2)
            Of each, what part of its length lies before it comes in first, and before it has left
            last.
        """
        rows = np.arange(len(legs))
        lines = _lines(legs)
        for shape in self._shapes:
            met = np.asarray(shapely.intersects(shape, lines), dtype=np.bool_)
            rows, lines = rows[met], lines[met]
        kept, parts = [], []
        for row, line in zip(rows.tolist(), lines.tolist(), strict=True):
            inside = line
            for shape in self._shapes:
                inside = shapely.intersection(inside, shape)
            if not inside.is_empty:
                kept.append(row)
                parts.append(_part(line, inside))
        return np.array(kept, np.intp), np.array(parts, np.float64).reshape(-1, 2)


def places_of(query: Query, workspace: Workspace) -> list[Place]:
    """Return the places that a question is about, each for itself.

    Parameters
    ----------
    query : Query
        Each of its regions is a place, within what else it asks of place; without regions that is
        one. Where it asks nothing of place, every region of the workspace is.
    workspace : Workspace
        Knows them.

    Raises
    ------
    UsageError
        One is unknown, or they are asked all at once.
    """
    if query.all_regions:
        message = "crossings are told region by region; leave out --all-regions"
        raise UsageError(message)
    query = replace(query, period=None)
    words = query.regions
    if not words:
        areas = areas_of(query, workspace)
        if areas:
            return [Place(" and ".join(area.name for area in areas), areas)]
        words = tuple(workspace.regions)
    regions = {region.id: region.name for region in map(workspace.region, words)}
    return [
        Place(name, areas_of(replace(query, regions=(id_,)), workspace))
        for id_, name in regions.items()
    ]


def _summed(flags: NDArray[np.bool_]) -> NDArray[np.int32]:
    sums = np.cumsum(np.cumsum(flags, axis=0, dtype=np.int32), axis=1, dtype=np.int32)
    return np.pad(sums, ((1, 0), (1, 0)))


def _lines(legs: Legs) -> NDArray[Any]:
    vertices, of = legs.vertices()
    return np.asarray(shapely.linestrings(vertices, indices=of))


def _part(line: Any, inside: Any) -> tuple[float, float]:
    """Return what part of a leg's length lies before and up to the end of what is inside.

    Its vertices are at equal distances on the ellipsoid.
    """
    vertices = shapely.get_coordinates(line)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(vertices, axis=0).T))])
    found = shapely.line_locate_point(line, shapely.points(shapely.get_coordinates(inside)))
    part = np.interp([found.min(), found.max()], run, np.linspace(0, 1, len(run)))
    return float(part[0]), float(part[1])
