"""Bytes of files and streams, within bounds; what is no file is told and never waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from geotrack.findings import Finding, unreadable
from geotrack.model.limits import Limits
from geotrack.reading.bounds import too_large

__all__ = ["read_file", "read_stream"]

_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_file(path: Path, file: str, limits: Limits | None = None) -> bytes | Finding:
    """Read a file whole, if it is one and not too large.

    Parameters
    ----------
    path : Path
        The file, or a link to it.
    file : str
        Its name as messages show it.
    limits : Limits, optional
        Of these `file_mb`.

    Returns
    -------
    bytes or Finding
        Its content; or why not: too large, a pipe, a folder, a link to nowhere, ….
    """
    limits = limits or Limits()
    try:
        finding = _unfit(os.stat(path), path, file, limits)  # noqa: PTH116 (as `fstat` below)
        if finding:
            return finding
        # Between the two looks a pipe may have come in its place; to open it must not wait.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(number, "rb") as stream:  # noqa: PTH123 (there is no path to a number)
            return _unfit(os.fstat(number), path, file, limits) or read_stream(stream, file, limits)
    except OSError as error:
        return unreadable(file, error)


def read_stream(stream: BinaryIO, file: str, limits: Limits | None = None) -> bytes | Finding:
    """Read a stream to its end, but no more of it than the limit of a file.

    Parameters
    ----------
    stream : binary file
        Standard input, or an open file.
    file : str
        Its name as messages show it.
    limits : Limits, optional
        Of these `file_mb`.

    Examples
    --------
    >>> import io
    >>> print(read_stream(io.BytesIO(bytes(1000)), "stdin", Limits(file_mb=1e-5)))
    stdin: more than the limit of 1e-05 MB; split the file, or raise limits.file_mb in geotrack.toml
    """
    limits = limits or Limits()
    most = int(limits.file_mb * 1e6)
    raw = stream.read(most + 1)
    if len(raw) <= most:
        return raw
    finding = too_large(file, len(raw), limits)
    message = f"more than the limit of {limits.file_mb:g} MB"
    return Finding(file, message, finding.remedy, finding.rule)


def _unfit(status: os.stat_result, path: Path, file: str, limits: Limits) -> Finding | None:
    mode = status.st_mode
    if stat.S_ISDIR(mode):
        barred = not os.access(path, os.R_OK | os.X_OK)
        number = errno.EACCES if barred else errno.EISDIR
        return unreadable(file, OSError(number, os.strerror(number)))
    for is_kind, words in _KINDS:
        if is_kind(mode):
            return Finding(file, f"is {words}, not a file", "put the file itself there", "file")
    return (
        too_large(file, status.st_size, limits) if status.st_size > limits.file_mb * 1e6 else None
    )
