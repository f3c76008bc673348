"""Size limits of an import, checked before memory is used."""

from __future__ import annotations

from pathlib import Path

from geotrack.importing.faults import UnreadableError
from geotrack.messages import Message, joined

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_DEPTH",
    "MOST_IN_PARTS",
    "MOST_LAYERS",
    "MOST_TAGS",
    "MOST_TEXT",
    "check_amount",
]

MOST_BYTES = 128_000_000
"""Bytes of a file, and of an unpacked archive."""
MOST_IN_PARTS = 1_000_000_000
"""Bytes of a file that is read in parts: CSV, or a sequence of GeoJSON."""
MOST_TEXT = 32_000_000
"""Bytes of a GPX or KML file, of a row of CSV, and of a text in GeoJSON."""
MOST_TAGS = 1_000_000
"""Tags of a GPX or KML file, without end tags; every other `<` counts."""
MOST_COLUMNS = 20_000
"""Columns of a CSV or KML file."""
MOST_LAYERS = 500
"""Layers of a file; a KML file has one for each folder."""
MOST_DEPTH = 100
"""Nesting depth of XML elements and of geometry collections."""

# Peak memory of an import in bytes, measured: the drafts and their JSON text.
_OF_A_ROW, _OF_A_CELL, _OF_A_POSITION, _OF_A_BYTE = 3_000, 150, 650, 4
# Bytes that an import may take by these figures.
_MOST_MEMORY = 750_000_000


def check_amount(
    path: Path, *, rows: int = 0, cells: int = 0, positions: int = 0, text: int = 0
) -> None:
    """Refuse a file whose drafts would take too much memory.

    Parameters
    ----------
    path : pathlib.Path
        The file, for the message.
    rows, cells, positions, text : int
        Its amounts as far as they are known; text in bytes.

    Raises
    ------
    UnreadableError
        It is too large for one import.
    """
    memory = _OF_A_ROW * rows + _OF_A_CELL * cells + _OF_A_POSITION * positions + _OF_A_BYTE * text
    if memory > _MOST_MEMORY:
        counts = {"rows": rows, "cells": cells, "positions": positions, "bytes of text": text}
        parts = [Message("{n:,} {what}", n, Message(what)) for what, n in counts.items() if n]
        amounts = joined(parts, "{first}, {second}")
        raise UnreadableError(
            path, Message("too much for one import: {amounts}", amounts), "split it"
        )
