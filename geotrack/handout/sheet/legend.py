"""The legend under a map: its themes, the styles of symbols, other signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from folium_polar.basemap.relief import LAND_TINTS, SEA_TINTS
from geotrack.handout.boxes import Box
from geotrack.handout.chart.chart import context_on
from geotrack.handout.chart.side_symbols import draw_side_square
from geotrack.handout.chart.symbols import BOX, changed, doubt, symbol
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, SMALL, draw_text, sans, shortened, width
from geotrack.handout.sheet.context_signs import context_sign
from geotrack.handout.wording import line
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.model.place_text import region_name
from geotrack.taxonomy import Theme

if TYPE_CHECKING:
    from geotrack.extensions import ChartLayers

__all__ = [
    "Drawing",
    "Item",
    "draw_items",
    "draw_key",
    "draw_nothing",
    "key_height",
    "legend_groups",
    "signs_of",
]

# Height of a line and width of a sign with its gap, points at scale 1.
_LINE = 13.0
_SIGN = 13.8
_NEUTRAL = "#475569"
# So many regions are named.
_FEW = 3

Drawing = Callable[[Any, float, float, float], None]
"""Draws a sign into axes, with its middle at x, y and so many points wide."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sign of a legend, so many points wide, with its text."""

    drawing: Drawing
    text: str
    wide: float = _SIGN


def key_height(view: MapView, room: float, scale: float) -> float:
    """Return the height of the legend in a column of some width, points."""
    lines = len(_lines(view, room, scale)) + len(context_on(view))
    lines += view.observed.legend_lines if view.observed else 0
    return lines * _LINE * scale


def draw_key(
    axes: Any, view: MapView, box: Box, scale: float, observed: ChartLayers | None = None
) -> None:
    """Draw the legend into a box; context layers and datasets are last, one line for each."""
    lines = [*_lines(view, box.width, scale), *_context(view)]
    lines += observed.sheet_legend(view) if observed else ()
    for n, items in enumerate(lines):
        top = box.top + n * _LINE * scale
        draw_items(axes, items, Box(box.left, top, box.width, _LINE * scale), scale)


def draw_items(axes: Any, items: Sequence[Item], box: Box, scale: float) -> None:
    """Draw a line of a legend into a box."""
    font = sans(SMALL * scale)
    x, y = box.left, box.top + box.height / 2
    for item in items:
        item.drawing(axes, x + item.wide * scale / 2, y, item.wide * scale)
        left = x + (item.wide + 3) * scale
        text = shortened(item.text, font, box.right - left)
        draw_text(axes, left, y + DROP * font.size, text, font, colour=colour("ink"))
        x = left + width(text, font) + 11 * scale


def legend_groups(view: MapView) -> Iterator[tuple[str, list[Item]]]:
    """Yield the entries of the legend beside a round sheet, each group with its heading or none."""
    total = len(view.record_views)
    yield f"{view.translate('page.sheet.themes')}: {total}", list(_themes(view.record_views, view))
    sides = list(_sides(view))
    if sides:
        yield str(view.translate("page.sheet.who")), sides
    names = signs_of(view) & {"area", "next", "order", "hatched"}
    signs = [
        Item(_DRAWINGS[name], str(view.translate(f"document.signs.short.{name}")))
        for name in _DRAWINGS
        if name in names
    ]
    yield "", [*_symbol_styles(view), *signs, *(items[0] for items in _context(view))]


def signs_of(view: MapView) -> frozenset[str]:
    """Return the signs of `document.signs` that a map may show at the start."""
    layers = view.definition.layers
    on = set(layers.shown)
    present = {
        "area": view.has_areas,
        "leader": any(e.placed for e in view.record_views),
        "region": bool(on & set(layers.regions)),
        "hatched": layers.hatched and bool(view.hatched),
        "depth": layers.depth and not layers.relief,
        "heights": layers.relief,
        "depths": layers.relief,
        "route": bool(on & set(layers.routes)),
        "boundary": bool(on & set(layers.boundaries)),
        "next": bool(view.order),
        "order": layers.order and bool(view.order),
    }
    return frozenset(name for name, is_present in present.items() if is_present)


