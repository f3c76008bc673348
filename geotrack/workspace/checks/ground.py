"""Check that a place fits the type: water for ships, land for bases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.errors import GeometryError
from geotrack.findings import Severity
from geotrack.footprint.outline import inner_radius_m, radius_m, widened
from geotrack.model import Event
from geotrack.polar.land import ground
from geotrack.reading import Located
from geotrack.reading.geometry import positions_of
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["ground_fits_the_type"]

# The coastline is off by up to 2 km, and lacks small lakes and river mouths.
_GRACE_M = 50_000.0
_RIVER_M = 75_000.0


def ground_fits_the_type(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of records at sea that lie far inland, and of records on land far out at sea.

    Only records with all positions north of 60° are checked, with a tolerance of 50 km beyond the
    radius; large lakes and great rivers count as water.
    """
    judged = list(_judged(workspace))
    if not judged:
        return
    firsts = np.array([next(positions_of(one.record.geometry or {}))[:2] for one in judged])
    on_land = ground.is_on_land(np.asarray(shapely.points(*polar.project(*firsts.T))))
    at_sea = np.array([one.record.type.medium == "sea" for one in judged])
    # The place of a ring is not its position.
    rings = np.array([one.record.inner_radius_km is not None for one in judged])
    for n in np.flatnonzero((on_land == at_sea) | rings).tolist():
        event = judged[n].record
        message = _far_inland(event) if at_sea[n] else _far_at_sea(event)
        if message:
            remedy = "correct the geometry, its radius or the type"
            path, severity = ("geometry",), Severity.WARNING
            value = event.type_id
            yield RuleFinding(judged[n], path, message, remedy, "place-ground", value, severity)


def _judged(workspace: Workspace) -> Iterator[Located[Event]]:
    for located in workspace.located:
        event = located.record
        if event.geometry is None or event.type.medium not in {"sea", "land"}:
            continue
        if event.precision != "region":  # its point is only the place of a label
            lats = [position[1] for position in positions_of(event.geometry)]
            if lats and min(lats) >= ground.GROUND_LAT:
                yield located


def _far_inland(event: Event) -> str:
    shape = _shape(event)
    reach = _reach(event)
    if shape is None or (metres := ground.to_sea(shape, reach)) <= reach:
        return ""
    if ground.to_inland_water(shape) <= reach - _GRACE_M + _RIVER_M:
        return ""
    return f"{event.type_id} is at sea, but the place lies {_km(metres)} inland"


def _far_at_sea(event: Event) -> str:
    shape = _shape(event)
    reach = _reach(event)
    if shape is None or (metres := ground.to_land(shape, reach)) <= reach:
        return ""
    return f"{event.type_id} is on land, but the place lies {_km(metres)} out at sea"


def _reach(event: Event) -> float:
    """Return the tolerance beyond the shape of a record: a ring is a shape with its radius."""
    return _GRACE_M + (0.0 if inner_radius_m(event) else (event.radius_km or 0.0) * 1000)


def _shape(event: Event) -> BaseGeometry | None:
    geometry = event.geometry or {}
    try:
        if inner := inner_radius_m(event):
            return widened(geometry, radius_m(event), inner)
        return polar.to_plane(geometry)
    except GeometryError:  # it has a finding of its own
        return None


def _km(metres: float) -> str:
    return f"{metres / 1000:,.0f} km"
