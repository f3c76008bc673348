"""Options for the engine that evaluates a query to a dataset."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.options.conditions import Once, Option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotrack.observations.engines import Engine

__all__ = ["ENGINES", "check_engine", "open_engine"]

ENGINES: tuple[Option, ...] = (
    click.option(
        "--engine",
        type=click.Choice(("embedded", "dask"), case_sensitive=False),
        default="embedded",
        help="What evaluates the query: this process, or dask workers. Default: embedded.",
    ),
    click.option(
        "--scheduler",
        cls=Once,
        metavar="ADDRESS",
        help="Address of a dask scheduler: tcp://host:8786. Default: a temporary one on this "
        "machine.",
    ),
)
"""Options that choose the engine."""


def check_engine(
    options: dict[str, Any], dataset: Path | None, ctx: click.Context, *, crossings: bool
) -> None:
    """Refuse an engine for queries that it cannot evaluate."""
    message = ""
    if options["scheduler"] is not None and options["engine"] != "dask":
        message = "--scheduler is for --engine dask"
    elif options["engine"] != "embedded" and dataset is None:
        message = f"--engine {options['engine']} is for hits and counts of --dataset DIR"
    elif options["engine"] != "embedded" and crossings:
        # Computing crossings here takes less time than sending the regions to workers.
        message = f"--crossings are found by this process: leave out --engine {options['engine']}"
    if message:
        raise click.UsageError(message, ctx)


@contextmanager
def open_engine(engine: str, scheduler: str | None) -> Iterator[Engine]:
    """Open an engine, and close it when the block ends."""
    if engine == "dask":
        from geotrack.observations.queries.cluster import Dask

        with Dask(scheduler) as dask:
            yield dask
        return
    from geotrack.observations.engines import Threads

    yield Threads()
