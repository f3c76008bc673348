from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.index.cache_folder import VARIABLE, own_folder
from geotrack.workspace import record_index
from tests.cli.conftest import Run
from tests.records import feature, written


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 0)
    written(tmp_path / "w" / "events" / "a.geojson", feature("a"), feature("b"))
    return tmp_path / "w"


def test_the_index_is_made_left_out_and_removed(run: Run, folder: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "cache")
    within = ("--workspace", str(folder))
    without = run(*within, "--no-cache", "query", "--format", "ids")
    assert not own.exists()
    assert run(*within, "query", "--format", "ids").stdout == without.stdout == "a\nb\n"
    assert run(*within, "query", "--format", "ids").stdout == without.stdout
    assert run("cache").stdout == f"{own}\n"
    assert run("cache", "clear").stdout == f"{own}: 1 file removed\n"
    assert run("cache", "clear").stdout == f"{own}: 0 files removed\n"


def test_a_folder_of_the_workspace_is_named_and_cleared_too(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    settings = f"[cache]\nfolder = {str(tmp_path / 'own')!r}\n"
    (folder / "geotrack.toml").write_text(settings, "utf-8")
    within = ("--workspace", str(folder))
    run(*within, "query")
    own = own_folder(tmp_path / "own")
    assert run(*within, "cache").stdout.splitlines()[1:] == [str(own)]
    assert run(*within, "cache", "clear").stdout.endswith(f"{own}: 1 file removed\n")
