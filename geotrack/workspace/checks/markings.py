"""Checks of markings, defined and not below those of the contents, and of drafts on maps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from geotrack.findings import Finding, Severity, shown
from geotrack.index.record_rows import events_with
from geotrack.messages import Message
from geotrack.model import Event, MapDefinition, Report
from geotrack.reading import TomlTable
from geotrack.workspace.checks.rule_finding import RecordSelection, RuleFinding, in_table
from geotrack.workspace.markings import markings_of
from geotrack.workspace.store import Workspace

__all__ = [
    "maps_are_marked_high_enough",
    "maps_hold_no_drafts",
    "marked_as_reports",
    "markings_are_valid",
    "table_markings",
]

_NO_DRAFTS = (
    'review and release them, or write review = "released" in [select]; released_only = true in '
    "geotrack.toml does for all maps"
)


def markings_are_valid(workspace: Workspace) -> Iterator[RuleFinding]:
    """Find markings of records that the workspace does not define."""
    for located in workspace.located:
        marking = located.record.marking
        if marking is not None and workspace.config.level(marking) is None:
            message, remedy = _unknown(workspace, marking)
            yield RuleFinding(
                located, ("properties", "marking"), message, remedy, "marking", marking
            )


def table_markings(workspace: Workspace) -> Iterator[Finding]:
    """Find markings of reports and maps that the workspace does not define."""
    tables: Iterable[TomlTable[Report] | TomlTable[MapDefinition]]
    tables = [*workspace.reports, *workspace.maps.values()]
    for table in tables:
        marking = table.record.marking if table.record else None
        if marking is not None and workspace.config.level(marking) is None:
            message, remedy = _unknown(workspace, marking)
            yield in_table(table, ("marking",), (message, remedy), "marking", marking)


def _unknown(workspace: Workspace, marking: str) -> tuple[str, str]:
    markings = ", ".join(workspace.config.markings)
    return Message("{marking} is not a marking of this workspace", shown(marking)), Message(
        "begin it with one of {known}", markings
    )


def marked_as_reports(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of records with a lower marking than a report they cite."""
    reports = workspace.reports_by_id
    level = workspace.config.level
    # Fast path: no report has more than the lowest marking.
    if not any(level(report.marking) for report in reports.values()):
        return
    for located in workspace.located:
        event = located.record
        own_level = level(event.marking)
        for id_ in dict.fromkeys(s.seed for s in event.sources if s.seed in reports):
            report = reports[id_ or ""]
            theirs = level(report.marking)
            if own_level is not None and theirs is not None and theirs > own_level:
                message = Message(
                    "the record is {marking}, below the report {id}, which it cites: {other}",
                    _marked(event.marking),
                    shown(report.id),
                    shown(report.marking),
                )
                remedy = "mark it as high as the report"
                path = ("properties", "marking") if event.marking else ("properties",)
                severity = Severity.WARNING
                yield RuleFinding(
                    located, path, message, remedy, "record-marking", event.marking, severity
                )


def maps_are_marked_high_enough(
    workspace: Workspace, selected_records: RecordSelection
) -> Iterator[Finding]:
    """Find maps with a lower marking than their records or cited reports.

    Parameters
    ----------
    workspace : Workspace
        The records and maps.
    selected_records : callable
        Returns the records on a map; called only if a record is marked higher than the map.
    """
    level = workspace.config.level
    marked = events_with(("marking", "reports"), workspace.current)
    highest = {e.id: _highest(e, workspace) for e in marked}
    top = max((height for height, _ in highest.values()), default=0)
    for table in workspace.maps.values():
        definition = table.record
        allowed = level(definition.marking) if definition else None
        if definition is None or allowed is None or top <= allowed:
            continue
        records = selected_records(definition) or ()
        above = [e for e in records if e.id in highest and highest[e.id][0] > allowed]
        if above:
            holder = highest[above[0].id][1]
            others_text = Message(" (and {above} more)", len(above) - 1) if above[1:] else ""
            message = Message(
                "the map is marked {marking}, below {what}{more}",
                shown(definition.marking),
                holder,
                others_text,
            )
            remedy = "raise the map's marking, or leave out what is above it (select.without)"
            path = ("marking",)
            yield in_table(table, path, (message, remedy), "map-marking", definition.marking)


def maps_hold_no_drafts(
    workspace: Workspace, selected_records: RecordSelection
) -> Iterator[Finding]:
    """Warn of maps with records that state that they are drafts.

    Parameters
    ----------
    workspace : Workspace
        The records and maps.
    selected_records : callable
        Returns the records on a map; called only if the workspace has a draft.
    """
    if not any(event.review == "draft" for event in events_with(("review",), workspace.current)):
        return
    for table in workspace.maps.values():
        if table.record is None or table.record.select.review:
            continue
        drafts = [
            event for event in selected_records(table.record) or () if event.review == "draft"
        ]
        if drafts:
            noun = (
                Message("{drafts} drafts, first", len(drafts))
                if drafts[1:]
                else Message("a draft,")
            )
            message = Message("the map shows {many} {id}", noun, shown(drafts[0].id))
            severity = Severity.WARNING
            yield in_table(table, (), (message, _NO_DRAFTS), "map-drafts", None, severity=severity)


def _highest(event: Event, workspace: Workspace) -> tuple[float, str]:
    """Return the highest marking of a record and its reports, as level and text.

    A marking of unknown rank is above all others.
    """
    marked = (
        (
            math.inf if m.level is None else m.level,
            Message("{bearer}{citing}: {marking}", m.bearer, m.citing, shown(m.text)),
        )
        for m in markings_of(event, workspace)
    )
    return max(marked, key=lambda m: m[0], default=(0, ""))


def _marked(marking: str | None) -> str:
    return Message("marked {marking}", shown(marking)) if marking else Message("not marked")
