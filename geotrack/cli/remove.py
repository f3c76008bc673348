"""`geotrack remove`: records out of the workspace."""

from __future__ import annotations

import click

from geotrack.cli.app import FOUND, counted, emit, opened, say


@click.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--force", is_flag=True, help="Even where others name the record.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
@click.pass_context
def command(ctx: click.Context, ids: tuple[str, ...], force: bool, dry_run: bool) -> None:
    """Take records out of the files that they stand in.

    All of them or none; the other records stay as they are. A record that others name, as the
    whole of parts or beside a claim, is refused unless --force says so. A duplicate is better
    merged: add a record that names it in 'replaces' with --replace.
    """
    from dataclasses import replace

    from geotrack.findings import errors_of
    from geotrack.workspace import Edit, shown_path
    from geotrack.workspace.edit.add import consequences

    workspace = opened(ctx)
    edit = Edit(workspace)
    for id_ in dict.fromkeys(ids):
        edit.remove(id_)
    left = errors_of(consequences(workspace, ids))
    for finding in left:
        # Of a link it is plain that it would lead nowhere, and what it leads to now.
        named = finding.value in ids
        emit(
            str(
                replace(finding, message=f"it names {finding.value!r}", remedy="")
                if named
                else finding
            )
        )
    files = ", ".join(map(shown_path, edit.paths))
    if left and not force:
        say(
            f"nothing removed: it would leave {counted(len(left), 'error')}; mend "
            f"{'it' if len(left) == 1 else 'them'} first, or --force removes it all the same"
        )
        ctx.exit(FOUND)
    if dry_run:
        say(f"would be removed from {files}: {', '.join(dict.fromkeys(ids))}")
        return
    edit.commit()
    say(f"removed from {files}: {', '.join(dict.fromkeys(ids))}")
