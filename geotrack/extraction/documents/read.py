"""The file of a report as a document, by its ending and its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from geotrack.extraction.documents.document import Document, UnreadableReportError
from geotrack.extraction.documents.plain_text import read_markdown, read_text
from geotrack.messages import Message

__all__ = ["read_document"]

_MOST_MB = 5
_MOST_BYTES = _MOST_MB * 1_000_000
_ENDINGS = {
    ".txt": "text", ".text": "text", "": "text", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
_TEXT_READERS: Mapping[str, Callable[[str], Document]] = {
    "text": read_text,
    "markdown": read_markdown,
}


def read_document(path: Path) -> Document:
    """Return the report in a file.

    Parameters
    ----------
    path : Path
        Plain text or Markdown in UTF-8 (or UTF-16 with its mark).

    Raises
    ------
    UnreadableReportError
        The format is not read, the file is too large, or there is no text in it.
    """
    kind = _ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise UnreadableReportError(
            Message("{path}: a report is text, Markdown, HTML, DOCX or PDF", path)
        )
    if path.stat().st_size > _MOST_BYTES:
        raise _too_large(path)
    document = _TEXT_READERS[kind](_decoded(path.read_bytes(), path))
    return _checked(document, path)


def _checked(document: Document, path: Path) -> Document:
    """Return a document; refuse one without text, or with more than `_MOST_MB`."""
    if not document.parts:
        raise UnreadableReportError(Message("{path}: there is no text in it", path))
    if len(document.text) > _MOST_BYTES:
        raise _too_large(path)
    return document


def _too_large(path: Path) -> UnreadableReportError:
    return UnreadableReportError(
        Message("{path}: a text of more than {most} MB is not read; split it", path, _MOST_MB)
    )


def _decoded(content: bytes, path: Path) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableReportError(
            Message("{path}: it is no text in UTF-8; save it as UTF-8", path)
        ) from None
