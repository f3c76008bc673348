"""Reading of files and streams within size limits, and the sizes of parsed files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from geotrack.files import FileSizeError, NotAFileError, leads_out, read_regular
from geotrack.findings import Finding, unreadable
from geotrack.messages import Message
from geotrack.model.limits import Limits

__all__ = [
    "FileSize",
    "limit_remedy",
    "over_limit",
    "read_file",
    "read_stream",
    "size_of",
    "too_deep",
    "too_large",
    "vertices_of",
]

_MARKS = b'[]{}"'
_OTHERS = bytes(c for c in range(256) if c not in _MARKS)
_OTHERS_THAN_STARTS = bytes(c for c in range(256) if c not in b'[{,"')
_QUOTE = 34
_QUOTED = re.compile(rb'"[^"]*"?')
_STEPS = np.zeros(256, np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1
# For smaller windows it is faster to look at every quote.
_LEAST_WINDOW = 4096


def over_limit(raw: bytes, file: str, limits: Limits) -> Finding | None:
    """Return a finding if a text exceeds a size limit.

    Parameters
    ----------
    raw : bytes
        A JSON text in UTF-8.
    file : str
        Its name in messages.
    limits : Limits
        `file_mb`, `values`, `text` and `depth` apply.

    Returns
    -------
    Finding or None
        None if parsing takes bounded time and memory.
    """
    if len(raw) > limits.file_mb * 1e6:
        return too_large(file, len(raw), limits)
    # Blank out escaped quotes, keeping the length and so the offsets.
    plain = raw
    if b"\\" in raw:
        plain = raw.replace(rb"\\", b"  ").replace(rb"\"", b"  ")
    if len(raw) > limits.values and _values(plain) > limits.values:
        message = Message("it holds more than {values} values", limits.values)
        return Finding(file, message, limit_remedy("values"), "file-values")
    long = _long_text(plain, limits.text)
    if long is not None:
        start, size = long
        line = raw.count(b"\n", 0, start) + 1
        message = Message(
            "a text of {size} bytes is longer than the limit of {text}", size, limits.text
        )
        remedy = "shorten it, or raise limits.text in geotrack.toml"
        return Finding(file, message, remedy, "text-length", line=line)
    return too_deep(file, limits) if _depth(plain) > limits.depth else None


def limit_remedy(key: str) -> str:
    """Return the remedy for a file that exceeds a limit."""
    return Message("`geotrack split FILE` splits it, or raise limits.{key} in geotrack.toml", key)


def too_large(file: str, size: int, limits: Limits) -> Finding:
    """Return the finding of a file that is too large."""
    message = Message(
        "{size:.0f} MB is more than the limit of {most:g} MB", size / 1e6, limits.file_mb
    )
    return Finding(file, message, limit_remedy("file_mb"), "file-size")


def too_deep(file: str, limits: Limits) -> Finding:
    """Return the finding of a text that is nested too deeply."""
    message = Message("the text is nested more than {depth} levels deep", limits.depth)
    remedy = "GeoJSON needs about a dozen; if it must be, raise limits.depth in geotrack.toml"
    return Finding(file, message, remedy, "json-depth")


def _values(plain: bytes) -> int:
    """Return the number of commas and opening brackets: about that of values."""
    starts = plain.count(b",") + plain.count(b"[") + plain.count(b"{")
    return starts if starts < len(plain) / 8 else len(_bare(plain, _OTHERS_THAN_STARTS))


def _bare(plain: bytes, others: bytes) -> bytes:
    """Return only certain bytes outside of strings."""
    # Removing empty strings does not change what is inside or outside of strings.
    marks = plain.translate(None, others).replace(b'""', b"")
    return _QUOTED.sub(b"", marks) if b'"' in marks else marks


def _depth(plain: bytes) -> int:
    """Return the maximum nesting depth."""
    steps = _STEPS[np.frombuffer(_bare(plain, _OTHERS), np.uint8)]
    deepest = level = 0
    for part in np.array_split(steps, len(steps) // 1_000_000 + 1):
        heights = np.cumsum(part, dtype=np.int32)
        deepest = max(deepest, level + int(heights.max(initial=0)))
        level += int(heights[-1]) if len(heights) else 0
    return deepest


def _long_text(plain: bytes, limit: int) -> tuple[int, int] | None:
    """Return offset and length of the first string that is too long."""
    window = limit // 2
    starts = range(0, len(plain) - window, max(window, 1))
    if window >= _LEAST_WINDOW and all(
        plain.find(b'"', start, start + window) >= 0 for start in starts
    ):
        return None
    quotes = np.flatnonzero(np.frombuffer(plain, np.uint8) == _QUOTE)
    ends = np.append(quotes[1::2], len(plain)) if len(quotes) % 2 else quotes[1::2]
    sizes = ends - quotes[::2] - 1
    long = np.flatnonzero(sizes > limit)
    return (int(quotes[::2][long[0]]), int(sizes[long[0]])) if len(long) else None


def vertices_of(geometry: Any) -> int:
    """Return the number of positions of a geometry, as far as it is valid.

    Examples
    --------
    >>> vertices_of({"type": "Polygon", "coordinates": [[[0, 80], [9, 80], [9, 85], [0, 80]]]})
    4
    """
    if not isinstance(geometry, dict):
        return 0
    if geometry.get("type") == "Point":
        return 1
    count = 0
    left: list[Any] = [geometry.get("coordinates"), geometry.get("geometries")]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += [value.get("coordinates"), value.get("geometries")]
        elif not isinstance(value, list) or not value:
            continue
        elif isinstance(value[0], list) and value[0] and not isinstance(value[0][0], list):
            count += len(value)
        elif isinstance(value[0], (list, dict)):
            left += value
        else:
            count += 1
    return count


class FileSize(NamedTuple):
    """Number of Features of a parsed file, and of positions of all their geometries."""

    features: int
    vertices: int


def size_of(value: Any) -> FileSize:
    """Return the size of a parsed file, as far as it is valid."""
    features = value.get("features") if isinstance(value, dict) else None
    listed = features if isinstance(features, list) else [value]
    geometries = (f.get("geometry") for f in listed if isinstance(f, dict))
    return FileSize(len(listed), sum(map(vertices_of, geometries)))


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
    >>> print(read_stream(io.BytesIO(bytes(1000)), "stdin", Limits(file_mb=1e-5)).message)
    more than the limit of 1e-05 MB
    """
    limits = limits or Limits()
    most = int(limits.file_mb * 1e6)
    raw = stream.read(most + 1)
    if len(raw) <= most:
        return raw
    finding = too_large(file, len(raw), limits)
    message = Message("more than the limit of {most:g} MB", limits.file_mb)
    return Finding(file, message, finding.remedy, finding.rule)
