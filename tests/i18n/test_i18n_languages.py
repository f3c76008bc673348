"""Languages say the same things, and nothing that is never said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.i18n import LANGUAGES, words

ROOT = Path(__file__).parents[2]


def texts(section: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text with its key; a form of one that counts by its text's key and its own."""
    if isinstance(section, str):
        yield key, section
        return
    for name, part in section.items() if isinstance(section, dict) else enumerate(section):
        yield from texts(part, f"{key}.{name}" if key else str(name))


def of(language: str) -> dict[str, str]:
    return dict(texts(words(language)._texts))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_all_that_the_first_says(language: str) -> None:
    # Words of a record's are English by themselves.
    own = {key for key in of(language) if key.startswith("page.finder.values.")}
    assert set(of(language)) - own == set(of("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_has_the_places_of_the_first(language: str) -> None:
    first = of("en")
    for key, text in of(language).items():
        assert text.strip() or key.endswith(("comma", "or", "and")), key
        assert places(text) == places(first.get(key, text)), key


def test_nothing_is_there_that_is_never_said() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for folder, pattern in (("geotrack", "*.py"), ("geotrack", "*.html"), ("web/src", "*.js"))
        for path in (ROOT / folder).rglob(pattern)
    ]
    said = {key for text in sources for key in re.findall(r"[\"'`]([\w.]+?)\.?[\"'`${]", text)}
    for key in of("en"):
        asked = key.removeprefix("page.")
        starts = [asked.rsplit(".", cut)[0] for cut in range(asked.count(".") + 1)]
        assert said & set(starts), f"{key} is never said"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    english, norwegian = words("en"), words("nb")
    assert [english.number(n) for n in (7, 2024, -12500, 0.5)] == [
        "7",
        "2024",
        "\u221212\u202f500",
        "0.5",
    ]
    assert norwegian.number(12500.25) == "12\u202f500,2"


def test_a_text_that_counts_has_a_form_for_one() -> None:
    say = words("en")
    assert say("page.finder.records", n=1) == "1 record"
    assert say("page.finder.records", n=2) == "2 records"


def test_a_language_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="no words for 'fr'; choose from en, nb"):
        words("fr")
