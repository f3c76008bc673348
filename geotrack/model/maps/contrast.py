"""Contrast of colours with the map and the page."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "DARK",
    "DARK_PAPER",
    "DAY",
    "LEAST_CONTRAST",
    "LEAST_TEXT_CONTRAST",
    "PAPER",
    "channels",
    "contrast",
    "lightened",
    "tint",
]

DAY = ("#d3e2e9", "#f1ece0")
"""Sea and land of the page by day."""
DARK = ("#1f3643", "#343b39")
"""Sea and land of the page in the dark."""
PAPER = "#fbfaf7"
"""The page's ground by day, with its texts."""
DARK_PAPER = "#10181d"
"""The page's ground in the dark."""
LEAST_CONTRAST = 3.0
"""Contrast of lines with sea and land: WCAG 2.2, 1.4.11."""
LEAST_TEXT_CONTRAST = 4.5
"""Contrast of text with its ground: WCAG 2.2, 1.4.3."""
_STEPS = 20
# The part of white in a theme's colour in the dark: --tint in web/src/page/chrome/dark-mode.css.
_TINT = 0.42
# From linear sRGB to cone responses and back, by rows: B. Ottosson, "A perceptual color space for
# image processing", 2020, also in CSS Color 4.
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_RGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, contrast ratio).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def channels(colour: str) -> list[int]:
    """Return red, green and blue of a colour `#rrggbb`, 0 to 255."""
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def lightened(colour: str, grounds: Iterable[str] = DARK, least: float = LEAST_CONTRAST) -> str:
    """Return the colour nearest a given one that stands out from dark grounds.

    Examples
    --------
    >>> lightened("#86c5ee"), lightened("#0b5a8f", [DARK_PAPER], LEAST_TEXT_CONTRAST)
    ('#86c5ee', '#548cb1')
    """
    grounds = tuple(grounds)
    for step in range(_STEPS + 1):
        part = step / _STEPS
        candidate = _hex(v + (255 - v) * part for v in channels(colour))
        if min(contrast(candidate, ground) for ground in grounds) >= least:
            return candidate
    return "#ffffff"


def tint(colour: str) -> str:
    """Return a theme's colour in texts and outlines of the dark page.

    It is mixed with white in Oklab, which is linear in the cube roots of cone responses; those of
    white are 1.

    Examples
    --------
    >>> tint("#1d4ed8"), tint("#000000")
    ('#789dee', '#4d4d4d')
    """
    rgb = [_linear(v / 255) for v in channels(colour)]
    cones = [_times(row, rgb) ** (1 / 3) for row in _TO_CONES]
    mixed = [(cone + (1 - cone) * _TINT) ** 3 for cone in cones]
    return _hex(255 * _encoded(min(max(_times(row, mixed), 0.0), 1.0)) for row in _TO_RGB)


def _times(row: Iterable[float], values: Iterable[float]) -> float:
    return sum(coefficient * value for coefficient, value in zip(row, values, strict=True))


def _hex(values: Iterable[float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*map(round, values))


def _luminance(colour: str) -> float:
    return _times((0.2126, 0.7152, 0.0722), (_linear(v / 255) for v in channels(colour)))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (sRGB)


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)  # noqa: PLR2004 (sRGB)
