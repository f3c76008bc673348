"""The sample workspace is found, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.files import resources


def test_a_checkout_is_its_own_sample() -> None:
    assert (resources.sample_workspace() / "events").is_dir()
    assert (resources.PACKAGE / "py.typed").is_file()


def test_a_wheel_carries_its_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    assert resources.sample_workspace() == tmp_path / "sample"
