"""Positions of symbols on a chart: spread apart with leader lines, or dots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.map_labels import Spot
from geotrack.handout.chart.number_placement import DISTANCE, Numbered, number_box, place_numbers
from geotrack.handout.chart.stacks import draw_stack, ends_at, stacks_on
from geotrack.handout.chart.symbols import (
    BOX,
    Mark,
    doubt_unit,
    growth,
    number_width,
    outline,
    symbol,
)
from geotrack.handout.fonts_and_colours import colour
from geotrack.i18n import words
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.symbols import DOUBT, SIZE

__all__ = ["Room", "covered", "draw_dots", "draw_marks", "placed", "spread"]

# Edge of a symbol with its rim at scale 1, and the least: its number is read on paper; points.
_SYMBOL, _LEAST = 14.5, 18.5
# Edge of a symbol on a round sheet with sides, at scale 1, points.
_SMALL_SYMBOL = 13.0
# Diameter of a dot at scale 1, points.
_DOT = 6.0
# Part of the edge of a symbol that another must not cover: rims may touch.
_ALMOST = 0.94
# If symbols would cover more than this part of a map, they become dots.
_ROOM = 0.4
# Opacity of symbols beside those that a scene is about.
_FAINT = 0.3


@dataclass(frozen=True, slots=True)
class Room:
    """Where symbols may be: in a box, and not on some discs; points."""

    box: Box
    keep_off: Sequence[RoundBox] = ()


def placed(
    records: Sequence[RecordView],
    ground: Ground,
    stacks: Sequence[Sequence[int]] = (),
    keep_off: Sequence[RoundBox] = (),
    *,
    numbered: Collection[int] | None = None,
    language: str = "en",
) -> tuple[list[Mark], tuple[int, ...], bool]:
    """Return the positions of symbols on a map.

    Parameters
    ----------
    records : sequence of RecordView
        Records with a place.
    ground : Ground
        The map.
    stacks : sequence of sequence of int
        Numbers of the records of each stack.
    keep_off : sequence of RoundBox
        Discs that no symbol covers.
    numbered : collection of int, optional
        The records that have their numbers; default all.
    language : str
        Of the text of a stack without them.

    Returns
    -------
    marks : list of Mark
        The symbols, a mark for each record, without overlaps unless they are a crowd.
    off_screen : tuple of int
        Numbers of off-screen records.
    crowd : bool
        Whether there are so many that each is a dot at its exact position.
    """
    plane, box = ground.plane, ground.box
    position_by_number = {
        e.number: plane.to_points(*e.drawing.lonlat) for e in records if e.drawing
    }
    # What a record allows may reach into a round box from beyond.
    visible = {
        n: place
        for n, place in position_by_number.items()
        if isinstance(box, RoundBox) or box.contains(*place)
    }
    off_screen = tuple(sorted(set(position_by_number) - set(visible)))
    if not visible:
        return [], off_screen, False
    size = max(_SYMBOL * ground.scale, _LEAST) * growth(visible)
    if isinstance(box, RoundBox) and all(record.acting for record in records):
        # Numbers stand beside the symbols.
        size = _SMALL_SYMBOL * ground.scale
    if len(visible) * size**2 > _ROOM * box.width * box.height:
        dot = _DOT * ground.scale
        return [Mark(n, *place, place, dot) for n, place in visible.items()], off_screen, True
    by_number = {record.number: record for record in records if record.number in visible}
    stacked = stacks_on(stacks, by_number)
    # The records of a stack have one symbol, at the position of the first one.
    symbol_of = {n: stacked[n][0] if n in stacked else n for n in visible}
    symbols = list(dict.fromkeys(symbol_of.values()))
    with_number = set(visible) if numbered is None else set(numbered)
    texts = _stack_texts(stacked, with_number, language)
    ends = [
        ends_at([by_number[m] for m in stacked.get(n, ())], size, texts.get(n, "")) for n in symbols
    ]
    places = np.array([visible[n] for n in symbols])
    beside = {n for n in with_number.intersection(visible) - set(stacked) if by_number[n].acting}
    widths = [number_width(n, size) if n in beside else 0.0 for n in symbols]
    positions, numbers = _with_numbers(
        places, np.array(ends), widths, gap=size * _ALMOST, room=Room(box, keep_off), size=size
    )
    position_of = {n: (float(x), float(y)) for n, (x, y) in zip(symbols, positions, strict=True)}
    number_at = dict(zip(symbols, numbers, strict=True))
    marks = [
        Mark(
            n,
            *position_of[symbol_of[n]],
            place,
            size,
            stacked.get(n, ()),
            number_at[symbol_of[n]],
            n in with_number,
            texts.get(n, ""),
        )
        for n, place in visible.items()
    ]
    return marks, off_screen, False


def _stack_texts(
    stacked: Mapping[int, Sequence[int]], with_number: set[int], language: str
) -> dict[int, str]:
    """Return what stacks have in place of numbers that are not shown, by number of a record."""
    return {
        n: words(language)("page.finder.records", n=len(stack))
        for n, stack in stacked.items()
        if not with_number.issuperset(stack)
    }


def _with_numbers(
    places: NDArray[np.float64],
    ends: NDArray[np.float64],
    widths: Sequence[float],
    *,
    gap: float,
    room: Room,
    size: float,
) -> tuple[NDArray[np.float64], list[str]]:
    """Return positions of symbols, and where their numbers stand; with room for each number."""
    numbers: list[tuple[str, bool]] = []
    wide = ends
    inner = replace(room, box=room.box.less(*4 * [size / 2 + 1.5]))
    for _ in range(2):
        positions = spread(places, gap, inner, wide)
        symbols = [
            Numbered(float(x), float(y), size, wide, float(end))
            for (x, y), wide, end in zip(positions, widths, ends, strict=True)
        ]
        numbers = place_numbers(symbols, room.box)
        free = np.array([is_free for _, is_free in numbers])
        if free.all():
            break
        wide = ends + np.where(free, 0.0, np.array(widths) + (DISTANCE - 0.5) * size)
    return positions, [place for place, _ in numbers]


def covered(records: Mapping[int, RecordView], marks: Sequence[Mark]) -> list[Spot]:
    """Return the discs that symbols cover, including their signs of doubt."""
    spots = [(mark.x, mark.y, mark.size * 0.45) for mark in marks]
    for mark in marks:
        # A stack is covered along its line of numbers.
        end = ends_at([records[n] for n in mark.stack], mark.size, mark.text)
        steps = np.linspace(-end, end, 1 + int(2 * end // (mark.size * 0.6)) + bool(end))
        spots += [(mark.x + step, mark.y, mark.size * 0.45) for step in steps if mark.stack]
    spots += [spot for mark in marks for spot in _number_spots(records[mark.number], mark)]
    dx, dy, radius = DOUBT
    for mark in marks:
        if records[mark.number].doubted:
            unit = mark.size / BOX
            corner = (mark.x + (dx - SIZE / 2) * unit, mark.y + (dy - SIZE / 2) * unit)
            spots.append((*corner, radius * doubt_unit(mark.size)))
    return spots


def _number_spots(record: RecordView, mark: Mark) -> Iterator[Spot]:
    """Yield the discs that a number beside its symbol covers."""
    if record.acting is None or mark.stack or not mark.numbered:
        return
    numbered = Numbered(mark.x, mark.y, mark.size, number_width(mark.number, mark.size))
    left, top, right, bottom = number_box(numbered, mark.number_at)
    radius = (bottom - top) / 2
    for x in np.arange(left + radius / 2, right, 1.5 * radius):
        yield float(x), top + radius, radius


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
        stands_out = not lit or not lit.isdisjoint(mark.stack or (mark.number,))
        if mark.stack:
            if mark.number == mark.stack[0]:
                stack = [records[number] for number in mark.stack]
                zorder = (20.0 if stands_out else 18.0) + n / 1000
                draw_stack(axes, mark, stack, faint=not stands_out, zorder=zorder)
            continue
        symbol(
            axes,
            (mark.x, mark.y),
            mark.size,
            record.theme,
            number=mark.number if mark.numbered else None,
            style=record.symbol_style,
            doubted=record.doubted,
            news=record.news.kind if record.news else "",
            faint=not stands_out,
            zorder=(20.0 if stands_out else 18.0) + n / 1000,
            gid=f"record-{mark.number}",
            acting=record.acting,
            number_at=mark.number_at,
        )


def draw_dots(
    ground: Ground, records: Mapping[int, RecordView], marks: Sequence[Mark], lit: frozenset[int]
) -> None:
    """Draw a crowd of dots, all dots that look the same at once."""
    for (shape_name, ink), solid, faint, group in _groups(records, marks, lit):
        shape = outline(shape_name)
        dots = [
            Path((shape.vertices - SIZE / 2) * m.size / BOX + (m.x, m.y), shape.codes)
            for m in group
        ]
        colours = (colour("ring"), ink) if solid else (ink, colour("hollow"))
        edge, fill = ((hue, _FAINT if faint else 1.0) for hue in colours)
        line = {"edgecolor": edge, "linewidth": 0.9 * ground.pixel, "joinstyle": "round"}
        path = Path.make_compound_path(*dots)
        ground.add(PathPatch(path, facecolor=fill, zorder=18 if faint else 20, **line))


def _groups(
    records: Mapping[int, RecordView], marks: Sequence[Mark], lit: frozenset[int]
) -> Iterator[tuple[tuple[str, str], bool, bool, list[Mark]]]:
    """Yield the marks of each look: outline and colour, whether solid, and whether faint."""
    groups: dict[tuple[tuple[str, str], bool, bool], list[Mark]] = {}
    for mark in marks:
        record = records[mark.number]
        faint = bool(lit) and mark.number not in lit
        look = record.theme.shape, record.colour
        key = (look, record.symbol_style == "reported", faint)
        groups.setdefault(key, []).append(mark)
    for (look, solid, faint), group in groups.items():
        yield look, solid, faint, group


# Part of the way back to its place that a symbol moves in each of the first rounds.
_PULL, _PULLED = 0.06, 100
# Rounds of pushing symbols apart at most.
_ROUNDS = 1200
# Distance of neighbours on the grid that symbols move to, in gaps: they must not be too near.
_GRID = 1.001
# Distance below which two symbols stand at one place, points.
_SAME = 1e-9


def spread(
    places: NDArray[np.float64],
    gap: float,
    room: Room | None = None,
    wide: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return positions of symbols that are at least a gap apart.

    In rounds, symbols that are too near push each other apart; in the first ones, all are also
    pulled back to their original positions. Those that are still too near after the last round
    move to the nearest free position of a grid.

    Parameters
    ----------
    places : numpy.ndarray of shape (n, 2)
        Original positions, points.
    gap : float
        Least distance between centres, points.
    room : Room, optional
        Where the centres may be.
    wide : numpy.ndarray of shape (n,), optional
        Distance of each centre from the centres of the symbol's round ends, points; default 0, a
        disc. Gap and bounds are then of the round ends.

    Returns
    -------
    numpy.ndarray of shape (n, 2)
        New positions, each near its original; deterministic.
    """
    ends = np.zeros(len(places)) if wide is None else wide
    # Symbols at the same position start on a small circle in the order of the list; steps of the
    # golden angle, 2.4 radians, keep them apart.
    turn = np.arange(len(places)) * 2.4
    spots = places + 0.05 * gap * np.column_stack([np.cos(turn), np.sin(turn)])
    if len(places) < 2:  # noqa: PLR2004 (a pair)
        return _clamped(places.astype(np.float64), room, ends, gap)
    for round_ in range(_ROUNDS):
        pull = _PULL if round_ < _PULLED else 0.0
        spots += (places - spots) * pull
        spots = _clamped(spots, room, ends, gap)
        if not _push(spots, gap, ends) and not pull:
            break
    spots = _clamped(spots, room, ends, gap)
    # Many at one place at the edge are not parted in so few rounds.
    spots = _moved_to_grid(spots, places, gap, room, ends)
    # Symbols that hardly moved go back to their exact positions, if all remain apart.
    hardly_moved = np.hypot(*(spots - places).T) < 0.05 * gap + 1e-9
    settled = np.where(hardly_moved[:, None], places, spots)
    return settled if not _close_pairs(settled, gap, ends).size else spots


