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
    """

    template: Path | None = None
