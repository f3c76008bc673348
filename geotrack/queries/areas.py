"""The area of a question, and how far a footprint lies in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geotrack.footprint.courses import Course
from geotrack.footprint.outline import BORDER_M, Footprint
from geotrack.model import Event
from geotrack.polar.cache import recall
from geotrack.polar.geojson.shapes import polygonal
from geotrack.queries.overlays import REACH_M, Border, clipped, difference, intersection, joined

__all__ = ["Area", "Edge", "Match", "in_common"]

_SAMPLE = 32
# A grid of distances costs what some thousand questions for one distance cost.
_MANY, _CELLS = 2_000, 40
# How often a small shape is compared with what is near it, before all of the area is grown; and
# what part of the area's box is small.
_FEW, _SMALL = 50, 0.1
# How far GEOS may be off where it grows an area: a hundredth of the distance, and rounding.
_SLACK_M = 0.02
# A shape of so many vertices is a region's, which many records name: it is compared once, as long
# as not too many others are compared meanwhile.
_LONG, _CACHE_SIZE = 500, 256


class Match(StrEnum):
    """How far a record meets a question."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Edge:
    """The edge of an area, and about how far places are from it.

    Parameters
    ----------
    shape : shapely geometry
        The area in the plane.
    """

    def __init__(self, shape: BaseGeometry) -> None:
        self.shape = shape
        self.line: BaseGeometry = shapely.boundary(shape)
        shapely.prepare(self.line)

    def distances(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the least and the greatest distance that places may have from the edge.

        Parameters
        ----------
        x, y : numpy.ndarray of shape (n,)
            Metres in the plane.

        Returns
        -------
        least, most : numpy.ndarray of shape (n,)
            Metres, from the middle of the grid cell in which a place lies; 0 and infinity where
            the places are so few that to ask for each is quicker than to make the grid.
        """
        if len(x) < _MANY or self.shape.is_empty:
            return np.zeros(len(x)), np.full(len(x), np.inf)
        west, south, east, north = self.shape.bounds
        column = np.clip((x - west) / (east - west) * _CELLS, 0, _CELLS - 1).astype(np.intp)
        row = np.clip((y - south) / (north - south) * _CELLS, 0, _CELLS - 1).astype(np.intp)
        middle_x = west + (column + 0.5) * (east - west) / _CELLS
        middle_y = south + (row + 0.5) * (north - south) / _CELLS
        off = np.hypot(x - middle_x, y - middle_y)
        known = self._grid[row, column]
        return known - off, known + off

    @cached_property
    def _grid(self) -> NDArray[np.float64]:
        """How far the middles of the cells of a grid over the area are from its edge."""
        west, south, east, north = self.shape.bounds
        part = (np.arange(_CELLS) + 0.5) / _CELLS
        x, y = np.meshgrid(west + part * (east - west), south + part * (north - south))
        parts = [shapely.get_coordinates(line) for line in shapely.get_parts(self.line)]
        ends = np.concatenate([np.stack([part[:-1], part[1:]], axis=1) for part in parts])
        tree = shapely.STRtree(np.asarray(shapely.linestrings(ends)))
        middles = shapely.points(x.ravel(), y.ravel())
        nearest = tree.query_nearest(middles, return_distance=True, all_matches=False)
        return np.asarray(nearest[1], dtype=np.float64).reshape(_CELLS, _CELLS)


class Area:
    """One or more shapes of the analysis plane, asked as one.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        Plane geometries, EPSG:6931, metres.
    name : str
        What answers call it: `the Bering Strait`.
    sure : shapely geometry, optional
        The part of it that belongs to it whatever is not known: what lies within 300 km of a ship
        whose own place is known to 50 km is surely so within 250 km. Default all of it.
    owner : Event, optional
        The record round which it is drawn, and which is surely in it.
    rest : Area, optional
        What else that record must meet, where the area is drawn round it within another.
    land : bool
        Whether it is an island, so that a ship somewhere in a sea round it was not on it.
    """

    def __init__(
        self,
        shapes: Sequence[BaseGeometry],
        name: str = "",
        sure: BaseGeometry | None = None,
        owner: Event | None = None,
        rest: Area | None = None,
        *,
        land: bool = False,
    ) -> None:
        self.name, self.owner, self.rest, self.land = name, owner, rest, land
        self._times_grown = 0
        self._cache: dict[tuple[str, int], tuple[BaseGeometry, bool]] = {}
        self.shape = shapes[0] if len(shapes) == 1 else joined(shapes)
        self.sure = self.shape if sure is None else sure
        self._parts = shapes if sure is None else ()
        shapely.prepare(self.shape)
        shapely.prepare(self.sure)

    @cached_property
    def edge(self) -> Edge:
        """Its edge."""
        return Edge(self.shape)

    @cached_property
    def sure_edge(self) -> Edge:
        """The edge of its sure part."""
        return self.edge if self.sure is self.shape else Edge(self.sure)

    @cached_property
    def _border(self) -> Border:
        """The edges and holes of its sure part."""
        return Border(self.sure)

    @cached_property
    def widened(self) -> BaseGeometry:
        """What counts as surely inside: the sure part and all within a metre of it."""
        return _grown(self.sure, BORDER_M)

    @cached_property
    def narrowed(self) -> BaseGeometry:
        """All of it but what is within a metre of its edge."""
        return _grown(self.shape, -BORDER_M)

    def judge(
        self, where: Footprint, *, throughout: bool = True, at_an_end: bool = False
    ) -> Match | None:
        """Return how far a footprint is in the area; None where it is outside.

        Parameters
        ----------
        where : Footprint
            All places that a record allows.
        throughout : bool
            Whether all of its time is asked about. If not, what was in each of several places, or
            ran along a path, may have been elsewhere just then.
        at_an_end : bool
            Whether its first or its last moment, at least, is asked about.
        """
        if (self.land and where.at_sea) or not any(map(self.meets, where.shapes)):
            return None
        certain = self._is_certain(where, throughout=throughout, at_an_end=at_an_end)
        return Match.CERTAIN if certain and not where.doubt else Match.POSSIBLE

    def _is_certain(self, where: Footprint, *, throughout: bool, at_an_end: bool) -> bool:
        if not where.courses:
            holds = any if where.each and throughout else all
            return holds(self.contains(shape) for shape in where.shapes)
        # The parts of a broken line are one path, some of which is not known to have been run.
        if throughout and any(self.contains(place) for place in where.passed):
            return True
        return all(
            self.contains(shape)
            or (throughout and any(self.cuts(course) for course in courses))
            or (at_an_end and self.contains(courses[0].start) and self.contains(courses[-1].end))
            for shape, courses in zip(where.shapes, where.courses, strict=True)
        )

    def _once(self, name: str, test: Callable[[BaseGeometry], bool], shape: BaseGeometry) -> bool:
        """Return what a question about a shape is answered, which is asked once of a long one."""
        # GEOS may divide by zero on its way to a right distance.
        with np.errstate(divide="ignore"):
            if shapely.get_num_coordinates(shape) < _LONG:
                return test(shape)
            # Held beside the answer, so that its id stays its own.
            key = (name, id(shape))
            return recall(self._cache, key, lambda: (shape, test(shape)), _CACHE_SIZE)[1]

    def meets(self, shape: BaseGeometry) -> bool:
        """Return whether any of a shape is in the area.

        Two areas that only share a border, as seas do, do not meet: the one must reach over the
        other's border by more than a border is sharp.
        """
        return self._once("meets", self._meets, shape)

    def _meets(self, shape: BaseGeometry) -> bool:
        if shape.area == 0:
            return bool(shapely.dwithin(self.shape, shape, BORDER_M))
        if not self._is_thin:
            return self._overlaps(shape)
        near = self._grown_near("narrowed", self.shape, shape, -BORDER_M)
        if not near.is_empty:
            return bool(shapely.intersects(near, shape))
        return bool(shapely.dwithin(self.shape, shape, BORDER_M))

    @cached_property
    def _is_thin(self) -> bool:
        """Whether it is narrower than its border, so that it has nothing but a border."""
        return bool(self.shape.area < BORDER_M * self.shape.length)

    def _overlaps(self, shape: BaseGeometry) -> bool:
        """Return whether an area reaches over the border: whether it meets `narrowed`."""
        if not shapely.intersects(self.shape, shape):
            return False
        # Mostly a few places tell.
        inmost = shapely.get_coordinates(shapely.point_on_surface(shape))
        some = np.asarray(shapely.points(np.concatenate([inmost, _some_vertices(shape)])))
        if self._any_deep(self._inmost, shape) or self._any_deep(some, shape):
            return True
        parts = shapely.get_parts(shapely.get_parts(intersection(self.shape, shape)))
        if shape.geom_type != "GeometryCollection":
            # Of areas that touch, lines and points are in common too.
            parts = parts[shapely.area(parts) > 0]
        return self._any_deep(shapely.point_on_surface(parts), shape) or any(
            shapely.intersects(self._grown_near("narrowed", self.shape, part, -BORDER_M), shape)
            for part in parts
        )

    @cached_property
    def _inmost(self) -> NDArray[np.object_]:
        """A place inside of each of its parts."""
        return np.asarray(shapely.point_on_surface(self._parts or [self.shape]))

    def _any_deep(self, points: NDArray[np.object_], shape: BaseGeometry) -> bool:
        """Return whether any of some points in a shape surely is in `narrowed`."""
        inside = points[shapely.intersects(self.shape, points)]
        inside = inside[shapely.intersects(shape, inside)]
        return not shapely.dwithin(self.edge.line, inside, BORDER_M + _SLACK_M).all()

    def contains(self, shape: BaseGeometry) -> bool:
        """Return whether all of a shape is surely in the area."""
        return self._once("contains", self._contains, shape)

    def _contains(self, shape: BaseGeometry) -> bool:
        if self.sure.is_empty or shape.is_empty:
            return False
        if any(shape is part for part in self._parts):
            return True
        is_long = shapely.get_num_coordinates(shape) >= _LONG
        if not is_long and shapely.covers(self.sure, shape):
            return True
        if shape.geom_type == "Point":
            return bool(shapely.dwithin(self.sure, shape, BORDER_M))
        # Most shapes that reach out show it at a few of their vertices, at little cost.
        if not self._all_within_border(_some_vertices(shape)):
            return False
        outside = self._border.difference_from(shape) if is_long else None
        if outside is None:
            outside = difference(shape, self.sure)
        return self._all_within_border(shapely.get_coordinates(outside)) and all(
            shapely.covers(self._grown_near("widened", self.sure, part, BORDER_M), part)
            for part in shapely.get_parts(outside)
            if not part.is_empty
        )

    def _all_within_border(self, vertices: NDArray[np.float64]) -> bool:
        """Return whether none of some vertices surely is outside of `widened`."""
        points = shapely.points(vertices)
        return bool(shapely.dwithin(self.sure, points, BORDER_M + _SLACK_M).all())

    def _grown_near(
        self, name: str, area: BaseGeometry, shape: BaseGeometry, metres: float
    ) -> BaseGeometry:
        """Return the area grown by some metres, as far as a shape can tell.

        To grow all of a long coast takes long; for a few small shapes what is near them will do.
        """
        west, south, east, north = shape.bounds
        size = (east - west) * (north - south)
        least = area.bounds
        whole = (least[2] - least[0]) * (least[3] - least[1])
        self._times_grown += 1
        if name in vars(self) or self._times_grown > _FEW or size > _SMALL * whole:
            grown: BaseGeometry = getattr(self, name)
            return grown
        window = (west - REACH_M, south - REACH_M, east + REACH_M, north + REACH_M)
        return _grown(clipped(area, window), metres)

    def cuts(self, course: Course) -> bool:
        """Return whether every way from the start of a course to its end meets the area.

        It does where nothing that the area leaves of the corridor joins the one to the other.
        """
        if self.sure.is_empty:
            return False
        if self.contains(course.start) or self.contains(course.end):
            return True
        passages = _passages(course, self.sure)
        if not len(passages):
            return True
        near = self._grown_near("widened", self.sure, course.corridor, BORDER_M)
        return not len(_passages(course, near))


def in_common(areas: Sequence[Area]) -> Area:
    """Return what is in each of some areas."""
    return Area([polygonal(shapely.intersection_all([area.shape for area in areas]))])


def _some_vertices(shape: BaseGeometry) -> NDArray[np.float64]:
    vertices = shapely.get_coordinates(shape)
    return vertices[:: len(vertices) // _SAMPLE + 1]


def _passages(course: Course, area: BaseGeometry) -> NDArray[np.object_]:
    """Return the parts of a corridor beside an area that join its start to its end."""
    left = shapely.get_parts(difference(course.corridor, area))
    return left[shapely.intersects(left, course.start) & shapely.intersects(left, course.end)]


def _grown(area: BaseGeometry, metres: float) -> BaseGeometry:
    # Corners cut off a metre wide are off by half of one: within what a border is sharp.
    grown = shapely.buffer(area, metres, join_style="bevel")
    shapely.prepare(grown)
    return grown
