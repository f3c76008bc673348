"""Parts of a month or year in words: `early August 2024`, `uke 48 2024`, `natt til 1. mai 2024`.

A part without limits of its own (*early*) is approximate. A week or a quarter means one moment in
its days. English and Norwegian, in lower case.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from geotrack.notation.month_names import month_number

__all__ = ["bounds", "days_between", "part_of_time", "with_mark"]

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?:(?P<month>[^\W\d_]{3,})\.?,?\s+)?"
_OF = r"(?:\s+(?:of|in|i|av|på))?(?:\s+the)?"
_PARTS = (
    (r"early|(?:the\s+)?(?:beginning|start)|tidlig|begynnelsen|starten|primo", 0),
    (r"mid|(?:the\s+)?middle|midten|midt|medio", 1),
    (r"late|(?:the\s+)?end|sent|seint|slutten|ultimo", 2),
)
_PART = re.compile(
    rf"(?:{'|'.join(f'(?P<p{n}>{words})' for words, n in _PARTS)}){_OF}[\s-]+{_MONTH}{_YEAR}"
)
_FIRST = r"first|1st|første|1\."
_LAST = r"second|last|latter|2nd|andre|annen|annet|siste|2\."
_HALF = re.compile(
    rf"(?:the\s+)?(?:(?P<first>{_FIRST})|{_LAST})\s+(?:half|halvdel|halvår){_OF}\s+{_MONTH}{_YEAR}"
)
_HALF_YEAR = re.compile(rf"(?:h(?P<n>[12])|(?P<m>[12])h)\s*(?:of\s+)?{_YEAR}")
_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3,
    "4th": 4, "første": 1, "andre": 2, "annet": 2, "tredje": 3, "fjerde": 4, "siste": 4,
    "1.": 1, "2.": 2, "3.": 3, "4.": 4,
}  # fmt: skip
_QUARTER = re.compile(
    rf"(?:the\s+)?(?:q(?P<q>[1-4])|(?P<r>[1-4])q|(?P<nth>{'|'.join(map(re.escape, _NTH))})\s+"
    rf"(?:quarter|kvartal)){_OF},?\s*{_YEAR}|(?P<year2>\d{{4}})[\s-]?q(?P<q2>[1-4])"
)
_WEEK = re.compile(
    rf"(?:calendar\s+)?(?:week|wk\.?|uke|uka|veke)\s*(?P<n>\d{{1,2}})(?:\s*[,/]\s*|{_OF}\s+){_YEAR}"
    r"|(?P<year2>\d{4})-?w(?P<n2>\d{2})"
)
_WEEK_OF_MONTH = re.compile(
    rf"(?:the\s+)?(?P<nth>{'|'.join(map(re.escape, _NTH))})\s+(?:week|uk[ea]n?){_OF}\s+"
    rf"(?P<month>[^\W\d_]{{3,}})\.?,?\s+{_YEAR}"
)
_WEEK_OF = re.compile(
    r"(?:the\s+)?(?:week|uk[ea]n?)\s+(?P<how>of|from|beginning|starting|ending|som\s+(?:begynte|startet|"
    r"starter|begynner|endte|slutter)|fra(?:\s+og\s+med)?|med)\s+(?:on\s+)?(?P<day>.+)"
)
_WEEKEND = re.compile(r"(?:the\s+)?(?:weekend(?:\s+of)?|helg(?:en|a))\s+(?P<days>.+)")
_NIGHT_TO = re.compile(
    r"(?:natt(?:en|a)?|overnight|(?:the\s+)?night)\s+(?:til|to|into)\s+(?:the\s+)?(?P<day>.+)"
)
_NIGHT = re.compile(
    r"(?:overnight|(?:the\s+)?night\s+(?:of|between|from)|natt(?:en|a)?(?:\s+(?:mellom|fra))?)\s+(?P<days>.+)"
)
_TIME_OF_DAY = re.compile(
    r"(?:(?:early|late|tidlig|sent)\s+)?(?:(?:the|om|på|in\s+the|on\s+the)\s+)?(?:(?:early|late)\s+)?"
    r"(?:(?:morning|afternoon|evening)\s+of|morgenen|formiddagen|ettermiddagen|kvelden)\s+"
    r"(?:the\s+|den\s+)?(?P<day>.+)"
)
_DECADE = re.compile(r"(?:the\s+)?(\d{3})0(?:s|-(?:tallet|åra|årene))")
_BOTH = re.compile(r"\s*(?:–|-|/|\s(?:to|and|og|til)\s)\s*")
_SUNDAY, _WEEK_DAYS, _MONTHS = 6, 6, 4
_MOST_JOINTS = 8  # of two days in figures: 2024-11-27 - 2024-11-28

Days = Callable[[str], list[str]]
"""Returns the readings of a day with its year."""


def part_of_time(text: str, days: Days) -> Iterator[str]:
    """Yield the readings of a text as `start` of a record; none if it is no part of a time.

    Parameters
    ----------
    text : str
        In lower case, with its year.
    days : callable
        Reads the days in it.

    Examples
    --------
    >>> list(part_of_time("early august 2024", lambda _: []))
    ['[2024-08-01~..2024-08-10~]']
    >>> list(part_of_time("second half of november 2024", lambda _: []))
    ['[2024-11-16..2024-11-30]']
    >>> list(part_of_time("uke 48 2024", lambda _: [])), list(part_of_time("q3 2024", lambda _: []))
    (['[2024-11-25..2024-12-01]'], ['[2024-07..2024-09]'])
    """
    if match := _DECADE.fullmatch(text):
        yield f"{match[1]}X"
    readers = (
        (_PART, _part),
        (_HALF, _half),
        (_HALF_YEAR, _half_year),
        (_WEEK_OF_MONTH, _week_of_month),
    )
    for pattern, reader in readers:
        if (match := pattern.fullmatch(text)) and (reading := reader(match)):
            yield reading
    if match := _QUARTER.fullmatch(text):
        nth = _NTH.get(match["nth"] or "") or int(match["q"] or match["r"] or match["q2"])
        year = match["year"] or match["year2"]
        yield f"[{year}-{3 * nth - 2:02d}..{year}-{3 * nth:02d}]"
    if match := _WEEK.fullmatch(text):
        year, number = match["year"] or match["year2"], match["n"] or match["n2"]
        yield from _iso_week(int(year), int(number))
    yield from _around_days(text, days)


def _part(match: re.Match[str]) -> str | None:
    part = next(n for n in range(3) if match[f"p{n}"])
    year = match["year"]
    if match["month"] is None:
        return f"[{year}-{_MONTHS * part + 1:02d}~..{year}-{_MONTHS * (part + 1):02d}~]"
    span = _month(match)
    if span is None:
        return None
    stem, last = span
    first, end = (1, 11, 21)[part], (10, 20, last)[part]
    return f"[{stem}-{first:02d}~..{stem}-{end:02d}~]"


def _half(match: re.Match[str]) -> str | None:
    year, is_first = match["year"], bool(match["first"])
    if match["month"] is None:
        return f"[{year}-01..{year}-06]" if is_first else f"[{year}-07..{year}-12]"
    span = _month(match)
    if span is None:
        return None
    stem, last = span
    # The day in the middle belongs to both, and whoever says half a month counts 15 days.
    if is_first:
        return f"[{stem}-01..{stem}-{max(15, (last + 1) // 2):02d}]"
    return f"[{stem}-{min(16, last // 2 + 1):02d}..{stem}-{last:02d}]"


def _half_year(match: re.Match[str]) -> str:
    return (
        f"[{match['year']}-01..{match['year']}-06]"
        if (match["n"] or match["m"]) == "1"
        else (f"[{match['year']}-07..{match['year']}-12]")
    )


def _week_of_month(match: re.Match[str]) -> str | None:
    span = _month(match)
    if span is None:
        return None
    stem, last = span
    if match["nth"] in {"last", "siste"}:
        return f"[{stem}-{last - _WEEK_DAYS:02d}..{stem}-{last:02d}]"
    first = (_WEEK_DAYS + 1) * (_NTH[match["nth"]] - 1) + 1
    return f"[{stem}-{first:02d}..{stem}-{first + _WEEK_DAYS:02d}]"


def _month(match: re.Match[str]) -> tuple[str, int] | None:
    """Return a month as records write it, and its number of days."""
    number, year = month_number(match["month"]), int(match["year"])
    return (f"{year:04d}-{number:02d}", monthrange(year, number)[1]) if number and year else None


def _iso_week(year: int, number: int) -> Iterator[str]:
    """Yield a week of ISO 8601, from Monday to Sunday."""
    try:
        monday = date.fromisocalendar(year, number, 1)
        yield days_between(monday, monday + timedelta(days=_WEEK_DAYS))
    except (ValueError, OverflowError):
        return


def _around_days(text: str, days: Days) -> Iterator[str]:
    """Yield the readings of a text that names the days of a night, a weekend or a week."""
    if match := _NIGHT_TO.fullmatch(text):
        for day in _single_days(match["day"], days):
            yield days_between(day - timedelta(days=1), day)
    for pattern, most in ((_NIGHT, 1), (_WEEKEND, 2)):
        if match := pattern.fullmatch(text):
            yield from _runs(_two_days(match["days"], days), most)
    if "/" in text:  # 24/25 July 2024: a night, or one of the two days
        yield from _runs(_two_days(text, days, re.compile("/")), 1)
    if match := _WEEK_OF.fullmatch(text):
        yield from _week_of(match["how"], _single_days(match["day"], days))
    if match := _TIME_OF_DAY.fullmatch(text):
        yield from (day.isoformat() for day in _single_days(match["day"], days))


def _runs(pairs: Iterator[tuple[date, date]], most: int) -> Iterator[str]:
    for first, last in pairs:
        if 1 <= (last - first).days <= most:
            yield days_between(first, last)


def _week_of(how: str, named: Iterator[date]) -> Iterator[str]:
    is_end = re.search(r"end|slutt", how) is not None
    for day in named:
        first = day - timedelta(days=_WEEK_DAYS) if is_end else day
        # Of another day than its first, a week may begin with it or have it within.
        if how not in {"of", "med"} or day.weekday() in {0, _SUNDAY}:
            yield days_between(first, first + timedelta(days=_WEEK_DAYS))


def _single_days(text: str, days: Days) -> Iterator[date]:
    for reading in days(text):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", reading):
            yield date.fromisoformat(reading)


def _two_days(text: str, days: Days, joint: re.Pattern[str] = _BOTH) -> Iterator[tuple[date, date]]:
    """Yield two days, of which the first may leave out what the second says."""
    for match in islice(joint.finditer(text), _MOST_JOINTS):
        left, right = text[: match.start()], text[match.end() :]
        words, first = right.split(), left.split()
        firsts = [left, *(f"{left} {' '.join(words[n:])}" for n in range(len(words) - 1, 0, -1))]
        pairs = [(earlier, right) for earlier in firsts]
        if len(first) > 1 and words:  # July 24/25, 2024
            pairs.append((f"{left}, {words[-1]}", f"{first[0]} {right}"))
        for earlier, two in pairs:
            day_pairs = [
                (a, b) for a in _single_days(earlier, days) for b in _single_days(two, days)
            ]
            if day_pairs:
                yield from day_pairs
                break


def days_between(first: date, last: date) -> str:
    """Return one moment in a run of days, as `start` of a record."""
    return f"[{first.isoformat()}..{last.isoformat()}]"


def with_mark(written: str, mark: str) -> str:
    """Return a date or set with a mark of uncertainty at each of its dates.

    Examples
    --------
    >>> with_mark("2024-05", "~"), with_mark("[2024-05-01..2024-05-10]", "~")
    ('2024-05~', '[2024-05-01~..2024-05-10~]')
    """
    if not written.startswith("["):
        return f"{written}{mark}"
    return re.sub(r"[\dX-]+[~?%]?", lambda found: found[0].rstrip("~?%") + mark, written)


def bounds(written: str) -> tuple[str, str]:
    """Return the first and the last date of a set; of another date, itself.

    Examples
    --------
    >>> bounds("[2024-08-01~..2024-08-10~]"), bounds("2024-05")
    (('2024-08-01~', '2024-08-10~'), ('2024-05', '2024-05'))
    """
    members = [member for member in re.split(r"\.\.|,", written.strip("[]")) if member]
    return members[0], members[-1]
