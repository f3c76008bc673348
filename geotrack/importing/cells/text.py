"""Cells as text: numbers, addresses, prose, and rows of HXL tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from geotrack.messages import Message

__all__ = [
    "NOTE",
    "SAMPLE",
    "any_cell",
    "are_tags",
    "first_repeated",
    "is_address",
    "is_number",
    "is_prose",
    "is_short",
    "sample",
    "text_of",
]

SAMPLE = 1_000
"""Cells of a column that stand for all."""
# A cell that is one web address.
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+", re.IGNORECASE)


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


def any_cell(cells: Iterable[Any]) -> bool:
    """Return whether a column has a cell that is not empty."""
    return any(cell is not None for cell in cells)


def first_repeated(cells: Sequence[Any]) -> Any:
    """Return the first cell that equals an earlier one, None if there is none.

    Empty cells do not count.
    """
    import numpy as np

    # Hashes first: the texts of a million different ids would fill the memory.
    hashes = np.fromiter((hash(text_of(c)) for c in cells if c is not None), np.int64)
    values, counts = np.unique(hashes, return_counts=True)
    if not (shared := set(values[counts > 1].tolist())):
        return None
    earlier: set[str] = set()
    for cell in cells:
        if cell is None or hash(text := text_of(cell)) not in shared:
            continue
        if text in earlier:
            return cell
        earlier.add(text)
    return None


def is_address(text: str) -> bool:
    """Return whether a text is a web address.

    Examples
    --------
    >>> is_address("https://example.org/a"), is_address("Barents Observer")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def is_prose(text: str) -> bool:
    """Return whether a text is words: no number, no address."""
    return any(c.isalpha() for c in text) and not is_address(text)


def sample(cells: Sequence[Any]) -> list[str]:
    """Return the first cells that are not empty, as text; they stand for all."""
    return [text_of(v) for v in islice((v for v in cells if v is not None), SAMPLE)]


NOTE = Message("a row of HXL tags is no record; left out")
_TAG = re.compile(r"\s*#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*\s*", re.IGNORECASE)
# Tags in a row of HXL tags at least; one alone may be a text that begins with #.
_LEAST = 2


def are_tags(cells: Iterable[Any]) -> bool:
    """Return whether all filled cells of a row are HXL tags, and there are two or more.

    Examples
    --------
    >>> are_tags(["#date", "", "#geo+lat", None]), are_tags(["#1", "#geo"]), are_tags(["#geo"])
    (True, False, False)
    """
    filled = [c for c in cells if c is not None and not (isinstance(c, str) and not c.strip())]
    return len(filled) >= _LEAST and all(isinstance(c, str) and _TAG.fullmatch(c) for c in filled)
