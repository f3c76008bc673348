"""Pictures, PDF sheets and slides: what is drawn on them, before it is written to a file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any
from unittest.mock import patch

import shapely
from matplotlib.colors import to_rgba
from matplotlib.text import Text
from pptx import Presentation
from shapely.geometry.base import BaseGeometry

from geotrack.handout.boxes import Box
from geotrack.handout.chart import content
from geotrack.handout.chart.annotations import Annotation, annotations_of
from geotrack.handout.chart.symbols import Mark
from geotrack.handout.options import Options
from geotrack.handout.output import png
from geotrack.handout.sheet import picture
from geotrack.handout.slides import pictures
from geotrack.handout.slides.presentation import presentation
from geotrack.mapview.map_view import MapView
from tools.legibility import LEAST_PT, Found, least_contrast
from tools.legibility.contrast import contrast_of, pixels

__all__ = ["annotation_faults", "figure_faults", "paper_faults"]

_DPI, _POINTS, _PX = 144, 72, 96 / 72
# Part of a symbol's edge that a leader must not cross: rims may be touched.
_HALF = 0.44
# Points by which the boxes of two texts may overlap: they are higher than letters.
_OVERLAP = 2.5


def paper_faults(view: MapView) -> Iterator[tuple[str, int, Found]]:
    """Yield what cannot be read on the picture, the PDF and the slides of a map.

    Yields
    ------
    tuple of (str, int, Found)
        The product, the number of the sheet or map in it, and the fault.
    """
    drawn: list[Found] = []

    def measured(ground: Any, records: Any, marks: Any, *args: Any, **options: Any) -> Any:
        annotations = annotations_of(ground, records, marks, *args, **options)
        outlines = options.get("footprints") or {}
        drawn.extend(annotation_faults(annotations, marks, outlines, ground.box))
        return annotations

    with patch.object(content, "annotations_of", measured):
        for product, single in (("picture", True), ("pdf", False)):
            figures = picture.sheets(view, "a4", lambda _: None, single=single)
            yield from ((product, 1, fault) for fault in drawn)
            drawn.clear()
            for n, figure in enumerate(figures, 1):
                yield from ((product, n, fault) for fault in figure_faults(figure))
        maps: list[Any] = []

        def kept(figure: Any, dpi: float) -> bytes:
            maps.append(figure)
            return png(figure, dpi)

        with patch.object(pictures, "png", kept):
            deck = presentation(view, Options(), lambda _: None)
        yield from (("slides", 0, fault) for fault in drawn)
    for n, figure in enumerate(maps, 1):
        yield from (("slides", n, fault) for fault in figure_faults(figure))
    yield from _deck_faults(deck)


def annotation_faults(
    annotations: Sequence[Annotation],
    marks: Sequence[Mark],
    outlines: Mapping[int, BaseGeometry],
    frame: Box,
) -> Iterator[Found]:
    """Yield faults of names of records on a map.

    Parameters
    ----------
    annotations : sequence of Annotation
        The names.
    marks : sequence of Mark
        The symbols of all records.
    outlines : mapping of int to shapely geometry
        Where records may have been, by number, points.
    frame : Box
        The box of the map.
    """
    boxes = {
        one.number: shapely.box(one.box.left, one.box.top, one.box.right, one.box.bottom)
        for one in annotations
    }
    for one in annotations:
        own = next(mark for mark in marks if mark.number == one.number)
        leader = shapely.LineString(one.leader)
        for mark in marks:
            # The records of a stack have one symbol.
            if (mark.x, mark.y) == (own.x, own.y):
                continue
            place = shapely.Point(mark.x, mark.y)
            pair, least = f"{one.number} / {mark.number}", _HALF * mark.size
            for rule, gap in (
                ("leader over symbol", leader.distance(place)),
                ("label over symbol", boxes[one.number].distance(place)),
            ):
                if gap < least:
                    yield rule, pair, f"{gap:.1f}", f"{least:.1f}"
            outline = outlines.get(mark.number)
            if outline is not None and boxes[one.number].intersects(outline):
                yield "label in footprint", pair, "in", "beside"
        corners = (one.box.left, one.box.top), (one.box.right, one.box.bottom)
        if not all(frame.contains(*corner) for corner in corners):
            yield "name cut", f"{one.number}", "cut", "whole"
    for first, second in combinations(boxes, 2):
        if boxes[first].intersects(boxes[second]):
            yield "label over label", f"{first} / {second}", "over", "beside"


def figure_faults(figure: Any) -> Iterator[Found]:
    """Yield texts of a drawing that are small, pale, over each other or beyond its edge."""
    texts = [one for axes in figure.axes for one in axes.findobj(Text) if one.get_text().strip()]
    shown = pixels(png(figure, _DPI))
    height, width, _ = shown.shape
    figure.set_dpi(_DPI)
    boxes = {one: one.get_window_extent() for one in texts}
    for one in texts:
        one.set_visible(False)
    ground = pixels(png(figure, _DPI))
    for one, box in boxes.items():
        text, size = one.get_text(), one.get_fontsize()
        if size < LEAST_PT - 0.01:
            yield "text small", text, f"{size:.2f} pt", f"{LEAST_PT} pt"
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height:
            yield "name cut", text, "cut", "whole"
        if text.endswith("…"):
            yield "name cut", text, "…", "whole"
        asked = least_contrast(size * _PX, bold=one.get_fontweight() in {"bold", 600, 700})
        *colour, opacity = to_rgba(one.get_color())
        ink = (*(255 * part for part in colour), opacity)
        measured = contrast_of(
            (box.x0, height - box.y1, box.x1, height - box.y0), ink, shown, ground
        )
        if measured is not None and measured < asked:
            yield "contrast", text, f"{measured:.2f}", f"{asked}"
    margin = _OVERLAP * _DPI / _POINTS
    level = [
        (one, box) for one, box in boxes.items() if not one.get_rotation() and box.width > margin
    ]
    areas = [
        shapely.box(b.x0 + margin / 2, b.y0 + margin, b.x1 - margin / 2, b.y1 - margin)
        for _, b in level
    ]
    tree = shapely.STRtree(areas)
    for first, second in tree.query(areas, predicate="intersects").T:
        if first < second:
            pair = " / ".join(level[n][0].get_text() for n in (first, second))
            yield "label over label", pair, "over", "beside"


def _deck_faults(deck: bytes) -> Iterator[tuple[str, int, Found]]:
    """Yield texts of slides that are small."""
    for number, slide in enumerate(Presentation(io.BytesIO(deck)).slides, 1):
        for shape in slide.shapes:
            cells = (
                [cell for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            )
            for part in cells or [shape] * shape.has_text_frame:
                for paragraph in part.text_frame.paragraphs:
                    for run in paragraph.runs:
                        size = run.font.size.pt if run.font.size else LEAST_PT
                        if size < LEAST_PT:
                            yield (
                                "slides",
                                number,
                                ("text small", run.text, f"{size} pt", f"{LEAST_PT} pt"),
                            )
