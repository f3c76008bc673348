"""The edge of an area, with distances of many points from it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

__all__ = ["Edge"]

# With fewer points the grid of distances does not pay: building it takes as long as about a
# thousand single distances.
_LEAST_POINTS = 2_000
# Number of rows, and of columns, of the grid.
_CELLS = 40


class Edge:
    """The edge of an area, and approximate distances from it.

    Parameters
    ----------
    shape : shapely geometry
        The area in the plane.
    """

    def __init__(self, shape: BaseGeometry) -> None:
        self.shape = shape
        self.line: BaseGeometry = shapely.boundary(shape)
        shapely.prepare(self.line)

    def distances(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return lower and upper bounds of the distance of points from the edge.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in the plane.

        Returns
        -------
        least, most : numpy.ndarray of shape (n,)
            Metres, computed from the centre of the point's grid cell; 0 and infinity for so few
            points that single distances are quicker than the grid.
        """
        if len(x) < _LEAST_POINTS or self.shape.is_empty:
            return np.zeros(len(x)), np.full(len(x), np.inf)
        west, south, east, north = self.shape.bounds
        column = np.clip((x - west) / (east - west) * _CELLS, 0, _CELLS - 1).astype(np.intp)
        row = np.clip((y - south) / (north - south) * _CELLS, 0, _CELLS - 1).astype(np.intp)
        middle_x = west + (column + 0.5) * (east - west) / _CELLS
        middle_y = south + (row + 0.5) * (north - south) / _CELLS
        from_middle = np.hypot(x - middle_x, y - middle_y)
        distance = self._grid[row, column]
        return distance - from_middle, distance + from_middle

    @cached_property
    def _grid(self) -> NDArray[np.float64]:
        """Distances of the cell centres of a grid over the area from its edge."""
        west, south, east, north = self.shape.bounds
        part = (np.arange(_CELLS) + 0.5) / _CELLS
        x, y = np.meshgrid(west + part * (east - west), south + part * (north - south))
        parts = [shapely.get_coordinates(line) for line in shapely.get_parts(self.line)]
        ends = np.concatenate([np.stack([part[:-1], part[1:]], axis=1) for part in parts])
        tree = shapely.STRtree(np.asarray(shapely.linestrings(ends)))
        middles = shapely.points(x.ravel(), y.ravel())
        nearest = tree.query_nearest(middles, return_distance=True, all_matches=False)
        return np.asarray(nearest[1], dtype=np.float64).reshape(_CELLS, _CELLS)
