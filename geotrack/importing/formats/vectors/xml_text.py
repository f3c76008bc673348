"""Checks of XML before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from geotrack.importing.faults import UnreadableError
from geotrack.importing.limits import MOST_DEPTH, MOST_TAGS, MOST_TEXT
from geotrack.messages import Message

__all__ = ["check_depth", "check_markup", "check_tags", "parser_errors", "root_name"]

# Bytes that are parsed at once: a hostile text ends after the piece with its fault.
_PIECE = 1 << 16
# Smaller files may define entities: expat itself stops them from growing too far.
_MOST_WITH_ENTITIES = 80_000
# `<!ENTITY` in UTF-16 too, which has a zero byte beside each letter; the other encodings that expat
# reads contain ASCII.
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")


def root_name(data: bytes) -> str:
    """Return the name of the root element without its prefix; empty if there is none.

    Examples
    --------
    >>> root_name(b"<!-- <gpx> --><OGRVRTDataSource/>"), root_name(b"a<gpx/>")
    ('OGRVRTDataSource', '')
    """
    tags: list[str] = []
    parser = expat.ParserCreate()
    # Stop at the first tag, or at the first error: later errors are for the reader.
    parser.StartElementHandler = lambda tag, _: tags.append(tag)
    for start in range(0, len(data), _PIECE):
        with suppress(expat.ExpatError, LookupError, ValueError):
            parser.Parse(data[start : start + _PIECE], False)
            if not tags:
                continue
        break
    return tags[0].rpartition(":")[2] if tags else ""


@contextmanager
def parser_errors(path: Path, kind: str, remedy: str = "") -> Iterator[None]:
    """Raise errors of a parser of XML as `UnreadableError`, with their line."""
    try:
        yield
    except (expat.ExpatError, ET.ParseError) as error:
        line = error.lineno if isinstance(error, expat.ExpatError) else error.position[0]
        reason = str(error).partition(":")[0]
        message = Message("not {kind}: {reason}", kind, reason)
        raise UnreadableError(path, message, remedy, line=line) from None
    except (LookupError, ValueError) as error:  # of an encoding that expat does not have
        message = Message("not {kind}: {reason}", kind, error)
        raise UnreadableError(path, message, "save it as UTF-8") from None


def check_markup(path: Path, data: bytes, kind: str) -> None:
    """Refuse XML that is too large or may grow by entities.

    Parameters
    ----------
    path : pathlib.Path
        The file, for messages.
    data : bytes
        Its XML; well-formedness is left to the reader.
    kind : str
        The format's name.

    Raises
    ------
    UnreadableError
        The XML is too large, or defines entities and is not small.
    """
    if len(data) > MOST_TEXT:
        raise UnreadableError(
            path,
            Message(
                "{size:.0f} MB of {kind}; at most {most:g} MB are read",
                len(data) / 1e6,
                kind,
                MOST_TEXT / 1e6,
            ),
            "split it",
        )
    # End tags do not count.
    check_tags(path, data.count(b"<") - data.count(b"</"))
    if len(data) > _MOST_WITH_ENTITIES and _ENTITY.search(data):
        raise UnreadableError(
            path,
            Message("not {kind}: it defines entities, from which texts grow", kind),
            "save it again without entities",
        )


def check_tags(path: Path, count: int) -> None:
    """Refuse XML with too many tags; end tags do not count.

    Raises
    ------
    UnreadableError
        There are too many.
    """
    if count > MOST_TAGS:
        raise UnreadableError(
            path, Message("it has more than {most:,} tags", MOST_TAGS), "split it"
        )


def check_depth(path: Path, depth: int) -> None:
    """Refuse XML that is nested too deeply.

    Raises
    ------
    UnreadableError
        It is nested too deeply.
    """
    if depth > MOST_DEPTH:
        raise UnreadableError(
            path,
            Message("its elements stand more than {most} deep in one another", MOST_DEPTH),
            "save it again with fewer levels of elements",
        )
