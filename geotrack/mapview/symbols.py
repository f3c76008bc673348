"""Symbols of themes: an outline for each, distinct by shape as well as by colour.

The page contains each outline once, as an SVG `<symbol>` to which markers and list refer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geotrack.model.maps.contrast import channels
from geotrack.taxonomy import Theme

__all__ = [
    "DOUBT",
    "SHAPES",
    "SIDED_STYLES",
    "SIZE",
    "STYLES",
    "Style",
    "mixed",
    "number_y",
    "symbol_sheet",
]

SIZE = 28
"""Edge of a symbol's box, in pixels at scale 1."""


def _polygon(corners: int, radius: float, turned: float = 0.0, dy: float = 0.0) -> str:
    points = [
        (
            SIZE / 2 + radius * math.sin(2 * math.pi * n / corners + turned),
            SIZE / 2 + dy - radius * math.cos(2 * math.pi * n / corners + turned),
        )
        for n in range(corners)
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _star() -> str:
    points = []
    for n in range(16):
        radius = 13.0 if n % 2 == 0 else 9.6
        angle = 2 * math.pi * n / 16
        points.append((SIZE / 2 + radius * math.sin(angle), SIZE / 2 - radius * math.cos(angle)))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


SHAPES = {
    "triangle": "M14 1.6L27 25H1Z",
    "square": "M3.5 3.5H24.5V24.5H3.5Z",
    "diamond": "M14 0.8L27.2 14L14 27.2L0.8 14Z",
    "circle": "M14 2.6A11.4 11.4 0 1 1 13.99 2.6Z",
    "pill": "M9 3H19A11 11 0 0 1 19 25H9A11 11 0 0 1 9 3Z",
    "hexagon": _polygon(6, 12.6, math.pi / 6),
    "bar": "M1.5 6H26.5V22H1.5Z",
    "cross": "M9 2H19V9H26V19H19V26H9V19H2V9H9Z",
    "pentagon": _polygon(5, 13.2, dy=1.0),
    "star": _star(),
    "shield": "M14 27.2L3.5 18V2.5H24.5V18Z",
    "trapezoid": "M7.5 4H20.5L27.2 24H0.8Z",
    "parallelogram": "M7 4.5H27.5L21 23.5H0.5Z",
    "octagon": _polygon(8, 13.0, math.pi / 8),
}
"""SVG path data of each outline of the taxonomy, in a box of 28 by 28."""

# Position of the number: lower where the outline is wider below, higher where it is wider above.
_NUMBER_Y = {"triangle": 17.4, "pentagon": 14.8, "trapezoid": 15.0, "shield": 12.8}


def number_y(theme: Theme) -> float:
    """Return the vertical centre of the number in a theme's symbol, from its top."""
    return _NUMBER_Y.get(theme.shape, SIZE / 2)


@dataclass(frozen=True, slots=True)
class Style:
    """How a symbol shows what is known of its place.

    Parameters
    ----------
    fill : float
        Share of the theme's colour in the fill; the rest is the colour of the ground.
    line : float
        Width of the outline, in the units of the box; 0 is no outline.
    dashes : tuple of (float, float) or None
        Dash and gap of the outline, in the same units; None is a solid outline.
    """

    fill: float
    line: float
    dashes: tuple[float, float] | None = None


STYLES = {
    "reported": Style(1.0, 2.0),
    "assumed": Style(0.0, 2.2, (5.0, 3.4)),
    "unstated": Style(0.4, 1.8),
    "unplaced": Style(0.14, 0.0),
}
"""Style of each `RecordView.symbol_style`: full, hollow and broken, pale, pale without outline.

`page.css` has the same values. Fills differ, because dashes cannot be seen at 10 pixels.
"""


SIDED_STYLES = {
    "reported": Style(1.0, 1.8),
    "assumed": Style(0.2, 2.3, (4.6, 3.1)),
    "unstated": Style(0.45, 1.8),
    "unplaced": Style(0.45, 0.0),
}
"""Style of each `RecordView.symbol_style` on a map with sides: `fill` is of the half that is inked.

`sides.css` has the same values.
"""


def mixed(colour: str, ground: str, share: float) -> str:
    """Return a mixture of two colours, by linear shares of sRGB, as `color-mix` of CSS.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.4)
    '#999999'
    """
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


DOUBT = (25, 3.5, 6)
"""Centre and radius of the sign of doubt, at the upper right of a symbol's box."""

_X, _Y, _RADIUS = DOUBT
_DOUBT = (
    f'<g id="doubt"><circle cx="{_X}" cy="{_Y}" r="{_RADIUS}"/><text x="{_X}" y="{_Y}">?</text></g>'
)
NEWS = {"new": (3, 3.5, 5), "changed": (3, 3.5, 4.2)}
"""Centre and radius of the signs of new (yellow dot) and changed (ring) records, upper left."""

SIGNS = {
    "doubt": _DOUBT,
    **{k: f'<g id="{k}"><circle cx="{x}" cy="{y}" r="{r}"/></g>' for k, (x, y, r) in NEWS.items()},
}
"""Signs at a symbol, by id: doubt, new, changed."""


# Width of the seam between two inked halves, and along the middle of an area.
_SEAM, _AREA_SEAM = 1.5, 1.3


def _halves(style: str, side: str) -> str:
    """Return the fill of a symbol by side as a gradient of hard stops; its colours are classes."""
    share = "" if style in {"reported", "line"} else f"-{100 * SIDED_STYLES[style].fill:.0f}"
    empty = {name: f"{name}-14" if style == "unplaced" else "hollow" for name in ("left", "right")}
    left = empty["right"] if side == "right" else f"left{share}"
    right = empty["left"] if side == "left" else f"right{share}"
    seam, width = "hollow", _SEAM if side == "both" and style != "line" else 0.0
    if style == "assumed":
        seam, width = "seam" if side == "both" else side, _AREA_SEAM
    first, last = (f"{0.5 + sign * width / 2 / SIZE:.3f}" for sign in (-1, 1))
    stops = ((first, left), (first, seam), (last, seam), (last, right))
    ink = "".join(f'<stop offset="{at}" class="ink-{name}"/>' for at, name in stops)
    return f'<linearGradient id="{side}-{style}">{ink}</linearGradient>'


def _fills() -> str:
    """Return the fills of symbols by side, and the rules that use them."""
    sides = ("left", "right", "both")
    drawn = "".join(_halves(style, side) for style in SIDED_STYLES for side in sides)
    rules = "".join(
        f'.side-{side}.{style}>.ring+use{{fill:url("#{side}-{style}")}}'
        for style in SIDED_STYLES
        for side in sides
    )
    return f"{drawn}{_halves('line', 'both')}<style>{rules}</style>"


def symbol_sheet(
    themes: Iterable[Theme], more: str = "", signs: Iterable[str] = (), *, sided: bool = False
) -> str:
    """Return an SVG sheet with the symbols of themes, some signs and more, as markup.

    `sided` adds the fills of symbols by side.
    """
    shapes = "".join(f'<path id="shape-{t.id}" d="{SHAPES[t.shape]}"/>' for t in themes)
    hidden = 'class="symbol-sheet" aria-hidden="true" width="0" height="0"'
    drawings = f"{shapes}{''.join(SIGNS[s] for s in signs)}{_fills() if sided else ''}"
    return f"<svg {hidden}><defs>{drawings}</defs>{more}</svg>"
