"""Checks of lead, sides and scenes: what they name is on the map, the lead is short."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from geotrack.findings import Finding, Severity, shown
from geotrack.messages import Message
from geotrack.model import Event, MapDefinition, Scene
from geotrack.model.localized import versions_of
from geotrack.model.maps.observation_layers import ids_of, layers_of, names_of
from geotrack.model.maps.scene_text import paragraphs, references
from geotrack.model.query import NOT_STATED
from geotrack.reading import TomlTable
from geotrack.taxonomy import Taxonomy
from geotrack.workspace.checks.rule_finding import Place, RecordSelection, guess, in_table
from geotrack.workspace.checks.tables import replaced
from geotrack.workspace.store import Workspace

__all__ = [
    "FILTERS",
    "LEAD_LIMIT",
    "SceneFault",
    "lead_faults",
    "scene_faults",
    "scenes_name_what_is_on_the_map",
]

FILTERS = {
    "themes": "theme",
    "types": "type",
    "statuses": "status",
    "countries": "country",
    "actors": "actor",
}
"""Filter keys of a scene, with the page's names of the filters."""

LEAD_LIMIT = 320
"""Most characters of a lead, without addresses, that leave room for the list beside a map."""


# A place belongs to no layer.
_LAYERS = ("regions", "routes", "boundaries")


class SceneFault(NamedTuple):
    """A name in a lead or scene that is not on its map; `path` starts at the map or the scene."""

    path: Place
    word: str
    message: str
    remedy: str


def scene_faults(
    scene: Scene, workspace: Workspace, on_map: Mapping[str, Event], definition: MapDefinition
) -> Iterator[SceneFault]:
    """Find names in a scene that are not on its map.

    Parameters
    ----------
    scene : Scene
        The scene.
    workspace : Workspace
        Resolves replaced ids.
    on_map : mapping of str to Event
        The records of its map by id.
    definition : MapDefinition
        Its map.
    """
    layer_ids = [id_ for name in _LAYERS for id_ in getattr(definition.layers, name)]
    layer_ids += [name for layer in definition.context for name in versions_of(layer.name)]
    for id_ in scene.layers or ():
        if id_ not in layer_ids:
            message = Message("{id} is none of the map's layers", shown(id_))
            remedy = guess(id_, layer_ids, "add it to the map's regions, routes or boundaries")
            yield SceneFault(("layers",), id_, message, remedy)
    layers = layers_of(definition.observations)
    for word in scene.observations or ():
        if not ids_of([word], layers):
            message = Message("no observations of this map are called {word}", shown(word))
            remedy = guess(word, names_of(layers), "add them to the map as [[observations]]")
            yield SceneFault(("observations",), word, message, remedy)
    yield from _missing(_named(scene), workspace, on_map)
    for key, choices in _choices(on_map.values(), workspace.taxonomy).items():
        for word in getattr(scene, key):
            if word not in choices:
                message = Message("{word} is stated by no record of this map", shown(word))
                yield SceneFault((key,), word, message, guess(word, choices, "leave it out"))


def lead_faults(
    definition: MapDefinition, workspace: Workspace, on_map: Mapping[str, Event]
) -> Iterator[SceneFault]:
    """Find records in the lead or the labels of a map that are not on it.

    Parameters
    ----------
    definition : MapDefinition
        The map.
    workspace : Workspace
        Resolves replaced ids.
    on_map : mapping of str to Event
        The records of the map by id.
    """
    yield from _missing(_named_on_map(definition), workspace, on_map)


def _missing(
    named: Iterable[tuple[Place, str]], workspace: Workspace, on_map: Mapping[str, Event]
) -> Iterator[SceneFault]:
    for path, id_ in named:
        if workspace.resolved(id_) not in on_map:
            message = Message("no record of this map has the id {id}", shown(id_))
            remedy = guess(id_, on_map, "select it for the map, or leave it out")
            yield SceneFault(path, id_, message, remedy)


def _named_on_map(definition: MapDefinition) -> list[tuple[Place, str]]:
    links = [(("lead",), id_) for id_ in references(definition.lead or "")]
    return [*links, *((("labels",), id_) for id_ in definition.labels or ())]


def _named(scene: Scene) -> Iterator[tuple[Place, str]]:
    yield from ((("highlight",), id_) for id_ in scene.highlight)
    yield from ((("labels",), id_) for id_ in scene.labels or ())
    yield from ((("card",), id_) for id_ in ([scene.card] if scene.card else []))
    for key in ("text", "notes"):
        yield from (((key,), id_) for id_ in references(getattr(scene, key)))


