"""Outlines that come again: many records draw the same closed area or the same strait."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_content"]

T = TypeVar("T")

# Some ten megabytes at most; what is larger than an outline drawn by hand is not kept.
_KEPT = 128
_MOST_VERTICES = 5_000


def by_content(judge: Callable[[NDArray[np.float64]], T]) -> Callable[[NDArray[np.float64]], T]:
    """Keep what a function says of a ring, for the next ring with the same vertices to the bit.

    Parameters
    ----------
    judge : callable
        From an array of shape (n, 2) to something that is never changed.
    """

    @lru_cache(maxsize=_KEPT)
    def kept(raw: bytes) -> T:
        return judge(np.frombuffer(raw, np.float64).reshape(-1, 2))

    @wraps(judge)
    def judged(vertices: NDArray[np.float64]) -> T:
        return judge(vertices) if len(vertices) > _MOST_VERTICES else kept(vertices.tobytes())

    return judged
