"""Atomic changes of several files of a workspace.

One file is written to a temporary file, synchronised and renamed. For several files all temporary
files are written first; then a journal that names them is put in place, and from then on the new
state is valid: readers consult the journal (`pending`), and the next writer completes the change of
a killed one. A lock admits one writer at a time; the system releases it when a writer dies.
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
from geotrack.files import (
    FileSizeError,
    NotAFileError,
    check_inside,
    check_regular,
    private_lock,
    read_regular,
)
from geotrack.messages import Message

__all__ = ["JOURNAL", "commit", "locked", "pending", "settled"]

JOURNAL = ".geotrack-journal.json"
"""Journal of an unfinished change of several files."""

_LOCK = ".geotrack.lock"
_TEMPORARY = ".geotrack-{}.new"
# Seconds to wait for another writer of the workspace.
_PATIENCE_S = 10.0
# Maximum size of the journal, bytes.
_MOST_JOURNAL = 16_000_000
_FOLDERS = ("events", "seeds")


@contextlib.contextmanager
def locked(root: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Lock a workspace for writing, and complete or discard the change of a killed writer.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    patience_s : float
        Timeout in seconds.

    Raises
    ------
    BusyError
        Another writer holds the lock longer than that.
    OSError
        The folder cannot be written to.
    """
    from filelock import Timeout

    lock = private_lock(root / _LOCK, root)
    try:
        lock.acquire(timeout=patience_s)
    except Timeout:
        raise BusyError(
            Message("another geotrack is writing to {folder}; try again when it has ended", root)
        ) from None
    except OSError as error:
        error.filename = str(root)  # name the folder, not the lock file
        raise
    try:
        _recover(root)
        yield
    finally:
        lock.release()


def commit(root: Path, contents: Mapping[Path, bytes]) -> None:
    """Write files, all or none; call while `locked`.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    contents : mapping of Path to bytes
        New contents; links are followed.

    Raises
    ------
    UsageError
        A link leads out of the workspace.
    OSError
        A file could not be written; nothing is changed.
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
        # The journal makes the change valid; the next writer completes what fails here.
        with contextlib.suppress(OSError):
            _carry_out(root, changes)
        return
    for path, new in changes.items():
        new.replace(path)
        _synchronise(path.parent)


def pending(root: Path) -> dict[Path, Path]:
    """Return the files with new contents of a settled change that is not carried out yet.

    Files that have been written to since are left out.

    Parameters
    ----------
    root : Path
        The workspace's folder.

    Returns
    -------
    dict of Path to Path
        Temporary files by the real path of the file to change; usually empty.
    """
    return {
        path: new
        for path, new, was, becomes in _journal(root)
        if _digest(path) == was and _digest(new) == becomes
    }


def _journal(root: Path) -> Iterator[tuple[Path, Path, str, str]]:
    """Yield the journal's entries: file, temporary file, digests of old and new content.

    The journal may come from an untrusted folder, so only event and report files, and their own
    temporary files, are accepted, each once: its content is read.
    """
    seen_paths: set[Path] = set()
    try:
        entries = json.loads(read_regular(root / JOURNAL, _MOST_JOURNAL))
    except (OSError, ValueError, RecursionError, NotAFileError, FileSizeError):
        return
    for entry in entries if isinstance(entries, list) else ():
        match entry:
            case [str(name), str(was), str(becomes)] if _is_ours(name):
                path = _real(root / name)
                if path in seen_paths or not path.is_relative_to(_real(root)):
                    continue
                seen_paths.add(path)
                yield path, _temporary(path), was, becomes


def _is_ours(name: str) -> bool:
    """Return whether a path is in a folder of records or reports."""
    try:
        encoded = os.fsencode(name)
    except UnicodeEncodeError:
        return False
    parts = Path(name).parts
    return len(parts) > 1 and parts[0] in _FOLDERS and ".." not in parts and b"\0" not in encoded


def _digest(path: Path) -> str:
    """Return a digest of a file's content; empty if there is none."""
    try:
        check_regular(path)
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, NotAFileError):
        return ""


def settled(root: Path, files: Iterable[Path]) -> object:
    """Return a value that changes when files of a workspace are written.

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
    """Return a path with links resolved."""
    return Path(os.path.realpath(path))


def _temporary(path: Path) -> Path:
    # A hash of the name: a long name would leave no room for a suffix.
    return path.with_name(_TEMPORARY.format(sha256(os.fsencode(path.name)).hexdigest()[:16]))


def _write_beside(path: Path, temporary: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(temporary, content)
        if path.exists():
            shutil.copymode(path, temporary)
    except OSError as error:
        error.filename = str(path)  # not the temporary file
        raise


def _write(path: Path, content: bytes) -> None:
    # Remove leftovers of a killed writer; never follow a link there.
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
    # The temporary files must be on disk before the journal.
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
    """Complete the settled change of a killed writer, and remove temporary files."""
    changes = pending(root)
    for path, new, _, becomes in _journal(root):
        if path not in changes and _digest(new) == becomes and _digest(path) != becomes:
            raise BusyError(
                Message(
                    "{path} was written to while a change of it was not finished; that change "
                    "lies in {name} beside it: see which is right, then delete {journal}",
                    path,
                    new.name,
                    root / JOURNAL,
                )
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
    """Synchronise a folder to disk, if the system supports it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # The rename itself is done; report only a failing disk.
        if error.errno == errno.EIO:
            raise
