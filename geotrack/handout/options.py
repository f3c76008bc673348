"""What can be asked of a handout beside its map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Options", "Progress"]

Progress = Callable[[str], object]
"""Is told what is being made, in a line, where that takes a while."""


@dataclass(frozen=True, slots=True)
class Options:
    """What only some forms of a handout take.

    Parameters
    ----------
    template : path, optional
        Of slides: a presentation whose layouts, size and look they take.
    size : str
        Of a picture's sheet: a4, a3, 16:9 or 4:3.
    dpi : int
        Pixels an inch of a PNG.
    """

    template: Path | None = None
    size: str = "a4"
    dpi: int = 150
