"""Spreading of symbols so that none overlaps another, as on the page.

The page's own relaxation (`web/src/page/marks/overlap-removal.js`), held inside a frame and gone
on with until no pair is too close.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geotrack.handout.sheet.boxes import Box

__all__ = ["spread"]

_PULL, _PULLED = 0.06, 100
_ROUNDS = 1200
_SAME = 1e-9


def spread(places: NDArray[np.float64], gap: float, box: Box | None = None) -> NDArray[np.float64]:
    """Return positions of symbols that are at least a gap apart.

    Parameters
    ----------
    places : numpy.ndarray of shape (n, 2)
        Original positions, points.
    gap : float
        Least distance between centres, points.
    box : Box, optional
        Bounds of the centres.

    Returns
    -------
    numpy.ndarray of shape (n, 2)
        New positions, each near its original; deterministic.
    """
    turn = np.arange(len(places)) * 2.4
    # Symbols at the same position start on a small circle in the order of the list.
    spots = places + 0.05 * gap * np.column_stack([np.cos(turn), np.sin(turn)])
    if len(places) < 2:  # noqa: PLR2004 (a pair)
        return _clamped(places.astype(np.float64), box)
    for round_ in range(_ROUNDS):
        pull = _PULL if round_ < _PULLED else 0.0
        spots += (places - spots) * pull
        spots = _clamped(spots, box)
        if not _push(spots, gap) and not pull:
            break
    spots = _clamped(spots, box)
    near = np.hypot(*(spots - places).T) < 0.05 * gap + 1e-9
    settled = np.where(near[:, None], places, spots)
    return settled if not _close(settled, gap).size else spots


def _clamped(spots: NDArray[np.float64], box: Box | None) -> NDArray[np.float64]:
    if box is None:
        return spots
    return np.clip(spots, (box.left, box.top), (box.right, box.bottom))


def _close(spots: NDArray[np.float64], gap: float) -> NDArray[np.intp]:
    """Return pairs that are too close, shape (m, 2)."""
    points = list(map(shapely.Point, spots))
    tree = shapely.STRtree(points)
    one, other = tree.query(points, predicate="dwithin", distance=gap)
    first = one < other
    pairs = np.column_stack([one[first], other[first]])
    apart = np.hypot(*(spots[pairs[:, 0]] - spots[pairs[:, 1]]).T)
    return np.asarray(pairs[apart < gap - 1e-6])


def _push(spots: NDArray[np.float64], gap: float) -> bool:
    pairs = _close(spots, gap)
    if not pairs.size:
        return False
    one, other = pairs[:, 0], pairs[:, 1]
    offset = spots[other] - spots[one]
    apart = np.hypot(*offset.T)
    still = apart < _SAME
    offset[still] = (1.0, 0.0)
    apart[still] = 1.0
    half = ((gap - np.where(still, 0.0, apart)) / 2 + 0.02 * gap / 26)[:, None]
    step = offset / apart[:, None] * half
    # Less than the full overlap, since many neighbours push at once.
    np.add.at(spots, one, -0.7 * step)
    np.add.at(spots, other, 0.7 * step)
    return True
