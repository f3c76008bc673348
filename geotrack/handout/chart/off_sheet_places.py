"""Records beyond the parallel at which a round sheet ends: a tick, a leader and a label a place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from matplotlib.lines import Line2D

from folium_polar.geometry import unproject
from geotrack.handout.boxes import Box
from geotrack.handout.chart.bezel import BEZEL
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.graticule import meridian
from geotrack.handout.chart.symbols import symbol
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, draw_text, sans, width
from geotrack.handout.wording import line
from geotrack.i18n import words
from geotrack.mapview.record.shapes import Disc, NamedRegion
from geotrack.mapview.record.view import RecordView

__all__ = ["OffSheetPlace", "draw_off_sheet_places", "is_off_sheet", "off_sheet_places"]

# Ink of ticks and leaders; see the drawing of the page.
_RED = "#a3131f"
# Metres of a degree of latitude.
_DEGREE_M = 111_200.0
# Places nearer than this are one, degrees.
_SAME = 0.3
# Pixels: from one label to the next at best and at least, from the bezel to the labels, ends of a
# tick from the parallel, size of a symbol and from one to the next, size of names and degrees.
_PITCH, _LEAST_PITCH, _BESIDE = 26.0, 14.0, 14.0
_TICK = (-11.0, 14.0)
_SYMBOL, _STEP = 16.5, 19.0
_NAME, _DEGREE = 11.0, 9.6
# Between leaders that run along the bezel, pixels, and between the points of one, radians.
_LANE, _ARC = 3.0, 0.05
# A tick this near to the vertical has its label beside it, above or below the sheet.
_VERTICAL = 0.3

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OffSheetPlace:
    """A place beyond a round sheet with its records.

    Parameters
    ----------
    name : str
        Its name.
    lon, lat : float
        Degrees.
    records : tuple of RecordView
        Its records.
    tick : tuple of ((float, float), (float, float))
        The tick over the bezel, points.
    side : {-1, 1}
        Whether its label stands at the left or the right.
    leader : tuple of (float, float)
        The points of its leader, from the tick to the label.
    count : str
        How many records there are, in words; empty for one.
    """

    name: str
    lon: float
    lat: float
    records: tuple[RecordView, ...]
    tick: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
    side: int = 1
    leader: tuple[Point, ...] = ()
    count: str = ""

    @property
    def end(self) -> Point:
        """Return where its leader ends."""
        return self.leader[-1]

    def box(self, ground: Ground) -> Box:
        """Return the box of symbols and text."""
        pixel = ground.pixel
        wide = (len(self.records) * _STEP + 8.0) * pixel + _text_width(self, ground)
        left = self.end[0] if self.side > 0 else self.end[0] - wide
        return Box(left, self.end[1] - 8.0 * pixel, wide, 16.0 * pixel)


def is_off_sheet(record: RecordView, south: float) -> bool:
    """Return whether a record's symbol, and all places that it allows, are south of a parallel."""
    drawing = record.drawing
    if drawing is None or drawing.lonlat[1] >= south:
        return False
    for shape in drawing.shapes:
        if isinstance(shape, Disc):
            north = shape.lat + shape.radius / _DEGREE_M
        elif isinstance(shape, NamedRegion):
            continue
        else:
            left, top, right, bottom = shape.plane.bounds
            near_x = min(abs(left), abs(right)) if left * right > 0 else 0.0
            near_y = min(abs(top), abs(bottom)) if top * bottom > 0 else 0.0
            north = float(unproject(math.hypot(near_x, near_y), 0.0)[1])
        if north >= south:
            return False
    return True


