"""`geotrack coverage`: lists the claims of all reports with their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotrack.cli.app import EXIT_FINDINGS, current_workspace, emit, emit_json, notify, plural

if TYPE_CHECKING:
    from geotrack.model import Report
    from geotrack.workspace import Workspace


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Claims as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the claims of all reports with their records, or the reason for none."""
    workspace = current_workspace(ctx)
    unread = [t.file for t in workspace.reports if t.record is None]
    for file in unread:
        notify(f"note: {file} has errors and is left out; `geotrack check` lists them")
    reports = [t.record for t in workspace.reports if t.record]
    if as_json:
        emit_json(
            [
                {"report": r.id, **c.model_dump(mode="json", exclude_none=True)}
                for r in reports
                for c in r.claims
            ]
        )
    else:
        for report in reports:
            _print_report(report, workspace)
    if not workspace.reports:
        notify("no reports in seeds/; `geotrack report new ID` begins one")
    claimed = {id_ for r in reports for c in r.claims for id_ in c.events}
    ctx.exit(EXIT_FINDINGS if unread or not all(map(workspace.find, claimed)) else 0)


def _print_report(report: Report, workspace: Workspace) -> None:
    emit(f"{report.id}: {report.title}")
    for claim in report.claims:
        emit(f"  {claim.id:<4} {claim.says}")
        for id_ in claim.events:
            event = workspace.find(id_)
            where = "not there" if event is None else "placed" if event.placed else "unplaced"
            heir = f", now {event.id}" if event is not None and event.id != id_ else ""
            emit(f"       → {id_}{heir} ({where})")
        if claim.unmapped:
            emit(f"       – not mapped: {claim.unmapped}")
    mapped = sum(bool(c.events) for c in report.claims)
    unmapped = len(report.claims) - mapped
    rest = ", the other says why not" if unmapped == 1 else ", the others say why not"
    notify(f"{mapped} of {plural(len(report.claims), 'claim')} mapped{rest if unmapped else ''}")
