"""Dates counted from a day told of before: `the next day`, `two weeks earlier`, `den 17.`.

English and Norwegian, in lower case.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from geotrack.notation.parts_of_time import days_between

__all__ = ["COUNTED", "counted_date"]

_NUMBERS = {
    word: n
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "en to tre fire fem seks sju åtte ni ti elleve tolv",
    )
    for n, word in enumerate(words.split(), 1)
} | {"a": 1, "an": 1, "et": 1, "ett": 1, "syv": 7}
_TIME = (
    r"(?:day|morning|afternoon|evening|night|dag(?:en)?|morgen(?:en)?|formiddag(?:en)?|"
    r"ettermiddag(?:en)?|kveld(?:en)?|natt(?:en|a)?|døgn(?:et)?)"
)
_UNIT = r"(?:(?P<days>days?|dag(?:er)?|døgn)|(?P<weeks>weeks?|uk[ea]r?)|months?|måned(?:er)?)"
_END = r"(?=\s?(?:[.,;:)–-]|$))"
_FORMS = (
    rf"(?P<same>(?:(?:the|that)\s)?same\s{_TIME}|later\s(?:that|the\ssame)\s{_TIME}|"
    rf"that\s(?:very\s)?{_TIME}|samme\s{_TIME}|den\s(?:dagen|kvelden|natten|natta))",
    rf"(?P<next>the\s(?:next|following)\s{_TIME}|next\s(?:day|morning)|the\s{_TIME}\safter{_END}|"
    rf"(?:neste|påfølgende)\s(?:dag|morgen|formiddag|kveld|natt)|{_TIME}\s(?:etter(?!\s(?:at|den|det|de)\b)|"
    r"derpå|derpaa))",
    rf"(?P<last>the\s(?:previous|preceding)\s{_TIME}|the\s{_TIME}\sbefore{_END}|"
    rf"{_TIME}\sfør{_END}|(?:foregående|forrige)\s(?:dag|kveld|natt))",
    r"(?P<week>(?:(?:later|earlier)\s)?(?:(?:the|that)\ssame|that)\sweek|samme\suk[ea])\b",
    r"(?P<month>(?:(?:later|earlier)\s)?(?:(?:the|that)\ssame|that)\smonth|samme\småned)\b",
    rf"(?P<nextweek>the\s(?:following|next)\sweek|the\sweek\safter{_END}|uk(?:en|a)\setter{_END}|"
    r"påfølgende\suk[ea])",
    rf"(?P<lastweek>the\s(?:previous|preceding)\sweek|the\sweek\sbefore{_END}|uk(?:en|a)\sfør{_END})",
    rf"(?P<n>\d\d?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s{_UNIT}\s"
    rf"(?:(?P<before>earlier|tidligere|(?:before|før){_END})|later|afterwards|senere|seinere|"
    rf"(?:after|etter){_END}|etter(?=\s\w+(?:te|et|de|la|kom|gikk|lå|fikk|ble|var|a)\b))",
    r"(?P<day>the\s\d{1,2}(?:st|nd|rd|th)(?:\sor\s(?:the\s)?\d{1,2}(?:st|nd|rd|th))?(?:\sof\sthat\smonth)?|"
    r"den\s\d{1,2}\.(?:\seller\s\d{1,2}\.)?)"
    r"(?!\s(?:\w+(?:gang(?:en)?|time)\b|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)))",
)
COUNTED = "|".join(_FORMS)
"""A pattern of such words, with names of its groups."""
_COUNTED = re.compile(COUNTED)
_WEEK = 7


def counted_date(text: str, day: date) -> str | None:
    """Return a date that is counted from a day, as `start` of a record; None if it is none.

    A week or a month means one moment in it; a day without a month is that of the same month.

    Parameters
    ----------
    text : str
        The words, in lower case.
    day : datetime.date
        The day told of before.

    Examples
    --------
    >>> [counted_date(text, date(2024, 9, 30)) for text in ("two days later", "the night before")]
    ['2024-10-02', '2024-09-29']
    >>> counted_date("samme uke", date(2024, 10, 2)), counted_date("den 17.", date(2024, 10, 2))
    ('[2024-09-30..2024-10-06]', '2024-10-17')
    """
    match = _COUNTED.fullmatch(text)
    if match is None:
        return None
    named = match.groupdict()
    for key, days in (("same", 0), ("next", 1), ("last", -1)):
        if named[key]:
            return (day + timedelta(days=days)).isoformat()
    for key, weeks in (("week", 0), ("nextweek", 1), ("lastweek", -1)):
        if named[key]:
            monday = day + timedelta(days=_WEEK * weeks - day.weekday())
            return days_between(monday, monday + timedelta(days=_WEEK - 1))
    if named["n"]:
        return _apart(day, named)
    return f"{day:%Y-%m}" if named["month"] else _days_of_month(day, text)


def _apart(day: date, named: Mapping[str, str | None]) -> str:
    """Return the day, or the month, that is so many days, weeks or months from a day."""
    number = named["n"] or ""
    n = int(number) if number.isdigit() else _NUMBERS[number]
    n = -n if named["before"] else n
    if named["days"] or named["weeks"]:
        return (day + timedelta(days=n * (_WEEK if named["weeks"] else 1))).isoformat()
    months = 12 * day.year + day.month - 1 + n
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _days_of_month(day: date, text: str) -> str | None:
    """Return the days of the month of a day that a text names by their numbers."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    last = monthrange(day.year, day.month)[1]
    days = [day.replace(day=n).isoformat() for n in numbers if 1 <= n <= last]
    return (f"[{','.join(days)}]" if len(days) > 1 else days[0]) if days else None
