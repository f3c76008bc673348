"""The files of `events/`: their suffixes, and those of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["EVENT_ENDINGS", "event_files"]

EVENT_ENDINGS = (".geojson", ".json", ".geojsons", ".geojsonseq", ".geojsonl", ".ndjson", ".jsonl")
"""Suffixes of event files."""


def event_files(folder: Path) -> Iterator[Path]:
    """Yield the event files below a folder, in order; also what cannot be read."""
    barred: list[Path] = []

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            barred.append(Path(error.filename))  # reading it gives a finding

    for parent, folders, files in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted([*files, *folders]):
            # A folder with such a name gives a finding; its contents are read all the same.
            if name.lower().endswith(EVENT_ENDINGS) and not name.startswith("."):
                yield Path(parent) / name
    yield from barred
