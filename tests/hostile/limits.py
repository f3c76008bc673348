"""A command as a process of its own, within bounds of memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MOST_MB", "Bounded", "bounded"]

MOST_MB = 1_000
CPU_S = 30
# Libraries map more than they use, and threads have stacks: what is used is measured by itself.
_ADDRESSES_KB = 8 << 20
_BOUND = f'ulimit -v {_ADDRESSES_KB} && ulimit -t {CPU_S} && exec "$@"'
_PATIENCE_S = 200
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
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            ["sh", "-c", _BOUND, "sh", sys.executable, "-m", "geotrack", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        late = threading.Timer(_PATIENCE_S, process.kill)
        late.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            late.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read(1_000_000).decode(errors="replace"))
    done = Bounded(process.returncode, *texts, usage.ru_maxrss / 1024)
    assert "Traceback" not in done.errors, done.errors
    assert done.code in {0, 1, 2}, done
    assert done.peak_mb < MOST_MB, done
    return done
