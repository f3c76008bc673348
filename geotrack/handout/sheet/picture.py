"""A map as a picture: a sheet with map, marking, legend and records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from folium_polar.basemap.style import PAPER
from geotrack.handout.boxes import SHEETS, Box, Sheet
from geotrack.handout.options import Options, Progress
from geotrack.handout.output import need_matplotlib, new_figure, page_axes
from geotrack.handout.output import pdf as to_pdf
from geotrack.handout.output import png as to_png
from geotrack.handout.output import svg as to_svg
from geotrack.mapview.map_view import MapView

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from geotrack.handout.sheet.record_blocks import Block, Kinds

    Laid = Sequence[tuple[Block, float, float]]

__all__ = ["pdf", "png", "sheets", "svg"]

# The map's part of the width between the margins, and the gap between it and the records.
_SHARE = {"a4": 0.62, "a3": 0.60, "16:9": 0.56, "4:3": 0.60}
_GUTTER = 14.0
# Approximate height of scale and legend under the map, and its greatest ratio of width to height.
_UNDER = 88.0
_SQUARISH = 1.2
# Width of a column of records, about, points at scale 1.
_COLUMN = 235.0


def png(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return a map's sheet as PNG."""
    need_matplotlib()
    [figure] = sheets(view, options.size, progress, single=True)
    progress("writing the picture")
    return to_png(figure, options.dpi)


