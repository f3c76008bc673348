"""Annotations: names and dates of a few records, beside their symbols on a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geotrack.handout.boxes import Box
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.map_labels import Spot
from geotrack.handout.chart.symbols import Mark
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, Font, balanced, draw_text, sans, width
from geotrack.handout.wording import line
from geotrack.mapview.record.view import RecordView

__all__ = ["Annotation", "annotations_of", "covered_by", "draw_annotations"]

# In font sizes: width of a name before it breaks, height of a line, size of the date, margin to
# symbols and other annotations, and the shortest leader that is drawn.
_WIDEST, _LINE, _DATE, _MARGIN, _SHORTEST = 12.5, 1.16, 0.86, 0.22, 0.5
# Directions in which places for a name are tried, radians.
_DIRECTIONS = np.radians(np.arange(0.0, 360.0, 15.0))
# Distances from the symbol that are tried, in font sizes.
_DISTANCES = (0.25, 0.7, 1.3, 2.0, 3.0, 4.2, 5.6, 7.5, 10.0, 13.0, 17.0)
# From this part of its direction an annotation is at the side, else above or below.
_SIDE = 0.35
# Costs: of a coast that is as long as the font is high, of a place above or below, and of a symbol
# so near that the name could be its own.
_COAST, _OVER, _NEIGHBOUR, _NEAR = 0.4, 0.5, 1.5, 0.9
# Orders of placing names that are tried; the cheapest is kept.
_ORDERS = 12

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Annotation:
    """The name and the date of a record on a map, points.

    Parameters
    ----------
    number : int
        Number of the record.
    lines : tuple of (str, Font)
        The lines of its name, and its date.
    box : Box
        The box of the text.
    align : {"left", "center", "right"}
        The side of the box at which lines begin.
    leader : tuple of ((float, float), (float, float))
        The line from its symbol to the text.
    """

    number: int
    lines: tuple[tuple[str, Font], ...]
    box: Box
    align: str
    leader: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Possible places of an annotation, the best first, without those that cover something.

    Each has the box of the text, the leader (a line), its cost, and its direction from the symbol
    as a unit vector.
    """

    boxes: NDArray[np.object_]
    leaders: NDArray[np.object_]
    costs: Places
    directions: Places


def annotations_of(
    ground: Ground,
    records: Iterable[RecordView],
    marks: Sequence[Mark],
    occupied: Sequence[Spot],
    *,
    coast: Places,
    size: float,
    footprints: Mapping[int, BaseGeometry] | None = None,
    leaders: bool = True,
) -> list[Annotation]:
    """Return the annotations of records on a map, as far as there is room for them.

    Parameters
    ----------
    ground : Ground
        The map.
    records : iterable of RecordView
        The records that are named, the most important first; those without a symbol on the map
        are left out.
    marks : sequence of Mark
        The symbols.
    occupied : sequence of Spot
        Discs that no text and no leader covers.
    coast : numpy.ndarray of shape (n, 2)
        Points along coasts, a point (1/72 inch) apart, which annotations cover as little as they
        can.
    size : float
        Font size of names, points.
    footprints : mapping of int to shapely geometry, optional
        The visible outlines round the places of records, by number, points; a text in that of
        another record would seem to be about it.
    leaders : bool
        Whether lines lead to the symbols; else the number of a record stands before its name.

    Returns
    -------
    list of Annotation
        Without overlaps of texts, leaders of others, discs and outlines of others, within the
        map's box.
    """
    mark_by_number = {mark.number: mark for mark in marks}
    discs = [*_by_radius(occupied)]
    texts, candidates = {}, {}
    for record in records:
        if (mark := mark_by_number.get(n := record.number)) is None:
            continue
        texts[n] = _lines(record, size, "" if leaders else f"{n} · ")
        other_footprints = [shape for number, shape in (footprints or {}).items() if number != n]
        candidates[n] = _candidates(
            ground.box,
            mark,
            texts[n],
            discs=discs,
            outlines=other_footprints,
            coast=coast,
            size=size,
            with_leader=leaders,
        )
    places = _best_placement(candidates, size)
    placed = [_annotation(n, texts[n], candidates[n], index) for n, index in sorted(places.items())]
    return placed if leaders else [replace(one, leader=one.leader[1:] * 2) for one in placed]


