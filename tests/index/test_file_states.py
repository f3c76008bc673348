from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from geotrack.index import file_states
from geotrack.index.file_states import FileState, state_of

LOCAL = 7


@pytest.fixture
def local_device(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(file_states, "_local_devices", lambda: frozenset({LOCAL}))
    return LOCAL


def _state(age_s: float, device: int = LOCAL, **times: int) -> FileState:
    then = time.time_ns() - int(age_s * 1e9)
    return FileState(10, times.get("modified", then), times.get("changed", then), 3, device)


def test_a_file_is_settled_when_two_seconds_have_passed(local_device: int) -> None:
    assert _state(2.5).is_settled
    assert not _state(1.5).is_settled
    assert not _state(-3600).is_settled  # of a clock that was ahead
    now = time.time_ns()
    assert not _state(10, modified=now).is_settled
    assert not _state(10, changed=now).is_settled


def test_a_file_of_a_drive_that_is_not_known_is_never_settled(local_device: int) -> None:
    assert not _state(3600, device=local_device + 1).is_settled


def test_the_state_of_a_file_changes_with_its_content_and_its_place(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("a", "utf-8")
    other.write_text("b", "utf-8")
    states = {state_of(path), state_of(other)}
    path.write_text("ab", "utf-8")
    states.add(state_of(path))
    os.utime(path, ns=(1, 1))
    states.add(state_of(path))
    other.replace(path)
    states.add(state_of(path))
    assert len(states) == 5
    assert state_of(other) is None


def test_the_devices_of_this_machine_are_known_on_linux_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file_states._local_devices.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    try:
        assert file_states._local_devices() == frozenset()
    finally:
        file_states._local_devices.cache_clear()
