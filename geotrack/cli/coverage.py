"""`geotrack coverage`: lists the claims of all reports with their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geotrack.cli.app import EXIT_FINDINGS, current_workspace, emit, emit_json, notify, plural
from geotrack.messages import Message

if TYPE_CHECKING:
    from geotrack.model import Claim, Report
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
    claims = [claim for report in reports for claim in report.claims]
    is_done = not any(claim.is_open for claim in claims)
    is_stored = all(workspace.find(id_) for claim in claims for id_ in claim.events)
    ctx.exit(0 if is_done and is_stored and not unread else EXIT_FINDINGS)


def _print_report(report: Report, workspace: Workspace) -> None:
    emit(f"{report.id}: {report.title}")
    for claim in report.claims:
        emit(f"  {claim.id:<4} {claim.says or _sentence_words(claim)}")
        for id_ in claim.events:
            event = workspace.find(id_)
            where = "not there" if event is None else "placed" if event.placed else "unplaced"
            heir = f", now {event.id}" if event is not None and event.id != id_ else ""
            emit(f"       → {id_}{heir} ({where})")
        if claim.is_open:
            emit("       – open: write what it says, or in 'unmapped' why it became none")
        if claim.unmapped:
            emit(f"       – not mapped: {claim.unmapped}")
    mapped = sum(bool(c.events) for c in report.claims)
    unmapped = len(report.claims) - mapped - sum(claim.is_open for claim in report.claims)
    rest = ", the other says why not" if unmapped == 1 else ", the others say why not"
    notify(f"{mapped} of {plural(len(report.claims), 'claim')} mapped{rest if unmapped else ''}")
    sentences = [claim for claim in report.claims if claim.quote]
    if sentences:
        with_record = sum(any(map(workspace.find, claim.events)) for claim in sentences)
        template = "{n} sentences: {with_record} with a record, {without} without, {open} open"
        counts = (len(sentences), with_record, len(sentences) - with_record)
        notify(Message(template, *counts, sum(claim.is_open for claim in sentences)))


def _sentence_words(claim: Claim) -> str:
    """Return where the sentence of a claim without words stands."""
    quote = claim.quote
    if quote is None:
        return ""
    at = f"page {quote.page}" if quote.page else f"paragraph {quote.paragraph}"
    return f"({at}, characters {quote.start} to {quote.end})"
