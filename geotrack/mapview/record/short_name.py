"""Short names of records on maps: the label of a record, else its title, shortened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from geotrack.model.event import Event
from geotrack.model.record_properties import LABEL_LIMIT

__all__ = ["short_names", "shortened"]

# What stands before such a word stands alone. Not before "of", "to" and "that", which the words
# before them often need: "loss of contact", "plans to", "says that".
_PREPOSITIONS = {
    "in", "on", "at", "from", "over", "under", "near", "with", "by", "for", "against",
    "between", "after", "before", "through", "along", "off", "into", "within", "outside",
    "during", "around", "across", "above", "below", "beyond", "towards", "toward", "via",
    "since", "until", "where", "while", "when",
    # Norwegian
    "i", "på", "fra", "ved", "med", "mot", "mellom", "etter", "før", "gjennom", "langs", "nær",
    "hos", "innenfor", "utenfor", "innen", "mens", "når", "til",
}  # fmt: skip
# Words with which no short name ends.
_UNFINISHED = _PREPOSITIONS | {
    "of", "to", "the", "a", "an", "and", "or", "nor", "but", "no", "not", "as", "that", "than",
    "which", "who", "whose", "its", "their", "his", "her", "this", "these", "is", "are", "was",
    "were", "be",
    # Norwegian
    "av", "å", "en", "ei", "et", "den", "det", "de", "og", "eller", "men", "ikke", "ingen",
    "enn", "som", "sin", "sitt", "sine", "om", "er", "var", "ble", "blir",
}  # fmt: skip
# Words that change what stands before them: a title without them has an ellipsis.
_REVERSALS = {
    "but", "not", "no", "never", "cancelled", "canceled", "postponed", "denied", "denies",
    "disputed", "refuted", "false",
    # Norwegian
    "men", "ikke", "ingen", "aldri", "avlyst", "utsatt", "avkreftet", "benektet", "nektes",
    "falsk", "omstridt",
}  # fmt: skip
# Where a clause ends.
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[-–—](?=\s)|\s(?=\()")
# A word with its punctuation.
_WORD = re.compile(r"\S+")
_EDGES = " ,;:.!?-–—(["
# Brackets and quotes that a short name does not leave open.
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("‘", "’"))
# A part of a title that is shorter says too little.
_SHORTEST = 12


def short_names(event: Event, language: str, own: str) -> dict[str, str]:
    """Return the short name of a record by language: in a language of the map, then in others.

    Parameters
    ----------
    event : Event
        The record as written.
    language : str
        The map's.
    own : str
        That of its texts beside their translations.
    """
    names = {own: shortened(event.label or event.title)}
    for code, texts in (event.translations or {}).items():
        if code != own and (text := texts.get("label") or texts.get("title")):
            names[code] = shortened(text)
    return {language: names[language], **names} if language in names else names


def shortened(title: str) -> str:
    """Return a title in at most 32 characters.

    Cut at the end of a clause, else before a preposition; else after a whole word, with an
    ellipsis. What is left out has an ellipsis too if it reverses the rest, as *cancelled* does. The
    words are those of English and Norwegian.

    Examples
    --------
    >>> shortened("Joint bomber sortie over the Chukchi and Bering Seas")
    'Joint bomber sortie'
    >>> shortened("Satellite study: the Chinese bombers flew from a base in Russia")
    'Satellite study'
    >>> shortened("Establishment of the International Arctic Station")
    'Establishment…'
    """
    text = " ".join(title.split())
    if len(text) <= LABEL_LIMIT:
        return text
    for ends in (_clause_ends(text), _phrase_ends(text)):
        parts = [part for end in ends if _is_whole(part := _part(text, end))]
        if parts:
            return max(parts, key=len)
    return _cut(text)


def _part(text: str, end: int) -> str:
    rest = {word.strip(_EDGES).casefold() for word in text[end:].split()}
    return text[:end].rstrip(_EDGES) + ("…" if rest & _REVERSALS else "")


def _clause_ends(text: str) -> Iterator[int]:
    yield from (match.start() for match in _CLAUSE_END.finditer(text))


def _phrase_ends(text: str) -> Iterator[int]:
    yield from (m.start() for m in _WORD.finditer(text) if m[0].casefold() in _PREPOSITIONS)


def _is_whole(part: str) -> bool:
    is_open = any(part.count(a) > part.count(b) for a, b in _PAIRS) or part.count('"') % 2
    fits = _SHORTEST <= len(part) <= LABEL_LIMIT
    return fits and not is_open and not _is_unfinished(part)


def _is_unfinished(part: str) -> bool:
    return part.rsplit(" ", 1)[-1].strip(f"{_EDGES}…").casefold() in _UNFINISHED


def _cut(text: str) -> str:
    """Return the first whole words of a text that fit, with an ellipsis."""
    room = LABEL_LIMIT - 1
    part = text[: room + 1].rpartition(" ")[0].rstrip(_EDGES)
    while part and _is_unfinished(part):
        part = part.rpartition(" ")[0].rstrip(_EDGES)
    # Within a word where little stands before it.
    if not part or (len(part) < _SHORTEST and " " not in text[len(part) : room].strip()):
        while room > 1 and unicodedata.combining(text[room]):
            room -= 1  # a letter keeps its accents
        part = text[:room].rstrip()
    return f"{part}…"
