"""Options of the commands that query a dataset of observations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import notify
from geotrack.cli.options.conditions import Once

if TYPE_CHECKING:
    from geotrack.observations import Dataset

__all__ = ["FEATURES_OUT", "WHERE", "dataset_in", "of_rows"]

WHERE = click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Condition on a column, with = != < <= > >=; all must hold.",
)
"""Conditions on the columns of a dataset."""

FEATURES_OUT = click.option(
    "--out",
    cls=Once,
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Output file: .geojson, .parquet, .gpkg or .fgb.",
)
"""The output file for GIS."""


def dataset_in(folder: Path) -> Dataset:
    """Open the dataset in a folder; note an unfinished newer build.

    Raises
    ------
    UsageError
        The folder holds no dataset.
    """
    from geotrack.observations import open_dataset
    from geotrack.observations.storage.unfinished_build import unfinished

    dataset = open_dataset(folder)
    if note := unfinished(folder):
        notify(f"note: {folder}: {note}; this is of the dataset that was there before")
    return dataset


def of_rows(many: int, dataset: Dataset, plural: str, singular: str) -> str:
    """Return how many rows of a dataset do something, with the verb in its number."""
    return f"{many:,} of {dataset.rows:,} {singular if many == 1 else plural}"
