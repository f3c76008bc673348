"""Known words that a misspelt one may mean.

`nearest` and `nearest_few` find similar words: for a word that must be a known one. `correction`
and `corrections` find words with a letter or two in another way: for a word that may be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from geotrack.i18n.folding import folded

__all__ = ["ALIKE", "SAME", "correction", "corrections", "nearest", "nearest_few"]

# Longer words are not compared, which would take long.
_LONGEST_WORD = 100
# At most so many letters of a word may be wrong.
_MOST_WRONG_LETTERS = 2
# One letter may be wrong for each so many letters of a word.
_LETTERS_PER_WRONG_ONE = 4
# One letter may be wrong for each so many letters of a name in a large table.
_LETTERS_PER_WRONG_ONE_OF_NAMES = 5
SAME = 0.8
"""Least similarity, from 0 to 1, of two words that count as the same."""
ALIKE = 0.6
"""Least similarity, from 0 to 1, of the word that is suggested for another."""
# Least similarity, from 0 to 1, of a second or third suggestion.
_FURTHER = 0.45

T = TypeVar("T")


def nearest(word: str, known: Iterable[str], least: float = ALIKE) -> str | None:
    """Return the known word most similar to `word`, or None.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : iterable of str
        Candidates.
    least : float
        Minimum similarity, from 0 to 1: the share of letters in common.

    Examples
    --------
    >>> nearest("barents-see", ["barents-sea", "kara-sea"])
    'barents-sea'
    """
    if len(word) > _LONGEST_WORD:
        return None
    return next(iter(_alike(word, tuple(known), least)), None)


def correction(word: str, known: Iterable[str]) -> str | None:
    """Return the known word of which `word` is a misspelling, or None.

    One letter in four and at most two may be wrong: added, missing, changed or swapped. A missing
    `_km` is a misspelling too. Use this for words that may be unknown, such as column names, and
    `nearest` for words that must be known.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : iterable of str
        Candidates.

    Examples
    --------
    >>> [correction("summery", ["summary"]), correction("magType", ["type"])]
    ['summary', None]
    >>> correction("radius", ["radius_km"])
    'radius_km'
    """
    if len(word) > _LONGEST_WORD:
        return None
    text = folded(word)
    matches: list[tuple[int, str]] = []
    for name in known:
        candidate = folded(name)
        if candidate == f"{text}_km":
            matches.append((_MOST_WRONG_LETTERS, name))
            continue
        letters = max(len(text), len(candidate))
        most = min(_MOST_WRONG_LETTERS, letters // _LETTERS_PER_WRONG_ONE)
        # The difference of the lengths is a lower bound, and so are the letters that only one has;
        # both are quicker than the distance.
        if abs(len(text) - len(candidate)) > most or len(set(text) - set(candidate)) > most:
            continue
        if (distance := _edit_distance(text, candidate)) <= most:
            matches.append((distance, name))
    return min(matches, key=lambda match: match[0], default=(0, None))[1]


def _edit_distance(written: str, candidate: str) -> int:
    """Return the optimal string alignment distance of two words, row by row of its table."""
    before: list[int] = []
    row = list(range(len(candidate) + 1))
    for i, letter in enumerate(written, 1):
        older, before, row = before, row, [i]
        for j, character in enumerate(candidate, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != character))
            if i > 1 and j > 1 and letter == candidate[j - 2] and written[i - 2] == character:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest_few(word: str, known: Mapping[str, T], most: int = 3) -> list[T]:
    """Return the objects with the names most similar to `word`, nearest first, each once.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : Mapping of str to object
        Objects by all their names.
    most : int, optional
        Maximum number of objects.

    Examples
    --------
    >>> seas = {"Barents Sea": "barents", "Barentshavet": "barents", "Kara Sea": "kara"}
    >>> nearest_few("barnets see", seas)
    ['barents', 'kara']
    """
    if len(word) > _LONGEST_WORD:
        return []
    objects: list[T] = []
    if nearest(word, known) is None:
        # Further suggestions may be less similar, but not the first.
        return objects
    for name in _alike(word, tuple(known), _FURTHER):
        if known[name] not in objects:
            objects.append(known[name])
    return objects[:most]


def corrections(word: str, known: Mapping[str, T], count: int = 3) -> list[T]:
    """Return the objects whose names `word` may misspell, nearest first, each once.

    A name has the same first letter, and at most one letter in five differs; one letter in names
    of four letters. For large tables, where `nearest_few` finds a similar name for any word.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : Mapping of str to object
        Objects by all their names, which are folded.
    count : int, optional
        Maximum number of objects.

    Examples
    --------
    >>> towns = {"hammerfest": 1, "fensmark": 2, "kinna": 3}
    >>> corrections("Hamerfest", towns), corrections("Finnmark", towns)
    ([1], [])
    """
    text = folded(word)
    if not text or len(word) > _LONGEST_WORD:
        return []
    most = len(text) // _LETTERS_PER_WRONG_ONE_OF_NAMES
    if len(text) >= _LETTERS_PER_WRONG_ONE:
        most = max(1, most)
    matches = sorted(
        (distance, name)
        for name in known
        if name[:1] == text[0]
        and abs(len(name) - len(text)) <= most
        and (distance := _edit_distance(text, name)) <= most
    )
    return list(dict.fromkeys(known[name] for _, name in matches))[:count]


@lru_cache(maxsize=1024)  # the same wrong name is looked up for every record of a file
def _alike(word: str, known: tuple[str, ...], least: float) -> tuple[str, ...]:
    """Return the known words of at least a similarity, the most similar first."""
    from difflib import get_close_matches

    # In reverse, so that of names that fold to the same text the first stays in the table.
    by_fold = {folded(k): k for k in reversed(known)}
    matches = get_close_matches(folded(word), by_fold, n=max(len(by_fold), 1), cutoff=least)
    return tuple(by_fold[name] for name in matches)
