"""Options of `geotrack query` for a dataset, which `geotrack-observations` evaluates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.options.conditions import Once, Option

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CROSSINGS", "ENGINES", "TRACK_OPTIONS", "WHERE", "check_engine"]

WHERE = click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Condition on a column, with = != < <= > >=; all must hold.",
)
"""Conditions on the columns of a dataset."""

TRACK_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--id",
        "named",
        cls=Once,
        metavar="COLUMN",
        help="Column that identifies the craft: mmsi, icao24, ….",
    ),
    click.option(
        "--gap",
        cls=Once,
        metavar="TIME",
        help="A track ends where the next position is later by more than this: 90min, 6h, 2d. "
        "Default 6h, for aircraft 30min.",
    ),
    click.option(
        "--max-speed",
        cls=Once,
        metavar="SPEED",
        help="A track ends where the next position needs a higher speed: 60kn, 110km/h, 30m/s. "
        "Default 60kn, for aircraft 700kn.",
    ),
)
"""Options that define how positions are joined to tracks."""

CROSSINGS = click.option(
    "--crossings", is_flag=True, help="List when craft of a dataset entered and left regions."
)

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
