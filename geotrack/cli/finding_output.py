"""Option of commands that print findings."""

from __future__ import annotations

import click

__all__ = ["list_all"]

list_all = click.option(
    "--all", "list_all", is_flag=True, help="List each finding, also of many of one kind."
)
