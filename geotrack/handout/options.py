"""What can be asked of a handout beside its map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Options", "Progress"]

Progress = Callable[[str], object]
"""Is told what is being made, in a line, where that takes a while."""


@dataclass(frozen=True, slots=True)
class Options:
    """What only some forms of a handout take."""
