"""A warning as it is read, and what the readers of all forms of warnings share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from folium_polar.geometry.edges import Edge, rhumb_edge
from geotrack_warnings.shapes import Fault, Shape

__all__ = [
    "BEFORE",
    "CANCELLED",
    "CENTURY",
    "CLOSURE",
    "HAZARD",
    "LONGEST",
    "Lines",
    "Notice",
    "capitals",
    "line_starts",
    "number_key",
    "year_of",
]

CLOSURE = "restriction/closure"
"""Type of drafts of warnings."""
CANCELLED = "cancelled"
HAZARD = re.compile(
    r"MISSILE|FIRING|GUNNERY|ROCKET|SPACE\s?(?:CRAFT|DEBRIS)|LAUNCH|EXERCISE|HAZARDOUS|BOMBING"
    r"|TORPEDO|PROHIBITED|CLOSED|RESTRICTED|DANGER|CABLE|PIPE\s?LAY|PIPELINE|SEISMIC|SURVEY"
    r"|UNDERWATER\s+OPER|\bTOW(?:ING|AGE)?\b|DREDG|BLAST|DEMOLITION|\bMINES?\b|DRILLING"
)
"""Words of a closed area or of work that shipping or aircraft must avoid."""
BEFORE, LONGEST = 60, 70
"""Letters before a heading by which it may be a reference; most letters of a subject."""
CENTURY = 2000
"""Of years of two digits."""


@dataclass
class Notice:
    """A warning.

    Parameters
    ----------
    number : str
        Series and number; empty if it has none.
    authority : str
        Who issued it, as far as the text says.
    text : str
        The warning as written.
    at : int
        Offset in the file.
    subject, place : str
        What it is about, and where, in its own words; may be empty.
    start, end : str
        When it is in force, as a record has it.
    issued : datetime or None
        Its date and time.
    shapes : list of Shape
        Its shapes.
    is_closure : bool
        Whether it names a closed area or hazardous work.
    cancels, replaces : tuple of str
        Numbers of warnings that it cancels or replaces.
    is_administrative : bool
        Whether it only cancels or lists others, and gives no draft.
    remarks : list of str
        Sentences for the summary.
    place_note : str
        How its place was found.
    edge : Edge
        How its edges run.
    faults : list of Fault
        What cannot be read, with offsets in the file.
    year_assumed : bool
        Whether the year of its times is that of its number.
    status : str
        As a record has it.
    """

    number: str
    authority: str
    text: str
    at: int
    subject: str = ""
    place: str = ""
    start: str = "unknown"
    end: str = "unknown"
    issued: datetime | None = None
    shapes: list[Shape] = field(default_factory=list)
    is_closure: bool = True
    cancels: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    is_administrative: bool = False
    remarks: list[str] = field(default_factory=list)
    place_note: str = ""
    edge: Edge = rhumb_edge
    faults: list[Fault] = field(default_factory=list)
    year_assumed: bool = False
    status: str = "announced"


class Lines:
    """Names of places in a text by their offset: `line 3`.

    Parameters
    ----------
    text : str
        The text.
    parts : sequence of str
        Of which it is joined, if its lines are in no file: `warning 3` then.
    """

    def __init__(self, text: str, parts: Sequence[str] = ()) -> None:
        self._starts = [0, *accumulate(map(len, parts))] if parts else line_starts(text)
        self._word = "warning" if parts else "line"

    def name(self, offset: int) -> str:
        """Return the name of the line of an offset, from 1."""
        return f"{self._word} {bisect_right(self._starts, offset)}"


def line_starts(text: str) -> list[int]:
    """Return the offset of each line of a text."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def capitals(text: str) -> str:
    """Return a text in capitals, with ordinary spaces and of the same length."""
    upper = text.upper()
    if len(upper) != len(text):
        upper = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
    return upper.translate({0xA0: " ", 0x202F: " ", 0x2212: "-", 0x2010: "-", 0x2011: "-"})


def number_key(number: str) -> str:
    """Return the one spelling of a number: without leading zeros, and with two digits of its year.

    Examples
    --------
    >>> number_key("NAVAREA  XX 0045/2024"), number_key("A0012/24"), number_key("PRIP TIKSI 07")
    ('NAVAREA XX 45/24', 'A12/24', 'PRIP TIKSI 7')
    """
    series, slash, year = " ".join(number.split()).partition("/")
    return re.sub(r"(?<=[\sA-Z])0+(?=\d)", "", series) + slash + year[-2:]


def year_of(number: str) -> int | None:
    """Return the year in a number, None if it has none.

    Examples
    --------
    >>> year_of("45/24"), year_of("45/2024"), year_of("45")
    (2024, 2024, None)
    """
    digits = number.partition("/")[2]
    if not digits:
        return None
    return int(digits) + (CENTURY if len(digits) == len("24") else 0)
