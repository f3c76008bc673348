"""Where a dataset is judged: here, or by a dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.query_options import Once, Option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotrack.observations.queries.engines import Engine

__all__ = ["ENGINES", "check_engine", "running"]

ENGINES: tuple[Option, ...] = (
    click.option(
        "--engine",
        type=click.Choice(("embedded", "dask"), case_sensitive=False),
        default="embedded",
        help="Who judges a dataset: this process, or the workers of dask. Default: embedded.",
    ),
    click.option(
        "--scheduler",
        cls=Once,
        metavar="ADDRESS",
        help="Of the dask that runs, as tcp://host:8786. Default: one of this machine, for as long "
        "as it takes.",
    ),
)
"""Which engine a question to a dataset is put to."""


def check_engine(
    given: dict[str, Any], dataset: Path | None, ctx: click.Context, *, crossings: bool
) -> None:
    """Refuse an engine where there is nothing for it to judge."""
    message = ""
    if given["scheduler"] is not None and given["engine"] != "dask":
        message = "--scheduler is for --engine dask"
    elif given["engine"] != "embedded" and dataset is None:
        message = f"--engine {given['engine']} is for hits and counts of --dataset DIR"
    elif given["engine"] != "embedded" and crossings:
        # Of all craft they take less time here than it takes to send the regions there.
        message = f"--crossings are found by this process: leave out --engine {given['engine']}"
    if message:
        raise click.UsageError(message, ctx)


@contextmanager
def running(engine: str, scheduler: str | None) -> Iterator[Engine]:
    """Yield an engine, and end it afterwards."""
    if engine == "dask":
        from geotrack.observations.queries.cluster import Dask

        with Dask(scheduler) as dask:
            yield dask
        return
    from geotrack.observations.queries.engines import Threads

    yield Threads()
