"""Overlays come to an end where GEOS fails at one."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from geotrack.queries.overlays import clipped, difference, intersection, union

ONE, OTHER = shapely.box(0, 0, 10, 10), shapely.box(5, 5, 15, 15)


@pytest.mark.parametrize("operation", [intersection, difference, union])
def test_a_failing_overlay_is_repeated_on_a_millimetre_grid(
    monkeypatch: pytest.MonkeyPatch, operation: Any
) -> None:
    expected = operation(ONE, OTHER)
    original = getattr(shapely, operation.__name__)

    def failing(*shapes: Any, grid_size: float | None = None) -> Any:
        if grid_size is None:
            message = "TopologyException: found non-noded intersection"
            raise shapely.GEOSException(message)
        return original(*shapes, grid_size=grid_size)

    monkeypatch.setattr(shapely, operation.__name__, failing)
    assert operation(ONE, OTHER).equals(expected)


def test_what_is_clipped_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = (5.0, 5.0, 20.0, 20.0)
    part = clipped(ONE, bounds)
    assert part.equals(shapely.box(5, 5, 10, 10))
    bowtie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    monkeypatch.setattr(shapely, "clip_by_rect", lambda *_: bowtie)
    assert clipped(ONE, bounds).equals(part)

    def failing(*_: Any) -> Any:
        message = "IllegalArgumentException: Invalid number of points in LinearRing"
        raise shapely.GEOSException(message)

    monkeypatch.setattr(shapely, "clip_by_rect", failing)
    assert clipped(ONE, bounds).equals(part)
