"""Similarity of titles, and words in them that exclude one event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.i18n.folding import folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALL", "Titles"]

ALL = 100.0
"""Similarity of titles with the same words."""

# Maximum number of candidate pairs of a record.
_MOST_CANDIDATES = 200
# Maximum number of pairs of a record whose titles are fully compared.
_MOST_COMPARED = 50
# Tolerance for scores of four digits.
_ROUNDED = 0.1
# Minimum similarity of the remaining words for titles that differ only in, say, a number.
_REST_ALIKE = 85.0
# Above this density of pairs it is faster to compare all titles with all.
_DENSE = 0.2

# Groups of words with exclusive meanings, separated by `/`.
_APART = (
    "enter enters entered entering arrive arrives arrived arriving arrival reach reaches reached "
    "inbound/leave leaves left leaving depart departs departed departing departure exit exits "
    "exited outbound sail sails sailed",
    "begin begins began beginning start starts started opens opened/end ends ended ending finish "
    "finishes finished closes closed concludes concluded/resumes resumed/suspended suspends",
    "north northern northbound northward northwards/south southern southbound southward southwards",
    "east eastern eastbound eastward eastwards/west western westbound westward westwards",
    "northeast/northwest/southeast/southwest",
    "outward outwards/homeward homewards return returns returned returning back",
    "morning/noon/afternoon/evening/night",
    "before/after",
    "upper/lower",
    "port/starboard",
    "launch launches launched/recovery recovers recovered",
    "docks docked moors moored berths berthed/undocks undocked unmoors unmoored unberths unberthed",
    "loads loaded loading/unloads unloaded unloading discharges discharged",
    "signs signed/cancels cancelled/denies denied",
    "monday/tuesday/wednesday/thursday/friday/saturday/sunday",
    "january jan/february feb/march mar/april apr/may/june jun/july jul/august aug/"
    "september sep sept/october oct/november nov/december dec",
    "spring/summer/autumn/winter",
)
_NUMBERS = (
    "zero,one first,two second,three third,four fourth,five fifth,six sixth,seven seventh,"
    "eight eighth,nine ninth,ten tenth,eleven eleventh,twelve twelfth"
)
# Group of the meanings of numbers; those of `_APART` are counted from 0.
_NUMBER_GROUP = -1
_MEANING: dict[str, tuple[int, int]] = {
    word: (group, side)
    for group, line in enumerate(_APART)
    for side, words in enumerate(line.split("/"))
    for word in words.split()
} | {
    word: (_NUMBER_GROUP, value)
    for value, words in enumerate(_NUMBERS.split(","))
    for word in words.split()
}
_DIGITS = re.compile(r"(\d{1,15})(?:st|nd|rd|th)?")


class Titles:
    """The titles of records, normalised for comparison.

    Parameters
    ----------
    titles : sequence of str
        n titles, as written.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        from rapidfuzz.utils import default_process

        self._titles = [default_process(folded(title)) for title in titles]
        self._ordered = [" ".join(sorted(title.split())) for title in self._titles]
        self._meanings = [frozenset(_meanings(title)) for title in self._titles]

    def alike(
        self, one: NDArray[np.intp], other: NDArray[np.intp], needed: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the similarity of titles of pairs, from 0 to 100.

        It is the mean of the ratio of sorted words, which is fast, and the token set ratio. The
        latter is computed only where the mean can reach `needed`; else the result is NaN.
        """
        from rapidfuzz import fuzz

        alike = np.full(len(one), np.nan)
        in_order = _in_pairs(self._ordered, one, other, fuzz.ratio)
        rows = np.flatnonzero((in_order + ALL) / 2 >= needed - _ROUNDED)
        rows = rows[_best_of_each(one[rows], in_order[rows] / 2 - needed[rows], _MOST_COMPARED)]
        if len(rows):
            common = _in_pairs(self._titles, one[rows], other[rows], fuzz.token_set_ratio)
            alike[rows] = (in_order[rows] + common) / 2
        return alike

    def likeliest(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the indexes of the pairs to compare: of a row with very many the most similar."""
        from rapidfuzz import fuzz

        if not len(one) or np.bincount(one).max() <= _MOST_CANDIDATES:
            return np.arange(len(one))
        in_order = _in_pairs(self._ordered, one, other, fuzz.ratio)
        rows, row_numbers = _numbered(one, len(self._titles))
        # Count by whole per cent: sorting takes longer.
        classes, shared_words = int(ALL) + 1, in_order.astype(np.intp)
        counts = np.bincount(row_numbers * classes + shared_words, minlength=len(rows) * classes)
        or_more = counts.reshape(-1, classes)[:, ::-1].cumsum(axis=1)[:, ::-1]
        enough = (or_more > _MOST_CANDIDATES).sum(axis=1) - 1
        candidates = np.flatnonzero(shared_words >= enough[row_numbers])
        return candidates[_best_of_each(one[candidates], in_order[candidates], _MOST_CANDIDATES)]

    def differ(self, one: int, other: int) -> str:
        """Return how two titles contradict each other.

        Returns
        -------
        str
            ``"opposite"`` if they differ only in numbers, days or opposite words; ``"numbers"`` if
            they differ in numbers and more; else empty.
        """
        first, second = self._meanings[one], self._meanings[other]
        if first == second:
            return ""
        groups = {group for group, _ in first - second} & {group for group, _ in second - first}
        if not groups:
            return ""
        if _rest_alike(self._titles[one], self._titles[other], groups) >= _REST_ALIKE:
            return "opposite"
        return "numbers" if _NUMBER_GROUP in groups else ""


def _meanings(title: str) -> Iterator[tuple[int, int]]:
    for word in title.split():
        meaning = _meaning(word)
        if meaning is not None:
            yield meaning


def _meaning(word: str) -> tuple[int, int] | None:
    digits = _DIGITS.fullmatch(word)
    return (_NUMBER_GROUP, int(digits[1])) if digits else _MEANING.get(word)


def _rest_alike(one: str, other: str, groups: set[int]) -> float:
    """Return the similarity of two titles without the words of some groups."""
    from rapidfuzz import fuzz

    first, second = (
        " ".join(w for w in title.split() if (m := _meaning(w)) is None or m[0] not in groups)
        for title in (one, other)
    )
    if first == second:
        return ALL
    in_order = fuzz.token_sort_ratio(first, second)
    return (in_order + fuzz.token_set_ratio(first, second)) / 2


def _in_pairs(
    texts: Sequence[str], one: NDArray[np.intp], other: NDArray[np.intp], scorer: Any
) -> NDArray[np.float64]:
    from rapidfuzz import process

    firsts, at_first = _numbered(one, len(texts))
    seconds, at_second = _numbered(other, len(texts))
    if len(one) > _DENSE * len(firsts) * len(seconds):
        rows, columns = ([texts[n] for n in numbers.tolist()] for numbers in (firsts, seconds))
        every = process.cdist(rows, columns, scorer=scorer, dtype=np.float64)
        return np.asarray(every[at_first, at_second])
    rows, columns = ([texts[n] for n in numbers.tolist()] for numbers in (one, other))
    return np.asarray(process.cpdist(rows, columns, scorer=scorer, dtype=np.float64))


def _numbered(rows: NDArray[np.intp], count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the distinct rows, and the index of each row among them."""
    is_present = np.zeros(count, dtype=bool)
    is_present[rows] = True
    return np.flatnonzero(is_present), (np.cumsum(is_present) - 1)[rows]


def _best_of_each(
    rows: NDArray[np.intp], worth: NDArray[np.float64], most: int
) -> NDArray[np.intp]:
    """Return the indexes of the best pairs of each row, at most `most` of one row."""
    if not len(rows) or np.bincount(rows).max() <= most:
        return np.arange(len(rows))
    order = np.lexsort((-worth, rows))
    starts = np.searchsorted(rows[order], rows[order])
    return np.sort(order[np.arange(len(rows)) - starts < most])
