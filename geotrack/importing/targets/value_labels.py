"""Values of properties by their labels: `Kystvakt – patrulje`, `bekreftet`, `Norge`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from geotrack.i18n import LANGUAGES, words
from geotrack.i18n.folding import folded
from geotrack.importing.targets.properties import Property, properties
from geotrack.model.country import country_code
from geotrack.taxonomy import EventType, Taxonomy

__all__ = ["candidates", "squashed", "types_like", "value_of_label"]

# Letters of a word at least, letters of its stem, and suggestions at most.
_WORD, _STEM, _FEW = 4, 5, 3

_COUNTRY = "country"
# Norwegian for the names of types that several themes have.
_NAMES = {
    "patrol": "patrulje", "exercise": "øvelse", "sighting": "observasjon", "agreement": "avtale",
    "port-call": "havneanløp", "voyage": "tokt",
}  # fmt: skip
# Norwegian for words that the page does not show.
_WORDS = {
    "exact": ("nøyaktig", "eksakt"), "near": ("nær", "ved"), "line": ("linje",),
    "area": ("område",), "representative": ("representativ",), "ring": ("ring",),
    "occurred": ("skjedd", "inntruffet"), "cancelled": ("canceled",),
    "supports": ("støtter", "bekrefter", "confirms"), "disputes": ("bestrider",),
    "denies": ("benekter", "avviser"), "silent": ("taus", "tier", "says nothing of it"),
}  # fmt: skip


def value_of_label(target: Property, text: str) -> str | None:
    """Return the value that a text means, by its labels in English and Norwegian.

    Case, accents and marks between words are ignored.

    Parameters
    ----------
    target : Property
        A property with permitted values.
    text : str
        A cell.

    Returns
    -------
    str or None
        None if no label fits, or labels of several values do.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> value_of_label(properties()["type"], "Kystvakt – patrulje")
    'coastguard/patrol'
    >>> value_of_label(properties()["type"], "Patrol") is None
    True
    >>> value_of_label(properties()["actors.country"], "Norge")
    'NO'
    """
    return _value(target.path, text, target.taxonomy)


@lru_cache(maxsize=4096)  # a column repeats few values
def _value(path: str, text: str, taxonomy: Taxonomy) -> str | None:
    if path.endswith(_COUNTRY):
        return country_code(text)
    values = _labels(path, taxonomy).get(squashed(text), ())
    return values[0] if len(values) == 1 else None


def candidates(target: Property, text: str) -> tuple[str, ...]:
    """Return the values that share a label or a theme with a text; empty if there are none.

    Examples
    --------
    >>> from geotrack.importing.targets.properties import properties
    >>> candidates(properties()["type"], "Havneanløp")
    ('coastguard/port-call', 'naval/port-call', 'research/port-call')
    """
    if target.keys[-1] == _COUNTRY:
        return ()
    labels = _labels(target.path, target.taxonomy)
    if values := labels.get(squashed(text)):
        return values
    if target.path != "type":
        return ()
    themes = {squashed(n): t.id for t in target.taxonomy.themes.values() for n in t.label.values()}
    theme = themes.get(squashed(text))
    return tuple(id_ for id_ in target.taxonomy.types if id_.partition("/")[0] == theme)


def types_like(text: str, taxonomy: Taxonomy) -> list[str]:
    """Return the types that a text may mean, else whose labels share most words with it.

    At most three. Words of four letters and more count by their first five letters, also within
    compounds.

    Examples
    --------
    >>> types_like("Droneobservasjon", properties()["type"].taxonomy)
    ['air/drone-sighting']
    """
    if similar := taxonomy.like(text):
        return similar[:_FEW]
    letters = squashed(text)
    score: Counter[str] = Counter()
    for type_ in taxonomy.types.values():
        for label in type_.label.values():
            stems = {w[:_STEM] for w in re.findall(r"\w+", folded(label)) if len(w) >= _WORD}
            shared = sum(len(stem) for stem in stems if stem in letters)
            score[type_.id] = max(score[type_.id], shared)
    most = max(score.values(), default=0)
    return [id_ for id_, n in score.items() if n == most][:_FEW] if most else []


def squashed(text: str) -> str:
    """Return the letters and digits of a text, folded.

    Examples
    --------
    >>> squashed("Coastguard / Patrol"), squashed("Kystvakt – øvelse")
    ('coastguardpatrol', 'kystvaktovelse')
    """
    return "".join(c for c in folded(text) if c.isalnum())


@lru_cache(maxsize=128)
def _labels(path: str, taxonomy: Taxonomy) -> Mapping[str, tuple[str, ...]]:
    """Return the values of a property by label."""
    by_label: dict[str, list[str]] = {}
    # Short names of types are values too, and are no further ones.
    for value in taxonomy.types if path == "type" else properties()[path].choices:
        names = _type_labels(taxonomy.types[value]) if path == "type" else _word_labels(value)
        for name in dict.fromkeys(map(squashed, names)):
            by_label.setdefault(name, []).append(value)
    return MappingProxyType({name: tuple(values) for name, values in by_label.items()})


def _type_labels(type_: EventType) -> list[str]:
    bare = type_.id.partition("/")[2]
    names = [*type_.label.values(), bare, *([_NAMES[bare]] if bare in _NAMES else [])]
    themes = [type_.theme.id, *type_.theme.label.values()]
    return [*names, *(f"{theme} {name}" for theme in themes for name in names)]


def _word_labels(word: str) -> list[str]:
    terms = [
        {
            **label.section("record.stances"),
            **label.section("page.finder.values"),
            **label.section("terms"),
        }.get(word, word)
        for label in map(words, LANGUAGES)
    ]
    return [word, *terms, *_WORDS.get(word, ())]
