"""Plain-text tables without folding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["lines_of"]

_GAP = "  "


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
