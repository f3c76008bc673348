"""Themes and event types, the built-in ones of `taxonomy.toml`, and matching of misspelt names.

A workspace may add its own: `Workspace.taxonomy` is the one that applies to its records.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import TypeVar

from geotrack.dates.hints import shown
from geotrack.errors import GeotrackError
from geotrack.i18n.folding import folded
from geotrack.messages import Message, did_you_mean
from geotrack.resources import PACKAGE

__all__ = [
    "OUTLINES",
    "EventType",
    "Taxonomy",
    "Theme",
    "UnknownTypeError",
    "built_in_taxonomy",
    "countries",
    "near_spellings",
    "nearest",
    "nearest_few",
    "slip",
]

_LONGEST_WORD = 100
# Maximum number of wrong letters, and letters of a word for each.
_MOST_SLIPS, _LETTERS_A_SLIP, _LETTERS_A_SLIP_OF_NAMES = 2, 4, 5
_SAME, _ALIKE, _NOT_UNLIKE = 0.8, 0.6, 0.45
"""Similarity of two words, from 0 to 1, to count as the same, to be suggested, and to be one of
several suggestions."""

OUTLINES = (
    "triangle", "square", "diamond", "circle", "pill", "hexagon", "bar", "cross", "pentagon",
    "star", "shield", "trapezoid", "parallelogram", "octagon",
)  # fmt: skip
"""Names of the outlines of symbols, which pages, pictures, slides and exports all draw."""

T = TypeVar("T")


class UnknownTypeError(GeotrackError, ValueError):
    """A type is not in the taxonomy.

    Attributes
    ----------
    remedy : str
        What to write instead.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of event types with a common colour and marker on the map.

    Parameters
    ----------
    id : str
        The word before the slash of a type.
    label : Mapping[str, str]
        Its name by language code (`en`, `nb`).
    colour : str
        CSS hexadecimal colour.
    shape : str
        Name of the marker's outline, so that themes differ without colour too.
    """

    id: str
    label: Mapping[str, str]
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event, `theme/name`.

    Parameters
    ----------
    id : str
        The full id, for example `coastguard/patrol`.
    theme : Theme
        The theme it belongs to.
    label : Mapping[str, str]
        Its name by language code.
    medium : str
        Where its units move: `sea`, `air`, `land` or `any`.
    app6 : str, optional
        APP-6 symbol code with unknown standard identity, where one entity of APP-6 matches the type
        exactly.
    about : bool, optional
        Whether the regions of a record are what it is about, not where it was.
    """

    id: str
    theme: Theme
    label: Mapping[str, str]
    medium: str
    app6: str | None = None
    about: bool = False


_ABOUT = frozenset({"diplomacy/cooperation", "diplomacy/institution", "diplomacy/stance"})
"""Types of what has no place of its own."""


