from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from geotrack.index.cache_folder import (
    IS_OFF,
    VARIABLE,
    environment,
    is_off,
    own_folder,
    remove_entries,
    user_folder,
)
from geotrack.index.entry_file import Entry
from geotrack.index.store import store


def test_the_environment_names_a_folder_or_leaves_the_index_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, " OFF ")
    assert is_off()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert not is_off()
    assert user_folder() == own_folder(tmp_path)
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert not is_off()
    assert user_folder().name == own_folder(tmp_path).name


def test_another_process_leaves_the_index_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a-folder")
    assert environment()[VARIABLE] == "a-folder"
    token = IS_OFF.set(True)
    try:
        assert environment()[VARIABLE] == "off"
    finally:
        IS_OFF.reset(token)


def test_only_entries_are_removed(tmp_path: Path) -> None:
    for name in ("a.index", "b.index", "tmp1.new", "mine.txt"):
        (tmp_path / name).write_text("", "utf-8")
    assert remove_entries(tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert remove_entries(tmp_path / "none") == 0


def test_entries_that_nothing_has_read_for_long_are_removed_when_one_is_written(
    tmp_path: Path,
) -> None:
    long_ago = time.time() - 70 * 86_400
    for name in ("old.index", "old.new", "read.index", "made.index", "mine.txt"):
        (tmp_path / name).write_text("", "utf-8")
        is_read, is_made = name.startswith("read"), name.startswith("made")
        times = (time.time() if is_read else long_ago, time.time() if is_made else long_ago)
        os.utime(tmp_path / name, times)
    store(tmp_path / "new.index", Entry({}, {}))
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["made.index", "mine.txt", "new.index", "read.index"]
