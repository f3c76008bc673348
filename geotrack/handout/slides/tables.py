"""Tables over as many slides as needed, with repeated heads; rows are cut if necessary."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from geotrack.handout.slides.boxes import Area
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.template.default_theme import HAIR, INK
from geotrack.handout.slides.text_runs import Paragraph, Piece, cut, fill, texts_of
from geotrack.handout.slides.text_width import LINE, lines_of, width_of

__all__ = ["Column", "Row", "table_slides"]

# Inner margins of a cell at its sides, and above and below, points.
_SIDE, _EDGE = 5.0, 3.5
# Font size of headings, points.
_HEAD = 10.0
# In a template lines have half the text's colour, which is visible on any ground.
_OF_TEXT = '<a:schemeClr val="tx1"><a:alpha val="50000"/></a:schemeClr>'
# The style "No Style, No Grid"; lines are added here.
_UNSTYLED = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
# Allowance for viewers that set text wider than computed.
_SLACK = 2.0
# Width of the widest number, points.
_NUMBER = 60.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and its part of the width."""

    head: str
    share: float


Row = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of a table: widths of columns in points, font size, deck."""

    widths: tuple[float, ...]
    size: float
    own: bool
    stretch: float

    def inner(self, width: float) -> float:
        """Return the width available to Arial text in a cell."""
        return (width - 2 * _SIDE - _SLACK) / self.stretch

    def height(self, row: Row, *, head: bool = False) -> float:
        """Return the height of a row."""
        size = _HEAD if head else self.size
        line_count = (
            len(lines_of(text, size, self.inner(width), bold=any(p.bold for p in cell)))
            for cell, text, width in zip(row, texts_of(row), self.widths, strict=True)
        )
        return max(line_count) * size * LINE + 2 * _EDGE


def table_slides(
    sheets: Sheets,
    title: Sequence[str],
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    size: float = 12.0,
    most: int,
) -> None:
    """Add a table on as many slides as needed.

    Parameters
    ----------
    sheets : Sheets
        Where the slides are added.
    title : (str, str)
        Of the first slide, and of the following ones.
    columns : sequence of Column
        The columns; heads are on each slide.
    rows : iterable of Row
        One cell for each column; a row higher than a slide continues in a row without a number.
    size : float
        Font size, points.
    most : int
        Greatest number of rows on a slide.
    """
    waiting = list(rows)
    # Rows are distributed evenly, so that the last slide is not nearly empty.
    most = math.ceil(len(waiting) / max(math.ceil(len(waiting) / most), 1))
    heads: Row = tuple((Piece(column.head, bold=True),) for column in columns)
    numbers = [row[0] for row in waiting]
    first, continued_title = title
    while waiting:
        slide, area = sheets.add(first)
        first = continued_title
        deck = sheets.deck
        widths = _widths(area.width, columns, numbers, size, deck.stretch)
        form = _Form(widths, size, deck.own, deck.stretch)
        free = area.height - form.height(heads, head=True)
        fitting, waiting = _fitting(waiting, form, free, most)
        _table(slide, area, [heads, *fitting], form)


def _widths(
    width: float,
    columns: Sequence[Column],
    numbers: Sequence[Paragraph],
    size: float,
    stretch: float,
) -> tuple[float, ...]:
    """Divide a width, giving each column at least the width of its head and of numbers."""
    edges = 2 * _SIDE + _SLACK + 1.0
    longest = max(width_of(text, size, bold=True) for text in texts_of(numbers)) * stretch
    least = [width_of(c.head, _HEAD, bold=True) * stretch + edges for c in columns]
    # A first column with long texts has no numbers.
    if longest < _NUMBER:
        least[0] = max(least[0], longest + edges)
    shares = [width * column.share / sum(c.share for c in columns) for column in columns]
    fixed = {n for n, share in enumerate(shares) if share < least[n]}
    rest = width - sum(least[n] for n in fixed)
    free = sum(columns[n].share for n in range(len(columns)) if n not in fixed)
    return tuple(
        least[n] if n in fixed else rest * column.share / free for n, column in enumerate(columns)
    )


def _fitting(rows: list[Row], form: _Form, height: float, most: int) -> tuple[list[Row], list[Row]]:
    """Return the rows that fit, and the rest; a row too high for a slide is split."""
    fitting: list[Row] = []
    free = height
    for row in rows[:most]:
        row_height = form.height(row)
        if row_height > free:
            break
        fitting.append(row)
        free -= row_height
    if fitting:
        return fitting, rows[len(fitting) :]
    parts = [
        cut([cell], form.inner(width), height - 2 * _EDGE, form.size)
        for cell, width in zip(rows[0], form.widths, strict=True)
    ]
    head = tuple(first[0] if first else () for first, _ in parts)
    tail = tuple(rest[0] if rest else () for _, rest in parts)
    return [head], [tail, *rows[1:]]


def _table(slide: Any, area: Area, rows: Sequence[Row], form: _Form) -> None:
    """Add rows to a slide, the first being the head."""
    heights = [form.height(row, head=not n) for n, row in enumerate(rows)]
    frame = slide.shapes.add_table(
        len(rows),
        len(form.widths),
        *(Pt(v) for v in (area.left, area.top, area.width, sum(heights))),
    )
    frame.name = slide.shapes.title.text_frame.text
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _UNSTYLED
    table.horz_banding = False
    for column, width in zip(table.columns, form.widths, strict=True):
        column.width = Pt(round(width, 2))
    for n, (cells, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[n].height = Pt(round(height, 2))
        for at, cell in enumerate(cells):
            _fill_cell(table.cell(n, at), cell, form, head=not n)


def _fill_cell(cell: Any, pieces: Paragraph, form: _Form, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(_EDGE)
    fill(cell.text_frame, [pieces], _HEAD if head else form.size)
    colour = f'<a:srgbClr val="{(INK if head else HAIR).upper()}"/>' if form.own else _OF_TEXT
    _rule(cell, colour, 1.0 if head else 0.75)


def _rule(cell: Any, colour: str, width: float) -> None:
    """Draw the line under a cell."""
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="{round(width * 12700)}" cap="flat"><a:solidFill>'
        f"{colour}</a:solidFill></a:lnB>"
    )
    cell._tc.get_or_add_tcPr().append(line)
