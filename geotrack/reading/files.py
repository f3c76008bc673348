"""Reading of files and streams within size limits."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from geotrack.files import FileSizeError, NotAFileError, leads_out, read_regular
from geotrack.findings import Finding, unreadable
from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.size_limits import too_large

__all__ = ["read_file", "read_stream"]


def read_file(
    path: Path, file: str, limits: Limits | None = None, root: Path | None = None
) -> bytes | Finding:
    """Read a regular file within the size limit.

    Parameters
    ----------
    path : Path
        The file, or a link to it.
    file : str
        Its name in messages.
    limits : Limits, optional
        `file_mb` applies.
    root : Path, optional
        The folder of the workspace, which the file must not lie outside of.

    Returns
    -------
    bytes or Finding
        The content, or a finding: too large, a pipe, a folder, a broken link, ….
    """
    limits = limits or Limits()
    if root is not None and leads_out(path, root):
        return Finding(file, "a link leads out of the workspace", "copy the file into it", "file")
    try:
        return read_regular(path, int(limits.file_mb * 1e6))
    except NotAFileError as error:
        return Finding(
            file, Message("is {kind}, not a file", error.kind), "put the file itself there", "file"
        )
    except FileSizeError as error:
        return too_large(file, error.size, limits)
    except OSError as error:
        return unreadable(file, error)


def read_stream(stream: BinaryIO, file: str, limits: Limits | None = None) -> bytes | Finding:
    """Read a stream to its end, within the size limit of a file.

    Parameters
    ----------
    stream : binary file
        Standard input, or an open file.
    file : str
        Its name in messages.
    limits : Limits, optional
        `file_mb` applies.

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
    message = Message("more than the limit of {most:g} MB", limits.file_mb)
    return Finding(file, message, finding.remedy, finding.rule)
