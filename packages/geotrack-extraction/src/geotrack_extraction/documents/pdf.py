"""PDF files with text as documents.

PDFium is C++ and reads what strangers made, so it runs in a process of its own with limits of
memory and time: `python -m geotrack_extraction.documents.pdf` reads a PDF from its input and writes
the document as JSON.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.messages import Message
from geotrack_extraction.documents.document import (
    MOST_LETTERS,
    Document,
    Part,
    UnreadableReportError,
)

if TYPE_CHECKING:
    import pypdfium2

    from geotrack_extraction.documents.pdf_layout import Line, Paragraph

__all__ = ["document_of_pdf", "read_pdf"]

_MOST_MEMORY, _PATIENCE_S = 800_000_000, 25
_MOST_PAGES = 5_000
_AGAIN = "print it to a new PDF"
# Share of letters without a meaning from which on there is no text.
_MOST_UNKNOWN = 0.2
# Fewer letters on a page may be its head and its number.
_FEW_LETTERS = 200
# Ratio of its height to that of most lines at which a short paragraph is a heading.
_HEADING_SIZE, _LONGEST_HEADING = 1.12, 200

# Compounds that keep their hyphen where a line ends in it, besides those that the document has in
# other lines: only such parts as no word is divided into.
_COMPOUND = re.compile(
    r"co-(?:operat|ordinat|pilot|author|chair|sponsor|host|own|locat|exist)|(?:non|ikke)-"
    r"|(?:north|south)-(?:east|west)|(?:long|short|medium)-(?:range|term)"
    r"|(?:nuclear|diesel|ice)-(?:powered|armed|strengthened)"
    r"|.+-(?:based|flagged|capable|class|owned|led)$"
)
# A hyphen before one of these stands for a part of a word: *air- and seaborne*.
_SUSPENDED = re.compile(r"(?:and|or|to|og|eller|til|samt)\b")
_LONGEST_WORD = 80
_SMALL_WORDS = {"and", "by", "for", "in", "of", "off", "on", "the", "to", "up", "i", "og", "på"}
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def read_pdf(path: Path, content: bytes) -> Document:
    """Return the text of a PDF with its pages.

    Parameters
    ----------
    path : Path
        Its name, for messages.
    content : bytes
        The file.

    Raises
    ------
    UnreadableReportError
        It is locked, broken, a scan without text, or takes too long or too much memory.
    """
    command = [sys.executable, "-P", "-m", __name__]
    try:
        process = subprocess.run(  # noqa: S603 (no shell; the file goes to its input)
            command, input=content, capture_output=True, timeout=_PATIENCE_S, check=False
        )
        answer = json.loads(process.stdout)
    except subprocess.TimeoutExpired:
        answer = {"error": "it takes too long to read", "remedy": _AGAIN}
    except ValueError:
        answer = {"error": "it cannot be read", "remedy": _AGAIN}
    if "error" in answer:
        raise UnreadableReportError(
            Message("{path}: {problem}; {remedy}", path, *map(Message, answer.values()))
        )
    parts = tuple(Part(*part) for part in answer["parts"])
    return Document(answer["text"], parts, "pdf", tuple(answer["pages_without_text"]))


class _PdfError(Exception):
    """Why a PDF is not read, and what to do about it."""


def document_of_pdf(content: bytes) -> Document:
    """Return the text of a PDF, in this process.

    Raises
    ------
    _PdfError
        It is not read; the arguments are what is wrong, and a remedy.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    from geotrack_extraction.documents.pdf_layout import (
        columns_of,
        paragraphs_of,
        without_running_heads,
    )

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise _PdfError("it is locked with a password", "save it without one") from None
        raise _PdfError("it is no PDF, or a broken one", _AGAIN) from None
    if len(pdf) > _MOST_PAGES:
        raise _PdfError("it has more than 5,000 pages", "split it")
    pages = [*_pages(pdf)]
    upright = without_running_heads([page.lines[0] for page in pages])
    columns = [
        [column for lines in (first, *page.lines[1:]) for column in columns_of(lines)]
        for first, page in zip(upright, pages, strict=True)
    ]
    paragraphs = [*paragraphs_of(columns)]
    text = "".join(line for paragraph in paragraphs for line in paragraph.lines)
    if not text:
        raise _PdfError("there is no text in it, perhaps a scan", "make its text readable by OCR")
    if text.count("\ufffd") > _MOST_UNKNOWN * len(text):
        raise _PdfError("its letters state no text", "make its text readable by OCR")
    numbered = enumerate(zip(pages, columns, strict=True), start=1)
    pictures = tuple(
        n for n, (page, page_columns) in numbered if page.has_picture and not page_columns
    )
    return replace(_document(paragraphs), pages_without_text=pictures)


