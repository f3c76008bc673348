"""Dates counted from a day of publication: `yesterday`, `forrige uke`, `on Tuesday`, `uke 48`.

They are read only if that day is known. A weekday may be the last or the next: both are readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta

from geotrack.notation.counted_dates import counted_date
from geotrack.notation.month_names import weekday_number
from geotrack.notation.parts_of_time import bounds, days_between

__all__ = ["is_relative", "relative_dates"]

_DAYS = {
    r"today|i\s+dag|this\s+(?:morning|afternoon|evening)|"
    r"i\s+(?:morges|formiddag|ettermiddag|kveld)": (0, 0),
    r"yesterday(?:\s+(?:morning|afternoon|evening))?|i\s+går(?:\s+(?:morges|kveld))?": (-1, -1),
    r"last\s+night|overnight|i\s+natt|natt\s+til\s+i\s+dag": (-1, 0),
    r"(?:the\s+)?day\s+before\s+yesterday|i\s+forgårs": (-2, -2),
    r"tomorrow|i\s+morgen": (1, 1),
}
_AGO = re.compile(r"(?:for\s+)?(?P<count>.+)\s+(?:ago|siden)")
_WHICH = {
    "this|denne|dette|i|inneværende": 0, "last|previous|the\\s+past|forrige|sist|i\\s+forrige": -1,
    "next|the\\s+coming|neste|til\\s+neste|kommende": 1,
}  # fmt: skip
_UNIT = re.compile(
    r"(?:(?P<part>earlier|later|tidligere|senere)\s+)?(?:(?:in|i)\s+)?"
    rf"(?:{'|'.join(f'(?P<w{n}>{words})' for n, words in enumerate(_WHICH))})\s+"
    r"(?:(?P<week>week|uk[ea]n?)|(?P<month>month|måned(?:en)?)|(?P<year>year|år(?:et)?))"
)
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "vår": "21",
            "sommer": "22", "høst": "23"}  # fmt: skip
_LAST_YEAR = re.compile(r"i\s+fjor")
_WEEKDAY = re.compile(
    r"(?:(?:on|på)\s+)?(?:(?P<past>last|sist|siste|forrige)\s+|(?P<next>next|neste|kommende)\s+)?"
    r"(?P<night>natt\s+til\s+|overnight\s+to\s+|(?:the\s+)?night\s+to\s+)?(?P<day>[^\W\d_]{3,})(?:\s+(?:morning|afternoon|evening|"
    r"night|morgen|formiddag|ettermiddag|kveld))?"
)
# A weekday of the week before.
_OF_LAST_WEEK = re.compile(
    r"(?:(?:on|på)\s+)?(?P<day>[^\W\d_]{3,})\s+(?:(?:in\s+|of\s+)?last\s+week|i\s+forrige\s+uk[ea]|forrige\s+uk[ea])"
)
_WEEKEND = re.compile(
    r"(?:over\s+the|during\s+the|at\s+the|this|i|nå\s+i|last|forrige|sist)\s+(?:weekend|helg(?:en|a)?)|"
    r"(?P<second>(?:the\s+)?weekend\s+before\s+last)"
)
_BEFORE_LAST = re.compile(r"(?:the\s+)?week\s+before\s+last")
# The 9th of last month.
_DAY_OF_MONTH = re.compile(
    r"(?:the\s+|den\s+)?(?P<n>\d{1,2})(?:st|nd|rd|th|\.)(?:\s+(?:of|i))?\s+"
    r"(?:(?P<last>last|forrige|sist)|this|denne)\s+(?:month|måned(?:en)?)"
)
# Wednesday and Thursday.
_TWO_WEEKDAYS = re.compile(
    r"(?P<first>[^\W\d_]{3,})\s?(?P<how>-|to|til|and|og|&)\s?(?P<last>[^\W\d_]{3,})"
)
_LAST_SEASON = re.compile(r"i\s+fjor\s+(vår|sommer|høst)")
_THIS_SEASON = re.compile(r"this\s+(spring|summer|autumn|fall)")
# A day and a month in figures, the day first: *28.07*; *22/7* if the day can be no month.
_FIGURES = re.compile(r"(\d{1,2})\.(\d{1,2})\.?|(1[3-9]|2\d|3[01])/(\d{1,2})")
_NIGHT = re.compile(
    r"(?:natt(?:en)?\s+til|(?:overnight|(?:the\s+)?night)\s+to)\s+(?:den\s+)?(?=\d)"
)
_FIGURES_TO = re.compile(r"\s?(?:-|–|to|til)\s?")
_ALSO = frozenset({"and", "og", "&"})
_WEEK, _NEAR, _DECEMBER, _SATURDAY = 7, 90, 12, 5
_WITHOUT_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def is_relative(text: str) -> bool:
    """Return whether a text is a date only by the day on which it was published.

    Examples
    --------
    >>> is_relative("i går"), is_relative("on Tuesday"), is_relative("Tuesday 5 May 2024")
    (True, True, False)
    """
    return any(True for _ in _counted(text.strip().lower(), date(2024, 6, 15)))


def relative_dates(text: str, published: date, read: Callable[[str], list[str]]) -> Iterator[str]:
    """Yield the readings of a text as `start` of a record, or as `start/end`.

    Parameters
    ----------
    text : str
        In lower case, without a year.
    published : datetime.date
        The day from which it counts.
    read : callable
        Returns the readings of a text with its year, in the same form.
    """
    figures = [_FIGURES.fullmatch(part) for part in _FIGURES_TO.split(_NIGHT.sub("", text))]
    if all(figures) and len(figures) <= len(("start", "end")):
        days = [
            [*_in_figures(int(m[1] or m[3]), int(m[2] or m[4]), published)] for m in figures if m
        ]
        if _NIGHT.match(text):
            nights = [date.fromisoformat(day) for day in days[0]]
            days = [[_run(day - timedelta(days=1), day) for day in nights]]
        yield from ("/".join(pair) for pair in zip(*days, strict=False))
        return
    counted = list(_counted(text, published))
    if counted or _WITHOUT_YEAR.search(text):
        yield from counted
        return
    # The year is left out of dates near the day of publication.
    readings = [
        reading
        for year in _years(published)
        for reading in read(f"{text} {year}") or read(f"{text}, {year}")
    ]
    yield from _nearest(readings, published)


def _years(published: date) -> tuple[int, int, int]:
    return published.year - 1, published.year, published.year + 1


def _in_figures(day: int, month: int, published: date) -> Iterator[str]:
    """Yield the readings of a day and a month without a year."""
    days: list[str] = []
    for year in _years(published):
        with suppress(ValueError):
            days.append(date(year, month, day).isoformat())
    yield from _nearest(days, published)


def _nearest(readings: list[str], published: date) -> Iterator[str]:
    """Yield the last reading before the publication and the next, or the one that is near."""
    dated = sorted(((_first(reading) - published).days, reading) for reading in readings)
    past = [(-days, reading) for days, reading in dated if days <= 0][-1:]
    future = [(days, reading) for days, reading in dated if days > 0][:1]
    nearest = sorted([*past, *future])
    yield from (
        reading for _, reading in (nearest[:1] if nearest and nearest[0][0] <= _NEAR else nearest)
    )


def _first(written: str) -> date:
    year, *rest = bounds(written.partition("/")[0])[0].rstrip("~?%").split("-")
    month, day = (*map(int, rest), 1, 1)[:2]
    return date(int(year), min(month, _DECEMBER), day)


def _counted(text: str, published: date) -> Iterator[str]:
    for words, (first, last) in _DAYS.items():
        if re.fullmatch(words, text):
            yield _run(published + timedelta(days=first), published + timedelta(days=last))
    if match := _AGO.fullmatch(text):
        day = counted_date(f"{match['count']} earlier", published)
        is_about = day and not re.search(r"da[gy]|døgn", match["count"])
        yield from [f"{day}~" if is_about and day.count("-") > 1 else day] if day else []
    if _LAST_YEAR.fullmatch(text):
        yield f"{published.year - 1:04d}"
    if match := _LAST_SEASON.fullmatch(text):
        yield f"{published.year - 1:04d}-{_SEASONS[match[1]]}"
    if match := _THIS_SEASON.fullmatch(text):
        yield f"{published.year:04d}-{_SEASONS[match[1]]}"
    match = _WEEKEND.fullmatch(text)
    if match and (match["second"] or published.weekday() < _SATURDAY):
        weeks = _WEEK if match["second"] else 0
        sunday = published - timedelta(days=published.weekday() + 1 + weeks)
        yield _run(sunday - timedelta(days=1), sunday)
    if _BEFORE_LAST.fullmatch(text):
        monday = published - timedelta(days=published.weekday() + 2 * _WEEK)
        yield _run(monday, monday + timedelta(days=_WEEK - 1))
    if match := _DAY_OF_MONTH.fullmatch(text):
        month = published.replace(day=1)
        month = (month - timedelta(days=1)).replace(day=1) if match["last"] else month
        with suppress(ValueError):
            yield month.replace(day=int(match["n"])).isoformat()
    match = _OF_LAST_WEEK.fullmatch(text)
    number = weekday_number(match["day"]) if match else None
    if number is not None:
        yield _run(*[published - timedelta(days=published.weekday() + _WEEK - number)] * 2)
    if match := _UNIT.fullmatch(text):
        shift = next(offset for n, offset in enumerate(_WHICH.values()) if match[f"w{n}"])
        yield from _unit(match, shift, published)
    yield from _two_weekdays(text, published) or _weekday(text, published)


def _two_weekdays(text: str, published: date) -> list[str]:
    """Return the readings of two weekdays that follow each other, or between which it lasts."""
    pair = _TWO_WEEKDAYS.fullmatch(text)
    first, last = (weekday_number(pair[key]) if pair else None for key in ("first", "last"))
    if pair is None or first is None or last is None:
        return []
    apart = (last - first) % _WEEK
    if pair["how"] in _ALSO and apart != 1:
        return []
    ends = [date.fromisoformat(day) for day in _weekday(pair["last"], published)]
    return [f"{(day - timedelta(days=apart)).isoformat()}/{day.isoformat()}" for day in ends]


def _unit(match: re.Match[str], shift: int, published: date) -> Iterator[str]:
    """Yield this, the last or the next week, month or year, or a part of it."""
    if match["week"]:
        first = published + timedelta(days=_WEEK * shift - published.weekday())
        last = first + timedelta(days=_WEEK - 1)
    elif match["month"]:
        months = 12 * published.year + published.month - 1 + shift
        first = date(months // 12, months % 12 + 1, 1)
        last = date((months + 1) // 12, (months + 1) % 12 + 1, 1) - timedelta(days=1)
    else:
        first, last = date(published.year + shift, 1, 1), date(published.year + shift, 12, 31)
    part = match["part"]
    if part and shift == 0:
        is_before = part in {"earlier", "tidligere"}
        yield _run(first, published) if is_before else _run(published, last)
    elif not part:
        short = {"month": f"{first:%Y-%m}", "year": f"{first:%Y}"}
        yield next((short[key] for key in short if match[key]), _run(first, last))


def _weekday(text: str, published: date) -> Iterator[str]:
    """Yield the readings of a weekday: the last and the next one."""
    match = _WEEKDAY.fullmatch(text)
    number = weekday_number(match["day"]) if match else None
    if match is None or number is None:
        return
    before = published - timedelta(days=(published.weekday() - number) % _WEEK)
    if match["past"]:
        # Last Tuesday is the one before, or that of the week before.
        before -= timedelta(days=_WEEK if before == published else 0)
        days = (before, before - timedelta(days=_WEEK))
    elif match["next"]:
        days = (before + timedelta(days=_WEEK), before + timedelta(days=2 * _WEEK))
    else:
        days = (before, before + timedelta(days=_WEEK))
    for day in days:
        yield _run(day - timedelta(days=bool(match["night"])), day)


def _run(first: date, last: date) -> str:
    return first.isoformat() if first == last else days_between(first, last)
