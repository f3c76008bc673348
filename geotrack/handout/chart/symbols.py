"""Numbered symbols in the page's shapes and colours, with signs of doubt and change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from geotrack.handout.chart.number_placement import HALF_HEIGHT, Numbered, number_box
from geotrack.handout.chart.side_symbols import draw_sides
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import SMALL, Font, draw_text, sans, width
from geotrack.mapview.sides import Acting
from geotrack.mapview.symbols import DOUBT, NEWS, SHAPES, SIZE, STYLES, mixed, number_y
from geotrack.taxonomy import Theme

__all__ = ["BOX", "Mark", "changed", "doubt", "doubt_unit", "growth", "number_width", "symbol"]

BOX = 32.0
"""Edge of a symbol with its rim, in the units of its outline."""
# Font size of a number, in the units of the outline.
_NUMBER = 13.1
# The size of numbers by their digits, of three and of more.
_THREE, _MORE = 0.93, 0.7
# Font size of a question mark, in these units.
_DOUBT = 12.2
# The height of digits is 0.73 of the font size.
_RISE = 0.365
# A command of an SVG path with its numbers.
_COMMAND = re.compile(r"([MLHVAZ])([^MLHVAZ]*)")
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
# Size of a number beside its symbol, and of its halo, in edges of a symbol.
_BESIDE, _HALO = 0.4, 0.12
# Opacity of symbols beside those that a scene is about.
_FAINT = 0.3


@dataclass(frozen=True, slots=True)
class Mark:
    """A record's symbol on a map.

    Parameters
    ----------
    number : int
        Number of the record.
    x, y : float
        Centre of the symbol, points.
    at : tuple of (float, float)
        Position of the record, points.
    size : float
        Edge of the symbol with its rim, points.
    stack : tuple of int
        Numbers of the records that share the symbol, a stack; empty if it is its own.
    number_at : str
        Where its number stands, on a map with sides: one of `number_placement.PLACES`.
    numbered : bool
        Whether it has its number.
    text : str
        What a stack has in place of the numbers of its records.
    """

    number: int
    x: float
    y: float
    at: tuple[float, float]
    size: float
    stack: tuple[int, ...] = ()
    number_at: str = "right"
    numbered: bool = True
    text: str = ""


@cache
def outline(shape: str) -> Path:
    """Return an outline of `SHAPES` as a matplotlib path, in a box of 28 by 28, y downwards."""
    places: list[tuple[float, float]] = []
    for command, arguments in _COMMAND.findall(SHAPES[shape]):
        numbers = [float(n) for n in _NUMBERS.findall(arguments)]
        if command in "ML":
            places += list(zip(numbers[::2], numbers[1::2], strict=True))
        elif command == "H":
            places.append((numbers[0], places[-1][1]))
        elif command == "V":
            places.append((places[-1][0], numbers[0]))
        elif command == "A":  # rx, ry, rotation, large-arc flag, sweep flag, x, y
            radius, _, _, large, _, x, y = numbers
            places += _arc(places[-1], (x, y), radius, large=bool(large))
    return Path([*places, places[0]], closed=True)


def _arc(
    start: tuple[float, float], end: tuple[float, float], radius: float, *, large: bool
) -> list[tuple[float, float]]:
    """Return points on a clockwise arc (SVG 1.1, F.6.5, for circles)."""
    (x1, y1), (x2, y2) = start, end
    chord = np.hypot(x2 - x1, y2 - y1)
    rise = np.sqrt(max(radius**2 - (chord / 2) ** 2, 0.0)) * (-1 if large else 1)
    x = (x1 + x2) / 2 - rise * (y2 - y1) / chord
    y = (y1 + y2) / 2 + rise * (x2 - x1) / chord
    first, last = np.arctan2(y1 - y, x1 - x), np.arctan2(y2 - y, x2 - x)
    last += 2 * np.pi if last <= first else 0.0
    # About 24 chords for half a circle.
    angles = np.linspace(first, last, 2 + int(24 * (last - first) / np.pi))[1:]
    return [(float(x + radius * np.cos(a)), float(y + radius * np.sin(a))) for a in angles]


def symbol(
    axes: Any,
    at: tuple[float, float],
    size: float,
    theme: Theme,
    *,
    number: int | None = None,
    style: str = "reported",
    doubted: bool = False,
    news: str = "",
    faint: bool = False,
    zorder: float = 20.0,
    gid: str | None = None,
    acting: Acting | None = None,
    number_at: str = "right",
) -> None:
    """Draw a record's symbol centred at (x, y).

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `output.canvas`.
    size : float
        Edge of the symbol with its rim, points.
    theme : Theme
        The theme, for shape and colour.
    number : int, optional
        The number in it.
    style : str
        `RecordView.symbol_style`.
    doubted : bool
        Whether it has a question mark.
    news : {"", "new", "changed"}
        The sign of a new or changed record.
    faint : bool
        Whether it is faint beside emphasised ones.
    gid : str, optional
        Id of its number in an SVG.
    acting : Acting, optional
        Who acts, on a map with sides; the number stands beside the symbol then.
    number_at : str
        On which side of it, one of `number_placement.PLACES`.
    """
    (x, y), unit = at, size / BOX
    shape = outline(theme.shape)
    path = Path((shape.vertices - SIZE / 2) * unit + (x, y), shape.codes)
    opacity = _FAINT if faint else 1.0
    if acting is not None:
        draw_sides(axes, path, acting, style, unit=unit, opacity=opacity, zorder=zorder)
        if number is not None:
            _number_beside(axes, at, number, size, number_at, zorder=zorder + 0.02, gid=gid)
    else:
        _draw_themed(axes, path, theme.colour, style, unit=unit, opacity=opacity, zorder=zorder)
        if number is not None:
            ink = {"reported": "#ffffff", "assumed": theme.colour}.get(style, colour("ink"))
            middle = y + (number_y(theme) - SIZE / 2) * unit
            _number(axes, (x, middle), number, unit, colour=ink, zorder=zorder + 0.02, gid=gid)
    if doubted:
        dx, dy, _ = DOUBT
        sign_at = (x + (dx - SIZE / 2) * unit, y + (dy - SIZE / 2) * unit)
        doubt(axes, sign_at, doubt_unit(size), zorder + 0.03)
    if news:
        dx, dy, _ = NEWS[news]
        sign_at = (x + (dx - SIZE / 2) * unit, y + (dy - SIZE / 2) * unit)
        changed(axes, sign_at, unit, news, zorder + 0.03)


def _draw_themed(
    axes: Any, path: Path, ink: str, style: str, *, unit: float, opacity: float, zorder: float
) -> None:
    """Draw a symbol in the colour of its theme."""
    look = STYLES[style]
    fill = mixed(ink, colour("hollow"), look.fill)
    edge = colour("ring") if style == "reported" else ink
    line: dict[str, Any] = (
        {"edgecolor": edge, "linewidth": look.line * unit} if look.line else {"edgecolor": "none"}
    )
    if style == "reported":
        # The ring lies under the shape, which keeps its full size.
        ring = {"facecolor": "none", "joinstyle": "round", "alpha": opacity, **line}
        axes.add_artist(PathPatch(path, zorder=zorder, **ring))
        line = {"edgecolor": "none"}
    patch = PathPatch(path, facecolor=(fill, opacity), zorder=zorder + 0.01, **line)
    if opacity < 1.0 and "linewidth" in line:
        patch.set_edgecolor((edge, opacity))
    if look.dashes:
        patch.set_linestyle((0, tuple(d / look.line for d in look.dashes)))
    axes.add_artist(patch)


def number_width(number: int, size: float) -> float:
    """Return the width of a number beside a symbol, points."""
    return width(str(number), _beside(size))


def _beside(size: float) -> Font:
    return sans(max(_BESIDE * size, SMALL), bold=True)


def _number_beside(
    axes: Any, at: tuple[float, float], number: int, size: float, place: str, **look: Any
) -> None:
    """Draw a number beside its symbol, with a halo."""
    symbol_at = Numbered(*at, size, number_width(number, size))
    left, top, _, _ = number_box(symbol_at, place)
    font = _beside(size)
    baseline = top + HALF_HEIGHT * size + _RISE * font.size
    halo = (colour("paper"), _HALO * size)
    options: dict[str, Any] = {"colour": colour("ink"), "halo": halo, **look}
    draw_text(axes, left, baseline, str(number), font, **options)


def changed(
    axes: Any, at: tuple[float, float], unit: float, kind: str, zorder: float = 20.0
) -> None:
    """Draw the sign of a new or changed record; `unit` is that of the symbol's outline, points."""
    fill, edge = colour("new" if kind == "new" else "paper"), colour("ink")
    line_width = (1.4 if kind == "new" else 2.4) * unit
    options = {"facecolor": fill, "edgecolor": edge, "linewidth": line_width, "zorder": zorder}
    axes.add_artist(Circle(at, NEWS[kind][2] * unit, **options))


