"""What is kept of a ring is what would be said of it again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geotrack.polar.cache import by_content


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
