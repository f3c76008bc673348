"""Positions of symbols on a chart: spread apart with leader lines, or dots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.map_labels import Spot
from geotrack.handout.chart.symbols import BOX, Mark, outline, symbol
from geotrack.handout.sheet.boxes import Box
from geotrack.handout.sheet.theme import colour
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.symbols import DOUBT, SIZE
from geotrack.taxonomy import Theme

__all__ = ["covered", "draw_dots", "draw_marks", "placed", "spread"]

_SYMBOL = 14.5
"""Edge of a symbol with its rim at scale 1, points."""
_DOT = 6.0
_ALMOST = 0.94
# If symbols would cover more than this part of a map, they become dots.
_ROOM = 0.4
_FAINT = 0.3


def placed(
    records: Sequence[RecordView], ground: Ground
) -> tuple[list[Mark], tuple[int, ...], bool]:
    """Return the positions of symbols on a map.

    Parameters
    ----------
    records : sequence of RecordView
        Records with a place.
    ground : Ground
        The map.

    Returns
    -------
    marks : list of Mark
        The symbols, without overlaps unless they are a crowd.
    off_screen : tuple of int
        Numbers of off-screen records.
    crowd : bool
        Whether there are so many that each is a dot at its exact position.
    """
    plane, box = ground.plane, ground.box
    at = {e.number: plane.to_points(*reversed(e.drawing.at)) for e in records if e.drawing}
    visible = {n: place for n, place in at.items() if box.contains(*place)}
    off_screen = tuple(sorted(set(at) - set(visible)))
    if not visible:
        return [], off_screen, False
    size = _SYMBOL * ground.scale
    if len(visible) * size**2 > _ROOM * box.width * box.height:
        dot = _DOT * ground.scale
        return [Mark(n, *place, place, dot) for n, place in visible.items()], off_screen, True
    inset = size / 2 + 1.5
    spots = spread(np.array(list(visible.values())), size * _ALMOST, box.less(*4 * [inset]))
    marks = [
        Mark(n, float(x), float(y), place, size)
        for (n, place), (x, y) in zip(visible.items(), spots, strict=True)
    ]
    return marks, off_screen, False


def covered(records: Mapping[int, RecordView], marks: Sequence[Mark]) -> list[Spot]:
    """Return the discs that symbols cover, including their signs of doubt."""
    spots = [(mark.x, mark.y, mark.size * 0.45) for mark in marks]
    dx, dy, radius = DOUBT
    for mark in marks:
        if records[mark.number].doubted:
            unit = mark.size / BOX
            at = (mark.x + (dx - SIZE / 2) * unit, mark.y + (dy - SIZE / 2) * unit)
            spots.append((*at, radius * unit))
    return spots


def draw_marks(
    ground: Ground, records: Mapping[int, RecordView], marks: Sequence[Mark], lit: frozenset[int]
) -> None:
    """Draw symbols, with a line to their position if they were moved."""
    axes, ink = ground.axes, colour("ink")
    for mark in marks:
        if np.hypot(mark.x - mark.at[0], mark.y - mark.at[1]) > mark.size / 2 - 1.5:
            line = {"color": ink, "alpha": 0.6, "linewidth": 0.6 * ground.scale, "zorder": 15}
            axes.add_artist(Line2D([mark.x, mark.at[0]], [mark.y, mark.at[1]], **line))
            dot = {"facecolor": ink, "edgecolor": "none", "alpha": 0.75, "zorder": 16}
            axes.add_artist(Circle(mark.at, 1.25 * ground.scale, **dot))
    for n, mark in enumerate(marks):
        record = records[mark.number]
        stands_out = not lit or mark.number in lit
        symbol(
            axes,
            (mark.x, mark.y),
            mark.size,
            record.theme,
            number=mark.number,
            style=record.symbol_style,
            doubted=record.doubted,
            news=record.news.kind if record.news else "",
            faint=not stands_out,
            zorder=(20.0 if stands_out else 18.0) + n / 1000,
            gid=f"record-{mark.number}",
        )


def draw_dots(
    ground: Ground, records: Mapping[int, RecordView], marks: Sequence[Mark], lit: frozenset[int]
) -> None:
    """Draw a crowd: of each theme all dots at once."""
    for theme, solid, faint, some in _groups(records, marks, lit):
        shape = outline(theme.shape)
        dots = [
            Path((shape.vertices - SIZE / 2) * m.size / BOX + (m.x, m.y), shape.codes) for m in some
        ]
        colours = (colour("ring"), theme.colour) if solid else (theme.colour, colour("hollow"))
        edge, fill = ((one, _FAINT if faint else 1.0) for one in colours)
        line = {"edgecolor": edge, "linewidth": 0.9 * ground.pixel, "joinstyle": "round"}
        path = Path.make_compound_path(*dots)
        ground.add(PathPatch(path, facecolor=fill, zorder=18 if faint else 20, **line))


def _groups(
    records: Mapping[int, RecordView], marks: Sequence[Mark], lit: frozenset[int]
) -> Iterator[tuple[Theme, bool, bool, list[Mark]]]:
    groups: dict[tuple[str, bool, bool], list[Mark]] = {}
    themes = {e.theme.id: e.theme for e in records.values()}
    for mark in marks:
        record = records[mark.number]
        faint = bool(lit) and mark.number not in lit
        key = (record.theme.id, record.symbol_style == "reported", faint)
        groups.setdefault(key, []).append(mark)
    for (id_, solid, faint), some in groups.items():
        yield themes[id_], solid, faint, some


_PULL, _PULLED = 0.06, 100
_ROUNDS = 1200
_SAME = 1e-9


def spread(places: NDArray[np.float64], gap: float, box: Box | None = None) -> NDArray[np.float64]:
    """Return positions of symbols that are at least a gap apart.

    Parameters
    ----------
    places : numpy.ndarray of shape (n, 2)
        Original positions, points.
    gap : float
        Least distance between centres, points.
    box : Box, optional
        Bounds of the centres.

    Returns
    -------
    numpy.ndarray of shape (n, 2)
        New positions, each near its original; deterministic.
    """
    turn = np.arange(len(places)) * 2.4
    # Symbols at the same position start on a small circle in the order of the list.
    spots = places + 0.05 * gap * np.column_stack([np.cos(turn), np.sin(turn)])
    if len(places) < 2:  # noqa: PLR2004 (a pair)
        return _clamped(places.astype(np.float64), box)
    for round_ in range(_ROUNDS):
        pull = _PULL if round_ < _PULLED else 0.0
        spots += (places - spots) * pull
        spots = _clamped(spots, box)
        if not _push(spots, gap) and not pull:
            break
    spots = _clamped(spots, box)
    near = np.hypot(*(spots - places).T) < 0.05 * gap + 1e-9
    settled = np.where(near[:, None], places, spots)
    return settled if not _close(settled, gap).size else spots


def _clamped(spots: NDArray[np.float64], box: Box | None) -> NDArray[np.float64]:
    if box is None:
        return spots
    return np.clip(spots, (box.left, box.top), (box.right, box.bottom))


def _close(spots: NDArray[np.float64], gap: float) -> NDArray[np.intp]:
    """Return pairs that are too close, shape (m, 2)."""
    points = list(map(shapely.Point, spots))
    tree = shapely.STRtree(points)
    one, other = tree.query(points, predicate="dwithin", distance=gap)
    first = one < other
    pairs = np.column_stack([one[first], other[first]])
    apart = np.hypot(*(spots[pairs[:, 0]] - spots[pairs[:, 1]]).T)
    return np.asarray(pairs[apart < gap - 1e-6])


def _push(spots: NDArray[np.float64], gap: float) -> bool:
    pairs = _close(spots, gap)
    if not pairs.size:
        return False
    one, other = pairs[:, 0], pairs[:, 1]
    offset = spots[other] - spots[one]
    apart = np.hypot(*offset.T)
    still = apart < _SAME
    offset[still] = (1.0, 0.0)
    apart[still] = 1.0
    half = ((gap - np.where(still, 0.0, apart)) / 2 + 0.02 * gap / 26)[:, None]
    step = offset / apart[:, None] * half
    # Less than the full overlap, since many neighbours push at once.
    np.add.at(spots, one, -0.7 * step)
    np.add.at(spots, other, 0.7 * step)
    return True
