"""The list of words that a page explains: those of geotrack, and the terms of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.map_of_many import MapOfMany
from geotrack.mapview.map_view import MapView
from geotrack.mapview.translations import text_parts
from geotrack.model.localized import TextByLanguage, in_language
from geotrack.model.place_text import term

__all__ = ["ListedTerm", "listed_terms", "terms_in_language"]


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """A word with its explanation; `forms` are all its words in texts, in any language.

    Words of geotrack explain its own notes alone: in a title, *statement* may mean another thing.
    """

    name: str
    forms: tuple[str, ...]
    meaning: str
    is_own: bool


def listed_terms(view: MapView) -> list[ListedTerm]:
    """Return the words that a page explains, in order: those that stand in its texts."""
    language = view.translate.language
    listed = [_own(word, language) for word in _words_of(view)]
    for one in view.terms:
        name, meaning = in_language(one.name, language), in_language(one.meaning, language)
        listed.append(ListedTerm(name, one.forms, meaning, is_own=False))
    return listed


def terms_in_language(listed: Sequence[ListedTerm], language: str) -> list[str]:
    """Return names and meanings in turn, in another language; empty where they lack it."""
    return [
        text.versions.get(language, "") if isinstance(text, TextByLanguage) else ""
        for one in listed
        for text in (one.name, one.meaning)
    ]


def _own(word: str, language: str) -> ListedTerm:
    forms = {code: _forms(word, code) for code in LANGUAGES}
    key = f"document.terms.meanings.{word}"
    name = TextByLanguage(forms[language][0], {code: own[0] for code, own in forms.items()})
    meanings = {code: words(code)(key) for code in LANGUAGES}
    meaning = TextByLanguage(meanings[language], meanings)
    all_forms = dict.fromkeys(form for own in forms.values() for form in own)
    return ListedTerm(name, tuple(all_forms), meaning, is_own=True)


def _forms(word: str, language: str) -> list[str]:
    """Return the forms of a word of geotrack, its name first."""
    several: dict[str, str] = words(language).section("document.terms.forms")
    return several[word].split(", ") if word in several else [term(word, language)]


def _words_of(view: MapView) -> Iterator[str]:
    """Yield the words of geotrack that the notes on records have, in the order of `meanings`."""
    language, records = view.translate.language, view.record_views
    meanings = words(language).section("document.terms.meanings")
    if isinstance(view, MapOfMany):  # whose notes are not read
        yield from meanings
        return
    used: set[str] = {"certain", "possible"} if records else set()
    notes = "".join(text for record in records for text in text_parts(record.place_short))
    used |= {word for word in ("radius", "assumed") if _forms(word, language)[0] in notes}
    for event in (record.event for record in records):
        level = event.verification.level if event.verification else ""
        used |= {event.kind, event.status or "", level}
    yield from (word for word in meanings if word in used)
