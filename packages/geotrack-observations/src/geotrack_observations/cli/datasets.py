"""Datasets on the command line: options, opening, engines."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import notify
from geotrack.cli.options.conditions import Once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack_observations import Dataset
    from geotrack_observations.engines import Engine

__all__ = ["FEATURES_OUT", "dataset_in", "open_engine", "rows_phrase"]

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
    from geotrack_observations import open_dataset
    from geotrack_observations.storage.unfinished_build import unfinished

    dataset = open_dataset(folder)
    if note := unfinished(folder):
        notify(f"note: {folder}: {note}; this is of the dataset that was there before")
    return dataset


def rows_phrase(many: int, dataset: Dataset, plural: str, singular: str) -> str:
    """Return how many rows of a dataset do something, with the verb in its number."""
    return f"{many:,} of {dataset.rows:,} {singular if many == 1 else plural}"


@contextmanager
def open_engine(engine: str, scheduler: str | None) -> Iterator[Engine]:
    """Open an engine, and close it when the block ends."""
    if engine == "dask":
        from geotrack_observations.queries.cluster import Dask

        with Dask(scheduler) as dask:
            yield dask
        return
    from geotrack_observations.engines import Threads

    yield Threads()
