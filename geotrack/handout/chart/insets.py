"""Insets on a chart: where they stand, their circles, tangents and captions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import disc
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.map_labels import Spot
from geotrack.handout.chart.projection import Plane
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, Font, draw_text, sans, width
from geotrack.mapview.insets import InsetView
from geotrack.mapview.place_names import SEA_NAMES
from geotrack.model.localized import in_language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PlacedInset", "caption_box", "draw_insets", "place_insets", "tangents", "waters_of"]

# At scale 1, points: size of captions, space round an inset, and from it to records.
_CAPTION, _SPACE, _TO_RECORDS = 8.4, 5.0, 22.0
# Weights of circles and tangents, pixels of the page.
_OUTER, _INNER, _BETWEEN, _SOURCE, _TANGENT = 1.6, 0.7, 3.0, 1.1, 0.8
# Places that are tried along each side of the area, and in the same steps inside it.
_STEPS = 24
# Costs of a symbol under a tangent, and of the distance from the source, in radii.
_CROSSED, _FAR = 2.0, 0.4

Line = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class PlacedInset:
    """An inset on a sheet, points.

    Parameters
    ----------
    inset : InsetView
        The inset.
    source, target : RoundBox
        The circle on the map, and the one that shows it enlarged.
    """

    inset: InsetView
    source: RoundBox
    target: RoundBox

    def ground(self, figure: Figure, ground: Ground) -> Ground:
        """Return the map in the inset: that of the sheet, enlarged about the source."""
        (x, y), (source_x, source_y) = self.target.middle, self.source.middle
        plane, factor = ground.plane, self.inset.factor
        pole_x, pole_y = plane.pole
        pole = x + factor * (pole_x - source_x), y + factor * (pole_y - source_y)
        enlarged = replace(plane, pole=pole, metres_per_point=plane.metres_per_point / factor)
        return Ground.on(figure, self.target, enlarged, ground.scale, south=ground.south)

    def occupied(self, scale: float, language: str) -> Iterator[Spot]:
        """Yield the discs that circles, tangents and caption cover."""
        for circle in (self.source, self.target):
            yield *circle.middle, circle.radius
            # A leader may not pass under the edge either, which is wider than a symbol.
            for x, y in circle.outline.exterior.coords:
                yield x, y, 1.5
        box = caption_box(self.target, self.inset, scale, language)
        count = math.ceil(box.width / box.height)
        for n in range(count):
            yield box.left + (n + 0.5) * box.width / count, box.middle[1], box.height / 2
        yield from self.along_tangents()

    def along_tangents(self) -> Iterator[Spot]:
        """Yield the discs that its tangents cover."""
        for line in tangents(self.source, self.target):
            for x, y in shapely.segmentize(shapely.LineString(line), 3.0).coords:
                yield x, y, 0.8


def waters_of(inset: InsetView) -> dict[str, tuple[float, float]]:
    """Return the sea or strait that gives an inset its name, with its place (lat, lon)."""
    name = in_language(inset.name, "en")
    return {n["text"]: (n["lat"], n["lon"]) for n in reversed(SEA_NAMES) if n["text"] == name}


def place_insets(
    ground: Ground,
    insets: Sequence[InsetView],
    records: Sequence[tuple[float, float]],
    *,
    area: Box,
    blocked: Sequence[BaseGeometry] = (),
    language: str,
) -> list[PlacedInset]:
    """Return the insets for which there is room, in their order.

    Parameters
    ----------
    ground : Ground
        The map.
    insets : sequence of InsetView
        Insets whose records are on the map.
    records : sequence of (float, float)
        Positions of all symbols, points.
    area : Box
        Where they may stand.
    blocked : sequence of shapely geometry
        What they may not cover there.
    language : str
        Of their captions.
    """
    placed: list[PlacedInset] = []
    for inset in insets:
        source = _source(ground.plane, inset)
        if not ground.box.contains(*source.middle, source.radius):
            continue
        others = [circle.outline for p in placed for circle in (p.source, p.target)]
        free = _Free(ground, np.reshape(records, (-1, 2)), area, [*blocked, *others])
        target = free.nearest(source, inset, language)
        if target:
            placed.append(PlacedInset(inset, source, target))
    return placed


def _source(plane: Plane, inset: InsetView) -> RoundBox:
    """Return the circle of an inset on the map, as large as its area."""
    shape = plane.of_shape(disc(inset.lon, inset.lat, inset.radius_km * 1000.0))
    return RoundBox.around(*plane.to_points(inset.lon, inset.lat), math.sqrt(shape.area / math.pi))


@dataclass(frozen=True, slots=True)
class _Free:
    """Where an inset may stand."""

    ground: Ground
    records: Any
    area: Box
    blocked: Sequence[BaseGeometry]

    def nearest(self, source: RoundBox, inset: InsetView, language: str) -> RoundBox | None:
        """Return the best free place for an inset; None without one."""
        best: tuple[float, RoundBox] | None = None
        radius = source.radius * inset.factor
        obstacles = shapely.union_all([*self.blocked, source.outline])
        for x, y in self._places(radius, inset, language):
            target = RoundBox.around(x, y, radius)
            cost = self._cost(source, target, inset, obstacles, language)
            if cost is not None and (best is None or cost < best[0] - 1e-9):
                best = cost, target
        return best[1] if best else None

    def _places(
        self, radius: float, inset: InsetView, language: str
    ) -> Iterator[tuple[float, float]]:
        """Yield middles along the sides of the area, the lower ones first."""
        scale = self.ground.scale
        caption = caption_box(RoundBox.around(0.0, 0.0, radius), inset, scale, language)
        half = max(radius, caption.width / 2)
        inner = self.area.less(half, radius, half, caption.bottom).less(*4 * [_SPACE * scale])
        if inner.width < 0 or inner.height < 0:
            return
        for y in np.linspace(inner.bottom, inner.top, _STEPS):
            for x in np.linspace(inner.right, inner.left, _STEPS):
                yield float(x), float(y)

    def _cost(
        self,
        source: RoundBox,
        target: RoundBox,
        inset: InsetView,
        obstacles: BaseGeometry,
        language: str,
    ) -> float | None:
        """Return how bad a place is; None if it covers something."""
        scale = self.ground.scale
        margin = _TO_RECORDS * scale
        caption = caption_box(target, inset, scale, language)
        covered = shapely.union(target.outline, caption.outline)
        if shapely.dwithin(covered, obstacles, _SPACE * scale):
            return None
        points = shapely.points(self.records)
        if shapely.dwithin(covered, points, margin).any():
            return None
        lines = shapely.multilinestrings(list(tangents(source, target)))
        crossed = shapely.dwithin(lines, points, margin).sum()
        from_edge = min(
            target.left - self.area.left,
            self.area.right - target.right,
            target.top - self.area.top,
            self.area.bottom - caption.bottom,
        )
        away = math.dist(source.middle, target.middle)
        return float(_CROSSED * crossed + (_FAR * away + from_edge) / target.radius)


def caption_box(target: RoundBox, inset: InsetView, scale: float, language: str) -> Box:
    """Return the box of a caption under an inset."""
    font = _font(scale)
    text_width = width(inset.caption(language), font)
    top = target.bottom + 0.5 * font.size
    return Box(target.middle[0] - text_width / 2, top, text_width, 1.2 * font.size)


def _font(scale: float) -> Font:
    return sans(_CAPTION * scale, bold=True)


def tangents(source: RoundBox, target: RoundBox) -> tuple[Line, Line]:
    """Return the two outer tangents of two circles, each from the first to the second."""
    (x1, y1), (x2, y2) = source.middle, target.middle
    distance = math.dist(source.middle, target.middle)
    along = (x2 - x1) / distance, (y2 - y1) / distance
    cos = (source.radius - target.radius) / distance
    sin = math.sqrt(1 - cos**2)

    def line(side: int) -> Line:
        # The direction from each middle to where the tangent touches its circle.
        right = along[0] * cos - side * along[1] * sin
        down = along[1] * cos + side * along[0] * sin
        (first, second) = (
            (x + circle.radius * right, y + circle.radius * down)
            for circle, (x, y) in ((source, (x1, y1)), (target, (x2, y2)))
        )
        return first, second

    return line(-1), line(1)


def draw_insets(
    ground: Ground, placed: Sequence[PlacedInset], grounds: Sequence[Ground], language: str
) -> None:
    """Draw the circles, tangents and captions of insets, each inset on its own map."""
    pixel, ink = ground.pixel, colour("ink")
    for one, own in zip(placed, grounds, strict=True):
        halo = {"color": colour("name-halo"), "linewidth": 2.4 * pixel, "alpha": 0.7}
        for line in tangents(one.source, one.target):
            xs, ys = zip(*line, strict=True)
            ground.axes.add_artist(Line2D(xs, ys, zorder=13.8, **halo))
            tangent = {"color": ink, "linewidth": _TANGENT * pixel, "zorder": 13.9}
            ground.axes.add_artist(Line2D(xs, ys, **tangent))
        _circle(ground, one.source, 0.0, _SOURCE)
        # The outer circle lies on paper, so that the map ends at a clear edge.
        gap = _BETWEEN * pixel
        paper = {"edgecolor": colour("paper"), "linewidth": gap, "facecolor": "none", "zorder": 14}
        outside = one.target.radius + gap / 2
        own.axes.add_artist(Circle(one.target.middle, outside, **paper))
        _circle(own, one.target, 0.0, _INNER)
        _circle(own, one.target, gap, _OUTER)
        font, box = _font(ground.scale), caption_box(one.target, one.inset, ground.scale, language)
        baseline = box.middle[1] + DROP * font.size
        look: dict[str, Any] = {"colour": ink, "align": "center", "zorder": 25}
        halo_of_text = (colour("name-halo"), 0.28 * font.size)
        text = one.inset.caption(language)
        draw_text(own.axes, box.middle[0], baseline, text, font, halo=halo_of_text, **look)


def _circle(ground: Ground, circle: RoundBox, wider: float, weight: float) -> None:
    look = {"edgecolor": colour("ink"), "linewidth": weight * ground.pixel, "zorder": 14.2}
    ground.axes.add_artist(Circle(circle.middle, circle.radius + wider, facecolor="none", **look))
