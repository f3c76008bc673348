"""Options of handouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Options", "Progress"]

Progress = Callable[[str], object]
"""Receives a line of text about the progress of slow steps."""


@dataclass(frozen=True, slots=True)
class Options:
    """Options that only some handouts use.

    Parameters
    ----------
    template : path, optional
        For slides: a presentation whose layouts, size and theme are used.
    size : str
        Size of a picture's sheet: a4, a3, 16:9 or 4:3.
    dpi : int
        Resolution of a PNG, pixels per inch.
    """

    template: Path | None = None
    size: str = "a4"
    dpi: int = 150
