"""Words of a page of a PDF with their boxes, as far as a reader sees them, by PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from geotrack_extraction.documents.paragraphs import clean, superscript

__all__ = ["Rule", "Word", "has_picture", "rules_of_page", "words_of_page"]

# PDFium has these for the hyphen at the end of a line.
_HYPHENS = {"\x02", "\ufffe", "\u00ad"}
# What stands for a letter that has no code, or one that is none: 0, or half of a pair.
_UNKNOWN, _SURROGATE, _PRIVATE = "\ufffd", 0xD800, 0xE000
# A smaller height of a line is hidden by its size, points; so is what is nearly white on nothing.
_LEAST_HEIGHT, _NEARLY_WHITE = 2.0, 250
# Further from a right angle it is a watermark, radians.
_SKEWED = 0.1
# Share of the height of the word before below which digits are raised.
_RAISED = 0.9
_FILLED = {pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP}


class Word(NamedTuple):
    """A word and its box in points: `x` along the line, `y` downwards."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of its line, which the size of the font determines."""
        return self.bottom - self.top


# Shapes of a page without a picture from which on they may be letters.
_MANY_SHAPES = 100
# A rule of a table, points; how many shapes of a page are looked at for them.
_SHORTEST_RULE, _THICKEST_RULE, _MOST_SHAPES = 10, 3, 20_000


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Return whether a picture, or so many shapes that they may be letters, is on a page."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    kinds = (
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, number))
        for number in range(count)
    )
    pictures = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_SHADING}
    return count > _MANY_SHAPES or any(kind in pictures for kind in kinds)


class Rule(NamedTuple):
    """A horizontal edge of a line or box on a page, in the points of its words."""

    left: float
    right: float
    y: float


def rules_of_page(page: pypdfium2.PdfPage, turn: int) -> list[Rule]:
    """Return the edges of lines and boxes that may be a table's, along words of a direction.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        The page.
    turn : int
        The direction of the words, as `words_of_page` returns it.
    """
    rules: list[Rule] = []
    for number in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_SHAPES)):
        shape = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = _bounds(shape)
        first, second = _turned(left, bottom, turn), _turned(right, top, turn)
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(first, second, strict=True))
        if right - left > _SHORTEST_RULE:
            edges = [top, bottom] if bottom - top > _THICKEST_RULE else [(top + bottom) / 2]
            rules += [Rule(left, right, edge) for edge in edges]
    return rules


def words_of_page(page: pypdfium2.PdfPage) -> list[tuple[int, list[Word]]]:
    """Return the words of a page in the order of the file, by the direction in which they run.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        The page.

    Returns
    -------
    list of tuple of int and list of Word
        The number of right angles to the left by which the words are turned, and the words; the
        direction of most words is first. Words at an angle to the page's edges are watermarks,
        and left out; so is what is beyond the page's edge, tiny, or white where nothing is beneath.
    """
    text_page = page.get_textpage()
    try:
        words: dict[int, list[Word]] = {}
        visible = _Visible(page, text_page.raw)
        for text, first, last in _pieces(text_page.raw):
            turn = _turn(text_page.raw, first)
            if turn is None:
                continue
            word = _word(text_page.raw, clean(text), first, last, turn)
            of_turn = words.setdefault(turn, [])
            if word.text and visible.is_visible(word, first):
                of_turn.append(_raised(word, of_turn[-1]) if of_turn else word)
        return sorted(words.items(), key=lambda item: len(item[1]), reverse=True)
    finally:
        text_page.close()


def _pieces(text_page: Any) -> Iterator[tuple[str, int, int]]:
    """Yield each word with the numbers of its first and last letter."""
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    text = _text(text_page, count)
    start = 0
    for index, letter in enumerate(f"{text} "):
        is_hyphen = letter in _HYPHENS
        if not (is_hyphen or letter.isspace()):
            continue
        if index > start:
            raised = _raised_from(text_page, text, start, index)
            yield text[start:raised] + "-" * (is_hyphen and raised == index), start, raised - 1
            if raised < index:
                yield superscript(text[raised:index], ""), raised, index - 1
        start = index + 1


