"""How far discs lie in an area, many at once.

Round the centre of a disc the plane has a circle that holds all of it and one that it fills. An
area's edge that comes no nearer than the first leaves it whole, inside or outside; one that comes
nearer than the second cuts it. Only what lies between the two is drawn as a polygon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotrack import polar
from geotrack.questions.areas import Area, Edge
from geotrack.questions.columns import Columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CUT", "INSIDE", "OUTSIDE", "UNSURE", "discs_in"]

OUTSIDE, CUT, INSIDE = 0, 3, 4
"""Of a disc: none, some, all of it is in the area; in the numbers of `Verdict`."""
UNSURE = -1
"""A closer look is needed."""

# Its types know one distance, not one a point.
_dwithin: Any = shapely.dwithin


def discs_in(area: Area, columns: Columns, rows: NDArray[np.intp]) -> NDArray[np.int8]:
    """Return how far each of some discs is in an area.

    Parameters
    ----------
    area : Area
        The area.
    columns : Columns
        The records.
    rows : numpy.ndarray of shape (n,)
        Rows that are discs.

    Returns
    -------
    numpy.ndarray of shape (n,)
        `OUTSIDE`, `CUT` or `INSIDE`, as `Area.judge` has it for the disc alone; `UNSURE` where
        the area's own edge is not sure.
    """
    codes = np.full(len(rows), OUTSIDE, dtype=np.int8)
    west, south, east, north = area.shape.bounds
    x, y, reach = columns.x[rows], columns.y[rows], columns.reach[rows]
    at = np.flatnonzero(
        (x + reach >= west) & (x - reach <= east) & (y + reach >= south) & (y - reach <= north)
    )
    rows = rows[at]
    inside, whole, cut = _sides(area.edge, columns, rows)
    if area.sure is area.shape:
        found = np.select([whole & inside, whole, cut], [INSIDE, OUTSIDE, CUT], UNSURE).astype(
            np.int8
        )
        unsure = np.flatnonzero(found == UNSURE)
        found[unsure] = _drawn(area, columns, rows[unsure])
    else:
        surely, apart, _ = _sides(area.sure_edge, columns, rows)
        found = np.select([whole & ~inside, surely & apart], [OUTSIDE, INSIDE], UNSURE).astype(
            np.int8
        )
    codes[at] = found
    return codes


def _sides(
    edge: Edge, columns: Columns, rows: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which centres are inside an edge, and which discs it surely does not cut, or does."""
    x, y = columns.x[rows], columns.y[rows]
    reach, core = columns.reach[rows], columns.core[rows]
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


def _drawn(area: Area, columns: Columns, rows: NDArray[np.intp]) -> NDArray[np.int8]:
    """Judge discs by their polygons."""
    codes = np.full(len(rows), OUTSIDE, dtype=np.int8)
    if not len(rows):
        return codes
    discs = polar.discs(columns.lon[rows], columns.lat[rows], columns.radius[rows])
    centred = shapely.contains_xy(area.shape, columns.x[rows], columns.y[rows])
    codes[centred] = CUT
    for n in np.flatnonzero(centred).tolist():
        if area.holds(discs[n]):
            codes[n] = INSIDE
    beside = np.flatnonzero(~centred)
    for n in beside.tolist():
        if area.meets(discs[n]):
            codes[n] = INSIDE if area.holds(discs[n]) else CUT
    return codes
