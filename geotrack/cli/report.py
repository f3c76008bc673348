"""`geotrack report`: reports, and their claims with the records that they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import USAGE, emit, opened, say, today
from geotrack.cli.new import answered, record_options, settled, unanswered
from geotrack.cli.new_record import finish, tell_claim
from geotrack.cli.prompts import agreed, at_terminal, line, stoppable, until_sound, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.findings import Finding
    from geotrack.workspace import Edit, Workspace

_SAID = ("says", "kind", "section", "when", "place")
_STAND_INS = {"says": "-", "kind": "event"}
# What a claim takes that becomes no new record.
_OWN = {*_SAID, "claim_id", "into", "yes", "dry_run"}


@click.group("report")
def command() -> None:
    """Begin a report in seeds/, and add its claims and the records that they become."""


@command.command("new")
@click.argument("id_", metavar="ID")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--published", metavar="DATE", help="As far as it is known: 2026, 2026-02.")
@click.option("--url", metavar="URL", help="Where it can be read.")
@click.option("--language", metavar="CODE", help="en, nb, …")
@click.option("--marking", metavar="TEXT", help="One of the workspace's.")
@click.option("--note", metavar="TEXT", help="What was read of it, and what was not.")
@click.option("--dry-run", is_flag=True, help="Print it, and write nothing.")
@click.pass_context
def new(ctx: click.Context, /, id_: str, dry_run: bool, **given: str | None) -> None:
    """Begin seeds/ID.toml."""
    from geotrack.errors import UsageError
    from geotrack.workspace import Edit, shown_path
    from geotrack.workspace.edit.reports import faults_of_text, new_path, report_text

    workspace = opened(ctx)
    path = new_path(id_, workspace)
    if given["title"] is None:
        if not at_terminal():
            raise UsageError("missing: --title")
        with stoppable(ctx):
            until_sound("Title:", lambda text: _take_title(id_, given, text))
    text = report_text(id_, given)
    _refuse_faults(ctx, [*faults_of_text(text, ""), *_unmarked(given["marking"], workspace)])
    if dry_run:
        emit(text.rstrip("\n"))
        return
    edit = Edit(workspace)
    edit.put_text(path, text)
    edit.commit()
    emit(f"{shown_path(path)}: {id_}")
    say(f"next: `geotrack report claim {id_} --says … --kind … --event`")


def _take_title(id_: str, given: dict[str, str | None], title: str) -> list[str]:
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.reports import faults_of_text, report_text

    wrong = errors_of(faults_of_text(report_text(id_, {"title": title}), ""))
    given["title"] = title
    return [words_of(f) for f in wrong]


def _unmarked(marking: str | None, workspace: Workspace) -> list[Finding]:
    """Find a marking that is none of the workspace's."""
    from geotrack.findings import Finding, shown

    if workspace.config.level(marking) is not None:
        return []
    message = f"{shown(marking)} is not a marking of this workspace"
    remedy = f"begin it with one of {', '.join(workspace.config.markings)}"
    return [Finding("", message, remedy, "marking", "/marking")]


def _refuse_faults(ctx: click.Context, findings: list[Finding]) -> None:
    """Tell what is wrong by the option that it comes from, and leave where an error is."""
    from geotrack.findings import errors_of

    wrong = errors_of(findings)
    for finding in wrong:
        keys = [k for k in finding.pointer.split("/") if k and not k.isdigit()]
        key = {"id": "claim-id", "claims": "claim"}.get(keys[-1], keys[-1]) if keys else ""
        say(f"error: {f'--{key}: ' if key else ''}{words_of(finding)}")
    if wrong:
        ctx.exit(USAGE)


