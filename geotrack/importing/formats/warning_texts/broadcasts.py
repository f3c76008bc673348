"""Warnings to shipping as the web interface of NGA answers: JSON with `broadcast-warn`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geotrack.importing.formats.warning_texts.rows import table_of
from geotrack.importing.table import Table

__all__ = ["read_broadcasts"]

_LIST = "broadcast-warn"
_NEEDED = {"msgYear", "msgNumber", "navArea", "text"}
_SERIES = {
    "A": "HYDROLANT", "C": "HYDROARC", "P": "HYDROPAC", "4": "NAVAREA IV", "12": "NAVAREA XII",
}  # fmt: skip
"""Codes of `navArea`: https://msi.nga.mil/api/publications/broadcast-warn/navareas."""


def read_broadcasts(path: Path, value: Any) -> Table | None:
    """Return a row for each warning of an answer; None for any other JSON.

    Parameters
    ----------
    path : pathlib.Path
        The file's name, for messages.
    value : object
        The parsed JSON.
    """
    items = value.get(_LIST) if isinstance(value, Mapping) else None
    if not isinstance(items, list) or not items or not all(map(_is_warning, items)):
        return None
    parts = [
        f"{warning.get('issueDate') or ''}\n{_SERIES[str(warning['navArea'])]} "
        f"{warning['msgNumber']}/{warning['msgYear']}.\n{warning['text'].strip()}\n\n"
        for warning in items
    ]
    return table_of(path, "".join(parts), parts)


def _is_warning(item: Any) -> bool:
    return (
        isinstance(item, Mapping)
        and item.keys() >= _NEEDED
        and str(item["navArea"]) in _SERIES
        and isinstance(item["text"], str)
        and str(item["msgNumber"]).isdecimal()
        and str(item["msgYear"]).isdecimal()
    )
