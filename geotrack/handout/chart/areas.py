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

# Detail of shapes that is omitted, in points of the sheet.
_OMITTED_DETAIL = 0.15
# Distance between the vertices of the map's edge that are projected, in points of the sheet.
_EDGE_STEP = 40.0
# Distance between two lines of a hatching, pixels.
_HATCH_GAP = 5.2
# Distance between two vertices of a line through sightings, metres.
_ORDER_STEP_M = 25_000.0
# Radius of a point of a context layer, pixels.
_POINT_RADIUS = 2.4
# Half the angle at the tip of an arrow, radians.
_ARROW_ANGLE = 0.5
# Length of the sides of an arrow, pixels.
_ARROW_LENGTH = 6.0
# What lies on what: matplotlib draws artists in this order. The graticule, of 3, lies below, and
# text and symbols, of 10 and more, lie above.
_Z_CONTEXT_AREA = 3.31
_Z_CONTEXT_LINE = 3.32
_Z_CONTEXT_POINT = 3.34
_Z_REGION = 4.0
_Z_HATCHING = 4.5
_Z_HATCHING_EDGE = 4.6
_Z_LINE = 5.0
_Z_RECORD_AREA = 5.5
_Z_RECORD_LINE = 6.0
_Z_SIGHTINGS = 7.0


