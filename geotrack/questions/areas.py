"""The area of a question, and how far a footprint lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.questions.footprint import Course, Footprint

__all__ = ["BORDER_M", "Area", "Match"]

BORDER_M = 1.0
"""Within this distance of a border, in metres, counts as inside."""

_SAMPLE = 32


class Match(StrEnum):
    """How far a record meets a question."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


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
    """

    def __init__(
        self, shapes: Sequence[BaseGeometry], name: str = "", sure: BaseGeometry | None = None
    ) -> None:
        self.name = name
        self.shape = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
        self.sure = self.shape if sure is None else sure
        shapely.prepare(self.shape)
        shapely.prepare(self.sure)

    @cached_property
    def widened(self) -> BaseGeometry:
        """What counts as surely inside: the sure part and all within a metre of it."""
        widened = shapely.buffer(self.sure, BORDER_M)
        shapely.prepare(widened)
        return widened

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
        if not any(self.meets(shape) for shape in where.shapes):
            return None
        certain = where.stated and self._surely(where, throughout=throughout, at_an_end=at_an_end)
        return Match.CERTAIN if certain else Match.POSSIBLE

    def _surely(self, where: Footprint, *, throughout: bool, at_an_end: bool) -> bool:
        if not where.courses:
            holds = any if where.each and throughout else all
            return holds(self.holds(shape) for shape in where.shapes)
        # The parts of a broken line are one path, some of which is not known to have been run.
        return all(
            self.holds(shape)
            or (throughout and any(self.cuts(course) for course in courses))
            or (at_an_end and self.holds(courses[0].start) and self.holds(courses[-1].end))
            for shape, courses in zip(where.shapes, where.courses, strict=True)
        )

    def meets(self, shape: BaseGeometry) -> bool:
        """Return whether any of a shape is in the area.

        Two areas that only share a border, as seas do, do not meet: what they have in common is
        no wider than a border is sharp.
        """
        if not shapely.dwithin(self.shape, shape, BORDER_M):
            return False
        if shape.area == 0 or self.shape.area == 0:
            return True
        return has_width(shapely.intersection(self.shape, shape))

    def holds(self, shape: BaseGeometry) -> bool:
        """Return whether all of a shape is surely in the area."""
        if self.sure.is_empty:
            return False
        if shapely.covers(self.sure, shape):
            return True
        # Most shapes that reach out show it at a few of their vertices, at little cost.
        vertices = shapely.get_coordinates(shape)
        some = shapely.points(vertices[:: len(vertices) // _SAMPLE + 1])
        if not shapely.dwithin(self.sure, some, BORDER_M).all():
            return False
        return bool(shapely.covers(self.widened, shape))

    def cuts(self, course: Course) -> bool:
        """Return whether every way from the start of a course to its end meets the area.

        It does where nothing that the area leaves of the corridor joins the one to the other.
        """
        if self.sure.is_empty:
            return False
        if self.holds(course.start) or self.holds(course.end):
            return True
        left = shapely.get_parts(shapely.difference(course.corridor, self.widened))
        joined = shapely.intersects(left, course.start) & shapely.intersects(left, course.end)
        return not joined.any()


def has_width(common: BaseGeometry) -> bool:
    """Tell whether what two areas have in common is wider, on the whole, than a border is sharp."""
    return bool(common.area > BORDER_M * common.length / 2)
