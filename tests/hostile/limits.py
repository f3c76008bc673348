"""A command in a process of its own, within bounds of memory and time."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["MOST_MB", "Bounded", "bounded"]

MOST_MB = 1_000
CPU_S = 30
# Libraries map more than they use, and threads have stacks: what is used is measured by itself.
_ADDRESSES = 8 << 30
# One process for all commands, which forks a child for each: to import what they share takes longer
# than most of them. Linux counts to a child what its parent held when it was forked, and that is
# what each command would import itself.
_SERVER = """
import json, os, resource, signal, sys
import geotrack.importing.detect, geotrack.workspace
from geotrack.__main__ import run

addresses, cpu_s, patience_s = map(int, sys.argv[1:])
for line in sys.stdin:
    folder, arguments, *paths = json.loads(line)
    child = os.fork()
    if not child:
        os.chdir(folder)
        for number, path in enumerate([os.devnull, *paths]):
            os.dup2(os.open(path, os.O_RDWR), number)
        resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        signal.alarm(patience_s)
        sys.argv = ["geotrack", *arguments]
        run()
        sys.exit()
    _, status, usage = os.wait4(child, 0)
    print(usage.ru_maxrss, os.waitstatus_to_exitcode(status), flush=True)
"""
_PATIENCE_S = 120
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


@cache
def _server() -> subprocess.Popen[str]:
    """Start the process that forks, once; it ends with the tests."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2"}
    limits = (_ADDRESSES, CPU_S, _PATIENCE_S)
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, *map(str, limits)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(os.killpg, server.pid, signal.SIGKILL)
    return server


def bounded(folder: Path, *arguments: str) -> Bounded:
    """Run `geotrack` in a folder, and fail where it takes more than a gigabyte or half a minute."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory() as name:
        out, err = (Path(name) / each for each in ("out", "err"))
        for path in (out, err):
            path.touch()
        asked = json.dumps([str(folder), arguments, str(out), str(err)])
        server.stdin.write(f"{asked}\n")
        server.stdin.flush()
        peak_kb, code = map(int, server.stdout.readline().split())
        texts = (file.read_bytes()[:1_000_000].decode(errors="replace") for file in (out, err))
        done = Bounded(code, *texts, peak_kb / 1024)
    assert "Traceback" not in done.errors, done.errors
    assert done.code in {0, 1, 2}, done
    assert done.peak_mb < MOST_MB, done
    return done
