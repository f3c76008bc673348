"""Sheets and boxes on them, in points (1/72 inch) from the upper left, y downwards."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SHEETS", "Box", "Sheet"]

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

    def less(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Box:
        """Return the box without margins at its sides."""
        return Box(
            self.left + left,
            self.top + top,
            self.width - left - right,
            self.height - top - bottom,
        )

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies in the box, at least a margin from its edge."""
        return (
            self.left + margin <= x <= self.right - margin
            and self.top + margin <= y <= self.bottom - margin
        )


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
