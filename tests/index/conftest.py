"""An index that small workspaces use too."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.index import stored_texts
from geotrack.index.cache_folder import VARIABLE, user_folder
from geotrack.workspace import record_index


@pytest.fixture
def index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index in which each file has an entry."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 0)
    monkeypatch.setattr(stored_texts, "_LEAST", 0)
    return user_folder()
