"""The text of a report, with its paragraphs and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

from geotrack.errors import UsageError
from geotrack.messages import Message

__all__ = [
    "MOST_LETTERS",
    "Document",
    "Format",
    "Part",
    "UnreadableReportError",
    "joined",
    "too_large",
]

MOST_LETTERS = 5_000_000
"""Letters of a text, and bytes of a file of plain text."""

Format = Literal["text", "markdown", "html", "docx", "pdf"]


class UnreadableReportError(UsageError):
    """A report that is not read: without text, encrypted, too large, in another language."""


def too_large(path: Path) -> UnreadableReportError:
    """Return the error of a text of more than `MOST_LETTERS`."""
    most = MOST_LETTERS // 1_000_000
    return UnreadableReportError(
        Message("{path}: a text of more than {most} MB is not read; split it", path, most)
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a document, or the piece of it that stands on one page.

    Parameters
    ----------
    start, end : int
        The part is `text[start:end]` of its document; characters, not bytes.
    paragraph : int
        Number of the paragraph, from 1. Consecutive parts of one number are one paragraph, which
        continues on the next page.
    page : int, optional
        Number of the page of a PDF, from 1; None for other formats.
    is_heading : bool, optional
        Whether the format marks it as a heading or a title.
    """

    start: int
    end: int
    paragraph: int
    page: int | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Document:
    """A report as one text, which all offsets count in.

    Parameters
    ----------
    text : str
        What a reader of the report sees, in reading order.
    parts : tuple of Part
        Its paragraphs in order. They do not overlap, begin and end with a visible character, and
        only white space (or marks of the format) stands between them.
    format : str
        Of which format it was read.
    pages_without_text : tuple of int, optional
        Pages of a PDF of which nothing is read: pictures, perhaps scans.
    """

    text: str
    parts: tuple[Part, ...]
    format: Format
    pages_without_text: tuple[int, ...] = ()

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def paragraphs(self) -> Iterator[Part]:
        """Yield whole paragraphs; one that continues on the next page has the page of its start."""
        first: Part | None = None
        end = 0
        for part in self.parts:
            if first is not None and part.paragraph == first.paragraph:
                end = part.end
                continue
            if first is not None:
                yield Part(first.start, end, first.paragraph, first.page, first.is_heading)
            first, end = part, part.end
        if first is not None:
            yield Part(first.start, end, first.paragraph, first.page, first.is_heading)

    def part_at(self, offset: int) -> Part:
        """Return the part in which a character stands."""
        from bisect import bisect_right

        index = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        return self.parts[max(index, 0)]


def joined(
    blocks: Iterable[tuple[str, int | None, bool]], file_format: Format, separator: str = "\n\n"
) -> Document:
    """Return the document of paragraphs that a reader found.

    Parameters
    ----------
    blocks : iterable of tuple
        For each paragraph its text, its page (None without pages), and whether it is a heading.
        White space at both ends is dropped, and so are blank ones.
    file_format : str
        The format of the file.
    separator : str, optional
        What stands between two paragraphs in the text.
    """
    texts: list[str] = []
    parts: list[Part] = []
    offset = 0
    for block, page, is_heading in blocks:
        text = block.strip()
        if not text:
            continue
        offset += len(separator) if texts else 0
        parts.append(Part(offset, offset + len(text), len(parts) + 1, page, is_heading))
        texts.append(text)
        offset += len(text)
    return Document(separator.join(texts), tuple(parts), file_format)
