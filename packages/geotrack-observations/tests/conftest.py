from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dataset_rows import HEAD, ROOT, Put
from geotrack.workspace import Workspace, open_workspace


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """Open the samples: their regions, places and records."""
    return open_workspace(ROOT)


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write rows as a CSV."""

    def write(rows: Sequence[Sequence[Any]], name: str = "in.csv", head: Any = HEAD) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return path

    return write
