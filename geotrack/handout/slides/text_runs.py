"""Text on slides: paragraphs of runs, which may be bold, coloured or links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Pt

from geotrack.export.reproducible_zip import sound_xml
from geotrack.handout.slides.text_width import LINE, lines_of
from geotrack.handout.wording import line

__all__ = ["Paragraph", "Piece", "coloured", "cut", "fill", "plain", "texts_of"]

# An address that a relations file can contain unescaped.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[!#-;=?-\[\]_a-z~%]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style.

    A colour is six hex digits, a size in points; without them the run inherits its style. `titled`
    is in the theme's typeface of titles.
    """

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    link: str = ""
    size: float | None = None
    titled: bool = False
    raised: bool = False


Paragraph = tuple[Piece, ...]


def plain(text: Iterable[str]) -> str:
    r"""Return a text on one line, without characters that PPTX cannot contain.

    Examples
    --------
    >>> plain("a\n b\x0b\x01c")
    'a b \ufffdc'
    """
    return sound_xml(line("".join(text)))


def coloured(colour: str) -> RGBColor:
    """Return a colour of six hex digits as python-pptx's type."""
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call] # pptx gives it no types


def texts_of(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return the plain text of paragraphs."""
    return ["".join(piece.text for piece in paragraph) for paragraph in paragraphs]


def cut(
    paragraphs: Sequence[Paragraph], width: float, height: float, size: float
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the part of a text that fits a box (points), at least a line, and the rest.

    A paragraph is split only if it alone fills the box.
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
    """Split a paragraph after some letters."""
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
    """Write paragraphs into a text frame.

    Parameters
    ----------
    frame : pptx.text.text.TextFrame
        Its content is replaced.
    paragraphs : sequence of Paragraph
        At least one.
    size : float or None
        Font size, points; None keeps that of the frame.
    after : float
        Space between paragraphs, in lines.
    """
    frame.word_wrap = True
    for n, pieces in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if n and after:
            paragraph.space_before = Pt(round((size or 12) * LINE * after, 1))
        if not any(piece.text for piece in pieces) and size is not None:
            # Otherwise it would have the height of an 18-point line.
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
            if piece.raised:
                run._r.get_or_add_rPr().set("baseline", "30000")  # a third of the size above it
            if piece.titled:
                font.name = "+mj-lt"
            if piece.colour:
                font.color.rgb = coloured(piece.colour)
            if _ADDRESS.fullmatch(piece.link):
                run.hyperlink.address = piece.link
