"""`geotrack init`: creates a workspace."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from geotrack.cli.app import EXIT_FINDINGS, emit, notify


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, folder: Path) -> None:
    """Create a workspace in DIR, by default the current folder.

    It gets geotrack.toml with every key explained, folders for events, reports, layers and maps,
    and a first map, so that `geotrack map` works at once. Existing files are not overwritten.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import shown_path
    from geotrack.workspace.new_workspace import make_workspace

    if ctx.find_root().params.get("workspace") is not None:
        raise UsageError("name the folder behind the command: geotrack init DIR")
    paths = make_workspace(folder)
    for path in paths:
        emit(f"{shown_path(path)}{'/' if path.is_dir() else ''}")
    if not paths:
        notify(f"{folder}: nothing to make, it is a workspace with a map already")
        ctx.exit(EXIT_FINDINGS)
    where = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))}, then "
    notify(
        f"next: {where}`geotrack new` or `geotrack add FILE`, and `geotrack map --open` shows "
        "what is there"
    )
