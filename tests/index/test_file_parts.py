"""Commands that end soon read parts of unchanged files, and never mix two contents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.index import file_parts, file_states
from geotrack.index.file_parts import IN_PARTS, FileParts
from geotrack.index.store import RecordIndex
from geotrack.index.stored_reads import StoredRead
from geotrack.model.limits import Limits
from geotrack.reading import Read
from geotrack.taxonomy import built_in_taxonomy
from tests.records import collection, feature

TEXT = json.dumps(collection(feature("a1", title="Nordøst"), feature("a2")), ensure_ascii=False)


@pytest.fixture(autouse=True)
def in_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a command that ends soon, long after files were written."""
    monkeypatch.setattr(file_states, "_SETTLED_NS", -(10**18))
    token = IN_PARTS.set(True)
    yield
    IN_PARTS.reset(token)


def _read(path: Path) -> Read:
    index = RecordIndex(path.parent / "index", b"key", lambda *_: True)
    return index.read(path, path.name, Limits(), built_in_taxonomy(), path.parent)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stored file, which is not read whole again."""
    path = tmp_path / "a.geojson"
    path.write_text(TEXT, "utf-8")
    _ = _read(path)
    monkeypatch.setattr("geotrack.index.store.read_file", None)
    return path


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_records_and_text_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    path = tmp_path / "b.geojson"
    path.write_text(mark + TEXT, "utf-8")
    whole = _read(path)
    monkeypatch.setattr("geotrack.index.store.read_file", None)
    read = _read(path)
    assert isinstance(read, StoredRead)
    assert list(map(repr, read.records)) == list(map(repr, whole.records))
    assert (read.text, read.spans) == (TEXT, whole.spans)


def test_a_file_that_another_replaces_stays_the_same(path: Path) -> None:
    read = _read(path)
    path.with_name("new").write_text("{}", "utf-8")
    path.with_name("new").replace(path)
    assert [one.record.title for one in read.records] == ["Nordøst", "A patrol"]
    assert read.text == TEXT


@pytest.mark.parametrize("text", [TEXT.replace("Nordøst", "Sydvest"), TEXT[:100], ""])
def test_a_file_that_is_written_to_meanwhile_is_an_error(path: Path, text: str) -> None:
    read = _read(path)
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="run this again"):
        _ = read.records[0]
    with pytest.raises(UsageError, match="run this again"):
        _ = read.text


def test_few_files_are_open_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = FileParts.count()
    read = _read(path)
    assert FileParts.count() == before + 1
    monkeypatch.setattr(file_parts, "most_open", lambda: before + 1)
    with pytest.raises(TypeError):  # it would be read whole
        _read(path)
    del read
    assert FileParts.count() == before


def test_a_file_that_has_changed_or_leads_out_is_not_opened(path: Path, tmp_path: Path) -> None:
    path.write_text(TEXT + " ", "utf-8")
    with pytest.raises(TypeError):
        _read(path)
