"""Places of a query for crossings: the fixes in them, and the legs through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry.geojson.shapes import polygonal
from folium_polar.geometry.legs import Legs
from folium_polar.geometry.plane import unproject
from geotrack.errors import FieldError
from geotrack.model.query import Query
from geotrack.queries.areas import Area, in_common
from geotrack.queries.discs import circles
from geotrack.queries.resolve import areas_of
from geotrack.workspace import Workspace
from geotrack_observations.grid.cells import NO, CellGrid
from geotrack_observations.trajectories.fixes import Fixes

__all__ = ["Boxes", "CrossingPlace", "places_of", "reach_of"]

# Legs in a block, whose common box is compared first.
_BLOCK = 256

Sides = tuple[NDArray[np.float64], ...]
"""West, south, east and north, metres in EPSG:6931."""


def reach_of(fixes: Fixes) -> NDArray[np.float64] | None:
    """Return the radius of each fix, metres in the plane; None without radii."""
    if fixes.radius is None:
        return None
    radius = fixes.radius_or_zero
    reach, _ = circles(unproject(*fixes.metres)[1], radius)
    return np.where(radius > 0, reach, 0.0)


class Boxes:
    """Bounding boxes of legs in the plane.

    Parameters
    ----------
    legs : Legs
        n legs. Neighbours are mostly close together, so blocks of them are tested first.
    reach : numpy.ndarray of shape (n + 1,), optional
        Radius of uncertainty of each fix, metres in the plane: leg i joins fixes i and i + 1.
    """

    def __init__(self, legs: Legs, reach: NDArray[np.float64] | None) -> None:
        bulge = legs.bulges()
        if reach is not None:
            bulge += np.maximum(reach[:-1], reach[1:])
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
        """Return the indices of the legs in blocks whose common box meets bounds.

        `CrossingPlace.touched` compares the box of each leg.
        """
        blocks = np.flatnonzero(_meet(self._blocks, bounds))
        rows = (blocks[:, np.newaxis] * _BLOCK + np.arange(_BLOCK)).ravel()
        # The last block may be shorter.
        return rows[: np.searchsorted(rows, len(self.sides[0]))]


def _meet(
    sides: Sequence[NDArray[np.float64]], bounds: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return np.asarray(
        (sides[0] <= east) & (sides[2] >= west) & (sides[1] <= north) & (sides[3] >= south)
    )


class CrossingPlace:
    """A region, or several conditions of place at once.

    Parameters
    ----------
    name : str
        Name in results.
    areas : sequence of Area
        Areas, all of which must contain a position.
    """

    def __init__(self, name: str, areas: Sequence[Area]) -> None:
        area = areas[0] if len(areas) == 1 else _common(areas)
        self.name = name
        self._grid, self._shape = CellGrid(area), area.shape

    @cached_property
    def _cell_sums(self) -> NDArray[np.int32]:
        """Summed-area table of the cells that are not wholly outside the place."""
        return _summed_area_table(self._grid.codes != NO)

    @property
    def empty(self) -> bool:
        """Whether the place is empty."""
        return self._grid.empty

    def judge(
        self,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        radius: NDArray[np.float64] | None = None,
    ) -> NDArray[np.int8]:
        """Return the codes of positions, as `CellGrid.judge`."""
        return self._grid.judge(x, y, radius)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Bounds of the place: west, south, east and north, metres."""
        return self._grid.bounds

    def touched(self, boxes: Boxes, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return those `rows` whose box meets a cell that is not wholly outside the place."""
        cells, sums = self._grid.cells, self._cell_sums
        rows = rows[_meet([side[rows] for side in boxes.sides], self.bounds)]
        west, south, east, north = (side[rows] for side in boxes.sides)
        # `column` and `row` clamp what lies beyond the grid.
        left, right = cells.column(west), cells.column(east) + 1
        bottom, top = cells.row(south), cells.row(north) + 1
        # The number of such cells in a box, by four look-ups.
        counts = sums[top, right] - sums[bottom, right] - sums[top, left] + sums[bottom, left]
        return rows[counts > 0]

    def through(
        self, legs: Legs, end_reach: NDArray[np.float64] | None = None
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the legs that may lead through it, and the part of their length inside.

        Parameters
        ----------
        legs : Legs
            n legs.
        end_reach : numpy.ndarray of shape (2, n), optional
            Radii of uncertainty at start and end of each leg, metres in the plane.

        Returns
        -------
        rows : numpy.ndarray of shape (m,)
            Indices of legs.
        part : numpy.ndarray of shape (m, 2)
            Fractions of the length at the first entry and at the last exit; NaN if the leg itself
            stays outside, and only some other line between the discs at its ends may lead through.
        """
        lines = _lines(legs)
        is_touched = np.asarray(shapely.intersects(self._shape, lines), dtype=np.bool_)
        parts = np.full((len(lines), 2), np.nan)
        for row in np.flatnonzero(is_touched).tolist():
            parts[row] = _part(lines[row], shapely.intersection(lines[row], self._shape))
        if end_reach is not None:
            for row in np.flatnonzero(~is_touched & (end_reach.max(axis=0) > 0)).tolist():
                corridors = _corridor(lines[row], end_reach[:, row])
                is_touched[row] = bool(shapely.intersects(self._shape, corridors).any())
        rows = np.flatnonzero(is_touched)
        return rows, parts[rows]


def places_of(query: Query, workspace: Workspace) -> list[CrossingPlace]:
    """Return the places of a query, one by one.

    Parameters
    ----------
    query : Query
        Each region is a place, restricted by the other conditions of place; without regions, those
        conditions are one place. Without conditions of place, every region of the workspace is one.
    workspace : Workspace
        Workspace of regions and places.

    Raises
    ------
    UsageError
        An unknown region, or a condition for all regions at once.
    """
    if query.all_regions:
        message = "crossings are told region by region; leave out {all_regions}"
        raise FieldError(message)
    query = replace(query, period=None)
    words = query.regions
    if not words:
        areas = areas_of(query, workspace)
        if areas:
            return [CrossingPlace(" and ".join(area.name for area in areas), areas)]
        words = tuple(workspace.regions)
    regions = {region.id: region.name for region in map(workspace.regions.named, words)}
    return [
        CrossingPlace(name, areas_of(replace(query, regions=(id_,)), workspace))
        for id_, name in regions.items()
    ]


def _common(areas: Sequence[Area]) -> Area:
    """Return the intersection of areas; its `sure` is what is certainly inside each of them."""
    shape = in_common(areas).shape
    if all(area.sure is area.shape for area in areas):
        return Area([shape])
    return Area([shape], sure=polygonal(shapely.intersection_all([area.sure for area in areas])))


def _summed_area_table(flags: NDArray[Any]) -> NDArray[np.int32]:
    """Return at [i, j] the number of true flags in the first i rows and j columns."""
    sums = np.cumsum(np.cumsum(flags, axis=0, dtype=np.int32), axis=1, dtype=np.int32)
    return np.pad(sums, ((1, 0), (1, 0)))


def _lines(legs: Legs) -> NDArray[Any]:
    vertices, leg = legs.vertices()
    return np.asarray(shapely.linestrings(vertices, indices=leg))


def _corridor(line: Any, reach: NDArray[np.float64]) -> NDArray[Any]:
    """Return the convex hull of the discs at the ends of each piece of a line.

    `reach` has their radii at start and end of the line; between, they change evenly.
    """
    vertices = shapely.get_coordinates(line)
    around = shapely.buffer(
        shapely.points(vertices), np.linspace(reach[0], reach[1], len(vertices))
    )
    return np.asarray(shapely.convex_hull(shapely.union(around[:-1], around[1:])))


def _part(line: Any, inside: Any) -> tuple[float, float]:
    """Return the fractions of a leg's length at which the inside starts and ends.

    The n vertices are equally spaced on the ellipsoid, so vertex i is at the fraction i / (n - 1).
    Lengths in the plane are turned into these fractions.
    """
    vertices = shapely.get_coordinates(line)
    plane_lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(vertices, axis=0).T))])
    positions = shapely.line_locate_point(line, shapely.points(shapely.get_coordinates(inside)))
    fractions = np.linspace(0, 1, len(plane_lengths))
    part = np.interp([positions.min(), positions.max()], plane_lengths, fractions)
    return float(part[0]), float(part[1])
