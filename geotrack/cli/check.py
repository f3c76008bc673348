"""`geotrack check`: checks a workspace or single files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, emit, emit_json, last_day, notify, plural
from geotrack.cli.finding_output import list_all
from geotrack.cli.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geotrack.findings import Finding
    from geotrack.model import Event, MapDefinition, Observed
    from geotrack.model.maps.layer_file import LayerFile
    from geotrack.workspace import Workspace
    from geotrack.workspace.checks.context_layers import LayerFileFault


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
    "--duplicates",
    "twice",
    is_flag=True,
    help="Report probable duplicates, too, as warnings.",
)
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@list_all
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Output format; github: annotations of a workflow.",
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
    workspace, all_findings = _checked(ctx, path)
    if twice:
        from geotrack.cli.duplicates import duplicate_findings

        all_findings += duplicate_findings(workspace)
    findings = [f for f in all_findings if f.rule not in ignored]
    _print(findings, form, list_all=list_all)
    errors = _sum_up(workspace, findings, len(all_findings) - len(findings))
    ctx.exit(EXIT_FINDINGS if errors or (strict and findings) else 0)


def _rule_ids(ignore: tuple[str, ...]) -> frozenset[str]:
    if not ignore:
        return frozenset()
    from geotrack.rules import check_rule_ids

    return check_rule_ids(ignore)


def _print(findings: list[Finding], form: str, *, list_all: bool) -> None:
    from geotrack.findings import finding_lines

    if form == "json":
        emit_json([f.to_json() for f in findings])
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
    text += finding.message + (f"; {finding.remedy}" if finding.remedy else "")
    title = _escaped(finding.rule, ":,")
    return f"::{finding.severity} {place},title={title}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for letter in f"%\r\n{more}":  # the percent sign first
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def _sum_up(workspace: Workspace, findings: list[Finding], ignored: int) -> int:
    """Print the number of records and findings; return the number of errors."""
    from geotrack.findings import errors_of

    errors = len(errors_of(findings))
    unplaced = sum(not e.placed for e in workspace.events)
    notify(
        f"{plural(len(workspace.events), 'sound record')} in "
        f"{plural(len(workspace.event_files), 'file')} ({unplaced} unplaced): "
        f"{plural(errors, 'error')}, {plural(len(findings) - errors, 'warning')}"
        + (f"; {ignored} ignored" if ignored else "")
    )
    return errors


def _checked(ctx: click.Context, path: Path | None) -> tuple[Workspace, list[Finding]]:
    from geotrack.errors import UsageError
    from geotrack.workspace import check, check_events, is_workspace, open_file, open_workspace

    if path is None or is_workspace(path):
        root: Path | None = path or ctx.find_root().params.get("workspace")
        workspace = open_workspace(root, checks=True)
        selected_records, check_observations = (
            _record_selector(workspace),
            _observation_checker(workspace),
        )
        return workspace, check(
            workspace,
            today=last_day(),
            selected_records=selected_records,
            check_observations=check_observations,
            check_layer_file=_layer_file_checker(workspace),
        )
    workspace = open_file(path)
    if not workspace.event_files:
        raise UsageError(
            f"nothing to check in {path}: it has no geotrack.toml, events/ or *.geojson"
        )
    return workspace, check_events(workspace, today=last_day())


def _record_selector(workspace: Workspace) -> Callable[[MapDefinition], Iterable[Event]]:
    """Return a function that selects the records of a map; none where the map is invalid."""

    def selected_records(definition: MapDefinition) -> Iterable[Event]:
        from geotrack.errors import GeotrackError
        from geotrack.mapview.selection import choose

        try:
            return choose(workspace, definition, strict=False, why=False).events
        except GeotrackError:  # reported as a finding of its own
            return ()

    return selected_records


def _observation_checker(
    workspace: Workspace,
) -> Callable[[Observed], Iterable[tuple[Any, str, str]]]:
    """Return a function that checks the observation layers of a map."""

    def check_observations(entry: Observed) -> Iterable[tuple[Any, str, str]]:
        from geotrack.errors import UsageError

        try:
            from geotrack.observations.layers.faults import faults
        except UsageError as error:  # pyarrow is missing
            return [(("dataset",), str(error), "")]
        return faults(workspace, entry)

    return check_observations


def _layer_file_checker(workspace: Workspace) -> Callable[[LayerFile], Iterable[LayerFileFault]]:
    """Return a function that checks a context layer of a map."""

    def check_layer_file(entry: LayerFile) -> Iterable[LayerFileFault]:
        from geotrack.mapview.context_layers.layer import layer_file_faults

        return layer_file_faults(workspace.root, entry)

    return check_layer_file


def _print_rules(form: str) -> None:
    from geotrack.rules import rules

    if form == "json":
        keys = ("id", "group", "severity", "holds", "remedy", "example")
        emit_json([{key: getattr(rule, key) for key in keys} for rule in rules().values()])
        return
    rows = [(rule.id, rule.severity, rule.holds) for rule in rules().values()]
    print_table(["rule", "severity", "what holds"], rows, ["rule", "severity"])
