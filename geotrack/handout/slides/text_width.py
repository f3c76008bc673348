"""Estimated width of text in Arial without the font, to split tables and choose sizes.

Widths are those of Liberation Sans, which equal Arial's, rounded up so that a text that is
estimated to fit does fit.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["LINE", "fitting", "lines_of", "shortened", "width_of"]

LINE = 1.2
"""Height of a line, in font sizes."""

# Widths of U+0020 to U+007E, in thousandths of the font size.
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 "
    "556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 "
    "611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 "
    "667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 "
    "222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
# Widths of letters beside ASCII, in thousandths of the font size.
_MORE = {
    "–": 556,
    "’": 222,
    "‘": 222,
    "“": 333,
    "”": 333,
    "·": 333,
    "°": 400,
    "′": 188,
    "″": 354,
    "±": 549,
    "≠": 549,
    "×": 584,
    "ø": 611,
    "æ": 889,
    "Ø": 778,
    "Æ": 1000,
    "\u00a0": 278,
    "\u202f": 278,
}
_WIDTHS = {chr(0x20 + n): int(width) for n, width in enumerate(_ASCII.split())} | _MORE
# Unknown characters count as wide.
_OTHER, _WIDE = 840, 1030
# How much wider bold letters are.
_BOLD = 1.12
# Characters after which a line may break.
_PIECES = re.compile(r"[^\s-]*(?:-+|\s+|$)")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in _WIDTHS:
        return _WIDTHS[plain]
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text on one line, points, at a font size in points."""
    units = sum(map(_letter, text))
    return units * size / 1000 * (_BOLD if bold else 1.0)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Return a text as lines that fit a width; joined they equal the text.

    Parameters
    ----------
    text : str
        One paragraph.
    size, width : float
        Points.
    bold : bool
        Whether the text is bold.

    Examples
    --------
    >>> lines_of("over two seas", 10, 45)
    ['over two ', 'seas']
    """
    lines, line, used = [], "", 0.0
    for piece in _pieces(text, size, width, bold=bold):
        needed_width = width_of(piece.rstrip(), size, bold=bold)
        if line and used + needed_width > width:
            lines.append(line)
            line, used = "", 0.0
        line += piece
        used += width_of(piece, size, bold=bold)
    return [*lines, line] if line or not lines else lines


def _pieces(text: str, size: float, width: float, *, bold: bool) -> list[str]:
    """Return a text split where it may break; longer words are split between letters."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        part, used = "", 0.0
        for letter in piece:
            wide = width_of(letter, size, bold=bold)
            if part and used + wide > width and not letter.isspace():
                pieces.append(part)
                part, used = "", 0.0
            part, used = part + letter, used + wide
        pieces += [part] if part else []
    return pieces


def fitting(
    texts: list[str], width: float, height: float, sizes: list[float], *, bold: bool = False
) -> float | None:
    """Return the first font size at which paragraphs fit a box, points, or None.

    Paragraphs are half a line apart.
    """
    for size in sizes:
        line_count = sum(len(lines_of(text, size, width, bold=bold)) for text in texts)
        if (line_count + 0.5 * max(len(texts) - 1, 0)) * size * LINE <= height:
            return size
    return None


def shortened(text: str, size: float, width: float) -> str:
    """Return a text that fits one line, with an ellipsis if it is longer."""
    if width_of(text, size) <= width:
        return text
    length, used = 0, width_of("…", size)
    for letter in text:
        used += width_of(letter, size)
        if used > width:
            break
        length += 1
    return f"{text[:length].rstrip()}…"
