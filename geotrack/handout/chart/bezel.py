"""The bezel of a round sheet: blocks of five degrees between lines, and figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from matplotlib.patches import Circle, Wedge

from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.graticule import meridian
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import SMALL, Arc, bend, sans

__all__ = ["BEZEL", "FIGURES", "draw_bezel"]

BEZEL, FIGURES = 12.0, 30.0
"""From the parallel at which a sheet ends to the outer line, and past the figures, pixels."""
# The lines with their distances and weights, and the blocks between the middle ones, pixels.
_LINES = ((0.0, 0.9), (3.0, 0.7), (9.6, 0.7), (12.0, 1.6))
_BLOCK, _FIGURE_STEP = 5, 15


def draw_bezel(ground: Ground, language: str, is_free: Callable[[float, float], bool]) -> None:
    """Draw the bezel round a map whose box is round.

    Parameters
    ----------
    is_free : callable
        Whether a figure may stand at a point of the sheet.
    """
    axes, pixel, plane, ink = ground.axes, ground.pixel, ground.plane, colour("ink")
    (x, y), radius = ground.box.middle, ground.box.width / 2
    band = {"facecolor": colour("paper"), "edgecolor": "none", "zorder": 29.9}
    outer = radius + BEZEL * pixel
    axes.add_artist(Wedge((x, y), outer, 0, 360, width=BEZEL * pixel, **band))
    (_, (inner, _), (far, _), _) = _LINES
    for lon in range(-180, 180, 2 * _BLOCK):
        # Angles run clockwise from the right, as y runs down.
        start = 90.0 - (lon - plane.down)
        block = {"facecolor": ink, "edgecolor": "none", "zorder": 30}
        shape = Wedge(
            (x, y),
            radius + far * pixel,
            start - _BLOCK,
            start,
            width=(far - inner) * pixel,
            **block,
        )
        axes.add_artist(shape)
    for distance, weight in _LINES:
        line = {"facecolor": "none", "edgecolor": ink, "linewidth": weight * pixel, "zorder": 30.1}
        axes.add_artist(Circle((x, y), radius + distance * pixel, **line))
    font = sans(SMALL * ground.scale)
    for lon in range(-180 + _FIGURE_STEP, 181, _FIGURE_STEP):
        angle = math.radians(90.0 - (lon - plane.down))
        reach = radius + (BEZEL + 4.0) * pixel + font.size / 2
        right, down = math.cos(angle), math.sin(angle)
        text = meridian(lon, language)
        if not is_free(x + reach * right, y + reach * down):
            continue
        look: dict[str, Any] = {"colour": colour("degrees"), "zorder": 31}
        # Never upside down: clockwise in the upper half.
        bend(axes, text, font, Arc((x, y), reach, angle, 1 if round(down, 9) <= 0 else -1), **look)
