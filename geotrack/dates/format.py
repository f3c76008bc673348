"""Text of dates, for people: ``20 or 21 September – 10 October 2024``.

A date is one of several choices. A choice names one day, month or year, or the two ends of a range.
The names of one record are written together, so that a month or a year that the next name repeats
appears once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from geotrack.dates.date import FIRST_DAY, OPEN_LOWER, OPEN_UPPER, WINTER, Date, Span
from geotrack.dates.edtf import parse_date
from geotrack.dates.event_time import When
from geotrack.dates.language_tables import LANGUAGES, Language
from geotrack.errors import UsageError
from geotrack.messages import Message

__all__ = ["LANGUAGES", "in_words"]

# With more choices than this, the text gives their number, the first and the last.
_MOST_NAMED = 6


@dataclass(frozen=True)
class _Label:
    """A day, month, year, season or decade that is named."""

    kind: Literal["day", "month", "year", "season", "decade", "instant"]
    first: date
    season: int = 0


@dataclass(frozen=True)
class _Choice:
    """What a date may be: a template with one label, or with two for the ends of a range."""

    template: str
    labels: tuple[_Label, ...]


@lru_cache(maxsize=4096)
def in_words(when: When, language: str = "en") -> str:
    """Return the text of a record's time, no more certain than the record.

    Parameters
    ----------
    when : When
        A record's time.
    language : str
        ``en`` or ``nb`` (Norwegian Bokmål).

    Raises
    ------
    UsageError
        Unknown language.

    Examples
    --------
    >>> in_words(When.parse("[2024-09-20,2024-09-21]", "2024-10-10"))
    '20 or 21 September – 10 October 2024'
    >>> in_words(When.parse("2024-05"), "nb")
    'en gang i mai 2024'
    """
    if language not in LANGUAGES:
        raise UsageError(
            Message(
                "no words for '{language}'; choose from {languages}", language, ", ".join(LANGUAGES)
            )
        )
    words = LANGUAGES[language]
    if when.undated:
        return words.undated_ongoing if when.ongoing else words.undated
    texts = _record(when, words)
    return f"{texts} ({when.time_zone})" if when.time_zone and _has_bare_day(when) else texts


def limits_in_words(
    start: str | None, end: str | None, language: str = "en"
) -> tuple[str | None, str | None]:
    """Return texts of the first and the last date of a period; shared parts appear once.

    Parameters
    ----------
    start, end : str, optional
        As they are written.
    language : str
        One of `LANGUAGES`.

    Raises
    ------
    DateError
        One of them is not a date.

    Examples
    --------
    >>> limits_in_words("2024-02", "2024-11"), limits_in_words("2024-02", None)
    (('February', 'November 2024'), ('February 2024', None))
    >>> limits_in_words("2024-02-03", "2024-02-09", "nb")
    ('3.', '9. februar 2024')
    """
    dates = [parse_date(text) for text in (start, end) if text]
    texts = iter(_sides(dates, LANGUAGES[language]) if dates else ())
    first, last = (next(texts) if text else None for text in (start, end))
    return first, last


def _record(when: When, words: Language) -> str:
    start, end = when.start, when.end
    if end is None:
        return _moment(start, words)
    if end.spans and start.spans:
        return _duration(start, end, words)
    if start.spans:
        template = words.since if when.ongoing else words.end_unknown
        return template.format(_sides([start], words)[0])
    return words.start_unknown.format(_sides([end], words)[0])


def _duration(start: Date, end: Date, words: Language) -> str:
    if start.instant and end.instant and _same_day(start.instant, end.instant):
        return _instant(start.instant, words, until=end.instant)
    if (start.spans, start.qualifier, start.instant) == (end.spans, end.qualifier, end.instant):
        return _moment(start, words)
    left, right = _sides([start, end], words)
    if not (_is_plain(start, words) and _is_plain(end, words)):
        ranged = any(p.template == words.between for d in (start, end) for p in _choices(d, words))
        # "From between A and B to C" is read twice.
        return (words.start_end if ranged else words.from_to).format(a=left, b=right)
    tight = " " not in left and start.precision == end.precision
    return f"{left}–{right}" if tight else f"{left} – {right}"


def _moment(written: Date, words: Language) -> str:
    """Return the text of a date that stands alone."""
    text = _sides([written], words)[0]
    kinds = {label.kind for choice in _choices(written, words) for label in choice.labels}
    if not _is_plain(written, words) or not kinds <= {"month", "year", "decade"}:
        return text
    return (words.sometime_decade if "decade" in kinds else words.sometime).format(text)


def _is_plain(written: Date, words: Language) -> bool:
    """Whether its text is plain names, joined at most by "or"."""
    choices = _choices(written, words)
    return not written.qualifier and all(choice.template == "{}" for choice in choices)


def _has_bare_day(when: When) -> bool:
    return any(side and side.spans and not side.instant for side in (when.start, when.end))


def _sides(dates: list[Date], words: Language) -> list[str]:
    """Return the text of each date of one record."""
    instants = [written.instant for written in dates if written.instant]
    if instants:
        # A timestamp is written in full, so no other text is shortened because of it, except for a
        # shared offset.
        shared = len(instants) > 1 and len({moment.utcoffset() for moment in instants}) == 1
        return [
            _instant(written.instant, words, zone=not shared or n == len(dates))
            if written.instant
            else _date_texts([written], words)[0]
            for n, written in enumerate(dates, start=1)
        ]
    return _date_texts(dates, words)


def _date_texts(dates: list[Date], words: Language) -> list[str]:
    sides = [_choices(written, words) for written in dates]
    texts = iter(_labels(sides, words))
    parts = []
    for written, choices in zip(dates, sides, strict=True):
        names = [_fill(choice, texts) for choice in choices]
        text = ", ".join(names[:-1]) + (words.either if len(names) > 1 else "") + names[-1]
        parts.append(
            words.qualifiers[written.qualifier].format(text) if written.qualifier else text
        )
    return parts


def _fill(choice: _Choice, texts: Iterator[str]) -> str:
    if len(choice.labels) == 1:
        return choice.template.format(next(texts))
    return choice.template.format(a=next(texts), b=next(texts))


def _labels(sides: list[list[_Choice]], words: Language) -> list[str]:
    """Write all labels, without the month and the year that the next one repeats."""
    labels = [label for choices in sides for choice in choices for label in choice.labels]
    texts = []
    for label, after, grouped in zip(labels, [*labels[1:], None], _grouped(sides), strict=True):
        year = after is None or not _dated_alike(label, after, ("day", "month"))
        month = year or not (
            after is not None
            and grouped
            and _dated_alike(label, after, ("day",))
            and label.first.month == after.first.month
        )
        texts.append(_name(label, words, month=month, year=year))
    return texts


def _dated_alike(label: _Label, after: _Label, kinds: tuple[str, ...]) -> bool:
    return label.kind in kinds and after.kind in kinds and label.first.year == after.first.year


def _grouped(sides: list[list[_Choice]]) -> Iterator[bool]:
    """Return for each label whether it forms one group with the next: "20 or 21 September"."""
    two_names = all(len(choices) == 1 == len(choices[0].labels) for choices in sides)
    for choices in sides:
        days = [label.first for choice in choices for label in choice.labels]
        one_month = len({(day.year, day.month) for day in days}) == 1
        for index, choice in enumerate(choices):
            for is_last in [False] * (len(choice.labels) - 1) + [True]:
                within_side = one_month and index + 1 < len(choices)
                yield two_names or within_side or not is_last


def _name(label: _Label, words: Language, *, month: bool, year: bool) -> str:
    """Return the name of a day, month, year, season or decade."""
    first = label.first
    if label.kind == "year":
        return f"{first.year}"
    if label.kind == "decade":
        return words.decade.format(first.year)
    if label.kind == "season":
        years = f"{first.year}"
        if label.season == WINTER:
            years += f"–{(first.year + 1) % 100:02}"
        return f"{words.seasons[label.season]} {years}"
    parts = [words.day.format(first.day)] if label.kind == "day" else []
    if month:
        parts.append(words.months[first.month - 1])
    if year:
        parts.append(f"{first.year}")
    return " ".join(parts)


def _choices(written: Date, words: Language) -> list[_Choice]:
    """Split a date into what it may be."""
    first = date.fromordinal(max(written.spans[0][0], FIRST_DAY))
    if written.precision == "season":
        season = 20 + first.month // 3
        return [_Choice("{}", (_Label("season", first, season),))]
    # The first decade of the calendar has no year 0 to be named after.
    if written.precision == "decade" and first.year % 10 == 0:
        return [_Choice("{}", (_Label("decade", first),))]
    if len(written.spans) > _MOST_NAMED:
        ends = [_choice(span, words).labels for span in (written.spans[0], written.spans[-1])]
        template = words.one_of.replace("{count}", str(len(written.spans)))
        return [_Choice(template, (ends[0][0], ends[1][-1]))]
    return [_choice(span, words) for span in written.spans]


def _choice(span: Span, words: Language) -> _Choice:
    """Return a span of days as a label, or as the ends of a range."""
    lower, upper = span
    if lower == OPEN_LOWER:
        return _up_to(date.fromordinal(upper - 1), words)
    first = date.fromordinal(lower)
    if upper == OPEN_UPPER:
        kind = _kind_starting(first)
        template = words.from_day if kind == "day" else words.from_later
        return _Choice(template, (_Label(kind, first),))
    last = date.fromordinal(upper - 1)
    kind = _common_kind(first, last)
    labels = _Label(kind, first), _Label(kind, _start_of(kind, last))
    if _start_of(kind, first) == labels[1].first:
        return _Choice("{}", labels[:1])
    return _Choice(words.between, labels)


def _up_to(last: date, words: Language) -> _Choice:
    if last != date.max:
        after = last + timedelta(days=1)
        kind = _kind_starting(after)
        if kind != "day":
            return _Choice(words.before, (_Label(kind, after),))
    return _Choice(words.up_to_day, (_Label("day", last),))


def _kind_starting(first: date) -> Literal["day", "month", "year"]:
    """Name the longest unit that starts on a day."""
    if first.day > 1:
        return "day"
    return "year" if first.month == 1 else "month"


def _common_kind(first: date, last: date) -> Literal["day", "month", "year"]:
    """Name the longest unit that starts on one day and ends on the other."""
    starts = _kind_starting(first)
    ends = "year" if last == date.max else _kind_starting(last + timedelta(days=1))
    if "day" in (starts, ends):
        return "day"
    return "year" if starts == ends == "year" else "month"


def _start_of(kind: Literal["day", "month", "year"], day: date) -> date:
    if kind == "day":
        return day
    return day.replace(day=1) if kind == "month" else day.replace(month=1, day=1)


def _same_day(first: datetime, second: datetime) -> bool:
    return first.date() == second.date() and first.utcoffset() == second.utcoffset()


def _instant(
    moment: datetime, words: Language, until: datetime | None = None, *, zone: bool = True
) -> str:
    """Return the text of a moment with its own offset, with seconds only if there are any."""
    day = _name(_Label("day", moment.date()), words, month=True, year=True)
    clock = _clock(moment, words)
    if until is not None and until != moment:
        clock += f"–{_clock(until, words)}"
    if not zone:
        return words.zoneless.format(day=day, clock=clock)
    return words.moment.format(day=day, clock=clock, zone=_offset(moment))


def _clock(moment: datetime, words: Language) -> str:
    parts = [f"{moment.hour:02}", f"{moment.minute:02}"]
    if moment.second or moment.microsecond:
        parts.append(f"{moment.second:02}")
    clock = words.clock.join(parts)
    if not moment.microsecond:
        return clock
    return f"{clock}{words.decimal}{moment.microsecond:06}".rstrip("0")


def _offset(moment: datetime) -> str:
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
