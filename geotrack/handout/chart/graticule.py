"""Graticule of a chart: parallels, meridians, the Arctic Circle, the pole, degrees in the frame."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from folium_polar.basemap.style import CIRCLE, GRATICULE, PAPER
from geotrack.handout.boxes import Box, RoundBox
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.projection import Plane
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, SMALL, Arc, bend, draw_text, sans, serif, width
from geotrack.i18n import words
from geotrack.mapview.place_names import NORWEGIAN

__all__ = ["FRAME", "draw_degrees", "draw_lines", "meridian"]

FRAME = 9.5
"""Width of the frame with the degrees, points at scale 1."""
# 2026 mean obliquity: 90° − 23°26′10″.
_ARCTIC_CIRCLE = 66.5639
# Steps between parallels and between meridians that are tried, degrees.
_PARALLELS = (10.0, 5.0, 2.0, 1.0, 0.5)
_MERIDIANS = (30.0, 15.0, 10.0, 5.0, 2.0, 1.0)
# Points between two lines at least, at scale 1.
_ROOM = 72.0
# Degrees between the meridians that reach the pole.
_QUARTER = 90
# Longitudes where the Arctic Circle is at sea, first choices for its name.
_CIRCLE_AT_SEA = (4.0, -2.0, -28.0, -58.0, -168.0, 40.0)
# Candidate positions of a label on a circle, degrees clockwise from straight down.
_TURNS = (15, 33, -33, 57, -57, 80, -80, 110, -110, 147, -147, 165)

Spot = tuple[float, float, float]


def steps(ground: Ground) -> tuple[float, float]:
    """Return degrees between parallels and between meridians, so that lines are well apart."""
    plane, scale = ground.plane, ground.scale
    # In the middle of a view.
    _, lat = plane.degrees(*ground.box.middle)
    # Points for a degree of latitude, and of longitude; near the pole as at 75° N.
    lat_points = 111_000 / plane.metres_per_point
    lon_points = lat_points * max(math.cos(math.radians(min(lat, 75.0))), 0.1)

    def smallest_fitting(choices: tuple[float, ...], points: float) -> float:
        fitting = (step for step in reversed(choices) if step * points >= _ROOM * scale)
        return next(fitting, choices[0])

    return smallest_fitting(_PARALLELS, lat_points), smallest_fitting(_MERIDIANS, lon_points)


def _latitudes(step: float, south: float) -> Iterator[float]:
    """Yield the latitudes of parallels, from the pole to the map's end."""
    lat = 90.0 - step
    while lat > south:
        yield lat
        lat -= step


def _longitudes(step: float) -> Iterator[float]:
    """Yield the longitudes of meridians, from -180."""
    for n in range(int(360 / step)):
        yield -180.0 + n * step


def draw_lines(ground: Ground) -> None:
    """Draw parallels, meridians, the Arctic Circle and the pole's mark."""
    plane, pixel = ground.plane, ground.pixel
    parallels, meridians = steps(ground)
    line = {"facecolor": "none", "edgecolor": GRATICULE, "linewidth": 0.55 * pixel}
    for lat in _latitudes(parallels, ground.south):
        ground.add(Circle(plane.pole, float(plane.radius(lat)), zorder=3, **line))
    outer = float(plane.radius(ground.south))
    inner = float(plane.radius(90.0 - parallels))
    for lon in _longitudes(meridians):
        sin, cos = _direction(plane, lon)
        # Only four meridians reach the pole.
        start = 0.0 if lon % _QUARTER == 0 else inner
        xs, ys = (
            [middle + reach * trig for reach in (start, outer)]
            for middle, trig in zip(plane.pole, (sin, cos), strict=True)
        )
        ground.add(Line2D(xs, ys, color=GRATICULE, linewidth=0.55 * pixel, zorder=3))
    dashes = (0, (7.0, 4.0))
    circle = {**line, "edgecolor": CIRCLE, "linewidth": 0.9 * pixel, "linestyle": dashes}
    ground.add(Circle(plane.pole, float(plane.radius(_ARCTIC_CIRCLE)), zorder=3.1, **circle))
    mark = {"edgecolor": CIRCLE, "linewidth": 0.9 * pixel, "facecolor": "none"}
    dot = {"edgecolor": "none", "facecolor": CIRCLE}
    ground.add(Circle(plane.pole, 4.2 * pixel, zorder=3.2, **mark))
    ground.add(Circle(plane.pole, 1.5 * pixel, zorder=3.2, **dot))


def _direction(plane: Plane, lon: float) -> tuple[float, float]:
    """Return the direction of a meridian from the pole as a unit vector, y downwards."""
    angle = math.radians(lon - plane.down)
    return math.sin(angle), math.cos(angle)


def draw_degrees(ground: Ground, language: str, occupied: list[Spot]) -> None:
    """Draw the map's frame with degrees, and labels of circles wholly in view.

    Parameters
    ----------
    occupied : list of (float, float, float)
        Discs covered by symbols and names, x, y and radius in points; labels inside the map are
        added.
    """
    line_steps = steps(ground)
    if not isinstance(ground.box, RoundBox):
        _frame(ground)
        _draw_in_frame(ground, line_steps, language)
    _inside(ground, line_steps[0], language, occupied)


