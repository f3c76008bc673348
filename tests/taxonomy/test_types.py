"""The taxonomy is whole, and a word leads to its type or to the nearest one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import correction, corrections, nearest, nearest_few
from geotrack.taxonomy import UnknownTypeError, built_in_taxonomy


def test_every_type_belongs_to_a_theme_and_every_theme_has_a_type() -> None:
    known = built_in_taxonomy()
    assert {t.theme.id for t in known.types.values()} == set(known.themes)
    assert all(id_ == t.id and id_.startswith(f"{t.theme.id}/") for id_, t in known.types.items())


def test_every_word_has_a_label_in_both_languages() -> None:
    for word in (*built_in_taxonomy().themes.values(), *built_in_taxonomy().types.values()):
        assert set(word.label) == {"en", "nb"}, word.id
        assert all(label.strip() for label in word.label.values())


def test_themes_differ_without_colour_and_colours_are_css() -> None:
    themes = built_in_taxonomy().themes.values()
    assert len({t.shape for t in themes}) == len(themes)
    assert all(re.fullmatch("#[0-9a-f]{6}", t.colour) for t in themes)


def test_the_medium_is_one_of_four() -> None:
    assert {t.medium for t in built_in_taxonomy().types.values()} == {"sea", "air", "land", "any"}


def test_every_word_resolves_and_only_those() -> None:
    known = built_in_taxonomy()
    for word in known.words:
        assert known.resolve(word).id in known.types
    assert "bomber-sortie" in known.words
    assert "patrol" not in known.words, "three themes have one"


@pytest.mark.parametrize(
    ("word", "said", "remedy"),
    [
        ("coastgard/patrol", "'coastgard/patrol' is not a known type", "coastguard/patrol"),
        ("bomber-sorty", "'bomber-sorty' is not a known type", "air/bomber-sortie"),
        ("patrol", "'patrol' is a type of several themes", "air/patrol, coastguard/patrol"),
        (
            "research/survey",
            "'research/survey' is not a known type",
            "write one of research/voyage, ",
        ),
        (
            "reserch/survey",
            "'reserch/survey' is not a known type",
            "write one of research/voyage, ",
        ),
        ("research", "'research' is not a known type", "write one of research/voyage, "),
        ("naval/bomber-sortie", "is not a known type", "did you mean 'air/bomber-sortie'?"),
        (
            "border/patrol",
            "is not a known type",
            "write one of air/patrol, coastguard/patrol, naval",
        ),
        ("air/intercepts", "is not a known type", "did you mean 'air/intercept'?"),
        ("Sperring", "is not a known type", "did you mean 'restriction/closure'?"),
        ("closing", "is not a known type", "themes are air, coastguard"),
        (
            "øvelse",
            "is not a known type",
            "write one of naval/exercise, air/exercise, military/joint",
        ),
        ("Luftpatrolje", "is not a known type", "did you mean 'air/patrol'?"),
        ("zzzz", "'zzzz' is not a known type", "themes are air, coastguard"),
    ],
)
def test_an_unknown_word_is_told_with_the_nearest(word: str, said: str, remedy: str) -> None:
    with pytest.raises(UnknownTypeError, match=re.escape(said)) as raised:
        built_in_taxonomy().resolve(word)
    assert remedy in raised.value.remedy


def test_nearest_keeps_the_spelling_of_the_known_word() -> None:
    assert nearest("BERING STRAIGHT", ["Bering Strait", "Bering Sea"]) == "Bering Strait"
    assert nearest("zzzz", ["Bering Strait"]) is None
    assert nearest("", []) is None
    assert nearest("x" * 1_000_000, ["x" * 10]) is None


def test_nearest_does_not_mind_accents() -> None:
    assert nearest("gronlandshavett", ["Karahavet", "Grønlandshavet"]) == "Grønlandshavet"


def test_a_few_are_different_things_and_not_spellings_of_one() -> None:
    seas = {"kara sea": 1, "karahavet": 1, "barents sea": 2, "karskoye": 1, "laptev sea": 3}
    assert nearest_few("kara see", seas) == [1, 2]
    assert nearest_few("kara see", seas, most=1) == [1]
    assert nearest_few("zzzz", seas) == []
    assert nearest_few("kara", {}) == []
    assert nearest_few("k" * 1_000_000, seas) == []


WORDS = st.text("abctypel_", max_size=12)


@given(WORDS, st.lists(WORDS, max_size=6))
def test_a_slip_is_few_wrong_letters(word: str, known: list[str]) -> None:
    """The nearest by the optimal string alignment distance, as rapidfuzz has it."""
    apart = [OSA.distance(word, one) for one in known]
    fits = [
        n for n, one in zip(apart, known, strict=True) if n <= min(2, max(len(word), len(one)) // 4)
    ]
    found = correction(word, known)
    assert (found is None) == (not fits)
    if found is not None:
        assert OSA.distance(word, found) == min(fits)


@pytest.mark.parametrize(
    "word", ["shore_distance", "magType", "shipType", "time", "latitude", "and"]
)
def test_another_word_is_no_slip(word: str) -> None:
    assert correction(word, ["sources.stance", "source_stance", "type", "title", "end"]) is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [("titel", "title"), ("SUMMERY", "summary"), ("precison", "precision"), ("nme", "name"),
     ("likelyhood", "likelihood"), ("relaseble_to", "releasable_to"), ("title", "title")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_known(word: str, meant: str) -> None:
    assert correction(word, ["kind", meant, "tags"]) == meant


def test_each_synonym_stands_for_types_and_is_no_label_itself() -> None:
    known = built_in_taxonomy()
    labels = {folded(label) for t in known.types.values() for label in t.label.values()}
    for word, ids in known.synonyms.items():
        assert set(ids) <= set(known.types), word
        assert word not in labels
        assert known.like(word) == list(ids)


def test_a_near_spelling_has_the_first_letter_and_few_wrong_ones() -> None:
    towns = {name: name for name in ("fensmark", "hammerfest", "kinna", "kinnarp", "vardo")}
    assert corrections("Finnmark", towns) == []
    assert corrections("Hamerfest", towns) == ["hammerfest"]
    assert corrections("Vrdø", towns) == ["vardo"]
    assert corrections("Inna", towns) == []
    assert corrections("", towns) == corrections("x" * 200, towns) == []