def _lines(view: MapView, room: float, scale: float) -> list[list[Item]]:
    font = sans(SMALL * scale)
    lines: list[list[Item]] = []
    for group in (
        _themes(view.frame.placed, view),
        _sides(view),
        _symbol_styles(view),
        _signs(view, signs_of(view)),
    ):
        line: list[Item] = []
        x = 0.0
        for item in group:
            wide = (_SIGN + 3) * scale + width(item.text, font)
            if line and x + wide > room:
                lines.append(line)
                line, x = [], 0.0
            line.append(item)
            x += wide + 11 * scale
        lines += [line] if line else []
    return lines


def _themes(records: Sequence[RecordView], view: MapView) -> Iterator[Item]:
    """Yield the themes of records with their numbers, most first."""
    counts = Counter(e.theme.id for e in records)
    themes = {e.theme.id: e.theme for e in records}
    for id_, count in counts.most_common():
        label = themes[id_].label
        text = label.get(view.translate.language) or label["en"]
        yield Item(_theme(themes[id_]), f"{text} {count}")


def _theme(theme: Theme) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        symbol(axes, (x, y), wide, theme)

    return drawing


def _sides(view: MapView) -> Iterator[Item]:
    """Yield what the halves of symbols say."""
    for half, name, _ in view.frame.sides:
        yield Item(partial(draw_side_square, acting=half), name)


def _symbol_styles(view: MapView) -> Iterator[Item]:
    """Yield the styles of symbols with their meaning."""
    neutral = view.look.themed(Theme("any", {}, _NEUTRAL, "circle"))
    for style, short, _ in view.frame.legend:

        def drawing(axes: Any, x: float, y: float, wide: float, style: str = style) -> None:
            symbol(axes, (x, y), wide, neutral, style=style)

        yield Item(drawing, short)
    for sign, short, _ in view.frame.marks:
        yield Item(_badge(sign), short)


