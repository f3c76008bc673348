"""One record in the place of others: what it takes over from them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from geotrack.model.base import listed
from geotrack.workspace.differences import Feature

__all__ = ["merged", "replaced_by"]


def merged(
    heir: Feature, gone: Sequence[Feature], *, by: str, on: date, why: str | None
) -> dict[str, Any]:
    """Return a record that takes the place of others.

    Parameters
    ----------
    heir : Feature
        The record that stands in for them, which names them in `replaces`.
    gone : sequence of Feature
        The records that it replaces.
    by : str
        Who merged them.
    on : date
        When.
    why : str or None
        Why, where that is said.

    Returns
    -------
    dict
        The record as a draft, with what each of them had replaced, with their revisions before its
        own, and with one more that tells of the merge.

    Examples
    --------
    >>> old = {"id": "b", "properties": {"replaces": "a", "revisions": [{"what": "changed start"}]}}
    >>> new = {"id": "c", "properties": {"title": "x", "replaces": ["b"]}}
    >>> merged(new, [old], by="Kari", on=date(2026, 11, 25), why=None)["properties"]["replaces"]
    ['b', 'a']
    """
    feature = deepcopy(dict(heir))
    properties = dict(feature.get("properties") or {})
    said = {
        "what": f"merged {', '.join(str(f.get('id')) for f in gone)}",
        "on": on.isoformat(),
        "by": by,
        "why": why,
    }
    revisions = [r for f in (*gone, heir) for r in _listed(f, "revisions")]
    feature["properties"] = {
        **properties,
        "replaces": list(dict.fromkeys(id_ for f in (heir, *gone) for id_ in replaced_by(f))),
        "review": "draft",
        "revisions": [*deepcopy(revisions), {k: v for k, v in said.items() if v}],
    }
    return feature


def replaced_by(feature: Feature) -> list[str]:
    """Return the ids that a Feature replaces, as text."""
    return [str(id_) for id_ in _listed(feature, "replaces")]


def _listed(feature: Feature, key: str) -> list[Any]:
    value = (feature.get("properties") or {}).get(key)
    found = [] if value is None else listed(value)
    return list(found) if isinstance(found, (list, tuple)) else []
