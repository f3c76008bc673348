"""Checks across records, reports and maps.

Each rule is one function that yields findings; modules group them by subject. `check` runs them
all. `geotrack.findings.rules` describes the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from geotrack.findings import Finding
from geotrack.workspace.checks.context_layers import LayerFileCheck, context_layers_are_readable
from geotrack.workspace.checks.each_record import MEASURED, Rule, findings_of_each
from geotrack.workspace.checks.links import (
    links_lead_somewhere,
    parts_end,
    replaced_are_gone,
    replaced_once,
)
from geotrack.workspace.checks.looks import looks_can_be_shown
from geotrack.workspace.checks.markings import (
    maps_are_marked_high_enough,
    maps_hold_no_drafts,
    table_markings,
)
from geotrack.workspace.checks.records import ids_are_unique, nothing_has_occurred_yet
from geotrack.workspace.checks.rule_finding import RecordSelection, with_lines
from geotrack.workspace.checks.scenes import scenes_name_what_is_on_the_map
from geotrack.workspace.checks.tables import (
    claims_lead_to_events,
    layers_are_current,
    maps_name_what_is_there,
    reports_have_claims,
)
from geotrack.workspace.in_memory import only
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = ["MEASURED", "check", "check_events", "check_maps", "without"]

ObservationCheck = Callable[[Workspace], Iterable[Finding]]

# Rules that compare records with each other.
_BETWEEN_RECORDS: tuple[Rule, ...] = (parts_end, replaced_once, replaced_are_gone)


def check(
    workspace: Workspace,
    *,
    today: date | None = None,
    selected_records: RecordSelection | None = None,
    check_observations: ObservationCheck | None = None,
    check_layer_file: LayerFileCheck | None = None,
    about: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> list[Finding]:
    """Return every finding of a workspace, file by file.

    Parameters
    ----------
    workspace : Workspace
        The workspace: settings, taxonomy, events, layers, reports and maps are checked.
    today : date, optional
        The latest date that has begun anywhere; without it, future dates are not checked.
    selected_records : callable, optional
        Returns the records on a map; without it, markings of maps are not checked.
    check_observations : callable, optional
        Yields the findings of observations on maps, which need `geotrack-observations`.
    check_layer_file : callable, optional
        Yields the faults of a context layer; see `context_layers_are_readable`.
    about : collection of str, optional
        Ids of records. Rules that judge each record by itself are applied to these alone, so that
        comparing two states of a workspace takes no longer than their differences need.
    ignore : collection of str, optional
        Ids of rules whose findings the caller drops by `without`. Of these, only the slow ones
        (`MEASURED`) are not run here; findings of the others are still returned.
    """
    findings = [*workspace.settings.findings, *workspace.own_taxonomy.findings]
    findings += check_events(workspace, today=today, about=about, ignore=ignore)
    for name in LAYERS:
        layer = workspace.layer_read(name)
        findings += [*layer.findings, *with_lines([layer], ids_are_unique([layer]))]
    findings += layers_are_current(workspace)
    for report in workspace.reports:
        findings += report.findings
    for definition in workspace.maps.values():
        findings += definition.findings
    findings += workspace.layers_and_maps.report_markings.duplicate_ids()
    findings += reports_have_claims(workspace)
    findings += claims_lead_to_events(workspace)
    return findings + check_maps(workspace, selected_records, check_observations, check_layer_file)


def check_maps(
    workspace: Workspace,
    selected_records: RecordSelection | None = None,
    check_observations: ObservationCheck | None = None,
    check_layer_file: LayerFileCheck | None = None,
) -> list[Finding]:
    """Return the findings of what maps refer to, and of markings of maps; see `check`."""
    findings = list(table_markings(workspace))
    findings += maps_name_what_is_there(workspace)
    findings += looks_can_be_shown(workspace)
    findings += check_observations(workspace) if check_observations else ()
    findings += context_layers_are_readable(workspace, check_layer_file)
    findings += scenes_name_what_is_on_the_map(workspace, selected_records)
    if selected_records is not None:
        findings += maps_are_marked_high_enough(workspace, selected_records)
        findings += maps_hold_no_drafts(workspace, selected_records)
    return findings


def check_events(
    workspace: Workspace,
    *,
    today: date | None = None,
    about: Collection[str] | None = None,
    ignore: Collection[str] = (),
) -> list[Finding]:
    """Return the findings of the event files, in the order of their lines; see `check`."""
    reads = workspace.event_reads
    findings = [f for result in reads for f in result.findings]
    findings += with_lines(reads, ids_are_unique(reads))
    subset = workspace if about is None else only(workspace, about)
    findings += findings_of_each(subset, reads, ignore, with_reports=not workspace.alone)
    faults = list(nothing_has_occurred_yet(subset, today)) if today is not None else []
    # Links of standalone event files may lead to records of other files.
    needs_all_records = () if workspace.alone else (links_lead_somewhere,)
    for rule in _BETWEEN_RECORDS + needs_all_records:
        faults += rule(workspace)
    findings += with_lines(reads, faults)
    order = {shown_path(path): n for n, path in enumerate(workspace.event_files)}
    return sorted(findings, key=lambda f: (order[f.file], f.line or 0))


def without(findings: Iterable[Finding], rules: Collection[str]) -> list[Finding]:
    """Return the findings without those of some rules."""
    return [f for f in findings if f.rule not in rules]
