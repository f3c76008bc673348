"""Boxes on a slide, and text in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.oxml.ns import qn
from pptx.util import Pt

from geotrack.handout.slides.text_runs import Paragraph, coloured, fill

__all__ = ["Area", "area_of", "flat", "text_box"]

# English Metric Units of a point.
_EMU = 12700


class Area(NamedTuple):
    """A box on a slide, points from its upper left."""

    left: float
    top: float
    width: float
    height: float


def area_of(shape: Any) -> Area:
    """Return the area of a shape."""
    return Area(*(v / _EMU for v in (shape.left, shape.top, shape.width, shape.height)))


def text_box(
    slide: Any, box: Area, paragraphs: Sequence[Paragraph], size: float, *, after: float = 0.0
) -> Any:
    """Add a text box without margins; `after` is the space between paragraphs, in lines."""
    shape = slide.shapes.add_textbox(*(Pt(points) for points in box))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    fill(frame, paragraphs, size, after=after)
    return shape


def flat(shape: Any, colour: str) -> None:
    """Fill a shape with one colour, without the theme's lines and shadows."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = coloured(colour)
    shape.line.fill.background()
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)
