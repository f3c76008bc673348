"""Distances between the places of many pairs of records.

A place is a point or shape with a radius, or regions. Candidate pairs come from bounding boxes in
the analysis plane; distances are measured on the ellipsoid.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from folium_polar.geometry import apart_m, distance_m
from geotrack.workspace.duplicates.places import BORDER_M, Spots, in_plane, written

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geotrack.model import Event
    from geotrack.workspace.duplicates.places import Spot
    from geotrack.workspace.store import Workspace

__all__ = ["UNKNOWN", "Places"]

UNKNOWN = 0.4
"""Score of evidence that one of two records lacks."""


# Maximum number of pairs in one batch.
_TOGETHER = 500_000
# Tolerance of outlines for the intersection of regions.
_COARSE_M = 10_000.0
# Fit of regions that only touch.
_ONLY_MEET = 0.6
# Fit of places at the limit of the permitted distance.
_FARTHEST_FIT = 0.7
# Sizes of places, kilometres, and the fit of two places of each size that are the same: that both
# are in one sea says less than that both are at one cape.
_SIZES_KM = (30, 100, 300, 1000, 3000)
_FIT_BY_SIZE = (1.0, 0.92, 0.8, 0.6, 0.45)

# The types of shapely allow one distance, not one for each shape.
_dwithin: Any = shapely.dwithin


class Places:
    """The distinct places of records.

    Parameters
    ----------
    events : sequence of Event
        n records, called rows below.
    workspace : Workspace
        The workspace with the regions that they name.

    Attributes
    ----------
    spots : list of Spot
        The distinct places.
    at : numpy.ndarray of shape (n,)
        Index of each row's place; -1 for none.
    """

    def __init__(self, events: Sequence[Event], workspace: Workspace) -> None:
        maker = Spots(workspace)
        self._coarse: dict[int, BaseGeometry] = {}
        self._met: dict[tuple[int, int], tuple[float, float]] = {}
        self.spots: list[Spot] = []
        keys: dict[object, int] = {None: -1}
        numbers: dict[object, int] = {None: -1}
        self.at = np.full(len(events), -1, dtype=np.intp)
        for row, event in enumerate(events):
            key = written(event)
            if key not in keys:
                spot = maker.spot(event)
                spot_key = spot and spot.key
                if spot is not None and spot_key not in numbers:
                    numbers[spot_key] = len(self.spots)
                    self.spots.append(spot)
                keys[key] = numbers[spot_key]
            self.at[row] = keys[key]
        # The last item is for rows without a place, whose index is -1.
        centres = [*(spot.centre or (math.nan, math.nan) for spot in self.spots), (math.nan,) * 2]
        self._centres = np.array(centres, dtype=np.float64)
        self._radius = np.array([spot.radius_m for spot in self.spots] + [0.0])
        self._grace = np.array([spot.grace_m for spot in self.spots] + [0.0])
        self._edge = np.array([spot.edge for spot in self.spots] + [0.0])
        self._size = np.array([spot.size_km for spot in self.spots] + [0.0])

    def near(
        self, eligible: NDArray[np.bool_]
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Yield pairs of rows that may be near, each once, all pairs of a first row in one batch.

        A row without a place may be near any other.

        Parameters
        ----------
        eligible : numpy.ndarray of bool
            Rows of which one must be in each pair; it comes first.
        """
        placed = self.at >= 0
        everyone, nowhere = np.arange(len(self.at)), np.flatnonzero(~placed)
        boxes = np.array([spot.box for spot in self.spots], dtype=np.float64).reshape(-1, 4)
        areas = np.asarray(shapely.box(*boxes[self.at[placed]].T))
        tree = shapely.STRtree(areas)
        index = np.cumsum(placed) - 1
        selected = np.flatnonzero(eligible)
        for rows in np.array_split(selected, len(selected) * len(everyone) // _TOGETHER + 1):
            placed_rows, unplaced_rows = rows[placed[rows]], rows[~placed[rows]]
            query_rows, tree_rows = tree.query(areas[index[placed_rows]])
            first = [
                placed_rows[query_rows],
                np.repeat(placed_rows, len(nowhere)),
                np.repeat(unplaced_rows, len(everyone)),
            ]
            second = [
                np.flatnonzero(placed)[tree_rows],
                np.tile(nowhere, len(placed_rows)),
                np.tile(everyone, len(unplaced_rows)),
            ]
            pairs = np.concatenate(first), np.concatenate(second)
            once = (pairs[0] < pairs[1]) | ~eligible[pairs[1]]
            yield pairs[0][once], pairs[1][once]

    def narrow(self, rows: Sequence[int]) -> None:
        """Keep only some rows, in the given order."""
        self.at = self.at[np.array(rows, dtype=np.intp)]

    def spot(self, row: int) -> Spot | None:
        """Return the place of a row."""
        return self.spots[self.at[row]] if self.at[row] >= 0 else None

    def sure(
        self,
        one: NDArray[np.intp],
        other: NDArray[np.intp],
        metres: NDArray[np.float64] | None = None,
    ) -> NDArray[np.float64]:
        """Return the weight of nearness for pairs of rows, lower for large places.

        Two records in one harbour are more likely one event than two in one ocean.

        Parameters
        ----------
        one, other : numpy.ndarray
            Rows.
        metres : numpy.ndarray, optional
            Distances, if known.
        """
        are_placed = (self.at[one] >= 0) & (self.at[other] >= 0)
        km = np.zeros(len(one)) if metres is None else metres / 1000.0
        size = np.maximum(self._size[self.at[one]], self._size[self.at[other]])
        size = np.log(np.maximum(np.maximum(size, km), 1.0))
        return np.where(are_placed, np.interp(size, np.log(_SIZES_KM), _FIT_BY_SIZE), UNKNOWN)

    def are_points(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return for each pair of rows whether both places are points."""
        lon = self._centres[:, 0]
        return np.asarray(~np.isnan(lon[self.at[one]] + lon[self.at[other]]))

    def apart(
        self, one: NDArray[np.intp], other: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Measure pairs of rows.

        Returns
        -------
        metres : numpy.ndarray
            Least geodesic distance without radii; 0 if one has no place.
        within : numpy.ndarray
            Fit: 1 within the radii or in the same regions, 0 if too far apart, and between for
            slightly larger distances or regions that overlap little.
        """
        metres, fit = np.zeros(len(one)), np.ones(len(one))
        first, second = self.at[one], self.at[other]
        are_placed = (first >= 0) & (second >= 0)
        points = self.are_points(one, other)
        point_rows, shaped = np.flatnonzero(points), np.flatnonzero(are_placed & ~points)
        metres[point_rows] = distance_m(
            *self._centres[first[point_rows]].T, *self._centres[second[point_rows]].T
        )
        fit[point_rows] = self._fit(metres[point_rows], first[point_rows], second[point_rows])
        pairs = np.sort(np.column_stack([first, second])[shaped], axis=1)
        different, inverse = np.unique(pairs, axis=0, return_inverse=True)
        self._measure(different)
        measured = [self._met[one, other] for one, other in different.tolist()]
        rows = np.array(measured, dtype=np.float64).reshape(-1, 2)[inverse.ravel()]
        metres[shaped], fit[shaped] = rows.T
        return metres, fit

    def _fit(
        self, metres: NDArray[np.float64], one: NDArray[np.intp], other: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return the fit of places at given distances."""
        excess = np.maximum(metres - self._radius[one] - self._radius[other], 0.0)
        grace = np.maximum(self._grace[one], self._grace[other])
        return np.where(
            excess <= grace, 1.0 - (1.0 - _FARTHEST_FIT) * excess / np.maximum(grace, 1.0), 0.0
        )

    def _measure(self, pairs: NDArray[np.intp]) -> None:
        """Measure pairs of places that are not both points, grouped by shape."""
        partners: dict[int, list[int]] = {}
        for one, other in pairs.tolist():
            first, second = self.spots[one], self.spots[other]
            if (one, other) in self._met:
                continue
            if one == other:
                self._met[one, other] = 0.0, 1.0
            elif first.regions and second.regions:
                self._met[one, other] = 0.0, self._in_common(one, other)
            else:
                shaped, beside = (one, other) if first.centre is None else (other, one)
                partners.setdefault(shaped, []).append(beside)
        for one, partner_list in partners.items():
            self._measure_from(one, np.array(partner_list, dtype=np.intp))

    def _measure_from(self, one: int, others: NDArray[np.intp]) -> None:
        """Measure distances from one place; only near candidates use the ellipsoid."""
        shape, shapes = self.spots[one].shape, np.array([self.spots[n].shape for n in others])
        farthest = self._radius[one] + self._radius[others]
        farthest += np.maximum(self._grace[one], self._grace[others])
        edge = np.minimum(self._edge[one], self._edge[others])
        is_near = _dwithin(shape, shapes, in_plane(farthest, edge))
        metres = np.full(len(others), np.inf)
        metres[is_near] = apart_m(shape, shapes[is_near])
        fits = self._fit(metres, np.full_like(others, one), others)
        for n, distance, fit in zip(others.tolist(), metres.tolist(), fits.tolist(), strict=True):
            self._met[min(one, n), max(one, n)] = distance, fit

    def _in_common(self, one: int, other: int) -> float:
        """Return the fit of two region places by their overlap; 0 if apart."""
        if not shapely.dwithin(self.spots[one].shape, self.spots[other].shape, 2 * BORDER_M):
            return 0.0
        for n in (one, other):
            if n not in self._coarse:
                self._coarse[n] = shapely.simplify(self.spots[n].shape, _COARSE_M)
        first, second = self._coarse[one], self._coarse[other]
        share = shapely.intersection(first, second).area / max(min(first.area, second.area), 1.0)
        return _ONLY_MEET + (1.0 - _ONLY_MEET) * min(2 * float(share), 1.0)
