"""The legend under a slide's map, as editable shapes: themes and styles of symbols."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from geotrack.handout.slides.boxes import Area, flat, text_box
from geotrack.handout.slides.text_runs import Piece, coloured, fill, plain
from geotrack.handout.slides.text_width import width_of
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.context_layers.text import legend_name
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.sides import Acting
from geotrack.mapview.symbols import NEWS, STYLES, mixed

if TYPE_CHECKING:
    from geotrack.handout.slides.pictures import Picture

__all__ = ["MARK", "Sign", "key"]

# PowerPoint's shape for each outline of a theme.
_SHAPES = {
    "triangle": MSO_SHAPE.ISOSCELES_TRIANGLE,
    "square": MSO_SHAPE.RECTANGLE,
    "diamond": MSO_SHAPE.DIAMOND,
    "circle": MSO_SHAPE.OVAL,
    "pill": MSO_SHAPE.FLOWCHART_TERMINATOR,
    "hexagon": MSO_SHAPE.HEXAGON,
    "bar": MSO_SHAPE.RECTANGLE,
    "cross": MSO_SHAPE.CROSS,
    "pentagon": MSO_SHAPE.REGULAR_PENTAGON,
    "star": MSO_SHAPE.STAR_8_POINT,
    "shield": MSO_SHAPE.FLOWCHART_OFFPAGE_CONNECTOR,
    "trapezoid": MSO_SHAPE.TRAPEZOID,
    "parallelogram": MSO_SHAPE.PARALLELOGRAM,
    "octagon": MSO_SHAPE.OCTAGON,
}
# Outlines that are lower than wide.
_FLAT = {"bar", "pill"}
# Font size at which a mark has the size `MARK`, points.
_SIZE = 10.0
MARK = 10.0
"""Size of marks at the largest font size, points."""

_SIZES = (10.0, 9.0, 8.0, 7.0)
"""Font sizes, points, the first that fits is used; marks are as large."""
# Height of a line, in font sizes.
_LINE = 1.5
# Gaps after a mark and after its text, points.
_AFTER_MARK, _AFTER = 5.0, 14.0
# Of no theme.
_NEUTRAL, _PAPER, _INK = "475569", "ffffff", "16242c"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign with its meaning; `line` is the line of an outline, None for a filled sign.

    `ground` is what fills an outline, `halves` are those of a side.
    """

    shape: MSO_SHAPE
    label: str
    colour: str = _NEUTRAL
    line: Any = None
    high: float = MARK
    letter: str = ""
    ground: str = _PAPER
    halves: Acting | None = None


def key(
    slide: Any,
    box: Area,
    records: Sequence[RecordView],
    view: MapView,
    picture: Picture,
    *,
    stretch: float = 1.0,
) -> None:
    """Add the legend of records' symbols, in as many lines as needed, smaller where there are many.

    Parameters
    ----------
    slide : pptx.slide.Slide
        The slide.
    box : Area
        The box; at the smallest size more lines continue below it.
    records : sequence of RecordView
        The records.
    view : MapView
        The map, for the meaning of signs.
    picture : Picture
        The map, with its observations and its signs.
    stretch : float
        Font width relative to Arial.
    """
    signs = [
        *_themes(records, view),
        *_sides(records, view),
        *_styles(records, view),
        *_signs(picture.signs, view),
    ]
    signs += _context(picture.context, view)
    signs += picture.observed.slide_legend(view) if picture.observed else ()
    size, places = _places(signs, box, stretch)
    mark = MARK * size / _SIZE
    for sign, (left, top, wide) in zip(signs, places, strict=True):
        high = sign.high * size / _SIZE
        _draw(slide, sign, Area(left, top + 2 + (mark - high) / 2, mark, high))
        words = Area(left + mark + _AFTER_MARK, top, wide, size * 1.4)
        text_box(slide, words, [(Piece(sign.label),)], size).name = sign.label


def _places(
    signs: Sequence[Sign], box: Area, stretch: float
) -> tuple[float, list[tuple[float, float, float]]]:
    """Return the largest size at which the legend fits its box, and left, top and width there."""
    for size in _SIZES:
        left, top, places = box.left, box.top, []
        mark = MARK * size / _SIZE
        for sign in signs:
            wide = width_of(sign.label, size) * stretch + 4
            if left > box.left and left + mark + _AFTER_MARK + wide > box.left + box.width:
                left, top = box.left, top + size * _LINE
            places.append((left, top, wide))
            left += mark + _AFTER_MARK + wide + _AFTER
        if top + size * _LINE <= box.top + box.height:
            break
    return size, places


