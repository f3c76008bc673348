"""Positions of discs relative to an area, many at once.

A disc lies within an outer circle of the plane and covers an inner circle. If the area's edge is
farther away than the outer radius, the disc is wholly inside or outside; if it is nearer than the
inner radius, the edge cuts the disc. Only discs between the two are computed as polygons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from folium_polar.geometry import disc, project, unproject
from folium_polar.geometry import discs as disc_shapes
from folium_polar.geometry.plane import PLANE_LIMIT_M
from geotrack.footprint.outline import within_reach
from geotrack.queries.areas import Area
from geotrack.queries.edges import Edge

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "CUT",
    "INSIDE",
    "OUTSIDE",
    "UNSURE",
    "Discs",
    "SamplePoints",
    "circles",
    "discs_in",
    "rough_circles",
    "sample_points_of",
    "sampled_discs_in",
]

OUTSIDE, CUT, INSIDE = 0, 3, 4
"""None, some or all of a disc is in the area; the values are those of `Verdict`."""
UNSURE = -1
"""A disc that needs a closer test."""

# Error of the bounds: the ellipsoid differs from the sphere by less than this part.
_SLACK_RATIO = 0.005
# Error of the bounds: the polygon of a disc differs from the disc by less than these metres.
_SLACK_M = 2.0
# A radian of latitude, metres, at its shortest.
_RADIAN_M = 6.335e6
# The plane ends at the South Pole; a disc near it has no such circles.
_FARTHEST_M = 9e6
# Greatest sine of half the colatitude of a disc for which rough circles are computed: almost down
# to the equator.
_ROUGH_SIN = 0.704
# Greatest radius, metres, of a disc for which rough circles are computed: nearly all are smaller.
_ROUGH_M = 1e6

# Sample points of a disc: its middle, and two circles in its core.
_SPOTS = np.concatenate(
    [part * np.exp(2j * np.pi * np.arange(n) / n) for part, n in ((0.0, 1), (0.5, 8), (0.98, 24))]
)

# The stubs allow one distance only, not one for each point.
_dwithin: Any = shapely.dwithin


def circles(
    lat: NDArray[np.float64], radius: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return outer and inner circles of discs in the plane.

    The plane stretches a parallel by sec(c / 2), c from the pole, and shrinks a meridian by as
    much; no place of a disc is farther from the pole than its centre by its radius.

    Parameters
    ----------
    lat, radius : numpy.ndarray of shape (n,)
        Latitudes of the centres, degrees; radii, metres.

    Returns
    -------
    reach, core : numpy.ndarray of shape (n,)
        Radii in the plane, metres, of a circle that certainly contains the disc and of one that the
        disc certainly covers. Infinite and negative for a centre in the south, and for a radius
        above 9,000 km.
    """
    radius = np.asarray(radius, dtype=np.float64)
    is_far = (lat < 0) | (radius >= _FARTHEST_M)
    scale = np.cos(np.where(is_far, 0.0, np.radians(90.0 - lat) + radius / _RADIAN_M) / 2)
    reach = radius / scale * (1 + _SLACK_RATIO) + _SLACK_M
    core = radius * scale * (1 - _SLACK_RATIO) - _SLACK_M
    return np.where(is_far, np.inf, reach), np.where(is_far, -_SLACK_M, core)