def svg(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return a map's sheet as SVG."""
    need_matplotlib()
    [figure] = sheets(view, options.size, progress, single=True)
    progress("writing the picture")
    return to_svg(figure, view.definition.title)


def pdf(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return a map as PDF: its sheet, and more sheets for records and sources as needed."""
    need_matplotlib()
    figures = sheets(view, options.size, progress, single=False)
    count = len(figures)
    progress(f"writing {count} sheet{'' if count == 1 else 's'}")
    return to_pdf(figures, view.definition.title)


def sheets(view: MapView, size: str, progress: Progress, *, single: bool) -> list[Figure]:
    """Draw a map's sheets.

    Parameters
    ----------
    view : MapView
        The map.
    size : str
        A key of `SHEETS`.
    progress : callable
        Receives texts about the progress.
    single : bool
        Whether there is one sheet only, which then says how much was omitted.

    Returns
    -------
    list of matplotlib.figure.Figure
        The map's sheet first.
    """
    from geotrack.handout.sheet.sheet_frame import foot, marked

    sheet = SHEETS[size]
    progress("drawing the map")
    first, rest = _map_sheet(view, size, single=single)
    figures = [first]
    if rest is not None:
        progress("setting records and sources")
        figures += _more_sheets(view, sheet, rest)
    if not single:
        figures += _comparisons(view, sheet)
    for n, figure in enumerate(figures, 1):
        [axes, *_] = figure.axes
        marked(axes, sheet, view)
        foot(axes, sheet, view, n, len(figures))
    return figures


@dataclass(frozen=True, slots=True)
class _Texts:
    """Blocks with their positions, the numbers of the records in them, and a note at the foot."""

    laid: Laid = ()
    numbers: frozenset[int] = frozenset()
    note: str = ""

    def draw(self, axes: Any, view: MapView, box: Box, scale: float) -> None:
        """Draw them into the columns of a box."""
        from geotrack.handout.fonts_and_colours import colour
        from geotrack.handout.lettering import draw_text, title_font

        *_, last = columns = _columns(box, scale)
        for block, x, y in self.laid:
            block.draw(axes, x, y, columns[0].width)
        font = title_font(view.look, 7.6 * scale, italic=True)
        corner = (last.left, last.bottom - 3 * scale)
        draw_text(axes, *corner, self.note, font, colour=colour("ink"))


def _blank(sheet: Sheet) -> tuple[Figure, Any]:
    figure = new_figure(*sheet.inches)
    figure.set_facecolor("#ffffff")
    return figure, page_axes(figure)


def _map_sheet(view: MapView, size: str, *, single: bool) -> tuple[Figure, int | None]:
    """Draw the sheet with the map; return it and the index of the first omitted text."""
    from geotrack.handout.chart.chart import draw
    from geotrack.handout.sheet.legend import draw_key, key_height
    from geotrack.handout.sheet.record_blocks import lead_blocks, observed_blocks
    from geotrack.handout.sheet.sheet_frame import foot_top, masthead, scale_bar

    sheet = SHEETS[size]
    scale, margin = sheet.scale, sheet.margin
    figure, axes = _blank(sheet)
    if view.definition.view.frame == "round":
        return figure, _round_sheet(figure, axes, view, sheet, single=single)
    top = masthead(axes, sheet, view) + 9 * scale
    bottom = foot_top(sheet, view)
    # The content of a map is round, so a square leaves more room for records beside it.
    high = bottom - top - _UNDER * scale
    across = sheet.width - 2 * margin
    wide = min(across * _SHARE[size], _SQUARISH * high) if view.record_views else across
    # Without records nothing is beside the map, and lead and texts about observations are under it.
    texts = [] if view.record_views else lead_blocks(view, wide, scale)
    texts += [] if view.record_views or not single else observed_blocks(view, wide, scale)
    space_below = 20 * scale + key_height(view, wide, scale) + sum(block.height for block in texts)
    box = Box(margin, top, wide, bottom - top - space_below - 2 * scale)
    left = margin + wide + _GUTTER * scale
    top -= 4 * scale
    beside = Box(left, top, sheet.width - margin - left, bottom - top - 2 * scale)
    found, rest = _texts_beside(view, beside, scale, single=single)
    numbered = found.numbers.union(view.labels) if single and view.record_views else None
    chart = draw(figure, view, box, named=view.labels, scale=scale, numbered=numbered)
    y = box.bottom + 10 * scale
    right = scale_bar(axes, chart, margin + 2, y, view, scale=scale) + 10 * scale
    _note(axes, chart, Box(right, y, margin + wide - right, 0), view, scale)
    draw_key(axes, view, Box(margin, y + 11 * scale, wide, space_below), scale, chart.observed)
    y = box.bottom + space_below - sum(block.height for block in texts)
    for block in texts:
        block.draw(axes, margin, y, wide)
        y += block.height
    if not view.record_views:
        return figure, None if single else 0
    found.draw(axes, view, beside, scale)
    return figure, rest


def _texts_beside(
    view: MapView, box: Box, scale: float, *, single: bool
) -> tuple[_Texts, int | None]:
    """Lay out the texts beside a map; return them and the index of the first omitted one."""
    from geotrack.handout.sheet.record_blocks import blocks_of, complete_blocks, flow

    if not view.record_views:
        return _Texts(), None
    columns = _columns(box, scale)
    kinds = blocks_of(view, columns[0].width, scale)
    if single:
        return _as_many(view, kinds, columns, scale), None
    laid = complete_blocks(flow(kinds.all, columns), kinds.all)
    rest = len(kinds.all) - len(laid)
    # Columns of another width have other line breaks, but the same texts.
    return _Texts(laid), kinds.all[-rest].item if rest else None


def _round_sheet(
    figure: Figure, axes: Any, view: MapView, sheet: Sheet, *, single: bool
) -> int | None:
    """Draw a round sheet; return the index of the first text for other sheets, if there are any."""
    from geotrack.handout.sheet.round_plate import draw_plate
    from geotrack.handout.sheet.sheet_frame import BANNER, foot_top

    figure.set_facecolor(PAPER)
    head = (BANNER + 4) * sheet.scale if view.frame.marking else 4.0 * sheet.scale
    bottom = foot_top(sheet, view)
    box = Box(sheet.margin, head, sheet.width - 2 * sheet.margin, bottom - head - 4 * sheet.scale)
    draw_plate(figure, axes, view, box, sheet.scale, single=single)
    # The lead, the first of the texts, stands on it.
    return None if single or not view.record_views else int(bool(view.lead))


def _columns(box: Box, scale: float) -> list[Box]:
    """Return the columns of a box."""
    gutter = _GUTTER * scale
    count = max(1, round(box.width / (_COLUMN * scale)))
    room = (box.width - (count - 1) * gutter) / count
    return [Box(box.left + n * (room + gutter), box.top, room, box.height) for n in range(count)]


def _as_many(view: MapView, kinds: Kinds, columns: list[Box], scale: float) -> _Texts:
    """Lay out the texts that fit on one sheet; others have a line in an index, if that fits."""
    from geotrack.handout.sheet.record_blocks import (
        complete_blocks,
        flow,
        index_block,
        short_sources,
    )

    blocks = [*kinds.records, *kinds.sources]
    laid = flow(blocks, columns)
    every = {block.record.number: block.record for block in kinds.records if block.record}
    if len(laid) == len(blocks):
        return _Texts(laid, frozenset(every))
    *full_columns, last = columns
    last = last.less(bottom=14 * scale)
    texts = _named_first(kinds.records, view.labels)
    laid = complete_blocks(flow(texts, [*full_columns, last]), texts)
    shown = {block.record.number for block, _, _ in laid if block.record}
    for with_index, n in product((True, False), range(len(laid), 0, -1)):
        shown = {block.record.number for block, _, _ in laid[:n] if block.record}
        rest = [every[number] for number in sorted(every.keys() - shown)] if with_index else []
        sources = short_sources(view, [every[number] for number in shown], last.width, scale)
        index = index_block(view, rest, last.width, scale)
        block, x, y = laid[n - 1]
        ends = y + block.height if x == last.left else last.top
        parted = n < len(laid) and laid[n][0].item == block.item
        top = last.bottom - sources.height
        if not (block.heading or parted) and ends + 5 * scale <= top - index.height:
            foot = [(index, last.left, top - index.height), (sources, last.left, top)]
            numbers = frozenset(every) if with_index else frozenset(shown)
            return _Texts([*laid[:n], *foot], numbers, _note_on_rest(view, len(every), numbers))
    return _Texts(laid, frozenset(shown), _note_on_rest(view, len(every), shown))


def _note_on_rest(view: MapView, count: int, numbers: Collection[int]) -> str:
    """Return where the records are that one sheet leaves out, and the addresses."""
    rest = count - len(numbers)
    return str(view.translate("handout.more" if rest else "handout.addresses", n=rest))


def _named_first(blocks: list[Block], named: Collection[int]) -> list[Block]:
    """Return blocks with those of the records that the map names right after the first heading."""
    items = {block.item for block in blocks if block.record and block.record.number in named}
    head = next((n for n, block in enumerate(blocks, 1) if block.heading), 0)
    rest = blocks[head:]
    return [*blocks[:head], *sorted(rest, key=lambda block: block.item not in items)]


def _note(axes: Any, chart: Any, box: Box, view: MapView, scale: float) -> None:
    """Write to the right of the scale where it is true, the projection, what is not on the map."""
    from geotrack.handout.fonts_and_colours import colour
    from geotrack.handout.lettering import DROP, SMALL, draw_text, few, title_font

    font = title_font(view.look, SMALL * scale, italic=True)
    note = chart.note
    if chart.crowd:
        note = f"{note}. {view.translate('handout.dots')}"
    elif chart.off_screen:
        numbers = ", ".join(map(str, chart.off_screen))
        note = f"{note}. {view.translate('page.beyond.printed', numbers=numbers)}"
    lines = [str(view.translate("page.map.scale")), *few(note, font, box.width, 2)]
    y = box.top - 0.5 * 1.15 * font.size * (len(lines) - 1) + DROP * font.size
    for text in lines:
        draw_text(axes, box.left, y, text, font, colour=colour("quiet"))
        y += 1.15 * font.size


def _more_sheets(view: MapView, sheet: Sheet, first: int) -> list[Figure]:
    """Draw the remaining texts in columns on more sheets."""
    from geotrack.handout.sheet.record_blocks import blocks_of, flow
    from geotrack.handout.sheet.sheet_frame import foot_top, masthead

    scale, margin = sheet.scale, sheet.margin
    across = Box(margin, 0.0, sheet.width - 2 * margin, 0.0)
    room = _columns(across, scale)[0].width
    rest = [block for block in blocks_of(view, room, scale).all if block.item >= first]
    figures = []
    while rest:
        figure, axes = _blank(sheet)
        top = masthead(axes, sheet, view, small=True) + 4 * scale
        high = foot_top(sheet, view) - top
        laid = flow(rest, _columns(Box(margin, top, across.width, high), scale))
        for block, x, y in laid:
            block.draw(axes, x, y, room)
        rest = rest[len(laid) :]
        figures.append(figure)
    return figures


def _comparisons(view: MapView, sheet: Sheet) -> list[Figure]:
    """Draw the accounts of each contested record on a sheet of its own."""
    from geotrack.handout.comparison import contested, draw_comparison
    from geotrack.handout.sheet.sheet_frame import foot_top, masthead

    figures = []
    for record in contested(view):
        figure, axes = _blank(sheet)
        top = masthead(axes, sheet, view, small=True) + 8 * sheet.scale
        width = sheet.width - 2 * sheet.margin
        box = Box(sheet.margin, top, width, foot_top(sheet, view) - top)
        draw_comparison(figure, view, record, box, sheet.scale)
        figures.append(figure)
    return figures
