"""`geotrack remove`: removes records from the workspace."""

from __future__ import annotations

import click

from geotrack.cli.app import EXIT_FINDINGS, current_workspace, emit, notify, plural


@click.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--force", is_flag=True, help="Remove records that others name, too.")
@click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
@click.pass_context
def command(ctx: click.Context, ids: tuple[str, ...], force: bool, dry_run: bool) -> None:
    """Remove records from their files.

    Either all are removed or none. Records that other records or claims name are refused unless
    --force is given. Duplicates should be merged instead: `geotrack merge`.
    """
    from dataclasses import replace

    from geotrack.findings import errors_of
    from geotrack.workspace import Edit, shown_path
    from geotrack.workspace.edit.add import consequences

    workspace = current_workspace(ctx)
    edit = Edit(workspace)
    for id_ in dict.fromkeys(ids):
        edit.remove(id_)
    errors = errors_of(consequences(workspace, ids))
    for finding in errors:
        # A short message suffices for a link to a removed record.
        is_listed = finding.value in ids
        emit(
            str(
                replace(finding, message=f"it names {finding.value!r}", remedy="")
                if is_listed
                else finding
            )
        )
    files = ", ".join(map(shown_path, edit.paths))
    if errors and not force:
        notify(
            f"nothing removed: it would leave {plural(len(errors), 'error')}; mend "
            f"{'it' if len(errors) == 1 else 'them'} first, or --force removes it all the same"
        )
        ctx.exit(EXIT_FINDINGS)
    if dry_run:
        notify(f"would be removed from {files}: {', '.join(dict.fromkeys(ids))}")
        return
    edit.commit()
    notify(f"removed from {files}: {', '.join(dict.fromkeys(ids))}")
