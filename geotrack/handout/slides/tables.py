"""Tables over as many slides as they need, the heads on each; rows are cut where none fits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from geotrack.handout.slides.boxes import Area
from geotrack.handout.slides.lettering import LINE, lines_of
from geotrack.handout.slides.own import HAIR, INK
from geotrack.handout.slides.pieces import Paragraph, Piece, cut, fill, texts_of
from geotrack.handout.slides.sheets import Sheets

__all__ = ["Column", "Row", "table_slides"]

_SIDE, _EDGE = 5.0, 3.5
_HEAD = 10.0
# No Style, No Grid: the lines are set here.
_UNSTYLED = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
# What a viewer may set wider than was reckoned.
_SLACK = 2.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and its part of the width."""

    head: str
    share: float


Row = tuple[Paragraph, ...]


def table_slides(
    sheets: Sheets,
    title: Sequence[str],
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    size: float = 12.0,
    most: int = 10,
) -> None:
    """Add a table on as many slides as it needs.

    Parameters
    ----------
    sheets : Sheets
        Where the slides are added.
    title : (str, str)
        Of the first slide, and of those that go on.
    columns : sequence of Column
        Their heads stand on each slide.
    rows : iterable of Row
        A cell a column; a row that is higher than a slide goes on in a row without a number.
    size : float
        Of the letters, points.
    most : int
        So many rows stand on a slide at most.
    """
    waiting = list(rows)
    # As many on each slide, rather than two on the last.
    most = math.ceil(len(waiting) / max(math.ceil(len(waiting) / most), 1))
    first, again = title
    while waiting:
        slide, area = sheets.add(first)
        first = again
        widths = [area.width * c.share / sum(c.share for c in columns) for c in columns]
        head = _height([(Piece(c.head, bold=True),) for c in columns], widths, _HEAD)
        here, waiting = _fitting(waiting, widths, area.height - head, size, most)
        _table(slide, area, columns, here, widths=widths, size=size, own=sheets.deck.own)


def _fitting(
    rows: list[Row], widths: Sequence[float], height: float, size: float, most: int
) -> tuple[list[Row], list[Row]]:
    """Return the rows that fit, and the others; of a row that is too high for a slide a part."""
    here: list[Row] = []
    free = height
    for row in rows[:most]:
        needed = _height(row, widths, size)
        if needed > free:
            break
        here.append(row)
        free -= needed
    if here:
        return here, rows[len(here) :]
    room = height - 2 * _EDGE
    parts = [
        cut([cell], width - 2 * _SIDE - _SLACK, room, size)
        for cell, width in zip(rows[0], widths, strict=True)
    ]
    head = tuple(first[0] if first else () for first, _ in parts)
    tail = tuple(rest[0] if rest else () for _, rest in parts)
    return [head], [tail, *rows[1:]]


def _height(row: Sequence[Paragraph], widths: Sequence[float], size: float) -> float:
    many = (
        len(lines_of(text, size, width - 2 * _SIDE - _SLACK, bold=any(p.bold for p in cell)))
        for cell, text, width in zip(row, texts_of(row), widths, strict=True)
    )
    return max(many) * size * LINE + 2 * _EDGE


def _table(
    slide: Any,
    area: Area,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    widths: Sequence[float],
    size: float,
    own: bool,
) -> None:
    heads: Row = tuple((Piece(c.head, bold=True),) for c in columns)
    heights = [_height(heads, widths, _HEAD), *(_height(row, widths, size) for row in rows)]
    frame = slide.shapes.add_table(
        len(rows) + 1,
        len(columns),
        *(Pt(v) for v in (area.left, area.top, area.width, sum(heights))),
    )
    frame.name = slide.shapes.title.text_frame.text
    table = frame.table
    if own:
        table._tbl.tblPr.find(qn("a:tableStyleId")).text = _UNSTYLED
        table.horz_banding = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(round(width, 2))
    for n, (cells, height) in enumerate(zip([heads, *rows], heights, strict=True)):
        table.rows[n].height = Pt(round(height, 2))
        for at, cell in enumerate(cells):
            _fill_cell(table.cell(n, at), cell, size if n else _HEAD, head=not n, own=own)


def _fill_cell(cell: Any, pieces: Paragraph, size: float, *, head: bool, own: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(_EDGE)
    fill(cell.text_frame, [pieces], size)
    if own:
        _rule(cell, INK if head else HAIR, 1.0 if head else 0.75)


def _rule(cell: Any, colour: str, width: float) -> None:
    """Draw the line under a cell."""
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="{round(width * 12700)}" cap="flat"><a:solidFill>'
        f'<a:srgbClr val="{colour.upper()}"/></a:solidFill></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().append(line)
