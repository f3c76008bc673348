"""The frame of the command line: exit codes, errors as one line, where data and talk go."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from geotrack.workspace import Workspace

__all__ = ["FOUND", "USAGE", "Group", "emit", "emit_json", "opened", "say", "table_console"]

FOUND = 1
"""Exit code for findings, or nothing written."""
USAGE = 2
"""Exit code for a question put wrongly."""


class Group(click.Group):
    """A command group whose errors are one line on stderr, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn geotrack's errors into exit codes."""
        from geotrack.errors import GeotrackError

        try:
            return super().invoke(ctx)
        except GeotrackError as error:
            say(f"error: {error}")
            ctx.exit(USAGE)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            say(f"error: {error.filename or 'file'}: {(error.strerror or str(error)).lower()}")
            ctx.exit(FOUND)


def say(text: str) -> None:
    """Talk on stderr."""
    click.echo(text, err=True)


def emit(text: str) -> None:
    """Write data on stdout."""
    click.echo(text)


def emit_json(value: object) -> None:
    """Write a value on stdout as JSON with its letters kept."""
    emit(json.dumps(value, ensure_ascii=False, indent=2))


def opened(ctx: click.Context) -> Workspace:
    """Return the workspace of `--workspace`, else the nearest upward, and tell what is left out."""
    from geotrack.workspace import open_workspace

    root: Path | None = ctx.find_root().params.get("workspace")
    workspace = open_workspace(root)
    if workspace.left_out:
        many = (
            "1 finding refuses"
            if workspace.left_out == 1
            else f"{workspace.left_out} findings refuse"
        )
        say(f"note: {many} records, which are left out; `geotrack check` lists them")
    return workspace


def table_console() -> Console:
    """Return a console for tables on stdout: as wide as its content where no one looks on."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 200
    return Console(width=width, highlight=False, soft_wrap=False)
