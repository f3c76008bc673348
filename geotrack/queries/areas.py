"""The area of a query, and whether a footprint lies in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry.cache import WeakCache, recall
from folium_polar.geometry.geojson.shapes import polygonal
from geotrack.coastline.coast import land_near
from geotrack.footprint.courses import Course
from geotrack.footprint.outline import BORDER_M, Footprint
from geotrack.index.stored_verdicts import StoredVerdicts
from geotrack.model import Event
from geotrack.queries.edges import Edge
from geotrack.queries.overlays import (
    REACH_M,
    Border,
    clipped,
    difference,
    intersection,
    joined,
    union,
)

__all__ = ["Area", "Match", "in_common"]

# Maximum number of vertices that are tried before an exact test.
_SAMPLE = 32
# Buffering a whole area takes as long as comparing so many small shapes with clipped parts of it,
_SHAPES_PER_BUFFER = 10
# or one shape for every so many vertices of the area.
_VERTICES_PER_SHAPE = 200
# A shape is small if its box has at most this part of the size of the area's box.
_SMALL = 0.1
# Building this many discs without land takes as long as joining the area with the land round it.
_FEW_MASKED = 50
# Error of a GEOS buffer, metres: a hundredth of the distance, and rounding.
_SLACK_M = 0.02
# Shapes with this many vertices are regions, which many records name: their results are cached.
_CACHED_VERTICES = 500
# Maximum number of cached results of each kind.
_CACHE_SIZE = 64


class Match(StrEnum):
    """The certainty of a match with a query."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Area:
    """One or more shapes of the analysis plane, judged as one area.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        Plane geometries, EPSG:6931, metres.
    name : str
        Its name in results: `the Bering Strait`.
    sure : shapely geometry, optional
        The part that certainly belongs to it: the area within 300 km of a ship whose own place is
        known to 50 km is certain only within 250 km. Default: all of it.
    owner : Event, optional
        The record round which the area lies, and which is certainly in it.
    rest : Area, optional
        A further area that the owner must meet.
    land : bool
        Whether it is an island: a ship in the sea round it was not on it.

    Attributes
    ----------
    verdicts : WeakCache
        Verdicts of records by their place alone, as `Judge` finds them.
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
        self.verdicts: WeakCache[int] = WeakCache()
        self._times_grown = self._times_masked = 0
        self._cache: dict[tuple[str, int], tuple[BaseGeometry, bool]] = {}
        self.shape = shapes[0] if len(shapes) == 1 else joined(shapes)
        self.sure = self.shape if sure is None else sure
        self._parts = shapes if sure is None else ()
        shapely.prepare(self.shape)
        shapely.prepare(self.sure)

    @cached_property
    def digest(self) -> bytes:
        """A digest of its shapes, as far as it is round no record."""
        digest = blake2b(bytes([self.land]), digest_size=16)
        for shape in (self.shape, self.sure, *self._parts):
            wkb = shapely.to_wkb(shape)
            digest.update(len(wkb).to_bytes(8, "little") + wkb)
        return digest.digest()

    @cached_property
    def stored_verdicts(self) -> StoredVerdicts:
        """Verdicts of records by their place alone, kept in the index."""
        return StoredVerdicts(self.digest)

    def save_verdicts(self) -> None:
        """Store verdicts that are new, for later commands."""
        if "stored_verdicts" in vars(self):
            self.stored_verdicts.save()

    @cached_property
    def edge(self) -> Edge:
        """The edge of the area."""
        return Edge(self.shape)

    @cached_property
    def sure_edge(self) -> Edge:
        """The edge of its certain part."""
        return self.edge if self.sure is self.shape else Edge(self.sure)

    def edge_with_land(self, count: int) -> Edge | None:
        """Return the edge of the area together with the land round it, for a number of discs.

        None for the first few discs: building their shapes without land is quicker.
        """
        self._times_masked += count
        return self._edge_with_land if count and self._times_masked > _FEW_MASKED else None

    @cached_property
    def _edge_with_land(self) -> Edge:
        return Edge(union(self.widened, land_near(self.sure.bounds)))

    @cached_property
    def _border(self) -> Border:
        """The edges and holes of its certain part."""
        return Border(self.sure)

    @cached_property
    def widened(self) -> BaseGeometry:
        """The certain part and all within a metre of it, which counts as certainly inside."""
        return _grown(self.sure, BORDER_M)

    @cached_property
    def narrowed(self) -> BaseGeometry:
        """The area without a margin of a metre along its edge."""
        return _grown(self.shape, -BORDER_M)

    def judge(
        self, where: Footprint, *, throughout: bool = True, at_an_end: bool = False
    ) -> Match | None:
        """Return whether a footprint is in the area: certainly, possibly, or None for outside.

        Parameters
        ----------
        where : Footprint
            All places that a record allows.
        throughout : bool
            Whether the period covers all of the record's time. If not, a record that was in each of
            several places, or ran along a path, may have been elsewhere in the period.
        at_an_end : bool
            Whether the period covers at least its first or its last moment.
        """
        if (self.land and where.at_sea) or not any(map(self.meets, where.shapes)):
            return None
        certain = self._is_certain(where, throughout=throughout, at_an_end=at_an_end)
        return Match.CERTAIN if certain and not where.doubt else Match.POSSIBLE

    def _is_certain(self, where: Footprint, *, throughout: bool, at_an_end: bool) -> bool:
        if not where.courses:
            holds = any if where.each and throughout else all
            return holds(self.contains(shape) for shape in where.shapes)
        # The parts of a broken line are one path; the gaps between them are unknown.
        if throughout and any(self.contains(place) for place in where.passed):
            return True
        return all(
            self.contains(shape)
            or (throughout and any(self.cuts(course) for course in courses))
            or (at_an_end and self.contains(courses[0].start) and self.contains(courses[-1].end))
            for shape, courses in zip(where.shapes, where.courses, strict=True)
        )

    def _once(self, name: str, test: Callable[[BaseGeometry], bool], shape: BaseGeometry) -> bool:
        """Return the result of a test of a shape; cached for long shapes."""
        # GEOS may divide by zero and still return the right distance.
        with np.errstate(divide="ignore"):
            if shapely.get_num_coordinates(shape) < _CACHED_VERTICES:
                return test(shape)
            # The cache keeps the shape, so that no other object gets its id.
            key = (name, id(shape))
            return recall(self._cache, key, lambda: (shape, test(shape)), _CACHE_SIZE)[1]

    def meets(self, shape: BaseGeometry) -> bool:
        """Return whether any part of a shape is in the area.

        Areas that only share a border, as seas do, do not meet: one must reach over the border by
        more than `BORDER_M`.
        """
        return self._once("meets", self._meets, shape)

    def _meets(self, shape: BaseGeometry) -> bool:
        if shape.area == 0:
            return bool(shapely.dwithin(self.shape, shape, BORDER_M))
        if not self._is_thin:
            return self._overlaps(shape)
        local_shape = self._grown_near("narrowed", self.shape, shape, -BORDER_M)
        if not local_shape.is_empty:
            return bool(shapely.intersects(local_shape, shape))
        return bool(shapely.dwithin(self.shape, shape, BORDER_M))

    @cached_property
    def _is_thin(self) -> bool:
        """Whether the area is narrower than the tolerance of its border."""
        return bool(self.shape.area < BORDER_M * self.shape.length)

    def _overlaps(self, shape: BaseGeometry) -> bool:
        """Return whether an area reaches over the border: whether it meets `narrowed`."""
        if not shapely.intersects(self.shape, shape):
            return False
        # A few points decide most cases.
        inmost = shapely.get_coordinates(shapely.point_on_surface(shape))
        samples = np.asarray(shapely.points(np.concatenate([inmost, _some_vertices(shape)])))
        if self._any_deep(self._inmost, shape) or self._any_deep(samples, shape):
            return True
        if (narrowed := self._grown_whole("narrowed")) is not None:
            return bool(shapely.intersects(narrowed, shape))
        parts = shapely.get_parts(shapely.get_parts(intersection(self.shape, shape)))
        if shape.geom_type != "GeometryCollection":
            # Areas that touch also have lines and points in common.
            parts = parts[shapely.area(parts) > 0]
        return self._any_deep(shapely.point_on_surface(parts), shape) or any(
            shapely.intersects(self._grown_near("narrowed", self.shape, part, -BORDER_M), shape)
            for part in parts
        )

    @cached_property
    def _inmost(self) -> NDArray[np.object_]:
        """A point inside each of its parts."""
        return np.asarray(shapely.point_on_surface(self._parts or [self.shape]))

    def _any_deep(self, points: NDArray[np.object_], shape: BaseGeometry) -> bool:
        """Return whether any of some points of a shape certainly is in `narrowed`."""
        inside = points[shapely.intersects(self.shape, points)]
        inside = inside[shapely.intersects(shape, inside)]
        return bool(self._are_off_edge(inside).any())

    def _are_off_edge(self, points: NDArray[np.object_]) -> NDArray[np.bool_]:
        return ~shapely.dwithin(self.edge.line, points, BORDER_M + _SLACK_M)

    def are_deep(self, points: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return which points show that a shape that has them meets the area."""
        if self._is_thin:
            return np.zeros(len(points), dtype=bool)
        return shapely.intersects(self.shape, points) & self._are_off_edge(points)

    def are_apart(self, points: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return which points show that a shape that has them is not certainly in the area."""
        return ~shapely.dwithin(self.sure, points, BORDER_M + _SLACK_M)

    def contains(self, shape: BaseGeometry) -> bool:
        """Return whether a shape lies certainly and wholly in the area."""
        return self._once("contains", self._contains, shape)

    def _contains(self, shape: BaseGeometry) -> bool:
        if self.sure.is_empty or shape.is_empty:
            return False
        is_long = bool(shapely.get_num_coordinates(shape) >= _CACHED_VERTICES)
        is_part = any(shape is part for part in self._parts)
        if is_part or (not is_long and shapely.covers(self.sure, shape)):
            return True
        if shape.geom_type == "Point":
            return bool(shapely.dwithin(self.sure, shape, BORDER_M))
        # For most shapes that extend outside, a few vertices show it at little cost.
        if not self._all_within_border(_some_vertices(shape)):
            return False
        if (widened := self._grown_whole("widened")) is not None:
            return bool(shapely.covers(widened, shape))
        outside = self._border.difference_from(shape) if is_long else None
        if outside is None:
            outside = difference(shape, self.sure)
        return self._all_within_border(shapely.get_coordinates(outside)) and all(
            shapely.covers(self._grown_near("widened", self.sure, part, BORDER_M), part)
            for part in ([outside] if _is_small(outside, self.sure) else shapely.get_parts(outside))
            if not part.is_empty
        )

    def _all_within_border(self, vertices: NDArray[np.float64]) -> bool:
        """Return whether no vertex certainly lies outside `widened`."""
        return not self.are_apart(np.asarray(shapely.points(vertices))).any()

    def _grown_near(
        self, name: str, area: BaseGeometry, shape: BaseGeometry, metres: float
    ) -> BaseGeometry:
        """Return the area buffered by some metres, correct near a shape.

        Buffering a long coast takes long; for a few small shapes the part near them is enough.
        """
        grown = self._grown_whole(name, at_once=not _is_small(shape, area))
        if grown is not None:
            return grown
        west, south, east, north = shape.bounds
        window = (west - REACH_M, south - REACH_M, east + REACH_M, north + REACH_M)
        return _grown(clipped(area, window), metres)

    def _grown_whole(self, name: str, *, at_once: bool = False) -> BaseGeometry | None:
        """Return `widened` or `narrowed`; None for the first few shapes, unless it is there."""
        self._times_grown += 1
        is_often_grown = self._times_grown > max(
            _SHAPES_PER_BUFFER, self._vertices // _VERTICES_PER_SHAPE
        )
        return getattr(self, name) if at_once or is_often_grown or name in vars(self) else None

    @cached_property
    def _vertices(self) -> int:
        return int(shapely.get_num_coordinates(self.shape))

    def cuts(self, course: Course) -> bool:
        """Return whether every path from the start of a course to its end meets the area.

        It does if no part of the corridor outside the area connects start and end.
        """
        if self.sure.is_empty:
            return False
        if self.contains(course.start) or self.contains(course.end):
            return True
        if (widened := self._grown_whole("widened")) is not None:
            return not len(_passages(course, widened))
        if not len(_passages(course, self.sure)):
            return True
        local_shape = self._grown_near("widened", self.sure, course.corridor, BORDER_M)
        return not len(_passages(course, local_shape))


def in_common(areas: Sequence[Area]) -> Area:
    """Return the intersection of areas."""
    return Area([polygonal(shapely.intersection_all([area.shape for area in areas]))])


def _is_small(shape: BaseGeometry, area: BaseGeometry) -> bool:
    """Return whether a shape spans only a part of an area, so that it is quick to clip the area."""
    return _box_size(shape) <= _SMALL * _box_size(area)


def _box_size(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float((east - west) * (north - south))


def _some_vertices(shape: BaseGeometry) -> NDArray[np.float64]:
    vertices = shapely.get_coordinates(shape)
    return vertices[:: len(vertices) // _SAMPLE + 1]


def _passages(course: Course, area: BaseGeometry) -> NDArray[np.object_]:
    """Return the parts of a corridor outside an area that connect its start and end."""
    left = shapely.get_parts(difference(course.corridor, area))
    return left[shapely.intersects(left, course.start) & shapely.intersects(left, course.end)]


def _grown(area: BaseGeometry, metres: float) -> BaseGeometry:
    # A bevelled corner of a metre is off by half a metre: within the tolerance of a border.
    grown = shapely.buffer(area, metres, join_style="bevel")
    shapely.prepare(grown)
    return grown
