"""Observations on a chart: surfaces of hexagons and points, as on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from folium_polar.basemap.style import PAPER
from folium_polar.geometry import unproject
from geotrack.dates import Period
from geotrack.handout.chart.canvas import Ground
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.layers.colours import DAY, ramp
from geotrack_observations.layers.layer import DensityLayer, PointLayer

__all__ = ["Surface", "draw_points", "draw_surface", "moments", "seconds"]

# Least width of a hexagon, pixels: finer than on a screen.
_LEAST_WIDTH = 8.0
# Opacity of hexagons, as on a screen.
_OPACITY = 0.82
# Width of the line between hexagons, pixels.
_SEAM = 0.6
# Width of the outline of hexagons, pixels.
_OUTLINE = 1.2
# Corners of a hexagon.
_CORNERS = 6
# Smallest step of time, by which the end of a period is excluded.
_TIME_STEP = timedelta(microseconds=1)
# Diameters of points, pixels, of few points and of many, as on the page: see
# web/src/observations/paint/few-points.js. A certain position is a dot, a possible one a ring, and
# one with a radius a disc.
_DOT = (7.2, 1.6)
_RING = (8.4, 4.4)
_DISC = (16.2, 6.0)
# Widths of the rims of dots, and of the lines of rings, pixels, of few points and of many.
_RIM = (1.2, 0.0)
_THICK = (1.9, 0.8)
# Up to so many points have the sizes of few.
_FEW = 500
# From so many points on, they have the sizes of many.
_MANY = 2_500
# More points than this are drawn as pixels in a picture of lines.
_MOST_LINES = 2_000
# A position that may be further away than so many pixels is no dot.
_EXACT = 3.0


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface as it was drawn.

    Parameters
    ----------
    layer : DensityLayer
        Its counts.
    size : int
        Which of its levels is drawn.
    months : int
        How many months are counted.
    cut : bool
        Whether the period that is asked begins or ends within one of them.
    """

    layer: DensityLayer
    size: int
    months: int
    cut: bool = False

    @property
    def by_month(self) -> bool:
        """Whether classes are positions a month, not plain counts of one month."""
        first, last = self.layer.months or (0, 0)
        return bool(last > first)

    @property
    def km2(self) -> int:
        """Return the area of a hexagon."""
        return int(self.layer.levels[self.size].lattice.area_km2)

    @property
    def classes(self) -> list[float]:
        """Return the least number of each class but the first, positions a month."""
        breaks = self.layer.breaks[self.size]
        return [int(limit) if limit == int(limit) else limit for limit in breaks]

    @property
    def colours(self) -> list[str]:
        """Return the colour of each class, as web/src/observations/paint/colour-ramp.js does."""
        steps = ramp(self.layer.definition.colour, DAY)
        count = len(self.classes) + 1
        if count == 1:
            return [steps[2]]
        # Halves are rounded up, as in the script.
        return [steps[int(n * (len(steps) - 1) / (count - 1) + 0.5)] for n in range(count)]


def draw_surface(
    ground: Ground, layer: DensityLayer, period: Period | None = None, *, certain: bool = False
) -> Surface:
    """Draw a surface on a map.

    Parameters
    ----------
    ground : Ground
        The map.
    layer : DensityLayer
        The surface; of its levels the finest is drawn that can be seen at the scale of the map.
    period : Period, optional
        What is counted, in whole months; default all, and positions without a time.
    certain : bool
        Count only what certainly meets the map's selection of them.
    """
    pixel_m = ground.plane.metres_per_point * ground.pixel
    fits = sum(level.lattice.across_m >= _LEAST_WIDTH * pixel_m for level in layer.levels)
    size = max(0, fits - 1)
    level, months = _period_counts(layer.levels[size], layer.months, period)
    if certain:
        level = replace(level, possible=np.zeros_like(level.possible))
    surface = Surface(layer, size, months, _splits_month(period, layer))
    totals = level.whole()
    counts = totals.certain + totals.possible
    shape = _on_sheet(ground, totals)
    is_drawn = (counts > 0) & _is_visible(shape, ground)
    classes = np.searchsorted(surface.classes, counts / max(1, months), side="right")
    colours = np.array(surface.colours)[classes]
    for is_certain in (True, False):
        in_group = is_drawn & ((totals.certain > 0) == is_certain)
        if in_group.any():
            ground.add(
                _hexagons(shape[in_group], colours[in_group].tolist(), ground, certain=is_certain)
            )
    return surface


def _period_counts(
    level: Level, span: Sequence[int] | None, period: Period | None
) -> tuple[Level, int]:
    """Return the counts of a period's months, and how many months these are."""
    first, last = (span[0], span[1]) if span else (0, 0)
    if period is None or (period.lower is None and period.upper is None):
        return level, last - first + 1
    lower = first if period.lower is None else max(first, _month(_moment(period.lower)))
    upper = last if period.upper is None else min(last, _month(_moment(period.upper) - _TIME_STEP))
    in_months = (level.month != NO_MONTH) & (level.month >= lower) & (level.month <= upper)
    names = ("q", "r", "month", "certain", "possible")
    columns = {name: getattr(level, name)[in_months] for name in names}
    return replace(level, **columns), upper - lower + 1


def _splits_month(period: Period | None, layer: DensityLayer) -> bool:
    """Return whether a period starts or ends within a month that has positions outside it."""
    first, last = layer.first, layer.last
    if period is None or first is None or last is None:
        return False
    months, bounds = range(_month(first), _month(last) + 1), []
    if period.lower is not None and (lower := _moment(period.lower)) > first:
        bounds.append(lower)
    if period.upper is not None and (upper := _moment(period.upper)) <= last:
        bounds.append(upper)
    return any(
        _month(bound) in months and (bound.day, bound.time()) != (1, time.min) for bound in bounds
    )


