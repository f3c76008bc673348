"""Record properties that a column can fill, by path: `place.radius_km`."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from geotrack.i18n.spelling import correction
from geotrack.model.event import SHORT_KEYS
from geotrack.taxonomy import Taxonomy, built_in_taxonomy

__all__ = [
    "ACCOUNT",
    "ANCHORS",
    "END",
    "EXTRA",
    "ID",
    "NAMING",
    "NEEDED",
    "START",
    "Property",
    "nearest_property",
    "own_names",
    "properties",
    "property_of_column",
    "similar_property",
    "spellings",
    "stored_name",
]

ID = "id"
"""Path of the Feature's own id."""
START, END = "start", "end"
"""Paths of a record's time: a cell of the start that states both fills both."""
EXTRA = "extra."
"""Prefix of properties that geotrack does not define."""
NEEDED = ("title", "type", "start", "sources")
"""Required properties of a record, besides its geometry."""
ANCHORS = {"actors": ("name",), "sources": ("url", "seed")}
"""Keys by list of objects: several values in a cell make several objects."""
NAMING = {"actors": ("name",), "sources": ("url", "seed", "cite", "read_at")}
"""Keys by list of objects: an object needs one of them."""
ACCOUNT = ("sources.claimant", "sources.stance")
"""Properties that say who says what in a source."""

