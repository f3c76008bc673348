"""A command in a process of its own, within bounds of memory and time."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.forks import Fork, Order

__all__ = ["MOST_MB", "Bounded", "bounded"]

MOST_MB = 1_000
CPU_S = 30
# Libraries map more than they use, and threads have stacks: what is used is measured by itself.
_ADDRESSES = 8 << 30
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Bounded:
    """How a command ended.

    Parameters
    ----------
    code : int
        Its exit code; below 0 the signal that ended it.
    output, errors : str
        What it wrote to stdout and stderr.
    peak_mb : float
        The most memory that it held.
    """

    code: int
    output: str
    errors: str
    peak_mb: float


def bounded(folder: Path, *arguments: str) -> Bounded:
    """Run `geotrack` in a folder, and fail where it takes more than a gigabyte or half a minute."""
    limits = {"RLIMIT_AS": _ADDRESSES, "RLIMIT_CPU": CPU_S}
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        Path(os.devnull).open("rb") as nothing,
        Fork(Order(str(folder), arguments, limits=limits), [nothing, out, err]) as command,
    ):
        code, peak_mb = command.wait()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read(1_000_000).decode(errors="replace"))
    done = Bounded(code, *texts, peak_mb)
    assert "Traceback" not in done.errors, done.errors
    assert done.code in {0, 1, 2}, done
    assert done.peak_mb < MOST_MB, done
    return done
