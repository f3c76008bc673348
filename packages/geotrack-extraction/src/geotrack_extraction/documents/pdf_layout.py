"""Lines and paragraphs of the pages of a PDF, in reading order."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from statistics import median

from geotrack_extraction.documents.pdf_words import Word

__all__ = [
    "Line",
    "Paragraph",
    "columns_of",
    "lines_of",
    "paragraphs_of",
    "without_running_heads",
]

# Distances in heights of a line: from which on a gap is between two columns or cells; how much more
# than usual lies between two paragraphs; how far a first line is indented.
_GUTTER, _MORE, _INDENT = 0.9, 0.3, 0.6
# Columns of prose have as many rows, and as large a share of lines that begin with a small letter,
# or as many words a line; a wider gap than so many heights ends them.
_LEAST_ROWS, _LEAST_SMALL, _LEAST_WORDS, _WIDE = 3, 0.3, 5, 1.8
# How far apart gaps are told from one another, points; of how many the page is none of columns.
_GAP_STEP, _MOST_GAPS = 10, 100
# Ratio of heights at which a line is of another size.
_OTHER_SIZE = 1.12
# The widest usual gap between lines of a paragraph where there are few, in heights.
_MOST_USUAL, _MANY = 0.6, 10
_SENTENCE_END = re.compile(r"[.!?…:;][\"”»’')\]⁰¹²³⁴⁵⁶⁷⁸⁹ ]*$")
_BULLET = re.compile(r"[•·▪‣●○◦]\s")
# What may stand at the beginning of any line, such as the day of a date.
_WEAK_BULLET = re.compile(r"(?:[-–—*]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
# A page's number: alone, with the word, or apart from a head.
_PAGE = re.compile(
    r"^(?:page|side|p\.|s\.)\s*\d{1,4}\b(?:\s*(?:of|av|/)\s*\d{1,4})?"
    r"|(?:\b(?:page|side|p\.|s\.)\s*\d{1,4}|\b\d{1,4}\s*/)(?:\s*(?:of|av|/)?\s*\d{1,4})?$"
    r"|^[-–—|\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—|\s]*$|^\d{1,4}\s*[|•·]|[|•·]\s*\d{1,4}$",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(
    r"[-–—|\s]*(?:page|side)?\s*(\d{1,4})(?:\s*(?:of|av|/)\s*\d+)?[-–—|\s]*", re.IGNORECASE
)
# Lines at the top and at the foot of a page that may be running heads, how far they may be moved
# on the other page, points, and how many pages further it may be.
_OUTER, _MOST_OUTER, _MOVED, _NEXT_PAGES = 4, 60, 4.0, 2


@dataclass
class Line:
    """Words on one line of a column.

    Parameters
    ----------
    words : list of Word
        From left to right.
    row : str, optional
        The text of a row of a table, whose words these are.
    """

    words: list[Word]
    row: str = ""
    left: float = field(init=False)
    top: float = field(init=False)
    right: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.right = self.words[0].left, max(word.right for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        """The words with spaces between them, or the row."""
        return self.row or " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        """Height of most of its words."""
        return median(word.height for word in self.words)


@dataclass
class Paragraph:
    """Lines of one paragraph on one page; it may continue the one before.

    Parameters
    ----------
    lines : list of str
        Their texts.
    page : int
        Number of the page, from 1.
    height : float
        Height of a line, points.
    continues : bool
        Whether it is the rest of the paragraph before, in another column or on another page.
    """

    lines: list[str]
    page: int
    height: float
    continues: bool


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return pieces of lines without wide gaps, in the order of the file."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _is_next(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [Line(run) for run in runs]


def _is_next(before: Word, word: Word) -> bool:
    """Return whether a word follows on the same line, without a wide gap."""
    gap = word.left - before.right
    return -_GUTTER / 2 < gap / max(before.height, 0.1) < _GUTTER and _on_one_row(before, word)


def _on_one_row(one: Word | Line, other: Word | Line) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the lines of pages without heads and page numbers that pages have in one place.

    Parameters
    ----------
    pages : sequence of list of Line
        The lines of each page.
    """
    outer = [_outer(lines, number) for number, lines in enumerate(pages, start=1)]
    kept_lines = []
    for number, lines in enumerate(pages):
        first = max(0, number - _NEXT_PAGES)
        neighbours = [*chain(*outer[first:number], *outer[number + 1 : number + 1 + _NEXT_PAGES])]
        heads = {
            id(line)
            for key, line in outer[number]
            if not key
            or any(key == head_key and _in_one_place(line, head) for head_key, head in neighbours)
        }
        kept_lines.append([line for line in lines if id(line) not in heads])
    return kept_lines