def nearest(word: str, known: Iterable[str], least: float = _ALIKE) -> str | None:
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
    written = folded(word)
    found: list[tuple[int, str]] = []
    for one in known:
        candidate = folded(one)
        if candidate == f"{written}_km":
            found.append((_MOST_SLIPS, one))
            continue
        most = min(_MOST_SLIPS, max(len(written), len(candidate)) // _LETTERS_A_SLIP)
        if abs(len(written) - len(candidate)) <= most and (n := _slips(written, candidate)) <= most:
            found.append((n, one))
    return min(found, key=lambda pair: pair[0], default=(0, None))[1]


def _slips(written: str, candidate: str) -> int:
    """Return the optimal string alignment distance of two words."""
    before: list[int] = []
    row = list(range(len(candidate) + 1))
    for i, letter in enumerate(written, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(candidate, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == candidate[j - 2] and written[i - 2] == other:
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
    found: list[T] = []
    if nearest(word, known) is None:
        # Further suggestions may be less similar, but not the first.
        return found
    for name in _alike(word, tuple(known), _NOT_UNLIKE):
        if known[name] not in found:
            found.append(known[name])
    return found[:most]


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
    written = folded(word)
    if not written or len(word) > _LONGEST_WORD:
        return []
    slips = max(len(written) >= _LETTERS_A_SLIP, len(written) // _LETTERS_A_SLIP_OF_NAMES)
    found = sorted(
        (n, name)
        for name in known
        if name[:1] == written[0]
        and abs(len(name) - len(written)) <= slips
        and (n := _slips(written, name)) <= slips
    )
    return list(dict.fromkeys(known[name] for _, name in found))[:most]


@lru_cache(maxsize=1024)  # a column that came from QGIS stands in every record
def _alike(word: str, known: tuple[str, ...], least: float) -> tuple[str, ...]:
    from difflib import get_close_matches

    # The first of names that fold to the same text.
    by_fold = {folded(k): k for k in reversed(known)}
    found = get_close_matches(folded(word), by_fold, n=max(len(by_fold), 1), cutoff=least)
    return tuple(by_fold[name] for name in found)


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All themes and types that records can have, in the order of the file.

    Two taxonomies are equal only if they are one object, so that results can be cached by it.

    Parameters
    ----------
    themes : Mapping[str, Theme]
        Themes by id.
    types : Mapping[str, EventType]
        Types by full id.
    synonyms : Mapping of str to sequence of str, optional
        Types that other words may mean, by folded word; they are offered, and never taken.
    """

    themes: Mapping[str, Theme]
    types: Mapping[str, EventType]
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All names that `resolve` accepts: full ids, then short names of one theme only."""
        bare = [id_.partition("/")[2] for id_ in self.types]
        return (*self.types, *sorted(name for name in bare if bare.count(name) == 1))

    def resolve(self, word: str) -> EventType:
        """Return the type of a name.

        Parameters
        ----------
        word : str
            `theme/name`, or the short name if only one theme has it.

        Raises
        ------
        UnknownTypeError
            The name is unknown, or several themes have it.

        Examples
        --------
        >>> built_in_taxonomy().resolve("bomber-sortie").id
        'air/bomber-sortie'
        """
        if word in self.types:
            return self.types[word]
        bare = [t for t in self.types.values() if t.id.partition("/")[2] == word]
        if len(bare) == 1:
            return bare[0]
        if bare:
            raise UnknownTypeError(
                Message("{word} is a type of several themes", shown(word)),
                _one_of([t.id for t in bare]),
            )
        raise UnknownTypeError(
            Message("{word} is not a known type", shown(word)), self._remedy(word)
        )

    def like(self, word: str) -> list[str]:
        """Return the types that a word of another vocabulary may mean, by synonyms and labels.

        Examples
        --------
        >>> built_in_taxonomy().like("Sperring"), built_in_taxonomy().like("Grunnstøtning")
        (['restriction/closure'], ['incident/grounding'])
        """
        names: dict[str, list[str]] = {w: [*ids] for w, ids in self.synonyms.items()}
        for type_ in self.types.values():
            for label in type_.label.values():
                names.setdefault(folded(label), []).append(type_.id)
        key = folded(word)
        found = names.get(key) or names.get(nearest(key, names, _SAME) or "", [])
        return [id_ for id_ in dict.fromkeys(found) if id_ in self.types]

    def _remedy(self, word: str) -> str:
        """Return suggestions: words for it, similar names in the theme, in others, the whole theme.

        Only the part after the slash is compared.
        """
        before, slash, after = word.partition("/")
        if not slash and (like := self.like(word)):
            return _one_of(like)
        # "Sperring" is not "shipping": a word without a slash is a theme only if misspelt.
        theme = nearest(before, self.themes, _ALIKE if slash else _SAME)
        of_theme = [id_ for id_ in self.types if id_.partition("/")[0] == theme]
        elsewhere = _SAME if of_theme or not slash else _ALIKE
        for ids, least in ((of_theme if slash else (), _ALIKE), (self.types, elsewhere)):
            names = [id_.partition("/")[2] for id_ in ids]
            if name := nearest(after if slash else word, names, least):
                return _one_of([id_ for id_ in ids if id_.partition("/")[2] == name])
        return (
            _one_of(of_theme)
            if of_theme
            else Message("themes are {themes}", ", ".join(self.themes))
        )


def _one_of(ids: list[str]) -> str:
    several = Message("write one of {known}", ", ".join(ids), suggestions=ids)
    return did_you_mean(ids[0] if len(ids) == 1 else None, several)


@cache
def built_in_taxonomy() -> Taxonomy:
    """Return the taxonomy of geotrack itself; cached."""
    data = tomllib.loads((PACKAGE / "taxonomy.toml").read_text(encoding="utf-8"))
    themes = {
        id_: Theme(id_, MappingProxyType(t["label"]), t["colour"], t["shape"])
        for id_, t in data["themes"].items()
    }
    types = {
        id_: EventType(
            id_,
            themes[id_.partition("/")[0]],
            MappingProxyType(t["label"]),
            t["medium"],
            t.get("app6"),
            id_ in _ABOUT,
        )
        for id_, t in data["types"].items()
    }
    words = tomllib.loads((PACKAGE / "type_synonyms.toml").read_text(encoding="utf-8"))
    synonyms = {folded(word): tuple(ids) for word, ids in words.items()}
    return Taxonomy(MappingProxyType(themes), MappingProxyType(types), MappingProxyType(synonyms))


@cache
def countries() -> Mapping[str, str]:
    """Return country codes (ISO 3166-1 alpha-2) by name, in lower case; cached.

    Examples
    --------
    >>> countries()["chinese"], countries()["norge"], countries()["cn"]
    ('CN', 'NO', 'CN')
    """
    data = tomllib.loads((PACKAGE / "countries.toml").read_text(encoding="utf-8"))
    names = {name.casefold(): code for code, known in data.items() for name in (code, *known)}
    return MappingProxyType(names)
