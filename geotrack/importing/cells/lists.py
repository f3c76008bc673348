"""Cells with several values, separated by semicolons."""

from __future__ import annotations

import re
from typing import Any

from geotrack.importing.cells.text import is_address, text_of
from geotrack.importing.targets.properties import Property, properties

__all__ = [
    "ADDRESSES",
    "SEVERAL",
    "WORK",
    "Cell",
    "count_of",
    "is_work",
    "joined",
    "listed",
    "shares",
    "split",
]

# What stands between the values of a cell with several.
SEVERAL = re.compile(";")
ADDRESSES = re.compile(r";\s*+(?=https?://|$)", re.IGNORECASE)
"""Addresses may contain semicolons; one before another address is a separator."""
WORK = "cite"
"""The key of a source without an address; its value may contain semicolons."""

Cell = tuple[str, Any]
"""A column and its value."""


def is_work(text: str) -> bool:
    """Return whether a text is no address, nor an attempt at one.

    Examples
    --------
    >>> is_work("Barents Observer, 3.9.2024"), is_work("NRK"), is_work("example.org/a")
    (True, True, False)
    """
    return not is_address(text) and (" " in text or not re.search(r"[./:]", text))


def joined(cell: Any) -> Any:
    """Return a list as text with semicolons, anything else as it is."""
    return "; ".join(text_of(c) for c in cell) if isinstance(cell, list) else cell


def split(cell: Any, pattern: re.Pattern[str] = SEVERAL, *, blanks: bool = False) -> list[Any]:
    """Return the values of a cell; blank ones only if `blanks` is set."""
    if not isinstance(cell, str):
        return [cell]
    return [part for p in pattern.split(cell) if (part := p.strip()) or blanks]


def shares(cells: list[Cell]) -> list[Cell]:
    """Return the values of cells one by one, each with its column; blanks keep their place."""
    return [(column, v) for column, cell in cells for v in split(cell, blanks=True)]


def count_of(first: str, key: str, cells: list[Cell]) -> int:
    """Return the number of values of a key that takes one; 0 for a list."""
    is_list = key == WORK or properties()[f"{first}.{key}"].listed
    return 0 if is_list else len(shares(cells))


def listed(target: Property, value: Any) -> Any:
    """Return the values of a text where the property is a list, else the value."""
    return split(value) if target.listed else value