def _draw_in_frame(ground: Ground, line_steps: tuple[float, float], language: str) -> None:
    """Write the degrees in the frame."""
    box, scale = ground.box, ground.scale
    font = sans(SMALL * scale)
    labels: list[tuple[str, float, float]] = []
    for text, x, y, side in _at_frame(ground, line_steps, language):
        half_width = width(text, font) / 2
        # Sides are l(eft), r(ight), t(op), b(ottom); labels run along their side.
        position = x if side in "tb" else y
        low, high = (box.left, box.right) if side in "tb" else (box.top, box.bottom)
        is_free = all(
            other_side != side or abs(position - other) > half_width + other_half_width + 3
            for other_side, other, other_half_width in labels
        )
        if not is_free or not low + half_width < position < high - half_width:
            continue
        labels.append((side, position, half_width))
        turned = {"l": -90.0, "r": 90.0}.get(side, 0.0)
        drop = DROP * font.size
        dx, dy = {"l": (drop, 0.0), "r": (-drop, 0.0)}.get(side, (0.0, drop))
        kind: dict[str, Any] = {"colour": colour("degrees"), "align": "center", "zorder": 31}
        draw_text(ground.axes, x + dx, y + dy, text, font, turned=turned, **kind)


def _frame(ground: Ground) -> None:
    """Draw a neat line round the map and a firmer one round the degrees."""
    box, frame_width = ground.box, FRAME * ground.scale
    outer, inner = (
        Path.unit_rectangle().transformed(Affine2D().scale(w, h).translate(x, y))
        for x, y, w, h in (
            (
                box.left - frame_width,
                box.top - frame_width,
                box.width + 2 * frame_width,
                box.height + 2 * frame_width,
            ),
            (box.left, box.top, box.width, box.height),
        )
    )
    # The inner rectangle, reversed, is a hole.
    band = Path.make_compound_path(outer, Path(inner.vertices[::-1], inner.codes))
    axes = ground.axes
    axes.add_artist(PathPatch(band, facecolor=PAPER, edgecolor="none", zorder=29.9))
    for offset, weight in ((0.0, 0.5), (frame_width, 1.0)):
        corner = (box.left - offset, box.top - offset)
        size = (box.width + 2 * offset, box.height + 2 * offset)
        line = {"edgecolor": colour("ink"), "linewidth": weight * ground.scale**0.5}
        axes.add_artist(Rectangle(corner, *size, facecolor="none", zorder=30, **line))


def _at_frame(
    ground: Ground, line_steps: tuple[float, float], language: str
) -> Iterator[tuple[str, float, float, str]]:
    """Yield labels with their positions in the frame, meridians first, then parallels."""
    plane, box, middle = ground.plane, ground.box, FRAME * ground.scale / 2
    for lon in _longitudes(line_steps[1]):
        sin, cos = _direction(plane, lon)
        for x, y, side in _ray(plane.pole, (sin, cos), box):
            yield meridian(lon, language), *_moved_out(x, y, side, middle), side
    for lat in _latitudes(line_steps[0], ground.south):
        for x, y, side in _circle(plane.pole, float(plane.radius(lat)), box):
            yield _parallel(lat, language), *_moved_out(x, y, side, middle), side


def _moved_out(x: float, y: float, side: str, points: float) -> tuple[float, float]:
    """Return a position on a side of the box, moved outwards."""
    dx, dy = {"l": (-1, 0), "r": (1, 0), "t": (0, -1), "b": (0, 1)}[side]
    return x + dx * points, y + dy * points


def _ray(
    pole: tuple[float, float], direction: tuple[float, float], box: Box
) -> Iterator[tuple[float, float, str]]:
    """Yield the intersections of a ray from the pole with the frame."""
    (px, py), (dx, dy) = pole, direction
    for side, edge in (("l", box.left), ("r", box.right)):
        if dx and (distance := (edge - px) / dx) > 0:
            y = py + distance * dy
            if box.top <= y <= box.bottom:
                yield edge, y, side
    for side, edge in (("t", box.top), ("b", box.bottom)):
        if dy and (distance := (edge - py) / dy) > 0:
            x = px + distance * dx
            if box.left <= x <= box.right:
                yield x, edge, side


def _circle(
    pole: tuple[float, float], radius: float, box: Box
) -> Iterator[tuple[float, float, str]]:
    """Yield where a circle round the pole meets the left and right sides of the frame."""
    for side, edge in (("l", box.left), ("r", box.right)):
        squared_rise = radius**2 - (edge - pole[0]) ** 2
        if squared_rise > 0:
            rise = math.sqrt(squared_rise)
            for y in (pole[1] - rise, pole[1] + rise):
                if box.top < y < box.bottom:
                    yield edge, y, side