@command.command("claim")
@click.argument("report", metavar="ID")
@click.option("--says", metavar="TEXT", help="The claim, in your own words.")
@click.option("--kind", metavar="WORD", help="event, statement, assessment, outlook.")
@click.option("--claim-id", metavar="ID", help="Default: the next after the last one's.")
@click.option("--section", metavar="TEXT", help="Where in the report.")
@click.option("--when", metavar="TEXT", help="As far as the report says.")
@click.option("--place", metavar="TEXT", help="Likewise, and the place of the record in words.")
@click.option("--event", is_flag=True, help="It becomes the new record that the options tell.")
@click.option("--events", metavar="ID,…", help="It became these records, which then cite it.")
@click.option("--unmapped", metavar="WHY", help="It became no record.")
@click.option(
    "--by", metavar="NAME", envvar="GEOTRACK_BY", help="Who adds the citation to --events."
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
    **given: Any,
) -> None:
    """Add a claim to the report ID, with the record that it becomes.

    With --event, the options say what is in the record, as with `geotrack new`. Record and claim
    cite each other, and both are written or neither.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import Edit
    from geotrack.workspace.edit.reports import next_claim_id, report_at

    workspace = opened(ctx)
    path, known = report_at(report, workspace)
    if sum([event, events is not None, unmapped is not None]) > 1:
        raise UsageError(
            "--event, --events and --unmapped do not go together; leave all but one out"
        )
    said: dict[str, Any] = {k: given[k] for k in _SAID}
    said["id"] = given["claim_id"] or next_claim_id([c.id for c in known.claims])
    said |= {"seed": report, "events": _ids(events), "unmapped": unmapped}
    text = path.read_bytes().decode("utf-8")
    if not event:
        _refuse_loose_options(ctx, given)
    record: list[str] = []
    if event:
        record = [*unanswered(answered(given, workspace), given, is_sourced=True).values()]
    if _ask(ctx, said, text, record, event=event):
        _write_with_record(ctx, path, text, said, given, workspace)
        return
    edit = Edit(workspace)
    _cite(edit, workspace, said["events"], {"seed": report, "claim": said["id"]}, by)
    _write(path, text, said, edit, dry_run=given["dry_run"])


def _ids(events: str | None) -> list[str]:
    words = [] if events is None else events.split(",")
    return list(dict.fromkeys(w.strip() for w in words if w.strip()))


def _ask(
    ctx: click.Context, said: dict[str, Any], text: str, record: list[str], *, event: bool
) -> bool:
    """Ask at a terminal what is not said of a claim; return whether it becomes a new record.

    `record` names the options that are missing of a record.

    Raises
    ------
    UsageError
        Something is missing and nobody is there to ask.
    """
    from geotrack.errors import UsageError

    _refuse_faults(ctx, _faults(text, said))
    missing = [f"--{key}" for key in _STAND_INS if said[key] is None]
    open_ended = not (event or said["events"] or said["unmapped"] is not None)
    missing += ["--event (or --events, --unmapped)"] if open_ended else record
    if missing and not at_terminal():
        raise UsageError(f"missing: {', '.join(missing)}")

    def take(key: str, value: object) -> list[str]:
        wrong = _faults(text, {**said, key: value})
        if not wrong:
            said[key] = value
        return [words_of(f) for f in wrong]

    with stoppable(ctx):
        if said["says"] is None:
            until_sound("What it says, in your own words:", lambda given: take("says", given))
        if said["kind"] is None:
            kinds = "event, statement, assessment, outlook"
            until_sound(f"Kind ({kinds}):", lambda given: take("kind", given.casefold()))
        if open_ended:
            event = agreed("Write its record now?")
        if open_ended and not event:
            said["events"] = _ids(line("Records that it became (ids, or Enter: none):"))
        if open_ended and not event and not said["events"]:
            until_sound("Why it became none:", lambda given: take("unmapped", given))
    return event


def _faults(text: str, said: Mapping[str, Any]) -> list[Finding]:
    """Return the errors of what is said of a claim so far."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.reports import faults_of_text, with_claim

    # What is not said yet is taken for something sound.
    shape = {**said, **{k: v for k, v in _STAND_INS.items() if said[k] is None}}
    if not said["events"] and said["unmapped"] is None:
        shape["events"] = ["-"]
    return errors_of(faults_of_text(with_claim(text, shape), ""))


def _refuse_loose_options(ctx: click.Context, given: Mapping[str, Any]) -> None:
    """Refuse what only a record takes, where none is written."""
    from geotrack.errors import UsageError

    names = {p.name: p.opts[0] for p in ctx.command.params}
    loose = [names[k] for k, v in given.items() if v not in {None, (), False} and k not in _OWN]
    if loose:
        raise UsageError(f"only a record takes {', '.join(loose)}; add --event, or leave it out")


def _write_with_record(
    ctx: click.Context,
    path: Path,
    text: str,
    said: dict[str, Any],
    given: dict[str, Any],
    workspace: Workspace,
) -> None:
    """Write a claim and the record that it becomes, both or neither."""
    from dataclasses import replace

    from geotrack.workspace import Edit
    from geotrack.workspace.edit.reports import put_report, with_claim

    given["place_name"] = given["place_name"] or given["place"]
    answers = replace(answered(given, workspace), kind=said["kind"])
    source = {"seed": said["seed"], "claim": said["id"]}
    feature, is_asked = settled(ctx, answers, given, workspace, source=source)
    said["events"] = [str(feature["id"])]
    edit = Edit(workspace)
    put_report(edit, path, text, with_claim(text, said))
    edit.add(feature, given["into"])
    finish(ctx, feature, given, edit, is_asked=is_asked)
    if not given["dry_run"]:
        tell_claim(path, said["id"])


def _write(path: Path, text: str, said: Mapping[str, Any], edit: Edit, *, dry_run: bool) -> None:
    from geotrack.workspace.edit.reports import put_report, with_claim

    new = with_claim(text, said)
    if dry_run:
        emit(new[len(text) :].strip())
        return
    put_report(edit, path, text, new)
    edit.commit()
    tell_claim(path, said["id"])


def _cite(
    edit: Edit,
    workspace: Workspace,
    ids: Sequence[str],
    source: Mapping[str, str],
    by: str | None,
) -> None:
    """Let stored records cite a claim, as a revision of each.

    Raises
    ------
    UsageError
        One is not there, or nobody says who changes it.
    """
    from geotrack.errors import UsageError
    from geotrack.findings import shown
    from geotrack.model.base import listed
    from geotrack.taxonomy import nearest
    from geotrack.workspace.edit.revisions import revised

    for id_ in ids:
        if id_ not in workspace.by_id:
            guess = nearest(id_, workspace.by_id)
            remedy = f"did you mean {guess!r}?" if guess else "write a new one with --event"
            raise UsageError(f"no record has the id {shown(id_)}; {remedy}")
    if ids and by is None:
        raise UsageError(
            f"{ids[0]} is to cite the claim; say who changes it: --by NAME, or GEOTRACK_BY"
        )
    for id_ in ids:
        old = workspace.by_id[id_].feature
        sources: Any = listed(old["properties"]["sources"])
        new = {**old, "properties": {**old["properties"], "sources": [*sources, dict(source)]}}
        edit.replace(id_, revised(old, new, by=str(by), on=today(), why=None))
