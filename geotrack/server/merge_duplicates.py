"""A record of the form merged with a stored one, by the functions of `geotrack merge`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geotrack.dates import DateError, When, in_words
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, joined
from geotrack.server.records import with_fingerprint
from geotrack.workspace.edit.merge import choices, merge_features, sides_by_name

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.workspace import Workspace

__all__ = ["compare_records", "merged_record"]

Feature = Mapping[str, Any]


def compare_records(
    id_: str, feature: Feature, workspace: Workspace, language: str
) -> dict[str, Any]:
    """Return the differences between a stored record, A, and that of the form, B.

    Returns
    -------
    dict
        `title` of A; `rows`, each with the `name` of a property, the values `A` and `B` as texts,
        null where one states none, and `side`, what is taken unless somebody chooses, null where
        it is to be chosen.
    """
    stored = _stored(id_, workspace)
    rows = [
        {
            "name": choice.name,
            "A": _text(choice.name, choice.values(stored.feature), language),
            "B": _text(choice.name, choice.values(feature), language),
            "side": choice.default,
        }
        for choice in choices(stored.feature, feature)
    ]
    return {"title": stored.title, "rows": rows}


def merged_record(
    id_: str, feature: Feature, sides: Mapping[str, Any], workspace: Workspace
) -> dict[str, Any]:
    """Return a stored record, A, merged with that of the form, B, with the fingerprint of A.

    It is a change of A. If B is stored, it replaces B; a new B has no id that could be replaced.

    Raises
    ------
    UsageError
        There is no such record, or no side is chosen for a property that needs one.
    """
    stored = _stored(id_, workspace)
    offered = choices(stored.feature, feature)
    explicit = sides_by_name(tuple(f"{name}={side}" for name, side in sides.items()), offered)
    picked = {
        c.name: side for c in offered if (side := explicit.get(c.name, c.default)) is not None
    }
    if unsaid := [c.name for c in offered if c.name not in picked]:
        raise UsageError(Message("they differ in {unsaid}; choose which holds", joined(unsaid)))
    is_stored = str(feature.get("id")) in workspace.by_id
    second = feature if is_stored else {**feature, "id": id_}
    result = merge_features(stored.feature, second, picked)
    if not is_stored:
        replaces = [
            replaced_id for replaced_id in result["properties"]["replaces"] if replaced_id != id_
        ]
        result["properties"]["replaces"] = replaces
        if not replaces:
            del result["properties"]["replaces"]
    return {**with_fingerprint(stored), "feature": result}


def _stored(id_: str, workspace: Workspace) -> Event:
    stored = workspace.by_id.get(id_)
    if stored is None:
        raise UsageError(Message("there is no record {id}", shown(id_)))
    return stored


def _text(name: str, values: Mapping[str, Any], language: str) -> str | None:
    """Return the values of a choice as one text, None if there are none."""
    if not values:
        return None
    if name == "time" and "start" in values and all(isinstance(v, str) for v in values.values()):
        try:
            return in_words(
                When.parse(values["start"], values.get("end"), values.get("time_zone")), language
            )
        except DateError:
            pass  # in the form in which it is edited
    return " · ".join(_item(value) for value in values.values())


def _item(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_item, value))
    if isinstance(value, dict):
        if value.get("type") == "Point" and isinstance(value.get("coordinates"), list):
            return ", ".join(map(str, reversed(value["coordinates"][:2])))
        parts = {k: v for k, v in value.items() if k != "coordinates"}
        return " · ".join(_item(part) for part in parts.values())
    return str(value)
