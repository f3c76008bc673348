"""Commands on datasets, run in this process on a made-up workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack_observations import build
from tests.cli.conftest import Run, folder, run
from voyages import VOYAGES

__all__ = ["Run", "folder", "run", "voyages"]


@pytest.fixture
def voyages(tmp_path: Path) -> Path:
    """Build a dataset of three ships in the Bering Strait."""
    source = tmp_path / "ais.csv"
    source.write_text(VOYAGES, "utf-8")
    build([source], tmp_path / "ais")
    return tmp_path / "ais"