class _Page(NamedTuple):
    """The lines of a page by their direction, those of most words first."""

    lines: list[list[Line]]
    has_picture: bool


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[_Page]:
    """Yield the pages; whether there is a picture is known of those with few letters."""
    import pypdfium2

    from geotrack_extraction.documents.pdf_layout import lines_of
    from geotrack_extraction.documents.pdf_tables import with_rows
    from geotrack_extraction.documents.pdf_words import has_picture, rules_of_page, words_of_page

    letters = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            words = words_of_page(page)
            of_page = sum(len(word.text) for _, direction in words for word in direction)
            rules = rules_of_page(page, words[0][0]) if words else []
            is_picture = of_page < _FEW_LETTERS and has_picture(page)
            page.close()
        except pypdfium2.PdfiumError:
            raise _PdfError("a page of it is broken", _AGAIN) from None
        letters += of_page
        if letters > MOST_LETTERS:
            raise _PdfError("a text of more than 5 MB is not read", "split it")
        first, *turned = [lines_of(direction) for _, direction in words] or [[]]
        yield _Page([with_rows(first, rules), *turned], is_picture)


def _document(paragraphs: Sequence[Paragraph]) -> Document:
    """Return the document of paragraphs, with words joined that the ends of lines divide."""
    counts = Counter(
        word.lower()
        for paragraph in paragraphs
        for line in paragraph.lines
        for word in _WORD.findall(line)
    )
    usual = median(paragraph.height for paragraph in paragraphs for _ in paragraph.lines)
    texts: list[str] = []
    parts: list[Part] = []
    offset = 0
    for paragraph in paragraphs:
        text = paragraph.lines[0]
        for line in paragraph.lines[1:]:
            text = "".join((*_linked(text, line, counts), line))
        is_heading = paragraph.height > _HEADING_SIZE * usual and len(text) < _LONGEST_HEADING
        number, between = (parts[-1].paragraph + 1 if parts else 1), "\n\n"
        if paragraph.continues and parts:
            number = parts[-1].paragraph
            before, between = _linked(texts[-1], text, counts)
            offset -= len(texts[-1]) - len(before)
            texts[-1], parts[-1] = before, replace(parts[-1], end=offset)
        offset += len(between) if parts else 0
        texts += [between, text] if parts else [text]
        parts.append(Part(offset, offset + len(text), number, paragraph.page, is_heading))
        offset += len(text)
    return Document("".join(texts), tuple(parts), "pdf")


def _linked(before: str, line: str, counts: Mapping[str, int]) -> tuple[str, str]:
    """Return a text up to a line's end, and what stands between it and the next line.

    Examples
    --------
    >>> _linked("in an opera-", "tion off Vardø", {}), _linked("in co-", "operation", {})
    (('in an opera', ''), ('in co-', ''))
    >>> _linked("a coast-", "guard ship", {"coast-guard": 2}), _linked("sea- ", "and airborne", {})
    (('a coast-', ''), ('sea- ', ' '))
    """
    if not before.endswith(("-", "\u2010")) or before[-2:-1].isspace() or _SUSPENDED.match(line):
        return before, " "
    broken, after = _BROKEN_WORD.search(before[-_LONGEST_WORD:]), _WORD.match(line)
    if not (broken and after and line[0].islower()) or broken[1].isupper():
        return before, ""  # 2024-10, MiG-31, NATO-led
    head, tail = broken[1].lower(), after[0].lower()
    joined, compound = head + tail, f"{head}-{tail}"
    if counts.get(joined, 0) != counts.get(compound, 0):
        is_compound = counts.get(compound, 0) > counts.get(joined, 0)
    else:
        is_compound = (
            _COMPOUND.match(compound) is not None
            or "-" in tail
            or ("-" in head and head.rpartition("-")[2] in _SMALL_WORDS)
        )
    return (before, "") if is_compound else (before[:-1], "")


def _main() -> None:
    """Read a PDF from the input and write its document, or why it is not read."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        limits = {
            resource.RLIMIT_DATA: _MOST_MEMORY,
            resource.RLIMIT_CPU: _PATIENCE_S,
            resource.RLIMIT_CORE: 0,  # what crashes leaves no file behind
        }
        for limit, most in limits.items():
            with suppress(ValueError):  # a lower one is set already
                resource.setrlimit(limit, (most, most))
    try:
        document = document_of_pdf(sys.stdin.buffer.read())
    except _PdfError as error:
        problem, remedy = error.args
        answer: dict[str, Any] = {"error": problem, "remedy": remedy}
    else:
        answer = {
            "text": document.text,
            "parts": [astuple(part) for part in document.parts],
            "pages_without_text": document.pages_without_text,
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
