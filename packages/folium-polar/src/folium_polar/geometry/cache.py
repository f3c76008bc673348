"""Caches: many records have the same area, many queries the same region, many pages one record."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Generic, TypeVar
from weakref import KeyedRef

import numpy as np
from numpy.typing import NDArray

__all__ = ["WeakCache", "by_content", "recall"]

K = TypeVar("K")
T = TypeVar("T")

# Some ten megabytes at most; outlines larger than hand-drawn ones are not cached.
_CACHE_SIZE = 128
# Vertices of a ring that is cached at most.
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


class WeakCache(Generic[T]):
    """A cache of one value for each object, which lasts as long as the object.

    Records, regions and their views never change: a workspace that is opened again has a new object
    for each that did.

    Examples
    --------
    >>> sizes, one = WeakCache(), {1, 2, 3}
    >>> sizes.recall(one, None, lambda: len(one))
    3
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[KeyedRef[int, Any], object, T]] = {}
        # One for all entries: there may be a million.
        self._forget = self._remove

    def _remove(self, reference: KeyedRef[int, Any]) -> None:
        self._kept.pop(reference.key, None)

    def recall(self, instance: object, beside: object, make: Callable[[], T]) -> T:
        """Return the value of an object, or compute it.

        Parameters
        ----------
        instance : object
            The object; weak references to it must be possible.
        beside : object
            What else the value is computed from: it is computed again if this is not equal.
        make : callable
            Computes the value.
        """
        key = id(instance)
        entry = self._kept.get(key)
        if entry is not None and entry[0]() is instance and entry[1] == beside:
            return entry[2]
        value = make()
        self._kept[key] = (KeyedRef(instance, self._forget, key), beside, value)
        return value
