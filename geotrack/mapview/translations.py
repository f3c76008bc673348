"""Texts of a map in its language, with their translations.

The map's own texts are `LocalizedText`. Texts of a definition or a record are strings, or
`TextByLanguage` where they have translations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from geotrack.i18n import LANGUAGES, words
from geotrack.model.localized import TextByLanguage, each

__all__ = [
    "LocalizedText",
    "Text",
    "Texts",
    "Translator",
    "joined",
    "text_parts",
    "unbroken",
]

# Between a number and its unit or sign. `_UNBROKEN` of web/src/page/i18n.js is the same.
_UNBROKEN = re.compile(r"(?<=±) (?=\d)|(?<=\d) (?=(?:km²?|m|nmi)(?!\w))")


class LocalizedText(str):
    """A text of geotrack, which exists in each language."""

    __slots__ = ()


Texts = dict[str, dict[str, str]]
"""Translations of texts, by language."""

T = TypeVar("T")

Text = str | tuple[str, ...]
"""One text, or several in sequence; each is the page's or a record's."""


class Translator:
    """Looks up texts in a map's language, and collects their translations.

    Parameters
    ----------
    language : str
        The page's language, one of `geotrack.i18n.LANGUAGES`.
    own : str, optional
        The language of records beside their translations; default the page's.
    """

    def __init__(self, language: str, own: str | None = None) -> None:
        self.language = language
        self.own = own or language
        self._others: Texts = {c: {} for c in LANGUAGES if c != language}
        self._captured: Texts | None = None

    def __call__(self, key: str, **values: object) -> LocalizedText:
        """Return a text of `geotrack/i18n/` by key, as `geotrack.i18n.Words` does."""
        return self.each(lambda language: words(language)(key, **values))

    def each(self, make: Callable[[str], str]) -> LocalizedText:
        """Return the text that a function returns for a language.

        No line breaks between a number and its unit.
        """
        text = unbroken(make(self.language))
        if text.strip():
            for language, table in self._others.items():
                if text not in table:
                    table[text] = unbroken(make(language))
                if self._captured is not None:
                    self._captured[language][text] = table[text]
        return LocalizedText(text)

    def text(self, text: str) -> str:
        """Return a text of a definition or a record; collect it if it has every language."""
        if isinstance(text, TextByLanguage) and set(LANGUAGES) <= text.versions.keys():
            return self.each(text.versions.__getitem__)
        return text

    def capture(self, make: Callable[[], T]) -> tuple[T, Texts]:
        """Return what a function returns, and the translations that it collected, for `collect`."""
        before, self._captured = self._captured, {language: {} for language in self._others}
        try:
            return make(), self._captured
        finally:
            self._captured = before

    def collect(self, texts: Texts) -> None:
        """Collect translations that `capture` returned, perhaps for an earlier page."""
        for language, table in self._others.items():
            for text, translation in texts[language].items():
                table.setdefault(text, translation)

    def translations(self, language: str) -> Mapping[str, str]:
        """Return the translation of each text of the map into a language."""
        return self._others.get(language, {})


def text_parts(text: Text) -> tuple[str, ...]:
    """Return the parts of a text that are not empty."""
    return tuple(part for part in ((text,) if isinstance(text, str) else text) if part)


def unbroken(text: str) -> str:
    r"""Return a text in which no line breaks between a number and its unit or sign.

    Examples
    --------
    >>> unbroken("within 300 km, ± 5 km"), unbroken("5 markers")
    ('within 300\xa0km, ±\xa05\xa0km', '5 markers')
    """
    return each(text, partial(_UNBROKEN.sub, "\u00a0"))


def joined(texts: Iterable[Text], between: str) -> Text:
    """Return texts as one, with a separator."""
    parts_: list[str] = []
    for text in texts:
        if parts := text_parts(text):
            parts_.extend((between, *parts) if parts_ else parts)
    return tuple(parts_)
