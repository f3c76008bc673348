"""Legends of branca's colour scales as SVG; branca's own needs D3 from the network."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

import folium
from branca.colormap import ColorMap, LinearColormap, StepColormap
from branca.element import Element
from branca.utilities import legend_scaler

from folium_polar.errors import UsageError
from folium_polar.escaping import json_for_script

__all__ = ["legend_script", "legend_svg"]

# Size of the legend, its margin, and the place and height of its bar, pixels.
_WIDTH, _HEIGHT, _MARGIN = 300, 52, 12
_BAR_TOP, _BAR_HEIGHT = 20, 11
_LETTER = 6.2
"""Width of a digit, pixels."""
_SAMPLES = 32
"""Colours of a scale that is neither linear between its colours nor in steps."""


def legend_script(scale: ColorMap) -> str:
    """Return the script that adds the legend of a colour scale to its map.

    As in folium, the variable of the scale has its drawing as `svg[0][0]`.

    Raises
    ------
    UsageError
        The scale is not on a map.
    """
    parent: Element | None = scale._parent
    if not isinstance(parent, folium.Map):
        raise UsageError(f"{type(scale).__name__} must be added to a map")
    name = scale.get_name()
    box = f"{name}.svg[0][0]"
    return "\n".join(
        [
            f"var {name} = L.control({{position: 'topright'}});",
            f"{name}.svg = [[L.DomUtil.create('div', 'polar-legend')]];",
            f"{box}.innerHTML = {json_for_script(legend_svg(scale))};",
            f"{name}.onAdd = function () {{ return {box}; }};",
            f"{name}.addTo({parent.get_name()});",
        ]
    )


def legend_svg(scale: ColorMap) -> str:
    """Return the legend of a colour scale: its caption, its colours and the labels of its ticks.

    Parameters
    ----------
    scale : branca.colormap.ColorMap
        The scale, from `vmin` on the left to `vmax` on the right.

    Examples
    --------
    >>> svg = legend_svg(StepColormap(["red", "blue"], vmin=0, vmax=2, caption="Ice <1>"))
    >>> svg.count("<rect"), "Ice &lt;1&gt;" in svg
    (2, True)
    """
    ink = escape(str(scale.text_color))
    caption = f'<text x="{_MARGIN}" y="13">{escape(str(scale.caption))}</text>'
    bar = _steps(scale) if isinstance(scale, StepColormap) else _gradient(scale)
    ticks = "".join(_ticks(scale))
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'fill="{ink}">{caption}{bar}{ticks}</svg>'
    )


def _x_of(scale: ColorMap, value: float) -> float:
    """Return the x position of a value, pixels."""
    span = scale.vmax - scale.vmin
    share = (value - scale.vmin) / span if span else 0.5
    return round(_MARGIN + min(max(share, 0), 1) * (_WIDTH - 2 * _MARGIN), 2)


def _steps(scale: StepColormap) -> str:
    edges = [_x_of(scale, float(edge)) for edge in scale.index]
    middles = [(float(a) + float(b)) / 2 for a, b in pairwise(scale.index)]
    return "".join(
        _bar(left, right - left, scale.rgba_hex_str(middle))
        for (left, right), middle in zip(pairwise(edges), middles, strict=True)
    )


def _gradient(scale: ColorMap) -> str:
    name = f"{scale.get_name()}_colours"
    span = scale.vmax - scale.vmin
    values: Sequence[float] = [scale.vmin + span * n / _SAMPLES for n in range(_SAMPLES + 1)]
    if isinstance(scale, LinearColormap):  # it is linear between these
        values = sorted({scale.vmin, scale.vmax, *map(float, scale.index)})
    stops = "".join(
        f'<stop offset="{(value - scale.vmin) / span if span else 0:.4g}" '
        f'stop-color="{scale.rgba_hex_str(value)}"/>'
        for value in values
        if scale.vmin <= value <= scale.vmax
    )
    bar = _bar(_MARGIN, _WIDTH - 2 * _MARGIN, f"url(#{name})")
    return f'<defs><linearGradient id="{name}">{stops}</linearGradient></defs>{bar}'


def _bar(left: float, width: float, fill: str) -> str:
    place = f'x="{left:g}" y="{_BAR_TOP}" width="{width:g}" height="{_BAR_HEIGHT}"'
    return f'<rect {place} fill="{fill}"/>'


def _ticks(scale: ColorMap) -> Iterator[str]:
    """Yield the labels below the colours; the outer ones stay inside, and none covers another."""
    labels = scale.tick_labels
    if labels is None:
        labels = legend_scaler([float(value) for value in scale.index], scale.max_labels)
    values = sorted({v for v in labels if isinstance(v, int | float) and math.isfinite(v)})
    spans = [_span(_x_of(scale, value), f"{value:.6g}") for value in values]
    free = 0.0
    for value, (x, left, edge) in zip(values, spans, strict=True):
        text = f"{value:.6g}"
        right = left + _LETTER * len(text)
        yield f'<path d="M{x:g} {_BAR_TOP + _BAR_HEIGHT}v4" stroke="currentColor"/>'
        # The last label, the end of the scale, is always drawn.
        if left >= free and (value == values[-1] or right + _LETTER <= spans[-1][1]):
            free = right + _LETTER
            yield f'<text x="{x:g}" y="{_HEIGHT - 4}" text-anchor="{edge}">{text}</text>'


def _span(x: float, text: str) -> tuple[float, float, str]:
    """Return the position of a label, its left side, and its text anchor."""
    width = _LETTER * len(text)
    if x == _MARGIN:
        return x, x, "start"
    if x == _WIDTH - _MARGIN:
        return x, x - width, "end"
    return x, x - width / 2, "middle"
