"""Tables on stdout: as wide as they are, and folded at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import click

from geotrack.cli.app import plain

__all__ = ["lines_of", "print_table"]

_WIDEST = 100_000
"""Columns of a line where stdout is no terminal."""
_MANY = 10_000
"""Rows that are written at once. Folding more than this takes minutes."""
_GAP = "  "


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], whole: Sequence[str]
) -> None:
    """Print a table to stdout; unfolded unless stdout is a terminal.

    Parameters
    ----------
    columns : sequence of str
        Headings.
    rows : iterable of sequence of str
        Plain text: square brackets are not markup.
    whole : sequence of str
        The columns that are never folded.
    """
    heads = [plain(" ".join(column.split())) for column in columns]
    cells = [[plain(" ".join(cell.split())) for cell in row] for row in rows]
    if not cells:
        return
    if len(cells) > _MANY or not sys.stdout.isatty():
        lines = lines_of(heads, cells, _WIDEST)
        if lines is not None:
            while batch := list(islice(lines, _MANY)):
                click.echo("\n".join(batch))
            return
    _print_folded(heads, cells, [column in whole for column in columns])


def lines_of(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widest: int
) -> Iterator[str] | None:
    """Return the lines of a table, formatted as by rich without folding.

    Parameters
    ----------
    heads : sequence of str
        Column headings, each printable text on one line.
    rows : sequence of sequence of str
        Cells, likewise.
    widest : int
        Maximum line width in terminal columns.

    Returns
    -------
    iterator of str, optional
        None where the table is wider.
    """
    from rich.cells import cell_len

    def width(text: str) -> int:
        return len(text) if text.isascii() else cell_len(text)

    widths = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > widest:
        return None

    def line(cells: Sequence[str]) -> str:
        pairs = zip(cells, widths, strict=True)
        padded = (cell + " " * (most - width(cell)) if most else "" for cell, most in pairs)
        return _GAP.join(padded).rstrip()

    return map(line, [heads, *rows])


def _print_folded(
    heads: Sequence[str], cells: Sequence[Sequence[str]], whole: Sequence[bool]
) -> None:
    """Print a table as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head, is_whole in zip(heads, whole, strict=True):
        table.add_column(Text(head), no_wrap=is_whole)
    for row in cells:
        table.add_row(*map(Text, row))
    if sys.stdout.isatty():
        Console(highlight=False, soft_wrap=False).print(table)
        return
    console = Console(width=_WIDEST, highlight=False, soft_wrap=False, no_color=True)
    with console.capture() as captured:
        console.print(table)
    # The width of the last column would leave trailing blanks.
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
