"""The map of a case: what was asked, and what the record allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack import polar
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import Footprint, outline
from geotrack.model import Event
from geotrack.queries.resolve import areas_of, reference_of
from geotrack.workspace import Workspace
from tools.cases.colours import ASKED, ASKED_EDGE, LOOKS, SURE_EDGE
from tools.cases.table import Case
from tools.plates import INK, Lettering, Look, Plate

__all__ = ["map_of"]

_MARGIN_PX, _ROOM, _LEAST_KM = 2.5, 0.07, 1.6
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
_MANY, _DETAIL_PX = 5_000, 0.6
"""A shape of so many vertices is drawn in no more detail than this."""
_ASKED = Look(ASKED.fill, ASKED.fill_opacity, ASKED_EDGE.stroke, ASKED_EDGE.width)
_ASKED_ASHORE = replace(_ASKED, fill_opacity=0.14)
"""Over land its shade is seen through."""
_BESIDE = Look(stroke=INK, width=0.8)
"""Another record of the case, which is not asked about."""
_UNCUT = Look(stroke=INK, width=0.5)
_UNKNOWN = Lettering(24.0, "#56626b", serif=True, halo="#fbfaf7")


def map_of(
    case: Case, workspace: Workspace, width: float, height: float, *, title: str = ""
) -> Plate:
    """Return the map of a case: lowest what was asked, then land, then what the record allows.

    Parameters
    ----------
    case : Case
        Its question names a place.
    workspace : Workspace
        Holds its records.
    width, height : float
        Pixels.
    title : str, optional
        For those who cannot see it.
    """
    areas = areas_of(case.query, workspace)
    events = [workspace.by_id[feature["id"]] for feature in case.features]
    allowed = {event.id: footprint(event, workspace.regions) for event in events}
    whole = [shape for event in events for shape in _whole(event, workspace)]
    seen = _seen(whole, [area.shape for area in areas], close=case.close)
    plate = Plate.around(
        seen, width, height, room=_ROOM, least_km=_LEAST_KM, margin=_MARGIN_PX, title=title
    )
    shapes = [(area.shape, _ASKED) for area in areas]
    for event in reversed(events):
        where = allowed[event.id]
        if where is not None:
            shapes.append((shapely.union_all(where.shapes), _look(event, case)))
    _draw_shapes(shapes, plate)
    for area in areas:
        if area.sure is not area.shape:
            plate.area(area.sure, SURE_EDGE)
    for event in reversed(events):
        _draw_position(event, allowed[event.id], _look(event, case), plate, workspace)
    _draw_reference(case, plate, workspace)
    if case.answer == "unplaced" or not any(allowed.values()):
        plate.label("?", _lonlat(shapely.union_all([area.shape for area in areas])), _UNKNOWN)
    return plate


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


def _draw_shapes(shapes: Sequence[tuple[BaseGeometry, Look]], plate: Plate) -> None:
    """Draw areas, water below the land and what is ashore above it."""
    wet = [_is_water(shape, plate) for shape, _ in shapes]
    for (shape, look), is_water in zip(shapes, wet, strict=True):
        if is_water:
            plate.sea(_simple(shape, plate), look)
        elif look is _ASKED:
            plate.area(shape, ASKED)
    plate.land()
    plate.graticule(degrees=False)
    plate.pole_mark()
    for (shape, look), is_water in zip(shapes, wet, strict=True):
        if not is_water:
            plate.area(shape, _ASKED_ASHORE if look is _ASKED else look)


def _simple(shape: BaseGeometry, plate: Plate) -> BaseGeometry:
    is_long = shapely.get_num_coordinates(shape) > _MANY
    return shape.simplify(_DETAIL_PX * plate.metres_a_pixel) if is_long else shape


def _is_water(shape: BaseGeometry, plate: Plate) -> bool:
    seen = plate.seen(shape)
    return seen.area > 0 and seen.intersection(plate.coast).area <= _ASHORE * seen.area


def _draw_position(
    event: Event, where: Footprint | None, look: Look, plate: Plate, workspace: Workspace
) -> None:
    """Draw what a record draws, and what it would allow if nothing were taken away."""
    if where is None:
        return
    allowed, whole = shapely.union_all(where.shapes), shapely.union_all(_whole(event, workspace))
    if whole.area > _TAKEN * allowed.area and event.geometry is not None:
        apart = allowed.buffer(plate.metres_a_pixel)
        plate.line(whole.boundary.difference(apart), _UNCUT)
    drawn = event.geometry
    if drawn is None:
        return
    hollow = bool(where.doubt) or event.precision in {"unstated", "ring"}
    if drawn["type"] == "Point":
        lon, lat = drawn["coordinates"]
        fill, edge = ("#ffffff", look.stroke) if hollow else (look.stroke, "#ffffff")
        plate.point(lon, lat, Look(fill, stroke=edge, width=0.8), radius=2.4)
    elif drawn["type"].endswith("LineString"):
        dash = look.dash if hollow else ""
        plate.line(polar.to_plane(drawn), Look(stroke=look.stroke, width=1.0, dash=dash))
    elif event.radius_km:
        plate.area(polar.to_plane(drawn), Look(stroke=look.stroke, width=0.7))


def _draw_reference(case: Case, plate: Plate, workspace: Workspace) -> None:
    """Mark what distances are told from, where that is no record."""
    reference = reference_of(case.query, workspace)
    if reference is not None and reference.event is None:
        look = Look(ASKED_EDGE.stroke, stroke="#ffffff", width=0.8)
        plate.point(*_lonlat(reference.shape), look, radius=2.4)


def _lonlat(shape: BaseGeometry) -> tuple[float, float]:
    at = shapely.point_on_surface(shape)
    lon, lat = polar.unproject(at.x, at.y)
    return float(lon), float(lat)
