"""A terminal for a command that asks: what is typed goes in when the question stands there."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.forks import Fork, Order

Answer = str | bytes | Callable[[], str]
PATIENCE_S = 90
CTRL_C, CTRL_D = b"\x03", b"\x04"


def answered(
    folder: Path, args: Sequence[str], answers: Sequence[tuple[str, Answer]]
) -> tuple[int, str]:
    """Run a command at a terminal.

    Parameters
    ----------
    folder : Path
        Where it is run.
    args : sequence of str
        Its arguments.
    answers : sequence of (str, str or bytes or callable)
        Each the end of a question, and what is typed there; a text ends with Enter. A function
        is called when the question stands there, and returns it.

    Returns
    -------
    code : int
        The exit code.
    screen : str
        All that stood on the terminal.
    """
    terminal, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    order = Order(str(folder), args, environment=environment)
    with Fork(order, [theirs] * 3) as command:
        os.close(theirs)
        try:
            screen = _talk(terminal, answers)
            return command.wait()[0], screen.decode().replace("\r\n", "\n")
        finally:
            os.close(terminal)


def _talk(terminal: int, answers: Sequence[tuple[str, Answer]]) -> bytes:
    """Type each answer at its question; return the whole screen when the command has ended."""
    deadline = time.monotonic() + PATIENCE_S
    screen, seen, typed = b"", 0, b""
    for question, answer in answers:
        while not screen[seen:].rstrip(b" ").endswith(question.encode()):
            more = _read(terminal, deadline)
            assert more, f"no {question!r} on the screen:\n{screen.decode()}"
            screen += more
        seen = len(screen)
        given = answer() if callable(answer) else answer
        typed = given if isinstance(given, bytes) else f"{given}\n".encode()
        os.write(terminal, typed)
    while more := _read(terminal, deadline, again=typed if typed == CTRL_C else b""):
        screen += more
    return screen


def _read(terminal: int, deadline: float, again: bytes = b"") -> bytes:
    """Return what the command writes next; nothing when it has ended."""
    while not select.select([terminal], [], [], 1)[0]:
        # A signal just before a read begins leaves the read waiting: people press the key again.
        os.write(terminal, again)
        assert time.monotonic() < deadline, "the command neither asks nor ends"
    assert time.monotonic() < deadline, "the command does not end"
    try:
        return os.read(terminal, 4096)
    except OSError:  # the command has ended
        return b""
