"""Checks of the review of what maps show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from geotrack.findings import Finding, Severity, shown
from geotrack.model import Event, MapDefinition
from geotrack.workspace.checks.rule_finding import in_table
from geotrack.workspace.store import Workspace

__all__ = ["maps_hold_no_drafts"]

_REMEDY = (
    'review and release them, or write review = "released" in [select]; released_only = true in '
    "geotrack.toml does for all maps"
)


def maps_hold_no_drafts(
    workspace: Workspace, selected_records: Callable[[MapDefinition], Iterable[Event]]
) -> Iterator[Finding]:
    """Warn of maps with records that state that they are drafts.

    Parameters
    ----------
    workspace : Workspace
        The records and maps.
    selected_records : callable
        Returns the records on a map; called only if the workspace has a draft.
    """
    if not any(event.review == "draft" for event in workspace.current):
        return
    for table in workspace.maps.values():
        if table.record is None or table.record.select.review:
            continue
        drafts = [event for event in selected_records(table.record) if event.review == "draft"]
        if drafts:
            many = f"{len(drafts)} drafts, first" if drafts[1:] else "a draft,"
            message = f"the map shows {many} {shown(drafts[0].id)}"
            severity = Severity.WARNING
            yield in_table(table, (), (message, _REMEDY), "map-drafts", None, severity=severity)
