"""Short names of records: labels, and titles that are shortened at a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geotrack.files.resources import sample_workspace
from geotrack.i18n import LANGUAGES
from geotrack.mapview.record.short_name import short_names, shortened
from geotrack.model import Event
from geotrack.workspace import open_workspace

LIMIT = 32
# Written here anew: articles, conjunctions and prepositions of both languages.
OPEN_ENDS = {
    "the", "a", "an", "and", "or", "of", "to", "in", "on", "at", "from", "over", "with", "by",
    "en", "et", "den", "det", "og", "eller", "av", "til", "i", "på", "fra", "ved", "med", "for",
}  # fmt: skip
WORDS = st.sampled_from([
    *sorted(OPEN_ENDS), "ships", "patrol", "Chinese", "Tromsø", "fartøy", "Utqiaġvik", "Ji", "Di",
    "“Pacific", "2024”", "(first", "of four)", "øvelse,", "Barentshavet:", "U.S.", "–",
    "icebreaker",
])  # fmt: skip
TITLES = st.lists(WORDS, min_size=1, max_size=16).map(" ".join)


@given(TITLES)
@example("and in the Chinese")
@example("ships in the and of the a an with for by at")
def test_a_shortened_title_is_its_beginning_and_ends_with_a_full_word(title: str) -> None:
    short = shortened(title)
    assert len(short) <= LIMIT
    if len(title) <= LIMIT:
        assert short == title
        return
    words = [word.strip(" ,;:.!?-–—([“”)").casefold() for word in title.split()]
    first = next((n for n, word in enumerate(words) if word not in {*OPEN_ENDS, ""}), len(words))
    # Else there is no word within the limit at which it can end.
    assume(len(" ".join(title.split()[: first + 1])) < LIMIT)
    kept = short.removesuffix("…")
    assert title.startswith(kept)
    assert re.match(r"\W|$", title[len(kept) :])
    assert kept.split()[-1].strip(" ,;:.“”()").casefold() not in OPEN_ENDS


@given(st.text(max_size=80))
def test_any_text_has_a_short_form(text: str) -> None:
    short = shortened(text)
    assert len(short) <= LIMIT
    assert bool(short) == bool(text.split())
    assert shortened(short) == short


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Joint bomber sortie over the Chukchi and Bering Seas", "Joint bomber sortie"),
        ("Kinesisk forskningsfartøy observert nord for Svalbard", "Kinesisk forskningsfartøy…"),
        ("Felles patrulje gjennom Beringstredet til Tsjuktsjerhavet", "Felles patrulje"),
        ("FSB exercise in Kola Bay, watched by the China Coast Guard", "FSB exercise in Kola Bay"),
        # What is left out changes what stands before it.
        (
            "Exercise in the Barents Sea, cancelled on day two",
            "Exercise in the Barents Sea…",
        ),
        ("Øvelse i Barentshavet, avlyst den andre dagen i uken", "Øvelse i Barentshavet…"),
        ("China Coast Guard says that its ships entered the ocean", "China Coast Guard says…"),
    ],
)
def test_a_title_is_cut_at_a_clause_a_preposition_or_a_word(title: str, short: str) -> None:
    assert shortened(title) == short


def test_a_label_stands_in_place_of_the_title() -> None:
    assert LANGUAGES == ("en", "nb")  # the words of `shortened` are those of both
    event = open_workspace(sample_workspace()).current[0]
    title = _labelled(event, None)
    assert event.title.startswith(title.removesuffix("…"))
    assert _labelled(event, "Patrol") == "Patrol"
    assert len(_labelled(event, "A label that is longer than it may be")) <= LIMIT


def _labelled(event: Event, label: str | None) -> str:
    labelled = event.model_copy(update={"label": label})
    return short_names(labelled, "en", "en")["en"]


def test_a_name_in_another_language_is_that_of_its_own_texts() -> None:
    event = open_workspace(sample_workspace()).current[0]
    translations = {"nb": {"title": "Felles patrulje i Beringstredet, høsten 2024"}}
    labelled = event.model_copy(update={"label": "Patrol", "translations": translations})
    names = {"nb": "Felles patrulje i Beringstredet", "en": "Patrol"}
    assert [*short_names(labelled, "nb", "en").items()] == [*names.items()]