class Areas:
    """Draws areas and lines of a map into a box.

    Parameters
    ----------
    ground : Ground
        The map.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.projection = ground.plane
        self.pixel = ground.pixel
        self.window = shapely.box(*ground.window())

    def clipped(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the visible part of a shape of the analysis plane, in points of the sheet."""
        # Simplified to the resolution of the drawing before vertices are projected.
        simple = shape.simplify(self.projection.metres_per_point * _OMITTED_DETAIL)
        projected = self.projection.of_shape(simple)
        if not projected.is_valid:
            projected = shapely.make_valid(projected)
        return shapely.intersection(projected, self.window)

    @cached_property
    def _window_in_analysis_plane(self) -> shapely.Polygon:
        """The box round the map in the analysis plane, metres."""
        edge = shapely.get_coordinates(shapely.segmentize(self.window.exterior, _EDGE_STEP))
        lon, lat = np.transpose([self.projection.degrees(x, y) for x, y in edge])
        return shapely.box(*shapely.total_bounds(shapely.points(*project(lon, lat))))

    def _perhaps_visible(self, shape: BaseGeometry) -> BaseGeometry:
        """Return the parts of a multi-part shape that may be visible: of a large layer, few."""
        parts = shapely.get_parts(shape)
        boxes = shapely.box(*shapely.bounds(parts).T)
        is_near = shapely.intersects(boxes, self._window_in_analysis_plane)
        same_type: Any = type(shape)
        visible: BaseGeometry = same_type(list(parts[is_near]))
        return visible

    def region(self, region: LayerFeature) -> None:
        """Draw a region of the map with its outline."""
        ink = colour("region")
        shape = self.clipped(region.plane)
        self.fill(shape, ink, 0.07, line_width=1.2, line_opacity=0.8, zorder=_Z_REGION)

    def line(self, feature: LayerFeature, layer: str) -> None:
        """Draw a route dotted, a boundary as a hairline, dashed unless agreed."""
        is_route = layer == "routes"
        dashes: tuple[float, ...] | None = (0.1, 3.2) if is_route else None
        if not is_route and feature.legal_status != "agreed":
            dashes = (9.0, 4.0, 2.0, 4.0)
        self.stroke(
            lines_of(self.clipped(feature.plane)),
            colour("route" if is_route else "boundary"),
            1.6 if is_route else 1.0,
            dashes=dashes,
            opacity=0.8,
            zorder=_Z_LINE,
        )

    def context(self, layer: ContextLayer) -> None:
        """Draw a context layer, under observations and records."""
        settings, style = layer.settings, layer.style
        for kind, shape in layer.plane:
            visible = self.clipped(self._perhaps_visible(shape))
            if kind == "point":
                dots = visible.buffer(_POINT_RADIUS * self.pixel)
                self.fill(
                    dots,
                    style.colour,
                    0.9,
                    line_width=0.5,
                    line_opacity=0.0,
                    zorder=_Z_CONTEXT_POINT,
                )
            if kind in {"area", "fill"} and style.fill:
                self.fill(
                    visible,
                    style.fill,
                    settings.opacity,
                    line_width=0.5,
                    line_opacity=0.0,
                    zorder=_Z_CONTEXT_AREA,
                )
            if kind in {"area", "line"}:
                rings = [ring for part in _polygons(visible) for ring in _rings(part)]
                self.stroke(
                    rings if kind == "area" else lines_of(visible),
                    style.colour,
                    settings.width,
                    dashes=settings.dash or None,
                    opacity=1.0,
                    zorder=_Z_CONTEXT_LINE,
                    closed=kind == "area",
                )

    def hatched(self, shape: BaseGeometry) -> None:
        """Hatch a region that records name as their place."""
        visible, ink = self.clipped(shape), colour("hatching")
        lines = _hatching(visible, _HATCH_GAP * self.ground.scale)
        self.stroke(lines, ink, 0.8, opacity=0.3, zorder=_Z_HATCHING)
        edges = [ring for part in _polygons(visible) for ring in _rings(part)]
        self.stroke(edges, ink, 0.8, opacity=0.35, zorder=_Z_HATCHING_EDGE, closed=True)

    def places(self, record: RecordView, *, faint: bool = False) -> BaseGeometry:
        """Draw all places that a record allows, except its regions.

        Return the areas that were drawn, without their holes, in points of the sheet.
        """
        enclosed = [shapely.Polygon()]
        if record.drawing is None:
            return enclosed[0]
        ink = record.colour
        is_reported = record.symbol_style == "reported"
        line_opacity = 0.25 if faint else 0.8
        for shape in record.drawing.shapes:
            if isinstance(shape, NamedRegion):
                continue
            area = self.clipped(shape.plane)
            if isinstance(shape, PlaneLine):
                self.stroke(lines_of(area), ink, 2.0, opacity=line_opacity, zorder=_Z_RECORD_LINE)
            else:
                enclosed += [shapely.Polygon(part.exterior) for part in _polygons(area)]
                self.fill(
                    area,
                    ink,
                    0.03 if faint else 0.09,
                    line_width=1.2 if is_reported else 1.0,
                    line_opacity=line_opacity,
                    dashes=None if is_reported else (5.0, 4.0),
                    zorder=_Z_RECORD_AREA,
                )
        return shapely.union_all(enclosed)

    def sightings(self, legs: Iterable[tuple[LonLat, LonLat]]) -> None:
        """Draw a line through sightings in order, with an arrow half way."""
        for leg in legs:
            lon, lat = np.transpose(geodesic(leg, _ORDER_STEP_M))
            path = np.column_stack(self.projection.points(lon, lat))
            self.stroke(
                [path], colour("ink"), 1.4, dashes=(7.0, 5.0), opacity=0.75, zorder=_Z_SIGHTINGS
            )
            self._arrow(path)

    def _arrow(self, path: NDArray[np.float64]) -> None:
        """Draw an arrow half way along a path of shape (n, 2), in points of the sheet."""
        middle = len(path) // 2
        tip, previous = path[middle], path[middle - 1]
        dx, dy = tip - previous
        angle = math.atan2(dy, dx)
        length = _ARROW_LENGTH * self.pixel
        wings = [
            tip - length * np.array([math.cos(angle + turn), math.sin(angle + turn)])
            for turn in (_ARROW_ANGLE, -_ARROW_ANGLE)
        ]
        head = np.array([wings[0], tip, wings[1]])
        self.stroke([head], colour("ink"), 1.4, opacity=0.75, zorder=_Z_SIGHTINGS)

    def fill(
        self,
        shape: BaseGeometry,
        ink: str,
        fill_opacity: float,
        *,
        line_width: float,
        line_opacity: float,
        zorder: float,
        dashes: tuple[float, ...] | None = None,
    ) -> None:
        """Draw polygons with their outline.

        Parameters
        ----------
        shape : shapely geometry
            In points of the sheet.
        ink : str
            Colour of the area and of its outline.
        fill_opacity, line_opacity : float
            Opacity of the area and of its outline, from 0 to 1.
        line_width : float
            Width of the outline, pixels of the page.
        zorder : float
            Artists with a greater one are drawn over it.
        dashes : tuple of float, optional
            Lengths of dashes and gaps in turn, pixels of the page.
        """
        rings = [ring for part in _polygons(shape) for ring in _rings(part)]
        self._add(
            compound(rings, closed=True),
            facecolor=(ink, fill_opacity),
            edgecolor=(ink, line_opacity),
            linewidth=line_width * self.pixel,
            linestyle=_line_style(dashes, line_width),
            zorder=zorder,
        )

    def stroke(
        self,
        lines: Sequence[NDArray[np.float64]],
        ink: str,
        width: float,
        *,
        opacity: float,
        zorder: float,
        dashes: tuple[float, ...] | None = None,
        closed: bool = False,
    ) -> None:
        """Draw lines, or rings if `closed`: arrays of shape (n, 2), in points of the sheet.

        Width and dashes are in pixels of the page, as in `fill`.
        """
        self._add(
            compound(list(lines), closed=closed),
            facecolor="none",
            edgecolor=(ink, opacity),
            linewidth=width * self.pixel,
            linestyle=_line_style(dashes, width),
            capstyle="round" if dashes else "butt",
            joinstyle="round",
            zorder=zorder,
        )

    def _add(self, path: Any, **look: Any) -> None:
        """Draw a path unless it is empty."""
        if len(path.vertices):
            self.ground.add(PathPatch(path, **look))


