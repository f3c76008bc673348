"""Layers of observations in the legend of a slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE

from geotrack.handout.slides.legend import MARK, Sign
from geotrack.handout.slides.text_runs import plain
from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack_observations.handout.surfaces import Surface
from geotrack_observations.layers.layer import MapLayer, TrackLayer
from geotrack_observations.layers.text import dataset_name, gap_text

__all__ = ["slide_signs"]


def slide_signs(
    layers: Sequence[MapLayer], surfaces: Sequence[Surface], view: MapView
) -> Iterator[Sign]:
    """Yield the classes of surfaces, the lines of tracks, and the colours of points."""
    for surface in surfaces:
        yield from _surface(surface, view)
    drawn_tables = [surface.layer.settings for surface in surfaces]
    for layer in layers:
        if isinstance(layer, TrackLayer):
            yield from _track_lines(layer, view)
        elif not any(layer.settings is settings for settings in drawn_tables):
            colour = layer.colours[0].lstrip("#")
            yield Sign(MSO_SHAPE.OVAL, _name(layer, view), colour, high=0.5 * MARK)
            if layer.possible_count:
                yield _possible(MSO_SHAPE.OVAL, layer, view, MSO_LINE.SOLID)


def _surface(surface: Surface, view: MapView) -> Iterator[Sign]:
    """Yield the classes of a surface."""
    say = words(view.translate.language)
    key = "scaleMonth" if surface.by_month else "scale"
    title = f"{dataset_name(surface.layer.settings, view)}, "
    title += say(f"page.observed.{key}", area=surface.km2)
    title += f"; {say('page.observed.wholeMonths')}" if surface.cut else ""
    for n, colour in enumerate(surface.colours):
        least = say.number(surface.classes[n - 1]) if n else ""
        label = f"≥ {least}" if n else f"{title}{': ' if surface.classes else ''}"
        if not n and surface.classes:
            label += f"< {say.number(surface.classes[0])}"
        yield Sign(MSO_SHAPE.HEXAGON, plain(label), colour.lstrip("#"))
    if surface.layer.possible_count:
        yield _possible(MSO_SHAPE.HEXAGON, surface.layer, view, MSO_LINE.SOLID)


def _name(layer: MapLayer, view: MapView) -> str:
    return plain(dataset_name(layer.settings, view))


def _track_lines(layer: TrackLayer, view: MapView) -> Iterator[Sign]:
    """Yield the line of tracks, and the dashed line of gaps."""
    colour = layer.colours[0].lstrip("#")
    yield Sign(MSO_SHAPE.RECTANGLE, _name(layer, view), colour, high=0.15 * MARK)
    text = gap_text(layer.limits, view.translate)
    yield Sign(MSO_SHAPE.RECTANGLE, plain(text), colour, MSO_LINE.DASH, high=0.02 * MARK)
    if layer.possible_count:
        sign = _possible(MSO_SHAPE.RECTANGLE, layer, view, MSO_LINE.SQUARE_DOT)
        yield replace(sign, high=0.02 * MARK)


def _possible(shape: Any, layer: MapLayer, view: MapView, line: Any) -> Sign:
    """Return the sign of possible matches."""
    text = view.translate("document.observed.possibleShort")
    return Sign(shape, plain(text), layer.colours[0].lstrip("#"), line)
