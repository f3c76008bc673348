"""The map of a case: what was asked, and what the record allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import to_plane, unproject
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import Footprint, outline
from geotrack.handout.boxes import Box
from geotrack.handout.lettering import DROP, draw_text, serif
from geotrack.model import Event
from geotrack.queries.resolve import areas_of, reference_of
from geotrack.workspace import Workspace
from tools.cases.looks import ASKED, LABEL, LOOKS, SURE
from tools.cases.table import Case
from tools.small_map import OVER_LAND, UNDER_LAND, Look, SmallMap, land_share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_map"]

_ROOM, _LEAST_KM = 0.07, 1.6
_AROUND = 0.7
"""How far beyond what the record allows what was asked is seen, in parts of the former's size."""
_TIMES = 14.0
"""What was asked is seen whole if it is at most so much larger than what the record allows."""
_POINT_M = 90_000.0
"""How large a point is taken to be."""
_ASHORE = 0.12
"""A shape with no more of it on the land as drawn is water."""
_TAKEN = 1.02
"""What would be allowed is drawn where it is at least so much larger than what is."""
_ASKED_ASHORE = replace(ASKED, cover=0.14)
"""Over land its shade is seen through."""
_BESIDE = Look("#16242c")
"""Another record of the case, which is not asked about."""
_UNCUT = replace(_BESIDE, weight=0.7)
_WHITE = "#ffffff"


def draw_map(case: Case, workspace: Workspace, figure: Figure, box: Box) -> None:
    """Draw the map of a case: lowest what was asked, then land, then what the record allows.

    Parameters
    ----------
    case : Case
        Its question names a place.
    workspace : Workspace
        Holds its records.
    figure : matplotlib.figure.Figure
        From `tools.small_map.sheet`.
    box : Box
        The box of the map.
    """
    areas = areas_of(case.query, workspace)
    events = [workspace.by_id[feature["id"]] for feature in case.features]
    allowed = {event.id: footprint(event, workspace.regions) for event in events}
    whole = [shape for event in events for shape in _whole(event, workspace)]
    seen = _seen(whole, [area.shape for area in areas], close=case.close)
    small = SmallMap(figure, box, seen, _ROOM, _LEAST_KM, degrees=False)
    shapes = [(area.shape, ASKED) for area in areas]
    for event in reversed(events):
        where = allowed[event.id]
        if where is not None:
            shapes.append((shapely.union_all(where.shapes), _look(event, case)))
    for shape, look in shapes:
        _draw_shape(shape, look, small)
    for area in areas:
        if area.sure is not area.shape:
            small.area(area.sure, SURE)
    for event in reversed(events):
        _draw_position(event, allowed[event.id], _look(event, case), small, workspace)
    _draw_reference(case, small, workspace)
    if case.answer == "unplaced" or not any(allowed.values()):
        _draw_unknown(shapely.union_all([area.shape for area in areas]), small)
    small.frame()


def _look(event: Event, case: Case) -> Look:
    return LOOKS[case.answer] if case.id in {event.id, event.part_of} else _BESIDE


def _whole(event: Event, workspace: Workspace) -> tuple[BaseGeometry, ...]:
    where = outline(event, workspace.regions)
    return where.shapes if where else ()


def _seen(
    placed: Sequence[BaseGeometry], asked: Sequence[BaseGeometry], *, close: bool
) -> BaseGeometry:
    """Return what the picture is of: what records allow, and what was asked around and near it."""
    if not placed:
        return shapely.union_all(asked)
    allowed = shapely.union_all(placed)
    size = _size(allowed) or _POINT_M
    near = []
    for shape in asked:
        if _size(shape) <= _TIMES * size and not close:
            near.append(shape)
        else:
            around = shapely.box(*allowed.bounds).buffer(_AROUND * size, join_style="mitre")
            near.append(shapely.clip_by_rect(shape, *around.bounds).envelope)
    largest = max(map(_size, asked))
    if size > _TIMES / 2 * largest:
        around = shapely.box(*shapely.union_all(asked).bounds).buffer(2 * largest)
        allowed = shapely.clip_by_rect(allowed, *around.bounds).envelope
    ways = [shapely.shortest_line(allowed, shape) for shape in asked]
    return shapely.union_all([allowed, *near, *ways])


def _size(shape: BaseGeometry) -> float:
    left, bottom, right, top = shape.bounds
    return max(right - left, top - bottom)


def _draw_shape(shape: BaseGeometry, look: Look, small: SmallMap) -> None:
    """Draw an area, water below the land and what is ashore above it."""
    if land_share(small.visible(shape)) <= _ASHORE:
        small.area(shape, look, UNDER_LAND)
    elif look is not ASKED:
        small.area(shape, look)
    else:
        small.area(shape, replace(ASKED, strength=0.0), UNDER_LAND)
        small.area(shape, _ASKED_ASHORE, OVER_LAND - 0.1)


def _draw_position(
    event: Event, where: Footprint | None, look: Look, small: SmallMap, workspace: Workspace
) -> None:
    """Draw what a record draws, and what it would allow if nothing were taken away."""
    if where is None:
        return
    allowed, whole = shapely.union_all(where.shapes), shapely.union_all(_whole(event, workspace))
    if whole.area > _TAKEN * allowed.area and event.geometry is not None:
        apart = allowed.buffer(small.metres_per_pixel)
        small.line(whole.boundary.difference(apart), _UNCUT)
    drawn = event.geometry
    if drawn is None:
        return
    hollow = bool(where.doubt) or event.precision in {"unstated", "ring"}
    if drawn["type"] == "Point":
        lon, lat = drawn["coordinates"]
        fill, edge = (_WHITE, look.ink) if hollow else (look.ink, _WHITE)
        small.dot(lon, lat, fill, edge)
    elif drawn["type"].endswith("LineString"):
        dashes = look.dashes if hollow else None
        small.line(to_plane(drawn), Look(look.ink, weight=1.2, dashes=dashes))
    elif event.radius_km:
        small.area(to_plane(drawn), Look(look.ink, weight=0.9))


def _draw_reference(case: Case, small: SmallMap, workspace: Workspace) -> None:
    """Mark what distances are told from, where that is no record."""
    reference = reference_of(case.query, workspace)
    if reference is not None and reference.event is None:
        small.dot(*_lonlat(reference.shape), ASKED.ink, _WHITE)


def _draw_unknown(shape: BaseGeometry, small: SmallMap) -> None:
    x, y = small.ground.plane.to_points(*_lonlat(shape))
    font = serif(24.0)
    style: dict[str, Any] = {
        "colour": LABEL,
        "align": "center",
        "halo": (_WHITE, 2.2),
        "zorder": 12,
    }
    draw_text(small.ground.axes, x, y + DROP * font.size, "?", font, **style)


def _lonlat(shape: BaseGeometry) -> tuple[float, float]:
    at = shapely.point_on_surface(shape)
    lon, lat = unproject(at.x, at.y)
    return float(lon), float(lat)
