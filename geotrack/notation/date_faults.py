"""Why a text about a time has no reading: the month is shorter, the year is missing, or more."""

from __future__ import annotations

import re
from datetime import date

from geotrack.dates.date_errors import impossible_day
from geotrack.messages import Message
from geotrack.notation.date_expressions import parse_date_range
from geotrack.notation.dates import parse_date_text
from geotrack.notation.month_names import month_number, weekday_number
from geotrack.notation.relative_dates import is_relative

__all__ = ["date_fault"]

_NAMED = (
    re.compile(
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?[\s-]*(?:of\s)?(?P<m>[^\W\d_]{3,})\.?,?[\s-]*(?P<y>\d{4})"
    ),
    re.compile(r"(?P<m>[^\W\d_]{3,})\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?,?\s+(?P<y>\d{4})"),
)
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{6}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{4})(?!\d)"
)
_WEEKDAY = re.compile(r"([^\W\d_]{2,})\.?,?\s+(?:den\s+|the\s+)?(?=.*\d{4})(.+)")
_WEEK = re.compile(r"\b(?:week|uke|uka|wk\.?|veke)\s*(\d{1,2})\b.*?(\d{4})", re.IGNORECASE)
_NIGHT = re.compile(r"(?:on\s+)?(?:the\s+)?(?:night\s+of|overnight|natten|natta)\b", re.IGNORECASE)
_TWO = re.compile(r"\d\.?\s+(?:and|og)\s+\d")
_VAGUE = re.compile(
    r"(?:very\s+)?(?:soon|recently|lately|now|then|these\s+days|nylig|snart|nå|for\s+tiden|i\s+det\s+siste|"
    r"a\s+while\s+ago|for\s+en\s+stund\s+siden)",
    re.IGNORECASE,
)
_ANY_YEAR = 2024  # a leap year, with a 29 February
_LONGEST = 90  # letters of a text that is taken for a date


def date_fault(text: str, published: date | None = None) -> tuple[str, str] | None:
    """Return what is wrong with a text that `parse_date_range` does not read, and a remedy.

    Parameters
    ----------
    text : str
        A text about a record's time without a reading.
    published : datetime.date, optional
        The day of publication, if it is known.

    Returns
    -------
    tuple of (str, str) or None
        Problem and remedy; None if nothing but *no known form* can be said.

    Examples
    --------
    >>> date_fault("31.11.2026"), date_fault("31 November 2026")[0]
    (('November 2026 has 30 days', 'write 2026-11-30 or 2026-11'), 'November 2026 has 30 days')
    >>> date_fault("last week")[0], date_fault("24 July")[0], date_fault("blue")
    ('it counts from the day of publication, which is not stated', 'it has no year', None)
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    return (
        _day(text)
        or _weekday(text)
        or _week(text)
        or (None if published else _unpublished(text))
        or _several_days(text)
        or _other_fault(text)
    )


def _day(text: str) -> tuple[str, str] | None:
    """Return that a month has no such day."""
    if match := _NUMERIC.search(text):
        return impossible_day(match[0])
    for pattern in _NAMED:
        match = pattern.search(text)
        if match and (month := month_number(match["m"])):
            fault = impossible_day(f"{match['y']}-{month:02d}-{match['d']}")
            if fault:
                return fault
    return None


def _weekday(text: str) -> tuple[str, str] | None:
    """Return that a day is another day of the week."""
    match = _WEEKDAY.fullmatch(text)
    number = weekday_number(match[1]) if match else None
    reading = parse_date_text(match[2]) if match and number is not None else None
    if reading is None or len(reading.date) < len("2024-07-24"):
        return None
    day = date.fromisoformat(reading.date[:10])
    if day.weekday() == number:
        return None
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return (
        Message("{day} is a {weekday}", day.isoformat(), Message(names[day.weekday()])),
        "correct the day of the week or the date",
    )


def _week(text: str) -> tuple[str, str] | None:
    match = _WEEK.search(text)
    if match is None or int(match[2]) == 0:
        return None
    last = date(int(match[2]), 12, 28).isocalendar().week
    if 1 <= int(match[1]) <= last:
        return None
    problem = Message("{year} has {weeks} weeks", match[2], last)
    return problem, Message("write a week from 1 to {weeks}", last)


def _unpublished(text: str) -> tuple[str, str] | None:
    """Return that a date needs the day of publication, or a year."""
    if is_relative(text):
        return (
            "it counts from the day of publication, which is not stated",
            "write the date, or state when the source was published",
        )
    if not re.search(r"\d{4}", text) and parse_date_range(text, date(_ANY_YEAR, 6, 15)):
        return "it has no year", "write the year too"
    return None


def _several_days(text: str) -> tuple[str, str] | None:
    if _NIGHT.match(text) and parse_date_range(_NIGHT.sub("", text).strip()):
        return (
            "the night may be the one before that day or the one after",
            "write both days, such as 'night of 27–28 November 2024'",
        )
    if _TWO.search(text):
        return (
            "it states several times, which are no run of days",
            "write a record for each, 'from … to …' if it lasted, or 'or' if it was one of them",
        )
    return None


def _other_fault(text: str) -> tuple[str, str] | None:
    """Return the fault of a vague word, a time without offset, or a range that runs backwards."""
    if _VAGUE.fullmatch(text):
        return "a word that names no day", 'write "unknown", or the period that the source gives'
    reading = parse_date_text(text)
    if reading and not reading.whole:
        return (
            "a time of day without its offset from UTC",
            Message(
                "write it with Z, UTC or an offset such as +01:00, or {day} alone", reading.date
            ),
        )
    for joint in re.finditer(r"\s*[–—-]\s*|\s(?:to|til|until)\s", text):
        left, right = text[: joint.start()], text[joint.end() :]
        # Its ends the other way round: 10–1 October 2024.
        bare = re.match(r"(\d{1,2}\.?)(\D.*)", right)
        swapped = [f"{right} – {left}"]
        swapped += [f"{bare[1]}–{left}{bare[2]}"] if bare and left.strip(".").isdigit() else []
        if any(parse_date_range(span) for span in swapped):
            return "it ends before it starts", "write the earlier date first"
    return None