def _outer(lines: list[Line], page: int) -> list[tuple[str, Line]]:
    """Return the first and last lines of a page with their texts, page numbers as `#`.

    The text of the very first or last line is empty where it is only the number of the page.
    """
    tops = sorted({round(line.top) for line in lines})
    edges = {*tops[:_OUTER], *tops[-_OUTER:]}
    outer_lines: list[tuple[str, Line]] = []
    for line in lines:
        top, number = round(line.top), _PAGE_OF.fullmatch(line.text)
        if top in edges and len(outer_lines) < _MOST_OUTER:
            is_number = number is not None and int(number[1]) == page and top in {tops[0], tops[-1]}
            outer_lines.append(("" if is_number else _PAGE.sub("#", line.text), line))
    return outer_lines


def _in_one_place(one: Line, other: Line) -> bool:
    return abs(one.top - other.top) < _MOVED


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a page in reading order, by column.

    The order of the file is kept where it goes down the page, as programs write cells of tables.
    Columns of prose that are written line by line across the page are put one after the other. A
    line across columns parts what is above it from what is below.
    """
    columns: list[list[Line]] = []
    for block in chain.from_iterable(map(_downward, _bands(lines))):
        for line in _in_columns(_rows(block)):
            before = columns[-1][-1] if columns else None
            if before and line.top > before.top and _overlap(before, line) > 0:
                columns[-1].append(line)
            else:
                columns.append([line])
    return columns


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Return what stands above, on and below each line across columns, in the order of the file."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top):
        if rows and _on_one_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    # Gaps between columns by where they are, with the top of the first and of the last line.
    gaps: dict[int, tuple[float, float]] = {}
    for row in rows:
        for left, right in pairwise(sorted(row, key=lambda line: line.left)):
            if right.left - left.right > _GUTTER * left.height:
                middle = round((left.right + right.left) / 2 / _GAP_STEP)
                gaps[middle] = gaps.get(middle, (left.top, left.top))[0], left.top
    if len(gaps) > _MOST_GAPS:
        return [[*lines]]
    tops = [
        row[0].top
        for row in rows
        if len(row) == 1
        and any(
            row[0].left < middle * _GAP_STEP < row[0].right and first < row[0].top < last
            for middle, (first, last) in gaps.items()
        )
    ]
    bands: list[list[Line]] = [[] for _ in range(2 * len(tops) + 1)]
    for line in lines:
        band = bisect_left(tops, line.top)
        is_across = band < len(tops) and tops[band] == line.top
        bands[2 * band + is_across].append(line)
    return [band for band in bands if band]


def _downward(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines in blocks, the highest first; none goes back up in the same column."""
    blocks: list[list[Line]] = []
    is_column: list[bool] = []
    top = 0.0
    for line in lines:
        before = blocks[-1][-1] if blocks else line
        width = min(line.right - line.left, before.right - before.left)
        is_above = line.bottom < before.top + 0.5 * before.height
        is_back = is_above and _overlap(before, line) > 0.5 * width
        if not blocks or is_back or line.bottom < top:
            blocks.append([])
            is_column.append(not is_back)
            top = line.top
        blocks[-1].append(line)
        top = min(top, line.top)
    for number in range(len(blocks) - 1, 0, -1):
        # Another column, which begins higher than the one before, and no title above it.
        if is_column[number] and blocks[number][-1].bottom > blocks[number - 1][0].top:
            blocks[number - 1] += blocks.pop(number)
    return sorted(blocks, key=lambda block: min(line.top for line in block))


def _overlap(one: Line, other: Line) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Return lines that follow one another at one height as rows, each from left to right."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _on_one_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _in_columns(rows: list[list[Line]]) -> Iterator[Line]:
    """Yield lines: rows of tables as one each, columns of prose one after the other."""
    start = 0
    while start < len(rows):
        end, middle = _common_gutter(rows, start)
        left = [[line for line in row if line.right < middle] for row in rows[start:end]]
        right = [[line for line in row if line.right > middle] for row in rows[start:end]]
        if _is_prose(left) and _is_prose(right):
            yield from (line for row in left for line in row)
            yield from _in_columns([row for row in right if row])
        else:
            for row in rows[start:end]:
                yield Line([word for line in row for word in line.words]) if row[1:] else row[0]
        start = end


