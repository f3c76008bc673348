"""Options of all commands that ask a dataset of observations."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.question import Once

__all__ = ["FEATURES_OUT", "WHERE"]

WHERE = click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Of a dataset's columns, with = != < <= > >=; all of them.",
)
"""Conditions on its columns."""

FEATURES_OUT = click.option(
    "--out",
    cls=Once,
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A .geojson or a .parquet.",
)
"""The file for what is made of it for GIS."""
