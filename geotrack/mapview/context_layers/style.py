"""Colours of context layers, by day and in the dark."""

from __future__ import annotations

from dataclasses import dataclass

from geotrack.model.maps.layer_file import NO_FILL, LayerFile

__all__ = ["DAY", "LEAST_CONTRAST", "Style", "contrast", "style_of"]

# Of an atlas: none is that of a theme, and each stands out by 3 to 1 from land and sea.
_COLOURS = ("#0b6fa4", "#8a3a6f", "#9a4a1c", "#2d6a3e", "#5b4a9c", "#6b5a1e")
DAY = ("#d3e2e9", "#f1ece0")
"""Sea and land of the page by day."""
_DARK = ("#1f3643", "#343b39")
LEAST_CONTRAST = 3.0
"""Contrast of lines with sea and land: WCAG 2.2, 1.4.11."""
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """Colours of a layer, `#rrggbb`; no fill is empty.

    Parameters
    ----------
    colour, fill : str
        Of lines and of areas, by day and on paper.
    dark, dark_fill : str
        The same in the dark.
    """

    colour: str
    fill: str
    dark: str
    dark_fill: str


def style_of(settings: LayerFile, n: int) -> Style:
    """Return the colours of the nth context layer of a map, from 0."""
    colour = settings.colour or _COLOURS[n % len(_COLOURS)]
    fill = "" if settings.fill == NO_FILL else settings.fill or colour
    return Style(colour, fill, _lightened(colour), _lightened(fill) if fill else "")


def _lightened(colour: str) -> str:
    """Return the colour nearest a given one that stands out in the dark."""
    for step in range(_STEPS + 1):
        part = step / _STEPS
        mixed = [round(v + (255 - v) * part) for v in _channels(colour)]
        found = "#{:02x}{:02x}{:02x}".format(*mixed)
        if min(contrast(found, ground) for ground in _DARK) >= LEAST_CONTRAST:
            return found
    return "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(v / 255) for v in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (sRGB)


def _channels(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
