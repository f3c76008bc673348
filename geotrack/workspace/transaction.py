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
from hashlib import file_digest, sha256
from pathlib import Path

from geotrack.errors import BusyError
from geotrack.files import FileSizeError, NotAFileError, check_inside, check_regular, read_regular

__all__ = ["JOURNAL", "commit", "locked", "pending", "settled"]

JOURNAL = ".geotrack-journal.json"
"""The file that tells of a change of several files which is under way."""

_LOCK = ".geotrack.lock"
_TEMPORARY = ".geotrack-{}.new"
_PATIENCE_S = 10.0
_MOST_JOURNAL = 16_000_000
_FOLDERS = ("events", "seeds")


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

    check_inside(root / _LOCK, root)
    lock = FileLock(root / _LOCK)
    try:
        lock.acquire(timeout=patience_s)
    except Timeout:
        raise BusyError(
            f"another geotrack is writing to {root}; try again when it has ended"
        ) from None
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
    UsageError
        A link leads out of the workspace.
    OSError
        Something could not be written: everything is as before.
    """
    for path in contents:
        check_inside(path, root)
    temporary = {path: _temporary(_real(path)) for path in contents}
    try:
        for path, content in contents.items():
            _write_beside(_real(path), temporary[path], content)
        if len(contents) > 1:
            _write_journal(root, contents)
    except BaseException:
        for path in (*temporary.values(), _temporary(root / JOURNAL)):
            path.unlink(missing_ok=True)
        raise
    changes = {_real(path): new for path, new in temporary.items()}
    if len(contents) > 1:
        # From the journal on the change holds: what is left undone here, the next writer does.
        with contextlib.suppress(OSError):
            _carry_out(root, changes)
        return
    for path, new in changes.items():
        new.replace(path)
        _synchronise(path.parent)


def pending(root: Path) -> dict[Path, Path]:
    """Return where the new content of files lies whose change is settled but not yet carried out.

    What someone has written to a file since then goes before that.

    Parameters
    ----------
    root : Path
        The workspace's folder.

    Returns
    -------
    dict of Path to Path
        By the real path of the file that is to change. Mostly empty.
    """
    return {
        path: new
        for path, new, was, becomes in _journal(root)
        if _digest(path) == was and _digest(new) == becomes
    }


def _journal(root: Path) -> Iterator[tuple[Path, Path, str, str]]:
    """Yield what the journal says: file, temporary file, digests of the old and the new content.

    It may have come with a folder from elsewhere: only files of events and reports are written by
    it, from nothing but the temporary file beside each.
    """
    try:
        entries = json.loads(read_regular(root / JOURNAL, _MOST_JOURNAL))
    except (OSError, ValueError, RecursionError, NotAFileError, FileSizeError):
        return
    for entry in entries if isinstance(entries, list) else ():
        match entry:
            case [str(name), str(was), str(becomes)] if _is_ours(name):
                path = _real(root / name)
                if not path.is_relative_to(_real(root)):
                    continue
                yield path, _temporary(path), was, becomes


def _is_ours(name: str) -> bool:
    """Tell whether a name is that of a file in a folder of records or reports."""
    try:
        encoded = os.fsencode(name)
    except UnicodeEncodeError:
        return False
    parts = Path(name).parts
    return len(parts) > 1 and parts[0] in _FOLDERS and ".." not in parts and b"\0" not in encoded


def _digest(path: Path) -> str:
    """Return a digest of a file's content; that of nothing where there is none."""
    try:
        check_regular(path)
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, NotAFileError):
        return ""


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


def _real(path: Path) -> Path:
    """Return where a path leads; a link is followed."""
    return Path(os.path.realpath(path))


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
    # A killed writer may have left one; a link that somebody laid there is never followed.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write_journal(root: Path, contents: Mapping[Path, bytes]) -> None:
    entries = [
        (path.relative_to(root).as_posix(), _digest(path), sha256(content).hexdigest())
        for path, content in contents.items()
    ]
    # The renamed files must be in their folders before the journal says so.
    for folder in {_real(path).parent for path in contents}:
        _synchronise(folder)
    new = _temporary(root / JOURNAL)
    _write(new, json.dumps(entries).encode())
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
    changes = pending(root)
    for path, new, _, becomes in _journal(root):
        if path not in changes and _digest(new) == becomes and _digest(path) != becomes:
            raise BusyError(
                f"{path} was written to while a change of it was not finished; that change lies in "
                f"{new.name} beside it: see which is right, then delete {root / JOURNAL}"
            )
    _carry_out(root, changes)
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
