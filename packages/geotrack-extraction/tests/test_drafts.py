"""What becomes a draft, and what does not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.dates import parse_date
from geotrack.files.resources import sample_workspace
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import open_workspace
from geotrack_extraction.documents.plain_text import read_text
from geotrack_extraction.draft import Draft
from geotrack_extraction.drafts import drafts_of
from geotrack_extraction.lexicon import lexicon_of
from geotrack_extraction.sentences import sentences_of
from short_reports import DraftsOf, ReadReport

# Words of which property tests make texts: of each kind that a rule looks at.
WORDS = (
    "On Tuesday", "in May", "3 May 2023", "since 2019", "1–10 October", "03/04/2024", "28.07",
    "natt til søndag", "i fjor", "two Russian Tu-95 bombers", "the frigate Admiral Gorshkov",
    "KV Svalbard", "«Kapitan Durov»", "China", "Norges", "flew", "patrolled", "may visit",
    "did not sail", "vil øve", "ble kuttet", "said", "ifølge", "announced", "denied",
    "over the Barents Sea", "north of Svalbard", "between Vardø and Kirkenes",
    "30 km NW of Nome, Alaska", "i Wales", "in the Barents and Kara Seas", "71°30'N 25°15'E",
    "off", "the", "and", ",", ".", "\n", "\n\n", "; but ", "(", "\"", "–", ":", " – ",
    "JUNEAU, ", "U.S. ",
)  # fmt: skip


def types_of(found: list[Draft]) -> list[str]:
    return [draft.type.type if draft.type else "" for draft in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 3 May 2024 two Tu-95 bombers flew over the Barents Sea.", "air/bomber-sortie"),
        ("F-35 fighters scrambled to intercept two Il-38 off Finnmark on 3 May.", "air/intercept"),
        ("A drone was seen over Banak on 3 May.", "air/drone-sighting"),
        ("The frigate Admiral Essen called at Murmansk on 3 May.", "naval/port-call"),
        ("The tanker Eduard Toll loaded LNG at Sabetta on 3 May.", "energy/delivery"),
        ("A Russian submarine test-fired a missile from the White Sea on 3 May.",
         "military/missile-test"),
        ("The fibre cable to Svalbard was cut on 3 May.", "interference/cable-damage"),
        ("GPS was jammed over Finnmark on 3 May.", "interference/jamming"),
        ("The research vessel Kronprins Haakon docked in Longyearbyen on 3 May.",
         "research/port-call"),
        ("Soldiers of the Norwegian brigade exercised in Troms on 3 May.",
         "military/land-exercise"),
        ("Warships, fighters and troops exercised in the Norwegian Sea on 3 May.",
         "military/joint-exercise"),
        ("The cruise ship Ocean Dream ran aground in Isfjorden on 3 May.", "incident/grounding"),
        ("The trawler Melkart was detained off Hopen on 3 May.", "incident/detention"),
        ("Norway closed its ports to Russian vessels; it was a port ban of 3 May in Kirkenes.",
         "restriction/port-ban"),
        ("Russia and China signed an agreement in Murmansk on 3 May.", "diplomacy/agreement"),
    ],
)  # fmt: skip
def test_words_state_the_type(text: str, expected: str, drafts: DraftsOf) -> None:
    found = drafts(text)
    assert expected in types_of(found)
    assert found[-1].tier == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("To russiske Tu-95 fløy over Barentshavet 3. mai 2024.", "air/bomber-sortie"),
        ("Kystvaktskipet KV Svalbard patruljerte i Barentshavet 3. mai.", "coastguard/patrol"),
        ("Ubåten skjøt opp et missil fra Kvitsjøen 3. mai.", "military/missile-test"),
        ("Det ble meldt om GPS-jamming over Finnmark 3. mai.", "interference/jamming"),
        ("Sjøkabelen til Svalbard ble kuttet 3. mai.", "interference/cable-damage"),
        ("Forskningsskipet «Xue Long 2» anløp Murmansk 3. mai.", "research/port-call"),
        ("Tråleren «Melkart» ble arrestert utenfor Hopen 3. mai.", "incident/detention"),
        ("Hæren holdt en øvelse med soldater i Troms 3. mai.", "military/land-exercise"),
    ],
)
def test_norwegian_words_state_the_type(text: str, expected: str, drafts: DraftsOf) -> None:
    assert expected in types_of(drafts(text, "nb"))


def test_without_words_for_a_type_two_of_place_day_and_actor_make_a_draft_of_tier_2(
    drafts: DraftsOf,
) -> None:
    (found,) = drafts("A Finnish choir was in Kirkenes on 3 May 2024.")
    assert (found.tier, found.type, found.start, found.countries) == (
        2,
        None,
        "2024-05-03",
        ("FI",),
    )
    assert not drafts("A choir was in Kirkenes.")


@pytest.mark.parametrize(
    "text",
    [
        "Russian bombers may fly over the Barents Sea on 3 May.",
        "Russian bombers did not fly over the Barents Sea on 3 May.",
        "No Russian bombers flew over the Barents Sea on 3 May.",
        "If Russian bombers fly over the Barents Sea, Norway scrambles F-35 fighters from Evenes.",
        "Russian bombers normally fly over the Barents Sea.",
        "Russian bombers will fly over the Barents Sea next week.",
        "Since 2019 the Norwegian Coast Guard has had an agreement with the Governor of Svalbard.",
    ],
)
def test_what_may_be_or_was_not_is_no_event(text: str, drafts: DraftsOf) -> None:
    assert not drafts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russiske bombefly kan fly over Barentshavet 3. mai.",
        "Ingen russiske bombefly fløy over Barentshavet 3. mai.",
        "Russiske bombefly fløy ikke over Barentshavet 3. mai.",
        "Russiske bombefly skal fly over Barentshavet neste uke.",
    ],
)
def test_norwegian_words_say_that_something_was_not(text: str, drafts: DraftsOf) -> None:
    assert not drafts(text, "nb")


def test_a_heading_is_no_draft_and_a_day_above_a_list_dates_its_items(drafts: DraftsOf) -> None:
    text = (
        "Russian bombers fly in the north\n\nTuesday 3 September 2024\n"
        "- Two Tu-95 bombers flew over the Kara Sea.\n- The cutter Healy patrolled the Chukchi Sea."
    )
    found = drafts(text)
    assert [draft.start for draft in found] == ["2024-09-03", "2024-09-03"]
    assert {draft.date.basis for draft in found if draft.date} == {"context"}


def test_words_of_a_post_count_from_its_day(drafts: DraftsOf) -> None:
    text = "@Fleet · Tue 3 Sep 2024, 18:40\nTwo Tu-95 bombers flew over the Kara Sea yesterday."
    assert [draft.start for draft in drafts(text)] == ["2024-09-02"]


def test_what_is_dated_after_the_publication_is_counted(read_report: ReadReport) -> None:
    read = read_report("On 3 May 2025 two Russian bombers flew over the Barents Sea.")
    assert (read.late, read.drafts) == (1, [])


def test_a_text_without_full_stops_is_read_in_pieces() -> None:
    document = read_text("The frigate Fiktiv left the port of Nome " * 200)
    sentences = sentences_of(document, lexicon_of("en", built_in_taxonomy()))
    assert all(sentence.end - sentence.start <= 2_000 for sentence in sentences)
    words = [word.text for sentence in sentences for word in sentence.words]
    assert words == ["the", "frigate", "fiktiv", "left", "the", "port", "of", "nome"] * 200


def test_repeated_drafts_are_tied(drafts: DraftsOf) -> None:
    text = (
        "Two Russian Tu-95 bombers flew over the Barents Sea on 3 May 2024. "
        "The bombers flew over the Barents Sea for four hours."
    )
    first, second = drafts(text)
    assert (first.same_as, second.same_as) == (None, first)


def test_actors_stand_with_who_says_so(drafts: DraftsOf) -> None:
    (found,) = drafts(
        "According to the U.S. Coast Guard, the China Coast Guard patrolled the Bering Sea."
    )
    assert found.claimant is not None
    assert (found.claimant.name, found.claimant.stance) == ("U.S. Coast Guard", "supports")


def test_the_same_text_gives_the_same_drafts(drafts: DraftsOf) -> None:
    text = "Two Russian Tu-95 bombers flew over the Barents Sea on Tuesday, Norway said."
    assert drafts(text) == drafts(text)


@given(
    words=st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=30),
    lang=st.sampled_from(["en", "nb"]),
    published=st.sampled_from(["", "2024", "2024-10", "2024-10-12"]),
)
def test_any_text_is_read_and_every_value_has_its_words(
    words: list[str], lang: str, published: str
) -> None:
    text = " ".join(words)
    gazetteer = open_workspace(sample_workspace()).gazetteer
    found = drafts_of(read_text(text), lexicon_of(lang, built_in_taxonomy()), gazetteer, published)
    last = parse_date(published).upper if published else None
    for draft in found.drafts:
        spans = [place.span for place in draft.places] + [actor.span for actor in draft.actors]
        spans += [*draft.type.spans] if draft.type else []
        spans += [draft.date.span] if draft.date else []
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert draft.tier == 2 or draft.type
        first = parse_date(draft.start).lower
        assert first is None or last is None or first <= last


def test_mutated_reports_are_read(drafts: DraftsOf) -> None:
    text = (
        "JUNEAU, Alaska – On Tuesday, 3 May 2024, the cutter Healy met two Chinese ships 30 nm NW "
        "of Nome. According to Norway, 03/04/2024."
    )
    for n, cut in itertools.product(range(0, len(text), 12), ("", "\n", "“", "١", "\x00")):
        drafts(text[:n] + cut + text[n + 3 :])


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "{}, the fleet's press service said.", "the fleet's press service"),
        ("en", "{}, a spokesman for the ministry said.", "a spokesman for the ministry"),
        ("en", "{}, Russian border officials said.", "Russian border officials"),
        ("en", "{}, local media reported.", "local media"),
        ("nb", "{}, opplyser talsperson Ola Nordmann.", "talsperson Ola Nordmann"),
    ],
)
def test_the_claimant_is_the_subject_of_saying(
    lang: str, text: str, name: str, drafts: DraftsOf
) -> None:
    event = {
        "en": "Two bombers flew over the Barents Sea on 3 May 2024",
        "nb": "To bombefly fløy over Barentshavet 3. mai 2024",
    }[lang]
    (found,) = drafts(text.format(event), lang)
    assert found.claimant is not None
    assert found.claimant.name == name


def test_a_norwegian_compound_ends_with_its_act(drafts: DraftsOf) -> None:
    (found,) = drafts("Fregattbesøk i Tromsø 3. mai 2024.", "nb")
    assert found.type is not None
    assert found.type.type == "naval/port-call"
