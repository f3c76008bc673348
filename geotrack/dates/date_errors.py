"""Errors for texts that are no dates, with the most likely correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from geotrack.dates.date import DateError
from geotrack.errors import quoted
from geotrack.messages import Message, joined

__all__ = ["UNKNOWN", "UNSTATED", "EventRemedy", "explain", "impossible_day", "not_a_date", "write"]

_ANY_FORM = (
    'write YYYY, YYYY-MM, YYYY-MM-DD, a time such as 2024-07-24T16:40:00Z, or "unknown"; '
    "2024~ for about, 2024? for perhaps, [2024-09-20,2024-09-21] for one of several"
)


class EventRemedy(Message):
    """A remedy that only the start and the end of a record can follow."""


UNKNOWN = EventRemedy('write "unknown"', suggestions=("unknown",))
UNSTATED = EventRemedy('write "unknown" where no source states one', suggestions=("unknown",))
_ONGOING = EventRemedy('write "end": ".." where it still goes on')
_UNKNOWN_WORDS = {"", "unknown", "unk", "n/a", "na", "none", "null", "undated", "xxxx", "?"}
_ONGOING_WORDS = {"now", "present", "ongoing", "today", "open", "…", "..."}
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<gap>[Tt ])"
    r"(?P<hour>[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2})?(?P<fraction>\.[0-9]+)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_LAST_MONTH = 12
# A day in figures, with the groups of year, month and day in each order.
_DAYS_IN_FIGURES = (
    (r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", ((1, 3, 4),)),
    (r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", ((1, 2, 3),)),
    (r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", ((3, 2, 1),)),
    (r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})", ((4, 3, 1), (4, 1, 3))),
)
# Of a year alone: 21 to 24 are seasons, and 2023/24 is two years.
_MONTH = "(0?[1-9]|1[0-2])"
# A text that is one change away from a date: what is wrong, its form, and the form it should have.
_NEAR_FORMS = (
    ("slashes for hyphens", r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})", "{0}-{1:0>2}-{2:0>2}"),
    ("dots for hyphens", r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})", "{0}-{1:0>2}-{2:0>2}"),
    ("a slash for a hyphen", rf"([0-9]{{4}})/{_MONTH}", "{0}-{1:0>2}"),
    ("a dot for a hyphen", rf"([0-9]{{4}})\.{_MONTH}", "{0}-{1:0>2}"),
    ("the year stands last", rf"{_MONTH}[/.-]([0-9]{{4}})", "{1}-{0:0>2}"),
    ("months have two digits", r"([0-9]{4})-([0-9])", "{0}-{1:0>2}"),
    (
        "months and days have two digits",
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        "{0}-{1:0>2}-{2:0>2}",
    ),
    ("no hyphens", r"([0-9]{4})([0-9]{2})([0-9]{2})", "{0}-{1}-{2}"),
    ("no hyphen", r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])", "{0}-{1}"),
    ("a range without brackets", r"([^\[\],]*\.\.[^\[\],]*)", "[{0}]"),
)


def not_a_date(text: str, problem: str, remedy: str) -> DateError:
    """Return the error for a text that is no date."""
    template = "{text} is not a date: {problem}"
    return DateError(Message(template, quoted(text), Message(problem)), remedy)


def write(date: str, other: str | None = None) -> Message:
    """Return the remedy that names one or two dates to write."""
    if other is None:
        return Message("write {date}", date, suggestions=(date,))
    return Message("write {date} or {other}", date, other, suggestions=(date, other))


def explain(text: str, is_date: Callable[[str], bool]) -> DateError:
    """Return the error for a text that fits no form of a date, by the form that it nearly fits.

    Parameters
    ----------
    text : str
        What is no date.
    is_date : callable
        Whether a text is a date: only dates are proposed.

    Examples
    --------
    >>> print(explain("2024-9", lambda near: near == "2024-09"))
    '2024-9' is not a date: months have two digits; write 2024-09
    """
    bare = text.strip()
    if bare.lower() in _UNKNOWN_WORDS:
        problem = "a word" if bare else "it is empty"
        return not_a_date(text, problem, UNSTATED)
    if bare.lower() in _ONGOING_WORDS:
        return not_a_date(text, "a word", _ONGOING)
    if impossible := impossible_day(bare):
        return not_a_date(text, *impossible)
    for problem, proposal in _proposals(text):
        if is_date(proposal):
            return not_a_date(text, problem, write(proposal))
    return (
        _slip_of_time(text)
        or _interval(text, is_date)
        or _slip_of_kind(text)
        or not_a_date(text, "no known form", _ANY_FORM)
    )


def impossible_day(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a day that no calendar has in any order of its parts, and a remedy.

    None if the text is no day in figures, or one of its orders is a day.

    Examples
    --------
    >>> impossible_day("31.11.2026"), impossible_day("30.11.2026")
    (('November 2026 has 30 days', 'write 2026-11-30 or 2026-11'), None)
    >>> impossible_day("2026/13/01")
    ('there is no month 13', 'write a month from 01 to 12')
    """
    from calendar import monthrange

    from geotrack.dates.language_tables import month_name

    orders = next(
        (
            [tuple(int(match[place]) for place in order) for order in all_orders]
            for form, all_orders in _DAYS_IN_FIGURES
            if (match := re.fullmatch(form, text))
        ),
        [],
    )
    months = [parts for parts in orders if 1 <= parts[1] <= _LAST_MONTH and parts[0]]
    if any(1 <= day <= monthrange(year, month)[1] for year, month, day in months) or not orders:
        return None
    if not orders[0][0]:
        return "there is no year 0000", "write a year from 0001 to 9999"
    if not months:
        numbers = dict.fromkeys(str(parts[1]) for parts in orders)
        wrong = joined(numbers, "{first} or {second}")
        return Message("there is no month {months}", wrong), "write a month from 01 to 12"
    year, month, day = months[0]
    stem, last = f"{year:04d}-{month:02d}", monthrange(year, month)[1]
    if not day:
        return "there is no day 0", write(f"{stem}-01", stem)
    name = partial(month_name, month)
    problem = Message("{month} {year} has {days} days", name, year, last)
    return problem, write(f"{stem}-{last}", stem)


