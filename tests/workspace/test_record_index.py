from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.index.cache_folder import VARIABLE, own_folder, user_folder
from geotrack.index.stored_reads import StoredRead
from geotrack.workspace import open_file, open_workspace, record_index
from tests.records import feature, written

REPORT = 'id = "r"\ntitle = "R"\n'
CITING = [{"seed": "r", "claim": "1"}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose files all have an index, in a folder of the environment."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 0)
    folder = tmp_path / "w"
    written(folder / "layers" / "regions.geojson")
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    return folder


def _is_stored(folder: Path, *features: object) -> bool:
    written(folder / "events" / "a.geojson", *features)
    _ = open_workspace(folder).event_reads
    (read,) = open_workspace(folder).event_reads
    return isinstance(read, StoredRead)


def test_small_workspaces_have_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 100_000)
    assert not _is_stored(folder, feature())
    assert _is_stored(folder, feature(summary="x" * 100_000))


@pytest.mark.parametrize("marking", ["SECRET", "RESTRICTED // X", "NOT KNOWN", 3, ["SECRET"]])
def test_a_file_with_a_marking_above_the_lowest_has_none(folder: Path, marking: object) -> None:
    assert not _is_stored(folder, feature("a"), feature("b", marking=marking))
    assert not user_folder().exists()


@pytest.mark.parametrize("key", ["Marking", "markin", "marking"])
def test_nor_has_one_in_which_a_faulty_record_may_be_marked(folder: Path, key: str) -> None:
    assert not _is_stored(folder, feature("a"), feature("b", start="2024-13", **{key: "SECRET"}))
    assert _is_stored(folder, feature("a"), feature("b", start="2024-13", colour="SECRET"))


def test_the_lowest_marking_is_as_none(folder: Path) -> None:
    assert _is_stored(folder, feature("a", marking="unclassified // public"))


@pytest.mark.parametrize(
    ("report", "is_stored"),
    [
        ("", True),
        ('marking = "UNCLASSIFIED"\n', True),
        ('marking = "SECRET"\n', False),
        ("marking = 3\n", False),
    ],
)
def test_a_report_marks_the_records_that_cite_it(
    folder: Path, report: str, is_stored: bool
) -> None:
    claims = '[[claims]]\nid = "1"\nsays = "x"\nkind = "event"\nunmapped = "x"\n'
    path = folder / "seeds" / "r.toml"
    path.parent.mkdir()
    path.write_text(REPORT + report + claims, "utf-8")
    assert _is_stored(folder, feature("a", sources=CITING)) is is_stored
    assert _is_stored(folder, feature("b"))


def test_a_report_that_is_not_there_may_have_any_marking(folder: Path) -> None:
    assert not _is_stored(folder, feature("a", sources=CITING))


def test_a_folder_of_the_settings_may_have_records_of_any_marking(
    folder: Path, tmp_path: Path
) -> None:
    settings = folder / "geotrack.toml"
    settings.write_text(f"[cache]\nfolder = {json.dumps(str(tmp_path / 'own'))}\n", "utf-8")
    assert not _is_stored(folder, feature("a", marking="SECRET"))
    (tmp_path / "own").mkdir()
    assert _is_stored(folder, feature("a", marking="SECRET"))
    assert len(list(own_folder(tmp_path / "own").iterdir())) == 1
    assert not user_folder().exists()


def test_standalone_files_and_faulty_settings_have_none(folder: Path) -> None:
    path = written(folder / "events" / "a.geojson", feature())
    _ = open_file(path).event_reads
    assert not user_folder().exists()
    (folder / "geotrack.toml").write_text("markings = 3\n", "utf-8")
    assert not _is_stored(folder, feature())
