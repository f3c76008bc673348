"""What is kept of a ring is what would be said of it again."""

from __future__ import annotations

import gc
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.cache import WeakCache, by_content


def test_the_same_vertices_are_judged_once_and_others_by_themselves() -> None:
    judged = []

    @by_content
    def total(vertices: NDArray[np.float64]) -> float:
        judged.append(len(vertices))
        return float(vertices.sum())

    ring = np.arange(8.0).reshape(-1, 2)
    assert total(ring) == total(ring.copy()) == 28.0
    ring[0, 0] = 100.0  # the same array with other content
    assert total(ring) == 128.0
    assert judged == [4, 4]


def test_a_large_ring_is_not_kept() -> None:
    judged = []

    @by_content
    def size(vertices: NDArray[np.float64]) -> int:
        judged.append(1)
        return len(vertices)

    large = np.zeros((5001, 2))
    assert size(large) == size(large) == 5001
    assert len(judged) == 2


class Thing:
    """An object that can be referred to weakly."""


def test_the_value_of_an_object_is_computed_once_for_equal_circumstances() -> None:
    cache: WeakCache[list[int]] = WeakCache()
    one, other = Thing(), Thing()
    made = cache.recall(one, ("en", 1), lambda: [1])
    assert cache.recall(one, ("en", 1), lambda: [2]) is made
    assert cache.recall(other, ("en", 1), lambda: [3]) == [3]
    assert cache.recall(one, ("nb", 1), lambda: [4]) == [4]
    assert cache.recall(one, ("en", 1), lambda: [5]) == [5]  # the last alone is kept


def test_a_value_lasts_as_long_as_its_object() -> None:
    cache: WeakCache[Thing] = WeakCache()
    objects = [Thing() for _ in range(50)]
    values = [ref(cache.recall(one, None, Thing)) for one in objects]
    del objects[10:]
    gc.collect()
    assert [value() is not None for value in values] == [True] * 10 + [False] * 40
    # Another object may have the same address.
    assert all(cache.recall(Thing(), None, Thing) is not values[0]() for _ in range(50))
