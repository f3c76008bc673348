"""Text out of bytes: UTF-8, or an encoding that is told; a guess is only ever proposed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.importing.faults import UnreadableError

__all__ = ["decoded", "guessed", "known_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = range(0x400, 0x500)
_CJK = range(0x3000, 0xA000)
_LEAST = 0.8
# What is looked at of a long text.
_BEYOND_ASCII, _BEFORE, _SAMPLE = re.compile(rb"[\x80-\xff]"), 100, 200_000
_MIXED = re.compile(r"(?<=[A-Za-z])[^\W\d_a-zA-Z]|[^\W\d_a-zA-Z](?=[A-Za-z])")


def known_encoding(name: str) -> str:
    """Return an encoding's name, refused where there is none of that name.

    Raises
    ------
    UsageError
        No encoding of text has that name.
    """
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise UsageError(
            f"no encoding is called {name!r}; write one such as utf-8, cp1251 or latin-1"
        ) from None
    return name


def decoded(path: Path, data: bytes, encoding: str | None) -> str:
    """Return a file's text, without its byte order mark.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    data : bytes
        Its content.
    encoding : str or None
        As told; None reads UTF-8, or what a byte order mark says.

    Raises
    ------
    UnreadableError
        The bytes are not text in that encoding; the message proposes another.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    name = known_encoding(encoding) if encoding else marked
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = f"byte {error.start} is not {name.removesuffix('-sig').upper()}"
        remedy = f"perhaps --encoding {guessed(data)}"
        raise UnreadableError(path, said, remedy, line=line) from None
    if "\0" in text:
        remedy = f"if it is text, perhaps --encoding {guessed(data)}"
        raise UnreadableError(path, "it holds zero bytes", remedy)
    return text.removeprefix("\ufeff")


def guessed(data: bytes) -> str:
    """Return the encoding that bytes which are not UTF-8 most likely have.

    Examples
    --------
    >>> guessed("Ледокол «Арктика»".encode("cp1251")), guessed("Tromsø".encode("cp1252"))
    ('cp1251', 'cp1252')
    >>> guessed("海警船在白令海".encode("gb18030")), guessed("Ледокол вышел".encode("koi8-r"))
    ('gb18030', 'koi8-r')
    """
    if b"\0" in data[:1000]:
        return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    first = _BEYOND_ASCII.search(data)
    at = first.start() if first else 0
    data = data[max(0, at - _BEFORE) : at + _SAMPLE]
    scored = {name: _likeness(data, name) for name in ("cp1251", "koi8-r", "shift_jis", "gb18030")}
    best = max(scored, key=lambda name: scored[name])
    return best if scored[best] >= _LEAST else "cp1252"


def _likeness(data: bytes, name: str) -> float:
    """Return from 0 to 1 how far the letters beyond ASCII look like a text of that encoding."""
    try:
        # The sample may end within a letter.
        text = codecs.getincrementaldecoder(name)().decode(data)
    except UnicodeDecodeError:
        return 0.0
    beyond = [c for c in text if not c.isascii() and unicodedata.category(c)[0] not in "PZ"]
    if not beyond:
        return 0.0
    expected = _CYRILLIC if name in {"cp1251", "koi8-r"} else _CJK
    good = sum(ord(c) in expected for c in beyond)
    # A Latin word with one letter of another script in it is Latin in another encoding, and a
    # small letter before capitals is one of the two Cyrillic encodings read as the other.
    odd = len(_MIXED.findall(text)) + sum(
        b.isupper() and a.isalpha() for a, b in pairwise(text) if not b.isascii()
    )
    return (good - odd) / len(beyond)
