"""The file of a report as a document, by its ending and its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from geotrack.files import FileSizeError, read_regular
from geotrack.messages import Message
from geotrack_extraction.documents.document import (
    MOST_LETTERS,
    Document,
    UnreadableReportError,
    too_large,
)
from geotrack_extraction.documents.plain_text import read_markdown, read_text

__all__ = ["read_document"]

# Bytes of a file of another format, and of one of HTML: pictures and markup are no text.
_MOST_WITH_PICTURES, _MOST_HTML = 64_000_000, 24_000_000
_ENDINGS = {
    ".txt": "text", ".text": "text", "": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_TEXT_READERS: Mapping[str, Callable[[str], Document]] = {
    "text": read_text,
    "markdown": read_markdown,
}
# What is known by its first bytes, whatever its name.
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_PDF_WITHIN = 1024
_HTML = re.compile(
    rb"(?:\s|<\?xml[^>]{0,200}>|<!--.{0,500}?-->)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NO_PICTURE = "it is a picture without text; make its text readable by OCR"
_REFUSED = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "it is an old file of Word or Excel, or locked with a password; "
        "save it as DOCX without a password"
    ),
    b"{\\rtf": "it is RTF; save it as DOCX",
    b"\x89PNG": _NO_PICTURE,
    b"\xff\xd8\xff": _NO_PICTURE,
    b"II*\0": _NO_PICTURE,
    b"MM\0*": _NO_PICTURE,
}


def read_document(path: Path) -> Document:
    """Return the report in a file.

    Parameters
    ----------
    path : Path
        Plain text or Markdown in UTF-8 (or UTF-16 with its mark), HTML, DOCX, or PDF with text.

    Raises
    ------
    UnreadableReportError
        The format is not read, the file is too large, or there is no text in it.
    """
    try:
        content = read_regular(path, _MOST_WITH_PICTURES)
    except FileSizeError:
        raise _too_large_file(path, _MOST_WITH_PICTURES) from None
    return _checked(_read(path, content), path)


def _read(path: Path, content: bytes) -> Document:
    """Read a file by its first bytes, else by its ending."""
    if _PDF in content[:_PDF_WITHIN]:
        from geotrack_extraction.documents.pdf import read_pdf

        return read_pdf(path, content)
    for start, problem in _REFUSED.items():
        if content.startswith(start):
            raise UnreadableReportError(Message("{path}: {problem}", path, Message(problem)))
    if content.startswith(_ZIP):
        from geotrack_extraction.documents.docx import read_docx

        return read_docx(path, BytesIO(content))
    head = content[: 2 * _PDF_WITHIN].replace(b"\0", b"")  # letters of UTF-16
    for mark in _MARKS:
        head = head.removeprefix(mark)
    kind = "html" if _HTML.match(head) else _ENDINGS.get(path.suffix.lower())
    if kind == "html":
        from geotrack_extraction.documents.html import read_html

        if len(content) > _MOST_HTML:
            raise _too_large_file(path, _MOST_HTML)
        return read_html(path, content)
    if kind is None:
        raise UnreadableReportError(
            Message("{path}: a report is text, Markdown, HTML, DOCX or PDF", path)
        )
    if len(content) > MOST_LETTERS:
        raise too_large(path)
    return _TEXT_READERS[kind](_decoded(content, path))


def _checked(document: Document, path: Path) -> Document:
    """Return a document; refuse one without text, or with more than `MOST_LETTERS`."""
    if not document.parts:
        raise UnreadableReportError(Message("{path}: there is no text in it", path))
    if len(document.text) > MOST_LETTERS:
        raise too_large(path)
    return document


def _too_large_file(path: Path, most: int) -> UnreadableReportError:
    return UnreadableReportError(
        Message(
            "{path}: a file of more than {most:g} MB is not read; leave pictures out, or split it",
            path,
            most / 1e6,
        )
    )


def _decoded(content: bytes, path: Path) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableReportError(
            Message("{path}: it is no text in UTF-8; save it as UTF-8", path)
        ) from None
