"""Sheets and boxes on them, in points (1/72 inch) from the upper left, y downwards."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import shapely

__all__ = ["SHEETS", "Box", "RoundBox", "Sheet"]

# Points of a millimetre.
_MM = 72 / 25.4
# Points of an inch.
_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a sheet, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle, x and y."""
        return self.left + self.width / 2, self.top + self.height / 2

    def less(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Self:
        """Return the box without margins at its sides."""
        return type(self)(
            self.left + left,
            self.top + top,
            self.width - left - right,
            self.height - top - bottom,
        )

    @property
    def outline(self) -> shapely.Polygon:
        """Return the box as a shape."""
        # Not at the top: commands read the sizes of sheets.
        import shapely

        return shapely.box(self.left, self.top, self.right, self.bottom)

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies in the box, at least a margin from its edge."""
        return (
            self.left + margin <= x <= self.right - margin
            and self.top + margin <= y <= self.bottom - margin
        )


class RoundBox(Box):
    """The disc in a square of a sheet."""

    __slots__ = ()

    @classmethod
    def around(cls, x: float, y: float, radius: float) -> Self:
        """Return the disc round a point."""
        return cls(x - radius, y - radius, 2 * radius, 2 * radius)

    @property
    def radius(self) -> float:
        """Return the radius, points."""
        return self.width / 2

    @property
    def outline(self) -> shapely.Polygon:
        """Return the disc as a shape, a polygon of 256 sides."""
        import shapely

        return shapely.Point(self.middle).buffer(self.radius, quad_segs=64)

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies in the disc, at least a margin from its edge."""
        return math.dist((x, y), self.middle) <= self.radius - margin


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a sheet.

    Parameters
    ----------
    width, height : float
        Points.
    scale : float
        Size of text and symbols; 1 on A4 paper.
    margin : float
        Margin, points.
    """

    width: float
    height: float
    scale: float
    margin: float

    @property
    def inches(self) -> tuple[float, float]:
        """Return width and height in inches."""
        return self.width / _INCH, self.height / _INCH


SHEETS = {
    "a4": Sheet(297 * _MM, 210 * _MM, 1.0, 9 * _MM),
    "a3": Sheet(420 * _MM, 297 * _MM, 1.25, 11 * _MM),
    "16:9": Sheet(13.333 * _INCH, 7.5 * _INCH, 1.2, 0.35 * _INCH),
    "4:3": Sheet(10 * _INCH, 7.5 * _INCH, 1.05, 0.3 * _INCH),
}
"""Sizes of pictures, all landscape."""