def off_sheet_places(
    ground: Ground, records: Iterable[RecordView], area: Box, blocked: Sequence[Box], language: str
) -> list[OffSheetPlace]:
    """Return the places of records beyond a round map, with their labels beside it.

    Parameters
    ----------
    ground : Ground
        The map; its box is round.
    records : iterable of RecordView
        The records beyond.
    area : Box
        Where labels may stand.
    blocked : sequence of Box
        What they may not cover.
    """
    (x, y), pixel = ground.box.middle, ground.pixel
    radius = ground.box.width / 2
    ticks = []
    for place in _grouped(records):
        angle = math.radians(place.lon - ground.plane.down)
        right, down = math.sin(angle), math.cos(angle)
        start, end = (
            (x + (radius + r * pixel) * right, y + (radius + r * pixel) * down) for r in _TICK
        )
        many = len(place.records)
        count = words(language)("page.sheet.list", n=many) if many > 1 else ""
        side = -1 if right < 0 else 1
        ticks.append(replace(place, tick=(start, end), side=side, count=count))
    labels: list[OffSheetPlace] = []
    for side in (-1, 1):
        column = sorted(
            (one for one in ticks if one.side == side and not _is_vertical(one, x, radius)),
            key=lambda one: one.tick[1][1],
        )
        labels += _in_column(column, ground, side, _free_range(ground, side, area, blocked))
    for one in ticks:
        if _is_vertical(one, x, radius):
            down = 1 if one.tick[1][1] > y else -1
            end = (
                one.tick[1][0] + 8 * one.side * pixel,
                y + down * (radius + (BEZEL + 10.0) * pixel),
            )
            labels.append(replace(one, leader=(one.tick[1], end)))
    # Without room for the counts, the symbols alone show how many there are.
    has_room = all(area.left <= one.box(ground).left for one in labels)
    return labels if has_room else [replace(one, count="") for one in labels]


def _grouped(records: Iterable[RecordView]) -> list[OffSheetPlace]:
    """Return the places of records, each with the most frequent of its names, the shortest."""
    groups: list[tuple[float, float, list[RecordView]]] = []
    for record in sorted(records, key=lambda one: one.number):
        if record.drawing is None:
            continue
        lon, lat = record.drawing.lonlat
        for at_lon, at_lat, members in groups:
            if abs(at_lon - lon) < _SAME and abs(at_lat - lat) < _SAME:
                members.append(record)
                break
        else:
            groups.append((lon, lat, [record]))
    places = []
    for lon, lat, members in groups:
        names = Counter(line(record.place_short).split(" · ")[0] for record in members)
        name = min(names, key=lambda text: (-names[text], len(text)))
        places.append(OffSheetPlace(name, lon, lat, tuple(members)))
    return places


def _is_vertical(place: OffSheetPlace, x: float, radius: float) -> bool:
    return abs(place.tick[0][0] - x) < _VERTICAL * radius


def _free_range(
    ground: Ground, side: int, area: Box, blocked: Sequence[Box]
) -> tuple[float, float]:
    """Return the heights between what stands above and below at a side of the map."""
    x, y = ground.box.middle
    room = 12.0 * ground.pixel
    top, bottom = area.top, area.bottom
    for box in blocked:
        if (box.middle[0] - x) * side > 0:
            if box.middle[1] < y:
                top = max(top, box.bottom)
            else:
                bottom = min(bottom, box.top)
    return top + room, bottom - room


