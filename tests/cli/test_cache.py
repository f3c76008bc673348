from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.cli.app import emit
from geotrack.index import file_states
from geotrack.index.cache_folder import VARIABLE, own_folder
from geotrack.index.stored_reads import StoredRecords
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


@pytest.fixture
def changing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A workspace whose file is written to when its first record is used."""
    monkeypatch.setattr(file_states, "_SETTLED_NS", -(10**18))
    within = ("--workspace", str(folder))
    run(*within, "query")
    path, build = folder / "events" / "a.geojson", StoredRecords._built

    def built(self: StoredRecords, row: int) -> object:
        path.write_text(path.read_text("utf-8").replace("A patrol", "Parade"), "utf-8")
        return build(self, row)

    monkeypatch.setattr(StoredRecords, "_built", built)
    return within


@pytest.mark.parametrize(
    "command", [("query", "--format", "csv"), ("query", "--format", "geojson"), ("show", "a")]
)
def test_a_file_that_changes_while_it_is_read_is_read_again(
    run: Run, changing: tuple[str, str], command: tuple[str, ...]
) -> None:
    changed = run(*changing, *command)
    assert "Parade" in changed.stdout
    assert changed.stdout == run(*changing, "--no-cache", *command).stdout


def test_it_is_an_error_once_something_is_written(
    run: Run, changing: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotrack.cli.query.notify_reference", lambda *_: emit("first"))
    failed = run(*changing, "query")
    assert (failed.stdout, failed.exit_code) == ("first\n", 2)
    assert "has changed while it was read; run this again" in failed.stderr
