"""`geotrack coverage`: what became of each claim of each report."""

from __future__ import annotations

import click

from geotrack.cli.frame import FOUND, emit, emit_json, opened, say


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Claims as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show every claim of every report: the records it became, or why it became none."""
    workspace = opened(ctx)
    reports = [t.record for t in workspace.reports if t.record]
    if as_json:
        emit_json(
            [
                {"report": r.id, **c.model_dump(mode="json", exclude_none=True)}
                for r in reports
                for c in r.claims
            ]
        )
    lost = 0
    for report in reports:
        mapped = [c for c in report.claims if c.events]
        missing = [i for c in mapped for i in c.events if i not in workspace.by_id]
        lost += len(missing)
        if as_json:
            continue
        emit(f"{report.id}: {report.title}")
        for claim in report.claims:
            emit(f"  {claim.id:<4} {claim.says}")
            for id_ in claim.events:
                event = workspace.by_id.get(id_)
                where = (
                    "not there" if event is None else "on the map" if event.placed else "unplaced"
                )
                emit(f"       → {id_} ({where})")
            if claim.unmapped:
                emit(f"       – not mapped: {claim.unmapped}")
        say(f"{len(mapped)} of {len(report.claims)} claims mapped, the others say why not")
    if not reports:
        say("no reports in seeds/")
    ctx.exit(FOUND if lost else 0)
