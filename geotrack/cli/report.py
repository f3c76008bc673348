"""`geotrack report`: creates reports and adds claims with their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_USAGE, current_workspace, emit, notify, today
from geotrack.cli.new import answers_of, build_feature, missing_options, record_options
from geotrack.cli.records.new_record import finish, print_claim
from geotrack.cli.records.prompts import (
    at_terminal,
    confirm,
    interruptible,
    line,
    message_and_remedy,
    prompt_until_valid,
)
from geotrack.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.findings import Finding
    from geotrack.workspace import Edit, Workspace

_CLAIM_FIELDS = ("says", "kind", "section", "when", "place")
_NEEDS_BY = "needs the name of who links the records: add --by NAME, or set GEOTRACK_BY"
_STAND_INS = {"says": "-", "kind": "event"}
# Options of a claim that becomes no new record.
_OWN = {*_CLAIM_FIELDS, "claim_id", "into", "yes", "dry_run"}


@click.group("report")
def command() -> None:
    """Create reports in seeds/, and add claims with their records."""


@command.command("new")
@click.argument("id_", metavar="ID")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--publisher", metavar="NAME", help="Publisher.")
@click.option("--published", metavar="DATE", help="Date of publication: 2026, 2026-02.")
@click.option("--url", metavar="URL", help="Address of the report.")
@click.option("--language", metavar="CODE", help="en, nb, …")
@click.option("--marking", metavar="TEXT", help="Marking, one of the workspace's.")
@click.option("--note", metavar="TEXT", help="What was read of it, and what was not.")
@click.option("--dry-run", is_flag=True, help="Print it, and write nothing.")
@click.pass_context
def new(ctx: click.Context, /, id_: str, dry_run: bool, **options: str | None) -> None:
    """Create seeds/ID.toml."""
    from geotrack.errors import UsageError
    from geotrack.workspace import Edit, shown_path
    from geotrack.workspace.edit.reports import faults_of_text, new_path, report_text

    workspace = current_workspace(ctx)
    path = new_path(id_, workspace)
    if options["title"] is None:
        if not at_terminal():
            raise UsageError("missing: --title")
        with interruptible(ctx):
            prompt_until_valid("Title:", lambda text: _take_title(id_, options, text))
    text = report_text(id_, options)
    _refuse_faults(ctx, [*faults_of_text(text, ""), *_unmarked(options["marking"], workspace)])
    if dry_run:
        emit(text.rstrip("\n"))
        return
    edit = Edit(workspace)
    edit.set_text(path, text)
    edit.commit()
    emit(f"{shown_path(path)}: {id_}")
    notify(f"next: `geotrack report claim {id_} --says … --kind … --event`")


def _take_title(id_: str, options: dict[str, str | None], title: str) -> list[str]:
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.reports import faults_of_text, report_text

    wrong = errors_of(faults_of_text(report_text(id_, {"title": title}), ""))
    options["title"] = title
    return [message_and_remedy(f) for f in wrong]


def _unmarked(marking: str | None, workspace: Workspace) -> list[Finding]:
    """Return a finding for a marking that the workspace does not define."""
    from geotrack.findings import Finding, shown

    if workspace.config.level(marking) is not None:
        return []
    message = Message("{marking} is not a marking of this workspace", shown(marking))
    remedy = Message("begin it with one of {known}", ", ".join(workspace.config.markings))
    return [Finding("", message, remedy, "marking", "/marking")]


def _refuse_faults(ctx: click.Context, findings: list[Finding]) -> None:
    """Print the errors with the options that caused them, and exit if there are any."""
    from geotrack.findings import errors_of

    wrong = errors_of(findings)
    for finding in wrong:
        keys = [k for k in finding.pointer.split("/") if k and not k.isdigit()]
        key = {"id": "claim-id", "claims": "claim"}.get(keys[-1], keys[-1]) if keys else ""
        notify(f"error: {f'--{key}: ' if key else ''}{message_and_remedy(finding)}")
    if wrong:
        ctx.exit(EXIT_USAGE)


@command.command("claim")
@click.argument("report", metavar="ID")
@click.option("--says", metavar="TEXT", help="The claim, in your own words.")
@click.option("--kind", metavar="WORD", help="event, statement, assessment, outlook.")
@click.option("--claim-id", metavar="ID", help="Default: the next after the last one's.")
@click.option("--section", metavar="TEXT", help="Section of the report.")
@click.option("--when", metavar="TEXT", help="Time as stated by the report.")
@click.option(
    "--place", metavar="TEXT", help="Place as stated by the report; also that of the record."
)
@click.option("--event", is_flag=True, help="Write a new record from the options.")
@click.option("--events", metavar="ID,…", help="Link existing records, which then cite the claim.")
@click.option("--unmapped", metavar="WHY", help="Reason for no record.")
@click.option(
    "--by",
    metavar="NAME",
    envvar="GEOTRACK_BY",
    help="Who links the records in --events, needed with it, or enters the new one "
    "(or GEOTRACK_BY).",
)
@record_options
@click.pass_context
def claim(
    ctx: click.Context,
    /,
    report: str,
    event: bool,
    events: str | None,
    unmapped: str | None,
    by: str | None,
    **options: Any,
) -> None:
    """Add a claim to the report ID, with its record.

    With --event, a record is written from the options of `geotrack new`. Record and claim refer to
    each other, and both are written or neither.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import Edit
    from geotrack.workspace.edit.claims import next_claim_id
    from geotrack.workspace.edit.reports import report_at

    workspace = current_workspace(ctx)
    path, record_of_report = report_at(report, workspace)
    if sum([event, events is not None, unmapped is not None]) > 1:
        raise UsageError(
            "--event, --events and --unmapped do not go together; leave all but one out"
        )
    if events is not None and by is None:
        raise UsageError(f"--events {_NEEDS_BY}")
    fields: dict[str, Any] = {k: options[k] for k in _CLAIM_FIELDS}
    fields["id"] = options["claim_id"] or next_claim_id([c.id for c in record_of_report.claims])
    fields |= {"seed": report, "events": _ids(events), "unmapped": unmapped}
    text = path.read_bytes().decode("utf-8")
    if not event:
        _refuse_loose_options(ctx, options)
    record: list[str] = []
    if event:
        record = [
            *missing_options(answers_of(options, workspace), options, is_sourced=True).values()
        ]
    if _ask(ctx, fields, text, record, event=event):
        _write_with_record(ctx, path, text, fields, {**options, "by": by}, workspace)
        return
    if fields["events"] and by is None and at_terminal():
        with interruptible(ctx):
            by = line("Who links them (your name):") or None
    edit = Edit(workspace)
    _cite(edit, workspace, fields["events"], {"seed": report, "claim": fields["id"]}, by)
    _write(path, text, fields, edit, dry_run=options["dry_run"])


