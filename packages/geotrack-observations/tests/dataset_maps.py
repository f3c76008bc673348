"""Workspaces with a dataset of observations, and a map that draws it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from geotrack_observations import build

__all__ = ["NO_RECORDS", "OBSERVED", "observing", "put_dataset", "put_map"]

# A map of no records: what is drawn is a dataset alone.
NO_RECORDS = 'title = "M"\nmarking = "RESTRICTED"\n[select]\nfrom = "1900"\nto = "1901"\n'
OBSERVED = '[[observations]]\ndataset = "observations/ais"\ntitle = "Ships"\nsource = "AIS"\n'


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


@pytest.fixture
def observing(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that makes a workspace whose map `m` draws a dataset of rows."""

    def make(head: Sequence[str], rows: Iterable[Any], more: str = "") -> Path:
        return put_map(tmp_path, NO_RECORDS + OBSERVED + more, head, rows)

    return make
