from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.index.cache_folder import VARIABLE, is_off, own_folder, remove_entries, user_folder


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


def test_only_entries_are_removed(tmp_path: Path) -> None:
    for name in ("a.index", "b.index", "tmp1.new", "mine.txt"):
        (tmp_path / name).write_text("", "utf-8")
    assert remove_entries(tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert remove_entries(tmp_path / "none") == 0