def growth(numbers: Iterable[int]) -> float:
    """Return how much larger symbols are for numbers above 999 to be as large as those below."""
    return _THREE / _MORE if any(number // 1000 for number in numbers) else 1.0


def _number(axes: Any, at: tuple[float, float], number: int, unit: float, **look: Any) -> None:
    """Draw the number in a symbol, smaller if it has more digits."""
    text = str(number)
    size_factor = {1: 1.0, 2: _THREE, 3: _THREE}.get(len(text), _MORE)
    font = sans(_NUMBER * unit * size_factor, bold=True)
    draw_text(axes, at[0], at[1] + _RISE * font.size, text, font, align="center", **look)


def doubt_unit(size: float) -> float:
    """Return the unit of the badge of doubt at a symbol: that of its outline, or what is read."""
    return max(size / BOX, SMALL / _DOUBT)


def doubt(axes: Any, at: tuple[float, float], unit: float, zorder: float = 20.0) -> None:
    """Draw the badge of doubt, a question mark; `unit` as in `changed`."""
    line = {"edgecolor": colour("ink"), "linewidth": 1.2 * unit}
    ground = colour("paper")
    axes.add_artist(Circle(at, DOUBT[2] * unit, facecolor=ground, zorder=zorder, **line))
    font = sans(_DOUBT * unit, bold=True)
    options: dict[str, Any] = {"colour": colour("ink"), "align": "center", "zorder": zorder + 0.01}
    draw_text(axes, at[0], at[1] + _RISE * font.size, "?", font, **options)
