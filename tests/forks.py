"""Commands of geotrack forked from a process that has imported it.

Imports take most of the time of a command, and a test asks no more of them than another. Tests of
the start itself, such as of encodings and of what is imported, start a process of their own.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["PATIENCE_S", "Fork", "Order", "fork_client"]

PATIENCE_S = 120
ROOT = Path(__file__).parents[1]
# For each client the server forks a keeper, which forks the command, and ends it when the client
# has gone. Linux counts to a child what its parent held when it was forked, and that is what each
# command would import itself.
_SERVER = """
import fcntl, json, os, resource, select, signal, socket, sys, termios
from contextlib import suppress
import geotrack.importing.detect, geotrack.workspace
from geotrack.__main__ import run


def keep(client):
    line, files, *_ = socket.recv_fds(client, 1 << 18, 3)
    order = json.loads(line)
    child = os.fork()
    if not child:
        command(files, **order)
        sys.exit()
    ended = os.pidfd_open(child)
    if ended not in select.select([client, ended], [], [])[0]:
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    client.send(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024]).encode())


def command(files, folder, arguments, program, environment, limits):
    os.setsid()
    os.chdir(folder)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    if os.isatty(0):
        # It becomes that of the session, so that Ctrl-C on it reaches the command. A parent that
        # ignores SIGINT (a service, a shell's `&`) hands that on; a command at a terminal does not.
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False) for number, mode in enumerate("rww")
    )
    os.environ.clear()
    os.environ.update(environment)
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))
    signal.alarm(PATIENCE_S)
    sys.argv = ["geotrack", *arguments]
    exec(program, {"__name__": "__main__"}) if program else run()


with socket.socket(fileno=int(sys.argv[1])) as server:
    PATIENCE_S = int(sys.argv[2])
    while True:
        client, _ = server.accept()
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not os.fork():
            server.close()
            keep(client)
            os._exit(0)
        client.close()
"""


@dataclass(frozen=True)
class Order:
    """What is to be run, and how.

    Parameters
    ----------
    folder : str
        Where it is run.
    arguments : sequence of str
        The arguments of `geotrack`.
    program : str
        Source that runs instead of `geotrack`.
    environment : mapping of str to str
        Its environment.
    limits : mapping of str to int
        Limits of `resource`, such as `RLIMIT_CPU`.
    """

    folder: str
    arguments: Sequence[str] = ()
    program: str = ""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    limits: Mapping[str, int] = field(default_factory=dict)


class Fork:
    """A running command; it is killed at the end of the context."""

    def __init__(self, order: Order, files: Sequence[Any]) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(PATIENCE_S)
        self._socket.connect(_server())
        numbers = [file if isinstance(file, int) else file.fileno() for file in files]
        socket.send_fds(self._socket, [json.dumps(asdict(order)).encode()], numbers)

    def __enter__(self) -> Fork:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def wait(self) -> tuple[int, float]:
        """Return its exit code, below 0 the signal that ended it, and the most MB that it held."""
        code, peak_mb = json.loads(self._socket.recv(100))
        return code, peak_mb


@cache
def _server() -> str:
    """Start the process that forks, once; return its address. It ends with the tests."""
    folder = tempfile.TemporaryDirectory(prefix="forks-")
    atexit.register(folder.cleanup)
    address = f"{folder.name}/socket"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2"}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(address)
        listening.listen()
        number = listening.fileno()
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(number), str(PATIENCE_S)],
            env=environment,
            stdin=subprocess.DEVNULL,
            pass_fds=[number],
            start_new_session=True,
        )
    atexit.register(server.kill)
    return address


def fork_client(program: str) -> str:
    """Return a program that has another one forked and gives it its own files.

    To start Python for this takes a twentieth of what it takes to start geotrack.
    """
    return f"""
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
    client.connect({_server()!r})
    order = {{"folder": os.getcwd(), "arguments": [], "program": {program!r},
             "environment": dict(os.environ), "limits": {{}}}}
    socket.send_fds(client, [json.dumps(order).encode()], [0, 1, 2])
    code = json.loads(client.recv(100))[0]
os._exit(code if code >= 0 else 128 - code)
"""
