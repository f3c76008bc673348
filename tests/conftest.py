"""Fixtures of all tests of geotrack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_workspace import write_own_sample
from tests.unchanged import Unchanged


@pytest.fixture(scope="session")
def own_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample workspace with a taxonomy of its own, only to be read."""
    return write_own_sample(tmp_path_factory.mktemp("own") / "w")


@pytest.fixture
def unchanged(request: pytest.FixtureRequest) -> Unchanged:
    """Whether a slow comparison has passed with just these sources."""
    return Unchanged(request)
