"""`geotrack schema`: the JSON Schema of an event file."""

from __future__ import annotations

import click

from geotrack.cli.app import emit_json


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of an event file, for editors and checkers."""
    from geotrack.model.schema import event_schema

    emit_json(event_schema())
