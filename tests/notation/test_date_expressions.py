"""Stretches of time in words: what geotrack writes is read again, and people's spellings are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import When, in_words
from geotrack.notation.date_expressions import DateRange, other_meaning, parse_date_range
from geotrack.notation.date_faults import date_fault
from geotrack.notation.dates import DateOrder, DateReading, parse_date_text

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
        ("uke 48–49 2024", "[2024-11-25..2024-12-01]", "[2024-12-02..2024-12-08]"),
        ("6, 7 and 8 July 2024", "2024-07-06", "2024-07-08"),
        ("July 6 and 7, 2024", "2024-07-06", "2024-07-07"),
        ("30 September and 1 October 2024", "2024-09-30", "2024-10-01"),
        ("helgen 23.–24. november 2024", "[2024-11-23..2024-11-24]", None),
        ("week ending 1 December 2024", "[2024-11-25..2024-12-01]", None),
        ("natt til torsdag 28. november 2024", "[2024-11-27..2024-11-28]", None),
        ("kvelden 24. juli 2024", "2024-07-24", None),
        ("about between 1 and 10 August 2024", "[2024-08-01~..2024-08-10~]", None),
        ("between late August and early September 2024", "[2024-08-21~..2024-09-10~]", None),
        ("by the end of August 2024", "[..2024-08-31~]", None),
        ("før midten av august 2024", "[..2024-08-10~]", None),
        ("the 1990s", "199X", None),
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
     "24 July 2024 16:40", "31 February 2024", "1-40 October 2024"],
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


PUBLISHED = date(2024, 11, 30)  # a Saturday


@pytest.mark.parametrize(
    ("english", "norwegian", "starts"),
    [
        ("yesterday", "i går", ["2024-11-29"]),
        ("last night", "i natt", ["[2024-11-29..2024-11-30]"]),
        ("three days ago", "for tre dager siden", ["2024-11-27"]),
        ("last week", "forrige uke", ["[2024-11-18..2024-11-24]"]),
        ("earlier this week", "tidligere denne uken", ["[2024-11-25..2024-11-30]"]),
        ("last month", "forrige måned", ["2024-10"]),
        ("this year", "i år", ["2024"]),
        ("on Tuesday", "tirsdag", ["2024-11-26", "2024-12-03"]),
        ("last Tuesday", "sist tirsdag", ["2024-11-26", "2024-11-19"]),
        ("overnight to Thursday", "natt til torsdag",
         ["[2024-11-27..2024-11-28]", "[2024-12-04..2024-12-05]"]),
        ("week 48", "uke 48", ["[2024-11-25..2024-12-01]"]),
        ("28 November", "28. november", ["2024-11-28"]),
        ("3 January", "3. januar", ["2025-01-03"]),
        ("early June", "tidlig i juni",
         ["[2024-06-01~..2024-06-10~]", "[2025-06-01~..2025-06-10~]"]),
    ],
)  # fmt: skip
def test_a_date_counts_from_the_day_of_publication_if_it_is_stated(
    english: str, norwegian: str, starts: list[str]
) -> None:
    for text in (english, norwegian, english.capitalize()):
        assert sorted(one.start for one in parse_date_range(text, PUBLISHED)) == sorted(starts)
        assert parse_date_range(text) == ()
        fault = date_fault(text)
        assert fault is not None
        assert fault[0] in {
            "it counts from the day of publication, which is not stated",
            "it has no year",
        }


@given(DAYS, st.sampled_from(["early", "mid", "late", "first", "second"]), st.integers(0, 6))
def test_a_part_of_a_time_holds_the_days_that_it_means(day: date, part: str, back: int) -> None:
    """Of every month some part has each day, and of two halves or thirds each lies in it."""
    month, year = f"{day:%B}", day.year
    text = (
        f"{part} half of {month} {year}"
        if part in {"first", "second"}
        else f"{part} {month} {year}"
    )
    [found] = parse_date_range(text)
    lower, upper = When.parse(found.start).bounds()
    assert lower is not None
    assert upper is not None
    assert (
        f"{day:%Y-%m}-01" <= lower < upper <= (day.replace(day=28) + timedelta(days=4)).isoformat()
    )
    thirds = [parse_date_range(f"{one} {month} {year}") for one in ("early", "mid", "late")]
    assert sum(_has(one[0], day) for one in thirds) == 1
    assert all(When.parse(one[0].start).uncertain for one in thirds)
    iso = day.isocalendar()
    [week] = parse_date_range(f"uke {iso.week} {iso.year}")
    assert _has(week, day)
    [quarter] = parse_date_range(f"Q{(day.month + 2) // 3} {year}")
    assert _has(quarter, day)
    [night] = parse_date_range(f"natt til {day.day}. {month} {year}")
    assert _has(night, day)
    assert _has(night, day - timedelta(days=1))
    published = day + timedelta(days=back)
    assert any(_has(one, day) for one in parse_date_range(f"{day:%A}", published))


@pytest.mark.parametrize("text", ["6 and 7 July", "6. og 7. juli", "from 6 to 7 July", "July 6-7"])
def test_a_stretch_without_a_year_is_read_near_the_day_of_publication(text: str) -> None:
    assert parse_date_range(text) == ()
    assert parse_date_range(text, date(2024, 7, 9)) == (DateRange("2024-07-06", "2024-07-07"),)
    assert [one.start for one in parse_date_range(text, date(2024, 12, 9))] == [
        "2024-07-06",
        "2025-07-06",
    ]


def _has(one: DateRange, day: date) -> bool:
    when = When.parse(one.start, one.end)
    assert when.lower is not None
    assert when.upper is not None
    return when.lower <= day < when.upper


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31.11.2026", "November 2026 has 30 days"),
        ("31. november 2026", "November 2026 has 30 days"),
        ("November 31, 2026", "November 2026 has 30 days"),
        ("2026/02/29", "February 2026 has 28 days"),
        ("20241131", "November 2024 has 30 days"),
        ("13.13.2026", "there is no month 13"),
        ("uke 53 2024", "2024 has 52 weeks"),
        ("fredag 28. november 2024", "2024-11-28 is a Thursday"),
        ("night of 27 November 2024", "the night may be the one before that day or the one after"),
        ("6 and 9 July 2024", "it states several times, which are no run of days"),
        ("weeks 47 and 48 2024", "it states several times, which are no run of days"),
        ("6 and 7 July", "it has no year"),
        ("nylig", "a word that names no day"),
        ("24 July 2024 16:40", "a time of day without its offset from UTC"),
        ("10–1 October 2024", "it ends before it starts"),
    ],
)
def test_a_text_without_a_reading_has_its_reason(text: str, problem: str) -> None:
    assert parse_date_range(text) == ()
    fault = date_fault(text)
    assert fault is not None
    assert fault[0] == problem


@given(st.text(max_size=60))
def test_any_text_has_a_fault_or_none(text: str) -> None:
    date_fault(text)
    parse_date_range(text, PUBLISHED)


@pytest.mark.parametrize("text", ["1/" * 43 + "2024", "1-" * 43 + "2024", "night of " + "1-" * 38])
def test_a_text_of_many_joints_is_read_in_few_steps(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    steps: list[str] = []

    def counted(word: str, order: DateOrder | None = None) -> DateReading | None:
        steps.append(word)
        return parse_date_text(word, order)

    monkeypatch.setattr("geotrack.notation.date_expressions.parse_date_text", counted)
    parse_date_range(text)
    assert len(steps) < 60 * len(text)
