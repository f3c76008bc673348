"""States of files: whether one can have changed since it was read; how many may be open."""

from __future__ import annotations

import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["FileState", "most_open", "state_of"]

# A file that was written to less than this before may be written to again with the same time.
_SETTLED_NS = 2_000_000_000
# File systems of this machine alone, whose times are its own clock's and change with each write.
_LOCAL = frozenset(
    {"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "reiserfs", "tmpfs"}
    | {"xfs", "zfs"}
)
# Of 256 files, the least that systems allow; and where they set no limit.
_LEAST_OPEN, _MOST_OPEN = 100, 10_000


class FileState(NamedTuple):
    """What the file system says of a file.

    Parameters
    ----------
    size : int
        Bytes.
    modified_ns, changed_ns : int
        Times of the last change of its content, and of anything about it; nanoseconds.
    inode, device : int
        Which file it is.
    """

    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    device: int

    @property
    def is_settled(self) -> bool:
        """Whether a later change of the file will show in its state.

        It does not on Windows, whose times do not change with each write, on the drives of other
        machines, and while the file is so new that a change has the same time.
        """
        age_ns = time.time_ns() - max(self.modified_ns, self.changed_ns)
        return age_ns > _SETTLED_NS and self.device in _local_devices()


def state_of(file: Path | int) -> FileState | None:
    """Return the state of a file or an open one, links followed; None if there is none."""
    try:
        about = os.stat(file)  # noqa: PTH116 (also of an open file)
    except OSError:
        return None
    return FileState(
        about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino, about.st_dev
    )


@cache
def _local_devices() -> frozenset[int]:
    """Return the numbers of devices with local file systems; empty where they are not known."""
    if sys.platform != "linux":
        return frozenset()
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return frozenset()
    devices = set()
    for line in lines.splitlines():
        # proc(5): the third field is major:minor; the type follows a hyphen.
        before, _, after = line.partition(" - ")
        kind = after.partition(" ")[0]
        major, _, minor = before.split(" ")[2].partition(":")
        if kind in _LOCAL:
            devices.add(os.makedev(int(major), int(minor)))
    return frozenset(devices)


@cache
def most_open() -> int:
    """Return how many entries may be open at once, and as many event files.

    Others are read whole. What is left of the files that the system allows suffices for all else.
    """
    from resource import RLIMIT_NOFILE, getrlimit  # where files are read in parts, it is there

    soft, _ = getrlimit(RLIMIT_NOFILE)
    return _MOST_OPEN if soft < 0 else max(soft // 3, _LEAST_OPEN)
