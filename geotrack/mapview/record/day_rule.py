"""Dates of a record's accounts as bars on a rule of days; brackets where not all can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from math import ceil

from geotrack.dates import When, in_words
from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER, Date
from geotrack.dates.language_tables import LANGUAGES, month_name
from geotrack.i18n import words
from geotrack.mapview.record.accounts import Account
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event

__all__ = ["Bracket", "DayBar", "DayCell", "DayRule", "arms", "day_rule"]

# A rule of more days than this is divided by months, one of more than this by years.
_DAYS, _MONTHS = 9, 400
# The least share of the rule that has room for a text.
_ROOM = 0.18
# Shares between a bar, or a text beside it, and the bracket.
_GAP, _BESIDE = 0.035, 0.2

_Apart = Callable[[When, When], bool]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day, month or year of the rule: from and to as shares of its length, and its name."""

    start: float
    end: float
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class DayBar:
    """A date of an account, or none.

    Parameters
    ----------
    account : int
        Which account states it.
    start, end : float
        From and to, as shares of the rule; an open or coarser date ends with the rule.
    text : LocalizedText
        The date, or that none is stated.
    exact : bool
        Whether it is a day, or from one day to another.
    text_at : {"", "after", "before"}
        Where its text stands, if it has no room in the bar.
    """

    account: int
    start: float
    end: float
    text: LocalizedText
    exact: bool
    text_at: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """Dates that cannot all hold.

    Parameters
    ----------
    bars : tuple of int
        Which bars, in order.
    at : float
        Where its line stands, as a share of the rule.
    text, note : LocalizedText
        What cannot hold, and unless what; the note may be empty.
    """

    bars: tuple[int, ...]
    at: float
    text: LocalizedText
    note: LocalizedText


@dataclass(frozen=True, slots=True)
class DayRule:
    """The rule: its cells in order, a bar or more for each account, and the brackets."""

    cells: tuple[DayCell, ...]
    bars: tuple[DayBar, ...]
    brackets: tuple[Bracket, ...]


def day_rule(
    accounts: Sequence[Account], event: Event, apart: _Apart, translate: Translator
) -> DayRule | None:
    """Return the rule of the dates that accounts state; None if there are fewer than two.

    Parameters
    ----------
    accounts : sequence of Account
        The accounts.
    event : Event
        Their record.
    apart : callable
        Whether two dates cannot both be true.
    translate : Translator
        Of the texts.
    """
    whens: list[tuple[int, When | None]] = [
        (n, when)
        for n, one in enumerate(accounts)
        for when in dict.fromkeys(when for when, _ in one.stated.whens) or (None,)
    ]
    stated = [when for _, when in whens if when]
    conflicts = _conflicts([when for _, when in whens], apart)
    limits = _limits(stated, bracketed=bool(conflicts))
    if limits is None or len(stated) < 2:  # noqa: PLR2004 (a comparison is of two)
        return None
    first, last = limits

    def share(day: int) -> float:
        return round(min(max((day - first) / (last - first), 0.0), 1.0), 4)

    bars = []
    for n, when in whens:
        lower, upper = _days(when) if when else (OPEN_LOWER, OPEN_UPPER)
        start, end = share(lower), share(upper)
        beside = "before" if start > 0.5 else "after"  # noqa: PLR2004 (where more room is)
        text = (
            translate.each(partial(in_words, when))
            if when
            else _undated(accounts[n], event, translate)
        )
        exact = when is not None and _is_exact(when)
        bars.append(DayBar(n, start, end, text, exact, "" if end - start >= _ROOM else beside))
    brackets = [_bracket(rows, bars, whens, translate) for rows in conflicts]
    for bracket in brackets:
        for row in range(bracket.bars[0], bracket.bars[-1]):
            if not bars[row].exact:  # its end says nothing, and the bracket's text stands there
                bars[row] = replace(bars[row], end=min(bars[row].end, bracket.at - _GAP / 2))
    return DayRule(tuple(_cells(first, last, translate)), tuple(bars), tuple(brackets))


def _undated(account: Account, event: Event, translate: Translator) -> LocalizedText:
    """Return that an account states no day, and when its source was published."""
    sources = [event.sources[n] for n in account.stated.sources]
    # The date of a report is not of the record.
    dates = [s.published for s in sources if s.published and not s.seed]
    if not dates:
        return translate("record.comparison.noDay")
    published = When.parse(min(dates))

    def text(language: str) -> str:
        day = in_words(published, language)
        return words(language)("record.comparison.noDayReported", date=day)

    return translate.each(text)


def _days(when: When) -> tuple[int, int]:
    return when.day_limits.start_lower, when.day_limits.end_upper


def _is_exact(when: When) -> bool:
    """Return whether a date is a day or a moment, or from one to another."""

    def exact(day: Date) -> bool:
        (lower, upper), *more = day.spans or ((0, 0),)
        return not more and not day.uncertain and upper - lower == 1

    return exact(when.start) and (when.end is None or exact(when.end))