def _themes(records: Sequence[RecordView], view: MapView) -> Iterator[Sign]:
    for theme in {e.theme.id: e.theme for e in records}.values():
        label = theme.label.get(view.translate.language) or theme.label["en"]
        high = MARK * (0.7 if theme.shape in _FLAT else 1.0)
        yield Sign(_SHAPES[theme.shape], plain(label), theme.colour.lstrip("#"), high=high)


def _sides(records: Sequence[RecordView], view: MapView) -> Iterator[Sign]:
    """Yield what the halves of records' symbols say."""
    inked = {record.acting for record in records}
    for halves, name, _ in view.frame.sides:
        if halves in inked:
            ink = halves.colour.lstrip("#")
            options: dict[str, Any] = {"line": MSO_LINE.SOLID, "halves": halves}
            yield Sign(MSO_SHAPE.RECTANGLE, plain(name), ink, **options)


def _styles(records: Sequence[RecordView], view: MapView) -> Iterator[Sign]:
    """Yield the styles of symbols other than that of a known place."""
    styles = {record.symbol_style for record in records}
    lines = {"assumed": MSO_LINE.DASH, "unstated": MSO_LINE.SOLID}
    for style, short, _ in view.frame.legend:
        if style in styles and (style in lines or len(styles) > 1):
            ground = mixed(f"#{_NEUTRAL}", f"#{_PAPER}", STYLES[style].fill).lstrip("#")
            yield Sign(MSO_SHAPE.OVAL, plain(short), line=lines.get(style), ground=ground)
    if any(record.doubted for record in records):
        short = view.translate("document.legend.doubt.short")
        yield Sign(MSO_SHAPE.OVAL, plain(short), _INK, MSO_LINE.SOLID, letter="?")
    for sign, short, _ in view.frame.marks:
        if sign in NEWS and any(sign in record.signs for record in records):
            line = None if sign == "new" else MSO_LINE.SOLID
            yield Sign(MSO_SHAPE.OVAL, plain(short), _INK, line)


def _signs(signs: Collection[str], view: MapView) -> Iterator[Sign]:
    """Yield possible places, the arrow to the next sighting, and the line between sightings."""
    for name, shape, line, high in (
        ("area", MSO_SHAPE.OVAL, MSO_LINE.SOLID, 1.0),
        ("next", MSO_SHAPE.RIGHT_ARROW, None, 0.6),
        ("order", MSO_SHAPE.RECTANGLE, MSO_LINE.DASH, 0.02),
    ):
        if name in signs:
            label = plain(view.translate(f"document.signs.short.{name}"))
            ground = "e0e3e7" if name == "area" else _PAPER
            yield Sign(shape, label, _INK, line, high=high * MARK, ground=ground)


def _context(layers: Sequence[ContextLayer], view: MapView) -> Iterator[Sign]:
    """Yield the signs of context layers."""
    for layer in layers:
        label, ink = plain(legend_name(layer, view.translate)), layer.style.colour.lstrip("#")
        kinds = {shapes.kind for shapes in layer.shapes}
        dash = MSO_LINE.DASH if layer.settings.dash else None
        if kinds & {"area", "fill"}:
            yield Sign(MSO_SHAPE.RECTANGLE, label, ink, dash or MSO_LINE.SOLID, 0.7 * MARK)
        elif "line" in kinds:
            high = 0.02 if dash else 0.15
            yield Sign(MSO_SHAPE.RECTANGLE, label, ink, dash, high * MARK)
        else:
            yield Sign(MSO_SHAPE.OVAL, label, ink, high=0.4 * MARK)


def _draw(slide: Any, sign: Sign, at: Area) -> None:
    shape = slide.shapes.add_shape(sign.shape, *(Pt(points) for points in at))
    flat(shape, sign.colour if sign.line is None else sign.ground)
    shape.name = sign.label
    if sign.line is not None:
        shape.line.color.rgb = coloured(sign.colour)
        shape.line.width = Pt(0.75 if sign.line == MSO_LINE.SOLID else 1.25)
        shape.line.dash_style = sign.line
    if sign.halves:
        wide = at.width / 2
        for side, left, ink in (
            ("left", at.left, sign.halves.left),
            ("right", at.left + wide, sign.halves.right),
        ):
            fill_colour = sign.halves.colour if sign.halves.side == "none" else ink
            if sign.halves.side in {side, "both", "none"}:
                area = at._replace(left=left, width=wide)
                half = slide.shapes.add_shape(sign.shape, *(Pt(points) for points in area))
                flat(half, fill_colour.lstrip("#"))
                half.name = sign.label
    if sign.letter:
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        fill(frame, [(Piece(sign.letter, bold=True, colour=sign.colour),)], 7.0)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
