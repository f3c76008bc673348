"""A workspace as git keeps it: its files at a revision, as bytes, with nothing checked out.

git is asked by lists of arguments and never through a shell. Blobs are read as they are stored:
no filter runs, no attribute holds, and what is missing from a partial clone is not fetched.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.findings import shown

__all__ = ["Revision", "files_at", "last_before", "revision"]

_LINK, _SUBMODULE = "120000", "160000"
# They would turn git to another repository than that of the folder, as inside of a hook.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that a workspace lies in.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    name : str
        As it was asked for.
    commit : str
        Its hash.
    day : date
        The day on which it was committed, in UTC.
    """

    root: Path
    name: str
    commit: str
    day: date


def revision(root: Path, name: str) -> Revision:
    """Return the commit that a name leads to.

    Parameters
    ----------
    root : Path
        The workspace's folder, in a git repository.
    name : str
        Whatever git takes for a commit: `HEAD~3`, a branch, a tag, a hash.

    Raises
    ------
    UsageError
        There is no git, no repository, or no such commit.
    """
    # An option of git's would begin so, and no name of a revision does.
    if name.startswith("-") or not name.isprintable() or not 0 < len(name) <= _LONGEST:
        message = f"{shown(name)} is no name of a revision"
        raise UsageError(message)
    _in_repository(root)
    said = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", may_fail=True)
    if not said:
        message = f"git knows no revision {shown(name)}; `git log --oneline` lists them"
        raise UsageError(message)
    commit = said.decode().strip()
    seconds, _ = _git(root, "rev-list", "--timestamp", "--max-count=1", commit).split()
    return Revision(root, name, commit, _day(int(seconds)))


def last_before(root: Path, day: date) -> Revision:
    """Return the last commit before a day begins, in UTC, on the branch that is checked out.

    Parameters
    ----------
    root : Path
        The workspace's folder, in a git repository.
    day : date
        The day.

    Raises
    ------
    UsageError
        There is no git, no repository, or no commit before that day.
    """
    _in_repository(root)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    # What was merged later was not yet there, whatever its date: so along first parents.
    said = _git(root, "rev-list", "--timestamp", "--first-parent", "HEAD", "--", ".", may_fail=True)
    commits = [(int(at), commit.decode()) for at, commit in map(bytes.split, said.splitlines())]
    for at, commit in commits:
        if at < begin:
            return Revision(root, day.isoformat(), commit, _day(at))
    message = f"git keeps nothing of {root} from before {day.isoformat()}"
    if commits:
        message += f"; what it keeps begins on {_day(min(commits)[0]).isoformat()}"
    raise UsageError(message)


def files_at(at: Revision, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return files of a workspace as they were at a revision.

    Parameters
    ----------
    at : Revision
        The revision.
    wanted : callable
        Tells of a path in the workspace, with `/`, whether its file is wanted.

    Returns
    -------
    dict of str to bytes
        By path in the workspace; empty where it was not there yet.

    Raises
    ------
    UsageError
        A wanted file is a link, or git cannot hand it out.
    """
    # -z: names as they are, whatever letters they have; paths are from the workspace on.
    listed = _git(at.root, "ls-tree", "-r", "-z", at.commit, ".")
    blobs: dict[str, str] = {}
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        mode, _, blob = about.decode().split()
        name = os.fsdecode(path)
        if mode == _SUBMODULE or not wanted(name):
            continue
        if mode == _LINK:
            message = f"{at.name}: {shown(name)} is a link there, which is not followed"
            raise UsageError(message)
        blobs[name] = blob
    packed = _git(at.root, "cat-file", "--batch", given="\n".join(blobs.values()).encode())
    found, start = {}, 0
    for name, blob in blobs.items():
        head, _, _ = packed[start : packed.find(b"\n", start)].partition(b"\n")
        said = head.decode().split()
        if said[:2] != [blob, "blob"]:
            message = f"{at.name}: git does not have {shown(name)} at hand ({' '.join(said[1:])})"
            raise UsageError(message)
        start += len(head) + 1
        found[name] = packed[start : start + int(said[2])]
        start += int(said[2]) + 1
    return found


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def _in_repository(root: Path) -> None:
    _git(root, "rev-parse", "--is-inside-work-tree")


def _git(root: Path, *arguments: str, given: bytes = b"", may_fail: bool = False) -> bytes:
    """Run git in a folder and return what it writes; nothing where it fails and may."""
    environment = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE}
    try:
        done = subprocess.run(  # noqa: S603 (no shell; names are checked by `revision`)
            ("git", "-C", os.fspath(root), *arguments),  # noqa: S607 (the user's own git)
            input=given,
            capture_output=True,
            check=False,
            env={**environment, **_QUIET},
        )
    except FileNotFoundError as error:
        message = "git is not installed, and a revision or a date needs it"
        raise UsageError(message) from error
    if not done.returncode:
        return done.stdout
    if may_fail:
        return b""
    said = done.stderr.decode(errors="replace").strip().splitlines() or ["it fails"]
    reason = said[0].removeprefix("fatal: ")
    message = f"git in {root}: {reason}"
    if "not a git repository" in reason:
        message = f"{root} is in no git repository, and a revision or a date needs one"
    raise UsageError(message)
