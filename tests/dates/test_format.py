"""Every kind of record in words, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import LANGUAGES, DateError, When, in_words
from geotrack.errors import UsageError

WORDS = [
    # start, end, English, Bokmål
    ("2024-07-24", None, "24 July 2024", "24. juli 2024"),
    ("2024-05", None, "sometime in May 2024", "en gang i mai 2024"),
    ("2024-05-XX", None, "sometime in May 2024", "en gang i mai 2024"),
    ("2024", None, "sometime in 2024", "en gang i 2024"),
    ("2024-XX", None, "sometime in 2024", "en gang i 2024"),
    ("202X", None, "sometime in the 2020s", "en gang på 2020-tallet"),
    ("20XX", None, "between 2000 and 2099", "mellom 2000 og 2099"),
    ("000X", None, "between 1 and 9", "mellom 1 og 9"),
    ("9999-12-31", None, "31 December 9999", "31. desember 9999"),
    ("9999", None, "sometime in 9999", "en gang i 9999"),
    # seasons
    ("2024-21", None, "spring 2024", "våren 2024"),
    ("2024-22", None, "summer 2024", "sommeren 2024"),
    ("2024-23", None, "autumn 2024", "høsten 2024"),
    ("2024-24", None, "winter 2024–25", "vinteren 2024–25"),
    ("1999-24", None, "winter 1999–00", "vinteren 1999–00"),
    # one of several
    ("[2024-09-20,2024-09-21]", None, "20 or 21 September 2024", "20. eller 21. september 2024"),
    ("[2024-09-30,2024-10-01]", None, "30 September or 1 October 2024",
     "30. september eller 1. oktober 2024"),
    ("[2024-12-31,2025-01-01]", None, "31 December 2024 or 1 January 2025",
     "31. desember 2024 eller 1. januar 2025"),
    ("[2024-09-20,2024-09-25,2024-10-01]", None, "20 September, 25 September or 1 October 2024",
     "20. september, 25. september eller 1. oktober 2024"),
    ("[2023-07,2023-08]", None, "sometime in July or August 2023",
     "en gang i juli eller august 2023"),
    ("[2024-09-28..2024-10-01]", None, "between 28 September and 1 October 2024",
     "mellom 28. september og 1. oktober 2024"),
    ("[2024-10-01..2024-10-10]", None, "between 1 and 10 October 2024",
     "mellom 1. og 10. oktober 2024"),
    ("[2023-12..2024-02]", None, "between December 2023 and February 2024",
     "mellom desember 2023 og februar 2024"),
    ("[2024-09-20..2024-09-22,2024-10-05]", None,
     "between 20 and 22 September or 5 October 2024",
     "mellom 20. og 22. september eller 5. oktober 2024"),
    ("2024-1X", None, "between October and December 2024", "mellom oktober og desember 2024"),
    ("2024-05-1X", None, "between 10 and 19 May 2024", "mellom 10. og 19. mai 2024"),
    ("2024-XX-05", None, "one of 12 dates from 5 January to 5 December 2024",
     "én av 12 datoer fra 5. januar til 5. desember 2024"),
    ("[..2024-09]", None, "before October 2024", "før oktober 2024"),
    ("[..2024]", None, "before 2025", "før 2025"),
    ("[..2024-09-10]", None, "on or before 10 September 2024", "senest 10. september 2024"),
    ("[..9999-12-31]", None, "on or before 31 December 9999", "senest 31. desember 9999"),
    ("[2024-09..]", None, "not before September 2024", "tidligst i september 2024"),
    ("[2024-09-05..]", None, "on or after 5 September 2024", "tidligst 5. september 2024"),
    # in doubt
    ("2024~", None, "about 2024", "omkring 2024"),
    ("2024-05?", None, "perhaps May 2024", "muligens mai 2024"),
    ("2024-07-24%", None, "perhaps about 24 July 2024", "muligens omkring 24. juli 2024"),
    ("[2024-09-20,2024-09-21?]", None, "perhaps 20 or 21 September 2024",
     "muligens 20. eller 21. september 2024"),
    # lasting
    ("2024-09-20", "2024-09-25", "20–25 September 2024", "20.–25. september 2024"),
    ("2024-09-20", "2024-10-10", "20 September – 10 October 2024",
     "20. september – 10. oktober 2024"),
    ("2023-12-30", "2024-01-02", "30 December 2023 – 2 January 2024",
     "30. desember 2023 – 2. januar 2024"),
    ("[2024-09-20,2024-09-21]", "2024-10-10", "20 or 21 September – 10 October 2024",
     "20. eller 21. september – 10. oktober 2024"),
    ("[2024-09-20,2024-09-21]", "2024-09-25", "20 or 21 September – 25 September 2024",
     "20. eller 21. september – 25. september 2024"),
    ("2024-05", "2024-07", "May–July 2024", "mai–juli 2024"),
    ("2024-05", "2024-07-10", "May – 10 July 2024", "mai – 10. juli 2024"),
    ("2023", "2025", "2023–2025", "2023–2025"),
    ("2024-22", "2024-23", "summer 2024 – autumn 2024", "sommeren 2024 – høsten 2024"),
    ("2024-07-24", "2024-07-24", "24 July 2024", "24. juli 2024"),
    ("2024-05", "2024-05", "sometime in May 2024", "en gang i mai 2024"),
    ("2024-09-18~", "2024-10", "from about 18 September to October 2024",
     "fra omkring 18. september til oktober 2024"),
    ("[2024-09-28..2024-10-01]", "2024-10-10",
     "start between 28 September and 1 October, end 10 October 2024",
     "start mellom 28. september og 1. oktober, slutt 10. oktober 2024"),
    ("2024-08-06", "..", "since 6 August 2024, still going on",
     "siden 6. august 2024, pågår fortsatt"),
    ("2024-05", "..", "since May 2024, still going on", "siden mai 2024, pågår fortsatt"),
    ("2024-08-06", "unknown", "from 6 August 2024, end not stated",
     "fra 6. august 2024, slutt ikke oppgitt"),
    ("unknown", "2024-10-10", "until 10 October 2024, start not stated",
     "til 10. oktober 2024, start ikke oppgitt"),
    # not stated
    ("unknown", None, "date not stated", "dato ikke oppgitt"),
    ("unknown", "unknown", "date not stated", "dato ikke oppgitt"),
    ("unknown", "..", "start not stated, still going on", "start ikke oppgitt, pågår fortsatt"),
    # moments
    ("2024-07-24T16:40:00-09:00", None, "24 July 2024 16:40 (UTC−09:00)",
     "24. juli 2024 kl. 16.40 (UTC−09:00)"),
    ("2024-07-24T16:40:05.250Z", None, "24 July 2024 16:40:05.25 (UTC)",
     "24. juli 2024 kl. 16.40.05,25 (UTC)"),
    ("2024-07-24T16:40:00+05:30", None, "24 July 2024 16:40 (UTC+05:30)",
     "24. juli 2024 kl. 16.40 (UTC+05:30)"),
    ("2024-07-24T16:40:00Z", "2024-07-24T18:05:00Z", "24 July 2024 16:40–18:05 (UTC)",
     "24. juli 2024 kl. 16.40–18.05 (UTC)"),
    ("2024-07-24T16:40:00Z", "2024-07-24T16:40:00Z", "24 July 2024 16:40 (UTC)",
     "24. juli 2024 kl. 16.40 (UTC)"),
    ("2024-07-24T16:40:00Z", "2024-07-25T18:05:00Z",
     "24 July 2024 16:40 – 25 July 2024 18:05 (UTC)",
     "24. juli 2024 kl. 16.40 – 25. juli 2024 kl. 18.05 (UTC)"),
    ("2024-07-24T16:40:00Z", "2024-07-25", "24 July 2024 16:40 (UTC) – 25 July 2024",
     "24. juli 2024 kl. 16.40 (UTC) – 25. juli 2024"),
    ("2024-07-24T16:40:00Z", "..", "since 24 July 2024 16:40 (UTC), still going on",
     "siden 24. juli 2024 kl. 16.40 (UTC), pågår fortsatt"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "english", "bokmaal"), WORDS)
def test_record_in_words(start: str, end: str | None, english: str, bokmaal: str) -> None:
    when = When.parse(start, end)
    assert in_words(when) == english
    assert in_words(when, "nb") == bokmaal


def test_stated_zone_stands_beside_a_bare_day_only() -> None:
    assert (
        in_words(When.parse("2024-07-24", None, "Asia/Shanghai")) == "24 July 2024 (Asia/Shanghai)"
    )
    moment = When.parse("2024-07-24T16:40:00Z", None, "Asia/Shanghai")
    assert in_words(moment) == "24 July 2024 16:40 (UTC)"
    assert in_words(When.parse("unknown", None, "Asia/Shanghai")) == "date not stated"


def test_unknown_language_is_refused_with_the_known() -> None:
    with pytest.raises(UsageError) as caught:
        in_words(When.parse("2024"), "xx")
    assert str(caught.value) == "no words for 'xx'; choose from en, nb"


@given(
    st.text(alphabet="0123456789X-~?%[].,", max_size=24) | st.sampled_from([w[0] for w in WORDS]),
    st.none() | st.sampled_from([w[1] for w in WORDS if w[1]]),
    st.sampled_from(sorted(LANGUAGES)),
)
def test_whatever_is_a_record_has_words(start: str, end: str | None, language: str) -> None:
    try:
        when = When.parse(start, end)
    except DateError:
        return
    words = in_words(when, language)
    assert words == words.strip()
    assert "{" not in words
    assert "  " not in words
