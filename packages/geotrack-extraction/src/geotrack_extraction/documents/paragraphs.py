"""Paragraphs of documents with markup, as a reader of the document sees them."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

from geotrack.messages import Message
from geotrack_extraction.documents.document import MOST_LETTERS, UnreadableReportError, too_large

__all__ = ["Block", "Paragraphs", "check_tags", "clean", "superscript"]

# Tags of a document, without those that end an element.
_MOST_TAGS = 500_000

# Letters that nobody sees: soft hyphens, what has no width, byte order marks, controls.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLANKS = re.compile(r"[^\S\n]+")
# Rows of tables that stand in one another; those within more are read as other paragraphs.
_MOST_ROWS = 20

Block = tuple[str, int | None, bool]


def check_tags(path: Path, markup: bytes) -> None:
    """Refuse a document of more tags than can be read in half a minute and a gigabyte."""
    if markup.count(b"<") - markup.count(b"</") > _MOST_TAGS:
        problem = Message("it has more than {most:,} tags", _MOST_TAGS)
        raise UnreadableReportError(
            Message("{path}: {problem}; {remedy}", path, problem, Message("split it"))
        )


def clean(text: str) -> str:
    """Return a text without what nobody sees, ligatures as letters, accents in their letters."""
    return normalize("NFC", _UNSEEN.sub("", text).translate(_LIGATURES))


def superscript(digits: str, before: str) -> str:
    """Return raised digits as Unicode has them, apart from a number, which they are no part of.

    Examples
    --------
    >>> superscript("5", "in 2024"), superscript("2", "km")
    (' ⁵', '²')
    """
    return (" " if before[-1:].isdigit() else "") + digits.translate(_SUPERSCRIPTS)


class Paragraphs:
    """Paragraphs in the order in which they end; a row of a table is one if each cell is.

    Attributes
    ----------
    blocks : list of tuple
        Text, page (None) and whether it is a heading, as `joined` has them.

    Parameters
    ----------
    path : Path
        The file, for messages.
    """

    def __init__(self, path: Path) -> None:
        self.blocks: list[Block] = []
        self._path, self._letters = path, 0
        self._texts: list[str] = []
        self._rows: list[list[list[Block]]] = []
        self._deeper = 0

    def text(self, text: str) -> None:
        """Add text to the paragraph; a line break in it begins a line."""
        self.count(text)
        self._texts.append(text)

    def count(self, text: str) -> None:
        """Refuse more text than is read; half of it may be blanks."""
        self._letters += len(text)
        if self._letters > 2 * MOST_LETTERS:
            raise too_large(self._path)

    def raised(self, text: str) -> None:
        """Add raised text to the paragraph."""
        before = self._texts[-1] if self._texts else ""
        self._texts.append(superscript(text, before) if text.isdecimal() else text)

    def end(self, *, is_heading: bool = False) -> None:
        """End the paragraph; one of several blank lines is several."""
        text, self._texts = clean("".join(self._texts)), []
        lines = re.sub(" ?\n ?", "\n", _BLANKS.sub(" ", text))
        blocks = [(p.strip(), None, is_heading) for p in re.split("\n{2,}", lines)]
        self.add([block for block in blocks if block[0]])

    def add(self, blocks: list[Block]) -> None:
        """Add whole paragraphs."""
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += blocks
        else:
            self.blocks += blocks

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self.end()
        if len(self._rows) < _MOST_ROWS:
            self._rows.append([])
        else:
            self._deeper += 1

    def begin_cell(self) -> None:
        """Begin a cell of the row."""
        self.end()
        if self._rows and not self._deeper:
            self._rows[-1].append([])

    def end_row(self) -> None:
        """End the row: its cells are one paragraph with tabs if none has several."""
        self.end()
        if self._deeper or not self._rows:
            self._deeper = max(0, self._deeper - 1)
            return
        cells = [cell for cell in self._rows.pop() if cell]
        if cells and all(len(cell) == 1 for cell in cells):
            self.add([("\t".join(text for ((text, _, _),) in cells), None, False)])
        else:
            self.add([block for cell in cells for block in cell])
