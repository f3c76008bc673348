"""The legend under a map: its themes, the styles of symbols, other signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle, RegularPolygon

from geotrack.handout.boxes import Box
from geotrack.handout.chart.chart import context_on
from geotrack.handout.chart.symbols import BOX, changed, doubt, symbol
from geotrack.handout.fonts_and_colours import colour
from geotrack.handout.lettering import DROP, SMALL, draw_text, sans, shortened, width
from geotrack.handout.sheet.context_signs import context_sign
from geotrack.handout.wording import line
from geotrack.i18n import words
from geotrack.mapview.map_view import MapView
from geotrack.model import Observed
from geotrack.model.place_text import region_name
from geotrack.taxonomy import Theme

if TYPE_CHECKING:
    from geotrack.handout.chart.observations import Surface
    from geotrack.observations.layers.layer import PointLayer, TrackLayer

__all__ = ["draw_key", "key_height", "signs_of"]

_LINE = 13.0
_SIGN = 13.8
# What a class of a surface takes of a line.
_CLASS = 17.0
_NEUTRAL = "#475569"
# So many regions are named.
_FEW = 3

Drawing = Callable[[Any, float, float, float], None]
"""Draws a sign into axes, with its middle at x, y and so many points wide."""


@dataclass(frozen=True, slots=True)
class _Item:
    drawing: Drawing
    text: str
    wide: float = _SIGN


def key_height(view: MapView, room: float, scale: float) -> float:
    """Return the height of the legend in a column of some width, points."""
    lines = len(_lines(view, room, scale)) + len(context_on(view)) + len(_initial_datasets(view))
    return lines * _LINE * scale


def draw_key(
    axes: Any, view: MapView, box: Box, scale: float, surfaces: Sequence[Surface] = ()
) -> None:
    """Draw the legend into a box; context layers and datasets are last, one line for each."""
    font = sans(SMALL * scale)
    lines = [*_lines(view, box.width, scale), *_context(view), *_observed(view, surfaces)]
    for n, items in enumerate(lines):
        x, y = box.left, box.top + (n + 0.5) * _LINE * scale
        for item in items:
            item.drawing(axes, x + item.wide * scale / 2, y, item.wide * scale)
            left = x + (item.wide + 3) * scale
            text = shortened(item.text, font, box.right - left)
            draw_text(axes, left, y + DROP * font.size, text, font, colour=colour("ink"))
            x = left + width(text, font) + 11 * scale


def signs_of(view: MapView) -> frozenset[str]:
    """Return the signs of `document.signs` that a map may show at the start."""
    layers = view.definition.layers
    on = set(layers.shown)
    present = {
        "leader": any(e.placed for e in view.record_views),
        "region": bool(on & set(layers.regions)),
        "hatched": layers.hatched and bool(view.hatched),
        "depth": layers.depth,
        "route": bool(on & set(layers.routes)),
        "boundary": bool(on & set(layers.boundaries)),
        "next": bool(view.order),
        "order": layers.order and bool(view.order),
    }
    return frozenset(name for name, is_present in present.items() if is_present)


def _lines(view: MapView, room: float, scale: float) -> list[list[_Item]]:
    font = sans(SMALL * scale)
    lines: list[list[_Item]] = []
    for group in (_themes(view), _symbol_styles(view), _signs(view, signs_of(view))):
        line: list[_Item] = []
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


def _themes(view: MapView) -> Iterator[_Item]:
    """Yield the themes with their numbers of records, most first."""
    counts = Counter(e.theme.id for e in view.record_views if e.placed)
    themes = {e.theme.id: e.theme for e in view.record_views if e.placed}
    for id_, count in counts.most_common():
        label = themes[id_].label
        text = label.get(view.translate.language) or label["en"]
        yield _Item(_theme(themes[id_]), f"{text} {count}")


def _theme(theme: Theme) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        symbol(axes, (x, y), wide, theme)

    return drawing


def _symbol_styles(view: MapView) -> Iterator[_Item]:
    """Yield the styles of symbols with their meaning."""
    neutral = Theme("any", {}, _NEUTRAL, "circle")
    for style, short, _ in view.frame.legend:

        def drawing(axes: Any, x: float, y: float, wide: float, style: str = style) -> None:
            symbol(axes, (x, y), wide, neutral, style=style)

        yield _Item(drawing, short)
    for sign, short, _ in view.frame.marks:
        yield _Item(_badge(sign), short)


def _badge(sign: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        # As large as at a symbol, and a little larger.
        unit = wide / BOX * 1.35
        if sign == "doubt":
            doubt(axes, (x, y), unit)
        else:
            changed(axes, (x, y), unit, sign)

    return drawing


def _signs(view: MapView, signs: frozenset[str]) -> Iterator[_Item]:
    for name, drawing in _DRAWINGS.items():
        if name in signs:
            text = view.translate(f"document.signs.{name}")
            names = _names(view) if name == "region" else ""
            yield _Item(drawing, f"{text.removesuffix('.')} ({names})." if names else text)


def _names(view: MapView) -> str:
    """Return the names of shown regions, if there are few."""
    layers, language = view.definition.layers, view.translate.language
    shown = [view.workspace.regions[id_] for id_ in layers.regions if id_ in layers.shown]
    names = ", ".join(region_name(region_, language) for region_ in shown)
    return names if len(shown) <= _FEW else ""


def _initial_datasets(view: MapView) -> list[Observed]:
    """Return the datasets on the map at the start, each once."""
    tables = {id(layer.settings): layer.settings for layer in view.observed}
    return [settings for settings in tables.values() if settings.shown]


def _context(view: MapView) -> Iterator[list[_Item]]:
    """Yield of each context layer its sign and name, and its source and licence."""
    on = context_on(view)
    for text in view.context_texts:
        if any(text.layer is layer for layer in on):
            sign = _Item(context_sign(text.layer), line(text.name))
            yield [sign, _Item(_nothing, line(text.detail), -3.0)]


def _observed(view: MapView, surfaces: Sequence[Surface]) -> Iterator[list[_Item]]:
    """Yield of each dataset what its colours mean, and who says so."""
    surface_of = {id(surface_.layer.settings): surface_ for surface_ in surfaces}
    for settings in _initial_datasets(view):
        source = _Item(
            _nothing, f"{view.translate('document.observed.source')} {settings.source}", -3.0
        )
        tracks, points = _tracks_and_points(view, settings)
        signs = list(_track_signs(tracks, view)) if tracks else []
        surface = surface_of.get(id(settings))
        if surface is None:
            classes = _classes_of(points, view) if points else ()
            yield [*signs, *classes, source]
            continue
        key = "scaleMonth" if surface.by_month else "scale"
        said = view.translate(f"page.observed.{key}", area=surface.km2)
        months_note = f"; {view.translate('page.observed.wholeMonths')}" if surface.cut else ""
        wide = _CLASS * (len(surface.classes) + 1)
        text = f"{_dataset_name(settings, view)}, {said}{months_note}"
        possible = _possible(surface, view) if surface.layer.possible_count else ()
        yield [*signs, _Item(_scale(surface, view), text, wide), *possible, source]


def _tracks_and_points(
    view: MapView, settings: Observed
) -> tuple[TrackLayer | None, PointLayer | None]:
    """Return the layers of a table that are tracks and points."""
    from geotrack.observations.layers.layer import PointLayer, TrackLayer

    layers = [layer for layer in view.observed if layer.settings is settings]
    tracks = next((layer for layer in layers if isinstance(layer, TrackLayer)), None)
    return tracks, next((layer for layer in layers if isinstance(layer, PointLayer)), None)


def _possible(surface: Surface, view: MapView) -> Iterator[_Item]:
    """Yield the sign of a hexagon with possible matches only."""
    ink = surface.layer.colours[0]
    yield _Item(_hollow(ink), view.translate("document.observed.possibleShort"))


def _hollow(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        options = {"facecolor": "none", "edgecolor": ink, "linewidth": 0.1 * wide, "zorder": 12}
        axes.add_artist(RegularPolygon((x, y), 6, radius=0.36 * wide, **options))

    return drawing


def _dataset_name(settings: Observed, view: MapView) -> str:
    """Return the title of a dataset, with its conditions."""
    from geotrack.mapview.observations.text import place_of

    return f"{settings.title}{place_of(settings, view.workspace, view.translate.language)}"


def _track_signs(tracks: TrackLayer, view: MapView) -> Iterator[_Item]:
    """Yield the signs of tracks, of their gaps, and of possible matches."""
    from geotrack.mapview.observations.text import gap_text

    (ink,) = tracks.colours
    yield _Item(_track_line(ink, "solid"), _dataset_name(tracks.settings, view))
    text = gap_text(tracks.limits, view.translate)
    yield _Item(_track_line(ink, (0, (2.2, 1.8))), text)
    if tracks.possible_count:
        text = view.translate("document.observed.possibleShort")
        yield _Item(_track_line(ink, (0, (0.8, 1.6))), text)


def _track_line(ink: str, style: Any) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        reach = 0.5 * wide
        line = Line2D(
            [x - reach, x + reach], [y, y], color=ink, linewidth=0.12 * wide, linestyle=style,
            zorder=12,
        )  # fmt: skip
        axes.add_artist(line)

    return drawing


def _classes_of(points: PointLayer, view: MapView) -> Iterator[_Item]:
    """Yield the sign of points, and those of their classes and of what is not surely there."""
    colours, dataset_name = points.colours, _dataset_name(points.settings, view)
    classes = points.classes
    yield _Item(_spots(colours), f"{dataset_name}, {classes.column}:" if classes else dataset_name)
    if classes:
        class_names = [str(value) for value in classes.values]
        class_names += [str(view.translate("document.observed.others"))] * classes.others
        yield from (_Item(_spots([c]), name) for c, name in zip(colours, class_names, strict=True))
    if points.possible_count:
        yield _Item(_ring(colours[0]), view.translate("document.observed.possibleShort"))
    if points.radius_m is not None:
        yield _Item(_disc(colours[0]), view.translate("document.observed.inexactShort"))


def _ring(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        options = {"facecolor": "none", "edgecolor": ink, "linewidth": 0.12 * wide, "zorder": 12}
        axes.add_artist(Circle((x, y), 0.28 * wide, **options))

    return drawing


def _disc(ink: str) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        for reach, strength in ((0.46, 0.3), (0.17, 1.0)):
            face = (ink, strength)
            options = {"facecolor": face, "edgecolor": "none", "zorder": 12}
            axes.add_artist(Circle((x, y), reach * wide, **options))

    return drawing


def _nothing(axes: Any, x: float, y: float, wide: float) -> None:
    """Draw no sign beside a text."""


def _spots(colours: Sequence[str]) -> Drawing:
    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        spots = ((-0.24, -0.2), (0.24, -0.05), (-0.1, 0.28))
        for n, (dx, dy) in enumerate(spots if len(colours) > 1 else ((0.0, 0.0),)):
            centre, ink = (x + dx * wide, y + dy * wide), colours[n % len(colours)]
            axes.add_artist(Circle(centre, 0.14 * wide, facecolor=ink, edgecolor="none", zorder=12))

    return drawing


def _scale(surface: Surface, view: MapView) -> Drawing:
    """Return the drawing of classes: a box for each, with its lower limit."""
    label, colours = words(view.translate.language), surface.colours

    def drawing(axes: Any, x: float, y: float, wide: float) -> None:
        step = wide / len(colours)
        font = sans(0.22 * step)
        for n, ink in enumerate(colours):
            left = x - wide / 2 + n * step
            box = Rectangle((left, y - 0.26 * step), step, 0.24 * step, facecolor=ink, zorder=12)
            box.set_edgecolor("none")
            axes.add_artist(box)
            if n:
                text, low = label.number(surface.classes[n - 1]), y + 0.22 * step
                draw_text(axes, left, low, text, font, colour=colour("ink"), align="center")

    return drawing


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


def _route(axes: Any, x: float, y: float, wide: float) -> None:
    options = {"color": colour("route"), "linewidth": 1.2, "linestyle": (0, (0.1, 2.2))}
    _stroke(axes, [x - 0.45 * wide, x + 0.45 * wide], [y, y], dash_capstyle="round", **options)


def _boundary(axes: Any, x: float, y: float, wide: float) -> None:
    ends, gap, ink = [x - 0.48 * wide, x + 0.48 * wide], 0.18 * wide, colour("boundary")
    _stroke(axes, ends, [y - gap, y - gap], color=ink, linewidth=0.7)
    _stroke(axes, ends, [y + gap, y + gap], color=ink, linewidth=0.7, dashes=(5, 2, 1, 2))


_DRAWINGS: dict[str, Drawing] = {
    "leader": _leader,
    "next": _next,
    "order": _order,
    "region": _region,
    "hatched": _hatched,
    "depth": _depth,
    "route": _route,
    "boundary": _boundary,
}
