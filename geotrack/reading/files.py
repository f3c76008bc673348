"""Bytes of files and streams, within bounds; what is no file is told and never waited for."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from geotrack.files import FileSizeError, NotAFileError, read_regular
from geotrack.findings import Finding, unreadable
from geotrack.model.limits import Limits
from geotrack.reading.size_limits import too_large

__all__ = ["read_file", "read_stream"]


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
        return read_regular(path, int(limits.file_mb * 1e6))
    except NotAFileError as error:
        return Finding(file, f"is {error.kind}, not a file", "put the file itself there", "file")
    except FileSizeError as error:
        return too_large(file, error.size, limits)
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
