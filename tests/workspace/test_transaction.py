"""Files whole or not at all: killed at every step, on a full disk, two at once, read meanwhile."""

from __future__ import annotations

import errno
import json
import signal
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest

from geotrack.errors import BusyError
from geotrack.workspace import Edit, open_workspace
from geotrack.workspace.transaction import JOURNAL, commit, locked, pending
from tests.records import feature, point, written
from tests.workspace.faulty import KilledError, dying, full, steps_of

IDS = {"old": {"a", "b", "c"}, "new": {"a", "c", "d", "e"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace of two files."""
    written(tmp_path / "events" / "one.geojson", feature("a", point(20, 75)), feature("b"))
    written(tmp_path / "events" / "two.geojson", feature("c", point(180, 71)))
    return tmp_path


def change(folder: Path) -> None:
    """Change three files at once: take `b` out, add `d` and `e`, move `a`."""
    edit = Edit(open_workspace(folder))
    edit.remove("b")
    edit.replace("a", feature("a", point(21, 75)))
    edit.add(feature("d"), "two")
    edit.add(feature("e"), "three")
    edit.commit()


def state(folder: Path) -> str:
    """Return whether all is as before the change or all as after it."""
    workspace = open_workspace(folder)
    assert not [f for read in workspace.event_reads for f in read.findings]
    moved = workspace.by_id["a"].geometry == point(21, 75)
    found = {name for name, ids in IDS.items() if ids == set(workspace.by_id)}
    assert found == {"new" if moved else "old"}
    return found.pop()


def left(folder: Path) -> list[str]:
    """Return what lies there beside the files of events."""
    return sorted(p.name for p in folder.rglob(".*") if p.name != ".geotrack.lock")


STEPS = 40  # more than the change takes; `test_every_step…` holds that


@pytest.mark.parametrize("at", range(1, STEPS))
def test_a_writer_that_dies_leaves_the_old_or_the_new_state(folder: Path, at: int) -> None:
    try:
        with dying(at):
            change(folder)
    except KilledError:
        pass
    if state(folder) == "old":
        change(folder)
    # The next writer goes on from what was settled, and sweeps the rest.
    edit = Edit(open_workspace(folder))
    edit.replace("d", feature("d", tags=["again"]))
    edit.commit()
    assert state(folder) == "new"
    assert open_workspace(folder).by_id["d"].tags == ("again",)
    assert left(folder) == []


@pytest.mark.parametrize("at", range(1, STEPS))
def test_a_full_disk_leaves_the_old_or_the_new_state(folder: Path, at: int) -> None:
    reason = None
    try:
        with full(at):
            change(folder)
    except OSError as error:
        reason = error.errno
    assert reason in {None, errno.ENOSPC}
    found = state(folder)
    assert found == ("new" if reason is None else "old")
    with locked(folder):
        pass
    assert state(folder) == found
    assert left(folder) == []


def test_every_step_of_the_change_is_tried(folder: Path) -> None:
    assert 20 < steps_of(lambda: change(folder)) < STEPS
    assert state(folder) == "new"


def test_the_old_state_holds_until_the_journal_says_so(folder: Path) -> None:
    seen = []
    for at in range(1, STEPS):
        again = folder / str(at)
        written(again / "events" / "one.geojson", feature("a", point(20, 75)), feature("b"))
        written(again / "events" / "two.geojson", feature("c", point(180, 71)))
        try:
            with dying(at):
                change(again)
        except KilledError:
            pass
        journal = (again / JOURNAL).exists()
        seen.append(state(again))
        assert not journal or seen[-1] == "new"
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {"old", "new"}


WRITER = """
import sys
from pathlib import Path
from geotrack.workspace import Edit, open_workspace
from tests.records import feature
root, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for n in range(count):
    edit = Edit(open_workspace(root))
    edit.add(feature(f"{name}-{n}"), "shared" if len(sys.argv) < 5 else f"{name}-{n}")
    edit.add(feature(f"{name}-{n}-too"), "other" if len(sys.argv) < 5 else f"{name}-{n}-too")
    try:
        edit.commit()
    except Exception as error:
        assert "run it again" in str(error), error
        print("again", flush=True)
"""


def writer(folder: Path, *given: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
def test_of_two_writers_at_once_none_loses_what_the_other_wrote(folder: Path) -> None:
    processes = [writer(folder, name, "12") for name in ("x", "y")]
    said = [process.communicate("go\n")[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    # One that read before the other wrote is told so, and writes nothing.
    wanted = 2 * 12 - sum(text.count("again") for text in said)
    workspace = open_workspace(folder)
    own = [id_ for id_ in workspace.by_id if id_[0] in "xy"]
    assert len([id_ for id_ in own if not id_.endswith("too")]) == wanted
    assert len([id_ for id_ in own if id_.endswith("too")]) == wanted
    assert wanted >= 12


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_half(folder: Path) -> None:
    for n in range(6):
        process = writer(folder, f"k{n}", "500", "apart")
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(0.03 * n + 0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        workspace = open_workspace(folder)
        assert not [f for read in workspace.event_reads for f in read.findings]
        assert workspace.by_id.keys() >= {"a", "b", "c"}
        once = {i for i in workspace.by_id if i[0] == "k" and not i.endswith("too")}
        assert {f"{i}-too" for i in once} == {i for i in workspace.by_id if i.endswith("too")}
    with locked(folder):
        pass
    assert left(folder) == []


@pytest.mark.slow
def test_a_reader_sees_the_old_or_the_new_state(folder: Path) -> None:
    ended = threading.Event()

    def toggle() -> None:
        for n in range(30):
            edit = Edit(open_workspace(folder))
            if n % 2:
                edit.replace("a", feature("a", point(20, 75)))
                edit.remove("d")
                edit.remove("e")
                edit.add(feature("b"), "one")
            else:
                edit.replace("a", feature("a", point(21, 75)))
                edit.remove("b")
                edit.add(feature("d"), "two")
                edit.add(feature("e"), "three")
            edit.commit()
        ended.set()

    thread = threading.Thread(target=toggle)
    thread.start()
    seen = []
    while not ended.is_set():
        seen.append(state(folder))
    thread.join()
    assert set(seen) == {"old", "new"}


def test_another_writer_is_waited_for_and_then_told(folder: Path) -> None:
    told = pytest.raises(BusyError, match=r"another geotrack is writing to .*; try again")
    with locked(folder), told, locked(folder, patience_s=0.05):
        pass
    with locked(folder, patience_s=0.05):
        pass


def test_what_someone_else_changed_meanwhile_is_not_written_over(folder: Path) -> None:
    edit = Edit(open_workspace(folder))
    edit.add(feature("d"), "two")
    path = written(folder / "events" / "two.geojson", feature("c"), feature("z"))
    with pytest.raises(BusyError, match=r"two\.geojson was changed by someone else meanwhile"):
        edit.commit()
    assert set(open_workspace(folder).by_id) == {"a", "b", "c", "z"}
    path.unlink()
    with pytest.raises(BusyError, match="run it again"):
        edit.commit()


def test_a_link_is_followed_and_its_mode_kept(folder: Path) -> None:
    real = folder / "elsewhere.geojson"
    (folder / "events" / "one.geojson").rename(real)
    real.chmod(0o640)
    (folder / "events" / "one.geojson").symlink_to("../elsewhere.geojson")
    change(folder)
    assert state(folder) == "new"
    assert (folder / "events" / "one.geojson").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_journal_that_is_none_changes_nothing(folder: Path) -> None:
    none = digest("x")
    for text in (
        *("", "[]", "{", "[" * 200_000, '[["a\\u0000", "", ""]]', '[["events/no", 1, 2]]'),
        *('[["events/\\u0000", "", ""]]', '[["events/\\ud800", "", ""]]'),
    ):
        (folder / JOURNAL).write_text(text)
        assert pending(folder) == {}
        assert state(folder) == "old"
    (folder / JOURNAL).write_text(json.dumps([["events/one.geojson", none, none]]))
    assert pending(folder) == {}
    with locked(folder):
        pass
    assert left(folder) == []


@pytest.mark.parametrize("name", ["../victim", "events/../../victim", "/victim", "notes.txt"])
def test_a_journal_from_elsewhere_writes_no_other_file(folder: Path, name: str) -> None:
    (folder.parent / "victim").write_text("mine")
    (folder / "notes.txt").write_text("mine")
    for place in (folder, folder.parent):
        for target in ("victim", "notes.txt"):
            new = place / f".geotrack-{sha256(target.encode()).hexdigest()[:16]}.new"
            new.write_text("theirs")
    (folder / JOURNAL).write_text(json.dumps([[name, digest("mine"), digest("theirs")]]))
    assert pending(folder) == {}
    change(folder)
    assert (folder.parent / "victim").read_text() == "mine"
    assert (folder / "notes.txt").read_text() == "mine"


def test_what_was_written_by_hand_goes_before_a_change_that_was_not_finished(folder: Path) -> None:
    try:
        with dying(steps_of_journal(folder)):
            change(folder)
    except KilledError:
        pass
    assert (folder / JOURNAL).exists()
    path = written(folder / "events" / "two.geojson", feature("c"), feature("hand"))
    assert "hand" in open_workspace(folder).by_id
    told = pytest.raises(BusyError, match="was written to while a change of it was not finished")
    with told, locked(folder):
        pass
    assert "hand" in path.read_text()
    (folder / JOURNAL).unlink()
    with locked(folder):
        pass
    assert "hand" in path.read_text()


def steps_of_journal(folder: Path) -> int:
    """Return the first step at which the journal stands and nothing is carried out."""
    for at in range(1, STEPS):
        again = folder / f"try-{at}"
        written(again / "events" / "one.geojson", feature("a", point(20, 75)), feature("b"))
        written(again / "events" / "two.geojson", feature("c", point(180, 71)))
        try:
            with dying(at):
                change(again)
        except KilledError:
            if (again / JOURNAL).exists():
                return at
    raise AssertionError


def test_no_change_writes_nothing(folder: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.geojson")}
    with locked(folder):
        commit(folder, {})
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.geojson")} == before


def test_the_lock_is_its_users_alone(tmp_path: Path) -> None:
    """Whoever can open a file can lock it, also for reading."""
    lock = tmp_path / ".geotrack.lock"
    for before in (None, 0o644):  # of an earlier version
        if before:
            lock.chmod(before)
        with locked(tmp_path):
            assert lock.stat().st_mode & 0o777 == 0o600


def test_a_journal_names_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal from elsewhere that names a large file a thousand times is read in no time."""
    written(tmp_path / "events" / "a.geojson", feature())
    entries = [["events/a.geojson", "0" * 64, "1" * 64]] * 1000
    (tmp_path / JOURNAL).write_text(json.dumps(entries), encoding="utf-8")
    read: list[Path] = []
    monkeypatch.setattr("geotrack.workspace.transaction._digest", read.append)
    assert pending(tmp_path) == {}
    assert len(read) <= 2