def _ids(events: str | None) -> list[str]:
    ids = [] if events is None else events.split(",")
    return list(dict.fromkeys(w.strip() for w in ids if w.strip()))


def _ask(
    ctx: click.Context, fields: dict[str, Any], text: str, record: list[str], *, event: bool
) -> bool:
    """Ask for missing fields of a claim; return whether it becomes a new record.

    `record` names the options that a new record still needs.

    Raises
    ------
    UsageError
        A required value is missing and there is no terminal.
    """
    from geotrack.errors import UsageError

    _refuse_faults(ctx, _faults(text, fields))
    missing = [f"--{key}" for key in _STAND_INS if fields[key] is None]
    open_ended = not (event or fields["events"] or fields["unmapped"] is not None)
    missing += ["--event (or --events, --unmapped)"] if open_ended else record
    if missing and not at_terminal():
        raise UsageError(f"missing: {', '.join(missing)}")

    def take(key: str, value: object) -> list[str]:
        wrong = _faults(text, {**fields, key: value})
        if not wrong:
            fields[key] = value
        return [message_and_remedy(f) for f in wrong]

    with interruptible(ctx):
        if fields["says"] is None:
            prompt_until_valid("What it says, in your own words:", lambda text: take("says", text))
        if fields["kind"] is None:
            kinds = "event, statement, assessment, outlook"
            prompt_until_valid(f"Kind ({kinds}):", lambda text: take("kind", text.casefold()))
        if open_ended:
            event = confirm("Write its record now?")
        if open_ended and not event:
            fields["events"] = _ids(line("Records that it became (ids, or Enter: none):"))
        if open_ended and not event and not fields["events"]:
            prompt_until_valid("Why it became none:", lambda text: take("unmapped", text))
    return event


