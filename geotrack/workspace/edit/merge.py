"""Merging of two stored records of one event: which value of each property is taken."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.i18n.spelling import nearest_few
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model.event import SHORT_KEYS
from geotrack.workspace.edit.revisions import replaced_by
from geotrack.workspace.property_differences import Feature, difference

__all__ = ["UNITED", "Choice", "Side", "choices", "merge_features", "sides_by_name"]

Side: TypeAlias = Literal["A", "B"]

UNITED = ("sources", "actors", "tags", "related")
"""Lists of which the merged record has all items of both."""

# Properties that are one statement, by the name of the choice.
_TOGETHER = {"time": ("start", "end", "time_zone"), "place": ("geometry", "place")}
_CHOICE_OF = {key: name for name, keys in _TOGETHER.items() for key in keys}
# The wrong value of these would release a record that must not be: the user must choose.
_HANDLING = ("marking", "releasable_to")
# Properties of the stored record, not of the event.
_OWN = ("id", "added", "added_by", "replaces", "review", "revisions")
# Each translation follows its text.
_FOLLOWING = "translations"


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of two records for one property, or a group of properties, to choose from.

    Parameters
    ----------
    name : str
        The property, or `time` or `place`.
    keys : tuple of str
        Its keys in a Feature.
    default : {"A", "B"} or None
        What is taken unless somebody chooses; None for handling, which is to be chosen.
    """

    name: str
    keys: tuple[str, ...]
    default: Side | None

    def values(self, feature: Feature) -> dict[str, Any]:
        """Return the values that a Feature states, by key."""
        return {key: v for key in self.keys if (v := _value(feature, key)) is not None}


def choices(a: Feature, b: Feature) -> tuple[Choice, ...]:
    """Return what two records state differently, without lists that are united.

    Examples
    --------
    >>> a = {"properties": {"title": "A patrol", "start": "2024-09"}}
    >>> b = {"properties": {"title": "Patrol", "start": "2024-09", "summary": "Two ships."}}
    >>> [(one.name, one.default) for one in choices(a, b)]
    [('title', 'A'), ('summary', 'B')]
    """
    differing = [d.name.partition(".")[0] for d in difference(a, b) if " " not in d.name]
    names = dict.fromkeys(_CHOICE_OF.get(key, key) for key in differing)
    result = []
    for name in names:
        if name in (*UNITED, *_OWN, _FOLLOWING):
            continue
        choice = Choice(name, _TOGETHER.get(name, (name,)), None)
        if name not in _HANDLING:
            default: Side = "A" if choice.values(a) else "B"
            choice = Choice(name, choice.keys, default)
        result.append(choice)
    return tuple(result)


def sides_by_name(words: tuple[str, ...], offered: tuple[Choice, ...]) -> dict[str, Side]:
    """Return the side of each choice, from texts such as `title=B`.

    Raises
    ------
    UsageError
        A text names no differing property, or another side than A or B.
    """
    names = {choice.name: choice.name for choice in offered}
    sides: dict[str, Side] = {}
    for word in words:
        key, _, side = word.partition("=")
        name = _CHOICE_OF.get(key, key)
        if side not in {"A", "B"}:
            raise UsageError(
                Message("{word} takes nothing: write PROPERTY=A or PROPERTY=B", shown(word))
            )
        if key in UNITED:
            raise UsageError(
                Message("the {key} of both are kept: leave {word} out", key, shown(word))
            )
        if name not in names:
            similar = nearest_few(name, names, most=1)
            name_list = ", ".join(names) or "none"
            hint = did_you_mean(
                similar[0] if similar else None, Message("they differ in: {known}", name_list)
            )
            message = Message("the records do not differ in {key}", shown(key))
            raise UsageError(sentence(message, hint))
        if sides.setdefault(name, "A" if side == "A" else "B") != side:
            raise UsageError(
                Message("{name} cannot be taken from both: leave one out", shown(name))
            )
    return sides


def merge_features(a: Feature, b: Feature, taken: Mapping[str, Side]) -> dict[str, Any]:
    """Return the record A with the values chosen of B, which it replaces.

    Parameters
    ----------
    a, b : Feature
        The stored records.
    taken : mapping
        The side of each of their `choices`.

    Returns
    -------
    dict
        A Feature with the id of A and B in `replaces`; revisions are those of A.
    """
    result = deepcopy(dict(a))
    properties: dict[str, Any] = result["properties"]
    for choice in choices(a, b):
        if taken[choice.name] == "B":
            for key in choice.keys:
                _set(result, key, _value(b, key))
    _set(result, _FOLLOWING, _translations(properties, a, b))
    ids = {str(feature["id"]) for feature in (a, b)}
    for key in UNITED:
        items = _united(key, properties.get(key), b["properties"].get(key))
        if key == "related":
            items = [item for item in items if str(item) not in ids]
        _set(result, key, items or None)
    if str(properties.get("part_of")) in ids:
        del properties["part_of"]
    properties["replaces"] = list(dict.fromkeys([*replaced_by(a), str(b["id"])]))
    return result


def _translations(merged: Mapping[str, Any], *features: Feature) -> dict[str, Any] | None:
    """Return the translations of merged texts, from the first record that has the text."""
    kept: dict[str, dict[str, Any]] = {}
    for feature in features:
        for language, texts in (_value(feature, _FOLLOWING) or {}).items():
            for key, text in texts.items():
                if _value(feature, key) == merged.get(key):
                    kept.setdefault(language, {}).setdefault(key, text)
    return kept or None


def _value(feature: Feature, key: str) -> Any:
    return feature.get(key) if key == "geometry" else feature["properties"].get(key)


def _set(feature: dict[str, Any], key: str, value: Any) -> None:
    if key == "geometry":
        feature[key] = deepcopy(value)
    elif value is None:
        feature["properties"].pop(key, None)
    else:
        feature["properties"][key] = deepcopy(value)


def _united(key: str, mine: Any, others: Any) -> list[Any]:
    """Return the items of two lists; of two that do not contradict, the fuller one."""
    items = _items(mine)
    for new_item in _items(others):
        long = [_long(key, item) for item in items]
        new = _long(key, new_item)
        if any(_holds(item, new) for item in long):
            continue
        position = next((n for n, item in enumerate(long) if _holds(new, item)), None)
        if position is None:
            items.append(new_item)
        else:
            items[position] = new_item
    return items


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _long(key: str, item: Any) -> Any:
    return {SHORT_KEYS[key]: item} if key in SHORT_KEYS and isinstance(item, str) else item


def _holds(whole: Any, part: Any) -> bool:
    """Return whether an item contains all that another contains."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(key in whole and whole[key] == value for key, value in part.items())
    return bool(whole == part)
