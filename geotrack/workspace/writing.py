"""Files of a workspace written whole or not at all, whatever happens on the way.

One file goes to a temporary file beside it, is synchronised to the disk and takes the other's
place by a rename. Several are first all written so; then a journal that names them takes its
place, and from that moment the new state holds: readers look into the journal (`pending`), and the
next writer ends what a killed one began. A lock lets one writer in at a time; the system gives it
up when a writer dies.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from geotrack.errors import BusyError

__all__ = ["JOURNAL", "commit", "locked", "pending", "settled"]

JOURNAL = ".geotrack-journal.json"
"""The file that tells of a change of several files which is under way."""

_LOCK = ".geotrack.lock"
_TEMPORARY = ".geotrack-{}.new"
_PATIENCE_S = 10.0


@contextlib.contextmanager
def locked(root: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Keep other writers out of a workspace, and end or sweep what a killed one left.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    patience_s : float
        How long to wait for another writer, in seconds.

    Raises
    ------
    BusyError
        Another writer has not ended in that time.
    OSError
        The folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / _LOCK)
    try:
        lock.acquire(timeout=patience_s)
    except Timeout:
        message = f"another geotrack is writing to {root}; try again when it has ended"
        raise BusyError(message) from None
    except OSError as error:
        error.filename = str(root)  # not the lock's own file, which nobody asked for
        raise
    try:
        _recover(root)
        yield
    finally:
        lock.release()


def commit(root: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files, all or none of them. To be called while `locked`.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    contents : mapping of Path to bytes
        What each file is to hold. A link is followed: the file that it leads to is written.

    Raises
    ------
    OSError
        Something could not be written: everything is as before.
    """
    targets = {Path(os.path.realpath(path)): content for path, content in contents.items()}
    temporary = {path: _temporary(path) for path in targets}
    try:
        for path, content in targets.items():
            _write_beside(path, temporary[path], content)
        if len(targets) > 1:
            renames = {
                os.path.relpath(t, root): os.path.relpath(p, root) for p, t in temporary.items()
            }
            _put_journal(root, renames)
    except BaseException:
        for path in (*temporary.values(), _temporary(root / JOURNAL)):
            path.unlink(missing_ok=True)
        raise
    if len(targets) > 1:
        # From the journal on the change holds: what is left undone here, the next writer does.
        with contextlib.suppress(OSError):
            _carry_out(root, temporary)
        return
    for path, new in temporary.items():
        new.replace(path)
        _synchronise(path.parent)


def pending(root: Path) -> dict[Path, Path]:
    """Return where the new content of files lies whose change is settled but not yet carried out.

    Parameters
    ----------
    root : Path
        The workspace's folder.

    Returns
    -------
    dict of Path to Path
        By the real path of the file that is to change. Mostly empty.
    """
    try:
        renames = json.loads((root / JOURNAL).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(renames, dict):
        return {}
    pairs = [(_below(root, new), _below(root, path)) for new, path in renames.items()]
    return {path: new for new, path in pairs if new.is_file()}


def settled(root: Path, files: Iterable[Path]) -> object:
    """Return a value that is the same as long as nobody has written to files of a workspace.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    files : iterable of Path
        The files.
    """
    return tuple(_state(path) for path in (root / JOURNAL, *files))


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns


def _below(root: Path, name: object) -> Path:
    return Path(os.path.realpath(root / str(name)))


def _temporary(path: Path) -> Path:
    # Short, and of its file's name: a long name would leave no room for an ending.
    return path.with_name(_TEMPORARY.format(sha256(os.fsencode(path.name)).hexdigest()[:16]))


def _write_beside(path: Path, temporary: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(temporary, content)
        if path.exists():
            shutil.copymode(path, temporary)
    except OSError as error:
        error.filename = str(path)  # the one that was meant
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_journal(root: Path, renames: Mapping[str, str]) -> None:
    new = _temporary(root / JOURNAL)
    # The renamed files must be in their folders before the journal says so.
    for folder in {(root / name).parent for name in renames}:
        _synchronise(folder)
    _write(new, json.dumps(renames).encode())
    new.replace(root / JOURNAL)
    _synchronise(root)


def _carry_out(root: Path, changes: Mapping[Path, Path]) -> None:
    for path, new in changes.items():
        new.replace(path)
        _synchronise(path.parent)
    if (root / JOURNAL).exists():
        (root / JOURNAL).unlink()
        _synchronise(root)


def _recover(root: Path) -> None:
    """End what a killed writer settled, and sweep what it had not."""
    _carry_out(root, pending(root))
    pattern = _TEMPORARY.format("*")
    for left in (
        *root.glob(pattern),
        *(root / "events").rglob(pattern),
        *(root / "seeds").glob(pattern),
    ):
        left.unlink(missing_ok=True)


def _synchronise(folder: Path) -> None:
    """Make renames in a folder last, where the system can say so of folders."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # What was renamed is there already; only a failing disk is worth an alarm.
        if error.errno == errno.EIO:
            raise
