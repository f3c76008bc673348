"""Record stacks on a chart: one symbol with the numbers of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.patches import BoxStyle, FancyBboxPatch

from geotrack.handout.chart.symbols import BOX, Mark, changed, doubt, doubt_unit, symbol
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, SMALL, Font, draw_text, sans, width
from geotrack.mapview.record.view import RecordView

__all__ = ["draw_stack", "ends_at", "stacks_on"]

# Of the edge of a symbol, as in web/src/page/stacks/record-stacks.css: height of a stack, its
# letters, themes, spaces, and the offset of the cards behind it.
_HIGH, _LETTERS, _THEME, _SPACE, _CARD = 0.82, 0.44, 0.5, 0.16, 0.11
# Opacity of symbols beside those that a scene is about.
_FAINT = 0.3


def stacks_on(
    stacks: Sequence[Sequence[int]], visible: Mapping[int, RecordView]
) -> dict[int, tuple[int, ...]]:
    """Return the stack of each visible record that is in one with another."""
    shown = [tuple(number for number in stack if number in visible) for stack in stacks]
    return {number: stack for stack in shown if len(stack) > 1 for number in stack}


def ends_at(records: Sequence[RecordView], size: float, text: str = "") -> float:
    """Return the distance from the centre of a stack to the centres of its round ends, points.

    Its text is in place of the numbers of its records.
    """
    text = text or " ".join(str(record.number) for record in records)
    content = width(text, _font(size)) + len(_themes(records)) * (_THEME + _SPACE) * size
    return max(0.0, (content + 3 * _SPACE * size - _HIGH * size) / 2 + 0.1 * size)


def draw_stack(
    axes: Any, mark: Mark, records: Sequence[RecordView], *, faint: bool, zorder: float
) -> None:
    """Draw a stack.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of `output.canvas`.
    mark : Mark
        Its position.
    records : sequence of RecordView
        Its records.
    faint : bool
        Whether it is faint beside emphasised ones.
    """
    size, themed, font = mark.size, _themes(records), _font(mark.size)
    colours = {record.colour for record in records}
    opacity = _FAINT if faint else 1.0
    ink = records[0].colour if len(colours) == 1 else colour("quiet")
    half_width, height = ends_at(records, size, mark.text) + _HIGH * size / 2, _HIGH * size
    for card in (2, 1, 0):  # the last one lies on top
        offset = card * _CARD * size
        patch = FancyBboxPatch(
            (mark.x - half_width + offset, mark.y - height / 2 - offset),
            2 * half_width,
            height,
            BoxStyle.Round(pad=0.0, rounding_size=height / 2),
            facecolor=(colour("hollow"), opacity),
            edgecolor=(ink, opacity),
            linewidth=0.04 * size,
            linestyle="solid" if card else (0, (2.0, 1.3)),
            zorder=zorder - card / 10_000,
        )
        axes.add_artist(patch)
    x = mark.x - half_width + 1.5 * _SPACE * size
    for record in themed:
        centre = (x + _THEME * size / 2, mark.y)
        look: dict[str, Any] = {"faint": faint, "zorder": zorder, "acting": record.acting}
        symbol(axes, centre, _THEME * size, record.theme, **look)
        x += (_THEME + _SPACE) * size
    y = mark.y + DROP * font.size
    if mark.text:
        draw_text(axes, x, y, mark.text, font, colour=ink, zorder=zorder)
    for record in records if not mark.text else ():
        number = str(record.number)
        draw_text(axes, x, y, number, font, colour=ink, zorder=zorder, gid=f"record-{number}")
        x += width(f"{number} ", font)
    top, unit = mark.y - height / 2, size / BOX
    if any(record.doubted for record in records):
        doubt(axes, (mark.x + half_width, top), doubt_unit(size), zorder)
    if kinds := {record.news.kind for record in records if record.news}:
        changed(axes, (mark.x - half_width, top), unit, max(kinds), zorder)


def _themes(records: Sequence[RecordView]) -> list[RecordView]:
    """Return the first record of each theme, and of each side in it."""
    return list({(record.theme.id, record.acting): record for record in records}.values())


def _font(size: float) -> Font:
    return sans(max(_LETTERS * size, SMALL), bold=True)