def rough_circles(
    x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return circles as `circles` does, slightly less tight and several times as fast.

    Parameters
    ----------
    x, y, radius : numpy.ndarray of shape (n,)
        Centres in the plane and radii, metres.

    Returns
    -------
    reach, core : numpy.ndarray of shape (n,)
        Metres; infinite and negative farther than 89.5 degrees from the pole, and for radii above
        1,000 km.
    """
    # On a sphere of the same area the distance from the pole in the plane is proportional to sin(c
    # / 2).
    sin = np.hypot(x, y) / PLANE_LIMIT_M
    turn = radius / (2 * _RADIAN_M)
    is_far = (sin > _ROUGH_SIN) | (radius > _ROUGH_M)
    scale = np.sqrt(1 - np.minimum(sin, _ROUGH_SIN) ** 2) * (1 - turn**2 / 2) - sin * turn
    reach = radius / np.where(is_far, 1.0, scale) * (1 + 2 * _SLACK_RATIO) + _SLACK_M
    core = radius * scale * (1 - 2 * _SLACK_RATIO) - _SLACK_M
    return np.where(is_far, np.inf, reach), np.where(is_far, -_SLACK_M, core)


class Discs:
    """Discs as arrays: all places within a distance of each of some positions.

    Parameters
    ----------
    lon, lat, radius : numpy.ndarray of shape (n,)
        Degrees and metres; NaN where there is none.
    x, y : numpy.ndarray of shape (n,), optional
        The centres in the plane, metres, if known already.

    Attributes
    ----------
    reach, core : numpy.ndarray of shape (n,)
        As returned by `circles`.
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
            has_position = np.isfinite(lon)
            x[has_position], y[has_position] = project(lon[has_position], lat[has_position])
        self.x, self.y = x, y
        self.reach, self.core = circles(lat, radius)

    @classmethod
    def at(
        cls, x: NDArray[np.float64], y: NDArray[np.float64], radius: NDArray[np.float64]
    ) -> Discs:
        """Return the discs round points of the plane, metres."""
        return cls(*unproject(x, y), radius, x, y)

    def __len__(self) -> int:
        return len(self.lon)

    def of(self, rows: NDArray[np.intp]) -> Discs:
        """Return a subset of the discs."""
        return Discs(*(axis[rows] for axis in (self.lon, self.lat, self.radius, self.x, self.y)))

    def polygons(self) -> NDArray[np.object_]:
        """Return the discs as polygons in the plane; everything if they reach the South Pole."""
        shapes = np.empty(len(self), dtype=object)
        finite = np.isfinite(self.reach)
        if finite.any():
            shapes[finite] = disc_shapes(self.lon[finite], self.lat[finite], self.radius[finite])
        for n in np.flatnonzero(~finite).tolist():
            place = (float(axis[n]) for axis in (self.lon, self.lat, self.radius))
            shapes[n] = within_reach(partial(disc, *place))
        return shapes


def discs_in(area: Area, discs: Discs) -> NDArray[np.int8]:
    """Return for each disc whether it is inside an area, outside, or cut by its edge.

    Parameters
    ----------
    area : Area
        The area.
    discs : Discs
        n discs with radii above a metre; smaller ones are points.

    Returns
    -------
    numpy.ndarray of shape (n,)
        `OUTSIDE`, `CUT` or `INSIDE`, as `Area.judge` would return for the disc alone.
    """
    codes = np.full(len(discs), OUTSIDE, dtype=np.int8)
    if area.shape.is_empty:
        return codes
    west, south, east, north = area.shape.bounds
    x, y, reach = discs.x, discs.y, discs.reach
    positions = np.flatnonzero(
        (x + reach >= west) & (x - reach <= east) & (y + reach >= south) & (y - reach <= north)
    )
    candidates = discs.of(positions)
    inside, is_clear, cut = _sides(area.edge, candidates)
    if area.sure is area.shape:
        surely, is_outside = inside, is_clear
    else:
        surely, is_outside, between = _sides(area.sure_edge, candidates)
        cut |= between | (is_clear & inside & is_outside & ~surely)
    cases = [is_clear & ~inside, cut, is_clear & is_outside & surely]
    decided = np.logical_or.reduce(cases)
    verdicts = np.select(cases, [OUTSIDE, CUT, INSIDE], OUTSIDE).astype(np.int8)
    left = np.flatnonzero(~decided)
    verdicts[left] = _by_polygons(area, candidates.of(left))
    codes[positions] = verdicts
    return codes


@dataclass(frozen=True)
class SamplePoints:
    """Sample points of discs, which for most discs decide how an area lies to them.

    Parameters
    ----------
    discs : Discs
        n discs with a core.
    points : numpy.ndarray of shape (n, 33)
        Points in the plane, all of a disc's within the polygon that is drawn of it.
    are_left : numpy.ndarray of shape (n, 33)
        Which of them surely are in the water, or on the land, to which the record's type limits it.
    at_sea : numpy.ndarray of shape (n,)
        Whether that is the water.
    """

    discs: Discs
    points: NDArray[np.object_]
    are_left: NDArray[np.bool_]
    at_sea: NDArray[np.bool_]


def sample_points_of(discs: Discs) -> NDArray[np.object_]:
    """Return the points of `SamplePoints`."""
    complex_points = (discs.x + 1j * discs.y)[:, np.newaxis] + discs.core[:, np.newaxis] * _SPOTS
    return np.asarray(shapely.points(complex_points.real, complex_points.imag))


def sampled_discs_in(area: Area, spots: SamplePoints) -> NDArray[np.int8]:
    """Return whether discs that an edge of an area cuts are in it, without their land or water.

    Parameters
    ----------
    area : Area
        The area.
    spots : SamplePoints
        n discs.

    Returns
    -------
    numpy.ndarray of shape (n,)
        `CUT` if the rest of the disc surely has places in the area and places outside, `INSIDE` if
        what is outside of the area is land; else `UNSURE`.
    """
    codes = np.full(len(spots.discs), UNSURE, dtype=np.int8)
    # GEOS may divide by zero and still return the right distance.
    with np.errstate(divide="ignore"):
        inside_spots = shapely.intersects(area.shape, spots.points) & spots.are_left
        outside = ~shapely.intersects(area.sure, spots.points) & spots.are_left
        rows = np.flatnonzero(inside_spots.any(axis=1))
        rows = rows[area.are_deep(spots.points[rows, inside_spots[rows].argmax(axis=1)])]
        reaches_out = outside[rows].any(axis=1)
        leaving = rows[reaches_out]
        codes[leaving[area.are_apart(spots.points[leaving, outside[leaving].argmax(axis=1)])]] = CUT
        coast = rows[~reaches_out & spots.at_sea[rows]]
        if (edge := area.edge_with_land(len(coast))) is not None:
            inside, is_clear, _ = _sides(edge, spots.discs.of(coast))
            codes[coast[inside & is_clear]] = INSIDE
    return codes


def _sides(
    edge: Edge, discs: Discs
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which centres are inside an edge, and which discs are certainly uncut or cut."""
    x, y, reach, core = discs.x, discs.y, discs.reach, discs.core
    inside = np.asarray(shapely.contains_xy(edge.shape, x, y), dtype=np.bool_)
    least, most = edge.distances(x, y)
    clear, cut = least > reach, most < core
    undecided = np.flatnonzero(~clear & ~cut)
    points = np.asarray(shapely.points(x[undecided], y[undecided]))
    reached = np.asarray(_dwithin(edge.line, points, reach[undecided]), dtype=np.bool_)
    clear[undecided[~reached]] = True
    undecided, points = undecided[reached], points[reached]
    fills = np.asarray(
        _dwithin(edge.line, points, np.maximum(core[undecided], 0.0)), dtype=np.bool_
    )
    cut[undecided[fills & (core[undecided] > 0)]] = True
    return inside, clear, cut


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
