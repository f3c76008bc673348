"""Known words that a misspelt one may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from geotrack.i18n.folding import folded

__all__ = ["ALIKE", "SAME", "near_spellings", "nearest", "nearest_few", "slip"]

_LONGEST_WORD = 100
# Maximum number of wrong letters, and letters of a word for each.
_MOST_SLIPS, _LETTERS_A_SLIP, _LETTERS_A_SLIP_OF_NAMES = 2, 4, 5
SAME, ALIKE, _NOT_UNLIKE = 0.8, 0.6, 0.45
"""Least similarity of two words, from 0 to 1: to count as the same, to be suggested, and to be one
of several suggestions."""

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


def slip(word: str, known: Iterable[str]) -> str | None:
    """Return the known word of which `word` is a misspelling, or None.

    One letter in four and at most two may be wrong: added, missing, changed or swapped. A missing
    unit counts as a misspelling. Use this for words that may be unknown, such as column names, and
    `nearest` for words that must be known.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : iterable of str
        Candidates.

    Examples
    --------
    >>> slip("summery", ["summary"]), slip("Titel", ["title"]), slip("magType", ["type"])
    ('summary', 'title', None)
    >>> slip("radius", ["radius_km"])
    'radius_km'
    """
    if len(word) > _LONGEST_WORD:
        return None
    text = folded(word)
    matches: list[tuple[int, str]] = []
    for name in known:
        candidate = folded(name)
        if candidate == f"{text}_km":
            matches.append((_MOST_SLIPS, name))
            continue
        most = min(_MOST_SLIPS, max(len(text), len(candidate)) // _LETTERS_A_SLIP)
        if abs(len(text) - len(candidate)) <= most and (n := _slips(text, candidate)) <= most:
            matches.append((n, name))
    return min(matches, key=lambda pair: pair[0], default=(0, None))[1]


def _slips(written: str, candidate: str) -> int:
    """Return the optimal string alignment distance of two words."""
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
    for name in _alike(word, tuple(known), _NOT_UNLIKE):
        if known[name] not in objects:
            objects.append(known[name])
    return objects[:most]


def near_spellings(word: str, known: Mapping[str, T], most: int = 3) -> list[T]:
    """Return the objects whose names `word` may misspell, nearest first, each once.

    A name has the same first letter, and one letter in five differs, of short names one.
    For large tables, where `nearest_few` finds a similar name for any word.

    Parameters
    ----------
    word : str
        Text of the user; case and accents are ignored.
    known : Mapping of str to object
        Objects by all their names, which are folded.
    most : int, optional
        Maximum number of objects.

    Examples
    --------
    >>> towns = {"hammerfest": 1, "fensmark": 2, "kinna": 3}
    >>> near_spellings("Hamerfest", towns), near_spellings("Finnmark", towns)
    ([1], [])
    """
    text = folded(word)
    if not text or len(word) > _LONGEST_WORD:
        return []
    slips = max(len(text) >= _LETTERS_A_SLIP, len(text) // _LETTERS_A_SLIP_OF_NAMES)
    matches = sorted(
        (n, name)
        for name in known
        if name[:1] == text[0]
        and abs(len(name) - len(text)) <= slips
        and (n := _slips(text, name)) <= slips
    )
    return list(dict.fromkeys(known[name] for _, name in matches))[:most]


@lru_cache(maxsize=1024)  # a column that came from QGIS stands in every record
def _alike(word: str, known: tuple[str, ...], least: float) -> tuple[str, ...]:
    from difflib import get_close_matches

    # The first of names that fold to the same text.
    by_fold = {folded(k): k for k in reversed(known)}
    matches = get_close_matches(folded(word), by_fold, n=max(len(by_fold), 1), cutoff=least)
    return tuple(by_fold[name] for name in matches)
