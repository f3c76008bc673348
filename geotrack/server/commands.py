"""Commands of geotrack in a process of their own, with limits of time and memory.

Files of others and whole maps are read and built so: what a hostile file does to a process ends
with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import anyio
from starlette.requests import Request

from geotrack.errors import GeotrackError

__all__ = ["CommandError", "limit_memory", "run_command"]

_PATIENCE_S = 300
_MOST_MEMORY = 4 << 30
_MOST_LINES = 20
_LOOK_S = 0.5


class CommandError(GeotrackError):
    """A command ended with an error; the text is what it printed."""


async def run_command(root: Path, *arguments: str, request: Request) -> bytes:
    """Run `geotrack` for a workspace and return what it prints to stdout.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    *arguments : str
        The command and its options.
    request : Request
        Who asks for it: the process is ended when the browser goes away, or the desk ends.

    Raises
    ------
    CommandError
        The exit code is not 0, or the command takes more than five minutes.
    """
    command = [sys.executable, "-m", "geotrack", "--workspace", str(root), *arguments]
    with anyio.move_on_after(_PATIENCE_S):
        async with await anyio.open_process(
            command, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"}
        ) as process:
            limit_memory(process.pid)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_end_without, request, process)
                output, errors = await _read(process)
                code = await process.wait()
                tasks.cancel_scope.cancel()
        if code:
            lines = errors.decode("utf-8", "replace").strip().splitlines()
            text = "\n".join(line.removeprefix("error: ") for line in lines[-_MOST_LINES:])
            raise CommandError(text or f"geotrack {arguments[0]} ended with {code}")
        return output
    raise CommandError(f"geotrack {arguments[0]} takes more than {_PATIENCE_S} s; it was ended")


async def _end_without(request: Request, process: anyio.abc.Process) -> None:
    """End a process when nobody waits for it any more."""
    while not await request.is_disconnected():
        await anyio.sleep(_LOOK_S)
    process.kill()


async def _read(process: anyio.abc.Process) -> tuple[bytes, bytes]:
    """Read both outputs of a process to their ends."""
    texts = [bytearray(), bytearray()]

    async def read(stream: anyio.abc.ByteReceiveStream | None, into: bytearray) -> None:
        if stream is not None:
            async for part in stream:
                into += part

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read, process.stdout, texts[0])
        tasks.start_soon(read, process.stderr, texts[1])
    return bytes(texts[0]), bytes(texts[1])


def limit_memory(pid: int) -> None:
    """Limit the memory of a process, where the system can do so."""
    if sys.platform == "linux":
        import resource
        from contextlib import suppress

        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
