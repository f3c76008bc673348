"""Large sequences are read a block at a time; equal answers are in test_changed_files.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geotrack.index import file_states, sequence_blocks
from geotrack.index.file_parts import IN_PARTS, MOST_KEPT
from geotrack.index.store import RecordIndex
from geotrack.index.stored_reads import StoredRead
from geotrack.model.limits import Limits
from geotrack.reading import Read, read_events
from geotrack.taxonomy import built_in_taxonomy
from tests.records import feature, point


@pytest.fixture(autouse=True)
def in_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a command that uses few records, and of a file that is never read whole."""
    monkeypatch.setattr(file_states, "_SETTLED_NS", -(10**18))
    monkeypatch.setattr(sequence_blocks, "_BLOCK", 2_000)
    monkeypatch.setattr("geotrack.index.store.read_file", None)
    tokens = IN_PARTS.set(True), MOST_KEPT.set(0)
    yield
    IN_PARTS.reset(tokens[0])
    MOST_KEPT.reset(tokens[1])


def _read(path: Path, limits: Limits | None = None) -> Read:
    index = RecordIndex(path.parent / "index", b"key", lambda *_: True)
    return index.read(path, path.name, limits or Limits(), built_in_taxonomy(), path.parent)


@pytest.mark.parametrize("start", ["", "\ufeff", "\x1e"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_blocks_hold_the_records_of_the_file(tmp_path: Path, start: str, last: str) -> None:
    path = tmp_path / "a.geojsonl"
    lines = [json.dumps(feature(f"ø{n}", point(n, 72)), ensure_ascii=False) for n in range(99)]
    between = f"\n{start}" if start == "\x1e" else "\n"
    path.write_text(f"{start}{between.join(lines)}{last}", "utf-8", newline="")
    read, whole = _read(path), read_events(path, path.name)
    assert isinstance(read, StoredRead)
    assert (read.text, read.findings, read.spans) == (whole.text, (), whole.spans)
    assert list(map(repr, read.records)) == list(map(repr, whole.records))


@pytest.mark.parametrize("line", ["{", "7", json.dumps(feature("x", column=1))])
def test_a_file_with_a_finding_is_read_whole(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.geojsonl"
    path.write_text("\n".join([*(json.dumps(feature(f"f{n}")) for n in range(99)), line]), "utf-8")
    with pytest.raises(TypeError):  # `read_file` is called
        _read(path)


@pytest.mark.parametrize(
    "limits",
    [{"features": 98}, {"file_vertices": 98}, {"values": 900}, {"file_mb": 0.02}, {"depth": 4}],
)
def test_limits_are_those_of_the_whole_file(tmp_path: Path, limits: dict[str, float]) -> None:
    path = tmp_path / "a.geojsonl"
    path.write_text(
        "\n".join(json.dumps(feature(f"f{n}", point(n, 72))) for n in range(99)), "utf-8"
    )
    assert len(_read(path).records) == 99
    with pytest.raises(TypeError):
        _read(path.rename(tmp_path / "b.geojsonl"), Limits(**limits))