def _proposals(text: str) -> Iterator[tuple[str, str]]:
    """Yield what may be wrong, each with the corrected text."""
    yield "blanks around it", text.strip()
    yield "a small x", text.replace("x", "X")
    for problem, form, right_form in _NEAR_FORMS:
        match = re.fullmatch(form, text)
        if match is not None:
            yield problem, right_form.format(*match.groups())
    time = _TIME.fullmatch(text)
    if time is None or not time["offset"]:
        return
    offset = time["offset"].upper()
    if offset != "Z":
        offset = f"{offset[:3]}:{offset[3:].strip(':') or '00'}"
    right = f"{time['day']}T{time['hour']}{time['second'] or ':00'}{time['fraction'] or ''}{offset}"
    if time["second"] is None:
        yield "a time without seconds", right
    elif time["gap"] == " ":
        yield "no T between day and time", right
    else:
        yield "its offset lacks minutes or a colon", right


def _slip_of_time(text: str) -> DateError | None:
    time = _TIME.fullmatch(text)
    if time is None or time["offset"]:
        return None
    stem = f"{time['day']}T{time['hour']}{time['second'] or ':00'}{time['fraction'] or ''}"
    remedy = Message(
        "write {moment}Z or {moment}-09:00 as the source says, or {day} alone",
        stem,
        time["day"],
        suggestions=(time["day"],),
    )
    return not_a_date(text, "a time without its offset from UTC", remedy)


def _interval(text: str, is_date: Callable[[str], bool]) -> DateError | None:
    """Return the fault of an ISO 8601 interval, whose end may omit what its start has."""
    start, slash, end = text.partition("/")
    start, end = "unknown" if start in {"", ".."} else start, end or ".."
    if not is_date(end):
        end = start[: -len(end)] + end
    is_reversed = start[0].isdigit() and end[0].isdigit() and end < start[: len(end)]
    if not slash or is_reversed or not (is_date(start) and is_date(end)):
        return None
    remedy = EventRemedy('write "start": "{start}", "end": "{end}"', start, end)
    return not_a_date(text, "an interval", remedy)


def _slip_of_kind(text: str) -> DateError | None:
    if match := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{2,4})", text):
        first, second, year = map(int, match.groups())
        orders = [(first, second)] if "." in text else [(first, second), (second, first)]
        days = [f"{year:04d}-{m:02d}-{d:02d}" for d, m in orders if m <= _LAST_MONTH]
        is_whole = len(match[3]) == len("2024") and days
        remedy = write(*dict.fromkeys(days)) if is_whole else "write YYYY-MM-DD"
        return not_a_date(text, "the year stands last", remedy)
    if text.startswith("{"):
        remedy = "write one record for each, or [...] for one of them"
        return not_a_date(text, "a list of dates that all hold", remedy)
    if re.fullmatch(r"(?![0-9]{4}-)Y?-?[0-9]+(-[0-9]{2})*", text):
        return not_a_date(text, "not a year of four digits", "write a year from 0001 to 9999")
    return None