def _choices(events: Iterable[Event], taxonomy: Taxonomy) -> dict[str, Collection[str]]:
    """Return the values of the records for each filter key."""
    words_by_key: dict[str, dict[str, None]] = {key: {} for key in FILTERS}
    for event in events:
        words_by_key["themes"][event.theme.id] = None
        words_by_key["types"][event.type_id] = None
        words_by_key["statuses"][event.status or NOT_STATED] = None
        words_by_key["countries"] |= dict.fromkeys(a.country for a in event.actors if a.country)
        words_by_key["actors"] |= dict.fromkeys(a.name for a in event.actors)
    # Short names of types that only one theme has.
    words = {word: taxonomy.resolve(word).id for word in taxonomy.words}
    words_by_key["types"] = {
        word: None for word, id_ in words.items() if id_ in words_by_key["types"]
    }
    return {key: tuple(words) for key, words in words_by_key.items()}


def scenes_name_what_is_on_the_map(
    workspace: Workspace, selected_records: RecordSelection | None
) -> Iterator[Finding]:
    """Find names in leads, labels, sides and scenes that are not on their map, and long leads.

    Parameters
    ----------
    workspace : Workspace
        The records and maps.
    selected_records : callable, optional
        Returns the records on a map; all without it.
    """
    for table in workspace.maps.values():
        definition = table.record
        if definition is None or not (
            definition.scenes or definition.lead or definition.labels or definition.sides
        ):
            continue
        findings: list[Finding] = []
        for on_map in _records_on_map(workspace, definition, selected_records):
            findings = list(_findings(workspace, table, definition, on_map))
            if not findings:
                break
        yield from findings


def _records_on_map(
    workspace: Workspace, definition: MapDefinition, selected_records: RecordSelection | None
) -> Iterator[dict[str, Event]]:
    """Yield the records of a map by id: those that it names, which mostly suffice, then all."""
    links = [*_named_on_map(definition), *(link for s in definition.scenes for link in _named(s))]
    if selected_records:
        ids = {workspace.resolved(id_) for _, id_ in links}
        yield {event.id: event for event in selected_records(definition, ids) or ()}
    # A map with an invalid selection has a finding of its own.
    records = selected_records(definition) if selected_records else None
    yield {event.id: event for event in (workspace.current if records is None else records)}


def _findings(
    workspace: Workspace,
    table: TomlTable[MapDefinition],
    definition: MapDefinition,
    on_map: Mapping[str, Event],
) -> Iterator[Finding]:
    """Find what is wrong if these are the records of a map; other records only mend it."""
    yield from _lead_findings(workspace, table, definition, on_map)
    # A side may act in none of the records that a map selects for now, if it selects none.
    yield from _side_findings(table, definition, on_map.values() or workspace.current)
    for n, scene in enumerate(definition.scenes):
        for path, id_ in _named(scene):
            if id_ in workspace.replaced:
                yield replaced(workspace, id_, in_=(table, ("scenes", n, *path)))
        for path, word, message, remedy in scene_faults(scene, workspace, on_map, definition):
            yield in_table(table, ("scenes", n, *path), (message, remedy), "scene", word)


def _side_findings(
    table: TomlTable[MapDefinition], definition: MapDefinition, events: Collection[Event]
) -> Iterator[Finding]:
    """Find countries and actors of sides that no record of the map names."""
    actors = [actor for event in events for actor in event.actors]
    known = {
        "countries": {actor.country for actor in actors if actor.country},
        "actors": {actor.name for actor in actors},
    }
    for n, side in enumerate(definition.sides):
        for key, choices in known.items():
            for word in getattr(side, key):
                if word not in choices:
                    message = Message("{word} is stated by no record of this map", shown(word))
                    text = (message, guess(word, sorted(choices), "leave it out"))
                    yield in_table(table, ("sides", n, key), text, "sides", word)


def _lead_findings(
    workspace: Workspace,
    table: TomlTable[MapDefinition],
    definition: MapDefinition,
    on_map: Mapping[str, Event],
) -> Iterator[Finding]:
    for path, id_ in _named_on_map(definition):
        if id_ in workspace.replaced:
            yield replaced(workspace, id_, in_=(table, path))
    for path, word, message, remedy in lead_faults(definition, workspace, on_map):
        rule = "lead" if path == ("lead",) else "labels"
        yield in_table(table, path, (message, remedy), rule, word)
    titles = {id_: event.title for id_, event in on_map.items()}
    length = max(
        sum(
            len(span.text or titles.get(workspace.resolved(span.to), span.to))
            for paragraph in paragraphs(lead)
            for span in paragraph
        )
        for lead in versions_of(definition.lead or "")
    )
    if length > LEAD_LIMIT:
        message = Message(
            "the lead has {length} characters, links by their words; the limit is {most}",
            length,
            LEAD_LIMIT,
        )
        text = (message, "keep two or three sentences; tell the rest in a scene")
        yield in_table(table, ("lead",), text, "lead-length", length, severity=Severity.WARNING)
