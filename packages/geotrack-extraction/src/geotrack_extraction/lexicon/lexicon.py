"""The lexicon of a language, with the words of a workspace's own types."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geotrack.taxonomy import Taxonomy, countries
from geotrack_extraction.lexicon.words import Entries

__all__ = ["LANGUAGES", "Lexicon", "lexicon_of", "listed"]

LANGUAGES = ("en", "nb")
"""Languages that a report may have."""
_FOLDER = Path(__file__).parent
# Tables whose entries are found with the key `table.name`.
_TABLES = ("subjects", "acts", "signals", "places", "actors")
# Short names of countries that are other words, too.
_NO_NAMES = {"en": {"us", "island", "dane", "turkey"}, "nb": {"us", "is"}}
_OWN = "own."


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language, and the types that they make.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.
    taxonomy : Taxonomy
        Its types count, and the words of those that have some.
    """

    language: str
    taxonomy: Taxonomy
    _listed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        return _table(self.language)

    @cached_property
    def types(self) -> Mapping[str, Mapping[str, str]]:
        """The type by act and subject, the acts in their order."""
        return MappingProxyType(_table("types"))

    def listed(self, table: str, key: str = "") -> frozenset[str]:
        """Return the entries of a key as they are written."""
        words = self._listed.get((table, key))
        if words is None:
            value = self._data[table][key] if key else self._data[table]
            words = self._listed[table, key] = frozenset(_split(value))
        return words

    @property
    def ship_prefixes(self) -> Mapping[str, tuple[str, str]]:
        """Country and kind of ships by the prefix of their names."""
        return MappingProxyType(_table("actors")["ships"])

    @cached_property
    def entries(self) -> Entries:
        """All entries by `table.key`, own types as `own.TYPE`."""
        entries = Entries(has_compounds=self.language == "nb")
        for table in _TABLES:
            for key, value in self._data[table].items():
                entries.add(f"{table}.{key}", _split(value))
        for type_ in self.taxonomy.types.values():
            entries.add(f"{_OWN}{type_.id}", type_.phrases)
        return entries

    @cached_property
    def names(self) -> Entries:
        """Names of actors by `name|country`, of countries by `|country`."""
        entries = Entries()
        for name, country, aliases in _table("actors")["actors"]:
            entries.add(f"{name}|{country}", _split(aliases))
        for name, code in countries().items():
            if name not in _NO_NAMES[self.language] and len(name) > 1:
                if name == code.lower():
                    continue
                forms = [name, f"{name}s"] if self.language == "nb" else [name]
                if self.language == "nb" and name.endswith("sk"):
                    forms += [f"{name}e", f"{name}es"]
                entries.add(f"|{code}", forms)
        return entries


def _split(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := " ".join(part.split()))]


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def lexicon_of(language: str, taxonomy: Taxonomy) -> Lexicon:
    """Return the lexicon of a language with the types of a taxonomy; cached."""
    return Lexicon(language, taxonomy)


def listed(language: str, key: str) -> frozenset[str]:
    """Return the words of a language that stand at the head of its file, by their key."""
    return frozenset(_split(_table(language)[key]))
