"""Processes that make the index: killed, at once, without room; what is read stays right."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from geotrack.index.cache_folder import remove_entries
from geotrack.index.entry_file import SUFFIX, TEMPORARY
from geotrack.workspace import open_workspace
from tests.children import child
from tests.records import collection, feature

# It reads the workspace when told so; `{}` is done before.
_CHILD = """
import sys, time
from geotrack.index import entry_file
from geotrack.workspace import open_workspace, record_index
record_index._LEAST_BYTES = 0
{}
print("ready", flush=True)
input()
print([event.title for event in open_workspace(sys.argv[1]).events], flush=True)
"""
# The second entry is written, and has not got its name, for as long as the process lives.
_STOPS = """
replace, paths = entry_file.Path.replace, []
def stop(path, target):
    paths.append(path)
    if len(paths) == 2:
        print("written", flush=True)
        time.sleep(600)
    return replace(path, target)
entry_file.Path.replace = stop
"""
TITLES = ["First", "Second", "Third"]


@pytest.fixture
def folder(tmp_path: Path, index_folder: Path) -> Path:
    """A workspace of three files that are not in the index."""
    folder = tmp_path / "w"
    (folder / "events").mkdir(parents=True)
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    for title in TITLES:
        text = json.dumps(collection(feature(title.lower(), title=title)))
        (folder / "events" / f"{title}.geojson").write_text(text, "utf-8")
    return folder


def _titles(folder: Path) -> list[str]:
    return [event.title for event in open_workspace(folder).events]


def _start(stack: ExitStack, folder: Path, before: str = "") -> subprocess.Popen[str]:
    """Start a process that waits before it reads."""
    command = [sys.executable, "-c", _CHILD.format(before), str(folder)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return stack.enter_context(child(command, **pipes))


def _go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_killed_process_leaves_no_wrong_entry(folder: Path, index_folder: Path) -> None:
    with ExitStack() as stack:
        process = _start(stack, folder, _STOPS)
        assert _line(process) == "ready"
        _go(process)
        assert _line(process) == "written"
        process.kill()
        assert process.wait() != 0
    assert len(list(index_folder.glob(f"*{SUFFIX}"))) == 1
    assert len(list(index_folder.glob(f"*{TEMPORARY}"))) == 1
    assert _titles(folder) == _titles(folder) == TITLES
    assert remove_entries(index_folder) == 3
    assert not list(index_folder.iterdir())


def test_two_processes_make_the_index_at_once(folder: Path, index_folder: Path) -> None:
    with ExitStack() as stack:
        processes = [_start(stack, folder) for _ in range(2)]
        assert list(map(_line, processes)) == ["ready"] * 2
        for process in processes:
            _go(process)
        assert list(map(_line, processes)) == [str(TITLES)] * 2
    assert len(list(index_folder.iterdir())) == 3
    assert _titles(folder) == TITLES


def test_a_disk_without_room_leaves_no_entry(folder: Path, index_folder: Path) -> None:
    def read_with(most_bytes: int) -> list[str]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
        try:
            return _titles(folder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert read_with(1000) == TITLES
    assert list(index_folder.iterdir()) == []
    assert read_with(10**9) == TITLES
    assert len(list(index_folder.iterdir())) == 3
