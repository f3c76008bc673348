"""What `When.within` answers, against trying every day, zone and hour that a record allows."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from geotrack.dates import Certainty, DateError, Period, When
from tests.examples import few

CERTAIN, POSSIBLE, NO = Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.NO

# Every day from 2022 to 2026 whose text fits is a day the record allows. It shares
# nothing with the package but the grammar of the strings.
YEARS = [date(2022, 1, 1) + timedelta(days=n) for n in range(5 * 365 + 1)]

_partial = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2023, 11, 1), date(2025, 2, 28)),
    st.sampled_from([4, 7, 10, 10, 10]),
)
_open_digit = st.sampled_from(
    ["2024-XX-05", "2024-1X", "2024-0X-1X", "202X-02-2X", "2024-XX-31", "2024-X1", "2024-02-X9"]
)
_member = _partial | _open_digit | st.tuples(_partial, _partial).map("..".join)
_set = st.lists(_member, min_size=1, max_size=3).map(lambda members: f"[{','.join(members)}]")
_text = _partial | _open_digit | _set


def allowed_days(text: str) -> set[date]:
    days: set[date] = set()
    for member in text.strip("[]").split(","):
        if ".." in member:
            first, last = member.split("..")
            low, high = min(allowed_days(first)), max(allowed_days(last))
            days |= {day for day in YEARS if low <= day <= high}
        else:
            form = re.compile(member.replace("X", "[0-9]"))
            days |= {day for day in YEARS if form.match(day.isoformat())}
    return days


def verdict(answers: set[bool]) -> Certainty:
    if answers == {True}:
        return CERTAIN
    return POSSIBLE if True in answers else NO


@st.composite
def _asked(draw: st.DrawFn) -> tuple[date, date]:
    lower = draw(st.dates(date(2023, 10, 1), date(2025, 3, 31)))
    return lower, lower + timedelta(days=draw(st.integers(1, 400)))


def read(start: str, end: str | None = None) -> When:
    try:
        return When.parse(start, end)
    except DateError:
        assume(False)  # a range backwards, or an end before its start
        raise


@given(_text, _asked())
def test_moment_agrees_with_trying_every_day(text: str, asked: tuple[date, date]) -> None:
    lower, upper = asked
    answers = {lower <= day < upper for day in allowed_days(text)}
    when = read(text)
    assert when.within(Period(lower, upper)) is verdict(answers)


@given(_text, _text, _asked())
def test_duration_agrees_with_trying_every_pair(
    start: str, end: str, asked: tuple[date, date]
) -> None:
    lower, upper = asked
    when = read(start, end)
    firsts, lasts = sorted(allowed_days(start)), sorted(allowed_days(end))
    answers = {
        first < upper and last >= lower for first in firsts for last in lasts if first <= last
    }
    assert when.within(Period(lower, upper)) is verdict(answers)


_day_texts = st.dates(date(2024, 7, 20), date(2024, 7, 28)).map(date.isoformat)
_few_days = _day_texts | st.lists(_day_texts, min_size=2, max_size=3).map(
    lambda members: f"[{','.join(members)}]"
)
HOUR_ZERO = date(2024, 7, 1)


@example("[2024-07-20,2024-07-22]", "2024-07-21", 402, 90)
@few
@given(_few_days, st.none() | _few_days, st.integers(400, 700), st.integers(1, 90))
def test_days_against_moments_agree_with_trying_every_zone_and_hour(
    start: str, end: str | None, from_hour: int, hours: int
) -> None:
    when = read(start, end)

    def moments(text: str, zone: int) -> set[int]:
        """Hours since 1 July, UTC; each stands for all moments in it."""
        first_hours = {24 * (day - HOUR_ZERO).days - zone for day in allowed_days(text)}
        return {hour + n for hour in first_hours for n in range(24)}

    answers = {
        first < from_hour + hours and last >= from_hour
        for zone in range(-12, 15)
        for starts, ends in [(moments(start, zone), moments(end, zone) if end else None)]
        for first in starts
        for last in ends or {first}
        if first <= last
    }
    zero = Period.parse("2024-07-01T00:00:00Z").lower
    assert zero is not None
    lower = zero + timedelta(hours=from_hour)
    assert when.within(Period(lower, lower + timedelta(hours=hours))) is verdict(answers)


@given(_text, st.none() | _text, _asked(), st.integers(0, 60), st.integers(0, 60))
def test_a_wider_period_is_never_less_sure(
    start: str, end: str | None, asked: tuple[date, date], earlier: int, later: int
) -> None:
    lower, upper = asked
    when = read(start, end)
    rank = [NO, POSSIBLE, CERTAIN]
    narrow = when.within(Period(lower, upper))
    wide = when.within(Period(lower - timedelta(days=earlier), upper + timedelta(days=later)))
    assert rank.index(narrow) <= rank.index(wide)


@given(_text, st.none() | _text, _asked(), st.sampled_from("~?%"))
def test_doubt_takes_certainty_and_nothing_else(
    start: str, end: str | None, asked: tuple[date, date], qualifier: str
) -> None:
    assume(not start.startswith("["))
    sure = read(start, end).within(Period(*asked))
    doubtful = read(start + qualifier, end).within(Period(*asked))
    assert doubtful is (POSSIBLE if sure is CERTAIN else sure)


@given(_text, st.none() | _text, _asked())
def test_four_limits_tell_the_answer_of_one_span(
    start: str, end: str | None, asked: tuple[date, date]
) -> None:
    when = read(start, end)
    assume(end is not None or len(when.start.spans) == 1)
    lower, upper = (day.toordinal() for day in asked)
    limits = when.day_limits
    possible = limits.start_lower < upper and limits.end_upper > lower
    certain = limits.start_upper <= upper and limits.end_lower >= lower
    expected = CERTAIN if certain else POSSIBLE if possible else NO
    assert when.within(Period(*asked)) is expected
