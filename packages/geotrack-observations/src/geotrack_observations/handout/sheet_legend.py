"""Layers of observations in the legend of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle, RegularPolygon

from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import draw_text, sans
from geotrack.handout.sheet.legend import Drawing, Item, draw_nothing
from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack.model import Observed
from geotrack_observations.handout.surfaces import Surface
from geotrack_observations.layers.layer import MapLayer, PointLayer, TrackLayer
from geotrack_observations.layers.text import dataset_name, gap_text
from geotrack_observations.layers.totals import tables_of

__all__ = ["sheet_lines"]

# What a class of a surface takes of a line.
_CLASS = 17.0


def sheet_lines(
    layers: Sequence[MapLayer], surfaces: Sequence[Surface], view: MapView
) -> Iterator[list[Item]]:
    """Yield the lines of the legend of each dataset: what its colours mean, and its source."""
    surface_of = {id(drawn_surface.layer.settings): drawn_surface for drawn_surface in surfaces}
    for settings in tables_of(layers):
        source = Item(
            draw_nothing, f"{view.translate('document.observed.source')} {settings.source}", -3.0
        )
        tracks, points = _tracks_and_points(layers, settings)
        track_items = list(_track_signs(tracks, view)) if tracks else []
        surface = surface_of.get(id(settings))
        if surface is None:
            classes = _point_signs(points, view) if points else ()
            yield [*track_items, *classes, source]
            continue
        key = "scaleMonth" if surface.by_month else "scale"
        meaning = view.translate(f"page.observed.{key}", area=surface.km2)
        months_note = f"; {view.translate('page.observed.wholeMonths')}" if surface.cut else ""
        wide = _CLASS * (len(surface.classes) + 1)
        text = f"{dataset_name(settings, view)}, {meaning}{months_note}"
        possible = _possible(surface, view) if surface.layer.possible_count else ()
        yield [*track_items, Item(_scale(surface, view), text, wide), *possible, source]


def _tracks_and_points(
    layers: Sequence[MapLayer], settings: Observed
) -> tuple[TrackLayer | None, PointLayer | None]:
    """Return the layers of a table that are tracks and points."""
    of_table = [layer for layer in layers if layer.settings is settings]
    tracks = next((layer for layer in of_table if isinstance(layer, TrackLayer)), None)
    return tracks, next((layer for layer in of_table if isinstance(layer, PointLayer)), None)


def _possible(surface: Surface, view: MapView) -> Iterator[Item]:
    """Yield the sign of a hexagon with possible matches only."""
    ink = surface.layer.colours[0]
    yield Item(_hollow(ink), view.translate("document.observed.possibleShort"))


def _hollow(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        options = {"facecolor": "none", "edgecolor": ink, "linewidth": 0.1 * wide, "zorder": 12}
        axes.add_artist(RegularPolygon((x, y), 6, radius=0.36 * wide, **options))

    return drawing


def _track_signs(tracks: TrackLayer, view: MapView) -> Iterator[Item]:
    """Yield the signs of tracks, of their gaps, and of possible matches."""
    (ink,) = tracks.colours
    yield Item(_track_line(ink, "solid"), dataset_name(tracks.settings, view))
    label = gap_text(tracks.limits, view.translate)
    yield Item(_track_line(ink, (0, (2.2, 1.8))), label)
    if tracks.possible_count:
        label = view.translate("document.observed.possibleShort")
        yield Item(_track_line(ink, (0, (0.8, 1.6))), label)


def _track_line(ink: str, style: Any) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        reach = 0.5 * wide
        line = Line2D(
            [x - reach, x + reach], [y, y], color=ink, linewidth=0.12 * wide, linestyle=style,
            zorder=12,
        )  # fmt: skip
        axes.add_artist(line)

    return drawing


def _point_signs(points: PointLayer, view: MapView) -> Iterator[Item]:
    """Yield the signs of points, of their classes, and of possible and inexact positions."""
    colours, name_text = points.colours, dataset_name(points.settings, view)
    classes = points.classes
    yield Item(_markers(colours), f"{name_text}, {classes.column}:" if classes else name_text)
    if classes:
        labels = [str(value) for value in classes.values]
        labels += [str(view.translate("document.observed.others"))] * classes.has_others
        yield from (Item(_markers([c]), name) for c, name in zip(colours, labels, strict=True))
    if points.possible_count:
        yield Item(_ring(colours[0]), view.translate("document.observed.possibleShort"))
    if points.radius_m is not None:
        yield Item(_disc(colours[0]), view.translate("document.observed.inexactShort"))


def _ring(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        options = {"facecolor": "none", "edgecolor": ink, "linewidth": 0.12 * wide, "zorder": 12}
        axes.add_artist(Circle((x, y), 0.28 * wide, **options))

    return drawing


def _disc(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        for reach, strength in ((0.46, 0.3), (0.17, 1.0)):
            face = (ink, strength)
            options = {"facecolor": face, "edgecolor": "none", "zorder": 12}
            axes.add_artist(Circle((x, y), reach * wide, **options))

    return drawing


def _markers(colours: Sequence[str]) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        spots = ((-0.24, -0.2), (0.24, -0.05), (-0.1, 0.28))
        for n, (dx, dy) in enumerate(spots if len(colours) > 1 else ((0.0, 0.0),)):
            centre, ink = (x + dx * wide, y + dy * wide), colours[n % len(colours)]
            axes.add_artist(Circle(centre, 0.14 * wide, facecolor=ink, edgecolor="none", zorder=12))

    return drawing


def _scale(surface: Surface, view: MapView) -> Drawing:
    """Return the drawing of classes: a box for each, with its lower limit."""
    label, colours = words(view.translate.language), surface.colours

    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        width = wide / len(colours)
        font = sans(0.22 * width)
        for n, ink in enumerate(colours):
            left = x - wide / 2 + n * width
            box = Rectangle((left, y - 0.26 * width), width, 0.24 * width, facecolor=ink, zorder=12)
            box.set_edgecolor("none")
            axes.add_artist(box)
            if n:
                text, low = label.number(surface.classes[n - 1]), y + 0.22 * width
                draw_text(axes, left, low, text, font, colour=colour("ink"), align="center")

    return drawing
