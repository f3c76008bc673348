"""Checks of reports and maps: the names in them exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geotrack.findings import Finding, Severity, shown
from geotrack.messages import Message
from geotrack.reading import TomlTable
from geotrack.workspace.checks.rule_finding import Place, RuleFinding, guess, guesses, in_table
from geotrack.workspace.layer_versions import old_layers
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = [
    "claims_exist",
    "claims_lead_to_events",
    "layers_are_current",
    "maps_name_what_is_there",
    "replaced",
    "reports_have_claims",
]

# Maximum number of ids in a message.
_SHOWN = 5


def claims_exist(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find citations of unknown reports and claims."""
    reports = workspace.reports_by_id
    for located in workspace.located:
        for n, source in enumerate(located.record.sources):
            if source.seed is None:
                continue
            path = ("properties", "sources", n)
            report = reports.get(source.seed)
            if report is None:
                message = Message("no report in seeds/ has the id {seed}", shown(source.seed))
                remedy = guess(source.seed, reports, "add its TOML file there")
                yield RuleFinding(located, (*path, "seed"), message, remedy, "claim", source.seed)
            elif source.claim not in {c.id for c in report.claims}:
                message = Message(
                    "the report {id} has no claim {claim}", shown(report.id), shown(source.claim)
                )
                remedy = guess(source.claim or "", (c.id for c in report.claims), "add it there")
                yield RuleFinding(located, (*path, "claim"), message, remedy, "claim", source.claim)


def reports_have_claims(workspace: Workspace) -> Iterator[Finding]:
    """Warn of reports without claims."""
    for table in workspace.reports:
        report = table.record
        if report is not None and not report.claims:
            remedy, severity = Message("geotrack report claim {id}", report.id), Severity.WARNING
            message = "a report without claims"
            yield Finding(table.file, message, remedy, "report-claims", severity=severity)


def claims_lead_to_events(workspace: Workspace) -> Iterator[Finding]:
    """Find claims whose records do not exist or do not cite them."""
    suggest = guesses(workspace.by_id, "add it, or say 'unmapped'")
    for table in workspace.reports:
        report = table.record
        if report is None:
            continue
        for n, claim in enumerate(report.claims):
            path = ("claims", n, "events")
            for id_ in claim.events:
                if id_ in workspace.replaced:
                    yield replaced(workspace, id_, in_=(table, path))
                event = workspace.find(id_)
                if event is None:
                    message = Message("no record has the id {id}", shown(id_))
                    yield in_table(table, path, (message, suggest(id_)), "claim", id_)
                elif (report.id, claim.id) not in {(s.seed, s.claim) for s in event.sources}:
                    message = Message(
                        "the record {id} does not cite claim {claim}",
                        shown(event.id),
                        shown(claim.id),
                    )
                    remedy = "add 'seed' and 'claim' to its sources"
                    yield in_table(table, path, (message, remedy), "claim", id_)


def maps_name_what_is_there(workspace: Workspace) -> Iterator[Finding]:
    """Find unknown regions, themes, types, records and layer features in maps."""
    maps = workspace.maps.values()
    records = dict.fromkeys((*workspace.by_id, *workspace.replaced)) if maps else {}
    for table in maps:
        definition = table.record
        if definition is None:
            continue
        select = definition.select
        layer_ids = {id_ for name in LAYERS for id_ in getattr(definition.layers, name)}
        for id_ in definition.layers.shown:
            if id_ not in layer_ids:
                message = Message("{id} is in none of the map's layers", shown(id_))
                remedy = guess(
                    id_, layer_ids, "add it to the regions, routes, boundaries or places"
                )
                yield in_table(table, ("layers", "shown"), (message, remedy), "map", id_)
        words = {
            ("select", "regions"): (select.regions, workspace.regions),
            ("select", "themes"): (select.themes, workspace.taxonomy.themes),
            ("select", "types"): (select.types, workspace.taxonomy.words),
            ("select", "part_of"): (select.part_of, records),
            ("select", "without"): (select.without, records),
            **{
                ("layers", name): (getattr(definition.layers, name), workspace.layer(name))
                for name in LAYERS
            },
        }
        for path, (names, choices) in words.items():
            for word in names:
                if word not in choices:
                    message = Message("{word} is not known", shown(word))
                    remedy = guess(word, choices, "leave it out")
                    yield in_table(table, path, (message, remedy), "map", word)
                elif choices is records and word in workspace.replaced:
                    yield replaced(workspace, word, in_=(table, path))


def layers_are_current(workspace: Workspace) -> Iterator[Finding]:
    """Warn, once a file, of features of layers that are those of an earlier geotrack."""
    for layer in old_layers(workspace):
        ids = layer.ids
        rest_text = Message(" and {n} more", len(ids) - _SHOWN) if len(ids) > _SHOWN else ""
        names = ", ".join(ids[:_SHOWN])
        are = Message("feature is that" if len(ids) == 1 else "features are those")
        message = Message(
            "{n} {are} of an earlier geotrack: {which}{more}", len(ids), are, names, rest_text
        )
        remedy = "bring them up to date with: geotrack regions update"
        file = shown_path(layer.path)
        yield Finding(file, message, remedy, "layer-version", severity=Severity.WARNING)


def replaced(workspace: Workspace, id_: str, *, in_: tuple[TomlTable[Any], Place]) -> Finding:
    """Return the warning that a table names a replaced record."""
    new = workspace.resolved(id_)
    message, remedy = (
        Message("{id} is replaced by {new}", shown(id_), shown(new)),
        Message("write {new}", shown(new)),
    )
    return in_table(*in_, (message, remedy), "link-replaced", id_, severity=Severity.WARNING)
