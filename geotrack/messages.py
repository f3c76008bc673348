"""Messages of several parts: lists of words, and remedies that suggest one.

`Message` itself and its translation are those of `folium_polar.messages`; the templates of other
languages are in `i18n/messages.nb.json` by the English ones, and are loaded at the first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from enum import StrEnum
from functools import reduce
from pathlib import Path

from folium_polar.messages import (
    LANGUAGE,
    Message,
    add_catalogue,
    in_language,
    sentence,
    suggestions_of,
)

__all__ = [
    "AND",
    "INTERFACE",
    "LANGUAGE",
    "OR",
    "Interface",
    "Message",
    "counted",
    "did_you_mean",
    "in_language",
    "joined",
    "listed",
    "one_of",
    "sentence",
    "suggestions_of",
]

add_catalogue(Path(__file__).parent / "i18n")

AND, OR = "{first} and {second}", "{first} or {second}"


class Interface(StrEnum):
    """Where a message is read, on which the names in its remedy depend."""

    COMMAND_LINE = "command line"
    MAP = "map definition"
    DESK = "desk"


INTERFACE: ContextVar[Interface] = ContextVar("interface", default=Interface.COMMAND_LINE)
"""The interface of messages that are made: of a command, of a map's file, or of a request."""


def counted(n: int, one: str, many: str) -> Message:
    """Return a number with its noun: a text for one, or a template of `n` for any other number.

    >>> counted(1, "1 error", "{n} errors"), counted(0, "1 error", "{n} errors")
    ('1 error', '0 errors')
    """
    return Message(one) if n == 1 else Message(many, n)


def joined(words: Iterable[str], template: str = AND) -> str:
    """Return words as one text.

    >>> joined(["a", "b", "c"])
    'a and b and c'
    """
    return reduce(lambda first, second: Message(template, first, second), words)


def listed(words: Sequence[str], template: str) -> str:
    """Return words with commas, and a word before the last.

    >>> listed(["a", "b", "c"], OR)
    'a, b or c'
    """
    *others, last = words or [""]
    return Message(template, joined(others, "{first}, {second}"), last) if others else last


def did_you_mean(guess: str | None, otherwise: str) -> str:
    """Return the remedy that suggests a word, or another one if there is no such word."""
    if not guess:
        return otherwise
    return Message("did you mean {guess}?", repr(guess), suggestions=(guess,))


def one_of(known: Sequence[str], guess: str | None = None) -> Message:
    """Return the remedy that names all values that fit, and suggests one of them."""
    if guess is None:
        return Message("write one of {known}", ", ".join(known), expected=known)
    return Message(
        "did you mean {guess}? It is one of {known}",
        repr(guess),
        ", ".join(known),
        suggestions=(guess,),
        expected=known,
    )
