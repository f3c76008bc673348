"""What a spreadsheet makes of a text."""

from __future__ import annotations

__all__ = ["is_formula"]

# What it takes for the start of a formula, also as typed with an East Asian keyboard.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run a text as a formula.

    Examples
    --------
    >>> is_formula("=1+1"), is_formula("1+1")
    (True, False)
    """
    return text.startswith(_FORMULA)
