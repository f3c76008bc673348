"""Texts of a map in its language, with their translations.

The map's own texts are `LocalizedText`; texts of records are plain strings and are not translated.
A page marks elements that contain only a `LocalizedText` with `data-w`; its script looks them up in
the tables of `Translator.table`, see `web/src/page/i18n.js`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from markupsafe import Markup, escape

from geotrack.i18n import LANGUAGES, words

__all__ = [
    "LocalizedText",
    "Text",
    "Texts",
    "Translator",
    "joined",
    "marked",
    "own",
    "tag",
    "unbroken",
]

_FIGURES = re.compile("[0-9]+")
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
    """

    def __init__(self, language: str) -> None:
        self.language = language
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
            for text, other in texts[language].items():
                table.setdefault(text, other)

    def table(self, language: str) -> dict[str, str]:
        """Return the translations of the texts in a language, where they differ.

        Texts that differ in digits only, like their translations, share one entry, with 0 for each
        run of digits, so that dates and positions take little space.
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
    """Return a text as HTML, with the page's own texts in elements of their own."""
    return _spans(text, "<span data-w>")


def own(text: Text) -> Markup:
    """Return a text as HTML for cards and list, where a span without a class is translatable."""
    return _spans(text, "<span>")


def _spans(text: Text, start: str) -> Markup:
    parts = ((escape(part), isinstance(part, LocalizedText)) for part in _parts(text))
    # Joined as `str`: `Markup.format`, which escapes too, takes ten times as long.
    html = "".join(f"{start}{part}</span>" if is_own else part for part, is_own in parts)
    return Markup(html)  # noqa: S704 (each part is escaped, and `start` is a constant)


# Elements whose end tag HTML may omit.
_OPEN = {"dt", "dd", "li", "td", "th"}


def tag(name: str, text: Text, kind: str = "") -> Markup:
    """Return a text as an element, marked itself if all of it is translatable.

    Parameters
    ----------
    name : str
        Name of the element.
    text : Text
        Its content.
    kind : str
        Class of the element.
    """
    parts = _parts(text)
    start = f'<{escape(name)} class="{escape(kind)}"' if kind else f"<{escape(name)}"
    end = "" if name in _OPEN else f"</{escape(name)}>"
    if len(parts) == 1 and isinstance(parts[0], LocalizedText):
        html = f"{start} data-w>{escape(parts[0])}{end}"
    else:
        html = f"{start}>{own(text)}{end}"
    return Markup(html)  # noqa: S704 (name, class and text are escaped above)


def unbroken(text: str) -> str:
    r"""Return a text in which no line breaks between a number and its unit or sign.

    Examples
    --------
    >>> unbroken("within 300 km, ± 5 km"), unbroken("5 markers")
    ('within 300\xa0km, ±\xa05\xa0km', '5 markers')
    """
    return _UNBROKEN.sub("\u00a0", text)


def joined(texts: Iterable[Text], between: str) -> Text:
    """Return texts as one, with a separator."""
    whole: list[str] = []
    for text in texts:
        if parts := _parts(text):
            whole.extend((between, *parts) if whole else parts)
    return tuple(whole)
