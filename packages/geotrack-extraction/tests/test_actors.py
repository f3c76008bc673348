"""Who acts in a sentence."""

from __future__ import annotations

import pytest

from short_reports import DraftsOf


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("China and Russia patrolled the Bering Sea with warships.", ("CN", "RU")),
        ("Russian warships patrolled the Bering Sea with ships from China.", ("RU", "CN")),
        ("Russian warships patrolled in Norwegian waters of the Barents Sea.", ("RU",)),
        ("Russian warships patrolled the Barents Sea off Norway.", ("RU",)),
        ("Russian warships patrolled the Barents Sea, with no participants from China.", ("RU",)),
        ("Russian warships patrolled the Barents Sea without China.", ("RU",)),
        ("The Northern Fleet patrolled the Barents Sea with warships.", ("RU",)),
        ("Warships of the Norwegian Sea squadron patrolled the Barents Sea.", ()),
        ("A Liberia-flagged tanker sailed the Barents Sea.", ("LR",)),
    ],
)
def test_actors_are_those_who_act(text: str, countries: tuple[str, ...], drafts: DraftsOf) -> None:
    (found,) = drafts(f"On 3 May 2024 {text[0].lower() if text[0] in 'AW' else text[0]}{text[1:]}")
    assert found.countries == countries


def test_the_flag_of_a_ship_is_a_role(drafts: DraftsOf) -> None:
    (found,) = drafts("On 3 May 2024 a Liberia-flagged tanker sailed the Barents Sea.")
    assert [actor.role for actor in found.actors] == ["flag state"]


def test_two_countries_are_those_of_the_sentence_before(drafts: DraftsOf) -> None:
    text = (
        "China and Russia met in Murmansk on 3 May. "
        "The two countries patrolled the Bering Sea with warships on 4 May."
    )
    assert [draft.countries for draft in drafts(text)] == [("CN", "RU"), ("CN", "RU")]