def _moved_to_grid(
    spots: NDArray[np.float64],
    places: NDArray[np.float64],
    gap: float,
    room: Room | None,
    ends: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return positions in which symbols that are too near have moved to free ones of a grid.

    A symbol stays where it is if no position of the grid is free.
    """
    crowded = np.unique(_close_pairs(spots, gap, ends))
    spots, is_placed = spots.copy(), np.ones(len(spots), dtype=bool)
    is_placed[crowded] = False
    # A symbol takes at most four positions of the grid, and at a corner a quarter of it remains.
    count = int(np.ceil(2 * np.sqrt(len(spots)) + ends.sum() / gap)) + 2
    steps = np.arange(-count, count + 1) * gap * _GRID
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    grid = grid[np.argsort(np.hypot(*grid.T), kind="stable")]
    for n in crowded:
        at = _clamped(grid + places[n], room, np.full(len(grid), ends[n]), gap)
        at = at[np.argsort(np.hypot(*(at - places[n]).T), kind="stable")]
        apart = np.abs(at[:, np.newaxis] - spots[is_placed])
        apart[..., 0] = np.maximum(apart[..., 0] - ends[is_placed] - ends[n], 0.0)
        free = np.flatnonzero((np.hypot(apart[..., 0], apart[..., 1]) >= gap).all(axis=1))
        if free.size:
            spots[n] = at[free[0]]
        is_placed[n] = True
    return spots


def _clamped(
    spots: NDArray[np.float64], room: Room | None, ends: NDArray[np.float64], gap: float
) -> NDArray[np.float64]:
    """Return positions moved into the box, with their round ends, and off the discs."""
    if room is None:
        return spots
    for disc in room.keep_off:
        spots = _at_distance(spots, disc.middle, disc.radius + ends + gap / 2, np.inf)
    box = room.box
    if isinstance(box, RoundBox):
        return _at_distance(spots, box.middle, 0.0, box.radius - ends)
    side = np.column_stack([ends, np.zeros(len(ends))])
    upper_left, lower_right = np.array([box.left, box.top]), np.array([box.right, box.bottom])
    return np.clip(spots, upper_left + side, lower_right - side)


def _at_distance(
    spots: NDArray[np.float64], middle: tuple[float, float], least: Any, most: Any
) -> NDArray[np.float64]:
    """Return positions moved to or from a point, to a distance between a least and a most one."""
    offset = spots - middle
    distances = np.maximum(np.hypot(*offset.T), _SAME)
    moved: NDArray[np.float64] = (
        middle + offset * (np.clip(distances, least, most) / distances)[:, None]
    )
    return moved


def _between(
    spots: NDArray[np.float64], pairs: NDArray[np.intp], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the vector from the first symbol of each pair to the second, between their ends."""
    vectors = spots[pairs[:, 1]] - spots[pairs[:, 0]]
    gap_x = np.abs(vectors[:, 0]) - ends[pairs].sum(axis=1)
    vectors[:, 0] = np.sign(vectors[:, 0]) * np.maximum(gap_x, 0.0)
    return vectors


def _close_pairs(
    spots: NDArray[np.float64], gap: float, ends: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Return pairs of symbols that are nearer than a gap, shape (m, 2)."""
    shapes = [
        shapely.LineString([(x - end, y), (x + end, y)]) if end else shapely.Point(x, y)
        for (x, y), end in zip(spots, ends, strict=True)
    ]
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=gap)
    is_distinct = first < second  # each pair once
    pairs = np.column_stack([first[is_distinct], second[is_distinct]])
    distances = np.hypot(*_between(spots, pairs, ends).T)
    return np.asarray(pairs[distances < gap - 1e-6])


def _push(spots: NDArray[np.float64], gap: float, ends: NDArray[np.float64]) -> bool:
    """Push close pairs apart, changing `spots`; return whether there were any."""
    pairs = _close_pairs(spots, gap, ends)
    if not pairs.size:
        return False
    first, second = pairs[:, 0], pairs[:, 1]
    offset = _between(spots, pairs, ends)
    distances = np.hypot(*offset.T)
    # Two at one position are pushed to the left and the right.
    is_same = distances < _SAME
    offset[is_same] = (1.0, 0.0)
    distances[is_same] = 1.0
    half_overlap = ((gap - np.where(is_same, 0.0, distances)) / 2 + 0.02 * gap / 26)[:, None]
    step = offset / distances[:, None] * half_overlap
    # Less than the full overlap, since many neighbours push at once.
    np.add.at(spots, first, -0.7 * step)
    np.add.at(spots, second, 0.7 * step)
    return True
