"""Commands of geotrack in a process of their own, with limits of time and memory.

Imports and whole maps run like this: a hostile file harms no more than that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import anyio
from starlette.requests import Request

from geotrack.errors import GeotrackError
from geotrack.messages import LANGUAGE, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anyio.abc import ByteSendStream

__all__ = ["CommandError", "limit_memory", "run_command"]

# Other users of the computer see the arguments of a program, not what it reads: names of files and
# texts that the user has typed.
_RUN = """
import contextlib, importlib, io, json, sys
arguments, name, values, language = json.loads(sys.stdin.buffer.readline())
from geotrack.messages import LANGUAGE
LANGUAGE.set(language)
from geotrack.cli import main
if not name:
    main(arguments, prog_name="geotrack")
if arguments:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            main(arguments, prog_name="geotrack")
        except SystemExit as end:
            if end.code:
                raise
    values["printed"] = printed.getvalue()
from geotrack.errors import GeotrackError
module, _, function = name.partition(":")
try:
    print(json.dumps(getattr(importlib.import_module(module), function)(**values)))
except GeotrackError as error:
    sys.exit(str(error))
"""
# A command that takes longer, seconds, is ended.
_PATIENCE_S = 300
# Maximum memory of a command, bytes.
_MOST_MEMORY = 4 << 30
# Maximum number of last lines of a failed command in its message.
_MOST_LINES = 20
# Seconds between two checks of whether the client of a command is still connected.
_LOOK_S = 0.5


class CommandError(GeotrackError):
    """A command ended with an error; the message is its output."""


async def run_command(
    root: Path,
    *arguments: str,
    request: Request,
    then: Callable[..., Any] | None = None,
    values: Mapping[str, Any] | None = None,
    fault: str = "",
) -> bytes:
    """Run a command of `geotrack` for a workspace, and then perhaps a function; return the output.

    Parameters
    ----------
    root : Path
        The workspace's folder.
    *arguments : str
        The command and its options; none if only the function is called.
    request : Request
        Who asks for it: the process is ended when the browser goes away, or the desk ends.
    then : callable, optional
        A function of a module that is called when the command has ended well, with what that has
        `printed`. What it returns is printed as JSON.
    values : mapping of str to JSON value, optional
        Its arguments.
    fault : str, optional
        Words of a note that is an error here.

    Raises
    ------
    CommandError
        The exit code is not 0, there is a note with `fault`, or the command takes more than five
        minutes.
    """
    argv = ["--workspace", str(root), *arguments] if arguments else []
    name = f"{then.__module__}:{then.__name__}" if then else ""
    command = json.dumps([argv, name, values or {}, LANGUAGE.get()]).encode() + b"\n"
    with anyio.move_on_after(_PATIENCE_S):
        async with await anyio.open_process(
            [sys.executable, "-c", _RUN],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        ) as process:
            limit_memory(process.pid)
            with suppress(
                anyio.BrokenResourceError
            ):  # it has ended: its exit code is checked below
                await cast("ByteSendStream", process.stdin).send(command)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_end_without, request, process)
                output, errors = await _read(process)
                code = await process.wait()
                tasks.cancel_scope.cancel()
        subject = f"geotrack {arguments[0]}" if arguments else "the process"
        lines = errors.decode("utf-8", "replace").strip().splitlines()
        faults = [line for line in lines if fault in line] if fault else []
        if code or faults:
            texts = faults or lines[-_MOST_LINES:]
            text = "\n".join(line.removeprefix("error: ").removeprefix("note: ") for line in texts)
            raise CommandError(text or f"{subject} ended with {code}")
        return output
    raise CommandError(Message("it takes more than {seconds} s, and was ended", _PATIENCE_S))


async def _end_without(request: Request, process: anyio.abc.Process) -> None:
    """End a process when no request waits for it any more."""
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

        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
