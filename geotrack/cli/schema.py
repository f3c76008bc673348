"""`geotrack schema`: the JSON Schema of an event file."""

from __future__ import annotations

import click

from geotrack.cli.app import emit_json, workspace_or_packaged


@click.command("schema")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print the JSON Schema of an event file, for editors and checkers."""
    from geotrack.model.schema import event_schema

    workspace = workspace_or_packaged(ctx, named=False, quiet=True)
    emit_json(event_schema(workspace.taxonomy))
