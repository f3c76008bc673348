"""A command as a process of its own, within bounds of memory and time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MOST_MB", "Bounded", "bounded"]

MOST_MB = 1_000
CPU_S = 30
# Libraries map more than they use, and threads have stacks: what is used is measured by itself.
_ADDRESSES_KB = 8 << 20
_BOUND = f'ulimit -v {_ADDRESSES_KB} && ulimit -t {CPU_S} && exec "$@"'
# Linux counts to a process what its parent held when it was forked: one that holds little stands
# between the tests and the command, and says what the command held and how it ended.
_MEASURED = """
import os, sys
report, *command = sys.argv[1:]
child = os.fork()
if not child:
    os.execv(command[0], command)
_, status, usage = os.wait4(child, 0)
with open(report, "w") as file:
    print(usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=file)
"""
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
    with tempfile.TemporaryDirectory() as name:
        out, err, report = (Path(name) / each for each in ("out", "err", "report"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [
                    *("sh", "-c", _BOUND, "sh", sys.executable, "-SIc", _MEASURED, str(report)),
                    *(sys.executable, "-m", "geotrack", *arguments),
                ],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            try:
                process.wait(_PATIENCE_S)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        peak_kb, code = map(int, report.read_text().split())
        texts = (file.read_bytes()[:1_000_000].decode(errors="replace") for file in (out, err))
        done = Bounded(code, *texts, peak_kb / 1024)
    assert "Traceback" not in done.errors, done.errors
    assert done.code in {0, 1, 2}, done
    assert done.peak_mb < MOST_MB, done
    return done
