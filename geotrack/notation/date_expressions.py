"""Dates and stretches of time in words: `1–10 October 2024`, `sommeren 2024`, `since March 2024`.

English and Norwegian, also as `geotrack.dates.in_words` writes them, and EDTF as in records. All
readings of a text are returned, and the caller chooses. Nothing is added to what the text states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import get_args

from geotrack.dates import DateError, When, parse_date
from geotrack.notation.dates import DateOrder, parse_date_text
from geotrack.notation.parts_of_time import bounds, part_of_time, with_mark
from geotrack.notation.relative_dates import relative_dates

__all__ = ["DateRange", "day_of_text", "other_meaning", "parse_date_range"]

_LONGEST = 90
_SEASONS = {
    "spring": "21", "våren": "21", "vår": "21", "summer": "22", "sommeren": "22", "sommer": "22",
    "autumn": "23", "fall": "23", "høsten": "23", "høst": "23",
    "winter": "24", "vinteren": "24", "vinter": "24",
}  # fmt: skip
_SEASON = re.compile(
    rf"(?:the )?({'|'.join(_SEASONS)})(?: of| i)? (\d{{4}})(?:[–/-](\d{{4}}|\d{{2}}))?"
)
_WINTER = "24"
# Words before a date that say no more than the date.
_PLAIN = re.compile(
    r"(?:sometime in the|sometime in|en gang (?:i|på)|in the|in|on the|on|at the|towards the|den|i|"
    r"på|mot)\s+(?=\S)"
)
_ON_OR_ABOUT = re.compile(r"^(?:on or (?=about|around)|på eller (?=omkring|rundt))", re.IGNORECASE)
_QUALIFIERS = (
    (re.compile(r"(?:perhaps|muligens) (?:about|omkring)\s+"), "%"),
    (
        re.compile(
            r"(?:about|around|approximately|approx\.?|circa|cirka|ca\.?|omkring|rundt|omtrent)\s+"
        ),
        "~",
    ),
    (re.compile(r"(?:perhaps|possibly|probably|muligens|kanskje|trolig)\s+"), "?"),
)
_BETWEEN = re.compile(r"(?:(?:sometime|en gang) )?(?:between|mellom) (.+) (?:and|og) (.+)")
_OR = re.compile(r"(?:,|\s(?:or|eller)\s)\s*")
_COMMA_YEAR = re.compile(r",\s(?=\d{4}$)")
_HAS_OR = re.compile(r"\s(?:or|eller)\s")
_UNDATED = re.compile(r"unknown|date not stated|ukjent|dato ikke oppgitt")
_UNTIL = re.compile(r"(?:until|til|up to|fram til)\s+(.+?)(?:, start (?:not stated|ikke oppgitt))?")
_SINCE = re.compile(r"(?:ever )?(?:since|siden)\s+(.+?)(?:, (?:still going on|pågår fortsatt))?")
_FROM = re.compile(r"(?:from|fra)\s+(.+?)(?:, (?:end not stated|slutt ikke oppgitt))?")
_FROM_TO = re.compile(
    r"(?:(?:from|fra)(?: og med)?\s+)?(.+?)\s+(?:to|until|through|til)(?: og med)?\s+(.+)"
)
_AND = re.compile(r"\s(?:and|og)\s|(?<=[\d.]),\s(?=\d{1,2}(?!\d))")
_DASH = re.compile(r"\s*[–—‒‑]\s*|\s+-\s+|-")
_OPEN = (
    (re.compile(r"(?:not before|tidligst(?: i)?|no earlier than)\s+"), "from"),
    (re.compile(r"(?:no later than|by|senest(?: i)?|innen)\s+"), "to"),
    (re.compile(r"(?:before|før)\s+"), "before"),
    (re.compile(r"(?:after|etter)\s+"), "after"),
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The time of a record, in the notation of records.

    Parameters
    ----------
    start : str
        As `start` of a record.
    end : str, optional
        As `end` of a record; None for one moment somewhere in `start`.
    """

    start: str
    end: str | None = None


