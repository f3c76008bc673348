"""Messages that keep their arguments, so that they exist in each language.

A message is its English text. It keeps template and arguments, and `in_language` fills these into
the template of another language, as GNU gettext does. Those templates are in `messages.nb.json` by
the English ones, in the folder of each package that adds its own (`add_catalogue`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Self

__all__ = [
    "LANGUAGE",
    "Message",
    "add_catalogue",
    "in_language",
    "sentence",
    "suggestions_of",
]

# Folders with a file of templates for each language.
_CATALOGUES = [Path(__file__).parent]


class Message(str):
    """An English text with what it was made of.

    Parameters
    ----------
    template : str
        The text with names of arguments in braces, as for `str.format`.
    *values : Any
        The arguments in the order of their names. A message among them is translated, too; a
        function returns the text for a language.
    suggestions : sequence of str
        Of a remedy: values or keys to write in place of the faulty one, the likeliest first.
    expected : sequence of str
        Of a remedy: all values that fit, or the JSON type or the limit of one that fits.

    Examples
    --------
    >>> text = Message("latitude {lat:.10g} is beyond the pole", 90.5)
    >>> text, in_language(text, "nb")
    ('latitude 90.5 is beyond the pole', 'bredde 90,5 er forbi polen')
    """

    template: str
    values: Mapping[str, Any]
    suggestions: tuple[str, ...]
    expected: tuple[str, ...]

    def __new__(
        cls,
        template: str,
        /,
        *values: Any,
        suggestions: Sequence[str] = (),
        expected: Sequence[str] = (),
    ) -> Self:
        """Fill the arguments into the template; a message without more stays as it is."""
        if isinstance(template, cls) and not (values or suggestions or expected):
            return template
        values_by_name = dict(zip(_names(template), values, strict=True)) if values else {}
        self = super().__new__(cls, _filled(template, values_by_name, "en"))
        self.template, self.values = template, values_by_name
        self.suggestions, self.expected = tuple(suggestions), tuple(expected)
        return self

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return the arguments for a copy."""
        return self.template, *self.values.values()


@cache
def _names(template: str) -> tuple[str, ...]:
    """Return the names of arguments in order of first occurrence in a template."""
    return tuple(dict.fromkeys(name for _, name, *_ in Formatter().parse(template) if name))


LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
"""The language in which messages and errors are printed: of a command, or of a request."""


def in_language(text: str, language: str | None = None) -> str:
    """Return a message in a language; one without a translation stays English.

    Parameters
    ----------
    text : str
        A `Message`, or a text without arguments.
    language : str, optional
        Its code (BCP 47), as ``nb``; default that of the context.
    """
    language = language or LANGUAGE.get()
    if language == "en":
        return text
    table = _templates(language)
    if not isinstance(text, Message):
        return table.get(text, text)
    template = table.get(text.template, text.template)
    return _filled(template, text.values, language)


def suggestions_of(remedy: str) -> tuple[str, ...]:
    """Return what a remedy suggests to write, the likeliest first."""
    return remedy.suggestions if isinstance(remedy, Message) else ()


def sentence(message: str, remedy: str) -> Message:
    """Return what is wrong and what to do about it as one text."""
    if not remedy:
        return Message(message)
    template = "{message} {remedy}" if message.endswith("?") else "{message}; {remedy}"
    return Message(template, Message(message), Message(remedy), suggestions=suggestions_of(remedy))


def _filled(template: str, values: Mapping[str, Any], language: str) -> str:
    if not values:
        return template
    if language == "en" and not any(map(callable, values.values())):
        return template.format_map(values)
    return template.format_map({key: _value(value, language) for key, value in values.items()})


def _value(value: Any, language: str) -> Any:
    if callable(value):
        return value(language)
    if language == "en":
        return value
    if hasattr(value, "__float__"):
        return _Number(value)
    return in_language(value, language) if isinstance(value, Message) else value


class _Number:
    """A number that is formatted with a decimal comma and spaces, as in Norwegian."""

    def __init__(self, value: float) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        return format(self._value, spec).translate({ord("."): ",", ord(","): "\u202f"})


def add_catalogue(folder: Path) -> None:
    """Add the folder of a package that has a file of templates for each language."""
    _CATALOGUES.append(folder)
    _templates.cache_clear()


@cache
def _templates(language: str) -> dict[str, str]:
    templates: dict[str, str] = {}
    for folder in _CATALOGUES:
        path = folder / f"messages.{language}.json"
        templates |= json.loads(path.read_text(encoding="utf-8"))
    return templates
