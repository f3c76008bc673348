"""Checks of links between records: existing targets, and no cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from geotrack.findings import Severity, shown
from geotrack.index.record_rows import events_with, located_with
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.reading import Located
from geotrack.workspace.checks.rule_finding import Place, RuleFinding, guesses
from geotrack.workspace.store import Workspace

__all__ = ["links_lead_somewhere", "parts_end", "replaced_are_gone", "replaced_once"]

# Maximum number of further records of a cycle in a message.
_MOST_NAMED = 3


def links_lead_somewhere(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find links to unknown records, to the record itself, and to replaced records."""
    suggest = guesses(workspace.by_id, "add that record, or leave it out")
    for located in located_with(("part_of", "related"), workspace.located):
        event = located.record
        for path, id_ in _links(event):
            if id_ == event.id:
                message = Message("{id} is this record itself", shown(id_))
                yield RuleFinding(located, path, message, "leave it out", "link", id_)
            elif id_ in workspace.replaced:
                new = workspace.replaced[id_].id
                if new == event.id:
                    message = Message("{id} is replaced by this record itself", shown(id_))
                    remedy = "leave it out"
                else:
                    message = Message("{id} is replaced by {new}", shown(id_), shown(new))
                    remedy = Message("write {new}", shown(new))
                severity = Severity.WARNING
                yield RuleFinding(located, path, message, remedy, "link-replaced", id_, severity)
            elif id_ not in workspace.by_id:
                message = Message("no record has the id {id}", shown(id_))
                yield RuleFinding(located, path, message, suggest(id_), "link", id_)


def _links(event: Event) -> Iterator[tuple[Place, str]]:
    if event.part_of is not None:
        yield ("properties", "part_of"), event.part_of
    for n, id_ in enumerate(event.related):
        yield ("properties", "related", n), id_


def parts_end(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find records that are indirectly parts of themselves."""
    wholes = {
        e.id: workspace.resolved(e.part_of)
        for e in events_with(("part_of",), workspace.events)
        if e.part_of is not None and e.part_of != e.id  # reported as a link
    }
    rounds = _rounds(wholes)
    for located in located_with(("part_of",), workspace.located):
        if located.record.id not in rounds:
            continue
        cycle, position = rounds[located.record.id]
        ids = (cycle[(position + n) % len(cycle)] for n in range(1, max(len(cycle), 2)))
        parent, *between = islice(ids, 1 + _MOST_NAMED)
        message = Message("{whole} is itself a part of this record", shown(parent))
        if between:
            rest = ", …" if len(cycle) > 2 + _MOST_NAMED else ""
            path = ", ".join(map(shown, between)) + rest
            message = Message("{whole}, by way of {ids}", message, path)
        remedy = "let the parts name the whole, not the whole a part"
        yield RuleFinding(located, ("properties", "part_of"), message, remedy, "part-loop", parent)


def _rounds(targets: Mapping[str, str]) -> dict[str, tuple[list[str], int]]:
    """Return the cycle of each id that leads back to itself, and where in it the id stands."""
    places: dict[str, tuple[list[str], int]] = {}
    visited: set[str] = set()
    for start in targets:
        current, walked = start, dict[str, int]()
        while current in targets and current not in visited and current not in walked:
            walked[current] = len(walked)
            current = targets[current]
        if current in walked:
            cycle = list(walked)[walked[current] :]
            places |= {id_: (cycle, n) for n, id_ in enumerate(cycle)}
        visited.update(walked)
    return places


def replaced_once(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find records replaced by themselves, by two records, or by records they replace."""
    heirs: dict[str, Located[Event]] = {}
    for located in located_with(("replaces",), workspace.located):
        event = located.record
        for n, old in enumerate(event.replaces):
            path = ("properties", "replaces", n)
            if old == event.id:
                message = Message("{id} is this record itself", shown(old))
                yield RuleFinding(located, path, message, "leave it out", "replaces", old)
                continue
            first = heirs.setdefault(old, located)
            if first is not located:
                message = Message(
                    "{old} is replaced by {id} already", shown(old), shown(first.record.id)
                )
                remedy = "let one record replace it, and link the other to that one"
                yield RuleFinding(located, path, message, remedy, "replaces", old)
    rounds = _rounds({old: located.record.id for old, located in heirs.items()})
    for old in rounds:
        located = heirs[old]
        path = ("properties", "replaces", located.record.replaces.index(old))
        message = Message("{old} replaces this record in turn", shown(old))
        yield RuleFinding(located, path, message, "let one replace the other", "replaces", old)


def replaced_are_gone(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of replaced records that are still stored."""
    for located in located_with(("replaces",), workspace.located):
        for n, old in enumerate(located.record.replaces):
            # Records that replace each other are not in `replaced`.
            if old in workspace.by_id and old in workspace.replaced:
                message = Message(
                    "{old} still stands beside this record, which replaces it", shown(old)
                )
                remedy = "remove it when all that it holds stands here"
                path = ("properties", "replaces", n)
                severity = Severity.WARNING
                yield RuleFinding(located, path, message, remedy, "replaced", old, severity)
