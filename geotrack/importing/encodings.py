"""Text encodings: UTF-8, or one given by the user; a guess is only suggested."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path

from geotrack.importing.faults import OptionError, UnreadableError
from geotrack.importing.option_names import option_name, option_remedy
from geotrack.messages import Message

__all__ = ["check_encoding", "decode", "decode_blocks", "guess_encoding"]

# Byte order marks, and the encodings that they state; the longer one first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Code points of letters that a text in the encoding has mostly.
_CYRILLIC = range(0x400, 0x500)
_CJK = range(0x3000, 0xA000)
# Share of expected letters from which on another encoding than cp1252 is suggested.
_LEAST = 0.8
# Sample of a long text: from the first byte outside ASCII.
_NON_ASCII, _BEFORE, _SAMPLE = re.compile(rb"[\x80-\xff]"), 100, 200_000
# A Latin letter beside one of another script, as in a text that was decoded wrongly.
_MIXED = re.compile(r"(?<=[A-Za-z])[^\W\d_a-zA-Z]|[^\W\d_a-zA-Z](?=[A-Za-z])")


def check_encoding(name: str) -> str:
    """Return the name of an encoding, if it exists.

    Raises
    ------
    UsageError
        No text encoding has that name.
    """
    try:
        "".encode(name)
    except (LookupError, ValueError):
        remedy = Message("write one such as utf-8, cp1251 or latin-1")
        problem = Message("no encoding is called {name!r}", name)
        raise OptionError("encoding", problem, remedy) from None
    return name


def decode(path: Path, data: bytes, encoding: str | None) -> str:
    """Return the text of a file, without its byte order mark.

    Parameters
    ----------
    path : pathlib.Path
        Its name, for messages.
    data : bytes
        Its content.
    encoding : str or None
        The encoding; None for that of the byte order mark, else UTF-8.

    Raises
    ------
    UnreadableError
        The bytes are not text in that encoding; the message suggests another.
    """
    return "".join(decode_blocks(path, [data], encoding))


def decode_blocks(path: Path, blocks: Iterable[bytes], encoding: str | None) -> Iterator[str]:
    """Yield the text of a file in parts; parameters and errors as of `decode`.

    Parameters
    ----------
    path, encoding
        As in `decode`.
    blocks : iterable of bytes
        The content in parts, the first of at least four bytes.
    """
    parts = chain(blocks, [b""])
    first = next(parts)
    marked = next((name for mark, name in _MARKS if first.startswith(mark)), "utf-8")
    name = check_encoding(encoding) if encoding else marked
    decoder = codecs.getincrementaldecoder(name)()
    offset = lines = 0
    for block in chain([first], parts):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            line = lines + error.object.count(b"\n", pending, error.start) + 1
            byte = offset - pending + error.start
            message = Message(
                "byte {at} is not {encoding}", byte, name.removesuffix("-sig").upper()
            )
            remedy = option_remedy(
                "perhaps {option}",
                option_name("encoding", guess_encoding(error.object)),
                option="encoding",
            )
            raise UnreadableError(path, message, remedy, line=line) from None
        if "\0" in text:
            remedy = option_remedy(
                "if it is text, perhaps {option}",
                option_name("encoding", guess_encoding(block)),
                option="encoding",
            )
            raise UnreadableError(path, "it holds zero bytes", remedy)
        yield text if offset else text.removeprefix("\ufeff")
        offset += len(block)
        lines += block.count(b"\n")


def guess_encoding(data: bytes) -> str:
    """Return the most likely encoding of text that is not UTF-8.

    Examples
    --------
    >>> guess_encoding("Ледокол «Арктика»".encode("cp1251"))
    'cp1251'
    >>> guess_encoding("Tromsø".encode("cp1252"))
    'cp1252'
    >>> guess_encoding("海警船在白令海".encode("gb18030"))
    'gb18030'
    >>> guess_encoding("Ледокол вышел".encode("koi8-r"))
    'koi8-r'
    """
    if b"\0" in data[:1000]:
        return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    first = _NON_ASCII.search(data)
    start = first.start() if first else 0
    data = data[max(0, start - _BEFORE) : start + _SAMPLE]
    scored = {name: _likeness(data, name) for name in ("cp1251", "koi8-r", "shift_jis", "gb18030")}
    best = max(scored, key=lambda name: scored[name])
    return best if scored[best] >= _LEAST else "cp1252"


def _likeness(data: bytes, name: str) -> float:
    """Return how plausible an encoding is for a text, from 0 to 1."""
    try:
        # The sample may end within a letter.
        text = codecs.getincrementaldecoder(name)().decode(data)
    except UnicodeDecodeError:
        return 0.0
    non_ascii = [c for c in text if not c.isascii() and unicodedata.category(c)[0] not in "PZ"]
    if not non_ascii:
        return 0.0
    expected = _CYRILLIC if name in {"cp1251", "koi8-r"} else _CJK
    good = sum(ord(c) in expected for c in non_ascii)
    # Mixed scripts in a word mean a Latin encoding; a small letter before capitals means that the
    # other Cyrillic encoding was used.
    odd = len(_MIXED.findall(text)) + sum(
        b.isupper() and a.isalpha() for a, b in pairwise(text) if not b.isascii()
    )
    return (good - odd) / len(non_ascii)