def _line_style(dashes: tuple[float, ...] | None, width: float) -> Any:
    """Return dashes in pixels of the page as matplotlib's multiples of the line width."""
    return (0, tuple(d / width for d in dashes)) if dashes else "solid"


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    """Return the polygons of a shape, normalised, so that files are equal to the byte."""
    return [
        shapely.normalize(part)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def _rings(polygon: shapely.Polygon) -> list[NDArray[np.float64]]:
    """Return the outer ring and the holes, each without its repeated last vertex."""
    return [shapely.get_coordinates(r)[:-1] for r in (polygon.exterior, *polygon.interiors)]


def lines_of(shape: BaseGeometry) -> list[NDArray[np.float64]]:
    """Return the lines of a shape as arrays of shape (n, 2)."""
    return [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(shape)
        if part.geom_type == "LineString" and not part.is_empty
    ]


def _hatching(shape: BaseGeometry, gap: float) -> list[NDArray[np.float64]]:
    """Return oblique lines through a shape, on which x + y is a multiple of a step.

    So the lines of neighbouring shapes continue each other.
    """
    if shape.is_empty:
        return []
    left, top, right, bottom = shape.bounds
    step = gap * math.sqrt(2)
    first, last = math.floor((left + top) / step), math.ceil((right + bottom) / step)
    lines = [
        shapely.LineString([(n * step - top, top), (n * step - bottom, bottom)])
        for n in range(first, last + 1)
    ]
    return lines_of(shapely.intersection(shapely.MultiLineString(lines), shape))


def regions_named(records: Iterable[RecordView]) -> dict[str, LayerFeature]:
    """Return the regions that records name as their place, each once, by id."""
    drawings = (record.drawing for record in records if record.drawing)
    return {region.id: region for drawing in drawings for region in drawing.regions}
