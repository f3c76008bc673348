"""Caches for shapes that recur: many records have the same area, many queries the same region."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["by_content", "recall"]

K = TypeVar("K")
T = TypeVar("T")

# Some ten megabytes at most; outlines larger than hand-drawn ones are not cached.
_CACHE_SIZE = 128
_MOST_VERTICES = 5_000


def by_content(judge: Callable[[NDArray[np.float64]], T]) -> Callable[[NDArray[np.float64]], T]:
    """Cache a function of a ring by the ring's bytes.

    Parameters
    ----------
    judge : callable
        Function of an array of shape (n, 2) with an immutable result.
    """

    @lru_cache(maxsize=_CACHE_SIZE)
    def cached(raw: bytes) -> T:
        return judge(np.frombuffer(raw, np.float64).reshape(-1, 2))

    @wraps(judge)
    def judged(vertices: NDArray[np.float64]) -> T:
        return judge(vertices) if len(vertices) > _MOST_VERTICES else cached(vertices.tobytes())

    return judged


def recall(cached: dict[K, T], key: K, make: Callable[[], T], most: int) -> T:
    """Return a cached value or compute it; drops the least recently used.

    Parameters
    ----------
    cached : dict
        The cache, most recently used last.
    key : object
        The key.
    make : callable
        Computes the value.
    most : int
        Size of the cache.

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
