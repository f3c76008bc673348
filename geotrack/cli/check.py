"""`geotrack check`: every fault of a workspace or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.frame import FOUND, counted, emit, emit_json, say

if TYPE_CHECKING:
    from geotrack.findings import Finding
    from geotrack.workspace import Workspace


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@click.pass_context
def command(ctx: click.Context, path: Path | None, as_json: bool) -> None:
    """Check a workspace, or files of events by themselves.

    PATH is a workspace, a folder of GeoJSON files, or one file; default the nearest workspace
    upward. Prints every finding with file, line, JSON pointer, value and remedy. Exit code 1 if
    there are errors; warnings inform. Whether links lead to records, only a workspace can tell.
    """
    from geotrack.findings import errors_of

    workspace, findings = _checked(ctx, path)
    if as_json:
        emit_json([f.to_json() for f in findings])
    else:
        for finding in findings:
            emit(str(finding))
    errors = len(errors_of(findings))
    unplaced = sum(not e.placed for e in workspace.events)
    say(
        f"{counted(len(workspace.events), 'sound record')} in "
        f"{counted(len(workspace.event_files), 'file')} ({unplaced} unplaced): "
        f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}"
    )
    ctx.exit(FOUND if errors else 0)


def _checked(ctx: click.Context, path: Path | None) -> tuple[Workspace, list[Finding]]:
    from geotrack.errors import UsageError
    from geotrack.workspace import check, check_events, is_workspace, open_file, open_workspace

    if path is None:
        workspace = open_workspace(ctx.find_root().params.get("workspace"))
        return workspace, check(workspace)
    if is_workspace(path):
        workspace = open_workspace(path)
        return workspace, check(workspace)
    workspace = open_file(path)
    if not workspace.event_files:
        message = f"nothing to check in {path}: it has no geotrack.toml, events/ or *.geojson"
        raise UsageError(message)
    return workspace, check_events(workspace)
