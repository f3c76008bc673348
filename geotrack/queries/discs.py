"""How far discs lie in an area, many at once.

Round the centre of a disc the plane has a circle that holds all of it and one that it fills. An
area's edge that comes no nearer than the first leaves it whole, inside or outside; one that comes
nearer than the second cuts it. Only what lies between the two is drawn as a polygon.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotrack import polar
from geotrack.footprint.outline import within_reach
from geotrack.polar.plane import PLANE_LIMIT_M
from geotrack.queries.areas import Area, Edge

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["CUT", "INSIDE", "OUTSIDE", "Discs", "circles", "discs_in", "rough_circles"]

OUTSIDE, CUT, INSIDE = 0, 3, 4
"""Of a disc: none, some, all of it is in the area; in the numbers of `Verdict`."""

# How far the bounds on a disc's size in the plane are off: the ellipsoid differs from the sphere
# by less than this part, and a polygon drawn for a disc by less than these metres.
_SLACK_RATIO, _SLACK_M = 0.005, 2.0
# A radian of latitude, metres, at its shortest.
_RADIAN_M = 6.335e6
# The plane ends at the South Pole; a disc that nears it has no such circles.
_FARTHEST_M = 9e6
# As far as the quick circles reach: nearly to the equator, and round discs that are seen.
_ROUGH_SIN, _ROUGH_M = 0.704, 1e6

# Its types know one distance, not one a point.
_dwithin: Any = shapely.dwithin


def circles(
    lat: NDArray[np.float64], radius: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return circles of the plane round the centres of discs.

    The plane stretches a parallel by sec(c / 2), c from the pole, and shrinks a meridian by as
    much; no place of a disc is farther from the pole than its centre by its radius.

    Parameters
    ----------
    lat, radius : numpy.ndarray of shape (n,)
        Of the centres, degrees, and radii, metres.

    Returns
    -------
    reach, core : numpy.ndarray of shape (n,)
        Radii in the plane, metres, of a circle that surely holds all of a disc, and of one that it
        surely fills. Of a disc round a place in the south, or of more than 9,000 km, they are
        infinite and negative.
    """
    radius = np.asarray(radius, dtype=np.float64)
    far = (lat < 0) | (radius >= _FARTHEST_M)
    scale = np.cos(np.where(far, 0.0, np.radians(90.0 - lat) + radius / _RADIAN_M) / 2)
    reach = radius / scale * (1 + _SLACK_RATIO) + _SLACK_M
    core = radius * scale * (1 - _SLACK_RATIO) - _SLACK_M
    return np.where(far, np.inf, reach), np.where(far, -_SLACK_M, core)


