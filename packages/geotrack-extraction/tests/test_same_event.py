"""Which drafts of a report are of one event, and which are not."""

from __future__ import annotations

import pytest

from short_reports import DraftsOf

LEAD = "Two Russian Tu-95 bombers flew over the Barents Sea on 3 May 2024."
AGROUND = "The tanker Fiktiv ran aground off Vardø on 3 May 2024."


@pytest.mark.parametrize(
    ("first", "second", "lang"),
    [
        (LEAD, "The flight was the third by Russian bombers.", "en"),
        (LEAD, "The aircraft were identified by Norwegian F-35 fighters.", "en"),
        (AGROUND, "The ship was pulled free by a tug on 5 May 2024.", "en"),
        (
            "To russiske Tu-95 bombefly fløy over Barentshavet 3. mai 2024.",
            "Flyene ble identifisert av norske F-35.",
            "nb",
        ),
    ],
)
def test_what_refers_to_an_event_repeats_it(
    first: str, second: str, lang: str, drafts: DraftsOf
) -> None:
    lead, *others = drafts(f"{first} {second}", lang)
    assert [draft.same_as for draft in others] == [lead]


@pytest.mark.parametrize(
    ("first", "second", "lang"),
    [
        (LEAD, "Another two Tu-95 bombers flew over the Norwegian Sea on 3 May 2024.", "en"),
        (LEAD, "The aircraft flew over the Norwegian Sea on 9 May 2024.", "en"),
        (AGROUND, "Two trawlers collided off Bodø.", "en"),
        (
            "To russiske Tu-95 bombefly fløy over Barentshavet 3. mai 2024.",
            "Den russiske fregatten «Fiktiv» lå utenfor Vardø 4. mai 2024.",
            "nb",
        ),
    ],
)
def test_another_event_is_no_repeat(first: str, second: str, lang: str, drafts: DraftsOf) -> None:
    assert [draft.same_as for draft in drafts(f"{first} {second}", lang)] == [None, None]


def test_a_denial_is_not_the_event(drafts: DraftsOf) -> None:
    text = (
        "GPS jamming was reported in Finnmark on 9 May 2024. "
        "Russia denied on 11 May 2024 that it had jammed any signal."
    )
    assert [draft.same_as for draft in drafts(text)] == [None, None]
