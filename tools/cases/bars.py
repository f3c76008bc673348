"""The bar of a case: the period asked as a band, the record's time as a bar across it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from geotrack.handout.boxes import Box
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import draw_text, sans, serif
from tools.cases.looks import ASKED, LABEL, LOOKS
from tools.cases.spans import Spans
from tools.small_map import Look

__all__ = ["HEIGHT", "draw_bar", "faded", "filled", "hatched"]

HEIGHT = 46.0
_INSET, _TOP, _AXIS, _LABEL = 9.0, 6.0, 30.0, 40.5
_BAR, _BAR_HIGH = 13.5, 9.0
_LEAST, _NARROW = 2.5, 7.0
_APART = 30.0
_PAD = 0.14
_STEPS = 64
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def filled(axes: Any, box: Box, ink: str, cover: float = 0.75) -> None:
    """Draw time that is sure."""
    axes.add_artist(_rectangle(box, facecolor=(ink, cover), edgecolor="none"))


def hatched(axes: Any, box: Box, look: Look) -> None:
    """Draw a span in some time of which something was."""
    dashes = (0, tuple(d / 0.9 for d in look.dashes)) if look.dashes else "solid"
    hatch = {"hatch": "//////", "facecolor": "none", "linestyle": dashes}
    axes.add_artist(_rectangle(box, edgecolor=look.ink, linewidth=0.9, **hatch))


def faded(axes: Any, box: Box, ink: str, *, leftwards: bool = False) -> None:
    """Draw time with no known end, or leftwards with no known start."""
    shades = np.tile((*to_rgb(ink), 0.0), (1, _STEPS, 1))
    shades[0, :, 3] = np.linspace(0.6, 0.0, _STEPS)[:: -1 if leftwards else 1]
    extent = (box.left, box.right, box.bottom, box.top)
    axes.imshow(shades, extent=extent, aspect="auto", zorder=2)


def _rectangle(box: Box, **look: Any) -> Rectangle:
    return Rectangle((box.left, box.top), box.width, box.height, zorder=2, **look)


@dataclass(frozen=True)
class _Axis:
    """Days on a sheet: the first and the last, and where they stand."""

    first: float
    last: float
    left: float
    right: float

    @property
    def day(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / (self.last - self.first)

    def at(self, day: float) -> float:
        """Return where a day stands; what lies outside stands at the end."""
        return self.left + (min(max(day, self.first), self.last) - self.first) * self.day


def draw_bar(axes: Any, box: Box, spans: Spans, answer: str) -> None:
    """Draw a time bar.

    Solid is the time that is sure, hatched the time in which it may have begun, ended or been;
    what fades has no end that is known.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `geotrack.handout.output.page_axes`.
    box : Box
        Where, `HEIGHT` high.
    spans : Spans
        The times.
    answer : str
        A key of `LOOKS`.
    """
    axis = _axis(spans, box)
    band = _between(axis, spans.asked, box.top + _TOP, _AXIS - _TOP)
    edge = {"edgecolor": ASKED.ink, "linewidth": 0.8}
    axes.add_artist(_rectangle(band, facecolor=(ASKED.ink, ASKED.cover), **edge))
    _draw_axis(axes, axis, box.top)
    _draw_spans(axes, axis, spans, LOOKS[answer], box.top + _BAR)


def _axis(spans: Spans, box: Box) -> _Axis:
    days = [day for span in (spans.asked, *spans.starts, *spans.ends) for day in span]
    if spans.known_until is not None:
        days.append(spans.known_until)
    pad = (max(days) - min(days)) * _PAD
    return _Axis(min(days) - pad, max(days) + pad, box.left + _INSET, box.right - _INSET)


def _between(axis: _Axis, span: tuple[float, float], top: float, height: float) -> Box:
    left, right = map(axis.at, span)
    wide = max(right - left, _LEAST)
    return Box(left if wide > _LEAST else (left + right - wide) / 2, top, wide, height)


def _draw_axis(axes: Any, axis: _Axis, top: float) -> None:
    y = top + _AXIS
    line: dict[str, Any] = {"color": colour("ink"), "linewidth": 0.6}
    axes.add_artist(Line2D([axis.left, axis.right], [y, y], **line))
    font = sans(6.8)
    for day, text in _ticks(axis):
        x = axis.at(day)
        axes.add_artist(Line2D([x, x], [y, y + 2.5], **line))
        if axis.left + 4 < x < axis.right - 4:
            draw_text(axes, x, top + _LABEL, text, font, colour=LABEL, align="center")


def _ticks(axis: _Axis) -> Iterator[tuple[float, str]]:
    """Yield the days that are marked, with their names; without one where there is no room."""
    numbers = range(math.ceil(axis.first), math.floor(axis.last) + 1)
    days = [date.fromordinal(day) for day in numbers]
    if axis.day * 10 >= _APART:
        every = axis.day >= _APART
        for day in days:
            if every or day.day in (1, 11, 21):
                yield float(day.toordinal()), f"{day.day} {_MONTHS[day.month - 1]}"
        return
    apart = math.ceil(_APART * 0.8 / (30 * axis.day))
    step = next(step for step in (1, 2, 3, 6, 12) if step >= apart)
    for day in days:
        if day.day == 1:
            text = str(day.year) if day.month == 1 else _MONTHS[day.month - 1]
            yield float(day.toordinal()), text if (day.month - 1) % step == 0 else ""


def _draw_spans(axes: Any, axis: _Axis, spans: Spans, look: Look, top: float) -> None:
    def box(start: float, end: float) -> Box:
        return _between(axis, (start, end), top, _BAR_HIGH)

    if not spans.starts and not spans.ends:
        hatched(axes, box(axis.first, axis.last), look)
        middle = ((axis.left + axis.right) / 2, top + _BAR_HIGH / 2 + 4.5)
        style: dict[str, Any] = {"colour": look.ink, "align": "center", "halo": ("#ffffff", 2.2)}
        draw_text(axes, *middle, "?", serif(13.0), **style)
        return
    if spans.sure is not None:
        filled(axes, box(*spans.sure), look.ink)
    if spans.lasts and not spans.ends:
        since = spans.known_until or max(upper for _, upper in spans.starts)
        faded(axes, box(since, axis.last), look.ink)
    if spans.lasts and not spans.starts:
        until = min(lower for lower, _ in spans.ends)
        faded(axes, box(axis.first, until), look.ink, leftwards=True)
    for span in (*spans.starts, *spans.ends):
        # A narrow bar has no room for hatching.
        if axis.at(span[1]) - axis.at(span[0]) < _NARROW:
            filled(axes, box(*span), look.ink, 0.5)
        else:
            hatched(axes, box(*span), look)