def _faults(text: str, fields: Mapping[str, Any]) -> list[Finding]:
    """Return the errors of a claim as far as it is filled in."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.claims import with_claim
    from geotrack.workspace.edit.reports import faults_of_text

    # Valid stand-ins for fields that are still missing.
    shape = {**fields, **{k: v for k, v in _STAND_INS.items() if fields[k] is None}}
    if not fields["events"] and fields["unmapped"] is None:
        shape["events"] = ["-"]
    return errors_of(faults_of_text(with_claim(text, shape), ""))


def _refuse_loose_options(ctx: click.Context, options: Mapping[str, Any]) -> None:
    """Refuse record options where no record is written."""
    from geotrack.errors import UsageError

    names = {p.name: p.opts[0] for p in ctx.command.params}
    loose = [names[k] for k, v in options.items() if v not in {None, (), False} and k not in _OWN]
    if loose:
        raise UsageError(f"only a record takes {', '.join(loose)}; add --event, or leave it out")


def _write_with_record(
    ctx: click.Context,
    path: Path,
    text: str,
    fields: dict[str, Any],
    options: dict[str, Any],
    workspace: Workspace,
) -> None:
    """Write a claim and its record, both or neither."""
    from dataclasses import replace

    from geotrack.workspace import Edit
    from geotrack.workspace.edit.claims import with_claim
    from geotrack.workspace.edit.reports import set_report
    from geotrack.workspace.edit.revisions import entered

    options["place_name"] = options["place_name"] or options["place"]
    answers = replace(answers_of(options, workspace), kind=fields["kind"])
    source = {"seed": fields["seed"], "claim": fields["id"]}
    feature, interactive = build_feature(ctx, answers, options, workspace, source=source)
    fields["events"] = [str(feature["id"])]
    edit = Edit(workspace)
    set_report(edit, path, text, with_claim(text, fields))
    edit.add(entered(feature, today(), options["by"]), options["into"])
    finish(ctx, feature, options, edit, interactive=interactive)
    if not options["dry_run"]:
        print_claim(path, fields["id"])


def _write(path: Path, text: str, fields: Mapping[str, Any], edit: Edit, *, dry_run: bool) -> None:
    from geotrack.workspace.edit.claims import with_claim
    from geotrack.workspace.edit.reports import set_report

    new = with_claim(text, fields)
    if dry_run:
        emit(new[len(text) :].strip())
        return
    set_report(edit, path, text, new)
    edit.commit()
    print_claim(path, fields["id"])


def _cite(
    edit: Edit, workspace: Workspace, ids: Sequence[str], source: Mapping[str, str], by: str | None
) -> None:
    """Add a citation of a claim to stored records, as a revision of each.

    Raises
    ------
    UsageError
        A record does not exist, or the author is missing.
    """
    from geotrack.errors import UsageError
    from geotrack.findings import shown
    from geotrack.i18n.spelling import nearest
    from geotrack.workspace.edit.revisions import link

    for id_ in ids:
        if id_ not in workspace.by_id:
            guess = nearest(id_, workspace.by_id)
            remedy = f"did you mean {guess!r}?" if guess else "write a new one with --event"
            raise UsageError(f"no record has the id {shown(id_)}; {remedy}")
    if ids and by is None:
        raise UsageError(f"linking {ids[0]} {_NEEDS_BY}")
    for id_ in ids:
        old = workspace.by_id[id_].feature
        edit.replace(id_, link(old, source["seed"], source["claim"], by=str(by), on=today()))