def parse_date_range(text: str, published: date | None = None) -> tuple[DateRange, ...]:
    """Return the readings of a text about a record's time; none if it has none.

    Parameters
    ----------
    text : str
        A date or a stretch of time, with its year. `1–10 October` and `from 1 to 10 October` last;
        `between 1 and 10 October` is one moment, and so are a week, a quarter and a part of a
        month (`early August 2024`, see `parts_of_time`). A time of day needs its zone.
    published : datetime.date, optional
        The day from which `yesterday` and `last week` count, and near which a date without a year
        lies. Without it such texts have no reading.

    Returns
    -------
    tuple of DateRange
        Valid as the time of a record; several if day and month can change places, or if a winter
        can be that of two years.

    Examples
    --------
    >>> parse_date_range("1.–10. oktober 2024")
    (DateRange(start='2024-10-01', end='2024-10-10'),)
    >>> parse_date_range("between 1 and 10 October 2024")
    (DateRange(start='[2024-10-01..2024-10-10]', end=None),)
    >>> [one.start for one in parse_date_range("04/05/2024")]
    ['2024-05-04', '2024-04-05']
    >>> parse_date_range("since March 2024"), parse_date_range("soon")
    ((DateRange(start='2024-03', end='..'),), ())
    >>> parse_date_range("On or about 3 June 2025")
    (DateRange(start='2025-06-03~', end=None),)
    >>> parse_date_range("forrige uke", date(2024, 11, 30))
    (DateRange(start='[2024-11-18..2024-11-24]', end=None),)
    """
    text = _ON_OR_ABOUT.sub("", " ".join(text.split()), count=1)
    if not text or len(text) > _LONGEST:
        return ()
    lower = text[0].lower() + text[1:]
    readers = (_notation, _undated, _open_ended, _single, _lasting)
    for reader in readers:
        for spelling in dict.fromkeys((text, lower, text.lower())):
            readings = tuple(
                dict.fromkeys(reading for reading in reader(spelling) if _is_valid(reading))
            )
            if readings:
                return readings
    if published is None:
        return ()
    bare = _PLAIN.sub("", text.lower(), count=1) if _PLAIN.match(text.lower()) else text.lower()
    for spelling in dict.fromkeys((text.lower(), bare)):
        relative = (
            reading
            for text in relative_dates(spelling, published, _times)
            for reading in _notation(text)
        )
        if readings := tuple(dict.fromkeys(reading for reading in relative if _is_valid(reading))):
            return readings
    return ()


def other_meaning(written: DateRange) -> DateRange | None:
    """Return a duration as one moment in it, or one moment in a run of dates as a duration.

    None if the time is neither.

    Examples
    --------
    >>> other_meaning(DateRange("2024-10-01", "2024-10-10"))
    DateRange(start='[2024-10-01..2024-10-10]', end=None)
    >>> other_meaning(DateRange("[2024-10-01..2024-10-10]"))
    DateRange(start='2024-10-01', end='2024-10-10')
    """
    if written.end is None:
        match = re.fullmatch(r"\[([^,.]+)\.\.([^,.]+)\]", written.start)
        return DateRange(match[1], match[2]) if match else None
    moment = DateRange(f"[{written.start}..{written.end}]")
    return moment if written.end != written.start and _is_valid(moment) else None


def day_of_text(text: str) -> date | None:
    """Return the day of a date as records write it, None if it is no single day.

    Examples
    --------
    >>> day_of_text("2024-11-30"), day_of_text("2024-11"), day_of_text("")
    (datetime.date(2024, 11, 30), None, None)
    """
    try:
        parsed = parse_date(text)
    except DateError:
        return None
    return parsed.lower if parsed.precision in {"day", "instant"} and not parsed.uncertain else None


def _is_valid(written: DateRange) -> bool:
    try:
        when = When.parse(written.start, written.end)
    except DateError:
        return False
    # As written, days may run backwards across time zones; in words they do not.
    first, last = (parse_date(text).lower for text in (written.start, written.end or written.start))
    return not (when.end and first and last and last < first)


def _notation(text: str) -> Iterator[DateRange]:
    start, slash, end = text.partition("/")
    yield DateRange(start.strip(), end.strip() if slash else None)


def _undated(text: str) -> Iterator[DateRange]:
    if _UNDATED.fullmatch(text):
        yield DateRange("unknown")


def _open_ended(text: str) -> Iterator[DateRange]:
    if match := _SINCE.fullmatch(text):
        yield from (DateRange(moment, "..") for moment in _moments(match[1]))
    elif (match := _FROM.fullmatch(text)) and not _FROM_TO.fullmatch(text):
        yield from (DateRange(moment, "unknown") for moment in _moments(match[1]))
    elif match := _UNTIL.fullmatch(text):
        yield from (DateRange("unknown", moment) for moment in _moments(match[1]))


def _single(text: str) -> Iterator[DateRange]:
    yield from map(DateRange, _moments(text))


def _lasting(text: str) -> Iterator[DateRange]:
    splits = [match.groups() for match in [_FROM_TO.fullmatch(text)] if match]
    splits += [(text[: m.start()], text[m.end() :]) for m in _DASH.finditer(text)]
    for left, right in splits:
        yield from (DateRange(a, b) for a, b in _pairs(left, right))
    yield from _consecutive(text)


def _times(text: str) -> list[str]:
    """Return the readings of a date, else of a stretch of time, as `start` or `start/end`."""
    return _moments(text) or [f"{span.start}/{span.end}" for span in _lasting(text)]


