"""A map as a picture: a sheet with map, marking, legend and records."""

from __future__ import annotations

from collections.abc import Collection
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


def _blank(sheet: Sheet) -> tuple[Figure, Any]:
    figure = new_figure(*sheet.inches)
    figure.set_facecolor("#ffffff")
    return figure, page_axes(figure)


def _map_sheet(view: MapView, size: str, *, single: bool) -> tuple[Figure, int | None]:
    """Draw the sheet with the map; return it and the index of the first omitted text."""
    from geotrack.handout.chart.chart import draw
    from geotrack.handout.sheet.legend import draw_key, key_height
    from geotrack.handout.sheet.record_blocks import (
        blocks_of,
        complete_blocks,
        flow,
        lead_blocks,
        observed_blocks,
    )
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
    chart = draw(figure, view, box, named=view.labels, scale=scale)
    y = box.bottom + 10 * scale
    right = scale_bar(axes, chart, margin + 2, y, view, scale=scale)
    _note(axes, chart, Box(right, y, margin + wide - right, 0), view, scale)
    draw_key(axes, view, Box(margin, y + 11 * scale, wide, space_below), scale, chart.observed)
    y = box.bottom + space_below - sum(block.height for block in texts)
    for block in texts:
        block.draw(axes, margin, y, wide)
        y += block.height
    if not view.record_views:
        return figure, None if single else 0
    left = margin + wide + _GUTTER * scale
    top -= 4 * scale
    beside = Box(left, top, sheet.width - margin - left, bottom - top - 2 * scale)
    columns = _columns(beside, scale)
    kinds = blocks_of(view, columns[0].width, scale)
    if single:
        laid, rest = _as_many(axes, view, kinds, columns, scale), 0
    else:
        laid = complete_blocks(flow(kinds.all, columns), kinds.all)
        rest = len(kinds.all) - len(laid)
    for block, x, at in laid:
        block.draw(axes, x, at, columns[0].width)
    # Columns of another width have other line breaks, but the same texts.
    return figure, kinds.all[-rest].item if rest else None


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


def _as_many(
    axes: Any, view: MapView, kinds: Kinds, columns: list[Box], scale: float
) -> list[tuple[Block, float, float]]:
    """Lay out the texts that fit on one sheet, with a note on the others."""
    from geotrack.handout.fonts_and_colours import colour
    from geotrack.handout.lettering import draw_text, title_font
    from geotrack.handout.sheet.record_blocks import complete_blocks, flow, short_sources

    blocks = [*kinds.records, *kinds.sources]
    laid = flow(blocks, columns)
    if len(laid) == len(blocks):
        return laid
    *full_columns, last = columns
    foot = last.bottom - 14 * scale
    texts = _named_first(kinds.records, view.labels)
    laid = complete_blocks(flow(texts, [*full_columns, last.less(bottom=14 * scale)]), texts)
    for n in range(len(laid), 0, -1):
        records = [block.record for block, _, _ in laid[:n] if block.record]
        short = short_sources(view, records, last.width, scale)
        block, x, y = laid[n - 1]
        ends = y + block.height if x == last.left else last.top
        parted = n < len(laid) and laid[n][0].item == block.item
        if not (block.heading or parted) and ends + 5 * scale + short.height <= foot:
            laid = [*laid[:n], (short, last.left, foot - short.height)]
            break
    records = [block.record for block, _, _ in laid if block.record]
    count = sum(block.record is not None for block in kinds.records) - len(records)
    note = view.translate("handout.more", n=count) if count else view.translate("handout.addresses")
    corner = (last.left, last.bottom - 3 * scale)
    font = title_font(view.look, 7.6 * scale, italic=True)
    draw_text(axes, *corner, note, font, colour=colour("ink"))
    return laid


def _named_first(blocks: list[Block], named: Collection[int]) -> list[Block]:
    """Return blocks with those of the records that the map names right after the first heading."""
    items = {block.item for block in blocks if block.record and block.record.number in named}
    head = next((n for n, block in enumerate(blocks, 1) if block.heading), 0)
    rest = blocks[head:]
    return [*blocks[:head], *sorted(rest, key=lambda block: block.item not in items)]


def _note(axes: Any, chart: Any, box: Box, view: MapView, scale: float) -> None:
    """Write the projection and the off-screen records to the right of the scale."""
    from geotrack.handout.fonts_and_colours import colour
    from geotrack.handout.lettering import DROP, SMALL, draw_text, shortened, title_font

    font = title_font(view.look, SMALL * scale, italic=True)
    kind, _, keeps = chart.note.partition(": ")
    lines = [kind, keeps]
    if chart.crowd:
        lines = [kind, view.translate("handout.dots")]
    elif chart.off_screen:
        numbers = ", ".join(map(str, chart.off_screen))
        lines = [kind, view.translate("page.beyond.printed", numbers=numbers)]
    for n, text in enumerate(lines):
        y = box.top + (n - 0.5) * 1.15 * font.size + DROP * font.size
        shortened_text = shortened(text, font, box.width - 10 * scale)
        draw_text(axes, box.right, y, shortened_text, font, colour=colour("quiet"), align="right")


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
