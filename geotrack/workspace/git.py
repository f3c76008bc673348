"""Files of a workspace at a git revision, as bytes, without a checkout.

git runs without a shell. Blobs are read as stored: without filters or attributes, and without
fetching missing objects of a partial clone.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, sentence

__all__ = ["Commit", "commits_of", "files_at", "last_before", "revision"]

_LINK, _SUBMODULE = "120000", "160000"
# Variables that point git to another repository, as set in a hook.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
# Maximum number of characters of the name of a version.
_LONGEST = 200
# Limit the memory for mapped packs, which is gigabytes by default.
_FRUGAL = ("-c", "core.packedGitWindowSize=16m", "-c", "core.packedGitLimit=128m")
# Maximum memory of git, bytes.
_MOST_MEMORY = 2 << 30
# Maximum size of the files of a version, bytes.
_MOST_FILES = 128_000_000
# Maximum size of the output of git, bytes.
_MOST_OUTPUT = 64_000_000
# Bytes of the messages of git that are read.
_MOST_ERRORS = 4_096
# git is ended after so many seconds.
_PATIENCE_S = 120.0
_HASH = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the repository of a workspace.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    name : str
        The requested name.
    commit : str
        Its hash.
    day : date
        Date of the commit in UTC.
    """

    root: Path
    name: str
    commit: str
    day: date


def revision(root: Path, name: str) -> Commit:
    """Return the commit of a name.

    Parameters
    ----------
    root : Path
        The workspace's folder, in a git repository.
    name : str
        Any name of a commit: `HEAD~3`, a branch, a tag, a hash.

    Raises
    ------
    UsageError
        git is not installed, the folder is not in a repository, or the commit does not exist.
    """
    # A name that starts with a hyphen would be an option.
    if name.startswith("-") or not name.isprintable() or not 0 < len(name) <= _LONGEST:
        raise UsageError(Message("{name} is no name of a revision", shown(name)))
    _in_repository(root)
    output = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", may_fail=True)
    commit = output.decode().strip()
    # Of an unknown revision it is empty, of a name such as `^HEAD` a negated hash.
    if not _HASH.fullmatch(commit):
        raise UsageError(
            Message("git knows no revision {name}; `git log --oneline` lists them", shown(name))
        )
    seconds, _ = _git(root, "rev-list", "--timestamp", "--max-count=1", commit).split()
    return Commit(root, name, commit, _day(int(seconds)))


def last_before(root: Path, day: date) -> Commit:
    """Return the last commit before a day (UTC) on the current branch.

    Parameters
    ----------
    root : Path
        The workspace's folder, in a git repository.
    day : date
        The day.

    Raises
    ------
    UsageError
        git is not installed, the folder is not in a repository, or there is no earlier commit.
    """
    _in_repository(root)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    # Follow first parents: merged commits were not there yet, whatever their date.
    output = _git(
        root, "rev-list", "--timestamp", "--first-parent", "HEAD", "--", ".", may_fail=True
    )
    commits = [
        (int(time), commit.decode()) for time, commit in map(bytes.split, output.splitlines())
    ]
    for time, commit in commits:
        if time < begin:
            return Commit(root, day.isoformat(), commit, _day(time))
    message = Message("git keeps nothing of {root} from before {day}", root, day.isoformat())
    first = _day(min(commits)[0]).isoformat() if commits else ""
    begins = Message("what it keeps begins on {day}", first) if commits else ""
    raise UsageError(sentence(message, begins))


def commits_of(root: Path, path: str, most: int) -> list[Commit]:
    """Return the last commits that changed a file, newest first.

    Parameters
    ----------
    root : Path
        The workspace's folder, in a git repository.
    path : str
        The file's path in the workspace, with `/`.
    most : int
        Maximum number of commits.

    Raises
    ------
    UsageError
        git is not installed, or the folder is not in a repository.
    """
    _in_repository(root)
    count = f"--max-count={most}"
    output = _git(root, "rev-list", "--timestamp", count, "HEAD", "--", path, may_fail=True)
    commits = (line.decode().split() for line in output.splitlines())
    return [Commit(root, path, commit, _day(int(seconds))) for seconds, commit in commits]


