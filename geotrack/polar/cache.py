"""What comes again, cached: many records draw the same closed area, many queries ask for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_content", "recall"]

K = TypeVar("K")
T = TypeVar("T")

# Some ten megabytes at most; what is larger than an outline drawn by hand is not cached.
_CACHE_SIZE = 128
_MOST_VERTICES = 5_000


def by_content(judge: Callable[[NDArray[np.float64]], T]) -> Callable[[NDArray[np.float64]], T]:
    """Keep what a function says of a ring, for the next ring with the same vertices to the bit.

    Parameters
    ----------
    judge : callable
        From an array of shape (n, 2) to something that is never changed.
    """

    @lru_cache(maxsize=_CACHE_SIZE)
    def cached(raw: bytes) -> T:
        return judge(np.frombuffer(raw, np.float64).reshape(-1, 2))

    @wraps(judge)
    def judged(vertices: NDArray[np.float64]) -> T:
        return judge(vertices) if len(vertices) > _MOST_VERTICES else cached(vertices.tobytes())

    return judged


def recall(cached: dict[K, T], key: K, make: Callable[[], T], most: int) -> T:
    """Return what is cached by a key, or make it and keep it; what was not used for longest goes.

    Parameters
    ----------
    cached : dict
        What is cached, the last used last.
    key : object
        What is wanted.
    make : callable
        Makes it.
    most : int
        How many are cached.

    Examples
    --------
    >>> cached = {}
    >>> [recall(cached, n, lambda: n * n, most=2) for n in (2, 3, 2, 4)]
    [4, 9, 4, 16]
    >>> cached
    {2: 4, 4: 16}
    """
    value = cached.pop(key) if key in cached else make()
    cached[key] = value
    if len(cached) > most:
        del cached[next(iter(cached))]
    return value
