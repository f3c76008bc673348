"""Which words are the place of an event, and what they mean."""

from __future__ import annotations

import pytest

from short_reports import DraftsOf, ReadReport


@pytest.mark.parametrize(
    ("where", "regions"),
    [
        ("over the Barents Sea", ("barents-sea",)),
        ("over the northern Barents Sea", ("barents-sea",)),
        ("over the Barents and Kara Seas", ("barents-sea", "kara-sea")),
        ("over the Barents Sea and the Kara Sea", ("barents-sea", "kara-sea")),
        ("over the Northern Sea Route", ("northern-sea-route",)),
        ("over the Arctic", ()),
        ("north of the Bering Strait", ()),
        ("off Finnmark", ()),
        ("between Svalbard and Norway", ()),
        ("in Norway", ()),
    ],
)
def test_only_a_named_region_is_one(where: str, regions: tuple[str, ...], drafts: DraftsOf) -> None:
    (found,) = drafts(f"On 3 May 2024 two Russian Tu-95 bombers flew {where}.")
    assert found.regions == regions
    assert regions or all(place.location is None for place in found.places)


def test_distance_and_direction_give_a_point_with_a_radius(drafts: DraftsOf) -> None:
    (found,) = drafts(
        "On 3 May the cutter Healy met two Chinese research ships about 265 miles northwest of "
        "Utqiagvik, Alaska, and left."
    )
    (place,) = found.places
    assert place.location is not None
    assert place.words == "about 265 miles northwest of Utqiagvik, Alaska"
    assert place.location.place["precision"] == "near"
    assert place.location.place["radius_km"] > 100


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2024 the frigate Severomorsk patrolled.",
        "On 3 May 2024 the cutter Polar Star patrolled.",
        "On 3 May 2024 USS Bering Sea patrolled.",
        "On 3 May 2024 the frigate Victoria patrolled with HMCS Nome.",
        "On 3 May 2024 the Northern Sea Route Administration signed an agreement with China.",
        "On 3 May 2024 the Nome Nugget wrote of two Tu-95 bombers that flew.",
        "On 3 May 2024 Russia signed an agreement with Iceland.",
        "KIRKENES, 3 May 2024 – Two Tu-95 bombers of Russia flew.",
    ],
)
def test_ships_papers_partners_and_datelines_are_no_places(text: str, drafts: DraftsOf) -> None:
    (found,) = drafts(text)
    assert not found.places


def test_a_name_of_a_place_elsewhere_is_not_taken_for_one_in_the_north(drafts: DraftsOf) -> None:
    text = "On 3 May 2024 two Russian Tu-95 bombers flew past Lossiemouth and Wales."
    assert all(place.location is None for draft in drafts(text) for place in draft.places)


def test_wales_is_in_alaska_where_the_text_says_so(drafts: DraftsOf) -> None:
    (found,) = drafts("On 3 May 2024 British soldiers exercised in Wales with troops.")
    assert [(place.words, place.location) for place in found.places] == [("Wales", None)]
    (found,) = drafts("On 3 May 2024 soldiers exercised in Wales, Alaska, with troops.")
    assert found.places[0].ids == ("wales",)


def test_a_name_that_no_list_has_keeps_its_words(read_report: ReadReport) -> None:
    found = read_report("On 3 May 2024 two Russian Tu-95 bombers flew near Cape Foobar.")
    assert found.unlisted == ["Cape Foobar"]
    assert [place.words for draft in found.drafts for place in draft.places] == ["near Cape Foobar"]


def test_a_home_port_is_no_place_of_an_event(drafts: DraftsOf) -> None:
    text = "On 3 May 2024 the cutter Healy, home-ported in Seattle, patrolled the Bering Sea."
    assert [draft.regions for draft in drafts(text)] == [("bering-sea",)]


def test_positions_that_follow_each_other_bound_an_area(drafts: DraftsOf) -> None:
    (found,) = drafts(
        "Danger area 75-30N 064-00E, 76-15N 066-00E, 75-50N 069-30E closed on 3 May 2024."
    )
    location = found.places[0].location
    assert location is not None
    assert location.geometry is not None
    assert location.geometry["type"] == "Polygon"
    assert location.geometry["coordinates"][0][1] == [66.0, 76.25]


def test_a_place_that_something_is_done_to_needs_no_word_before_it(drafts: DraftsOf) -> None:
    (found,) = drafts("I mai 2024 besøkte kinesiske tjenestemenn Barentsburg.", "nb")
    assert [place.words for place in found.places] == ["Barentsburg"]
