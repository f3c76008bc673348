from __future__ import annotations

import random
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from geotrack.index.entry_file import Entry, read_entry, write_entry

ENTRY = Entry(
    {"key": "å", "findings": [["x", None, 1.5]]},
    {
        "days": np.arange(12, dtype=np.int64).reshape(4, 3),
        "flags": np.array([True, False, True]),
        "none": np.zeros((4, 0)),
        "text": np.frombuffer("Bodø".encode(), np.uint8),
    },
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "of" / "mine" / "a.index"
    write_entry(path, ENTRY)
    entry = read_entry(path)
    assert entry is not None
    assert entry.about == ENTRY.about
    assert entry.arrays.keys() == ENTRY.arrays.keys()
    for name, array in ENTRY.arrays.items():
        assert entry.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(entry.arrays[name], array)
    assert list(path.parent.iterdir()) == [path]


def test_only_its_user_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.index"
    write_entry(path, ENTRY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_others_can_write_to_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.index"
    write_entry(path, ENTRY)
    path.chmod(0o622)
    assert read_entry(path) is None


def test_a_file_of_which_any_byte_is_another_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.index"
    write_entry(path, ENTRY)
    raw = path.read_bytes()
    chance = random.Random(31)  # noqa: S311 (a draw for a test, no secret)
    for _ in range(1_000):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        assert read_entry(path) is None
    for size in range(0, len(raw), 7):
        path.write_bytes(raw[:size])
        assert read_entry(path) is None
    path.write_bytes(raw + b"\0")
    assert read_entry(path) is None


def test_a_file_that_is_not_there_is_not_read(tmp_path: Path) -> None:
    assert read_entry(tmp_path / "a.index") is None
    assert read_entry(tmp_path) is None


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.index"
    write_entry(path, ENTRY)
    raw = path.read_bytes()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_entry(path, Entry({}, {}))
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == raw


def test_of_two_writers_each_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.index"
    write_entry(path, Entry({"n": -1}, {"n": np.full(10_000, -1)}))

    def write_and_read(n: int) -> bool:
        write_entry(path, Entry({"n": n}, {"n": np.full(10_000 + n, n)}))
        entry = read_entry(path)
        return entry is not None and bool((entry.arrays["n"] == entry.about["n"]).all())

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(write_and_read, range(40)))
    assert list(tmp_path.iterdir()) == [path]
