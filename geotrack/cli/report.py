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
# Predicate of two errors.
_NEEDS_BY = "needs the name of who links the records: add --by NAME, or set GEOTRACK_BY"
# Valid values in place of required fields that are still missing.
_PLACEHOLDERS = {"says": "-", "kind": "event"}
# Options that `claim` takes also without --event; all others are of the new record.
_CLAIM_OPTIONS = {*_CLAIM_FIELDS, "claim_id", "into", "yes", "dry_run"}


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
# Positional-only, so that an option may be called `ctx` or `report`.
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
    """Store a title; return what is wrong with it, for `prompt_until_valid`."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.reports import faults_of_text, report_text

    wrong = errors_of(faults_of_text(report_text(id_, {"title": title}), ""))
    options["title"] = title  # if it is wrong, the next answer replaces it
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
        # The last key of the pointer names the option; an error of a whole claim has none.
        keys = [
            k for k in finding.pointer.split("/") if k not in {"", "claims"} and not k.isdigit()
        ]
        key = {"id": "claim-id"}.get(keys[-1], keys[-1]) if keys else ""
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
    path, stored_report = report_at(report, workspace)
    if sum([event, events is not None, unmapped is not None]) > 1:
        raise UsageError(
            "--event, --events and --unmapped do not go together; leave all but one out"
        )
    if events is not None and by is None:
        raise UsageError(f"--events {_NEEDS_BY}")
    fields: dict[str, Any] = {k: options[k] for k in _CLAIM_FIELDS}
    fields["id"] = options["claim_id"] or next_claim_id([c.id for c in stored_report.claims])
    fields |= {"seed": report, "events": _ids(events), "unmapped": unmapped}
    file_text = path.read_bytes().decode("utf-8")
    if not event:
        _refuse_record_options(ctx, options)
    missing_for_record: list[str] = []
    if event:
        missing_for_record = [
            *missing_options(answers_of(options, workspace), options, is_sourced=True).values()
        ]
    if _complete(ctx, fields, file_text, missing_for_record, event=event):
        _write_with_record(ctx, path, file_text, fields, {**options, "by": by}, workspace)
        return
    if fields["events"] and by is None and at_terminal():
        # Their ids were typed at the prompt: --events had to name the author above.
        with interruptible(ctx):
            by = line("Who links them (your name):") or None
    edit = Edit(workspace)
    _cite(edit, workspace, fields["events"], {"seed": report, "claim": fields["id"]}, by)
    _write_alone(path, file_text, fields, edit, dry_run=options["dry_run"])


def _ids(events: str | None) -> list[str]:
    """Return the ids of a text with commas between them, each once."""
    ids = [] if events is None else events.split(",")
    return list(dict.fromkeys(w.strip() for w in ids if w.strip()))


def _complete(
    ctx: click.Context,
    fields: dict[str, Any],
    file_text: str,
    missing_for_record: list[str],
    *,
    event: bool,
) -> bool:
    """Ask for missing fields of a claim; return whether it becomes a new record.

    Raises
    ------
    UsageError
        A required value is missing and there is no terminal.
    """
    from geotrack.errors import UsageError

    _refuse_faults(ctx, _faults(file_text, fields))
    missing = [f"--{key}" for key in _PLACEHOLDERS if fields[key] is None]
    # Whether it becomes a record, links some or has none.
    is_undecided = not (event or fields["events"] or fields["unmapped"] is not None)
    missing += ["--event (or --events, --unmapped)"] if is_undecided else missing_for_record
    if missing and not at_terminal():
        raise UsageError(f"missing: {', '.join(missing)}")

    def take(key: str, value: object) -> list[str]:
        wrong = _faults(file_text, {**fields, key: value})
        if not wrong:
            fields[key] = value
        return [message_and_remedy(f) for f in wrong]

    with interruptible(ctx):
        if fields["says"] is None:
            prompt_until_valid(
                "What it says, in your own words:", lambda answer: take("says", answer)
            )
        if fields["kind"] is None:
            kinds = "event, statement, assessment, outlook"
            prompt_until_valid(f"Kind ({kinds}):", lambda answer: take("kind", answer.casefold()))
        if is_undecided:
            event = confirm("Write its record now?")
        if is_undecided and not event:
            fields["events"] = _ids(line("Records that it became (ids, or Enter: none):"))
        if is_undecided and not event and not fields["events"]:
            prompt_until_valid("Why it became none:", lambda answer: take("unmapped", answer))
    return event


def _faults(file_text: str, fields: Mapping[str, Any]) -> list[Finding]:
    """Return the errors of a claim in the fields that it has so far."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.claims import with_claim
    from geotrack.workspace.edit.reports import faults_of_text

    filled = {**fields, **{k: v for k, v in _PLACEHOLDERS.items() if fields[k] is None}}
    if not fields["events"] and fields["unmapped"] is None:
        filled["events"] = ["-"]
    return errors_of(faults_of_text(with_claim(file_text, filled), ""))


def _refuse_record_options(ctx: click.Context, options: Mapping[str, Any]) -> None:
    """Refuse record options where no record is written."""
    from geotrack.errors import UsageError

    names = {p.name: p.opts[0] for p in ctx.command.params}
    stated = [k for k, v in options.items() if v not in {None, (), False}]
    of_record = [names[k] for k in stated if k not in _CLAIM_OPTIONS]
    if of_record:
        raise UsageError(
            f"only a record takes {', '.join(of_record)}; add --event, or leave it out"
        )


def _write_with_record(
    ctx: click.Context,
    path: Path,
    file_text: str,
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
    set_report(edit, path, file_text, with_claim(file_text, fields))
    edit.add(entered(feature, today(), options["by"]), options["into"])
    finish(ctx, feature, options, edit, interactive=interactive)
    if not options["dry_run"]:
        print_claim(path, fields["id"])


def _write_alone(
    path: Path, file_text: str, fields: Mapping[str, Any], edit: Edit, *, dry_run: bool
) -> None:
    """Write a claim without a new record."""
    from geotrack.workspace.edit.claims import with_claim
    from geotrack.workspace.edit.reports import set_report

    new_text = with_claim(file_text, fields)
    if dry_run:
        emit(new_text[len(file_text) :].strip())  # `with_claim` appends
        return
    set_report(edit, path, file_text, new_text)
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
    if ids and by is None:  # not at a terminal, or only Enter was pressed
        raise UsageError(f"linking {ids[0]} {_NEEDS_BY}")
    for id_ in ids:
        old = workspace.by_id[id_].feature
        edit.replace(id_, link(old, source["seed"], source["claim"], by=str(by), on=today()))