def _inside(ground: Ground, step: float, language: str, occupied: list[Spot]) -> None:
    """Label the Arctic Circle, and the parallels that do not meet the frame."""
    _name_circle(ground, language, occupied)
    plane, box = ground.plane, ground.box
    font = sans(SMALL * ground.scale)
    halo = (colour("name-sea-halo"), 2.2 * ground.scale)
    kind: dict[str, Any] = {"colour": colour("degrees"), "align": "center", "halo": halo}
    for lat in _latitudes(step, ground.south):
        radius = float(plane.radius(lat))
        if any(_circle(plane.pole, radius, box)):
            continue
        text = _parallel(lat, language)
        for turn in _TURNS:
            x, y = _at(plane, radius, turn)
            spots = _spots(x, y, width(text, font), font.size)
            if _clear(spots, occupied, box):
                draw_text(ground.axes, x, y + DROP * font.size, text, font, zorder=9, **kind)
                occupied += spots
                break


def _at(plane: Plane, radius: float, turn: float) -> tuple[float, float]:
    """Return a point of a circle round the pole, at degrees clockwise from straight down."""
    angle = math.radians(turn)
    return plane.pole[0] - radius * math.sin(angle), plane.pole[1] + radius * math.cos(angle)


def _name_circle(ground: Ground, language: str, occupied: list[Spot]) -> None:
    """Write the Arctic Circle's name once along it, just outside."""
    plane, box = ground.plane, ground.box
    name = NORWEGIAN["Arctic Circle"] if language == "nb" else "Arctic Circle"
    font = serif(SMALL * ground.scale, italic=True, spaced=0.08)
    radius = float(plane.radius(_ARCTIC_CIRCLE)) + 0.72 * font.size
    count = max(1, round(width(name, font) / font.size))
    step = math.degrees(width(name, font) / count / radius)
    sea_turns = [(plane.down - lon) % 360.0 for lon in _CIRCLE_AT_SEA]
    # Room, turn and discs.
    best: tuple[float, float, list[Spot]] | None = None
    for n, turn in enumerate((*sea_turns, *range(0, 360, 3))):
        disc_turns = [turn + (k + 0.5 - count / 2) * step for k in range(count)]
        spots = [(*_at(plane, radius, disc_turn), font.size / 2) for disc_turn in disc_turns]
        if not _clear(spots, occupied, box):
            continue
        # At sea there is seldom much room; elsewhere the widest gap is used.
        room = min(_apart(spots, occupied), 4 * font.size)
        if best is None or room > best[0] + 0.01:
            best = (room, turn, spots)
        if n < len(sea_turns) and room > 0.8 * font.size:
            break
    if best is None:
        return
    _, turn, spots = best
    # From clockwise below to clockwise from the right.
    angle = math.radians(turn + 90)
    # The upper half reads clockwise.
    arc = Arc(plane.pole, radius, angle, 1 if math.sin(angle) < 0 else -1)
    halo = (colour("name-sea-halo"), 2.0 * ground.scale)
    bend(ground.axes, name, font, arc, colour=colour("circle"), halo=halo, zorder=9)
    occupied += spots


def _apart(spots: list[Spot], occupied: list[Spot]) -> float:
    """Return the distance of the centres of discs from the occupied ones."""
    gaps = (
        math.hypot(x - other_x, y - other_y) - other_radius
        for x, y, _ in spots
        for other_x, other_y, other_radius in occupied
    )
    return min(gaps, default=math.inf)


def _spots(x: float, y: float, text_width: float, size: float) -> list[Spot]:
    """Return discs side by side that cover a line of text, from its centre."""
    count = max(1, round(text_width / size))
    return [(x + ((n + 0.5) / count - 0.5) * text_width, y, size / 2) for n in range(count)]


def _clear(spots: list[Spot], occupied: list[Spot], box: Box) -> bool:
    """Return whether discs lie in the box, and clear of the occupied ones."""
    return all(
        box.contains(x, y, radius + 2)
        and all(
            math.hypot(x - other_x, y - other_y) > radius + other_radius + 1.5
            for other_x, other_y, other_radius in occupied
        )
        for x, y, radius in spots
    )


def _degrees(value: float, letter: str, decimal: str) -> str:
    """Return degrees with at most one decimal, and the letter of their side."""
    size = abs(value)
    text = f"{size:.0f}" if size == int(size) else f"{size:.1f}".replace(".", decimal)
    return f"{text}°{letter}"


def _parallel(lat: float, language: str) -> str:
    letters = words(language).section("page.map.letters")
    return _degrees(lat, letters["north" if lat >= 0 else "south"], letters["decimal"])


def meridian(lon: float, language: str) -> str:
    """Return a longitude as text; 0° and 180° have no letter."""
    letters = words(language).section("page.map.letters")
    wrapped = (lon + 540.0) % 360.0 - 180.0
    letter = "" if wrapped % 180.0 == 0 else letters["west" if wrapped < 0 else "east"]
    return _degrees(wrapped, letter, letters["decimal"])
