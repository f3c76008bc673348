"""Files as callers name them, and those that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import IO

__all__ = ["AnyPath", "replaced"]

AnyPath = str | PathLike[str]
"""A path as callers may name it."""


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write in place of one that may be there, which stays until this is whole.

    Raises
    ------
    OSError
        It cannot be written.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            yield out
        beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        beside.unlink(missing_ok=True)
