"""`geotrack check`: checks a workspace or single files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import EXIT_FINDINGS, emit, emit_json, last_day, notify
from geotrack.cli.options.findings import finding_language, list_all
from geotrack.cli.output.tables import print_table
from geotrack.messages import Message, counted

if TYPE_CHECKING:
    from geotrack.findings import Finding
    from geotrack.workspace import Workspace


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    help="Do not report this rule; repeatable. Its errors do not change the exit code, but records "
    "with them are still left out.",
)
@click.option(
    "--duplicates", "twice", is_flag=True, help="Report probable duplicates, too, as warnings."
)
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@list_all
@finding_language
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Output format; sarif: SARIF 2.1.0; github: annotations of a workflow.",
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.option("--rules", "lists_rules", is_flag=True, help="List the rules and exit.")
@click.pass_context
def command(
    ctx: click.Context,
    path: Path | None,
    ignore: tuple[str, ...],
    twice: bool,
    strict: bool,
    list_all: bool,
    form: str,
    lists_rules: bool,
) -> None:
    """Check a workspace, or single event files.

    PATH is a workspace, a folder of GeoJSON files, or one file; default the nearest workspace
    upward. Prints findings with file, line, JSON pointer, value and remedy; of more than three of
    a kind the first one, and how many more there are. Exit code 1 if there are errors. Links
    between records are only checked in a workspace.
    """
    if lists_rules:
        _print_rules(form)
        return
    ignored = _rule_ids(ignore)
    workspace, all_findings = _checked(ctx, path, ignored)
    if twice:
        from geotrack.cli.output.duplicates import duplicate_findings

        all_findings += duplicate_findings(workspace)
    findings = [f for f in all_findings if f.rule not in ignored]
    _print(findings, form, list_all=list_all)
    errors = _sum_up(workspace, findings, len(all_findings) - len(findings), ignored)
    ctx.exit(EXIT_FINDINGS if errors or (strict and findings) else 0)


def _rule_ids(ignore: tuple[str, ...]) -> frozenset[str]:
    if not ignore:
        return frozenset()
    from geotrack.findings.rules import check_rule_ids

    return check_rule_ids(ignore)


def _print(findings: list[Finding], form: str, *, list_all: bool) -> None:
    from geotrack.findings import finding_lines

    if form == "json":
        emit_json([f.to_json() for f in findings])
        return
    if form == "sarif":
        from geotrack import __version__
        from geotrack.cli.output.sarif import sarif_log

        emit_json(sarif_log(findings, __version__))
        return
    for line in (
        map(annotation, findings) if form == "github" else finding_lines(findings, each=list_all)
    ):
        emit(line)


def annotation(finding: Finding) -> str:
    """Return a finding as a GitHub workflow command, which annotates its line.

    Format and escaping: GitHub, "Workflow commands for GitHub Actions".
    """
    place = f"file={_escaped(finding.file, ':,')}"
    if finding.line is not None:
        place += f",line={finding.line}"
    text = f"{finding.pointer}: " if finding.pointer else ""
    text += finding.text()
    title = _escaped(finding.rule, ":,")
    return f"::{finding.severity} {place},title={title}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for letter in f"%\r\n{more}":  # the percent sign first
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def _sum_up(
    workspace: Workspace, findings: list[Finding], hidden: int, ignored: frozenset[str]
) -> int:
    """Print the number of records and findings; return the number of errors."""
    from geotrack.findings import errors_of
    from geotrack.index.record_rows import count_with
    from geotrack.workspace.checks import MEASURED

    errors = len(errors_of(findings))
    unplaced = len(workspace.events) - count_with("placed", workspace.events)
    spared = sorted(ignored & MEASURED.keys())
    notify(
        Message(
            "{records} in {files} ({n} unplaced): {errors}, {warnings}{ignored}{unchecked}",
            counted(len(workspace.events), "1 sound record", "{n} sound records"),
            counted(len(workspace.event_files), "1 file", "{n} files"),
            unplaced,
            counted(errors, "1 error", "{n} errors"),
            counted(len(findings) - errors, "1 warning", "{n} warnings"),
            Message("; {n} ignored", hidden) if hidden else "",
            Message("; not checked: {rules}", ", ".join(spared)) if spared else "",
        )
    )
    return errors


def _checked(
    ctx: click.Context, path: Path | None, ignored: frozenset[str]
) -> tuple[Workspace, list[Finding]]:
    from geotrack.errors import UsageError
    from geotrack.workspace import check_events, is_workspace, open_file, open_workspace

    if path is None or is_workspace(path):
        from geotrack.mapview.check_workspace import check_workspace

        root: Path | None = path or ctx.find_root().params.get("workspace")
        workspace = open_workspace(root, checks=True)
        return workspace, check_workspace(workspace, today=last_day(), ignore=ignored)
    workspace = open_file(path)
    if not workspace.event_files:
        raise UsageError(
            Message(
                "nothing to check in {path}: it has no geotrack.toml, events/ or *.geojson", path
            )
        )
    return workspace, check_events(workspace, today=last_day(), ignore=ignored)


def _print_rules(form: str) -> None:
    from geotrack.findings.rules import rules

    if form == "json":
        keys = ("id", "group", "severity", "holds", "remedy", "example")
        emit_json([{key: getattr(rule, key) for key in keys} for rule in rules().values()])
        return
    rows = [(rule.id, rule.severity, rule.holds) for rule in rules().values()]
    heads = [Message("rule"), Message("severity"), Message("what holds")]
    print_table(heads, rows, never_folded=["rule", "severity"])
