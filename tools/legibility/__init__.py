"""What can be read of each product of the sample maps: sizes, contrast, what covers what."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["LEAST_PT", "LEAST_PX", "Fault", "Found", "least_contrast"]

LEAST_PX = 11.0
"""Least size of a text on a screen, CSS pixels."""
LEAST_PT = 7.0
"""Least size of a text on paper, points."""
Found = tuple[str, str, str, str]
"""A rule, the text or number that breaks it, what is measured, and what is asked."""

# Sizes from which a text is large, 18 and bold 14 points, CSS pixels (WCAG 2.2, 1.4.3).
_LARGE_PX, _LARGE_BOLD_PX = 24.0, 18.66
_CONTRAST, _CONTRAST_OF_LARGE = 4.5, 3.0


class Fault(NamedTuple):
    """Something that cannot be read.

    Parameters
    ----------
    map : str
        Name of the map.
    size : str
        Width of the window, CSS pixels, or the format of a paper product.
    mode : {"light", "dark", "paper"}
        Light, or paper.
    scene : int
        Number of the scene, 0 for the opening view; of a sheet or slide, its number.
    rule : str
        What is asked.
    offender : str
        The text or number.
    measured, asked : str
        With their units, where they have any.
    """

    map: str
    size: str
    mode: str
    scene: int
    rule: str
    offender: str
    measured: str
    asked: str


def least_contrast(size: float, *, bold: bool) -> float:
    """Return the least contrast of a text of a size, CSS pixels (WCAG 2.2, 1.4.3)."""
    is_large = size >= (_LARGE_BOLD_PX if bold else _LARGE_PX)
    return _CONTRAST_OF_LARGE if is_large else _CONTRAST
