"""Which words are the date of an event."""

from __future__ import annotations

import pytest

from short_reports import DraftsOf


@pytest.mark.parametrize(
    ("when", "start", "basis"),
    [
        ("on 30 September 2024", "2024-09-30", "stated"),
        ("on Monday, September 30, 2024,", "2024-09-30", "stated"),
        ("in May 2024", "2024-05", "stated"),
        ("in the summer of 2024", "2024-22", "stated"),
        ("in early August 2024", "[2024-08-01~..2024-08-10~]", "stated"),
        ("on 22 or 23 September 2024", "[2024-09-22,2024-09-23]", "stated"),
        ("from 1 to 10 October 2024", "2024-10-01", "stated"),
        ("on 3 May", "2024-05-03", "published"),
        ("in May", "2024-05", "published"),
        ("in December", "2023-12", "published"),
        ("in May last year", "2023-05", "published"),
        ("last week", "[2024-09-30..2024-10-06]", "published"),
        ("over the weekend", "unknown", None),
        ("on Tuesday", "2024-10-08", "weekday"),
        ("last Tuesday", "[2024-10-01,2024-10-08]", "weekday"),
        ("on 03/04/2024", "unknown", None),
        ("on 03.04.2024", "2024-04-03", "stated"),
        ("the weekend before last", "[2024-09-28..2024-09-29]", "published"),
        ("on the 9th of last month", "2024-09-09", "published"),
        ("in the second week of May", "[2024-05-08..2024-05-14]", "published"),
        ("at some time", "unknown", None),
    ],
)
def test_a_date_is_the_coarsest_honest_one(
    when: str, start: str, basis: str | None, drafts: DraftsOf
) -> None:
    (found,) = drafts(f"Two Russian Tu-95 bombers flew over the Barents Sea {when} for an hour.")
    assert found.start == start
    assert (found.date.basis if found.date and found.date.value else None) == basis


@pytest.mark.parametrize(
    ("when", "start"),
    [
        ("30. september 2024", "2024-09-30"),
        ("mandag 30. september", "2024-09-30"),
        ("natt til onsdag", "[2024-10-08..2024-10-09]"),
        ("i slutten av august", "[2024-08-21~..2024-08-31~]"),
        ("mandag i forrige uke", "2024-09-30"),
        ("i går", "2024-10-11"),
        ("i mai i fjor", "2023-05"),
    ],
)
def test_norwegian_dates(when: str, start: str, drafts: DraftsOf) -> None:
    (found,) = drafts(f"To russiske Tu-95 fløy over Barentshavet {when}.", "nb")
    assert found.start == start


@pytest.mark.parametrize(
    "text",
    [
        "Two Russian Tu-95 bombers flew over the Barents Sea, Norway said on Tuesday.",
        "Norway announced on 3 May that two Russian Tu-95 bombers flew over the Barents Sea.",
        "Two Russian Tu-95 bombers flew over the Barents Sea, Norwegian officials said Friday.",
    ],
)
def test_a_date_behind_said_or_since_is_not_of_the_event(text: str, drafts: DraftsOf) -> None:
    assert [draft.start for draft in drafts(text)] == ["unknown"]


def test_what_is_since_a_year_is_background(drafts: DraftsOf) -> None:
    assert not drafts("Since 2019 Russian Tu-95 bombers flew over the Barents Sea.")
    (found,) = drafts("On 3 May two Tu-95 bombers flew over the Barents Sea, the first since 2019.")
    assert found.start == "2024-05-03"


def test_both_weeks_count_where_no_tense_gives_a_direction(drafts: DraftsOf) -> None:
    (found,) = drafts("Sortie of two Russian Tu-95 bombers over the Barents Sea on Tuesday.")
    assert found.start == "[2024-10-08,2024-10-15]"


def test_nothing_is_dated_after_publication(drafts: DraftsOf) -> None:
    text = "Two Russian Tu-95 bombers flew over the Barents Sea on 3 May 2025."
    assert not drafts(text)
    (found,) = drafts("Russia announced a closed area in the Barents Sea for 3 May 2025.")
    assert (found.start, found.flags) == ("unknown", ("date-after-publication",))


def test_without_a_day_of_publication_a_year_comes_from_the_text(drafts: DraftsOf) -> None:
    text = "Bombers flew over the Kara Sea in 2023. In May two Tu-95 flew over the Laptev Sea."
    assert [draft.start for draft in drafts(text, published="2025")] == ["2023", "2023-05"]
    assert [d.date.basis for d in drafts(text, published="2025") if d.date] == ["stated", "context"]


@pytest.mark.parametrize(
    ("lang", "second", "start"),
    [
        ("en", "The next day a Russian Il-38 aircraft flew off Vardø.", "2024-05-04"),
        ("en", "Two days later a Russian Il-38 aircraft flew off Vardø.", "2024-05-05"),
        ("en", "A week earlier a Russian Il-38 aircraft had flown off Vardø.", "2024-04-26"),
        ("en", "A Russian Il-38 aircraft flew off Vardø on the 9th.", "2024-05-09"),
        (
            "en",
            "A Russian Il-38 aircraft flew off Vardø the same week.",
            "[2024-04-29..2024-05-05]",
        ),
        ("nb", "Dagen etter fløy et russisk Il-38 utenfor Vardø.", "2024-05-04"),
        ("nb", "Tre dager tidligere fløy et russisk Il-38 utenfor Vardø.", "2024-04-30"),
        ("nb", "Et russisk Il-38 fløy utenfor Vardø samme uke.", "[2024-04-29..2024-05-05]"),
    ],
)
def test_a_relative_day_counts_from_the_event_before(
    lang: str, second: str, start: str, drafts: DraftsOf
) -> None:
    first = {
        "en": "Two Russian Tu-95 bombers flew over the Barents Sea on 3 May 2024.",
        "nb": "To russiske Tu-95 bombefly fløy over Barentshavet 3. mai 2024.",
    }[lang]
    *_, found = drafts(f"{first} {second}", lang)
    assert found.date is not None
    assert (found.start, found.date.basis) == (start, "context")


def test_a_heading_that_is_a_year_dates_what_is_below_it(drafts: DraftsOf) -> None:
    text = "2023\n\n- 3 May. Two Russian Tu-95 bombers over the Barents Sea."
    (found,) = drafts(text)
    assert found.start == "2023-05-03"


def test_a_date_in_figures_with_full_stops_is_read(drafts: DraftsOf) -> None:
    (found,) = drafts("Natt til 6.9. fløy to russiske Tu-95 over Barentshavet.", "nb")
    assert found.start == "[2024-09-05..2024-09-06]"
