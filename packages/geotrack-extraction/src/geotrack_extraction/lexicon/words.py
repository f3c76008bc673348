"""Words of a text, and the entries of a lexicon that stand in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

__all__ = ["Entries", "Hit", "Word", "plain", "words_in"]

_WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one entry; more is another phrase.
_GAP = re.compile(r"[ \-.'/]{1,2}|\. ?-? ?")
_PASSIVE = frozenset(
    ["was", "were", "been", "being", "is", "are", "be", "ble", "blir", "blitt", "er", "var", "bli"]
)
_BY = frozenset({"by", "av"})
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("‘’ʼ´`", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\t\n\r\v\f\xa0\u2009\u202f", " "),
    }
)


class Word(NamedTuple):
    """A word of a text, in lower case, and where it stands."""

    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """An entry that stands in a text: its key, the words that it covers, and their offsets.

    `is_passive` is whether it stands behind *was* or *ble*, or before *by* or *av*; `first_letters`
    how many letters of one word it is the beginning of (*patrulj* of *patruljefly*), else 0.
    """

    key: str
    first: int
    last: int
    start: int
    end: int
    is_passive: bool = False
    first_letters: int = 0


def plain(text: str) -> str:
    """Return a text in small letters, with one form of dashes, quotes and white space.

    Each character stands where it stood.

    Examples
    --------
    >>> plain("Coast–Guard’s ØVELSE")
    "coast-guard's øvelse"
    """
    lower = text.translate(_ALIKE).lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_ALIKE))


def words_in(plain_text: str, start: int, end: int) -> list[Word]:
    """Return the words of a piece of a text that `plain` returned."""
    return [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(plain_text, start, end)]


_Entry: TypeAlias = tuple[str, str, tuple[str, ...]]
_ByStart: TypeAlias = dict[str, list[_Entry]]
_LETTERS = 3
# The last part of a compound has so many letters; the first is a thing, or one of these.
_SHORTEST_PART = 4
_PREFIXES = frozenset(["ut", "inn", "av", "opp", "ned", "fram", "frem", "gjennom", "til"])
_ANY, _MOST_BETWEEN = "..", 6
# Keys of which an entry may be no more than the ending of a verb.
_VERBS = frozenset({"signals.verb", "signals.past"})
_END = re.compile(r"[.;:!?]")


@dataclass
class Entries:
    """Entries of a lexicon, each one or more words, found in a text at once.

    Each is found where its words follow each other; `*` stands for any letters at the start or the
    end of a word, `..` for up to five words between (*slo .. ut*), before which the hit ends.

    Parameters
    ----------
    has_compounds : bool, optional
        Whether the language writes compounds as one word, of which the last part may be an act.
    """

    has_compounds: bool = False

    _exact: _ByStart = field(default_factory=lambda: defaultdict(list))
    # Entries with `*` at the end of their first word, by its first letters; with `*` at its start.
    _prefixed: _ByStart = field(default_factory=lambda: defaultdict(list))
    _ending: list[_Entry] = field(default_factory=list)
    _known: dict[str, list[_Entry]] = field(default_factory=dict)

    def add(self, key: str, phrases: Iterable[str]) -> None:
        """Add entries of one key."""
        for phrase in phrases:
            first, *rest = re.findall(r"\*?[^\W_]+\*?|\.\.", plain(phrase)) or [""]
            entry = (first, key, tuple(rest))
            if first.startswith("*"):
                self._ending.append(entry)
            elif first.endswith("*"):
                self._prefixed[first[:_LETTERS].rstrip("*")].append(entry)
            elif first:
                self._exact[first].append(entry)

    def _of(self, word: str) -> list[_Entry]:
        """Return the entries that begin with a word."""
        entries = self._known.get(word)
        if entries is None:
            starts = {word[:n] for n in range(1, _LETTERS + 1)}
            open_ended = [entry for start in starts for entry in self._prefixed.get(start, ())]
            entries = [*self._exact.get(word, ())]
            entries += [entry for entry in (*open_ended, *self._ending) if _is_like(word, entry[0])]
            if self.has_compounds and not any(key.startswith("acts.") for _, key, _ in entries):
                entries += self._of_last_part(word)
            self._known[word] = entries
        return entries

    def _of_last_part(self, word: str) -> list[_Entry]:
        """Return the acts that a compound ends with: *utseiling*, *fregattbesøk*."""
        for n in range(2, len(word) - _SHORTEST_PART + 1):
            first, last = word[:n], word[n:]
            acts: list[_Entry] = [
                (f"*{last}", key, ())
                for _, key, rest in self._whole(last)
                if key.startswith("acts.") and not rest
            ]
            things = [e[1] for part in (first, first.rstrip("se")) for e in self._whole(part)]
            is_prefix = first in _PREFIXES and len(last) > _SHORTEST_PART
            if acts and (is_prefix or any(key.startswith("subjects.") for key in things)):
                return acts
        return []

    def _whole(self, word: str) -> list[_Entry]:
        """Return the entries that are a word, or its beginning."""
        entries = [*self._exact.get(word, ()), *self._prefixed.get(word[:_LETTERS], ())]
        return [entry for entry in entries if _is_like(word, entry[0])]

    def begins(self, word: str) -> bool:
        """Return whether an entry begins with a word in small letters; endings of verbs do not."""
        return any(key not in _VERBS for _, key, _ in self._of(word))

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Hit]:
        """Yield the entries in a text by their place."""
        known = self._known
        for n, word in enumerate(words):
            entries = known.get(word.text)
            for first, key, rest in self._of(word.text) if entries is None else entries:
                last = _last(text, words, n, rest) if rest else n
                if last is not None:
                    is_passive = (n > 0 and words[n - 1].text in _PASSIVE) or (
                        last + 1 < len(words) and words[last + 1].text in _BY
                    )
                    letters = len(first) - 1 if last == n and first[-1] == "*" != first[0] else 0
                    is_end = key.startswith("acts.") and last == n and first[0] == "*" != first[-1]
                    start = word.end - len(first) + 1 if is_end else word.start
                    yield Hit(key, n, last, start, words[last].end, is_passive, letters)


def _last(text: str, words: Sequence[Word], n: int, rest: tuple[str, ...]) -> int | None:
    """Return where an entry ends that begins with a word, before its gap if it has one."""
    at, reach = n, 1
    last: int | None = None
    for pattern in rest:
        if pattern == _ANY:
            last, reach = at, _MOST_BETWEEN
            continue
        for i in range(at + 1, min(at + reach + 1, len(words))):
            between = text[words[i - 1].end : words[i].start]
            is_apart = _END.search(between) if reach > 1 else not _GAP.fullmatch(between)
            if between != " " and is_apart:
                return None
            word = words[i].text
            if word == pattern or ("*" in pattern and _is_like(word, pattern)):
                at, reach = i, 1
                break
        else:
            return None
    return at if last is None else last


def _is_like(word: str, pattern: str) -> bool:
    bare = pattern.strip("*")
    if pattern[0] == "*":
        return bare in word if pattern[-1] == "*" else word.endswith(bare)
    return word.startswith(bare) if pattern[-1] == "*" else word == bare
