"""Tracks on a chart: lines between positions, dashed over gaps, as on the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from folium_polar.geometry import unproject
from geotrack.dates import Period
from geotrack.handout.chart.canvas import Ground
from geotrack_observations.handout.surfaces import moments, seconds
from geotrack_observations.layers.layer import TrackLayer
from geotrack_observations.trajectories.map_tracks import Link

__all__ = ["DASHES", "draw_tracks"]

# Width of a line, pixels, as on the page.
_LINE_WIDTH = 1.1
# Diameter of a position that is on no line, pixels.
_DOT = 2.2
# Detail of lines that is omitted, pixels: finer than a picture shows.
_OMITTED_DETAIL = 0.2
# Opacity of lines, as on the page.
_OPACITY = 0.8
DASHES = {"leg": (), "gap": (5.0, 4.0), "faint": (1.0, 3.0)}
"""Dashes of lines, pixels: a leg, a gap, and a possible leg."""

# Lines with more vertices are drawn as pixels in a picture of lines.
_MOST_VERTICES = 5_000

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def draw_tracks(
    ground: Ground, layer: TrackLayer, period: Period | None = None, *, certain: bool = False
) -> None:
    """Draw tracks.

    Parameters
    ----------
    ground : Ground
        The map.
    layer : TrackLayer
        The tracks.
    period : Period, optional
        What of them is shown: legs are cut by it, gaps are shown whole. Default all.
    certain : bool
        Leave out what meets the selection only possibly.
    """
    x, y = (axis.astype(np.float64) for axis in (layer.x_m, layer.y_m))
    places = np.column_stack(ground.plane.points(*unproject(x, y)))
    link, time, possible = layer.link, seconds(layer.time), layer.possible
    faint = possible.copy()
    faint[1:] |= possible[:-1]
    gap = (link == Link.GAP) | (link == Link.ON_GAP)
    parts = _visible_parts(link, time, gap, moments(period))
    is_visible = (link != Link.NONE) & (parts[:, 0] <= parts[:, 1]) & _is_visible(places, ground)
    if certain:
        is_visible &= ~faint
    colour = layer.colours[0]
    for name, in_style in (("gap", gap), ("faint", faint & ~gap), ("leg", ~faint & ~gap)):
        rows = np.flatnonzero(is_visible & in_style)
        if len(rows):
            line = _line(places, rows, parts[rows], _OMITTED_DETAIL * ground.pixel)
            ground.add(_artist(line, DASHES[name], colour, ground))
    is_single = _is_single(link) & _in_period(time, moments(period)) & ~(possible & certain)
    if is_single.any():
        ground.add(_dots(places[is_single], colour, ground))


def _visible_parts(
    link: NDArray[np.int8], time: Floats, gap: Flags, span: tuple[float, float]
) -> Floats:
    """Return the shown part of the segment to each vertex: start and end, from 0 to 1.

    The end is before the start if nothing of the segment is shown.
    """
    first, before = span
    began, ended = np.roll(time, 1), time.copy()
    if gap.any():
        fixes = np.where(link < Link.ON_LEG, np.arange(len(link)), -1)
        last = np.roll(np.maximum.accumulate(fixes), 1)
        ahead = np.where(fixes < 0, len(link), fixes)
        following = np.minimum.accumulate(ahead[::-1])[::-1]
        began[gap], ended[gap] = time[last[gap]], time[following[gap]]
    lasting = np.maximum(ended - began, 1e-9)
    begin = np.where(gap, 0.0, np.clip((first - began) / lasting, 0, 1))
    end = np.where(gap, 1.0, np.clip((before - began) / lasting, 0, 1))
    end[(ended < first) | (began >= before)] = -1.0
    return np.column_stack([begin, end])


def _in_period(time: Floats, span: tuple[float, float]) -> Flags:
    return np.asarray((time >= span[0]) & (time < span[1]))


def _is_single(link: NDArray[np.int8]) -> Flags:
    is_unlinked = link == Link.NONE
    return np.asarray(is_unlinked & np.append(is_unlinked[1:], True))


def _is_visible(places: Floats, ground: Ground) -> Flags:
    """Return which segments to a vertex may be in view: not all on the far side of one edge."""
    before = np.roll(places, 1, axis=0)
    left, top, right, bottom = ground.window()
    low, high = np.minimum(places, before), np.maximum(places, before)
    return np.asarray(
        (high[:, 0] > left) & (low[:, 0] < right) & (high[:, 1] > top) & (low[:, 1] < bottom)
    )


def _line(places: Floats, rows: NDArray[np.intp], parts: Floats, fine: float) -> Floats:
    """Return segments as one line, with NaN where a segment does not continue the one before."""
    before, vectors = places[rows - 1], places[rows] - places[rows - 1]
    starts, ends = (before + vectors * parts[:, [n]] for n in (0, 1))
    goes_on = np.zeros(len(rows), np.bool_)
    goes_on[1:] = (np.diff(rows) == 1) & (parts[:-1, 1] == 1) & (parts[1:, 0] == 0)
    line = np.cumsum(~goes_on) - 1
    first = np.flatnonzero(~goes_on)
    vertices = np.insert(ends, first, starts[first], axis=0)
    lines = shapely.linestrings(vertices, indices=np.insert(line, first, line[first]))
    simplified, line_index = shapely.get_coordinates(
        shapely.simplify(lines, fine), return_index=True
    )
    return np.insert(simplified, np.flatnonzero(np.diff(line_index)) + 1, np.nan, axis=0)


def _artist(line: Floats, dashes: tuple[float, ...], colour: str, ground: Ground) -> Line2D:
    style: Any = (0, tuple(length / _LINE_WIDTH for length in dashes)) if dashes else "solid"
    return Line2D(
        *line.T,
        color=colour, alpha=_OPACITY, linewidth=_LINE_WIDTH * ground.pixel, linestyle=style,
        rasterized=len(line) > _MOST_VERTICES, zorder=3.5, solid_joinstyle="round",
    )  # fmt: skip


def _dots(places: Floats, colour: str, ground: Ground) -> Line2D:
    return Line2D(
        *places.T,
        linestyle="none", marker="o", markersize=_DOT * ground.pixel, markeredgecolor="none",
        markerfacecolor=(colour, _OPACITY), zorder=3.5,
    )  # fmt: skip
