"""Cell values as text."""

from __future__ import annotations

from typing import Any

__all__ = ["is_number", "is_short", "text_of"]


def text_of(value: Any) -> str:
    """Return a cell as text: a whole number without decimals, a boolean as in JSON.

    Examples
    --------
    >>> text_of(2024.0), text_of(True), text_of(" Bodø ")
    ('2024', 'true', 'Bodø')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def is_number(cell: Any) -> bool:
    """Return whether a cell is a number; a truth value is none."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_short(cell: Any) -> bool:
    """Return whether a number is written without decimals."""
    return not isinstance(cell, str) or not set(".,") & set(cell)
