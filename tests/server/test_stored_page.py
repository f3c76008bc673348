"""The page with which a desk opens is that of the present state, or none."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from geotrack.files.resources import sample_workspace
from geotrack.index import file_states
from geotrack.index.cache_folder import VARIABLE, user_folder
from geotrack.mapview import map_of_many
from geotrack.server import page_process
from geotrack.server.stored_page import read_page
from geotrack.workspace import Workspace, open_workspace, record_index
from tests.records import collection, feature, point


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose records are in the index."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(record_index, "_LEAST_BYTES", 0)
    monkeypatch.setattr(file_states, "_SETTLED_NS", -(10**18))
    folder = tmp_path / "w"
    (folder / "events").mkdir(parents=True)
    shutil.copytree(sample_workspace() / "layers", folder / "layers")
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    _write(folder, title="One ship seen")
    return folder


def _write(folder: Path, **properties: object) -> None:
    record = feature("2024-a", point(20, 78), **properties)
    path = folder / "events" / "a.geojson"
    path.write_text(json.dumps(collection(record)), encoding="utf-8")


def _pages(folder: Path, count: int = 1) -> list[bytes]:
    """Return the pages that a new process answers."""
    answers = io.BytesIO()
    page_process._serve(folder, io.BytesIO(b'["records", "en"]\n' * count), answers)
    answers.seek(0)
    return [answers.read(json.loads(answers.readline())["size"]) for _ in range(count)]


def test_a_desk_opens_with_the_page_that_the_last_one_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [page] = _pages(folder)
    built: list[Workspace] = []
    build = page_process._page_of_records
    monkeypatch.setattr(
        page_process,
        "_page_of_records",
        lambda state, *given: built.append(state.workspace) or build(state, *given),
    )
    monkeypatch.setitem(page_process._ANSWERS, "records", page_process._page_of_records)
    assert _pages(folder) == [page]
    assert len(built) == 1  # afterwards, so that the next page takes what has not changed
    assert read_page(open_workspace(folder), "en") == (page, {"2024-a": 1})
    assert read_page(open_workspace(folder), "nb") is None


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("events/a.geojson", "One ship", "Two ships"),
        ("geotrack.toml", "format = 1", "format = 1 "),
        ("layers/regions.geojson", "Barents Sea", "Barents sea"),
    ],
)
def test_a_page_of_another_state_is_not_taken(folder: Path, name: str, old: str, new: str) -> None:
    _pages(folder)
    path = folder / name
    before = path.read_text("utf-8")
    path.write_text(before.replace(old, new, 1), "utf-8")
    assert read_page(open_workspace(folder), "en") is None
    path.write_text(before, "utf-8")
    assert read_page(open_workspace(folder), "en") is not None


@pytest.fixture
def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Each record makes a page of many; how many are drawn."""
    monkeypatch.setattr(page_process, "_MOST_WHOLE", 0)
    monkeypatch.setattr("geotrack.page.document._CROWD", 0)
    line = {"type": "LineString", "coordinates": [[30, 72], [40, 74]]}
    records = collection(feature("2024-a", line), feature("2024-b", line, title="Another"))
    (folder / "events" / "b.geojson").write_text(json.dumps(records), encoding="utf-8")
    drawn: list[int] = []
    draw = map_of_many.draw
    monkeypatch.setattr(map_of_many, "draw", lambda *given: drawn.append(1) or draw(*given))
    return drawn


def _columns(folder: Path) -> bytes:
    answers = io.BytesIO()
    page_process._serve(folder, io.BytesIO(b'["columns", "en", ""]\n'), answers)
    return answers.getvalue()


def test_a_page_of_many_begins_with_what_was_computed_of_its_records(
    folder: Path, many: list[int]
) -> None:
    _pages(folder)
    computed = len(many)
    columns = _columns(folder)
    assert len(many) == computed
    _write(folder, title="Two ships seen")
    _columns(folder)
    assert len(many) == computed  # of the others nothing is drawn again
    _write(folder, title="One ship seen")
    for path in user_folder().glob("page-*"):
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(raw)
    assert _columns(folder) == columns
    assert len(many) == 2 * computed


def test_the_rows_of_a_stored_page_are_got_before_it_asks_for_them(
    folder: Path, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    [page] = _pages(folder)
    renewed: list[str] = []
    renew = page_process._State.renew

    def renew_noted(state: page_process._State, language: str, workspace: Workspace) -> object:
        renewed.append(language)
        return renew(state, language, workspace)

    monkeypatch.setattr(page_process._State, "renew", renew_noted)
    monkeypatch.setattr(page_process, "_has_request", lambda _: True)
    assert _pages(folder) == [page]
    assert renewed == ["en"]


def test_a_page_with_a_record_marked_above_the_lowest_level_is_not_stored(folder: Path) -> None:
    text = 'format = 1\nmarkings = ["Open", "Internal"]\n'
    (folder / "geotrack.toml").write_text(text, "utf-8")
    _write(folder, title="One ship seen", marking="Internal")
    [page] = _pages(folder)
    assert b"One ship seen" in page
    assert not [*user_folder().glob("page-*")]
