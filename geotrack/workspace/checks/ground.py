"""Check that a place fits the type: water for ships, land for bases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project, to_plane
from geotrack.coastline import ground
from geotrack.errors import GeometryError
from geotrack.findings import Severity
from geotrack.footprint.outline import inner_radius_m, radius_m, widened
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.reading import Located
from geotrack.reading.geometry import positions_of
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["ground_fits_the_type"]

# The coastline is off by up to 2 km, and lacks small lakes and river mouths.
_GRACE_M = 50_000.0
_RIVER_M = 75_000.0

_Measure = Callable[[NDArray[np.object_], NDArray[np.float64]], tuple[NDArray[np.float64], str]]
"""Returns the distances of shapes, 0 within their tolerance, and a message for them."""


def ground_fits_the_type(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of records at sea that lie far inland, and of records on land far out at sea.

    Only records with all positions north of 60° are checked, with a tolerance of 50 km beyond the
    radius; large lakes and great rivers count as water.
    """
    judged = list(_judged(workspace))
    if not judged:
        return
    firsts = np.array([next(positions_of(located.record.geometry or {}))[:2] for located in judged])
    on_land = ground.is_on_land(np.asarray(shapely.points(*project(*firsts.T))))
    at_sea = np.array([located.record.type.medium == "sea" for located in judged])
    # The place of a ring is not its position.
    rings = np.array([located.record.inner_radius_km is not None for located in judged])
    candidates = np.flatnonzero((on_land == at_sea) | rings)
    shapes = np.array([_shape(judged[n].record) for n in candidates.tolist()], dtype=object)
    for is_at_sea, measure in ((True, _far_inland), (False, _far_at_sea)):
        mask = (at_sea[candidates] == is_at_sea) & ~shapely.is_missing(shapes)
        records = [judged[n] for n in candidates[mask].tolist()]
        yield from _findings(records, shapes[mask], measure)


def _findings(
    records: list[Located[Event]], shapes: NDArray[np.object_], measure: _Measure
) -> Iterator[RuleFinding]:
    if not records:
        return
    metres, template = measure(shapes, np.array([_reach(located.record) for located in records]))
    for n in np.flatnonzero(metres).tolist():
        value = records[n].record.type_id
        message = Message(template, value, float(metres[n]) / 1000)
        remedy = "correct the geometry, its radius or the type"
        severity = Severity.WARNING
        yield RuleFinding(
            records[n], ("geometry",), message, remedy, "place-ground", value, severity
        )


def _judged(workspace: Workspace) -> Iterator[Located[Event]]:
    for located in workspace.located:
        event = located.record
        if event.geometry is None or event.type.medium not in {"sea", "land"}:
            continue
        if event.precision != "region":  # the point is only the position of a label
            lats = [position[1] for position in positions_of(event.geometry)]
            if lats and min(lats) >= ground.GROUND_LAT:
                yield located


def _far_inland(
    shapes: NDArray[np.object_], reach: NDArray[np.float64]
) -> tuple[NDArray[np.float64], str]:
    """Return the distances of shapes from the sea, 0 within their tolerance."""
    metres = ground.to_sea(shapes, reach)
    far_rows = np.flatnonzero(metres > reach)
    by_water = ground.are_near_inland_water(shapes[far_rows], reach[far_rows] - _GRACE_M + _RIVER_M)
    distances = np.zeros(len(shapes))
    distances[far_rows[~by_water]] = metres[far_rows[~by_water]]
    return distances, "{type} is at sea, but the place lies {km:,.0f} km inland"


def _far_at_sea(
    shapes: NDArray[np.object_], reach: NDArray[np.float64]
) -> tuple[NDArray[np.float64], str]:
    """Return the distances of shapes from land, 0 within their tolerance."""
    metres = ground.to_land(shapes, reach)
    template = "{type} is on land, but the place lies {km:,.0f} km out at sea"
    return np.where(metres > reach, metres, 0.0), template


def _reach(event: Event) -> float:
    """Return the tolerance beyond the shape of a record: a ring is a shape with its radius."""
    return _GRACE_M + (0.0 if inner_radius_m(event) else (event.radius_km or 0.0) * 1000)


def _shape(event: Event) -> BaseGeometry | None:
    geometry = event.geometry or {}
    try:
        if inner := inner_radius_m(event):
            return widened(geometry, radius_m(event), inner)
        return to_plane(geometry)
    except GeometryError:  # reported by another rule
        return None
