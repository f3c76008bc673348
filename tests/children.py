"""Processes that a test starts and talks to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["child"]


@contextmanager
def child(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Start a process, and kill it at the end: a test that is out of time waits for no process."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.kill()
