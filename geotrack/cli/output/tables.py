"""Tables on stdout: as wide as they are, and folded at a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

import click

from geotrack.cli.app import begin_output, translated

__all__ = ["print_table", "table_lines"]

_WIDEST = 100_000
"""Maximum width of a line where stdout is no terminal."""
_MANY = 10_000
"""Rows that are written at once, and the most that are folded at a terminal."""
_NARROWEST = 8
"""Columns to which a column of a table is folded at least."""
_GAP = "  "


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, never_folded: Sequence[str]
) -> None:
    """Print a table to stdout; unfolded unless stdout is a terminal.

    Parameters
    ----------
    columns : sequence of str
        Headings; a message is printed in the language of the context.
    rows : iterable of sequence of str
        Plain text, or messages.
    never_folded : sequence of str
        The columns that are never folded.
    """
    heads = [" ".join(translated(column).split()) for column in columns]
    cells = [[" ".join(translated(cell).split()) for cell in row] for row in rows]
    if not cells:
        return
    is_folded = sys.stdout.isatty() and len(cells) <= _MANY
    widest = shutil.get_terminal_size().columns if is_folded else _WIDEST
    lines = table_lines(heads, cells, [column in never_folded for column in columns], widest)
    begin_output()
    while batch := list(islice(lines, _MANY)):
        click.echo("\n".join(batch))


def table_lines(
    heads: Sequence[str], rows: Sequence[Sequence[str]], never_folded: Sequence[bool], widest: int
) -> Iterator[str]:
    """Yield the lines of a table; the headings are bold unless `NO_COLOR` is set.

    Parameters
    ----------
    heads : sequence of str
        Column headings, each printable text on one line.
    rows : sequence of sequence of str
        Cells, likewise.
    never_folded : sequence of bool
        Whether each column is never folded.
    widest : int
        Line width to which columns are folded, in terminal columns.
    """
    natural = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    widths = _fitted(natural, never_folded, widest - len(_GAP) * (len(natural) - 1))
    for number, row in enumerate([heads, *rows]):
        cells = (
            list(_fold(cell, most)) if _width(cell) > most else [cell]
            for cell, most in zip(row, widths, strict=True)
        )
        for parts in zip_longest(*cells, fillvalue=""):
            pairs = zip(parts, widths, strict=True)
            line = _GAP.join(part + " " * (most - _width(part)) for part, most in pairs).rstrip()
            is_bold = number == 0 and not os.environ.get("NO_COLOR")
            yield click.style(line, bold=True) if is_bold else line


def _fitted(widths: Sequence[int], never_folded: Sequence[bool], space: int) -> list[int]:
    """Return widths of columns, the widest of those that may be folded reduced to fit a space."""
    fitted = list(widths)
    foldable = [n for n, is_whole in enumerate(never_folded) if not is_whole]
    while foldable and sum(fitted) > space:
        widest = max(foldable, key=lambda n: fitted[n])
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _fold(text: str, width: int) -> Iterator[str]:
    """Yield a text in lines of a width; a longer word is broken."""
    line = ""
    for word in text.split():
        if line and _width(line) + 1 + _width(word) <= width:
            line += f" {word}"
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if line and _width(line) + _width(letter) > width:
                yield line
                line = ""
            line += letter
    yield line


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes (UAX 11; marks take none)."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(letter) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