def covered_by(annotations: Iterable[Annotation]) -> list[Spot]:
    """Return discs that cover texts and leaders of annotations, for other names to avoid."""
    spots = []
    for annotation in annotations:
        # Rows of discs, one for each line of the text.
        box, radius = annotation.box, annotation.box.height / (2 * len(annotation.lines))
        columns = max(1, math.ceil(box.width / (2 * radius)))
        spots += [
            (box.left + (c + 0.5) * box.width / columns, box.top + (2 * r + 1) * radius, radius)
            for c in range(columns)
            for r in range(len(annotation.lines))
        ]
        (x1, y1), (x2, y2) = annotation.leader
        shares = np.linspace(0.0, 1.0, 2 + int(math.dist(*annotation.leader) / radius))
        spots += [
            (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, 1.0) for share in shares.tolist()
        ]
    return spots


def draw_annotations(ground: Ground, annotations: Iterable[Annotation]) -> None:
    """Draw annotations, each with a leader if its text is not right beside its symbol."""
    for annotation in annotations:
        size = annotation.lines[0][1].size
        if math.dist(*annotation.leader) > _SHORTEST * size:
            (x1, y1), (x2, y2) = annotation.leader
            # The halo, and the line over it.
            for ink, line_width, zorder in (("name-halo", 2.6, 16.8), ("ink", 0.8, 16.9)):
                look = {
                    "color": colour(ink),
                    "linewidth": line_width * ground.scale,
                    "zorder": zorder,
                }
                ground.add(Line2D([x1, x2], [y1, y2], solid_capstyle="butt", **look))
        x = {"left": annotation.box.left, "center": annotation.box.left + annotation.box.width / 2}
        y = annotation.box.top
        for text, font in annotation.lines:
            middle = y + _LINE * font.size / 2
            draw_text(
                ground.axes,
                x.get(annotation.align, annotation.box.right),
                middle + DROP * font.size,
                text,
                font,
                colour=colour("ink"),
                align=annotation.align,
                halo=(colour("name-halo"), 0.28 * size),
                zorder=25,
            )
            y += _LINE * font.size


def _lines(record: RecordView, size: float, before: str = "") -> tuple[tuple[str, Font], ...]:
    """Return the lines of the name and of the date of a record, each with its font."""
    texts = (
        (f"{before}{record.short_name}", sans(size, bold=True)),
        (record.date, sans(_DATE * size)),
    )
    return tuple(
        (part, font) for text, font in texts for part in balanced(line(text), font, _WIDEST * size)
    )


def _by_radius(occupied: Sequence[Spot]) -> Iterator[tuple[float, shapely.MultiPoint]]:
    """Yield discs as points, by their radius."""
    for radius in dict.fromkeys(radius for *_, radius in occupied):
        points = shapely.multipoints(
            [(x, y) for x, y, its_radius in occupied if its_radius == radius]
        )
        shapely.prepare(points)
        yield radius, points


def _candidates(
    box: Box,
    mark: Mark,
    lines: tuple[tuple[str, Font], ...],
    *,
    discs: Sequence[tuple[float, shapely.MultiPoint]],
    outlines: Sequence[BaseGeometry],
    coast: Places,
    size: float,
    with_leader: bool,
) -> _Candidates:
    """Return the possible places of a text."""
    text_width = max(width(text, font) for text, font in lines)
    text_height = _LINE * sum(font.size for _, font in lines)
    mark_radius = 0.45 * mark.size
    # Every distance in every direction.
    distances, directions = np.meshgrid(np.array(_DISTANCES) * size, _DIRECTIONS)
    distances, directions = distances.ravel(), directions.ravel()
    unit_vectors = np.column_stack([np.cos(directions), np.sin(directions)])
    starts = (mark.x, mark.y) + unit_vectors * mark.size / 2
    ends = starts + unit_vectors * distances[:, None]
    # A text beside its symbol has its first line level with the leader's end; one above or below is
    # centred there.
    _, first_font = lines[0]
    first_middle = _LINE * first_font.size / 2
    is_beside = np.abs(unit_vectors[:, 0]) > _SIDE
    gap = 0.15 * size
    beside_left = np.where(unit_vectors[:, 0] > 0, gap, -text_width - gap)
    above_top = np.where(unit_vectors[:, 1] > 0, gap, -text_height - gap)
    left = np.where(is_beside, beside_left, -text_width / 2) + ends[:, 0]
    top = np.where(is_beside, -first_middle, above_top) + ends[:, 1]
    boxes = shapely.box(left, top, left + text_width, top + text_height)
    leaders: Any = shapely.linestrings(np.stack([starts, ends], axis=1))
    inner = box.less(*4 * [gap])
    window = inner.outline
    is_free = shapely.covered_by(boxes, window)
    is_free &= ~shapely.intersects(boxes, shapely.union_all(outlines))
    costs = distances / size + _OVER * ~is_beside
    for radius, points in discs:
        is_free &= ~shapely.dwithin(boxes, points, radius + _MARGIN * size)
        # A leader starts at the edge of its own symbol.
        crosses = shapely.dwithin(
            leaders[:, None], shapely.get_parts(points), min(radius, mark_radius)
        )
        is_free &= ~(with_leader & crosses.any(axis=1))
        costs += _NEIGHBOUR * _have_neighbours(boxes, points, radius + _NEAR * size, mark)
    free_indices = np.flatnonzero(is_free)
    edges = np.column_stack([left, top, left + text_width, top + text_height])
    costs = costs[free_indices] + _COAST * _counts_within(coast, edges[free_indices]) / size
    order = np.argsort(costs, kind="stable")
    free_indices = free_indices[order]
    return _Candidates(
        boxes[free_indices], leaders[free_indices], costs[order], unit_vectors[free_indices]
    )


