"""Names that people sign with: one person under many spellings."""

from __future__ import annotations

import pytest

from geotrack.errors import UsageError
from geotrack.workspace.edit.signers import normalise_name, same_name


@pytest.mark.parametrize(
    "spelt",
    [
        "KARI",
        "Kari.",
        "K a r i",
        "Ka-ri",
        "Ka\u200bri",
        "Ka\u00adri",
        "Kari\u3164",
        "Ка" + "ri",
        "K\u0430rі",
        "ＫＡＲＩ",
        "𝐊ari",
        "ᴋari",
        "Κari",
        "K̲ari",
        "Kári",
        "Karı",
    ],
)
def test_another_spelling_is_the_same_name(spelt: str) -> None:
    assert same_name("Kari", spelt)
    assert same_name(spelt, "Kari")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kåre Moe", "MOE, KARE"), ("Нина", "НИНА"), ("Ева", "Eba"), ("Anne-Lise", "Anne Lise")],
)
def test_order_case_and_alphabet_do_not_matter(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kari", "Karin"),
        ("Kari", "Kari Moe"),
        ("王小明", "王小红"),
        ("Kari 1", "Kari 2"),
        ("?", "!"),
    ],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ka\u200bri", r"has an invisible letter, U\+200B; type it again"),
        ("Kari\u3164", r"has an invisible letter, U\+3164"),
        ("Kari\ufe0f", r"has an invisible letter, U\+FE0F"),
        ("Ka\x07ri", r"has an invisible letter, U\+0007"),
        ("Ka\u202eri", r"has an invisible letter, U\+202E"),
        ("\ue000", r"has an invisible letter, U\+E000"),
        ("Ола Ка" + "ri", "mixes Cyrillic and Latin letters in one word; type it again"),
        ("Κari", "mixes Greek and Latin letters in one word"),
        ("Ꮶari", "mixes Cherokee and Latin letters in one word"),
        ("...", "has no letter; say who with 'by', or set GEOTRACK_BY"),
    ],
)
def test_a_name_that_hides_something_is_refused(name: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        normalise_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ola Nordmann",
        "O’Brien",
        "Áŋŋa Ʒ",
        "Дмитрий Moe",
        "Нина",
        "王小明",
        "さくらサクラ",
        "Kåre\u0301",
        "K2",
    ],
)
def test_a_name_of_any_alphabet_is_kept_as_it_is(name: str) -> None:
    assert normalise_name(f"  {name}\t") == name
