"""Digest of a map: a hash of all that it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from folium_polar.geometry.cache import WeakCache
from geotrack.mapview.insets import InsetView
from geotrack.mapview.record.disclosure import (
    PageIds,
    disclosed_event,
    disclosed_layer,
    disclosed_report,
    disclosed_scene,
    recall_disclosed,
)
from geotrack.mapview.selection import SelectionCounts
from geotrack.mapview.sides import disclosed_sides
from geotrack.mapview.text.frame import selection_words
from geotrack.model import Event, MapDefinition
from geotrack.model.explained_term import ExplainedTerm
from geotrack.model.maps.map_definition import Since
from geotrack.model.maps.scene_text import with_ids
from geotrack.queries import Match
from geotrack.workspace import LAYERS, Workspace
from geotrack.workspace.own_taxonomy import used_entries

__all__ = ["DigestInput", "digest"]

# Twelve hex digits are enough for a million editions, and can be read aloud.
_DIGITS = 12
# Keys of a definition that a reader sees.
_DEFINED = {"title", "subtitle", "marking", "as_of", "language"}
_TEXTS: WeakCache[str] = WeakCache()


@dataclass(frozen=True, slots=True)
class DigestInput:
    """The content of a page, independent of its files.

    Parameters
    ----------
    events : tuple of Event
        The records, in order of their ids.
    page_ids : PageIds
        Replacements of ids that the page does not show.
    numbers : mapping of str to int
        Numbers issued on the map, by id.
    matches : mapping of str to Match
        Matches of the records.
    whys : mapping of str to str
        Reasons of the matches.
    counts : SelectionCounts
        The counts of records.
    crs : str
        The initial projection.
    with_notes : bool
        Whether the presenter's notes are included.
    order : sequence of (str, str)
        Pairs of consecutive sightings, by id.
    since : Since, optional
        Changes since a day.
    entered : mapping of str to tuple of str, optional
        Days of entry and of revisions, by id.
    observed : sequence of str
        Hashes of the observations on the map.
    context : sequence of str
        Hashes of its context layers.
    look : mapping
        What it shows of a look of its own.
    terms : sequence of ExplainedTerm
        The terms that it explains.
    insets : sequence of InsetView
        What it shows enlarged.
    """

    events: tuple[Event, ...]
    page_ids: PageIds
    numbers: Mapping[str, int]
    matches: Mapping[str, Match]
    whys: Mapping[str, str]
    counts: SelectionCounts
    crs: str
    with_notes: bool
    order: Sequence[tuple[str, str]]
    since: Since | None = None
    entered: Mapping[str, Sequence[str]] | None = None
    observed: Sequence[str] = ()
    context: Sequence[str] = ()
    look: Mapping[str, Any] = field(default_factory=dict)
    terms: Sequence[ExplainedTerm] = ()
    insets: Sequence[InsetView] = ()


def digest(workspace: Workspace, definition: MapDefinition, inputs: DigestInput) -> str:
    """Return the first twelve hex digits of the SHA-256 of all that a page shows.

    It depends on every value that the page shows and on nothing else, so not on the files of the
    records or their order.

    Parameters
    ----------
    workspace : Workspace
        The records around the page.
    definition : MapDefinition
        The map.
    inputs : DigestInput
        The content of the map.
    """
    values = {
        "numbers": {e.id: inputs.numbers[e.id] for e in inputs.events},
        "reports": [
            disclosed_report(workspace.reports_by_id[id_], inputs.events, inputs.page_ids)
            for id_ in inputs.page_ids.reports
        ],
        "layers": {
            name: sorted(
                disclosed_layer(workspace, name, inputs.page_ids), key=lambda told: told["id"]
            )
            for name in LAYERS
        },
        "definition": _defined(workspace, definition, inputs),
    }
    if taxonomy_entries := used_entries(workspace.taxonomy, (e.type_id for e in inputs.events)):
        values["taxonomy"] = taxonomy_entries
    texts = {key: _json(value) for key, value in values.items()}
    texts["records"] = f"[{','.join(_record_texts(workspace, inputs))}]"
    text = ",".join(f"{_json(key)}:{texts[key]}" for key in sorted(texts))
    return hashlib.sha256(f"{{{text}}}".encode()).hexdigest()[:_DIGITS]


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _record_texts(workspace: Workspace, inputs: DigestInput) -> Iterator[str]:
    """Yield the JSON of each record as the page shows it."""
    recall = recall_disclosed(_TEXTS, workspace, inputs.page_ids)
    for event in inputs.events:
        yield recall(event, partial(_record_text, event, workspace, inputs.page_ids))


def _record_text(event: Event, workspace: Workspace, ids: PageIds) -> str:
    return _json(disclosed_event(event, workspace, ids))


def _defined(
    workspace: Workspace, definition: MapDefinition, inputs: DigestInput
) -> dict[str, Any]:
    """Return a definition with the result of its selection in place of the selection."""
    layers, view, lead = definition.layers, definition.view, definition.lead
    sides = disclosed_sides(definition, inputs.events)
    labels = definition.labels
    drawn = [
        (name, inputs.page_ids.layers[name][id_], id_ in layers.shown)
        for name in LAYERS
        for id_ in getattr(layers, name)
    ]
    return {
        **definition.model_dump(mode="json", include=_DEFINED),
        "view": view.stated(),
        "projection": inputs.crs,
        "layers": drawn,
        "hatched": layers.hatched,
        "joined": layers.order,
        "order": list(inputs.order),
        "selection": selection_words(workspace, definition),
        "counts": asdict(inputs.counts),
        "scenes": [
            disclosed_scene(s, workspace, inputs.page_ids, with_notes=inputs.with_notes)
            for s in definition.scenes
        ],
        "possibly": [e.id for e in inputs.events if inputs.matches.get(e.id) is Match.POSSIBLE],
        **({} if lead is None else {"lead": with_ids(lead, workspace.resolved)}),
        **({} if labels is None else {"labels": [*map(workspace.resolved, labels)]}),
        **({"symbols": definition.symbols} if definition.symbols else {}),
        **({"why": dict(inputs.whys)} if inputs.whys else {}),
        **({"observed": list(inputs.observed)} if inputs.observed else {}),
        **({"depth": True} if layers.depth else {}),
        **({"relief": True} if layers.relief else {}),
        **({"context": list(inputs.context)} if inputs.context else {}),
        **({"since": _news(inputs.since)} if inputs.since else {}),
        **({} if inputs.entered is None else {"entered": dict(inputs.entered)}),
        **({"look": dict(inputs.look)} if inputs.look else {}),
        **({"sides": sides} if sides else {}),
        **({"terms": [one.stated() for one in inputs.terms]} if inputs.terms else {}),
        **({"insets": [asdict(inset) for inset in inputs.insets]} if inputs.insets else {}),
    }


def _news(since: Since) -> dict[str, Any]:
    # In an order independent of files.
    return {**since.model_dump(mode="json", exclude={"new"}), "new": sorted(since.new)}