def _badge(sign: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        # As large as at a symbol, and a little larger.
        unit = wide / BOX * 1.35
        if sign == "doubt":
            doubt(axes, (x, y), unit)
        else:
            changed(axes, (x, y), unit, sign)

    return drawing


def _signs(view: MapView, signs: frozenset[str]) -> Iterator[Item]:
    for name, drawing in _DRAWINGS.items():
        if name in signs:
            text = view.translate(f"document.signs.{name}")
            names = _names(view) if name == "region" else ""
            yield Item(drawing, f"{text.removesuffix('.')} ({names})." if names else text)


def _names(view: MapView) -> str:
    """Return the names of shown regions, if there are few."""
    layers, language = view.definition.layers, view.translate.language
    shown = [view.workspace.regions[id_] for id_ in layers.regions if id_ in layers.shown]
    names = ", ".join(region_name(region_, language) for region_ in shown)
    return names if len(shown) <= _FEW else ""


def _context(view: MapView) -> Iterator[list[Item]]:
    """Yield of each context layer its sign and name, and its source and licence."""
    on = context_on(view)
    for text in view.context_texts:
        if any(text.layer is layer for layer in on):
            sign = Item(context_sign(text.layer), line(text.name))
            yield [sign, Item(draw_nothing, line(text.detail), -3.0)]


def draw_nothing(axes: Any, x: float, y: float, wide: float) -> None:
    """Draw no sign beside a text."""


def _stroke(axes: Any, xs: list[float], ys: list[float], **look: Any) -> None:
    axes.add_artist(
        Line2D(xs, ys, **{"color": colour("ink"), "linewidth": 0.8, "zorder": 12, **look})
    )


def _next(axes: Any, x: float, y: float, wide: float) -> None:
    half_width = 0.42 * wide
    _stroke(axes, [x - half_width, x + half_width], [y, y])
    _stroke(
        axes,
        [x + 0.3 * half_width, x + half_width, x + 0.3 * half_width],
        [y - 0.5 * half_width, y, y + 0.5 * half_width],
    )


def _order(axes: Any, x: float, y: float, wide: float) -> None:
    half_width = wide / 2
    _stroke(axes, [x - half_width, x + half_width], [y, y], dashes=(4, 2))
    _stroke(
        axes,
        [x + 0.4 * half_width, x + half_width, x + 0.4 * half_width],
        [y - 0.5 * half_width, y, y + 0.5 * half_width],
    )


def _area(axes: Any, x: float, y: float, wide: float) -> None:
    look = {"facecolor": (_NEUTRAL, 0.15), "edgecolor": _NEUTRAL, "linewidth": 0.8, "zorder": 12}
    axes.add_artist(Circle((x, y), 0.4 * wide, **look))


def _leader(axes: Any, x: float, y: float, wide: float) -> None:
    low = (x - 0.3 * wide, y + 0.28 * wide)
    _stroke(axes, [low[0], x + 0.32 * wide], [low[1], y - 0.3 * wide], linewidth=0.6)
    axes.add_artist(Circle(low, 0.12 * wide, facecolor=colour("ink"), edgecolor="none", zorder=12))


def _region(axes: Any, x: float, y: float, wide: float) -> None:
    ink = colour("region")
    options = {"facecolor": (ink, 0.12), "edgecolor": ink, "linewidth": 0.9, "zorder": 12}
    axes.add_artist(
        Rectangle((x - 0.42 * wide, y - 0.32 * wide), 0.84 * wide, 0.64 * wide, **options)
    )


def _hatched(axes: Any, x: float, y: float, wide: float) -> None:
    half_width = 0.36 * wide
    for shift in (-1.0, 0.0, 1.0):
        cut = half_width * (2 - abs(shift)) / 2
        middle = (x + shift * half_width / 2, y + shift * half_width / 2)
        xs, ys = [middle[0] - cut, middle[0] + cut], [middle[1] + cut, middle[1] - cut]
        _stroke(axes, xs, ys, linewidth=0.6, color=colour("hatching"))


def _depth(axes: Any, x: float, y: float, wide: float) -> None:
    for left in (-0.42, 0.0):
        corner = (x + left * wide, y - 0.32 * wide)
        size = ((0.42 - left) * wide, 0.64 * wide)
        axes.add_artist(Rectangle(corner, *size, facecolor=("#4f86a6", 0.35), zorder=12))


def _strips(tints: Sequence[str]) -> Drawing:
    """Return the drawing of the colours of a scale side by side."""

    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        strip = 0.84 * wide / len(tints)
        for n, tint in enumerate(tints):
            corner = (x - 0.42 * wide + n * strip, y - 0.32 * wide)
            axes.add_artist(Rectangle(corner, strip, 0.64 * wide, facecolor=tint, zorder=12))

    return drawing


def _route(axes: Any, x: float, y: float, wide: float) -> None:
    options = {"color": colour("route"), "linewidth": 1.2, "linestyle": (0, (0.1, 2.2))}
    _stroke(axes, [x - 0.45 * wide, x + 0.45 * wide], [y, y], dash_capstyle="round", **options)


def _boundary(axes: Any, x: float, y: float, wide: float) -> None:
    ends, gap, ink = [x - 0.48 * wide, x + 0.48 * wide], 0.18 * wide, colour("boundary")
    _stroke(axes, ends, [y - gap, y - gap], color=ink, linewidth=0.7)
    _stroke(axes, ends, [y + gap, y + gap], color=ink, linewidth=0.7, dashes=(5, 2, 1, 2))


# How each sign is drawn, in the order of the legend.
_DRAWINGS: dict[str, Drawing] = {
    "area": _area,
    "leader": _leader,
    "next": _next,
    "order": _order,
    "region": _region,
    "hatched": _hatched,
    "depth": _depth,
    "heights": _strips(LAND_TINTS),
    "depths": _strips(SEA_TINTS),
    "route": _route,
    "boundary": _boundary,
}