def _in_column(
    column: Sequence[OffSheetPlace], ground: Ground, side: int, free: tuple[float, float]
) -> Iterator[OffSheetPlace]:
    """Yield places with their labels in a column, in the order of their ticks."""
    if not column:
        return
    (x, y), pixel = ground.box.middle, ground.pixel
    radius = ground.box.width / 2 + (BEZEL + 1.0) * pixel
    edge = x + side * (ground.box.width / 2 + (BEZEL + _BESIDE) * pixel)
    top, bottom = free
    pitch = min(_PITCH * pixel, (bottom - top) / max(len(column) - 1, 1))
    pitch = max(pitch, _LEAST_PITCH * pixel)
    heights = []
    for place in column:
        at = place.tick[1]
        right, down = (at[0] - x) / math.dist(at, (x, y)), (at[1] - y) / math.dist(at, (x, y))
        # On its own side of the tangent at its tick a leader runs clear of the circle.
        tangent = y + (radius - (edge - x) * right) / down if abs(down) > 0.05 else at[1]  # noqa: PLR2004 (level)
        heights.append(max(at[1], tangent) if down > 0 else min(at[1], tangent))
    for n in range(len(heights)):
        heights[n] = max(heights[n], heights[n - 1] + pitch if n else top)
    for n in reversed(range(len(heights))):
        heights[n] = min(heights[n], heights[n + 1] - pitch if n + 1 < len(heights) else bottom)
    is_up = [height < place.tick[1][1] for place, height in zip(column, heights, strict=True)]
    for n, (place, height) in enumerate(zip(column, heights, strict=True)):
        # The leader that has farthest to go along the bezel is the outermost.
        inner = is_up[:n] if is_up[n] else is_up[n + 1 :]
        lane = sum(up == is_up[n] for up in inner)
        yield replace(place, leader=_leader(place.tick[1], (edge, height), ground, lane))


def _leader(start: Point, end: Point, ground: Ground, lane: int) -> tuple[Point, ...]:
    """Return the way from a tick to its label: straight, or first along the bezel."""
    middle, pixel = ground.box.middle, ground.pixel
    x, y = middle
    outer = ground.box.width / 2 + BEZEL * pixel
    if shapely.distance(shapely.Point(middle), shapely.LineString([start, end])) >= outer:
        return start, end
    reach = ground.box.width / 2 + (_TICK[1] + _LANE * lane) * pixel
    first, last = (math.atan2(at[1] - y, at[0] - x) for at in (start, end))
    turn = (last - first + 3 * math.pi) % (2 * math.pi) - math.pi
    # As far as the place from which the label is on the tangent.
    length = max(abs(turn) - math.acos(min(1.0, reach / math.dist(end, middle))), 0.0)
    angles = first + math.copysign(1.0, turn) * np.linspace(0.0, length, 2 + int(length / _ARC))
    arc = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in angles.tolist()]
    return start, *arc, end


def _texts(
    place: OffSheetPlace, ground: Ground, language: str = "en"
) -> list[tuple[str, Any, str]]:
    """Return name, degree and count with their fonts and inks."""
    scale = ground.pixel
    degree = sans(_DEGREE * scale)
    return [
        (place.name, sans(_NAME * scale, bold=True), colour("ink")),
        (meridian(round(place.lon), language), degree, colour("quiet")),
        *([(f"· {place.count}", degree, colour("quiet"))] if place.count else []),
    ]


def _text_width(place: OffSheetPlace, ground: Ground) -> float:
    return sum(width(text, font) + 4 * ground.pixel for text, font, _ in _texts(place, ground))


def draw_off_sheet_places(ground: Ground, places: Iterable[OffSheetPlace], language: str) -> None:
    """Draw ticks, leaders, symbols and names of places beyond a round map."""
    axes, pixel = ground.axes, ground.pixel
    for place in places:
        for ends, weight, zorder in (
            (place.tick, 1.6, 32.0),
            ((place.tick[1], place.end), 0.8, 13.0),
        ):
            xs, ys = zip(*ends, strict=True)
            axes.add_artist(Line2D(xs, ys, color=_RED, linewidth=weight * pixel, zorder=zorder))
        x, y = place.end
        side = place.side
        for n, record in enumerate(place.records):
            symbol(
                axes,
                (x + side * (10.0 + n * _STEP) * pixel, y),
                _SYMBOL * pixel,
                record.theme,
                style=record.symbol_style,
                doubted=record.doubted,
                acting=record.acting,
                gid=f"record-{record.number}",
            )
        texts = _texts(place, ground, language)
        left = x + side * (len(place.records) * _STEP + 3.0) * pixel
        if side < 0:
            left -= _text_width(place, ground) - 4 * pixel
        for text, font, ink in texts:
            draw_text(axes, left, y + DROP * font.size, text, font, colour=ink, zorder=20)
            left += width(text, font) + 4 * pixel