def files_at(at: Commit, matches: Callable[[str], bool]) -> dict[str, bytes]:
    """Return files of a workspace at a revision.

    Parameters
    ----------
    at : Revision
        The revision.
    matches : callable
        Selects files by path in the workspace, with `/`.

    Returns
    -------
    dict of str to bytes
        Contents by path in the workspace; empty if it did not exist.

    Raises
    ------
    UsageError
        A selected file is a link, or git does not have it.
    """
    # -z: unquoted names; paths are relative to the workspace.
    listed = _git(at.root, "ls-tree", "-r", "-z", at.commit, ".")
    blobs: dict[str, str] = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, _, blob = about.decode().split()
        name = os.fsdecode(path)
        if mode == _SUBMODULE or not matches(name):
            continue
        if mode == _LINK:
            raise UsageError(
                Message(
                    "{revision}: {file} is a link there, which is not followed",
                    at.name,
                    shown(name),
                )
            )
        blobs[name] = blob
    stdin = "\n".join(blobs.values()).encode()
    # Check sizes first: blobs may be highly compressed.
    checked = _git(at.root, "cat-file", "--batch-check", stdin=stdin).decode().splitlines()
    sizes = [_size(at, name, line) for name, line in zip(blobs, checked, strict=True)]
    if sum(sizes) > _MOST_FILES:
        largest = max(zip(sizes, blobs, strict=True))[1]
        raise UsageError(
            Message(
                "{revision}: its files are {size:.0f} MB; at most {most:g} MB are read of a "
                "revision; the largest is {largest}",
                at.name,
                sum(sizes) / 1e6,
                _MOST_FILES / 1e6,
                shown(largest),
            )
        )
    packed = _git(at.root, "cat-file", "--batch", stdin=stdin, most=2 * _MOST_FILES)
    contents, start = {}, 0
    for name, size in zip(blobs, sizes, strict=True):
        start = packed.index(b"\n", start) + 1
        contents[name] = packed[start : start + size]
        start += size + 1
    return contents


def _size(at: Commit, name: str, line: str) -> int:
    """Return the size of a file in bytes."""
    _, kind, *rest = line.split()
    if kind != "blob":
        raise UsageError(
            Message("{revision}: git does not have {file} ({kind})", at.name, shown(name), kind)
        )
    return int(rest[0])


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def _in_repository(root: Path) -> None:
    _git(root, "rev-parse", "--is-inside-work-tree")


def _git(
    root: Path,
    *arguments: str,
    stdin: bytes = b"",
    may_fail: bool = False,
    most: int = _MOST_OUTPUT,
) -> bytes:
    """Run git in a folder and return its output; empty if it fails and `may_fail` is set."""
    environment = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(stdin)
        source.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 (no shell; names are checked by `revision`)
                ("git", "-C", os.fspath(root), *_FRUGAL, *arguments),  # noqa: S607 (the user's own)
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**environment, **_QUIET},
            )
        except FileNotFoundError as error:
            raise UsageError("git is not installed, and a revision or a date needs it") from error
        code, written = _output(process, most, root)
        errors.seek(0)
        output = errors.read(_MOST_ERRORS).decode(errors="replace").strip().splitlines()
    if not code:
        return written
    if may_fail:
        return b""
    reason = (output or ["it fails"])[0].removeprefix("fatal: ")
    if "not a git repository" in reason:
        message = "{root} is in no git repository, from which earlier states are read"
        raise UsageError(Message(message, root))
    raise UsageError(Message("git in {root}: {reason}", root, reason))


def _output(process: subprocess.Popen[bytes], most: int, root: Path) -> tuple[int, bytes]:
    """Return git's exit code and output, within limits of memory, size and time."""
    with process, contextlib.ExitStack() as ending:
        _limit_memory(process.pid)
        late = threading.Timer(_PATIENCE_S, process.kill)
        ending.callback(late.cancel)
        late.start()
        output = process.stdout.read(most + 1) if process.stdout else b""
        if len(output) > most:
            process.kill()
            raise UsageError(
                Message("git in {root}: it lists more than {most:g} MB", root, most / 1e6)
            )
        return process.wait(), output


def _limit_memory(pid: int) -> None:
    """Limit the memory of git, if the system supports it."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import resource

        resource.prlimit(pid, resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
