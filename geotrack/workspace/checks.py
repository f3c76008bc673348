"""Checks across records: what no single record can tell about itself.

One function a rule; each yields findings. `check` runs them all after the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from geotrack.findings import Finding
from geotrack.model import Event
from geotrack.reading import Located, Table, line_of, lines_of
from geotrack.taxonomy import nearest, taxonomy
from geotrack.workspace.store import LAYERS, Workspace

__all__ = ["check", "check_events"]


def check(workspace: Workspace) -> list[Finding]:
    """Return every finding of a workspace, file by file.

    Parameters
    ----------
    workspace : Workspace
        What to check: settings, events, layers, reports and maps.
    """
    findings = list(workspace.settings.findings)
    findings += check_events(workspace)
    findings += [f for name in LAYERS for f in workspace.layer_read(name).findings]
    for report in workspace.reports:
        findings += report.findings
    for definition in workspace.maps.values():
        findings += definition.findings
    findings += _claims_lead_to_events(workspace)
    findings += _maps_name_what_is_there(workspace)
    return findings


def check_events(workspace: Workspace) -> list[Finding]:
    """Return the findings of the event files alone, in the order of their lines."""
    findings = [f for read in workspace.event_reads for f in read.findings]
    for rule in (_ids_are_unique, _links_lead_somewhere, _regions_exist, _claims_exist, _markings):
        findings += _with_lines(workspace, rule(workspace))
    order = {read_file: n for n, read_file in enumerate(dict.fromkeys(f.file for f in findings))}
    return sorted(findings, key=lambda f: (order[f.file], f.line or 0))


Found = tuple[Located[Event], str, str, str, str, Any]


def _with_lines(workspace: Workspace, found: Iterable[Found]) -> list[Finding]:
    texts = {i.file: read.text for read in workspace.event_reads for i in read.records[:1]}
    findings = []
    for located, inside, message, remedy, rule, value in found:
        at = located.pointer + inside
        line = lines_of(texts[located.file], [at])[at]
        findings.append(Finding(located.file, message, remedy, rule, at, line, value))
    return findings


def _ids_are_unique(workspace: Workspace) -> Iterator[Found]:
    first: dict[str, Located[Event]] = {}
    texts = {i.file: r.text for r in workspace.event_reads for i in r.records[:1]}
    for read in workspace.event_reads:
        for located in read.records:
            id_ = located.record.id
            if id_ in first:
                other = first[id_]
                at = other.pointer + "/id"
                line = lines_of(texts[other.file], [at])[at]
                message = f"the id {id_!r} is taken: it stands at {other.file}:{line}: {at}"
                yield located, "/id", message, "give one of them another", "duplicate-id", id_
            else:
                first[id_] = located


def _links_lead_somewhere(workspace: Workspace) -> Iterator[Found]:
    for located in workspace.located:
        event = located.record
        links = [("part_of", "", event.part_of)] if event.part_of else []
        for name in ("related", "replaces"):
            links += [(name, f"/{n}", id_) for n, id_ in enumerate(getattr(event, name))]
        for name, index, id_ in links:
            inside = f"/properties/{name}{index}"
            if id_ == event.id:
                yield located, inside, f"{id_!r} is the record itself", "leave it out", "link", id_
            elif id_ not in workspace.by_id:
                guess = nearest(id_, workspace.by_id)
                remedy = f"did you mean {guess!r}?" if guess else "add that record, or leave it out"
                yield located, inside, f"no record has the id {id_!r}", remedy, "link", id_


def _regions_exist(workspace: Workspace) -> Iterator[Found]:
    for located in workspace.located:
        for n, id_ in enumerate(located.record.regions):
            if id_ not in workspace.regions:
                guess = nearest(id_, workspace.regions)
                remedy = f"did you mean {guess!r}?" if guess else "`geotrack regions` lists them"
                inside = f"/properties/place/regions/{n}"
                yield located, inside, f"no region has the id {id_!r}", remedy, "region", id_


def _claims_exist(workspace: Workspace) -> Iterator[Found]:
    reports = {t.record.id: t.record for t in workspace.reports if t.record}
    for located in workspace.located:
        for n, source in enumerate(located.record.sources):
            if source.seed is None:
                continue
            inside = f"/properties/sources/{n}"
            report = reports.get(source.seed)
            if report is None:
                message = f"no report in seeds/ has the id {source.seed!r}"
                guess = nearest(source.seed, reports)
                remedy = f"did you mean {guess!r}?" if guess else "add its TOML file there"
                yield located, f"{inside}/seed", message, remedy, "claim", source.seed
            elif source.claim not in {c.id for c in report.claims}:
                message = f"the report {report.id!r} has no claim {source.claim!r}"
                yield located, f"{inside}/claim", message, "add it there", "claim", source.claim


def _markings(workspace: Workspace) -> Iterator[Found]:
    for located in workspace.located:
        marking = located.record.marking
        if workspace.config.level(marking) is None:
            message = f"{marking!r} is not a marking of this workspace"
            remedy = f"write one of {', '.join(workspace.config.markings)}"
            yield located, "/properties/marking", message, remedy, "marking", marking


def _claims_lead_to_events(workspace: Workspace) -> Iterator[Finding]:
    for table in workspace.reports:
        report = table.record
        for n, claim in enumerate(report.claims if report else ()):
            for id_ in claim.events:
                event = workspace.by_id.get(id_)
                cited = event and any(
                    s.seed == report.id and s.claim == claim.id  # type: ignore[union-attr] # claims come from a report
                    for s in event.sources
                )
                if cited:
                    continue
                if event:
                    message = f"the record {id_!r} does not cite claim {claim.id!r}"
                    remedy = "add seed and claim to its sources"
                else:
                    message = f"no record has the id {id_!r}"
                    guess = nearest(id_, workspace.by_id)
                    remedy = f"did you mean {guess!r}?" if guess else "add it, or say 'unmapped'"
                path = ("claims", n, "events")
                yield _in_table(table, path, "claim", value=id_, said=(message, remedy))


def _maps_name_what_is_there(workspace: Workspace) -> Iterator[Finding]:
    for table in workspace.maps.values():
        definition = table.record
        if definition is None:
            continue
        level = workspace.config.level(definition.marking)
        if level is None:
            message = f"{definition.marking!r} is not a marking of this workspace"
            remedy = f"begin it with one of {', '.join(workspace.config.markings)}"
            said = (message, remedy)
            yield _in_table(table, ("marking",), "marking", value=definition.marking, said=said)
        words = {
            ("select", "regions"): (definition.select.regions, workspace.regions),
            ("select", "themes"): (definition.select.themes, taxonomy().themes),
            ("select", "types"): (definition.select.types, taxonomy().types),
            ("select", "without"): (definition.select.without, workspace.by_id),
            **{
                ("layers", name): (getattr(definition.layers, name), workspace.layer(name))
                for name in LAYERS
            },
        }
        for path, (given, known) in words.items():
            for word in given:
                if word not in known:
                    guess = nearest(word, known)
                    remedy = f"did you mean {guess!r}?" if guess else "leave it out"
                    message = f"{word!r} is not known"
                    yield _in_table(table, path, "map", value=word, said=(message, remedy))


def _in_table(
    table: Table[Any], path: tuple[str | int, ...], rule: str, *, value: str, said: tuple[str, str]
) -> Finding:
    message, remedy = said
    at = "".join(f"/{p}" for p in path)
    return Finding(table.file, message, remedy, rule, at, line_of(table.text, path), value)