def _limits(whens: Sequence[When], *, bracketed: bool) -> tuple[int, int] | None:
    """Return the first day of the rule and the one after its last, round the exact dates if any."""
    bounded = [
        (lower, upper)
        for lower, upper in map(_days, [w for w in whens if _is_exact(w)] or whens)
        if lower > OPEN_LOWER and upper < OPEN_UPPER
    ]
    if not bounded:
        return None
    first, last = min(lower for lower, _ in bounded), max(upper for _, upper in bounded)
    before = max(1, (last - first) // 10)
    return first - before, last + (max(2, ceil((last - first) / 2)) if bracketed else before)


def _cells(first: int, last: int, translate: Translator) -> Iterator[DayCell]:
    """Yield the days, months or years of a rule."""
    length, start = last - first, first
    while start < last:
        day = date.fromordinal(start)
        if length <= _DAYS:
            after, text = day + timedelta(days=1), partial(_day_name, day)
        elif length <= _MONTHS:
            after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            text = partial(_month_name, day)
        else:
            after, text = date(day.year + 1, 1, 1), partial(_year_name, day)
        end = min(after.toordinal(), last)
        shares = round((start - first) / length, 4), round((end - first) / length, 4)
        has_room = shares[1] - shares[0] >= _ROOM / 2
        yield DayCell(*shares, translate.each(text) if has_room else LocalizedText(""))
        start = end


def _day_name(day: date, language: str) -> str:
    return f"{LANGUAGES[language].day.format(day.day)} {month_name(day.month, language)}"


def _month_name(day: date, language: str) -> str:
    return f"{month_name(day.month, language)} {day.year}"


def _year_name(day: date, _: str) -> str:
    return str(day.year)


def _conflicts(whens: Sequence[When | None], apart: _Apart) -> list[tuple[int, ...]]:
    """Return the rows whose dates cannot all be true, each group by itself."""
    groups: list[set[int]] = []
    for n, when in enumerate(whens):
        rivals = {m for m, its in enumerate(whens[:n]) if when and its and apart(its, when)}
        if rivals:
            joined = [group for group in groups if group & rivals]
            groups = [group for group in groups if not group & rivals]
            groups.append(rivals.union({n}, *joined))
    return sorted(tuple(sorted(group)) for group in groups)


def _bracket(
    rows: tuple[int, ...],
    bars: Sequence[DayBar],
    whens: Sequence[tuple[int, When | None]],
    translate: Translator,
) -> Bracket:
    stated = dict.fromkeys(when for row in rows if (when := whens[row][1]))
    which, dates = _conflicting_parts(list(stated))
    key = "notBoth" if len(dates) == 2 else "notAll"  # noqa: PLR2004 (both are two)

    def text(language: str) -> str:
        label = words(language)
        days = label(f"record.comparison.{which}", dates=_either(dates, language))
        return label(f"record.comparison.{key}", dates=days)

    pairs = [(a, b) for n, a in enumerate(dates) for b in dates[n + 1 :] if not _meet(a, b)]
    unless = bool(pairs) and all(_may_be_zones(a, b) for a, b in pairs)
    ends = [bars[r].end + (_BESIDE if bars[r].text_at == "after" else 0) for r in rows]
    note = translate("record.comparison.unlessZones") if unless else LocalizedText("")
    return Bracket(rows, round(min(max(ends) + _GAP, 0.97), 4), translate.each(text), note)


def _conflicting_parts(whens: Sequence[When]) -> tuple[str, list[When]]:
    """Return what of some dates cannot all be true: all of them, their starts or their ends."""
    latest_start, first_end = max(_days(w)[0] for w in whens), min(_days(w)[1] for w in whens)
    parts = {"dates": list(whens)}
    if latest_start < first_end:
        ends = [When(w.end or w.start) for w in whens]
        parts = {"starts": [When(w.start) for w in whens], "ends": ends}
    alternatives = {which: list(dict.fromkeys(dates)) for which, dates in parts.items()}
    which = next(which for which, dates in alternatives.items() if len(dates) > 1)
    return which, sorted(alternatives[which], key=lambda when: when.sort_key)


def _either(dates: Sequence[When], language: str) -> str:
    """Return dates as alternatives: "24 or 25 July 2024"."""
    if all(when.end is None and when.start.precision == "day" for when in dates):
        return in_words(When.parse(f"[{','.join(when.start.text for when in dates)}]"), language)
    return LANGUAGES[language].either.join(in_words(when, language) for when in dates)


def _meet(one: When, other: When) -> bool:
    (a_from, a_to), (b_from, b_to) = _days(one), _days(other)
    return max(a_from, b_from) < min(a_to, b_to)


def _may_be_zones(one: When, other: When) -> bool:
    """Return whether two dates are next to each other and neither states a zone."""
    if any(date.instant for when in (one, other) for date in (when.start, when.end) if date):
        return False
    (a_from, a_to), (b_from, b_to) = _days(one), _days(other)
    return max(a_from, b_from) == min(a_to, b_to)


def arms(rule: DayRule, row: int) -> Iterator[tuple[float, float, str]]:
    """Yield the lines of brackets in a row: where each begins, its width, and its kind.

    `first` turns down at its end, `last` comes from above, `middle` is both, `pass` is only the
    upright line, of no width.
    """
    end = rule.bars[row].end
    for bracket in rule.brackets:
        first, *_, last = bracket.bars
        if first <= row <= last:
            kind = "first" if row == first else "last" if row == last else "middle"
            if row in bracket.bars:
                yield end, bracket.at - end, kind
            else:
                yield bracket.at, 0.0, "pass"
