"""Commands on datasets, run in this process on a made-up workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.observations import build
from tests.cli.conftest import Run, folder, run

__all__ = ["VOYAGES", "Run", "folder", "run", "voyages"]

VOYAGES = """mmsi,timestamp,lon,lat,kind
257000001,2024-07-24T12:00:00Z,-168.91,64.7,cargo
257000001,2024-07-24T16:40:00Z,-168.91,65.72,cargo
257000001,2024-07-24T16:46:00Z,-168.95,65.75,cargo
257000001,2024-07-24T20:46:00Z,-168.95,66.75,cargo
257000001,2024-07-25T04:00:00Z,-168.95,65.75,cargo
257000001,2024-07-25T04:00:00Z,-168.95,65.75,cargo
257000002,2024-07-24T20:46:30Z,-168.95,65.75,tug
257000003,2024-07-24T12:00:00Z,-168.91,64.7,tug
257000003,2024-07-24T17:46:00Z,-168.95,66.75,tug
257000003,,-168.95,66.75,tug
"""


@pytest.fixture
def voyages(tmp_path: Path) -> Path:
    """Build a dataset of three ships in the Bering Strait."""
    source = tmp_path / "ais.csv"
    source.write_text(VOYAGES, "utf-8")
    build([source], tmp_path / "ais")
    return tmp_path / "ais"
