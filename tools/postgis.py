"""A PostGIS server for a while, of Debian's packages, with a folder and a socket of its own.

Tests and benchmarks start it; `make postgis` installs what it needs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Server", "installed", "serving"]

_USER = "postgres"
_PROGRAMS = Path("/usr/lib/postgresql")
_EXTENSION = "/usr/share/postgresql/{}/extension/postgis.control"


def installed() -> Path | None:
    """Return the folder of the programs of the newest PostgreSQL with PostGIS; None where none."""
    versions = sorted((p.name for p in _PROGRAMS.glob("*")), key=int, reverse=True)
    there = [v for v in versions if Path(_EXTENSION.format(v)).exists()]
    return _PROGRAMS / there[0] / "bin" if there else None


class Server:
    """A running server.

    Parameters
    ----------
    programs : path
        Where its programs lie.
    folder : path
        Where its socket lies.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder

    def run(self, script: str, folder: Path) -> str:
        """Run statements and commands of psql in a folder, and return what they print, as CSV.

        Raises
        ------
        subprocess.CalledProcessError
            One of them fails.
        """
        command = [
            *(str(self._programs / "psql"), "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1"),
            *("-h", str(self._folder), "-U", _USER),
        ]
        env = {**os.environ, "PGTZ": "UTC"}
        done = subprocess.run(
            command, input=script, cwd=folder, env=env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def memory_mb(self) -> float:
        """Return how much memory its processes hold now, megabytes; what they share, once."""
        first = (self._folder / "data" / "postmaster.pid").read_text().split()[0]
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return sum(map(_held_kb, [first, *others])) / 1024


def _held_kb(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def serving(*settings: str) -> Iterator[Server]:
    """Start a server, and end it afterwards.

    Parameters
    ----------
    *settings : str
        As `work_mem=64MB`.
    """
    programs = installed()
    if programs is None:
        message = "PostGIS is not installed: make postgis"
        raise FileNotFoundError(message)
    folder = Path(tempfile.mkdtemp(prefix="postgis-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to be root.
        os.chown(folder, pwd.getpwnam(_USER).pw_uid, -1)
        as_user = ["runuser", "-u", _USER, "--"]
    data = str(folder / "data")
    here = ("listen_addresses=''", f"unix_socket_directories={folder}", "fsync=off")
    options = " ".join(f"-c {one}" for one in (*here, *settings))

    def call(program: str, *words: str) -> None:
        command = [*as_user, str(programs / program), "-D", data, *words]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        call("initdb", "-U", _USER, "-A", "trust", "-N", "--locale=C.UTF-8")
        call("pg_ctl", "-s", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(programs, folder)
        finally:
            call("pg_ctl", "-s", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
