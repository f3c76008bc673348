"""Contrast of colours with the map."""

from __future__ import annotations

__all__ = ["DAY", "LEAST_CONTRAST", "channels", "contrast"]

DAY = ("#d3e2e9", "#f1ece0")
"""Sea and land of the page by day."""
LEAST_CONTRAST = 3.0
"""Contrast of lines with sea and land: WCAG 2.2, 1.4.11."""


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


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(v / 255) for v in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (sRGB)
