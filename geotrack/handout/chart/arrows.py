"""Arrows at symbols towards the next sighting."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from folium_polar.geometry import geodesic
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.symbols import Mark
from geotrack.handout.fonts_and_colours import colour
from geotrack.mapview.record.shapes import LonLat
from geotrack.mapview.record.view import RecordView

__all__ = ["Arrow", "arrows_of", "draw_arrows"]

# As in `web/src/page/marks/sequence-arrow.js`, for a symbol with an edge of 26: distance of the
# arrow from the centre, its greatest and least length, and its head.
_EDGE, _CLEAR, _LONGEST, _SHORTEST, _HEAD = 26.0, 15.0, 20.0, 6.0, 5.0
# As in `sequence.css`: width of its line, width and opacity of the rim under it.
_LINE, _RIM, _RIM_OPACITY = 1.7, 4.5, 0.85
# Length of a step along the geodesic, metres: the first gives the direction.
_STEP_M = 25_000.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow at a symbol, points.

    Parameters
    ----------
    number : int
        Number of the record with the symbol.
    start, tip : tuple of (float, float)
        Start, clear of the symbol, and end.
    size : float
        Edge of the symbol.
    """

    number: int
    start: tuple[float, float]
    tip: tuple[float, float]
    size: float


def arrows_of(
    ground: Ground,
    records: Sequence[RecordView],
    marks: Iterable[Mark],
    order: Iterable[tuple[str, str]],
) -> list[Arrow]:
    """Return the arrows of a map.

    Parameters
    ----------
    ground : Ground
        The map.
    records : sequence of RecordView
        The records on the map.
    marks : iterable of Mark
        The symbols within the map's edges.
    order : iterable of (str, str)
        Each sighting and the next, by ids of records.

    Returns
    -------
    list of Arrow
        One at each symbol with a next sighting, in the initial direction of the geodesic to its
        position. There is no arrow where the two symbols are too near each other.
    """
    drawn = [(e.event.id, e.number, e.drawing.lonlat) for e in records if e.drawing]
    lonlat_by_id = {id_: lonlat for id_, _, lonlat in drawn}
    mark_by_number = {mark.number: mark for mark in marks}
    # None for a record outside the map's edges.
    mark_by_id = {id_: mark_by_number.get(number) for id_, number, _ in drawn}
    arrows = []
    for first, second in order:
        mark = mark_by_id.get(first)
        if mark is None or second not in lonlat_by_id:
            continue
        next_mark = mark_by_id[second]
        arrow = _arrow(ground, mark, next_mark, lonlat_by_id[first], lonlat_by_id[second])
        arrows += [arrow] if arrow else []
    return arrows


def _arrow(
    ground: Ground, mark: Mark, next_mark: Mark | None, start: LonLat, end: LonLat
) -> Arrow | None:
    """Return the arrow from a sighting towards the next; None if the symbols are too near.

    Its direction is that of the first step of the geodesic. Its length depends on the straight
    distance of the two symbols, in units of a symbol with an edge of 26.
    """
    first, second, *_ = geodesic([start, end], _STEP_M)
    x, y = ground.plane.to_points(*first)
    second_x, second_y = ground.plane.to_points(*second)
    step = math.hypot(second_x - x, second_y - y)
    next_x, next_y = (next_mark.x, next_mark.y) if next_mark else ground.plane.to_points(*end)
    unit = mark.size / _EDGE
    distance = math.hypot(next_x - mark.x, next_y - mark.y) / unit
    length = min(_LONGEST, distance - 2 * _CLEAR)
    if length < _SHORTEST or not step:
        return None
    right, down = (second_x - x) / step * unit, (second_y - y) / step * unit
    inner, outer = _CLEAR, _CLEAR + length
    return Arrow(
        mark.number,
        (mark.x + inner * right, mark.y + inner * down),
        (mark.x + outer * right, mark.y + outer * down),
        mark.size,
    )


def draw_arrows(ground: Ground, arrows: Iterable[Arrow]) -> None:
    """Draw arrows under the symbols, each with a rim in the colour of paper."""
    for arrow in arrows:
        unit = arrow.size / _EDGE
        path = _path(arrow, _HEAD * unit)
        style = {"facecolor": "none", "capstyle": "round", "joinstyle": "round"}
        for ink, line_width, zorder in (
            ((colour("paper"), _RIM_OPACITY), _RIM, 14.0),
            (colour("ink"), _LINE, 14.1),
        ):
            patch = PathPatch(
                path, edgecolor=ink, linewidth=line_width * unit, zorder=zorder, **style
            )
            ground.add(patch)


def _path(arrow: Arrow, head: float) -> Path:
    """Return the shaft of an arrow, and the two sides of its head."""
    start, tip = np.array(arrow.start), np.array(arrow.tip)
    direction = (tip - start) / math.dist(arrow.start, arrow.tip)
    across = np.array([-direction[1], direction[0]]) * 0.7 * head
    back = tip - direction * head
    places = [start, tip, back - across, tip, back + across]
    return Path(places, [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO])