# Written by geotrack only.
_OWN = ("review", "revisions", "added_by", "extracted")
# Names of one of several, by which paths are spelt too.
_SINGULAR = {"actor": "actors", "source": "sources"}
_UNIT = "_km"
# Letters from which on one wrong letter still leaves the word clear.
_LONG = 6
# Keys that occur only in a place.
_OF_A_PLACE = (
    "described", "precision", "radius_km", "inner_radius_km", "regions", "regions_mode",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Property:
    """One property that a column can fill.

    Parameters
    ----------
    path : str
        Keys joined by dots.
    kind : str
        Type of a value: `text`, `id` (text or number), `number`, `integer` or `date`.
    listed : bool
        Whether it holds a list of such values.
    choices : tuple of str
        Permitted values; empty for any.
    taxonomy : Taxonomy
        What a type can be.
    """

    path: str
    kind: str
    listed: bool = False
    choices: tuple[str, ...] = field(default=(), repr=False)
    taxonomy: Taxonomy = field(default_factory=built_in_taxonomy, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, outermost first."""
        return tuple(self.path.split("."))


def properties(taxonomy: Taxonomy | None = None) -> Mapping[str, Property]:
    """Return every property that a column can fill, by path, from the schema of records.

    Parameters
    ----------
    taxonomy : Taxonomy, optional
        The types that records can have; the built-in ones without it.

    Examples
    --------
    >>> properties()["place.radius_km"]
    Property(path='place.radius_km', kind='number', listed=False)
    >>> properties()["tags"].listed, "revisions.what" in properties()
    (True, False)
    """
    return _properties(taxonomy or built_in_taxonomy())


@lru_cache(maxsize=8)
def _properties(taxonomy: Taxonomy) -> Mapping[str, Property]:
    from geotrack.model.schema import event_schema

    definitions = event_schema(taxonomy)["$defs"]
    of_records = definitions["Properties"]["properties"]
    schema = {k: v for k, v in of_records.items() if k not in _OWN}
    targets = {ID: Property(ID, "id")}
    targets.update((p.path, replace(p, taxonomy=taxonomy)) for p in _below("", schema, definitions))
    return MappingProxyType(targets)


def _below(
    path: str, schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> Iterator[Property]:
    for key, spec in schema.items():
        forms = list(_forms(spec))
        definition = next((f["$ref"].rpartition("/")[2] for f in forms if "$ref" in f), None)
        table = next((f for f in forms if "propertyNames" in f), None)
        if table:
            keys = _names(table["additionalProperties"])
            paths = (f"{path}{key}.{code}.{name}" for code in _names(table) for name in keys)
            yield from (Property(one, "text") for one in paths)
        elif definition:
            yield from _below(f"{path}{key}.", definitions[definition]["properties"], definitions)
        else:
            listed = any(f.get("type") == "array" for f in forms)
            choices = tuple(word for f in forms for word in f.get("enum", ()))
            yield Property(f"{path}{key}", _kind(forms), listed, choices)


def _names(table: Mapping[str, Any]) -> Sequence[str]:
    """Return the keys that an object of texts may have."""
    names: Mapping[str, Any] = table["propertyNames"]
    return names.get("enum") or [names["const"]]


def _forms(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the schema alternatives of a value, items of lists included."""
    for form in spec.get("anyOf", [spec]):
        if "anyOf" in form:
            yield from _forms(form)
        else:
            yield form
            if "items" in form:
                yield from _forms(form["items"])


def _kind(forms: list[Mapping[str, Any]]) -> str:
    types = [f.get("type") for f in forms]
    if ["string", "number"] in types:
        return "id"
    if any("EDTF" in f.get("description", "") for f in forms):
        return "date"
    return next((kind for kind in ("number", "integer") if kind in types), "text")


@cache
def spellings() -> Mapping[str, str]:
    """Return the path of a property by column name, in lower case.

    Examples
    --------
    >>> spellings()["place_name"], spellings()["source_url"], spellings()["radius_km"]
    ('place.name', 'sources.url', 'place.radius_km')
    """
    paths: dict[str, str] = {}
    for path in properties():
        singular = path.replace("actors.", "actor.").replace("sources.", "source.")
        for spelling in (path, singular, path.replace(".", "_"), singular.replace(".", "_")):
            paths[spelling] = path
    # `title_nb` is the title in Norwegian.
    translated = (path.split(".") for path in properties() if path.startswith("translations."))
    paths.update(
        (f"{key}_{language}", f"translations.{language}.{key}") for _, language, key in translated
    )
    paths.update((name, f"{name}.{key}") for name, key in SHORT_KEYS.items())
    paths.update((one, paths[several]) for one, several in _SINGULAR.items())
    paths.update((key, f"place.{key}") for key in _OF_A_PLACE)
    return MappingProxyType(paths)


def property_of_column(column: str) -> str | None:
    """Return the path of the property that a column's name means, None if there is none."""
    return spellings().get(column.strip().lower())


def nearest_property(word: str) -> str | None:
    """Return the path that a misspelt name or one without its unit means, None if none.

    Examples
    --------
    >>> nearest_property("radius"), nearest_property("summery"), nearest_property("shore_distance")
    ('place.radius_km', 'summary', None)
    """
    path = property_of_column(f"{word}{_UNIT}")
    guess = None if path else correction(word, spellings())
    return spellings()[guess] if guess else path


@lru_cache(maxsize=1024)
def similar_property(column: str) -> str | None:
    """Return the path that the name of a column surely means, None if none.

    Of short words that differ in a letter, most mean something else.

    Examples
    --------
    >>> similar_property("summery"), similar_property("titel"), similar_property("radius")
    ('summary', 'title', 'place.radius_km')
    >>> similar_property("wind"), similar_property("state")
    (None, None)
    """
    word = column.strip().lower()
    path = property_of_column(f"{word}{_UNIT}")
    similar = None if path else correction(word, spellings())
    if similar is None:
        return path
    is_alike = similar[0] == word[0] and (
        len(word) >= _LONG or sorted(similar) == sorted(word) or similar == f"{word}s"
    )
    return spellings()[similar] if is_alike else None


def own_names() -> set[str]:
    """Return the names that no extra property may have."""
    return {path.partition(".")[0] for path in properties()} | set(_OWN)


def stored_name(column: str, used: Container[str]) -> str:
    """Return the name under which a column is kept, distinct from all properties."""
    name = f"{column} (column)" if column in own_names() else column
    while name in used:
        name += "*"
    return name
