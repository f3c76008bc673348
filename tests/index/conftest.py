"""An index that small workspaces use too."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.index.cache_folder import VARIABLE, user_folder
from tests.index.small_files import index_few


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index in which each file has an entry."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    index_few(monkeypatch)
    return user_folder()
