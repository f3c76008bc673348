"""What geotrack calls to import warnings: `geotrack.importing.format_packages` describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geotrack.importing.table import ReadingOptions, Table
from geotrack_warnings.rows import are_warnings, read_broadcasts, read_warnings

__all__ = ["TITLE", "matches", "read", "read_json"]

TITLE = "warnings to shipping (NAVAREA, HYDROARC, PRIP) and air (NOTAM)"


def matches(path: Path, head: bytes) -> bool:
    """Return whether the first bytes of a file are a text of warnings."""
    del path
    return are_warnings(head)


def read(path: Path, data: bytes, options: ReadingOptions) -> Table:
    """Return a row for each warning of a text; see `rows.read_warnings`."""
    return read_warnings(path, data, options)


def read_json(path: Path, value: Any, options: ReadingOptions) -> Table | None:
    """Return a row for each warning of an answer of NGA; see `rows.read_broadcasts`."""
    del options
    return read_broadcasts(path, value)
