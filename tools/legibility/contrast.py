"""Contrast of texts to what is behind them, from a picture with the texts and one without."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["Pixels", "contrast_of", "pixels"]

Pixels = NDArray[np.float64]
"""Colours from 0 to 255, shape (height, width, 3)."""

# Pixels of a text are those that differ by this part of the greatest difference, of 255.
_INKED, _LEAST_DIFFERENCE = 0.6, 12.0


def pixels(content: bytes) -> Pixels:
    """Return the colours of a picture."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=np.float64)


def contrast_of(
    box: tuple[float, float, float, float],
    ink: tuple[float, float, float, float],
    shown: Pixels,
    ground: Pixels,
) -> float | None:
    """Return the median contrast of a text to what is behind it (WCAG 2.2); None if it is covered.

    Parameters
    ----------
    box : tuple of (float, float, float, float)
        Left, top, right and bottom, pixels.
    ink : tuple of (float, float, float, float)
        Red, green and blue from 0 to 255, opacity from 0 to 1.
    shown, ground : Pixels
        The picture with all texts, and without them.
    """
    left, top, right, bottom = (max(round(edge), 0) for edge in box)
    part = np.s_[top:bottom, left:right]
    difference = np.abs(shown[part] - ground[part]).max(axis=2, initial=0.0)
    if difference.max(initial=0.0) < _LEAST_DIFFERENCE:
        return None
    behind = ground[part][difference >= _INKED * difference.max()]
    *colours, opacity = ink
    inked = opacity * np.array(colours) + (1 - opacity) * behind
    one, other = _luminance(inked), _luminance(behind)
    ratio = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return float(np.median(ratio))


def _luminance(colours: Any) -> Any:
    """Return the relative luminance of sRGB colours from 0 to 255 (WCAG 2.2)."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