def rough_circles(
    x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return circles as `circles` does, a little wider and narrower, and several times as fast.

    Parameters
    ----------
    x, y, radius : numpy.ndarray of shape (n,)
        Of discs, the centres in the plane and the radii, metres.

    Returns
    -------
    reach, core : numpy.ndarray of shape (n,)
        Metres; infinite and negative where a disc is beyond 89.5 degrees of a sphere from the pole,
        or is of more than 1,000 km.
    """
    # How far from the pole a place is in the plane is sin(c / 2) on a sphere of the same area.
    sin = np.hypot(x, y) / PLANE_LIMIT_M
    turn = radius / (2 * _RADIAN_M)
    far = (sin > _ROUGH_SIN) | (radius > _ROUGH_M)
    scale = np.sqrt(1 - np.minimum(sin, _ROUGH_SIN) ** 2) * (1 - turn**2 / 2) - sin * turn
    reach = radius / np.where(far, 1.0, scale) * (1 + 2 * _SLACK_RATIO) + _SLACK_M
    core = radius * scale * (1 - 2 * _SLACK_RATIO) - _SLACK_M
    return np.where(far, np.inf, reach), np.where(far, -_SLACK_M, core)


class Discs:
    """All places within a distance of each of some places, side by side in arrays.

    Parameters
    ----------
    lon, lat, radius : numpy.ndarray of shape (n,)
        Degrees and metres; NaN where there is none.
    x, y : numpy.ndarray of shape (n,), optional
        The centres in the plane, metres, where they are known.

    Attributes
    ----------
    reach, core : numpy.ndarray of shape (n,)
        As `circles` has them.
    """

    def __init__(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        radius: NDArray[np.float64],
        x: NDArray[np.float64] | None = None,
        y: NDArray[np.float64] | None = None,
    ) -> None:
        self.lon, self.lat, self.radius = lon, lat, radius
        if x is None or y is None:
            x, y = np.full((2, len(lon)), np.nan)
            at = np.isfinite(lon)
            x[at], y[at] = polar.project(lon[at], lat[at])
        self.x, self.y = x, y
        self.reach, self.core = circles(lat, radius)

    @classmethod
    def at(
        cls, x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64]
    ) -> Discs:
        """Return the discs round places of the plane, metres."""
        return cls(*polar.unproject(x, y), radius, x, y)

    def __len__(self) -> int:
        return len(self.lon)

    def of(self, rows: NDArray[np.intp]) -> Discs:
        """Return some of them."""
        return Discs(*(axis[rows] for axis in (self.lon, self.lat, self.radius, self.x, self.y)))

    def polygons(self) -> NDArray[np.object_]:
        """Return their polygons in the plane; of one that reaches the South Pole, everything."""
        shapes = np.empty(len(self), dtype=object)
        near = np.isfinite(self.reach)
        if near.any():
            shapes[near] = polar.discs(self.lon[near], self.lat[near], self.radius[near])
        for n in np.flatnonzero(~near).tolist():
            place = (float(axis[n]) for axis in (self.lon, self.lat, self.radius))
            shapes[n] = within_reach(partial(polar.disc, *place))
        return shapes


def discs_in(area: Area, discs: Discs) -> NDArray[np.int8]:
    """Return how far each of some discs is in an area.

    Parameters
    ----------
    area : Area
        The area.
    discs : Discs
        n discs of more than a metre: what is no wider than a border is sharp is a point.

    Returns
    -------
    numpy.ndarray of shape (n,)
        `OUTSIDE`, `CUT` or `INSIDE`, as `Area.judge` has it for the disc alone.
    """
    codes = np.full(len(discs), OUTSIDE, dtype=np.int8)
    if area.shape.is_empty:
        return codes
    west, south, east, north = area.shape.bounds
    x, y, reach = discs.x, discs.y, discs.reach
    at = np.flatnonzero(
        (x + reach >= west) & (x - reach <= east) & (y + reach >= south) & (y - reach <= north)
    )
    near = discs.of(at)
    inside, whole, cut = _sides(area.edge, near)
    if area.sure is area.shape:
        surely, apart = inside, whole
    else:
        surely, apart, between = _sides(area.sure_edge, near)
        cut |= between | (whole & inside & apart & ~surely)
    cases = [whole & ~inside, cut, whole & apart & surely]
    decided = np.logical_or.reduce(cases)
    verdicts = np.select(cases, [OUTSIDE, CUT, INSIDE], OUTSIDE).astype(np.int8)
    left = np.flatnonzero(~decided)
    verdicts[left] = _by_polygons(area, near.of(left))
    codes[at] = verdicts
    return codes


def _sides(
    edge: Edge, discs: Discs
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which centres are inside an edge, and which discs it surely does not cut, or does."""
    x, y, reach, core = discs.x, discs.y, discs.reach, discs.core
    inside = np.asarray(shapely.contains_xy(edge.shape, x, y), dtype=np.bool_)
    least, most = edge.distances(x, y)
    whole, cut = least > reach, most < core
    near = np.flatnonzero(~whole & ~cut)
    points = np.asarray(shapely.points(x[near], y[near]))
    reached = np.asarray(_dwithin(edge.line, points, reach[near]), dtype=np.bool_)
    whole[near[~reached]] = True
    near, points = near[reached], points[reached]
    fills = np.asarray(_dwithin(edge.line, points, np.maximum(core[near], 0.0)), dtype=np.bool_)
    cut[near[fills & (core[near] > 0)]] = True
    return inside, whole, cut


def _by_polygons(area: Area, discs: Discs) -> NDArray[np.int8]:
    """Judge discs by their polygons."""
    codes = np.full(len(discs), OUTSIDE, dtype=np.int8)
    if not len(discs):
        return codes
    shapes = discs.polygons()
    centred = shapely.contains_xy(area.shape, discs.x, discs.y)
    codes[centred] = CUT
    for n in np.flatnonzero(centred).tolist():
        if area.contains(shapes[n]):
            codes[n] = INSIDE
    beside = np.flatnonzero(~centred)
    for n in beside.tolist():
        if area.meets(shapes[n]):
            codes[n] = INSIDE if area.contains(shapes[n]) else CUT
    return codes
