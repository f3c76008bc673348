"""Workspaces with a dataset of observations, and a map that draws it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geotrack.observations import build

__all__ = ["put_dataset", "put_map"]


def put_dataset(folder: Path, head: Sequence[str], rows: Iterable[Any]) -> Path:
    """Build `observations/ais` in a folder, of rows of a CSV, or build it anew."""
    with (folder / "ais.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    build([folder / "ais.csv"], folder / "observations" / "ais")
    return folder / "observations" / "ais"


def put_map(folder: Path, definition: str, head: Sequence[str], rows: Iterable[Any]) -> Path:
    """Make a folder a workspace with such a dataset and the map `m`; return the folder."""
    for name in ("events", "maps"):
        (folder / name).mkdir(exist_ok=True)
    put_dataset(folder, head, rows)
    (folder / "maps" / "m.toml").write_text(definition, encoding="utf-8")
    return folder