def _common_gutter(rows: list[list[Line]], start: int) -> tuple[int, float]:
    """Return up to which row the first gap of one is free, and where its middle is."""
    first = rows[start]
    if len(first) == 1:
        return start + 1, first[0].left
    low, high = first[0].right, first[1].left
    for number in range(start + 1, len(rows)):
        row, middle = rows[number], (low + high) / 2
        is_apart = row[0].top - rows[number - 1][0].bottom > _WIDE * row[0].height
        new_low = max([low, *(line.right for line in row if line.left < middle)])
        new_high = min([high, *(line.left for line in row if line.left >= middle)])
        if new_high - new_low < _GUTTER / 2 * row[0].height or (is_apart and not row[1:]):
            return number, middle
        low, high = new_low, new_high
    return len(rows), (low + high) / 2


def _is_prose(rows: Sequence[Sequence[Line]]) -> bool:
    """Return whether rows of one column are lines of a text, and no cells of a table."""
    lines = [row[0] for row in rows if row]
    small = sum(line.words[0].text[0].islower() for line in lines[1:])
    words = sum(len(line.words) for line in lines)
    return len(lines) >= _LEAST_ROWS and (
        small >= _LEAST_SMALL * (len(lines) - 1) or words >= _LEAST_WORDS * len(lines)
    )


def paragraphs_of(pages: Sequence[Sequence[list[Line]]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of pages in reading order.

    Parameters
    ----------
    pages : sequence of sequence of list of Line
        The columns of each page, from `columns_of`.
    """
    usual = _usual_gaps(column for columns in pages for column in columns)
    before, edge = None, math.inf
    for page, columns in enumerate(pages, start=1):
        for column in columns:
            divided = chain.from_iterable(_divided(chunk) for chunk in _chunks(column, usual))
            for number, lines in enumerate(divided):
                continues = number == 0 and before is not None and _goes_on(before, lines[0], edge)
                yield Paragraph([line.text for line in lines], page, lines[0].height, continues)
                before = lines[-1]
            is_text = len(column) > _LEAST_ROWS
            edge = max(line.right for line in column) if is_text else math.inf


def _goes_on(before: Line, line: Line, edge: float) -> bool:
    """Return whether a paragraph goes on at the top of the next column, of lines up to an edge."""
    if before.row or line.row or _is_other_size(before, line) or _BULLET.match(line.text):
        return False
    if before.text.endswith((",", "-", "\u2010")):
        return True
    is_full = not _has_room(before, line, edge)
    return not _SENTENCE_END.search(before.text) and (line.text[0].islower() or is_full)


def _has_room(line: Line, after: Line, edge: float) -> bool:
    """Return whether the first word of the next line would have stood on this one."""
    first = after.words[0]
    return line.right + first.right - first.left + line.height < edge


def _is_other_size(before: Line, line: Line) -> bool:
    small, large = sorted((before.height, line.height))
    return large > _OTHER_SIZE * small


def _gap(before: Line, line: Line) -> float:
    """Return the distance of two lines in heights of one."""
    return (line.top - before.bottom) / max(before.height, 0.1)


def _usual_gaps(columns: Iterable[list[Line]]) -> dict[int, float]:
    """Return the gap between two lines of a paragraph by their height in points."""
    gaps: dict[int, list[float]] = {}
    for column in columns:
        for before, line in pairwise(line for line in column if not line.row):
            gaps.setdefault(round(line.height), []).append(_gap(before, line))
    # Of few lines, each may be a paragraph; many are set with wide gaps on purpose.
    return {
        height: min(
            sorted(of_height)[len(of_height) // 5],
            _MOST_USUAL if len(of_height) < _MANY else math.inf,
        )
        for height, of_height in gaps.items()
    }


def _chunks(column: Sequence[Line], usual: Mapping[int, float]) -> Iterator[list[Line]]:
    """Yield the lines of a column up to a wider gap, another size or a bullet."""
    chunk = [column[0]]
    for before, line in pairwise(column):
        is_row = before.row or line.row
        is_apart = is_row or _gap(before, line) > usual[round(line.height)] + _MORE
        if is_apart or _is_other_size(before, line) or _BULLET.match(line.text):
            yield chunk
            chunk = []
        chunk.append(line)
    yield chunk


def _divided(chunk: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield paragraphs without a gap between them: a line ends early, or the next is indented."""
    edge = max(line.right for line in chunk)
    paragraph = [chunk[0]]
    for before, line in pairwise(chunk):
        ends = _SENTENCE_END.search(before.text) is not None
        is_short = _has_room(before, line, edge)
        is_moved = abs(line.left - before.left) > _INDENT * before.height
        starts = not line.text[0].islower()
        if (ends or starts) and (
            is_short or (ends and starts and (is_moved or _WEAK_BULLET.match(line.text)))
        ):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph
