"""Commands of geotrack in a process of their own, with limits of time and memory.

Imports and whole maps run like this: a hostile file harms no more than that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import anyio
from starlette.requests import Request

from geotrack.errors import GeotrackError
from geotrack.index.cache_folder import environment
from geotrack.messages import LANGUAGE, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from anyio.abc import ByteSendStream

__all__ = ["CommandError", "limit_memory", "run_command"]

# The program of the process. It reads the command from its input: other users of the computer see
# the arguments of a program, and these have names of files and texts that the user has typed.
_PROGRAM = """
import contextlib, importlib, io, json, sys
arguments, name, values, language = json.loads(sys.stdin.buffer.readline())
from geotrack.errors import GeotrackError
from geotrack.messages import INTERFACE, LANGUAGE, Interface
INTERFACE.set(Interface.DESK)
LANGUAGE.set(language)
from geotrack.cli import main
code, errors, result = 0, [], None
with contextlib.redirect_stdout(io.StringIO()) as printed:
    try:
        if arguments:
            main(arguments, prog_name="geotrack", obj=errors)
    except SystemExit as end:
        code = end.code or 0
if arguments:
    values["printed"] = printed.getvalue()
try:
    if name and not code:
        module, _, function = name.partition(":")
        result = getattr(importlib.import_module(module), function)(**values)
except GeotrackError as error:
    code = 1
    errors.append((type(error).__name__, str(error)))
print(json.dumps({"errors": errors, "result": result}))
sys.exit(code)
"""
# Maximum duration of a command, seconds; a longer one is ended.
_PATIENCE_S = 300
# Maximum memory of a command, bytes.
_MOST_MEMORY = 4 << 30
# Maximum number of last lines of a failed command in its message.
_MOST_LINES = 20
# Seconds between two checks of whether the client of a command is still connected.
_DISCONNECT_CHECK_S = 0.5


class CommandError(GeotrackError):
    """A command ended with an error; the message has its errors, else what it printed last."""


async def run_command(
    root: Path,
    *arguments: str,
    request: Request,
    then: Callable[..., Any] | None = None,
    values: Mapping[str, Any] | None = None,
    fault: type[GeotrackError] | None = None,
) -> Any:
    """Run a command of `geotrack` for a workspace, and then perhaps a function.

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
        `printed`.
    values : mapping of str to JSON value, optional
        Its arguments.
    fault : class of errors, optional
        An error that the command only notes and that is one here.

    Returns
    -------
    JSON value
        What the function returns; None without one.

    Raises
    ------
    CommandError
        The exit code is not 0, there is an error of `fault`, or the command takes more than five
        minutes.
    """
    argv = ["--workspace", str(root), *arguments] if arguments else []
    name = f"{then.__module__}:{then.__name__}" if then else ""
    command = json.dumps([argv, name, values or {}, LANGUAGE.get()]).encode() + b"\n"
    with anyio.move_on_after(_PATIENCE_S):
        async with await anyio.open_process(
            # -P: a module in the folder where the desk was started is not imported.
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            env={**environment(), "PYTHONUTF8": "1"},
        ) as process:
            limit_memory(process.pid)
            # A process that has ended takes no input; its exit code is checked below.
            with suppress(anyio.BrokenResourceError):
                await cast("ByteSendStream", process.stdin).send(command)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_end_when_disconnected, request, process)
                output, notes = await _read(process)
                code = await process.wait()
                tasks.cancel_scope.cancel()
        subject = f"geotrack {arguments[0]}" if arguments else "the process"
        outcome: dict[str, Any] = {}
        with suppress(ValueError):  # a process that was ended has written nothing, or a part
            outcome = json.loads(output)
        # After a good exit, only noted errors of the class `fault` are errors here.
        fault_name = fault.__name__ if fault else ""
        errors = [text for name_, text in outcome.get("errors", ()) if code or name_ == fault_name]
        if code or errors:
            lines = notes.decode("utf-8", "replace").strip().splitlines()[-_MOST_LINES:]
            text = "\n".join(errors or lines)
            raise CommandError(text or f"{subject} ended with {code}")
        return outcome["result"]
    raise CommandError(Message("it takes more than {seconds} s, and was ended", _PATIENCE_S))


async def _end_when_disconnected(request: Request, process: anyio.abc.Process) -> None:
    """End a process when the client of its request has disconnected."""
    while not await request.is_disconnected():
        await anyio.sleep(_DISCONNECT_CHECK_S)
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
