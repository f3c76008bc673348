"""Areas and lines of a chart: regions, routes, boundaries, hatching, footprints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import geodesic, project
from geotrack.handout.chart.basemap import compound
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.fonts_and_colours import colour
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.record.shapes import LonLat, NamedRegion, PlaneLine
from geotrack.mapview.record.view import RecordView
from geotrack.model import LayerFeature

__all__ = ["Areas", "lines_of", "regions_named"]

_FINEST = 0.15
# Between points of the map's edge that are projected, points.
_EDGE = 40.0
_HATCH_GAP = 5.2
_STEP_M = 25_000.0
# Radius of a point of a context layer, pixels.
_POINT = 2.4


class Areas:
    """Draws areas and lines of a map into a box.

    Parameters
    ----------
    ground : Ground
        The map.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.plane = ground.plane
        self.pixel = ground.pixel
        self.window = shapely.box(*ground.window())

    def clipped(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the visible part of a shape of the analysis plane, in points."""
        # Simplified to the resolution of the drawing before vertices are projected.
        fine = shape.simplify(self.plane.metres_per_point * _FINEST)
        moved = self.plane.of_shape(fine)
        if not moved.is_valid:
            moved = shapely.make_valid(moved)
        return shapely.intersection(moved, self.window)

    @cached_property
    def _reach(self) -> shapely.Polygon:
        """The box of the map in the analysis plane, metres."""
        edge = shapely.get_coordinates(shapely.segmentize(self.window.exterior, _EDGE))
        lon, lat = np.transpose([self.plane.degrees(x, y) for x, y in edge])
        return shapely.box(*shapely.total_bounds(shapely.points(*project(lon, lat))))

    def _near(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the parts of a shape that may be visible: of a large layer a scene has few."""
        parts = shapely.get_parts(shape)
        boxes = shapely.box(*shapely.bounds(parts).T)
        same_type: Any = type(shape)
        nearby: BaseGeometry = same_type(list(parts[shapely.intersects(boxes, self._reach)]))
        return nearby

    def region(self, region: LayerFeature) -> None:
        """Draw a region of the map with its outline."""
        ink = colour("region")
        self.fill(self.clipped(region.plane), ink, 0.07, weight=1.2, strength=0.8, zorder=4)

    def line(self, feature: LayerFeature, layer: str) -> None:
        """Draw a route dotted, a boundary as a hairline, dashed unless agreed."""
        route = layer == "routes"
        dashes: tuple[float, ...] | None = (0.1, 3.2) if route else None
        if not route and feature.legal_status != "agreed":
            dashes = (9.0, 4.0, 2.0, 4.0)
        self.stroke(
            lines_of(self.clipped(feature.plane)),
            colour("route" if route else "boundary"),
            1.6 if route else 1.0,
            dashes=dashes,
            strength=0.8,
            zorder=5,
        )

    def context(self, layer: ContextLayer) -> None:
        """Draw a context layer, under observations and records."""
        settings, style = layer.settings, layer.style
        for kind, shape in layer.plane:
            visible = self.clipped(self._near(shape))
            if kind == "point":
                dots = visible.buffer(_POINT * self.pixel)
                self.fill(dots, style.colour, 0.9, weight=0.5, strength=0.0, zorder=3.34)
            if kind in {"area", "fill"} and style.fill:
                cover = settings.opacity
                self.fill(visible, style.fill, cover, weight=0.5, strength=0.0, zorder=3.31)
            if kind in {"area", "line"}:
                rings = [ring for part in _polygons(visible) for ring in _rings(part)]
                self.stroke(
                    rings if kind == "area" else lines_of(visible),
                    style.colour,
                    settings.width,
                    dashes=settings.dash or None,
                    strength=1.0,
                    zorder=3.32,
                    closed=kind == "area",
                )

    def hatched(self, shape: BaseGeometry) -> None:
        """Hatch a region that records name as their place."""
        visible, ink = self.clipped(shape), colour("hatching")
        lines = _hatching(visible, _HATCH_GAP * self.ground.scale)
        self.stroke(lines, ink, 0.8, strength=0.3, zorder=4.5)
        edges = [ring for part in _polygons(visible) for ring in _rings(part)]
        self.stroke(edges, ink, 0.8, strength=0.35, zorder=4.6, closed=True)

    def places(self, record: RecordView, *, faint: bool = False) -> BaseGeometry:
        """Draw all places that a record allows, except its regions; return what they enclose."""
        enclosed = [shapely.Polygon()]
        if record.drawing is None:
            return enclosed[0]
        ink = record.theme.colour
        reported = record.symbol_style == "reported"
        strength = 0.25 if faint else 0.8
        for shape in record.drawing.shapes:
            if isinstance(shape, NamedRegion):
                continue
            area = self.clipped(shape.plane)
            if isinstance(shape, PlaneLine):
                self.stroke(lines_of(area), ink, 2.0, strength=strength, zorder=6)
            else:
                enclosed += [shapely.Polygon(part.exterior) for part in _polygons(area)]
                self.fill(
                    area,
                    ink,
                    0.03 if faint else 0.09,
                    weight=1.2 if reported else 1.0,
                    strength=strength,
                    dashes=None if reported else (5.0, 4.0),
                    zorder=5.5,
                )
        return shapely.union_all(enclosed)

    def order(self, legs: Iterable[tuple[LonLat, LonLat]]) -> None:
        """Draw a line through sightings in order, with an arrow half way."""
        for leg in legs:
            lon, lat = np.transpose(geodesic(leg, _STEP_M))
            path = np.column_stack(self.plane.points(lon, lat))
            self.stroke([path], colour("ink"), 1.4, dashes=(7.0, 5.0), strength=0.75, zorder=7)
            self._arrow(path)

    def _arrow(self, path: NDArray[np.float64]) -> None:
        middle = len(path) // 2
        tip, back = path[middle], path[middle - 1]
        angle = math.atan2(*(tip - back)[::-1])
        long = 6 * self.pixel
        wings = [
            tip - long * np.array([math.cos(angle + turn), math.sin(angle + turn)])
            for turn in (0.5, -0.5)
        ]
        head = np.array([wings[0], tip, wings[1]])
        self.stroke([head], colour("ink"), 1.4, strength=0.75, zorder=7)

    def fill(
        self,
        shape: BaseGeometry,
        ink: str,
        cover: float,
        *,
        weight: float,
        strength: float,
        zorder: float,
        dashes: tuple[float, ...] | None = None,
    ) -> None:
        """Draw polygons in points, with their outline.

        Parameters
        ----------
        cover, strength : float
            Opacity of the area and of its outline.
        weight : float
            Width of the outline, pixels of the page; so are the dashes.
        """
        rings = [ring for part in _polygons(shape) for ring in _rings(part)]
        self._add(
            compound(rings, closed=True),
            facecolor=(ink, cover),
            edgecolor=(ink, strength),
            linewidth=weight * self.pixel,
            linestyle=_dashed(dashes, weight),
            zorder=zorder,
        )

    def stroke(
        self,
        lines: Sequence[NDArray[np.float64]],
        ink: str,
        weight: float,
        *,
        strength: float,
        zorder: float,
        dashes: tuple[float, ...] | None = None,
        closed: bool = False,
    ) -> None:
        """Draw lines or rings, arrays of shape (n, 2) in points; see `fill`."""
        self._add(
            compound(list(lines), closed=closed),
            facecolor="none",
            edgecolor=(ink, strength),
            linewidth=weight * self.pixel,
            linestyle=_dashed(dashes, weight),
            capstyle="round" if dashes else "butt",
            joinstyle="round",
            zorder=zorder,
        )

    def _add(self, path: Any, **look: Any) -> None:
        if len(path.vertices):
            self.ground.add(PathPatch(path, **look))


def _dashed(dashes: tuple[float, ...] | None, weight: float) -> Any:
    """Return dashes in pixels of the page as matplotlib's multiples of the line width."""
    return (0, tuple(d / weight for d in dashes)) if dashes else "solid"


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [
        shapely.normalize(part)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def _rings(polygon: shapely.Polygon) -> list[NDArray[np.float64]]:
    return [shapely.get_coordinates(r)[:-1] for r in (polygon.exterior, *polygon.interiors)]


def lines_of(shape: BaseGeometry) -> list[NDArray[np.float64]]:
    """Return the lines of a shape as arrays of shape (n, 2)."""
    return [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shape)
        if part.geom_type == "LineString" and not part.is_empty
    ]


def _hatching(shape: BaseGeometry, gap: float) -> list[NDArray[np.float64]]:
    """Return oblique lines through a shape, continuous across neighbours."""
    if shape.is_empty:
        return []
    left, top, right, bottom = shape.bounds
    step = gap * math.sqrt(2)
    first, last = math.floor((left + top) / step), math.ceil((right + bottom) / step)
    lines = [
        shapely.LineString([(n * step - top, top), (n * step - bottom, bottom)])
        for n in range(first, last + 1)
    ]
    cut = shapely.intersection(shapely.MultiLineString(lines), shape)
    return lines_of(cut)


def regions_named(records: Iterable[RecordView]) -> dict[str, LayerFeature]:
    """Return the regions that records name as their place, each once, by id."""
    drawings = (record.drawing for record in records if record.drawing)
    return {region.id: region for drawing in drawings for region in drawing.regions}
