"""Accounts of a record beside each other on paper: a panel each, their days, and what all say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from geotrack.handout.boxes import Box
from geotrack.handout.chart.areas import Areas
from geotrack.handout.chart.basemap import paint_coast
from geotrack.handout.chart.canvas import Ground
from geotrack.handout.chart.projection import Plane, fitted
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import (
    DROP,
    SMALL,
    Font,
    draw_text,
    sans,
    serif,
    title_font,
    width,
    wrapped,
)
from geotrack.handout.wording import line
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.accounts import Account
from geotrack.mapview.record.comparison import Comparison, place_case
from geotrack.mapview.record.day_rule import DayBar, DayRule
from geotrack.mapview.record.view import RecordView

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["contested", "described", "draw_comparison"]

# Width of a panel at most and the gap beside it, points at scale 1; its height for a width.
_PANEL, _GAP, _HIGH = 152.0, 6.0, 146 / 164
# Opacity of the area of an account, and of one that all name.
_AREA, _ALL = 0.42, 0.56
# Share of the width that the areas have of a panel.
_FILLED = 0.72
# Width of the names beside the rule of days, and height of a bar and its row, points at scale 1.
_NAMES, _BAR, _ROW = 118.0, 10.0, 17.0
_RADIUS = 2.5


def contested(view: MapView) -> list[RecordView]:
    """Return the records of a map whose accounts a drawing compares."""
    return [record for record in view.record_views if record.contested]


def described(record: RecordView) -> str:
    """Return what a drawing of a record's accounts says, for readers who do not see it."""
    if (comparison := record.comparison) is None:
        return ""
    rule = comparison.rule
    conflicts = [f"{b.text} {b.note}".strip() for b in (rule.brackets if rule else ())]
    return ". ".join([comparison.summary, *conflicts, *comparison.agreements.values()])


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn, and where: axes of a sheet, and the free box of it."""

    figure: Figure
    axes: Any
    view: MapView
    record: RecordView
    comparison: Comparison
    box: Box
    scale: float

    def font(self, size: float = SMALL, *, bold: bool = False) -> Font:
        """Return a font by its size at scale 1."""
        return sans(size * self.scale, bold=bold)

    @property
    def columns(self) -> list[tuple[float, float]]:
        """The left edge and the width of the column of each account, and of that of all."""
        count = len(self.record.accounts) + 1
        gap = _GAP * self.scale
        wide = min((self.box.width - (count - 1) * gap) / count, _PANEL * self.scale)
        return [(self.box.left + n * (wide + gap), wide) for n in range(count)]

    def text(self, x: float, y: float, text: str, font: Font, *, room: float, ink: str) -> float:
        """Write a text in lines below each other; return the lower edge."""
        for part in wrapped(text, font, room):
            y += 1.24 * font.size
            draw_text(self.axes, x, y, part, font, colour=colour(ink))
        return y

    def rectangle(self, box: Box, **look: Any) -> None:
        """Draw a rectangle."""
        self.axes.add_patch(Rectangle((box.left, box.top), box.width, box.height, **look))

    def rule(self, xs: Sequence[float], ys: Sequence[float], ink: str, weight: float) -> None:
        """Draw a line."""
        look = {"color": colour(ink), "linewidth": weight * self.scale, "zorder": 4}
        self.axes.add_artist(Line2D(xs, ys, solid_joinstyle="miter", **look))


def draw_comparison(
    figure: Figure,
    view: MapView,
    record: RecordView,
    box: Box,
    scale: float,
    *,
    titled: bool = True,
    panels: bool = True,
    lowered: float = 0.0,
) -> float:
    """Draw the accounts of a record beside each other.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The sheet, with axes of `output.page_axes`.
    view : MapView
        The map of the record.
    record : RecordView
        One that is `contested`.
    box : Box
        The free part of the sheet, points.
    scale : float
        Size of text; 1 for A4 paper.
    titled : bool
        Whether the title of the record stands above.
    panels : bool
        Whether the maps of the accounts are drawn; without them their room is left free, which is
        quicker where only the lower edge is asked for.
    lowered : float
        By how much the maps are lower than usual, points.

    Returns
    -------
    float
        The lower edge of the drawing.
    """
    comparison = record.comparison
    if comparison is None:
        return box.top
    drawing = _Drawing(figure, figure.axes[0], view, record, comparison, box, scale)
    y = _claimants(drawing, _heading(drawing, titled=titled))
    if comparison.areas:
        y = _panels(drawing, y + 3 * scale, draw=panels, lowered=lowered)
    if comparison.rule:
        y = _days(drawing, comparison.rule, y + 10 * scale)
    return _statements(drawing, y + 6 * scale)


def _heading(drawing: _Drawing, *, titled: bool) -> float:
    record, box, scale, y = drawing.record, drawing.box, drawing.scale, drawing.box.top
    if titled:
        title = title_font(drawing.view.look, 13 * scale, bold=True)
        text = f"{record.number} · {line(record.event.title)}"
        y = drawing.text(box.left, y, text, title, room=box.width, ink="ink") + 3 * scale
    font = drawing.font(8)
    return drawing.text(
        box.left, y, line(drawing.comparison.summary), font, room=box.width, ink="quiet"
    )


def _claimants(drawing: _Drawing, top: float) -> float:
    """Write the claimants with what they were read in, above their columns; return the foot."""
    bold, small = drawing.font(8, bold=True), drawing.font()
    heads = [(one.claimant, line(one.read_in)) for one in drawing.record.accounts]
    translate = drawing.view.translate
    darkest = str(translate("page.card.darkest")) if drawing.comparison.areas else ""
    heads.append((str(translate("record.comparison.overlaid")), darkest))
    room = drawing.columns[0][1]
    heights = [
        1.24 * (bold.size * len(wrapped(name, bold, room)))
        + 1.24 * small.size * (len(wrapped(read, small, room)) if read else 0)
        for name, read in heads
    ]
    foot = top + 6 * drawing.scale + max(heights)
    for (x, _), (name, read), height in zip(drawing.columns, heads, heights, strict=True):
        y = drawing.text(x, foot - height, name, bold, room=room, ink="ink")
        if read:
            drawing.text(x, y, read, small, room=room, ink="quiet")
    return foot


def _panels(drawing: _Drawing, top: float, *, draw: bool, lowered: float) -> float:
    """Draw the panels; return their lower edge."""
    wide = drawing.columns[0][1]
    high = wide * _HIGH - lowered
    if not draw:
        return top + high
    regions = drawing.view.workspace.regions
    shapes = [
        [*(regions[id_].plane for id_ in one.regions), *(disc.plane for disc in one.discs)]
        for one in drawing.record.accounts
    ]
    extent = shapely.GeometryCollection([shape for of_one in shapes for shape in of_one])
    frame = Box(0.0, 0.0, wide, high)
    for n, (x, _) in enumerate(drawing.columns):
        box = Box(x, top, wide, frame.height)
        margin = (1 - _FILLED) / 2
        inner = box.less(*(2 * (margin * wide, margin * frame.height)))
        ground = _ground(drawing, box, fitted(drawing.view.crs, extent, inner))
        accounts = drawing.record.accounts
        if n < len(accounts):
            _panel(drawing, ground, accounts[n], shapes[n])
        else:
            _overlay(drawing, ground, shapes)
    return top + frame.height


def _ground(drawing: _Drawing, box: Box, plane: Plane) -> Ground:
    ground = Ground.on(drawing.figure, box, plane, drawing.scale, south=drawing.view.south)
    paper = {"facecolor": colour("raised"), "edgecolor": "none", "zorder": 0.5}
    ground.add(Rectangle((box.left, box.top), box.width, box.height, **paper))
    return ground


def _panel(drawing: _Drawing, ground: Ground, account: Account, shapes: Sequence[Any]) -> None:
    case = place_case(account)
    if case != "unstated":
        paint_coast(ground)
    for shape in shapes:
        _ink(ground, shape, _AREA)
    if case != "area":
        key = "page.card.inWords" if case == "words" else "page.card.notStated"
        font = serif(SMALL * drawing.scale, italic=True)
        _in_middle(ground, str(drawing.view.translate(key)), font, low=case == "words")
    _frame(ground, 0.6)


def _overlay(drawing: _Drawing, ground: Ground, shapes: Sequence[Sequence[Any]]) -> None:
    paint_coast(ground)
    comparison = drawing.comparison
    each = [shape for of_one in shapes for shape in of_one]
    for shape in {id(shape): shape for shape in each}.values():
        many = sum(other is shape for other in each)
        _ink(ground, shape, _ALL * many / comparison.areas)
    font = sans(SMALL * drawing.scale, bold=True)
    taken: list[tuple[float, float]] = []
    for overlap in comparison.overlaps:
        values = {"count": overlap.count, "n": comparison.areas}
        text = str(drawing.view.translate("page.card.count", **values))
        [x], [y] = ground.plane.points(*([v] for v in overlap.lonlat))
        y += 0.35 * font.size
        while any(abs(x - u) < 4 * font.size and abs(y - v) < 1.2 * font.size for u, v in taken):
            y -= 1.2 * font.size
        taken.append((x, y))
        halo = (colour("raised"), 1.8 * drawing.scale)
        look: dict[str, Any] = {"colour": colour("ink"), "align": "center", "halo": halo}
        draw_text(ground.axes, x, y, text, font, **look)
    _frame(ground, 1.5)


def _ink(ground: Ground, shape: Any, opacity: float) -> None:
    areas = Areas(ground)
    if shape.area:
        look: dict[str, Any] = {"line_width": 0.8, "line_opacity": 0.6, "zorder": 4.0}
        areas.fill(areas.clipped(shape), colour("ink"), opacity, **look)
        return
    x, y = ground.plane.of_shape(shape.centroid).coords[0]
    ground.add(Circle((x, y), _RADIUS * ground.scale, facecolor=colour("ink"), alpha=opacity))


def _frame(ground: Ground, weight: float) -> None:
    box = ground.box
    look = {"facecolor": "none", "edgecolor": colour("ink"), "linewidth": weight * ground.scale}
    ground.axes.add_patch(Rectangle((box.left, box.top), box.width, box.height, zorder=9, **look))


def _in_middle(ground: Ground, text: str, font: Font, *, low: bool) -> None:
    """Write a text into the middle of a panel, or at its foot."""
    box = ground.box
    lines = wrapped(text, font, box.width - font.size)
    y = box.bottom - 0.5 * font.size if low else box.top + box.height / 2 + 0.6 * font.size
    halo = (colour("raised"), 1.8 * ground.scale)
    for n, part in enumerate(reversed(lines)):
        at = (box.left + box.width / 2, y - 1.2 * n * font.size)
        draw_text(ground.axes, *at, part, font, colour=colour("ink"), align="center", halo=halo)


def _days(drawing: _Drawing, rule: DayRule, top: float) -> float:
    """Draw the rule of days; return its lower edge."""
    scale, box = drawing.scale, drawing.box
    left = box.left + _NAMES * scale
    (last, wide), small = drawing.columns[-1], drawing.font()
    length = max(last + wide, left + 260 * scale) - left
    heading = str(drawing.view.translate("record.when"))
    top = drawing.text(box.left, top, heading, drawing.font(bold=True), room=length, ink="quiet")
    axis = top + 8 * scale
    drawing.rule([left, left + length], [axis, axis], "ink", 0.8)
    for share in (0.0, *(cell.end for cell in rule.cells)):
        drawing.rule([left + share * length] * 2, [axis - 3 * scale, axis + 3 * scale], "ink", 0.8)
    for cell in rule.cells:
        middle = left + (cell.start + cell.end) / 2 * length
        draw_text(
            drawing.axes,
            middle,
            axis - 4 * scale,
            str(cell.text),
            small,
            colour=colour("quiet"),
            align="center",
        )
    y = axis + 3 * scale
    middles = []
    for row in range(len(rule.bars)):
        y, middle = _bar(drawing, rule, row, Box(left, y, length, 0))
        middles.append(middle)
    _brackets(drawing, rule, Box(left, 0, length, 0), middles)
    return y


def _bar(drawing: _Drawing, rule: DayRule, row: int, track: Box) -> tuple[float, float]:
    """Draw a date on its line; return the foot of the line and its middle."""
    scale, bar = drawing.scale, rule.bars[row]
    bold, small = drawing.font(7.5, bold=True), drawing.font(bold=True)
    is_first = not row or rule.bars[row - 1].account != bar.account
    name = drawing.record.accounts[bar.account].claimant if is_first else ""
    room = (_NAMES - 8) * scale
    lines = wrapped(name, bold, room)
    high = max(_ROW * scale, 1.24 * bold.size * len(lines) + 4 * scale)
    middle = track.top + high / 2
    top = middle - 0.65 * bold.size * len(lines)
    drawing.text(drawing.box.left, top, name, bold, room=room, ink="ink")
    left, right = (track.left + share * track.width for share in (bar.start, bar.end))
    box = Box(left, middle - _BAR / 2 * scale, right - left, _BAR * scale)
    if bar.exact:
        drawing.rectangle(box, facecolor=colour("ink"), edgecolor="none", zorder=5)
    else:
        dashed: dict[str, Any] = {"linewidth": 0.6 * scale, "linestyle": (0, (3, 2))}
        drawing.rectangle(box, facecolor="none", edgecolor=colour("faint"), zorder=5, **dashed)
    _date(drawing, bar, box, small)
    return track.top + high, middle


def _date(drawing: _Drawing, bar: DayBar, box: Box, font: Font) -> None:
    """Write a date into its bar, or beside it."""
    gap = 4 * drawing.scale
    x, align = box.left + gap, "left"
    if bar.text_at:
        x, align = (
            (box.right + gap, "left") if bar.text_at == "after" else (box.left - gap, "right")
        )
    elif bar.exact:
        x, align = box.left + box.width / 2, "center"
    ink = "quiet" if not bar.exact else "ink" if bar.text_at else "raised"
    look: dict[str, Any] = {"colour": colour(ink), "align": align}
    if bar.text_at:
        look["halo"] = ("#ffffff", 2 * drawing.scale)
    y = box.top + box.height / 2 + DROP * font.size
    draw_text(drawing.axes, x, y, str(bar.text), font, **look)


def _brackets(drawing: _Drawing, rule: DayRule, track: Box, middles: Sequence[float]) -> None:
    for bracket in rule.brackets:
        x = track.left + bracket.at * track.width
        first, last = middles[bracket.bars[0]], middles[bracket.bars[-1]]
        drawing.rule([x, x], [first, last], "conflict", 1.4)
        for row in bracket.bars:
            bar = rule.bars[row]
            end = track.left + bar.end * track.width
            if bar.text_at == "after":
                end += 8 * drawing.scale + width(str(bar.text), drawing.font(bold=True))
            drawing.rule([end, x], [middles[row]] * 2, "conflict", 1.4)
        left = x + 5 * drawing.scale
        room = max(track.right - left, 90 * drawing.scale)
        bold, small = drawing.font(7.5, bold=True), drawing.font()
        lines = len(wrapped(str(bracket.text), bold, room))
        high = 1.24 * (bold.size * lines + (small.size if bracket.note else 0))
        y = (first + last - high) / 2 - 1
        y = drawing.text(left, y, str(bracket.text), bold, room=room, ink="conflict")
        if bracket.note:
            drawing.text(left, y, str(bracket.note), small, room=room, ink="conflict")


def _rows(drawing: _Drawing) -> Iterator[tuple[str, list[str], str]]:
    """Yield the subject, what each account states on it, and what all say."""
    for key in ("where", "who", "what"):
        about = drawing.view.translate(f"record.{key}")
        stated = [
            next((line(s.text) for s in one.statements if s.about == about), "")
            for one in drawing.record.accounts
        ]
        if any(stated):
            yield str(about), stated, str(drawing.comparison.agreements.get(key, ""))


def _statements(drawing: _Drawing, top: float) -> float:
    """Write the rows of statements; return their lower edge."""
    small, bold, scale = drawing.font(), drawing.font(bold=True), drawing.scale
    missing = serif(SMALL * scale, italic=True)
    not_stated = str(drawing.view.translate("page.card.notStated"))
    last, wide = drawing.columns[-1]
    for about, stated, agreed in _rows(drawing):
        drawing.rule([drawing.box.left, last + wide], [top + 4 * scale] * 2, "hair", 0.6)
        y = drawing.text(drawing.box.left, top + 5 * scale, about, bold, room=wide, ink="quiet")
        texts = [(text or not_stated, small if text else missing) for text in stated]
        texts.append((agreed, bold))
        feet = [
            drawing.text(x, y, text, font, room=wide, ink="quiet" if font is missing else "ink")
            for (x, _), (text, font) in zip(drawing.columns, texts, strict=True)
        ]
        top = max(feet)
    return top
