"""A round sheet on paper: the circle, title and lead, legend, scales of depth and height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from folium_polar.basemap.relief import HEIGHTS_M, LAND_TINTS, SEA_TINTS
from geotrack.handout.boxes import Box
from geotrack.handout.chart.chart import Chart, draw
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import (
    SMALL,
    balanced,
    draw_text,
    sans,
    title_font,
    wrapped,
)
from geotrack.handout.sheet.legend import draw_items, legend_groups
from geotrack.handout.sheet.record_blocks import index_block, lead_blocks
from geotrack.handout.sheet.sheet_frame import scale_bar
from geotrack.handout.wording import edition, line
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.text.projection import projection_note

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_plate"]

# At scale 1, points: width of title and lead, of the legend, and height of a line of it.
_TITLE, _LEAD, _LEGEND, _ROW = 205.0, 150.0, 140.0, 13.4
# Width and height of a colour of a scale.
_COLOUR, _STRIP = 25.0, 7.0
# Width and height of the scale of the map, at the foot between the notes and the circle.
_SCALE_BAR = 110.0, 18.0


def draw_plate(
    figure: Figure, axes: Any, view: MapView, box: Box, scale: float, *, single: bool
) -> Chart:
    """Draw a round sheet into a box.

    Parameters
    ----------
    single : bool
        Whether no list of the records follows it: only those that it names, or lists itself, have
        their numbers then.

    Returns
    -------
    Chart
        The map on it.
    """
    note = str(view.translate("handout.plate")) if single and view.record_views else ""
    listed = _listed(view) if single else []
    legend = _legend(axes, view, box, scale)
    index = _index(axes, view, legend, listed, scale)
    foot = _foot(axes, view, box, scale, note)
    wide, high = (side * scale for side in _SCALE_BAR)
    bar = Box(foot.right + 8 * scale, box.bottom - high, wide, high)
    chart = draw(
        figure,
        view,
        box,
        named=view.labels,
        scale=scale,
        beside=[_title(axes, view, box, scale), legend, index, foot, bar],
        numbered={*view.labels, *(record.number for record in listed)} if single else None,
    )
    scale_bar(axes, chart, bar.left, bar.middle[1], view, scale=scale)
    return chart


def _listed(view: MapView) -> list[RecordView]:
    """Return the records that a sheet without a list has in its index.

    They are those in insets, where few names have room, and those of the lead without a name.
    """
    told = {run.record.number for runs in view.lead for run in runs if run.record}
    numbers = told.difference(view.labels).union(*(inset.numbers for inset in view.insets))
    return [record for record in view.record_views if record.number in numbers]


def _index(
    axes: Any, view: MapView, legend: Box, records: Sequence[RecordView], scale: float
) -> Box:
    """Write the index of some records under the legend; return its box."""
    block = index_block(view, records, legend.width, scale)
    top = legend.bottom + 4 * scale
    block.draw(axes, legend.left, top, legend.width)
    return Box(legend.left, top, legend.width, block.height)


def _title(axes: Any, view: MapView, box: Box, scale: float) -> Box:
    """Write title, subtitle, edition and lead at the upper left; return their box."""
    frame, look = view.frame, view.look
    *parts, _ = edition(view)
    y = box.top
    for text, font, ink, room in (
        (line(look.organisation), sans(SMALL * scale, bold=True), look.accent, _TITLE),
        (line(frame.title), title_font(look, 18 * scale, bold=True), None, _TITLE),
        (line(frame.subtitle or ""), title_font(look, 9.4 * scale, italic=True), "quiet", _LEAD),
        (" · ".join(parts), sans(SMALL * scale), "quiet", _LEAD),
    ):
        for one in balanced(text, font, room * scale) if text else ():
            y += 1.16 * font.size
            tint = ink if ink and ink.startswith("#") else colour(ink or "ink")
            draw_text(axes, box.left, y, one, font, colour=tint)
        y += 3 * scale if text else 0.0
    y += 4 * scale
    for block in lead_blocks(view, _LEAD * scale, scale):
        block.draw(axes, box.left, y, _LEAD * scale)
        y += block.height
    return Box(box.left, box.top, _LEAD * scale, y - box.top)


def _legend(axes: Any, view: MapView, box: Box, scale: float) -> Box:
    """Draw the legend at the upper right, a line for each entry; return its box."""
    left, y = box.right - _LEGEND * scale, box.top
    for heading, items in legend_groups(view):
        if heading:
            font = sans(SMALL * scale, bold=True)
            draw_text(axes, left, y + font.size, heading, font, colour=colour("ink"))
            y += _ROW * scale
        for item in items:
            draw_items(axes, [item], Box(left, y, _LEGEND * scale, _ROW * scale), scale)
            y += _ROW * scale
        y += 5 * scale
    return Box(left, box.top, _LEGEND * scale, y - box.top)


def _foot(axes: Any, view: MapView, box: Box, scale: float, note: str) -> Box:
    """Draw the scales of depth and height and two notes at the lower left; return the box."""
    font = sans(SMALL * scale)
    italic = title_font(view.look, SMALL * scale, italic=True)
    notes = wrapped(projection_note(view.crs, view.translate.language), italic, _LEAD * scale)
    notes += [note] if note else []
    scales = list(_relief(view)) if view.definition.layers.relief else []
    height = 1.25 * italic.size * len(notes) + len(scales) * 30 * scale
    top = box.bottom - height
    y = top
    for name, metres, tints in scales:
        draw_text(
            axes,
            box.left,
            y + font.size,
            name,
            sans(SMALL * scale, bold=True),
            colour=colour("ink"),
        )
        strip = y + 1.5 * font.size
        for n, (metre, tint) in enumerate(zip(metres, tints, strict=True)):
            x = box.left + n * _COLOUR * scale
            look = {"facecolor": tint, "edgecolor": colour("rule"), "linewidth": 0.5 * scale}
            corner = (x, strip)
            size = (_COLOUR * scale, _STRIP * scale)
            axes.add_artist(Rectangle(corner, *size, zorder=5, **look))
            text = f"{metre:,}".replace(",", "\u202f") + (" m" if not n else "")
            draw_text(axes, x, strip + (_STRIP + 7) * scale, text, font, colour=colour("quiet"))
        y += 30 * scale
    for one in notes:
        y += 1.25 * italic.size
        draw_text(axes, box.left, y, one, italic, colour=colour("quiet"))
    return Box(box.left, top, _LEAD * scale, height)


def _relief(view: MapView) -> Iterator[tuple[str, Sequence[int], Sequence[str]]]:
    """Yield the scales of a relief: name, metres from which on each colour counts, colours."""
    depths = [0, *sorted(-height for height in HEIGHTS_M if height < 0)]
    yield str(view.translate("document.scales.depth")), depths, SEA_TINTS
    heights = [height for height in HEIGHTS_M if height >= 0]
    yield str(view.translate("document.scales.height")), heights, LAND_TINTS