def _consecutive(text: str) -> Iterator[DateRange]:
    """Yield durations over consecutive days: `6, 7 and 8 July 2024`."""
    parts = _AND.split(text)
    if not parts[1:]:
        return
    for first, last in _pairs(parts[0], parts[-1]):
        days = [parse_date(one) for one in (first, last)]
        if all(day.precision == "day" and day.lower for day in days):
            lower, upper = (day.lower for day in days)
            if lower and upper and (upper - lower).days == len(parts) - 1:
                yield DateRange(first, last)


def _moments(text: str) -> list[str]:
    """Return the readings of one date, as `start` of a record."""
    if match := _BETWEEN.fullmatch(text):
        pairs = _pairs(match[1], match[2])
        return [f"[{bounds(a)[0]}..{bounds(b)[1]}]" for a, b in pairs]
    if _HAS_OR.search(text):
        return list(_alternatives(_OR.split(_COMMA_YEAR.sub(" ", text))))
    for pattern, kind in _OPEN:
        if match := pattern.match(text):
            return [_open_set(kind, moment) for moment in _dates(text[match.end() :])]
    for pattern, mark in _QUALIFIERS:
        if match := pattern.match(text):
            return [with_mark(moment, mark) for moment in _moments(text[match.end() :])]
    return _dates(text)


def _open_set(kind: str, written: str) -> str:
    """Return the days from, to, before or after a date, as a set."""
    parsed, mark = parse_date(written), "~" if "~" in written else ""
    if kind == "before" and parsed.lower:
        last = f"{parsed.lower - timedelta(days=1)}{mark}"
    else:
        last = bounds(written)[1]
    first = f"{parsed.upper}{mark}" if kind == "after" and parsed.upper else bounds(written)[0]
    return f"[{first}..]" if kind in {"from", "after"} else f"[..{last}]"


def _dates(text: str) -> list[str]:
    """Return the readings of a date, or of a part of a month or year, without words of accuracy."""
    bare = _PLAIN.sub("", text, count=1) if _PLAIN.match(text) else text
    for spelling in dict.fromkeys((text, bare)):
        if parts := list(part_of_time(spelling, _whole_dates)):
            return parts
    return _whole_dates(bare)


def _whole_dates(text: str) -> list[str]:
    """Return the readings of a day, month, season or year."""
    if match := _SEASON.fullmatch(text):
        return _season(*match.groups())
    if re.fullmatch(r"\d{4}|\d{4}-[\dX]{2}(-[\dX]{2})?", text):
        return [text] if _is_valid(DateRange(text)) else []
    readings = [parse_date_text(text, order) for order in get_args(DateOrder)]
    return list(dict.fromkeys(reading.date for reading in readings if reading and reading.whole))


def _season(name: str, year: str, second: str | None) -> list[str]:
    code = _SEASONS[name]
    if second is not None:
        follows = int(second) == (int(year) + 1) % 10 ** len(second)
        return [f"{year}-{code}"] if code == _WINTER and follows else []
    if code == _WINTER:
        return [f"{int(year) - 1:04d}-{code}", f"{year}-{code}"]
    return [f"{year}-{code}"]


def _pairs(left: str, right: str) -> Iterator[tuple[str, str]]:
    """Yield two dates of which one may leave out what the other says: `1`, `10 October 2024`."""
    for a, b in _completed(left, right):
        firsts, lasts = _moments(a), _moments(b)
        if len(firsts) > 1 and len(firsts) == len(lasts):
            yield from zip(firsts, lasts, strict=True)  # each in the same order of day and month
        else:
            yield from product(firsts, lasts)
        if firsts and lasts:
            return


def _completed(left: str, right: str) -> Iterator[tuple[str, str]]:
    """Yield two texts, of which one gets words from the end or the start of the other."""
    yield left, right
    last, first = right.split(), left.split()
    for n in range(len(last) - 1, 0, -1):
        yield f"{left} {' '.join(last[n:])}", right
    # October 1–10, 2024
    year = last[-1] if last else ""
    for n in range(1, len(first)):
        start = " ".join(first[:n])
        yield left if left.endswith(year) else f"{left}, {year}", f"{start} {right}"


def _alternatives(parts: Iterable[str]) -> Iterator[str]:
    """Yield the set of dates that stand side by side with `or`."""
    *firsts, last = [part.strip() for part in parts]
    if firsts and not _dates(last):  # September 22 or 23, 2024
        last = f"{firsts[0].split(' ')[0]} {last}"
    if not firsts or not (end := _dates(last)):
        return
    sides: list[list[str]] = []
    for part in firsts:
        words = last.split()
        spellings = [part, *(f"{part} {' '.join(words[n:])}" for n in range(len(words) - 1, 0, -1))]
        sides.append(next((dates for spelling in spellings if (dates := _dates(spelling))), []))
    for members in product(*sides, end):
        yield f"[{','.join(members)}]"
