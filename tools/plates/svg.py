"""SVG in few bytes: paths on a grid of a tenth of a pixel, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["element", "number", "path_of", "text_element"]

_TENTHS = 10


def number(value: float) -> str:
    """Return a number of pixels to a tenth, without what it does not need.

    Examples
    --------
    >>> number(12.04), number(-0.31), number(-0.01)
    ('12', '-.3', '0')
    """
    return _tenths(round(value * _TENTHS))


def _tenths(count: int) -> str:
    whole, tenth = divmod(abs(count), _TENTHS)
    text = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{text}" if count < 0 else text


def element(name: str, attributes: Mapping[str, str | float], content: str = "") -> str:
    """Return an element; numbers are rounded to a tenth, `stroke_width` is `stroke-width`."""
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text_element(text: str, attributes: Mapping[str, str | float]) -> str:
    """Return a text element, its markup characters escaped."""
    return element("text", attributes, escape(text))


def path_of(geometry: BaseGeometry) -> str:
    """Return a geometry in pixels as the data of a path; empty where nothing is left of it.

    Parameters
    ----------
    geometry : shapely geometry
        Polygons or lines, x to the right and y down.

    Examples
    --------
    >>> path_of(shapely.box(0, 0, 10, 5.25))
    'M10 0v5.2h-10v-5.2z'
    """
    drawn = []
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            rings = (part.exterior, *part.interiors)
            drawn += [_steps(np.asarray(ring.coords), closed=True) for ring in rings]
        elif part.geom_type in {"LineString", "LinearRing"}:
            drawn.append(_steps(np.asarray(part.coords), closed=False))
    return "".join(drawn)


def _steps(points: npt.NDArray[np.float64], *, closed: bool) -> str:
    """Write one ring or line: its first point, then from each point to the next."""
    grid = np.rint(points[:, :2] * _TENTHS).astype(np.int64)
    grid = grid[np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]]
    if len(grid) < (4 if closed else 2):
        return ""
    moves = np.diff(grid[:-1] if closed else grid, axis=0)
    said = _Said()
    said.add("M", *grid[0].tolist())
    for dx, dy in moves.tolist():
        if dy == 0:
            said.add("h", dx)
        elif dx == 0:
            said.add("v", dy)
        else:
            said.add("l", dx, dy)
    return "".join(said.parts) + ("z" if closed else "")


class _Said:
    """What is written of a path: a letter is not repeated, and numbers stand as close as may be."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._letter = self._number = ""

    def add(self, letter: str, *counts: int) -> None:
        if letter != self._letter:
            self.parts.append(letter)
            self._letter, self._number = letter, ""
        for text in map(_tenths, counts):
            # A minus begins a new number, and so does a second point.
            apart = self._number and not (
                text.startswith("-") or (text.startswith(".") and "." in self._number)
            )
            self.parts.append(f" {text}" if apart else text)
            self._number = text
