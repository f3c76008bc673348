"""Stretches of time in words: what geotrack writes is read again, and people's spellings are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import When, in_words
from geotrack.notation.date_ranges import DateRange, other_meaning, parse_date_range

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
SINGLE = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day:%Y}"),
    st.builds(lambda day, code: f"{day.year}-{code}", DAYS, st.integers(21, 24)),
)


@st.composite
def _times(draw: st.DrawFn) -> DateRange:
    form = draw(st.sampled_from(["one", "mark", "open", "lasts", "between", "or"]))
    if form in {"one", "mark", "open"}:
        single = draw(SINGLE)
        if form == "open":
            return draw(st.sampled_from([DateRange(single, ".."), DateRange(single, "unknown")]))
        return DateRange(single + (draw(st.sampled_from("~?%")) if form == "mark" else ""))
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(1, 500)))
    if form == "lasts":
        return DateRange(first.isoformat(), last.isoformat())
    mark = ".." if form == "between" else ","
    if form == "or" and last - first == timedelta(days=1):
        mark = ","
    return DateRange(f"[{first}{mark}{last}]")


TIMES = _times()


@given(TIMES, st.sampled_from(["en", "nb"]))
def test_the_words_of_geotrack_are_read_again(time: DateRange, language: str) -> None:
    when = When.parse(time.start, time.end)
    words = in_words(when, language)
    found = parse_date_range(words)
    assert len(found) == 1, (words, found)
    again = When.parse(found[0].start, found[0].end)
    # Words state days, not their spelling: [..2024-09] and [..2024-09-30] are one.
    assert again.day_limits == when.day_limits, (words, found)
    assert in_words(again, language) == words


@given(st.text(max_size=40))
def test_any_text_has_valid_readings_or_none(text: str) -> None:
    for one in parse_date_range(text):
        When.parse(one.start, one.end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1–10 October 2024", "2024-10-01", "2024-10-10"),
        ("1-10 Oct 2024", "2024-10-01", "2024-10-10"),
        ("October 1-10, 2024", "2024-10-01", "2024-10-10"),
        ("October 1 to 10, 2024", "2024-10-01", "2024-10-10"),
        ("from 28 December 2024 to 3 January 2025", "2024-12-28", "2025-01-03"),
        ("fra 20. september til 10. oktober 2024", "2024-09-20", "2024-10-10"),
        ("mars til mai 2024", "2024-03", "2024-05"),
        ("Between 1 and 10 October 2024", "[2024-10-01..2024-10-10]", None),
        ("mellom 1. og 10. oktober 2024", "[2024-10-01..2024-10-10]", None),
        ("24 or 25 July 2024", "[2024-07-24,2024-07-25]", None),
        ("24. eller 25. juli 2024", "[2024-07-24,2024-07-25]", None),
        ("30 September or 1 October 2024", "[2024-09-30,2024-10-01]", None),
        ("summer 2024", "2024-22", None),
        ("Sommeren 2024", "2024-22", None),
        ("vinteren 2024–25", "2024-24", None),
        ("winter 2024/25", "2024-24", None),
        ("since March 2024", "2024-03", ".."),
        ("siden mars 2024", "2024-03", ".."),
        ("from March 2024", "2024-03", "unknown"),
        ("until 5 May 2024", "unknown", "2024-05-05"),
        ("before October 2024", "[..2024-09-30]", None),
        ("after 5 May 2024", "[2024-05-06..]", None),
        ("innen 5. mai 2024", "[..2024-05-05]", None),
        ("ca. juli 2024", "2024-07~", None),
        ("2024-05/..", "2024-05", ".."),
        ("2024", "2024", None),
        ("241305ZJUL2024", "2024-07-24T13:05:00Z", None),
        ("dato ikke oppgitt", "unknown", None),
    ],
)
def test_spellings_of_people(text: str, start: str, end: str | None) -> None:
    assert parse_date_range(text) == (DateRange(start, end),)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("04/05/2024", ["2024-05-04", "2024-04-05"]),
        ("winter 2024", ["2023-24", "2024-24"]),
        ("04/05/2024 – 06/05/2024", ["2024-05-04", "2024-04-05"]),
    ],
)
def test_an_ambiguous_text_has_each_reading(text: str, starts: list[str]) -> None:
    assert [one.start for one in parse_date_range(text)] == starts


@pytest.mark.parametrize(
    "text",
    ["", "soon", "10–1 October 2024", "1–10 October", "summer 2024–25", "winter 2024–26",
     "24 July 2024 16:40", "31 February 2024", "early July 2024", "1-40 October 2024"],
)  # fmt: skip
def test_a_text_without_an_honest_reading_has_none(text: str) -> None:
    assert parse_date_range(text) == ()


@given(DAYS, st.integers(1, 400))
def test_what_lasts_and_one_moment_in_it_are_each_others_other_meaning(day: date, n: int) -> None:
    lasts = DateRange(day.isoformat(), (day + timedelta(days=n)).isoformat())
    moment = other_meaning(lasts)
    assert moment is not None
    assert other_meaning(moment) == lasts
    assert other_meaning(DateRange("2024-10")) is None
    assert other_meaning(DateRange("2024-10", "..")) is None