def _have_neighbours(
    boxes: NDArray[np.object_], points: shapely.MultiPoint, reach: float, mark: Mark
) -> NDArray[np.bool_]:
    """Return which boxes have a disc nearby, besides that of their own symbol."""
    places = shapely.get_coordinates(points)
    other_places = places[np.hypot(*(places - (mark.x, mark.y)).T) > mark.size / 2]
    return np.asarray(shapely.dwithin(boxes, shapely.multipoints(other_places), reach))


def _counts_within(points: Places, edges: Places) -> Places:
    """Return how many points lie in each box (left, top, right, bottom)."""
    if not (len(edges) and len(points)):
        return np.zeros(len(edges))
    # Only points in the box round all boxes are compared with each.
    low, high = edges[:, :2].min(axis=0), edges[:, 2:].max(axis=0)
    x, y = points[np.all((points >= low) & (points <= high), axis=1)].T
    left, top, right, bottom = edges.T[:, :, None]
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return np.asarray(inside.sum(axis=1), dtype=np.float64)


def _best_placement(candidates: Mapping[int, _Candidates], size: float) -> dict[int, int]:
    """Return the index of the place of each annotation, by number, at least cost.

    They are placed one after the other in several orders, of which the best is returned: that with
    the first of the candidates, then with the second, and so on. Those that find no place come
    first in the next order; if all do, another one comes first.
    """
    order = sorted(candidates, key=lambda n: len(candidates[n].costs))
    best: dict[int, int] = {}
    least: tuple[list[bool], float] = [True] * len(candidates), math.inf
    for attempt in range(_ORDERS if order else 0):
        placement = _placed_in(order, candidates, size)
        cost = sum(float(candidates[n].costs[index]) for n, index in placement.items())
        if (rank := ([n not in placement for n in candidates], cost)) < least:
            best, least = placement, rank
        missing = [n for n in order if n not in placement and len(candidates[n].costs)]
        first = missing or [order[attempt % len(order)]]
        order = [*first, *(n for n in order if n not in first)]
    return best


def _placed_in(
    order: Sequence[int], candidates: Mapping[int, _Candidates], size: float
) -> dict[int, int]:
    """Return the places of annotations that are placed in an order, by number.

    All are placed twice: the second time, a better place may be free beside the others.
    """
    placement: dict[int, int] = {}
    margin = _MARGIN * size
    for n in (*order, *order):
        own = candidates[n]
        is_free = np.ones(len(own.costs), dtype=bool)
        for other, index in placement.items():
            if other == n:
                continue
            box, leader = candidates[other].boxes[index], candidates[other].leaders[index]
            is_free &= ~shapely.dwithin(own.boxes, [[box], [leader]], margin).any(axis=0)
            is_free &= ~shapely.dwithin(own.leaders, [[box], [leader]], margin).any(axis=0)
        if is_free.any():
            placement[n] = int(np.argmax(is_free))
    return placement


def _annotation(
    number: int, lines: tuple[tuple[str, Font], ...], places: _Candidates, index: int
) -> Annotation:
    """Return the annotation at one of its possible places."""
    left, top, right, bottom = places.boxes[index].bounds
    start, end = (tuple(place) for place in shapely.get_coordinates(places.leaders[index]))
    to_right, _ = places.directions[index]
    align = "center" if abs(to_right) <= _SIDE else "left" if to_right > 0 else "right"
    return Annotation(
        number, lines, Box(left, top, right - left, bottom - top), align, (start, end)
    )
