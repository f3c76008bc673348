"""`geotrack check`: every fault of a workspace or a file."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.frame import FOUND, emit, emit_json, say


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@click.pass_context
def command(ctx: click.Context, path: Path | None, as_json: bool) -> None:
    """Check a workspace, or one file of events.

    Prints every finding with file, line, JSON pointer, value and remedy. Exit code 1 if there
    are errors; warnings inform.
    """
    from geotrack.findings import errors_of
    from geotrack.workspace import check as check_all
    from geotrack.workspace import check_events, open_file, open_workspace

    if path is not None and path.is_file():
        workspace = open_file(path)
        findings = check_events(workspace)
    else:
        root: Path | None = path or ctx.find_root().params.get("workspace")
        workspace = open_workspace(root)
        findings = check_all(workspace)
    if as_json:
        emit_json([f.to_json() for f in findings])
    else:
        for finding in findings:
            emit(str(finding))
    errors = len(errors_of(findings))
    warnings = len(findings) - errors
    placed = sum(e.placed for e in workspace.events)
    unplaced = len(workspace.events) - placed
    say(
        f"{_count(len(workspace.events), 'sound record')} in "
        f"{_count(len(workspace.event_files), 'file')} ({unplaced} unplaced): "
        f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    )
    ctx.exit(FOUND if errors else 0)


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
