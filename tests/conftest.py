"""Fixtures of all tests of geotrack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_workspace import write_own_sample


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every message another text: what works then reads none."""
    monkeypatch.setattr("folium_polar.messages._filled", lambda *_: "≈")


@pytest.fixture(scope="session")
def own_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample workspace with a taxonomy of its own, only to be read."""
    return write_own_sample(tmp_path_factory.mktemp("own") / "w")