def _text(text_page: Any, count: int) -> str:
    """Return the letters of a page; each has the number by which PDFium knows it."""
    buffer = (ctypes.c_ushort * (count + 1))()
    unit_count = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, unit_count - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text.replace("\0", _UNKNOWN)
    numbers = (pdfium.FPDFText_GetUnicode(text_page, n) for n in range(count))
    return "".join(chr(n) if n and not _SURROGATE <= n < _PRIVATE else _UNKNOWN for n in numbers)


def _raised_from(text_page: Any, text: str, start: int, end: int) -> int:
    """Return where small digits at the end of a word begin: a footnote's number, or a power."""
    first_raised = end
    while first_raised > start + 1 and text[first_raised - 1].isdecimal():
        if _height(text_page, first_raised - 1) >= _RAISED * _height(text_page, start):
            break
        first_raised -= 1
    return first_raised


def _height(text_page: Any, number: int) -> float:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, number, box)
    return abs(float(box.top - box.bottom))


def _turn(text_page: Any, number: int) -> int | None:
    """Return by how many right angles a letter is turned to the left; None for other angles."""
    turns = -pdfium.FPDFText_GetCharAngle(text_page, number) / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) * math.pi / 2 < _SKEWED else None


def _word(text_page: Any, text: str, first: int, last: int, turn: int) -> Word:
    """Return a word with its box, turned upright."""
    box = pdfium.FS_RECTF()
    corners: list[tuple[float, float]] = []
    for number in (first, last):
        pdfium.FPDFText_GetLooseCharBox(text_page, number, box)
        corners += [_turned(box.left, box.bottom, turn), _turned(box.right, box.top, turn)]
    across, down = zip(*corners, strict=True)
    return Word(text, min(across), min(down), max(across), max(down))


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point along a line that runs at `turn` right angles, and downwards from it."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    return x * cos + y * sin, x * sin - y * cos


def _raised(word: Word, before: Word) -> Word:
    """Return a word; a number that is raised above the one before is one of Unicode."""
    is_raised = word.height < _RAISED * before.height and word.bottom < before.bottom
    if is_raised and word.text.isdecimal() and word.bottom > before.top:
        return word._replace(text=superscript(word.text, ""))
    return word


class _Visible:
    """Which words of a page a reader sees."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: Any) -> None:
        self._page, self._text_page = page, text_page
        self._edges = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page.raw, self._edges)
        self._under: list[tuple[float, float, float, float]] | None = None

    def is_visible(self, word: Word, number: int) -> bool:
        """Return whether a word is on the page, and neither tiny nor white on white."""
        if word.height < _LEAST_HEIGHT:
            return False
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._text_page, number, box)
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        edges = self._edges
        if not (edges.left <= x <= edges.right and edges.bottom <= y <= edges.top):
            return False
        return not self._is_white(number) or self._is_on_colour(x, y)

    def _is_white(self, number: int) -> bool:
        colour = [ctypes.c_uint() for _ in "rgba"]
        pdfium.FPDFText_GetFillColor(self._text_page, number, *colour)
        if min(part.value for part in colour[:3]) < _NEARLY_WHITE:
            return False
        # What is not painted at all is the text that lies over a scan.
        text = pdfium.FPDFText_GetTextObject(self._text_page, number)
        return pdfium.FPDFTextObj_GetTextRenderMode(text) in _FILLED

    def _is_on_colour(self, x: float, y: float) -> bool:
        """Return whether a picture or a shape that is not white lies at a point."""
        if self._under is None:
            self._under = list(self._boxes())
        return any(
            left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._under
        )

    def _boxes(self) -> Iterator[tuple[float, float, float, float]]:
        page = self._page.raw
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            item = pdfium.FPDFPage_GetObject(page, number)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                fill, stroke = ctypes.c_int(), ctypes.c_int()
                pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
                colour = [ctypes.c_uint() for _ in "rgba"]
                pdfium.FPDFPageObj_GetFillColor(item, *colour)
                if not fill.value or min(c.value for c in colour[:3]) >= _NEARLY_WHITE:
                    continue
            yield _bounds(item)


def _bounds(each: Any) -> tuple[float, float, float, float]:
    """Return the left, lower, right and upper edge of an object on a page."""
    edges = [ctypes.c_float() for _ in "lbrt"]
    pdfium.FPDFPageObj_GetBounds(each, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top
