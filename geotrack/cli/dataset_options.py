"""Options of all commands that ask a dataset of observations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import say
from geotrack.cli.query_options import Once

if TYPE_CHECKING:
    from geotrack.observations import Dataset

__all__ = ["FEATURES_OUT", "WHERE", "opened"]

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


def opened(folder: Path) -> Dataset:
    """Return the dataset in a folder, and tell where a newer one is not built to its end.

    Raises
    ------
    UsageError
        There is none.
    """
    from geotrack.observations import open_dataset
    from geotrack.observations.ingest.resume import unfinished

    dataset = open_dataset(folder)
    if told := unfinished(folder):
        say(f"note: {folder}: {told}; this is of the dataset that was there before")
    return dataset
