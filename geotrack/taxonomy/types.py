"""Themes and event types; the built-in ones are in `taxonomy.toml`.

A workspace may add its own: `Workspace.taxonomy` is the one that applies to its records.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from geotrack.errors import GeotrackError, quoted
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import ALIKE, SAME, nearest
from geotrack.messages import Message, did_you_mean

__all__ = [
    "OUTLINES",
    "EventType",
    "Taxonomy",
    "Theme",
    "UnknownTypeError",
    "built_in_taxonomy",
]

_FOLDER = Path(__file__).parent

OUTLINES = (
    "triangle", "square", "diamond", "circle", "pill", "hexagon", "bar", "cross", "pentagon",
    "star", "shield", "trapezoid", "parallelogram", "octagon",
)  # fmt: skip
"""Names of the outlines of symbols, which pages, pictures, slides and exports all draw."""


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
    phrases : tuple of str, optional
        Words of reports that mean it, for `geotrack extract`; `*` stands for any letters at the
        start or the end of a word.
    """

    id: str
    theme: Theme
    label: Mapping[str, str]
    medium: str
    app6: str | None = None
    about: bool = False
    phrases: tuple[str, ...] = ()


_ABOUT = frozenset({"diplomacy/cooperation", "diplomacy/institution", "diplomacy/stance"})
"""Types of what has no place of its own."""


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
                Message("{word} is a type of several themes", quoted(word)),
                _one_of([t.id for t in bare]),
            )
        raise UnknownTypeError(
            Message("{word} is not a known type", quoted(word)), self._remedy(word)
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
        found = names.get(key) or names.get(nearest(key, names, SAME) or "", [])
        return [id_ for id_ in dict.fromkeys(found) if id_ in self.types]

    def _remedy(self, word: str) -> str:
        """Return suggestions: words for it, similar names in the theme, in others, the whole theme.

        Only the part after the slash is compared.
        """
        before, slash, after = word.partition("/")
        if not slash and (like := self.like(word)):
            return _one_of(like)
        # "Sperring" is not "shipping": a word without a slash is a theme only if misspelt.
        theme = nearest(before, self.themes, ALIKE if slash else SAME)
        of_theme = [id_ for id_ in self.types if id_.partition("/")[0] == theme]
        elsewhere = SAME if of_theme or not slash else ALIKE
        for ids, least in ((of_theme if slash else (), ALIKE), (self.types, elsewhere)):
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
    data = tomllib.loads((_FOLDER / "taxonomy.toml").read_text(encoding="utf-8"))
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
    words = tomllib.loads((_FOLDER / "type_synonyms.toml").read_text(encoding="utf-8"))
    synonyms = {folded(word): tuple(ids) for word, ids in words.items()}
    return Taxonomy(MappingProxyType(themes), MappingProxyType(types), MappingProxyType(synonyms))
