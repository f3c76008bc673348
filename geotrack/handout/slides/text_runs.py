"""Text as slides have it: paragraphs of pieces, which may be bold, coloured or lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Pt

from geotrack.export.reproducible_zip import sound_xml
from geotrack.handout.slides.text_width import LINE, lines_of

__all__ = ["Paragraph", "Piece", "coloured", "cut", "fill", "plain", "texts_of"]

# An address that a file of relations can hold as it is.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[!#-;=?-\[\]_a-z~%]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one look.

    A colour is six hex digits, a size points; without them words look as those round them.
    """

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    link: str = ""
    size: float | None = None


Paragraph = tuple[Piece, ...]


def plain(text: Iterable[str]) -> str:
    r"""Return a text in one line, with no letter that a file of slides cannot hold.

    Examples
    --------
    >>> plain("a\n b\x0b\x01c")
    'a b \ufffdc'
    """
    return sound_xml(" ".join("".join(text).split()))


def coloured(colour: str) -> RGBColor:
    """Return a colour of six hex digits."""
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call] # pptx gives it no types


def texts_of(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return the bare words of paragraphs."""
    return ["".join(piece.text for piece in paragraph) for paragraph in paragraphs]


def cut(
    paragraphs: Sequence[Paragraph], width: float, height: float, size: float
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return what of a text fits into a box, points, and the rest; at least a line fits.

    A paragraph is parted only where it fills the box by itself.
    """
    head: list[Paragraph] = []
    free = max(int(height / (size * LINE)), 1)
    for n, paragraph in enumerate(paragraphs):
        lines = lines_of("".join(p.text for p in paragraph), size, width)
        if len(lines) <= free:
            head.append(paragraph)
            free -= len(lines) + 1
            continue
        if head:
            return head, list(paragraphs[n:])
        first, second = _parted(paragraph, sum(map(len, lines[:free])))
        return [first], [second, *paragraphs[n + 1 :]]
    return head, []


def _parted(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph]:
    """Return a paragraph in two, after so many letters."""
    first: list[Piece] = []
    second: list[Piece] = []
    for piece in paragraph:
        at_run = max(min(at, len(piece.text)), 0)
        first += [replace(piece, text=piece.text[:at_run])] if at_run else []
        second += [replace(piece, text=piece.text[at_run:])] if at_run < len(piece.text) else []
        at -= len(piece.text)
    return tuple(first), tuple(second)


def fill(
    frame: Any, paragraphs: Sequence[Paragraph], size: float | None, *, after: float = 0.0
) -> None:
    """Put paragraphs into a text frame.

    Parameters
    ----------
    frame : pptx.text.text.TextFrame
        What it has is replaced.
    paragraphs : sequence of Paragraph
        At least one.
    size : float or None
        Of the letters, points; None leaves the frame's own.
    after : float
        Room between two paragraphs, in lines.
    """
    frame.word_wrap = True
    for n, pieces in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if n and after:
            paragraph.space_before = Pt(round((size or 12) * LINE * after, 1))
        if not any(piece.text for piece in pieces) and size is not None:
            # Else it would be as high as a line of 18 points.
            paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
        for piece in (piece for piece in pieces if piece.text):
            run = paragraph.add_run()
            run.text = piece.text
            font = run.font
            letters = piece.size or size
            if letters:
                font.size = Pt(letters)
            if piece.bold:
                font.bold = True
            if piece.italic:
                font.italic = True
            if piece.colour:
                font.color.rgb = coloured(piece.colour)
            if _ADDRESS.fullmatch(piece.link):
                run.hyperlink.address = piece.link
