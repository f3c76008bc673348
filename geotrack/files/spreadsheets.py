"""CSV tables and workbooks that run no formula and can be read back unchanged."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = [
    "CELL",
    "csv_text",
    "guard",
    "open_workbook",
    "spell_controls",
    "unguard",
    "utf16_units",
]

CELL = 32_767
"""Maximum length of the text of a workbook's cell, in UTF-16 code units."""

# Start characters of formulas, also in full width.
_FORMULA = r"=+\-@＝＋－＠"
# Starts of cells: the start of the text, and after semicolons, tabs and line breaks, which some
# programs treat as separators inside quotes.
_BEGIN = rf"(?:\A(?='*[{_FORMULA}\t\r])|(?<=[;\t\r\n])(?='*[{_FORMULA}]))"
_UNGUARDED = re.compile(_BEGIN)
_GUARDED = re.compile(rf"(?:\A'(?='*[{_FORMULA}\t\r])|(?<=[;\t\r\n])'(?='*[{_FORMULA}]))")
# Control characters other than tabs and line breaks, which affect terminals.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Any date will do, so that two runs write the same bytes.
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 (XlsxWriter takes it as UTC)


def guard(text: str) -> str:
    """Return a text with an apostrophe before each possible formula.

    Examples
    --------
    >>> guard("=1+1"), guard("a;=1+1"), guard("1+1"), guard("'=1+1")
    ("'=1+1", "a;'=1+1", '1+1', "''=1+1")
    """
    return _UNGUARDED.sub("'", text)


def unguard(text: str) -> str:
    """Return a text as it was before `guard`.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("rock 'n' roll")
    ('=1+1', "'=1+1", "rock 'n' roll")
    """
    return _GUARDED.sub("", text)


def spell_controls(text: str) -> str:
    r"""Return a text with control characters escaped, except tabs and line breaks.

    Examples
    --------
    >>> spell_controls("a\x1b[31mb\tc")
    'a\\x1b[31mb\tc'
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    r"""Return rows as CSV (RFC 4180), guarded and with control characters escaped.

    Parameters
    ----------
    rows : iterable of iterable
        Texts, numbers and None; the first row has the headings.

    Examples
    --------
    >>> csv_text([("a", "b"), ("=1", 2.5)])
    "a,b\r\n'=1,2.5\r\n"
    """
    buffer = io.BytesIO()
    write_csv(rows, buffer)
    return buffer.getvalue().decode()


def write_csv(rows: Iterable[Iterable[object]], file: IO[bytes]) -> None:
    """Write rows to a binary file as `csv_text` returns them, in UTF-8."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    try:
        csv.writer(text, lineterminator="\r\n").writerows(map(_cell, row) for row in rows)
    finally:
        text.detach()  # which flushes it; `file` stays open


def _cell(value: object) -> object:
    return spell_controls(guard(value)) if isinstance(value, str) else value


def open_workbook(file: IO[bytes]) -> Workbook:
    """Return an empty workbook (XLSX); two runs write the same bytes.

    Parameters
    ----------
    file : binary file
        Written when the workbook is closed, at the end of a `with` block.
    """
    from xlsxwriter import Workbook

    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    return book


def utf16_units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, which spreadsheets count.

    Examples
    --------
    >>> utf16_units("a"), utf16_units("🧊")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
