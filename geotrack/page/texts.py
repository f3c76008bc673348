"""Texts of a page: as HTML, and their translations for its script.

Elements that contain only a `LocalizedText` are marked with `data-w`; the script looks them up
in what `script_texts` returns, see `web/src/page/i18n.js`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from markupsafe import Markup, escape

from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.place_names import NORWEGIAN
from geotrack.mapview.translations import LocalizedText, Text, Translator, text_parts
from geotrack.model.localized import TextByLanguage

__all__ = ["lang", "marked", "own", "script_texts", "tag", "translation_table"]

_FIGURES = re.compile("[0-9]+")
# Texts that the script translates.
_TRANSLATED = (LocalizedText, TextByLanguage)


def script_texts(
    translate: Translator, names: set[str], unused: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Return the texts of the page's script in each language, with the names on its map."""
    norwegian = {english: name for english, name in NORWEGIAN.items() if english in names}
    by_language = {}
    for code in LANGUAGES:
        label = words(code)
        texts = {name: label.section(name) for name in ("name", "decimal", "page")}
        texts["page"] = {k: v for k, v in texts["page"].items() if k not in unused}
        on_map = norwegian if code == "nb" else {}
        by_language[code] = {**texts, "told": {**translation_table(translate, code), **on_map}}
    return by_language


def translation_table(translate: Translator, language: str) -> dict[str, str]:
    """Return the translations of the texts in a language, where they differ.

    Texts that differ in digits only, like their translations, share one entry, with 0 for each
    run of digits, so that dates and positions take little space.
    """
    pairs = translate.translations(language)
    shapes: dict[str, Counter[str]] = {}
    for text, translation in pairs.items():
        if _FIGURES.findall(text) == _FIGURES.findall(translation):
            shapes.setdefault(_shape(text), Counter())[_shape(translation)] += 1
    usual = {shape: counter.most_common(1)[0][0] for shape, counter in shapes.items()}
    # Exact texts are looked up first.
    exact = {
        text: translation
        for text, translation in pairs.items()
        if usual.get(_shape(text)) != _shape(translation)
        or _FIGURES.findall(text) != _FIGURES.findall(translation)
    }
    rules = {shape: translation for shape, translation in usual.items() if shape != translation}
    return dict(sorted({**rules, **exact}.items()))


def _shape(text: str) -> str:
    return _FIGURES.sub("0", text)


def lang(text: str, own: str, language: str) -> Markup:
    """Return the attribute `lang` of an element whose text is not in the page's language.

    Parameters
    ----------
    text : str
        A text of a definition or a record.
    own : str
        The language of one without translations.
    language : str
        The page's.
    """
    versions = text.versions if isinstance(text, TextByLanguage) else {own: text}
    attribute = "" if language in versions else f" lang={next(iter(versions))}"
    return Markup(attribute)  # noqa: S704 (a code of `geotrack.i18n.LANGUAGES`)


def marked(text: Text) -> Markup:
    """Return a text as HTML, with the page's own texts in elements of their own."""
    return _spans(text, "<span data-w>")


def own(text: Text) -> Markup:
    """Return a text as HTML for cards and list, where a span without a class is translatable."""
    return _spans(text, "<span>")


def _spans(text: Text, start: str) -> Markup:
    parts = ((escape(part), isinstance(part, _TRANSLATED)) for part in text_parts(text))
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
    parts = text_parts(text)
    value = f'"{escape(kind)}"' if " " in kind else escape(kind)
    start = f"<{escape(name)} class={value}" if kind else f"<{escape(name)}"
    end = "" if name in _OPEN else f"</{escape(name)}>"
    if len(parts) == 1 and isinstance(parts[0], _TRANSLATED):
        html = f"{start} data-w>{escape(parts[0])}{end}"
    else:
        html = f"{start}>{own(text)}{end}"
    return Markup(html)  # noqa: S704 (name, class and text are escaped above)
