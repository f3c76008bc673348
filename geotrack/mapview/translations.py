"""Texts of a map in its language, with their translations.

A text of the map's own is a `LocalizedText`; what a record says is a plain string and stays as it
is. A page marks the elements whose whole content is a `LocalizedText` with `data-w`; its script
looks them up in the tables of `Translator.table`, see `web/src/page/i18n.js`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from geotrack.i18n import LANGUAGES, words

__all__ = ["LocalizedText", "Text", "Translator", "joined", "marked", "own", "tag"]

_FIGURES = re.compile("[0-9]+")


class LocalizedText(str):
    """A text of geotrack's own, which exists in each language."""

    __slots__ = ()


Text = str | tuple[str, ...]
"""One text, or several that follow each other; each the page's own or a record's."""


class Translator:
    """Looks up texts in a map's language, and keeps their translations.

    Parameters
    ----------
    language : str
        The page's, one of `geotrack.i18n.LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._others: dict[str, dict[str, str]] = {c: {} for c in LANGUAGES if c != language}

    def __call__(self, key: str, **values: object) -> LocalizedText:
        """Return a text of `geotrack/i18n/` by its key, as `geotrack.i18n.Words` does."""
        return self.each(lambda language: words(language)(key, **values))

    def each(self, make: Callable[[str], str]) -> LocalizedText:
        """Return the text that a function makes for a language."""
        text = make(self.language)
        if text.strip():
            for language, table in self._others.items():
                table.setdefault(text, make(language))
        return LocalizedText(text)

    def table(self, language: str) -> dict[str, str]:
        """Return what the texts are in a language, where they are something else.

        Where two texts differ in figures alone and so do their translations, one entry stands for
        both, with 0 for each row of figures: dates and positions take next to no room.
        """
        pairs = self._others.get(language, {})
        shapes: dict[str, Counter[str]] = {}
        for text, other in pairs.items():
            if _FIGURES.findall(text) == _FIGURES.findall(other):
                shapes.setdefault(_shape(text), Counter())[_shape(other)] += 1
        usual = {shape: counter.most_common(1)[0][0] for shape, counter in shapes.items()}
        # Exact texts are looked up first.
        own = {
            text: other
            for text, other in pairs.items()
            if usual.get(_shape(text)) != _shape(other)
            or _FIGURES.findall(text) != _FIGURES.findall(other)
        }
        rules = {shape: other for shape, other in usual.items() if shape != other}
        return dict(sorted({**rules, **own}.items()))


def _shape(text: str) -> str:
    return _FIGURES.sub("0", text)


def _parts(text: Text) -> tuple[str, ...]:
    return tuple(part for part in ((text,) if isinstance(text, str) else text) if part)


def marked(text: Text) -> Markup:
    """Return a text as HTML, what is the page's own in elements of its own."""
    return _spans(text, Markup("<span data-w>{}</span>"))


def own(text: Text) -> Markup:
    """Return a text as HTML for cards and list, where a span without a class is the page's own."""
    return _spans(text, Markup("<span>{}</span>"))


def _spans(text: Text, span: Markup) -> Markup:
    parts = _parts(text)
    return Markup("").join(
        span.format(p) if isinstance(p, LocalizedText) else escape(p) for p in parts
    )


# Elements whose end HTML understands from what follows.
_OPEN = {"dt", "dd", "li", "td", "th"}


def tag(name: str, text: Text, kind: str = "") -> Markup:
    """Return a text as an element, which is marked itself where all of it is the page's own.

    Parameters
    ----------
    name : str
        The element's.
    text : Text
        Its content, of several texts in a card or in the list.
    kind : str
        Its class.
    """
    parts = _parts(text)
    start = Markup('<{} class="{}"').format(name, kind) if kind else Markup("<{}").format(name)
    end = Markup("") if name in _OPEN else Markup("</{}>").format(name)
    if len(parts) == 1 and isinstance(parts[0], LocalizedText):
        return Markup("{} data-w>{}{}").format(start, parts[0], end)
    return Markup("{}>{}{}").format(start, own(text), end)


def joined(texts: Iterable[Text], between: str) -> Text:
    """Return texts as one, with something between them."""
    whole: list[str] = []
    for text in texts:
        if parts := _parts(text):
            whole.extend((between, *parts) if whole else parts)
    return tuple(whole)
