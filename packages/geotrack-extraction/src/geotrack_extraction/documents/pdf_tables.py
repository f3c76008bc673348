"""Rows of tables on a page of a PDF, by the rules between them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from geotrack_extraction.documents.pdf_layout import Line
from geotrack_extraction.documents.pdf_words import Rule

__all__ = ["with_rows"]

# How far apart pieces of one rule, and the ends of rules of one table, may be, points; how many
# lines a row has at most: what is longer is columns of prose between two rules.
_SAME, _MOST_LINES = 3.0, 40


def with_rows(lines: list[Line], rules: Sequence[Rule]) -> list[Line]:
    """Return the lines of a page, with those of a row of a table as one.

    A row lies between two rules of a table, which has at least three of one length, and has two
    cells or more side by side. It stands where its first line stood in the file.

    Parameters
    ----------
    lines : list of Line
        In the order of the file.
    rules : sequence of Rule
        Edges of lines and boxes of the page.
    """
    middles = sorted(((line.top + line.bottom) / 2, number) for number, line in enumerate(lines))
    rows: dict[int, Line] = {}
    gone: set[int] = set()
    for above, below in _row_edges(rules):
        first, last = bisect_left(middles, (above.y, 0)), bisect_left(middles, (below.y, 0))
        numbers = sorted(number for _, number in middles[first:last])
        inside = [n for n in numbers if _is_between(lines[n], above)]
        row = _row([lines[n] for n in inside]) if len(inside) <= _MOST_LINES else None
        if row is not None and not gone.intersection(inside):
            rows[inside[0]] = row
            gone.update(inside)
    return [rows.get(n, line) for n, line in enumerate(lines) if n in rows or n not in gone]


def _row_edges(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Yield the rules above and below each row of tables."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.y):
        if merged and rule.y - merged[-1].y < _SAME:
            last = merged[-1]
            merged[-1] = Rule(min(last.left, rule.left), max(last.right, rule.right), last.y)
        else:
            merged.append(rule)
    pairs = [pair for pair in pairwise(merged) if _are_alike(*pair)]
    counts = Counter(rule for pair in pairs for rule in pair)
    # One row alone may be a box round a text.
    yield from (pair for pair in pairs if max(counts[rule] for rule in pair) > 1)


def _are_alike(one: Rule, other: Rule) -> bool:
    return abs(one.left - other.left) < _SAME and abs(one.right - other.right) < _SAME


def _is_between(line: Line, rule: Rule) -> bool:
    """Return whether a line lies between the ends of a rule."""
    return rule.left - _SAME < line.left and line.right < rule.right + _SAME


def _row(lines: Sequence[Line]) -> Line | None:
    """Return the row of lines in cells side by side, None if they are not."""
    cells: list[list[Line]] = []
    right = 0.0
    for line in sorted(lines, key=lambda line: line.left):
        if cells and line.left < right:
            cells[-1].append(line)
            right = max(right, line.right)
        else:
            cells.append([line])
            right = line.right
    if len(cells) == 1 or not cells:
        return None
    ordered = [sorted(cell, key=lambda line: (round(line.top), line.left)) for cell in cells]
    text = "\t".join(" ".join(line.text for line in cell) for cell in ordered)
    return Line([word for cell in ordered for line in cell for word in line.words], text)
