"""How much one import reads. A hostile file is refused before it takes a gigabyte."""

from __future__ import annotations

from pathlib import Path

from geotrack.importing.faults import UnreadableError

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_DEPTH",
    "MOST_LAYERS",
    "MOST_TAGS",
    "MOST_TEXT",
    "check_amount",
]

MOST_BYTES = 128_000_000
"""Of a file, and of what is unpacked of an archive."""
MOST_TEXT = 32_000_000
"""Of a CSV, GPX or KML file."""
MOST_TAGS = 1_000_000
"""Tags of a GPX or KML file, without those that end an element: `<`, wherever one stands."""
MOST_COLUMNS = 20_000
"""Of a CSV or KML file."""
MOST_LAYERS = 500
"""Of a file: a KML file has one for each of its folders."""
MOST_DEPTH = 100
"""Of elements in elements, and of collections of geometries in collections."""

# What an import holds at its peak, as measured: its drafts, and their text as JSON.
_OF_A_ROW, _OF_A_CELL, _OF_A_POSITION, _OF_A_BYTE = 3_000, 150, 650, 4
_MOST_MEMORY = 750_000_000


def check_amount(
    path: Path, *, rows: int = 0, cells: int = 0, positions: int = 0, text: int = 0
) -> None:
    """Refuse what makes more drafts than are held in memory.

    Parameters
    ----------
    path : pathlib.Path
        The file, for the message.
    rows, cells, positions, text : int
        What it holds as far as it is known; text in bytes.

    Raises
    ------
    UnreadableError
        It is too much for one import.
    """
    needed = _OF_A_ROW * rows + _OF_A_CELL * cells + _OF_A_POSITION * positions + _OF_A_BYTE * text
    if needed > _MOST_MEMORY:
        counts = {"rows": rows, "cells": cells, "positions": positions, "bytes of text": text}
        held = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        raise UnreadableError(path, f"too much for one import: {held}", "split it")