def _month(moment: datetime) -> int:
    return 12 * (moment.year - 1970) + moment.month - 1


def _on_sheet(ground: Ground, level: Level) -> NDArray[np.float64]:
    """Return the corners of hexagons on the sheet, shape (n, 6, 2), points."""
    corners = level.lattice.corners(level.q, level.r).reshape(-1, 2)
    moved = np.column_stack(ground.plane.points(*unproject(corners[:, 0], corners[:, 1])))
    return moved.reshape(-1, _CORNERS, 2)


def _is_visible(shapes: NDArray[np.float64], ground: Ground) -> NDArray[np.bool_]:
    left, top, right, bottom = ground.window(0.0)
    low, high = shapes.min(axis=1), shapes.max(axis=1)
    return np.asarray(
        (high[:, 0] > left) & (low[:, 0] < right) & (high[:, 1] > top) & (low[:, 1] < bottom)
    )


def _hexagons(
    shapes: NDArray[np.float64], colours: list[str], ground: Ground, *, certain: bool
) -> Any:
    if certain:
        faces = [(colour_, _OPACITY) for colour_ in colours]
        return PolyCollection(
            shapes, facecolors=faces, edgecolors=PAPER, linewidths=_SEAM * ground.pixel, zorder=3.4
        )
    width = _OUTLINE * ground.pixel
    return PolyCollection(
        shapes, facecolors="none", edgecolors=colours, linewidths=width, zorder=3.5
    )


def draw_points(
    ground: Ground, layer: PointLayer, period: Period | None = None, *, certain: bool = False
) -> None:
    """Draw observations as dots: inexact positions in a pale disc, possible matches as a ring.

    Parameters
    ----------
    ground : Ground
        The map.
    layer : PointLayer
        The points.
    period : Period, optional
        Those of which times, UTC, are shown; default all, and those without a time.
    certain : bool
        Leave out what meets the selection only possibly.
    """
    x, y = (axis.astype(np.float64) for axis in (layer.x_m, layer.y_m))
    left, top = ground.plane.points(*unproject(x, y))
    box = ground.box
    shown = (left > box.left) & (left < box.right) & (top > box.top) & (top < box.bottom)
    shown &= _in_period(layer, period)
    possible = layer.possible
    if certain:
        shown &= ~possible
    is_inexact = _inexact(layer, _EXACT * ground.pixel * ground.plane.metres_per_point)
    class_of = layer.classes.class_of if layer.classes else np.zeros(layer.count, np.int64)
    count = int(shown.sum())
    for kind, in_kind in (("disc", is_inexact & ~possible), ("dot", ~possible), ("ring", possible)):
        for n, colour in enumerate(layer.colours):
            selected = shown & (class_of == n) & in_kind
            if selected.any():
                ground.add(
                    _markers(left[selected], top[selected], colour, ground, kind=kind, count=count)
                )


def _inexact(layer: PointLayer, exact_m: float) -> NDArray[np.bool_]:
    """Return which points have a radius above a limit, or none in a layer with radii."""
    if layer.radius_m is None:
        return np.zeros(layer.count, np.bool_)
    with np.errstate(invalid="ignore"):
        return np.asarray(~(layer.radius_m <= exact_m))


def seconds(times: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return times as seconds since 1970, NaN where there is none."""
    return np.where(np.isnat(times), np.nan, times.astype(np.int64))


def moments(period: Period | None) -> tuple[float, float]:
    """Return the first second of a period and the first after it, since 1970."""
    lower, upper = (period.lower, period.upper) if period else (None, None)
    return (
        -np.inf if lower is None else _moment(lower).timestamp(),
        np.inf if upper is None else _moment(upper).timestamp(),
    )


def _in_period(layer: PointLayer, period: Period | None) -> NDArray[np.bool_]:
    if period is None:
        return np.ones(layer.count, np.bool_)
    times, (first, before) = seconds(layer.time), moments(period)
    # NaN, a missing time, compares false.
    return np.asarray((times >= first) & (times < before))


def _moment(bound: date | datetime) -> datetime:
    """Return a bound of a period as a moment, UTC; for a day, its start."""
    if isinstance(bound, datetime):
        return bound.astimezone(UTC)
    return datetime.combine(bound, time.min, UTC)


def _markers(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    colour: str,
    ground: Ground,
    *,
    kind: str,
    count: int,
) -> Line2D:
    """Return dots, discs or rings, the larger the fewer points the map shows."""
    share = (math.log(max(1, count)) - math.log(_FEW)) / (math.log(_MANY) - math.log(_FEW))
    share = min(1.0, max(0.0, share))

    def size(ends: tuple[float, float]) -> float:
        return (ends[0] + (ends[1] - ends[0]) * share) * ground.pixel

    look: dict[str, Any]
    if kind == "ring":
        width = size(_THICK)
        look = {"markersize": size(_RING), "markerfacecolor": "none", "markeredgecolor": colour}
    elif kind == "disc":
        width = 0.0
        look = {"markersize": size(_DISC), "markerfacecolor": (colour, 0.28)}
    else:
        width = size(_RIM)
        face = (colour, 1.0 if width else 0.75)
        look = {"markersize": size(_DOT) + width, "markerfacecolor": face}
    look = {"markeredgecolor": "white" if width else "none", "markeredgewidth": width} | look
    raster = len(x) > _MOST_LINES
    return Line2D(x, y, linestyle="none", marker="o", rasterized=raster, zorder=3.6, **look)
