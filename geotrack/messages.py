"""Messages of several parts: lists of words, and remedies that suggest one.

`Message` itself and its translation are those of `folium_polar.messages`; the templates of other
languages are in `i18n/messages.nb.json` by the English ones, and are loaded at the first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from pathlib import Path

from folium_polar.messages import LANGUAGE, Message, add_catalogue, in_language

__all__ = [
    "AND",
    "LANGUAGE",
    "OR",
    "Message",
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


def suggestions_of(remedy: str) -> tuple[str, ...]:
    """Return what a remedy suggests to write, the likeliest first."""
    return remedy.suggestions if isinstance(remedy, Message) else ()


def sentence(message: str, remedy: str) -> Message:
    """Return what is wrong and what to do about it as one text."""
    if not remedy:
        return Message(message)
    template = "{message} {remedy}" if message.endswith("?") else "{message}; {remedy}"
    return Message(template, Message(message), Message(remedy), suggestions=suggestions_of(remedy))


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
