"""Stored records that drafts may repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geotrack.findings import Finding

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["note_repeats"]

# Least score of a draft with a stored record: lower than that of two records, as a draft has a
# sentence in place of a title.
_LEAST = 0.5
# Stands for the type of a draft without one, so that it can be compared.
_ANY_TYPE = "diplomacy/statement"


def note_repeats(features: Sequence[dict[str, Any]], workspace: Workspace) -> None:
    """Write into drafts the ids of stored records that they may repeat, the most alike first."""
    from geotrack.reading import events_in, parse_json
    from geotrack.reading.text.geojson_text import collection_text
    from geotrack.workspace.duplicates.find import duplicates_of

    if not features or not workspace.event_files:
        return
    text = collection_text([_comparable(feature) for feature in features])
    parsed = parse_json(text.encode(), "")
    if isinstance(parsed, Finding):
        return
    events = [located.record for located in events_in(parsed, workspace.taxonomy).records]
    extracted = {feature["id"]: feature["properties"]["extracted"] for feature in features}
    for pair in duplicates_of(events, workspace, least=_LEAST):
        for new, stored in ((pair.first.id, pair.second.id), (pair.second.id, pair.first.id)):
            if new in extracted and stored not in extracted:
                extracted[new].setdefault("may_repeat", []).append(stored)


def _comparable(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with its own words as title, by which records are compared."""
    properties = feature["properties"]
    words = properties["extracted"]["quotes"][0]["text"]
    extracted = properties["extracted"]
    type_ = properties["type"] or next(iter(extracted.get("candidates", {}).get("type", ())), "")
    kept = {key: properties[key] for key in properties if key not in {"extracted", "sources"}}
    changed = {"title": " ".join(words.split()), "type": type_ or _ANY_TYPE}
    cited = {"sources": [{"cite": properties["title"]}]}
    return {**feature, "properties": {**kept, **changed, **cited}}
