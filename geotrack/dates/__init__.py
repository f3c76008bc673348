"""Dates as records write them: partial, uncertain, one of several, or unknown.

`parse_date` reads one ``start`` or ``end``; `When` is a record's time; `Period` is the time of a
query; `When.within` compares the two and returns a `Certainty`; `in_words` returns a text for
people. All bounds are half-open: a day ends where the next begins.

Dates as people write them are parsed in `geotrack.notation.date_expressions`.
"""

from __future__ import annotations

from geotrack.dates.date import Date, DateError, Precision
from geotrack.dates.edtf import parse_date
from geotrack.dates.event_time import When
from geotrack.dates.format import LANGUAGES, in_words, limits_in_words
from geotrack.dates.periods import Certainty, Period

__all__ = [
    "LANGUAGES",
    "Certainty",
    "Date",
    "DateError",
    "Period",
    "Precision",
    "When",
    "in_words",
    "limits_in_words",
    "parse_date",
]
