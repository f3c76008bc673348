"""The area of a question, and how far a footprint lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.questions.footprint import Footprint

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
    """

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self.shape = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
        shapely.prepare(self.shape)

    @cached_property
    def _widened(self) -> BaseGeometry:
        widened = shapely.buffer(self.shape, BORDER_M)
        shapely.prepare(widened)
        return widened

    def judge(self, where: Footprint, *, throughout: bool = True) -> Match | None:
        """Return how far a footprint is in the area; None where it is outside.

        Parameters
        ----------
        where : Footprint
            All places that a record allows.
        throughout : bool
            Whether all of its time is asked about. If not, what was in each of several places
            may have been in another of them just then.
        """
        if not any(self.meets(shape) for shape in where.shapes):
            return None
        holds = any if where.each and throughout else all
        certain = where.stated and holds(self.holds(shape) for shape in where.shapes)
        return Match.CERTAIN if certain else Match.POSSIBLE

    def meets(self, shape: BaseGeometry) -> bool:
        """Return whether any of a shape is in the area.

        Two areas that only share a border, as seas do, do not meet: what they have in common is
        no wider than a border is sharp.
        """
        if not shapely.dwithin(self.shape, shape, BORDER_M):
            return False
        if shape.area == 0 or self.shape.area == 0:
            return True
        common = shapely.intersection(self.shape, shape)
        return bool(common.area > BORDER_M * min(shape.length, self.shape.length))

    def holds(self, shape: BaseGeometry) -> bool:
        """Return whether all of a shape is in the area."""
        if shapely.covers(self.shape, shape):
            return True
        # Most shapes that reach out show it at a few of their vertices, at little cost.
        vertices = shapely.get_coordinates(shape)
        some = shapely.points(vertices[:: len(vertices) // _SAMPLE + 1])
        if not shapely.dwithin(self.shape, some, BORDER_M).all():
            return False
        return bool(shapely.covers(self._widened, shape))
