"""Entries of the lexicon in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.taxonomy import built_in_taxonomy
from geotrack_extraction.lexicon import LANGUAGES, lexicon_of
from geotrack_extraction.lexicon.words import Entries, plain, words_in


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("coast guard*", "the Coast Guard’s ship", ["coast guard"]),
        ("coast guard", "a coast-guard ship", ["coast-guard"]),
        ("u.s.", "the U.S. ship", ["u.s"]),
        ("patrol*", "patrols and a patroller", ["patrols", "patroller"]),
        ("*øvelse*", "en marineøvelse og øvelsen", ["marineøvelse", "øvelsen"]),
        ("on fire", "on, fire", []),
        ("cable", "cables", []),
    ],
)
def test_entries_are_found(entry: str, text: str, found: list[str]) -> None:
    entries = Entries()
    entries.add("key", [entry])
    lower = plain(text)
    hits = entries.find(lower, words_in(lower, 0, len(lower)))
    assert [lower[hit.start : hit.end] for hit in hits] == found


@given(st.text(max_size=30))
def test_each_character_stays_where_it_stood(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_languages_have_the_same_keys_and_types_are_of_the_taxonomy() -> None:
    lexicons = [lexicon_of(language, built_in_taxonomy()) for language in LANGUAGES]
    tables = [{t: {*v} for t, v in one._data.items() if isinstance(v, dict)} for one in lexicons]
    assert tables[0] == tables[1]
    lexicon = lexicon_of("en", built_in_taxonomy())
    types = {type_ for of_act in lexicon.types.values() for type_ in of_act.values()} - {""}
    # No word means that an event is of another type than those that there are.
    assert types == {id_ for id_ in built_in_taxonomy().types if not id_.endswith("/other")}
    acts = {act.partition("-")[0] for act in lexicon.types}
    assert acts == {*lexicon._data["acts"]}
    subjects = {subject for of_act in lexicon.types.values() for subject in of_act}
    assert subjects - {"any"} <= {*lexicon._data["subjects"]}
