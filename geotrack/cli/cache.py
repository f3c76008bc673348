"""`geotrack cache`: the index of records in the user's cache folder."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.app import emit
from geotrack.messages import Message, counted


@click.group("cache", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show where the index of records lies, or remove it.

    What reading found of each large event file is kept there, so that the next command is quick.
    No answer depends on it.
    """
    if ctx.invoked_subcommand is None:
        for folder in _folders(ctx):
            emit(str(folder))


@command.command("clear")
@click.pass_context
def clear(ctx: click.Context) -> None:
    """Remove the index of all workspaces."""
    from geotrack.index.cache_folder import remove_entries

    for folder in _folders(ctx):
        files = counted(remove_entries(folder), "1 file", "{n} files")
        emit(Message("{folder}: {files} removed", folder, files))


def _folders(ctx: click.Context) -> list[Path]:
    """Return the user's folder, and that of the current workspace if it names one."""
    from geotrack.errors import UsageError
    from geotrack.index.cache_folder import user_folder
    from geotrack.workspace import open_workspace

    folders = [user_folder()]
    root: Path | None = ctx.find_root().params.get("workspace")
    try:
        named = open_workspace(root, checks=True).layers_and_maps.named_cache
    except UsageError:
        if root is not None:
            raise
        named = None
    return [*folders, *([named] if named else [])]
